"""Corrections: what a reviewer says against the cleaning of a page, each a value of its own.

A correction names places of the raw text, never of a cleaned page, so it outlives the cleaner that
it corrects. What it does to a page is said where pages are known; here it is only kept.

Invariant: a correction names at least one raw character and none twice, says all that its kind
needs, and its strings can be stored in JSON and read back unchanged.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain, pairwise
from sys import intern
from typing import Any

from annotations.errors import CorrectionError
from annotations.model import Clock, instant, is_instant, new_id, now
from annotations.plain import field as field_of
from annotations.plain import paired
from annotations.span import Span
from annotations.wording import _

FOLLOWING = "following"
"""In the value of a join or a move: the blocks after it in its article come with it."""
NEW = "new"
"""In the value of a move: an article begins with it."""
BEFORE = "before"
"""In the value of a move: it stands before the block `onto`, not after it."""


class CorrectionKind(StrEnum):
    """What a correction says of its raw characters.

    A *block* is a paragraph, headline or the like of the cleaned page; a *fragment* is a block, or
    the part of one between two joins.
    """

    ACCEPT = "accept"
    """The decision about them is right; `value` names its kind. Nothing on the page moves."""
    SPLIT = "split"
    """The block is cut before the first of them; where `onto` is given, only if that is what they
    follow. To undo a join is the same."""
    JOIN = "join"
    """The fragment goes on where the fragment `onto` ends, whatever each was joined to before."""
    KEEP = "keep"
    """They were dropped, and become a block of the kind `value` after the block `onto`; without one,
    where the order of the source puts it."""
    DROP = "drop"
    """They stand in one block, all of it or a part, and are dropped."""
    KIND = "kind"
    """The block is of the kind `value`."""
    MOVE = "move"
    """The block stands after the block `onto`, in whatever article that is."""


_WORDS: dict[CorrectionKind, frozenset[str]] = {
    CorrectionKind.SPLIT: frozenset(),
    CorrectionKind.DROP: frozenset(),
    CorrectionKind.JOIN: frozenset((FOLLOWING,)),
    CorrectionKind.MOVE: frozenset((FOLLOWING, NEW, BEFORE)),
}
"""The words that a value may be made of; of other kinds it is one word that the reader knows."""
_SHA256 = re.compile("[0-9a-f]{64}").fullmatch


@dataclass(frozen=True, slots=True)
class Correction:
    """One step of a reviewer against the cleaning of one source."""

    id: str
    """Unique among all corrections of all reviewers."""
    source: str
    """Hexadecimal SHA-256 of the source's bytes."""
    kind: CorrectionKind
    """What is said."""
    raw: tuple[Span, ...]
    """Of which raw characters, in reading order."""
    creator: str
    """The reviewer's name."""
    created: str
    """When it was made: ISO 8601, UTC, with a Z."""
    onto: tuple[Span, ...] = ()
    """Which other raw characters they are brought to, or cut from."""
    value: str = ""
    """What else the kind needs: the new kind of a block, or words such as `FOLLOWING`."""
    order: int = field(default=0, compare=False)
    """Its rank among its layer's corrections of the source, which are done in this order; the layer
    that takes it in gives it."""

    def __post_init__(self) -> None:
        if not self.id:
            raise CorrectionError(_("A correction must have an id."))
        if not _SHA256(self.source):
            raise CorrectionError(
                _("“{source}” is not the SHA-256 of a source.").format(source=self.source)
            )
        if not self.raw or not all(self.raw) or not all(self.onto):
            raise CorrectionError(_("A correction must name at least one character of its source."))
        if any(a.overlaps(b) for a, b in pairwise(sorted(chain(self.raw, self.onto)))):
            raise CorrectionError(_("A correction can't name the same character twice."))
        if not is_instant(self.created):
            raise CorrectionError(
                _("“{created}” is not a time such as 2026-11-21T20:00:00Z.").format(
                    created=self.created
                )
            )
        words = _WORDS.get(self.kind)
        if words is None and len(self.words) != 1:
            raise CorrectionError(
                _("A correction “{kind}” must say of what kind.").format(kind=self.kind)
            )
        if words is not None and not words.issuperset(self.words):
            raise CorrectionError(
                _("A correction “{kind}” can't say “{value}”.").format(
                    kind=self.kind, value=self.value
                )
            )
        placed = self.onto or NEW in self.words
        if self.kind in (CorrectionKind.JOIN, CorrectionKind.MOVE) and not placed:
            raise CorrectionError(
                _("A correction “{kind}” must say where to.").format(kind=self.kind)
            )
        for name in ("id", "value", "creator"):
            object.__setattr__(self, name, paired(getattr(self, name)))

    @property
    def words(self) -> tuple[str, ...]:
        """The words of its value."""
        return tuple(self.value.split())

    @property
    def gist(self) -> tuple[str, CorrectionKind, tuple[Span, ...], tuple[Span, ...], str]:
        """All that it says, whoever says it: of two reviewers who agree it is the same."""
        return self.source, self.kind, self.raw, self.onto, self.value


def new_correction(
    *,
    source: str,
    kind: CorrectionKind,
    raw: Iterable[Span],
    creator: str,
    onto: Iterable[Span] = (),
    value: str = "",
    clock: Clock = now,
) -> Correction:
    """A correction made now, with an id of its own; see `Correction` for the arguments.

    Raises:
        CorrectionError: It would name nothing, or lacks what its kind needs.
    """
    moment = clock()
    return Correction(
        id=new_id(moment),
        source=source,
        kind=kind,
        raw=tuple(raw),
        creator=creator,
        created=instant(moment),
        onto=tuple(onto),
        value=value,
    )


def adopted(correction: Correction, creator: str, clock: Clock = now) -> Correction:
    """Another reviewer's correction, said by this one, now."""
    return new_correction(
        source=correction.source,
        kind=correction.kind,
        raw=correction.raw,
        creator=creator,
        onto=correction.onto,
        value=correction.value,
        clock=clock,
    )


def not_shared(theirs: Iterable[Correction], mine: Iterable[Correction]) -> list[Correction]:
    """Those of another's corrections that say what none of one's own says, in their order."""
    said = {correction.gist for correction in mine}
    return [correction for correction in theirs if correction.gist not in said]


def to_document(correction: Correction) -> dict[str, Any]:
    """The correction as plain JSON values; offsets are code points, ends excluded."""
    return {
        "id": correction.id,
        "source": correction.source,
        "kind": correction.kind.value,
        "raw": [[span.start, span.end] for span in correction.raw],
        "onto": [[span.start, span.end] for span in correction.onto],
        "value": correction.value,
        "creator": correction.creator,
        "created": correction.created,
        "order": correction.order,
    }


def from_document(document: dict[str, Any]) -> Correction:
    """The correction that `to_document` wrote; fields it does not know are passed over.

    Raises:
        CorrectionError: A field is missing, of a wrong kind, or contradicts another.
    """
    try:
        return Correction(
            id=field_of(document, "id", str),
            source=intern(field_of(document, "source", str)),
            kind=CorrectionKind(field_of(document, "kind", str)),
            raw=tuple(map(_span, field_of(document, "raw", list))),
            creator=intern(field_of(document, "creator", str)),
            created=field_of(document, "created", str),
            onto=tuple(map(_span, field_of(document, "onto", list))),
            value=field_of(document, "value", str),
            order=field_of(document, "order", int),
        )
    except ValueError as problem:
        raise CorrectionError(
            _("A correction can't be read: {problem}.").format(problem=problem)
        ) from None


def _span(pair: object) -> Span:
    match pair:
        case [int(start), int(end)] if type(start) is type(end) is int:
            return Span(start, end)
    raise ValueError(_("{pair!r} is not a pair of offsets").format(pair=pair))

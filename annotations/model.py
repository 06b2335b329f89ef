"""The annotation: a value that says what was marked, where, by whom and why.

Invariant: an annotation marks at least one raw character, its raw spans do not overlap, and its
strings can be stored in JSON and read back unchanged.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from sys import intern
from typing import Any

from annotations.errors import AnnotationError
from annotations.plain import field, paired
from annotations.span import Span
from annotations.wording import _

Clock = Callable[[], datetime]
"""Tells the time, with its zone."""

_SHA256 = re.compile("[0-9a-f]{64}").fullmatch
_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?Z"
).fullmatch


class Status(StrEnum):
    """How an annotation found its place in the source as it is now."""

    EXACT = "exact"
    """Its characters stand where they stood."""
    MOVED = "moved"
    """Its characters stand elsewhere, unchanged."""
    FUZZY = "fuzzy"
    """Its characters were changed, and the place is the likeliest."""
    ORPHAN = "orphan"
    """Its place is gone; it is kept and shown all the same."""


@dataclass(frozen=True, slots=True)
class Quote:
    """What was marked, in the article's own script (a W3C TextQuoteSelector)."""

    exact: str
    """The marked characters of the article's text."""
    prefix: str = ""
    """What stands before them, at most 32 code points."""
    suffix: str = ""
    """What stands after them, at most 32 code points."""

    def __post_init__(self) -> None:
        if not self.exact:
            raise AnnotationError(_("An annotation must quote at least one character."))
        for name in ("exact", "prefix", "suffix"):
            object.__setattr__(self, name, paired(getattr(self, name)))


@dataclass(frozen=True, slots=True)
class Annotation:
    """One highlight with its tags and its note."""

    id: str
    """Unique among all annotations of all reviewers; sorts by the time of making."""
    source: str
    """Hexadecimal SHA-256 of the source's bytes."""
    article: str
    """The article's id on the source's page."""
    title: str
    """The article's title when the annotation was made."""
    raw: tuple[Span, ...]
    """Where the marked characters stand in the source's raw text, in reading order."""
    quote: Quote
    """The marked characters with what surrounds them."""
    position: Span
    """Where they stand in the article's text."""
    tags: tuple[str, ...]
    """Names of tags, each once."""
    note: str
    """What the reviewer wrote, or nothing."""
    creator: str
    """The reviewer's name."""
    created: str
    """When it was made: ISO 8601, UTC, with a Z."""
    modified: str
    """When it was last changed, the same way."""
    status: Status = Status.EXACT
    """How it found its place."""

    def __post_init__(self) -> None:
        if not self.id:
            raise AnnotationError(_("An annotation must have an id."))
        if not _SHA256(self.source):
            raise AnnotationError(
                _("“{source}” is not the SHA-256 of a source.").format(source=self.source)
            )
        if not self.raw or not all(self.raw):
            raise AnnotationError(
                _("An annotation must mark at least one character of its source.")
            )
        if len(self.raw) > 1 and _overlapping(self.raw):
            raise AnnotationError(_("An annotation can't mark the same character twice."))
        for instant in (self.created, self.modified):
            if not _INSTANT(instant):
                raise AnnotationError(
                    _("“{instant}” is not a time such as 2026-11-21T20:00:00Z.").format(
                        instant=instant
                    )
                )
        if self.tags and (not all(self.tags) or len(set(self.tags)) < len(self.tags)):
            raise AnnotationError(_("An annotation's tags must have names and stand once each."))
        for name in ("id", "article", "title", "note", "creator"):
            object.__setattr__(self, name, paired(getattr(self, name)))
        object.__setattr__(self, "tags", tuple(map(paired, self.tags)))

    def __len__(self) -> int:
        """How many code points of the source are marked."""
        return sum(map(len, self.raw))

    @property
    def place(self) -> tuple[int, int, str]:
        """What sorts annotations of one source: first raw offset, then length, then id."""
        return self.raw[0].start, len(self), self.id

    def edited(
        self, clock: Clock, *, tags: tuple[str, ...] | None = None, note: str | None = None
    ) -> Annotation:
        """The same annotation with other tags or another note, modified now."""
        return replace(
            self,
            tags=self.tags if tags is None else tags,
            note=self.note if note is None else note,
            modified=instant(clock()),
        )


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


def is_instant(text: str) -> bool:
    """Whether the text has the form of a stored moment."""
    return _INSTANT(text) is not None


def instant(moment: datetime) -> str:
    """A moment as it is stored: ISO 8601 to the second, UTC, with a Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def new_id(moment: datetime) -> str:
    """A fresh id of 32 hexadecimal digits: a UUID of version 7, so ids sort by time (RFC 9562 §5.7)."""
    value = int(moment.timestamp() * 1000) << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | 7 << 76
    value = value & ~(0x3 << 62) | 2 << 62
    return f"{value:032x}"


def new_annotation(
    *,
    source: str,
    article: str,
    title: str,
    raw: Iterable[Span],
    quote: Quote,
    position: Span,
    creator: str,
    tags: Iterable[str] = (),
    note: str = "",
    clock: Clock = now,
) -> Annotation:
    """An annotation made now, with an id of its own; see `Annotation` for the arguments.

    Raises:
        AnnotationError: It would mark nothing, or its parts contradict each other.
    """
    moment = clock()
    made = instant(moment)
    return Annotation(
        id=new_id(moment),
        source=source,
        article=article,
        title=title,
        raw=tuple(raw),
        quote=quote,
        position=position,
        tags=tuple(tags),
        note=note,
        creator=creator,
        created=made,
        modified=made,
    )


def to_document(annotation: Annotation) -> dict[str, Any]:
    """The annotation as plain JSON values; offsets are code points, ends excluded."""
    quote = annotation.quote
    return {
        "id": annotation.id,
        "source": annotation.source,
        "article": annotation.article,
        "title": annotation.title,
        "raw": [[span.start, span.end] for span in annotation.raw],
        "quote": {"exact": quote.exact, "prefix": quote.prefix, "suffix": quote.suffix},
        "position": {"start": annotation.position.start, "end": annotation.position.end},
        "tags": list(annotation.tags),
        "note": annotation.note,
        "creator": annotation.creator,
        "created": annotation.created,
        "modified": annotation.modified,
        "status": annotation.status.value,
    }


def from_document(document: dict[str, Any]) -> Annotation:
    """The annotation that `to_document` wrote; fields it does not know are passed over.

    Raises:
        AnnotationError: A field is missing, of a wrong kind, or contradicts another.
    """
    try:
        quote = field(document, "quote", dict)
        position = field(document, "position", dict)
        return Annotation(
            id=field(document, "id", str),
            source=intern(field(document, "source", str)),
            article=intern(field(document, "article", str)),
            title=intern(field(document, "title", str)),
            raw=tuple([_span(pair) for pair in field(document, "raw", list)]),
            quote=Quote(
                field(quote, "exact", str),
                field(quote, "prefix", str),
                field(quote, "suffix", str),
            ),
            position=_span([field(position, "start", int), field(position, "end", int)]),
            tags=tuple([_tag(name) for name in field(document, "tags", list)]),
            note=field(document, "note", str),
            creator=intern(field(document, "creator", str)),
            created=field(document, "created", str),
            modified=field(document, "modified", str),
            status=Status(field(document, "status", str)),
        )
    except ValueError as problem:
        raise AnnotationError(
            _("An annotation can't be read: {problem}.").format(problem=problem)
        ) from None


def _span(pair: object) -> Span:
    if type(pair) is not list or len(pair) != 2 or not type(pair[0]) is type(pair[1]) is int:
        raise ValueError(_("{pair!r} is not a pair of offsets").format(pair=pair))
    return Span(pair[0], pair[1])


def _tag(name: object) -> str:
    if not isinstance(name, str):
        raise ValueError(_("{name!r} is not the name of a tag").format(name=name))  # noqa: TRY004 - one kind for all
    return intern(name)


def _overlapping(spans: Iterable[Span]) -> bool:
    end = 0
    for span in sorted(spans):
        if span.start < end:
            return True
        end = span.end
    return False

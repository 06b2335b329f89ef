"""Corrections of a source that changed, placed in the source as it is now.

Invariant: a correction is carried over only where the characters that it names came along, nearly all
of them and in their order; one that can't be placed stays as it was, and is shown. Whether it can
still be done to the page is not decided here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise

from annotations.corrections import Correction
from annotations.diff import Diff, diffed
from annotations.ink import inked
from annotations.span import Span

_LEAST_SHARE = 0.7
"""So many of the characters of a span must have come along; a reporter's slip was mended, no more."""
_EDGE = 3
"""Within so many characters of a span's end must one have come along, to say where it ends now."""
_STRETCH = 1.5
"""A span that grew beyond this holds other text now."""


@dataclass(frozen=True, slots=True)
class Carried:
    """What became of one correction."""

    before: Correction
    """As it was."""
    after: Correction | None
    """As it is now: it names the new source and spans of its raw text. None where it can't be placed."""


def carried(
    corrections: Iterable[Correction], old_raw: str, new_raw: str, new_source: str
) -> list[Carried]:
    """Place corrections of an old version of a source in a new one, in their order.

    Args:
        corrections: Corrections whose spans count code points of `old_raw`.
        old_raw: The raw text that was corrected.
        new_raw: The raw text as it is now.
        new_source: Hexadecimal SHA-256 of the new source's bytes.
    """
    wanted = list(corrections)
    if not wanted:
        return []
    diff = diffed(old_raw, new_raw)
    return [Carried(correction, _placed(correction, diff, new_source)) for correction in wanted]


def _placed(correction: Correction, diff: Diff, new_source: str) -> Correction | None:
    raw, onto = _image(correction.raw, diff), _image(correction.onto, diff)
    if raw is None or onto is None or not raw:
        return None
    if any(a.overlaps(b) for a, b in pairwise(sorted(chain(raw, onto)))):
        return None
    return replace(correction, source=new_source, raw=raw, onto=onto)


def _image(spans: Sequence[Span], diff: Diff) -> tuple[Span, ...] | None:
    """Where the characters under spans stand now; None where too few of them do."""
    found: list[Span] = []
    for span in spans:
        offsets = [at for at in range(span.start, span.end) if inked(diff.old.raw[at])]
        places = [diff.raw_to_new(at) for at in offsets]
        known = [place for place in places if place is not None]
        if len(known) < _LEAST_SHARE * len(places) or not known or known != sorted(known):
            return None
        if all(place is None for place in places[:_EDGE]) or all(
            place is None for place in places[-_EDGE:]
        ):
            return None
        here = Span(known[0], known[-1] + 1)
        if len(inked(diff.new.raw[here.start : here.end])) > _STRETCH * len(places):
            return None
        found.append(here)
    return tuple(found)

"""Annotations of a source that changed, placed in the source as it is now.

Invariants: every annotation comes back, placed or as an orphan; what is placed as `exact` or `moved`
marks the quoted characters, white space aside; a short quote is never placed on the strength of its
own characters, since the same few stand everywhere: what surrounded it must have come along; nothing
is placed in a text of the other script.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from annotations.anchoring import LEAST_ALIKE, alike, is_same
from annotations.candidates import Candidate, Wanted, candidates
from annotations.diff import diffed
from annotations.ink import Inked, inked, whole_clusters
from annotations.model import Annotation, Status
from annotations.script import is_converted
from annotations.span import Span, picked
from annotations.trail import Trail

_SHORT = 4
"""A quote of at most so many inked characters says little by itself."""
_LONG = 20
"""A quote of at least so many that the texts' difference leads to, unchanged, is its own proof."""
_COMPANY = 0.4
"""How much of what stood next to a quote must have come along."""
_SHORT_COMPANY = 0.6
"""How much, when the quote is short."""
_ALL_COMPANY = 0.85
"""How much, when no more than half of the quote came along: nearly all, on both sides."""
_HALF = 0.5
_SURE = 0.8
"""The least score by quote, prefix and suffix alone, when the old text is gone."""
_SHORT_SURE = 0.95
"""The same for a short quote."""
_AHEAD = 0.15
"""How far the best place must then lead the second."""


@dataclass(frozen=True, slots=True)
class Placed:
    """What became of one annotation."""

    before: Annotation
    """The annotation as it was."""
    annotation: Annotation
    """The annotation as it is now. Placed, it names the new source, and its raw spans lie there; its
    quote stays what the reviewer marked, and article, title and position stay as they were, since
    only the new page tells them. An orphan keeps its old source and spans: there it can be read,
    and from there it is looked for again when the source changes once more."""
    score: float
    """How much speaks for the place, from 0 to 1; of an orphan, for its best candidate."""
    candidates: tuple[Candidate, ...] = ()
    """For an orphan, places that it may belong to, the likeliest first."""

    @property
    def status(self) -> Status:
        return self.annotation.status


def reanchor(
    annotations: Iterable[Annotation], old_raw: str | None, new_raw: str, new_source: str
) -> list[Placed]:
    """Place annotations of an old version of a source in a new one.

    Args:
        annotations: Annotations whose raw spans count code points of `old_raw`.
        old_raw: The raw text that was annotated; None when it was not kept, and then an annotation
            is placed only where quote, prefix and suffix agree as they do nowhere else.
        new_raw: The raw text as it is now.
        new_source: Hexadecimal SHA-256 of the new source's bytes.

    Returns:
        One for each annotation, in their order.
    """
    wanted = list(annotations)
    if not wanted:
        return []
    if old_raw is None:
        new = Inked(new_raw)
        return [_by_quote(annotation, new, new_source) for annotation in wanted]
    diff = diffed(old_raw, new_raw)
    placed = []
    for annotation in wanted:
        quote, there = annotation.quote.exact, picked(old_raw, annotation.raw)
        if not is_same(quote, there) and alike(quote, there) < LEAST_ALIKE:
            # It was made on another text than this one, so the difference says nothing of it.
            placed.append(_by_quote(annotation, diff.new, new_source))
        elif old_raw == new_raw:
            same = _at(annotation, annotation.raw, new_raw, new_source)
            placed.append(Placed(annotation, same, 1.0))
        else:
            placed.append(_by_trail(Trail(annotation, diff), new_source))
    return placed


def placed_by_hand(
    annotation: Annotation, raw: Sequence[Span], new_raw: str, new_source: str
) -> Annotation:
    """The annotation where a reviewer put it: `fuzzy` unless what stands there is what was quoted.

    Its quote stays what was marked; a reviewer who accepts the place has it quoted anew.

    Args:
        annotation: The annotation to place.
        raw: Spans of the new raw text, in reading order: a candidate's, or what was selected.
        new_raw: The raw text that they count.
        new_source: Hexadecimal SHA-256 of its source's bytes.

    Raises:
        AnnotationError: There is nothing under the spans.
    """
    inside = (span.intersection(Span(0, len(new_raw))) for span in raw)
    return _at(annotation, whole_clusters(new_raw, inside), new_raw, new_source)


def _at(annotation: Annotation, raw: tuple[Span, ...], new_raw: str, new_source: str) -> Annotation:
    status = Status.FUZZY
    if is_same(annotation.quote.exact, picked(new_raw, raw)):
        status = Status.EXACT if raw == annotation.raw else Status.MOVED
    return replace(annotation, source=new_source, raw=raw, status=status)


def _by_trail(trail: Trail, new_source: str) -> Placed:
    """Place an annotation where its characters went."""
    annotation, new = trail.annotation, trail.diff.new
    if trail.raw:
        placed = _at(annotation, trail.raw, new.raw, new_source)
        if _holds(trail, placed, new.raw):
            score = 1.0
            if placed.status is not Status.EXACT:
                score = round(0.6 * trail.share + 0.4 * trail.company, 3)
            return Placed(annotation, placed, score)
    wanted = Wanted(inked(annotation.quote.exact), *trail.surroundings)
    return _orphaned(annotation, candidates(wanted, new, instead=trail.instead))


def _holds(trail: Trail, placed: Annotation, new_raw: str) -> bool:
    """Whether enough of the quote, and of what surrounded it, arrived at the same place."""
    quote, there = placed.quote.exact, picked(new_raw, placed.raw)
    if trail.is_opposed() or is_converted(quote, there):
        return False
    is_changed = placed.status is Status.FUZZY
    if is_changed and min(trail.share, alike(quote, there)) < LEAST_ALIKE:
        return False
    if is_changed and trail.share <= _HALF:
        return trail.company >= _ALL_COMPANY
    if trail.length <= _SHORT:
        return trail.company >= _SHORT_COMPANY
    return trail.company >= _COMPANY or (not is_changed and trail.length >= _LONG)


def _by_quote(annotation: Annotation, new: Inked, new_source: str) -> Placed:
    """Place an annotation by its quote, prefix and suffix, where they agree as nowhere else."""
    quote = annotation.quote
    wanted = Wanted(inked(quote.exact), inked(quote.prefix), inked(quote.suffix))
    if not wanted.exact:
        return _orphaned(annotation, ())
    found = candidates(wanted, new)
    least = _SHORT_SURE if len(wanted.exact) <= _SHORT else _SURE
    is_surrounded = wanted.prefix or wanted.suffix or len(wanted.exact) >= _LONG
    if found and is_surrounded and found[0].score >= least:
        is_ahead = len(found) == 1 or found[0].score - found[1].score >= _AHEAD
        placed = _at(annotation, found[0].raw, new.raw, new_source)
        if is_ahead and alike(quote.exact, picked(new.raw, placed.raw)) >= LEAST_ALIKE:
            return Placed(annotation, placed, found[0].score)
    return _orphaned(annotation, found)


def _orphaned(annotation: Annotation, found: tuple[Candidate, ...]) -> Placed:
    orphan = replace(annotation, status=Status.ORPHAN)
    return Placed(annotation, orphan, found[0].score if found else 0.0, found)

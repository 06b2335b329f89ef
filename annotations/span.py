"""Half-open ranges of Unicode code points: the one coordinate that everything else is expressed in.

Every `Span` in memory counts code points of some string and leaves its end out. Which string it
counts (raw source, article text, view text) is said by the name of the variable that holds it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from annotations.wording import _


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range `[start, end)` of code points; it may be empty, never reversed."""

    start: int
    """Offset of the first code point in the range."""
    end: int
    """Offset just past the last code point in the range."""

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(
                _("not a span: [{start}, {end})").format(start=self.start, end=self.end)
            )

    def __len__(self) -> int:
        return self.end - self.start

    def __bool__(self) -> bool:
        return self.end > self.start

    def __contains__(self, offset: object) -> bool:
        return isinstance(offset, int) and self.start <= offset < self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one code point (touching ends do not overlap)."""
        return self.start < other.end and other.start < self.end

    def intersection(self, other: Span) -> Span:
        """The code points in both; empty, at the later start, when there are none."""
        start = max(self.start, other.start)
        return Span(start, max(start, min(self.end, other.end)))

    def shifted(self, by: int) -> Span:
        """The same range moved by `by` code points."""
        return Span(self.start + by, self.end + by)


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Drop empty spans and fuse each span with its forerunner where the one ends as the next begins.

    The order is kept, since it is the order of reading: text that cleaning moved yields spans that
    do not ascend.
    """
    fused: list[Span] = []
    for span in spans:
        if not span:
            continue
        if fused and fused[-1].end == span.start:
            fused[-1] = Span(fused[-1].start, span.end)
        else:
            fused.append(span)
    return tuple(fused)


def union(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The code points in any of the spans, as ascending, disjoint, non-touching spans."""
    fused: list[Span] = []
    for span in sorted(span for span in spans if span):
        if fused and span.start <= fused[-1].end:
            if span.end > fused[-1].end:
                fused[-1] = Span(fused[-1].start, span.end)
        else:
            fused.append(span)
    return tuple(fused)


def picked(text: str, spans: Sequence[Span]) -> str:
    """The characters of `text` under the spans, in the spans' order."""
    return "".join(text[span.start : span.end] for span in spans)


def difference(spans: Iterable[Span], without: Iterable[Span]) -> tuple[Span, ...]:
    """The code points in any of `spans` and in none of `without`, as ascending, disjoint spans."""
    holes = union(without)
    left: list[Span] = []
    for span in union(spans):
        at = span.start
        for hole in holes[bisect_right(holes, at, key=lambda hole: hole.end) :]:
            if hole.start >= span.end:
                break
            if hole.start > at:
                left.append(Span(at, hole.start))
            at = hole.end
        if at < span.end:
            left.append(Span(at, span.end))
    return tuple(left)

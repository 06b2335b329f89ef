"""Exact maps between the offsets of a text and the offsets of what was made from it.

An `OffsetMap` is a relation between the characters of a *source* text and those of a *target* text,
held as segments of two shapes: in an equal segment the n-th character answers the n-th, in any other
segment every source character answers every target character (a phrase that became another phrase).
Characters in no segment have no counterpart: what was dropped, what was inserted. Segments may stand
in any order, since cleaning moves text, so the image of one span may be several.

Invariant: composing two maps and then applying gives the same characters as applying one after the
other. That holds because both are compositions of relations; it is why a map is not a list of
breakpoints. (With `Partial.CONTRACT` the two differ where the text between holds characters that were
inserted: on the way through it they count as not covered, in the composed map they are gone.)
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from itertools import accumulate, pairwise
from typing import NamedTuple

from annotations.span import Span, difference, merged, union


class Partial(Enum):
    """What becomes of a counterpart that the span covers only in part."""

    EXPAND = "expand"
    """Take all of it: nothing that was covered is left out."""
    CONTRACT = "contract"
    """Leave it out: nothing that was not covered is taken in."""


class Toward(Enum):
    """Where to look when the character at an offset has no counterpart."""

    NEXT = "next"
    """At the characters after it."""
    PREVIOUS = "previous"
    """At the characters before it."""


class Segment(NamedTuple):
    """A run of source characters and the run of target characters that answers it."""

    source_start: int
    source_end: int
    target_start: int
    target_end: int
    is_equal: bool
    """Whether character n of the one answers character n of the other."""

    @classmethod
    def equal(cls, source_start: int, target_start: int, length: int) -> Segment:
        """Two runs of `length` characters that answer one by one."""
        return cls(source_start, source_start + length, target_start, target_start + length, True)

    @classmethod
    def replaced(
        cls, source_start: int, source_end: int, target_start: int, target_end: int
    ) -> Segment:
        """Two runs that answer each other only as wholes."""
        one_to_one = source_end - source_start == target_end - target_start == 1
        return cls(source_start, source_end, target_start, target_end, one_to_one)

    def flipped(self) -> Segment:
        """The same segment seen from the target."""
        return Segment(
            self.target_start, self.target_end, self.source_start, self.source_end, self.is_equal
        )

    def continues(self, other: Segment) -> bool:
        """Whether this equal segment goes on exactly where the other equal one ends."""
        return (
            self.is_equal
            and other.is_equal
            and other.source_end == self.source_start
            and other.target_end == self.target_start
        )


class _Side:
    """One direction of a map: its segments by their first offset on the side that is asked."""

    __slots__ = ("furthest", "segments", "starts")

    def __init__(self, segments: Iterable[Segment]) -> None:
        self.segments = sorted(segments)
        self.starts = [segment.source_start for segment in self.segments]
        # Segments may overlap on either side after a composition, so the search for the first one
        # that reaches past an offset goes by the furthest end so far, which does ascend.
        self.furthest = list(accumulate((segment.source_end for segment in self.segments), max))

    def touching(self, start: int, end: int) -> Iterator[Segment]:
        first = bisect_right(self.furthest, start)
        for segment in self.segments[first : bisect_left(self.starts, end)]:
            if segment.source_end > start:
                yield segment

    def image(self, spans: Iterable[Span]) -> list[tuple[Span, Span]]:
        """Pairs of (covered part here, its counterpart there), one for each segment touched."""
        pairs = []
        for span in filter(None, spans):
            for segment in self.touching(span.start, span.end):
                here = Span(
                    max(span.start, segment.source_start), min(span.end, segment.source_end)
                )
                there = Span(segment.target_start, segment.target_end)
                if segment.is_equal:
                    there = here.shifted(segment.target_start - segment.source_start)
                pairs.append((here, there))
        return pairs

    def at(self, offset: int, toward: Toward) -> int | None:
        if toward is Toward.NEXT:
            touched = next(self.touching(offset, offset + 1), None)
            if touched is None:
                after = bisect_left(self.starts, offset)
                if after == len(self.segments):
                    return None
                return self.segments[after].target_start
        else:
            last = bisect_right(self.starts, offset) - 1
            if last < 0:
                return None
            reach = self.furthest[last]
            offset = min(offset, reach - 1)
            touched = next(self.touching(offset, offset + 1))
        if touched.is_equal:
            return touched.target_start + offset - touched.source_start
        return touched.target_start


class OffsetMap:
    """Which characters of a target text answer which characters of its source text.

    Offsets are code points; spans leave their end out. A span of nothing maps to nothing.
    """

    __slots__ = ("_by_source", "_by_target")

    def __init__(self, segments: Iterable[Segment]) -> None:
        """
        Args:
            segments: In any order. Empty ones are left out; neighbours that go on one by one are
                fused.
        """
        fused: list[Segment] = []
        for segment in sorted(segments, key=lambda segment: segment[2:4]):
            if segment.source_start >= segment.source_end:
                continue
            if segment.target_start >= segment.target_end:
                continue
            if fused and segment.continues(fused[-1]):
                last = fused[-1]
                fused[-1] = Segment(last[0], segment[1], last[2], segment[3], True)
            else:
                fused.append(segment)
        self._by_source = _Side(fused)
        self._by_target = _Side(segment.flipped() for segment in fused)

    @classmethod
    def identity(cls, length: int) -> OffsetMap:
        """The map of a text of `length` characters onto itself."""
        return cls([Segment.equal(0, 0, length)])

    @classmethod
    def around(cls, changes: Iterable[Segment], target_length: int) -> OffsetMap:
        """The map of a text in which only some parts changed, and all the rest answers one by one.

        Args:
            changes: The parts, ascending in both texts.
            target_length: Code points of the text that came of it.
        """
        segments: list[Segment] = []
        source = target = 0
        for change in changes:
            segments.append(Segment.equal(source, target, change.source_start - source))
            segments.append(change)
            source, target = change.source_end, change.target_end
        segments.append(Segment.equal(source, target, target_length - target))
        return cls(segments)

    @property
    def segments(self) -> Sequence[Segment]:
        """The segments, ascending by source offset."""
        return tuple(self._by_source.segments)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, OffsetMap) and self.segments == other.segments

    def __hash__(self) -> int:
        return hash(self.segments)

    def __repr__(self) -> str:
        return f"OffsetMap({list(self.segments)!r})"

    def is_monotone(self) -> bool:
        """Whether later source characters always answer to later target characters."""
        segments = self._by_source.segments
        return all(
            a.source_end <= b.source_start and a.target_end <= b.target_start
            for a, b in pairwise(segments)
        )

    def inverse(self) -> OffsetMap:
        """The same relation with source and target exchanged."""
        return OffsetMap(self._by_target.segments)

    def to_target(self, *spans: Span, partial: Partial = Partial.EXPAND) -> tuple[Span, ...]:
        """The target characters that answer the source characters of the spans.

        Args:
            spans: Ranges of the source, in any order.
            partial: What becomes of a replaced run that is covered only in part.

        Returns:
            Ascending, disjoint spans of the target: its order is the order of reading. Several
            where moved text tears a span apart; none where nothing of it is in the target.
        """
        found = union(there for _, there in self._by_source.image(spans))
        if partial is Partial.CONTRACT:
            uncovered = difference((h for _, h in self._by_target.image(found)), spans)
            found = difference(found, (t for _, t in self._by_source.image(uncovered)))
        return found

    def to_source(self, *spans: Span, partial: Partial = Partial.EXPAND) -> tuple[Span, ...]:
        """The source characters that the target characters of the spans answer.

        Returns:
            Disjoint spans of the source in the order in which the target shows them, so that
            reading them one after the other gives what was selected.
        """
        found = tuple(there for _, there in sorted(self._by_target.image(spans)))
        wanted = union(found)
        if partial is Partial.CONTRACT:
            uncovered = difference((t for _, t in self._by_source.image(wanted)), spans)
            wanted = difference(wanted, (h for _, h in self._by_target.image(uncovered)))
        if sum(map(len, found)) == sum(map(len, wanted)):
            return merged(found)
        ordered: list[Span] = []
        left = list(wanted)
        for span in found:
            first = bisect_right(left, span.start, key=lambda part: part.end)
            past = bisect_left(left, span.end, key=lambda part: part.start)
            ordered += (span.intersection(part) for part in left[first:past])
            left[first:past] = difference(left[first:past], [span])
        return merged(ordered)

    def target_at(self, offset: int, toward: Toward = Toward.NEXT) -> int | None:
        """The target offset that answers one source offset.

        Where the character at `offset` has no counterpart, the nearest one that has is taken, in
        the source's order.

        Returns:
            None when there is none that way.
        """
        return self._by_source.at(offset, toward)

    def source_at(self, offset: int, toward: Toward = Toward.NEXT) -> int | None:
        """The source offset that one target offset answers; see `target_at`."""
        return self._by_target.at(offset, toward)

    def then(self, following: OffsetMap) -> OffsetMap:
        """The map from this map's source to the target of `following`, whose source is our target."""
        composed = []
        for first in self._by_source.segments:
            for second in following._by_source.touching(first.target_start, first.target_end):
                start = max(first.target_start, second.source_start)
                end = min(first.target_end, second.source_end)
                source = (first.source_start, first.source_end)
                if first.is_equal:
                    by = first.source_start - first.target_start
                    source = (start + by, end + by)
                target = (second.target_start, second.target_end)
                if second.is_equal:
                    by = second.target_start - second.source_start
                    target = (start + by, end + by)
                if first.is_equal and second.is_equal:
                    composed.append(Segment.equal(source[0], target[0], end - start))
                else:
                    composed.append(Segment.replaced(*source, *target))
        return OffsetMap(composed)

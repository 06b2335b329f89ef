"""Offset maps against the plainest thing that they could be: a set of pairs of characters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.span import Span, union
from reader.text.offsets import OffsetMap, Partial, Segment, Toward
from tests.counting import calls

Pairs = set[tuple[int, int]]


@dataclass(frozen=True)
class Made:
    """A map with the lengths of the two texts that it lies between."""

    offsets: OffsetMap
    source_length: int
    target_length: int

    @property
    def pairs(self) -> Pairs:
        found: Pairs = set()
        for segment in self.offsets.segments:
            source = range(segment.source_start, segment.source_end)
            target = range(segment.target_start, segment.target_end)
            if segment.is_equal:
                found |= set(zip(source, target, strict=True))
            else:
                found |= {(here, there) for here in source for there in target}
        return found


@st.composite
def made(
    draw: st.DrawFn, source_length: int | None = None, *, moved: bool = True, whole: bool = False
) -> Made:
    """A random map: pieces that are kept, replaced, dropped or inserted, in the same or another order.

    Args:
        draw: Hypothesis's.
        source_length: Code points of the source, or any number.
        moved: Whether pieces may stand in another order in the target.
        whole: Whether every target character must have a counterpart.
    """
    if source_length is None:
        source_length = draw(st.integers(0, 14))
    pieces: list[tuple[int, int, bool]] = []
    left = source_length
    while left:
        length = draw(st.integers(1, min(left, 5)))
        left -= length
        kind = draw(st.sampled_from(["equal", "replaced", "dropped"]))
        if kind == "equal":
            pieces.append((length, length, True))
        else:
            pieces.append((length, draw(st.integers(1, 4)) if kind == "replaced" else 0, False))
        if not whole and draw(st.booleans()):
            pieces.append((0, draw(st.integers(1, 3)), False))
    order = draw(st.permutations(range(len(pieces)))) if moved else list(range(len(pieces)))
    target_starts: dict[int, int] = {}
    target_length = 0
    for index in order:
        target_starts[index] = target_length
        target_length += pieces[index][1]
    segments = []
    source = 0
    for index, (source_part, target_part, is_equal) in enumerate(pieces):
        target = target_starts[index]
        if is_equal:
            segments.append(Segment.equal(source, target, source_part))
        else:
            segments.append(
                Segment.replaced(source, source + source_part, target, target + target_part)
            )
        source += source_part
    return Made(OffsetMap(draw(st.permutations(segments))), source_length, target_length)


@st.composite
def two_in_a_row(draw: st.DrawFn, *, moved: bool = True, whole: bool = False) -> tuple[Made, Made]:
    first = draw(made(moved=moved, whole=whole))
    return first, draw(made(first.target_length, moved=moved))


@st.composite
def any_map(draw: st.DrawFn) -> Made:
    """A random map or two of them put together, whose segments may overlap on either side."""
    first, second = draw(two_in_a_row())
    if draw(st.booleans()):
        return first
    return Made(first.offsets.then(second.offsets), first.source_length, second.target_length)


def spans_of(length: int) -> st.SearchStrategy[list[Span]]:
    ends = st.tuples(st.integers(0, length), st.integers(0, length))
    return st.lists(ends.map(lambda pair: Span(min(pair), max(pair))), max_size=3)


def covered(spans: Iterable[Span]) -> set[int]:
    return {offset for span in spans for offset in range(span.start, span.end)}


def sequence(spans: Iterable[Span]) -> list[int]:
    return [offset for span in spans for offset in range(span.start, span.end)]


def image(pairs: Pairs, asked: set[int], partial: Partial) -> set[int]:
    """What answers the asked characters, or what answers nothing else but them."""
    found = {there for here, there in pairs if here in asked}
    if partial is Partial.CONTRACT:
        found -= {there for here, there in pairs if here not in asked}
    return found


def turned(pairs: Pairs) -> Pairs:
    return {(there, here) for here, there in pairs}


@settings(deadline=None)
@given(any_map(), st.sampled_from(Partial), st.data())
def test_to_target_is_the_image(case: Made, partial: Partial, data: st.DataObject) -> None:
    spans = data.draw(spans_of(case.source_length))
    found = case.offsets.to_target(*spans, partial=partial)
    assert covered(found) == image(case.pairs, covered(spans), partial)
    assert found == union(found)


@settings(deadline=None)
@given(any_map(), st.sampled_from(Partial), st.data())
def test_to_source_is_the_image_in_the_order_of_the_target(
    case: Made, partial: Partial, data: st.DataObject
) -> None:
    spans = data.draw(spans_of(case.target_length))
    found = case.offsets.to_source(*spans, partial=partial)
    asked = covered(spans)
    wanted = image(turned(case.pairs), asked, partial)
    shown: dict[int, None] = {}
    for target in sorted(asked):
        for source in sorted(here for here, there in case.pairs if there == target):
            if source in wanted:
                shown[source] = None
    assert sequence(found) == list(shown)
    assert all(one.end != other.start for one, other in pairwise(found))


@settings(deadline=None)
@given(any_map(), st.data())
def test_there_and_back_covers_what_is_mapped(case: Made, data: st.DataObject) -> None:
    spans = data.draw(spans_of(case.source_length))
    back = covered(case.offsets.to_source(*case.offsets.to_target(*spans)))
    mapped = {here for here, _ in case.pairs}
    assert back >= covered(spans) & mapped
    within = case.offsets.to_target(*spans, partial=Partial.CONTRACT)
    assert covered(case.offsets.to_source(*within)) <= covered(spans)


@settings(deadline=None)
@given(two_in_a_row(), st.data())
def test_composing_is_applying_one_after_the_other(
    maps: tuple[Made, Made], data: st.DataObject
) -> None:
    first, second = maps
    both = first.offsets.then(second.offsets)
    spans = data.draw(spans_of(first.source_length))
    assert both.to_target(*spans) == second.offsets.to_target(*first.offsets.to_target(*spans))
    spans = data.draw(spans_of(second.target_length))
    after = first.offsets.to_source(*second.offsets.to_source(*spans))
    assert covered(both.to_source(*spans)) == covered(after)


@settings(deadline=None)
@given(two_in_a_row(), st.data())
def test_composed_contraction_takes_in_nothing_that_was_not_covered(
    maps: tuple[Made, Made], data: st.DataObject
) -> None:
    first, second = maps
    both = first.offsets.then(second.offsets)
    spans = data.draw(spans_of(first.source_length))
    within = first.offsets.to_target(*spans, partial=Partial.CONTRACT)
    after = covered(second.offsets.to_target(*within, partial=Partial.CONTRACT))
    assert after <= covered(both.to_target(*spans, partial=Partial.CONTRACT))


@settings(deadline=None)
@given(two_in_a_row(whole=True), st.data())
def test_contraction_composes_where_nothing_was_inserted(
    maps: tuple[Made, Made], data: st.DataObject
) -> None:
    first, second = maps
    both = first.offsets.then(second.offsets)
    spans = data.draw(spans_of(first.source_length))
    within = first.offsets.to_target(*spans, partial=Partial.CONTRACT)
    after = second.offsets.to_target(*within, partial=Partial.CONTRACT)
    assert both.to_target(*spans, partial=Partial.CONTRACT) == after


@settings(deadline=None)
@given(two_in_a_row(moved=False), st.data())
def test_composing_keeps_the_order_of_reading(maps: tuple[Made, Made], data: st.DataObject) -> None:
    first, second = maps
    spans = data.draw(spans_of(second.target_length))
    after = first.offsets.to_source(*second.offsets.to_source(*spans))
    assert first.offsets.then(second.offsets).to_source(*spans) == after


@settings(deadline=None)
@given(two_in_a_row(), st.data())
def test_composing_is_associative(maps: tuple[Made, Made], data: st.DataObject) -> None:
    first, second = maps
    third = data.draw(made(second.target_length))
    left = first.offsets.then(second.offsets).then(third.offsets)
    right = first.offsets.then(second.offsets.then(third.offsets))
    assert (
        Made(left, first.source_length, third.target_length).pairs
        == Made(right, first.source_length, third.target_length).pairs
    )


@settings(deadline=None)
@given(any_map())
def test_the_inverse_is_the_relation_turned_round(case: Made) -> None:
    inverse = Made(case.offsets.inverse(), case.target_length, case.source_length)
    assert inverse.pairs == turned(case.pairs)


@settings(deadline=None)
@given(made(), st.data())
def test_the_inverse_of_the_inverse(case: Made, data: st.DataObject) -> None:
    inverse = case.offsets.inverse()
    assert inverse.inverse() == case.offsets
    assert hash(inverse.inverse()) == hash(case.offsets)
    spans = data.draw(spans_of(case.target_length))
    for partial in Partial:
        assert inverse.to_target(*spans, partial=partial) == union(
            case.offsets.to_source(*spans, partial=partial)
        )


@settings(deadline=None)
@given(any_map())
def test_the_identity_changes_nothing(case: Made) -> None:
    before = OffsetMap.identity(case.source_length)
    after = OffsetMap.identity(case.target_length)
    for composed in (before.then(case.offsets), case.offsets.then(after)):
        assert Made(composed, case.source_length, case.target_length).pairs == case.pairs


@settings(deadline=None)
@given(made(moved=False), st.data())
def test_a_monotone_map_keeps_order(case: Made, data: st.DataObject) -> None:
    assert case.offsets.is_monotone()
    assert case.offsets.inverse().is_monotone()
    spans = data.draw(spans_of(case.target_length))
    found = case.offsets.to_source(*spans)
    assert found == union(found)
    places = [case.offsets.target_at(offset) for offset in range(case.source_length)]
    known = [place for place in places if place is not None]
    assert known == sorted(known)
    assert places[: len(known)] == known


@settings(deadline=None)
@given(made())
def test_a_map_is_monotone_when_its_segments_ascend_on_both_sides(case: Made) -> None:
    starts = [segment.target_start for segment in case.offsets.segments]
    assert case.offsets.is_monotone() == (starts == sorted(starts))


@settings(deadline=None)
@given(any_map(), st.data())
def test_a_span_of_nothing_maps_to_nothing(case: Made, data: st.DataObject) -> None:
    for partial in Partial:
        at = data.draw(st.integers(0, case.source_length))
        assert case.offsets.to_target(Span(at, at), partial=partial) == ()
        at = data.draw(st.integers(0, case.target_length))
        assert case.offsets.to_source(Span(at, at), partial=partial) == ()
        assert case.offsets.to_target(partial=partial) == ()


@settings(deadline=None)
@given(any_map(), st.sampled_from(Toward))
def test_a_boundary_goes_to_the_nearest_counterpart_that_way(case: Made, toward: Toward) -> None:
    for length, pairs, at in (
        (case.source_length, case.pairs, case.offsets.target_at),
        (case.target_length, turned(case.pairs), case.offsets.source_at),
    ):
        for offset in range(length + 1):
            mapped = {here for here, _ in pairs}
            if toward is Toward.NEXT:
                nearest = min((here for here in mapped if here >= offset), default=None)
            else:
                nearest = max((here for here in mapped if here <= offset), default=None)
            if nearest is None:
                assert at(offset, toward) is None
            else:
                assert at(offset, toward) in {there for here, there in pairs if here == nearest}


@settings(deadline=None)
@given(made())
def test_an_equal_character_answers_exactly(case: Made) -> None:
    for segment in case.offsets.segments:
        if segment.is_equal:
            for step in range(segment.source_end - segment.source_start):
                for toward in Toward:
                    here, there = segment.source_start + step, segment.target_start + step
                    assert case.offsets.target_at(here, toward) == there
                    assert case.offsets.source_at(there, toward) == here


# Source "abcdefgh": cd is replaced by XYZ, e is dropped, ! is inserted before gh, and gh comes first.
#        0    5
# Target "gh!abXYZf"
EXAMPLE = OffsetMap(
    [
        Segment.equal(0, 3, 2),
        Segment.replaced(2, 4, 5, 8),
        Segment.equal(5, 8, 1),
        Segment.equal(6, 0, 2),
    ]
)

TO_TARGET = {
    "equal": (Span(0, 2), Partial.EXPAND, (Span(3, 5),)),
    "a replaced run in part": (Span(1, 3), Partial.EXPAND, (Span(4, 8),)),
    "the same, contracted": (Span(1, 3), Partial.CONTRACT, (Span(4, 5),)),
    "the whole of it": (Span(2, 4), Partial.CONTRACT, (Span(5, 8),)),
    "what was dropped": (Span(4, 5), Partial.EXPAND, ()),
    "around what was dropped": (Span(3, 6), Partial.CONTRACT, (Span(8, 9),)),
    "torn apart": (Span(5, 8), Partial.EXPAND, (Span(0, 2), Span(8, 9))),
    "all": (Span(0, 8), Partial.CONTRACT, (Span(0, 2), Span(3, 9))),
    "past the end": (Span(7, 99), Partial.EXPAND, (Span(1, 2),)),
}  # fmt: skip


@pytest.mark.parametrize(("span", "partial", "wanted"), TO_TARGET.values(), ids=TO_TARGET)
def test_to_target(span: Span, partial: Partial, wanted: tuple[Span, ...]) -> None:
    assert EXAMPLE.to_target(span, partial=partial) == wanted


TO_SOURCE = {
    "moved text comes in the order of reading": (Span(0, 5), Partial.EXPAND, (Span(6, 8), Span(0, 2))),
    "what was inserted": (Span(2, 3), Partial.EXPAND, ()),
    "a replaced run in part": (Span(4, 6), Partial.EXPAND, (Span(1, 4),)),
    "the same, contracted": (Span(4, 6), Partial.CONTRACT, (Span(1, 2),)),
    "around what was dropped": (Span(7, 9), Partial.EXPAND, (Span(2, 4), Span(5, 6))),
}  # fmt: skip


@pytest.mark.parametrize(("span", "partial", "wanted"), TO_SOURCE.values(), ids=TO_SOURCE)
def test_to_source(span: Span, partial: Partial, wanted: tuple[Span, ...]) -> None:
    assert EXAMPLE.to_source(span, partial=partial) == wanted


@pytest.mark.parametrize(
    ("offset", "toward", "wanted"),
    [
        (1, Toward.NEXT, 4),
        (3, Toward.NEXT, 5),
        (4, Toward.NEXT, 8),
        (4, Toward.PREVIOUS, 5),
        (8, Toward.NEXT, None),
        (8, Toward.PREVIOUS, 1),
    ],
)
def test_target_at(offset: int, toward: Toward, wanted: int | None) -> None:
    assert EXAMPLE.target_at(offset, toward) == wanted


def test_nothing_is_mapped_by_an_empty_map() -> None:
    empty = OffsetMap([])
    assert empty.to_target(Span(0, 9)) == ()
    assert empty.target_at(0) is None
    assert empty.source_at(3, Toward.PREVIOUS) is None
    assert empty.is_monotone()
    assert empty == OffsetMap.identity(0)


def test_equal_runs_that_go_on_are_one_segment() -> None:
    cut = OffsetMap([Segment.equal(2, 2, 3), Segment.equal(0, 0, 2), Segment.equal(9, 9, 0)])
    assert cut == OffsetMap.identity(5)
    assert len(cut.segments) == 1


def test_one_character_for_one_is_equal() -> None:
    assert Segment.replaced(3, 4, 7, 8) == Segment.equal(3, 7, 1)


@pytest.mark.parametrize("partial", Partial)
def test_work_grows_with_the_number_of_segments(partial: Partial) -> None:
    def work(pairs: int) -> int:
        segments: list[Segment] = []
        for n in range(pairs):
            segments.append(Segment.equal(n * 10, n * 11, 7))
            segments.append(Segment.replaced(n * 10 + 7, n * 10 + 10, n * 11 + 7, n * 11 + 11))
        offsets = OffsetMap(segments)
        # Both ends cut a replaced run, so that nothing takes the short way.
        to_source, to_target = Span(8, pairs * 11 - 1), Span(8, pairs * 10 - 1)
        return calls(lambda: offsets.to_source(to_source, partial=partial)) + calls(
            lambda: offsets.to_target(to_target, partial=partial)
        )

    assert work(2_000) < 8 * work(250) * 1.5

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.span import Span, difference, merged, picked, union

LENGTH = 30
TEXT = "".join(chr(0x4E00 + offset) for offset in range(LENGTH))


@st.composite
def one_span(draw: st.DrawFn) -> Span:
    start = draw(st.integers(0, LENGTH))
    return Span(start, draw(st.integers(start, LENGTH)))


some_spans = st.lists(one_span(), max_size=8)


def covered(spans: list[Span] | tuple[Span, ...]) -> set[int]:
    return {offset for span in spans for offset in range(span.start, span.end)}


def assert_ascending_and_apart(spans: tuple[Span, ...]) -> None:
    assert all(spans)
    for one, next_one in pairwise(spans):
        assert one.end < next_one.start


@settings(deadline=None)
@given(some_spans)
def test_union(spans: list[Span]) -> None:
    fused = union(spans)
    assert covered(fused) == covered(spans)
    assert_ascending_and_apart(fused)
    assert union(fused) == fused
    assert union(reversed(spans)) == fused


@settings(deadline=None)
@given(some_spans, some_spans)
def test_difference(spans: list[Span], without: list[Span]) -> None:
    left = difference(spans, without)
    assert covered(left) == covered(spans) - covered(without)
    assert_ascending_and_apart(left)
    assert difference(left, without) == left
    assert difference(spans, []) == union(spans)
    assert difference(spans, spans) == ()


@settings(deadline=None)
@given(some_spans)
def test_merged_reads_the_same_in_as_few_spans_as_can_be(spans: list[Span]) -> None:
    fused = merged(spans)
    assert picked(TEXT, fused) == picked(TEXT, spans)
    assert all(fused)
    for one, next_one in pairwise(fused):
        assert one.end != next_one.start
    assert merged(fused) == fused


@settings(deadline=None)
@given(some_spans)
def test_picked_keeps_the_order_of_the_spans(spans: list[Span]) -> None:
    assert picked(TEXT, spans) == "".join(
        TEXT[offset] for span in spans for offset in range(*offsets(span))
    )
    assert len(picked(TEXT, spans)) == sum(map(len, spans))


def offsets(span: Span) -> tuple[int, int]:
    return span.start, span.end


@settings(deadline=None)
@given(one_span(), one_span())
def test_overlap_and_intersection(one: Span, other: Span) -> None:
    common = covered([one]) & covered([other])
    assert covered([one.intersection(other)]) == common
    assert bool(one.intersection(other)) == bool(common)
    assert one.overlaps(other) == other.overlaps(one)
    if one and other:
        assert one.overlaps(other) == bool(common)
    assert all((offset in one) == (offset in covered([one])) for offset in range(-1, LENGTH + 1))
    assert covered([one.shifted(3)]) == {offset + 3 for offset in covered([one])}


CASES = {
    "touching spans fuse": ([Span(0, 2), Span(2, 4)], (Span(0, 4),)),
    "moved text does not": ([Span(2, 4), Span(0, 2)], (Span(2, 4), Span(0, 2))),
    "an empty one between is dropped": ([Span(0, 2), Span(9, 9), Span(2, 3)], (Span(0, 3),)),
    "text read twice stays twice": ([Span(0, 2), Span(0, 2)], (Span(0, 2), Span(0, 2))),
    "nothing": ([], ()),
}  # fmt: skip


@pytest.mark.parametrize(("spans", "wanted"), CASES.values(), ids=CASES)
def test_merged(spans: list[Span], wanted: tuple[Span, ...]) -> None:
    assert merged(spans) == wanted


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 2), (-2, -1)])
def test_what_is_no_span(start: int, end: int) -> None:
    with pytest.raises(ValueError, match=r"not a span: \["):
        Span(start, end)


def test_spans_stand_in_the_order_of_a_text() -> None:
    assert sorted([Span(3, 4), Span(0, 9), Span(0, 2)]) == [Span(0, 2), Span(0, 9), Span(3, 4)]

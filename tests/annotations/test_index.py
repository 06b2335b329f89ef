from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from annotations.index import AnnotationIndex
from annotations.model import Annotation
from annotations.span import Span
from tests.annotations.made import annotation, raws

far = st.builds(
    lambda start, length: Span(start, start + length), st.integers(0, 10**7), st.integers(1, 10**6)
)
marks = st.builds(
    lambda name, raw: replace(annotation("x"), id=name, raw=raw),
    st.sampled_from("abcdefgh"),
    raws | far.map(lambda span: (span,)),
)
queries = st.lists(
    st.builds(
        lambda start, length: Span(start, start + length), st.integers(0, 4000), st.integers(0, 500)
    )
    | far,
    max_size=3,
)


def by_force(shown: dict[str, Annotation], asked: list[Span]) -> list[Annotation]:
    found = [
        each
        for each in shown.values()
        if any(mine.overlaps(other) for mine in each.raw for other in asked if other)
    ]
    return sorted(found, key=lambda each: (each.raw[0].start, len(each), each.id))


@given(
    st.lists(marks, max_size=4, unique_by=lambda each: each.id),
    st.lists(marks | st.sampled_from("abcdefgh")),
    queries,
)
def test_like_looking_at_every_annotation(
    first: list[Annotation], changes: list[Annotation | str], asked: list[Span]
) -> None:
    shown = {each.id: each for each in first}
    index = AnnotationIndex(first)
    for change in changes:
        if isinstance(change, str):
            shown.pop(change, None)
            index.remove(change)
        else:
            shown[change.id] = change
            index.add(change)
    assert list(index) == by_force(shown, [Span(0, 10**8)])
    assert len(index) == len(shown)
    assert index.overlapping(asked) == by_force(shown, asked)
    for span in asked:
        assert index.at(span.start) == by_force(shown, [Span(span.start, span.start + 1)])


@given(st.lists(marks, min_size=1, unique_by=lambda each: each.id))
def test_nothing_is_left_behind(several: list[Annotation]) -> None:
    index = AnnotationIndex(several)
    for each in several:
        index.remove(each.id)
    assert list(index) == []
    assert not index._levels
    assert not index._by_id


def test_touching_ends_do_not_overlap() -> None:
    index = AnnotationIndex([annotation("a", (256, 512))])
    assert index.overlapping([Span(0, 256), Span(512, 600)]) == []
    assert index.at(255) == index.at(512) == []
    assert len(index.at(256)) == len(index.at(511)) == 1
    assert index.overlapping([Span(300, 300)]) == []


def test_an_answer_looks_only_at_what_is_near() -> None:
    index = AnnotationIndex(
        replace(annotation("x"), id=str(number), raw=(Span(number * 10, number * 10 + 4),))
        for number in range(20_000)
    )
    looked_at = 0

    class Counted(dict[str, Annotation]):
        def __getitem__(self, key: str) -> Annotation:
            nonlocal looked_at
            looked_at += 1
            return super().__getitem__(key)

    index._by_id = Counted(index._by_id)
    assert len(index.overlapping([Span(100_000, 101_000)])) == 100
    assert looked_at < 160

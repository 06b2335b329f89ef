"""What is asked about many fragments at once is what is said of each by itself."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.cleaning.model.grams import EDGE, shipped
from reader.cleaning.model.links import links
from reader.cleaning.subjects import Subjects
from reader.cleaning.topics import directions, likeness, words_of
from tests.counting import calls

CHARACTERS = "的一是發發展展局局香港a0，。\n\u3000\U00020000\ud800\0"
texts = st.lists(st.text(CHARACTERS, max_size=9), min_size=1, max_size=5)


def every_pair(first: int, second: int) -> tuple[np.ndarray, np.ndarray]:
    one, other = np.meshgrid(np.arange(first), np.arange(second))
    return one.ravel(), other.ravel()


@settings(deadline=None)
@given(texts, texts)
def test_pairs_are_told_what_the_statistics_say_of_each(ends: list[str], begins: list[str]) -> None:
    grams = shipped()
    ends = [*map(grams.folded, ends), "", EDGE]
    begins = [grams.folded(text) or "的" for text in begins]
    end, begin = every_pair(len(ends), len(begins))
    linked = links(grams).between(ends, begins, end, begin)
    for at, (left, right) in enumerate(zip(end.tolist(), begin.tolist(), strict=True)):
        before, after = ends[left], begins[right]
        assert np.isclose(linked.expectation[at], grams.expectation_of(after, before))
        assert np.isclose(linked.following[at], grams.expectation(after[:1], before[-1:]))
        if before:
            assert np.isclose(linked.association[at], grams.association(before[-1:], after[:1]))


@settings(deadline=None)
@given(
    st.lists(
        st.text("發展局發展局的Linux ai，\n\u3000\U00020000\0", max_size=12), min_size=1, max_size=7
    )
)
def test_texts_are_as_alike_as_their_directions(said: list[str]) -> None:
    grams = shipped()
    about = directions({at: words_of(text, grams) for at, text in enumerate(said)}, grams)
    one, other = every_pair(len(said), len(said))
    found = Subjects(said, grams).likenesses(one, other)
    expected = [
        likeness(about[a], about[b]) for a, b in zip(one.tolist(), other.tolist(), strict=True)
    ]
    assert np.allclose(found, expected)


def test_more_pairs_are_no_more_work_for_the_interpreter() -> None:
    grams = shipped()
    asked = links(grams)
    ends, begins = ["發展局", "香港的"], ["局長", "口岸"]

    def work(times: int) -> int:
        end, begin = np.zeros(times, np.intp), np.ones(times, np.intp)
        return calls(lambda: asked.between(ends, begins, end, begin))

    assert work(4_000) == work(4)

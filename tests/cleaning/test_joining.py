"""What speaks for a join: rivals, the layout, the network, and the judgement of it all."""

from __future__ import annotations

import numpy as np
import pytest

from annotations.span import Span
from reader.cleaning.candidates import Candidates
from reader.cleaning.classify import Part, next_paragraph
from reader.cleaning.layout import Layout
from reader.cleaning.lines import Fragment, Line
from reader.cleaning.model import judge, pairs
from reader.cleaning.model.grams import shipped
from reader.cleaning.rivals import lead, share
from reader.cleaning.topics import directions, likeness, words_of

P, H, C, B = Part.PARAGRAPH, Part.HEADING, Part.CAPTION, Part.BYLINE
GROUPS = np.array([0, 0, 0, 1, 2, 2])
VALUES = np.array([1.0, 4.0, 3.0, 2.0, 5.0, 5.0], np.float32)


def fragments(*texts: str) -> list[Fragment]:
    return [
        Fragment((Line(number, Span(number, number + 1), text, 0, 1),), text)
        for number, text in enumerate(texts)
    ]


def test_a_value_is_compared_with_the_best_other_one_of_its_group() -> None:
    assert lead(VALUES, GROUPS, -6.0).tolist() == [-3.0, 1.0, -1.0, 8.0, 0.0, 0.0]


def test_shares_of_a_group_leave_room_for_none() -> None:
    shares = np.exp(share(VALUES, GROUPS))
    for group in range(3):
        assert 0 < shares[group == GROUPS].sum() < 1
    assert shares[3] == pytest.approx(np.exp(2) / (1 + np.exp(2)))


@pytest.mark.parametrize(
    ("parts", "adjacent"),
    [
        ([P, P], True),
        ([P, C, C, P], True),
        ([P, H, P], False),
        ([P, B, P], False),
    ],
)
def test_adjacency_looks_through_captions(parts: list[Part], adjacent: bool) -> None:
    first, second = np.array([0]), np.array([1])
    assert Layout(parts, {0}).adjacent(first, second).tolist() == [adjacent]
    assert not Layout(parts, {0}).adjacent(second, first).any()
    assert (next_paragraph(parts, 0) is not None) == adjacent


def test_a_layout_says_the_same_of_each_pair_whatever_else_is_asked() -> None:
    layout = Layout([H, P, P, C, P, B, H, P, P, B], {2, 8})
    tails, heads = np.array([1, 1, 4, 4]), np.array([2, 3, 0, 3])
    together = layout.evidence(tails, heads)
    apart = [layout.evidence(tails[at : at + 1], heads[at : at + 1])[0] for at in range(4)]
    assert (together == np.array(apart)).all()


def test_the_network_hears_the_same_in_both_scripts() -> None:
    network = pairs.shipped()
    _, traditional = network.sides([], ["國際機場的第三條跑道", "口"])
    _, simplified = network.sides([], ["国际机场的第三条跑道", "口"])
    assert np.allclose(traditional.meaning, simplified.meaning, atol=1e-5)
    assert np.allclose(traditional.torn, simplified.torn, atol=1e-5)


def test_the_network_answers_for_any_text() -> None:
    network = pairs.shipped()
    texts = ["\U0002a6a5\ue000", "a" * 500, "。", "\ud800", "一\n二", "İ " * 90]
    for found in network.sides(texts, texts):
        assert np.isfinite(found.meaning).all()
        assert np.isfinite(found.torn).all()
        assert len(found.meaning) == len(texts)


def test_what_the_network_says_of_a_text_does_not_hang_on_the_others() -> None:
    network = pairs.shipped()
    texts = ["多名議員昨日在會上要求當局交代工程的進", "他又指", "天文台發出八號烈風或暴風信號"]
    together = network.sides(texts, texts)
    for at, text in enumerate(texts):
        network.forget()
        tails, _ = network.sides([text], [])
        _, heads = network.sides([], [text])
        assert np.allclose(tails.meaning[0], together[0].meaning[at], atol=1e-4)
        assert np.allclose(heads.meaning[0], together[1].meaning[at], atol=1e-4)


def test_every_pair_of_a_page_is_judged_once() -> None:
    texts = (
        "政府昨日公布多項措施，協助市民打開新的窗",
        "口，並會在下月檢討成效。",
        "有團體對措施表示歡迎，認為有助改善生活。",
    )
    candidates = Candidates(fragments(*texts), [P, P, P], [0], shipped())
    chances = {(tail, head): chance for tail, head, chance in candidates.edges()}
    assert set(chances) == {(0, 1), (0, 2)}
    assert all(0 <= chance <= 1 for chance in chances.values())
    assert chances[0, 1] > 0.5 > chances[0, 2]


def test_a_lone_open_end_has_no_pairs() -> None:
    assert Candidates(fragments("政府昨日公布多項措施，協"), [P], [0], shipped()).edges() == []


def test_so_many_open_ends_are_asked_about_their_neighbours_only() -> None:
    texts = ["這一段的文字在中間斷開，接下去的一"] * 900
    candidates = Candidates(fragments(*texts), [P] * 900, range(900), shipped())
    edges = candidates.edges()
    assert len(edges) < 7_000
    assert {tail for tail, _, _ in edges} == set(range(900))


def test_the_weights_fit_the_evidence() -> None:
    candidates = Candidates(fragments("甲，乙", "丙。"), [P, P], [0], shipped())
    weights = judge.shipped()
    assert weights.features == candidates.evidence.shape[1]
    adjacent = candidates.evidence[:, judge.ADJACENT], candidates.evidence[:, judge.AHEAD]
    assert [column.tolist() for column in adjacent] == [[1.0], [1.0]]


def test_likeness_finds_a_word_in_both_scripts_and_in_latin() -> None:
    grams = shipped()
    texts = ["發展局的 Ubuntu 系統", "发展局用Ubuntu", "今日天氣很好，適合遠足"]
    about = directions({at: words_of(text, grams) for at, text in enumerate(texts)}, grams)
    assert likeness(about[0], about[1]) > 0.3
    assert likeness(about[0], about[2]) == 0

"""Where a cursor goes: by character, word, sentence and paragraph, alike in both scripts."""

from __future__ import annotations

import pytest

from reader.cleaning import clean
from reader.motions import Motions, Unit
from reader.script import Config
from reader.text.source import decode
from reader.views import ArticleView

TEXT = "創科基金的去向\n\n特區政府成立基金。「多投放？」他說AI很重要，佔3.5%。\n\n壯大耐心資本。👩‍🔬e\u0301好。\n"


@pytest.fixture
def view() -> ArticleView:
    page = clean(decode(TEXT.encode(), "x.txt"))
    return ArticleView(page, page.articles[0])


def stops(view: ArticleView, unit: Unit, *, to_end: bool = False) -> list[str]:
    """What lies between one stop and the next, from the beginning to the end."""
    motions = Motions(view)
    places = [0]
    while (further := motions.forward(places[-1], unit, to_end=to_end)) != places[-1]:
        places.append(further)
    return [view.text[a:b] for a, b in zip(places, [*places[1:], len(view.text)], strict=True)]


def test_sentences_and_paragraphs(view: ArticleView) -> None:
    assert [part.strip() for part in stops(view, Unit.SENTENCE)][:3] == [
        "創科基金的去向",
        "特區政府成立基金。",
        "「多投放？」",
    ]
    assert stops(view, Unit.PARAGRAPH)[0] == "創科基金的去向\n"


def test_words_are_stops_and_punctuation_is_not(view: ArticleView) -> None:
    *words, _ = stops(view, Unit.WORD)
    assert any(word.startswith("基金。「") for word in words)
    assert not any(word.startswith(("。", "「", "，", "\n")) for word in words)


def test_characters_are_graphemes(view: ArticleView) -> None:
    characters = stops(view, Unit.CHARACTER)
    assert "👩‍🔬" in characters
    assert "e\u0301" in characters
    assert "".join(characters) == view.text


@pytest.mark.parametrize("unit", Unit)
def test_both_scripts_move_alike(view: ArticleView, unit: Unit) -> None:
    other = view.flipped(Config.S2HK)
    assert list(map(len, stops(view, unit))) == list(map(len, stops(other, unit)))


@pytest.mark.parametrize("unit", Unit)
def test_backward_visits_the_stops_of_forward(view: ArticleView, unit: Unit) -> None:
    motions = Motions(view)
    places = [0]
    while (further := motions.forward(places[-1], unit)) != places[-1]:
        places.append(further)
    back = [motions.last]
    while (earlier := motions.backward(back[-1], unit)) != back[-1]:
        back.append(earlier)
    assert set(places) <= {*back, motions.last}


def test_extending_takes_whole_units(view: ArticleView) -> None:
    motions = Motions(view)
    start = view.text.index("特區政府")
    end = motions.forward(start, Unit.SENTENCE, to_end=True)
    assert view.text[start : end + 1] == "特區政府成立基金。"
    assert motions.forward(end, Unit.SENTENCE, to_end=True) > end

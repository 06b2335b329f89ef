from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.script import Config, certain_in, convert, doubts
from tests.script.test_conversion import PIECES
from tests.session.test_views import ARTICLES

texts = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
ways = st.sampled_from([c for c in Config if c.is_from_simplified or c.is_to_simplified])


def found(text: str, config: Config) -> list[tuple[str, tuple[str, ...]]]:
    return [(each.text, tuple(f.shown for f in each.forms)) for each in doubts(text, config)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("他染了发", [("发", ("發", "髮"))]),
        ("范先生", [("范", ("範", "范"))]),
        ("有两块面", [("面", ("面", "麪"))]),
        ("她是后", [("后", ("後", "后"))]),
        ("一声不吭的只", [("只", ("只", "隻", "祇"))]),
        ("头发很长，发展很快，里面有面条", []),
        # A phrase that itself has several readings settles nothing.
        ("干了的毛巾", [("干了", ("幹了", "乾了"))]),
        # Outside of phrases never anything else, so nobody need look.
        ("家", []),
        ("", []),
        ("Plain text.", []),
    ],
)
def test_what_no_phrase_settles(text: str, wanted: list[tuple[str, tuple[str, ...]]]) -> None:
    assert found(text, Config.S2HK) == wanted


@pytest.mark.parametrize("character", "发后里面干台系制只征范")
def test_the_characters_that_everybody_knows_are_never_certain(character: str) -> None:
    assert character not in certain_in(to_simplified=False)
    assert [each.text for each in doubts(character, Config.S2T)] == [character]


def test_forms_are_those_of_the_variety() -> None:
    text = "这里"
    assert found("里", Config.S2HK) == [("里", ("裏", "里", "哩"))]
    assert found("里", Config.S2TW) == [("里", ("裡", "里", "哩"))]
    assert found(text, Config.S2TW) == []
    # 韻 and 韵 may differ in one variety and not in another; forms that look alike are no doubt.
    assert all(
        len(set(forms)) == len(forms) > 1
        for config in (Config.S2HK, Config.S2TW)
        for _, forms in found("".join(PIECES), config)
    )


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("他說乾", [("乾", ("干", "乾"))]),
        ("乾隆年間", []),
        ("姓鍾", [("鍾", ("钟", "锺"))]),
        # 馀 for 餘 is as good as never right; 𫔭 for 開 no terminal shows.
        ("三十餘年打開", []),
    ],
)
def test_the_other_direction(text: str, wanted: list[tuple[str, tuple[str, ...]]]) -> None:
    for config in (Config.T2S, Config.TW2S, Config.HK2SP):
        assert found(text, config) == wanted


def test_certain_ones_can_be_asked_for() -> None:
    assert doubts("是家", Config.S2HK) == ()
    (each,) = doubts("是家", Config.S2HK, with_certain=True)
    assert (each.text, each.span.start) == ("家", 1)


def test_an_article_as_printed_needs_few_looks() -> None:
    """The marks are worth their room: a few in a thousand characters."""
    for _, article in ARTICLES:
        simplified = convert(article.text, Config.T2S).text
        if len(simplified) > 500:
            assert len(doubts(simplified, Config.S2HK)) < len(simplified) / 50


@given(text=texts, config=ways)
def test_doubts_lie_on_the_text_and_do_not_overlap(text: str, config: Config) -> None:
    at = 0
    for each in doubts(text, config, with_certain=True):
        assert at <= each.span.start < each.span.end <= len(text)
        assert text[each.span.start : each.span.end] == each.text
        assert len(each.forms) > 1
        at = each.span.end


@given(text=texts, config=ways, data=st.data())
def test_a_chosen_form_is_shown_and_nothing_else_moves(
    text: str, config: Config, data: st.DataObject
) -> None:
    places = doubts(text, config, with_certain=True)
    if not places:
        return
    place = data.draw(st.sampled_from(places))
    form = data.draw(st.sampled_from(place.forms))
    plain = convert(text, config)
    chosen = convert(text, config, lambda each: form.reading if each.span == place.span else None)
    assert chosen.offsets.is_monotone()
    assert sum(b - a for _, _, a, b, _ in chosen.offsets.segments) == len(chosen.text)
    if form is place.forms[0]:
        assert chosen == plain
    if not config.has_regional_words:
        start, end = place.span.start, place.span.end
        assert chosen.text[start:end] == form.shown or len(place.text) > 1
        assert len(chosen.text) == len(text)
        apart = [n for n, (a, b) in enumerate(zip(chosen.text, plain.text, strict=True)) if a != b]
        # A variety's phrase may go on beyond the place, but not far.
        assert all(start - 8 <= n < end + 8 for n in apart)


def test_asking_about_every_place_changes_nothing() -> None:
    for _, article in ARTICLES:
        simplified = convert(article.text, Config.T2S).text
        for config in (Config.S2HK, Config.S2TWP):
            asked = convert(simplified, config, lambda place: place.readings[0])
            assert asked == convert(simplified, config)

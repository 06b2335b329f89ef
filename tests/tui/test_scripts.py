"""One article in every view: what lies on the text stays on it, whatever became of the words."""

from __future__ import annotations

import tomllib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import pytest
from textual.containers import Vertical
from textual.widgets import OptionList, Static

import reader.views
from annotations.span import Span, picked
from reader.paths import settings_file
from reader.script import Config
from reader.tui.screens.chooser import Chooser
from reader.tui.screens.doubts import DoubtsScreen
from reader.tui.screens.scripted import ScriptedScreen
from reader.views import conversions_of
from tests.tui.conftest import NARROW, Hand, reader_on

SIMPLIFIED = """染发店的里面

他染了发，后来去了里面。王后很高兴，范先生也在那里。这些软件里面的信息发展得很快，台湾的头发护理也是这样。

他换了内存条和鼠标，用打印机打印了数据库里的信息，坐出租车回家。人工智能和云计算都是互联网公司的业务，软件用户很多。
"""
TRADITIONAL = """電腦和滑鼠

他換了記憶體和滑鼠，用印表機列印了資料庫裡的資訊，坐計程車回家。這個伺服器的軟體用戶很多，網際網路公司的業務發展得很快。

姓鍾的先生說，他的衣服乾了，便在這裡看著窗外的風景，臺灣的頭髮護理也是這樣。
"""


# Paragraphs that are alike would be taken for copies of one another.
LONG = SIMPLIFIED + "".join(
    f"\n第{n}段说{'和'.join(f'{n * 7 + k}个用户' for k in range(9))}。{SIMPLIFIED.splitlines()[-1]}\n"
    for n in range(30)
)


@asynccontextmanager
async def reading(folder: Path, text: str, size: tuple[int, int] = NARROW) -> AsyncIterator[Hand]:
    path = folder / "text.txt"
    path.write_text(text, "utf-8")
    async with reader_on(path, size=size) as hand:
        await hand.until(lambda: hand.reading.query("ArticlePane"))
        yield hand


async def choose(hand: Hand, name: str) -> None:
    """Choose a line of the chooser on the screen, with keys alone."""
    await hand.until(lambda: isinstance(hand.app.screen, Chooser))
    listing = hand.app.screen.query_one(OptionList)
    lines = [str(listing.get_option_at_index(n).prompt) for n in range(listing.option_count)]
    for _ in range(len(lines)):
        if listing.highlighted == lines.index(name):
            break
        await hand.press("j")
    await hand.press("enter")


def is_under(hand: Hand, title: str) -> bool:
    boxes = hand.app.screen.query(Vertical)
    return any(str(box.border_title) == title for box in boxes)


def listed(hand: Hand) -> list[str]:
    listing = hand.app.screen.query_one(OptionList)
    return [str(listing.get_option_at_index(n).prompt) for n in range(listing.option_count)]


def shown(hand: Hand) -> Config | None:
    return hand.pane.view.config


async def test_the_chosen_view_is_what_the_key_flips_to(tmp_path: Path) -> None:
    async with reading(tmp_path, SIMPLIFIED) as hand:
        await hand.press("s")
        assert "裏面的信息" in hand.pane.view.text
        await hand.press("S")
        await choose(hand, "Traditional of Taiwan, with its words")
        assert "印表機" in hand.pane.view.text
        assert hand.pane.view.config is Config.S2TWP
        await hand.press("s")
        assert hand.pane.view.config is None
        assert "打印机" in hand.pane.view.text
        await hand.press("s")
        assert "印表機" in hand.pane.view.text
    assert tomllib.loads(settings_file().read_text("utf-8"))["traditional"] == "tw-phrases"


async def test_another_variety_of_the_articles_own_script_becomes_its_home(tmp_path: Path) -> None:
    async with reading(tmp_path, TRADITIONAL) as hand:
        await hand.press("Ｓ")
        await choose(hand, "Traditional of Hong Kong")
        assert shown(hand) is Config.T2HK
        await hand.press("s")
        assert shown(hand) is Config.T2S
        await hand.press("s")
        assert shown(hand) is Config.T2HK
        await hand.press("S")
        await choose(hand, "As printed")
        assert hand.pane.view.text == hand.pane.view.article.text
        await hand.press("S", "escape")
        assert hand.pane.view.config is None


async def test_a_view_is_chosen_with_the_mouse_alone(tmp_path: Path) -> None:
    async with reading(tmp_path, SIMPLIFIED) as hand:
        await hand.click_footer("Views")
        await hand.until(lambda: isinstance(hand.app.screen, Chooser))
        line = listed(hand).index("Traditional of Taiwan")
        listing = hand.app.screen.query_one(OptionList)
        await hand.pilot.click(listing, offset=(3, line))
        await hand.until(lambda: not isinstance(hand.app.screen, Chooser))
        assert hand.pane.view.config is Config.S2TW


@pytest.mark.parametrize(("text", "word"), [(SIMPLIFIED, "内存条"), (TRADITIONAL, "印表機")])
async def test_everything_stays_in_its_place_in_every_view(
    tmp_path: Path, text: str, word: str
) -> None:
    """A highlight, the hits of a search and the cursor, through every view and back."""
    async with reading(tmp_path, text) as hand:
        printed = hand.pane.view
        await hand.go_to(word)
        raw = hand.pane.raw_cursor
        await hand.press("v", *["l"] * (len(word) - 1), "enter")
        (annotation,) = hand.session.layer.of_source(printed.page.source.sha256)
        await hand.press("slash", *word, "enter")
        everything = Span(0, len(printed.text))
        terms = [match.span for match in hand.session.terms_in(printed, everything)]
        assert terms
        for config in (*conversions_of(printed.article.script), None):
            hand.reading.show_view(hand.session.shown_as(hand.pane.view, config))
            await hand.pilot.pause()
            view = hand.pane.view
            (shown,) = hand.session.annotations_of(view)
            there = view.from_raw.to_target(*annotation.raw)
            assert shown.spans == there
            assert len(there) == 1
            assert hand.pane.hits is not None
            assert hand.pane.hits.within(there[0]) == list(there)
            assert hand.pane.raw_cursor == raw
            marked = [each.span for each in hand.session.terms_in(view, Span(0, len(view.text)))]
            assert marked == [view.from_article.to_target(term)[0] for term in terms]
            # What is painted there is the word as this view has it.
            y, x = hand.pane.setting.cell_of(there[0].start)
            word_here = picked(view.text, there)
            row = hand.pane.setting.row(y)
            painted = hand.pane.setting.text_of(y)[there[0].start - row.start :]
            assert painted.startswith(word_here[: len(painted)])
            assert x >= hand.pane.setting.margin
        assert hand.pane.view.text == printed.text


async def test_what_is_selected_in_a_longer_view_lies_on_the_sources_word(tmp_path: Path) -> None:
    async with reading(tmp_path, SIMPLIFIED) as hand:
        hand.reading.show_view(hand.session.shown_as(hand.pane.view, Config.S2HKP))
        await hand.pilot.pause()
        await hand.go_to("記憶體模組")
        # One character of a phrase that has another length stands for the whole phrase.
        await hand.press("v", "l", "l", "enter")
        (annotation,) = hand.session.layer.of_source(hand.pane.view.page.source.sha256)
        assert annotation.quote.exact == "内存条"
        (shown,) = hand.session.annotations_of(hand.pane.view)
        assert picked(hand.pane.view.text, shown.spans) == "記憶體模組"


async def test_doubts_are_marked_when_asked(tmp_path: Path) -> None:
    async with reading(tmp_path, SIMPLIFIED) as hand:
        await hand.press("x")
        assert "s converts" in hand.status
        await hand.press("s", "G")
        pane = hand.pane
        offset = pane.view.text.index("了發")
        y, _ = pane.setting.cell_of(offset + 1)

        def styles() -> set[bool]:
            strip = pane.render_line(y - pane.scroll_offset.y)
            return {
                bool(segment.style and segment.style.italic and segment.style.underline)
                for segment in strip
                if segment.text == "發"
            }

        def margin() -> str:
            text = pane.render_line(y - pane.scroll_offset.y).text
            return text[: pane.setting.margin].strip()

        assert True in styles()
        assert margin() == "?"
        await hand.press("x")
        assert True not in styles()
        assert margin() == ""


async def test_a_form_is_chosen_taken_back_and_chosen_again(tmp_path: Path) -> None:
    async with reading(tmp_path, SIMPLIFIED) as hand:
        await hand.press("X")
        assert "s converts" in hand.status
        await hand.press("s")
        await hand.go_to("了發")
        await hand.press("l", "X")
        await hand.until(lambda: isinstance(hand.app.screen, DoubtsScreen))
        here = hand.app.screen.query_one(OptionList).highlighted
        assert here is not None
        assert "他染了發，後來" in listed(hand)[here]
        await hand.press("enter")
        await choose(hand, "髮")
        await choose(hand, "here only")
        assert "他染了髮，後來" in listed(hand)[here]
        assert listed(hand)[here].startswith("✓")
        await hand.press("d")
        assert "他染了發，後來" in listed(hand)[here]
        await hand.press("u")
        assert "他染了髮，後來" in listed(hand)[here]
        await hand.press("j", "g")
        assert "他染了髮，後來" in hand.pane.view.text
        assert hand.pane.view.text[hand.pane.cursor] == "範"
        kept = hand.session.choices.path
    assert kept.parent.name == "forms"
    (choice,) = tomllib.loads(kept.read_text("utf-8"))["forms"]
    assert (choice["text"], choice["form"], choice["at"]) == ("发", "髮", SIMPLIFIED.index("发，"))
    # It holds the next time too, and in every variety.
    async with reader_on(tmp_path / "text.txt", size=NARROW) as hand:
        await hand.press("s")
        assert "他染了髮，後來" in hand.pane.view.text
        hand.reading.show_view(hand.session.shown_as(hand.pane.view, Config.S2TWP))
        assert "他染了髮，後來" in hand.pane.view.text


async def test_a_choice_for_neighbours_holds_wherever_they_stand(tmp_path: Path) -> None:
    async with reading(
        tmp_path, SIMPLIFIED + "\n另一位范先生和范某，都不在那里，也没有人知道。\n"
    ) as hand:
        await hand.press("s", "X")
        await hand.until(lambda: isinstance(hand.app.screen, DoubtsScreen))
        line = next(n for n, each in enumerate(listed(hand)) if "範先生也" in each)
        await hand.press(*["j"] * line, "enter")
        await choose(hand, "范")
        await choose(hand, "wherever 先 comes after it")
        await hand.press("escape")
        text = hand.pane.view.text
        assert "范先生也在" in text
        assert "另一位范先生和範某" in text


async def test_highlights_search_and_export_go_on_under_a_chosen_form(tmp_path: Path) -> None:
    async with reading(tmp_path, SIMPLIFIED) as hand:
        await hand.press("s", "X")
        await hand.until(lambda: isinstance(hand.app.screen, DoubtsScreen))
        await hand.press("enter")
        await choose(hand, "髮")
        await choose(hand, "everywhere in these texts")
        await hand.press("escape")
        await hand.go_to("染了髮")
        await hand.press("v", "l", "l", "enter")
        (annotation,) = hand.session.layer.of_source(hand.pane.view.page.source.sha256)
        assert annotation.quote.exact == "染了发"
        await hand.press("slash", *"染了发", "enter")
        assert hand.pane.hits is not None
        assert len(hand.pane.hits) == 1
        await hand.press("escape", "slash", *"染了髮", "enter")
        assert hand.pane.hits is not None
        assert len(hand.pane.hits) == 1
        # Where the dictionaries are sure, a choice for everywhere changes nothing.
        assert "發展得很快" in hand.pane.view.text


async def test_a_file_of_choices_that_is_broken_is_named_and_left(tmp_path: Path) -> None:
    forms = tmp_path / ".pizhu" / "forms" / "阿明.toml"
    forms.parent.mkdir(parents=True)
    forms.write_text("forms = 3\n", "utf-8")
    async with reading(tmp_path, SIMPLIFIED) as hand:
        await hand.press("s")
        assert "染髮店的裏面" in hand.pane.view.text
        said = [str(each.message) for each in hand.app._notifications]
        assert any(str(forms) in each for each in said)
        await hand.press("X")
        await hand.until(lambda: isinstance(hand.app.screen, DoubtsScreen))
        await hand.press("enter")
        await choose(hand, "髮")
        await choose(hand, "here only")
    assert forms.read_text("utf-8") == "forms = 3\n"


async def test_the_explanation_tells_the_other_forms(tmp_path: Path) -> None:
    async with reading(tmp_path, SIMPLIFIED) as hand:
        await hand.press("s")
        await hand.go_to("了發")
        await hand.press("l", "enter")
        assert hand.card.is_open
        assert "發 · 髮" in str(hand.card.query_one(Static).content)


async def test_a_long_article_is_converted_as_far_as_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the rest held up for good, what is on the screen is converted all the same."""
    monkeypatch.setattr(reader.views, "LONG", 500)
    monkeypatch.setattr(reader.views, "_BEYOND", 100)
    monkeypatch.setattr(ScriptedScreen, "_convert_rest", lambda *_: None)
    async with reading(tmp_path, LONG) as hand:
        assert len(hand.pane.view.text) > 3_000
        await hand.press("s")
        assert hand.pane.view.part is not None
        assert hand.pane.view.text.endswith("软件用户很多。")
        raw = hand.pane.raw_cursor
        await hand.press("G")
        await hand.until(lambda: hand.pane.view.text.endswith("軟件用户很多。"))
        assert hand.pane.raw_cursor > raw
        await hand.press("g")
        await hand.until(lambda: hand.pane.view.text.startswith("染髮店的裏面"))
        assert hand.pane.raw_cursor == raw


async def test_the_rest_of_a_long_article_follows_by_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader.views, "LONG", 500)
    monkeypatch.setattr(reader.views, "_BEYOND", 100)
    async with reading(tmp_path, LONG) as hand:
        assert len(hand.pane.view.text) > 3_000
        await hand.go_to("内存条")
        raw = hand.pane.raw_cursor
        await hand.press("S")
        await choose(hand, "Traditional of Taiwan, with its words")
        await hand.until(lambda: hand.pane.view.part is None)
        assert "打印" not in hand.pane.view.text
        assert hand.pane.raw_cursor == raw
        await hand.press("X")
        await hand.until(lambda: isinstance(hand.app.screen, DoubtsScreen))
        await hand.until(lambda: len(listed(hand)) > 1)
        await hand.press("home", "enter")
        await choose(hand, "髮")
        await choose(hand, "everywhere in these texts")
        await hand.until(lambda: any("了髮" in each for each in listed(hand)))
        await hand.press("escape")
        await hand.until(lambda: hand.pane.view.part is None and "了髮" in hand.pane.view.text)


async def test_a_form_is_chosen_with_the_mouse_alone(tmp_path: Path) -> None:
    async with reading(tmp_path, SIMPLIFIED, (160, 40)) as hand:
        await hand.click_footer("Script")
        await hand.click_footer("Doubts")
        await hand.until(lambda: isinstance(hand.app.screen, DoubtsScreen))
        titles = ("Characters with several forms", "Which form", "Where is it 髮")
        for title, line in zip(titles, (0, 1, 0), strict=True):
            await hand.until(partial(is_under, hand, title))
            listing = hand.app.screen.query_one(OptionList)
            await hand.pilot.click(listing, offset=(3, line))
        await hand.until(lambda: isinstance(hand.app.screen, DoubtsScreen))
        assert "他染了髮，後來" in listed(hand)[0]
        await hand.pilot.click("#take_back")
        await hand.until(lambda: "他染了發，後來" in listed(hand)[0])
        await hand.pilot.click("#close")
        await hand.until(lambda: not isinstance(hand.app.screen, DoubtsScreen))
        assert "他染了發，後來" in hand.pane.view.text

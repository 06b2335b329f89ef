"""The interface in Chinese: no screen says anything in English, and nothing of it is cut off."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from textual.widgets import Input, TextArea
from textual.widgets._footer import FooterKey

from reader.text.cells import cells
from reader.tui.screens.changes import ChangesScreen
from reader.tui.screens.compare import CompareScreen
from reader.tui.screens.every import EveryScreen
from reader.tui.screens.help import HelpScreen
from reader.tui.screens.library import LibraryScreen
from reader.tui.screens.note_editor import NoteEditor
from reader.tui.screens.reading import ReadingScreen
from reader.tui.screens.tag_palette import TagPalette
from reader.wording import choose
from tests.conftest import NEWSPAPER, WEB_PAGE
from tests.tui.conftest import NARROW, WIDE, Hand, reader_on
from tests.tui.test_changes import FUNDS, asked, change
from tests.tui.test_hostile_text import on_screen

CHINESE = ("zh-Hans", "zh-Hant")
pytestmark = pytest.mark.usefixtures("spoken")
_WORD = re.compile(r"[A-Za-z]{3,}")
_KEYS = "enter esc space tab home end pgup pgdn left right up down delete del backspace super"
_NAMES = "pizhu seeds txt toml json svg tag script hant date unread policy funding measure people quote claim number question"
_OF_TEXTS = {
    word for path in (NEWSPAPER, WEB_PAGE) for word in _WORD.findall(path.read_text("utf-8"))
}
_ALLOWED = {*_KEYS.split(), *_NAMES.split(), *_OF_TEXTS}


@pytest.fixture(params=CHINESE)
def spoken(request: pytest.FixtureRequest) -> str:
    choose(request.param)
    return str(request.param)


def english(hand: Hand) -> set[str]:
    """The English words on the screen that are no keys, names or text of a source."""
    workspace = hand.session.workspace
    # A path, or a part of one that is cut off or lies under a panel.
    paths = " ".join((str(workspace.root), *workspace.paths))
    words = set(_WORD.findall(re.sub(r"\w+…", "", on_screen(hand)))) - _ALLOWED
    return {word for word in words if word not in paths}


async def test_the_library(seeds: Path) -> None:
    async with reader_on(seeds) as hand:
        assert isinstance(hand.app.screen, LibraryScreen)
        assert english(hand) == set()
        assert re.search("(来源|來源).*日期.*(字数|字數)", on_screen(hand))
        await hand.press("r", "O")
        assert english(hand) == set()


async def test_reading_and_annotating(seeds: Path) -> None:
    async with reader_on(seeds) as hand:
        await hand.open(FUNDS)
        assert isinstance(hand.app.screen, ReadingScreen)
        assert english(hand) == set()
        await hand.go_to("引入專業基金")
        await hand.press("v", *"lllll")
        assert english(hand) == set()
        await hand.press("1")
        assert "policy/funding" in hand.status
        for key in ("enter", "escape", "1", "1", "u", "U", "s", "s", "g", "u", "u", "d", "q"):
            await hand.press(key)
            assert english(hand) == set(), key


async def test_a_repaired_break_says_why(seeds: Path) -> None:
    async with reader_on(seeds) as hand:
        await hand.open(FUNDS)
        view = hand.pane.view
        block, join = next((n, at) for n, block in enumerate(view.blocks) for at in block.joins)
        hand.pane.go_to(view.block_starts[block] + join)
        await hand.press("enter")
        assert hand.card.is_open
        assert {"接好的断栏", "接好的斷欄"} & set(re.split(r"[│\s]+", on_screen(hand)))
        assert english(hand) == set()


async def test_help_palette_and_search(seeds: Path) -> None:
    async with reader_on(seeds) as hand:
        await hand.open(FUNDS)
        await hand.press("question_mark")
        assert isinstance(hand.app.screen, HelpScreen)
        for _ in range(6):
            assert english(hand) == set()
            await hand.press("pagedown")
        await hand.press("escape", "ctrl+p")
        await hand.pilot.pause(0.2)
        assert english(hand) == set()
        hand.app.screen.query_one(Input).value = "qqq"
        await hand.until(lambda: re.search("没有相符|沒有相符", on_screen(hand)))
        assert english(hand) <= {"qqq"}
        await hand.press("escape", "slash", *"qqq")
        await hand.until(lambda: "qqq" in on_screen(hand))
        assert english(hand) <= {"qqq"}


async def test_tag_palette_note_editor_and_every(seeds: Path) -> None:
    async with reader_on(seeds) as hand:
        await hand.open(FUNDS)
        await hand.go_to("香港作為")
        await hand.press("v", "l", "t")
        assert isinstance(hand.app.screen, TagPalette)
        assert english(hand) == set()
        await hand.press("2", "7", "escape")
        await hand.press("c")
        assert isinstance(hand.app.screen, NoteEditor)
        hand.app.screen.query_one(TextArea).text = "一"
        await hand.press("escape")
        assert english(hand) == set()
        await hand.press("escape", "e", "enter")
        await hand.until(lambda: isinstance(hand.app.screen, EveryScreen))
        assert english(hand) == set()
        await hand.press("l")
        await hand.press("enter")
        assert english(hand) == set()


async def test_panels_lists_and_jumps(seeds: Path) -> None:
    async with reader_on(seeds) as hand:
        await hand.open(FUNDS)
        panels = ("comma", "S", "X", "T", "M", "A", "R", "F")
        ways = ("P", "x", "plus", "minus", "m", "H", "L", "n", "f", "J", "K", "O", "s")
        for before in ((), ("s", "X", "escape")):
            await hand.press(*before)
            for key in ways:
                await hand.press(key)
                assert english(hand) == set(), key
            for key in panels:
                await hand.press(key, "f1")
                assert english(hand) == set(), f"help on {key}"
                await hand.press("escape")
                assert english(hand) == set(), key
                await hand.press("escape")


async def test_filter_and_sort(seeds: Path) -> None:
    async with reader_on(seeds) as hand:
        for key in ("slash", "x", "escape", "s", "down", "enter", "S", "F", "escape"):
            await hand.press(key)
            assert english(hand) == set(), key


async def test_compare(seeds: Path) -> None:
    async with reader_on(seeds) as hand:
        await hand.open(FUNDS)
        await hand.press("equals_sign")
        await hand.until(lambda: isinstance(hand.app.screen, CompareScreen))
        await hand.pilot.pause()
        assert english(hand) == set()
        for key in (*"ynnnryuxpo", "escape", "m", "escape", "t", "escape", *"diUuq"):
            await hand.press(key)
            assert english(hand) == set(), key


async def test_changes(seeds: Path) -> None:
    async with reader_on(seeds) as hand:
        await hand.open(FUNDS)
        await hand.go_to("雙向奔赴")
        await hand.press(*"vlll1")
    change(seeds, "香港作為世界領先", "有評論指出，香港作為世界領先")
    async with reader_on(seeds) as hand:
        await hand.press("O")
        await asked(hand)
        assert isinstance(hand.app.screen, ChangesScreen)
        assert english(hand) == set()
        await hand.press("enter")
        assert english(hand) == set()


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
async def test_the_footer_says_whole_words(seeds: Path, size: tuple[int, int]) -> None:
    async with reader_on(seeds, size=size) as hand:
        await hand.open(FUNDS)
        for key in hand.app.screen.query(FooterKey):
            assert not key.description.isascii()
            assert cells(key.description) <= 8
            assert key.size.width >= cells(key.description) + cells(key.key_display)
            assert key.tooltip
            assert not str(key.tooltip).isascii()


async def test_nothing_is_cut_off_on_a_narrow_screen(seeds: Path) -> None:
    async with reader_on(seeds, size=NARROW) as hand:
        [head] = [row for row in on_screen(hand).splitlines() if re.search("标题 |標題 ", row)]
        assert re.search("(批注|批註) +(阅读|閱讀)", head)
        await hand.open(FUNDS)
        await hand.press(*"vl")
        assert "…" not in hand.status
        await hand.press("escape", "question_mark")
        for row in on_screen(hand).splitlines():
            assert "…" not in row.replace("1 … 9", "")
            assert cells(row) <= NARROW[0]

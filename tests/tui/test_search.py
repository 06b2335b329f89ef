"""Search as one types, in both scripts at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input, Static

from reader import folding, search
from reader.script import Config
from reader.search import Patience
from reader.tui.screens.hits import HitsScreen
from reader.tui.widgets import search_bar
from reader.tui.widgets.line_list import LineList
from tests.tui.conftest import NARROW, WIDE, Hand, reader_on

FUNDS = "引入專業基金"


SIZES = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])


def told(hand: Hand) -> str:
    return str(hand.reading.query_one("#told", Static).content)


def found(hand: Hand) -> str:
    return str(hand.reading.query_one("#found", Static).content)


@pytest.mark.parametrize("typed", ["耐心資本", "耐心资本"])
async def test_either_script_finds_and_the_hits_are_gone_through(seeds: Path, typed: str) -> None:
    async with reader_on(seeds, size=NARROW) as hand:
        await hand.open(FUNDS)
        await hand.press("slash", *typed)
        first = hand.pane.view.text.index("耐心資本")
        second = hand.pane.view.text.index("耐心資本", first + 1)
        assert hand.pane.cursor == first
        assert found(hand) == "1 of 2"
        await hand.press("enter", "n")
        assert (hand.pane.cursor, found(hand)) == (second, "2 of 2")
        await hand.press("n")
        assert hand.pane.cursor == first
        await hand.press("N")
        assert hand.pane.cursor == second
        await hand.press("s")
        assert hand.pane.hits is not None
        assert len(hand.pane.hits) == 2
        await hand.press("escape")
        assert hand.pane.hits is None


async def test_giving_up_goes_back_to_where_one_was(seeds: Path) -> None:
    async with reader_on(seeds) as hand:
        await hand.open(FUNDS)
        before = await hand.go_to("究其原因")
        await hand.press("slash", *"雙向奔赴")
        assert hand.pane.cursor != before
        await hand.press("escape")
        assert hand.pane.cursor == before
        assert hand.pane.has_focus


async def test_nothing_found_is_said(seeds: Path) -> None:
    async with reader_on(seeds) as hand:
        await hand.open(FUNDS)
        await hand.press("slash", *"沒有這些字")
        assert found(hand) == "nothing found"


@SIZES
async def test_patterns_are_an_option_and_bad_ones_are_told(
    seeds: Path, size: tuple[int, int]
) -> None:
    async with reader_on(seeds, size=size) as hand:
        await hand.open(FUNDS)
        await hand.press("slash", "ctrl+t", *"耐心资.")
        assert found(hand) == "1 of 2"
        assert hand.pane.view.text[hand.pane.cursor :].startswith("耐心資本")
        await hand.press("left_parenthesis")
        assert "is not closed" in told(hand)
        assert hand.pane.hits is None
        await hand.press("backspace")
        assert told(hand) == ""
        assert found(hand) == "1 of 2"
        await hand.press("ctrl+t")
        assert found(hand) == "nothing found", "the same as plain text"
        await hand.pilot.click("#slash")
        assert found(hand) == "1 of 2", "the mouse turns patterns on too"


async def test_a_pattern_without_end_is_given_up_and_keys_act_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Patience, "LEAST", 0.3)
    (tmp_path / "one.txt").write_text("河套香港園區開園\n\n" + "香" * 3_000 + "港。\n", "utf-8")
    async with reader_on(tmp_path) as hand:
        await hand.press("slash", "ctrl+t")
        typed = hand.reading.query_one("#search").query_one(Input)
        typed.value = "(香|香香)+$"
        await hand.press("x", "backspace")
        await hand.until(lambda: "takes too long" in told(hand))
        assert hand.reading.search.search is not None
        assert hand.reading.search.search.is_given_up


@SIZES
@pytest.mark.parametrize("by_mouse", [False, True], ids=["keys", "mouse"])
async def test_list_of_hits_shows_each_in_its_line_and_leads_there(
    seeds: Path, size: tuple[int, int], by_mouse: bool
) -> None:
    async with reader_on(seeds, size=size) as hand:
        await hand.open(FUNDS)
        await hand.press("s", "slash", *"耐心資本", "enter")
        before = hand.pane.cursor
        text = hand.pane.view.text
        second = text.index("耐心资本", before + 1)
        await hand.press("f")
        screen = hand.app.screen
        assert isinstance(screen, HitsScreen)
        listing = screen.query_one(LineList)
        assert listing.count == 2
        for y in range(2):
            strip = listing.render_line(y)
            marked = [s.text for s in strip if s.style is not None and s.style.reverse]
            assert "".join(marked) == "耐心资本", "in the script that is shown, not by colour alone"
            assert len(strip.text.strip()) > len("耐心资本")
        if by_mouse:
            await hand.pilot.click(listing, offset=(10, 1))
        else:
            await hand.press("j")
            assert hand.app.screen is screen
            reading = hand.app.reading
            assert reading is not None
            assert reading.pane.cursor == second, "the text goes along"
            await hand.press("enter")
        assert hand.app.screen is not screen
        assert hand.pane.cursor == second
        await hand.press("f", "k", "escape")
        assert hand.pane.cursor == second, "giving up goes back"
        await hand.press("H")
        assert hand.pane.cursor == before, "and the way back leads to before the list"


async def test_hits_are_listed_from_the_search_line_too(seeds: Path) -> None:
    async with reader_on(seeds) as hand:
        await hand.open(FUNDS)
        await hand.press("f")
        assert "Search for something first" in hand.status
        await hand.press("slash", *"香港", "ctrl+l")
        assert isinstance(hand.app.screen, HitsScreen)
        await hand.press("q")
        await hand.pilot.click("#found")
        await hand.pilot.pause()
        assert isinstance(hand.app.screen, HitsScreen)


async def test_words_of_another_region_are_found_where_they_are_shown(
    tmp_path: Path,
) -> None:
    text = "一種新軟體發布\n\n本公司發布一種新軟體，用於資訊安全。\n"
    (tmp_path / "one.txt").write_text(text, "utf-8")
    async with reader_on(tmp_path) as hand:
        view = hand.session.shown_as(hand.pane.view, Config.TW2SP)
        hand.reading.show_view(view)
        await hand.pilot.pause()
        assert "软件" in hand.pane.view.text
        await hand.press("slash", *"软件")
        assert found(hand) == "1 of 2"
        assert hand.pane.view.text[hand.pane.cursor :].startswith("软件")


async def test_a_long_text_is_searched_between_keys(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_bar, "_AT_ONCE", 0.0)
    monkeypatch.setattr(search_bar, "_BETWEEN", 0.0)
    monkeypatch.setattr(folding, "PIECE", 100)
    monkeypatch.setattr(search, "PIECE", 100)
    lines = (f"第{n}段說香港園區正式開園，兩地協同發展。" for n in range(200))
    (tmp_path / "long.txt").write_text(
        "園區開園記\n\n" + "\n\n".join(lines) + "\n\n耐心資本。", "utf-8"
    )
    async with reader_on(tmp_path) as hand:
        await hand.press("slash", *"耐心资本")
        await hand.until(lambda: found(hand) == "1 of 1")
        assert hand.pane.view.text[hand.pane.cursor :].startswith("耐心資本")
        await hand.press("ctrl+u", *"香港园区")
        await hand.until(lambda: found(hand) == "1 of 200")
        await hand.press("enter", "N")
        assert found(hand) == "200 of 200"

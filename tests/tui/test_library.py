"""The library: filter, order, any number of articles, search through all of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.geometry import Offset
from textual.widgets import Input, Static

from annotations.span import Span
from reader.catalogue import Entry
from reader.search import Patience
from reader.text.page import Script
from reader.tui.screens.library import FilterLine, LibraryScreen
from reader.tui.screens.library_search import LibrarySearchScreen
from reader.tui.screens.reading import ReadingScreen
from reader.tui.widgets.article_table import ArticleTable
from reader.tui.widgets.line_list import LineList
from tests.counting import calls
from tests.tui.conftest import NARROW, WIDE, Hand, reader_on

SIZES = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
FUNDS = "引入專業基金"


def library(hand: Hand) -> LibraryScreen:
    screen = hand.app.screen
    assert isinstance(screen, LibraryScreen)
    return screen


def titles(hand: Hand) -> list[str]:
    return [row[0] for row in hand.library_rows()]


def left(hand: Hand) -> str:
    return str(library(hand).query_one("#left", Static).content)


def heading(hand: Hand) -> str:
    return str(library(hand).query_one("#heading", Static).content)


@SIZES
async def test_filter_in_the_other_script_says_how_many_are_left_and_stays(
    seeds: Path, size: tuple[int, int]
) -> None:
    async with reader_on(seeds, size=size) as hand:
        everything = titles(hand)
        await hand.press("slash", *"专业")
        assert titles(hand)
        assert all("專業" in title for title in titles(hand))
        assert left(hand) == f"{len(titles(hand))} of {len(everything)}"
        await hand.press("enter", "enter")
        await hand.until(lambda: isinstance(hand.app.screen, ReadingScreen))
        await hand.until(lambda: hand.reading.is_furnished)
        await hand.press("q")
        assert library(hand).query_one(FilterLine).display, "the filter is still told"
        assert all("專業" in title for title in titles(hand))
        await hand.press("escape")
        assert titles(hand) == everything
        assert not library(hand).query_one(FilterLine).display


async def test_filter_by_reading_and_what_it_does_not_understand(seeds: Path) -> None:
    async with reader_on(seeds) as hand:
        everything = titles(hand)
        await hand.open(FUNDS)
        await hand.press("q", "slash", *"unread")
        assert len(titles(hand)) == len(everything) - 1
        await hand.press("ctrl+u", *"date:soon")
        assert titles(hand) == everything
        assert "is no date" in str(library(hand).query_one("#problems", Static).content)
        await hand.press("escape")
        assert hand.app.focused is library(hand).table


@SIZES
async def test_order_by_key_and_by_a_click_on_a_heading(seeds: Path, size: tuple[int, int]) -> None:
    async with reader_on(seeds, size=size) as hand:
        as_files = titles(hand)
        await hand.press("j", "j")
        entry = library(hand).table.entry
        await hand.press("s", "j", "enter")
        by_title = titles(hand)
        assert sorted(as_files) == sorted(by_title)
        assert by_title != as_files
        assert library(hand).table.entry == entry, "the cursor stays on its article"
        assert "by title" in heading(hand)
        await hand.press("S")
        assert titles(hand) == by_title[::-1]
        await hand.pilot.click(offset=Offset(4, 1))
        assert titles(hand) == by_title
        await hand.press("s", *["j"] * 5, "enter")
        assert "last read" in heading(hand)


async def test_annotated_articles_are_found_by_their_tags(seeds: Path) -> None:
    async with reader_on(seeds) as hand:
        await hand.open(FUNDS)
        await hand.go_to("耐心資本")
        await hand.press("v", "l", "l", "l", "1", "q")
        tag = hand.session.tags.by_key("1")
        assert tag is not None
        await hand.press("slash", *f"tag:{tag.name}")
        assert len(titles(hand)) == 1
        assert titles(hand)[0].startswith(FUNDS)


def many(count: int) -> list[Entry]:
    return [
        Entry(f"f/{n:05}.txt", f"{n:064}", "a", f"第{n}篇說香港園區", False, "2025-06-03",
              Script.TRADITIONAL, 1_000, (Span(0, 1_000),))
        for n in range(count)
    ]  # fmt: skip


async def test_ten_thousand_articles_cost_what_a_screen_of_them_costs(seeds: Path) -> None:
    async with reader_on(seeds) as hand:
        table = library(hand).table

        def shown(count: int) -> int:
            entries = many(count)
            table.list_entries(entries)

            def work() -> None:
                table.list_entries(entries)
                for y in range(table.size.height):
                    table.render_line(y)

            return calls(work)

        few = shown(100)
        assert shown(10_000) < 2 * few
        table.list_entries(many(100))
        table.action_lines_edge(1)
        assert table.cursor == 99
        table.list_entries(many(10_000))
        table.action_lines_edge(1)
        await hand.pilot.pause()
        assert "第9999篇" in table.render_line(table.size.height - 1).text


async def test_cursor_stays_on_its_article_while_others_come_and_go(seeds: Path) -> None:
    async with reader_on(seeds) as hand:
        table = library(hand).table
        entries = many(50)
        table.list_entries(entries)
        table.go_to(10)
        table.list_entries(entries[5:])
        assert table.entry == entries[10]
        table.list_entries(entries[::-1])
        assert table.entry == entries[10]
        table.list_entries([entry for entry in entries if entry is not entries[10]])
        assert table.entry is not None


# Search of the library


async def found_in_library(hand: Hand, *typed: str) -> LibrarySearchScreen:
    await hand.press("F", *typed, "enter")
    screen = hand.app.screen
    assert isinstance(screen, LibrarySearchScreen)
    await hand.until(lambda: screen._search is not None and screen._search.progress.is_finished)
    await hand.until(lambda: "…" not in str(screen.query_one("#count", Static).content))
    return screen


@SIZES
@pytest.mark.parametrize("by_mouse", [False, True], ids=["keys", "mouse"])
async def test_search_of_the_library_leads_to_hits_with_the_search_going_on(
    seeds: Path, size: tuple[int, int], by_mouse: bool
) -> None:
    async with reader_on(seeds, size=size) as hand:
        screen = await found_in_library(hand, *"耐心资本")
        assert "3 hits · 2 articles" in str(screen.query_one("#count", Static).content)
        listing = screen.query_one(LineList)
        texts = [listing.render_line(y).text for y in range(listing.count)]
        assert listing.count == 5
        assert sum("hit" in text for text in texts) == 2
        if by_mouse:
            await hand.pilot.click(listing, offset=Offset(8, 1))
        else:
            await hand.press("j", "enter")
        await hand.until(lambda: isinstance(hand.app.screen, ReadingScreen))
        await hand.until(lambda: hand.reading.is_furnished)
        await hand.pilot.pause()
        assert hand.pane.view.text[hand.pane.cursor :].startswith("耐心資本")
        assert hand.pane.hits is not None
        count = len(hand.pane.hits)
        assert str(hand.reading.query_one("#found", Static).content) == f"1 of {count}"
        if count > 1:
            await hand.press("n")
            assert str(hand.reading.query_one("#found", Static).content) == f"2 of {count}"
        first = hand.pane.view.article.id
        await hand.press("F")
        again = hand.app.screen
        assert isinstance(again, LibrarySearchScreen)
        assert again.query_one(LineList).count == 5, "what was found is still there"
        assert again.query_one(LineList).cursor == 1
        await hand.press("G", "enter")
        await hand.until(
            lambda: (
                isinstance(hand.app.screen, ReadingScreen)
                and hand.reading.is_furnished
                and hand.pane.view.article.id != first
            )
        )
        await hand.press("H")
        await hand.until(lambda: hand.reading.is_furnished)
        assert hand.pane.view.article.id == first, "the way back"


async def test_patterns_search_the_library_and_bad_ones_are_told_while_typing(seeds: Path) -> None:
    async with reader_on(seeds) as hand:
        await hand.press("F", "ctrl+t", *"(耐心")
        screen = hand.app.screen
        assert "is not closed" in str(screen.query_one("#told", Static).content)
        await hand.press("enter")
        assert "is not closed" in str(screen.query_one("#told", Static).content)
        await hand.press(*")资.", "enter")
        await hand.until(lambda: "3 hits" in str(screen.query_one("#count", Static).content))


async def test_search_of_the_library_is_stopped_and_then_closed_with_escape(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Patience, "LEAST", 600.0)
    (tmp_path / "1.txt").write_text("河套香港園區開園\n\n香港園區正式開園。\n", "utf-8")
    (tmp_path / "2.txt").write_text("沒完沒了\n\n" + "香" * 3_000 + "港。\n", "utf-8")
    async with reader_on(tmp_path) as hand:
        await hand.press("F", "ctrl+t")
        screen = hand.app.screen
        assert isinstance(screen, LibrarySearchScreen)
        screen.query_one(Input).value = "香港|(香|香香)+$"
        await hand.press("enter")
        search = screen._search
        assert search is not None
        await hand.until(lambda: screen.query_one(LineList).count)
        await hand.press("escape")
        await hand.until(lambda: search.progress.is_finished)
        assert hand.app.screen is screen
        await hand.until(lambda: "stopped" in str(screen.query_one("#count", Static).content))
        assert search.count, "what was found before is kept"
        await hand.press("escape")
        await hand.until(lambda: isinstance(hand.app.screen, LibraryScreen))


async def test_an_unread_library_line_is_typed_over(seeds: Path) -> None:
    async with reader_on(seeds) as hand:
        screen = await found_in_library(hand, *"沒有這些字")
        assert "nothing found" in str(screen.query_one("#count", Static).content)
        await hand.press("slash")
        assert hand.app.focused is screen.query_one(Input)
        await hand.press("escape")
        assert isinstance(hand.app.screen, LibraryScreen)
        assert hand.app.screen.query_one(ArticleTable).has_focus

"""Finding one's way: outline, bookmarks, back and forward, open articles, neighbours, recent."""

from __future__ import annotations

import json
import shutil
import sys
from functools import partial
from pathlib import Path

import pytest
from textual.geometry import Offset
from textual.screen import Screen

from reader.bookmarks import Bookmarks
from reader.lately import Lately
from reader.paths import bookmarks_file, lately_file, places_file
from reader.text.page import Script
from reader.tui.painting import BOOKMARK
from reader.tui.screens.bookmarks import BookmarksScreen
from reader.tui.screens.library import LibraryScreen
from reader.tui.screens.opened import OpenedScreen
from reader.tui.screens.outline import OutlineScreen
from reader.tui.screens.panel import Panel
from reader.tui.screens.reading import ReadingScreen
from reader.tui.screens.recent import RecentScreen
from reader.tui.widgets.line_list import LineList
from tests.conftest import NEWSPAPER
from tests.tui.conftest import NARROW, WIDE, Hand, reader_on
from tests.tui.test_killed import Terminal

SIZES = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
FUNDS = "引入專業基金"
SMARTMORE = "前沿研究到全球交付"


def _has_left(hand: Hand, screen: Screen[None]) -> bool:
    return hand.app.screen is not screen


async def arrived(hand: Hand, title: str | None = None) -> None:
    """Wait until an article is on the screen, if need be one of a title."""
    await hand.until(
        lambda: (
            isinstance(hand.app.screen, ReadingScreen)
            and hand.reading.is_furnished
            and (title is None or hand.pane.view.article.title.startswith(title))
        )
    )
    await hand.pilot.pause()


def lines(hand: Hand) -> list[str]:
    listing = hand.app.screen.query_one(LineList)
    return [listing._line(n, 90).plain for n in range(listing.count)]


# Outline


@SIZES
@pytest.mark.parametrize("by_mouse", [False, True], ids=["keys", "mouse"])
async def test_outline_leads_to_headings_and_to_other_articles_of_the_page(
    seeds: Path, size: tuple[int, int], by_mouse: bool
) -> None:
    async with reader_on(seeds, size=size) as hand:
        await hand.open(FUNDS)
        await hand.press("s")
        start = await hand.go_to("究其原因")
        raw = hand.pane.raw_cursor
        await hand.press("T")
        screen = hand.app.screen
        assert isinstance(screen, OutlineScreen)
        titles = [article.title for article in screen._view.page.articles]
        assert len(lines(hand)) >= len(titles)
        here = screen.query_one(LineList).cursor
        assert lines(hand)[here].startswith("● ")
        assert sum(line.startswith("● ") for line in lines(hand)) == 1
        other = next(
            n for n, each in enumerate(screen._headings) if each.article.title.startswith(SMARTMORE)
        )
        if by_mouse:
            listing = screen.query_one(LineList)
            listing.go_to(other)
            await hand.pilot.pause()
            await hand.pilot.click(listing, offset=Offset(6, other - listing.scroll_offset.y))
        else:
            await hand.press(*(["j"] * (other - here) or ["k"] * (here - other)), "enter")
        await arrived(hand, SMARTMORE)
        assert hand.pane.view.script is Script.SIMPLIFIED, "the script stays"
        await hand.press("H")
        await arrived(hand, FUNDS)
        assert hand.pane.raw_cursor == raw
        await hand.press("T", "escape")
        assert hand.pane.cursor == start


# Bookmarks


@SIZES
async def test_bookmarks_show_in_the_margin_and_survive_the_other_script_and_a_restart(
    seeds: Path, size: tuple[int, int]
) -> None:
    async with reader_on(seeds, size=size) as hand:
        await hand.open(FUNDS)
        offset = await hand.go_to("究其原因")
        raw = hand.pane.raw_cursor

        def margin() -> str:
            y = hand.pane.cell_on_screen(hand.pane.cursor).y - hand.pane.content_region.y
            return hand.pane.render_line(y).text[: hand.pane.setting.margin]

        assert BOOKMARK not in margin()
        await hand.press("m")
        assert BOOKMARK in margin()
        await hand.press("s")
        assert BOOKMARK in margin()
        await hand.press("g", "M")
        assert isinstance(hand.app.screen, BookmarksScreen)
        assert "究其原因" in lines(hand)[0]
        await hand.press("enter")
        assert hand.pane.raw_cursor == raw
        await hand.press("s", "H")
        assert hand.pane.cursor == 0, "the way back leads to before the bookmark"
    (seeds / NEWSPAPER.name).rename(seeds / "renamed.txt")
    async with reader_on(seeds, size=size) as hand:
        await hand.press("M", "enter")
        await arrived(hand, FUNDS)
        assert hand.pane.cursor == offset
        await hand.press("m")
        assert "taken away" in hand.status
        assert not Bookmarks(bookmarks_file()).all()
        await hand.press("m", "M")
        await hand.press("d")
        assert not lines(hand)
        await hand.pilot.pause()
        await hand.press("q")
        assert not Bookmarks(bookmarks_file()).all()


async def test_a_click_leads_to_a_bookmark_of_another_article(seeds: Path) -> None:
    async with reader_on(seeds) as hand:
        await hand.open(FUNDS)
        await hand.go_to("究其原因")
        await hand.press("m", "J")
        await arrived(hand)
        assert not hand.pane.view.article.title.startswith(FUNDS)
        await hand.press("M")
        await hand.pilot.click(LineList, offset=Offset(6, 0))
        await arrived(hand, FUNDS)
        assert hand.pane.view.text[hand.pane.cursor :].startswith("究其原因")


async def test_a_bookmark_that_cant_be_saved_is_told_and_not_shown(seeds: Path) -> None:
    async with reader_on(seeds) as hand:
        await hand.open(FUNDS)
        bookmarks_file().mkdir(parents=True)
        await hand.press("m")
        assert not hand.app.bookmarks.all()
        assert any("can't be saved" in each.message for each in hand.app._notifications)


async def test_damaged_files_are_told_at_the_start(seeds: Path) -> None:
    for path in (places_file(), bookmarks_file()):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("{", "utf-8")
    async with reader_on(seeds) as hand:
        await hand.until(lambda: len(hand.app._notifications) >= 2)
        said = "\n".join(each.message for each in hand.app._notifications)
        assert "places.damaged-1.json" in said
        assert "bookmarks.damaged-1.json" in said


# Back and forward, neighbours, open articles


@SIZES
async def test_back_and_forward_through_articles_with_their_places_and_scripts(
    seeds: Path, size: tuple[int, int]
) -> None:
    async with reader_on(seeds, size=size) as hand:
        await hand.open(FUNDS)
        await hand.press("s")
        await hand.go_to("究其原因")
        first = hand.pane.raw_cursor
        title = hand.pane.view.article.title
        await hand.press("J")
        await arrived(hand)
        second_title = hand.pane.view.article.title
        assert second_title != title
        await hand.press("G")
        second = hand.pane.raw_cursor
        await hand.press("alt+left")
        await arrived(hand, title)
        assert (hand.pane.raw_cursor, hand.pane.view.script) == (first, Script.SIMPLIFIED)
        await hand.press("L")
        await arrived(hand, second_title)
        assert hand.pane.raw_cursor == second
        await hand.press("q")
        assert isinstance(hand.app.screen, LibraryScreen)
        await hand.press("H")
        await arrived(hand, second_title)
        assert hand.pane.raw_cursor == second
        await hand.press("L")
        assert any("nothing ahead" in each.message for each in hand.app._notifications)


async def test_a_count_goes_so_many_articles_on(seeds: Path) -> None:
    async with reader_on(seeds) as hand:
        titles = [row[0].removeprefix("（無標題）") for row in hand.library_rows()]
        await hand.press("g", "enter")
        await arrived(hand)
        await hand.press("3", "J")
        await arrived(hand, titles[3])
        await hand.press("H")
        await arrived(hand, titles[0])


async def test_neighbours_follow_the_library_as_it_is_listed(seeds: Path) -> None:
    async with reader_on(seeds) as hand:
        await hand.press("s", "j", "enter")
        titles = [row[0] for row in hand.library_rows()]
        await hand.press("g", "enter")
        await arrived(hand)
        await hand.press("K")
        assert any("first article" in each.message for each in hand.app._notifications)
        read = [hand.pane.view.article.title]
        for _ in titles[1:]:
            before = hand.reading
            await hand.press("J")
            await hand.until(partial(_has_left, hand, before))
            await arrived(hand)
            read.append(hand.pane.view.article.title)
        assert [title.removeprefix("（無標題）") for title in titles] == read
        await hand.press("J")
        assert any("last article" in each.message for each in hand.app._notifications)


@SIZES
@pytest.mark.parametrize("by_mouse", [False, True], ids=["keys", "mouse"])
async def test_open_articles_are_switched_between_and_closed(
    seeds: Path, size: tuple[int, int], by_mouse: bool
) -> None:
    async with reader_on(seeds, size=size) as hand:
        await hand.open(FUNDS)
        await hand.press("slash", *"香港", "enter")
        await hand.press("J")
        await arrived(hand)
        other = hand.pane.view.article.title
        await hand.press("A")
        assert isinstance(hand.app.screen, OpenedScreen)
        assert lines(hand)[0].startswith("● ")
        if by_mouse:
            await hand.pilot.click(LineList, offset=Offset(8, 1))
        else:
            await hand.press("enter")
        await arrived(hand, FUNDS)
        assert hand.pane.hits is not None, "with the search that it had"
        await hand.press("A", "j", "d")
        assert len(lines(hand)) == 1
        await hand.press("escape")
        assert hand.pane.view.article.title != other


# What was opened lately


@SIZES
async def test_recent_texts_and_folders_are_listed_and_opened(
    seeds: Path, tmp_path: Path, size: tuple[int, int]
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    shutil.copy(NEWSPAPER, other / "one.txt")
    gone = tmp_path / "gone.txt"
    Lately(lately_file()).add([other, gone])
    async with reader_on(seeds, size=size) as hand:
        await hand.open(FUNDS)
        await hand.app.workers.wait_for_complete()
        await hand.press("q", "R")
        assert isinstance(hand.app.screen, RecentScreen)
        await hand.until(lambda: len(lines(hand)) == 4)
        assert "no longer there" in "".join(lines(hand))
        names = [opened.path.name for opened in hand.app.screen._listed]
        assert set(names) == {"seeds", NEWSPAPER.name, "other", "gone.txt"}
        listing = hand.app.screen.query_one(LineList)
        listing.go_to(names.index("gone.txt"))
        await hand.press("enter")
        assert isinstance(hand.app.screen, RecentScreen)
        await hand.press("d")
        assert len(lines(hand)) == 3
        names = [opened.path.name for opened in hand.app.screen._listed]
        listing.go_to(names.index(NEWSPAPER.name))
        await hand.press("enter")
        await arrived(hand)
        await hand.press("R")
        listing = hand.app.screen.query_one(LineList)
        await hand.pilot.pause()
        names = [opened.path.name for opened in hand.app.screen._listed]
        await hand.pilot.click(listing, offset=Offset(4, names.index("other")))
        await hand.pilot.pause()
    assert hand.app.next is not None
    assert hand.app.next[0] == other
    assert json.loads(places_file().read_bytes()), "places are kept when one leaves for another"


def test_another_folder_is_opened_from_within_and_the_way_leads_back(tmp_path: Path) -> None:
    for name, title in (("one", "河套香港園區開園"), ("two", "啟德郵輪碼頭")):
        (tmp_path / name).mkdir()
        text = f"{title}\n\n{title}的消息，今日正式公布。\n"
        (tmp_path / name / "a.txt").write_text(text, "utf-8")
    Lately(lately_file()).add([tmp_path / "two"])
    terminal = Terminal(sys.executable, "-m", "reader", str(tmp_path / "one"), "--reviewer", "ming")
    try:
        terminal.wait_for("正式公布")
        terminal.press("R")
        terminal.wait_for("two")
        terminal.press("G\r")
        terminal.wait_for("啟德郵輪碼頭的消息")
        terminal.press("R")
        terminal.wait_for("one")
        terminal.press("G\r")
        terminal.wait_for("河套香港園區開園的消息")
    finally:
        terminal.kill()


async def test_every_panel_is_left_by_escape_and_q(seeds: Path) -> None:
    async with reader_on(seeds) as hand:
        await hand.open(FUNDS)
        for key in "TMAR":
            for way_out in ("escape", "q"):
                await hand.press(key)
                assert isinstance(hand.app.screen, Panel)
                await hand.press(way_out)
                assert isinstance(hand.app.screen, ReadingScreen)

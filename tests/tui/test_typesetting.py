"""Setting a page otherwise while one reads it: by key, on the panel, in columns, without colours."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from rich.style import Style
from textual import events
from textual.geometry import Offset
from textual.widgets import OptionList

from reader.paths import settings_file
from reader.text.typography import Typography
from reader.tui.screens.typesetting import PageSettingsScreen, values_of
from tests.tui.conftest import NARROW, WIDE, Hand, reader_on

FUNDS, RESEARCH = "引入專業基金", "前沿研究"
BROAD = (200, 22)


def remembered() -> dict[str, Any]:
    return tomllib.loads(settings_file().read_text("utf-8"))


def styles_of(hand: Hand, text: str) -> list[Style]:
    """The style of each character of some text of the view, as the terminal is sent it."""
    pane = hand.pane
    start = pane.view.text.index(text)
    rows = hand.app.screen._compositor.render_strips()
    found = []
    for offset in range(start, start + len(text)):
        place = pane.cell_on_screen(offset)
        x = 0
        for segment in rows[place.y]:
            if x <= place.x < x + segment.cell_length:
                found.append(segment.style or Style())
                break
            x += segment.cell_length
    assert len(found) == len(text)
    return found


def looks(hand: Hand, text: str) -> set[tuple[bool, ...]]:
    """Bold, underlined, twice underlined, reversed: all that is told without a colour."""
    return {
        (bool(s.bold), bool(s.underline), bool(s.underline2), bool(s.reverse))
        for s in styles_of(hand, text)
    }


# By key


async def test_lines_become_longer_and_shorter_and_the_place_stays(seeds: Path) -> None:
    async with reader_on(seeds, size=(100, 16)) as hand:
        await hand.open(FUNDS)
        await hand.go_to("數碼港和科技園")
        before = hand.pane.cell_on_screen(hand.pane.cursor).y
        shown = hand.pane.setting.measure // 2
        await hand.press("minus", "minus")
        assert hand.pane.setting.measure // 2 == shown - 4
        assert hand.pane.cell_on_screen(hand.pane.cursor).y == before
        assert f"{shown - 4} characters a line" in hand.status
        assert remembered() == {"measure": shown - 4}
        await hand.press("plus", "plus")
        assert hand.pane.setting.measure // 2 == shown
        await hand.press(*["plus"] * 5)
        assert "no room" in hand.status


async def test_full_width_keys_set_the_page_too(seeds: Path) -> None:
    async with reader_on(seeds) as hand:
        await hand.open(FUNDS)
        shown = hand.pane.setting.measure // 2
        hand.app.post_message(events.Key("fullwidth_hyphen_minus", "\N{FULLWIDTH HYPHEN-MINUS}"))
        await hand.until(lambda: hand.pane.setting.measure // 2 == shown - 2)


async def test_punctuation_is_shown_full_width_and_nothing_else_changes(tmp_path: Path) -> None:
    text = "這是一個標題\n\n這是第一段, 其中有3,000人(AI)出席.然後散會。\n"
    (tmp_path / "a.txt").write_text(text, "utf-8")
    async with reader_on(tmp_path) as hand:
        await hand.press("P")
        row = hand.pane.setting.row_of(hand.pane.view.text.index("這是第一段"))
        assert "，" in hand.pane.setting.text_of(row)
        assert "3,000人（AI）出席。" in hand.pane.setting.text_of(row)
        assert ", 其中" in hand.pane.view.text
        await hand.drag(hand.place_of("段, "), hand.place_of("中有"))
        assert hand.selected == "段, 其中"
        await hand.press("enter")
        [shown] = hand.session.annotations_of(hand.pane.view)
        assert shown.annotation.quote.exact == "段, 其中"
        await hand.press("P")
        assert "段, 其中" in hand.pane.setting.text_of(row)


# The panel


async def test_every_setting_of_the_page_is_changed_on_the_panel_by_keys(seeds: Path) -> None:
    async with reader_on(seeds) as hand:
        await hand.open(FUNDS)
        await hand.press("comma")
        panel = hand.app.screen
        assert isinstance(panel, PageSettingsScreen)
        names = [option.id or "" for option in panel.query_one(OptionList)._options]
        changed = {}
        for name in names:
            values, value = values_of(name), getattr(hand.session.settings, name)
            step = "right" if value != values[-1] else "left"
            await hand.press(step)
            changed[name] = getattr(hand.session.settings, name)
            assert changed[name] != value
            await hand.press("down")
        await hand.press("escape")
        assert remembered() == changed
        typography = hand.pane.typography
        assert all(getattr(typography, name) == changed[name] for name in names if name != "theme")
        assert hand.app.theme == f"pizhu-{changed['theme']}"


async def test_the_panel_is_worked_with_the_mouse(seeds: Path) -> None:
    async with reader_on(seeds) as hand:
        await hand.open(FUNDS)
        await hand.press("comma")
        listing = hand.app.screen.query_one(OptionList)
        names = [option.id for option in listing._options]
        place = listing.content_region.offset + Offset(3, names.index("indent"))
        for wanted in (0, 1, 2):
            await hand.pilot.click(offset=place)
            await hand.pilot.pause()
            assert hand.session.settings.indent == wanted


async def test_settings_that_can_not_be_written_hold_all_the_same(seeds: Path) -> None:
    settings_file().parent.mkdir(parents=True)
    settings_file().write_text("=", "utf-8")
    async with reader_on(seeds) as hand:
        await hand.open(FUNDS)
        await hand.press("minus")
        assert hand.session.settings.measure == hand.pane.setting.measure // 2
        assert settings_file().read_text("utf-8") == "="
        assert any("not TOML" in note.message for note in hand.app._notifications)


async def test_a_theme_from_the_command_palette_is_remembered(seeds: Path) -> None:
    async with reader_on(seeds) as hand:
        await hand.open(FUNDS)
        assert set(hand.app.available_themes) == {
            f"pizhu-{name}" for name in ("night", "paper", "contrast", "terminal")
        }
        hand.app.theme = "pizhu-paper"
        await hand.until(lambda: settings_file().exists())
        assert remembered() == {"theme": "paper"}
        assert hand.session.settings.theme == "paper"


# Columns


async def in_two_columns(hand: Hand) -> None:
    hand.app.change_setting("columns", 2)
    await hand.open(RESEARCH)
    await hand.pilot.pause()
    assert hand.pane.spread.columns == 2


async def test_rows_flow_from_the_left_column_into_the_right_one(seeds: Path) -> None:
    async with reader_on(seeds, size=BROAD) as hand:
        await in_two_columns(hand)
        pane = hand.pane
        setting, height = pane.setting, pane.size.height
        rows = hand.app.screen._compositor.render_strips()
        region = pane.content_region
        for y in range(height):
            line = rows[region.y + y].crop(region.x, region.x + region.width).text
            for column in (0, 1):
                row = column * height + y
                if row < len(setting) and setting.text_of(row) and not setting.row(row).marks:
                    left = pane.spread.left_of(column)
                    part = rows[region.y + y].crop(left, left + pane.spread.width).text
                    assert setting.text_of(row).strip() in part
                    assert part in line


async def test_selecting_with_the_mouse_is_exact_in_and_across_columns(seeds: Path) -> None:
    async with reader_on(seeds, size=BROAD) as hand:
        await in_two_columns(hand)
        pane = hand.pane
        height = pane.size.height
        setting = pane.setting
        right = next(
            y for y in range(height, len(setting)) if setting.row(y).end - setting.row(y).start > 5
        )
        left = next(
            y for y in range(height - 1, 0, -1) if setting.row(y).end - setting.row(y).start > 5
        )
        for first, last in (
            (setting.row(right).start, setting.row(right).start + 3),
            (setting.row(left).start + 2, setting.row(right).start + 2),
        ):
            for half in (0, 1):
                start, end = pane.cell_on_screen(first), pane.cell_on_screen(last)
                await hand.drag(start + Offset(half, 0), end + Offset(half, 0))
                assert (pane.selection.start, pane.selection.end) == (first, last + 1)
        await hand.press("enter")
        [shown] = hand.session.annotations_of(pane.view)
        assert shown.spans[0].start == first


async def test_the_cursor_and_pages_go_through_both_columns(seeds: Path) -> None:
    async with reader_on(seeds, size=(200, 12)) as hand:
        await in_two_columns(hand)
        pane = hand.pane
        rows = pane.spread.rows
        assert len(pane.setting) > rows
        await hand.press("space")
        top = pane.scroll_offset.y
        assert top == min(rows, len(pane.setting) - rows)
        assert top <= pane.setting.row_of(pane.cursor) < top + rows
        await hand.press("b", "g")
        assert pane.scroll_offset.y == 0
        seen = set()
        for _ in range(len(pane.setting)):
            row = pane.setting.row_of(pane.cursor)
            seen.add(row)
            place = pane.cell_on_screen(pane.cursor)
            assert pane.content_region.contains_point(place)
            await hand.press("j")
        wanted = {y for y in range(len(pane.setting)) if pane.setting.row(y).kind}
        assert seen == wanted


async def test_two_columns_are_set_unasked_where_there_is_room_and_text_for_them(
    seeds: Path,
) -> None:
    async with reader_on(seeds, size=BROAD) as hand:
        await hand.open(RESEARCH)
        assert hand.pane.spread.columns == 2
        await hand.pilot.resize_terminal(*WIDE)
        await hand.pilot.pause()
        assert hand.pane.spread.columns == 1
        await hand.pilot.resize_terminal(200, 60)
        await hand.pilot.pause()
        assert len(hand.pane.setting) <= hand.pane.size.height
        assert hand.pane.spread.columns == 1, "one column has room for all of it"


# Resizing


async def test_a_resize_keeps_what_is_read_wherever_the_cursor_was_left(seeds: Path) -> None:
    async with reader_on(seeds, size=(80, 12)) as hand:
        await hand.open(FUNDS)
        pane = hand.pane
        pane.scroll_to(y=9, animate=False, immediate=True)
        await hand.pilot.pause()
        first = pane.shown.start
        assert pane.cursor < first
        for size in ((60, 12), (100, 12), (46, 14), (80, 12)):
            await hand.pilot.resize_terminal(*size)
            await hand.pilot.pause()
            row = pane.setting.row(pane.scroll_offset.y)
            assert row.start <= first < row.end


async def test_deep_in_a_book_no_key_waits_for_the_rows_above(tmp_path: Path) -> None:
    (tmp_path / "book.txt").write_text("書名\n\n" + "香港科技創新發展，" * 20_000, "utf-8")
    async with reader_on(tmp_path, size=(80, 20)) as hand:
        pane = hand.pane
        await hand.until(lambda: pane.setting.is_complete)
        pane.go_to(len(pane.view.text) // 2)
        await hand.pilot.pause()
        before, height = pane.setting, pane.cell_on_screen(pane.cursor).y
        pane.typography = Typography(measure=20)
        assert pane.setting is before, "what is shown stays until the other is set as far"
        await hand.press("k")
        await hand.until(lambda: pane.setting is not before)
        assert pane.setting.measure == 40
        assert pane.cell_on_screen(pane.cursor).y == height - 1
        await hand.pilot.resize_terminal(60, 20)
        await hand.pilot.resize_terminal(34, 20)
        await hand.until(lambda: pane.setting.columns == 34)
        assert pane.content_region.contains_point(pane.cell_on_screen(pane.cursor))


async def test_the_width_of_the_text_is_the_same_with_a_scrollbar_and_without(seeds: Path) -> None:
    async with reader_on(seeds, size=NARROW) as hand:
        await hand.open(FUNDS)
        pane = hand.pane
        measure = pane.setting.measure
        assert pane.show_vertical_scrollbar
        await hand.press("s")
        assert pane.setting.measure == measure


async def test_a_mark_that_hangs_stands_beside_the_scrollbar(seeds: Path) -> None:
    async with reader_on(seeds, size=(40, 30)) as hand:
        hand.app.change_setting("hanging", value=True)
        await hand.open(FUNDS)
        pane = hand.pane
        assert pane.show_vertical_scrollbar
        edge = pane.setting.margin + pane.setting.measure
        hung = [
            cluster
            for y in range(len(pane.setting))
            for cluster in pane.setting.clusters_of(y)
            if cluster.cell + cluster.width > edge
        ]
        assert hung
        assert all(cluster.cell + cluster.width < pane.region.width for cluster in hung)


# Without colours


@pytest.mark.parametrize("is_colourless", [False, True])
async def test_everything_is_told_without_a_colour(
    seeds: Path, monkeypatch: pytest.MonkeyPatch, is_colourless: bool
) -> None:
    if is_colourless:
        monkeypatch.setenv("NO_COLOR", "1")
    async with reader_on(seeds, size=NARROW) as hand:
        await hand.open(FUNDS)
        plain, bold = (False, False, False, False), (True, False, False, False)
        assert looks(hand, "從來都不乏資本") == {plain}
        # Terms are read after the first page.
        await hand.until(lambda: looks(hand, "初創") == {bold})
        assert looks(hand, "培育具") == {bold}, "a headline"
        assert looks(hand, "風投") <= {bold, plain}
        await hand.go_to("較為短")
        await hand.press(*"vll1")
        await hand.go_to("為短缺")
        await hand.press(*"vll2", "g")
        assert looks(hand, "較") == {(False, True, False, False)}, "a highlight"
        assert looks(hand, "為短") == {(False, True, True, False)}, "two of them"
        await hand.press("slash", *"成熟企業", "enter", "g")
        await hand.until(lambda: looks(hand, "成熟企業") == {(False, False, False, True)})
        await hand.go_to("期投資")
        await hand.press(*"vll")
        [reversed_] = looks(hand, "期投")
        assert reversed_ == (False, True, False, True), "the selection"
        assert looks(hand, "資、") == {(False, True, False, False), plain}, "the cursor, a hole"
        await hand.press("escape")
        if is_colourless:
            rows = hand.app.screen._compositor.render_strips()
            colours = {
                colour.name
                for row in rows
                for segment in row
                if segment.style
                for colour in (segment.style.color, segment.style.bgcolor)
                if colour is not None
            }
            assert colours <= {"default"}

"""The whole way: open a seed, flip its script, tag 耐心資本, find it in the JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from textual.geometry import Offset
from textual.widgets import Input, OptionList, TextArea

from annotations.formats.pizhu_json import schema
from reader.cli import run
from reader.text.page import Script
from reader.tui.screens.library import LibraryScreen
from reader.tui.screens.note_editor import NoteEditor
from reader.tui.screens.tag_palette import TagPalette
from tests.conftest import NEWSPAPER
from tests.tui.conftest import NARROW, REVIEWER, WIDE, reader_on

FUNDS = "引入專業基金"
SMARTMORE = "前沿研究到全球交付"
ACROSS_BREAK = "戰略窗口，確保"
SIZES = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])


def exported(folder: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """What `pizhu export` prints, checked against the schema that ships with the package."""
    capsys.readouterr()
    assert run(["export", str(folder), "-f", "json"]) == 0
    export: dict[str, Any] = json.loads(capsys.readouterr().out)
    jsonschema.validate(export, schema())
    return export


@SIZES
async def test_whole_way_with_keys(
    seeds: Path, size: tuple[int, int], capsys: pytest.CaptureFixture[str]
) -> None:
    async with reader_on(seeds, size=size) as hand:
        assert len(hand.library_rows()) == 9
        await hand.open(FUNDS)

        await hand.press("s")
        assert hand.pane.view.script is Script.SIMPLIFIED
        assert "简体" in hand.status

        await hand.go_to("壮大「耐心资本」")
        await hand.press("tab")
        await hand.press("enter")
        assert hand.card.is_open
        assert hand.card.explanation is not None
        assert hand.card.explanation.term is not None
        assert hand.card.explanation.term.hant == "耐心資本"
        await hand.press("escape")
        assert not hand.card.is_open

        await hand.press("v", "l", "l", "l")
        assert hand.selected == "耐心资本"
        await hand.press("1")
        tag = hand.session.tags.by_key("1")
        assert tag is not None
        assert tag.name in hand.status

        await hand.press("s")
        shown = hand.session.annotations_of(hand.pane.view)
        assert [hand.pane.view.text[span.start : span.end] for span in shown[0].spans] == [
            "耐心資本"
        ]
        await hand.press("q")
        assert isinstance(hand.app.screen, LibraryScreen)

    export = exported(seeds, capsys)
    assert [entry["quote"]["exact"] for entry in export["annotations"]] == ["耐心資本"]
    annotation = export["annotations"][0]
    raw = NEWSPAPER.read_text("utf-8")
    assert [raw[start:end] for start, end in annotation["raw"]] == ["耐心資本"]
    assert annotation["tags"] == [tag.name]
    assert annotation["creator"] == REVIEWER
    assert annotation["status"] == "exact"


@SIZES
async def test_whole_way_with_the_mouse(
    seeds: Path, size: tuple[int, int], capsys: pytest.CaptureFixture[str]
) -> None:
    async with reader_on(seeds, size=size) as hand:
        row = next(n for n, row in enumerate(hand.library_rows()) if row[0].startswith(FUNDS))
        # Below the heading and the table's head; the first click chooses, the second opens.
        await hand.pilot.click(offset=Offset(4, row + 2))
        if isinstance(hand.app.screen, LibraryScreen):
            await hand.pilot.click(offset=Offset(4, row + 2))
        await hand.until(lambda: not isinstance(hand.app.screen, LibraryScreen))

        await hand.click_footer("Script")
        await hand.go_to("耐心资本")
        start, end = hand.place_of("耐心资本", half=1), hand.place_of("本」，从而", half=1)
        await hand.drag(start, end)
        assert hand.selected == "耐心资本"
        await hand.click_footer("Highlight")
        assert "Highlighted" in hand.status

        await hand.pilot.click(offset=hand.place_of("耐心资本"))
        assert hand.card.is_open
        await hand.click_footer("Tag")
        palette = hand.app.screen
        assert isinstance(palette, TagPalette)
        options = palette.query_one(OptionList)
        await hand.pilot.click(options, offset=Offset(4, 1))
        name = list(hand.session.tags)[1].name
        assert name in hand.status

    annotation = exported(seeds, capsys)["annotations"][0]
    assert annotation["quote"]["exact"] == "耐心資本"
    assert annotation["tags"] == [name]


@SIZES
async def test_highlight_across_a_repaired_break_in_simplified(
    seeds: Path, size: tuple[int, int], capsys: pytest.CaptureFixture[str]
) -> None:
    raw = NEWSPAPER.read_text("utf-8")
    async with reader_on(seeds, size=size) as hand:
        await hand.open(SMARTMORE)
        await hand.press("s")
        await hand.go_to("战略窗口，确保")
        await hand.press("v", *["l"] * (len(ACROSS_BREAK) - 1), "enter")
        assert "saved" in hand.status

    annotation = exported(seeds, capsys)["annotations"][0]
    pieces = [raw[start:end] for start, end in annotation["raw"]]
    assert pieces == ["戰略窗", "口，確保"]
    assert annotation["quote"]["exact"] == ACROSS_BREAK

    async with reader_on(seeds, size=size) as hand:
        await hand.open(SMARTMORE)
        for words in (ACROSS_BREAK, "战略窗口，确保"):
            [shown] = hand.session.annotations_of(hand.pane.view)
            [span] = shown.spans
            assert hand.pane.view.text[span.start : span.end] == words
            await hand.press("s")


async def test_new_tags_are_typed_in_chinese(seeds: Path) -> None:
    async with reader_on(seeds) as hand:
        await hand.open(FUNDS)
        await hand.go_to("邱達根")
        await hand.press("v", "l", "l", "t")
        assert isinstance(hand.app.screen, TagPalette)
        await hand.press(*"政策/資金")
        assert hand.app.screen.query_one(Input).value == "政策/資金"
        await hand.press("enter")
        [shown] = hand.session.annotations_of(hand.pane.view)
        assert shown.annotation.tags == ("政策/資金",)
    async with reader_on(seeds) as hand:
        assert hand.session.tags.named("政策/資金") is not None


async def test_notes_are_written_changed_and_kept_by_cancelling(seeds: Path) -> None:
    async with reader_on(seeds) as hand:
        await hand.open(FUNDS)
        await hand.go_to("邱達根")
        await hand.press("v", "l", "l", "c")
        assert isinstance(hand.app.screen, NoteEditor)
        await hand.press(*"立法會議員", "enter", *"[b]x[/b]", "ctrl+s")
        [shown] = hand.session.annotations_of(hand.pane.view)
        assert shown.annotation.note == "立法會議員\n[b]x[/b]"

        await hand.press("c")
        await hand.press("x", "escape")
        assert isinstance(hand.app.screen, NoteEditor), "a changed note is not dropped unasked"
        assert hand.app.screen.query_one(TextArea).text.endswith("x")
        await hand.press("escape")
        [shown] = hand.session.annotations_of(hand.pane.view)
        assert shown.annotation.note == "立法會議員\n[b]x[/b]"


async def test_delete_undo_and_redo(seeds: Path) -> None:
    def quotes() -> list[str]:
        return [
            shown.annotation.quote.exact for shown in hand.session.annotations_of(hand.pane.view)
        ]

    async with reader_on(seeds) as hand:
        await hand.open(FUNDS)
        await hand.go_to("耐心資本")
        await hand.press("v", "l", "l", "l", "enter", "d")
        assert quotes() == []
        await hand.press("u")
        assert quotes() == ["耐心資本"]
        assert "Undone" in hand.status
        await hand.press("u")
        assert quotes() == []
        await hand.press("ctrl+r")
        assert quotes() == ["耐心資本"]


async def test_overlapping_highlights_are_all_visible(seeds: Path) -> None:
    async with reader_on(seeds) as hand:
        await hand.open(FUNDS)
        start = await hand.go_to("壯大「耐心資本」")
        await hand.press("v", *["l"] * 7, "1")
        await hand.go_to("耐心資本")
        await hand.press("v", *["l"] * 6, "2")
        y, _ = hand.pane.setting.cell_of(start)
        strip = hand.pane.render_line(y - hand.pane.scroll_offset.y)
        grounds = {
            segment.style.bgcolor
            for segment in strip
            if segment.style is not None and segment.text.strip()
        }
        assert len(grounds) >= 4, "plain text, the one tag, the other, and both together"
        await hand.go_to("耐心資本")
        assert "and 1 more" in hand.status


async def test_list_of_annotations_jumps(seeds: Path) -> None:
    async with reader_on(seeds, size=NARROW) as hand:
        await hand.open(FUNDS)
        late = await hand.go_to("雙向奔赴")
        await hand.press("v", "l", "l", "l", "enter", "g")
        assert hand.pane.cursor == 0
        assert not hand.reading.listing.display, "on a narrow screen the list comes when asked"
        await hand.press("a")
        assert hand.reading.listing.display
        await hand.press("enter")
        assert hand.pane.cursor == late
        assert hand.pane.has_focus


async def test_flip_keeps_the_reading_place(seeds: Path) -> None:
    async with reader_on(seeds, size=NARROW) as hand:
        await hand.open("商湯")
        await hand.go_to("展望未來")
        raw = hand.pane.raw_cursor
        height = hand.pane.cell_on_screen(hand.pane.cursor).y
        for _ in range(2):
            await hand.press("s")
            assert hand.pane.raw_cursor == raw
            assert hand.pane.cell_on_screen(hand.pane.cursor).y == height


async def test_library_is_skipped_when_there_is_one_article(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("河套香港園區開園\n\n香港園區於去年底正式開園。\n", "utf-8")
    async with reader_on(tmp_path) as hand:
        assert "開園" in hand.pane.view.text
        await hand.press("q")
    assert hand.app.return_code == 0


async def test_places_are_kept_and_shown(seeds: Path) -> None:
    async with reader_on(seeds) as hand:
        await hand.open(FUNDS)
        await hand.go_to("雙向奔赴")
        raw = hand.pane.raw_cursor
        await hand.press("q")
        assert any("%" in row[-1] for row in hand.library_rows())
    async with reader_on(seeds) as hand:
        await hand.open(FUNDS)
        await hand.until(lambda: hand.pane.raw_cursor == raw)


async def test_repaired_break_says_why(seeds: Path) -> None:
    async with reader_on(seeds) as hand:
        await hand.open(SMARTMORE)
        await hand.go_to("口，確保")
        await hand.press("enter")
        assert hand.card.explanation is not None
        assert hand.card.explanation.join is not None
        assert hand.card.explanation.join.reason


async def test_full_width_keys_act_as_their_ascii_selves(seeds: Path) -> None:
    async with reader_on(seeds) as hand:
        await hand.open(FUNDS)
        await hand.press("ｓ")
        assert hand.pane.view.script is Script.SIMPLIFIED
        await hand.press("Ｇ")
        assert hand.pane.cursor == hand.pane.motions.last

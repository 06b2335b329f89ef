"""Every way of selecting; exact on both halves of wide characters."""

from __future__ import annotations

from pathlib import Path

from textual.geometry import Offset

from tests.tui.conftest import NARROW, reader_on

FUNDS = "引入專業基金"


async def test_drag_is_exact_on_both_halves_and_both_ways(seeds: Path) -> None:
    async with reader_on(seeds) as hand:
        await hand.open(FUNDS)
        for first_half in (0, 1):
            for last_half in (0, 1):
                start = hand.place_of("耐心資本", half=first_half)
                end = hand.place_of("本」，從而", half=last_half)
                for a, b in ((start, end), (end, start)):
                    await hand.drag(a, b)
                    assert hand.selected == "耐心資本"


async def test_drag_past_a_rows_end_takes_no_character_of_the_next(seeds: Path) -> None:
    async with reader_on(seeds, size=NARROW) as hand:
        await hand.open(FUNDS)
        setting = hand.pane.setting
        y = next(y for y in range(len(setting)) if setting.text_of(y).startswith("香港作為世界"))
        row = setting.row(y)
        start = hand.pane.cell_on_screen(row.start)
        await hand.drag(start, Offset(hand.pane.size.width - 2, start.y))
        assert hand.pane.selection.end == row.end


async def test_drag_across_paragraphs(seeds: Path) -> None:
    async with reader_on(seeds) as hand:
        await hand.open(FUNDS)
        await hand.drag(hand.place_of("落戶香港。"), hand.place_of("鼓勵更多風投"))
        assert hand.selected == "落戶香港。\n為鼓"
        await hand.press("enter")
        [shown] = hand.session.annotations_of(hand.pane.view)
        assert len(shown.annotation.raw) == 2


async def test_double_click_takes_a_word_and_a_third_the_sentence(seeds: Path) -> None:
    async with reader_on(seeds) as hand:
        await hand.open(FUNDS)
        at = hand.place_of("資金多投放")
        await hand.pilot.click(offset=at, times=2)
        assert hand.selected == "資金"
        await hand.press("escape")
        await hand.pilot.click(offset=at, times=3)
        assert hand.selected.startswith("然而，資金")
        assert hand.selected.endswith("成熟企業；")


async def test_selecting_by_keys(seeds: Path) -> None:
    async with reader_on(seeds) as hand:
        await hand.open(FUNDS)
        await hand.go_to("香港作為世界")
        await hand.press("v", "w")
        assert hand.selected == "香港"
        await hand.press("right_parenthesis")
        assert hand.selected == "香港作為世界領先的國際金融中心，從來都不乏資本。"
        await hand.press("o", "h")
        assert hand.pane.selection.start < hand.pane.view.text.index("香港作為世界")
        await hand.press("escape")
        assert hand.selected == ""
        await hand.go_to("香港作為世界")
        await hand.press("shift+right", "shift+right")
        assert hand.selected == "香港"
        await hand.press("v")
        assert hand.selected == ""


async def test_selecting_keeps_its_characters_over_a_flip_and_a_resize(seeds: Path) -> None:
    async with reader_on(seeds) as hand:
        await hand.open(FUNDS)
        await hand.go_to("壯大「耐心資本」")
        await hand.press("v", *"lllllll", "s")
        assert hand.selected == "壮大「耐心资本」"
        await hand.pilot.resize_terminal(*NARROW)
        await hand.pilot.pause()
        assert hand.selected == "壮大「耐心资本」"
        assert hand.reading.region.contains_point(hand.pane.cell_on_screen(hand.pane.cursor))

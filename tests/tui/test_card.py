"""The popup: every way in and out, and where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.geometry import Offset

from reader.tui.widgets import pointer
from tests.tui.conftest import NARROW, WIDE, Hand, reader_on

FUNDS = "引入專業基金"
SIZES = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])


def explained(hand: Hand) -> str | None:
    explanation = hand.card.explanation
    return explanation.term.hant if explanation and explanation.term else None


@pytest.fixture
def short_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pointer, "REST", 0.001)


@SIZES
@pytest.mark.usefixtures("short_rest")
async def test_resting_the_mouse_opens_and_moving_on_closes(
    seeds: Path, size: tuple[int, int]
) -> None:
    async with reader_on(seeds, size=size) as hand:
        await hand.open(FUNDS)
        await hand.pilot.hover(offset=hand.place_of("心資本", half=1))
        await hand.until(lambda: explained(hand) == "耐心資本")
        await hand.pilot.hover(offset=hand.place_of("壯大「"))
        await hand.until(lambda: not hand.card.is_open)


@pytest.mark.usefixtures("short_rest")
async def test_resting_on_the_mark_of_a_repaired_break_says_why(seeds: Path) -> None:
    async with reader_on(seeds) as hand:
        await hand.open("前沿研究")
        await hand.pilot.hover(offset=hand.place_of("口，確保") - Offset(1, 0))
        await hand.until(lambda: hand.card.is_open)
        assert hand.card.explanation is not None
        assert hand.card.explanation.join is not None


@SIZES
async def test_card_never_covers_what_it_explains_and_stays_on_the_screen(
    seeds: Path, size: tuple[int, int]
) -> None:
    async with reader_on(seeds, size=size) as hand:
        await hand.open("（無標題）創新科技")
        for _ in range(10):
            before = hand.pane.cursor
            await hand.press("tab")
            if hand.pane.cursor == before:
                break
            await hand.press("enter")
            assert hand.card.is_open
            assert hand.card.explanation is not None
            region = hand.card.region
            assert hand.reading.region.contains_region(region)
            span = hand.card.explanation.span
            for offset in range(span.start, span.end):
                assert not region.contains_point(hand.pane.cell_on_screen(offset))
            await hand.press("escape")


async def test_card_closes_by_escape_by_enter_by_moving_and_by_flipping(seeds: Path) -> None:
    async with reader_on(seeds) as hand:
        await hand.open(FUNDS)
        for way in ("escape", "enter", "l", "s"):
            await hand.go_to("耐心資本")
            await hand.press("enter")
            assert hand.card.is_open, way
            await hand.press(way)
            await hand.until(lambda: not hand.card.is_open)


async def test_a_click_on_plain_text_opens_nothing(seeds: Path) -> None:
    async with reader_on(seeds) as hand:
        await hand.open(FUNDS)
        await hand.pilot.click(offset=hand.place_of("從來都不乏"))
        assert hand.pane.cursor == hand.pane.view.text.index("從來都不乏")
        assert not hand.card.is_open


async def test_a_headless_article_says_so(seeds: Path) -> None:
    async with reader_on(seeds) as hand:
        await hand.open("（無標題）景")
        assert hand.reading.query("#missing")
        await hand.go_to("景，精準")
        await hand.press("enter")
        assert hand.card.explanation is not None
        assert hand.card.explanation.is_missing_start

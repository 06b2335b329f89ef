"""Tag every occurrence: both scripts, here or in the library, single ones left out, one undo."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import SelectionList

from reader.tui.screens.every import EveryScreen
from tests.tui.conftest import NARROW, WIDE, Hand, reader_on

FUNDS = "引入專業基金"


async def preview(hand: Hand) -> EveryScreen:
    await hand.press("e", "enter")
    await hand.until(lambda: isinstance(hand.app.screen, EveryScreen))
    await hand.pilot.pause()
    screen = hand.app.screen
    assert isinstance(screen, EveryScreen)
    return screen


def quotes(hand: Hand) -> list[str]:
    return [annotation.quote.exact for annotation in hand.session.layer]


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
async def test_every_occurrence_in_the_library_from_the_other_script(
    seeds: Path, size: tuple[int, int]
) -> None:
    async with reader_on(seeds, size=size) as hand:
        await hand.open(FUNDS)
        await hand.press("s")
        await hand.go_to("耐心资本")
        screen = await preview(hand)
        assert len(screen.query_one(SelectionList).selected) == 2
        await hand.press("l")
        assert len(screen.query_one(SelectionList).selected) == 3
        await hand.press("enter")
        assert quotes(hand) == ["耐心資本"] * 3
        assert "3 ×" in hand.status
        await hand.press("u")
        assert quotes(hand) == []
        await hand.press("ctrl+r")
        assert len(quotes(hand)) == 3


async def test_single_ones_are_left_out_and_tagged_ones_are_not_tagged_twice(seeds: Path) -> None:
    async with reader_on(seeds) as hand:
        await hand.open(FUNDS)
        await hand.go_to("邱達根")
        await hand.press("v", "l", "l")
        screen = await preview(hand)
        listing = screen.query_one(SelectionList)
        count = len(listing.selected)
        assert count > 2
        await hand.press("space", "enter")
        assert len(quotes(hand)) == count - 1
        await hand.go_to("邱達根")
        await hand.press("v", "l", "l")
        screen = await preview(hand)
        assert len(screen.query_one(SelectionList).selected) == 1
        await hand.press("a")
        assert not screen.query_one(SelectionList).selected
        await hand.press("escape")
        assert len(quotes(hand)) == count - 1


async def test_the_mouse_does_it_too(seeds: Path) -> None:
    async with reader_on(seeds) as hand:
        await hand.open(FUNDS)
        await hand.drag(hand.place_of("邱達根"), hand.place_of("根表示"))
        screen = await preview(hand)
        await hand.pilot.click("#widen")
        await hand.pilot.click("#confirm")
        await hand.pilot.pause()
        assert hand.app.screen is not screen
        assert set(quotes(hand)) == {"邱達根"}

"""Counts: how often the next key is meant, where a digit is not the key of a tag."""

from __future__ import annotations

from pathlib import Path

from tests.tui.conftest import Hand, reader_on

FUNDS = "引入專業基金"


async def rows_down(hand: Hand, *keys: str) -> int:
    await hand.press("g")
    before = hand.pane.setting.row_of(hand.pane.cursor)
    await hand.press(*keys)
    return hand.pane.setting.row_of(hand.pane.cursor) - before


async def test_a_count_repeats_the_next_key_once(seeds: Path) -> None:
    async with reader_on(seeds) as hand:
        await hand.open(FUNDS)
        one_by_one = await rows_down(hand, *["j"] * 12)
        assert await rows_down(hand, "1", "2", "j") == one_by_one
        assert await rows_down(hand, "1", "0", "j", "j", "j") == one_by_one
        await hand.press("g", *["w"] * 3)
        there = hand.pane.cursor
        await hand.press("g", "3", "w")
        assert hand.pane.cursor == there
        assert not list(hand.session.layer)


async def test_the_count_is_shown_and_escape_takes_it_back(seeds: Path) -> None:
    async with reader_on(seeds) as hand:
        await hand.open(FUNDS)
        await hand.press("4", "2")
        assert "42" in hand.status
        await hand.press("escape")
        assert "42" not in hand.status
        single = await rows_down(hand, "j")
        assert await rows_down(hand, "4", "escape", "j") == single


async def test_a_full_width_count_is_a_count(seeds: Path) -> None:
    async with reader_on(seeds) as hand:
        await hand.open(FUNDS)
        wanted = await rows_down(hand, "5", "j")
        assert await rows_down(hand, "５", "ｊ") == wanted


async def test_zero_alone_goes_to_the_beginning_of_the_line(seeds: Path) -> None:
    async with reader_on(seeds) as hand:
        await hand.open(FUNDS)
        await hand.press("5", "j", "5", "l", "0")
        assert hand.pane.cursor == hand.pane.setting.nearest(
            hand.pane.setting.row_of(hand.pane.cursor), 0
        )


async def test_digits_are_tags_where_there_is_something_to_tag(seeds: Path) -> None:
    async with reader_on(seeds) as hand:
        await hand.open(FUNDS)
        await hand.go_to("耐心資本")
        await hand.press("v", "l", "l", "l", "1")
        [made] = hand.session.layer
        assert made.tags == (hand.session.tags.by_key("1").name,)  # type: ignore[union-attr]
        await hand.go_to("耐心資本")
        await hand.press("2")
        [changed] = hand.session.layer
        assert len(changed.tags) == 2


async def test_a_count_ends_at_the_end_of_the_text(seeds: Path) -> None:
    async with reader_on(seeds) as hand:
        await hand.open(FUNDS)
        await hand.press("9", "9", "9", "9", "j")
        last = hand.pane.setting.row_of(hand.pane.motions.last)
        assert hand.pane.setting.row_of(hand.pane.cursor) == last
        await hand.press("9", "9", "9", "9", "W")
        assert hand.pane.cursor == 0

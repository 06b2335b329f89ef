"""Search as one types, in both scripts at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.widgets import Static

from annotations.span import Span
from reader.search import Hits, folded
from tests.tui.conftest import NARROW, Hand, reader_on

FUNDS = "引入專業基金"


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


@given(st.text(), st.text(min_size=1, max_size=3))
def test_hits_are_where_the_folded_text_is(haystack: str, wanted: str) -> None:
    flat = folded(haystack)
    assert len(flat) == len(haystack)
    hits = Hits(flat, wanted)
    for start in hits.starts:
        assert flat[start : start + hits.length] == folded(wanted)
    assert hits.within(Span(0, len(flat))) == [Span(s, s + hits.length) for s in hits.starts]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("ＡＩ與３Ｄ", "ai與3d"),
        ("InnoHK", "ＩＮＮＯＨＫ"),
        ("软件", "軟件"),
        ("資本　市場", "资本 市"),
    ],
)
def test_width_case_and_script_make_no_difference(text: str, wanted: str) -> None:
    assert Hits(folded(text), wanted).starts == [0]

"""A text that changed under its annotations: proposed, never moved in silence, never lost."""

from __future__ import annotations

from pathlib import Path

from textual.widgets import OptionList

from annotations.corrections import CorrectionKind, new_correction
from annotations.model import Annotation, Status
from annotations.span import Span, picked
from reader.text.page import DropReason
from reader.text.source import load
from reader.tui.screens.changes import ChangesScreen
from reader.tui.screens.library import LibraryScreen
from tests.conftest import NEWSPAPER
from tests.tui.conftest import Hand, reader_on

FUNDS = "引入專業基金"


async def annotate(seeds: Path, *quotes: str) -> list[Annotation]:
    async with reader_on(seeds) as hand:
        await hand.open(FUNDS)
        for quote in quotes:
            await hand.go_to(quote)
            await hand.press("v", *["l"] * (len(quote) - 1), "1")
        return list(hand.session.layer)


def change(seeds: Path, old: str, new: str) -> None:
    path = seeds / NEWSPAPER.name
    text = path.read_bytes().decode()
    assert old in text
    path.write_bytes(text.replace(old, new).encode())


async def asked(hand: Hand) -> ChangesScreen:
    await hand.until(lambda: isinstance(hand.app.screen, ChangesScreen))
    await hand.pilot.pause()
    screen = hand.app.screen
    assert isinstance(screen, ChangesScreen)
    return screen


async def test_moved_annotations_are_proposed_kept_and_undone(seeds: Path) -> None:
    [before] = await annotate(seeds, "雙向奔赴")
    change(seeds, "香港作為世界領先", "有評論指出，香港作為世界領先")
    async with reader_on(seeds) as hand:
        await hand.press("O")
        await asked(hand)
        assert list(hand.session.layer) == [before], "nothing is moved unasked"
        await hand.press("enter")
        [after] = hand.session.layer
        source = load(seeds / NEWSPAPER.name)
        assert after.source == source.sha256
        assert after.status is Status.MOVED
        assert picked(source.raw, after.raw) == "雙向奔赴"
        await hand.open(FUNDS)
        [shown] = hand.session.annotations_of(hand.pane.view)
        assert [hand.pane.view.text[s.start : s.end] for s in shown.spans] == ["雙向奔赴"]
        await hand.press("u")
        assert list(hand.session.layer) == [before]


async def test_later_leaves_everything_as_it_was_and_asks_again(seeds: Path) -> None:
    before = await annotate(seeds, "雙向奔赴")
    change(seeds, "香港作為世界領先", "有評論指出，香港作為世界領先")
    for _ in range(2):
        async with reader_on(seeds) as hand:
            await hand.press("O")
            await asked(hand)
            await hand.press("escape")
            assert list(hand.session.layer) == before


async def test_what_is_gone_becomes_a_visible_orphan(seeds: Path) -> None:
    await annotate(seeds, "雙向奔赴", "耐心資本")
    change(seeds, "四是容許深港兩地基金「雙向奔赴」，即可跨境投資對方具潛力的科技項目，", "")
    async with reader_on(seeds) as hand:
        await hand.press("O")
        await asked(hand)
        await hand.press("enter")
        statuses = {each.quote.exact: each.status for each in hand.session.layer}
        assert statuses["雙向奔赴"] is Status.ORPHAN
        assert statuses["耐心資本"] in (Status.EXACT, Status.MOVED)
        assert isinstance(hand.app.screen, LibraryScreen)
        await hand.press("O")
        await asked(hand)


async def test_an_orphan_is_put_on_a_candidate_by_one_key(seeds: Path) -> None:
    await annotate(seeds, "四是容許深港兩地基金「雙向奔赴」")
    change(seeds, "四是容許深港兩地基金「雙向奔赴」", "第四，准許兩地的基金雙向往來")
    async with reader_on(seeds) as hand:
        await hand.press("O")
        screen = await asked(hand)
        [placed] = screen._change.placed
        if placed.status is Status.ORPHAN:
            assert placed.candidates, "the place where it stood is the least there is to offer"
            await hand.press("1")
        await hand.press("enter")
        [after] = hand.session.layer
        source = load(seeds / NEWSPAPER.name)
        assert after.source == source.sha256
        assert "兩地的基金" in picked(source.raw, after.raw)
        assert after.quote.exact == "四是容許深港兩地基金「雙向奔赴」", (
            "what was marked stays on record"
        )


async def test_nothing_is_asked_where_nothing_changed(seeds: Path) -> None:
    await annotate(seeds, "雙向奔赴")
    async with reader_on(seeds) as hand:
        await hand.press("O")
        await hand.app.workers.wait_for_complete()
        await hand.pilot.pause()
        assert isinstance(hand.app.screen, LibraryScreen)


async def test_a_change_is_told_without_being_asked(seeds: Path) -> None:
    [before] = await annotate(seeds, "雙向奔赴")
    change(seeds, "香港作為世界領先", "有評論指出，香港作為世界領先")
    async with reader_on(seeds) as hand:
        hand.app.warm()
        await hand.until(lambda: len(hand.app._notifications))
        [told] = list(hand.app._notifications)
        assert "1 moved" in told.message
        assert list(hand.session.layer) == [before]


async def test_corrections_of_the_cleaning_come_along_in_the_same_step(seeds: Path) -> None:
    byline = "大公報記者 龔學鳴"
    async with reader_on(seeds) as hand:
        page = hand.session.pages.of(str(seeds / NEWSPAPER.name))
        at = page.source.raw.index(byline)
        raw = (Span(at, at + len(byline)),)
        dropped = new_correction(
            source=page.source.sha256, kind=CorrectionKind.DROP, raw=raw, creator="陳"
        )
        hand.session.pages.correct(page, dropped)
    change(seeds, "善用灣區優勢", "編者按：更新。\n\n善用灣區優勢")
    async with reader_on(seeds) as hand:
        before = hand.session.layer.corrections_of(page.source.sha256)
        await hand.press("O")
        screen = await asked(hand)
        assert "龔學" in str(screen.query_one(OptionList).get_option_at_index(0).prompt)
        await hand.press("enter")
        source = load(seeds / NEWSPAPER.name)
        [after] = hand.session.layer.corrections_of(source.sha256)
        assert picked(source.raw, after.raw) == byline
        now = hand.session.pages.of(str(seeds / NEWSPAPER.name))
        assert any(
            each.reason is DropReason.REVIEWER and each.span in after.raw for each in now.dropped
        )
        hand.session.layer.undo()
        assert hand.session.layer.corrections_of(page.source.sha256) == before


async def test_a_correction_of_what_is_gone_is_shown_and_stays(seeds: Path) -> None:
    byline = "大公報記者 龔學鳴"
    async with reader_on(seeds) as hand:
        page = hand.session.pages.of(str(seeds / NEWSPAPER.name))
        at = page.source.raw.index(byline)
        raw = (Span(at, at + len(byline)),)
        hand.session.pages.correct(
            page,
            new_correction(
                source=page.source.sha256, kind=CorrectionKind.DROP, raw=raw, creator="陳"
            ),
        )
    change(seeds, byline, "")
    async with reader_on(seeds) as hand:
        await hand.press("O")
        screen = await asked(hand)
        assert "orphan" in str(screen.query_one(OptionList).get_option_at_index(0).prompt)
        await hand.press("enter")
        assert len(hand.session.layer.corrections_of(page.source.sha256)) == 1

"""The reviewer has the last word: compare, decide, undo, and nothing that was annotated moves."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.containers import VerticalScroll
from textual.widgets import OptionList, Static

from annotations.span import picked
from reader.cleaning.decisions import DecisionKind
from reader.config import Settings
from reader.session import Session
from reader.text.cells import cell_widths
from reader.text.page import BlockKind, DropReason
from reader.tui.screens.chooser import Chooser
from reader.tui.screens.compare import CompareScreen
from reader.tui.screens.reading import ReadingScreen
from reader.workspace import Workspace
from tests.tui.conftest import NARROW, WIDE, Hand, reader_on

SMARTMORE = "前沿研究到全球交付"


async def compare(hand: Hand, title: str, at: str) -> CompareScreen:
    await hand.open(title)
    await hand.go_to(at)
    await hand.press("equals_sign")
    await hand.until(lambda: isinstance(hand.app.screen, CompareScreen))
    await hand.pilot.pause()
    screen = hand.app.screen
    assert isinstance(screen, CompareScreen)
    return screen


def said(screen: CompareScreen) -> str:
    return str(screen.query_one("#said", Static).content)


def block_texts(screen: CompareScreen) -> list[str]:
    return [block.text for article in screen.page.articles for block in article.blocks]


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
async def test_a_join_is_cut_undone_and_stays_cut_after_a_restart(
    seeds: Path, size: tuple[int, int]
) -> None:
    async with reader_on(seeds, size=size) as hand:
        screen = await compare(hand, SMARTMORE, "口，確保")
        assert "窗口" in said(screen)
        await hand.press("x")
        assert not any("戰略窗口" in text for text in block_texts(screen))
        assert "cut before" in said(screen)
        await hand.press("u")
        assert any("戰略窗口" in text for text in block_texts(screen))
        await hand.press("ctrl+r")
        assert not any("戰略窗口" in text for text in block_texts(screen))
        await hand.press("q")
        assert isinstance(hand.app.screen, ReadingScreen)
        assert "戰略窗口" not in hand.pane.view.text
    async with reader_on(seeds, size=size) as hand:
        await hand.open(SMARTMORE)
        assert "戰略窗口" not in hand.pane.view.text


async def test_a_decision_is_refused(seeds: Path) -> None:
    async with reader_on(seeds) as hand:
        screen = await compare(hand, SMARTMORE, "口，確保")
        await hand.press("r")
        assert not any("戰略窗口" in text for text in block_texts(screen))


async def test_a_doubtful_join_is_offered_instead_of_made(seeds: Path) -> None:
    strict = Settings("阿明", sure=0.999)
    session = Session(Workspace.open([str(seeds)]), strict)
    page = session.pages.again(session.pages.of(session.workspace.paths[0]), with_offers=True)
    assert any("戰略窗" in "".join(picked(page.source.raw, o.onto)) for o in page.offers)
    assert not any("戰略窗口" in block.text for a in page.articles for block in a.blocks)
    [offer] = [
        decision
        for decision in session.pages.decisions(page)
        if decision.kind is DecisionKind.OFFER and "窗口" in decision.reason
    ]
    page = session.pages.correct(page, session.pages.corrector(page).accept(offer))
    assert any("戰略窗口" in block.text for a in page.articles for block in a.blocks)
    session.close()


async def test_annotations_stay_on_their_characters(seeds: Path) -> None:
    async with reader_on(seeds) as hand:
        await hand.open(SMARTMORE)
        await hand.go_to("戰略窗口")
        await hand.press("v", "l", "l", "l", "enter")
        await hand.go_to("口，確保")
        await hand.press("equals_sign")
        await hand.until(lambda: isinstance(hand.app.screen, CompareScreen))
        await hand.press("x", "q")
        [shown] = hand.session.annotations_of(hand.pane.view)
        view = hand.pane.view
        assert sorted(view.text[s.start : s.end] for s in shown.spans) == ["戰略窗", "口"][::-1]
        raw = view.page.source.raw
        assert picked(raw, shown.annotation.raw) == "戰略窗口"


async def test_a_fragment_is_joined_to_a_ranked_candidate(seeds: Path) -> None:
    async with reader_on(seeds) as hand:
        screen = await compare(hand, SMARTMORE, "口，確保")
        await hand.press("x")
        await hand.press("p")
        await hand.until(lambda: isinstance(hand.app.screen, Chooser))
        choices = hand.app.screen.query_one(OptionList)
        first = str(choices.get_option_at_index(0).prompt)
        assert "戰略窗│口，確保" in first
        await hand.press("enter")
        assert any("戰略窗口" in text for text in block_texts(screen))


async def test_dropped_is_put_back_and_kept_is_dropped(seeds: Path) -> None:
    async with reader_on(seeds) as hand:
        screen = await compare(hand, "【陳家強專訪1】", "【陳家強")
        await hand.press("g")
        assert "dropped as boilerplate" in said(screen)
        await hand.press("i")
        assert any("Skip to Content" in text for text in block_texts(screen))
        await hand.press("d")
        assert not any("Skip to Content" in text for text in block_texts(screen))
        assert screen.page.dropped[0].reason is DropReason.REVIEWER


async def test_kind_and_article_of_a_block_are_changed(seeds: Path) -> None:
    async with reader_on(seeds) as hand:
        screen = await compare(hand, SMARTMORE, "反哺機制")
        await hand.press("t")
        kinds = list(BlockKind)
        steps = kinds.index(BlockKind.SUBHEADING) - kinds.index(BlockKind.KICKER)
        await hand.press(*["j"] * steps, "enter")
        kind = {b.text: b.kind for a in screen.page.articles for b in a.blocks}["反哺機制"]
        assert kind is BlockKind.SUBHEADING
        await hand.press("m", "enter")
        assert screen.page.articles[0].blocks[-1].text == "反哺機制"


async def test_the_library_shows_the_page_as_it_was_corrected(seeds: Path) -> None:
    async with reader_on(seeds) as hand:
        await compare(hand, SMARTMORE, "反哺機制")
        await hand.press("m", "end", "up", "enter", "q", "q")
        titles = [row[0] for row in hand.library_rows()]
        assert len(titles) == 10
        assert any("反哺機制" in title for title in titles)
        await hand.open("（無標題）反哺機制")
        assert hand.pane.view.text == "反哺機制"


async def test_decisions_are_gone_through_and_accepted(seeds: Path) -> None:
    async with reader_on(seeds) as hand:
        screen = await compare(hand, SMARTMORE, "思謀")
        doubts = screen.query_one("#decisions", OptionList)
        first = str(doubts.get_option_at_index(0).prompt)
        await hand.press("n", "y")
        assert "accept" in said(screen)
        assert str(doubts.get_option_at_index(0).prompt) != first
        assert "✓" in str(doubts.get_option_at_index(doubts.option_count - 1).prompt)


async def test_the_next_decision_is_the_one_after_that_which_was_settled(seeds: Path) -> None:
    async with reader_on(seeds) as hand:
        screen = await compare(hand, SMARTMORE, "思謀")
        doubts = screen.query_one("#decisions", OptionList)
        lines = [str(doubts.get_option_at_index(n).prompt) for n in range(3)]

        def highlighted() -> str:
            assert doubts.highlighted is not None
            return str(doubts.get_option_at_index(doubts.highlighted).prompt)

        await hand.press("n", "y")
        await hand.press("n")
        assert highlighted() == lines[1]
        await hand.press("r")
        assert lines[1] not in [str(option.prompt) for option in doubts.options]
        await hand.press("n")
        assert highlighted() == lines[2]
        await hand.press("t", "enter")
        await hand.press("N")
        assert highlighted() != lines[2]


async def test_others_corrections_are_looked_at_and_adopted(seeds: Path) -> None:
    colleague = Session(Workspace.open([str(seeds)]), Settings("小華"))
    path = colleague.workspace.paths[0]
    page = colleague.pages.of(path)
    block = page.articles[0].blocks[-1]
    corrector = colleague.pages.corrector(page)
    colleague.pages.correct(page, corrector.drop(0, len(page.articles[0].blocks) - 1))
    colleague.close()
    async with reader_on(seeds) as hand:
        screen = await compare(hand, SMARTMORE, "思謀")
        assert block.text in block_texts(screen)
        await hand.press("o")
        await hand.until(lambda: isinstance(hand.app.screen, Chooser))
        choices = hand.app.screen.query_one(OptionList)
        assert "小華: drop" in str(choices.get_option_at_index(1).prompt)
        await hand.press("j", "enter")
        assert block.text not in block_texts(screen)


async def test_a_correction_that_no_longer_fits_is_shown(seeds: Path) -> None:
    session = Session(Workspace.open([str(seeds)]), Settings("阿明"))
    page = session.pages.of(session.workspace.paths[0])
    corrector = session.pages.corrector(page)
    # As if another version of the cleaner had dropped the block that was called a caption.
    called = corrector.change_kind(1, 2, BlockKind.CAPTION)
    session.layer.correct(corrector.drop(1, 2), called, said="as it was")
    session.close()
    async with reader_on(seeds) as hand:
        screen = await compare(hand, SMARTMORE, "思謀")
        doubts = screen.query_one("#decisions", OptionList)
        assert "no longer fits" in str(doubts.get_option_at_index(0).prompt)


async def test_the_raw_text_is_shown_safely_and_struck_where_it_was_dropped(seeds: Path) -> None:
    async with reader_on(seeds) as hand:
        screen = await compare(hand, "【陳家強專訪1】", "【陳家強")
        await hand.press("g")
        strip = screen.raw.render_line(0)
        struck = "".join(s.text for s in strip if s.style is not None and s.style.strike)
        assert "Skip to Content" in struck
        assert "boilerplate" in strip.text


async def test_on_a_narrow_screen_the_texts_stand_one_above_the_other(seeds: Path) -> None:
    async with reader_on(seeds, size=(40, 20)) as hand:
        screen = await compare(hand, SMARTMORE, "思謀")
        raw, clean = screen.raw.region, screen.pane.region
        assert raw.width == clean.width == 40
        assert raw.bottom <= clean.y
        await hand.pilot.resize_terminal(*WIDE)
        await hand.until(lambda: screen.raw.region.y == screen.pane.region.y)


async def test_the_help_is_set_for_the_screen_that_it_is_on(seeds: Path) -> None:
    async with reader_on(seeds, size=(40, 20)) as hand:
        await compare(hand, SMARTMORE, "思謀")
        await hand.press("question_mark")
        box = hand.app.screen.query_one(VerticalScroll)
        await hand.until(lambda: box.content_size.height > 3)
        shown = str(box.query_one(Static).content)
        assert max(sum(cell_widths(line)) for line in shown.split("\n")) <= box.content_size.width

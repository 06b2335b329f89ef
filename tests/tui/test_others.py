"""Other reviewers' annotations on the page, and two programs on one layer."""

from __future__ import annotations

from pathlib import Path

from textual.widgets import OptionList

from annotations.span import Span
from reader.config import Settings
from reader.session import Session
from reader.views import ArticleView
from reader.workspace import Workspace
from tests.conftest import NEWSPAPER
from tests.tui.conftest import REVIEWER, Hand, reader_on

FUNDS = "引入專業基金"


def beside(hand: Hand, reviewer: str) -> tuple[Session, ArticleView]:
    """Another program on the same folder, with the article that is read."""
    session = Session(Workspace.open([str(hand.session.workspace.root)]), Settings(reviewer))
    view = hand.pane.view
    page = session.workspace.page(view.page.source.path)
    return session, ArticleView(page, next(a for a in page.articles if a.id == view.article.id))


def marked(session: Session, view: ArticleView, text: str) -> None:
    at = view.text.index(text)
    session.highlight(view, Span(at, at + len(text)), tags=["question"])


async def follow(hand: Hand) -> None:
    """What the timer does every second."""
    await hand.app.follow_layers().wait()
    await hand.pilot.pause()


def listed(hand: Hand) -> str:
    options = hand.reading.query_one("#annotations", OptionList)
    return "\n".join(
        str(options.get_option_at_index(n).prompt) for n in range(options.option_count)
    )


def overlined(hand: Hand) -> str:
    """The characters in view that have a line above them."""
    pane = hand.pane
    strips = [pane.render_line(y) for y in range(pane.size.height)]
    return "".join(
        segment.text
        for strip in strips
        for segment in strip
        if segment.style and segment.style.overline
    )


async def test_what_others_annotate_shows_when_asked_and_follows(seeds: Path) -> None:
    async with reader_on(seeds) as hand:
        await hand.open(FUNDS)
        await hand.go_to("耐心資本")
        theirs, view = beside(hand, "chan")
        marked(theirs, view, "耐心資本")
        await follow(hand)
        assert overlined(hand) == ""
        await hand.press("B")
        await hand.until(lambda: overlined(hand))
        assert overlined(hand) == "耐心資本"
        assert "chan: question" in listed(hand)
        assert "Shown too: what chan annotated." in hand.status
        before = len(hand.session.layer)
        await hand.press("d", "u")
        assert len(hand.session.layer) == before == 0, "read only"
        theirs.layer.undo()
        await follow(hand)
        assert overlined(hand) == ""
        theirs.layer.redo()
        await follow(hand)
        assert overlined(hand) == "耐心資本"
        await hand.press("B")
        assert overlined(hand) == ""
        assert "chan" not in listed(hand)
        theirs.close()


async def test_nobody_else(seeds: Path) -> None:
    async with reader_on(seeds) as hand:
        await hand.open(FUNDS)
        await hand.press("Ｂ")
        await hand.until(lambda: "Nobody else has annotated here yet." in hand.status)


async def test_the_second_program_follows_and_takes_over(seeds: Path) -> None:
    first = Session(Workspace.open([str(seeds)]), Settings(REVIEWER))
    async with reader_on(seeds) as hand:
        await hand.open(FUNDS)
        assert hand.session.layer.read_only
        assert any("open in another pizhu" in each.message for each in hand.app._notifications)
        path = str(seeds / NEWSPAPER.name)
        page = first.workspace.page(path)
        view = ArticleView(page, next(a for a in page.articles if a.title.startswith(FUNDS)))
        marked(first, view, "耐心資本")
        await follow(hand)
        assert "question" in listed(hand)
        first.close()
        await follow(hand)
        assert not hand.session.layer.read_only
        assert any("you can annotate here now" in each.message for each in hand.app._notifications)
        await hand.go_to("耐心資本")
        await hand.press("d")
        assert len(hand.session.layer) == 0

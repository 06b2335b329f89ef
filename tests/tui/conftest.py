"""Drives the app as a reviewer would: opens it on copies of the seeds, waits on what happens."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from textual.geometry import Offset
from textual.pilot import Pilot
from textual.widgets import Static

from reader.config import Settings
from reader.session import Session
from reader.tui.app import PizhuApp
from reader.tui.screens.library import LibraryScreen
from reader.tui.screens.reading import ReadingScreen
from reader.tui.widgets.article_pane import ArticlePane
from reader.tui.widgets.article_table import ArticleTable
from reader.tui.widgets.card import Card
from reader.workspace import Workspace

REVIEWER = "阿明"
WIDE, NARROW = (120, 40), (80, 24)


class Hand:
    """A reviewer's hand on the app."""

    def __init__(self, pilot: Pilot[None]) -> None:
        self.pilot = pilot
        assert isinstance(pilot.app, PizhuApp)
        self.app = pilot.app
        self.session = self.app.session

    async def until(self, happened: Callable[[], object]) -> None:
        """Let the app go on until something has happened."""
        for _ in range(500):
            if happened():
                return
            await self.pilot.pause()
        raise AssertionError(f"this never happened: {happened}")

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    @property
    def reading(self) -> ReadingScreen:
        screen = self.app.screen
        assert isinstance(screen, ReadingScreen)
        return screen

    @property
    def pane(self) -> ArticlePane:
        return self.reading.query_one(ArticlePane)

    @property
    def card(self) -> Card:
        return self.reading.query_one(Card)

    @property
    def status(self) -> str:
        return str(self.reading.query_one("#status", Static).content)

    @property
    def selected(self) -> str:
        span = self.pane.selection
        return self.pane.view.text[span.start : span.end]

    def library_rows(self) -> list[list[str]]:
        table = self.app.screen.query_one(ArticleTable)
        return [table.row_texts(row) for row in range(table.count)]

    async def open(self, title: str) -> None:
        """From the library, open the article whose title begins so, with keys alone."""
        rows = self.library_rows()
        wanted = next(n for n, row in enumerate(rows) if row[0].startswith(title))
        steps = wanted - self.app.screen.query_one(ArticleTable).cursor
        await self.press(*["down" if steps > 0 else "up"] * abs(steps), "enter")
        await self.until(lambda: not _is_loading(self.app))
        await self.pilot.pause()

    async def go_to(self, text: str) -> int:
        """Put the cursor on the first place of some text in the view."""
        offset = self.pane.view.text.index(text)
        self.pane.go_to(offset)
        await self.pilot.pause()
        return offset

    def place_of(self, text: str, *, half: int = 0) -> Offset:
        """Where on the screen some text begins; `half` 1 is a wide character's right half."""
        offset = self.pane.view.text.index(text)
        return self.pane.cell_on_screen(offset) + Offset(half, 0)

    async def drag(self, start: Offset, end: Offset) -> None:
        await self.pilot.mouse_down(offset=start)
        await self.pilot.hover(offset=end)
        await self.pilot.mouse_up(offset=end)
        await self.pilot.pause()

    async def click_footer(self, label: str) -> None:
        """Click an action in the footer, as one does without a keyboard."""
        from textual.widgets._footer import FooterKey

        for _ in range(50):
            # The footer is made anew whenever the mode changes; a key of the old one is no target.
            keys = [key for key in self.app.screen.query(FooterKey) if key.description == label]
            if keys and keys[0].is_attached and await self.pilot.click(keys[0]):
                await self.pilot.pause()
                return
            await self.pilot.pause()
        raise AssertionError(f"the footer has no {label}")


@asynccontextmanager
async def reader_on(
    *paths: Path, size: tuple[int, int] = WIDE, reviewer: str = REVIEWER
) -> AsyncIterator[Hand]:
    """The app on some texts, its pages loaded; closed, with its layer, at the end."""
    workspace = Workspace.open([str(path) for path in paths])
    session = Session(workspace, Settings(reviewer=reviewer))
    app = PizhuApp(session)
    try:
        async with app.run_test(size=size) as pilot:
            hand = Hand(pilot)
            await app.workers.wait_for_complete()
            await hand.until(lambda: not _is_loading(app))
            yield hand
    finally:
        session.close()


def _is_loading(app: PizhuApp) -> bool:
    screen = app.screen
    if isinstance(screen, LibraryScreen):
        return screen.is_loading
    if not isinstance(screen, ReadingScreen):
        return True
    return not (screen.is_furnished and app.session.has_glossary)

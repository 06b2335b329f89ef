"""Many texts are read beside what a person does: shown as they come, stopped and gone on with."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from reader.config import Settings
from reader.progress import Progress
from reader.session import Session
from reader.tui.app import PizhuApp
from reader.tui.screens.library import LibraryScreen
from reader.tui.screens.reading import ReadingScreen
from reader.tui.widgets.progress import ProgressLine
from reader.workspace import Workspace
from tests.tui.conftest import REVIEWER, WIDE, Hand


def article(n: int) -> str:
    return f"第{n}則新聞\n\n香港園區開園，這是第{n}則新聞的第一段，說明兩地的合作。\n"


@asynccontextmanager
async def reader_that_loads(folder: Path) -> AsyncIterator[Hand]:
    session = Session(Workspace.open([str(folder)]), Settings(reviewer=REVIEWER))
    app = PizhuApp(session)
    try:
        async with app.run_test(size=WIDE) as pilot:
            hand = Hand(pilot)
            await hand.until(lambda: isinstance(app.screen, LibraryScreen))
            yield hand
    finally:
        session.close()


@contextmanager
def slow_text(path: Path, content: str) -> Iterator[Callable[[], None]]:
    """A text that can't be read to its end before it is let go."""
    path.unlink(missing_ok=True)
    os.mkfifo(path)
    # Both ends at once, so that nobody waits here.
    handle = os.open(path, os.O_RDWR)
    held = [handle]

    def let_go() -> None:
        if held:
            os.write(handle, content.encode())
            os.close(held.pop())

    try:
        yield let_go
    finally:
        let_go()


async def test_it_is_read_beside_the_reading_and_can_be_stopped(tmp_path: Path) -> None:
    for n in range(1, 8):
        (tmp_path / f"{n}.txt").write_text(article(n), "utf-8")
    with slow_text(tmp_path / "4.txt", article(4)) as let_go:
        async with reader_that_loads(tmp_path) as hand:
            await stopped_and_gone_on_with(hand, let_go)


async def stopped_and_gone_on_with(hand: Hand, let_go: Callable[[], None]) -> None:
    await hand.until(lambda: len(hand.library_rows()) == 3)
    line = hand.app.screen.query_one(ProgressLine)
    await hand.until(lambda: line.display)
    assert "Reading text 3 of 7" in str(line.render())
    await hand.press("j", "enter")
    await hand.until(lambda: isinstance(hand.app.screen, ReadingScreen))
    await hand.until(lambda: hand.reading.is_furnished)
    assert "第2則新聞" in hand.pane.view.text, "one can read meanwhile"
    await hand.press("q", "escape")
    assert "stopping" in str(line.render())
    let_go()
    await hand.until(lambda: not line.display)
    assert len(hand.library_rows()) == 4
    assert len(hand.session.catalogue.unread) == 3
    await hand.press("r")
    await hand.until(lambda: len(hand.library_rows()) == 7)
    assert not hand.session.catalogue.unread


async def test_many_texts_are_read_by_another_process(tmp_path: Path) -> None:
    for n in range(120):
        (tmp_path / f"{n:03}.txt").write_text(article(n), "utf-8")
    (tmp_path / "060.txt").write_bytes(b"\xff\xfe\xfd\x00\x81")
    async with reader_that_loads(tmp_path) as hand:
        library = hand.app.library
        for _ in range(600):
            if not library.is_loading:
                break
            await hand.pilot.pause(0.05)
        assert len(hand.session.catalogue.entries) == 119
        [refused] = hand.session.catalogue.refused
        assert "060.txt" in str(refused)
        assert not any(hand.session.workspace.is_at_hand(p) for p in hand.session.workspace.paths)
        first = hand.session.catalogue.entries[0]
        view = hand.session.view_of(first)
        assert view.article.title == first.title
        assert hand.session.count_in(first.sha256, first.spans) == 0


async def test_a_click_stops_it_too(tmp_path: Path) -> None:
    for n in range(1, 4):
        (tmp_path / f"{n}.txt").write_text(article(n), "utf-8")
    with slow_text(tmp_path / "2.txt", article(2)) as let_go:
        async with reader_that_loads(tmp_path) as hand:
            line = hand.app.screen.query_one(ProgressLine)
            await hand.until(lambda: line.display)
            await hand.pilot.click(line)
            assert hand.app.loading_all.is_stopped
            let_go()
            await hand.until(lambda: not line.display)


def test_progress_goes_no_further_than_the_step_at_which_it_is_stopped() -> None:
    progress = Progress(10)
    seen = []
    for step in progress.over(range(10)):
        seen.append(step)
        if step == 3:
            progress.stop()
    assert seen == [0, 1, 2, 3]
    assert progress.done == 4
    assert progress.fraction == 0.4
    assert progress.is_finished
    assert Progress().fraction is None

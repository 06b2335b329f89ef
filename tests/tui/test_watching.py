"""Texts that appear, change and go away while pizhu runs."""

from __future__ import annotations

from pathlib import Path

from annotations.model import Status
from reader.tui.screens.changes import ChangesScreen
from reader.tui.screens.library import LibraryScreen
from reader.tui.screens.reading import ReadingScreen
from tests.conftest import NEWSPAPER
from tests.tui.conftest import Hand, reader_on

FUNDS = "引入專業基金"
ARTICLE = "香港設立新基金\n\n一個新的基金在香港設立，投資本地的科技企業，首期規模達十億元。\n"


async def look(hand: Hand) -> None:
    """What the timer does twice in three seconds."""
    for _ in range(2):
        await hand.app.look().wait()
    await hand.pilot.pause()
    await hand.app.workers.wait_for_complete()
    await hand.pilot.pause()


def texts(hand: Hand) -> str:
    return "\n".join(" ".join(row) for row in hand.library_rows())


async def test_a_new_file_appears_in_the_library(seeds: Path) -> None:
    async with reader_on(seeds) as hand:
        assert isinstance(hand.app.screen, LibraryScreen)
        assert "香港設立新基金" not in texts(hand)
        (seeds / "new.txt").write_text(ARTICLE, "utf-8")
        await look(hand)
        await hand.until(lambda: "香港設立新基金" in texts(hand))


async def test_a_file_that_is_gone_is_told_of_and_leaves_the_library(seeds: Path) -> None:
    (seeds / "new.txt").write_text(ARTICLE, "utf-8")
    async with reader_on(seeds) as hand:
        assert "香港設立新基金" in texts(hand)
        (seeds / "new.txt").unlink()
        await look(hand)
        await hand.until(lambda: "香港設立新基金" not in texts(hand))
        assert any("new.txt is gone" in each.message for each in hand.app._notifications)


async def test_a_page_that_changes_is_told_of_and_shown_anew_when_asked(seeds: Path) -> None:
    path = seeds / NEWSPAPER.name
    async with reader_on(seeds) as hand:
        await hand.open(FUNDS)
        await hand.go_to("雙向奔赴")
        await hand.press("v", "l", "l", "l", "1")
        await hand.go_to("耐心資本")
        before = hand.pane.view
        content = path.read_bytes().decode()
        path.write_bytes(
            content.replace("香港作為世界領先", "有評論指出，香港作為世界領先").encode()
        )
        await look(hand)
        assert hand.pane.view is before, "nothing moves unasked"
        line = str(hand.reading.query_one("#file").render())
        assert "This text has changed. O shows it as it is now." in line
        await hand.press("O")
        await hand.until(lambda: isinstance(hand.app.screen, ChangesScreen))
        await hand.press("enter")
        await hand.until(lambda: isinstance(hand.app.screen, ReadingScreen))
        await hand.pilot.pause()
        view = hand.pane.view
        assert "有評論指出" in view.text
        assert view.text[hand.pane.cursor :].startswith("耐心資本"), "the place is kept"
        assert not hand.reading.query("#file")
        [kept] = hand.session.layer
        assert kept.status is Status.MOVED
        assert kept.source == view.page.source.sha256


async def test_a_file_that_is_only_touched_says_nothing(seeds: Path) -> None:
    async with reader_on(seeds) as hand:
        await hand.open(FUNDS)
        (seeds / NEWSPAPER.name).touch()
        await look(hand)
        assert not hand.reading.query("#file")


async def test_a_text_whose_file_is_gone_can_be_read_and_annotated_on(seeds: Path) -> None:
    async with reader_on(seeds) as hand:
        await hand.open(FUNDS)
        (seeds / NEWSPAPER.name).unlink()
        await look(hand)
        assert "gone" in str(hand.reading.query_one("#file").render())
        await hand.go_to("耐心資本")
        await hand.press("v", "l", "l", "l", "1")
        assert len(hand.session.layer) == 1

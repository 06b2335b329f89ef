"""The reading screen as it is seen: both scripts, with a highlight and a popup, wide and narrow.

`make snapshots` takes them anew; look at the pictures before you commit them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from textual.pilot import Pilot

from reader.config import Settings
from reader.session import Session
from reader.tui.app import PizhuApp
from reader.tui.screens.reading import ReadingScreen
from reader.wording import choose
from reader.workspace import Workspace
from tests.tui.conftest import NARROW, WIDE, Hand

Compare = Callable[..., bool]


@pytest.fixture
def app(seeds: Path, monkeypatch: pytest.MonkeyPatch) -> PizhuApp:
    """The reader on the seeds, as a reviewer whose name does not change from machine to machine."""
    # The heading names the folder, and the folder differs from run to run.
    monkeypatch.chdir(seeds.parent)
    workspace = Workspace.open(["seeds"])
    workspace.root = Path("seeds")
    noon = datetime(2026, 11, 21, 12, tzinfo=UTC)
    return PizhuApp(Session(workspace, Settings("阿明"), clock=lambda: noon))


def doing(title: str, *steps: str) -> Callable[[Pilot[None]], object]:
    """Open an article, then press keys; a step that begins with @ goes to that text."""

    async def run(pilot: Pilot[None]) -> None:
        hand = Hand(pilot)
        await hand.app.workers.wait_for_complete()
        await hand.until(lambda: len(hand.library_rows()) == 9)
        if not title:
            return
        await hand.open(title)
        for step in steps:
            if step.startswith("@"):
                await hand.go_to(step[1:])
            else:
                await hand.press(step)
        assert isinstance(hand.app.screen, ReadingScreen)

    return run


def test_library(app: PizhuApp, snap_compare: Compare) -> None:
    assert snap_compare(app, run_before=doing(""), terminal_size=WIDE)


HIGHLIGHTED = ("@壯大「耐心", *"vlllllll", "1", "@耐心資本", *"vllllll", "2")


def test_traditional_with_highlights_and_a_popup(app: PizhuApp, snap_compare: Compare) -> None:
    steps = (*HIGHLIGHTED, "@「耐心資本」", "tab", "enter")
    assert snap_compare(app, run_before=doing("引入專業基金", *steps), terminal_size=WIDE)


def test_simplified_with_highlights_and_a_popup(app: PizhuApp, snap_compare: Compare) -> None:
    steps = (*HIGHLIGHTED, "s", "@「耐心资本」", "tab", "enter")
    assert snap_compare(app, run_before=doing("引入專業基金", *steps), terminal_size=WIDE)


def test_repaired_break_explained_on_a_narrow_screen(app: PizhuApp, snap_compare: Compare) -> None:
    steps = ("@戰略窗", *"vlllll", "1", "@口，確保", "enter")
    assert snap_compare(app, run_before=doing("前沿研究", *steps), terminal_size=NARROW)


def test_captions_with_counts(app: PizhuApp, snap_compare: Compare) -> None:
    assert snap_compare(app, run_before=doing("【陳家強專訪1】"), terminal_size=NARROW)


def test_the_interface_in_simplified_chinese(app: PizhuApp, snap_compare: Compare) -> None:
    choose("zh-Hans")
    steps = (*HIGHLIGHTED, "s", "@风投基金", *"vlll")
    assert snap_compare(app, run_before=doing("引入專業基金", *steps), terminal_size=WIDE)

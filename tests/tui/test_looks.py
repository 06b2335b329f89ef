"""The page as it is seen in each theme, without colours, in two columns and on forty cells.

`make snapshots` takes them anew; look at the pictures before you commit them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from reader.config import Settings
from reader.session import Session
from reader.tui.app import PizhuApp
from reader.workspace import Workspace
from tests.tui.conftest import NARROW, Hand

Compare = Callable[..., bool]
PARTS = ("@較為短", *"vll1", "@為短缺", *"vll2", "slash", *"成熟企業", "enter", "@期投資", *"vll")


def reader(seeds: Path, **settings: Any) -> PizhuApp:
    workspace = Workspace.open([str(seeds)])
    noon = datetime(2026, 11, 21, 12, tzinfo=UTC)
    return PizhuApp(Session(workspace, Settings("阿明", **settings), clock=lambda: noon))


def reading(title: str, *steps: str) -> Callable[[Pilot[None]], object]:
    """Open an article, then press keys; a step that begins with @ goes to that text."""

    async def run(pilot: Pilot[None]) -> None:
        hand = Hand(pilot)
        await hand.app.workers.wait_for_complete()
        await hand.until(lambda: len(hand.library_rows()) == 9)
        await hand.open(title)
        for step in steps:
            if step.startswith("@"):
                await hand.go_to(step[1:])
            else:
                await hand.press(step)
        await hand.pilot.pause()

    return run


@pytest.mark.parametrize("theme", ["paper", "contrast", "terminal"])
def test_a_theme(seeds: Path, snap_compare: Compare, theme: str) -> None:
    app = reader(seeds, theme=theme)
    assert snap_compare(app, run_before=reading("引入專業基金", *PARTS), terminal_size=NARROW)


def test_without_colours(
    seeds: Path, snap_compare: Compare, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = reader(seeds)
    assert snap_compare(app, run_before=reading("引入專業基金", *PARTS), terminal_size=NARROW)


def test_two_columns_and_the_panel(seeds: Path, snap_compare: Compare) -> None:
    app = reader(seeds, hanging=True, justify=True)
    run = reading("前沿研究", "@公司負責人", *"vllll3", "comma")
    assert snap_compare(app, run_before=run, terminal_size=(200, 24))


def test_forty_columns(seeds: Path, snap_compare: Compare) -> None:
    app = reader(seeds, hanging=True)
    assert snap_compare(app, run_before=reading("引入專業基金"), terminal_size=(40, 30))

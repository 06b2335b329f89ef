"""Takes the screenshots of README and docs/reading.md: the real app on the seeds, driven with keys.

python docs/screenshot.py
"""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
HIGHLIGHTS = (
    ("壯大「耐心", [*"vlllllll", "1"]),
    ("耐心資本」，從而帶動", [*"vlllllllll", "2"]),
    ("邱達根認為，主要", [*"vll", "3"]),
    ("較為短缺", [*"vlll", "4"]),
)
TERM = "，壯大「耐心資本」，從而帶動一波又一波優質的創業團隊落戶香港。他"

Steps = Callable[[Any], Awaitable[None]]


async def take(folder: Path, size: tuple[int, int], steps: Steps) -> str:
    """Open the seeds, do some steps, and export what is on the screen."""
    from reader.config import Settings
    from reader.session import Session
    from reader.tui.app import PizhuApp
    from reader.workspace import Workspace

    session = Session(Workspace.open([str(folder)]), Settings("阿明"))
    app = PizhuApp(session)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        await steps(pilot)
        await settled(pilot)
        picture = app.export_screenshot(title="pizhu 批註")
    session.close()
    return picture


async def settled(pilot: Any) -> None:
    """Wait until nothing is being done any more."""
    await pilot.app.workers.wait_for_complete()
    await pilot.pause(0.3)


async def opened(pilot: Any) -> None:
    """The article about patient capital, annotated."""
    await pilot.press("down", "down", "down", "enter")
    await settled(pilot)
    for place, keys in HIGHLIGHTS:
        await at(pilot, place, keys)


async def at(pilot: Any, place: str, keys: list[str]) -> None:
    """Press keys at a place of the text."""
    screen = pilot.app.screen
    screen.pane.go_to(screen.pane.view.text.index(place))
    await pilot.press(*keys)
    await settled(pilot)


async def reading(pilot: Any) -> None:
    await opened(pilot)
    await at(pilot, TERM, ["tab", "enter"])


async def simplified(pilot: Any) -> None:
    await opened(pilot)
    await pilot.press("g", "s")


async def searching(pilot: Any) -> None:
    await opened(pilot)
    await pilot.press("slash", *"创科", "enter")
    await settled(pilot)
    await pilot.press("f")


async def columns(pilot: Any) -> None:
    await pilot.press("G", "enter")
    await settled(pilot)
    await pilot.press("a", "a")


async def comparing(pilot: Any) -> None:
    await pilot.press("down", "enter")
    await settled(pilot)
    await pilot.press("equals_sign")
    await settled(pilot)
    await pilot.press("n")


PICTURES: dict[str, tuple[tuple[int, int], Steps]] = {
    "reading": ((120, 36), reading),
    "simplified": ((80, 24), simplified),
    "searching": ((120, 30), searching),
    "columns": ((190, 36), columns),
    "comparing": ((120, 36), comparing),
}


def main() -> None:
    """Write `docs/*.svg`."""
    for name, (size, steps) in PICTURES.items():
        with tempfile.TemporaryDirectory() as home:
            for kind in ("CONFIG", "STATE", "DATA", "CACHE"):
                os.environ[f"XDG_{kind}_HOME"] = f"{home}/{kind}"
            folder = Path(home, "seeds")
            shutil.copytree(HERE.parent / "seeds", folder, ignore=lambda *_: [".pizhu"])
            picture = asyncio.run(take(folder, size, steps))
            (HERE / f"{name}.svg").write_text(picture, "utf-8")


if __name__ == "__main__":
    main()

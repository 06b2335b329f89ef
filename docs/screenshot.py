"""Takes the screenshot in README: the real app on the seeds, driven with keys.

python docs/screenshot.py
"""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
KEYS = (
    ("壯大「耐心", [*"vlllllll", "1"]),
    ("耐心資本」，從而帶動", [*"vlllllllll", "2"]),
    ("邱達根認為，主要", [*"vll", "3"]),
    ("較為短缺", [*"vlll", "4"]),
    ("，壯大「耐心資本」，從而帶動一波又一波優質的創業團隊落戶香港。他", ["tab", "enter"]),
)


async def take(folder: Path) -> str:
    """Open the seeds, annotate one article, and ask about a term."""
    from reader.config import Settings
    from reader.session import Session
    from reader.tui.app import PizhuApp
    from reader.tui.screens.reading import ReadingScreen
    from reader.workspace import Workspace

    session = Session(Workspace.open([str(folder)]), Settings("阿明"))
    app = PizhuApp(session)
    async with app.run_test(size=(120, 36)) as pilot:
        await app.workers.wait_for_complete()
        await pilot.pause()
        await pilot.press("down", "down", "down", "enter")
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, ReadingScreen)
        for place, keys in KEYS:
            screen.pane.go_to(screen.pane.view.text.index(place))
            await pilot.press(*keys)
            await pilot.pause()
        picture = app.export_screenshot(title="pizhu 批註")
    session.close()
    return picture


def main() -> None:
    """Write `docs/reading.svg`."""
    with tempfile.TemporaryDirectory() as home:
        for name in ("CONFIG", "STATE", "DATA", "CACHE"):
            os.environ[f"XDG_{name}_HOME"] = f"{home}/{name}"
        folder = Path(home, "seeds")
        shutil.copytree(HERE.parent / "seeds", folder, ignore=lambda *_: [".pizhu"])
        (HERE / "reading.svg").write_text(asyncio.run(take(folder)), "utf-8")


if __name__ == "__main__":
    main()

"""The floor that pizhu is measured against: a bare Textual app that shows the same text.

python benchmarks/bare_app.py TEXT
"""

from __future__ import annotations

import sys
from pathlib import Path

from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static


class BareApp(App[None]):
    """One Static in a scroll."""

    def compose(self) -> ComposeResult:
        with VerticalScroll():
            yield Static(Path(sys.argv[1]).read_text("utf-8"), markup=False)


if __name__ == "__main__":
    BareApp().run()

"""Every key, from the one registry of actions."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from itertools import groupby
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from reader.text.cells import cell_widths
from reader.tui.actions import (
    ANNOTATION_LIST,
    COMPARE,
    LIBRARY,
    LIBRARY_TABLE,
    MOTIONS,
    RAW,
    READING,
    SELECTING,
    Action,
)

_KEYS_CELLS = 12
_HELP_CELLS = 58


class HelpScreen(ModalScreen[None]):
    """A list of what the keys do, and of what the mouse does."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,q", "dismiss(None)", "Close"),
        Binding("j", "app.scroll('down')", show=False),
    ]
    CSS = """
    HelpScreen {
        align: center middle;
        background: $background 60%;
        & > VerticalScroll {
            width: 84; max-width: 100%; height: auto; max-height: 90%;
            background: $surface; border: round $accent; padding: 0 2;
            scrollbar-size-vertical: 1;
        }
    }
    """

    def compose(self) -> ComposeResult:
        with VerticalScroll() as box:
            box.border_title = "Keys"
            box.border_subtitle = "esc"
            yield Static(Content("\n").join(_lines()), markup=False)


_MOUSE = (
    ("click", "Put the cursor there, and explain what is there"),
    ("rest", "Explain the term or the mark under the mouse"),
    ("drag", "Select; then click Highlight, Tag or Note in the footer"),
    ("double click", "Select a word; a third click selects the sentence"),
    ("wheel", "Scroll"),
)


def _lines() -> Iterator[Content]:
    actions = sorted(
        (
            *READING,
            *SELECTING,
            *MOTIONS,
            *ANNOTATION_LIST,
            *RAW,
            *COMPARE,
            *LIBRARY_TABLE,
            *LIBRARY,
        ),
        key=lambda action: _ORDER.index(action.group),
    )
    for group, members in groupby(actions, key=lambda action: action.group):
        yield Content.styled(f"\n{group}", "bold")
        for does, alike in groupby(members, key=lambda action: action.help):
            yield _line(_shortened([keys_of(action) for action in alike]), does)
    yield Content.styled("\nMouse", "bold")
    for gesture, does in _MOUSE:
        yield _line(gesture, does)


_ORDER = ("Read", "Annotate", "Select", "Move", "List", "Compare", "Library")


def keys_of(action: Action) -> str:
    """An action's keys as a person would write them."""
    if action.key_display:
        return action.key_display
    return action.keys.replace("ctrl+", "^").replace(",", " ")


def _shortened(keys: list[str]) -> str:
    """The keys of actions that do the same; a row of them is told by its ends."""
    return f"{keys[0]}–{keys[-1]}" if len(keys) > 2 else " ".join(keys)


def _line(keys: str, does: str) -> Content:
    gap = " " * max(1, _KEYS_CELLS - sum(cell_widths(keys)))
    first, *rest = textwrap.wrap(does, _HELP_CELLS)
    under = "".join(f"\n{' ' * (_KEYS_CELLS + 2)}{line}" for line in rest)
    return Content.assemble(Content.styled(f"  {keys}", "bold"), gap, first, under)

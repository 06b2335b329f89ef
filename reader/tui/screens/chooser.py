"""Asks for one of a few things."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList

from reader.tui.text import fitted

_CELLS = 66


class Chooser(ModalScreen[int | None]):
    """A list under a title; answers with the index of what was chosen, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss(None)", "Cancel"),
        Binding("j", "move(1)", "Down", show=False),
        Binding("k", "move(-1)", "Up", show=False),
    ]
    CSS = """
    Chooser {
        align: center middle;
        background: $background 60%;
        & > Vertical {
            width: 74; height: auto; max-height: 20; max-width: 100%;
            background: $surface; border: round $accent; padding: 0 1;
        }
        & OptionList { border: none; background: $surface; height: auto; max-height: 16; }
    }
    """

    def __init__(self, title: str, choices: Sequence[str], at: int = 0) -> None:
        """
        Args:
            title: What is asked.
            choices: Plain text, one line each.
            at: Index of the one that the cursor is on first.
        """
        super().__init__()
        self._title = title
        self._choices = choices
        self._at = at

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = self._title
            box.border_subtitle = "enter · esc"
            yield OptionList(*(Content(fitted(choice, _CELLS)) for choice in self._choices))

    def on_mount(self) -> None:
        options = self.query_one(OptionList)
        options.highlighted = self._at
        options.focus()

    def action_move(self, rows: int) -> None:
        options = self.query_one(OptionList)
        if rows > 0:
            options.action_cursor_down()
        else:
            options.action_cursor_up()

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_index)

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


class Choices(OptionList):
    """A list that is gone through with j and k too."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "cursor_down", show=False),
        Binding("k", "cursor_up", show=False),
    ]


class Chooser(ModalScreen[int | None]):
    """A list under a title; answers with the index of what was chosen, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q", "dismiss(None)", "Cancel")]
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
            yield Choices(*(Content(fitted(choice, _CELLS)) for choice in self._choices))

    def on_mount(self) -> None:
        options = self.query_one(OptionList)
        options.highlighted = self._at
        options.focus()

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_index)

"""The line in which a search is typed."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static


class SearchBar(Horizontal):
    """Says what is typed, as it is typed; hidden while nothing is searched for."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "give_up", "Give up", show=False)]
    DEFAULT_CSS = """
    SearchBar {
        height: 1;
        background: $panel;
        & > #slash { width: 2; color: $primary; padding-left: 1; }
        & > Input { width: 1fr; border: none; height: 1; padding: 0; background: $panel; }
        & > #found { width: auto; min-width: 16; padding: 0 1; color: $quiet; text-align: right; }
    }
    """

    class Changed(Message):
        """Another text is searched for."""

        def __init__(self, value: str) -> None:
            super().__init__()
            self.value = value

    class Submitted(Message):
        """The search stands; the hits are there to be gone through."""

    class GivenUp(Message):
        """The search shall never have been."""

    def compose(self) -> ComposeResult:
        yield Static("/", id="slash", markup=False)
        yield Input(placeholder="繁體 or 简体", compact=True)
        yield Static(id="found", markup=False)

    @property
    def value(self) -> str:
        """What is searched for."""
        return self.query_one(Input).value

    def open(self) -> None:
        """Show the line, what was typed before ready to be typed over."""
        self.display = True
        typed = self.query_one(Input)
        typed.focus()
        typed.select_all()

    def close(self) -> None:
        """Take the line away."""
        self.display = False

    def say(self, count: str) -> None:
        """Say how many hits there are."""
        self.query_one("#found", Static).update(count)

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Changed(event.value))

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Submitted())

    def action_give_up(self) -> None:
        self.post_message(self.GivenUp())

"""What panels have in common: a titled box with a list in it, and how it is left."""

from __future__ import annotations

from typing import ClassVar, Generic, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from reader.text.cells import visible
from reader.tui.actions import PANEL, bindings
from reader.tui.widgets.footer import Footer
from reader.tui.widgets.line_list import LineList

Answer = TypeVar("Answer")


class Panel(ModalScreen[Answer | None], Generic[Answer]):
    """A list in a box over the text; answers with what was chosen, or None."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(PANEL)
    DEFAULT_CSS = """
    Panel {
        align: center middle;
        background: $background 60%;
        & > Vertical {
            width: 94%; max-width: 100; height: 80%;
            background: $surface; border: round $accent; padding: 0 1;
        }
        & #nothing { height: auto; color: $quiet; display: none; }
    }
    """

    def __init__(self, title: str, nothing: str) -> None:
        """
        Args:
            title: What is listed.
            nothing: What to say when nothing is.
        """
        super().__init__()
        self._title = title
        self._nothing = nothing

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = Content(visible(self._title))
            yield Static(self._nothing, id="nothing", markup=False)
            yield LineList(self.line)
        yield Footer()

    @property
    def listing(self) -> LineList:
        return self.query_one(LineList)

    def on_mount(self) -> None:
        self.listing.show(self.count(), self.first())
        self.listing.focus()
        self._tell()

    def _tell(self) -> None:
        self.query_one("#nothing", Static).display = not self.listing.count

    def list_anew(self) -> None:
        """What is listed has changed."""
        self.listing.show(self.count())
        self._tell()

    def count(self) -> int:
        """How many lines there are."""
        raise NotImplementedError

    def first(self) -> int:
        """The line that the cursor is on first."""
        return 0

    def line(self, index: int, cells: int) -> Content:
        """One line, for so many cells."""
        raise NotImplementedError

    def answer(self, index: int) -> Answer | None:
        """What a line stands for; None when it is nothing to go to."""
        raise NotImplementedError

    @on(LineList.Chosen)
    def _chosen(self, event: LineList.Chosen) -> None:
        event.stop()
        answer = self.answer(event.index)
        if answer is not None:
            self.dismiss(answer)

    def action_close(self) -> None:
        self.dismiss(None)

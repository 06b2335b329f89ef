"""The line in which a search is typed, and the going from hit to hit."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Input, Static

from reader.search import Hits, folded
from reader.tui.widgets.article_pane import ArticlePane
from reader.views import ArticleView


class SearchBar(Horizontal):
    """Finds what is typed as it is typed; hidden while nothing is searched for."""

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

    def __init__(self, pane: Callable[[], ArticlePane], id: str | None = None) -> None:  # noqa: A002
        """
        Args:
            pane: Gives the pane whose text is searched.
            id: The widget's id.
        """
        super().__init__(id=id)
        self._pane = pane
        self._begun_at = 0
        self._folded: tuple[ArticleView, str] | None = None

    def compose(self) -> ComposeResult:
        yield Static("/", id="slash", markup=False)
        yield Input(placeholder="繁體 or 简体", compact=True)
        yield Static(id="found", markup=False)

    def open(self) -> None:
        """Show the line, what was typed before ready to be typed over."""
        self._begun_at = self._pane().cursor
        self.display = True
        typed = self.query_one(Input)
        typed.focus()
        typed.select_all()

    def end(self) -> None:
        """Take the line and the marks away."""
        self.display = False
        self._pane().hits = None
        self._pane().refresh_marks()

    def find_again(self) -> None:
        """Mark the hits in the view that is shown now."""
        pane, wanted = self._pane(), self.query_one(Input).value
        if self._folded is None or self._folded[0] is not pane.view:
            self._folded = pane.view, folded(pane.view.text)
        pane.hits = Hits(self._folded[1], wanted) if wanted.strip() else None
        pane.refresh_marks()

    def step(self, step: int) -> None:
        """Go to the next hit (`step` 1) or the one before (`step` -1)."""
        pane = self._pane()
        self._go_to(pane.hits.next(pane.cursor, step) if pane.hits else None)

    def _go_to(self, found: int | None) -> None:
        hits = self._pane().hits
        if hits is None or found is None:
            self._say("" if hits is None else "nothing found")
            return
        self._pane().go_to(hits.starts[found])
        self._say(f"{found + 1} of {len(hits)}")

    def _say(self, count: str) -> None:
        self.query_one("#found", Static).update(count)

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self.find_again()
        hits = self._pane().hits
        self._go_to(hits.at_or_after(self._begun_at) if hits else None)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._pane().focus()

    def action_give_up(self) -> None:
        self.end()
        self._pane().go_to(self._begun_at)
        self._pane().focus()

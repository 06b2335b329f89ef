"""The hits of a search as a list, each with what stands around it; the text goes along above."""

from __future__ import annotations

from collections.abc import Callable

from textual import on
from textual.containers import Vertical
from textual.content import Content

from annotations.span import Span
from reader.finding import line_of
from reader.search import Search
from reader.text.cells import cell_widths
from reader.tui.screens.panel import Panel
from reader.tui.text import fitted, fitted_end
from reader.tui.widgets.line_list import LineList
from reader.views import ArticleView
from reader.wording import _, several

_OFTEN = 0.1
"""Seconds between two looks at a search that goes on."""
HIT = "bold reverse"
"""How a hit stands out in a line: not by colour alone."""


def hit_content(before: str, exact: str, after: str, cells: int) -> Content:
    """A hit and its surroundings on one line of so many cells, the hit itself always in it."""
    shown = fitted(exact, max(1, cells))
    rest = cells - sum(cell_widths(shown))
    left = fitted_end(before, rest // 2)
    right = fitted(after, rest - sum(cell_widths(left)))
    return Content.assemble(left, Content.styled(shown, HIT), right)


class HitsScreen(Panel[bool]):
    """Answers with True when somebody wants to stay where the list led."""

    DEFAULT_CSS = """
    HitsScreen {
        align: center bottom;
        background: $background 0%;
        & > Vertical { width: 100%; max-width: 100%; height: 45%; min-height: 7; }
    }
    """

    def __init__(
        self, view: ArticleView, search: Search, at: int, go_to: Callable[[Span], None]
    ) -> None:
        """
        Args:
            view: The article as it is shown.
            search: May still be going on.
            at: Offset in the article's text of the reader's place.
            go_to: Shows a hit in the text.
        """
        super().__init__(
            _("Hits: {query}").format(query=search.query.typed), _("Nothing was found yet …")
        )
        self._view = view
        self._search = search
        self._at = at
        self._go_to = go_to

    def on_mount(self) -> None:
        super().on_mount()
        self._tell_count()
        if not self._search.is_done:
            self.set_interval(_OFTEN, self._look)

    def count(self) -> int:
        return len(self._search.hits)

    def first(self) -> int:
        hits = self._search.hits
        here = hits.at(self._at)
        return (hits.at_or_after(self._at) or 0) if here is None else here

    def line(self, index: int, cells: int) -> Content:
        line = line_of(self._view, self._search.hits[index], cells)
        part = f"{line.part:4.0%}  "
        context = hit_content(line.before, line.exact, line.after, max(1, cells - len(part)))
        return Content.assemble(Content.styled(part, "dim"), context)

    def answer(self, index: int) -> bool:
        self._go_to(self._search.hits[index])
        return True

    def _look(self) -> None:
        if len(self._search.hits) != self.listing.count or self._search.is_done:
            self.listing.grow(len(self._search.hits))
            self._tell_count()

    def _tell_count(self) -> None:
        count = len(self._search.hits)
        said = several("{count:,} hit", "{count:,} hits", count).format(count=count)
        more = "" if self._search.is_done else " …"
        self.query_one(Vertical).border_subtitle = said + more

    @on(LineList.Moved)
    def _moved(self, event: LineList.Moved) -> None:
        self._go_to(self._search.hits[event.index])

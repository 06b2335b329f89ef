"""The articles that are open, the one that was read last first."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content

from reader.text.cells import cell_widths
from reader.tui.actions import OPENED_LIST, bindings
from reader.tui.screens.panel import Panel
from reader.tui.text import fitted
from reader.visits import Visit, Visits
from reader.wording import _

_HERE = "● "


class OpenedScreen(Panel[Visit]):
    """Answers with the article to go on reading."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(OPENED_LIST)

    def __init__(self, visits: Visits, here: Visit | None) -> None:
        """
        Args:
            visits: Where the reader was.
            here: Where the reader is; None when that is in no article.
        """
        super().__init__(_("Open articles"), _("No article is open."))
        self._visits = visits
        self._here = here
        self._listed = visits.open()

    def count(self) -> int:
        return len(self._listed)

    def first(self) -> int:
        """The article before this one: enter goes to and fro between two."""
        is_first = self._here is not None and self._listed[:1] and self._is_here(self._listed[0])
        return 1 if is_first and len(self._listed) > 1 else 0

    def _is_here(self, visit: Visit) -> bool:
        return self._here is not None and visit.key == self._here.key

    def line(self, index: int, cells: int) -> Content:
        visit = self._listed[index]
        lead = _HERE if self._is_here(visit) else "  "
        name = fitted(visit.path.rsplit("/", 1)[-1], cells // 3)
        title = fitted(visit.title, max(1, cells - len(lead) - sum(cell_widths(name)) - 2))
        return Content.assemble(
            Content.styled(lead, "$accent bold"), title, Content.styled(f"  {name}", "dim")
        )

    def answer(self, index: int) -> Visit:
        return self._listed[index]

    def action_close_article(self) -> None:
        if not self._listed:
            return
        visit = self._listed[self.listing.cursor]
        if self._is_here(visit):
            self.notify(_("This is the article that you read; q leaves it."), markup=False)
            return
        self._visits.close(visit.key)
        self._listed = self._visits.open()
        self.list_anew()

"""Texts and folders that were opened lately."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content

from annotations.foreign import by_system
from reader.lately import Lately, Opened
from reader.text.cells import cell_widths
from reader.tui.actions import RECENT_LIST, bindings
from reader.tui.screens.panel import Panel
from reader.tui.text import fitted, fitted_end, padded
from reader.wording import _


class RecentScreen(Panel[Opened]):
    """Answers with what to open."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(RECENT_LIST)

    def __init__(self, lately: Lately) -> None:
        super().__init__(_("Opened lately"), _("Nothing was opened yet."))
        self._lately = lately
        self._listed = lately.all()

    def count(self) -> int:
        return len(self._listed)

    def line(self, index: int, cells: int) -> Content:
        opened = self._listed[index]
        name = opened.path.name + ("/" if opened.is_folder else "")
        when = datetime.fromtimestamp(opened.when).astimezone().strftime("%Y-%m-%d %H:%M")
        note = when if opened.is_there() else _("no longer there")
        room = cells - sum(cell_widths(note)) - 4
        title = padded(name or str(opened.path), max(8, room // 2))
        folder = fitted_end(str(opened.path.parent), max(1, room - sum(cell_widths(title))))
        style = "bold" if opened.is_folder else ""
        return Content.assemble(
            Content.styled(title, style),
            Content.styled(f"  {padded(folder, max(1, room - sum(cell_widths(title))))}  ", "dim"),
            Content.styled(fitted(note, 16), "" if opened.is_there() else "italic"),
        )

    def answer(self, index: int) -> Opened | None:
        opened = self._listed[index]
        if opened.is_there():
            return opened
        self.notify(
            _("{path} is no longer there; d takes it out of the list.").format(path=opened.path),
            severity="warning",
            markup=False,
        )
        return None

    def action_forget(self) -> None:
        if not self._listed:
            return
        try:
            self._lately.forget(self._listed[self.listing.cursor].path)
        except OSError as error:
            self.notify(
                _("The list can't be saved ({why}).").format(why=by_system(error)),
                severity="error",
                markup=False,
            )
            return
        self._listed = self._lately.all()
        self.list_anew()

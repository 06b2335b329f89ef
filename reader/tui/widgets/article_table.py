"""The rows of the library, as many as there are: only those in sight are made.

Invariant: the cursor is on an article, not on a row: it stays there when articles come, go or change
places around it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from reader.catalogue import Entry
from reader.listing import Sort
from reader.tui.actions import LIBRARY_TABLE, bindings
from reader.tui.text import padded
from reader.tui.widgets.line_list import POINTER, LineList
from reader.wording import _, marked

_GAP = "  "
_ROOMY = 40
"""Cells of a title from which on the source's name is given more than its least."""
_LEAST_TITLE = 20
_MOST_SOURCE = 24
"""Cells that the source's name is given beyond its least."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the library."""

    name: str
    """Its heading, marked for translation."""
    width: int
    """Cells; the title has what the others leave."""
    sort: Sort | None = None
    """What a click on its heading sorts by."""


TITLE = Column(marked("Title"), 0, Sort.TITLE)
SOURCE = Column(marked("Source"), 10, Sort.NAME)
DATE = Column(marked("Date"), 10, Sort.DATE)
SCRIPT = Column(marked("Script"), 6)
CHARS = Column(marked("Chars"), 6)
NOTES = Column(marked("Notes"), 5, Sort.NOTES)
READ = Column(marked("Read"), 4, Sort.PROGRESS)
_COLUMNS = (SOURCE, DATE, SCRIPT, CHARS, NOTES, READ)
# What goes first when the terminal is too narrow for every column.
_DISPENSABLE = (DATE, SOURCE, SCRIPT)


@cache
def fitting(width: int) -> tuple[tuple[Column, int], ...]:
    """The columns for which so many cells have room, and the cells of each."""
    columns = list(_COLUMNS)

    def left() -> int:
        used = sum(column.width for column in columns) + len(_GAP) * len(columns)
        return width - len(POINTER) - used - 1

    for column in _DISPENSABLE:
        if left() >= _LEAST_TITLE:
            break
        columns.remove(column)
    title = max(8, left())
    widths = {column: column.width for column in columns}
    if SOURCE in widths and title > _ROOMY:
        more = min((title - _ROOMY) // 2, _MOST_SOURCE)
        widths[SOURCE] += more
        title -= more
    return (TITLE, title), *widths.items()


class ColumnHeads(Static):
    """The columns' headings; a click sorts by one, another click turns the order."""

    DEFAULT_CSS = """
    ColumnHeads { height: 1; background: $panel; color: $primary; text-style: bold; }
    """

    @dataclass
    class Clicked(Message):
        """Somebody wants the articles sorted by a column."""

        sort: Sort

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._columns: tuple[tuple[Column, int], ...] = ()

    def show(self, columns: tuple[tuple[Column, int], ...], sort: Sort, *, turned: bool) -> None:
        """Show the headings, and a sign at the one that is sorted by."""
        self._columns = columns
        heads = []
        for column, width in columns:
            sign = ("▾" if turned else "▴") if column.sort is sort else ""
            heads.append(padded(f"{_(column.name)}{sign}", width))
        self.update(Content(" " * len(POINTER) + _GAP.join(heads)))

    def on_click(self, event: events.Click) -> None:
        """Sort by the column under the mouse."""
        at = len(POINTER)
        for column, width in self._columns:
            if at <= event.x < at + width + len(_GAP):
                if column.sort is not None:
                    self.post_message(self.Clicked(column.sort))
                return
            at += width + len(_GAP)


class ArticleTable(LineList, inherit_bindings=False):
    """One article a row."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(LIBRARY_TABLE)
    DEFAULT_CSS = """
    ArticleTable { background: $background; scrollbar-background: $background; }
    """

    def __init__(self, cells_of: Callable[[Entry], dict[Column, str]]) -> None:
        """
        Args:
            cells_of: What stands in an article's row.
        """
        super().__init__(self._row)
        self._cells_of = cells_of
        self.entries: Sequence[Entry] = ()
        """The articles in their order."""

    @property
    def columns(self) -> tuple[tuple[Column, int], ...]:
        """The columns that there is room for."""
        return fitting(self.scrollable_content_region.width)

    @property
    def entry(self) -> Entry | None:
        """The article under the cursor."""
        return self.entries[self.cursor] if self.entries else None

    def list_entries(self, entries: Sequence[Entry]) -> None:
        """List articles; the cursor stays on its article, or near where that was."""
        before = self.entry
        self.entries = entries
        cursor = self.cursor
        if before is not None and not (cursor < len(entries) and _is_same(entries[cursor], before)):
            found = (n for n, entry in enumerate(entries) if _is_same(entry, before))
            cursor = next(found, cursor)
        moved = cursor != self.cursor
        self.show(len(entries), cursor if moved else None)

    def _row(self, index: int, width: int) -> Content:
        del width
        texts = self._cells_of(self.entries[index])
        row = _GAP.join(padded(texts[column], cells) for column, cells in self.columns)
        return Content(row)

    def row_texts(self, index: int) -> list[str]:
        """What stands in the columns of a row."""
        texts = self._cells_of(self.entries[index])
        return [texts[column] for column, _cells in self.columns]

    def action_select_cursor(self) -> None:
        self.action_choose()

    def action_cursor_down(self) -> None:
        self.action_line(1)

    def action_cursor_up(self) -> None:
        self.action_line(-1)


def _is_same(one: Entry, other: Entry) -> bool:
    return (one.sha256, one.article, one.path) == (other.sha256, other.article, other.path)

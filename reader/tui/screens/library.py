"""The library: every article of every text that was opened."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import DataTable, Footer, Static

from reader.errors import SourceError
from reader.places import ReadingPlaces
from reader.session import Session
from reader.text.page import Article, BlockKind, Page, Script
from reader.tui.actions import LIBRARY, LIBRARY_TABLE, bindings
from reader.tui.messages import ChangesWanted
from reader.tui.text import fitted

_SCRIPTS = {Script.TRADITIONAL: "繁", Script.SIMPLIFIED: "简", Script.NEITHER: "–"}
_COLUMNS = (("Source", 10), ("Date", 10), ("Script", 6), ("Chars", 6), ("Notes", 5), ("Read", 4))
_ROOMY = 40
"""Cells of a title from which on the source's name is given more than its least."""
_LEAST_TITLE = 20
_DATE = re.compile(r"(\d{4})\s*[-年./]\s*(\d{1,2})\s*[-月./]\s*(\d{1,2})")
# What goes first when the terminal is too narrow for every column.
_DISPENSABLE = ("Date", "Source", "Script")


@dataclass(frozen=True)
class Entry:
    """One article in the library."""

    page: Page
    article: Article


class ArticleTable(DataTable[Text]):
    """The rows of the library."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(LIBRARY_TABLE)


class LibraryScreen(Screen[None]):
    """A table of articles; enter opens the one under the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(LIBRARY)
    CSS = """
    LibraryScreen {
        & #heading { height: 1; padding: 0 1; background: $panel; color: $foreground; }
        & DataTable { height: 1fr; background: $background; scrollbar-size-vertical: 1; }
        & #refused { height: auto; max-height: 6; padding: 0 1; color: $error; display: none; }
    }
    """

    @dataclass
    class Opened(Message):
        """Somebody wants to read an article."""

        entry: Entry

    def __init__(self, session: Session, places: ReadingPlaces) -> None:
        super().__init__()
        self._session = session
        self._places = places
        self._pages: list[Page] = []
        self._entries: list[Entry] = []
        self._refused: list[str] = []
        self.is_loading = True

    def compose(self) -> ComposeResult:
        yield Static(id="heading", markup=False)
        yield ArticleTable(cursor_type="row", zebra_stripes=True, cell_padding=1)
        yield Static(id="refused", markup=False)
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        self._list_anew()
        if self._refused:
            self._show_refused()
        self.query_one(ArticleTable).focus()

    def on_screen_resume(self) -> None:
        self._list_anew()

    def on_resize(self, _: events.Resize) -> None:
        self._list_anew()

    def add_page(self, page: Page) -> None:
        """Show the articles of a page that was loaded."""
        self._pages.append(page)
        fresh = [Entry(page, article) for article in page.articles]
        self._entries += fresh
        if not self.is_mounted:
            return
        for entry in fresh:
            self._add_row(entry)
        self._head()

    def add_refused(self, error: SourceError) -> None:
        """Say that a text could not be read; the others are there all the same."""
        self._refused.append(str(error))
        if self.is_mounted:
            self._show_refused()

    def _show_refused(self) -> None:
        refused = self.query_one("#refused", Static)
        refused.update(Content("\n".join(fitted(each, 200) for each in self._refused)))
        refused.display = True

    def loaded(self) -> list[Entry]:
        """All pages are there.

        Returns:
            Every article of the library.
        """
        self.is_loading = False
        if self.is_mounted:
            self._head()
        return self._entries

    def _head(self) -> None:
        count = len(self._entries)
        articles = "1 article" if count == 1 else f"{count} articles"
        more = " · loading …" if self.is_loading else ""
        folder = fitted(str(self._session.workspace.root), 60)
        self.query_one("#heading", Static).update(
            Content.assemble(
                Content.styled("批註", "bold $primary"), f"  {articles} in {folder}{more}"
            )
        )

    def _widths(self) -> dict[str, int]:
        """The columns that fit, and their cells; the title has what the others leave."""
        columns = dict(_COLUMNS)
        for name in _DISPENSABLE:
            if self._title_cells(columns) >= _LEAST_TITLE:
                break
            del columns[name]
        title = max(8, self._title_cells(columns))
        if "Source" in columns and title > _ROOMY:
            more = min((title - _ROOMY) // 2, 24)
            columns["Source"] += more
            title -= more
        return {"Title": title, **columns}

    def _title_cells(self, columns: dict[str, int]) -> int:
        return self.size.width - sum(columns.values()) - 2 * (len(columns) + 1) - 2

    def _list_anew(self) -> None:
        table = self.query_one(ArticleTable)
        at = table.cursor_row
        table.clear(columns=True)
        # Corrections may have moved, made and unmade articles since.
        self._pages = [self._session.pages.again(page) for page in self._pages]
        self._entries = [Entry(page, article) for page in self._pages for article in page.articles]
        for name, width in self._widths().items():
            table.add_column(name, width=width, key=name)
        for entry in self._entries:
            self._add_row(entry)
        table.move_cursor(row=at)
        self._head()

    def _add_row(self, entry: Entry) -> None:
        table = self.query_one(ArticleTable)
        widths = {str(key.value): column.width for key, column in table.columns.items()}
        cells = self._cells(entry)
        table.add_row(*(Text(fitted(cells[name], width)) for name, width in widths.items()))

    def _cells(self, entry: Entry) -> dict[str, str]:
        page, article = entry.page, entry.article
        dates = [block.text for block in article.blocks if block.kind is BlockKind.DATE]
        place = self._places.of(page.source.sha256, article.id)
        notes = self._session.count(page, article)
        return {
            "Title": f"（無標題）{article.title}" if article.headless() else article.title,
            "Source": page.source.name,
            "Date": in_short(dates[0]) if dates else "",
            "Script": _SCRIPTS[article.script],
            "Chars": str(sum(len(block.text) for block in article.blocks)),
            "Notes": str(notes) if notes else "",
            "Read": f"{place.read:.0%}" if place else "",
        }

    def action_changes(self) -> None:
        self.post_message(ChangesWanted())

    def action_refresh_rows(self) -> None:
        if self.is_mounted:
            self._list_anew()

    @on(DataTable.RowSelected)
    def _selected(self, event: DataTable.RowSelected) -> None:
        event.stop()
        self.post_message(self.Opened(self._entries[event.cursor_row]))


def in_short(date: str) -> str:
    """A date as a list shows it: ISO 8601 where year, month and day stand in the text."""
    found = _DATE.search(date)
    return "{}-{:0>2}-{:0>2}".format(*found.groups()) if found else date

"""The library: every article of every text that was opened, filtered and sorted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Input, Static

from reader.catalogue import Entry
from reader.listing import Filter, Listing, Sort, iso_date, parsed
from reader.places import ReadingPlaces
from reader.progress import Progress
from reader.session import Session
from reader.text.page import Script
from reader.tui.actions import FILTER_LINE, FINDING, LIBRARY, bindings
from reader.tui.messages import ChangesWanted, RestWanted
from reader.tui.text import fitted
from reader.tui.widgets.article_table import (
    CHARS,
    DATE,
    NOTES,
    READ,
    SCRIPT,
    SOURCE,
    TITLE,
    ArticleTable,
    Column,
    ColumnHeads,
)
from reader.tui.widgets.footer import Footer
from reader.tui.widgets.line_list import LineList
from reader.tui.widgets.progress import ProgressLine
from reader.wording import _, marked, several

_SCRIPTS = {Script.TRADITIONAL: "繁", Script.SIMPLIFIED: "简", Script.NEITHER: "–"}
_SORTS = {
    Sort.FILE: marked("file, as they stand in the folder"),
    Sort.TITLE: marked("title"),
    Sort.DATE: marked("date"),
    Sort.NAME: marked("file name"),
    Sort.PROGRESS: marked("how far they were read"),
    Sort.NOTES: marked("number of annotations"),
    Sort.LAST_READ: marked("when they were last read"),
}
_GREATEST_FIRST = (Sort.DATE, Sort.PROGRESS, Sort.NOTES, Sort.LAST_READ)
"""What one wants the greatest of first."""


class FilterLine(Horizontal):
    """Where a filter is typed; it stays in sight while it holds."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(FILTER_LINE)

    def compose(self) -> ComposeResult:
        yield Static(_("filter"), id="filtering", markup=False)
        yield Input(
            placeholder=_("words  tag:…  script:hant  date:2025-06..  unread  -word"), compact=True
        )
        yield Static(id="left", markup=False)


class LibraryScreen(Screen[None]):
    """A list of articles; enter opens the one under the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = bindings((*LIBRARY, *FINDING))
    CSS = """
    LibraryScreen {
        & #heading { height: 1; padding: 0 1; background: $panel; color: $foreground; }
        & FilterLine {
            height: 1; background: $panel; display: none;
            & #filtering { width: auto; padding: 0 1; color: $primary; text-style: bold; }
            & Input { width: 1fr; border: none; height: 1; padding: 0; background: $panel; }
            & #left { width: auto; padding: 0 1; text-style: bold; }
        }
        & #problems { height: auto; padding: 0 1; color: $error; display: none; }
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
        self._listing = Listing(session.layer, places)
        self._entries: list[Entry] = []
        self._work: Progress | None = None
        self._has_all = False
        self._filter = Filter()
        self._sort = Sort.FILE
        self._is_turned = False

    def compose(self) -> ComposeResult:
        yield Static(id="heading", markup=False)
        yield ColumnHeads()
        yield FilterLine()
        yield Static(id="problems", markup=False)
        yield ArticleTable(self._cells)
        yield Static(id="refused", markup=False)
        yield ProgressLine()
        yield Footer()

    @property
    def table(self) -> ArticleTable:
        """The rows."""
        return self.query_one(ArticleTable)

    @property
    def listed(self) -> Sequence[Entry]:
        """The articles that the filter lets through, in the order in which they are shown."""
        return self.table.entries if self.is_mounted else self._session.catalogue.entries

    def on_mount(self) -> None:
        self._list_anew()
        self.table.focus()
        if self.is_loading and self._work is not None:
            self.follow(self._work)

    def on_screen_resume(self) -> None:
        if self.is_mounted:
            self._list_anew()

    def on_resize(self, _: events.Resize) -> None:
        self.call_after_refresh(self._head)

    # What there is

    @property
    def is_loading(self) -> bool:
        """Whether texts are still being read."""
        return self._work is not None and not self._has_all

    def follow(self, work: Progress) -> None:
        """Texts are being read beside what is done here; `take_in` shows those that were."""
        self._work = work
        self._has_all = False
        for line in self.query(ProgressLine):
            line.follow(work, marked("Reading text {done} of {total}"))

    def take_in(self) -> None:
        """Show the articles of the texts that were read meanwhile."""
        # Not yet there, or there no more: texts are read to the last moment.
        if not self.query(ArticleTable):
            return
        self._has_all = self._work is not None and self._work.is_finished
        entries = self._session.catalogue.entries
        if entries != self._entries:
            self._entries = entries
            self._arrange()
        self._head()

    def action_refresh_rows(self) -> None:
        if self.is_mounted:
            self._list_anew()
            self.post_message(RestWanted())

    def _list_anew(self) -> None:
        # Corrections may have moved, made and unmade articles since.
        self._session.catalogue.refresh()
        self._entries = self._session.catalogue.entries
        self._arrange()
        self._head()

    def _arrange(self) -> None:
        self.table.list_entries(
            self._listing.arranged(self._entries, self._filter, self._sort, turned=self._is_turned)
        )

    # What is shown of it

    def _cells(self, entry: Entry) -> dict[Column, str]:
        place = self._places.of(entry.sha256, entry.article)
        notes = len(self._listing.annotations(entry))
        title = entry.title
        return {
            TITLE: _("（無標題）{title}").format(title=title) if entry.is_headless else title,
            SOURCE: entry.name,
            DATE: iso_date(entry.date) or entry.date,
            SCRIPT: _SCRIPTS[entry.script],
            CHARS: str(entry.characters),
            NOTES: str(notes) if notes else "",
            READ: f"{place.read:.0%}" if place else "",
        }

    def _head(self) -> None:
        count = len(self._entries)
        folder = fitted(str(self._session.workspace.root), max(20, self.size.width // 2))
        sentence = several("{count} article in {folder}", "{count} articles in {folder}", count)
        said = sentence.format(count=f"{count:,}", folder=folder)
        if self._sort is not Sort.FILE:
            said += _(" · by {sort}").format(sort=_(_SORTS[self._sort]))
        more = _(" · loading …") if self.is_loading else ""
        self.query_one("#heading", Static).update(
            Content.assemble(Content.styled("批註", "bold $primary"), f"  {said}{more}")
        )
        self.query_one(ColumnHeads).show(self.table.columns, self._sort, turned=self._is_turned)
        self._tell_filter()
        self._show_refused()

    def _tell_filter(self) -> None:
        line = self.query_one(FilterLine)
        is_typing = self.focused is line.query_one(Input)
        line.display = is_typing or bool(line.query_one(Input).value.strip())
        line.query_one("#left", Static).update(
            _("{left:,} of {count:,}").format(left=self.table.count, count=len(self._entries))
            if line.display
            else ""
        )
        problems = self.query_one("#problems", Static)
        problems.update(Content("\n".join(fitted(each, 200) for each in self._filter.problems)))
        problems.display = bool(self._filter.problems)

    def _show_refused(self) -> None:
        sentences = [str(error) for error in self._session.catalogue.refused]
        refused = self.query_one("#refused", Static)
        refused.update(Content("\n".join(fitted(each, 200) for each in sentences)))
        refused.display = bool(sentences)

    # Filter and order

    def action_filter(self) -> None:
        line = self.query_one(FilterLine)
        line.display = True
        typed = line.query_one(Input)
        typed.focus()
        typed.select_all()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._filter = parsed(event.value)
        self._arrange()
        self._tell_filter()

    @on(Input.Submitted)
    def _typed_all(self, event: Input.Submitted) -> None:
        event.stop()
        self.table.focus()
        self.call_after_refresh(self._tell_filter)

    def action_end_filter(self) -> None:
        """Take the filter away."""
        typed = self.query_one(FilterLine).query_one(Input)
        self.table.focus()
        with typed.prevent(Input.Changed):
            typed.value = ""
        self._filter = Filter()
        self._arrange()
        self.call_after_refresh(self._tell_filter)

    def action_sort(self) -> None:
        from reader.tui.screens.chooser import Chooser

        sorts = list(_SORTS)

        def chosen(index: int | None) -> None:
            if index is not None:
                self._sort_by(sorts[index])

        names = [_(name) for name in _SORTS.values()]
        self.app.push_screen(Chooser(_("Sort by"), names, sorts.index(self._sort)), chosen)

    def action_turn_order(self) -> None:
        self._is_turned = not self._is_turned
        self._list_anew()

    @on(ColumnHeads.Clicked)
    def _head_clicked(self, event: ColumnHeads.Clicked) -> None:
        if event.sort is self._sort:
            self.action_turn_order()
        else:
            self._sort_by(event.sort)

    def _sort_by(self, sort: Sort) -> None:
        self._sort = sort
        self._is_turned = sort in _GREATEST_FIRST
        self._list_anew()

    # Other actions

    def action_changes(self) -> None:
        self.post_message(ChangesWanted())

    def action_stop(self) -> None:
        if not self.query_one(ProgressLine).stop():
            self.action_end_filter()

    @on(LineList.Chosen)
    def _chosen(self, event: LineList.Chosen) -> None:
        event.stop()
        self.post_message(self.Opened(self.table.entries[event.index]))

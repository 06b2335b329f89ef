"""Going from article to article: the way back and forward, neighbours, bookmarks, what is open.

Invariant: one article is on the screen at a time; the others that are open are remembered as visits
and shown anew when they are gone to, at the place, in the script and with the search that they had.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from textual import on, work
from textual.message import Message

from annotations.foreign import by_system
from reader.bookmarks import Bookmark, Bookmarks
from reader.errors import SourceError
from reader.lately import Lately, Opened
from reader.paths import bookmarks_file, lately_file, places_file
from reader.places import ReadingPlaces
from reader.query import Query
from reader.session import Session
from reader.tui.screens.reading import ReadingScreen
from reader.tui.screens.wayfinding import WayfindingScreen
from reader.tui.settled_app import SettledApp
from reader.views import ArticleView
from reader.visits import Visit, Visits
from reader.wording import _

if TYPE_CHECKING:
    from reader.catalogue import Entry
    from reader.library_search import LibrarySearch
    from reader.tui.screens.library import LibraryScreen

SMALL = 200_000
"""Bytes of a text that is read and cleaned before a hand could feel it."""


class WayfindingApp(SettledApp):
    """An app that shows one article of several."""

    class Ready(Message):
        """An article can be shown."""

        def __init__(self, view: ArticleView, visit: Visit | None) -> None:
            super().__init__()
            self.view = view
            self.visit = visit

    class Refused(Message):
        """A text that was to be opened can't be read."""

        def __init__(self, error: SourceError) -> None:
            super().__init__()
            self.error = error

    def __init__(self, session: Session, arrival: Visit | None = None) -> None:
        """
        Args:
            session: The reviewer's.
            arrival: Where to go as soon as its text was read.
        """
        super().__init__(session)
        self.places = ReadingPlaces(places_file())
        self.visits = Visits()
        self.next: tuple[Path, Visit | None] | None = None
        """What to open when this app has ended, and where to go there; None to end with it."""
        self.first_words: list[str] = []
        """What to say at the start, as sentences."""
        self._arrival = arrival
        self._search_of_library: LibrarySearch | None = None
        self._search_cursor = 0
        self._told: set[str] = set()

    def on_mount(self) -> None:
        self.note_workspace()

    def on_unmount(self) -> None:
        if self._search_of_library is not None:
            self._search_of_library.progress.stop()

    @cached_property
    def bookmarks(self) -> Bookmarks:
        """The user's bookmarks."""
        return Bookmarks(bookmarks_file())

    @cached_property
    def lately(self) -> Lately:
        """What the user opened lately."""
        return Lately(lately_file())

    @property
    def library(self) -> LibraryScreen:
        """The list of all articles."""
        raise NotImplementedError

    @property
    def reading(self) -> ReadingScreen | None:
        """The article on the screen, or under what lies over it."""
        return next(
            (screen for screen in reversed(self.screen_stack) if isinstance(screen, ReadingScreen)),
            None,
        )

    @property
    def here(self) -> Visit | None:
        """Where the reader is; None when that is in no article."""
        reading = self.reading
        return None if reading is None else reading.visit

    def _leave(self) -> None:
        """Remember where the reader is for the way back, if that was there to be read."""
        reading = self.reading
        if reading is not None and reading.is_furnished:
            self.visits.leave(reading.visit)

    def tell_once(self, notices: Iterable[str]) -> None:
        """Say what the user should know about files, each thing once."""
        for notice in notices:
            if notice not in self._told:
                self._told.add(notice)
                self.notify(notice, severity="warning", markup=False, timeout=12)

    def tell_state(self) -> None:
        """Say what the user should know about the files of the XDG state folder."""
        files = (self.places, self.bookmarks, self.lately)
        self.tell_once((*self.first_words, *(each for file in files for each in file.notices)))

    # Opening

    def open_entry(self, entry: Entry, visit: Visit | None = None) -> None:
        """Show an article of the catalogue.

        Args:
            entry: The article.
            visit: Where to go in it; by itself, to where it was left.
        """
        workspace = self.session.workspace
        if workspace.is_at_hand(entry.path) or workspace.is_small(entry.path, SMALL):
            try:
                self.show_article(self.session.view_of(entry), visit)
            except SourceError as error:
                self._tell_refused(self.Refused(error))
        else:
            self._read_to_open(entry, visit)

    @work(thread=True, exclusive=True, group="open")
    def _read_to_open(self, entry: Entry, visit: Visit | None) -> None:
        try:
            self.post_message(self.Ready(self.session.view_of(entry), visit))
        except SourceError as error:
            self.post_message(self.Refused(error))

    @on(Refused)
    def _tell_refused(self, message: Refused) -> None:
        self.notify(str(message.error), severity="error", markup=False, timeout=12)

    @on(Ready)
    def _ready_to_show(self, message: Ready) -> None:
        self.show_article(message.view, message.visit)

    def reading_screen(self, view: ArticleView, visit: Visit | None = None) -> ReadingScreen:
        """A screen for an article that is about to be read."""
        known = self.visits.of((view.page.source.sha256, view.article.id))
        wanted = visit or known
        if wanted is not None and wanted.config is not view.config:
            view = self.session.shown_as(view, wanted.config)
        if wanted is not None and known is not None and wanted.raw is None:
            wanted = replace(wanted, raw=known.raw)
        return ReadingScreen(self.session, view, self.places, self.bookmarks, wanted)

    def show_article(self, view: ArticleView, visit: Visit | None = None) -> None:
        """Show an article in place of the one that is shown, or over the library."""
        screen = self.reading_screen(view, visit)
        if isinstance(self.screen, ReadingScreen):
            self.put_down(self.screen)
            self.switch_screen(screen)
        else:
            self.push_screen(screen)
        # Some damage shows only when a source's annotations are first read.
        self.session.layer.index(view.page.source.sha256)
        self.tell_once(self.session.layer.notices)
        self._note_opened(view.page.source.path)

    def put_down(self, screen: ReadingScreen) -> None:
        """Remember where an article is left."""
        if screen.is_furnished:
            screen.keep_place()
            self.visits.note(screen.visit)
        self.save_places()

    def save_places(self) -> None:
        """Write down where articles were left."""
        try:
            self.places.save()
        except OSError as error:
            self.notify(
                _("The reading places can't be saved ({why}).").format(why=by_system(error)),
                severity="warning",
                markup=False,
            )

    @work(thread=True, group="lately")
    def _note_opened(self, path: str) -> None:
        self.note_lately([path])

    @work(thread=True, group="lately")
    def note_workspace(self) -> None:
        """Remember that these texts and folders were opened."""
        self.note_lately(self.session.workspace.asked)

    def note_lately(self, paths: Iterable[str]) -> None:
        """Put texts and folders among those that were opened lately; for a thread."""
        try:
            self.lately.add(paths)
        except OSError as error:
            self.call_from_thread(
                self.tell_once,
                [_("What was opened can't be remembered ({why}).").format(why=by_system(error))],
            )

    # Going

    @on(ReadingScreen.Shown)
    def _article_shown(self) -> None:
        here = self.here
        if here is not None:
            self.visits.note(here)

    @on(WayfindingScreen.Departed)
    def _departed(self, message: WayfindingScreen.Departed) -> None:
        self.visits.leave(message.visit)

    @on(WayfindingScreen.Wanted)
    def _wanted(self, message: WayfindingScreen.Wanted) -> None:
        self.go(message.visit)

    def go(self, visit: Visit, *, remembers: bool = True) -> None:
        """Go to a place in any article of the workspace.

        Args:
            visit: Where.
            remembers: Whether the way back leads to where the reader is now.
        """
        here = self.here
        if remembers:
            self._leave()
        reading = self.reading
        if reading is not None and here is not None and here.key == visit.key:
            reading.go(visit)
            return
        entry = self._entry_of(visit)
        if entry is None and visit.path in self.session.workspace.paths:
            # It was found before its turn to be read had come.
            self.session.catalogue.read(visit.path)
            entry = self._entry_of(visit)
        if entry is None:
            self.notify(
                _("“{title}” is not in this library any more.").format(title=visit.title),
                severity="warning",
                markup=False,
            )
            return
        self.open_entry(entry, visit)

    def _entry_of(self, visit: Visit) -> Entry | None:
        """The article of a visit; of a text that was renamed or changed, the nearest to it."""
        entries = self.session.catalogue.entries
        alike = [entry for entry in entries if entry.sha256 == visit.sha256] or [
            entry for entry in entries if entry.path == visit.path
        ]
        raw = visit.raw
        exact = [entry for entry in alike if entry.article == visit.article]
        holding = [
            entry for entry in alike if raw is not None and any(raw in span for span in entry.spans)
        ]
        return next(iter((*exact, *holding, *alike)), None)

    def action_turn(self, step: int) -> None:
        here = self.here
        found = self.visits.turn(step, here)
        if found is not None:
            self.go(found, remembers=False)
            return
        said = _("There is nothing to go back to.") if step < 0 else _("There is nothing ahead.")
        self.notify(said, markup=False)

    def action_neighbour(self, step: int) -> None:
        here = self.here
        if here is None:
            return
        entries = self.listed()
        keys = [(entry.sha256, entry.article) for entry in entries]
        if here.key not in keys:
            entries = self.session.catalogue.entries
            keys = [(entry.sha256, entry.article) for entry in entries]
        at = keys.index(here.key) if here.key in keys else 0
        wanted = max(0, min(at + step, len(entries) - 1))
        if entries and wanted != at:
            self._leave()
            self.open_entry(entries[wanted])
            return
        said = (
            _("This is the last article of the library.")
            if step > 0
            else _("This is the first article of the library.")
        )
        self.notify(said, markup=False)

    # Searching the library

    def action_search_library(self) -> None:
        from reader.tui.screens.library_search import LibrarySearchScreen

        earlier = self._search_of_library
        reading = self.reading
        here = reading.search.wanted if reading is not None and reading.is_furnished else None
        typed = "" if here is None else here.typed
        screen = LibrarySearchScreen(
            self._begin_search, earlier, self._search_cursor, typed if earlier is None else ""
        )

        def chosen(visit: Visit | None) -> None:
            self._search_cursor = screen.cursor
            if visit is not None:
                self.go(visit)

        self.push_screen(screen, chosen)

    def _begin_search(self, query: Query) -> LibrarySearch:
        from reader.library_search import LibrarySearch

        search = LibrarySearch(self.session, query)
        if self._search_of_library is not None:
            self._search_of_library.progress.stop()
        self._search_of_library = search
        self._search_cursor = 0
        self.run_worker(search.run, thread=True, group="search library")
        return search

    def listed(self) -> Sequence[Entry]:
        """The articles in the order in which the library shows them."""
        return self.session.catalogue.entries

    def action_opened(self) -> None:
        from reader.tui.screens.opened import OpenedScreen

        reading = self.reading
        if reading is not None and reading.is_mounted:
            self.visits.note(reading.visit)

        def chosen(visit: Visit | None) -> None:
            if visit is not None:
                self.go(visit)

        self.push_screen(OpenedScreen(self.visits, self.here), chosen)

    # Bookmarks and what was opened lately

    def action_bookmarks(self) -> None:
        from reader.tui.screens.bookmarks import BookmarksScreen

        here = self.here

        def chosen(bookmark: Bookmark | None) -> None:
            reading = self.reading
            if reading is not None:
                reading.pane.refresh_marks()
            if bookmark is not None:
                self._go_to_bookmark(bookmark)

        self.push_screen(
            BookmarksScreen(self.bookmarks, None if here is None else here.sha256), chosen
        )
        self.tell_state()

    def _go_to_bookmark(self, bookmark: Bookmark) -> None:
        visit = Visit(
            bookmark.path, bookmark.sha256, bookmark.article, bookmark.title, raw=bookmark.at
        )
        here = self.here
        if here is not None and here.key == visit.key:
            visit = replace(visit, config=here.config)
        if any(entry.sha256 == bookmark.sha256 for entry in self.session.catalogue.entries):
            self.go(visit)
        elif bookmark.path and Path(bookmark.path).exists():
            self.open_elsewhere(Path(bookmark.path), visit)
        else:
            self.notify(
                _("The text of this bookmark is not here any more: {path}").format(
                    path=bookmark.path
                ),
                severity="warning",
                markup=False,
            )

    def action_recent(self) -> None:
        from reader.tui.screens.recent import RecentScreen

        def chosen(opened: Opened | None) -> None:
            if opened is not None:
                self.open_recent(opened.path)

        self.push_screen(RecentScreen(self.lately), chosen)
        self.tell_state()

    def open_recent(self, path: Path) -> None:
        """Open a text or a folder: here if it is among the texts of this workspace."""
        for entry in self.session.catalogue.entries:
            if Path(entry.path).absolute() == path:
                here = self.here
                self._leave()
                if here is None or here.sha256 != entry.sha256:
                    self.open_entry(entry)
                return
        self.open_elsewhere(path)

    def open_elsewhere(self, path: Path, visit: Visit | None = None) -> None:
        """Leave this workspace for another text or folder, if it can be opened."""
        from reader.workspace import Workspace

        try:
            Workspace.open([str(path)])
        except SourceError as error:
            self._tell_refused(self.Refused(error))
            return
        self.next = path, visit
        self.leave_all()
        self.exit()

    def leave_all(self) -> None:
        """Remember where every article is left."""
        for screen in self.screen_stack:
            if isinstance(screen, ReadingScreen):
                screen.keep_place()
        self.save_places()

    def arrive(self) -> None:
        """Go where the reader wants to be, now that its text may have been read."""
        visit, self._arrival = self._arrival, None
        if visit is not None:
            self.go(visit, remembers=False)

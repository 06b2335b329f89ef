"""The app: it wires screens to the session, and nothing else."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on, work
from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer
from textual.worker import get_current_worker

from annotations.errors import PizhuError
from reader.progress import Progress
from reader.session import Session
from reader.tui.keyed_app import KeyedApp
from reader.tui.messages import ChangesWanted, RestWanted
from reader.tui.screens.reading import ReadingScreen
from reader.tui.watching_app import WatchingApp
from reader.tui.wayfinding import SMALL
from reader.visits import Visit
from reader.wording import _, several, spoken

if TYPE_CHECKING:
    from reader.catalogue import Entry
    from reader.changes import Change
    from reader.tui.screens.library import LibraryScreen

_SOON = 0.2
"""Seconds after which the library is shown though it may turn out to hold one article."""
_FIRST_PAGE = 0.5
"""Seconds that the first page has to itself."""
_OFTEN = 0.25
"""Seconds between two looks at what was read meanwhile."""


class PizhuApp(KeyedApp, WatchingApp):
    """The reader."""

    TITLE = "批註"
    ENABLE_COMMAND_PALETTE = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", "Quit", show=False, priority=True)
    ]

    class AllRead(Message):
        """There is nothing more to read, or it was stopped."""

    class TermsReady(Message):
        """The glossary was read."""

    class ChangesFound(Message):
        """It is known which annotated texts have changed."""

        def __init__(self, changes: list[Change], *, asked: bool) -> None:
            super().__init__()
            self.changes = changes
            self.asked = asked

    def __init__(self, session: Session, arrival: Visit | None = None) -> None:
        """See `WayfindingApp`."""
        super().__init__(session, arrival)
        self.read_keymap()
        self.loading_all = Progress()
        """How far the reading of all texts is."""
        self._is_begun = False
        self._library: LibraryScreen | None = None
        self._library_timer: Timer | None = None
        self._intake: Timer | None = None

    # Beginning

    def listed(self) -> Sequence[Entry]:
        return super().listed() if self._library is None else self._library.listed

    @property
    def library(self) -> LibraryScreen:
        """The list of all articles; made when it is first wanted."""
        if self._library is None:
            from reader.tui.screens.library import LibraryScreen

            self._library = LibraryScreen(self.session, self.places)
            self._library.follow(self.loading_all)
        return self._library

    def get_default_screen(self) -> Screen[Any]:
        """A text of one article is the first thing that is shown."""
        entry = self._only_article()
        if entry is None:
            return super().get_default_screen()
        return self.reading_screen(self.session.view_of(entry))

    def _only_article(self) -> Entry | None:
        """The article of a text that is the only one, and read at once."""
        workspace = self.session.workspace
        if len(workspace.paths) != 1 or not workspace.is_small(workspace.paths[0], SMALL):
            return None
        self.note_stamps()
        self.session.catalogue.read(workspace.paths[0])
        entries = self.session.catalogue.entries
        return entries[0] if len(entries) == 1 else None

    def on_mount(self) -> None:
        if isinstance(self.screen, ReadingScreen):
            self.call_after_refresh(self._first_page_shown)
            return
        if len(self.session.workspace.paths) > 1:
            self._show_library()
        else:
            # A page of one article is read at once; the library comes if it takes a while to tell.
            self._library_timer = self.set_timer(_SOON, self._show_library)
        self.load()

    def _first_page_shown(self) -> None:
        self._tell_notices()
        self.load()

    def _show_library(self) -> None:
        if not self.library.is_running:
            self.push_screen(self.library)

    def _tell_notices(self) -> None:
        """Say once what the reviewer should know about files."""
        self.tell_once((*self.keys.problems, *self.session.layer.notices))
        self.tell_state()

    # Reading all texts

    def load(self) -> None:
        """Read what was not read yet, beside everything else."""
        self.loading_all = progress = Progress()
        if self._library is not None:
            self._library.follow(progress)
        self._intake = self.set_interval(_OFTEN, self.list_anew)
        self._load(progress)

    @on(RestWanted)
    def _rest_wanted(self) -> None:
        if self.loading_all.is_finished and self.session.catalogue.unread:
            self.load()

    @work(thread=True, group="load")
    def _load(self, progress: Progress) -> None:
        worker = get_current_worker()
        self.note_stamps()
        for _path in self.session.catalogue.read_all(progress):
            if worker.is_cancelled:
                progress.stop()
        self.post_message(self.AllRead())

    def list_anew(self) -> None:
        if self._library is not None:
            self._library.take_in()

    @on(AllRead)
    def _all_read(self) -> None:
        if self._intake is not None:
            self._intake.stop()
        if self._library_timer is not None:
            self._library_timer.stop()
            self._library_timer = None
        if self._is_begun:
            self.list_anew()
            return
        self._is_begun = True
        self.watch_files()
        if not gc.isenabled():
            # What was made up to here stays to the end: it need never be gone through.
            gc.freeze()
            gc.enable()
        entries = self.session.catalogue.entries
        if isinstance(self.screen, ReadingScreen):
            self.list_anew()
        elif len(entries) == 1 and not self.loading_all.is_stopped:
            self.open_entry(entries[0])
        else:
            self._show_library()
            self.list_anew()
        self._tell_notices()
        self.arrive()
        # Dictionaries come after the first page: they and it would only hold each other up.
        self.set_timer(_FIRST_PAGE, self.warm)

    @work(thread=True)
    def ready_terms(self) -> None:
        """Read the glossary, which a page can be shown without for a moment."""
        self.session.glossary.matches("")
        self.post_message(self.TermsReady())

    @on(TermsReady)
    def _terms_ready(self) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, ReadingScreen):
                screen.pane.refresh_marks()

    @work(thread=True)
    def warm(self) -> None:
        """Look for texts that changed, and get ready what the first flip would wait for."""
        self._find_changes(asked=False)
        self.session.warm()

    # Texts that changed since they were annotated

    @work(thread=True)
    def find_changes(self) -> None:
        """Look again for texts that changed, since somebody asks."""
        self._find_changes(asked=True)

    def _find_changes(self, *, asked: bool) -> None:
        session = self.session
        if not len(session.layer) and not session.layer.corrected_sources:
            found = []
        else:
            from reader.changes import changes

            found = list(changes(session.workspace, session.pages, session.layer))
        self.post_message(self.ChangesFound(found, asked=asked))

    @on(ChangesFound)
    def _changes_found(self, message: ChangesFound) -> None:
        if message.asked and not message.changes:
            self.notify(_("No annotated text has changed."), markup=False)
        for change in message.changes:
            if message.asked:
                self._ask_about(change)
            elif change.is_news:
                # A list that opened by itself would take the keys that were meant for the text.
                name = change.page.source.name
                self.notify(
                    _("{name} has changed since it was annotated: {counts}. O shows them.").format(
                        name=name, counts=change.counts
                    ),
                    severity="warning",
                    markup=False,
                    timeout=15,
                )

    def _ask_about(self, change: Change) -> None:
        from reader.tui.screens.changes import ChangesScreen

        def decided(kept: Change | None) -> None:
            if kept is None:
                return
            try:
                count = self.session.keep_placed(kept)
            except PizhuError as error:
                self.notify(str(error), title=_("Not saved"), severity="error", markup=False)
                return
            sentence = several("{count} annotation placed", "{count} annotations placed", count)
            placed = sentence.format(count=count)
            if kept.corrections and self.session.layer.undoable:
                placed = spoken(self.session.layer.undoable)
            self.notify(_("{said} · saved").format(said=placed), markup=False)
            for screen in self.screen_stack:
                if isinstance(screen, ReadingScreen):
                    screen.changed(placed)
            if self._library is not None:
                self._library.action_refresh_rows()

        self.push_screen(ChangesScreen(change), decided)

    @on(ChangesWanted)
    def _changes_wanted(self) -> None:
        self.renew_reading()
        self.find_changes()

    # Opening and leaving

    def on_library_screen_opened(self, message: LibraryScreen.Opened) -> None:
        self.open_entry(message.entry)

    @on(ReadingScreen.Shown)
    def _page_shown(self) -> None:
        if self.session.has_glossary:
            # It may have come after the page was painted.
            self._terms_ready()
        else:
            self.ready_terms()

    @on(ReadingScreen.Left)
    def _left(self) -> None:
        reading = self.reading
        if reading is not None:
            self.visits.leave(reading.visit)
            self.put_down(reading)
        if len(self.session.catalogue.entries) == 1 and not self.session.catalogue.unread:
            self.exit()
        elif len(self.screen_stack) == 1:
            self.switch_screen(self.library)
        else:
            self.pop_screen()

    async def action_quit(self) -> None:
        self.leave_all()
        self.exit()

    def on_unmount(self) -> None:
        # A thread that is at work would keep the terminal waiting.
        self.loading_all.stop()

    # Looks and the palette

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """What our own variables are in a theme that does not know them."""
        return {"term": "#6f9fc8", "quiet": "#8a8a8a"}

    def export_screenshot(self, *, title: str | None = None, simplify: bool = False) -> str:
        from reader.tui.screenshots import with_wide_characters

        return with_wide_characters(super().export_screenshot(title=title, simplify=simplify))

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The palette offers every action of the screen at hand, from the one registry."""
        from reader.tui.commands import commands

        yield from super().get_system_commands(screen)
        yield from commands(self, screen)

"""The app: it wires screens to the session, and nothing else."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual import events, on, work
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.keys import KEY_NAME_REPLACEMENTS
from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer
from textual.worker import get_current_worker

from annotations.errors import PizhuError
from reader.errors import SourceError
from reader.paths import places_file
from reader.places import ReadingPlaces
from reader.session import Session
from reader.text.page import Page
from reader.tui.actions import LIBRARY, LIBRARY_TABLE, MOTIONS, READING, SELECTING
from reader.tui.messages import ChangesWanted
from reader.tui.screens.help import HelpScreen, keys_of
from reader.tui.screens.library import Entry, LibraryScreen
from reader.tui.screens.reading import ReadingScreen
from reader.tui.screenshots import with_wide_characters
from reader.tui.themes import NIGHT, THEMES
from reader.views import ArticleView

if TYPE_CHECKING:
    from reader.changes import Change

_SOON = 0.2
"""Seconds after which the library is shown though it may turn out to hold one article."""
_FIRST_PAGE = 0.5
"""Seconds that the first page has to itself."""
_FULL_WIDTH = range(0xFF01, 0xFF5F)
_TO_ASCII = 0xFEE0
"""What lies between a full-width character of the block U+FF01–FF5E and its ASCII self."""


class PizhuApp(App[None]):
    """The reader."""

    TITLE = "批註"
    ENABLE_COMMAND_PALETTE = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", "Quit", show=False, priority=True)
    ]

    class PageLoaded(Message):
        """A page was read and cleaned."""

        def __init__(self, page: Page) -> None:
            super().__init__()
            self.page = page

    class PageRefused(Message):
        """A text could not be read."""

        def __init__(self, error: SourceError) -> None:
            super().__init__()
            self.error = error

    class ChangesFound(Message):
        """It is known which annotated texts have changed."""

        def __init__(self, changes: list[Change], *, asked: bool) -> None:
            super().__init__()
            self.changes = changes
            self.asked = asked

    class AllLoaded(Message):
        """There is nothing more to load."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.places = ReadingPlaces(places_file())
        self._told: set[str] = set()
        self._library_timer: Timer | None = None
        self.library = LibraryScreen(session, self.places)
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = NIGHT.name

    def on_mount(self) -> None:
        if len(self.session.workspace.paths) > 1:
            self._show_library()
        else:
            # A page of one article is read at once; the library comes if it takes a while to tell.
            self._library_timer = self.set_timer(_SOON, self._show_library)
        self.load_pages()
        self._tell_notices()

    def _show_library(self) -> None:
        if not self.library.is_running:
            self.push_screen(self.library)

    def _tell_notices(self) -> None:
        """Say once what the reviewer should know about the layer's files."""
        for notice in self.session.layer.notices:
            if notice not in self._told:
                self._told.add(notice)
                self.notify(notice, severity="warning", markup=False, timeout=12)

    @work(thread=True)
    def load_pages(self) -> None:
        """Read and clean every text."""
        worker = get_current_worker()
        for path in self.session.workspace.paths:
            if worker.is_cancelled:
                return
            try:
                self.post_message(self.PageLoaded(self.session.pages.of(path)))
            except SourceError as error:
                self.post_message(self.PageRefused(error))
        self.post_message(self.AllLoaded())

    @work(thread=True)
    def warm(self) -> None:
        """Look for texts that changed, and get ready what the first flip would wait for."""
        self._find_changes(asked=False)
        self.session.warm()

    @work(thread=True)
    def find_changes(self) -> None:
        """Look again for texts that changed, since somebody asks."""
        self._find_changes(asked=True)

    def _find_changes(self, *, asked: bool) -> None:
        session = self.session
        if not len(session.layer):
            found = []
        else:
            from reader.changes import changes

            found = list(changes(session.workspace, session.pages, session.layer))
        self.post_message(self.ChangesFound(found, asked=asked))

    @on(ChangesFound)
    def _changes_found(self, message: ChangesFound) -> None:
        if message.asked and not message.changes:
            self.notify("No annotated text has changed.", markup=False)
        for change in message.changes:
            if message.asked:
                self._ask_about(change)
            elif change.is_news:
                # A list that opened by itself would take the keys that were meant for the text.
                name = change.page.source.name
                self.notify(
                    f"{name} has changed since it was annotated: {change.counts}. O shows them.",
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
                self.notify(str(error), title="Not saved", severity="error", markup=False)
                return
            self.notify(f"{count} annotations placed; saved.", markup=False)
            for screen in self.screen_stack:
                if isinstance(screen, ReadingScreen):
                    screen.changed(f"{count} annotations placed")
            self.library.action_refresh_rows()

        self.push_screen(ChangesScreen(change), decided)

    @on(ChangesWanted)
    def _changes_wanted(self) -> None:
        self.find_changes()

    @on(PageLoaded)
    def _page_loaded(self, message: PageLoaded) -> None:
        self.library.add_page(message.page)

    @on(PageRefused)
    def _page_refused(self, message: PageRefused) -> None:
        self.library.add_refused(message.error)

    @on(AllLoaded)
    def _all_loaded(self) -> None:
        entries = self.library.loaded()
        if self._library_timer is not None:
            self._library_timer.stop()
        if len(entries) == 1 and not isinstance(self.screen, ReadingScreen):
            self._open(entries[0])
        else:
            self._show_library()
        # Dictionaries come after the first page: they and it would only hold each other up.
        self.set_timer(_FIRST_PAGE, self.warm)

    @on(LibraryScreen.Opened)
    def _opened(self, message: LibraryScreen.Opened) -> None:
        self._open(message.entry)

    def _open(self, entry: Entry) -> None:
        view = ArticleView(entry.page, entry.article)
        self.push_screen(ReadingScreen(self.session, view, self.places))
        # Some damage shows only when a source's annotations are first read.
        self.session.layer.index(entry.page.source.sha256)
        self._tell_notices()

    @on(ReadingScreen.Left)
    def _left(self) -> None:
        self._save_places()
        if len(self.library.loaded()) == 1:
            self.exit()
        else:
            self.pop_screen()

    async def action_quit(self) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, ReadingScreen):
                screen.keep_place()
        self._save_places()
        self.exit()

    def _save_places(self) -> None:
        try:
            self.places.save()
        except OSError as error:
            self.notify(
                f"The reading places can't be saved ({error.strerror}).",
                severity="warning",
                markup=False,
            )

    def action_help(self) -> None:
        self.push_screen(HelpScreen())

    async def on_event(self, event: events.Event) -> None:
        """Full-width keys of an input method act as their ASCII selves, but never in a text field."""
        if isinstance(event, events.Key) and event.character and len(event.character) == 1:
            code = ord(event.character)
            typing = self.focused is not None and self.focused.check_consume_key(event.key, "a")
            if code in _FULL_WIDTH and not typing:
                character = chr(code - _TO_ASCII)
                event = events.Key(key_name(character), character)
        await super().on_event(event)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """What our own variables are in a theme that does not know them."""
        return {"term": "#6f9fc8", "quiet": "#8a8a8a"}

    def export_screenshot(self, *, title: str | None = None, simplify: bool = False) -> str:
        return with_wide_characters(super().export_screenshot(title=title, simplify=simplify))

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The palette offers every action of the screen at hand, from the one registry."""
        yield from super().get_system_commands(screen)
        is_library = isinstance(screen, LibraryScreen)
        reading = (*READING, *SELECTING, *MOTIONS)
        actions = (*LIBRARY_TABLE, *LIBRARY) if is_library else reading
        for action in actions:
            target = screen

            async def run(name: str = action.name, on: Screen[object] = target) -> None:
                await self.run_action(name, on.focused or on)

            yield SystemCommand(f"{action.label} ({keys_of(action)})", action.help, run)


def key_name(character: str) -> str:
    """The name that Textual gives to the key of an ASCII character."""
    if character.isalnum():
        return character
    name = unicodedata.name(character).lower().replace("-", "_").replace(" ", "_")
    return KEY_NAME_REPLACEMENTS.get(name, name)

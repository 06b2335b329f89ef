"""An app that notices what becomes of its texts while they are read.

Invariant: nothing under the reader's eyes moves unasked. A text that changed is told of in one line;
it is shown as it is now when the reader asks, at the place where they were.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from textual import on, work
from textual.message import Message
from textual.timer import Timer

from reader.errors import SourceError
from reader.tui.screens.reading import ReadingScreen
from reader.tui.wayfinding import WayfindingApp
from reader.wording import _, several

if TYPE_CHECKING:
    from reader.views import ArticleView
    from reader.watching import Seen, Watcher

_OFTEN = 1.5
"""Seconds between two looks at the folders."""
_FOLLOWED = 1.0
"""Seconds between two looks at layers that other programs write."""
_SHARE = 25
"""How often longer than a look the rest between two looks is at least."""
_NAMED = 3
"""Files that are named when several went away."""


class WatchingApp(WayfindingApp):
    """The part of the app that looks at files and folders."""

    _watcher: Watcher | None = None
    _watch_timer: Timer | None = None
    _next_look = 0.0
    _is_looking = False
    _is_following = False

    class Looked(Message):
        """Texts appeared, changed or went away; what changed was read again."""

        def __init__(self, seen: Seen) -> None:
            super().__init__()
            self.seen = seen

    class Followed(Message):
        """Other programs have written to layers."""

        def __init__(self, sources: frozenset[str], *, is_ours: bool) -> None:
            super().__init__()
            self.sources = sources
            self.is_ours = is_ours
            """Whether the reviewer's own layer was another program's, and can be written here now."""

    class Renewed(Message):
        """A text that changed can be shown as it is now."""

        def __init__(self, view: ArticleView, raw: int) -> None:
            super().__init__()
            self.view = view
            self.raw = raw

    def note_stamps(self) -> None:
        """Remember what the texts are like, before they are read; may take a while."""
        if self._watcher is None:
            from reader.watching import Watcher

            self._watcher = Watcher(self.session.workspace.asked)

    def watch_files(self) -> None:
        """Look at the files from now on."""
        if self._watch_timer is None:
            self._watch_timer = self.set_interval(_OFTEN, self._look_soon)
            self.set_interval(_FOLLOWED, self._follow_soon)

    def _follow_soon(self) -> None:
        session = self.session
        if (session.layer.read_only or session.shows_others) and not self._is_following:
            self.follow_layers()

    @work(thread=True, group="follow")
    def follow_layers(self) -> None:
        """Look once what other programs have written to layers."""
        self._is_following = True
        try:
            waited = self.session.layer.read_only
            sources = self.session.follow()
            is_ours = waited and not self.session.layer.read_only
            if sources or is_ours:
                self.post_message(self.Followed(sources, is_ours=is_ours))
        finally:
            self._is_following = False

    @on(Followed)
    def _followed(self, message: Followed) -> None:
        if message.is_ours:
            self.notify(_("The other pizhu is gone; you can annotate here now."), markup=False)
        self.list_anew()
        for screen in self.screen_stack:
            if isinstance(screen, ReadingScreen) and (
                message.is_ours or screen.view.page.source.sha256 in message.sources
            ):
                screen.show_followed()

    @on(ReadingScreen.OthersWanted)
    def _show_others(self) -> None:
        self._find_others()

    @work(thread=True, group="follow")
    def _find_others(self) -> None:
        self.session.follow()
        self.call_from_thread(self._tell_others)

    def _tell_others(self) -> None:
        if self.reading is not None:
            self.reading.tell_others()

    def _look_soon(self) -> None:
        if not self._is_looking and time.monotonic() >= self._next_look:
            self.look()

    @work(thread=True, group="look")
    def look(self) -> None:
        """Look at the files once."""
        self._is_looking = True
        began = time.monotonic()
        try:
            self.note_stamps()
            seen = self._watcher.look() if self._watcher is not None else None
            if seen:
                self._take_note(seen)
                self.post_message(self.Looked(seen))
        finally:
            now = time.monotonic()
            self._next_look = now + _SHARE * (now - began)
            self._is_looking = False

    def _take_note(self, seen: Seen) -> None:
        workspace, catalogue = self.session.workspace, self.session.catalogue
        workspace.change(appeared=seen.appeared, gone=seen.gone)
        for path in (*seen.gone, *seen.changed):
            catalogue.forget(path)
        for path in seen.changed:
            catalogue.read(path)

    def load(self) -> None:
        """Read what was not read yet, beside everything else."""
        raise NotImplementedError

    def list_anew(self) -> None:
        """Show what the catalogue holds now, where it is shown."""
        raise NotImplementedError

    @on(Looked)
    def _looked(self, message: Looked) -> None:
        seen = message.seen
        self.list_anew()
        if seen.appeared:
            self.load()
        if seen.gone:
            self.notify(_gone(seen.gone), markup=False)
        for screen in self.screen_stack:
            if isinstance(screen, ReadingScreen):
                path = screen.view.page.source.path
                if path in seen.gone:
                    screen.tell_file(_("The file of this text is gone; here it stays."))
                elif path in seen.changed and self._is_another(screen):
                    screen.tell_file(_("This text has changed. O shows it as it is now."))

    def _is_another(self, screen: ReadingScreen) -> bool:
        """Whether the text of a screen is not what its file holds now."""
        source = screen.view.page.source
        text = self.session.catalogue.of(source.path)
        return text is not None and text.sha256 != source.sha256

    def renew_reading(self) -> bool:
        """Have the text that is read shown as it is now, if that is otherwise.

        Returns:
            Whether it is.
        """
        reading = self.reading
        if reading is None or not reading.is_mounted or not self._is_another(reading):
            return False
        self._renew(reading.view, reading.pane.raw_cursor)
        return True

    @work(thread=True, exclusive=True, group="renew")
    def _renew(self, view: ArticleView, at: int) -> None:
        from reader.changes import place_now
        from reader.views import ArticleView, article_at

        try:
            page = self.session.pages.of(view.page.source.path)
        except SourceError as error:
            self.post_message(self.Refused(error))
            return
        if not page.articles:
            return
        raw = place_now(view.page.source.raw, page.source.raw, at)
        article = page.articles[article_at(page, raw) or 0]
        self.post_message(self.Renewed(ArticleView(page, article, view.config), raw))

    @on(Renewed)
    def _renewed(self, message: Renewed) -> None:
        reading = self.reading
        if reading is not None and reading.view.page.source.path == message.view.page.source.path:
            reading.renew(message.view, message.raw)


def _gone(paths: Sequence[str]) -> str:
    names = ", ".join(Path(path).name for path in paths[:_NAMED])
    if len(paths) > _NAMED:
        return _("{count} files are gone: {names} …").format(count=len(paths), names=names)
    return several("{names} is gone.", "{names} are gone.", len(paths)).format(names=names)

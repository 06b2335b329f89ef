"""Finding one's way in an article: search, the list of hits, the outline, bookmarks, jumps."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from textual import on
from textual.message import Message

from annotations.foreign import by_system
from annotations.span import Span
from reader.bookmarks import Bookmark, Bookmarks
from reader.places import Place, ReadingPlaces
from reader.session import Session
from reader.text.source import STANDARD_INPUT
from reader.tui.screens.scripted import ScriptedScreen
from reader.tui.widgets.search_bar import SearchBar
from reader.views import ArticleView
from reader.visits import Visit
from reader.wording import _

_EXCERPT = 40
"""Characters of the text that a bookmark remembers."""


class WayfindingScreen(ScriptedScreen):
    """A screen with an article in which one goes from place to place."""

    class Departed(Message):
        """The reader went from a place to another one, and may want to come back."""

        def __init__(self, visit: Visit) -> None:
            super().__init__()
            self.visit = visit

    class Wanted(Message):
        """The reader wants to be at a place, in this article or another."""

        def __init__(self, visit: Visit) -> None:
            super().__init__()
            self.visit = visit

    def __init__(
        self,
        session: Session,
        view: ArticleView,
        places: ReadingPlaces,
        bookmarks: Bookmarks,
        visit: Visit | None = None,
    ) -> None:
        """
        Args:
            session: The reviewer's.
            view: The article.
            places: Where articles were left.
            bookmarks: The user's.
            visit: Where to go in it; by itself, to where it was left.
        """
        super().__init__(session, view)
        self._places = places
        self._bookmarks = bookmarks
        self._visit = visit
        self.is_furnished = False
        """Whether all is there, and not the text alone."""

    @property
    def search(self) -> SearchBar:
        return self.query_one(SearchBar)

    @property
    def arrival(self) -> int | None:
        """The raw offset to go to when the article is opened; None for its beginning."""
        if self._visit is not None and self._visit.raw is not None:
            return self._visit.raw
        place = self._places.of(self.view.page.source.sha256, self.view.article.id)
        return None if place is None else place.at

    def search_on(self) -> None:
        """Search for what is searched for where the reader comes from."""
        if self._visit is not None and self._visit.query is not None:
            self.search.find(self._visit.query)

    def go(self, visit: Visit) -> None:
        """Go to a place in this article."""
        if visit.raw is not None:
            self.pane.select_nothing()
            self.pane.go_to_raw(visit.raw)
        if visit.query is not None and visit.query != self.search.wanted:
            self.search.find(visit.query)
        self.pane.focus()

    @property
    def visit(self) -> Visit:
        """Where the reader is now."""
        source = self.view.page.source
        return Visit(
            path=source.path,
            sha256=source.sha256,
            article=self.view.article.id,
            title=self.view.article.title,
            raw=self.pane.raw_cursor if self.is_furnished and self.view.text else self.arrival,
            config=self.view.config,
            query=self.search.wanted if self.is_furnished else None,
        )

    def depart(self) -> None:
        """Remember this place for the way back."""
        self.post_message(self.Departed(self.visit))

    def keep_place(self) -> None:
        """Remember where the reader is and how far the article was shown."""
        if not self.is_mounted or not self.view.text:
            return
        place = Place(self.pane.raw_cursor, self._read())
        self._places.keep(self.view.page.source.sha256, self.view.article.id, place)

    def _read(self) -> float:
        """How far the article is shown, from 0 to 1."""
        return min(1.0, self.pane.shown.end / max(1, len(self.view.text)))

    # Search

    def action_search(self) -> None:
        self.search.open()

    def action_hit(self, step: int) -> None:
        if self.search.search is None:
            self.say(_("Search for something first: /"))
        else:
            self.search.step(step)

    @on(SearchBar.Left)
    def _went_to_hit(self, event: SearchBar.Left) -> None:
        begun_at = self.view.from_raw.source_at(event.begun_at)
        if begun_at is not None and event.begun_at != self.pane.cursor:
            here = self.visit
            self.post_message(self.Departed(replace(here, raw=begun_at)))

    @on(SearchBar.ListWanted)
    def action_hits(self) -> None:
        from reader.tui.screens.hits import HitsScreen

        search, before = self.search.search, self.visit
        if search is None:
            self.say(_("Search for something first: /"))
            return
        if search.is_done and not len(search.hits):
            self.say(_("nothing found"))
            return
        pane = self.pane
        cursor, top = pane.cursor, pane.scroll_offset.y

        def show(hit: Span) -> None:
            self.search.go_to(hit)
            # The list lies over the lower half of the text.
            pane.scroll_to_raw(pane.raw_cursor)

        def closed(stays: bool | None) -> None:
            if stays:
                self.post_message(self.Departed(before))
            else:
                pane.go_to(cursor)
                pane.scroll_to(y=top, animate=False, immediate=True)
            pane.focus()

        at = self.view.article_span(Span(cursor, cursor + 1)).start
        self.app.push_screen(HitsScreen(self.view, search, at, show), closed)

    # Outline

    def action_outline(self) -> None:
        from reader.tui.screens.outline import OutlineScreen

        def chosen(visit: Visit | None) -> None:
            if visit is not None:
                self.post_message(self.Wanted(visit))

        self.app.push_screen(OutlineScreen(self.view, self.visit), chosen)

    # Bookmarks

    def is_bookmarked(self, span: Span) -> bool:
        """Whether a bookmark lies in a span of the view."""
        sha256 = self.view.page.source.sha256
        if not self._bookmarks.of(sha256):
            return False
        return any(self._bookmarks.within(sha256, raw) for raw in self.view.raw_spans(span))

    def action_bookmark(self) -> None:
        if not self.view.text:
            return
        pane, source = self.pane, self.view.page.source
        row = pane.setting.row(pane.setting.row_of(pane.cursor))
        here = [
            bookmark
            for raw in self.view.raw_spans(Span(row.start, row.end))
            for bookmark in self._bookmarks.within(source.sha256, raw)
        ]
        try:
            if here:
                self._bookmarks.unset(*here)
            else:
                self._bookmarks.set(self._bookmark())
        except OSError as error:
            self.notify(
                _("The bookmark can't be saved ({why}).").format(why=by_system(error)),
                title=_("Not saved"),
                severity="error",
                markup=False,
            )
            return
        pane.refresh_marks()
        self.say(_("Bookmark taken away") if here else _("Bookmark set · M lists them"))

    def _bookmark(self) -> Bookmark:
        at, article = self.pane.raw_cursor, self.view.article
        offset = article.offsets.target_at(at) or 0
        excerpt = " ".join(article.text[offset : offset + _EXCERPT].split())
        source = self.view.page.source
        path = "" if source.path == STANDARD_INPUT else str(Path(source.path).absolute())
        return Bookmark(source.sha256, at, article.id, article.title, excerpt, path)

"""The line in which a search is typed, and the going from hit to hit.

Invariant: a search never holds a key up. What is found at once is shown at once; the rest of a long
text is searched between two keys, a pattern in a thread.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input, Static
from textual.worker import get_current_worker

from annotations.span import Span
from reader import folding
from reader.finding import HitsInView, offset_of, query_for
from reader.folding import Folded
from reader.query import PatternError, Query
from reader.search import Search
from reader.text.page import Article
from reader.tui.actions import SEARCH_BAR, bindings
from reader.tui.widgets.article_pane import ArticlePane
from reader.wording import _

_AT_ONCE = 0.02
"""Seconds that a search has before the next key may come."""
_BETWEEN = 0.01
"""Seconds that it has between two keys after that."""
_IN_THREAD = 0.1
"""Seconds after which a thread looks whether its search is still wanted."""
_PAINTED = 0.2
"""Seconds between two paintings of the hits while there are more to come."""


class SearchBar(Vertical):
    """Finds what is typed as it is typed; hidden while nothing is searched for."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(SEARCH_BAR)
    DEFAULT_CSS = """
    SearchBar {
        height: auto;
        background: $panel;
        & > Horizontal { height: 1; }
        & #slash { width: auto; color: $primary; padding: 0 1; &:hover { text-style: reverse; } }
        & Input { width: 1fr; border: none; height: 1; padding: 0; background: $panel; }
        & #found {
            width: auto; min-width: 16; padding: 0 1; color: $quiet; text-align: right;
            &:hover { text-style: underline; }
        }
        & > #told { height: auto; padding: 0 1; color: $error; display: none; }
    }
    """

    @dataclass
    class Further(Message):
        """A thread has searched on."""

        search: Search

    @dataclass
    class Left(Message):
        """Somebody went from where the search began to a hit, and reads there."""

        begun_at: int
        """Offset in the view."""

    class ListWanted(Message):
        """Somebody wants the hits as a list."""

    def __init__(self, pane: Callable[[], ArticlePane], id: str | None = None) -> None:  # noqa: A002
        """
        Args:
            pane: Gives the pane whose text is searched.
            id: The widget's id.
        """
        super().__init__(id=id)
        self._pane = pane
        self._begun_at = 0
        self._folded: tuple[Article, Folded] | None = None
        self.search: Search | None = None
        """The search under way, or done; None when there is none."""
        self._is_pattern = False
        self._has_jumped = False
        self._painted = 0.0

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield Static("/", id="slash", markup=False)
            yield Input(placeholder=_("繁體 or 简体"), compact=True)
            yield Static(id="found", markup=False)
        yield Static(id="told", markup=False)

    # Beginning and ending

    def open(self) -> None:
        """Show the line, what was typed before ready to be typed over."""
        self._begun_at = self._pane().cursor
        self.display = True
        typed = self.query_one(Input)
        typed.focus()
        typed.select_all()
        self._warm()

    @work(thread=True, group="warm")
    def _warm(self) -> None:
        folding.warm()

    def find(self, query: Query) -> None:
        """Mark the hits of a query, as if it had been typed here and entered; the cursor stays."""
        self.display = True
        self._begun_at = self._pane().cursor
        self._set_pattern(is_pattern=query.is_pattern)
        typed = self.query_one(Input)
        with typed.prevent(Input.Changed):
            typed.value = query.typed
        self._find(jump=False)

    @property
    def wanted(self) -> Query | None:
        """What is searched for."""
        return self.search.query if self.search else None

    def end(self) -> None:
        """Take the line and the marks away."""
        self.display = False
        self.search = None
        self._folded = None
        self._tell("")
        self._pane().hits = None
        self._pane().refresh_marks()

    def action_give_up(self) -> None:
        self.end()
        self._pane().go_to(self._begun_at)
        self._pane().focus()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._pane().focus()
        self.post_message(self.Left(self._begun_at))

    # What is searched for

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self._find(jump=True)

    def action_pattern(self) -> None:
        self._set_pattern(is_pattern=not self._is_pattern)
        self._find(jump=True)

    def _set_pattern(self, *, is_pattern: bool) -> None:
        self._is_pattern = is_pattern
        self.query_one("#slash", Static).update(_("pattern") if is_pattern else "/")

    def find_again(self) -> None:
        """Mark the hits in the view that is shown now."""
        pane, search = self._pane(), self.search
        if search is None:
            return
        query = query_for(pane.view, search.query.typed, is_pattern=search.query.is_pattern)
        if (
            self._folded is None
            or self._folded[0] is not pane.view.article
            or query != search.query
        ):
            self._find(jump=False)
        else:
            pane.hits = HitsInView(search.hits, pane.view)
            pane.refresh_marks()

    def _find(self, *, jump: bool) -> None:
        pane = self._pane()
        view = pane.view
        if self._folded is None or self._folded[0] is not view.article:
            self._folded = view.article, Folded(view.article.text)
        self.search, pane.hits = None, None
        self._tell("")
        typed = self.query_one(Input).value
        if not typed.strip():
            self._say("")
            pane.refresh_marks()
            return
        query = query_for(view, typed, is_pattern=self._is_pattern)
        try:
            self.search = Search(self._folded[1], query, self._in_article(self._begun_at))
        except PatternError as error:
            self._say("")
            self._tell(str(error))
            pane.refresh_marks()
            return
        pane.hits = HitsInView(self.search.hits, view)
        self._has_jumped = not jump
        self._go_on(self.search, _AT_ONCE)

    # Searching

    def _go_on(self, search: Search, seconds: float = _BETWEEN) -> None:
        if search is not self.search:
            return
        is_more = search.more(seconds)
        self._show()
        if is_more and search.query.is_pattern:
            self._search_aside(search)
        elif is_more:
            self.call_later(self._go_on_later, search)

    async def _go_on_later(self, search: Search) -> None:
        # A widget's messages follow each other without a pause: everybody else has a turn here.
        await asyncio.sleep(0)
        self._go_on(search)

    @work(thread=True, group="search")
    def _search_aside(self, search: Search) -> None:
        worker = get_current_worker()
        while search.more(_IN_THREAD):
            if worker.is_cancelled or search is not self.search:
                return
            self.post_message(self.Further(search))
        self.post_message(self.Further(search))

    @on(Further)
    def _searched_further(self, message: Further) -> None:
        if message.search is self.search:
            self._show()

    def _show(self) -> None:
        search, pane = self.search, self._pane()
        if search is None:
            return
        if search.nearest and not self._has_jumped:
            self._has_jumped = True
            pane.go_to(offset_of(pane.view, search.nearest))
        now = time.monotonic()
        if search.is_done or now - self._painted > _PAINTED:
            self._painted = now
            pane.refresh_marks()
        if search.is_given_up:
            self._tell(_("This pattern takes too long; the search was given up."))
        self._say_count()

    def _say_count(self) -> None:
        search = self.search
        if search is None:
            return
        count = len(search.hits)
        if not search.is_done:
            self._say(_("{count:,} so far …").format(count=count))
        elif not count:
            self._say(_("nothing found"))
        else:
            here = search.hits.at(self._in_article(self._pane().cursor))
            if here is None:
                self._say(_("{count:,} found").format(count=count))
            else:
                self._say(_("{number:,} of {count:,}").format(number=here + 1, count=count))

    def _say(self, count: str) -> None:
        self.query_one("#found", Static).update(count)

    def _tell(self, sentence: str) -> None:
        told = self.query_one("#told", Static)
        told.display = bool(sentence)
        told.update(sentence)

    # Going from hit to hit

    def step(self, step: int) -> None:
        """Go to the next hit (`step` 1) or the one before (`step` -1)."""
        search, pane = self.search, self._pane()
        if search is None or self._folded is None:
            return
        here = self._in_article(pane.cursor)
        found = search.hits.next(here, step)
        hit = None if found is None else search.hits[found]
        if not search.is_done and step > 0 and (hit is None or hit.start <= here):
            # The next one is beyond what was searched so far.
            ahead = Search(self._folded[1], search.query, here + 1)
            ahead.more(_AT_ONCE)
            hit = ahead.nearest or hit
        if hit is not None:
            self.go_to(hit)
        self._say_count()

    def go_to(self, hit: Span) -> None:
        """Put the cursor on a hit.

        Args:
            hit: In offsets of the article's text.
        """
        self._pane().go_to(offset_of(self._pane().view, hit))
        self._say_count()

    def _in_article(self, offset: int) -> int:
        return self._pane().view.article_span(Span(offset, offset + 1)).start

    def action_list_hits(self) -> None:
        self.post_message(self.ListWanted())

    def on_click(self, event: events.Click) -> None:
        """A click on the sign turns patterns on and off, one on the count lists the hits."""
        name = event.widget.id if event.widget else None
        if name == "slash":
            self.action_pattern()
        elif name == "found":
            self.action_list_hits()

"""Search the whole library: what was found, article by article, while the search goes on."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from reader.library_search import Found, FoundLine, LibrarySearch
from reader.query import PatternError, Query
from reader.text.cells import cells
from reader.tui.actions import LIBRARY_SEARCH, bindings
from reader.tui.screens.hits import hit_content
from reader.tui.text import fitted
from reader.tui.widgets.footer import Footer
from reader.tui.widgets.line_list import LineList
from reader.tui.widgets.progress import ProgressLine
from reader.visits import Visit
from reader.wording import _, marked, several

_OFTEN = 0.1
"""Seconds between two looks at what was found meanwhile."""
_INDENT = "    "

Begin = Callable[[Query], LibrarySearch]


class LibrarySearchScreen(ModalScreen[Visit | None]):
    """Answers with the hit to go to, or None."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(LIBRARY_SEARCH)
    DEFAULT_CSS = """
    LibrarySearchScreen {
        align: center middle;
        background: $background 60%;
        & > Vertical {
            width: 94%; max-width: 110; height: 88%;
            background: $surface; border: round $accent; padding: 0 1;
        }
        & Horizontal { height: 1; background: $panel; }
        & #sign { width: auto; color: $primary; padding: 0 1; &:hover { text-style: reverse; } }
        & Input { width: 1fr; border: none; height: 1; padding: 0; background: $panel; }
        & #count { height: 1; color: $quiet; }
        & #told { height: auto; color: $error; display: none; }
    }
    """

    def __init__(
        self, begin: Begin, earlier: LibrarySearch | None = None, cursor: int = 0, typed: str = ""
    ) -> None:
        """
        Args:
            begin: Begins a search of the library.
            earlier: The search whose hits are shown first.
            cursor: The line of it that the cursor was on.
            typed: What to offer to search for.
        """
        super().__init__()
        self._begin = begin
        self._search = earlier
        self._cursor = cursor
        self._typed = earlier.query.typed if earlier is not None else typed
        self._is_pattern = earlier is not None and earlier.query.is_pattern
        self._lines: list[tuple[Found, FoundLine | None]] = []
        self._taken = 0

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = _("Search the library")
            with Horizontal():
                yield Static(id="sign", markup=False)
                yield Input(self._typed, placeholder=_("繁體 or 简体"), compact=True)
            yield Static(id="told", markup=False)
            yield Static(id="count", markup=False)
            yield LineList(self._line)
            yield ProgressLine()
        yield Footer()

    @property
    def listing(self) -> LineList:
        """The hits."""
        return self.query_one(LineList)

    @property
    def cursor(self) -> int:
        """The line that the cursor is on."""
        return self.listing.cursor

    def on_mount(self) -> None:
        self._show_sign()
        if self._search is not None:
            self._follow(self._search)
            self.listing.go_to(self._cursor)
            self.listing.focus()
        else:
            self.query_one(Input).focus()
        self.set_interval(_OFTEN, self._look)

    # Beginning

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        query = Query(event.value, self._is_pattern)
        if query.is_blank:
            return
        if self._search is not None:
            self._search.progress.stop()
        try:
            search = self._begin(query)
        except PatternError as error:
            self._tell(str(error))
            return
        self._search = search
        self._lines, self._taken = [], 0
        self.listing.show(0, 0)
        self._follow(search)
        self.listing.focus()

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        """A bad pattern is told while it is typed."""
        event.stop()
        self._check(event.value)

    def _check(self, typed: str) -> None:
        self._tell("")
        query = Query(typed, self._is_pattern)
        if query.is_pattern and not query.is_blank:
            try:
                _ = query.pattern
            except PatternError as error:
                self._tell(str(error))

    def _follow(self, search: LibrarySearch) -> None:
        self._tell("")
        self.query_one(ProgressLine).follow(
            search.progress, marked("Searching text {done} of {total}")
        )
        self._look()

    def action_pattern(self) -> None:
        self._is_pattern = not self._is_pattern
        self._show_sign()
        self._check(self.query_one(Input).value)

    def _show_sign(self) -> None:
        self.query_one("#sign", Static).update(_("pattern") if self._is_pattern else "/")

    def on_click(self, event: events.Click) -> None:
        """A click on the sign turns patterns on and off."""
        if event.widget is not None and event.widget.id == "sign":
            self.action_pattern()

    # What was found

    def _look(self) -> None:
        search = self._search
        if search is None:
            return
        fresh = search.found[self._taken :]
        self._taken += len(fresh)
        for found in fresh:
            self._lines.append((found, None))
            self._lines += [(found, line) for line in found.lines]
        if fresh:
            self.listing.grow(len(self._lines))
        self._tell_count(search)

    def _tell_count(self, search: LibrarySearch) -> None:
        count, articles = search.count, len(search.found)
        if not count and search.progress.is_finished:
            said = _("nothing found")
        else:
            said = several("{count:,} hit", "{count:,} hits", count).format(count=count)
            said += _(" · {articles:,} articles").format(articles=articles)
        if not search.progress.is_finished:
            said += " …"
        elif search.is_given_up:
            self._tell(_("This pattern takes too long; the search was given up."))
        elif search.progress.is_stopped:
            said += _(" · stopped at text {done:,} of {total:,}").format(
                done=search.progress.done, total=search.progress.total or 0
            )
        self.query_one("#count", Static).update(said)

    def _tell(self, sentence: str) -> None:
        told = self.query_one("#told", Static)
        told.display = bool(sentence)
        told.update(sentence)

    def _line(self, index: int, width: int) -> Content:
        found, line = self._lines[index]
        if line is not None:
            context = hit_content(line.before, line.exact, line.after, width - len(_INDENT))
            return _INDENT + context
        count = several("{count:,} hit", "{count:,} hits", found.count).format(count=found.count)
        name = fitted(found.path.rsplit("/", 1)[-1], width // 4)
        title = fitted(found.title, max(1, width - cells(name) - cells(count) - 4))
        return Content.assemble(
            Content.styled(title, "bold"), f"  {count}  ", Content.styled(name, "dim")
        )

    # Leaving

    @on(LineList.Chosen)
    def _chosen(self, event: LineList.Chosen) -> None:
        event.stop()
        found, line = self._lines[event.index]
        search = self._search
        if search is None:
            return
        raw = (line or found.lines[0]).raw
        self.dismiss(
            Visit(found.path, found.sha256, found.article, found.title, raw, query=search.query)
        )

    def action_type(self) -> None:
        self.query_one(Input).focus()

    def action_stop_or_close(self) -> None:
        if not self.query_one(ProgressLine).stop():
            self.dismiss(None)

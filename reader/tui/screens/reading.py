"""The reading screen: an article's page, its annotations beside it, and what a reviewer does to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.color import Color
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from annotations.model import Annotation
from annotations.span import Span
from reader.bookmarks import Bookmarks
from reader.places import ReadingPlaces
from reader.session import Explanation, Session
from reader.text.page import Script
from reader.tui.actions import FINDING, FINDING_HERE, READING, bindings
from reader.tui.colours import of_terminal
from reader.tui.messages import ChangesWanted
from reader.tui.painting import Highlight
from reader.tui.screens.wayfinding import WayfindingScreen
from reader.tui.signs import sign_of
from reader.tui.text import fitted
from reader.tui.widgets.annotation_list import CELLS, AnnotationList
from reader.tui.widgets.article_pane import ArticlePane
from reader.tui.widgets.card import Card
from reader.tui.widgets.footer import Footer
from reader.tui.widgets.search_bar import SearchBar
from reader.views import ArticleView
from reader.visits import Visit
from reader.wording import _, language, marked, several

_WIDE = 110
"""Columns from which the list stands beside the text unasked."""

_SCRIPT_NAMES = {
    Script.TRADITIONAL: ("繁體", marked("Traditional")),
    Script.SIMPLIFIED: ("简体", marked("Simplified")),
    Script.NEITHER: ("", marked("neither script")),
}
_UNTAGGED = "#8a8f98"
_LINES_BELOW = 2
"""The status and the footer."""


class ReadingScreen(WayfindingScreen):
    """One article."""

    BINDINGS: ClassVar[list[BindingType]] = bindings((*READING, *FINDING_HERE, *FINDING))
    DEFAULT_CSS = """
    ReadingScreen {
        layers: base overlay;
        & #page { height: 1fr; }
        & ArticlePane { width: 1fr; }
        & #file { height: 1; padding: 0 2; background: $panel; color: $accent; }
        & #missing { height: 1; padding: 0 2; background: $panel; color: $accent; }
        & #search { display: none; }
        & #status { height: 1; padding: 0 1; background: $panel; }
    }
    """

    class Shown(Message):
        """The page is on the screen for the first time."""

    class OthersWanted(Message):
        """What other reviewers annotated is to be shown."""

    @dataclass
    class Left(Message):
        """The reader is done with the article for now."""

    def __init__(
        self,
        session: Session,
        view: ArticleView,
        places: ReadingPlaces,
        bookmarks: Bookmarks,
        visit: Visit | None = None,
    ) -> None:
        """See `WayfindingScreen`."""
        super().__init__(session, view, places, bookmarks, visit)
        self._is_list_wanted: bool | None = None
        self._count = ""
        self._last_change = ""
        self._said_at = 0
        self._is_something_here = False

    def compose(self) -> ComposeResult:
        if self.view.article.headless():
            yield Static(_("No headline for this article stands on the page."), id="missing")
        with Horizontal(id="page"):
            yield ArticlePane(
                self.view,
                self.session.settings.typography,
                highlights=self._highlights,
                terms=self._terms,
                is_bookmarked=self.is_bookmarked,
                id="article",
            )

    @property
    def card(self) -> Card:
        return self.query_one(Card)

    def on_mount(self) -> None:
        # The text first: what stands around it comes a moment later, in the room that is kept for it.
        beside = CELLS if self.size.width >= _WIDE else 0
        self.query_one("#page").styles.margin = (0, beside, _LINES_BELOW, 0)
        at = self.arrival
        if at is not None:
            self.pane.begin_at(at)
        self.pane.focus()
        self.call_after_refresh(self._furnish)

    async def _furnish(self) -> None:
        page = self.query_one("#page")
        with self.app.batch_update():
            page.styles.margin = 0
            await page.mount(AnnotationList(id="annotations"))
            await self.mount(
                SearchBar(lambda: self.pane, id="search"),
                Static(id="status", markup=False),
                Footer(),
                Card(id="card"),
            )
            if not self.query(AnnotationList):
                return  # somebody went to another article meanwhile
            self._fit_list()
            self._list_annotations()
            self.is_furnished = True
            self._moved()
        self.search_on()
        self.post_message(self.Shown())

    def on_resize(self) -> None:
        if self.is_furnished:
            self.card.close()
            self._fit_list()

    def _fit_list(self) -> None:
        wanted = self._is_list_wanted
        self.listing.display = self.size.width >= _WIDE if wanted is None else wanted

    # What the pane asks for

    def _highlights(self, span: Span) -> Sequence[Highlight]:
        return [
            Highlight(
                stretch,
                self._colour_of(shown.annotation),
                self._sign_of(shown.annotation),
                starts=stretch == shown.spans[0],
            )
            for shown in self.session.annotations_in(self.view, span)
            for stretch in shown.spans
            if stretch.overlaps(span)
        ] + [
            Highlight(
                stretch,
                self._colour_of(shown.annotation),
                shown.annotation.creator[:1],
                starts=stretch == shown.spans[0],
                is_other=True,
            )
            for shown in self.session.others_in(self.view, span)
            for stretch in shown.spans
            if stretch.overlaps(span)
        ]

    def _terms(self, span: Span) -> Sequence[Span]:
        # The first page does not wait for the glossary; it is marked a moment later.
        if not self.session.has_glossary:
            return []
        return [match.span for match in self.session.terms_in(self.view, span)]

    def _colour_of(self, annotation: Annotation) -> Color:
        tag = self.session.tags.named(annotation.tags[0]) if annotation.tags else None
        colour = Color.parse(tag.colour if tag else _UNTAGGED)
        return of_terminal(colour) if self.app.native_ansi_color else colour

    def _sign_of(self, annotation: Annotation) -> str:
        tag = self.session.tags.named(annotation.tags[0]) if annotation.tags else None
        return sign_of(tag, self.session.tags)

    # Messages

    @on(ArticlePane.Moved)
    def _moved(self) -> None:
        if not self.is_furnished:
            return
        self.follow()
        self._is_something_here = bool(self.session.explain(self.view, self.pane.cursor))
        if self.card.is_open and not self.card.by_resting:
            self.card.close()
        self._say_status()
        self.refresh_bindings()

    @on(ArticlePane.Asked)
    def _asked(self, event: ArticlePane.Asked) -> None:
        self._explain(event.offset, by_resting=event.by_resting)

    @on(ArticlePane.MouseLeft)
    def _mouse_left(self, event: ArticlePane.MouseLeft) -> None:
        card = self.card
        if card.explanation is None or not card.by_resting:
            return
        if event.offset is None or event.offset not in card.explanation.span:
            card.close()

    @on(AnnotationList.Chosen)
    def _chosen(self, event: AnnotationList.Chosen) -> None:
        session = self.session
        listed = (*session.annotations_of(self.view), *session.others_of(self.view))
        chosen = [each.annotation for each in listed if each.annotation.id == event.id]
        if not chosen:
            return
        self.pane.select_nothing()
        self.pane.go_to_raw(chosen[0].raw[0].start)
        self.pane.focus()

    def _explain(self, offset: int, *, by_resting: bool) -> None:
        explanation = self.session.explain(self.view, offset)
        if explanation:
            self._open_card(explanation, by_resting=by_resting)
        elif not by_resting:
            self.card.close()

    def _open_card(self, explanation: Explanation, *, by_resting: bool) -> None:
        first = self.pane.cell_on_screen(explanation.span.start)
        last = self.pane.cell_on_screen(explanation.span.end - 1)
        # A term over two rows is explained below its last row, and never covered.
        above = first if first.y == last.y else last
        self.card.open(explanation, above, self.size, by_resting=by_resting)

    # Status

    def _say_status(self) -> None:
        pane = self.pane
        name, words = _SCRIPT_NAMES[self.view.script]
        script = name or _(words)
        if name and language() == "en" and self.size.width >= _WIDE:
            script = f"{name} {_(words)}"
        as_printed = self.view.config is None
        right = _("{script}, as printed") if as_printed else _("{script}, converted")
        right = f"{right.format(script=script)} · {self._read():.0%} "
        if self._count:
            left = _("{count} times … (esc: no)").format(count=self._count)
        elif pane.origin is not None:
            count = len(pane.selection)
            left = several(
                "{count} character selected: enter highlights, 1–9 t tag, c notes",
                "{count} characters selected: enter highlights, 1–9 t tag, c notes",
                count,
            ).format(count=count)
        elif self._last_change and pane.cursor == self._said_at:
            left = self._last_change
        elif here := self.session.annotations_at(self.view, pane.cursor):
            left = ", ".join(here[0].annotation.tags) or _("highlight")
            if len(here) > 1:
                left = _("{tags} and {count} more").format(tags=left, count=len(here) - 1)
        else:
            left = self.view.article.title
        room = self.size.width - 3 - Content(right).cell_length
        left = fitted(left, max(0, room))
        gap = " " * max(1, room - Content(left).cell_length)
        bold = "bold" if pane.origin is not None else ""
        self.query_one("#status", Static).update(
            Content.assemble(Content.styled(left, bold), gap, Content.styled(right, "$quiet"))
        )

    def show_count(self, typed: str) -> None:
        """Show the count that is being typed; nothing when it has ended."""
        self._count = typed
        self._say_status()

    def say(self, sentence: str) -> None:
        self._last_change = sentence
        self._said_at = self.pane.cursor
        self._say_status()

    def changed(self, sentence: str) -> None:
        """After a change that is on disk: show it, and say so."""
        self.card.close()
        again = self.session.again(self.view, self.pane.raw_cursor)
        if again is not self.view:
            # A correction was undone: the page itself is another.
            self._show(again)
        self.pane.refresh_marks()
        self._list_annotations()
        self.say(sentence)
        self.refresh_bindings()

    def replace_view(self, view: ArticleView) -> None:
        self._show(view)

    def _show(self, view: ArticleView) -> None:
        """Show another view of the article; the place stays."""
        self.view = view
        self.pane.show(view)
        self.mark_doubts()
        if self.pane.hits is not None:
            self.search.find_again()
        self._list_annotations()

    def tell_file(self, sentence: str) -> None:
        """Say in a line of its own what became of the file; the text on the screen stays."""
        told = self.query("#file")
        if told:
            told.first(Static).update(sentence)
        else:
            self.mount(Static(sentence, id="file", markup=False), before="#status")

    def renew(self, view: ArticleView, raw: int) -> None:
        """Show the text as it is now, at a place of it."""
        self.query("#file").remove()
        self.pane.select_nothing()
        self._show(view)
        self.pane.go_to_raw(raw)
        self.say(_("Shown as it is now."))

    def _list_annotations(self) -> None:
        session = self.session
        listed = [*session.annotations_of(self.view), *session.others_of(self.view)]
        listed.sort(key=lambda shown: shown.annotation.place)
        self.listing.show(self.view, listed, self._colour_of, session.settings.reviewer)

    def show_followed(self) -> None:
        """Show what other programs have written meanwhile."""
        if not self.is_furnished:
            return
        again = self.session.again(self.view, self.pane.raw_cursor)
        if again is not self.view:
            self._show(again)
        self.pane.refresh_marks()
        self._list_annotations()
        self.refresh_bindings()

    def action_others(self) -> None:
        self.session.shows_others = not self.session.shows_others
        if self.session.shows_others:
            self.post_message(self.OthersWanted())
        else:
            self.show_followed()
            self.say(_("Only your own annotations are shown."))

    def tell_others(self) -> None:
        """Say whose annotations are shown besides one's own."""
        names = self.session.others.reviewers
        self.show_followed()
        if names:
            self.say(_("Shown too: what {who} annotated.").format(who=", ".join(names)))
        else:
            self.say(_("Nobody else has annotated here yet."))

    # Actions

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enter means one thing with a selection and another without."""
        del parameters
        if not self.is_mounted:
            return True
        selecting = self.pane.origin is not None
        if action == "highlight":
            return selecting
        if action == "explain":
            return not selecting and self.focused is self.pane and self._is_something_here
        if action == "undo":
            return self.session.layer.undoable is not None
        if action == "redo":
            return self.session.layer.redoable is not None
        if action == "tag_key":
            # Where there is nothing to tag, a digit begins a count.
            return selecting or self._annotation_here() is not None
        if action == "delete":
            return not selecting and self._annotation_here() is not None
        return True

    def action_explain(self) -> None:
        if self.card.is_open:
            self.card.close()
            return
        offset = self.pane.cursor
        if self.session.explain(self.view, offset):
            self._explain(offset, by_resting=False)
        else:
            self.say(_("Nothing to explain here."))

    def show_view(self, view: ArticleView) -> None:
        self.card.close()
        self._last_change = ""
        self._show(view)
        self._say_status()

    def action_compare(self) -> None:
        from reader.tui.screens.compare import CompareScreen

        def compared(_: None) -> None:
            self._show(self.session.again(self.view, self.pane.raw_cursor))
            self._say_status()

        self.card.close()
        self.pane.select_nothing()
        screen = CompareScreen(self.session, self.view, self.pane.raw_cursor)
        self.app.push_screen(screen, compared)

    def action_term(self, step: int) -> None:
        span = self.session.next_term(self.view, self.pane.cursor, step)
        if span is not None:
            self.pane.go_to(span.start)

    def action_annotation(self, step: int) -> None:
        starts = [shown.spans[0].start for shown in self.session.annotations_of(self.view)]
        cursor = self.pane.cursor
        beyond = [start for start in starts if (start - cursor) * step > 0]
        if beyond:
            self.pane.go_to(min(beyond) if step > 0 else max(beyond))

    def action_list(self) -> None:
        if self.focused is self.listing:
            self._leave_list()
            return
        if not self.listing.display:
            self._is_list_wanted = True
            self._fit_list()
        self.listing.focus()
        if self.listing.highlighted is None:
            self.listing.action_first()

    def _leave_list(self) -> None:
        self.pane.focus()
        if self.size.width < _WIDE:
            self._is_list_wanted = None
            self._fit_list()

    def action_changes(self) -> None:
        self.post_message(ChangesWanted())

    def action_leave(self) -> None:
        if self.card.is_open:
            self.card.close()
        elif self.focused is self.listing:
            self._leave_list()
        elif self.pane.origin is not None:
            self.pane.select_nothing()
        elif self.pane.hits is not None:
            self.search.end()

    def action_back(self) -> None:
        self.keep_place()
        self.post_message(self.Left())

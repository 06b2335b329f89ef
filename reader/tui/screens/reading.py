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
from textual.widgets import Footer, Static

from annotations.model import Annotation
from annotations.span import Span
from reader.places import Place, ReadingPlaces
from reader.session import Explanation, Session
from reader.text.page import Script
from reader.tui.actions import READING, bindings
from reader.tui.messages import ChangesWanted
from reader.tui.painting import Highlight
from reader.tui.screens.annotating import AnnotatingScreen
from reader.tui.text import fitted
from reader.tui.widgets.annotation_list import AnnotationList
from reader.tui.widgets.article_pane import ArticlePane
from reader.tui.widgets.card import Card
from reader.tui.widgets.search_bar import SearchBar
from reader.views import ArticleView

_WIDE = 110
"""Columns from which the list stands beside the text unasked."""

_SCRIPT_NAMES = {
    Script.TRADITIONAL: ("繁體", "Traditional"),
    Script.SIMPLIFIED: ("简体", "Simplified"),
    Script.NEITHER: ("", "neither script"),
}
_UNTAGGED = "#8a8f98"


class ReadingScreen(AnnotatingScreen):
    """One article."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(READING)
    CSS = """
    ReadingScreen {
        layers: base overlay;
        & #page { height: 1fr; }
        & ArticlePane { width: 1fr; }
        & #missing { height: 1; padding: 0 2; background: $panel; color: $accent; }
        & #search { display: none; }
        & #status { height: 1; padding: 0 1; background: $panel; }
    }
    """

    @dataclass
    class Left(Message):
        """The reader is done with the article for now."""

    def __init__(self, session: Session, view: ArticleView, places: ReadingPlaces) -> None:
        super().__init__(session, view)
        self._places = places
        self._is_list_wanted: bool | None = None
        self._last_change = ""
        self._said_at = 0
        self._is_something_here = False

    def compose(self) -> ComposeResult:
        if self.view.article.headless():
            yield Static("No headline for this article stands on the page.", id="missing")
        with Horizontal(id="page"):
            yield ArticlePane(
                self.view, highlights=self._highlights, terms=self._terms, id="article"
            )
            yield AnnotationList(id="annotations")
        yield SearchBar(lambda: self.pane, id="search")
        yield Static(id="status", markup=False)
        yield Footer(compact=True, show_command_palette=False)
        yield Card(id="card")

    @property
    def search(self) -> SearchBar:
        return self.query_one(SearchBar)

    @property
    def card(self) -> Card:
        return self.query_one(Card)

    def on_mount(self) -> None:
        self._fit_list()
        self._list_annotations()
        self.pane.focus()
        place = self._places.of(self.view.page.source.sha256, self.view.article.id)
        if place is not None:
            self.call_after_refresh(self.pane.go_to_raw, place.at)

    def on_resize(self) -> None:
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
        ]

    def _terms(self, span: Span) -> Sequence[Span]:
        return [match.span for match in self.session.terms_in(self.view, span)]

    def _colour_of(self, annotation: Annotation) -> Color:
        tag = self.session.tags.named(annotation.tags[0]) if annotation.tags else None
        return Color.parse(tag.colour if tag else _UNTAGGED)

    def _sign_of(self, annotation: Annotation) -> str:
        tag = self.session.tags.named(annotation.tags[0]) if annotation.tags else None
        return (tag.key if tag else "") or "•"

    # Messages

    @on(ArticlePane.Moved)
    def _moved(self) -> None:
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
        annotation = self.session.layer.get(event.id)
        if annotation is None:
            return
        self.pane.select_nothing()
        self.pane.go_to_raw(annotation.raw[0].start)
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
        how = "as printed" if self.view.config is None else "converted"
        name, english = _SCRIPT_NAMES[self.view.script]
        script = f"{name} {english}" if self.size.width >= _WIDE else name or english
        right = f"{script}, {how} · {self._read():.0%} "
        if pane.origin is not None:
            count = len(pane.selection)
            what = "1 character" if count == 1 else f"{count} characters"
            left = f"{what} selected: enter highlights, 1–9 t tag, c notes"
        elif self._last_change and pane.cursor == self._said_at:
            left = self._last_change
        elif here := self.session.annotations_at(self.view, pane.cursor):
            more = f" and {len(here) - 1} more" if len(here) > 1 else ""
            left = f"{', '.join(here[0].annotation.tags) or 'highlight'}{more}"
        else:
            left = self.view.article.title
        room = self.size.width - 3 - Content(right).cell_length
        left = fitted(left, max(0, room))
        gap = " " * max(1, room - Content(left).cell_length)
        bold = "bold" if pane.origin is not None else ""
        self.query_one("#status", Static).update(
            Content.assemble(Content.styled(left, bold), gap, Content.styled(right, "$quiet"))
        )

    def _read(self) -> float:
        """How far the article is shown, from 0 to 1."""
        return min(1.0, self.pane.shown.end / max(1, len(self.view.text)))

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

    def _show(self, view: ArticleView) -> None:
        """Show another view of the article; the place stays."""
        self.view = view
        self.pane.show(view)
        if self.pane.hits is not None:
            self.search.find_again()
        self._list_annotations()

    def _list_annotations(self) -> None:
        self.listing.show(self.view, self.session.annotations_of(self.view), self._colour_of)

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
            self.say("Nothing to explain here.")

    def action_flip(self) -> None:
        self.card.close()
        self._last_change = ""
        self._show(self.view.flipped(self.session.settings.traditional))
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

    def action_search(self) -> None:
        self.search.open()

    def action_hit(self, step: int) -> None:
        if self.pane.hits is None:
            self.say("Search for something first: /")
        else:
            self.search.step(step)

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

    def keep_place(self) -> None:
        """Remember where the reader is and how far the article was shown."""
        if not self.is_mounted or not self.view.text:
            return
        place = Place(self.pane.raw_cursor, self._read())
        self._places.keep(self.view.page.source.sha256, self.view.article.id, place)

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
from textual.screen import Screen
from textual.widgets import Footer, Static

from annotations.errors import PizhuError
from annotations.model import Annotation
from annotations.span import Span
from reader.places import Place, ReadingPlaces
from reader.search import Hits, folded
from reader.session import Explanation, Session, in_brief
from reader.text.page import Script
from reader.tui.actions import READING, bindings
from reader.tui.painting import Highlight
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


class ReadingScreen(Screen[None]):
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
        super().__init__()
        self._session = session
        self._places = places
        self._is_list_wanted: bool | None = None
        self._last_change = ""
        self._said_at = 0
        self._folded = ""
        self._search_from = 0
        self.view = view

    def compose(self) -> ComposeResult:
        if self.view.article.headless():
            yield Static("No headline for this article stands on the page.", id="missing")
        with Horizontal(id="page"):
            yield ArticlePane(
                self.view, highlights=self._highlights, terms=self._terms, id="article"
            )
            yield AnnotationList(id="annotations")
        yield SearchBar(id="search")
        yield Static(id="status", markup=False)
        yield Footer(compact=True, show_command_palette=False)
        yield Card(id="card")

    @property
    def pane(self) -> ArticlePane:
        return self.query_one(ArticlePane)

    @property
    def listing(self) -> AnnotationList:
        return self.query_one(AnnotationList)

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
            for shown in self._session.annotations_in(self.view, span)
            for stretch in shown.spans
            if stretch.overlaps(span)
        ]

    def _terms(self, span: Span) -> Sequence[Span]:
        return [match.span for match in self._session.terms_in(self.view, span)]

    def _tag_of(self, annotation: Annotation) -> str | None:
        return annotation.tags[0] if annotation.tags else None

    def _colour_of(self, annotation: Annotation) -> Color:
        tag = self._session.tags.named(annotation.tags[0]) if annotation.tags else None
        return Color.parse(tag.colour if tag else _UNTAGGED)

    def _sign_of(self, annotation: Annotation) -> str:
        tag = self._session.tags.named(annotation.tags[0]) if annotation.tags else None
        return (tag.key if tag else "") or "•"

    # Messages

    @on(ArticlePane.Moved)
    def _moved(self) -> None:
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
        annotation = self._session.layer.get(event.id)
        if annotation is None:
            return
        self.pane.select_nothing()
        self.pane.go_to_raw(annotation.raw[0].start)
        self.pane.focus()

    def _explain(self, offset: int, *, by_resting: bool) -> None:
        explanation = self._session.explain(self.view, offset)
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
        elif here := self._session.annotations_at(self.view, pane.cursor):
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

    def _say_change(self, sentence: str) -> None:
        self._last_change = sentence
        self._said_at = self.pane.cursor
        self._say_status()

    def _changed(self, sentence: str) -> None:
        """After a change that is on disk: show it, and say so."""
        self.card.close()
        self.pane.refresh_marks()
        self._list_annotations()
        self._say_change(sentence)
        self.refresh_bindings()

    def _list_annotations(self) -> None:
        self.listing.show(self.view, self._session.annotations_of(self.view), self._colour_of)

    def _fail(self, error: PizhuError) -> None:
        self.notify(str(error), title="Not saved", severity="error", markup=False, timeout=12)

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
            return not selecting and self.focused is self.pane
        if action == "undo":
            return self._session.layer.undoable is not None
        if action == "redo":
            return self._session.layer.redoable is not None
        if action == "delete":
            return not selecting
        return True

    def _annotation_here(self) -> Annotation | None:
        """The annotation that an action is about: under the cursor, or chosen in the list."""
        if self.focused is self.listing and self.listing.highlighted is not None:
            option = self.listing.get_option_at_index(self.listing.highlighted)
            return self._session.layer.get(option.id) if option.id else None
        here = self._session.annotations_at(self.view, self.pane.cursor)
        return here[0].annotation if here else None

    def _annotate(self, *, tag: str | None = None, note: str = "") -> None:
        """Highlight the selection, with a tag or a note or neither."""
        try:
            if tag is not None:
                self._session.tag_named(tag)
            tags = () if tag is None else (tag,)
            made = self._session.highlight(self.view, self.pane.selection, tags=tags, note=note)
        except PizhuError as error:
            self._fail(error)
            return
        self.pane.select_nothing()
        what = f"{tag} on" if tag else "Note on" if note else "Highlighted"
        self._changed(f"{what} {in_brief(made.quote.exact)} · saved")

    def action_highlight(self) -> None:
        self._annotate()

    def action_explain(self) -> None:
        if self.card.is_open:
            self.card.close()
            return
        offset = self.pane.cursor
        if self._session.explain(self.view, offset):
            self._explain(offset, by_resting=False)
        else:
            self._say_change("Nothing to explain here.")

    def action_tag_key(self, key: str) -> None:
        tag = self._session.tags.by_key(key)
        if tag is None:
            self._say_change(f"No tag has the key {key}; t lists the tags.")
            return
        self._tag(tag.name)

    def _tag(self, name: str) -> None:
        if self.pane.origin is not None:
            self._annotate(tag=name)
            return
        annotation = self._annotation_here()
        if annotation is None:
            self._say_change("Select something first: v, or drag with the mouse.")
            return
        try:
            self._session.tag_named(name)
            changed = self._session.toggle_tag(annotation, name)
        except PizhuError as error:
            self._fail(error)
            return
        done = "on" if name in changed.tags else "off"
        self._changed(f"{name} {done} {in_brief(changed.quote.exact)} · saved")

    def action_tag(self) -> None:
        selecting = self.pane.origin is not None
        annotation = None if selecting else self._annotation_here()
        if not selecting and annotation is None:
            self._say_change("Select something first: v, or drag with the mouse.")
            return

        def chosen(name: str | None) -> None:
            if name is not None:
                self._tag(name)

        from reader.tui.screens.tag_palette import TagPalette

        worn = annotation.tags if annotation else ()
        self.app.push_screen(TagPalette(self._session.tags, worn), chosen)

    def action_note(self) -> None:
        selecting = self.pane.origin is not None
        annotation = None if selecting else self._annotation_here()
        if not selecting and annotation is None:
            self._say_change("Select something first: v, or drag with the mouse.")
            return
        about = self.view.text[self.pane.selection.start : self.pane.selection.end]
        if annotation is not None:
            about = annotation.quote.exact

        def written(note: str | None) -> None:
            if note is None:
                return
            if annotation is None:
                self._annotate(note=note)
                return
            try:
                self._session.set_note(annotation, note)
            except PizhuError as error:
                self._fail(error)
                return
            self._changed(f"Note on {in_brief(annotation.quote.exact)} · saved")

        from reader.tui.screens.note_editor import NoteEditor

        before = annotation.note if annotation else ""
        self.app.push_screen(NoteEditor(before, in_brief(about, 30)), written)

    def action_delete(self) -> None:
        annotation = self._annotation_here()
        if annotation is None:
            self._say_change("There is no highlight under the cursor.")
            return
        try:
            self._session.remove(annotation)
        except PizhuError as error:
            self._fail(error)
            return
        self._changed(f"Deleted {in_brief(annotation.quote.exact)} · u brings it back")

    def action_undo(self) -> None:
        self._step("undo", "Undone")

    def action_redo(self) -> None:
        self._step("redo", "Done again")

    def _step(self, way: str, word: str) -> None:
        layer = self._session.layer
        try:
            said = layer.undo() if way == "undo" else layer.redo()
        except PizhuError as error:
            self._fail(error)
            return
        self._changed(f"{word}: {said}" if said else f"Nothing to {way}.")

    def action_flip(self) -> None:
        self.card.close()
        self.view = self.view.flipped(self._session.settings.traditional)
        self._last_change = ""
        self._folded = ""
        self.pane.show(self.view)
        if self.pane.hits is not None:
            self._find(self.query_one(SearchBar).value)
        self._list_annotations()
        self._say_status()

    def action_search(self) -> None:
        self._search_from = self.pane.cursor
        self.query_one(SearchBar).open()

    def _find(self, wanted: str) -> None:
        """Mark every place of a text in the view."""
        self._folded = self._folded or folded(self.view.text)
        self.pane.hits = Hits(self._folded, wanted) if wanted.strip() else None
        self.pane.refresh_marks()

    @on(SearchBar.Changed)
    def _typed(self, event: SearchBar.Changed) -> None:
        self._find(event.value)
        hits = self.pane.hits
        found = hits.at_or_after(self._search_from) if hits else None
        self._go_to_hit(found)

    @on(SearchBar.Submitted)
    def _searched(self) -> None:
        self.pane.focus()

    @on(SearchBar.GivenUp)
    def _search_given_up(self) -> None:
        self._end_search()
        self.pane.go_to(self._search_from)
        self.pane.focus()

    def _end_search(self) -> None:
        self.query_one(SearchBar).close()
        self.pane.hits = None
        self.pane.refresh_marks()
        self._say_status()

    def _go_to_hit(self, found: int | None) -> None:
        bar, hits = self.query_one(SearchBar), self.pane.hits
        if hits is None or found is None:
            bar.say("" if hits is None else "nothing found")
            return
        self.pane.go_to(hits.starts[found])
        bar.say(f"{found + 1} of {len(hits)}")

    def action_hit(self, step: int) -> None:
        hits = self.pane.hits
        if hits is None:
            self._say_change("Search for something first: /")
            return
        self._go_to_hit(hits.next(self.pane.cursor, step))

    def action_term(self, step: int) -> None:
        span = self._session.next_term(self.view, self.pane.cursor, step)
        if span is not None:
            self.pane.go_to(span.start)

    def action_annotation(self, step: int) -> None:
        starts = [shown.spans[0].start for shown in self._session.annotations_of(self.view)]
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

    def action_leave(self) -> None:
        if self.card.is_open:
            self.card.close()
        elif self.focused is self.listing:
            self._leave_list()
        elif self.pane.origin is not None:
            self.pane.select_nothing()
        elif self.pane.hits is not None:
            self._end_search()

    def action_back(self) -> None:
        self.keep_place()
        self.post_message(self.Left())

    def keep_place(self) -> None:
        """Remember where the reader is and how far the article was shown."""
        if not self.is_mounted or not self.view.text:
            return
        place = Place(self.pane.raw_cursor, self._read())
        self._places.keep(self.view.page.source.sha256, self.view.article.id, place)

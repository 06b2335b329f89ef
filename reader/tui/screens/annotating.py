"""What a reviewer does to a text: highlight, tag, note, delete, undo; for the screen that shows it."""

from __future__ import annotations

from textual.screen import Screen

from annotations.errors import PizhuError
from annotations.model import Annotation
from reader.occurrences import Occurrence
from reader.session import Session, in_brief
from reader.tui.widgets.annotation_list import AnnotationList
from reader.tui.widgets.article_pane import ArticlePane
from reader.views import ArticleView

_NOTHING_SELECTED = "Select something first: v, or drag with the mouse."


class AnnotatingScreen(Screen[None]):
    """A screen with an article and the list of its annotations."""

    def __init__(self, session: Session, view: ArticleView) -> None:
        super().__init__()
        self.session = session
        self.view = view

    @property
    def pane(self) -> ArticlePane:
        return self.query_one(ArticlePane)

    @property
    def listing(self) -> AnnotationList:
        return self.query_one(AnnotationList)

    def say(self, sentence: str) -> None:
        """Tell the reviewer something where they look for it."""
        self.notify(sentence, markup=False)

    def changed(self, sentence: str) -> None:
        """Show a change that is on disk, and say so."""
        self.pane.refresh_marks()
        self.say(sentence)

    def _fail(self, error: PizhuError) -> None:
        self.notify(str(error), title="Not saved", severity="error", markup=False, timeout=12)

    def _annotation_here(self) -> Annotation | None:
        """The annotation that an action is about: under the cursor, or chosen in the list."""
        if self.focused is self.listing and self.listing.highlighted is not None:
            option = self.listing.get_option_at_index(self.listing.highlighted)
            return self.session.layer.get(option.id) if option.id else None
        here = self.session.annotations_at(self.view, self.pane.cursor)
        return here[0].annotation if here else None

    def _annotate(self, *, tag: str | None = None, note: str = "") -> None:
        """Highlight the selection, with a tag or a note or neither."""
        try:
            if tag is not None:
                self.session.tag_named(tag)
            tags = () if tag is None else (tag,)
            made = self.session.highlight(self.view, self.pane.selection, tags=tags, note=note)
        except PizhuError as error:
            self._fail(error)
            return
        self.pane.select_nothing()
        what = f"{tag} on" if tag else "Note on" if note else "Highlighted"
        self.changed(f"{what} {in_brief(made.quote.exact)} · saved")

    def action_highlight(self) -> None:
        self._annotate()

    def action_tag_key(self, key: str) -> None:
        tag = self.session.tags.by_key(key)
        if tag is None:
            self.say(f"No tag has the key {key}; t lists the tags.")
            return
        self._tag(tag.name)

    def _tag(self, name: str) -> None:
        if self.pane.origin is not None:
            self._annotate(tag=name)
            return
        annotation = self._annotation_here()
        if annotation is None:
            self.say(_NOTHING_SELECTED)
            return
        try:
            self.session.tag_named(name)
            changed = self.session.toggle_tag(annotation, name)
        except PizhuError as error:
            self._fail(error)
            return
        done = "on" if name in changed.tags else "off"
        self.changed(f"{name} {done} {in_brief(changed.quote.exact)} · saved")

    def action_tag(self) -> None:
        selecting = self.pane.origin is not None
        annotation = None if selecting else self._annotation_here()
        if not selecting and annotation is None:
            self.say(_NOTHING_SELECTED)
            return

        def chosen(name: str | None) -> None:
            if name is not None:
                self._tag(name)

        from reader.tui.screens.tag_palette import TagPalette

        worn = annotation.tags if annotation else ()
        self.app.push_screen(TagPalette(self.session.tags, worn), chosen)

    def action_every(self) -> None:
        selection = self.pane.selection
        term = self.session.explain(self.view, self.pane.cursor)
        span = selection if selection or term.term is None else term.span
        wanted = self.view.text[span.start : span.end].strip()
        if not wanted:
            self.say(_NOTHING_SELECTED)
            return

        from reader.tui.screens.every import EveryScreen
        from reader.tui.screens.tag_palette import TagPalette

        def confirmed(places: list[Occurrence] | None, tag: str) -> None:
            if not places:
                return
            try:
                self.session.tag_named(tag)
                made = self.session.annotate_all(places, tag)
            except PizhuError as error:
                self._fail(error)
                return
            self.pane.select_nothing()
            self.changed(f"{tag} on {len(made)} × {in_brief(wanted)} · saved")

        def chosen(tag: str | None) -> None:
            if tag is not None:
                screen = EveryScreen(self.session, self.view, wanted, tag)
                self.app.push_screen(screen, lambda places: confirmed(places, tag))

        self.app.push_screen(TagPalette(self.session.tags, ()), chosen)

    def action_note(self) -> None:
        selecting = self.pane.origin is not None
        annotation = None if selecting else self._annotation_here()
        if not selecting and annotation is None:
            self.say(_NOTHING_SELECTED)
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
                self.session.set_note(annotation, note)
            except PizhuError as error:
                self._fail(error)
                return
            self.changed(f"Note on {in_brief(annotation.quote.exact)} · saved")

        from reader.tui.screens.note_editor import NoteEditor

        before = annotation.note if annotation else ""
        self.app.push_screen(NoteEditor(before, in_brief(about, 30)), written)

    def action_delete(self) -> None:
        annotation = self._annotation_here()
        if annotation is None:
            self.say("There is no highlight under the cursor.")
            return
        try:
            self.session.remove(annotation)
        except PizhuError as error:
            self._fail(error)
            return
        self.changed(f"Deleted {in_brief(annotation.quote.exact)} · u brings it back")

    def action_undo(self) -> None:
        self._step("undo", "Undone")

    def action_redo(self) -> None:
        self._step("redo", "Done again")

    def _step(self, way: str, word: str) -> None:
        layer = self.session.layer
        try:
            said = layer.undo() if way == "undo" else layer.redo()
        except PizhuError as error:
            self._fail(error)
            return
        self.changed(f"{word}: {said}" if said else f"Nothing to {way}.")

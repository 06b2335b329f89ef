"""What a reviewer does to a text: highlight, tag, note, delete, undo; for the screen that shows it."""

from __future__ import annotations

from annotations.errors import PizhuError
from annotations.model import Annotation
from reader.occurrences import Occurrence
from reader.session import Session, in_brief
from reader.tui.screens.typesetting import SetScreen
from reader.tui.widgets.annotation_list import AnnotationList
from reader.views import ArticleView
from reader.wording import _, marked, spoken

_NOTHING_SELECTED = marked("Select something first: v, or drag with the mouse.")


class AnnotatingScreen(SetScreen):
    """A screen with an article and the list of its annotations."""

    def __init__(self, session: Session, view: ArticleView) -> None:
        super().__init__()
        self.session = session
        self.view = view

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
        self.notify(str(error), title=_("Not saved"), severity="error", markup=False, timeout=12)

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
        if tag:
            sentence = _("{tag} on {quote} · saved")
        else:
            sentence = _("Note on {quote} · saved") if note else _("Highlighted {quote} · saved")
        self.changed(sentence.format(tag=tag, quote=in_brief(made.quote.exact)))

    def action_highlight(self) -> None:
        self._annotate()

    def action_tag_key(self, key: str) -> None:
        tag = self.session.tags.by_key(key)
        if tag is None:
            self.say(_("No tag has the key {key}; t lists the tags.").format(key=key))
            return
        self._tag(tag.name)

    def _tag(self, name: str) -> None:
        if self.pane.origin is not None:
            self._annotate(tag=name)
            return
        annotation = self._annotation_here()
        if annotation is None:
            self.say(_(_NOTHING_SELECTED))
            return
        try:
            self.session.tag_named(name)
            changed = self.session.toggle_tag(annotation, name)
        except PizhuError as error:
            self._fail(error)
            return
        is_on = name in changed.tags
        sentence = _("{tag} on {quote} · saved") if is_on else _("{tag} off {quote} · saved")
        self.changed(sentence.format(tag=name, quote=in_brief(changed.quote.exact)))

    def action_tag(self) -> None:
        selecting = self.pane.origin is not None
        annotation = None if selecting else self._annotation_here()
        if not selecting and annotation is None:
            self.say(_(_NOTHING_SELECTED))
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
            self.say(_(_NOTHING_SELECTED))
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
            sentence = _("{tag} on {count} × {quote} · saved")
            self.changed(sentence.format(tag=tag, count=len(made), quote=in_brief(wanted)))

        def chosen(tag: str | None) -> None:
            if tag is not None:
                screen = EveryScreen(self.session, self.view, wanted, tag)
                self.app.push_screen(screen, lambda places: confirmed(places, tag))

        self.app.push_screen(TagPalette(self.session.tags, ()), chosen)

    def action_note(self) -> None:
        selecting = self.pane.origin is not None
        annotation = None if selecting else self._annotation_here()
        if not selecting and annotation is None:
            self.say(_(_NOTHING_SELECTED))
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
            quote = in_brief(annotation.quote.exact)
            self.changed(_("Note on {quote} · saved").format(quote=quote))

        from reader.tui.screens.note_editor import NoteEditor

        before = annotation.note if annotation else ""
        self.app.push_screen(NoteEditor(before, in_brief(about, 30)), written)

    def action_delete(self) -> None:
        annotation = self._annotation_here()
        if annotation is None:
            self.say(_("There is no highlight under the cursor."))
            return
        try:
            self.session.remove(annotation)
        except PizhuError as error:
            self._fail(error)
            return
        quote = in_brief(annotation.quote.exact)
        self.changed(_("Deleted {quote} · u brings it back").format(quote=quote))

    def action_undo(self) -> None:
        self._step(undoing=True)

    def action_redo(self) -> None:
        self._step(undoing=False)

    def _step(self, *, undoing: bool) -> None:
        layer = self.session.layer
        try:
            said = layer.undo() if undoing else layer.redo()
        except PizhuError as error:
            self._fail(error)
            return
        if said:
            sentence = _("Undone: {said}") if undoing else _("Done again: {said}")
            self.changed(sentence.format(said=spoken(said)))
        else:
            self.changed(_("Nothing to undo.") if undoing else _("Nothing to redo."))

"""The editor of a note."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Static, TextArea

from reader.tui.text import fitted
from reader.wording import _


class NoteEditor(ModalScreen[str | None]):
    """Asks for a note; answers with its text, or None when it shall stay as it was."""

    BINDINGS: ClassVar[list[BindingType]] = [
        # Not before the editor: what was typed ahead of a key has to be in the text by then.
        Binding("ctrl+s", "save", "Save"),
        Binding("escape", "cancel", "Cancel"),
    ]
    CSS = """
    NoteEditor {
        align: center middle;
        background: $background 60%;
        & > Vertical {
            width: 64; height: 16; max-width: 100%; max-height: 100%;
            background: $surface; border: round $accent; padding: 0 1;
        }
        & TextArea { height: 1fr; border: none; padding: 0; background: $panel; }
        & Static { height: 1; color: $quiet; }
        & Horizontal { height: 1; align-horizontal: right; }
        & Button { margin-left: 2; }
    }
    """

    def __init__(self, note: str, about: str) -> None:
        """
        Args:
            note: The note as it is.
            about: The words that it is about.
        """
        super().__init__()
        self._note = note
        self._about = about
        self._warned = False

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = _("Note")
            yield Static(Content(fitted(_("on {quote}").format(quote=self._about), 58)))
            yield TextArea(self._note, soft_wrap=True, tab_behavior="focus")
            with Horizontal():
                yield Button(_("Save ^s"), id="save", compact=True, variant="primary")
                yield Button(_("Cancel esc"), id="cancel", compact=True)

    def on_mount(self) -> None:
        editor = self.query_one(TextArea)
        editor.focus()
        editor.move_cursor(editor.document.end)

    @on(Button.Pressed, "#save")
    def action_save(self) -> None:
        self.dismiss(self.query_one(TextArea).text.strip())

    @on(Button.Pressed, "#cancel")
    def action_cancel(self) -> None:
        changed = self.query_one(TextArea).text.strip() != self._note.strip()
        if changed and not self._warned:
            self._warned = True
            self.notify(
                _("The note was changed: ^s saves it, esc once more drops it."), markup=False
            )
            return
        self.dismiss(None)

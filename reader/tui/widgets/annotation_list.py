"""The annotations of the article, beside its text, in the text's order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import BindingType
from textual.color import Color
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from annotations.model import Annotation
from annotations.span import picked
from reader.session import Shown
from reader.tui.actions import ANNOTATION_LIST, bindings
from reader.tui.text import fitted
from reader.views import ArticleView
from reader.wording import _

CELLS = 34
"""The width of the list, its border and scrollbar included."""


class AnnotationList(OptionList):
    """One entry an annotation: its tags, the words themselves in the view's script, its note."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(ANNOTATION_LIST)
    DEFAULT_CSS = f"""
    AnnotationList {{
        width: {CELLS};
        height: 1fr;
        border: none;
        border-left: vkey $panel;
        background: $background;
        padding: 0 0 0 1;
        scrollbar-size-vertical: 1;
        &:focus {{ border: none; border-left: vkey $accent; }}
    }}
    """

    @dataclass
    class Chosen(Message):
        """Somebody wants to be where an annotation is."""

        id: str

    def show(
        self,
        view: ArticleView,
        annotations: Sequence[Shown],
        colour_of: Callable[[Annotation], Color],
        own: str,
    ) -> None:
        """List annotations; the cursor stays on the one that it was on, if that is still there."""
        at = self.highlighted
        earlier = self.get_option_at_index(at).id if at is not None else None
        self.clear_options()
        if not annotations:
            self.add_option(
                Option(Content.styled(_("Nothing is annotated yet."), "dim"), disabled=True)
            )
            return
        self.add_options(
            Option(_entry(view, shown, colour_of(shown.annotation), own), id=shown.annotation.id)
            for shown in annotations
        )
        ids = [shown.annotation.id for shown in annotations]
        if earlier in ids:
            self.highlighted = ids.index(earlier)
        elif at is not None:
            self.highlighted = min(at, len(ids) - 1)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if event.option_id is not None:
            self.post_message(self.Chosen(event.option_id))

    def action_jump(self) -> None:
        self.action_select()


def _entry(view: ArticleView, shown: Shown, colour: Color, own: str) -> Content:
    """One annotation; another reviewer's begins with a name."""
    room = CELLS - 6
    tags = ", ".join(shown.annotation.tags) or _("highlight")
    if shown.annotation.creator != own:
        tags = f"{shown.annotation.creator}: {tags}"
    lines = [
        Content.assemble(
            Content.styled("▍", f"{colour.hex}"), Content.styled(fitted(tags, room - 1), "dim")
        ),
        Content(fitted(picked(view.text, shown.spans), room)),
    ]
    if shown.annotation.note:
        lines.append(Content.styled(fitted(f"✎ {shown.annotation.note}", room), "italic"))
    return Content("\n").join(lines)

"""The tag palette: finds a tag by any part of its name, or makes a new one of what is typed."""

from __future__ import annotations

import unicodedata
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from annotations.tags import Tag, TagSet
from reader.script import fold
from reader.tui.text import fitted, padded
from reader.wording import _, looked_up

_CELLS = 70


class TagPalette(ModalScreen[str | None]):
    """Asks for a tag; answers with its name, or None when there shall be none."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Cancel"),
        Binding("down", "move(1)", "Down", show=False),
        Binding("up", "move(-1)", "Up", show=False),
    ]
    CSS = """
    TagPalette {
        align: center middle;
        background: $background 60%;
        & > Vertical {
            width: 76; height: auto; max-height: 20; max-width: 100%;
            background: $surface; border: round $accent; padding: 0 1;
        }
        & Input { border: none; background: $panel; height: 1; padding: 0 1; }
        & OptionList { border: none; background: $surface; height: auto; max-height: 14; }
    }
    """

    def __init__(self, tags: TagSet, worn: tuple[str, ...]) -> None:
        """
        Args:
            tags: The workspace's tags.
            worn: Tags that the annotation already bears: choosing one takes it off.
        """
        super().__init__()
        self._tags = tags
        self._worn = worn
        self._names: list[str] = []

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = _("Tag")
            box.border_subtitle = _("type to find or to make a tag · enter · esc")
            yield Input(placeholder="policy/funding, 政策/資金 …", compact=True)
            yield OptionList()

    def on_mount(self) -> None:
        self._list("")
        self.query_one(Input).focus()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._list(event.value)

    def _list(self, typed: str) -> None:
        wanted = _plain(typed)
        found = [
            tag
            for tag in self._tags
            if wanted in _plain(tag.name) or wanted in _plain(tag.description)
        ]
        options = self.query_one(OptionList)
        options.clear_options()
        self._names = [tag.name for tag in found]
        options.add_options(Option(self._entry(tag)) for tag in found)
        name = typed.strip()
        if name and self._tags.named(name) is None:
            self._names.append(name)
            options.add_option(
                Option(Content(fitted(_("+ new tag 「{name}」").format(name=name), self._room)))
            )
        if self._names:
            # A tag that is there already goes before the new one that could be made of its name.
            exact = next((n for n, tag in enumerate(found) if _plain(tag.name) == wanted), 0)
            options.highlighted = exact

    @property
    def _room(self) -> int:
        """Cells of a line."""
        return min(_CELLS, self.app.size.width - 6)

    def _entry(self, tag: Tag) -> Content:
        sign = "✓" if tag.name in self._worn else " "
        return Content.assemble(
            f"{sign} {tag.key or ' '} ",
            Content.styled("▍", tag.colour),
            padded(tag.name, 20),
            Content.styled(fitted(f" {looked_up(tag.description)}", self._room - 28), "dim"),
        )

    def action_move(self, rows: int) -> None:
        options = self.query_one(OptionList)
        if rows > 0:
            options.action_cursor_down()
        else:
            options.action_cursor_up()

    @on(Input.Submitted)
    def _submitted(self) -> None:
        at = self.query_one(OptionList).highlighted
        if at is not None and at < len(self._names):
            self.dismiss(self._names[at])

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._names[event.option_index])


def _plain(text: str) -> str:
    """A name as it is looked for: either script, either width, either case."""
    return fold(unicodedata.normalize("NFKC", text).casefold().strip())

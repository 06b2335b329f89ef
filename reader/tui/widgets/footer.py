"""The footer: the keys that are wanted most, in the reader's language."""

from __future__ import annotations

from textual import widgets
from textual.app import ComposeResult
from textual.widgets._footer import FooterKey

from reader.wording import looked_up


class Footer(widgets.Footer):
    """Textual's footer; bindings keep the words that were marked, and here they are looked up."""

    def __init__(self) -> None:
        super().__init__(compact=True, show_command_palette=False)

    def compose(self) -> ComposeResult:
        for widget in super().compose():
            if isinstance(widget, FooterKey):
                widget.description = looked_up(widget.description)
                if isinstance(widget.tooltip, str):
                    widget.tooltip = looked_up(widget.tooltip)
            yield widget

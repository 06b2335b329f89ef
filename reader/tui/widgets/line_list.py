"""A list of any length: only the lines in sight are made.

Invariant: the list knows how many lines there are and asks for one when it is to be painted; nothing
else of it grows with their number.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import visualize

from reader.tui.actions import LINE_LIST, bindings

POINTER = "▸ "
"""Before the line under the cursor: colour is not all there is."""


class LineList(ScrollView, can_focus=True):
    """One line an entry, gone through with keys and mouse."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = bindings(LINE_LIST)
    COMPONENT_CLASSES: ClassVar[set[str]] = {"line-list--cursor", "line-list--line"}
    DEFAULT_CSS = """
    LineList {
        height: 1fr;
        background: $surface;
        scrollbar-size-vertical: 1;
        scrollbar-background: $surface;
        scrollbar-color: $panel;
        overflow-x: hidden;
        & > .line-list--cursor { background: $accent 30%; text-style: bold; }
    }
    """

    @dataclass
    class Moved(Message):
        """Another line is under the cursor."""

        index: int

    @dataclass
    class Chosen(Message):
        """Somebody wants what a line stands for."""

        index: int

    def __init__(self, line: Callable[[int, int], Content], id: str | None = None) -> None:  # noqa: A002
        """
        Args:
            line: Gives a line by its index, for so many cells.
            id: The widget's id.
        """
        super().__init__(id=id)
        self._line = line
        self._strips: dict[int, Strip] = {}
        self.count = 0
        """How many lines there are."""
        self.cursor = 0
        """Index of the line under the cursor; 0 when there is none."""

    def show(self, count: int, cursor: int | None = None) -> None:
        """Show so many lines anew.

        Args:
            count: How many there are now.
            cursor: The line to put the cursor on; by itself it stays on the one that it is on.
        """
        self._strips.clear()
        self.count = count
        self.virtual_size = Size(self.scrollable_content_region.width, count)
        self.cursor = max(0, min(self.cursor if cursor is None else cursor, count - 1))
        if cursor is not None:
            self.call_after_refresh(self._into_sight)
        self.refresh()

    def grow(self, count: int) -> None:
        """More lines have come behind those that are there."""
        self.count = count
        self.virtual_size = Size(self.scrollable_content_region.width, count)
        self.refresh()

    def on_resize(self) -> None:
        self._strips.clear()
        self._into_sight()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._strips.clear()

    def render_line(self, y: int) -> Strip:
        """Draw one row of the screen."""
        index, width = y + self.scroll_offset.y, self.scrollable_content_region.width
        if index >= self.count:
            return Strip.blank(width, self.rich_style)
        is_here = index == self.cursor
        if not is_here and index in self._strips:
            return self._strips[index]
        name = "line-list--cursor" if is_here else "line-list--line"
        style = self.get_visual_style(name)
        cells = max(1, width - len(POINTER))
        content = (POINTER if is_here else " " * len(POINTER)) + self._line(index, cells)
        strips = visualize(self, content).to_strips(self, content, width, 1, style)
        strip = strips[0] if strips else Strip.blank(width)
        strip = strip.extend_cell_length(width, style.rich_style).crop(0, width)
        if not is_here:
            self._strips[index] = strip
        return strip

    def go_to(self, index: int) -> None:
        """Put the cursor on a line and bring it into sight."""
        index = max(0, min(index, self.count - 1))
        if self.count and index != self.cursor:
            self._strips.pop(index, None)
            self.cursor = index
            self.post_message(self.Moved(index))
            self.refresh()
        self._into_sight()

    def _into_sight(self) -> None:
        region = Region(0, self.cursor, 1, 1)
        self.scroll_to_region(region, animate=False, immediate=True, force=True)

    @property
    def _page(self) -> int:
        return max(1, self.size.height - 1)

    def action_line(self, lines: int) -> None:
        self.go_to(self.cursor + lines)

    def action_lines_page(self, pages: int) -> None:
        self.go_to(self.cursor + pages * self._page)

    def action_lines_edge(self, side: int) -> None:
        self.go_to(0 if side < 0 else self.count - 1)

    def action_choose(self) -> None:
        if self.count:
            self.post_message(self.Chosen(self.cursor))

    def on_click(self, event: events.Click) -> None:
        """A click chooses at once: what is there is to be gone to."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        index = offset.y + self.scroll_offset.y
        if index < self.count:
            self.go_to(index)
            self.action_choose()

"""The page: one view of one article, set in rows, with a cursor, a selection and a mouse.

Invariant: everything the pane is told or tells is in offsets of the view's text; cells and rows
never leave it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.geometry import Offset, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from annotations.span import Span
from reader.motions import Motions, Unit
from reader.search import Hits
from reader.text.cells import next_grapheme, snap
from reader.text.offsets import Toward
from reader.text.page import BlockKind
from reader.text.setting import Setting, set_blocks
from reader.tui.actions import MOTIONS, SELECTING, bindings
from reader.tui.painting import Highlight, Overlay, Palette, paint, palette_of
from reader.tui.widgets.pointer import Pointer
from reader.views import ArticleView

_AT_ONCE = 20_000
"""Characters that are set before the first page is shown, and in one go after it."""
_EDGE = 2
"""Rows that stay in sight above and below the cursor."""
_AT_MOST_BLANK = 4
"""Rows that may be blank between two rows of text."""


class ArticlePane(ScrollView, can_focus=True):
    """The article, as a typesetter would leave it, and the reader's hand on it."""

    # Textual's own selection can't be exact on wide characters; this pane has its own.
    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = bindings((*MOTIONS, *SELECTING))
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *(f"article--{kind.value.replace('_', '-')}" for kind in BlockKind),
        "article--lead",
        "article--mark",
        "article--term",
        "article--hit",
        "article--selection",
        "article--cursor",
        "article--cursor-away",
    }
    DEFAULT_CSS = """
    ArticlePane {
        background: $background;
        color: $foreground;
        scrollbar-size-vertical: 1;
        scrollbar-background: $background;
        scrollbar-background-hover: $surface;
        scrollbar-color: $panel;
        overflow-x: hidden;
        & > .article--headline { text-style: bold; color: $primary; }
        & > .article--deck { text-style: bold; }
        & > .article--kicker { text-style: bold; color: $accent; }
        & > .article--strapline { color: $accent; }
        & > .article--series { color: $accent; text-style: italic; }
        & > .article--byline { color: $quiet; }
        & > .article--date { color: $quiet; }
        & > .article--subheading { text-style: bold; color: $secondary; }
        & > .article--caption { color: $quiet; text-style: italic; }
        & > .article--lead { color: $quiet; }
        & > .article--mark { color: $primary; text-style: bold; }
        & > .article--term { color: $term; }
        & > .article--hit { background: $secondary 55%; text-style: underline; }
        & > .article--selection { background: $accent 45%; }
        & > .article--cursor { text-style: reverse; }
        & > .article--cursor-away { text-style: underline; }
    }
    """

    @dataclass
    class Asked(Message):
        """Somebody wants to know what is at an offset: by a click, or by resting the mouse there."""

        offset: int
        by_resting: bool

    @dataclass
    class MouseLeft(Message):
        """The mouse no longer rests where it rested; `offset` is what is under it now, if anything."""

        offset: int | None

    class Moved(Message):
        """The cursor, the selection or the scroll changed."""

    class Wheeled(Message):
        """The mouse wheel scrolled the page."""

    def __init__(
        self,
        view: ArticleView,
        *,
        highlights: Callable[[Span], Sequence[Highlight]],
        terms: Callable[[Span], Sequence[Span]],
        id: str | None = None,  # noqa: A002 - the name that Textual's widgets give it
    ) -> None:
        """
        Args:
            view: What to show.
            highlights: The highlights that touch a span of the present view.
            terms: The glossary's terms that touch it.
            id: The widget's id.
        """
        super().__init__(id=id)
        self.view = view
        self.motions = Motions(view)
        self.cursor = 0
        self.origin: int | None = None
        """Where the selection was begun, None when nothing is selected."""
        self.hits: Hits | None = None
        """What is searched for, where it stands; None when nothing is."""
        self._highlights = highlights
        self._terms = terms
        self._setting: Setting | None = None
        self._palette: Palette | None = None
        self._goal: int | None = None
        self._pointer = Pointer(self)
        self._strips: dict[int, Strip] = {}

    # What is shown

    @property
    def setting(self) -> Setting:
        """The article in rows, for the pane's present width."""
        if self._setting is None:
            self._setting = set_blocks(
                self.view.blocks, max(8, self.scrollable_content_region.width)
            )
        return self._setting

    @property
    def selection(self) -> Span:
        """The selected span of the view, both ends' characters in it; empty when there is none."""
        if self.origin is None:
            return Span(0, 0)
        first, last = sorted((self.origin, self.cursor))
        return Span(first, next_grapheme(self.view.text, last))

    @property
    def shown(self) -> Span:
        """The span of the view that is on the screen now."""
        setting = self.setting
        if not len(setting):
            return Span(0, 0)
        top = min(self.scroll_offset.y, len(setting) - 1)
        bottom = min(top + max(1, self.size.height) - 1, len(setting) - 1)
        first = setting.nearest(top, 0)
        last = setting.nearest(bottom, self.size.width)
        return Span(min(first, last), max(first, last) + 1)

    def show(self, view: ArticleView) -> None:
        """Show another view of the same article; place, cursor and selection stay where they are."""
        height = self._cursor_height()
        raw = self._raw_of(self.cursor)
        anchor = None if self.origin is None else self._raw_of(self.origin)
        self.view = view
        self.motions = Motions(view)
        self._set_anew()
        self.cursor = self._place_of(raw)
        self.origin = None if anchor is None else self._place_of(anchor)
        self._restore(height)

    def go_to_raw(self, raw: int) -> None:
        """Put the cursor on a character of the source, or on the nearest that is shown."""
        self.go_to(self._place_of(raw))

    @property
    def raw_cursor(self) -> int:
        """The raw offset of the character under the cursor."""
        return self._raw_of(self.cursor)

    def _raw_of(self, offset: int) -> int:
        """A raw offset for an offset of the view; the newline between blocks goes to the next."""
        found = self.view.from_raw.source_at(offset)
        if found is None:
            found = self.view.from_raw.source_at(offset, Toward.PREVIOUS)
        return found or 0

    def _place_of(self, raw: int) -> int:
        """The offset at which the view shows a raw character, or the nearest that it shows."""
        found = self.view.from_raw.target_at(raw)
        if found is None:
            found = self.view.from_raw.target_at(raw, Toward.PREVIOUS)
        return snap(self.view.text, found or 0)

    def refresh_marks(self) -> None:
        """Paint anew after highlights or hits have changed."""
        self._strips.clear()
        self.refresh()

    # Setting and painting

    def _set_anew(self) -> None:
        self._setting = None
        self._strips.clear()
        self._fit_height()
        self._set_rest(self.setting)

    def _set_rest(self, setting: Setting) -> None:
        """Set what is beyond the screen bit by bit, so that no key has to wait for it."""
        if setting is not self._setting:
            return
        if not setting.is_complete:
            setting.set_more(_AT_ONCE)
            self.call_later(self._set_rest, setting)
        self._fit_height()

    def _fit_height(self) -> None:
        self.virtual_size = Size(self.scrollable_content_region.width, self.setting.estimated_rows)

    def _set_as_far_as(self, y: int) -> Setting:
        """The setting, with row `y` in it if there is such a row."""
        while len(self.setting) <= y and not self.setting.is_complete:
            self.setting.set_more(_AT_ONCE)
        return self.setting

    def on_resize(self) -> None:
        height = self._cursor_height()
        self._set_anew()
        self._restore(height)

    def _cursor_height(self) -> int:
        """Rows between the top of the screen and the cursor."""
        if self._setting is None or not len(self._setting):
            return 0
        return self._setting.row_of(self.cursor) - self.scroll_offset.y

    def _restore(self, height: int) -> None:
        row = self.setting.row_of(self.cursor) if len(self.setting) else 0
        self.scroll_to(y=row - height, animate=False, force=True, immediate=True)
        self.refresh()
        self.post_message(self.Moved())

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._palette = None
        self._strips.clear()

    @property
    def palette(self) -> Palette:
        """The styles of the theme of the moment."""
        if self._palette is None:
            self._palette = palette_of(self, "article", is_active=self.has_focus)
        return self._palette

    def on_focus(self) -> None:
        self._palette = None
        self.refresh_marks()

    def on_blur(self) -> None:
        self._palette = None
        self.refresh_marks()

    def render_line(self, y: int) -> Strip:
        """Draw one row of the screen."""
        at = y + self.scroll_offset.y
        setting, width = self._set_as_far_as(at), self.size.width
        if at >= len(setting):
            return Strip.blank(width, self.rich_style)
        row = setting.row(at)
        span = Span(row.start, row.end)
        selection = self.selection.intersection(span)
        cursor = self.motions.at(self.cursor, Unit.CHARACTER) if self.cursor in span else Span(0, 0)
        is_bare = not selection and not cursor
        if is_bare and at in self._strips:
            return self._strips[at]
        overlay = Overlay(
            terms=self._terms(span) if span else (),
            hits=self.hits.within(span) if self.hits and span else (),
            highlights=self._highlights(span) if span else (),
            selection=selection,
            cursor=cursor,
        )
        strip = paint(
            row, setting.text_of(at), overlay, self.palette, margin=setting.margin, width=width
        ).apply_style(self.rich_style)
        if is_bare:
            self._strips[at] = strip
        return strip

    # Moving

    def go_to(self, offset: int, *, keep_goal: bool = False) -> None:
        """Put the cursor on a character and bring it into sight."""
        if not self.view.text:
            return
        self.cursor = min(snap(self.view.text, offset), self.motions.last)
        if not keep_goal:
            self._goal = None
        row = self.setting.row_of(self.cursor)
        top, height = self.scroll_offset.y, self.size.height
        edge = min(_EDGE, max(0, (height - 1) // 2))
        if row < top + edge:
            self.scroll_to(y=row - edge, animate=False, immediate=True)
        elif row >= top + height - edge:
            self.scroll_to(y=row - height + 1 + edge, animate=False, immediate=True)
        self.refresh()
        self.post_message(self.Moved())

    def _row_away(self, rows: int) -> int:
        """The offset `rows` rows of text up or down, as near as can be to the same cell."""
        setting = self.setting
        y, x = setting.cell_of(self.cursor)
        if self._goal is None:
            self._goal = x
        step = 1 if rows > 0 else -1
        for _ in range(abs(rows)):
            beyond = y + step
            self._set_as_far_as(beyond + _AT_MOST_BLANK)
            while 0 <= beyond < len(setting) and setting.row(beyond).kind is None:
                beyond += step
            if not 0 <= beyond < len(setting):
                break
            y = beyond
        return setting.nearest(y, self._goal)

    def action_row(self, rows: int) -> None:
        self.go_to(self._row_away(rows), keep_goal=True)

    def action_forward(self, unit: str) -> None:
        extends = self.origin is not None
        self.go_to(self.motions.forward(self.cursor, Unit(unit), to_end=extends))

    def action_backward(self, unit: str) -> None:
        self.go_to(self.motions.backward(self.cursor, Unit(unit)))

    def action_row_edge(self, side: int) -> None:
        row = self.setting.row_of(self.cursor)
        self.go_to(self.setting.nearest(row, 0 if side < 0 else self.size.width))

    def action_page(self, pages: int) -> None:
        setting = self.setting
        height = max(1, self.size.height - 2)
        y, x = setting.cell_of(self.cursor)
        goal = x if self._goal is None else self._goal
        self.scroll_to(y=self.scroll_offset.y + pages * height, animate=False, immediate=True)
        self._set_as_far_as(y + pages * height)
        target = min(max(0, y + pages * height), len(setting) - 1)
        self.go_to(setting.nearest(target, goal), keep_goal=True)
        self._goal = goal

    def action_edge(self, side: int) -> None:
        if side < 0:
            self.go_to(0)
            self.scroll_to(y=0, animate=False, immediate=True)
        else:
            self.go_to(self.motions.last)
            self.scroll_to(y=self.max_scroll_y, animate=False, immediate=True)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self.post_message(self.Moved())

    def on_mouse_scroll_down(self) -> None:
        self.post_message(self.Wheeled())

    def on_mouse_scroll_up(self) -> None:
        self.post_message(self.Wheeled())

    @property
    def raw_top(self) -> int:
        """The raw offset of the first character on the screen."""
        return self._raw_of(self.shown.start)

    def scroll_to_raw(self, raw: int) -> None:
        """Bring a raw character to the top of the screen; the cursor stays."""
        row = self.setting.row_of(self._place_of(raw))
        self.scroll_to(y=row, animate=False, immediate=True)

    # Selecting

    def action_select(self) -> None:
        if self.origin is None:
            self.origin = self.cursor
            self._selection_changed()
        else:
            self.select_nothing()

    def action_select_by(self, steps: int, direction: str) -> None:
        if self.origin is None:
            self.origin = self.cursor
            if direction in ("forward", "backward"):
                self._selection_changed()
                return
        if direction in ("up", "down"):
            self.action_row(steps if direction == "down" else -steps)
        elif direction == "forward":
            self.action_forward("character")
        else:
            self.action_backward("character")
        self._selection_changed()

    def action_other_end(self) -> None:
        if self.origin is not None:
            anchor, self.origin = self.origin, self.cursor
            self.go_to(anchor)

    def select(self, span: Span) -> None:
        """Select a span of the view, the cursor at its end."""
        if span:
            self.origin = span.start
            self.go_to(snap(self.view.text, span.end - 1))
            self._selection_changed()

    def select_nothing(self) -> None:
        """End the selection; the cursor stays."""
        self.origin = None
        self._selection_changed()

    def select_from(self, origin: int, to: int) -> None:
        """Select from one character to another, both in it, without scrolling."""
        self.origin, self.cursor = origin, to
        self._goal = None
        self._selection_changed()

    def _selection_changed(self) -> None:
        self.refresh()
        self.screen.refresh_bindings()
        self.post_message(self.Moved())

    # The mouse

    def on_mouse_down(self, event: events.MouseDown) -> None:
        self._pointer.press(event)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        self._pointer.move(event)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        self._pointer.let_go(event)

    def on_click(self, event: events.Click) -> None:
        self._pointer.click(event)

    def on_leave(self) -> None:
        self._pointer.leave()

    def cell_on_screen(self, offset: int) -> Offset:
        """Where on the screen the character at an offset is drawn (it may be out of sight)."""
        y, x = self.setting.cell_of(offset)
        return self.content_region.offset + Offset(x, y - self.scroll_offset.y)

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
from textual.message import Message
from textual.strip import Strip

from annotations.span import Span
from reader.finding import HitsInView
from reader.motions import Motions, Unit
from reader.text.cells import next_grapheme, snap
from reader.text.page import BlockKind
from reader.text.typography import PLAIN, Typography
from reader.tui.actions import MOTIONS, SELECTING, bindings
from reader.tui.painting import Highlight, Overlay, Palette, paint, palette_of
from reader.tui.widgets.pointer import Pointer
from reader.tui.widgets.set_pane import SetPane
from reader.views import ArticleView

_AT_MOST_BLANK = 4
"""Rows that may be blank between two rows of text."""


class ArticlePane(SetPane, can_focus=True):
    """The article, as a typesetter would leave it, and the reader's hand on it."""

    # Textual's own selection can't be exact on wide characters; this pane has its own.
    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = bindings((*MOTIONS, *SELECTING))
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *(f"article--{kind.value.replace('_', '-')}" for kind in BlockKind),
        "article--lead",
        "article--mark",
        "article--term",
        "article--doubt",
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
        & > .article--doubt { color: $accent; text-style: italic underline; }
        & > .article--hit { color: $secondary; background: $background; text-style: reverse; }
        & > .article--selection {
            color: $accent; background: $background; text-style: reverse underline;
        }
        & > .article--cursor { text-style: reverse; }
        & > .article--cursor-away { text-style: bold underline; }
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

    def __init__(
        self,
        view: ArticleView,
        typography: Typography = PLAIN,
        *,
        highlights: Callable[[Span], Sequence[Highlight]],
        terms: Callable[[Span], Sequence[Span]],
        is_bookmarked: Callable[[Span], bool] = lambda _: False,
        id: str | None = None,  # noqa: A002 - the name that Textual's widgets give it
    ) -> None:
        """
        Args:
            view: What to show.
            typography: How to set it.
            highlights: The highlights that touch a span of the present view.
            terms: The glossary's terms that touch it.
            is_bookmarked: Whether a bookmark lies on it.
            id: The widget's id.
        """
        super().__init__(view, typography, id=id)
        self.motions = Motions(view)
        self.cursor = 0
        self.origin: int | None = None
        """Where the selection was begun, None when nothing is selected."""
        self.hits: HitsInView | None = None
        """What is searched for, where it stands; None when nothing is."""
        self._highlights = highlights
        self._terms = terms
        self._is_bookmarked = is_bookmarked
        self.doubts: Callable[[Span], Sequence[Span]] = lambda _: ()
        """The characters whose form is in doubt that touch a span of the present view, if marked."""
        self._palette: Palette | None = None
        self._goal: int | None = None
        self._pointer = Pointer(self)

    # What is shown

    @property
    def selection(self) -> Span:
        """The selected span of the view, both ends' characters in it; empty when there is none."""
        if self.origin is None:
            return Span(0, 0)
        first, last = sorted((self.origin, self.cursor))
        return Span(first, next_grapheme(self.view.text, last))

    @property
    def held_at(self) -> int:
        return self.cursor

    def show(self, view: ArticleView) -> None:
        """Show another view of the same article; place, cursor and selection stay where they are."""
        raw = self.raw_of(self.cursor)
        anchor = None if self.origin is None else self.raw_of(self.origin)
        super().show(view)
        self.motions = Motions(view)
        self.cursor = self.place_of(raw)
        self.origin = None if anchor is None else self.place_of(anchor)

    def begin_at(self, raw: int) -> None:
        """Before anything is painted: show the page from a character of the source on."""
        self.cursor = self.place_of(raw)

    def go_to_raw(self, raw: int) -> None:
        """Put the cursor on a character of the source, or on the nearest that is shown."""
        self.go_to(self.place_of(raw))

    @property
    def raw_cursor(self) -> int:
        """The raw offset of the character under the cursor."""
        return self.raw_of(self.cursor)

    # Painting

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._palette = None

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

    def paint_row(self, row: int) -> Strip:
        setting = self.setting
        set_row = setting.row(row)
        span = Span(set_row.start, set_row.end)
        selection = self.selection.intersection(span)
        cursor = self.motions.at(self.cursor, Unit.CHARACTER) if self.cursor in span else Span(0, 0)
        is_bare = not selection and not cursor
        if is_bare and (kept := self.kept_strip(row)):
            return kept
        overlay = Overlay(
            terms=self._terms(span) if span else (),
            doubts=self.doubts(span) if span else (),
            hits=self.hits.within(span) if self.hits and span else (),
            highlights=self._highlights(span) if span else (),
            selection=selection,
            cursor=cursor,
            is_bookmarked=bool(span) and self._is_bookmarked(span),
        )
        strip = paint(
            set_row,
            setting.text_of(row),
            overlay,
            self.palette,
            margin=setting.margin,
            width=self.spread.width,
            ambiguous=setting.typography.ambiguous,
        ).apply_style(self.rich_style)
        if is_bare:
            self.keep_strip(row, strip)
        return strip

    # Moving

    def go_to(self, offset: int, *, keep_goal: bool = False) -> None:
        """Put the cursor on a character and bring it into sight."""
        if not self.view.text:
            return
        self.cursor = min(snap(self.view.text, offset), self.motions.last)
        if not keep_goal:
            self._goal = None
        self.bring_in_sight(self.cursor)
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
        self.go_to(self.setting.nearest(row, 0 if side < 0 else self.spread.width))

    def action_page(self, pages: int) -> None:
        setting, rows = self.setting, pages * self.spread.page
        y, x = setting.cell_of(self.cursor)
        goal = x if self._goal is None else self._goal
        self._set_as_far_as(max(y, self.scroll_offset.y) + rows + self.spread.rows)
        self.scroll_to(y=self.scroll_offset.y + rows, animate=False, immediate=True)
        target = min(max(0, y + rows), len(setting) - 1)
        self.go_to(setting.nearest(target, goal), keep_goal=True)
        self._goal = goal

    def action_edge(self, side: int) -> None:
        if side < 0:
            self.go_to(0)
            self.scroll_to(y=0, animate=False, immediate=True)
        else:
            self.go_to(self.motions.last)
            self.scroll_to(y=self.max_scroll_y, animate=False, immediate=True)

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

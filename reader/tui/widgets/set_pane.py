"""A scrolling page of set text: which rows are in sight, in one column or two, and where on the screen.

Invariant: the character that the page is held by stays at its height, whatever else changes: the
width, the typography, the view. Rows are set for the screen first and beyond it bit by bit.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace

from textual.geometry import Offset, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from annotations.span import Span
from reader.text.cells import snap
from reader.text.offsets import Toward
from reader.text.setting import NARROW, Setting, set_blocks
from reader.text.typography import PLAIN, Typography
from reader.tui.widgets.spread import Spread
from reader.views import ArticleView

_AT_ONCE = 20_000
"""Characters that are set before the first page is shown, and in one go after it."""
_A_SCREEN = 128
"""Characters of a row at the most: of so many times its rows a short article is told."""
_EDGE = 2
"""Rows that stay in sight above and below what is gone to."""
_MOST_STRIPS = 2_000
"""Painted rows that are kept."""


class SetPane(ScrollView):
    """An article in rows; what is painted over them is for the pane that is made from this one."""

    class Moved(Message):
        """The cursor, the selection or the scroll changed."""

    class Wheeled(Message):
        """The mouse wheel scrolled the page."""

    def __init__(
        self,
        view: ArticleView,
        typography: Typography = PLAIN,
        *,
        id: str | None = None,  # noqa: A002 - the name that Textual's widgets give it
    ) -> None:
        """
        Args:
            view: What to show.
            typography: How to set it.
            id: The widget's id.
        """
        super().__init__(id=id)
        self.view = view
        self._typography = typography
        self._setting: Setting | None = None
        self._spread = Spread.single(1, 1)
        self._coming: Setting | None = None
        """What is set beside, to take the place of what is shown when it has reached it."""
        self._rest_of: Setting | None = None
        """The setting whose rest is being set bit by bit, or was."""
        self._strips: dict[int, Strip] = {}
        self._kept = 0, -1
        """The character that the page was last held by, and the row at the top since then."""

    # What is asked of the pane that is made from this one

    @property
    def held_at(self) -> int:
        """The offset of the character that keeps its height if it is in sight."""
        return self.shown.start

    def paint_row(self, row: int) -> Strip:
        """Paint one row of the text, as wide as a column."""
        raise NotImplementedError

    # Setting

    @property
    def typography(self) -> Typography:
        """How the article is set; what is assigned shows at once, deep in a book a moment later."""
        return self._typography

    @typography.setter
    def typography(self, typography: Typography) -> None:
        if typography == self._typography:
            return
        self._typography = typography
        if self._setting is not None:
            self._set_otherwise()

    @property
    def setting(self) -> Setting:
        """The article in rows, for the pane's present size."""
        if self._setting is None:
            self._setting, self._spread = self._fresh_setting()
        return self._setting

    @property
    def spread(self) -> Spread:
        """The columns that the rows stand in."""
        if self._setting is None:
            self._setting, self._spread = self._fresh_setting()
        return self._spread

    @property
    def _width(self) -> int:
        """Cells for the text, whether the scrollbar is shown or not: it stands in the margin."""
        bar = self.scrollbar_size_vertical
        width = self.scrollable_content_region.width + bar
        return max(8, width if width >= NARROW else width - self.styles.scrollbar_size_vertical)

    def _fresh_setting(self) -> tuple[Setting, Spread]:
        width, height = self._width, self.size.height
        blocks, typography = self.view.blocks, self._typography
        spread = Spread.of(width, height, typography)
        if spread.columns > 1 and typography.columns == "auto":
            # An article that one column has room for needs no second one.
            short = set_blocks(blocks, width, height * _A_SCREEN, typography)
            if short.is_complete and len(short) <= height:
                return short, Spread.single(width, height)
        return set_blocks(blocks, spread.width, _AT_ONCE, typography), spread

    def _set_otherwise(self) -> None:
        """Set the same view anew, and show it at the same place as soon as that is reached."""
        place = self._place()
        self._spread = replace(self._spread, height=max(1, self.size.height))
        self._coming, spread = self._fresh_setting()
        self._bring(self._coming, spread, place)

    def _bring(self, coming: Setting, spread: Spread, place: tuple[int, int]) -> None:
        if coming is not self._coming:
            return
        offset, below = place
        coming.set_more(max(0, min(offset + 1 - coming.reached, _AT_ONCE)))
        if coming.reached <= offset and not coming.is_complete:
            self.call_later(self._bring_on, coming, spread)
            return
        self._coming = None
        self._setting, self._spread = coming, spread
        self._strips.clear()
        self._begin_rest()
        self._restore(offset, below)

    async def _bring_on(self, coming: Setting, spread: Spread) -> None:
        await asyncio.sleep(0)
        # Meanwhile one may have gone elsewhere.
        self._bring(coming, spread, self._place())

    def _set_anew(self) -> None:
        self._setting = self._coming = None
        self._strips.clear()
        self._fit_height()
        self._begin_rest()

    def _begin_rest(self) -> None:
        """Begin to set what is beyond the screen, once for each setting."""
        setting = self.setting
        if self._rest_of is not setting:
            self._rest_of = setting
            self._set_rest(setting)

    def _set_rest(self, setting: Setting) -> None:
        """Set what is beyond the screen bit by bit, so that no key has to wait for it."""
        if setting is not self._setting:
            return
        if not setting.is_complete:
            setting.set_more(_AT_ONCE)
            self.call_later(self._set_on, setting)
        self._fit_height()

    async def _set_on(self, setting: Setting) -> None:
        # A widget's messages follow each other without a pause: everybody else has a turn here.
        await asyncio.sleep(0)
        self._set_rest(setting)

    def _fit_height(self) -> None:
        rows = self.setting.estimated_rows
        beside = self.spread.rows - self.spread.height
        self.virtual_size = Size(self.scrollable_content_region.width, max(0, rows - beside))

    def _set_as_far_as(self, row: int) -> Setting:
        """The setting, with this row in it if there is such a row."""
        while len(self.setting) <= row and not self.setting.is_complete:
            self.setting.set_more(_AT_ONCE)
        return self.setting

    def show(self, view: ArticleView) -> None:
        """Show another view of the same article; the place stays where it is."""
        offset, below = self._place()
        raw = self.raw_of(offset)
        self.view = view
        self._set_anew()
        self._restore(self.place_of(raw), below)

    def on_resize(self) -> None:
        place = self._place()
        if self._setting is None:
            self._set_anew()
            self._restore(*place)
        elif self._coming is None and self._is_fit_still():
            # Somebody may have asked for the rows before there was a screen.
            self._begin_rest()
            self._restore(*place)
        else:
            self._set_otherwise()

    def _is_fit_still(self) -> bool:
        """Take a size at which the rows are what they were: only the height is another."""
        if self._setting is None:
            return False
        spread = Spread.of(self._width, self.size.height, self._typography)
        if self._typography.columns == "auto" and spread.columns > 1:
            return False
        if (spread.columns, spread.width) != (self._spread.columns, self._spread.width):
            return False
        self._spread = spread
        return True

    def _place(self) -> tuple[int, int]:
        """The character that the page is held by, and its rows from the top."""
        if self._setting is None or not len(self._setting):
            return self.held_at, 0
        offset, top = self.held_at, self.scroll_offset.y
        below = self._setting.row_of(offset) - top
        if 0 <= below < self._spread.rows:
            return offset, below
        # What is read is on the screen, wherever the cursor was left; until it is scrolled it is held
        # by one and the same character, however often the width changes.
        kept, row = self._kept
        return (kept if row == top else self.shown.start), 0

    def _restore(self, offset: int, below: int) -> None:
        row = self.setting.row_of(offset) if len(self.setting) else 0
        self._set_as_far_as(row + self.spread.rows)
        self._fit_height()
        below = min(below, self.spread.rows - 1)
        self.scroll_to(y=row - below, animate=False, force=True, immediate=True)
        self._kept = offset, self.scroll_offset.y
        self.refresh()
        self.post_message(self.Moved())

    # What is in sight

    @property
    def shown(self) -> Span:
        """The span of the view that is on the screen now."""
        setting = self.setting
        if not len(setting):
            return Span(0, 0)
        top = min(self.scroll_offset.y, len(setting) - 1)
        bottom = min(top + self.spread.rows - 1, len(setting) - 1)
        first = setting.nearest(top, 0)
        last = setting.nearest(bottom, self.spread.width)
        return Span(min(first, last), max(first, last) + 1)

    def bring_in_sight(self, offset: int) -> None:
        """Scroll as little as needed for a character, or turn the page if there are columns."""
        row, top = self.setting.row_of(offset), self.scroll_offset.y
        wanted = self.spread.top_for(row, top, _EDGE)
        if wanted != top:
            self._set_as_far_as(wanted + self.spread.rows)
            self.scroll_to(y=wanted, animate=False, immediate=True)

    def under(self, place: Offset) -> tuple[int, int]:
        """Row of the setting, and cell in it, at a place in the pane."""
        return self.spread.under(place.x, place.y, self.scroll_offset.y)

    def cell_on_screen(self, offset: int) -> Offset:
        """Where on the screen the character at an offset is drawn (it may be out of sight)."""
        row, cell = self.setting.cell_of(offset)
        return self.content_region.offset + Offset(
            *self.spread.place_of(row, cell, self.scroll_offset.y)
        )

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self.post_message(self.Moved())

    def on_mouse_scroll_down(self) -> None:
        self.post_message(self.Wheeled())

    def on_mouse_scroll_up(self) -> None:
        self.post_message(self.Wheeled())

    # Raw offsets

    def raw_of(self, offset: int) -> int:
        """A raw offset for an offset of the view; the newline between blocks goes to the next."""
        found = self.view.from_raw.source_at(offset)
        if found is None:
            found = self.view.from_raw.source_at(offset, Toward.PREVIOUS)
        return found or 0

    def place_of(self, raw: int) -> int:
        """The offset at which the view shows a raw character, or the nearest that it shows."""
        found = self.view.from_raw.target_at(raw)
        if found is None:
            found = self.view.from_raw.target_at(raw, Toward.PREVIOUS)
        return snap(self.view.text, found or 0)

    @property
    def raw_top(self) -> int:
        """The raw offset of the first character on the screen."""
        return self.raw_of(self.shown.start)

    def scroll_to_raw(self, raw: int) -> None:
        """Bring a raw character to the top of the screen; the cursor stays."""
        row = self.setting.row_of(self.place_of(raw))
        self.scroll_to(y=row, animate=False, immediate=True)

    # Painting

    def refresh_marks(self) -> None:
        """Paint anew after what lies over the text has changed."""
        self._strips.clear()
        self.refresh()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._strips.clear()

    def kept_strip(self, row: int) -> Strip | None:
        """A row as it was painted before, if it was kept."""
        return self._strips.get(row)

    def keep_strip(self, row: int, strip: Strip) -> None:
        """Keep a painted row until something changes."""
        if len(self._strips) >= _MOST_STRIPS:
            self._strips.clear()
        self._strips[row] = strip

    def render_line(self, y: int) -> Strip:
        """Draw one row of the screen, which is a row of each column."""
        spread, top, width = self.spread, self.scroll_offset.y, self.size.width
        self._set_as_far_as(top + spread.rows - 1)
        if spread.columns == 1:
            return self._strip(top + y).adjust_cell_length(width, self.rich_style)
        parts = [Strip.blank(spread.left, self.rich_style)] if spread.left else []
        parts += [self._strip(top + n * spread.height + y) for n in range(spread.columns)]
        return Strip.join(parts).adjust_cell_length(width, self.rich_style)

    def _strip(self, row: int) -> Strip:
        if row >= len(self.setting):
            return Strip.blank(self.spread.width, self.rich_style)
        return self.paint_row(row)

"""The mouse on a page: press, drag, click and rest, exact on both halves of a wide character."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.timer import Timer

from reader.motions import Unit
from reader.text.cells import snap

if TYPE_CHECKING:
    from reader.tui.widgets.article_pane import ArticlePane

REST = 0.4
"""Seconds that the mouse rests before what lies under it is explained."""


class Pointer:
    """What the mouse does to one pane; the pane hands it its events."""

    def __init__(self, pane: ArticlePane) -> None:
        self._pane = pane
        self._pressed: int | None = None
        """The character on which the button went down, until it is let go."""
        self._hovered: int | None = None
        self._rest: Timer | None = None

    def press(self, event: events.MouseDown) -> None:
        """Begin a click or a drag; with shift, extend the selection to here."""
        pane = self._pane
        if event.button != 1 or not len(pane.setting):
            return
        pane.focus()
        pressed = self._nearest(*self._under(event))
        if event.shift:
            pane.select_from(pane.cursor if pane.origin is None else pane.origin, pressed)
            return
        if pane.origin is not None:
            pane.select_nothing()
        self._pressed = pressed
        pane.capture_mouse()

    def move(self, event: events.MouseMove) -> None:
        """Drag, or go over the text and perhaps rest there."""
        y, x = self._under(event)
        if self._pressed is not None:
            self._drag(self._pressed, y, x)
            return
        under = self._at(y, x)
        if under == self._hovered:
            return
        self._hovered = under
        self._pane.post_message(self._pane.MouseLeft(under))
        self._stop_rest()
        if under is not None:
            self._rest = self._pane.set_timer(REST, self._rested)

    def _drag(self, pressed: int, y: int, x: int) -> None:
        pane = self._pane
        if y < pane.scroll_offset.y:
            pane.scroll_relative(y=-1, animate=False, immediate=True)
        elif y >= pane.scroll_offset.y + pane.spread.rows:
            pane.scroll_relative(y=1, animate=False, immediate=True)
        over = self._nearest(y, x)
        if pane.origin is not None or over != pressed:
            pane.select_from(pressed, over)

    def let_go(self, event: events.MouseUp) -> None:
        """End a drag; without one it was a click, which asks what is there."""
        pane = self._pane
        pane.release_mouse()
        pressed, self._pressed = self._pressed, None
        if pressed is None or pane.origin is not None:
            return
        pane.go_to(pressed)
        under = self._at(*self._under(event))
        if under is not None:
            pane.post_message(pane.Asked(under, by_resting=False))

    def click(self, event: events.Click) -> None:
        """Select a word by a double click, its sentence by a third one."""
        pane = self._pane
        if event.chain in (2, 3) and len(pane.setting):
            unit = Unit.WORD if event.chain == 2 else Unit.SENTENCE
            pane.select(pane.motions.at(self._nearest(*self._under(event)), unit))

    def leave(self) -> None:
        """The mouse has gone elsewhere."""
        self._hovered = None
        self._stop_rest()
        self._pane.post_message(self._pane.MouseLeft(None))

    def _under(self, event: events.MouseEvent) -> tuple[int, int]:
        """Row of the setting, and cell in it, under the mouse."""
        return self._pane.under(event.get_content_offset_capture(self._pane))

    def _at(self, y: int, x: int) -> int | None:
        """The character at a place, or the one after the mark that is there."""
        setting = self._pane.setting
        found = setting.offset_at(y, x)
        return setting.mark_at(y, x) if found is None else found

    def _nearest(self, y: int, x: int) -> int:
        setting = self._pane.setting
        nearest = setting.nearest(min(max(0, y), len(setting) - 1), x)
        return snap(self._pane.view.text, nearest)

    def _rested(self) -> None:
        if self._hovered is not None and self._pressed is None:
            self._pane.post_message(self._pane.Asked(self._hovered, by_resting=True))

    def _stop_rest(self) -> None:
        if self._rest is not None:
            self._rest.stop()
            self._rest = None

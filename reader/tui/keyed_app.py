"""An app whose keys are the reviewer's: the keymap, counts, and the keys of an input method.

Invariant: a key reaches what it is bound to as if it had been typed on an ASCII keyboard with nothing
in between; in a text field every key is the field's own.

A digit begins a count where no action takes it at that moment: while reading it does, with something
selected or a highlight under the cursor it is the key of a tag.
"""

from __future__ import annotations

import asyncio
from collections import deque
from functools import cached_property
from typing import Protocol, runtime_checkable

from textual import events
from textual.actions import parse
from textual.app import App
from textual.binding import ActiveBinding, Binding
from textual.dom import DOMNode
from textual.widget import Widget

from reader.keymap import NO_KEYMAP, Keymap, shown_key
from reader.tui.actions import action_of
from reader.tui.full_width import as_ascii
from reader.tui.keys import present_keymap
from reader.tui.rebinding import is_unbound, rebound

_DIGITS = frozenset("0123456789")
_MOST_DIGITS = 4
_COUNTED = (
    "row.", "forward.", "backward.", "page.", "term.", "annotation.", "hit.", "select_by.",
    "neighbour.", "compare.piece.", "compare.piece_page.", "compare.decision.",
    "list.cursor", "library.cursor",
)  # fmt: skip
"""How the ids of those actions begin that a count repeats."""
_MULTIPLIED = ("row.", "page.", "neighbour.")
"""Those of them that take so many steps at once."""
_LINE_START = "row_edge.-1"
"""What the zero does when it is no digit of a count."""
_AT_A_TIME = 20
"""Steps after which other things have their turn."""
_A_MOMENT = 0.01
"""Seconds until a key is tried again that came before its screen was ready."""


@runtime_checkable
class Counting(Protocol):
    """A screen that shows the count that is being typed."""

    def show_count(self, typed: str) -> None: ...


@runtime_checkable
class Furnished(Protocol):
    """A screen that shows its text before all that its keys are about is there."""

    is_furnished: bool


class KeyedApp(App[None]):
    """The part of the app that is about keys."""

    _keys: Keymap = NO_KEYMAP
    _count = ""

    @property
    def keys(self) -> Keymap:
        """What the reviewer's keymap says."""
        return self._keys

    @cached_property
    def _early(self) -> deque[events.Key]:
        """What was typed before the screen was ready for it."""
        return deque()

    def read_keymap(self) -> None:
        """Read the reviewer's keymap; before any screen is made."""
        self._keys = present_keymap()

    def _register_child(
        self, parent: DOMNode, child: Widget, before: int | None, after: int | None
    ) -> None:
        if self._keys.keys:
            child._bindings = rebound(child._bindings, self._keys.keys)
        super()._register_child(parent, child, before, after)

    def get_key_display(self, binding: Binding) -> str:
        if is_unbound(binding.key):
            return ""
        return binding.key_display or shown_key(binding.key)

    async def on_event(self, event: events.Event) -> None:
        if not isinstance(event, events.Key):
            await super().on_event(event)
        elif event.is_forwarded:
            # It has been where the focus is and comes back for the bindings, after the keys before it
            # have acted: only now is it known whether a digit is a tag's key or begins a count.
            if not await self._counts(event):
                await super().on_event(event)
        elif self._early or self._is_too_early():
            # Its keys come to act a moment after its text is shown; none is lost meanwhile.
            self._early.append(event)
            if len(self._early) == 1:
                self.set_timer(_A_MOMENT, self._catch_up)
        else:
            await self._typed(event)

    async def _catch_up(self) -> None:
        """Do what was typed before the screen was ready, in its order."""
        while self._early and not self._is_too_early():
            await self._typed(self._early.popleft())
        if self._early:
            self.set_timer(_A_MOMENT, self._catch_up)

    async def _typed(self, event: events.Key) -> None:
        typing = self.focused is not None and self.focused.check_consume_key(event.key, "a")
        if not typing:
            event = as_ascii(event)
        if event.key == "f1" and self.action_help():
            return
        await super().on_event(event)

    def action_help(self) -> bool:
        """Show the keys, those of the present mode first.

        Returns:
            Whether they were not shown already.
        """
        from reader.tui.screens.help import HelpScreen

        if isinstance(self.screen, HelpScreen):
            return False
        self.push_screen(HelpScreen(self.screen, self._keys.keys))
        return True

    def _is_too_early(self) -> bool:
        if not self.screen_stack:
            return False
        screen = self.screen
        return isinstance(screen, Furnished) and not screen.is_furnished

    # Counts

    async def _counts(self, key: events.Key) -> bool:
        """Take a digit of a count, or do so often what the key does.

        Returns:
            Whether nothing else is to be done about the key.
        """
        if key.key in _DIGITS:
            if self._begins_or_goes_on(key.key):
                self._show_count(self._count + key.key)
                return True
            self._show_count("")
            return False
        if not self._count:
            return False
        count = int(self._count)
        self._show_count("")
        if key.key == "escape":
            return True
        bound = self.screen.active_bindings.get(key.key)
        action = action_of(bound.binding) if bound is not None else None
        if bound is None or action is None or not action.id.startswith(_COUNTED):
            return False
        await self._repeat(bound, count, at_once=action.id.startswith(_MULTIPLIED))
        return True

    def _begins_or_goes_on(self, digit: str) -> bool:
        if self.screen.is_modal or len(self._count) >= _MOST_DIGITS:
            return False
        if not self._count and digit == "0":
            return False
        bound = self.screen.active_bindings.get(digit)
        action = action_of(bound.binding) if bound is not None else None
        return bound is None or (action is not None and action.id == _LINE_START)

    async def _repeat(self, bound: ActiveBinding, count: int, *, at_once: bool) -> None:
        name = bound.binding.action
        if at_once:
            owner, method, parameters = parse(name)
            steps = ", ".join(str(step * count) for step in parameters if isinstance(step, int))
            await self.run_action(f"{owner + '.' if owner else ''}{method}({steps})", bound.node)
            return
        for n in range(1, count + 1):
            before = self._whereabouts(bound.node)
            await self.run_action(name, bound.node)
            if before is not None and before == self._whereabouts(bound.node):
                return
            if n % _AT_A_TIME == 0:
                await asyncio.sleep(0)

    def _whereabouts(self, node: DOMNode) -> object:
        """The place that a step changes, so that there are no steps against a wall."""
        return getattr(self.focused or node, "cursor", None)

    def _show_count(self, typed: str) -> None:
        if typed != self._count:
            self._count = typed
            if isinstance(self.screen, Counting):
                self.screen.show_count(typed)

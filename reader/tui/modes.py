"""What a person can do at this moment: the actions that have a key now, and whose they are.

Invariant: nothing is listed here by hand. What acts is what Textual would do with each key now.
"""

from __future__ import annotations

from collections.abc import Iterator

from textual.binding import Binding
from textual.dom import DOMNode
from textual.screen import Screen

from reader.tui.actions import Action, action_of


def actions_of(screen: Screen[object]) -> Iterator[tuple[Action, Binding, DOMNode]]:
    """The registry's actions on a screen, each once, with its first key and who does it."""
    done: set[str] = set()
    for node, binding, _enabled, _tooltip in screen.active_bindings.values():
        action = action_of(binding)
        if action is not None and action.id not in done:
            done.add(action.id)
            yield action, binding, node

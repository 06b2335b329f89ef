"""What the command palette offers: every action of the screen at hand, from the one registry."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator

from textual.app import App, SystemCommand
from textual.dom import DOMNode
from textual.screen import Screen

from reader.tui.modes import actions_of
from reader.wording import looked_up


def commands(app: App[None], screen: Screen[object]) -> Iterator[SystemCommand]:
    """The actions that can be done on a screen at this moment, with the keys that do them."""
    for action, binding, owner in actions_of(screen):
        key = app.get_key_display(binding)
        label = looked_up(action.label)
        title = f"{label} ({key})" if key else label
        yield SystemCommand(title, looked_up(action.help), _running(app, action.name, owner))


def _running(app: App[None], name: str, owner: DOMNode) -> Callable[[], Awaitable[None]]:
    async def run() -> None:
        await app.run_action(name, owner)

    return run

"""Gives the reviewer's keys to the screens and widgets whose bindings come from the registry.

Invariant: only bindings that were made from an action are moved; Textual's own stay, behind them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from textual.binding import Binding, BindingsMap

from reader.tui.actions import action_of

_UNBOUND = "no-key-"
"""Begins the name of a key that no keyboard has: what no key does can still be clicked and chosen."""


def rebound(bindings: BindingsMap, keys: Mapping[str, tuple[str, ...]]) -> BindingsMap:
    """The bindings of one screen or widget, with the keys of a keymap.

    Args:
        bindings: As the class has them.
        keys: By action id, the keys that do it; what is not named keeps its keys.
    """
    moved: dict[str, list[Binding]] = {}
    staying: dict[str, list[Binding]] = {}
    done: set[str] = set()
    for key, bound in bindings.key_to_bindings.items():
        for binding in bound:
            action = action_of(binding)
            if action is None or action.id not in keys:
                staying.setdefault(key, []).append(binding)
                continue
            if action.id in done:
                continue
            done.add(action.id)
            for n, name in enumerate(keys[action.id] or (f"{_UNBOUND}{action.id}",)):
                show = action.in_footer and n == 0
                fresh = replace(binding, key=name, key_display=None, show=show)
                moved.setdefault(name, []).append(fresh)
    if not done:
        return bindings
    for key, bound in staying.items():
        moved.setdefault(key, []).extend(bound)
    return BindingsMap.from_keys(moved)


def is_unbound(key: str) -> bool:
    """Whether a key's name stands for no key at all."""
    return key.startswith(_UNBOUND)

"""The keys as they are for this user: those that actions come with, and the keymap over them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from reader.keymap import NO_KEYMAP, Keymap, as_toml, read_keymap
from reader.paths import keymap_file
from reader.tui.actions import ALL, MODES
from reader.wording import looked_up


def present_keymap() -> Keymap:
    """What the user's keymap says of the actions that there are."""
    path = keymap_file()
    if not path.exists():
        return NO_KEYMAP
    defaults = {action.id: action.keys.split(",") for action in ALL}
    modes = {name: [action.id for action in actions] for name, actions in MODES.items()}
    return read_keymap(path, defaults, modes)


def keys_as_toml(keymap: Keymap) -> Iterator[str]:
    """Every action with its keys, as a keymap to start from.

    Yields:
        Lines with their ends.
    """
    groups = list(dict.fromkeys(action.group for action in ALL))
    ordered = sorted(ALL, key=lambda action: groups.index(action.group))
    yield from as_toml(
        (
            (
                looked_up(group),
                [
                    (
                        action.id,
                        keymap.keys.get(action.id, action.keys.split(",")),
                        looked_up(action.help),
                    )
                    for action in actions
                ],
            )
            for group, actions in groupby(ordered, key=lambda action: action.group)
        ),
        keymap_file(),
    )

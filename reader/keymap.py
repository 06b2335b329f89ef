"""The reviewer's own keys: one TOML file that names actions and the keys that do them.

Invariant: a file with mistakes in it is never refused as a whole. What is wrong is told by name and
line and left as it was; the rest holds. In no mode does one key mean two things that it did not mean
before.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import combinations
from pathlib import Path

from annotations.foreign import by_parser, by_system
from reader.wording import _

FILE_NAME = "keymap.toml"

_NAMED = frozenset(
    [
        "up",
        "down",
        "left",
        "right",
        "home",
        "end",
        "pageup",
        "pagedown",
        "insert",
        "delete",
        "backspace",
        "enter",
        "escape",
        "tab",
        "space",
    ]
) | {f"f{n}" for n in range(1, 25)}
_MODIFIERS = ("ctrl", "shift", "alt")
# What Textual calls otherwise than Unicode does.
_OTHERWISE = {
    "solidus": "slash",
    "reverse_solidus": "backslash",
    "commercial_at": "at",
    "hyphen_minus": "minus",
    "plus_sign": "plus",
    "low_line": "underscore",
}


@dataclass(frozen=True)
class Keymap:
    """Which keys do which actions, where that is otherwise than they come."""

    keys: Mapping[str, tuple[str, ...]]
    """By the action's id: the names of its keys, none when no key is to do it."""
    problems: tuple[str, ...] = ()
    """What is wrong with the file, a sentence each."""


NO_KEYMAP = Keymap({})


def read_keymap(
    path: Path, defaults: Mapping[str, Sequence[str]], modes: Mapping[str, Sequence[str]]
) -> Keymap:
    """Read the reviewer's keys.

    Args:
        path: The file; where there is none, the keys are as they come.
        defaults: Every action's id, and the names of the keys that do it as they come.
        modes: What the modes are called, and the ids of the actions that can be done in each.
    """
    try:
        text = path.read_text("utf-8")
        table = tomllib.loads(text)
    except FileNotFoundError:
        return NO_KEYMAP
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        return Keymap(
            {},
            (
                _("{file}: it is not TOML ({why}); the keys are as they come.").format(
                    file=path.name, why=by_parser(error)
                ),
            ),
        )
    except OSError as error:
        return Keymap(
            {},
            (_("{file}: it can't be read ({why}).").format(file=path.name, why=by_system(error)),),
        )
    reading = _Reading(path.name, text, defaults, modes)
    return reading.keymap(table)


class _Reading:
    """One file, as it is made out."""

    def __init__(
        self,
        file: str,
        text: str,
        defaults: Mapping[str, Sequence[str]],
        modes: Mapping[str, Sequence[str]],
    ) -> None:
        self._file = file
        self._lines = text.splitlines()
        self._defaults = defaults
        self._modes = modes
        self._problems: list[str] = []

    def keymap(self, table: Mapping[str, object]) -> Keymap:
        wanted: dict[str, tuple[str, ...]] = {}
        for action, value in _flat(table):
            keys = self._keys(action, value)
            if keys is not None and keys != tuple(self._defaults[action]):
                wanted[action] = keys
        while (conflict := self._conflict(wanted)) is not None:
            del wanted[conflict]
        return Keymap(wanted, tuple(self._problems))

    def _keys(self, action: str, value: object) -> tuple[str, ...] | None:
        line = self._line(action)
        if action not in self._defaults:
            near = get_close_matches(action, self._defaults, n=1)
            hint = _("did you mean “{id}”?").format(id=near[0]) if near else ""
            self._tell(
                line, _("there is no action “{id}”;").format(id=action),
                hint or _("“pizhu keys” prints them all."),
            )  # fmt: skip
            return None
        names = [value] if isinstance(value, str) else value
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            self._tell(line, _("the keys of “{id}” have to be in quotes.").format(id=action))
            return None
        keys = []
        for name in names:
            key = key_called(name)
            if key is None:
                self._tell(
                    line, _("“{key}”, for “{id}”, is no key.").format(key=name, id=action),
                    _("Keys are written like “j”, “?”, “ctrl+r”, “shift+left”, “f5”."),
                )  # fmt: skip
                return None
            keys.append(key)
        return tuple(dict.fromkeys(keys))

    def _conflict(self, wanted: Mapping[str, tuple[str, ...]]) -> str | None:
        """An action that asks for a key which another one has in the same mode; it is told of."""
        for mode, actions in self._modes.items():
            for one, other in combinations(actions, 2):
                changed = [action for action in (one, other) if action in wanted]
                if not changed:
                    continue
                shared = set(self._now(one, wanted)) & set(self._now(other, wanted))
                shared -= set(self._defaults[one]) & set(self._defaults[other])
                if shared:
                    loser = max(changed, key=self._line)
                    self._tell(
                        self._line(loser),
                        _("“{key}” would do “{one}” and “{other}” in the mode “{mode}”;").format(
                            key=min(shared), one=one, other=other, mode=_(mode)
                        ),
                        _("“{id}” keeps the keys that it comes with.").format(id=loser),
                    )
                    return loser
        return None

    def _now(self, action: str, wanted: Mapping[str, tuple[str, ...]]) -> Sequence[str]:
        return wanted.get(action, self._defaults[action])

    def _line(self, action: str) -> int:
        """The line on which an action is named, from 1; the last where it can't be told."""
        last = action.rsplit(".", 1)[-1]
        for name in (action, last):
            pattern = re.compile(rf"""^\s*(?:.*\.)?["']?{re.escape(name)}["']?\s*=""")
            for number, line in enumerate(self._lines, 1):
                if pattern.match(line):
                    return number
        return len(self._lines)

    def _tell(self, line: int, *said: str) -> None:
        where = _("{file}, line {line}:").format(file=self._file, line=line)
        self._problems.append(" ".join((where, *said)))


def _flat(table: Mapping[str, object], before: str = "") -> Iterator[tuple[str, object]]:
    """The actions of a table; `row.1` is the same whether it is written with quotes or without."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", value


def key_called(name: str) -> str | None:
    """The key that somebody means, as Textual names it; None when there is none of that name."""
    *modifiers, key = name.split("+") if len(name) > 1 and name != "++" else [name]
    if any(modifier not in _MODIFIERS for modifier in modifiers):
        return None
    if len(key) == 1:
        if not key.isprintable() or "shift" in modifiers:
            return None
        key = name_of_key(key)
    elif key not in _NAMED and key not in _punctuation():
        return None
    return "+".join((*sorted(modifiers, key=_MODIFIERS.index), key))


def name_of_key(character: str) -> str:
    """The name that Textual gives to the key of a character."""
    if character.isalnum():
        return character
    name = unicodedata.name(character).lower().replace("-", "_").replace(" ", "_")
    return _OTHERWISE.get(name, name)


def _punctuation() -> dict[str, str]:
    """What the keys of ASCII's punctuation are called, and what they write."""
    plain = (chr(code) for code in range(0x21, 0x7F) if not chr(code).isalnum())
    return {name_of_key(character): character for character in plain}


_SHOWN = {
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "escape": "esc",
    "pageup": "pgup",
    "pagedown": "pgdn",
    "delete": "del",
}
_SHOWN_MODIFIERS = {"ctrl": "^", "shift": "⇧", "alt": "⌥"}


def shown_key(key: str) -> str:
    """A key's name as a person would write it."""
    *modifiers, last = key.split("+")
    before = "".join(_SHOWN_MODIFIERS.get(modifier, f"{modifier}+") for modifier in modifiers)
    return before + _SHOWN.get(last, _punctuation().get(last, last))


def as_toml(
    groups: Iterable[tuple[str, Iterable[tuple[str, Sequence[str], str]]]], path: Path
) -> Iterator[str]:
    """The present keys as a file to start from.

    Args:
        groups: For each heading, its actions: id, keys, and what it does.
        path: Where the file is looked for.

    Yields:
        Lines with their ends.
    """
    yield "# " + _("Keep the lines that you change in {path}.").format(path=path) + "\n"
    for heading, actions in groups:
        yield f"\n# {heading}\n"
        for action, keys, does in actions:
            names = ", ".join(f'"{_written(key)}"' for key in keys)
            yield f"{f'{_quoted(action)} = [{names}]':<44}# {does}\n"


def _quoted(action: str) -> str:
    return f'"{action}"' if "." in action else action


def _written(key: str) -> str:
    """A key as it stands in the file: punctuation as itself."""
    *modifiers, last = key.split("+")
    written = _punctuation().get(last, last)
    return "+".join((*modifiers, {"\\": "\\\\", '"': '\\"'}.get(written, written)))

"""The reviewer's choices between forms of a character, in a file of the workspace.

A choice says in which form a character (or a phrase) of a text is shown in the other script: at one
place, wherever it stands before or after certain neighbours, or everywhere in the workspace. The
nearest one holds: a place before neighbours, more neighbours before fewer, the later one among
equals.

Invariant: the file is written whole or not at all, each choice as a TOML table that people may read,
and only by the program of the reviewer whose name it bears; what can't be read is never written.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from annotations.foreign import by_parser, by_system
from reader.errors import ChoiceError
from reader.paths import write_whole
from reader.text.page import Script
from reader.wording import _

_HEAD = """\
# The forms in which a reviewer wants characters shown in the other script, where the dictionaries
# know several. pizhu writes this file anew with every choice, so comments do not last.
"""
_SCRIPTS = {"Traditional": Script.TRADITIONAL, "Simplified": Script.SIMPLIFIED}
LONGEST = 64
"""Code points of any text in a choice."""


@dataclass(frozen=True)
class Choice:
    """One choice; without neighbours and place it holds everywhere."""

    text: str
    """The character or phrase, as the source has it."""
    form: str
    """What to write for it, in OpenCC's own standard, so that it holds in every variety."""
    script: Script
    """The script that is converted to."""
    before: str = ""
    """What has to stand before it, as the source has it; anything if empty."""
    after: str = ""
    """What has to stand after it."""
    source: str = ""
    """SHA-256 of the one source that it is about; all if empty."""
    at: int | None = None
    """Raw offset of the one place that it is about."""

    @property
    def nearness(self) -> tuple[bool, int]:
        """What goes before what: the greater holds."""
        return self.at is not None, len(self.before) + len(self.after)

    @property
    def scope(self) -> tuple[object, ...]:
        """Where it holds; of two choices with one scope the later replaces the other."""
        return self.text, self.script, self.before, self.after, self.source, self.at


class Choices:
    """The choices of one reviewer in one workspace."""

    def __init__(self, path: Path) -> None:
        """
        Args:
            path: The reviewer's file; made with the first choice.

        Raises:
            ChoiceError: The file can't be read, or says something that can't be.
        """
        self.path = path
        self.revision = 0
        """Another number after every change."""
        self._all: tuple[Choice, ...] = ()
        self._by_text: dict[tuple[Script, str], list[Choice]] = {}
        self._take(_read(path))

    def _take(self, choices: tuple[Choice, ...]) -> None:
        self.revision += 1
        self._all = choices
        self._by_text = {}
        for choice in choices:
            self._by_text.setdefault((choice.script, choice.text), []).append(choice)

    def __len__(self) -> int:
        return len(self._all)

    def __iter__(self) -> Iterator[Choice]:
        return iter(self._all)

    def concern(self, text: str, script: Script) -> bool:
        """Whether any choice may matter to a text that is converted to a script."""
        return any(to is script and chosen in text for to, chosen in self._by_text)

    def at(
        self, script: Script, text: str, before: str, after: str, source: str, raw: int
    ) -> Choice | None:
        """The choice that holds at a place.

        Args:
            script: What is converted to.
            text: The character or phrase there.
            before: What stands before it.
            after: What stands after it.
            source: SHA-256 of the source.
            raw: Raw offset of its first character.
        """
        found = None
        for choice in self._by_text.get((script, text), ()):
            holds = (
                before.endswith(choice.before)
                and after.startswith(choice.after)
                and choice.source in ("", source)
                and choice.at in (None, raw)
            )
            if holds and (found is None or choice.nearness >= found.nearness):
                found = choice
        return found

    def keep(self, choice: Choice) -> None:
        """Keep a choice; one that was made for just the same scope is replaced.

        Raises:
            ChoiceError: It can't be saved; nothing has changed then.
        """
        kept = [each for each in _read(self.path) if each.scope != choice.scope]
        self._write((*kept, choice))

    def take_back(self, choice: Choice) -> None:
        """Forget a choice.

        Raises:
            ChoiceError: It can't be saved; nothing has changed then.
        """
        self._write(tuple(each for each in _read(self.path) if each != choice))

    def put_back(self, choices: Iterable[Choice]) -> None:
        """Have just these choices again, as they were before a change.

        Raises:
            ChoiceError: It can't be saved; nothing has changed then.
        """
        self._write(tuple(choices))

    def _write(self, choices: tuple[Choice, ...]) -> None:
        try:
            write_whole(self.path, (_HEAD + "".join(map(_table, choices))).encode())
        except OSError as error:
            raise ChoiceError(
                _("{path} was not changed: {why}.").format(path=self.path, why=by_system(error))
            ) from error
        self._take(choices)


def _read(path: Path) -> tuple[Choice, ...]:
    try:
        content = path.read_text("utf-8-sig")
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise ChoiceError(
            _("{path} can't be read ({why}).").format(path=path, why=by_system(error))
        ) from error
    except UnicodeDecodeError:
        raise ChoiceError(_("{path} is not UTF-8; save it as UTF-8.").format(path=path)) from None
    try:
        found = tomllib.loads(content).get("forms", [])
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ChoiceError(
            _("{path} is not TOML ({error}); mend it, or move it away.").format(
                path=path, error=by_parser(error)
            )
        ) from None
    if not isinstance(found, list):
        raise ChoiceError(
            _("{path}: write each choice as a table that begins with [[forms]].").format(path=path)
        )
    return tuple(_choice(entry, path, number) for number, entry in enumerate(found, 1))


def _choice(entry: Any, path: Path, number: int) -> Choice:
    """One choice of a file.

    Raises:
        ChoiceError: It is not as it should be.
    """

    def refuse(problem: str) -> ChoiceError:
        where = _("{path}, choice {number}: {problem}")
        return ChoiceError(where.format(path=path, number=number, problem=problem))

    if not isinstance(entry, dict):
        raise refuse(_("it has to be a table."))
    values: dict[str, Any] = dict(entry)
    script = values.pop("script", None)
    if script not in _SCRIPTS:
        names = ", ".join(_SCRIPTS)
        raise refuse(_("“{field}” may be {choices}.").format(field="script", choices=names))
    at = values.pop("at", None)
    if at is not None and (not isinstance(at, int) or isinstance(at, bool) or at < 0):
        raise refuse(_("“at” has to be an offset."))
    known = {each.name for each in fields(Choice)}
    for name, value in values.items():
        if name not in known:
            raise refuse(_("there is no “{field}”.").format(field=name))
        if not isinstance(value, str) or len(value) > LONGEST:
            raise refuse(_("“{field}” has to be a short text.").format(field=name))
    if not values.get("text") or not values.get("form"):
        raise refuse(_("it needs a “text” and a “form”."))
    if (at is None) != (not values.get("source")):
        raise refuse(_("“at” and “source” belong together."))
    return Choice(script=_SCRIPTS[script], at=at, **values)


def _table(choice: Choice) -> str:
    script = next(name for name, script in _SCRIPTS.items() if script is choice.script)
    written: list[tuple[str, str | int]] = [("text", choice.text), ("form", choice.form)]
    written.append(("script", script))
    written += [(name, getattr(choice, name)) for name in ("before", "after", "source")]
    if choice.at is not None:
        written.append(("at", choice.at))
    # A JSON string of what may stand in a text is a TOML basic string as well, but for DEL.
    lines = [
        f"{name} = {json.dumps(value, ensure_ascii=False)}".replace("\x7f", "\\u007f")
        for name, value in written
        if value != ""
    ]
    return "\n[[forms]]\n" + "\n".join(lines) + "\n"


def scopes(choice: Choice, before: str, after: str) -> Sequence[Choice]:
    """The same choice for ever wider scopes, from its one place to the whole workspace.

    Args:
        choice: A choice for one place.
        before: The character before it, empty at a block's beginning.
        after: The character after it, empty at a block's end.
    """
    wide = Choice(choice.text, choice.form, choice.script)
    found = [choice]
    if before and after:
        found.append(Choice(choice.text, choice.form, choice.script, before, after))
    if after:
        found.append(Choice(choice.text, choice.form, choice.script, after=after))
    if before:
        found.append(Choice(choice.text, choice.form, choice.script, before=before))
    return (*found, wide)

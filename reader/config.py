"""The user's settings: one small TOML file, checked when it is read.

Invariant: every setting stands once in `SETTINGS`, with its name in the file, what it may be and what
that means here; a `Settings` holds only values that the table allows. The file belongs to the user:
`remember` changes the one line that it is about and nothing else.
"""

from __future__ import annotations

import getpass
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from annotations.foreign import by_parser, by_system
from reader.errors import SettingsError
from reader.paths import write_whole
from reader.script import Config
from reader.text.typography import (
    LEAST_MARGIN,
    LEAST_MEASURE,
    MOST_INDENT,
    MOST_MARGIN,
    MOST_MEASURE,
    MOST_SPACING,
    PLAIN,
    Columns,
    Typography,
)
from reader.wording import LANGUAGES, _

VARIETIES = {
    "hk": Config.S2HK,
    "hk-phrases": Config.S2HKP,
    "tw": Config.S2TW,
    "tw-phrases": Config.S2TWP,
    "generic": Config.S2T,
}
"""What `traditional` may say, and the conversion it stands for."""

ORIGINS = {
    "generic": Config.T2S,
    "hk": Config.HK2S,
    "hk-phrases": Config.HK2SP,
    "tw": Config.TW2S,
    "tw-phrases": Config.TW2SP,
}
"""What `simplified` may say, and the conversion it stands for: by where the Traditional is from."""

THEMES = ("night", "paper", "contrast", "terminal")
"""What `theme` may say; “terminal” takes the terminal's own colours."""

SURE = 0.73
"""The least confidence at which two fragments are joined unless the settings say otherwise."""

_NOT_IN_A_FILE_NAME = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]+')


@dataclass(frozen=True)
class Settings:
    """What a user may set; every field has a default."""

    reviewer: str
    """Who annotates: the name of the layer and the `creator` of what it holds."""
    traditional: Config = Config.S2HK
    """Which Traditional a Simplified text is shown in."""
    sure: float = SURE
    """The least confidence at which two fragments are joined; a doubtful join is offered instead."""
    simplified: Config = Config.T2S
    """How a Traditional text is shown in Simplified: as from where, and with which words."""
    theme: str = THEMES[0]
    """Which colours."""
    language: str | None = None
    """What the interface speaks, one of `LANGUAGES`; None for what the locale asks for. It is chosen
    before the settings are read: see `reader.arguments`."""
    measure: int = PLAIN.measure
    margin: int = PLAIN.margin
    spacing: int = PLAIN.spacing
    indent: int = PLAIN.indent
    justify: bool = PLAIN.justify
    hanging: bool = PLAIN.hanging
    columns: Columns = PLAIN.columns
    full_width: bool = PLAIN.full_width
    ambiguous: Literal[1, 2] = PLAIN.ambiguous
    """How a page is set: see `Typography`, whose fields have the same names."""

    @cached_property
    def typography(self) -> Typography:
        """How pages are set."""
        return Typography(**{each.name: getattr(self, each.name) for each in fields(Typography)})


class Rule:
    """What one setting may be."""

    def read(self, value: Any) -> Any:
        """What a value of the file means here.

        Raises:
            ValueError: It may not be that.
        """
        raise NotImplementedError

    @property
    def asked(self) -> str:
        """What it has to be, to follow “it”."""
        raise NotImplementedError


@dataclass(frozen=True)
class Name(Rule):
    """A name that a file can have."""

    def read(self, value: Any) -> str:
        if not isinstance(value, str) or not reviewer_file_stem(value):
            raise ValueError
        return value.strip()

    @property
    def asked(self) -> str:
        return _("it has to be a name")


@dataclass(frozen=True)
class Switch(Rule):
    """True or false."""

    def read(self, value: Any) -> bool:
        if not isinstance(value, bool):
            raise ValueError  # noqa: TRY004 - what is asked for is said by the caller
        return value

    @property
    def asked(self) -> str:
        return _("it has to be true or false")


@dataclass(frozen=True)
class Number(Rule):
    """A number in a range, its ends in it."""

    least: float
    most: float
    is_whole: bool = True

    def read(self, value: Any) -> float:
        kind = int if self.is_whole else int | float
        is_number = isinstance(value, kind) and not isinstance(value, bool)
        if not (is_number and self.least <= value <= self.most):
            raise ValueError
        return value if self.is_whole else float(value)

    @property
    def asked(self) -> str:
        if self.is_whole:
            sentence = _("it has to be a whole number from {least} to {most}")
        else:
            sentence = _("it has to be a number from {least} to {most}")
        return sentence.format(least=self.least, most=self.most)


@dataclass(frozen=True)
class Choice(Rule):
    """One of a few words or numbers."""

    meanings: Mapping[Any, Any]
    """What may be said, and what it means here."""

    def read(self, value: Any) -> Any:
        for word, meaning in self.meanings.items():
            # True is no 1, though Python takes it for one.
            if value == word and type(value) is type(word):
                return meaning
        raise ValueError

    @property
    def asked(self) -> str:
        return _("it may be {choices}").format(choices=", ".join(map(str, self.meanings)))


SETTINGS: Mapping[str, Rule] = {
    "reviewer": Name(),
    "language": Choice({name: name for name in LANGUAGES}),
    "traditional": Choice(VARIETIES),
    "simplified": Choice(ORIGINS),
    "sure": Number(0, 1, is_whole=False),
    "theme": Choice({name: name for name in THEMES}),
    "full_width": Switch(),
    "measure": Number(LEAST_MEASURE, MOST_MEASURE),
    "margin": Number(LEAST_MARGIN, MOST_MARGIN),
    "spacing": Number(0, MOST_SPACING),
    "indent": Number(0, MOST_INDENT),
    "justify": Switch(),
    "hanging": Switch(),
    "columns": Choice({1: 1, 2: 2, "auto": "auto"}),
    "ambiguous": Choice({1: 1, 2: 2}),
}
"""Every setting by its name in the file, in the order in which they are told."""


def load_settings(path: Path, *, reviewer: str | None = None) -> Settings:
    """Read the settings.

    Args:
        path: The file; where there is none, the defaults hold.
        reviewer: A name from the command line, which goes before the file's.

    Raises:
        SettingsError: The file is not TOML, or sets something wrongly.
    """
    table = _parsed(_read(path), path)
    if unknown := table.keys() - set(SETTINGS):
        raise SettingsError(
            _("{path}: there is no setting “{setting}”; the settings are {settings}.").format(
                path=path, setting=min(unknown), settings=", ".join(SETTINGS)
            )
        )
    table["reviewer"] = reviewer or table.get("reviewer") or _login_name()
    return Settings(**{name: _meant(path, name, value) for name, value in table.items()})


def _meant(path: Path, name: str, value: object) -> Any:
    rule = SETTINGS[name]
    try:
        return rule.read(value)
    except ValueError:
        raise SettingsError(
            _("{path}: “{setting}” is {value}; {asked}.").format(
                path=path, setting=name, value=repr(value), asked=rule.asked
            )
        ) from None


def remember(path: Path, name: str, value: str | int | bool) -> None:
    """Write one setting into the file, whatever else stands there staying as it is.

    Args:
        path: The file; made if there is none.
        name: One of `SETTINGS`.
        value: As the file has it.

    Raises:
        SettingsError: The file is not TOML, can't be read or written, or sets this in a way that
            can't be changed by itself; it is as it was.
    """
    before = _read(path)
    wanted = {**_parsed(before, path), name: value}
    line = f"{name} = {_toml(value)}"
    # Settings stand before the first table, if there is one.
    found = re.search(r"^[ \t]*\[", before, re.MULTILINE)
    cut = found.start() if found else len(before)
    top, rest = before[:cut], before[cut:]
    present = re.compile(rf"^[ \t]*{name}[ \t]*=[^\n#]*?(?=[ \t]*(?:#[^\n]*)?$)", re.MULTILINE)
    changed, count = present.subn(lambda _match: line, top, count=1)
    if not count:
        changed = top + ("" if not top or top.endswith("\n") else "\n") + line + "\n"
    after = changed + rest
    try:
        whole = tomllib.loads(after) == wanted
    except tomllib.TOMLDecodeError:
        whole = False
    if not whole:
        raise SettingsError(
            _(
                "{path}: “{setting}” is set in a way that can't be changed here; change it there."
            ).format(path=path, setting=name)
        )
    try:
        write_whole(path, after.encode())
    except OSError as error:
        raise SettingsError(
            _("{path}: it can't be written ({why}).").format(path=path, why=by_system(error))
        ) from None


def _toml(value: str | int | bool) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f'"{value}"' if isinstance(value, str) else str(value)


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as error:
        raise _not_toml(path, error) from None
    except OSError as error:
        raise SettingsError(
            _("{path}: it can't be read ({why}).").format(path=path, why=by_system(error))
        ) from None


def _parsed(text: str, path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _not_toml(path, error) from None


def _not_toml(path: Path, error: ValueError) -> SettingsError:
    return SettingsError(
        _("{path}: it is not TOML ({error}); mend or remove it.").format(
            path=path, error=by_parser(error)
        )
    )


def reviewer_file_stem(name: str) -> str:
    """The name of a reviewer's layer without its suffix: the reviewer's own, made safe for a file."""
    return _NOT_IN_A_FILE_NAME.sub("_", name.strip()).strip(". ")[:80]


def _login_name() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # no such user in a bare container
        return f"user-{os.getuid()}"

"""The user's settings: one small TOML file, checked when it is read."""

from __future__ import annotations

import getpass
import os
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from reader.errors import SettingsError
from reader.script import Config

VARIETIES = {"hk": Config.S2HK, "tw": Config.S2TW, "generic": Config.S2T}
"""What `traditional` may say, and the conversion it stands for."""

SURE = 0.7
"""The least confidence at which two fragments are joined unless the settings say otherwise."""

_NAMES = ("reviewer", "traditional", "sure")
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


def load_settings(path: Path, *, reviewer: str | None = None) -> Settings:
    """Read the settings.

    Args:
        path: The file; where there is none, the defaults hold.
        reviewer: A name from the command line, which goes before the file's.

    Raises:
        SettingsError: The file is not TOML, or sets something wrongly.
    """
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        table = {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: it is not TOML ({error}); mend or remove it.") from None
    except OSError as error:
        raise SettingsError(f"{path}: it can't be read ({error.strerror}).") from None
    if unknown := table.keys() - set(_NAMES):
        raise SettingsError(
            f"{path}: there is no setting “{min(unknown)}”; the settings are {', '.join(_NAMES)}."
        )
    variety = table.get("traditional", "hk")
    if variety not in VARIETIES:
        raise SettingsError(
            f"{path}: “traditional” is {variety!r}; it may be {', '.join(VARIETIES)}."
        )
    sure = table.get("sure", SURE)
    if isinstance(sure, bool) or not isinstance(sure, int | float) or not 0 <= sure <= 1:
        raise SettingsError(f"{path}: “sure” is {sure!r}; it has to be a number from 0 to 1.")
    name = reviewer or table.get("reviewer") or _login_name()
    if not isinstance(name, str) or not reviewer_file_stem(name):
        raise SettingsError(f"{path}: “reviewer” is {name!r}; it has to be a name.")
    return Settings(name.strip(), VARIETIES[variety], float(sure))


def reviewer_file_stem(name: str) -> str:
    """The name of a reviewer's layer without its suffix: the reviewer's own, made safe for a file."""
    return _NOT_IN_A_FILE_NAME.sub("_", name.strip()).strip(". ")[:80]


def _login_name() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # no such user in a bare container
        return f"user-{os.getuid()}"

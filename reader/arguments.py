"""The command line's arguments in the reader's language, which they choose first of all.

Invariant: `--lang` stands anywhere before `--`, for every command, and holds for the help and for what
is said against the other arguments too.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from itertools import pairwise

from reader.wording import LANGUAGES, _, choose, language_called, marked

OPTION = "--lang"
_NEEDS_NO_WORDS = (["--version"],)

_OF_ARGPARSE = (
    marked("usage: "),
    marked("positional arguments"),
    marked("options"),
    marked("show this help message and exit"),
    marked("%(prog)s: error: %(message)s\n"),
    marked("argument %(argument_name)s: %(message)s"),
    marked("the following arguments are required: %s"),
    marked("unrecognized arguments: %s"),
    marked("invalid choice: %(value)r (choose from %(choices)s)"),
    marked("invalid %(type)s value: %(value)r"),
    marked("expected one argument"),
    marked("expected at most one argument"),
    marked("expected at least one argument"),
    marked("ambiguous option: %(option)s could match %(matches)s"),
    marked("ignored explicit argument %r"),
    marked("not allowed with argument %s"),
    marked("one of the arguments %s is required"),
)
"""What argparse says by itself, and looks up in the catalog that `choose` names to gettext."""


def speaking(arguments: Sequence[str]) -> list[str]:
    """Choose the language: that of `--lang`, else of the settings, else of the locale.

    Returns:
        The arguments without `--lang`, unless it names no language: then the parser refuses it.
    """
    rest = list(arguments)
    wanted, known = _taken(rest)
    if rest not in _NEEDS_NO_WORDS:
        choose(known or _of_settings())
    return rest if known or wanted is None else list(arguments)


def _taken(rest: list[str]) -> tuple[str | None, str | None]:
    """Take `--lang` and its value out of the arguments; gives the last value and its language."""
    wanted: str | None = None
    at = 0
    while at < len(rest) and rest[at] != "--":
        name, equals, value = rest[at].partition("=")
        if name != OPTION or (not equals and at + 1 == len(rest)):
            at += 1
            continue
        wanted = value if equals else rest[at + 1]
        del rest[at : at + (1 if equals else 2)]
    return wanted, language_called(wanted) if wanted else None


def _of_settings() -> str | None:
    """The language that the user's settings name; what is wrong with them is said when they are read."""
    from reader.paths import settings_file

    try:
        written = settings_file().read_text("utf-8")
    except (OSError, ValueError):
        return None
    import tomllib

    try:
        found = tomllib.loads(written).get("language")
    except tomllib.TOMLDecodeError:
        return None
    return found if found in LANGUAGES else None


class Parser(argparse.ArgumentParser):
    """A command's parser: it tells of `--lang`, and refuses a language that is not spoken."""

    def __init__(self, prog: str, *, description: str) -> None:
        """
        Args:
            prog: The command, as it is typed.
            description: What it does; its line breaks are kept.
        """
        super().__init__(prog, description=description, formatter_class=_Formatter)
        self.add_argument(
            OPTION,
            choices=LANGUAGES,
            metavar="|".join(LANGUAGES),
            help=_("the language of the interface (default: the settings', else the locale's)"),
        )


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """argparse's own, but that Chinese needs no spaces to break at and takes two cells a character."""

    def _split_lines(self, text: str, width: int) -> list[str]:
        if text.isascii():
            return super()._split_lines(text, width)
        from reader.text.wrap import wrap

        starts = [*wrap(text, width), len(text)]
        return [text[start:end].rstrip() for start, end in pairwise(starts)]

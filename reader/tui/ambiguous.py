"""Keeps every character in its cells on a terminal that draws ambiguous ones two cells wide.

Textual counts `“ ” … —` and the rest of class A (UAX #11) as one cell; a terminal with a Chinese locale
may move on by two, and everything to the right of one is then out of place. Where the reader says
`ambiguous = 2` the page leaves two cells for each (`reader.text.cells.filled`), and what is sent is
rewritten here.

Invariant: after each character of ambiguous width the cursor is put where Textual believes it to be, so
that the screen is right whichever width the terminal draws.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from textual.driver import Driver

from reader.text.cells import FILLER

_SAVE, _RESTORE = "\x1b7", "\x1b8"
"""DECSC and DECRC: the cursor's place and rendition."""

_AMBIGUOUS = re.compile(
    rf"(?P<character>[^\x00-\x7f])(?P<marks>[\u0300-\u036f\ufe00-\ufe0f]*)(?P<filler>{FILLER}?)"
)

# Outside the page one cell is all there is: there a narrow character that looks alike is sent.
_LOOK_ALIKES = {
    '"': "“”",
    "'": "‘’",
    "⋯": "…‥",
    "∙": "·",
    "x": "×",
    "/": "÷",
    "-": "—–―─━▔",
    "=": "═",
    "_": "▁",
    "|": "│┃║▏▎▍▌▋▊▉█▕",
    "+": "┌┐└┘├┤┬┴┼╭╮╰╯┏┓┗┛╔╗╚╝",
    ">": "→▶",
    "<": "←◀",
    "^": "↑▲△",
    "v": "↓▼▽",
    "o": "●○◆◇",
    "#": "■□",
    "*": "•★☆",
}
_NARROW = {ord(wide): narrow for narrow, group in _LOOK_ALIKES.items() for wide in group}


@lru_cache(maxsize=4096)
def _is_ambiguous(character: str) -> bool:
    return unicodedata.east_asian_width(character) == "A"


def placed(sent: str) -> str:
    """What to send instead of `sent`, so that no width of an ambiguous character moves what follows."""
    return sent if sent.isascii() else _AMBIGUOUS.sub(_placed, sent)


def _placed(match: re.Match[str]) -> str:
    character = match["character"]
    if not _is_ambiguous(character):
        return match[0]
    if match["filler"]:
        # Both cells are blanked first, for a terminal that draws the character in one.
        return f"{_SAVE}  {_RESTORE}{character}{match['marks']}{_RESTORE}\x1b[2C"
    narrow = character.translate(_NARROW)
    if narrow != character:
        return f"{narrow}{match['marks']}"
    return f"{_SAVE}{character}{match['marks']}{_RESTORE}\x1b[1C"


def placing(driver_class: type[Driver]) -> type[Driver]:
    """A driver that sends what `placed` makes of it while its app says that ambiguous means two."""

    class Placing(driver_class):  # type: ignore[valid-type,misc]  # the system's own driver class
        def write(self, data: str) -> None:
            settings = getattr(self._app, "settings", None)
            is_wide = settings is not None and settings.ambiguous == 2
            super().write(placed(data) if is_wide else data)

    return Placing

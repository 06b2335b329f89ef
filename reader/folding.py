"""Text as it is compared: in one script, one width and one case, character for character.

Invariant: what is folded has as many characters as before, so that an offset in the one is an offset
in the other. Folding what is folded changes nothing.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from reader.script import fold

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

PIECE = 1 << 16
"""Characters that are folded in one go."""
_LONG = 8_000
"""Characters from which on it pays to load NumPy, which folds forty times as fast."""
_WIDTH_FORMS = (0x3000, *range(0xFF01, 0xFFEF))
"""The ideographic space and Unicode's block of half-width and full-width forms."""
_CASED_BELOW = 0x1F000
"""No character from here on has a case."""


def folded(text: str) -> str:
    """A text as it is compared: Simplified, half-width, lower case; as many characters as before."""
    if len(text) >= _LONG:
        return Folded(text).whole()
    return text.lower() if text.isascii() else text.translate(_table())


class Folded:
    """A long text as it is compared, folded piece by piece when it is first asked for."""

    def __init__(self, text: str) -> None:
        self.text = text
        """The text as it is."""
        self._pieces: list[str | None] = [None] * -(-len(text) // PIECE)
        self._whole: str | None = None

    def __len__(self) -> int:
        return len(self.text)

    @property
    def pieces(self) -> int:
        """How many pieces there are, each but the last of `PIECE` characters."""
        return len(self._pieces)

    def piece(self, index: int) -> str:
        """One piece, folded."""
        start = index * PIECE
        if self._whole is not None:
            return self._whole[start : start + PIECE]
        piece = self._pieces[index]
        if piece is None:
            text = self.text[start : start + PIECE]
            piece = text.translate(_table()) if len(text) < _LONG else _by_array(text)
            self._pieces[index] = piece
        return piece

    def whole(self) -> str:
        """The whole text, folded; long for a long text whose pieces were never asked for."""
        if self._whole is None:
            self._whole = "".join(map(self.piece, range(self.pieces)))
            self._pieces = [None] * len(self._pieces)
        return self._whole


def _by_array(text: str) -> str:
    import numpy as np

    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    return _array()[codes].tobytes().decode("utf-32-le", "surrogatepass")


@cache
def _table() -> dict[int, str]:
    """What each character that changes is compared as."""
    known = {code: fold(chr(code)) for code in _changed_by_script()}
    for code in _WIDTH_FORMS:
        way, *same = unicodedata.decomposition(chr(code)).split() or [""]
        if way in ("<wide>", "<narrow>") and len(same) == 1:
            known[code] = fold(chr(int(same[0], 16)))
    cased = (code for code in range(_CASED_BELOW) if _lower(chr(code)) != chr(code))
    table = {code: _lower(chr(code)) for code in cased}
    table |= {code: _lower(character) for code, character in known.items()}
    # 薴 is 苧 in Simplified, and 苧 is 苎: all three are compared as the last.
    return {code: table.get(ord(character), character) for code, character in table.items()}


def _changed_by_script() -> list[int]:
    every = "".join(
        map(chr, (*range(0x2E80, 0xD800), *range(0xF900, 0xFB00), *range(0x20000, 0x32000)))
    )
    return [ord(a) for a, b in zip(every, fold(every), strict=True) if a != b]


def _lower(character: str) -> str:
    """One character for one: a few letters (İ) grow in lower case, and stay as they are."""
    for lower in (character.casefold(), character.lower()):
        if len(lower) == 1:
            return lower
    return character


@cache
def _array() -> npt.NDArray[np.uint32]:
    import numpy as np

    array = np.arange(0x110000, dtype=np.uint32)
    for code, character in _table().items():
        array[code] = ord(character)
    return array


def warm() -> None:
    """Get ready what folding a long text would otherwise wait for; for a thread."""
    _array()

"""Folding to Simplified, one character for one character, so that both scripts can be matched at once.

Invariant: `fold(text)` has the length of `text`, and offsets in the one are offsets in the other. The
price is that what only a phrase can tell is not told: 乾隆 loses its 乾, and 藉着 does not become 借着.
"""

from __future__ import annotations

from functools import cache

from reader.script.dictionaries import entries

# In the order in which t2s asks them; a character is taken from the first that knows it.
_DICTIONARIES = ("TSCharactersExt.txt", "TSCharacters.txt")
_COMPATIBILITY = "CJK_Compatibility_Ideographs.txt"


def fold(text: str) -> str:
    """The text with each Traditional character replaced by its Simplified one.

    Compatibility ideographs, which look like another character and differ from it, are folded to
    that one first. Idempotent; of the same length as `text`.
    """
    return text if text.isascii() else text.translate(_table())


@cache
def _table() -> dict[int, str]:
    table: dict[int, str] = {}
    for file in _DICTIONARIES:
        for key, value in entries(file).items():
            if len(key) == len(value) == 1:
                table.setdefault(ord(key), value)
    for key, value in entries(_COMPATIBILITY).items():
        if len(key) == len(value) == 1:
            table[ord(key)] = table.get(ord(value), value)
    return table

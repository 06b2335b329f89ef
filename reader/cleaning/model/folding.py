"""What the statistics see of a text: one script, one set of punctuation, numbers and Latin words as signs.

Invariant: `folded` is used alike when statistics are learned and when they are asked, so that a
sequence counted in Simplified text is found again in Traditional text and the other way round.
"""

from __future__ import annotations

import re

EDGE = "\n"
"""The sign for the beginning and the end of a paragraph."""

_FULL_WIDTH = str.maketrans(",;:?!()「」『』〝〞", "，；：？！（）“”‘’“”")
_NUMBER = re.compile(r"[0-9０-９]+(?:[.,．，][0-9０-９]+)*")
_LATIN = re.compile(r"[A-Za-zＡ-Ｚａ-ｚ]+")
_SPACE = re.compile(r"[^\S\n]+")


def folded(text: str, simplified: dict[int, int]) -> str:
    """The text as the statistics see it; newlines stay.

    Args:
        text: Any text.
        simplified: From code points of Traditional characters to those of their Simplified forms.
    """
    text = _SPACE.sub("", _LATIN.sub("a", _NUMBER.sub("0", text)))
    return text.translate(_FULL_WIDTH).translate(simplified)

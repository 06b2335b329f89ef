"""What the statistics see of a text: one script, one set of punctuation, numbers and Latin words as signs.

Invariant: `folded` is used alike when statistics are learned and when they are asked, so that a
sequence counted in Simplified text is found again in Traditional text and the other way round.
"""

from __future__ import annotations

from collections.abc import Mapping

from reader.text.patterns import lazily
from reader.text.radicals import RADICALS

EDGE = "\n"
"""The sign for the beginning and the end of a paragraph."""

_FULL_WIDTH = dict(zip(map(ord, ",;:?!()「」『』〝〞"), "，；：？！（）“”‘’“”", strict=True))
_NUMBER = lazily(r"[0-9０-９]+(?:[.,．，][0-9０-９]+)*")
_LATIN = lazily(r"[A-Za-zＡ-Ｚａ-ｚ]+")
_SPACE = lazily(r"[^\S\n]+")
_SIGNED = lazily(r"[0-9０-９A-Za-zＡ-Ｚａ-ｚ\s]")
"""What a sign stands for, or nothing; most short texts hold none of it."""


def folded(text: str, simplified: Mapping[int, int]) -> str:
    """The text as the statistics see it; newlines stay.

    Args:
        text: Any text.
        simplified: From code points of Traditional characters to those of their Simplified forms.
    """
    return in_one_form(text, folding(simplified))


def folding(simplified: Mapping[int, int]) -> dict[int, int]:
    """From code points to those of the one form in which a character is counted."""
    return {
        **simplified,
        **{code: simplified.get(ord(form), ord(form)) for code, form in _FULL_WIDTH.items()},
        **{code: simplified.get(ideograph, ideograph) for code, ideograph in RADICALS.items()},
    }


def in_one_form(text: str, forms: Mapping[int, int]) -> str:
    """The text as the statistics see it, by what `folding` gives."""
    if _SIGNED.search(text):
        text = _SPACE.sub("", _LATIN.sub("a", _NUMBER.sub("0", text)))
    return text.translate(forms)

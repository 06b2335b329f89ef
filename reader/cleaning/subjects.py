"""Compares what many fragments are about, by the words that they share.

Invariant: the likeness of two fragments is the cosine of their `topics.directions`; only the work is
done for all of them together. Needs numpy, so this module is imported only when a page has open ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
import numpy.typing as npt

from reader.cleaning.model.grams import Grams
from reader.cleaning.model.links import links
from reader.cleaning.topics import IDEOGRAPHS, LATIN, LATIN_BITS, SIZE

Doubles = npt.NDArray[np.float64]
Integers = npt.NDArray[np.intp]
Longs = npt.NDArray[np.int64]
Codes = npt.NDArray[np.uint32]

_BASIC = 0xFFFF
"""No character beyond this one is compared."""
_LAST_SPACE = 0x3000
"""No character after this one is white space."""
_MOST_LATIN = 0xFFFF
"""So many Latin words are told apart on one page."""
_AT_ONCE = 1_000
"""So many texts are taken apart at once."""
_NO_CHARACTER = 0xFFFFFFFF
_DIVIDER = ord("\n")


class Subjects:
    """What each of several texts is about."""

    def __init__(self, texts: Sequence[str], grams: Grams) -> None:
        owners, words, times = _words(texts, _forms(grams))
        distinct, of_word, holders = np.unique(words, return_inverse=True, return_counts=True)
        first, second = (distinct >> 16).astype(np.uint32), (distinct & 0xFFFF).astype(np.uint32)
        weights = np.where(first, links(grams).rarities(first, second), LATIN_BITS)
        values = times * (np.log2(1 + len(texts) / holders) * weights)[of_word]
        lengths = np.sqrt(np.bincount(owners, values * values, minlength=len(texts)))
        values /= np.where(lengths, lengths, 1.0)[owners]
        shared = holders[of_word] > 1
        self._values = values[shared]
        self._words = of_word[shared]
        self._firsts = np.searchsorted(owners[shared], np.arange(len(texts) + 1))
        self._breadth = len(holders)
        self._places = owners[shared] * self._breadth + self._words

    def likenesses(self, one: Integers, other: Integers) -> Doubles:
        """Of each pair of texts, by their places."""
        firsts = self._firsts[other]
        sizes = self._firsts[other + 1] - firsts
        pairs = np.repeat(np.arange(len(other)), sizes)
        at = np.arange(len(pairs)) + (firsts - np.cumsum(sizes) + sizes)[pairs]
        wanted = one[pairs] * self._breadth + self._words[at]
        found = np.searchsorted(self._places, wanted)
        both = self._places.take(found, mode="clip") == wanted
        products = self._values.take(found[both], mode="clip") * self._values[at[both]]
        return np.bincount(pairs[both], products, minlength=len(other)).astype(np.float64)


def _words(texts: Sequence[str], forms: Codes) -> tuple[Longs, Longs, Integers]:
    """The words of each text, ascending by text: whose, which, and how often.

    A word is the code points of two ideographs, 16 bits each, or a number of less than 16 bits that
    stands for a Latin one.
    """
    numbers: dict[str, int] = {}
    counted = [
        np.unique(_occurrences(texts[at : at + _AT_ONCE], at, numbers, forms), return_counts=True)
        for at in range(0, len(texts), _AT_ONCE)
    ]
    found = np.concatenate([words for words, _ in counted])
    times = np.concatenate([times for _, times in counted])
    return found >> 32, found & 0xFFFFFFFF, times


def _occurrences(texts: Sequence[str], first: int, numbers: dict[str, int], forms: Codes) -> Longs:
    """Each word of each text: the text's number in the upper 32 bits, the word in the lower ones.

    Args:
        texts: Some texts.
        first: The number of the first one.
        numbers: Those of Latin words; new ones are added.
        forms: See `_forms`.
    """
    text = "\n".join(text[:SIZE].replace("\n", "\0").lower() for text in texts)
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
    owners = np.cumsum(codes == _DIVIDER, dtype=np.int64) + first
    latin = [
        (int(owners[found.start()]) << 32)
        + min(numbers.setdefault(found[0], len(numbers)), _MOST_LATIN)
        for found in LATIN.finditer(text)
    ]
    folded = forms[np.minimum(codes, _BASIC)]
    inked = folded != _NO_CHARACTER
    folded, owners = folded[inked].astype(np.int64), owners[inked]
    wide = (folded >= ord(IDEOGRAPHS[0])) & (folded <= ord(IDEOGRAPHS[1]))
    begin = np.flatnonzero(wide[:-1] & wide[1:])
    pairs = (owners[begin] << 32) + (folded[begin] << 16) + folded[begin + 1]
    return np.concatenate([np.array(latin, np.int64), pairs])


@cache
def _forms(grams: Grams) -> Codes:
    """The form in which each character of the basic plane is counted."""
    forms = np.arange(_BASIC + 1, dtype=np.uint32)
    forms[list(grams.forms)] = list(grams.forms.values())
    forms[[code for code in range(_LAST_SPACE + 1) if chr(code).isspace()]] = _NO_CHARACTER
    forms[_DIVIDER] = _DIVIDER
    return forms

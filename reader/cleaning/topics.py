"""Compares what fragments are about, by the words that they share.

Invariant: Simplified and Traditional forms of a word are the same word; what every fragment of a page
says, and what every text says, counts for little.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from math import log2, sqrt
from operator import add

from reader.cleaning.model.grams import Grams
from reader.text.patterns import lazily

LATIN = re.compile(r"[a-z][a-z0-9+#.\-]*[a-z0-9+#]")
LATIN_BITS = 16.0
"""How rare a Latin word is taken to be."""
IDEOGRAPHS = ("\u3400", "\u9fff")
"""The first and the last character that words are made of."""
SIZE = 800
"""So many characters of a fragment are looked at."""

_IDEOGRAPHS = lazily("[{}-{}]{{2,}}".format(*IDEOGRAPHS))


def words_of(text: str, grams: Grams) -> Counter[str]:
    """Pairs of ideographs, and Latin words."""
    text = text[:SIZE].lower()
    words: Counter[str] = Counter()
    for run in _IDEOGRAPHS.findall(grams.folded(text)):
        words.update(map(add, run, run[1:]))
    words.update(LATIN.findall(text))
    return words


def directions(words: Mapping[int, Counter[str]], grams: Grams) -> dict[int, dict[str, float]]:
    """What each text is about, as a vector of length one in which rare words weigh more.

    Words that no other text has are left out, though they count for the length.
    """
    holders: Counter[str] = Counter()
    for counts in words.values():
        holders.update(counts.keys())
    scales = {times: log2(1 + len(words) / times) for times in set(holders.values())}
    rarity = grams.rarity
    weight = {
        word: scales[times] * (LATIN_BITS if word.isascii() else rarity(word))
        for word, times in holders.items()
    }
    found = {}
    for index, counts in words.items():
        vector = {word: count * weight[word] for word, count in counts.items()}
        length = sqrt(sum(value * value for value in vector.values())) or 1.0
        found[index] = {word: value / length for word, value in vector.items() if holders[word] > 1}
    return found


def likeness(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """Cosine of two directions."""
    shared = one.keys() & other.keys()
    return sum(one[word] * other[word] for word in shared) if shared else 0.0

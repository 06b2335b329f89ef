"""Guesses which paragraph of several an article begins with.

Invariant: the answer is always one of the places asked about; it only ever moves paragraphs, so a
wrong guess costs the order of two columns and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from math import log

from reader.cleaning.lines import Fragment
from reader.cleaning.looks import begins_report, is_open
from reader.cleaning.model.grams import shipped
from reader.cleaning.topics import words_of

_NEWS = re.compile(
    r"今[天日]|昨[天日晚]|日前|近日|[0-9一二三四五六七八九十]{1,3}日|記者|记者|本報|本报"
)
_GOES_ON = re.compile(
    r"^(?:他|她|它|其|此外|另外|同時|同时|不過|不过|但|然而|對此|对此|因此|所以|而|並|并|這|这|該|该|隨後|随后|最後|最后)"
)
_EARLY = 60
_SHORT = 40
"""Characters in which a report says when; that a line without a mark has at most, which begins none."""
_TOLD = 5.0
_EVEN = 0.7
"""How much it weighs that a paragraph tells what the headline tells; that columns are evenly long."""


def first_column(fragments: Sequence[Fragment], places: Sequence[int], title: str) -> int:
    """Where, after the first of `places`, the article's first column begins.

    A page's columns are about as long as each other; so is the one that is to end where `places` end.

    Args:
        fragments: The page's fragments.
        places: Indices of two or more fragments in the page's order; columns that were moved as one.
        title: The article's headline, empty when unknown.
    """
    sizes = [0 if fragments[place].look.picture else len(fragments[place].text) for place in places]
    cut = sum(
        size > 0 and is_open(fragments[place].text)
        for place, size in zip(places[:-1], sizes, strict=False)
    )
    usual = max(1.0, sum(sizes) / (cut + 2))
    told = weights_of(title)
    scores = [
        _lead(fragments[place], told) - _EVEN * abs(log(max(1, sum(sizes[at:])) / usual))
        for at, place in enumerate(places[1:], 1)
    ]
    best = max(range(len(scores)), key=lambda at: (scores[at], at))
    return best + 1


def _lead(fragment: Fragment, title: Mapping[str, float]) -> float:
    """How much a paragraph looks like an article's first."""
    text = fragment.text
    if not fragment.look.prose and fragment.look.size < _SHORT:
        return -3.0
    return (
        2.0 * begins_report(text)
        + 0.8 * bool(_NEWS.search(text[:_EARLY]))
        - 1.5 * goes_on(text)
        + _TOLD * share_told(title, fragment.words)
    )


def weights_of(title: str) -> dict[str, float]:
    """What each of a headline's words counts for: rare ones for more."""
    grams = shipped()
    return {word: grams.rarity(word) for word in words_of(title, grams)}


def share_told(title: Mapping[str, float], said: Collection[str]) -> float:
    """Which part of a headline's words, by what they count for, are among those that a text says."""
    return sum(value for word, value in title.items() if word in said) / (
        sum(title.values()) or 1.0
    )


def goes_on(text: str) -> bool:
    """Whether a text begins with a word that leads on from what was said before."""
    return bool(_GOES_ON.match(text))

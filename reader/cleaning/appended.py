"""Finds where a second article without a headline was appended to a first.

Invariant: an article is divided only where dates and words both say so; a doubt leaves it whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import add

from reader.cleaning.lines import Fragment
from reader.cleaning.looks import date_year, years_named
from reader.cleaning.units import Unit
from reader.text.page import BlockKind

_LATER = 2
"""Years after its date that an article does not look back on; next year it may look forward to."""
_APART = 0.75
"""Two articles share less than this part of the words that the halves of one share."""
_BODY = (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.SUBHEADING)


def appended_at(fragments: Sequence[Fragment], article: Sequence[Unit]) -> int | None:
    """The place in an article at which another begins, if one does.

    An article that bears a date can't look back on later years: where it starts to name them, and
    goes on to, a later article has begun, provided the words change too.
    """
    printed = [
        year
        for unit in article
        if unit.kind is BlockKind.DATE and (year := date_year(fragments[unit.members[0]].text))
    ]
    if not printed:
        return None
    later = [
        place
        for place, unit in enumerate(article)
        if unit.kind in _BODY
        and any(year >= max(printed) + _LATER for year in _years(fragments, unit))
    ]
    if len(later) < 2 or article[later[0]].kind is not BlockKind.PARAGRAPH:
        return None
    at = later[0]
    before = [unit for unit in article[:at] if unit.kind is BlockKind.PARAGRAPH]
    after = [unit for unit in article[at:] if unit.kind in _BODY]
    if len(before) < 2 or len(after) < 2:
        return None
    halves = [_words(fragments, units) for units in (before[::2], before[1::2])]
    shared = _overlap(halves[0] | halves[1], _words(fragments, after))
    return at if shared < _APART * _overlap(*halves) else None


def _years(fragments: Sequence[Fragment], unit: Unit) -> list[int]:
    return [year for member in unit.members for year in years_named(fragments[member].text)]


def _overlap(one: set[str], other: set[str]) -> float:
    """How much of the smaller vocabulary is in the larger too."""
    return len(one & other) / max(1, min(len(one), len(other)))


def _words(fragments: Sequence[Fragment], units: Sequence[Unit]) -> set[str]:
    """Pairs of characters, which do for words."""
    words: set[str] = set()
    for unit in units:
        for member in unit.members:
            text = fragments[member].text
            words.update(map(add, text, text[1:]))
    return words

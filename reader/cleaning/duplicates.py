"""Finds what a page prints more than once: titles, captions, whole paragraphs.

Invariant: of equal fragments one is kept, the first, and every dropped copy points at it; what may
rightly stand twice on a page (a reporter's name, a short subheading) is never dropped.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from reader.cleaning.lines import Fragment
from reader.cleaning.looks import points_at_picture
from reader.text.patterns import lazily

_LONG = 15
"""Equal texts of so many characters are a copy wherever they stand; shorter ones side by side, and so
are captions with an arrow, which belong to the picture that the arrow points at."""

_UNSEEN = lazily("[\\s\ufeff\u200b\u200c\u200d\u2060\u00ad]+")


def find_duplicates(fragments: Sequence[Fragment], keep: Sequence[bool]) -> dict[int, int]:
    """From the index of each copy to that of the fragment it repeats; kept fragments only."""
    groups: defaultdict[str, list[int]] = defaultdict(list)
    order: dict[int, int] = {}
    for index, fragment in enumerate(fragments):
        if keep[index]:
            order[index] = len(order)
            groups[_UNSEEN.sub("", fragment.text)].append(index)
    copies: dict[int, int] = {}
    for text, members in groups.items():
        look = fragments[members[0]].look
        if len(members) < 2 or not text or look.byline:
            continue
        beside = [(a, b) for a, b in pairwise(members) if order[b] - order[a] == 1]
        points = points_at_picture(text)
        if not points and (look.picture or len(text) >= _LONG or (beside and len(members) > 2)):
            copies |= dict.fromkeys(members[1:], members[0])
        elif points or not look.closed:
            for a, b in beside:
                copies[b] = copies.get(a, a)
    return copies

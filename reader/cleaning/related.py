"""Finds a second story that a web page tells in full below its first: more than a link to it.

Invariant: a story is a title with prose under it that tells what the title says; teasers, which break
off or say a sentence, are none.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import add

from reader.cleaning.lines import Fragment

_WITHIN = 6
"""So many lines below the article may the story's title stand."""
_LEAST_TITLE, _MOST_TITLE = 8, 40
_LEAST_PROSE = 120
"""Characters; teasers are shorter, or break off."""
_LEAST_MARKS = 4
_LEAST_ENDS = 2
_TOLD = 0.3
"""So much of the title, by pairs of ideographs, does the text under it repeat."""


def told_in_full(fragments: Sequence[Fragment], noise: Sequence[bool], end: int) -> range:
    """The indices of a story below the article that ends at `end`; empty when there is none.

    Args:
        fragments: The page's.
        noise: Which of them are known to be no article's.
        end: Index of the article's last fragment.
    """
    for title in range(end + 1, min(end + _WITHIN, len(fragments) - 1)):
        look = fragments[title].look
        if noise[title] or look.closed or not _LEAST_TITLE <= look.size <= _MOST_TITLE:
            continue
        last = title
        while last + 1 < len(fragments) and not noise[last + 1] and _is_told(fragments[last + 1]):
            last += 1
        if last > title and _repeats(fragments[title].text, fragments[title + 1].text):
            return range(title, last + 1)
    return range(0)


def _is_told(fragment: Fragment) -> bool:
    look = fragment.look
    # What was noted at its end (when it was put up) may hide that it ends.
    whole = look.closed or fragment.text.count("。") >= _LEAST_ENDS
    return look.prose and whole and look.size >= _LEAST_PROSE and look.marks >= _LEAST_MARKS


def _repeats(title: str, text: str) -> bool:
    pairs = [pair for pair in map(add, title, title[1:]) if min(pair) >= "\u3400"]
    return bool(pairs) and sum(pair in text for pair in pairs) >= _TOLD * len(pairs)

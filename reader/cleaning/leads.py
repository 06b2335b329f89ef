"""Guesses which paragraph of several an article begins with.

Invariant: the answer is always one of the places asked about; it only ever moves paragraphs, so a
wrong guess costs the order of two columns and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from reader.cleaning.lines import Fragment
from reader.cleaning.looks import begins_report

_NEWS = re.compile(
    r"今[天日]|昨[天日晚]|日前|近日|[0-9一二三四五六七八九十]{1,3}日|記者|记者|本報|本报"
)
_GOES_ON = re.compile(
    r"^(?:他|她|它|其|此外|另外|同時|同时|不過|不过|但|然而|對此|对此|因此|所以|而|並|并|這|这|該|该|隨後|随后|最後|最后)"
)
_EARLY = 60


def first_column(fragments: Sequence[Fragment], places: Sequence[int], title: str) -> int:
    """Where, after the first of `places`, the article's first column begins.

    Args:
        fragments: The page's fragments.
        places: Indices of two or more fragments in the page's order.
        title: The article's headline, empty when unknown.
    """
    scores = [_lead(fragments[place], title) for place in places[1:]]
    best = max(range(len(scores)), key=lambda at: (scores[at], at))
    return best + 1


def _lead(fragment: Fragment, title: str) -> float:
    """How much a paragraph looks like an article's first."""
    text = fragment.text
    if not fragment.look.prose and fragment.look.size < 40:
        return -1.0
    pairs = {a + b for a, b in pairwise(title) if min(a, b) >= "\u3400"}
    told = sum(pair in text for pair in pairs) / max(4, len(pairs))
    return (
        2.0 * begins_report(text)
        + 0.7 * bool(_NEWS.search(text[:_EARLY]))
        - 1.0 * bool(_GOES_ON.match(text))
        + 3.0 * told
    )

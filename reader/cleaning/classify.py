"""Gives every fragment that stays its part: paragraph, list item, caption, byline, date or heading.

Invariant: a part is given by a fragment's look and its neighbours' alone. Which headings head an
article and which divide one is not decided here, since that needs the joins (see `headings`).
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto

from reader.cleaning.lines import Fragment

LONGEST_HEADING = 48
"""Characters that a heading has at most."""
_LONGEST_CAPTION = 220


class Part(Enum):
    """What a fragment is, as far as its look says."""

    PARAGRAPH = auto()
    LIST_ITEM = auto()
    CAPTION = auto()
    BYLINE = auto()
    DATE = auto()
    HEADING = auto()


def classify(fragments: Sequence[Fragment], headlines: frozenset[int] = frozenset()) -> list[Part]:
    """The part of each fragment.

    Args:
        fragments: What stays of a page, in order.
        headlines: Indices of fragments known to be headlines.
    """
    parts = [
        Part.HEADING if index in headlines else _part(fragment)
        for index, fragment in enumerate(fragments)
    ]
    _settle_doubtful(fragments, parts, headlines)
    return parts


def next_paragraph(parts: Sequence[Part], index: int) -> int | None:
    """The paragraph that follows on the page, captions aside; None when something else does."""
    for after in range(index + 1, len(parts)):
        if parts[after] is Part.PARAGRAPH:
            return after
        if parts[after] is not Part.CAPTION:
            return None
    return None


def _part(fragment: Fragment) -> Part:
    look = fragment.look
    if look.date:
        return Part.DATE
    if look.picture and look.size <= _LONGEST_CAPTION:
        return Part.CAPTION
    if look.byline:
        return Part.BYLINE
    if look.item and not (look.numbered and look.size < 30 and not look.closed):
        return Part.LIST_ITEM
    if look.prose or look.size > LONGEST_HEADING or look.closed:
        return Part.PARAGRAPH
    return Part.HEADING


def _settle_doubtful(
    fragments: Sequence[Fragment], parts: list[Part], headlines: frozenset[int]
) -> None:
    """Short texts with a comma or a question mark: a piece of a paragraph, or a headline."""
    for index, fragment in enumerate(fragments):
        look, text = fragment.look, fragment.text
        opens = index == 0 or parts[index - 1] in (Part.BYLINE, Part.DATE)
        if parts[index] is Part.PARAGRAPH and opens and look.size <= LONGEST_HEADING:
            asks = text[-1] in "？！?!" and not any(mark in text[:-1] for mark in "。；，？！?!")
            if asks and _followed(parts, index):
                parts[index] = Part.HEADING
        elif parts[index] is Part.HEADING and index not in headlines and not look.numbered:
            clauses = any(mark in text for mark in "，、,")
            if (
                any(mark in text for mark in "。；")
                or look.torn
                or (clauses and not look.spaced and not (opens and _followed(parts, index)))
            ):
                parts[index] = Part.PARAGRAPH


def _followed(parts: Sequence[Part], index: int) -> bool:
    return index + 1 < len(parts) and parts[index + 1] in (Part.PARAGRAPH, Part.DATE, Part.BYLINE)

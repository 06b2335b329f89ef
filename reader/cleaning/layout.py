"""Where paragraphs stand among a page's columns, as far as headings, bylines and open ends betray them.

Invariant: every array holds one value a paragraph, in the page's order; nothing here looks at words.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from reader.cleaning.classify import Part

Booleans = npt.NDArray[np.bool_]
Integers = npt.NDArray[np.intp]
Floats = npt.NDArray[np.float32]

_HEADING, _OPEN, _PARAGRAPH, _SIGNED, _LIST, _BORDER = range(6)
_NEIGHBOUR = {
    Part.HEADING: _HEADING,
    Part.PARAGRAPH: _PARAGRAPH,
    Part.BYLINE: _SIGNED,
    Part.DATE: _SIGNED,
    Part.LIST_ITEM: _LIST,
}
"""What stands beside a paragraph, captions aside; `_OPEN` is a paragraph that breaks off."""


class Layout:
    """The paragraphs of a page."""

    def __init__(self, parts: Sequence[Part], tails: Collection[int]) -> None:
        """
        Args:
            parts: The part of each fragment.
            tails: Indices of the fragments that break off.
        """
        self.paragraphs = [index for index, part in enumerate(parts) if part is Part.PARAGRAPH]
        self._index = np.array(self.paragraphs, np.intp)
        self._open = np.array([index in tails for index in self.paragraphs])
        self._before = np.array(_neighbours(parts, tails, self.paragraphs, 1), np.intp)
        self._after = np.array(_neighbours(parts, (), self.paragraphs, -1), np.intp)
        divided = np.cumsum([part in (Part.HEADING, Part.BYLINE) for part in parts])
        self._segment = divided[self._index]
        self._follows = np.isin(self._before, (_OPEN, _PARAGRAPH))
        begins = np.isin(self._before, (_HEADING, _OPEN, _SIGNED, _BORDER))
        self._begins = begins
        self._column = np.cumsum(begins)
        self._opened = np.concatenate([[0], np.cumsum(self._open)])
        self._open_in_segment = np.bincount(self._segment, self._open)
        self._in_segment = np.bincount(self._segment)
        ends = [part for part in parts if part in (Part.HEADING, Part.BYLINE)]
        self._turns = sum(a is b is Part.BYLINE for a, b in pairwise(ends))

    def adjacent(self, tails: Integers, heads: Integers) -> Booleans:
        """Whether nothing but captions stands between the one paragraph and the next.

        Args:
            tails: Places of paragraphs …
            heads: … and those of others, one for one.
        """
        adjacent: Booleans = (heads == tails + 1) & self._follows[heads]
        return adjacent

    def evidence(self, tails: Integers, heads: Integers) -> Floats:
        """What the places of two paragraphs say of whether the second goes on with the first.

        Args:
            tails: Places of paragraphs …
            heads: … and those of others, one for one.

        Returns:
            Features, (pairs, features), each of the order of one.
        """
        adjacent = self.adjacent(tails, heads)
        distance = heads - tails
        low, high = np.minimum(tails + 1, heads), np.maximum(tails, heads)
        between = self._opened[high] - self._opened[np.minimum(low, high)]
        columns: Integers = self._column[heads] - self._column[tails]
        begins = self._begins[heads]
        segments = self._segment[heads] - self._segment[tails]
        same = segments == 0
        last = np.append(self._segment[1:] != self._segment[:-1], True)[tails]
        first = np.insert(self._segment[1:] != self._segment[:-1], 0, True)[heads]
        before, after = self._before[heads], self._after[tails]
        features = [
            adjacent,
            adjacent & (self._index[heads] - self._index[tails] > 1),
            np.clip(distance, -12, 12) / 6,
            np.log1p(np.abs(distance)),
            same,
            distance > 0,
            same & (distance < 0),
            first,
            last,
            first & last & same,
            np.minimum(between, 6) / 3,
            begins & (columns == -1),
            begins & (columns == 0),
            np.clip(columns, -4, 4) / 2,
            np.clip(segments, -4, 4) / 2,
            np.log1p(self._open_in_segment[self._segment[tails]]),
            np.log1p(self._in_segment[self._segment[tails]]),
            np.full(len(tails), np.log1p(self._opened[-1])),
            np.full(len(tails), np.log1p(len(self.paragraphs))),
            np.full(len(tails), min(self._turns, 4) / 2),
        ]
        features += [before == kind for kind in range(6)]
        features += [after == kind for kind in range(6) if kind != _OPEN]
        return np.stack(features, axis=1).astype(np.float32)


def _neighbours(
    parts: Sequence[Part], tails: Collection[int], paragraphs: Sequence[int], step: int
) -> list[int]:
    """What stands before each paragraph, captions aside; after each when `step` is -1."""
    beside: dict[int, int] = {}
    last = _BORDER
    for index in range(len(parts))[::step]:
        beside[index] = last
        if parts[index] is not Part.CAPTION:
            last = _OPEN if index in tails else _NEIGHBOUR[parts[index]]
    return [beside[index] for index in paragraphs]

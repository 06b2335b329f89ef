"""Finds a query in a text, bit by bit, whichever script and width either is in.

Invariant: hits ascend, do not overlap and lie each within one paragraph; their offsets are those of
the text that was given. However long the text and however bad the pattern, `Search.more` comes back.
"""

from __future__ import annotations

import time
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from annotations.span import Span
from reader.folding import PIECE, Folded, folded
from reader.query import Query

_AT_ONCE = 0.02
"""Seconds that one match of a pattern is first given; each time that they were not enough, twice."""

Found = Sequence[tuple[int, int]]


class Patience:
    """How long patterns may take as a whole; shared by the searches of many texts."""

    LEAST = 2.0
    """Seconds that any pattern is given."""
    CHARACTERS = 2_000_000
    """Characters of text for which it is given a second more."""

    def __init__(self) -> None:
        self._left = self.LEAST

    def grant(self, characters: int) -> None:
        """There is more text to go through."""
        self._left += characters / self.CHARACTERS

    def take(self, seconds: float) -> None:
        """So long was spent on matching."""
        self._left -= seconds

    @property
    def is_over(self) -> bool:
        return self._left <= 0


class Hits:
    """Where a query stands in a text; grows while the search goes on."""

    def __init__(self) -> None:
        self._starts = array("I")
        self._ends = array("I")

    def __len__(self) -> int:
        # Another thread may be adding; a hit counts when its end is there too.
        return len(self._ends)

    def __getitem__(self, index: int) -> Span:
        return Span(self._starts[index], self._ends[index])

    def __iter__(self) -> Iterator[Span]:
        return map(Span, self._starts, self._ends)

    def add(self, found: Found) -> None:
        """Take in hits that lie after all others."""
        self._starts.extend(start for start, _ in found)
        self._ends.extend(end for _, end in found)

    def within(self, span: Span) -> list[Span]:
        """The hits that touch a span."""
        first = bisect_right(self._ends, span.start)
        last = bisect_left(self._starts, span.end, hi=len(self))
        return [self[index] for index in range(first, last)]

    def next(self, offset: int, step: int) -> int | None:
        """Index of the nearest hit after (`step` 1) or before (`step` -1) an offset, going round.

        Returns:
            None when there is none at all.
        """
        count = len(self)
        if not count:
            return None
        if step > 0:
            return bisect_right(self._starts, offset, hi=count) % count
        return (bisect_left(self._starts, offset, hi=count) - 1) % count

    def at_or_after(self, offset: int) -> int | None:
        """Index of the hit at an offset or next after it, going round; None when there is none."""
        return self.next(offset - 1, 1)

    def at(self, offset: int) -> int | None:
        """Index of the hit over an offset, None when there is none."""
        index = bisect_right(self._starts, offset, hi=len(self)) - 1
        return index if index >= 0 and offset < self._ends[index] else None


class Search:
    """One search of one text: first the nearest hit, then all of them from the beginning."""

    def __init__(
        self, text: Folded, query: Query, start: int = 0, patience: Patience | None = None
    ) -> None:
        """
        Args:
            text: Where to search.
            query: What for.
            start: The offset from which the nearest hit is wanted, going round.
            patience: What is left of it, for one search of several.

        Raises:
            PatternError: The query is a pattern that can't be searched for.
        """
        self.query = query
        self.hits = Hits()
        """Those found so far; all of them once the search is done."""
        self.nearest: Span | None = None
        """The first hit at or after the start, going round; known long before all hits are."""
        self.is_done = False
        self.is_given_up = False
        """Whether the pattern took too long; what was found before is there."""
        self._text = text
        self._scan = self._matches if query.is_pattern else self._places
        self._pattern = query.pattern if query.is_pattern else None
        self._patience = patience or Patience()
        self._patience.grant(len(text))
        self._steps = iter(()) if query.is_blank else self._work(start)

    def more(self, seconds: float) -> bool:
        """Search on for about so long.

        Returns:
            Whether there is more to search.
        """
        until = time.perf_counter() + seconds
        for _ in self._steps:
            if time.perf_counter() >= until:
                return True
        self.is_done = True
        return False

    def _work(self, start: int) -> Iterator[None]:
        end = len(self._text)
        if start:
            for found in self._scan(start, end):
                if found:
                    self.nearest = Span(*found[0])
                    break
                yield
        # Where nothing was found from there on, nothing need be looked for there again.
        for found in self._scan(0, end if self.nearest or not start else start):
            self.hits.add(found)
            if self.nearest is None and found:
                self.nearest = Span(*found[0])
            yield

    def _places(self, start: int, end: int) -> Iterator[Found]:
        """Where the literal text stands, piece by piece; hits begin from `start` on and before `end`."""
        needles, text = self.query.needles, self._text
        beyond = max(map(len, needles)) - 1
        at = start
        for index in range(start // PIECE, text.pieces):
            base = index * PIECE
            if base >= end:
                return
            piece = text.piece(index)
            reach = index + 1
            # The end of a hit may lie in the pieces after.
            while len(piece) < PIECE + beyond and reach < text.pieces:
                piece += text.piece(reach)[: PIECE + beyond - len(piece)]
                reach += 1
            last = min(PIECE, end - base)
            is_only = len(needles) == 1
            places = [
                (base + place, base + place + len(needle))
                for needle in needles
                for place in _finds(
                    piece, needle, max(0, at - base), last, len(needle) if is_only else 1
                )
            ]
            found = places if is_only else _apart(places)
            if found:
                at = found[-1][1]
            yield found

    def _matches(self, start: int, end: int) -> Iterator[Found]:
        """What the pattern matches, paragraph by paragraph, from the one of `start` to that of `end`."""
        for index in range(self._text.pieces):
            self._text.piece(index)
            yield ()
        text = self._text.whole()
        at = text.rfind("\n", 0, start) + 1
        while at < end and not self.is_given_up:
            stop = text.find("\n", at)
            stop = len(text) if stop < 0 else stop
            for found in self._in_paragraph(text, at, stop):
                yield [each for each in found if start <= each[0] < end]
            at = stop + 1

    def _in_paragraph(self, text: str, at: int, stop: int) -> Iterator[Found]:
        """What the pattern matches between two offsets, as far as patience goes."""
        assert self._pattern is not None  # noqa: S101 - for the type checker
        allowed = _AT_ONCE
        is_through = False
        while not is_through:
            if self._patience.is_over:
                self.is_given_up = True
                return
            found: list[tuple[int, int]] = []
            began = time.perf_counter()
            try:
                matches = self._pattern.finditer(
                    text, pos=at, endpos=stop, timeout=allowed, concurrent=True
                )
                # What was found before the time is up is kept.
                found.extend(match.span() for match in matches if match.end() > match.start())
                is_through = True
            except TimeoutError:
                if found:
                    at = found[-1][1]
                else:
                    allowed *= 2
            self._patience.take(time.perf_counter() - began)
            yield found


def _finds(text: str, needle: str, at: int, last: int, step: int) -> Iterator[int]:
    """Where a text stands in another, from one offset on and before another, so far apart at least."""
    found = text.find(needle, at)
    while 0 <= found < last:
        yield found
        found = text.find(needle, found + step)


def _apart(places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Places in order, those left out that overlap one before; the longest of those that begin alike."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(places, key=lambda place: (place[0], -place[1])):
        if not found or start >= found[-1][1]:
            found.append((start, end))
    return found


def find_all(text: str, query: Query) -> Hits:
    """Find every place in a text at once.

    Raises:
        PatternError: The query is a pattern that can't be searched for.
    """
    search = Search(Folded(text), query)
    while search.more(1.0):
        pass
    return search.hits


__all__ = ["Hits", "Patience", "Query", "Search", "find_all", "folded"]

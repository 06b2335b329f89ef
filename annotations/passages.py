"""Passages of a text that stand in a later version of it, wherever they went.

Invariant: passages are disjoint in both texts, and none goes on where a line ends in both, since what
follows there may be another line that begins alike.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from annotations.ink import Inked, inked
from annotations.span import Span

GRAM = 8
"""Length of the stretches by which passages are found."""
_PASSAGE = 20
"""How many characters that stand once in either text prove a passage."""
_SPARSE = 100_000
"""A text this long is sampled for stretches, twice as sparsely when it is twice as long."""
_CLOSING = "。！？…」』”）)】.!?"
"""What ends a paragraph, at the end of a line."""
_FULL = 0.75
"""How much of the longest lines' length a line fills that goes on in the next one."""


class Run(NamedTuple):
    """Inked characters that follow one another in both texts."""

    old: int
    """Where they begin among the old text's inked characters."""
    new: int
    """Where they begin among the new text's."""
    length: int

    @property
    def old_end(self) -> int:
        return self.old + self.length

    @property
    def new_end(self) -> int:
        return self.new + self.length


class Side:
    """One text, and where its lines and its paragraphs begin.

    A paragraph begins after a blank line, and after a line that is short or closed.
    """

    def __init__(self, text: str, lines: list[int], paragraphs: list[int]) -> None:
        self.text = text
        self.lines = lines
        """Where lines begin, ascending; the text's own beginning and end are not among them."""
        self.paragraphs = paragraphs
        """Where paragraphs begin, the same way."""
        self._is_line = bytearray(len(text) + 1)
        for start in lines:
            self._is_line[start] = 1

    @classmethod
    def of(cls, ink: Inked) -> Side:
        """The side of a whole text."""
        lines = [inked(line) for line in ink.raw.splitlines()]
        lengths = sorted(filter(None, map(len, lines)))
        full = _FULL * lengths[len(lengths) * 19 // 20] if lengths else 0
        starts: dict[int, bool] = {}
        at = 0
        for line in lines:
            at += len(line)
            is_end = not line or len(line) < full or line[-1] in _CLOSING
            if 0 < at < len(ink):
                starts[at] = starts.get(at, False) or is_end
        return cls(ink.text, list(starts), [start for start, is_end in starts.items() if is_end])

    def part(self, span: Span) -> Side:
        """The side of a part of the text, in the part's own offsets."""
        lines, paragraphs = (
            [
                start - span.start
                for start in starts[
                    bisect_right(starts, span.start) : bisect_left(starts, span.end)
                ]
            ]
            for starts in (self.lines, self.paragraphs)
        )
        return Side(self.text[span.start : span.end], lines, paragraphs)

    def __len__(self) -> int:
        return len(self.text)

    def is_line(self, at: int) -> bool:
        """Whether a line begins here."""
        return bool(self._is_line[at])

    def line_after(self, at: int) -> int:
        """Where the next line begins after this place."""
        place = bisect_right(self.lines, at)
        return self.lines[place] if place < len(self.lines) else len(self.text)

    def end_after(self, at: int) -> int:
        """Where the paragraph ends whose characters go on here; here, if none does."""
        place = bisect_left(self.paragraphs, at)
        return self.paragraphs[place] if place < len(self.paragraphs) else len(self.text)

    def start_before(self, at: int) -> int:
        """Where the paragraph begins whose characters end here; here, if none does."""
        place = bisect_right(self.paragraphs, at)
        return self.paragraphs[place - 1] if place else 0

    def once(self, every: int) -> dict[str, int]:
        """The sampled stretches that stand in the text once, and where; others at -1."""
        places: dict[str, int] = {}
        for at in sampled(self.text, every):
            gram = self.text[at : at + GRAM]
            places[gram] = -1 if gram in places else at
        return places


def passages(old: Side, new: Side) -> list[Run]:
    """The runs, by old place, that belong to passages of the old text found in the new one."""
    every = every_nth(old.text, new.text)
    there = new.once(every)
    proofs: dict[Run, int] = {}
    last_on: dict[int, Run] = {}
    for gram, at in old.once(every).items():
        place = there.get(gram, -1)
        if at < 0 or place < 0:
            continue
        if _is_over_lines(old, at, new, place):
            continue
        last = last_on.get(place - at)
        if last is None or last.old_end <= at:
            start = _same_from(old, at, new, place, last.old_end if last else 0)
            last = Run(start, start + place - at, _same_until(old, at, new, place) - start)
            last_on[place - at] = last
            proofs[last] = GRAM - 1
        proofs[last] += every
    return _weighty(_disjoint(proofs, len(old), len(new)))


def _is_over_lines(old: Side, at: int, new: Side, place: int) -> bool:
    """Whether a line ends inside the stretch in both texts, at the same character."""
    start = old.line_after(at)
    while start < at + GRAM:
        if new.is_line(start + place - at):
            return True
        start = old.line_after(start) if start < len(old) else at + GRAM
    return False


def _same_until(old: Side, at: int, new: Side, place: int) -> int:
    """Up to where the texts are the same from here, inside what is a line in both."""
    end, by = at, place - at
    while end < len(old):
        limit, step = old.line_after(end), 64
        while step:
            same = old.text[end : end + step] == new.text[end + by : end + by + step]
            if same and end + step <= limit:
                end += step
            else:
                step //= 2
        if end < limit or new.is_line(end + by):
            break
    return end


def _same_from(old: Side, at: int, new: Side, place: int, least: int) -> int:
    """From where on the texts are the same up to here, inside what is a line in both."""
    by = place - at
    while at > max(least, -by) and old.text[at - 1] == new.text[at + by - 1]:
        if old.is_line(at) and new.is_line(at + by):
            break
        at -= 1
    return at


def _disjoint(proofs: dict[Run, int], old_length: int, new_length: int) -> dict[Run, int]:
    """The runs, by old place, without what a better proven one covers already, in either text."""
    taken = bytearray(old_length), bytearray(new_length)
    kept = {}
    for run, proof in sorted(proofs.items(), key=lambda item: (-item[1], item[0])):
        first, past = 0, run.length
        while first < past and (taken[0][run.old + first] or taken[1][run.new + first]):
            first += 1
        for used, start in zip(taken, run[:2], strict=True):
            met = used.find(1, start + first, start + past)
            past = past if met < 0 else met - start
        if past > first:
            left = Run(run.old + first, run.new + first, past - first)
            kept[left] = min(proof, left.length)
            for used, start in zip(taken, left[:2], strict=True):
                used[start : start + left.length] = b"\1" * left.length
    return dict(sorted(kept.items()))


def _weighty(proofs: dict[Run, int]) -> list[Run]:
    """The runs that are well enough proven, with those that follow them in both texts.

    What proves a run is not its length but how much of it stands once in either text: one stretch
    that is so by chance may lead into a sentence that was copied.
    """
    rank = {run: place for place, run in enumerate(sorted(proofs, key=lambda run: run.new))}
    together: list[list[Run]] = []
    for run in proofs:
        if not together or rank[run] != rank[together[-1][-1]] + 1:
            together.append([])
        together[-1].append(run)
    return [
        run for runs in together if sum(map(proofs.__getitem__, runs)) >= _PASSAGE for run in runs
    ]


def every_nth(*texts: str) -> int:
    return 1 + max(map(len, texts)) // _SPARSE


def sampled(text: str, every: int) -> Iterable[int]:
    """Places that depend on the characters there, so that both texts are sampled alike."""
    places = range(len(text) - GRAM + 1)
    return places if every == 1 else [at for at in places if not ord(text[at]) % every]

"""Where the characters of a text stand in a later version of it, moved passages among them.

Invariant: every inked character of the old text answers at most one of the new text, that one is the
same character, and no two answer the same one.

Passages are found first, wherever they went: stretches that stand once in either text, made as long
as they go inside their lines, kept where enough of them follow one another in both texts. What
lies between two passages that are neighbours in both texts is compared character by character
(Levenshtein); where neighbours were parted, each is followed to its paragraph's end, for as long as
more agrees than not. Whole paragraphs that are left over in both texts are paired last.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from annotations.ink import Inked, inked
from annotations.passages import GRAM, Run, Side, every_nth, passages, sampled
from annotations.span import Span

_FEW_CELLS = 1_000_000
"""The largest table that is filled character by character without looking for passages first."""
_MOST_CELLS = 50_000_000
"""The largest table that is filled at all."""
_FOLLOWED = 256
"""How far a passage is followed at the place where its neighbour was parted from it."""
_MOST_PAIRS = 40_000
"""How many pairs of paragraphs are compared: a twentieth of a second."""
_LIKE = 0.6
"""How alike two paragraphs must be to be versions of one."""
_AHEAD = 0.2
"""By how much less either of them may be like any other paragraph."""


class Diff:
    """Which inked characters of an old text stand where in a new one."""

    __slots__ = ("_to_new", "new", "old", "runs")

    def __init__(self, old: Inked, new: Inked, runs: Iterable[Run]) -> None:
        self.old = old
        self.new = new
        self.runs = tuple(runs)
        """By old place, disjoint in both texts."""
        self._to_new = array("l", [-1]) * len(old)
        for run in self.runs:
            self._to_new[run.old : run.old_end] = array("l", range(run.new, run.new_end))

    def to_new(self, ink: int) -> int | None:
        """Which inked character of the new text an inked character of the old one became."""
        place = self._to_new[ink]
        return None if place < 0 else place

    def raw_to_new(self, offset: int) -> int | None:
        """Where the character at a raw offset stands in the new raw text; None for white space."""
        ink = bisect_left(self.old.offsets, offset)
        if ink == len(self.old) or self.old.offsets[ink] != offset:
            return None
        place = self._to_new[ink]
        return None if place < 0 else self.new.offsets[place]


def diffed(old: str, new: str) -> Diff:
    """Compare two versions of a raw text; white space counts for nothing."""
    before, after = Inked(old), Inked(new)
    if before.text == after.text:
        return Diff(before, after, [Run(0, 0, len(before))] if before.text else [])
    sides = Side.of(before), Side.of(after)
    found = passages(*sides)
    found += _between(*sides, found)
    found += _left_over(*sides, found)
    return Diff(before, after, sorted(found))


def resemblance(one: str, other: str) -> float:
    """How much of the shorter text stands in the other as well, from 0 to 1.

    Tells an edited text, or one fetched again, from another text: for pairing what was annotated
    with the file that it became when their names do not tell.
    """
    texts = inked(one), inked(other)
    if not all(texts):
        return float(texts[0] == texts[1])
    every = every_nth(*texts)
    grams = [{text[at : at + GRAM] for at in sampled(text, every)} or {text} for text in texts]
    return len(grams[0] & grams[1]) / min(map(len, grams))


def _between(old: Side, new: Side, found_first: list[Run]) -> list[Run]:
    """The runs between passages."""
    start, end = Run(0, 0, 0), Run(len(old), len(new), 0)
    by_new = [start, *sorted(found_first, key=lambda run: run.new), end]
    follower = dict(pairwise(by_new))
    leader = {after: before for before, after in follower.items()}
    found: list[Run] = []
    parted: list[tuple[Run, Run]] = []
    for before, after in pairwise([start, *found_first, end]):
        inside = None
        if follower[before] is after:
            here, there = Span(before.old_end, after.old), Span(before.new_end, after.new)
            inside = _inside(old, new, here, there)
        if inside is None:
            parted.append((before, after))
        else:
            found += inside
    # Forward first, then backward over what is left, so that nothing is answered twice.
    reached = {run: run for run in by_new}
    for before, after in parted:
        if before is not start:
            followed = _followed(old, new, before, after.old, follower[before].new)
            found += followed
            reached[before] = followed[-1] if followed else before
    for before, after in parted:
        if after is not end:
            old_from, new_from = reached[before].old_end, reached[leader[after]].new_end
            found += _followed_back(old, new, after, old_from, new_from)
    return found


def _left_over(old: Side, new: Side, found: list[Run]) -> list[Run]:
    """The runs of whole paragraphs of which nothing was found yet.

    The same paragraph may stand several times, as captions do: when as many are left in either text,
    the first is the first. Then those are paired that are like each other and like no other.
    """
    left = (
        _untouched(old, [(run.old, run.length) for run in found]),
        _untouched(new, [(run.new, run.length) for run in found]),
    )
    pairs: list[tuple[Span, Span]] = []
    for paragraph, places in left[0].items():
        others = left[1].get(paragraph, [])
        if len(places) == len(others):
            pairs += zip(places, others, strict=True)
    for paragraph in {old.text[place.start : place.end] for place, _ in pairs}:
        for side in left:
            del side[paragraph]
    if len(left[0]) * len(left[1]) <= _MOST_PAIRS:
        pairs += _alike(*left)
    runs: list[Run] = []
    for here, there in pairs:
        texts = old.text[here.start : here.end], new.text[there.start : there.end]
        runs += _aligned(*texts, Run(here.start, there.start, 0))
    return runs


def _untouched(side: Side, taken: Iterable[tuple[int, int]]) -> dict[str, list[Span]]:
    """Where each paragraph stands of which nothing is taken."""
    used = bytearray(len(side))
    for start, length in taken:
        used[start : start + length] = b"\1" * length
    places: dict[str, list[Span]] = {}
    for start, end in pairwise([0, *side.paragraphs, len(side)]):
        if end - start >= GRAM and used.find(1, start, end) < 0:
            places.setdefault(side.text[start:end], []).append(Span(start, end))
    return places


def _alike(old: dict[str, list[Span]], new: dict[str, list[Span]]) -> list[tuple[Span, Span]]:
    """Pairs of paragraphs each of which is by far the other's likeliest counterpart."""
    rows = [[Levenshtein.normalized_similarity(one, other) for other in new] for one in old]
    places = list(new.values())
    pairs = []
    for row, here in zip(rows, old.values(), strict=True):
        best = max(row, default=0.0)
        if best < _LIKE:
            continue
        at = row.index(best)
        rivals = [*row[:at], *row[at + 1 :], *(other[at] for other in rows if other is not row)]
        if max(rivals, default=0.0) <= best - _AHEAD and len(here) == len(places[at]) == 1:
            pairs.append((here[0], places[at][0]))
    return pairs


def _inside(old: Side, new: Side, here: Span, there: Span) -> list[Run] | None:
    """The runs between neighbours; None when what is between them can't be paired as a whole."""
    longest, shortest = max(len(here), len(there)), min(len(here), len(there))
    start = Run(here.start, there.start, 0)
    if longest * shortest > _FEW_CELLS:
        # What stands often in the whole text may stand once in this part of it.
        parts = old.part(here), new.part(there)
        if found := passages(*parts):
            found += _between(*parts, found)
            return [Run(run.old + start.old, run.new + start.new, run.length) for run in found]
    if longest * shortest > _MOST_CELLS or longest > 4 * shortest + 64:
        return None
    return _aligned(old.text[here.start : here.end], new.text[there.start : there.end], start)


def _followed(old: Side, new: Side, run: Run, old_until: int, new_until: int) -> list[Run]:
    """The runs after a run whose follower was parted from it."""
    old_until = min(old_until, old.end_after(run.old_end))
    new_until = min(new_until, new.end_after(run.new_end))
    reach = min(old_until - run.old_end, new_until - run.new_end, _FOLLOWED)
    here = old.text[run.old_end : run.old_end + reach]
    there = new.text[run.new_end : run.new_end + reach]
    return _agreeing(here, there, run)


def _followed_back(old: Side, new: Side, run: Run, old_from: int, new_from: int) -> list[Run]:
    """The runs before a run whose leader was parted from it."""
    old_from = max(old_from, old.start_before(run.old))
    new_from = max(new_from, new.start_before(run.new))
    reach = min(run.old - old_from, run.new - new_from, _FOLLOWED)
    here, there = old.text[run.old - reach : run.old], new.text[run.new - reach : run.new]
    return [
        Run(run.old - mirrored.old_end, run.new - mirrored.new_end, mirrored.length)
        for mirrored in _agreeing(here[::-1], there[::-1], Run(0, 0, 0))
    ]


def _aligned(here: str, there: str, after: Run) -> list[Run]:
    """The runs of the cheapest way from one stretch to the other, both of which follow a run."""
    if not here or not there:
        return []
    return [
        Run(after.old_end + block.a, after.new_end + block.b, block.size)
        for block in Levenshtein.editops(here, there).as_matching_blocks()
        if block.size
    ]


def _agreeing(here: str, there: str, after: Run) -> list[Run]:
    """The same, up to the place where, from the beginning, most agrees and least differs."""
    best = score = kept = 0
    runs = _aligned(here, there, after)
    for count, (before, run) in enumerate(pairwise([after, *runs]), 1):
        score += run.length - max(run.old - before.old_end, run.new - before.new_end)
        if score > best:
            best, kept = score, count
    return runs[:kept]

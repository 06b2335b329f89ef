"""Gathers the pairs of open ends and beginnings that come into question, with what speaks for each.

Invariant: a pair's features come in the order in which the weights were learned; how many pairs a
page yields is bounded by its open ends, never by the square of its length.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from reader.cleaning.classify import Part
from reader.cleaning.evidence import Ends, Pair, directions, gain, likeness
from reader.cleaning.lines import Fragment
from reader.cleaning.looks import is_open
from reader.cleaning.model.grams import Grams

_MOST_PAIRS = 6_000
"""So many pairs are weighed on one page; with more open ends, each is asked about fewer neighbours."""

_ECHO_REACH = 12_000
"""How much of a page is searched for what two fragments would say together."""

_RIVAL_GAIN = -3.0
"""Bits that the second best of many pairs gains."""

_HOPELESS = -8.0
"""A pair so many bits behind its best rival is only weighed where the page's order speaks for it."""

ADJACENT = 6
"""Which feature says that the second paragraph is the next one on the page."""


class Candidates:
    """The pairs of a page that come into question, with what speaks for each."""

    def __init__(
        self,
        fragments: Sequence[Fragment],
        parts: Sequence[Part],
        tails: Sequence[int],
        grams: Grams,
    ) -> None:
        self.tails = tails
        self.heads = [index for index, part in enumerate(parts) if part is Part.PARAGRAPH]
        self._parts = parts
        self._fragments = fragments
        self._grams = grams
        self._place = {index: place for place, index in enumerate(self.heads)}
        asked = self._asked()
        used = {index for tail, heads in asked.items() for index in (tail, *heads)}
        self._asked_heads = asked
        self.ends = {index: Ends(fragments[index].text, grams) for index in used}
        self._about = directions({index: self.ends[index].profile for index in used})
        self._segment = _segments(parts)
        self._open = {index for index in used if is_open(fragments[index].text)}
        self._text = "\n".join(fragment.text for fragment in fragments)[:_ECHO_REACH]

    def pairs(self) -> list[Pair]:
        """All pairs, with their evidence."""
        gains: dict[tuple[int, int], float] = {}
        of_tail: defaultdict[int, list[float]] = defaultdict(list)
        of_head: defaultdict[int, list[float]] = defaultdict(list)
        for tail, heads in self._asked_heads.items():
            end = self.ends[tail]
            for head in heads:
                if head != tail:
                    bits = gain(end, self.ends[head], self._grams)
                    gains[tail, head] = bits
                    of_tail[tail].append(bits)
                    of_head[head].append(bits)
        best_of_tail = {tail: two_best(found, _RIVAL_GAIN) for tail, found in of_tail.items()}
        best_of_head = {head: two_best(found, _RIVAL_GAIN) for head, found in of_head.items()}
        following = {tail: next_paragraph(self._parts, tail) for tail in self._asked_heads}
        pairs = []
        for (tail, head), bits in gains.items():
            ahead = (over(bits, best_of_tail[tail]), over(bits, best_of_head[head]))
            adjacent = following[tail] == head
            if adjacent or ahead[0] >= _HOPELESS or self._wraps(tail, head):
                pairs.append(self._pair(tail, head, bits, ahead, adjacent=adjacent))
        return pairs

    def _asked(self) -> dict[int, list[int]]:
        reach = max(1, _MOST_PAIRS // (2 * len(self.tails)))
        asked = {}
        for tail in self.tails:
            at = self._place[tail]
            asked[tail] = self.heads[max(0, at - reach) : at + reach + 1]
        return asked

    def _pair(
        self, tail: int, head: int, bits: float, ahead: tuple[float, float], *, adjacent: bool
    ) -> Pair:
        a, b = self.ends[tail], self.ends[head]
        distance = self._place[head] - self._place[tail]
        same = self._segment[tail] == self._segment[head]
        features = (
            _clipped(bits) / 4,
            _clipped(bits - b.opening) / 4,
            _clipped(ahead[0]) / 4,
            _clipped(ahead[1]) / 4,
            _clipped(self._grams.association(a.last[-1:], b.first[:1])) / 4,
            _clipped(self._grams.expectation(b.first[:1], a.last[-1:])) / 4,
            float(adjacent),
            float(adjacent and head - tail > 1),
            float(adjacent and self._fragments[head].gap > 1),
            float(not adjacent and same and distance > 0),
            float(same and distance < 0),
            float(self._wraps(tail, head)),
            float(self._last_of_segment(tail)),
            float(self._first_of_segment(head)),
            1 / (1 + abs(distance)),
            _brackets(a, b),
            likeness(self._about[tail], self._about[head]),
            float(b.broken),
            float(head in self._open),
            self._echo(a.text, b.text),
        )
        return Pair(tail, head, features)

    def _last_of_segment(self, tail: int) -> bool:
        after = self._heads_after(tail)
        return after is None or self._segment[after] != self._segment[tail]

    def _first_of_segment(self, head: int) -> bool:
        place = self._place[head]
        return place == 0 or self._segment[self.heads[place - 1]] != self._segment[head]

    def _heads_after(self, index: int) -> int | None:
        place = self._place[index] + 1
        return self.heads[place] if place < len(self.heads) else None

    def _wraps(self, tail: int, head: int) -> bool:
        """Whether an article's last paragraph goes on in its first, as when its columns were turned round."""
        same = self._segment[tail] == self._segment[head]
        return same and self._last_of_segment(tail) and self._first_of_segment(head)

    def _echo(self, before: str, after: str) -> float:
        """How long a sequence over the break the page holds elsewhere; a bare pair counts for little."""
        if before[-1:] + after[:1] not in self._text:
            return 0.0
        longest = 2
        for left in (1, 2, 3):
            for right in (1, 2, 3):
                if left + right > longest and before[-left:] + after[:right] in self._text:
                    longest = left + right
        return longest - 1.0


def next_paragraph(parts: Sequence[Part], index: int) -> int | None:
    """The paragraph that follows on the page, captions aside; None when something else does."""
    for after in range(index + 1, len(parts)):
        if parts[after] is Part.PARAGRAPH:
            return after
        if parts[after] is not Part.CAPTION:
            return None
    return None


def two_best(scores: Sequence[float], rival: float) -> tuple[float, float]:
    """The best score and the next, which is no less than `rival`: what a page with more text would hold."""
    best, second = rival, rival
    for score in scores:
        if score > best:
            best, second = score, best
        elif score > second:
            second = score
    return best, second


def over(score: float, best: tuple[float, float]) -> float:
    """How far a score is above the best other one."""
    return score - (best[1] if score >= best[0] else best[0])


def _segments(parts: Sequence[Part]) -> list[int]:
    """The number of the stretch between headings and bylines that each fragment stands in."""
    segments, number = [], 0
    for part in parts:
        number += part in (Part.HEADING, Part.BYLINE)
        segments.append(number)
    return segments


def _brackets(tail: Ends, head: Ends) -> float:
    if head.unopened:
        return 1.0 if head.unopened in tail.unclosed else -1.0
    return -0.5 if tail.unclosed else 0.0


def _clipped(bits: float) -> float:
    return max(-12.0, min(14.0, bits))

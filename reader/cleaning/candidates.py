"""Gathers the pairs of open ends and beginnings that come into question, with what speaks for each.

Invariant: a pair's features come in the order in which the weights were learned; how many pairs a
page yields is bounded by its open ends, never by the square of its length.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from reader.cleaning.classify import Part
from reader.cleaning.evidence import Ends, expectation
from reader.cleaning.layout import Layout
from reader.cleaning.lines import Fragment
from reader.cleaning.looks import is_open
from reader.cleaning.matching import Edge
from reader.cleaning.model import judge, pairs
from reader.cleaning.model.grams import Grams
from reader.cleaning.rivals import lead, share
from reader.cleaning.topics import directions, likeness, words_of

Floats = npt.NDArray[np.float32]

_MOST_PAIRS = 6_000
"""So many pairs are weighed on one page; with more open ends, each is asked about fewer neighbours."""

_ECHO_REACH = 12_000
"""How much of a page is searched for what two fragments would say together."""

_NO_GAIN = -3.0
_NO_FIT = -8.0
_NO_LIKENESS = 0.0
"""What the best rival is taken to be where there is none: of bits gained, of the network's fit, of
likeness."""


class Candidates:
    """The pairs of a page that come into question, with what speaks for each."""

    def __init__(
        self,
        fragments: Sequence[Fragment],
        parts: Sequence[Part],
        tails: Sequence[int],
        grams: Grams,
    ) -> None:
        """
        Args:
            fragments: What stays of a page, in order.
            parts: The part of each.
            tails: Indices of paragraphs that break off, ascending; at least one.
            grams: The statistics of the language.
        """
        self._grams = grams
        self._layout = Layout(parts, frozenset(tails))
        heads = self._layout.paragraphs
        place = {index: at for at, index in enumerate(heads)}
        reach = max(1, _MOST_PAIRS // (2 * len(tails)))
        asked = [
            (place[tail], at)
            for tail in tails
            for at in range(max(0, place[tail] - reach), min(len(heads), place[tail] + reach + 1))
            if at != place[tail]
        ]
        self._tails, self._heads = np.array(asked, np.intp).reshape(-1, 2).T
        self._used = sorted({*self._tails.tolist(), *self._heads.tolist()})
        self._texts = [fragments[index].text for index in heads]
        self._ends = {at: Ends(self._texts[at], grams) for at in self._used}
        self.ends = {heads[at]: ends for at, ends in self._ends.items()}
        """The two ends of each paragraph that comes into question, by its index."""
        self._page = "\n".join(fragment.text for fragment in fragments)[:_ECHO_REACH]

    def edges(self) -> list[Edge]:
        """All pairs, by the indices of their fragments, with the probability of each."""
        if not len(self._tails):
            return []
        chances = judge.shipped().chances(self.evidence, self._tails, self._heads)
        index = self._layout.paragraphs
        return [
            (index[tail], index[head], float(chance))
            for tail, head, chance in zip(self._tails, self._heads, chances, strict=True)
        ]

    @cached_property
    def evidence(self) -> Floats:
        """The features of all pairs, (pairs, features)."""
        return np.concatenate(
            [
                self._of_words(),
                self._of_fit(),
                self._layout.evidence(self._tails, self._heads),
            ],
            axis=1,
        )

    def _of_words(self) -> Floats:
        """What the statistics of the language say, and the words of the page."""
        about = directions(
            {at: words_of(self._texts[at], self._grams) for at in self._used}, self._grams
        )
        opens = {at: is_open(self._texts[at]) for at in self._used}
        rows = []
        for tail, head in zip(self._tails.tolist(), self._heads.tolist(), strict=True):
            a, b = self._ends[tail], self._ends[head]
            gain = expectation(self._grams, a.last, b.first) - b.at_edge
            rows.append(
                (
                    gain,
                    gain - b.opening,
                    self._grams.association(a.last[-1:], b.first[:1]),
                    self._grams.expectation(b.first[:1], a.last[-1:]),
                    4 * _brackets(a, b),
                    4 * float(b.broken),
                    4 * float(opens[head]),
                    4 * self._echo(a.text, b.text),
                    likeness(about[tail], about[head]),
                )
            )
        words = np.array(rows, np.float32)
        gains = np.clip(words[:, 0], -12, 14) / np.float32(4)
        likenesses = 4 * words[:, -1]
        return np.concatenate(
            [
                np.clip(words[:, :-1], -12, 14) / 4,
                *self._leads(gains, _NO_GAIN / 4),
                likenesses[:, None],
                *self._leads(likenesses, _NO_LIKENESS),
            ],
            axis=1,
        )

    def _of_fit(self) -> Floats:
        """What the network says."""
        network = pairs.shipped()
        row = {at: row for row, at in enumerate(sorted(set(self._tails.tolist())))}
        tails = network.tails([self._texts[at] for at in row])
        heads = network.heads([self._texts[at] for at in self._used])
        column = {at: column for column, at in enumerate(self._used)}
        t = np.array([row[at] for at in self._tails.tolist()], np.intp)
        h = np.array([column[at] for at in self._heads.tolist()], np.intp)
        fit = np.einsum("pd,pd->p", tails.meaning[t], heads.meaning[h])
        fit += tails.torn[t] + heads.torn[h]
        return np.concatenate(
            [
                (fit / 4)[:, None],
                *self._leads(fit / 4, _NO_FIT / 4),
                (share(fit, self._tails) / 4)[:, None],
                (share(fit, self._heads) / 4)[:, None],
                (tails.torn[t] / 4)[:, None],
                (heads.torn[h] / 4)[:, None],
            ],
            axis=1,
        )

    def _leads(self, values: Floats, alone: float) -> tuple[Floats, Floats]:
        """How far each pair is above its rivals for the end, and for the beginning."""
        return (
            lead(values, self._tails, alone)[:, None],
            lead(values, self._heads, alone)[:, None],
        )

    def _echo(self, before: str, after: str) -> float:
        """How long a sequence over the break the page holds elsewhere; a bare pair counts for little."""
        if before[-1:] + after[:1] not in self._page:
            return 0.0
        longest = 2
        for left in (1, 2, 3):
            for right in (1, 2, 3):
                if left + right > longest and before[-left:] + after[:right] in self._page:
                    longest = left + right
        return longest - 1.0


def _brackets(tail: Ends, head: Ends) -> float:
    if head.unopened:
        return 1.0 if head.unopened in tail.unclosed else -1.0
    return -0.5 if tail.unclosed else 0.0

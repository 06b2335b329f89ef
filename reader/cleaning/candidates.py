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
from reader.cleaning.evidence import Ends
from reader.cleaning.layout import Layout
from reader.cleaning.lines import Fragment
from reader.cleaning.looks import is_open
from reader.cleaning.matching import Edge
from reader.cleaning.model import judge, pairs
from reader.cleaning.model.grams import EDGE, Grams
from reader.cleaning.model.links import links
from reader.cleaning.rivals import lead, share
from reader.cleaning.subjects import Subjects

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.intp]

_MOST_PAIRS = 6_000
"""So many pairs are weighed on one page; with more open ends, each is asked about fewer neighbours."""

_ECHO_REACH = 12_000
"""How much of a page is searched for what two fragments would say together."""
_ECHOES = (3, 2, 1)
"""So many characters on each side of a break are looked for together."""
_HASHES = 1 << 16
"""So many numbers stand for the pairs of characters that it holds, to leave most searches out."""

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
        self.paragraphs: Sequence[int] = self._layout.paragraphs
        """Index of each paragraph of the page, in order."""
        self.tails, self.heads = _pairs(np.array(self.paragraphs, np.intp), tails)
        """The two of each pair, by their places among the paragraphs; pairs of a tail are side by side."""
        self._used, both = np.unique(np.append(self.tails, self.heads), return_inverse=True)
        self._tail, self._head = both[: len(self.tails)], both[len(self.tails) :]
        used = [self.paragraphs[at] for at in self._used]
        self._texts = [fragments[index].text for index in used]
        self._ends = [Ends(text, grams) for text in self._texts]
        self.ends = dict(zip(used, self._ends, strict=True))
        """The two ends of each paragraph that comes into question, by its index."""
        self._page = "\n".join(fragment.text for fragment in fragments)[:_ECHO_REACH]

    def edges(self) -> list[Edge]:
        """All pairs, by the indices of their fragments, with the probability of each."""
        if not len(self.tails):
            return []
        chances = judge.shipped().chances(self.evidence, self.tails, self.heads)
        index = self.paragraphs
        return [
            (index[tail], index[head], chance)
            for tail, head, chance in zip(
                self.tails.tolist(), self.heads.tolist(), chances.tolist(), strict=True
            )
        ]

    @cached_property
    def evidence(self) -> Floats:
        """The features of all pairs, (pairs, features)."""
        return np.concatenate(
            [
                self._of_words(),
                self._of_fit(),
                self._layout.evidence(self.tails, self.heads),
            ],
            axis=1,
        )

    def _of_words(self) -> Floats:
        """What the statistics of the language say, and the words of the page."""
        every = np.arange(len(self._ends))
        nothing, edge = len(every), len(every) + 1
        linked = links(self._grams).between(
            [*(ends.last for ends in self._ends), "", EDGE],
            [ends.first for ends in self._ends],
            np.concatenate([self._tail, np.repeat([nothing, edge], len(every))]),
            np.concatenate([self._head, every, every]),
        )
        pairs = len(self.tails)
        inside, at_edge = linked.expectation[pairs:].reshape(2, -1)
        gain = linked.expectation[:pairs] - at_edge[self._head]
        columns = (
            gain,
            gain - (inside - at_edge)[self._head],
            linked.association[:pairs],
            linked.following[:pairs],
            4 * self._brackets(),
            4 * np.array([ends.broken for ends in self._ends])[self._head],
            4 * np.array([is_open(text) for text in self._texts])[self._head],
            4 * self._echoes(),
        )
        words = np.stack(columns, axis=1).astype(np.float32)
        np.clip(words, -12, 14, out=words)
        words /= 4
        subjects = Subjects(self._texts, self._grams)
        likenesses = 4 * subjects.likenesses(self._tail, self._head).astype(np.float32)
        return np.concatenate(
            [
                words,
                *self._leads(words[:, 0], _NO_GAIN / 4),
                likenesses[:, None],
                *self._leads(likenesses, _NO_LIKENESS),
            ],
            axis=1,
        )

    def _of_fit(self) -> Floats:
        """What the network says."""
        asking, row = np.unique(self._tail, return_inverse=True)
        tails, heads = pairs.shipped().sides([self._texts[at] for at in asking], self._texts)
        fit = np.einsum("pd,pd->p", tails.meaning[row], heads.meaning[self._head])
        fit += tails.torn[row] + heads.torn[self._head]
        return np.concatenate(
            [
                (fit / 4)[:, None],
                *self._leads(fit / 4, _NO_FIT / 4),
                (share(fit, self.tails) / 4)[:, None],
                (share(fit, self.heads) / 4)[:, None],
                (tails.torn[row] / 4)[:, None],
                (heads.torn[self._head] / 4)[:, None],
            ],
            axis=1,
        )

    def _leads(self, values: Floats, alone: float) -> tuple[Floats, Floats]:
        """How far each pair is above its rivals for the end, and for the beginning."""
        return (
            lead(values, self.tails, alone)[:, None],
            lead(values, self.heads, alone)[:, None],
        )

    def _brackets(self) -> Floats:
        """Whether the second part closes what the first leaves open."""
        unclosed = np.array([bool(ends.unclosed) for ends in self._ends])
        unopened = np.array([bool(ends.unopened) for ends in self._ends])
        says = np.where(unclosed, np.float32(-0.5), np.float32(0))[self._tail]
        for at in np.flatnonzero(unopened[self._head]).tolist():
            tail, head = self._ends[self._tail[at]], self._ends[self._head[at]]
            says[at] = 1 if head.unopened in tail.unclosed else -1
        return says

    def _echoes(self) -> Floats:
        """How long a sequence over each break the page holds elsewhere."""
        before = _codes("".join([text[-1] for text in self._texts]))[self._tail]
        after = _codes("".join([text[0] for text in self._texts]))[self._head]
        page = _codes(self._page)
        held = np.zeros(_HASHES, bool)
        held[_hashes(page[:-1], page[1:])] = True
        echoes = np.zeros(len(self.tails), np.float32)
        for at in np.flatnonzero(held[_hashes(before, after)]).tolist():
            echoes[at] = self._echo(self._texts[self._tail[at]], self._texts[self._head[at]])
        return echoes

    def _echo(self, before: str, after: str) -> float:
        """How long a sequence over the break the page holds elsewhere; a bare pair counts for little."""
        page, pair = self._page, before[-1] + after[0]
        longest = 1
        at = page.find(pair)
        while at >= 0:
            left = next(size for size in _ECHOES if page.endswith(before[-size:], 0, at + 1))
            right = next(size for size in _ECHOES if page.startswith(after[:size], at + 1))
            longest = max(longest, left + right)
            at = page.find(pair, at + 1)
        return longest - 1.0


def _pairs(paragraphs: Integers, tails: Sequence[int]) -> tuple[Integers, Integers]:
    """The places of an end and a beginning, for each pair that comes into question.

    Args:
        paragraphs: Indices of the paragraphs, ascending.
        tails: Indices of those that break off, ascending.
    """
    reach = max(1, _MOST_PAIRS // (2 * len(tails)))
    places = np.searchsorted(paragraphs, tails)
    firsts = np.maximum(0, places - reach)
    sizes = np.minimum(len(paragraphs), places + reach + 1) - firsts
    tail = np.repeat(places, sizes)
    head = np.arange(len(tail)) + np.repeat(firsts - np.cumsum(sizes) + sizes, sizes)
    other = head != tail
    return tail[other], head[other]


def _codes(text: str) -> Integers:
    """The code points of a text."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4").astype(np.intp)


def _hashes(first: Integers, second: Integers) -> Integers:
    """A small number for each pair of characters; others may have the same."""
    return (first * 31 + second) % _HASHES

"""Judges from all that speaks for a pair of fragments how likely it is that they belong together.

Invariant: a judgement depends on a page's pairs alone. The weights are numbers, and say nothing of any
text; they were learned by gradient descent (`train_judge.py`) on pages made by cutting whole articles
into columns, in place, moved, turned round, shuffled and by turns, and on a few printed pages whose
joins are known, so that their probabilities lean to the cautious side.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from reader.cleaning.rivals import lead

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.intp]

ALONE = -8.0
"""What a pair is compared with that has no rival, in nats."""
FARTHEST = 10.0
"""How far ahead of its rivals a pair can be, in nats."""
ADJACENT, AHEAD = 20, 25
"""Which features say that the beginning stands right after the end, and that it stands after it."""
_UTMOST = 30.0
"""No pair is surer than this, in nats."""
_WEIGHTS = "judge.npz"


class Judge:
    """Two small networks: one weighs each pair by itself, one beside its rivals."""

    def __init__(self, weights: Mapping[str, npt.NDArray[np.float32]]) -> None:
        self._weights = dict(weights)

    @property
    def features(self) -> int:
        """How many features of a pair it knows."""
        return len(self._weights["pair.in"])

    def chances(self, evidence: Floats, tails: Integers, heads: Integers) -> Floats:
        """The probability of each pair.

        Args:
            evidence: The features of the pairs, (pairs, features).
            tails: The end of each, by any number …
            heads: … and its beginning.
        """
        scores = np.clip(self._layer(evidence, "pair"), -_UTMOST, _UTMOST)
        value = self._layer(beside_rivals(scores, evidence, tails, heads), "rivals")
        return np.asarray(1 / (1 + np.exp(-np.clip(value, -_UTMOST, _UTMOST))), np.float32)

    def _layer(self, features: Floats, name: str) -> Floats:
        hidden = np.tanh(features @ self._weights[f"{name}.in"] + self._weights[f"{name}.bias"])
        value: Floats = hidden @ self._weights[f"{name}.out"] + self._weights[f"{name}.rest"]
        return value


def beside_rivals(scores: Floats, evidence: Floats, tails: Integers, heads: Integers) -> Floats:
    """A pair's score beside the best others of its end and of its beginning.

    And how the other ends of the page seem to go on: in place, or in a column that stands before.
    """
    near, ahead = evidence[:, ADJACENT], evidence[:, AHEAD]
    best = np.full(int(tails.max()) + 1, -np.inf, np.float32)
    np.maximum.at(best, tails, scores)
    chosen = np.where(scores == best[tails], 1 / (1 + np.exp(-scores)), 0)
    others = []
    for sign in (np.ones_like(near), near, 1 - ahead):
        by_tail = np.bincount(tails, chosen * sign, minlength=len(best))
        others.append(by_tail.sum() - by_tail[tails])
    columns = (
        scores,
        np.clip(lead(scores, tails, ALONE), -FARTHEST, FARTHEST),
        np.clip(lead(scores, heads, ALONE), -FARTHEST, FARTHEST),
        4 * near,
        4 * others[1] / (others[0] + 1),
        4 * others[2] / (others[0] + 1),
    )
    return (np.stack(columns, axis=1) / 4).astype(np.float32)


@cache
def shipped() -> Judge:
    """The weights that come with pizhu."""
    with np.load(Path(__file__).with_name(_WEIGHTS), allow_pickle=False) as weights:
        return Judge(weights)

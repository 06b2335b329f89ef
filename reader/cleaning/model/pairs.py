"""Reads the network that tells how well one fragment goes on in another.

Invariant: what is said of a side of a break depends on the characters next to it alone, not on what
else is asked at the same time; the weights are numbers in 255 steps, and no text can be read from
them. Needs numpy, so this module is imported only when a page has open ends.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from reader.cleaning.model.grams import shipped as shipped_grams

Floats = npt.NDArray[np.float32]
Packed = Mapping[str, npt.NDArray[np.generic]]

UNKNOWN = 1
"""The number of a character that the network does not know; 0 is none at all, the known ones follow."""

REACH = 44
"""So many characters on each side of a break are read."""

STEPS = 127
"""A weight is kept as a whole number of so many steps, up or down, of the largest in its row."""

_FULL_WIDTH = str.maketrans(",;:?!()「」『』〝〞", "，；：？！（）“”‘’“”")
_SPACE = re.compile(r"[^\S\n]+")
_BATCH = 256
"""So many fragments are read at once."""
_MEMORY = 4_000
"""So many fragments are remembered, since a page asks about each several times."""
_NETWORK = "pairs.npz"


def normal(text: str, simplified: Mapping[int, int]) -> str:
    """The text as the network sees it: Simplified, lower case, no white space; newlines stay."""
    return _SPACE.sub("", text).lower().translate(_FULL_WIDTH).translate(simplified)


@dataclass(frozen=True, slots=True)
class Sides:
    """What the network makes of one side of each of several breaks."""

    meaning: Floats
    """What is to agree with the other side, (fragments, dimensions)."""
    torn: Floats
    """How much a fragment looks as if a break had cut it there, in nats, (fragments,)."""


class PairNetwork:
    """A recurrent reader for each side of a break (gated units, Cho and others 2014)."""

    def __init__(self, packed: Packed, simplified: Mapping[int, int]) -> None:
        """
        Args:
            packed: What `train_pairs` wrote.
            simplified: From code points of Traditional characters to those of their Simplified forms.
        """
        known = packed["characters"].astype("<u4").tobytes().decode("utf-32-le")
        self._numbers = {character: at for at, character in enumerate(known, UNKNOWN + 1)}
        self._simplified = simplified
        self._embedding = _unpacked(packed, "embedding")
        self._tail_reader, self._head_reader = _Reader(packed, "tail"), _Reader(packed, "head")

    def tails(self, texts: Sequence[str]) -> Sides:
        """What texts that break off ask for."""
        ends = [normal(text[-2 * REACH :], self._simplified)[-REACH:] for text in texts]
        return self._sides(ends, self._tail_reader)

    def heads(self, texts: Sequence[str]) -> Sides:
        """What texts offer to one that breaks off before them."""
        begins = [normal(text[: 2 * REACH], self._simplified)[:REACH][::-1] for text in texts]
        return self._sides(begins, self._head_reader)

    def _sides(self, texts: Sequence[str], reader: _Reader) -> Sides:
        known = reader.known if len(reader.known) < _MEMORY else {}
        new = [text for text in dict.fromkeys(texts) if text not in known]
        for at in range(0, len(new), _BATCH):
            batch = new[at : at + _BATCH]
            known.update(zip(batch, reader.read(self._embedded(batch)), strict=True))
        reader.known = known
        joined = np.stack([known[text] for text in texts])
        return Sides(joined[:, :-1], joined[:, -1])

    def _embedded(self, texts: Sequence[str]) -> Floats:
        """The characters of each text, the last ones in the last step, (steps, texts, dimensions)."""
        numbers = np.zeros((max(map(len, texts)), len(texts)), np.intp)
        for column, text in enumerate(texts):
            if text:
                numbers[-len(text) :, column] = [self._numbers.get(c, UNKNOWN) for c in text]
        return self._embedding[numbers]


class _Reader:
    """Reads towards a break, character by character."""

    def __init__(self, packed: Packed, side: str) -> None:
        self._taken = np.ascontiguousarray(_unpacked(packed, f"{side}.taken").T)
        self._kept = np.ascontiguousarray(_unpacked(packed, f"{side}.kept").T)
        self._joined = np.ascontiguousarray(_unpacked(packed, f"{side}.joined").T)
        self._taken_bias, self._kept_bias = packed[f"{side}.biases"].astype(np.float32)
        self._joined_bias = packed[f"{side}.joined.bias"].astype(np.float32)
        self.known: dict[str, Floats] = {}
        """What was read before."""

    def read(self, embedded: Floats) -> Floats:
        """What the state after the last character says, (texts, dimensions + 1)."""
        steps, texts, dimensions = embedded.shape
        size = self._kept.shape[0]
        state = np.zeros((texts, size), np.float32)
        incoming = embedded.reshape(-1, dimensions) @ self._taken + self._taken_bias
        present = np.any(embedded, axis=2, keepdims=True)
        for step, there in zip(incoming.reshape(steps, texts, -1), present, strict=True):
            held = state @ self._kept
            held += self._kept_bias
            gates = step[:, : 2 * size] + held[:, : 2 * size]
            gates = np.tanh(gates * np.float32(0.5)) * np.float32(0.5) + np.float32(0.5)
            fresh = np.tanh(step[:, 2 * size :] + gates[:, :size] * held[:, 2 * size :])
            moved = fresh + gates[:, size:] * (state - fresh)
            state = moved if there.all() else np.where(there, moved, state)
        joined: Floats = state @ self._joined + self._joined_bias
        return joined


def _unpacked(packed: Packed, name: str) -> Floats:
    steps = packed[name].astype(np.float32)
    steps *= packed[f"{name}.scale"].astype(np.float32)[:, None]
    return steps


@cache
def shipped() -> PairNetwork:
    """The network that comes with pizhu."""
    with np.load(Path(__file__).with_name(_NETWORK), allow_pickle=False) as packed:
        return PairNetwork(packed, shipped_grams().simplified)


__all__ = ["STEPS", "UNKNOWN", "PairNetwork", "Sides", "normal", "shipped"]

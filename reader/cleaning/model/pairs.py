"""Reads the network that tells how well one fragment goes on in another.

Invariant: what is said of a side of a break depends on the characters next to it alone, not on what
else is asked at the same time; the weights are numbers in 255 steps, and no text can be read from
them. Needs numpy, so this module is imported only when a page has open ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from reader.cleaning.model.folding import folding
from reader.cleaning.model.grams import shipped as shipped_grams

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.intp]
Packed = Mapping[str, npt.NDArray[np.generic]]

UNKNOWN = 1
"""The number of a character that the network does not know; 0 is none at all, the known ones follow."""

REACH = 44
"""So many characters on each side of a break are read."""

STEPS = 127
"""A weight is kept as a whole number of so many steps, up or down, of the largest in its row."""

_SPACE = re.compile(r"[^\S\n]+")
_LAST_SPACE = 0x3000
"""No character after this one is white space …"""
_NO_CHARACTER = -1
"""… and this is its number."""
_BEYOND = 0xFFFF
"""Characters outside the basic plane are as unknown as this one."""
_BATCH = 256
"""So many fragments are read at once."""
_MEMORY = 4_000
"""So many fragments are remembered, since a page asks about each several times."""
_ROWS = 26
"""Up to so many states are moved on at once: small matrices are multiplied without being laid out anew
first, which takes longer than the multiplication."""
_ONE, _HALF = np.float32(1), np.float32(0.5)
_NETWORK = "pairs.npz"


def normal(text: str, simplified: Mapping[int, int]) -> str:
    """The text as the network sees it: Simplified, lower case, no white space; newlines stay."""
    return _SPACE.sub("", text).lower().translate(folding(simplified))


class Sides(NamedTuple):
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
        self._numbers = _numbers(packed["characters"].astype(np.intp), simplified)
        self._tails, self._heads = _Reader(packed, "tail"), _Reader(packed, "head")
        self._embedding = unpacked(packed, "embedding")
        size, characters = self._tails.size, len(self._embedding)
        self._incoming = np.empty((3, 2 * characters, size), np.float32)
        """What each character brings into each gate, for tails and then for heads; see `_brought`."""
        self._met = np.zeros(2 * characters, bool)

    def sides(self, tails: Sequence[str], heads: Sequence[str]) -> tuple[Sides, Sides]:
        """What texts that break off ask for, and what others offer to one that breaks off before them."""
        ends, begins = self.read(tails, heads)
        return self._tails.recalled(ends), self._heads.recalled(begins)

    def read(
        self, tails: Sequence[str], heads: Sequence[str]
    ) -> tuple[Sequence[str], Sequence[str]]:
        """Read texts that will be asked about, all at once, and remember them; returns what is read."""
        ends = [_spaced(text[-REACH:], text[-2 * REACH :]) for text in tails]
        begins = [_spaced(text[:REACH], text[: 2 * REACH]) for text in heads]
        batches = (self._tails.unread(ends), self._heads.unread(begins))
        for some_ends, some_begins in zip_longest(*batches, fillvalue=()):
            self._read(some_ends, some_begins)
        return ends, begins

    def forget(self) -> None:
        """Remember no fragment that was read before."""
        self._tails.known.clear()
        self._heads.known.clear()

    def _read(self, ends: Sequence[str], begins: Sequence[str]) -> None:
        """Read on to the ends and back to the beginnings, all at once.

        The longest lie side by side in the middle, so that at each step those that have begun are
        one stretch.
        """
        tails, tail_sizes = self._numbered(ends, ahead=True)
        heads, head_sizes = self._numbered(begins, ahead=False)
        up, down = np.argsort(tail_sizes, kind="stable"), np.argsort(-head_sizes, kind="stable")
        numbers = np.concatenate([tails[:, up], heads[:, down] + len(self._embedding)], axis=1)
        border = len(ends)
        firsts = np.searchsorted(tail_sizes[up], np.arange(REACH, 0, -1))
        lasts = border + np.searchsorted(-head_sizes[down], np.arange(-REACH, 0), side="right")
        incoming = self._brought(numbers[numbers % len(self._embedding) > 0])
        state = np.zeros((numbers.shape[1], self._tails.size), np.float32)
        bias = np.repeat([self._tails.bias, self._heads.bias], [border, len(begins)], axis=0)
        held = brought = np.empty((3, 0, self._tails.size), np.float32)
        for step, (first, last) in enumerate(zip(firsts.tolist(), lasts.tolist(), strict=True)):
            if last - first != held.shape[1]:
                held, brought = np.empty((2, 3, last - first, self._tails.size), np.float32)
            _multiply(state[first:border], self._tails.kept, held[:, : border - first])
            _multiply(state[border:last], self._heads.kept, held[:, border - first :])
            incoming.take(numbers[step, first:last], axis=1, out=brought, mode="clip")
            _move(state[first:last], held, brought, bias[first:last])
        self._tails.tell([ends[at] for at in up], state[:border])
        self._heads.tell([begins[at] for at in down], state[border:])

    def _numbered(self, texts: Sequence[str], *, ahead: bool) -> tuple[Integers, Integers]:
        """The numbers of the characters next to each break, in the order of reading.

        Returns:
            The numbers, (`REACH`, texts), those nearest to the break in the last row; and how many
            there are of each text.
        """
        text = "\n".join(text.replace("\n", "\0") for text in texts).lower()
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
        numbers = self._numbers[np.minimum(codes, _BEYOND)]
        there = numbers != _NO_CHARACTER
        owners = np.cumsum(codes == ord("\n"))[there]
        sizes = np.bincount(owners, minlength=len(texts))
        before = np.arange(len(owners)) - (np.cumsum(sizes) - sizes)[owners]
        away = sizes[owners] - 1 - before if ahead else before
        near = away < REACH
        rows = np.zeros((REACH, len(texts)), np.intp)
        rows[REACH - 1 - away[near], owners[near]] = numbers[there][near]
        return rows, np.minimum(sizes, REACH)

    def _brought(self, numbers: Integers) -> Floats:
        """What characters bring into the gates, (3, characters, size); of others, anything.

        Args:
            numbers: Those that are asked about; a head's are counted on from the last of the tails'.
        """
        new = np.unique(numbers[~self._met[numbers]])
        border = len(self._embedding)
        for reader, some in (
            (self._tails, new[new < border]),
            (self._heads, new[new >= border]),
        ):
            if len(some):
                self._incoming[:, some] = reader.brought(self._embedding[some % border])
        self._met[new] = True
        return self._incoming


class _Reader:
    """What one side's reader was taught, and what it has read."""

    def __init__(self, packed: Packed, side: str) -> None:
        taken, kept = unpacked(packed, f"{side}.taken"), unpacked(packed, f"{side}.kept")
        taken_bias, kept_bias = packed[f"{side}.biases"].astype(np.float32)
        self.size = kept.shape[1]
        gates = 2 * self.size
        taken_bias[:gates] += kept_bias[:gates]
        # A gate is (1 + tanh(x / 2)) / 2; these are the halves of x, and of what the first one lets in.
        for weights in (taken[:gates], taken_bias[:gates], kept, kept_bias):
            np.multiply(weights, _HALF, out=weights)
        self.kept = np.ascontiguousarray(kept.reshape(3, self.size, self.size).transpose(0, 2, 1))
        """How the last state weighs in the gates and the next state, (3, size, size)."""
        self.bias = kept_bias[gates:]
        """What is added to that in the next state, (size,)."""
        self._taken = np.ascontiguousarray(taken.reshape(3, self.size, -1).transpose(0, 2, 1))
        self._taken_bias = taken_bias.reshape(3, 1, self.size)
        self._joined = np.ascontiguousarray(unpacked(packed, f"{side}.joined").T)
        self._joined_bias = packed[f"{side}.joined.bias"].astype(np.float32)
        self.known: dict[str, Floats] = {}
        """What was read before, (dimensions + 1,) each."""

    def unread(self, texts: Sequence[str]) -> Iterator[Sequence[str]]:
        """The texts that are not known, each once, a batch at a time."""
        if len(self.known) > _MEMORY:
            self.known.clear()
        unread = [text for text in dict.fromkeys(texts) if text not in self.known]
        return (unread[at : at + _BATCH] for at in range(0, len(unread), _BATCH))

    def brought(self, embedded: Floats) -> Floats:
        """What characters bring into the gates, (3, characters, size)."""
        into: Floats = embedded @ self._taken + self._taken_bias
        return into

    def tell(self, texts: Sequence[str], states: Floats) -> None:
        """Take note of what the states after the last character say of each text."""
        self.known.update(zip(texts, states @ self._joined + self._joined_bias, strict=True))

    def recalled(self, texts: Sequence[str]) -> Sides:
        """What texts that were read say."""
        said = np.array([self.known[text] for text in texts], np.float32)
        said = said.reshape(-1, self._joined.shape[1])
        return Sides(said[:, :-1], said[:, -1])


def _multiply(states: Floats, weights: Floats, out: Floats) -> None:
    """What states weigh in the gates and the next state, into `out`, (3, states, size)."""
    count = len(states)
    if count <= _ROWS:
        np.matmul(states, weights, out=out)
        return
    some = -(-count // -(-count // _ROWS))
    for at in range(0, count, some):
        np.matmul(states[at : at + some], weights, out=out[:, at : at + some])


def _move(state: Floats, held: Floats, brought: Floats, bias: Floats) -> None:
    """Move states on by one character, in place; `held` is used up."""
    gates, fresh = held[:2], held[2]
    gates += brought[:2]
    np.tanh(gates, out=gates)
    gates += _ONE
    fresh += bias
    fresh *= gates[0]
    fresh += brought[2]
    np.tanh(fresh, out=fresh)
    lasting = gates[1]
    lasting *= _HALF
    state -= fresh
    state *= lasting
    state += fresh


def _spaced(near: str, more: str) -> str:
    """What stands next to a break: more of it where there is white space, which is not read."""
    return more if _SPACE.search(near) else near


def _numbers(known: Integers, simplified: Mapping[int, int]) -> npt.NDArray[np.int16]:
    """The number of each character of the basic plane, of its Simplified and full-width form."""
    numbers = np.full(_BEYOND + 1, UNKNOWN, np.int16)
    numbers[known] = np.arange(UNKNOWN + 1, UNKNOWN + 1 + len(known))
    forms = folding(simplified)
    numbers[list(forms)] = numbers[list(forms.values())]
    numbers[[code for code in range(_LAST_SPACE + 1) if chr(code).isspace()]] = _NO_CHARACTER
    return numbers


def unpacked(packed: Packed, name: str) -> Floats:
    """The weights of a matrix that `train_pairs` packed."""
    steps = packed[name].astype(np.float32)
    steps *= packed[f"{name}.scale"].astype(np.float32)[:, None]
    return steps


@cache
def shipped() -> PairNetwork:
    """The network that comes with pizhu."""
    with np.load(Path(__file__).with_name(_NETWORK), allow_pickle=False) as packed:
        return PairNetwork(packed, shipped_grams().simplified)


__all__ = ["REACH", "STEPS", "UNKNOWN", "PairNetwork", "Sides", "normal", "shipped", "unpacked"]

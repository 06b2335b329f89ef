"""Asks the statistics about many ends and beginnings at once.

Invariant: every answer is the one that `Grams` gives when it is asked about each by itself; only the
work is done for all of them together. Needs numpy, so this module is imported only when a page has
open ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from reader.cleaning.model.grams import (
    BUCKET_BITS,
    CAUTION,
    COUNTS,
    LONGEST,
    MARK_BITS,
    RARE,
    STEP_BITS,
    UNSEEN,
    Grams,
)

Doubles = npt.NDArray[np.float64]
Integers = npt.NDArray[np.intp]
Codes = npt.NDArray[np.uint32]

_REACH = LONGEST - 1
"""So many characters count on each side of a break."""
_BASIC = np.uint32(0xFFFF)
"""The last code point that is one unit of UTF-16, in which sequences are hashed; later ones are two."""
_UNIT = np.uint32(0xFFFF)
_HIGH, _LOW = np.uint32(0xD800 - (0x10000 >> 10)), np.uint32(0xDC00)
_POLYNOMIAL = np.uint32(0xEDB88320)
"""Of the cyclic redundancy check that the hash is (ISO 3309, as zlib has it)."""
_NOTHING = np.uint32(0xFFFFFFFF)
"""Its register before any character."""


class Linked(NamedTuple):
    """What the statistics say of pairs of an end and a beginning; one value a pair, in bits."""

    expectation: Doubles
    """Of the beginning's first characters after the end (`Grams.expectation_of`)."""
    following: Doubles
    """Of its first one after the end's last one (`Grams.expectation`)."""
    association: Doubles
    """Of these two (`Grams.association`)."""


class Links:
    """Counts of sequences, for asking about many at a time."""

    def __init__(self, grams: Grams) -> None:
        self._total = grams.total
        self._bounds = np.array(grams.bounds, np.intp)
        self._entries = np.frombuffer(grams.entries, np.uint16)
        fullest = int(np.diff(self._bounds).max())
        self._strides = [1 << bit for bit in reversed(range(fullest.bit_length()))]
        self._counts = np.array(COUNTS)
        self._two_bytes = _two_bytes()

    def rarities(self, first: Codes, second: Codes) -> Doubles:
        """How rarely pairs of characters are met, in bits; at least one (`Grams.rarity`).

        Args:
            first: Code points of the basic plane …
            second: … and those that follow them, one for one.
        """
        start = np.full(len(first), _NOTHING)
        counts = self._counted(self._after_unit(self._after_unit(start, first), second))
        rarities: Doubles = np.log2(self._total / np.where(counts, counts, RARE))
        return np.maximum(rarities, 1.0)

    def between(
        self, ends: Sequence[str], begins: Sequence[str], end: Integers, begin: Integers
    ) -> Linked:
        """What the statistics say of pairs.

        Args:
            ends: Folded texts that stand before a break.
            begins: Folded texts that stand after one.
            end: The end of each pair, by its place in `ends` …
            begin: … and its beginning, by its place in `begins`.
        """
        left_sizes = np.array([min(_REACH, len(text)) for text in ends], np.intp)[end]
        right_sizes = np.array([min(_REACH, len(text)) for text in begins], np.intp)[begin]
        counts = self._counts_of_windows(
            _codes([text[-_REACH:].rjust(_REACH, "\0") for text in ends]),
            _codes([text[:_REACH].ljust(_REACH, "\0") for text in begins]),
            end,
            begin,
        )
        bits = np.zeros(len(end))
        following = bits
        for stop in range(_REACH + 1, 2 * _REACH + 1):
            alone = counts[stop - 1, stop]
            chance = np.where(alone, alone, UNSEEN) / self._total
            goes_on = right_sizes >= stop - _REACH
            for start in range(stop - 2, stop - LONGEST - 1, -1):
                times, seen = counts[start, stop - 1], counts[start, stop]
                goes_on = goes_on & (times > 0)
                if start < _REACH:
                    goes_on &= left_sizes >= _REACH - start
                surer = (np.minimum(seen, times) + CAUTION * chance) / (times + CAUTION)
                chance = np.where(goes_on, surer, chance)
                if stop == start + 2 == _REACH + 1:
                    following = np.log2(chance)
            bits = bits + np.where(right_sizes >= stop - _REACH, np.log2(chance), 0.0)
        last, first = counts[_REACH - 1, _REACH], counts[_REACH, _REACH + 1]
        return Linked(
            bits, following, self._association(last, first, counts[_REACH - 1, _REACH + 1])
        )

    def _association(self, left: Doubles, right: Doubles, both: Doubles) -> Doubles:
        known = (left > 0) & (right > 0)
        product = np.where(known, left * right, 1.0)
        bits = np.log2(np.where(both, both, RARE) * self._total / product)
        return np.where(known, np.where(both, bits, np.minimum(bits, 0.0)), 0.0)

    def _counts_of_windows(
        self, left: Codes, right: Codes, end: Integers, begin: Integers
    ) -> dict[tuple[int, int], Doubles]:
        """How often each stretch of the characters around each pair's break was met.

        Args:
            left: The last characters of each end, (ends, `_REACH`), …
            right: … and the first ones of each beginning, (beginnings, `_REACH`).
            end: The end of each pair …
            begin: … and its beginning.

        Returns:
            By the place of the first character of a stretch and that of the first one after it, a
            count for each pair. Stretches that lie before the break are there if they reach it.
        """
        after = right[begin]
        extended = self._extended
        if max(left.max(initial=0), right.max(initial=0)) <= _BASIC:
            extended = self._after_unit
        registers: dict[tuple[int, int], Codes] = {}
        for start in range(2 * _REACH):
            register = np.full(len(left if start < _REACH else right), _NOTHING)
            for at in range(start, _REACH):
                register = extended(register, left[:, at])
            if start < _REACH:
                registers[start, _REACH] = register
                register = register[end]
            for at in range(max(start, _REACH), min(start + LONGEST, 2 * _REACH)):
                column = (after if start < _REACH else right)[:, at - _REACH]
                register = extended(register, column)
                registers[start, at + 1] = register
        counted = self._counted(np.concatenate(list(registers.values())))
        counts = {}
        at = 0
        for (start, stop), register in registers.items():
            counts[start, stop] = counted[at : at + len(register)]
            at += len(register)
            if start >= _REACH:
                counts[start, stop] = counts[start, stop][begin]
            elif stop == _REACH:
                counts[start, stop] = counts[start, stop][end]
        return counts

    def _counted(self, registers: Codes) -> Doubles:
        """How often the sequences were met that the registers have seen (`Grams.count`)."""
        hashes = ~registers
        buckets = (hashes >> np.uint32(32 - BUCKET_BITS)).astype(np.intp)
        marks = ((hashes & np.uint32((1 << MARK_BITS) - 1)) << np.uint32(STEP_BITS)).astype(
            np.uint16
        )
        at, end = self._bounds[buckets], self._bounds[buckets + 1]
        for stride in self._strides:
            probe = at + (stride - 1)
            smaller = self._entries.take(probe, mode="clip") < marks
            smaller &= probe < end
            at += smaller * stride
        found = self._entries.take(at, mode="clip")
        steps = np.uint16((1 << STEP_BITS) - 1)
        here = (at < end) & ((found & ~steps) == marks)
        return np.where(here, self._counts[found & steps], 0.0)

    def _extended(self, registers: Codes, codes: Codes) -> Codes:
        """The registers after one more character each."""
        wide = codes > _BASIC
        high = self._after_unit(registers, (codes >> np.uint32(10)) + _HIGH)
        low = np.where(wide, (codes & np.uint32(0x3FF)) | _LOW, codes)
        return self._after_unit(np.where(wide, high, registers), low)

    def _after_unit(self, registers: Codes, codes: Codes) -> Codes:
        """The registers after one more unit of UTF-16 each."""
        after: Codes = self._two_bytes[(registers ^ codes) & _UNIT] ^ (registers >> np.uint32(16))
        return after


@cache
def links(grams: Grams) -> Links:
    """The same statistics, for asking about many at a time."""
    return Links(grams)


def _codes(texts: Sequence[str]) -> Codes:
    """The code points of texts of `_REACH` characters each, (texts, characters)."""
    encoded = "".join(texts).encode("utf-32-le", "surrogatepass")
    return np.frombuffer(encoded, "<u4").reshape(-1, _REACH)


def _two_bytes() -> Codes:
    """What two bytes make of a register that holds nothing else."""
    register = np.arange(1 << 16, dtype=np.uint32)
    for _ in range(16):
        register = (register >> np.uint32(1)) ^ (register & np.uint32(1)) * _POLYNOMIAL
    return register

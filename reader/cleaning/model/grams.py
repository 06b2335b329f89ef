"""Reads the statistics: how often short sequences of characters follow one another in running text.

Invariant: a table answers the same on every machine; it is read once, when a page has open ends, and
holds counts only, in steps of about two thirds, under hashed sequences: no text can be read from it.
"""

from __future__ import annotations

import sys
from array import array
from functools import cache
from math import log2
from pathlib import Path
from zlib import crc32

from reader.cleaning.model.folding import EDGE, folding, in_one_form

MAGIC = b"pizhu grams 1\n"
BUCKET_BITS = 17
MARK_BITS = 11
STEP_BITS = 5
STEPS_PER_DOUBLING = 1.4
LONGEST = 5
"""Sequences of up to this many characters are counted."""

COUNTS: tuple[float, ...] = tuple(
    2.0 ** (step / STEPS_PER_DOUBLING) for step in range(1 << STEP_BITS)
)
"""What each step stands for."""
CAUTION = 20.0
"""How often a context must have been met to count as much as the shorter one."""
UNSEEN = 0.05
"""What a character counts that was never met."""
RARE = 2.0
"""What a pair counts that was met too rarely to be kept."""
_MEMORY = 200_000
"""So many answers are remembered."""
_TABLE = "grams.bin"


def slot(gram: str) -> tuple[int, int]:
    """The bucket of a sequence and the mark that tells it from the others there."""
    code = crc32(gram.encode("utf-16-le", "surrogatepass"))
    return code >> (32 - BUCKET_BITS), code & ((1 << MARK_BITS) - 1)


def step_of(count: int) -> int:
    """A count as the table keeps it."""
    return min((1 << STEP_BITS) - 1, round(log2(count) * STEPS_PER_DOUBLING))


class Grams:
    """Counts of sequences, and what follows from them."""

    def __init__(self, packed: bytes) -> None:
        if not packed.startswith(MAGIC):
            raise ValueError("not a table of sequences")
        at = len(MAGIC)
        sizes = array("I", packed[at : at + 12])
        if sys.byteorder == "big":
            sizes.byteswap()
        fold_bytes, total, entries = sizes
        self.total = total
        """How many characters were counted."""
        at += 12
        pairs = packed[at : at + fold_bytes].decode("utf-16-le")
        self.simplified = {ord(a): ord(b) for a, b in zip(pairs[::2], pairs[1::2], strict=True)}
        """From code points of Traditional characters to those of their Simplified forms."""
        at += fold_bytes
        bounds = 4 * ((1 << BUCKET_BITS) + 1)
        self.bounds = array("I", packed[at : at + bounds])
        """Where each bucket's entries begin, and where the last one's end."""
        self.entries = array("H", packed[at + bounds : at + bounds + 2 * entries])
        """Mark and step of each sequence, bucket by bucket, ascending by mark."""
        if sys.byteorder == "big":
            self.bounds.byteswap()
            self.entries.byteswap()
        self.forms = folding(self.simplified)
        """From code points to those of the one form in which a character is counted."""
        self._counts: dict[str, float] = {}

    def folded(self, text: str) -> str:
        """The text as the statistics see it."""
        return in_one_form(text, self.forms)

    def count(self, gram: str) -> float:
        """About how often a sequence was met; 0 when (almost) never."""
        known = self._counts.get(gram)
        if known is None:
            if len(self._counts) > _MEMORY:
                self._counts.clear()
            known = self._counts[gram] = self._looked_up(gram)
        return known

    def expectation(self, character: str, context: str) -> float:
        """Binary logarithm of the probability of a character after a context.

        Each longer context corrects what the shorter one says, the more the oftener it was met
        (MacKay and Peto 1995).
        """
        count = self.count
        chance = (count(character) or UNSEEN) / self.total
        for length in range(1, min(len(context), LONGEST - 1) + 1):
            before = context[-length:]
            times = count(before)
            if not times:
                break
            seen = count(before + character)
            chance = (min(seen, times) + CAUTION * chance) / (times + CAUTION)
        return log2(chance)

    def expectation_of(self, after: str, before: str) -> float:
        """Binary logarithm of the probability of the first characters of a text that follows another."""
        total = 0.0
        context = before[1 - LONGEST :]
        for character in after[: LONGEST - 1]:
            total += self.expectation(character, context)
            context = (context + character)[1 - LONGEST :]
        return total

    def discount(self, context: str) -> float:
        """Bits that a character loses after a context in which it was never met, not even by the last."""
        bits = 0.0
        for length in range(1, min(len(context), LONGEST - 1) + 1):
            times = self.count(context[-length:])
            if not times:
                break
            bits += log2(CAUTION / (times + CAUTION))
        return bits

    def association(self, before: str, after: str) -> float:
        """How many bits likelier two characters are side by side than by chance; negative: rarer.

        A pair that was never met speaks against itself, as far as it could have been expected.
        """
        left, right, both = self.count(before), self.count(after), self.count(before + after)
        if not left or not right:
            return 0.0
        bits = log2((both or RARE) * self.total / (left * right))
        return bits if both else min(0.0, bits)

    def rarity(self, gram: str) -> float:
        """How rarely a sequence is met, in bits; at least one."""
        return max(1.0, log2(self.total / (self.count(gram) or RARE)))

    def _looked_up(self, gram: str) -> float:
        bucket, mark = slot(gram)
        for at in range(self.bounds[bucket], self.bounds[bucket + 1]):
            entry = self.entries[at]
            if entry >> STEP_BITS == mark:
                return COUNTS[entry & ((1 << STEP_BITS) - 1)]
        return 0.0


@cache
def shipped() -> Grams:
    """The statistics that come with pizhu."""
    return Grams(Path(__file__).with_name(_TABLE).read_bytes())


__all__ = [
    "BUCKET_BITS",
    "CAUTION",
    "COUNTS",
    "EDGE",
    "LONGEST",
    "MAGIC",
    "MARK_BITS",
    "RARE",
    "STEP_BITS",
    "UNSEEN",
    "Grams",
    "shipped",
    "slot",
    "step_of",
]

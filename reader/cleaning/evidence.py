"""Weighs whether one fragment goes on where another breaks off.

Invariant: evidence is gathered for a pair of fragments and says in words what spoke for it; whether
the pair is joined is decided among all pairs of the page at once (see `breaks`).
"""

from __future__ import annotations

import re
from functools import cached_property

from reader.cleaning.model.grams import EDGE, Grams
from reader.text.patterns import lazily
from reader.wording import Said

_PAIRS = {
    "「": "」",
    "『": "』",
    "“": "”",
    "‘": "’",
    "（": "）",
    "(": ")",
    "《": "》",
    "〈": "〉",
    "【": "】",
}
_BRACKET = lazily("[" + re.escape("".join(_PAIRS) + "".join(_PAIRS.values())) + "]")
_NEVER_FIRST = frozenset("，。、；：！？,;:!?」』”’）)》〉】…%％")
_PAUSES = frozenset("，、。；,")
_WORD_BITS = 5.0
"""Two characters so much likelier together than by chance are called a word to the reviewer."""
_SURE_GAIN = 6.0
"""Bits by which a beginning must be likelier after an end than at a paragraph's start, to be sure."""
_WORD_SHARE = -4.0
"""So are two of which the second follows the first once in sixteen times (binary logarithm)."""


class Ends:
    """A paragraph's two ends as the statistics see them."""

    def __init__(self, text: str, grams: Grams) -> None:
        self.text = text
        self.first = grams.folded(text[:24])[:12]
        self.last = grams.folded(text[-24:])[-12:]
        self._grams = grams

    @cached_property
    def at_edge(self) -> float:
        """Bits of its first characters at the beginning of a paragraph."""
        return self._grams.expectation_of(self.first, EDGE)

    @cached_property
    def inside(self) -> float:
        """Bits of its first characters anywhere."""
        return self._grams.expectation_of(self.first, "")

    @cached_property
    def discount(self) -> float:
        """Bits that a beginning loses after this end when nothing links the two."""
        return self._grams.discount(self.last)

    @cached_property
    def unclosed(self) -> tuple[str, ...]:
        """The closing brackets and quotes that the text still waits for."""
        return self._brackets[0]

    @cached_property
    def unopened(self) -> str:
        """The first closing bracket or quote that nothing in the text opened; empty when none."""
        return self._brackets[1]

    @cached_property
    def _brackets(self) -> tuple[tuple[str, ...], str]:
        waiting: list[str] = []
        unopened = ""
        for character in _BRACKET.findall(self.text):
            if character in _PAIRS:
                waiting.append(_PAIRS[character])
            elif character in waiting:
                del waiting[max(at for at, other in enumerate(waiting) if other == character)]
            else:
                unopened = unopened or character
        return tuple(waiting), unopened

    @cached_property
    def broken(self) -> bool:
        """Whether it begins as no paragraph does."""
        return starts_broken(self, self._grams)


def gain(tail: Ends, head: Ends, grams: Grams) -> float:
    """Bits by which a beginning is likelier after an end than at a paragraph's start."""
    if grams.count(tail.last[-1:] + head.first[:1]):
        return grams.expectation_of(head.first, tail.last) - head.at_edge
    return head.inside + tail.discount - head.at_edge


def starts_oddly(text: str) -> bool:
    """Whether a paragraph's first characters make one suspect that its beginning is missing."""
    return text[:1] in _NEVER_FIRST or (_ideographic(text[:1]) and text[1:2] in _PAUSES)


def starts_broken(ends: Ends, grams: Grams) -> bool:
    """Whether a paragraph begins as none does: in the middle of a sentence."""
    if not starts_oddly(ends.text):
        return False
    return ends.text[:1] in _NEVER_FIRST or not grams.count(EDGE + ends.first[:2])


def cuts_word(tail: Ends, head: Ends, grams: Grams) -> bool:
    """Whether a break between the two would cut a word that is a word beyond doubt."""
    before, after = tail.last[-1:], head.first[:1]
    if not (_ideographic(before) and _ideographic(after)):
        return False
    sure = gain(tail, head, grams) >= _SURE_GAIN
    return sure and grams.association(before, after) >= _WORD_BITS


def reason(tail: Ends, head: Ends, grams: Grams, *, adjacent: bool) -> str:
    """Why the two are joined, in words for the reviewer."""
    before, after = tail.last[-1:], head.first[:1]
    if before == after == "0":
        return Said("a number runs on across the break")
    if before == after == "a":
        return Said("a Latin word or phrase runs on across the break")
    shown = tail.text[-1:] + head.text[:1]
    if _ideographic(before) and _ideographic(after):
        bits = grams.association(before, after)
        likely = grams.expectation(after, before) > _WORD_SHARE
        if bits >= _WORD_BITS or (likely and bits >= _WORD_BITS / 2):
            return Said("the word {word} spans the break", word=shown)
    if tail.unclosed and head.unopened == tail.unclosed[-1]:
        return Said(
            "the {sign} that the first part waits for stands in the second",
            sign=head.unopened,
        )
    if starts_broken(head, grams):
        return Said("the second part begins in the middle of a sentence, and fits the first best")
    if adjacent:
        return Said("the sentence breaks off, and the next paragraph on the page goes on with it")
    if gain(tail, head, grams) > 0:
        return Said(
            "“{before}” is often followed by “{after}”", before=tail.text[-3:], after=head.text[:2]
        )
    return Said("of all fragments on the page this one continues the sentence best")


def _ideographic(character: str) -> bool:
    return "\u3400" <= character[:1] <= "\u9fff"

"""Whether an annotation still stands where it stood.

Invariant: `exact` and `moved` are said only when the characters under the raw spans are the quoted
ones, `fuzzy` only of an annotation that was placed so and still resembles its quote; what can't be
shown to stand is an orphan, never a guess.
"""

from __future__ import annotations

from annotations.ink import inked
from annotations.model import Annotation, Status
from annotations.span import picked

LEAST_ALIKE = 0.5
"""The least likeness, from 0 to 1, of a quote to the characters that are taken for it."""


def check(annotation: Annotation, raw: str) -> Status:
    """Compare the characters under the raw spans with the quote; cheap enough for every opening.

    White space is left out of both, since line ends that cleaning took away or put in are no part
    of what was marked; a quote of nothing but white space is compared as it is.

    Args:
        annotation: The annotation to check.
        raw: The raw text of the source that it names.

    Returns:
        `exact`; `moved` or `fuzzy` for one that was placed so and has not been accepted since;
        else `orphan`.
    """
    there = picked(raw, annotation.raw)
    if is_same(annotation.quote.exact, there):
        return Status.MOVED if annotation.status is Status.MOVED else Status.EXACT
    if annotation.status is Status.FUZZY and alike(annotation.quote.exact, there) >= LEAST_ALIKE:
        return Status.FUZZY
    return Status.ORPHAN


def is_same(quote: str, there: str) -> bool:
    """Whether these are the quoted characters, white space aside."""
    return there == quote or (not quote.isspace() and inked(there) == inked(quote))


def alike(one: str, other: str) -> float:
    """How alike two texts are, white space aside: 1 for the same, 0 for nothing in common."""
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.normalized_similarity(inked(one), inked(other))

"""Whether an annotation still stands where it stood.

Invariant: `exact` is said only when the characters under the raw spans are the quoted ones; what
can't be shown to stand is an orphan, never a guess.
"""

from __future__ import annotations

from annotations.model import Annotation, Status
from annotations.span import picked


def check(annotation: Annotation, raw: str) -> Status:
    """Compare the characters under the raw spans with the quote; cheap enough for every opening.

    White space is left out of both, since line ends that cleaning took away or put in are no part
    of what was marked; a quote of nothing but white space is compared as it is.

    Args:
        annotation: The annotation to check.
        raw: The source's raw text as it is now.

    Returns:
        `exact` or `orphan`.
    """
    there = picked(raw, annotation.raw)
    quote = annotation.quote.exact
    same = there == quote or (not quote.isspace() and _inked(there) == _inked(quote))
    return Status.EXACT if same else Status.ORPHAN


def _inked(text: str) -> str:
    return "".join(text.split())

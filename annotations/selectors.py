"""Quotes: what was marked and what surrounds it, for finding it again.

Invariant: neither prefix nor suffix begins or ends inside a grapheme cluster, unless the marked
span itself does (W3C Web Annotation, 4.2.4 and 4.2.5: selections do not split clusters).
"""

from __future__ import annotations

from collections.abc import Sequence

import regex

from annotations.errors import AnnotationError
from annotations.model import Quote
from annotations.span import Span, picked
from annotations.wording import _

CONTEXT = 32
"""The longest prefix and suffix, in code points."""

_CLUSTER = regex.compile(r"\X")
_LEAD = 128
"""How far before a place clusters are counted from: longer than any that a person has written."""


def quoted(text: str, marked: Span | Sequence[Span]) -> Quote:
    """The quote of a place in an article.

    Args:
        text: The article's text, in its own script.
        marked: What is marked in it, as one span or as several in reading order.

    Raises:
        AnnotationError: The spans hold no character of the text.
    """
    spans = [marked] if isinstance(marked, Span) else list(marked)
    exact = picked(text, spans)
    if not exact:
        raise AnnotationError(_("An annotation must mark at least one character of its article."))
    start, end = spans[0].start, spans[-1].end
    return Quote(exact, prefix=_before(text, start), suffix=_after(text, end))


def widened(text: str, span: Span) -> Span:
    """The span with the grapheme clusters at its two ends made whole; an empty span stays empty."""
    if not span:
        return span
    return Span(_cluster(text, span.start).start, _cluster(text, span.end - 1).end)


def _cluster(text: str, offset: int) -> Span:
    start = _safe(text, offset)
    for found in _CLUSTER.finditer(text, start):
        if found.end() > offset:
            return Span(found.start(), found.end())
    return Span(offset, offset + 1)


def _before(text: str, end: int) -> str:
    for found in _CLUSTER.finditer(text, _safe(text, end - CONTEXT), end):
        if found.start() >= end - CONTEXT:
            return text[found.start() : end]
    return ""


def _after(text: str, start: int) -> str:
    end = start
    for found in _CLUSTER.finditer(text, start, start + CONTEXT + _LEAD):
        if found.end() > start + CONTEXT:
            break
        end = found.end()
    return text[start:end]


def _safe(text: str, offset: int) -> int:
    """An offset at or before this one from which clusters can be counted: after a line's end, or far."""
    offset = max(0, offset)
    return max(0, offset - _LEAD, text.rfind("\n", max(0, offset - _LEAD), offset) + 1)

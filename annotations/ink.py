"""A text without its white space, and the way back.

Invariant: the n-th inked character stands at `offsets[n]` of the raw text. Line ends and indents are
no part of what was marked, so re-flowed lines leave the inked text as it was.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable

from annotations.span import Span, difference

_RUN = re.compile(r"\S+")
_IN_LINE = re.compile(r"\S(?:[^\n\v\f\r\x1c-\x1e\x85\u2028\u2029]*\S)?")


def inked(text: str) -> str:
    """The text without its white space."""
    return "".join(text.split())


class Inked:
    """The inked characters of one raw text."""

    __slots__ = ("offsets", "raw", "text")

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.text = inked(raw)
        """The raw text's characters that are not white space."""
        self.offsets = array("L")
        """Where each of them stands in the raw text; ascending."""
        for found in _RUN.finditer(raw):
            self.offsets.extend(range(*found.span()))

    def __len__(self) -> int:
        return len(self.offsets)

    def within(self, span: Span) -> Span:
        """The inked characters that a raw span covers."""
        start = bisect_left(self.offsets, span.start)
        return Span(start, bisect_left(self.offsets, span.end, start))

    def raw_spans(self, ink: Iterable[Span]) -> tuple[Span, ...]:
        """Where inked characters stand in the raw text, in the order given.

        Grapheme clusters are made whole, and no character is covered twice. Spaces between two
        characters are covered; line ends are not, as cleaning has it.
        """
        spans: list[Span] = []
        for span in ink:
            start, end = self.offsets[span.start], self.offsets[span.end - 1] + 1
            lines = _IN_LINE.finditer(self.raw, start, end)
            spans += [Span(*line.span()) for line in lines]
        return whole_clusters(self.raw, spans)


def whole_clusters(raw: str, spans: Iterable[Span]) -> tuple[Span, ...]:
    """The spans with the grapheme clusters at their ends made whole, none covering one twice."""
    from annotations.selectors import widened

    whole: list[Span] = []
    for span in spans:
        wide = widened(raw, span)
        if any(wide.overlaps(other) for other in whole):
            whole += difference([wide], whole)
        else:
            whole.append(wide)
    return tuple(filter(None, whole))

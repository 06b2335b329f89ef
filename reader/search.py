"""Finds a text in a view whichever script and width either is in.

Both are folded one character for one character, so a hit's offsets are the view's own.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from annotations.span import Span
from reader.script import fold

_WIDTHS = {0x3000: " "} | {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
"""Full-width forms (Unicode block U+FF00) and the ASCII that they are forms of."""


def folded(text: str) -> str:
    """A text as it is compared: Simplified, half-width, lower case; as many characters as before."""
    narrow = fold(text).translate(_WIDTHS)
    lower = narrow.lower()
    if len(lower) == len(narrow):
        return lower
    # A few letters (İ) grow in lower case; they stay as they are.
    return "".join(c if len(c.lower()) != 1 else c.lower() for c in narrow)


class Hits:
    """Where a text stands in another."""

    def __init__(self, haystack: str, wanted: str) -> None:
        """
        Args:
            haystack: A folded text.
            wanted: What to find, as it was typed.
        """
        needle = folded(wanted)
        self.length = len(needle)
        """Characters of every hit."""
        self.starts: list[int] = []
        """Offsets, ascending; hits do not overlap."""
        at = haystack.find(needle) if needle.strip() else -1
        while at >= 0:
            self.starts.append(at)
            at = haystack.find(needle, at + self.length)

    def __len__(self) -> int:
        return len(self.starts)

    def within(self, span: Span) -> list[Span]:
        """The hits that touch a span."""
        first = bisect_right(self.starts, span.start - self.length)
        last = bisect_left(self.starts, span.end)
        return [Span(start, start + self.length) for start in self.starts[first:last]]

    def next(self, offset: int, step: int) -> int | None:
        """Index of the nearest hit after (`step` 1) or before (`step` -1) an offset, going round.

        Returns:
            None when there is none at all.
        """
        if not self.starts:
            return None
        if step > 0:
            return bisect_right(self.starts, offset) % len(self.starts)
        return (bisect_left(self.starts, offset) - 1) % len(self.starts)

    def at_or_after(self, offset: int) -> int | None:
        """Index of the hit at an offset or next after it, going round; None when there is none."""
        return self.next(offset - 1, 1)

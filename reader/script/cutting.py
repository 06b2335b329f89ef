"""Where a text may be cut without changing what any conversion makes of it.

Invariant: no phrase of any dictionary holds a full stop, so what lies between two of them is converted
by itself as it is within the whole.
"""

from __future__ import annotations

FULL_STOPS = "。！？；\n"
"""Characters that stand in no phrase of any dictionary; what ends a line among them."""
_NEAR = 8_000
"""Characters within which a full stop is looked for first; a long text has one there."""


def cut_before(text: str, offset: int) -> int:
    """The last place at or before an offset where a text may be cut: past a full stop, or its start."""
    for first in (max(0, offset - _NEAR), 0):
        at = max(text.rfind(stop, first, offset) for stop in FULL_STOPS)
        if at >= 0:
            return at + 1
    return 0


def cut_after(text: str, offset: int) -> int:
    """The first place after an offset where a text may be cut: past a full stop, or its end."""
    for last in (min(len(text), offset + _NEAR), len(text)):
        found = [at for stop in FULL_STOPS if (at := text.find(stop, offset, last)) >= 0]
        if found:
            return min(found) + 1
    return len(text)


def cuts(text: str, length: int) -> list[int]:
    """Where to cut a text into parts of about so many characters; its start and its end come first and last."""
    found = [0]
    while found[-1] < len(text):
        found.append(cut_after(text, found[-1] + length))
    return found

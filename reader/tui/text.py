"""Outside text cut to a number of cells, and made safe, for lists and lines of the interface."""

from __future__ import annotations

from itertools import pairwise

from reader.text.cells import cell_widths, visible
from reader.text.wrap import wrap


def fitted(text: str, cells: int) -> str:
    """One line of at most `cells` cells, with an ellipsis where it was cut."""
    line = visible(" ".join(text.split()))
    widths = cell_widths(line)
    if sum(widths) <= cells:
        return line
    kept, used = 0, 0
    for width in widths:
        if used + width > max(0, cells - 1):
            break
        kept, used = kept + 1, used + width
    return f"{line[:kept]}…" if cells > 0 else ""


def fitted_end(text: str, cells: int) -> str:
    """The end of a text on one line of at most `cells` cells, with an ellipsis where it was cut."""
    line = visible(" ".join(text.split()))
    widths = cell_widths(line)
    room = cells - 1
    if sum(widths) <= cells:
        return line
    at = len(line)
    while at > 0 and widths[at - 1] <= room:
        at -= 1
        room -= widths[at]
    return f"…{line[at:]}" if cells > 0 else ""


def padded(text: str, cells: int) -> str:
    """The same, filled up with spaces to exactly `cells` cells."""
    line = fitted(text, cells)
    return line + " " * (cells - sum(cell_widths(line)))


def wrapped(text: str, cells: int) -> list[str]:
    """A sentence on lines of at most `cells` cells, broken as Chinese and Latin text is broken."""
    starts = [*wrap(text, cells), len(text)]
    return [text[start:end].strip() for start, end in pairwise(starts)]

"""How a page is to be set: what a reader may choose about measure, spacing and punctuation.

Invariant: a `Typography` only changes how characters look and where they stand, never which ones there
are nor their offsets; every choice is within the ranges below, so that any of them sets any text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

LEAST_MEASURE, MOST_MEASURE = 10, 60
"""Ideographs; below ten no line reads well (clreq 7.1.1)."""
LEAST_MARGIN, MOST_MARGIN = 2, 20
"""Cells; the sign of a highlight takes two."""
MOST_INDENT = 2
MOST_SPACING = 1

Columns = Literal[1, 2, "auto"]


@dataclass(frozen=True, slots=True)
class Typography:
    """One way of setting pages."""

    measure: int = 42
    """The longest line, in ideographs of two cells (clreq 7.1.1: 17 to 40 in books, 48 at most)."""
    margin: int = 2
    """Cells left free on either side of a column of text, where there is room."""
    spacing: int = 0
    """Blank rows between two rows of text."""
    indent: int = 2
    """Ideographs that a paragraph's first line is indented by; 0 parts paragraphs by a blank row."""
    justify: bool = False
    """Whether rows are brought to one length, as far as whole cells allow."""
    hanging: bool = False
    """Whether a pause or a stop may hang in the margin (clreq 6.1.3)."""
    columns: Columns = "auto"
    """How many columns of text stand side by side; "auto" sets two where the screen is wide."""
    full_width: bool = False
    """Whether half-width punctuation in Chinese text is shown full-width."""
    ambiguous: Literal[1, 2] = 1
    """Cells of a character of ambiguous width (“ ” … — and the like), as the terminal draws them."""

    @property
    def may_hang(self) -> bool:
        """Whether there is a margin for a mark to hang in."""
        return self.hanging and self.margin >= HANGING_CELLS


HANGING_CELLS = 2
"""Cells past the measure that a hanging mark may take."""

PLAIN = Typography()
"""What holds for whoever sets nothing."""

"""The columns of text that stand side by side on a screen, and what stands where in them.

Invariant: rows flow down the first column and on at the top of the next, as in a newspaper, so that a
screen of n columns shows n times its height of rows, one after the other; `under` and `place_of` are
each other's inverse on every cell of every column.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from reader.text.setting import NARROW
from reader.text.typography import Typography

_GOOD_MEASURE = 36
"""Ideographs that each of two columns has to hold before two are set unasked."""


@dataclass(frozen=True, slots=True)
class Spread:
    """How a screen is divided into columns of text."""

    columns: int
    """How many, one or two."""
    width: int
    """Cells of each."""
    left: int
    """Cells left of the first."""
    height: int
    """Rows of the screen."""

    @classmethod
    def of(cls, width: int, height: int, typography: Typography) -> Self:
        """Divide a screen of so many cells and rows as a typography asks for and as there is room."""
        half = width // 2
        if typography.columns == "auto":
            least = 2 * (min(typography.measure, _GOOD_MEASURE) + typography.margin)
        else:
            least = NARROW
        if typography.columns == 1 or half < least:
            return cls.single(width, height)
        column = min(half, 2 * (typography.measure + typography.margin))
        return cls(2, column, (width - 2 * column) // 2, max(1, height))

    @classmethod
    def single(cls, width: int, height: int) -> Self:
        """A screen with one column."""
        return cls(1, width, 0, max(1, height))

    @property
    def rows(self) -> int:
        """Rows of text that are in sight."""
        return self.columns * self.height

    def left_of(self, column: int) -> int:
        """The first cell of a column."""
        return self.left + column * self.width

    def under(self, x: int, y: int, top: int) -> tuple[int, int]:
        """Row of the text, and cell of its column, at a cell of the screen.

        Args:
            x: Beside the columns the nearest one counts.
            y: Above and below the screen the rows go on.
            top: The row at the top of the first column.
        """
        column = min(max(0, (x - self.left) // self.width), self.columns - 1)
        return top + column * self.height + y, x - self.left_of(column)

    def place_of(self, row: int, cell: int, top: int) -> tuple[int, int]:
        """Cell and row of the screen for a cell of a row of the text; outside it when out of sight."""
        below = row - top
        column = min(max(0, below // self.height), self.columns - 1)
        return self.left_of(column) + cell, below - column * self.height

    def top_for(self, row: int, top: int, edge: int) -> int:
        """The row to have at the top so that `row` is in sight, `top` itself if it is already.

        Args:
            row: A row of the text.
            top: The row at the top now.
            edge: Rows to keep in sight above and below `row`. Two columns are turned like a page
                instead, so that the eye finds them where they were.
        """
        if self.columns > 1:
            return top + (row - top) // self.rows * self.rows
        edge = min(edge, max(0, (self.height - 1) // 2))
        if row < top + edge:
            return row - edge
        if row >= top + self.height - edge:
            return row - self.height + 1 + edge
        return top

    @property
    def page(self) -> int:
        """Rows that a page goes on by: two stay in sight, but for columns, which are turned whole."""
        return max(1, self.height - 2) if self.columns == 1 else self.rows

"""Which characters of an article stand in which row of the screen, kept as one offset a row.

Rows are counted from the setting's top, the blank rows between blocks included; offsets are into the
view text, the blocks' texts joined by one newline.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Sequence

from reader.text.fullwidth import stretch
from reader.text.looks import Look, SetBlock, blank_rows_between, look_of
from reader.text.typography import PLAIN, Typography
from reader.text.wrap import wrap, wrap_title

_PIECE = 1 << 14
"""Characters of a block that are broken into rows at a time."""
_LOOK_AHEAD = 3
"""Rows at the end of a piece that may fall otherwise when what follows is known."""


class Rows:
    """The rows of an article's blocks in a measure of so many cells.

    They are set from the top, at once or in parts; rows once set stay as they are.
    """

    __slots__ = (
        "_blocks",
        "_first_rows",
        "_length",
        "_measure",
        "_reached",
        "_starts",
        "_step",
        "_tops",
        "_typography",
        "block_starts",
    )

    def __init__(
        self, blocks: Sequence[SetBlock], measure: int, typography: Typography = PLAIN
    ) -> None:
        self._blocks = blocks
        self._measure = measure
        self._typography = typography
        self._step = 1 + typography.spacing
        """Rows of the screen from one row of text to the next of its block."""
        self._length = max(0, sum(len(block.text) + 1 for block in blocks) - 1)
        self._reached = 0
        """View offset of the row to be set next."""
        self._starts = array("I")
        """View offset of each row of text."""
        self._first_rows = array("I")
        """For each block begun, the index in `_starts` of its first row."""
        self._tops = array("I")
        """For each block begun, the row of the screen that its first row is."""
        self.block_starts = array("I")
        """For each block begun, the view offset of its first character."""

    def __len__(self) -> int:
        """Number of rows set so far, the blank ones included."""
        if not self._tops:
            return 0
        within = len(self._starts) - self._first_rows[-1]
        return self._tops[-1] + max(0, (within - 1) * self._step + 1)

    @property
    def reached(self) -> int:
        """View offset before which every row is set."""
        return self._reached

    @property
    def is_complete(self) -> bool:
        """Whether every row is set."""
        return self._reached > self._length or not self._blocks

    @property
    def estimate(self) -> int:
        """About how many rows there will be; exactly how many once all are set."""
        if self.is_complete:
            return len(self)
        if not self._reached:
            return 2 * self._length // self._measure * self._step
        return len(self) * self._length // self._reached

    def set_more(self, characters: int) -> bool:
        """Set at least so many more characters, or all that are left.

        Returns:
            Whether the setting is complete now.
        """
        wanted = min(self._reached + characters, self._length + 1)
        while self._reached < wanted:
            self._set_piece()
        return self.is_complete

    def _set_piece(self) -> None:
        index = len(self.block_starts) - 1
        if index < 0 or self._is_set(index):
            index += 1
            above = self._blocks[index - 1].kind if index else None
            blanks = blank_rows_between(above, self._blocks[index].kind, self._typography)
            self._tops.append(len(self) + blanks)
            self._first_rows.append(len(self._starts))
            self.block_starts.append(self._reached)
        block = self._blocks[index]
        look = look_of(block, self._measure, self._typography)
        base = self.block_starts[index]
        begin = self._reached - base
        size = _PIECE
        while True:
            end = min(len(block.text), begin + size)
            rows = self._wrapped(block, look, begin, end)
            if end == len(block.text) or len(rows) > _LOOK_AHEAD:
                break
            size *= 2
        if end == len(block.text):
            self._reached = base + end + 1
        else:
            self._reached = base + begin + rows[-_LOOK_AHEAD]
            rows = rows[:-_LOOK_AHEAD]
        self._starts.extend(base + begin + row for row in rows)

    def _is_set(self, index: int) -> bool:
        return self._reached > self.block_starts[index] + len(self._blocks[index].text)

    def _wrapped(self, block: SetBlock, look: Look, begin: int, end: int) -> array[int]:
        typography = self._typography
        shown = stretch(block.text, begin, end, is_full_width=typography.full_width)
        extra = {join - begin: 1 for join in block.joins if begin <= join < end}
        for at in shown.closed:
            extra[at] = extra.get(at, 0) - 1
        first = look.rest if begin else look.first
        width = self._measure - look.right
        ambiguous, hangs = typography.ambiguous, typography.may_hang
        if look.is_balanced:
            return wrap_title(shown.text, width, first, look.rest, extra, ambiguous=ambiguous)
        return wrap(shown.text, width, first, look.rest, extra, hangs=hangs, ambiguous=ambiguous)

    def is_last(self, index: int, block: int) -> bool:
        """Whether the text row `index` is the last of `block`."""
        return index + 1 == self._rows_end(block) and self._is_set(block)

    def is_first(self, index: int, block: int) -> bool:
        """Whether the text row `index` is the first of `block`."""
        return index == self._first_rows[block]

    def at(self, y: int) -> tuple[int | None, int]:
        """What stands in row `y` of those that are set.

        Returns:
            Index among the rows of text, None for a blank row, and index of the block at or below it.
        """
        block = bisect_right(self._tops, y) - 1
        if block < 0:
            return None, 0
        rows, between = divmod(y - self._tops[block], self._step)
        index = self._first_rows[block] + rows
        if index < self._rows_end(block) and not between:
            return index, block
        return None, block if index + 1 < self._rows_end(block) else block + 1

    def bounds(self, index: int, block: int) -> tuple[int, int]:
        """View offsets of the text row `index` of `block`, the newline after the block left out."""
        start = self._starts[index]
        if index + 1 < self._rows_end(block):
            return start, self._starts[index + 1]
        block_end = self.block_starts[block] + len(self._blocks[block].text)
        return start, min(self._reached, block_end)

    def row_of(self, offset: int) -> int:
        """The row that shows the character at `offset`; a newline counts to the row that it ends.

        What is not set yet is set as far as that. Offsets beyond the text count as its ends.
        """
        if not self._blocks:
            return 0
        offset = min(max(offset, 0), self._length)
        self.set_more(offset + 1 - self._reached)
        block = bisect_right(self.block_starts, offset) - 1
        first = self._first_rows[block]
        index = bisect_right(self._starts, offset, first, self._rows_end(block)) - 1
        return self._tops[block] + (index - first) * self._step

    def _rows_end(self, block: int) -> int:
        following = block + 1
        return self._first_rows[following] if following < len(self._tops) else len(self._starts)

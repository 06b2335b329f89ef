"""Sets an article for a screen of so many columns: which characters stand in which row, and where.

Offsets are into the *view text*, the blocks' texts joined by one newline. Cells count from the
screen's left edge, rows from the setting's top.

Invariant: the rows that are not blank, read one after the other with the newlines put back between
blocks, are the view text, however it is set. Indents, signs, marks and gaps are decoration and have no
offset.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from reader.text.cells import cell_widths, cells, cluster_ends, visible
from reader.text.fullwidth import CLOSED, Shown, stretch
from reader.text.justify import gaps
from reader.text.looks import Look, SetBlock, look_of
from reader.text.page import BlockKind
from reader.text.rows import Rows
from reader.text.typography import HANGING_CELLS, LEAST_MEASURE, PLAIN, Typography

NARROW = 24
"""Columns below which there are no margins."""
BREAK_MARK = "\N{BOX DRAWINGS LIGHT DOUBLE DASH VERTICAL}"
"""Drawn before the first character after a repaired break; one cell."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the screen."""

    kind: BlockKind | None
    """Of the block that it belongs to; None for a blank row."""
    block: int
    """Index of the block; for a blank row, of the block below it."""
    start: int
    """View offset of its first character."""
    end: int
    """View offset past its last character, the newline after a block left out."""
    indent: int
    """Cells from the left of the measure to the text, the lead included."""
    lead: str
    """Decoration that ends where the text begins, within the indent."""
    tail: str
    """Decoration that begins where the text ends."""
    first: bool
    """Whether it is its block's first."""
    last: bool
    """Whether it is its block's last."""
    marks: tuple[int, ...]
    """View offsets in the row before whose characters a break mark takes one cell."""
    gaps: tuple[int, ...] = ()
    """View offsets in the row before whose characters a cell is left to justify it."""


class Cluster(NamedTuple):
    """One grapheme cluster of a row, where it is painted."""

    offset: int
    """View offset of its first character."""
    end: int
    """View offset past its last character."""
    cell: int
    """Its first cell; the mark of a repaired break, or a gap, is the cell before."""
    width: int
    """Its cells, one or more; 0 for a space that hangs past the end of the measure or is closed."""


class Setting:
    """The rows of an article for one number of columns.

    What a row looks like is worked out when it is asked for. Setting goes from the top and can be done
    in parts; rows once set stay as they are. An instance belongs to one thread at a time.
    """

    __slots__ = ("_blocks", "_rows", "columns", "margin", "measure", "typography")

    def __init__(
        self, blocks: Sequence[SetBlock], columns: int, typography: Typography = PLAIN
    ) -> None:
        """
        Args:
            blocks: In reading order; nothing of them is set yet.
            columns: Cells of the screen, or of the column of text; less than 4 count as 4.
            typography: How to set them.
        """
        columns = max(4, columns)
        self.columns = columns
        """Cells of the screen's width."""
        margin = min(typography.margin, (columns - 2 * LEAST_MEASURE) // 2)
        room = columns - 2 * margin if columns >= NARROW else columns
        if typography.hanging and columns >= NARROW:
            # Beside a mark that hangs there is a cell still: a scrollbar may stand there.
            room = min(room, columns - 2 * (HANGING_CELLS + 1))
        self.measure = min(2 * typography.measure, room - room % 2)
        """Cells that the text is set within, an even number."""
        self.margin = (columns - self.measure) // 2
        """Cells left of the measure."""
        self.typography = replace(typography, margin=self.margin)
        """How it is set, with the margin that there is room for."""
        self._blocks = tuple(blocks)
        self._rows = Rows(self._blocks, self.measure, self.typography)

    @property
    def reached(self) -> int:
        """View offset before which every row is set."""
        return self._rows.reached

    @property
    def is_complete(self) -> bool:
        """Whether every row is set, so that `len()` is the article's height."""
        return self._rows.is_complete

    @property
    def estimated_rows(self) -> int:
        """About how many rows there will be; exactly how many once the setting is complete."""
        return self._rows.estimate

    def set_more(self, characters: int) -> bool:
        """Set at least so many more characters, or all that are left.

        Returns:
            Whether the setting is complete now.
        """
        return self._rows.set_more(characters)

    def __len__(self) -> int:
        """Number of rows set so far, the blank ones included."""
        return len(self._rows)

    def row(self, y: int) -> Row:
        """What stands in row `y`.

        Raises:
            IndexError: There is no such row, or it is not set yet.
        """
        if not 0 <= y < len(self):
            raise IndexError(f"no row {y} among {len(self)}")
        rows = self._rows
        index, at = rows.at(y)
        base = rows.block_starts[at]
        if index is None:
            return Row(None, at, base, base, 0, "", "", first=False, last=False, marks=())
        block = self._blocks[at]
        look = look_of(block, self.measure, self.typography)
        start, end = rows.bounds(index, at)
        is_first, is_last = rows.is_first(index, at), rows.is_last(index, at)
        joins = block.joins
        marks = joins[bisect_left(joins, start - base) : bisect_left(joins, end - base)]
        row = Row(
            kind=block.kind,
            block=at,
            start=start,
            end=end,
            indent=look.first if is_first else look.rest,
            lead=look.lead if is_first else "",
            tail=look.tail if is_last else "",
            first=is_first,
            last=is_last,
            marks=tuple(base + mark for mark in marks),
        )
        if self.typography.justify and not (is_last or look.is_balanced):
            return replace(row, gaps=self._gaps(row, look))
        return row

    def _gaps(self, row: Row, look: Look) -> tuple[int, ...]:
        shown = self._shown(row)
        text = shown.text.rstrip()
        closed = sum(at < len(text) for at in shown.closed)
        taken = row.indent + len(row.marks) + cells(text, self.typography.ambiguous) - closed
        found = gaps(text, self.measure - look.right - taken)
        # A mark parts the text already.
        return tuple(row.start + at for at in found if row.start + at not in row.marks)

    def text_of(self, y: int) -> str:
        """The characters of row `y` as they may be sent to a terminal, without decoration.

        One code point for each of the row's, but for spaces that hang past the end of the measure;
        `CLOSED` for a space that takes no cell, and is not to be sent.
        """
        row = self.row(y)
        text, closed = self._shown(row)
        if text[-1:].isspace():
            for cluster in reversed(self.clusters_of(y)):
                if cluster.width:
                    break
                text = text[: cluster.offset - row.start]
        text = visible(text)
        if closed:
            characters = list(text)
            for at in closed:
                # Beyond the end are those that hang.
                characters[at : at + 1] = CLOSED if at < len(text) else ""
            text = "".join(characters)
        return text

    def _shown(self, row: Row) -> Shown:
        if row.kind is None:
            return Shown("", ())
        base = self._rows.block_starts[row.block]
        start, end = row.start - base, row.end - base
        is_full_width = self.typography.full_width
        return stretch(self._blocks[row.block].text, start, end, is_full_width=is_full_width)

    def clusters_of(self, y: int) -> list[Cluster]:
        """The grapheme clusters of row `y` with their cells, from left to right.

        Raises:
            IndexError: There is no such row, or it is not set yet.
        """
        row = self.row(y)
        text, closed = self._shown(row)
        widths = bytearray(cell_widths(text, self.typography.ambiguous))
        for at in closed:
            widths[at] = 0
        cell = self.margin + row.indent
        look = look_of(self._blocks[row.block], self.measure, self.typography)
        edge = self.margin + self.measure - look.right
        parted = frozenset(row.marks + row.gaps)
        found = []
        at = 0
        for end in cluster_ends(text):
            width = widths[at] if end - at == 1 else sum(widths[at:end])
            offset = row.start + at
            if parted and offset in parted:
                cell += 1
            if cell + width > edge and text[at].isspace():
                width = 0
            found.append(Cluster(offset, row.start + end, cell, width))
            cell += width
            at = end
        return found

    def row_of(self, offset: int) -> int:
        """The row that shows the character at `offset`; a newline counts to the row that it ends.

        What is not set yet is set as far as that. Offsets beyond the text count as its ends.
        """
        return self._rows.row_of(offset)

    def cell_of(self, offset: int) -> tuple[int, int]:
        """Row and first cell of the cluster that holds `offset`; for a newline, where the text ends."""
        y = self.row_of(offset)
        if not self._blocks:
            return y, self.margin
        cell = self.margin + self.row(y).indent
        for cluster in self.clusters_of(y):
            if offset < cluster.end:
                return y, cluster.cell
            cell = cluster.cell + cluster.width
        return y, cell

    def offset_at(self, y: int, x: int) -> int | None:
        """Offset of the cluster one of whose cells is `x` in row `y`; None for decoration and margin."""
        for cluster in self.clusters_of(y) if 0 <= y < len(self) else ():
            if cluster.cell <= x < cluster.cell + cluster.width:
                return cluster.offset
        return None

    def mark_at(self, y: int, x: int) -> int | None:
        """Offset of the first character after the repaired break whose mark is at `x` in row `y`."""
        for offset in self.row(y).marks if 0 <= y < len(self) else ():
            if self.cell_of(offset) == (y, x + 1):
                return offset
        return None

    def nearest(self, y: int, x: int) -> int:
        """Offset of the cluster nearest to a place on the screen, in its row or the nearest with text.

        Left of the text that is the row's first, right of it its last that is seen; on a break mark
        the character after it. 0 for an article without blocks.
        """
        if not self._blocks:
            return 0
        self._rows.row_of(0)
        y = min(max(y, 0), len(self) - 1)
        # Blank rows stand above a block, at most two: the lower one goes with what is below.
        while self._rows.at(y)[0] is None:
            is_under_text = y > 0 and self._rows.at(y - 1)[0] is not None
            is_over_text = self._rows.at(y + 1)[0] is not None
            y += -1 if is_under_text and not is_over_text else 1
        row = self.row(y)
        found = row.start
        for cluster in self.clusters_of(y):
            if cluster.width and cluster.cell - (cluster.offset in row.marks) <= x:
                found = cluster.offset
        return found


def set_blocks(
    blocks: Sequence[SetBlock],
    columns: int,
    at_once: int | None = None,
    typography: Typography = PLAIN,
) -> Setting:
    """Set an article's blocks for a screen of so many columns.

    Args:
        blocks: In reading order.
        columns: Cells of the screen, or of the column of text.
        at_once: Characters to set now, the rest being left to `Setting.set_more`; None for all.
        typography: How to set them.
    """
    setting = Setting(blocks, columns, typography)
    setting.set_more(sum(len(block.text) + 1 for block in blocks) if at_once is None else at_once)
    return setting

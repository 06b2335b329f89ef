"""Reads columns that a tool printed side by side, one below the other.

Invariant: every character of the lines that came in that is no white space goes out once; lines of a
page without gutters go out as they came. `pdftotext -layout` and its like print a page as it looks:
a row of text holds a piece of every column, with spaces over the gutter between.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from annotations.span import Span
from reader.cleaning.lines import Line
from reader.text.patterns import lazily

_TOKEN = lazily(r"\S+")
_WIDE_GAP = lazily(r"\S[ \u3000]{2,}\S")
_LEAST_WIDE = 0.15
"""So many of a page's lines hold a run of spaces where there are gutters: columns end unevenly."""
_WINDOW = 10
_LEAST_ALIKE = 0.4
"""In so many of a few lines does text begin at the same place, right of a gutter."""
_NARROWEST = 7
"""Characters from the beginning of one column to that of the next, at least."""
_LATE = 4
"""Latin letters earlier in a row push the rest of it so many characters to the right."""
_FAR = 4
"""So many spaces divide a row outside of columns."""
_SET_APART = 3
"""So many rows without a piece of a column are a gap in it."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """Text without white space in one row."""

    start: int
    """Characters from the row's beginning."""
    end: int
    before: int
    """How much white space stands before it."""


@dataclass(frozen=True, slots=True)
class _Row:
    line: Line
    begin: int
    """Raw offset of the row's first character."""
    pieces: tuple[_Piece, ...]


def read_columns(raw: str, lines: Sequence[Line]) -> Sequence[Line]:
    """The lines with columns side by side taken apart, each column's lines in a row."""
    wide = sum(
        _WIDE_GAP.search(line.text) is not None
        for line in lines
        if "  " in line.text or "\u3000" in line.text
    )
    if wide < 4 or wide < _LEAST_WIDE * len(lines):
        return lines
    apart = sum(line.gap > 0 for line in lines) * 2 > len(lines)
    rows = [_row(raw, line._replace(gap=0) if apart else line) for line in lines]
    read: list[Line] = []
    at = 0
    while at < len(rows):
        begins = _columns(rows[at : at + _WINDOW])
        end = at
        if len(begins) > 1 and not _is_alone(rows, at):
            while end < len(rows) and not _spans(rows, end, begins):
                end += 1
        if end - at < 2:
            read += _set_apart(raw, rows[at])
            at += 1
        else:
            read += _unfolded(raw, rows[at:end], begins)
            at = end
    return read


def _row(raw: str, line: Line) -> _Row:
    begin = max(raw.rfind("\n", 0, line.span.start), raw.rfind("\f", 0, line.span.start)) + 1
    pieces = []
    end = 0
    for found in _TOKEN.finditer(raw, line.span.start, line.span.end):
        start = found.start() - begin
        pieces.append(_Piece(start, found.end() - begin, start - end))
        end = found.end() - begin
    return _Row(line, begin, tuple(pieces))


def _columns(rows: Sequence[_Row]) -> list[int]:
    """Where columns begin: places at which text begins in many of the rows."""
    starts = Counter(piece.start for row in rows for piece in row.pieces[1:])
    weight = {
        place: starts[place] + 0.5 * (starts[place - 1] + starts[place + 1]) for place in starts
    }
    begins = [0]
    for place in sorted(weight, key=lambda place: (-weight[place], place)):
        alike = sum(starts[place + off] for off in range(-1, _LATE))
        if alike < max(3, _LEAST_ALIKE * len(rows)):
            continue
        if all(abs(place - other) >= _NARROWEST for other in begins):
            begins.append(place)
    return sorted(begins)


def _is_alone(rows: Sequence[_Row], at: int) -> bool:
    """Whether blank lines stand above and below a row."""
    return (at == 0 or rows[at].line.gap > 0) and at + 1 < len(rows) and rows[at + 1].line.gap > 0


def _spans(rows: Sequence[_Row], at: int, begins: Sequence[int]) -> bool:
    """Whether a row's text runs across the gutters, as a headline does."""
    row = rows[at]
    last = row.pieces[-1].end
    close = all(piece.before <= 1 for piece in row.pieces[1:])
    if close and row.pieces[0].start == 0 and _is_alone(rows, at):
        return True
    crossed = [begin for begin in begins[1:] if begin + 1 < last]
    if not crossed:
        return False
    below = rows[at + 1].pieces[-1].end if at + 1 < len(rows) else 0
    if close and row.line.gap and below > last + _NARROWEST:
        return True
    starts = [piece.start for piece in row.pieces]
    return not any(begin - 1 <= start <= begin + _LATE for begin in crossed for start in starts)


def _set_apart(raw: str, row: _Row) -> Iterator[Line]:
    """A row outside of columns: what stands far apart in it (a running title, a date) belongs apart."""
    groups: list[list[_Piece]] = []
    for piece in row.pieces:
        if groups and piece.before < _FAR:
            groups[-1].append(piece)
        else:
            groups.append([piece])
    if len(groups) == 1:
        yield row.line
        return
    for at, pieces in enumerate(groups):
        span = Span(row.begin + pieces[0].start, row.begin + pieces[-1].end)
        yield row.line._replace(
            span=span, text=raw[span.start : span.end], gap=0 if at else row.line.gap
        )


def _column_of(piece: _Piece, before: int, begins: Sequence[int]) -> int:
    """The column that a piece stands in, no further left than the piece before it."""
    near = [
        at
        for at, begin in enumerate(begins)
        if at >= before and begin - 2 <= piece.start <= begin + _LATE
    ]
    if near and (piece.before > 1 or near[-1] > before):
        return near[-1]
    if piece.before <= 1:
        return before
    inside = [at for at, begin in enumerate(begins) if at >= before and begin - 2 <= piece.start]
    return inside[-1] if inside else before


def _unfolded(raw: str, rows: Sequence[_Row], begins: Sequence[int]) -> Iterator[Line]:
    """A band of columns, column by column."""
    cells: list[list[tuple[int, Line]]] = [[] for _ in begins]
    for number, row in enumerate(rows):
        held: dict[int, list[_Piece]] = {}
        column = 0
        for at, piece in enumerate(row.pieces):
            column = _column_of(piece, column if at else 0, begins)
            held.setdefault(column, []).append(piece)
        for column, pieces in held.items():
            first = pieces[0]
            span = Span(row.begin + first.start, row.begin + pieces[-1].end)
            # After a single space the place says nothing: the row was full, and pushed it there.
            told = column == 0 or first.before > 1
            indent = max(0, first.start - begins[column]) if told else 0
            line = Line(row.line.number, span, raw[span.start : span.end], indent, 0)
            cells[column].append((number, line))
    for place, held_rows in enumerate(cells):
        for at, (number, line) in enumerate(held_rows):
            if at:
                yield line._replace(gap=int(number - held_rows[at - 1][0] > _SET_APART))
            else:
                # A column goes on with the text of the one before.
                yield line._replace(gap=int(place == 0))

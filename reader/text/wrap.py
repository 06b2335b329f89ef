"""Breaks a paragraph of Chinese news into rows.

Invariant: the rows are the text, cut: nothing is lost, added or moved, and every row has at least one
character. A row starts with no closing mark and ends with no opening one as long as the row allows it;
where a mark would, the characters before it are carried over to the next row (推出, W3C clreq 6.1.1),
or, if the reader likes, a pause or a stop hangs in the margin (6.1.3).
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from reader.text.cells import cell_widths, cluster_ends, is_grapheme_break
from reader.text.linebreaks import (
    can_stand_alone,
    is_plain_pair,
    is_space,
    is_tolerable,
    may_break,
    may_hang,
)
from reader.text.typography import HANGING_CELLS

# Where an address that is longer than a row is broken, if it can be.
_AFTER_IN_ADDRESS = frozenset("/-?&=._#%+")
_LONG_RUN = 8
"""Characters; a shorter unbreakable run at a row's end is carried over without further thought."""

_ORPHAN = 4
"""Characters; a longer last row is never one ideograph with its punctuation."""
_REACH_FOR_ORPHAN = 6
"""Characters that the row before gives up at most for a last row's sake."""


def wrap(
    text: str,
    width: int,
    first_indent: int = 0,
    indent: int = 0,
    extra: Mapping[int, int] | None = None,
    *,
    hangs: bool = False,
    ambiguous: int = 1,
) -> array[int]:
    """Break one paragraph into rows.

    Spaces at a break belong to the row before it and need no room there. A run without a break that is
    longer than a row is cut where a grapheme cluster ends, an address by preference after a slash.

    Args:
        text: Without newlines; measured as `cells.visible` shows it.
        width: Cells of a row, indent included.
        first_indent: Cells left free at the start of the first row.
        indent: Cells left free at the start of every other row.
        extra: Additional cells that something drawn before the character at an offset takes.
        hangs: Whether one pause or stop may stand past a row's width, in at most `HANGING_CELLS`.
        ambiguous: Cells of a character of ambiguous width.

    Returns:
        Offset in `text` of the first character of each row, ascending; the first is 0, also for an
        empty text.
    """
    rows = array("I", [0])
    measured = _Measured(text, _widths(text, extra, ambiguous), hangs)
    widths = measured.widths
    start, room, length = 0, width - first_indent, len(text)
    while True:
        end = _fitting(widths, start, room)
        if end >= length:
            return _without_orphan(measured, rows, width - indent)
        # Two ideographs on either side, the usual case, need no closer look.
        if end == start or not is_plain_pair(text[end - 1], text[end]):
            end = _break_in(measured, start, end, width - indent)
            if end >= length:
                return _without_orphan(measured, rows, width - indent)
        rows.append(end)
        start, room = end, width - indent


def wrap_title(
    text: str,
    width: int,
    first_indent: int = 0,
    indent: int = 0,
    extra: Mapping[int, int] | None = None,
    *,
    ambiguous: int = 1,
) -> array[int]:
    """Break a title into as few rows as `wrap` would: at its spaces if that will do, else evenly.

    A title's spaces part its phrases. For the arguments see `wrap`; the text should be short, since
    many widths are tried.
    """
    rows = wrap(text, width, first_indent, indent, extra, ambiguous=ambiguous)
    if len(rows) == 1:
        return rows
    widths = _widths(text, extra, ambiguous)

    def fits(start: int, end: int) -> bool:
        end = start + len(text[start:end].rstrip())
        return sum(widths[start:end]) <= width - (indent if start else first_indent)

    phrases = [
        at
        for at in range(1, len(text))
        if is_space(text[at - 1]) and not is_space(text[at]) and may_break(text, at)
    ]
    at_spaces = array("I", [0])
    for start, end in pairwise([0, *phrases, len(text)]):
        if start and not fits(at_spaces[-1], end):
            at_spaces.append(start)
    if len(at_spaces) <= len(rows) and all(
        fits(start, end) for start, end in pairwise([*at_spaces, len(text)])
    ):
        return at_spaces
    for narrower in range(width - 1, width // 2, -1):
        trial = wrap(text, narrower, first_indent, indent, extra, ambiguous=ambiguous)
        if len(trial) > len(rows) or not all(
            may_break(text, at) and is_grapheme_break(text, at) for at in trial[1:]
        ):
            break
        rows = trial
    return rows


class _Measured(NamedTuple):
    """A paragraph that is being broken."""

    text: str
    widths: bytes | bytearray
    """Cells of each code point with what is drawn before it."""
    hangs: bool
    """Whether a pause or a stop may hang in the margin."""


def _widths(text: str, extra: Mapping[int, int] | None, ambiguous: int) -> bytes | bytearray:
    """Cells of each code point with what is drawn before it."""
    widths = cell_widths(text, ambiguous)
    if not extra:
        return widths
    widened = bytearray(widths)
    for at, cells in extra.items():
        widened[at] += cells
    return widened


def _without_orphan(measured: _Measured, rows: array[int], width: int) -> array[int]:
    """Bring a character down to a last row that would be a single one (clreq 7.1.2, 單字不成行)."""
    text, widths, _ = measured
    last = rows[-1]
    if len(rows) == 1 or len(text) - last > _ORPHAN or can_stand_alone(text[last:]):
        return rows
    start = max(rows[-2], last - _REACH_FOR_ORPHAN)
    for at in _cluster_ends(text, rows[-2], last - 1):
        if at <= start or _fitting(widths, at, width) < len(text):
            break
        if may_break(text, at):
            rows[-1] = at
            break
    return rows


def _fitting(widths: bytes | bytearray, start: int, room: int) -> int:
    """The furthest end of a row from `start` that is at most `room` cells wide."""
    end, length = start, len(widths)
    while room > 1 and end < length:
        step = widths[end : end + (room >> 1)]
        room -= sum(step)
        end += len(step)
    while room < 0 and end > start:
        end -= 1
        room += widths[end]
    while end < length and widths[end] <= room:
        room -= widths[end]
        end += 1
    return end


def _break_in(measured: _Measured, start: int, end: int, width: int) -> int:
    """The best place to end the row that begins at `start` and has no room beyond `end`.

    Args:
        measured: The paragraph.
        start: A cluster boundary.
        end: Where the row is full; at the earliest `start`.
        width: Cells of the next row, to tell a run that fits no row from one that fits the next.
    """
    text, widths, hangs = measured
    length = len(text)
    if hangs and (hung := _hung(text, widths, start, end)):
        return hung
    hanging = _past_spaces(text, end)
    if hanging > start and (hanging == length or (hanging > end and may_break(text, hanging))):
        return hanging
    places = _cluster_ends(text, start, end)
    found = next((at for at in places if may_break(text, at)), start)
    if found > start and (end - found <= _LONG_RUN or not _is_overlong(text, widths, found, width)):
        return found
    loose = [at for at in places if at > found and is_tolerable(text, at)]
    half = (start + end) // 2
    in_address = (at for at in loose if at > half and text[at - 1] in _AFTER_IN_ADDRESS)
    if loose:
        return next(in_address, loose[0])
    if found > start:
        return found
    if hanging > end:
        return hanging
    if places:
        return places[0]
    # Not even one cluster fits: take as much of it as there is room for, a character at the least.
    end = max(end, start + 1)
    while end < length and not widths[end]:
        end += 1
    return end


def _hung(text: str, widths: bytes | bytearray, start: int, end: int) -> int:
    """Where a row ends whose last mark, the one at `end`, hangs in the margin; 0 if none can."""
    if end == start or widths[end] > HANGING_CELLS or not may_hang(text, end):
        return 0
    if not (is_grapheme_break(text, end) and is_grapheme_break(text, end + 1)):
        return 0
    past = _past_spaces(text, end + 1)
    return past if past == len(text) or may_break(text, past) else 0


def _past_spaces(text: str, at: int) -> int:
    while at < len(text) and is_space(text[at]):
        at += 1
    return at


def _cluster_ends(text: str, start: int, end: int) -> Sequence[int]:
    """The cluster boundaries after `start` and up to `end`, the last first; `start` must be one."""
    # Whether a cluster ends at a place is told by what is before it and one character after it.
    ends = cluster_ends(text[start : end + 1])
    return [start + at for at in reversed(ends) if start + at <= end]


def _is_overlong(text: str, widths: bytes | bytearray, start: int, width: int) -> bool:
    """Whether the unbreakable run that begins at `start` is longer than a row of `width` cells."""
    end = _fitting(widths, start, width)
    if end >= len(text):
        return False
    return not any(may_break(text, at) for at in _cluster_ends(text, start, end))

"""Puts hard-wrapped lines together, as PDF tools print them: every printed line a line of text.

Invariant: every line stands in exactly one fragment, lines in the order they were given; a text that
was not wrapped to a measure comes out a line a fragment. Time and memory grow with the lines alone.

Between two lines of a column a paragraph either goes on or ends, and most signs are weak: how far a
line falls short of the measure, whether it ends a sentence, whether the next one is indented, or
shorter by just the indent that a tool left out. So the signs are added up as log odds, and the
likeliest way of cutting the whole column is found at once (Viterbi 1967): what a first line may look
like depends on its being one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple

from reader.cleaning.lettering import Printed, vertical
from reader.cleaning.lines import Fragment, Line
from reader.cleaning.looks import ends_sentence, look_at, points_at_picture, starts_anew
from reader.text.patterns import lazily

_MIN_MEASURE = 8
_MAX_MEASURE = 60
"""A printed column is 8 to 60 ideographs wide; shorter lines are menus, longer ones are paragraphs."""

_NARROW = "\u2000"
"""Characters before this one are narrow: Latin letters, digits, spaces. Quotes and dashes after it are
as broad as ideographs in Chinese type."""
_LATIN_BREADTH = 0.52
"""Of a Latin letter or a digit, in ideographs."""

_BROAD = lazily(f"[{_NARROW}-\U0010ffff]+")

_WINDOW = 20
_STEP = 4
"""The measure is looked for in so many lines at a time, beginning anew every so many."""
_LEAST_SHARE = 0.4
"""So many of them have it, or all but the mark that can't begin the next line."""
_LEAST_BROKEN = 0.6
"""So many of those break off in a sentence, which lines of verse and of lists do not."""
_LEEWAY = 0.001
"""What only rules out is asked so much less strictly, so that no rounding counts."""
_BEYOND = 1.25
_MOST_BEYOND = 0.25
"""Few lines are so much broader than a column: its headlines. Text that was not wrapped has many."""
_RAGGED = 2.0
"""How many ideographs short of the measure a full line may fall."""

_INDENT = 2.0
"""Ideographs by which a first line is indented."""
_APART = 6
"""Where so many tenths of the lines stand equally far apart, that distance is none."""
_MARK = lazily("[，。、；！？,;]")
_PARTED = 0.75
"""Where so many of the sure ends have a blank line after them, paragraphs are told by those."""
_NEVER_FIRST = frozenset("，。、；：！？）」』》〉】”’…％,.;:!?)%")
_OPENERS = frozenset("「『“‘（【《〈(")
_MOST = 7.0
"""Log odds that a short line alone gives."""


class _Shape(NamedTuple):
    """What is asked of a line again and again."""

    breadth: float
    indent: float
    slack: float
    """How far off the breadth may be: Latin type is not all of one width."""
    ends: bool
    """Whether it ends a sentence."""


def unwrapped(lines: Sequence[Line], raw: str) -> list[Fragment]:
    """Put the lines of hard-wrapped paragraphs together; any other line is a fragment by itself.

    Args:
        lines: In reading order.
        raw: The text that they stand in.
    """
    shapes = [_shape(line) for line in lines]
    usual = _usual_gap(lines)
    captions = _captions(lines, shapes, usual)
    upright = vertical(lines, usual)
    aside = upright.union(captions)
    text = [at for at in range(len(lines)) if at not in aside] if aside else range(len(lines))
    found = _measures([lines[at] for at in text], [shapes[at] for at in text])
    if found is None:
        return [Fragment((line,), line.text) for line in lines]
    printed = Printed(lines, raw)
    measures = [1.0 if at in upright else captions.get(at, 0.0) for at in range(len(lines))]
    for at, measure in zip(text, found, strict=True):
        measures[at] = measure
        over = shapes[at].breadth + shapes[at].indent - measure
        if shapes[at].indent and over > 1 and over - shapes[at].indent <= 0.5 + shapes[at].slack:
            # With its indent it would not fit in: that was the printing's, beside other columns.
            shapes[at] = shapes[at]._replace(indent=0.0)
    style = _Style.of(lines, shapes, measures, usual)
    fragments: list[Fragment] = []
    start = 0
    for at in range(1, len(lines) + 1):
        if (
            at == len(lines)
            or lines[at].gap > usual
            or not (measures[at] and measures[at - 1])
            or (at in upright) != (at - 1 in upright)
        ):
            cuts = (
                []
                if start in upright
                else _cuts(lines[start:at], shapes[start:at], measures[start:at], style)
            )
            for a, b in pairwise((0, *cuts, at - start)):
                fragments.append(printed.fragment(lines[start + a : start + b]))
            start = at
    return fragments


def _shape(line: Line) -> _Shape:
    breadth, latin = breadth_of(line.text)
    return _Shape(breadth, float(line.indent), 0.4 + 0.12 * latin, ends_sentence(line.text))


def breadth_of(text: str) -> tuple[float, int]:
    """Breadth in ideographs, and how many Latin characters make it doubtful.

    Past any measure, an estimate will do.
    """
    size = len(text)
    if size > 4 * _MAX_MEASURE:
        return size / 2, size
    narrow = len(_BROAD.sub("", text))
    if not narrow:
        return float(size), 0
    spaces = text.count(" ")
    if spaces * 3 >= size:
        # Set apart to fill the line: the spaces are the printer's.
        size, narrow, spaces = size - spaces, narrow - spaces, 0
    return size - narrow + (narrow - spaces) * _LATIN_BREADTH + spaces * 0.3, narrow


def _measures(lines: Sequence[Line], shapes: Sequence[_Shape]) -> list[float] | None:
    """The measure that each line was wrapped to, 0 where there is none; None when there is none at all."""
    measures = [0.0] * len(lines)
    shares = [0.0] * len(lines)
    found = False
    few = _Few(shapes)
    for start in range(0, max(1, len(lines) - _WINDOW + _STEP), _STEP):
        end = min(start + _WINDOW, len(lines))
        if few.between(start, end):
            continue
        measure, share = _measure(lines[start:end], shapes[start:end])
        if not measure:
            continue
        found = True
        # Of the windows that a line is in, the one of most like lines: none that reaches into
        # another article, with its other columns, if there is a better one.
        for at in range(start, end):
            if share > shares[at]:
                measures[at], shares[at] = measure, share
    return measures if found else None


class _Few:
    """Says of most lines that were not wrapped, by counts alone, that no measure will be found."""

    def __init__(self, shapes: Sequence[_Shape]) -> None:
        least, most = _MIN_MEASURE - _RAGGED / 2, _MAX_MEASURE + _RAGGED / 2
        breadths = [shape.breadth + shape.indent for shape in shapes]
        full = [least <= breadth <= most for breadth in breadths]
        self._full = [0, *accumulate(full)]
        """How many lines before each place may be full ones …"""
        self._broken = [
            0,
            *accumulate(may and not shape.ends for may, shape in zip(full, shapes, strict=True)),
        ]
        """… how many of those break off …"""
        broadest = _MAX_MEASURE * _BEYOND + _LEEWAY
        self._beyond = [0, *accumulate(breadth > broadest for breadth in breadths)]
        """… and how many are broader than any column's."""

    def between(self, start: int, end: int) -> bool:
        """Whether too few of the lines may be full ones, or break off, or too many are too broad."""
        size = end - start
        return (
            self._full[end] - self._full[start] < _LEAST_SHARE * size - _LEEWAY
            or self._broken[end] - self._broken[start]
            < _LEAST_BROKEN * _LEAST_SHARE * size - _LEEWAY
            or self._beyond[end] - self._beyond[start] > _MOST_BEYOND * size + _LEEWAY
        )


def _measure(lines: Sequence[Line], shapes: Sequence[_Shape]) -> tuple[float, float]:
    """The breadth that lines were wrapped to, and how many of them; zeros when they were not wrapped."""
    if len(lines) < 3:
        return 0.0, 0.0
    marks = sum(line.text.count(mark) for line in lines for mark in "，。,、")
    if marks * 4 < _LEAST_SHARE * len(lines) - _LEEWAY:
        return 0.0, 0.0
    breadths = Counter(round(shape.breadth + shape.indent) for shape in shapes)
    best, most = 0, 0.0
    for breadth, times in breadths.items():
        if _MIN_MEASURE <= breadth <= _MAX_MEASURE:
            weight = times + 0.6 * breadths[breadth - 1] + 0.3 * breadths[breadth - 2]
            if (weight, breadth) > (most, best):
                best, most = breadth, weight
    if not best:
        return 0.0, 0.0
    full = [
        at
        for at, shape in enumerate(shapes)
        if abs(shape.breadth + shape.indent - best) <= _RAGGED / 2
    ]
    share = len(full) / len(shapes)
    beyond = sum(shape.breadth + shape.indent > best * _BEYOND for shape in shapes)
    if beyond > _MOST_BEYOND * len(shapes):
        return 0.0, 0.0
    broken = sum(not shapes[at].ends for at in full)
    if len(full) < 2 or share < _LEAST_SHARE or broken < _LEAST_BROKEN * len(full):
        return 0.0, 0.0
    if marks * 40 < best * len(full) or marks * 4 < len(full):
        return 0.0, 0.0
    return float(best), share


def _captions(lines: Sequence[Line], shapes: Sequence[_Shape], usual: int) -> dict[int, float]:
    """The measure of each line of a caption by its index: type of its own size, as its first line."""
    found: dict[int, float] = {}
    measure = 0.0
    for at, (line, shape) in enumerate(zip(lines, shapes, strict=True)):
        breadth = shape.breadth + shape.indent
        if points_at_picture(line.text):
            measure = breadth
        elif measure and (
            line.gap > usual or shapes[at - 1].ends or breadth > measure + 1 + shape.slack
        ):
            measure = 0.0
        if measure:
            found[at] = measure
            if breadth < measure - 1 - shape.slack:
                measure = 0.0
    return found


def _usual_gap(lines: Sequence[Line]) -> int:
    """How many blank lines stand between most lines, where a printer sets every line apart."""
    if len(lines) < 2:
        return 0
    gap, times = Counter(line.gap for line in lines[1:]).most_common(1)[0]
    return gap if times * 10 >= len(lines) * _APART else 0


@dataclass(frozen=True, slots=True)
class _Style:
    """How a page tells its paragraphs apart."""

    indented: float
    """How much an indented line speaks for a paragraph's beginning; 0 where nothing is indented."""
    hidden: bool
    """Whether first lines are shorter by an indent that the tool left out."""
    parted: bool
    """Whether blank lines stand between paragraphs, so that few begin without one."""

    @classmethod
    def of(
        cls,
        lines: Sequence[Line],
        shapes: Sequence[_Shape],
        measures: Sequence[float],
        usual: int,
    ) -> _Style:
        """Learn it from the lines that follow a sure end: a short line that ends a sentence."""
        after = parted = indented = hidden = plain = 0
        for at in range(1, len(lines)):
            before, shape = shapes[at - 1], shapes[at]
            short = before.breadth + before.indent < measures[at - 1] - 3
            if not (short and before.ends and measures[at]):
                continue
            after += 1
            parted += lines[at].gap > usual
            indented += shape.indent >= 1
            looks = _looks_indented(measures[at] - shape.breadth - shape.indent, shape.slack)
            hidden += looks > 1 and not shape.ends
            plain += looks < -1
        set_apart = after > 2 and parted >= _PARTED * after
        if indented * 2 >= max(after, 1):
            return cls(6.0, hidden=False, parted=set_apart)
        return cls(0.0, hidden=hidden > max(1, plain), parted=set_apart)


def _cuts(
    lines: Sequence[Line], shapes: Sequence[_Shape], measures: Sequence[float], style: _Style
) -> list[int]:
    """The places in a run of lines at which a paragraph begins, the first one's aside."""
    if len(lines) < 2:
        return []
    least = min(shape.indent for shape in shapes)
    # The best log odds of the lines so far, the last of them a first line (0) or not (1).
    totals = [0.0, float("-inf")]
    back: list[tuple[int, int]] = []
    for at in range(1, len(lines)):
        begins = _begins(lines, shapes, measures, at, least, style)
        ends = [
            begins + _ends(lines, shapes, measures, at - 1, least, style, first=first)
            for first in (True, False)
        ]
        # Odds are for an end: as many against going on.
        over = [totals[0] + ends[0] / 2, totals[1] + ends[1] / 2]
        on = [totals[0] - ends[0] / 2, totals[1] - ends[1] / 2]
        back.append((int(over[1] > over[0]), int(on[1] > on[0])))
        totals = [max(over), max(on)]
    state = int(totals[1] > totals[0])
    cuts = []
    for at in range(len(lines) - 1, 0, -1):
        if state == 0:
            cuts.append(at)
        state = back[at - 1][state]
    return cuts[::-1]


def _ends(
    lines: Sequence[Line],
    shapes: Sequence[_Shape],
    measures: Sequence[float],
    at: int,
    least: float,
    style: _Style,
    *,
    first: bool,
) -> float:
    """Log odds that a paragraph ends with a line, by the line itself and what would have fitted in it."""
    shape, following = shapes[at], lines[at + 1].text
    measure = measures[at] - least
    if first and style.hidden:
        measure -= _INDENT
    short = measure - shape.breadth - (shape.indent - least)
    if short < -_RAGGED - shape.slack:
        # Broader than the column: a headline, or type of another size.
        beside = shapes[at + 1]
        alike = abs(beside.breadth + beside.indent - shape.breadth - shape.indent) <= 0.6
        return 5.0 - 3.0 * alike
    allowed = shape.slack
    if following[:1] in _OPENERS or following[1:2] in _NEVER_FIRST:
        allowed += 1.0
    allowed += _latin_lead(following) * _LATIN_BREADTH
    by_breadth = min(_MOST, 2.4 * max(0.0, short - allowed) - 2.2)
    if first and style.hidden and short < -0.5 - shape.slack:
        # As broad as a line that goes on, in the place of one that is indented: perhaps a headline.
        by_breadth += 2.0
    if short > 1 and _stands_alone(lines[at].text):
        return 4.0
    if shape.ends:
        return by_breadth + 3.0
    # A line that is a block by itself is a heading, and those hold no marks of punctuation.
    heading = first and style.hidden and not _MARK.search(lines[at].text)
    return by_breadth - (2.0 if heading else 3.0)


def _begins(
    lines: Sequence[Line],
    shapes: Sequence[_Shape],
    measures: Sequence[float],
    at: int,
    least: float,
    style: _Style,
) -> float:
    """Log odds that a paragraph begins with a line, by the line itself."""
    line, shape = lines[at], shapes[at]
    missing = measures[at] - shape.breadth - shape.indent
    odds = -2.0 if style.parted else 0.0
    if line.text[:1] in _NEVER_FIRST:
        odds -= 6.0
    elif missing < -_RAGGED - shape.slack:
        odds += 4.0
    elif _starts_anew(line.text) or (missing > 1 and _stands_alone(line.text)):
        odds += 5.0
    if style.indented:
        odds += style.indented if shape.indent >= least + 1 else -style.indented / 2
    elif style.hidden and not shape.ends:
        odds += _looks_indented(missing, shape.slack)
    return odds


def _looks_indented(missing: float, slack: float) -> float:
    """Log odds that a line falls short for an indent that a tool left out, not for nothing."""
    nearer = abs(missing) - abs(missing - _INDENT)
    off = min(abs(missing), abs(missing - _INDENT))
    return max(-2.0, nearer / max(1.0, slack + off) * 1.8)


def _starts_anew(text: str) -> bool:
    """Whether a line begins with a picture's sign or as an item of a list."""
    return not "\u3400" <= text[0] <= "\u9fff" and starts_anew(text)


@lru_cache(maxsize=1024)
def _stands_alone(text: str) -> bool:
    """Whether a line says who wrote or edited, or when: no sentence goes on with it."""
    look = look_at(text)
    return look.byline or look.editor or look.date


def _latin_lead(text: str) -> int:
    """How many narrow characters a line begins with: a word that may not have fitted before."""
    size = 0
    for character in text:
        if character >= _NARROW or character.isspace():
            break
        size += 1
    return size

"""Takes a raw text apart into lines, and hard-wrapped lines together into fragments.

Invariant: every raw character that is not white space stands in exactly one line, every line in
exactly one fragment, and a line is counted as an editor counts it: only LF ends one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from annotations.span import Span
from reader.cleaning.looks import Look, ends_sentence, look_at, starts_anew

_WIDE = "\u2e80"
"""From here on a character is as broad as an ideograph, by and large."""

_MIN_MEASURE = 8
_MAX_MEASURE = 60
"""A printed column is 8 to 60 ideographs wide; shorter lines are menus, longer ones are paragraphs."""

_RAGGED = 2
"""How many ideographs short of the measure a wrapped line may fall (a mark that can't begin a line)."""

_ALMOST = 0.75
"""A line that breaks off in a sentence is full from this share of the measure on: Latin is narrow."""

_APART = 6
"""Where so many tenths of the lines stand equally far apart, that distance is none."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the source that holds more than white space."""

    number: int
    """From 1."""
    span: Span
    """Without the white space around it."""
    text: str
    """The characters under `span`."""
    indent: int
    """How much white space stood before it, in ideographs."""
    gap: int
    """How many blank lines stand before it."""


@dataclass(frozen=True)
class Fragment:
    """A run of text that the page prints in one piece: one line, or wrapped lines that belong together."""

    lines: tuple[Line, ...]
    text: str
    """The lines' texts, one after the other."""

    @property
    def gap(self) -> int:
        """How many blank lines stand before it."""
        return self.lines[0].gap

    @property
    def start(self) -> int:
        """Raw offset of its first character."""
        return self.lines[0].span.start

    @property
    def spans(self) -> tuple[Span, ...]:
        """Where its text stands."""
        return tuple(line.span for line in self.lines)

    @cached_property
    def look(self) -> Look:
        """What can be said of its text alone."""
        return look_at(self.text)


def read_lines(raw: str) -> list[Line]:
    """The lines that hold more than white space, in order."""
    lines = []
    start = gap = 0
    for number, whole in enumerate(raw.split("\n"), 1):
        text = whole.strip()
        if text:
            lead = whole.index(text)
            indent = lead - whole.count(" ", 0, lead) // 2 - whole.count(" ", 0, lead) % 2
            at = start + lead
            lines.append(Line(number, Span(at, at + len(text)), text, indent, gap))
            gap = 0
        else:
            gap += 1
        start += len(whole) + 1
    return lines


def unwrapped(lines: Sequence[Line]) -> list[Fragment]:
    """Put the lines of hard-wrapped paragraphs together; any other line is a fragment by itself."""
    usual = _usual_gap(lines)
    runs: list[list[Line]] = []
    for line in lines:
        if runs and line.gap <= usual:
            runs[-1].append(line)
        else:
            runs.append([line])
    everywhere = _measure([line for run in runs if len(run) > 1 for line in run])
    fragments: list[Fragment] = []
    for run in runs:
        measure = _measure(run) or (everywhere if _fits(run, everywhere) else 0)
        fragments += _paragraphs(run, measure) if measure else map(_joined, zip(run, strict=True))
    return fragments


def width(text: str) -> float:
    """Breadth in ideographs: what is not wide counts half. Past any measure, an estimate will do."""
    if len(text) > 4 * _MAX_MEASURE:
        return len(text) / 2
    return len(text) - sum(map(_WIDE.__gt__, text)) / 2


def _usual_gap(lines: Sequence[Line]) -> int:
    """How many blank lines stand between most lines, where a printer sets every line apart."""
    if not lines:
        return 0
    gap, times = Counter(line.gap for line in lines[1:]).most_common(1)[0] if lines[1:] else (0, 0)
    apart = gap if times * 10 >= len(lines) * _APART else 0
    return apart if apart and _measure(lines) else 0


def _paragraphs(run: Sequence[Line], measure: float) -> list[Fragment]:
    """Cut a run of wrapped lines into paragraphs."""
    least = min(line.indent for line in run)
    fragments: list[Fragment] = []
    paragraph: list[Line] = []
    for line in run:
        if paragraph:
            before = paragraph[-1]
            indented = line.indent > max(least, before.indent if len(paragraph) > 1 else least)
            if indented or starts_anew(line.text) or not _goes_on(before, measure - least):
                fragments.append(_joined(paragraph))
                paragraph = []
        paragraph.append(line)
    fragments.append(_joined(paragraph))
    return fragments


def _goes_on(line: Line, measure: float) -> bool:
    """Whether a wrapped line's paragraph goes on in the next line."""
    breadth = width(line.text) + line.indent
    if breadth >= measure - 1:
        return True
    if breadth < measure * _ALMOST or ends_sentence(line.text):
        return False
    look = look_at(line.text)
    return bool(look.marks) or not look.spaced


def _fits(run: Sequence[Line], measure: float) -> bool:
    """Whether a short run may have been wrapped to the page's measure."""
    if not measure or len(run) < 2:
        return False
    return measure - _RAGGED <= max(width(line.text) + line.indent for line in run) <= measure + 1


def _measure(lines: Sequence[Line]) -> float:
    """The breadth that lines were wrapped to; 0 when they were not wrapped."""
    if len(lines) < 3:
        return 0
    breadths = sorted(width(line.text) + line.indent for line in lines)
    measure = breadths[-max(1, len(lines) // 10)]
    if not _MIN_MEASURE <= measure <= _MAX_MEASURE or breadths[-1] > measure * 1.5:
        return 0
    full = [line for line in lines[:-1] if width(line.text) + line.indent >= measure - _RAGGED]
    broken = sum(not ends_sentence(line.text) for line in full)
    marks = sum(line.text.count(mark) for line in lines for mark in "，。,、")
    if len(full) * 2 < len(lines) or broken * 10 < len(full) * 7:
        return 0
    return measure if marks * 40 >= sum(breadths) and marks * 3 >= len(lines) else 0


def _joined(paragraph: Sequence[Line]) -> Fragment:
    return Fragment(tuple(paragraph), "".join(line.text for line in paragraph))

"""Takes a raw text apart into lines; what fragments are made of.

Invariant: every raw character that is not white space stands in exactly one line, but for a byte order
mark, which is no text; a line is counted as an editor counts it: only LF ends one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from annotations.span import Span
from reader.cleaning.looks import Look, look_at
from reader.text.radicals import without_radicals
from reader.text.source import BYTE_ORDER_MARK


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
    cut: tuple[Span, ...] = ()
    """Characters that belong to the printing alone: hyphens at a line's end."""

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
        return look_at(without_radicals(self.text))


def read_lines(raw: str) -> list[Line]:
    """The lines that hold more than white space, in order."""
    lines = []
    start = gap = 0
    for number, whole in enumerate(raw.split("\n"), 1):
        text = whole.strip()
        if number == 1 and whole.startswith(BYTE_ORDER_MARK):
            text = whole.removeprefix(BYTE_ORDER_MARK).strip()
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

"""Takes a raw text apart into lines; what fragments are made of.

Invariant: every raw character that is not white space stands in exactly one line, but for byte order
marks before it, which are no text; a line is counted as an editor counts it: only LF ends one.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from annotations.span import Span
from reader.cleaning.looks import Look, look_at
from reader.cleaning.model.grams import shipped
from reader.cleaning.topics import words_of
from reader.text.radicals import without_radicals
from reader.text.source import BYTE_ORDER_MARK


class Line(NamedTuple):
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

    @cached_property
    def words(self) -> Counter[str]:
        """Its words, and how often it says each."""
        return words_of(self.text, shipped())


def marks_before(line: str) -> list[Span]:
    """Where byte order marks stand before a line's text: in files that were made of several."""
    marks = []
    for at, character in enumerate(line):
        if character == BYTE_ORDER_MARK:
            marks.append(Span(at, at + 1))
        elif not character.isspace():
            break
    return marks


def read_lines(raw: str) -> list[Line]:
    """The lines that hold more than white space, in order."""
    lines = []
    start = gap = 0
    for number, whole in enumerate(raw.split("\n"), 1):
        text = whole.strip()
        if text[:1] == BYTE_ORDER_MARK:
            text = whole[marks_before(whole)[-1].end :].strip()
        if text:
            lead = len(whole.rstrip()) - len(text)
            indent = lead - whole.count(" ", 0, lead) // 2 - whole.count(" ", 0, lead) % 2
            at = start + lead
            lines.append(Line(number, Span(at, at + len(text)), text, indent, gap))
            gap = 0
        else:
            gap += 1
        start += len(whole) + 1
    return lines

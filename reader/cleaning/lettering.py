"""Puts printed lines together letter by letter: which white space between them is the text's own.

Invariant: every character of the lines that is no white space is in the fragment's text or among what
was cut from it; no character is invented: a space between two words is one that the raw text holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from annotations.span import Span
from reader.cleaning.lines import Fragment, Line
from reader.text.patterns import lazily

_WIDE = "\u2e80"
_QUOTES = frozenset("“”‘’…—·")
_SHYPHEN = "\u00ad"
_LATIN_END = lazily(r"[A-Za-z0-9][.,;:!?)\"'’”]*$")
_LATIN_START = lazily(r"[(\"'‘“]?[A-Za-z0-9]")
_BROKEN_WORD = lazily(r"([A-Za-z]*[a-z])[-\u2010]$")
_REST_OF_WORD = lazily(r"[a-z]+")
_SPACED_OUT = 3
"""Where a third of a line's characters are spaces, they fill it and mean nothing."""
_UPRIGHT = 3
"""So many lines of one ideograph each are a text that was set from top to bottom."""


class Printed:
    """The printed lines of one text."""

    def __init__(self, lines: Sequence[Line], raw: str) -> None:
        self._lines = lines
        self._raw = raw

    def fragment(self, lines: Sequence[Line]) -> Fragment:
        """The lines of one paragraph as a fragment."""
        if len(lines) == 1 and " " not in lines[0].text:
            return Fragment(tuple(lines), lines[0].text)
        pieces: list[Line] = []
        cut: list[Span] = []
        for at, line in enumerate(lines):
            following = lines[at + 1] if at + 1 < len(lines) else None
            hyphen = None if following is None else self._hyphen(line, following)
            pieces += _closed_up(line if hyphen is None else _shortened(line, hyphen.start))
            if hyphen is not None:
                cut.append(hyphen)
            elif following is not None and (space := self._space(line, following)) is not None:
                pieces.append(Line(line.number, space, " ", 0, 0))
        return Fragment(tuple(pieces), "".join(piece.text for piece in pieces), tuple(cut))

    def _hyphen(self, line: Line, following: Line) -> Span | None:
        """The hyphen at a line's end that only the line's end put there."""
        end = line.span.end
        if line.text.endswith(_SHYPHEN) and len(line.text) > 1:
            return Span(end - 1, end)
        before = _BROKEN_WORD.search(line.text)
        after = _REST_OF_WORD.match(following.text)
        if not before or not after or len(before[1]) == len(line.text) - 1 == 0:
            return None
        # A word that has its hyphen in the middle of a line as well keeps it.
        whole = f"{before[1]}-{after[0]}".lower()
        return None if whole in self._hyphenated else Span(end - 1, end)

    @cached_property
    def _hyphenated(self) -> frozenset[str]:
        return frozenset(
            word.lower()
            for line in self._lines
            for word in re.findall(r"[A-Za-z]+-[a-z]+", line.text)
        )

    def _space(self, line: Line, following: Line) -> Span | None:
        """The white space that divides the words of two lines, where words are divided at all."""
        if not _LATIN_END.search(line.text[-8:]) or not _LATIN_START.match(following.text):
            return None
        if line.text[-1].isdigit() and following.text[0].isdigit():
            return None
        at = line.span.end
        if self._raw[at : at + 1] == " ":
            return Span(at, at + 1)
        if following.span.start > at:
            at = self._raw.find("\n", at, following.span.start)
            return Span(at, at + 1) if at >= 0 else None
        return None


def vertical(lines: Sequence[Line], usual: int) -> frozenset[int]:
    """Indices of lines that hold one ideograph each, several in a row: text set from top to bottom."""
    found: set[int] = set()
    run: list[int] = []
    for at, line in enumerate(lines):
        one = len(line.text) == 1 and (line.text >= _WIDE or line.text in _QUOTES)
        if one and (not run or line.gap <= usual):
            run.append(at)
            continue
        if len(run) >= _UPRIGHT:
            found.update(run)
        run = [at] if one else []
    if len(run) >= _UPRIGHT:
        found.update(run)
    return frozenset(found)


def _shortened(line: Line, end: int) -> Line:
    size = end - line.span.start
    return Line(line.number, Span(line.span.start, end), line.text[:size], line.indent, line.gap)


def _closed_up(line: Line) -> Iterator[Line]:
    """A line without the spaces that fill it between its ideographs."""
    text = line.text
    if text.count(" ") * _SPACED_OUT < len(text) or len(text) < _SPACED_OUT:
        yield line
        return
    start = 0
    for at, character in enumerate(text):
        if character != " ":
            continue
        before, after = text[at - 1], text[at + 1]
        if before == " " or after == " " or _is_wide(before) or _is_wide(after):
            if start < at:
                yield _cut_out(line, start, at)
            start = at + 1
    yield _cut_out(line, start, len(text))


def _cut_out(line: Line, start: int, end: int) -> Line:
    span = Span(line.span.start + start, line.span.start + end)
    indent, gap = (line.indent, line.gap) if start == 0 else (0, 0)
    return Line(line.number, span, line.text[start:end], indent, gap)


def _is_wide(character: str) -> bool:
    return character >= _WIDE or character in _QUOTES

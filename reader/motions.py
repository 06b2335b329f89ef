"""Where a cursor goes from here: by character, word, sentence and paragraph of a view.

Words are found on the Simplified fold of a text, which has as many characters, so that both scripts
move alike; a block is cut into words when a cursor first enters it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from enum import Enum

from annotations.span import Span
from reader.script import fold
from reader.text.cells import next_grapheme, previous_grapheme, snap
from reader.views import ArticleView
from reader.words import sentence_spans, word_spans


class Unit(Enum):
    """What a motion goes by."""

    CHARACTER = "character"
    WORD = "word"
    SENTENCE = "sentence"
    PARAGRAPH = "paragraph"


def _word_spans(text: str) -> list[Span]:
    return word_spans(fold(text))


_CUTTERS: dict[Unit, Callable[[str], Sequence[Span]]] = {
    Unit.WORD: _word_spans,
    Unit.SENTENCE: sentence_spans,
    Unit.PARAGRAPH: lambda text: [Span(0, len(text))],
}


class Motions:
    """The places in one view that a cursor can go to."""

    def __init__(self, view: ArticleView) -> None:
        self._view = view
        self._spans: dict[tuple[Unit, int], list[Span]] = {}

    @property
    def last(self) -> int:
        """The offset of the last character."""
        return previous_grapheme(self._view.text, len(self._view.text))

    def at(self, offset: int, unit: Unit) -> Span:
        """The word, sentence or paragraph that holds the character at `offset`."""
        view = self._view
        if unit is Unit.CHARACTER:
            start = snap(view.text, offset)
            return Span(start, next_grapheme(view.text, start))
        block = view.block_at(offset)
        spans = self._of(block, unit)
        if not spans:
            return Span(offset, offset)
        place = offset - view.block_starts[block]
        found = spans[max(0, bisect_right(spans, place, key=lambda span: span.start) - 1)]
        return found.shifted(view.block_starts[block])

    def forward(self, offset: int, unit: Unit, *, to_end: bool = False) -> int:
        """The next place to go to.

        Args:
            offset: Where the cursor is.
            unit: What to go by.
            to_end: To the last character of this unit, or of the next one when already there, which
                is what extends a selection by whole units; otherwise to the next one's beginning.
        """
        text = self._view.text
        here = self.at(offset, unit)
        if to_end:
            last = previous_grapheme(text, here.end)
            if last > offset and unit is not Unit.CHARACTER:
                return last
        start = self._seen(here.end, unit)
        if start is None:
            return self.last
        return previous_grapheme(text, self.at(start, unit).end) if to_end else start

    def backward(self, offset: int, unit: Unit) -> int:
        """The beginning of this unit, or of the one before when already there."""
        text = self._view.text
        here = self.at(offset, unit)
        if here.start < offset and unit is not Unit.CHARACTER:
            return here.start
        at = here.start
        while at > 0:
            at = self.at(previous_grapheme(text, at), unit).start
            if self._is_seen(at, unit):
                return at
        return 0

    def _seen(self, start: int, unit: Unit) -> int | None:
        """The first unit from `start` on that a cursor would stop at."""
        text = self._view.text
        while start < len(text):
            if self._is_seen(start, unit):
                return start
            start = max(self.at(start, unit).end, next_grapheme(text, start))
        return None

    def _is_seen(self, start: int, unit: Unit) -> bool:
        text = self._view.text
        if text[start] == "\n":
            return False
        if unit is not Unit.WORD:
            return True
        span = self.at(start, unit)
        return any(character.isalnum() for character in text[span.start : span.end])

    def _of(self, block: int, unit: Unit) -> list[Span]:
        key = (unit, block)
        if key not in self._spans:
            self._spans[key] = list(_CUTTERS[unit](self._view.texts[block]))
        return self._spans[key]

"""Where terms stand in a text, whichever script it is printed in.

Invariant: matches ascend and are disjoint; where several could begin the leftmost does, and the
longest of those. None crosses the end of a line, and a form that begins or ends with a Latin letter
or a digit stands only where the text does not go on with another.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from annotations.span import Span
from reader.glossary.entries import Term, own_files, read_terms

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

_LINE_END = re.compile(r"[\n\r]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_LONGEST_WINDOW = 2_000
"""Code points on either side of an offset within which `Glossary.at` looks."""


@dataclass(frozen=True, slots=True)
class Match:
    """One place where a term stands."""

    span: Span
    """Code points of the text that was searched."""
    term: Term


class Glossary:
    """Terms, and the search for all of their forms at once."""

    def __init__(self, terms: Iterable[Term]) -> None:
        """
        Args:
            terms: Where two of them share a form, the later one has it, so that a team's own terms
                can be put after those that come with pizhu.
        """
        self._by_form: dict[str, Term] = {}
        self.terms = tuple(terms)
        """All of them, in the order given."""
        for term in self.terms:
            for form in term.forms:
                self._by_form[form] = term
        self._forms = tuple(self._by_form)
        self._automaton: AhoCorasick | None = None

    @classmethod
    def load(cls, *further: Path) -> Glossary:
        """Read the terms that come with pizhu, then those of further files.

        Raises:
            GlossaryError: A file can't be read or an entry is not as it should be.
        """
        return cls(term for path in (*own_files(), *further) for term in read_terms(path))

    def __len__(self) -> int:
        return len(self.terms)

    def __iter__(self) -> Iterator[Term]:
        return iter(self.terms)

    def find(self, form: str) -> Term | None:
        """The term of which `form` is a form, exactly as written."""
        return self._by_form.get(form)

    def matches(self, text: str) -> list[Match]:
        """Every place where a term stands, ascending; see the module for which of several is taken.

        Args:
            text: Of either script, or of both. Linear in its length, so that a caller with a long
                text asks for what is in view.
        """
        found: list[Match] = []
        end = 0
        for span, form in self._occurrences(text):
            if span.start >= end:
                found.append(Match(span, self._by_form[form]))
                end = span.end
        return found

    def at(self, text: str, offset: int) -> Match | None:
        """The match that covers one character, the same as among `matches(text)`.

        Only the character's line is searched, and of a very long line only the surroundings.
        """
        if not 0 <= offset < len(text):
            return None
        first = max(0, offset - _LONGEST_WINDOW)
        past = min(len(text), offset + _LONGEST_WINDOW)
        for line_end in _LINE_END.finditer(text, first, past):
            if line_end.start() < offset:
                first = line_end.end()
            else:
                past = line_end.start()
                break
        for match in self.matches(text[first:past]):
            if offset - first in match.span:
                return Match(match.span.shifted(first), match.term)
        return None

    def _occurrences(self, text: str) -> list[tuple[Span, str]]:
        """Every form that stands in the text, by start, the longest of each start first."""
        if not self._forms or not text:
            return []
        if self._automaton is None:
            from ahocorasick_rs import AhoCorasick

            self._automaton = AhoCorasick(self._forms)
        try:
            indexes = self._automaton.find_matches_as_indexes(text, overlapping=True)
        except UnicodeEncodeError:
            # Half of a surrogate pair, which is no character, can't be handed over.
            text = _SURROGATE.sub("\ufffd", text)
            indexes = self._automaton.find_matches_as_indexes(text, overlapping=True)
        # All of them are asked for, not the leftmost longest alone: one that fails at its edges must
        # not have hidden another.
        standing = [
            (start, -end, self._forms[index])
            for index, start, end in indexes
            if _is_free_standing(text, start, end)
        ]
        return [(Span(start, -minus_end), form) for start, minus_end, form in sorted(standing)]


def _is_free_standing(text: str, start: int, end: int) -> bool:
    return not (_goes_on(text, start) or _goes_on(text, end))


def _goes_on(text: str, edge: int) -> bool:
    """Whether a Latin word or a number goes on across an offset."""
    return 0 < edge < len(text) and _is_latin(text[edge - 1]) and _is_latin(text[edge])


def _is_latin(character: str) -> bool:
    """Whether a character is a letter of a script with words, a digit or an underscore."""
    if character.isascii():
        return character.isalnum() or character == "_"
    # Ideographs and kana are letters without case (Lo).
    return character.isalnum() and unicodedata.category(character) != "Lo"

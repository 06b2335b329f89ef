"""Sentences and clauses, by their punctuation alone.

Invariant: spans ascend and are disjoint, hold no line break, neither begin nor end with white space,
and together cover every character that is not white space. A clause never crosses a sentence's end.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from annotations.span import Span
from reader.text.patterns import lazily

_LINE = lazily(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_SENTENCE_MARKS = lazily(r"[。！？…；｡!?;.]+")
_CLAUSE_MARKS = lazily(r"[，：,:]|—{2,}")
_OPENING = frozenset("「『“‘（([【《〈〔｛{〝")
_CLOSING = frozenset("」』”’）)]】》〉〕｝}〞〟")
_CERTAIN = frozenset("。！？…；｡")
_ABBREVIATIONS = frozenset({
    "Mr", "Mrs", "Ms", "Dr", "Prof", "Rev", "Hon", "St", "Jr", "Sr", "No", "Nos", "Vol", "Fig", "vs", "cf",
    "approx", "Co", "Ltd", "Inc", "Corp", "Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sep", "Sept",
    "Oct", "Nov", "Dec",
})  # fmt: skip
_LAST_WORD = lazily(r"[A-Za-z.]+\Z")
_SPACE = lazily(r"\s*")
# How far back anything is looked for, so that a line of any length takes linear time.
_LOOK_BACK = 1_000
_LONGEST_ABBREVIATION = 12

IsEnd = Callable[[str, int, int, int], bool]


def sentence_spans(text: str) -> list[Span]:
    """The sentences of a text.

    A sentence ends after 。！？；… and their half-width kin, with the quotation marks and brackets that
    close there, and at the end of a line. A full stop of ASCII ends one only before a space or the
    line's end, and not after an abbreviation, an initial or a number that opens the line.
    """
    spans: list[Span] = []
    for line in _LINE.finditer(text):
        spans += _parts(line.group(), line.start(), _SENTENCE_MARKS, _ends_sentence)
    return spans


def clause_spans(text: str) -> list[Span]:
    """The clauses of a text: its sentences, cut after commas, colons and long dashes too.

    A comma or a colon inside a number, a time or an address is none; 、 joins, and ends nothing.
    """
    spans: list[Span] = []
    for sentence in sentence_spans(text):
        within = text[sentence.start : sentence.end]
        spans += _parts(within, sentence.start, _CLAUSE_MARKS, _ends_clause)
    return spans


def _parts(text: str, offset: int, marks: re.Pattern[str], is_end: IsEnd) -> Iterator[Span]:
    start = 0
    for mark in marks.finditer(text):
        if mark.start() >= start and is_end(text, start, mark.start(), mark.end()):
            end = _past_closing(text, start, mark.end())
            yield from _trimmed(text, start, end, offset)
            start = end
    yield from _trimmed(text, start, len(text), offset)


def _trimmed(text: str, start: int, end: int, offset: int) -> Iterator[Span]:
    part = text[start:end]
    bare = part.strip()
    if bare:
        first = offset + start + len(part) - len(part.lstrip())
        yield Span(first, first + len(bare))


def _past_closing(text: str, start: int, end: int) -> int:
    """The offset after the quotation marks and brackets that close right after an end mark."""
    while end < len(text):
        character = text[end]
        # A straight quotation mark says not which it is; it closes what an odd number of them opened.
        since = max(start, end - _LOOK_BACK)
        is_straight = character in "\"'" and text.count(character, since, end) % 2 == 1
        if character not in _CLOSING and not is_straight:
            break
        end += 1
    return end


def _ends_sentence(text: str, start: int, first: int, past: int) -> bool:
    """Whether the marks `[first, past)` end the sentence that began at `start`."""
    before = text[first - 1] if first > start else ""
    if not before or before in _OPENING:
        return False
    marks = text[first:past]
    after = text[past : past + 1]
    if not _CERTAIN.isdisjoint(marks):
        return not text[start:first].isspace()
    if before.isspace():
        return False
    if "!" in marks or "?" in marks:
        is_inside = (
            before.isascii() and after.isascii() and (after.isalnum() or after in {*"=&/_%#-"})
        )
        return not is_inside
    if ";" in marks:
        return not before.isascii()
    return _ends_at_stop(text, start, first, past)


def _ends_at_stop(text: str, start: int, first: int, past: int) -> bool:
    """The same for marks that are full stops of ASCII and nothing else."""
    closed = _past_closing(text, start, past)
    space = _SPACE.match(text, closed)
    following = space.end() if space else closed
    if following == len(text):
        return True
    if following == closed or text[following].islower():
        return False
    so_far = text[max(start, first - _LONGEST_ABBREVIATION) : first].lstrip()
    if so_far.isdecimal():
        return False
    word = _LAST_WORD.search(so_far)
    if word is None or past - first > 1:
        return True
    return not (len(word[0]) == 1 or "." in word[0] or word[0] in _ABBREVIATIONS)


def _ends_clause(text: str, start: int, first: int, past: int) -> bool:
    mark = text[first]
    before, after = text[first - 1 : first], text[past : past + 1]
    if mark in ",:" and before.isascii() and after.isascii() and after.strip():
        return False
    return first > start and not text[start:first].isspace()

"""Words of a text, by jieba in its precise mode.

Invariant: the spans tile the text. A run of white space is a word, and so is a run of punctuation;
neither is ever joined to a word proper.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from enum import Enum

from annotations.span import Span
from reader.text.patterns import lazily
from reader.words.dictionary import tokenizer

_LONGEST_RUN = 400
"""Ideographs in a row that jieba is given at once: it takes time that grows with their square where it
knows none of the words, and no prose goes on for so long without a comma."""
_RUN = lazily(rf"[\u3400-\u9fff]{{{_LONGEST_RUN}}}")


class _Kind(Enum):
    SPACE = "space"
    PUNCTUATION = "punctuation"
    WORD = "word"


def word_spans(folded: str) -> list[Span]:
    """The words of a text, with the white space and the punctuation between them.

    Imports jieba and reads its dictionary now, unless `warm` has done so.

    Args:
        folded: A text in Simplified characters, since that is what the dictionary knows; folded one
            to one, so that the spans hold for the text before folding too.

    Returns:
        Ascending spans that tile the text.
    """
    spans: list[Span] = []
    kind, last = None, ""
    at = 0
    for token in _tokens(folded):
        span = Span(at, at + len(token))
        at = span.end
        if kind in {_Kind.WORD, _Kind.PUNCTUATION} and _is_mark(token):
            spans[-1] = Span(spans[-1].start, span.end)
            continue
        before, kind = kind, _kind(token)
        if kind is before and (kind is not _Kind.WORD or _is_one_word(last, token[0])):
            spans[-1] = Span(spans[-1].start, span.end)
        else:
            spans.append(span)
        last = token[-1]
    return spans


def _tokens(text: str) -> Iterator[str]:
    cut = tokenizer().cut
    done = 0
    for run in _RUN.finditer(text):
        yield from cut(text[done : run.end()])
        done = run.end()
    yield from cut(text[done:])


def _kind(token: str) -> _Kind:
    if token.isspace():
        return _Kind.SPACE
    if any(map(str.isalnum, token)):
        return _Kind.WORD
    return _Kind.PUNCTUATION


def _is_mark(token: str) -> bool:
    """Whether a token is a combining mark or a joiner, which belongs to what stands before it."""
    return len(token) == 1 and unicodedata.category(token) in {"Mn", "Mc", "Me", "Cf"}


def _is_one_word(last: str, first: str) -> bool:
    """Whether two tokens are parts of one word, given the characters at which they meet.

    jieba knows no letters but ASCII, and hands accented, full-width and Japanese ones out one by one.
    """
    if last.isascii() and first.isascii():
        return False
    return _is_letter(last) and _is_letter(first)


def _is_letter(character: str) -> bool:
    name = unicodedata.name(character, "")
    return character.isalnum() and "IDEOGRAPH" not in name

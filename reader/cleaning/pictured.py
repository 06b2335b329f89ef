"""Tells the captions of a web page that bear no sign and no photographer's name.

Invariant: only short paragraphs where pages keep their pictures (before the body, after a caption, in
a row) ever become captions, and only where the article's own paragraphs are plainly longer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median

from reader.cleaning.classify import Part
from reader.cleaning.lines import Fragment

_LONGEST = 36
"""Characters of a caption that nothing else betrays."""
_MOST_MARKS = 3
_PLAINLY = 2.0
"""An article's paragraphs are, by their median, so many times longer than its captions."""
_LEAST_PARAGRAPHS = 2
_GALLERY = 3
_AT_THE_END = 2
"""So many in a row are a gallery's; and so many after the body, where one may well be a last word."""
_BODY = 45
"""From so many characters on a paragraph belongs to the body."""
_SPEECH = re.compile(r'[:：]\s*[「“『"]|[？！?!]')
"""What captions hold none of, and short closing paragraphs do."""


def with_captions(fragments: Sequence[Fragment], parts: Sequence[Part]) -> list[Part]:
    """The parts, with the short paragraphs of a web article that say what pictures show made captions.

    Args:
        fragments: What stays of one article's web page, in order.
        parts: The part of each.
    """
    parts = list(parts)
    body = [
        index
        for index, part in enumerate(parts)
        if part is Part.PARAGRAPH and fragments[index].look.size >= _BODY
    ]
    if len(body) < _LEAST_PARAGRAPHS:
        return parts
    usual = median(fragments[index].look.size for index in body)
    plain = [
        _may_be_caption(fragment, part, usual)
        for fragment, part in zip(fragments, parts, strict=True)
    ]
    at = 0
    while at < len(parts):
        end = at
        while end < len(parts) and plain[end]:
            end += 1
        before_body = end == body[0]
        pictured = at > 0 and parts[at - 1] is Part.CAPTION
        sizes = {fragments[index].look.size for index in range(at, end)}
        verse = end - at > 1 and len(sizes) == 1
        if (
            end > at
            and not verse
            and (
                before_body
                or pictured
                or end - at >= _GALLERY
                or (at > body[-1] and end - at >= _AT_THE_END)
            )
        ):
            parts[at:end] = [Part.CAPTION] * (end - at)
        at = max(end, at + 1)
    return parts


def _may_be_caption(fragment: Fragment, part: Part, usual: float) -> bool:
    look = fragment.look
    return (
        part is Part.PARAGRAPH
        and look.size <= _LONGEST
        and look.size * _PLAINLY <= usual
        and look.marks <= _MOST_MARKS
        and look.closed
        and not _SPEECH.search(fragment.text)
    )

"""Hits as a view shows them: a search goes through the source's own characters, whatever is shown.

Invariant: hits are offsets of the article's text, so that flipping the script moves none of them.
"""

from __future__ import annotations

from typing import NamedTuple

from annotations.span import Span
from reader.query import Query
from reader.script import Config, convert
from reader.search import Hits
from reader.views import ArticleView

_BACK = {
    Config.S2TWP: Config.TW2SP,
    Config.TW2SP: Config.S2TWP,
    Config.S2HKP: Config.HK2SP,
    Config.HK2SP: Config.S2HKP,
}
"""Conversions that change words, and the ones that change them back."""


def query_for(view: ArticleView, typed: str, *, is_pattern: bool = False) -> Query:
    """What to look for in the source when somebody types what a view shows."""
    back = None if view.config is None else _BACK.get(view.config)
    if back is None or is_pattern:
        return Query(typed, is_pattern)
    return Query(typed, also=(convert(typed, back).text,))


class HitsInView:
    """The hits of a search, as one view of the article shows them."""

    def __init__(self, hits: Hits, view: ArticleView) -> None:
        self.hits = hits
        """In offsets of the article's text."""
        self._view = view

    def __len__(self) -> int:
        return len(self.hits)

    def within(self, span: Span) -> list[Span]:
        """The hits that touch a span of the view, in its offsets."""
        found: list[Span] = []
        for hit in self.hits.within(self._view.article_span(span)):
            found += self._view.from_article.to_target(hit)
        return found


def offset_of(view: ArticleView, hit: Span) -> int:
    """The offset at which a view shows the beginning of a hit."""
    shown = view.from_article.to_target(hit)
    return shown[0].start if shown else view.from_article.target_at(hit.start) or 0


class HitLine(NamedTuple):
    """A hit with what stands around it, as a view shows it."""

    before: str
    exact: str
    after: str
    part: float
    """How far into the article it stands, from 0 to 1."""


def line_of(view: ArticleView, hit: Span, around: int) -> HitLine:
    """A hit with its surroundings, none of them from another paragraph.

    Args:
        view: What is shown.
        hit: In offsets of the article's text.
        around: The most characters wanted on either side.
    """
    shown = view.from_article.to_target(hit) or (Span(0, 0),)
    start, end = shown[0].start, shown[-1].end
    first = view.block_starts[view.block_at(start)]
    block = view.block_at(start)
    last = first + len(view.texts[block])
    return HitLine(
        before=view.text[max(first, start - around) : start],
        exact=view.text[start:end],
        after=view.text[end : max(end, min(last, end + around))],
        part=start / max(1, len(view.text)),
    )

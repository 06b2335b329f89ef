"""Takes what stays of a page apart into articles, and looks at each again by itself.

Invariant: every fragment stands in exactly one article; an article that was told apart is what cleaning
it alone would make of it, as far as a few looks settle that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reader.cleaning.breaks import (
    NO_BREAKS,
    Asked,
    Breaks,
    Continuation,
    cut_headings,
    find_breaks,
    find_more,
)
from reader.cleaning.classify import classify
from reader.cleaning.lines import Fragment
from reader.cleaning.pictured import with_captions
from reader.cleaning.separate import closed, separate
from reader.cleaning.units import Unit, whole_of
from reader.text.page import BlockKind

_ROUNDS = 2
"""Joins tell articles apart, and articles told apart show more joins: so often at most."""
_LOOKS = 3
"""So often an article is looked at by itself; most are settled at the first look."""
_LARGEST_PAGE = 1_500
"""Fragments; what holds more is no newspaper's page, and is looked through once."""


@dataclass(frozen=True, slots=True)
class Articles:
    """A page taken apart."""

    articles: list[list[Unit]]
    """The blocks of each article, in reading order."""
    breaks: Breaks
    """What is known of the page's cut paragraphs."""


def find_articles(
    fragments: Sequence[Fragment], headlines: frozenset[int], *, web: bool
) -> Articles:
    """The articles of a page.

    Args:
        fragments: What stays of the page, in order; at least one.
        headlines: Indices of fragments known to be headlines.
        web: Whether it is a web page's article, which no columns have cut.
    """
    asked = Asked()
    found = _told_apart(fragments, headlines, asked, web=web)
    if web or len(fragments) > _LARGEST_PAGE or _as_printed(found.articles):
        return found
    articles: list[list[Unit]] = []
    breaks = found.breaks
    for article in found.articles:
        settled, breaks = _settled(fragments, article, breaks, asked)
        articles += settled
    return Articles(articles, breaks)


def _as_printed(articles: Sequence[Sequence[Unit]]) -> bool:
    """Whether a page is one article as it stands, so that to look at it by itself is the same look."""
    return len(articles) == 1 and all(
        unit.members == (place,) for place, unit in enumerate(articles[0])
    )


def _told_apart(
    fragments: Sequence[Fragment], headlines: frozenset[int], asked: Asked, *, web: bool
) -> Articles:
    parts = classify(fragments, headlines)
    breaks = NO_BREAKS
    if web:
        parts = with_captions(fragments, parts)
    else:
        parts = cut_headings(fragments, parts)
        breaks = find_breaks(fragments, parts, asked)
    articles = separate(fragments, parts, breaks, headlines)
    if len(articles) == 1 and breaks.joins:
        breaks = find_breaks(fragments, parts, asked, one_article=True)
        articles = separate(fragments, parts, breaks, headlines)
    for _ in range(_ROUNDS if breaks.missing_end and len(fragments) <= _LARGEST_PAGE else 0):
        more = [
            join for article in articles for join in find_more(fragments, article, breaks, asked)
        ]
        if not more:
            break
        breaks = breaks.with_more(more)
        articles = separate(fragments, parts, breaks, headlines)
    return Articles(_completed([closed(units) for units in articles], len(fragments)), breaks)


def _completed(articles: list[list[Unit]], count: int) -> list[list[Unit]]:
    """The articles, and one of whatever none of them holds: a mistake may misplace, never lose."""
    placed = {member for article in articles for unit in article for member in unit.members}
    left = [Unit((index,), BlockKind.PARAGRAPH) for index in range(count) if index not in placed]
    return [article for article in [*articles, left] if article]


def _settled(
    fragments: Sequence[Fragment],
    article: list[Unit],
    breaks: Breaks,
    asked: Asked,
    looks: int = _LOOKS,
) -> tuple[list[list[Unit]], Breaks]:
    """What an article is when nothing but its own text is looked at, and the breaks with its own.

    What the page has put together stays so: it is taken as it now reads. Further joins and another
    order may come of it; and what comes apart by itself comes apart.
    """
    if not looks:
        return [article], breaks
    wholes = [whole_of(fragments, unit) for unit in article]
    alone = _told_apart(wholes, frozenset(), asked, web=False)
    whole = len(alone.articles) == 1
    found = [[_unit(article, unit, whole=whole) for unit in units] for units in alone.articles]
    breaks = _with_own(breaks, article, alone.breaks)
    if found == [article]:
        return [article], breaks
    settled = []
    for units in found:
        articles, breaks = _settled(fragments, units, breaks, asked, looks - 1)
        settled += articles
    return settled, breaks


def _unit(article: Sequence[Unit], unit: Unit, *, whole: bool) -> Unit:
    """A unit of an article's units as one of fragments.

    In an article that stays whole, what the page says of a heading holds.
    """
    kind = unit.kind
    if whole and kind is not BlockKind.PARAGRAPH:
        kind = article[unit.members[0]].kind
    return Unit(tuple(member for place in unit.members for member in article[place].members), kind)


def _with_own(breaks: Breaks, article: Sequence[Unit], own: Breaks) -> Breaks:
    """The page's breaks and those that an article shows by itself."""
    joins = [
        Continuation(
            article[join.tail].members[-1],
            article[join.head].members[0],
            join.confidence,
            join.reason,
        )
        for join in own.joins
    ]
    open_ends = {article[place].members[-1] for place in own.missing_end}
    cut = Breaks(breaks.joins, breaks.missing_start, breaks.missing_end | open_ends, breaks.likely)
    return cut.with_more(joins)

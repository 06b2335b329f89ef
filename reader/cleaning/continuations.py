"""Ranks what a fragment of a page may go on from or go on to, for a reviewer to choose from.

Invariant: the probabilities are the cleaner's own, for the page as it stands, corrections included;
to ask about one fragment costs its neighbourhood, not the page.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from annotations.span import Span
from reader.cleaning.breaks import open_ends
from reader.cleaning.classify import Part, next_paragraph
from reader.cleaning.evidence import reason
from reader.cleaning.lines import Fragment, Line
from reader.cleaning.matching import Edge
from reader.cleaning.model.grams import shipped
from reader.cleaning.pieces import fragments_of, spans_between
from reader.cleaning.units import PART_OF
from reader.text.page import Page, text_under

_NEAR = 10_000
"""How far off, in characters of the source, a fragment may stand that comes into question."""
MOST_BLOCKS = 1_500
"""What holds more is no newspaper's page, and is not looked through for what may belong together."""
_BLANK = 200
"""So much white space is looked at for empty lines."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A fragment that another one may be joined with."""

    article: int
    """Index of the article that the candidate stands in."""
    block: int
    """Index of its block there."""
    raw: tuple[Span, ...]
    """Of the two fragments, the raw spans of the one that would go on …"""
    onto: tuple[Span, ...]
    """… and of the one that it would go on after."""
    leads: bool
    """Whether the candidate is the one before."""
    confidence: float
    """Estimated probability, from 0 to 1, that the two belong together."""
    reason: str
    """Why they may, in words for the reviewer."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a fragment stands on the page."""

    article: int
    block: int
    start: int
    """Offset of its first character in the block's text."""
    spans: tuple[Span, ...]


def candidates(page: Page, article: int, block: int, at: int = 0, most: int = 9) -> list[Candidate]:
    """What a fragment may be joined with, the likeliest first.

    Args:
        page: The page as it stands.
        article: Index of the article.
        block: Index of the block in it.
        at: An offset of the block's text in the fragment.
        most: How many to name.

    Returns:
        Fragments that break off where this one may begin, and fragments that may begin where its
        block breaks off; those that it is joined with now are left out.
    """
    asked = page.articles[article].blocks[block]
    begins = max(start for start, _ in fragments_of(asked) if start <= at)
    here = spans_between(asked, begins, begins + 1)[0].start
    places = places_on(page, near=here)
    mine = [
        index
        for index, place in enumerate(places)
        if (place.article, place.block) == (article, block)
    ]
    head = next(index for index in mine if places[index].start == begins)
    tail = max(mine, key=lambda index: places[index].start)
    ranking = Ranking(page, places, paragraphs=(head, tail))
    found = []
    for before, after, confidence in ranking.edges:
        leads = after == head and before not in mine
        if leads or (before == tail and after not in mine):
            other = places[before if leads else after]
            found.append(
                Candidate(
                    other.article,
                    other.block,
                    places[after].spans,
                    places[before].spans,
                    leads,
                    round(confidence, 3),
                    ranking.reason(before, after),
                )
            )
            if len(found) == most:
                break
    return found


def likeliest_halves(page: Page) -> Iterator[tuple[int, int, float]]:
    """How likely it is of the fragments of a page that one goes on in another.

    Yields:
        The raw offset at which the one ends, that at which the other begins, and the probability;
        nothing for what is too large to be one page.
    """
    if sum(len(article.blocks) for article in page.articles) > MOST_BLOCKS:
        return
    places = places_on(page)
    for before, after, chance in Ranking(page, places).edges:
        yield places[before].spans[-1].end, places[after].spans[0].start, chance


def places_on(page: Page, near: int | None = None) -> list[Place]:
    """The fragments of a page, or those near a raw character, in the source's order."""
    return sorted(_places_on(page, near), key=lambda place: place.spans[0].start)


def _places_on(page: Page, near: int | None) -> Iterator[Place]:
    for number, article in enumerate(page.articles):
        for index, block in enumerate(article.blocks):
            first, last = block.spans[0].start, block.spans[-1].end
            if near is not None and (last < near - _NEAR or first > near + _NEAR):
                continue
            for start, end in fragments_of(block):
                yield Place(number, index, start, spans_between(block, start, end))


class Ranking:
    """How likely it is of fragments that one goes on in the other."""

    def __init__(self, page: Page, places: list[Place], paragraphs: Collection[int] = ()) -> None:
        """
        Args:
            page: The page as it stands.
            places: Its fragments.
            paragraphs: Indices of those that are taken for paragraphs whatever the page says.
        """
        fragments = [_fragment(page.source.raw, place.spans) for place in places]
        self._parts = [
            Part.PARAGRAPH
            if index in paragraphs
            else PART_OF[page.articles[place.article].blocks[place.block].kind]
            for index, place in enumerate(places)
        ]
        self.edges: list[Edge] = []
        """Indices of the fragment before and of the one that goes on, and the probability; the
        likeliest first."""
        tails = open_ends(fragments, self._parts)
        if tails:
            from reader.cleaning.candidates import Candidates

            self._gathered = Candidates(fragments, self._parts, tails, shipped())
            self.edges = sorted(
                self._gathered.edges(), key=lambda edge: (-edge[2], edge[0], edge[1])
            )

    def reason(self, before: int, after: int) -> str:
        """Why one of `edges` may be right, in words for the reviewer."""
        ends = self._gathered.ends
        adjacent = next_paragraph(self._parts, before) == after
        return reason(ends[before], ends[after], shipped(), adjacent=adjacent)


def _fragment(raw: str, spans: tuple[Span, ...]) -> Fragment:
    """The fragment as the cleaner sees it."""
    start = spans[0].start
    ahead = raw[max(0, start - _BLANK) : start]
    gap = max(0, ahead[len(ahead.rstrip()) :].count("\n") - 1)
    lines = tuple(
        Line(0, span, raw[span.start : span.end], 0, 0 if place else gap)
        for place, span in enumerate(spans)
    )
    return Fragment(lines, text_under(raw, spans))

"""Leaves doubtful joins to the reviewer: they are offered instead of made.

Invariant: what is offered is not done, and to accept an offer does it. A paragraph that is taken
apart stays where it is, so that accepting gives the page back as the cleaner made it.
"""

from __future__ import annotations

from dataclasses import replace

from reader.cleaning.continuations import MOST_BLOCKS, Ranking, places_on
from reader.cleaning.matching import assign
from reader.cleaning.pieces import fragments_of, offset_in, spans_between
from reader.cleaning.workbench import Workbench
from reader.text.page import Block, Flag, Offer, Page

LEAST = 0.3
"""What is less likely is not offered."""


def offered(page: Page, sure: float, least: float = LEAST) -> Page:
    """The page with no join but those that are sure, and offers of the rest.

    Args:
        page: As the cleaner made it, before any corrections.
        sure: The least confidence at which a join stays made.
        least: The least confidence at which one is offered, made or not.
    """
    page = _taken_apart(page, sure)
    missed = _missed(page, least)
    return replace(page, offers=(*page.offers, *missed)) if missed else page


def _taken_apart(page: Page, sure: float) -> Page:
    doubtful = [
        offer
        for article in page.articles
        for block in article.blocks
        if block.joins
        for offer in _as_offers(block)
        if offer.confidence < sure
    ]
    if not doubtful:
        return page
    bench = Workbench(page)
    for offer in doubtful:
        begin = offer.raw[0].start
        slip = bench.slip_at(begin)
        if slip is not None:
            bench.cut(slip, offset_in(slip.block, begin))
    return replace(bench.finished(), offers=(*page.offers, *doubtful))


def _as_offers(block: Block) -> list[Offer]:
    fragments = [spans_between(block, start, end) for start, end in fragments_of(block)]
    return [
        Offer(after, before, join.confidence, join.reason)
        for join, before, after in zip(block.joins, fragments, fragments[1:], strict=False)
    ]


def _missed(page: Page, least: float) -> list[Offer]:
    """Joins that the cleaner thought of and did not make, of paragraphs that break off."""
    spoken_for = {offer.onto[-1].end for offer in page.offers}
    taken = {offer.raw[0].start for offer in page.offers}
    open_ends = {
        block.spans[-1].end
        for article in page.articles
        for block in article.blocks
        if Flag.MISSING_END in block.flags
    } - spoken_for
    if not open_ends or sum(len(article.blocks) for article in page.articles) > MOST_BLOCKS:
        return []
    places = places_on(page)
    ranking = Ranking(page, places)
    edges = [
        (before, after, confidence)
        for before, after, confidence in ranking.edges
        if confidence >= least
        and places[before].spans[-1].end in open_ends
        and places[after].start == 0
        and places[after].spans[0].start not in taken
        and (places[before].article, places[before].block)
        != (places[after].article, places[after].block)
    ]
    return [
        Offer(
            places[after].spans,
            places[before].spans,
            round(confidence, 3),
            ranking.reason(before, after),
        )
        for before, after, confidence in assign(edges, least)
    ]

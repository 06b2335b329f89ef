"""Tells apart articles whose columns a page prints by turns.

Invariant: every unit gets exactly one article, joined units the same; a page that shows no sign of
interleaving (two closing bylines with no headline between them) is left as it stands.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from reader.cleaning.classify import LONGEST_HEADING, Part
from reader.cleaning.headings import Heading
from reader.cleaning.leads import goes_on, share_told, weights_of
from reader.cleaning.lines import Fragment
from reader.cleaning.model.grams import shipped
from reader.cleaning.topics import directions, likeness

_SHORTEST_HEADLINE = 8
_TOLD = 2.0
"""How much it weighs that a paragraph of the page tells what a headline tells."""
_ROUNDS = 3
_MOST_ARTICLES = 9
"""Which articles have ended is remembered for each of so many; a page with more is left alone."""

_MOST_HEADINGS = 60
"""So is a page with more headings."""

_NEARNESS = 30.0
"""What a likeness of one is worth against the price of turning to another article."""
_TURN = 2.5
"""The price of turning from one article to another without a byline between …"""
_TURN_AFTER_END = 0.6
"""… and where a paragraph breaks off, as columns do."""
_NOTHING = 1e-9
_OPENING = 2
"""So many paragraphs under a headline are sure to be its own, to begin with."""


def interleaved_headlines(
    fragments: Sequence[Fragment],
    parts: Sequence[Part],
    headings: Sequence[Heading],
    joined: Collection[int],
) -> list[int] | None:
    """The headlines of a page whose articles are interleaved; None for any other page.

    Args:
        fragments: What stays of the page.
        parts: Their parts.
        headings: The groups of headings.
        joined: Indices of fragments that go on in another one, or go on with another one.
    """
    opening = {heading.members[0] for heading in headings if heading.heads}
    events = []
    body = False
    for index, part in enumerate(parts):
        if index in opening:
            events.append("headline")
        body = body or part is Part.PARAGRAPH
        if part is Part.BYLINE and body:
            events.append("byline")
    if not any(a == b == "byline" for a, b in pairwise(events)):
        return None
    bylines = events.count("byline")
    if bylines > _MOST_ARTICLES + 1:
        return None
    heads = {index for heading in headings if heading.heads for index in heading.members}
    headlines = [
        index
        for index, part in enumerate(parts)
        if part is Part.HEADING and fragments[index].look.size >= _SHORTEST_HEADLINE
    ]
    if len(headlines) < bylines:
        short = _short_paragraphs(fragments, parts)
        headlines = sorted(headlines + [index for index in short if index not in joined])
    if len(headlines) > _MOST_HEADINGS:
        return None
    if len(headlines) > bylines:
        ranked = sorted(
            headlines,
            key=lambda index: (-_title_like(fragments, parts, index, index in heads), index),
        )
        headlines = sorted(ranked[:bylines])
    if not 2 <= len(headlines) <= _MOST_ARTICLES or headlines[0] > 2:
        return None
    return headlines if len(headlines) >= bylines - 1 else None


def _short_paragraphs(fragments: Sequence[Fragment], parts: Sequence[Part]) -> list[int]:
    """What was taken for a paragraph and may be a headline with a comma or a question mark."""
    return [
        index
        for index, part in enumerate(parts)
        if part is Part.PARAGRAPH
        and _SHORTEST_HEADLINE <= fragments[index].look.size <= LONGEST_HEADING
        and not fragments[index].look.torn
        and not any(mark in fragments[index].text for mark in "。；")
    ]


def _title_like(
    fragments: Sequence[Fragment], parts: Sequence[Part], index: int, heads: bool
) -> float:
    """How much a fragment looks like a headline: by its marks, and by what the page tells of it."""
    look, text = fragments[index].look, fragments[index].text
    title = weights_of(text)
    told = max(
        (
            share_told(title, fragments[other].words)
            for other, part in enumerate(parts)
            if part is Part.PARAGRAPH and other != index
        ),
        default=0.0,
    )
    return (
        1.5 * look.spaced
        + heads
        + 0.5 * (look.size >= 12)
        + _TOLD * told
        - look.numbered
        - look.torn
        - goes_on(text)
    )


def told_apart(
    fragments: Sequence[Fragment],
    parts: Sequence[Part],
    headlines: Sequence[int],
    chains: Sequence[tuple[int, ...]],
    broken: Collection[int],
) -> list[int]:
    """The article (a place in `headlines`) of each fragment.

    Args:
        fragments: What stays of the page.
        parts: Their parts.
        headlines: Indices of the headlines, ascending.
        chains: Indices of fragments that are joined and so belong together.
        broken: Indices of the fragments that break off.
    """
    about = directions(
        {index: fragment.words for index, fragment in enumerate(fragments)}, shipped()
    )
    owners = [-1] * len(fragments)
    for article, headline in enumerate(headlines):
        owners[headline] = article
        taken = 0
        for index in range(headline + 1, len(parts)):
            if parts[index] in (Part.HEADING, Part.BYLINE) or taken == _OPENING:
                break
            if parts[index] is Part.PARAGRAPH:
                owners[index] = article
                taken += 1
    for _ in range(_ROUNDS):
        gains = _gains(about, parts, owners, len(headlines))
        for chain in chains:
            summed = [
                sum(gains[index][article] for index in chain) for article in range(len(headlines))
            ]
            for index in chain:
                gains[index] = summed
        owners = _likeliest(parts, headlines, gains, broken)
        for chain in chains:
            best = max(range(len(headlines)), key=gains[chain[0]].__getitem__)
            for index in chain:
                owners[index] = best
    return owners


def _gains(
    about: Mapping[int, Mapping[str, float]],
    parts: Sequence[Part],
    owners: Sequence[int],
    articles: int,
) -> list[list[float]]:
    """For each fragment, what each article would gain by it; its own share of an article aside."""
    sums: list[dict[str, float]] = [{} for _ in range(articles)]
    for index, owner in enumerate(owners):
        if owner >= 0 and parts[index] in (Part.PARAGRAPH, Part.HEADING, Part.LIST_ITEM):
            total = sums[owner]
            for pair, value in about[index].items():
                total[pair] = total.get(pair, 0.0) + value
    squares = [sum(value * value for value in total.values()) for total in sums]
    gains = []
    for index, part in enumerate(parts):
        row = [0.0] * articles
        if part in (Part.PARAGRAPH, Part.LIST_ITEM):
            own = about[index]
            square = sum(value * value for value in own.values())
            for article, total in enumerate(sums):
                dot, rest = likeness(own, total), squares[article]
                if owners[index] == article:
                    dot, rest = dot - square, rest - 2 * dot + square
                row[article] = _NEARNESS * dot / rest**0.5 if rest > _NOTHING else 0.0
        gains.append(row)
    return gains


def _likeliest(
    parts: Sequence[Part],
    headlines: Sequence[int],
    gains: Sequence[Sequence[float]],
    broken: Collection[int],
) -> list[int]:
    """The best sequence of articles: a headline begins its own, a byline ends one for good."""
    begins = {headline: article for article, headline in enumerate(headlines)}
    states: dict[tuple[int, int], float] = {(0, 0): 0.0}
    paths: list[dict[tuple[int, int], tuple[int, int]]] = []
    last = -1
    for index, part in enumerate(parts):
        turn = _TURN_AFTER_END if last in broken else _TURN
        last = last if part is Part.CAPTION else index
        reached: dict[tuple[int, int], tuple[float, tuple[int, int]]] = {}
        started = sum(headline < index for headline in headlines)
        begun, gain = begins.get(index), gains[index]
        for before, value in states.items():
            current, ended = before
            price = 0.0 if ended >> current & 1 or part is Part.HEADING else turn
            for article, turned, closed in _moves(current, ended, begun, started, part):
                total = (value - price if turned else value) + gain[article]
                key = (article, closed)
                if key not in reached or total > reached[key][0]:
                    reached[key] = (total, before)
        paths.append({key: before for key, (_, before) in reached.items()})
        states = {key: total for key, (total, _) in reached.items()}
    state = max(states, key=states.__getitem__)
    owners = []
    for path in reversed(paths):
        owners.append(state[0])
        state = path[state]
    return owners[::-1]


@lru_cache(maxsize=4096)
def _moves(
    current: int, ended: int, begun: int | None, started: int, part: Part
) -> list[tuple[int, bool, int]]:
    """Which article may come next: itself, whether that is a turn, and which have ended then."""
    if begun is not None:
        return [(begun, begun != current, ended)]
    if part is Part.BYLINE:
        options = [current] if not ended >> current & 1 else []
        options += [
            article for article in range(started) if article != current and not ended >> article & 1
        ]
        return [
            (article, article != current, ended | 1 << article) for article in options or [current]
        ]
    if part is Part.CAPTION:
        return [(current, False, ended)]
    open_ones = [article for article in range(started) if not ended >> article & 1]
    return [(article, article != current, ended) for article in open_ones or [current]]

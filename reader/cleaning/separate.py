"""Puts a page's fragments into articles, and each article's fragments into reading order.

Invariant: every fragment that was kept stands in exactly one article, joined fragments side by side
in the order of their joins.
"""

from __future__ import annotations

from collections.abc import Sequence

from reader.cleaning.appended import appended_at
from reader.cleaning.breaks import Breaks
from reader.cleaning.classify import Part
from reader.cleaning.headings import Heading, find_headings, kinds_of
from reader.cleaning.interleaved import interleaved_headlines, told_apart
from reader.cleaning.lines import Fragment
from reader.cleaning.runs import cut_runs, linked
from reader.cleaning.units import KIND_OF, Unit
from reader.text.page import BlockKind

_BODY = (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.SUBHEADING)


def separate(
    fragments: Sequence[Fragment], parts: Sequence[Part], breaks: Breaks, headlines: frozenset[int]
) -> list[list[Unit]]:
    """The articles of a page, each in reading order."""
    headings = find_headings(fragments, parts, breaks, headlines)
    joined = {index for join in breaks.joins for index in (join.tail, join.head)}
    turns = interleaved_headlines(fragments, parts, headings, joined)
    if turns is not None:
        return _by_turns(fragments, parts, breaks, turns)
    units = _units(fragments, parts, breaks, headings, headlines)
    runs = cut_runs(units, parts, breaks, headings)
    articles: list[list[Unit]] = []
    for run in linked(fragments, runs, breaks):
        if run.opens or not articles:
            articles.append([])
        articles[-1] += run.units
    divided: list[list[Unit]] = []
    for article in map(_headed, articles):
        at = appended_at(fragments, article)
        divided += [article[:at], article[at:]] if at else [article]
    return divided


def closed(article: list[Unit]) -> list[Unit]:
    """The article with the byline that closes it after its text, wherever columns brought it."""
    body = [at for at, unit in enumerate(article) if unit.kind in _BODY]
    if not body:
        return article
    first, last = body[0], body[-1] + 1
    signed = [unit for unit in article[first:last] if unit.kind is BlockKind.BYLINE]
    text = [unit for unit in article[first:last] if unit.kind is not BlockKind.BYLINE]
    return article[:first] + text + signed + article[last:]


def _by_turns(
    fragments: Sequence[Fragment], parts: Sequence[Part], breaks: Breaks, headlines: Sequence[int]
) -> list[list[Unit]]:
    """The articles of a page that prints their columns by turns."""
    chiefs = frozenset(headlines)
    parts = [Part.HEADING if index in chiefs else part for index, part in enumerate(parts)]
    chains = _chains(breaks)
    broken = breaks.missing_end | {join.tail for join in breaks.joins}
    owners = told_apart(fragments, parts, headlines, chains, broken)
    headings = [
        Heading((index,), 1.0 if index in chiefs else -1.0)
        for index, part in enumerate(parts)
        if part is Part.HEADING
    ]
    units = _units(fragments, parts, breaks, headings, chiefs)
    articles = []
    for article in range(len(headlines)):
        own = [unit for unit in units if owners[unit.members[0]] == article]
        runs = cut_runs(own, parts, breaks, headings, whole=True)
        articles.append([unit for run in linked(fragments, runs, breaks) for unit in run.units])
    return [_headed(article) for article in articles if article]


def _chains(breaks: Breaks) -> list[tuple[int, ...]]:
    """Fragments that one join after another puts together."""
    head_of = {join.tail: join.head for join in breaks.joins}
    chains = []
    for start in head_of.keys() - set(head_of.values()):
        chain = [start]
        while (head := head_of.get(chain[-1])) is not None:
            chain.append(head)
        chains.append(tuple(chain))
    return sorted(chains)


def _headed(article: list[Unit]) -> list[Unit]:
    """Headings that came to stand between a headline and the text belong to the headline."""
    headed, titled = [], False
    for unit in article:
        if unit.kind in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM):
            titled = False
        titled = titled or unit.kind is BlockKind.HEADLINE
        below = titled and unit.kind is BlockKind.SUBHEADING
        headed.append(Unit(unit.members, BlockKind.KICKER) if below else unit)
    return headed


def _units(
    fragments: Sequence[Fragment],
    parts: Sequence[Part],
    breaks: Breaks,
    headings: Sequence[Heading],
    headlines: frozenset[int],
) -> list[Unit]:
    """Blocks in the page's order; a paragraph cut in place is one, captions inside it follow it."""
    kinds: dict[int, BlockKind] = {}
    for heading in headings:
        kinds |= kinds_of(fragments, heading, headlines)
    head_of = {join.tail: join.head for join in breaks.joins}
    units: list[Unit] = []
    taken: set[int] = set()
    for index, part in enumerate(parts):
        if index in taken:
            continue
        members = [index]
        while (head := head_of.get(members[-1])) is not None and _in_place(
            parts, members[-1], head
        ):
            members.append(head)
            taken.add(head)
        units.append(Unit(tuple(members), kinds.get(index, KIND_OF[part])))
    return units


def _in_place(parts: Sequence[Part], tail: int, head: int) -> bool:
    return tail < head and all(parts[index] is Part.CAPTION for index in range(tail + 1, head))

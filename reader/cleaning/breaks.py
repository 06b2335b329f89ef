"""Puts together the paragraphs that a column break had cut.

Invariant: each open end goes to at most one beginning and each beginning to at most one end, chosen
for all of a page at once; no paragraph is ever joined to itself by a chain of joins. The cost grows
with the number of open ends, not with the length of the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from reader.cleaning.classify import Part, next_paragraph
from reader.cleaning.evidence import Ends, cuts_word, gain, reason, starts_broken, starts_oddly
from reader.cleaning.lines import Fragment
from reader.cleaning.looks import is_open
from reader.cleaning.matching import Edge, assign
from reader.cleaning.model.grams import Grams, shipped
from reader.cleaning.units import PART_OF, Unit, whole_of
from reader.text.page import BlockKind

_LEAST = 0.73
"""A join must be so likely: a wrong one is worse than a missed one."""

_LIKELY = 0.4
"""A join that is not sure enough to be made still says which column is read after which, if so likely."""

_LEAST_MORE = 0.89
"""And within an article, where few rivals are left to be better than, so likely."""

_GOES_ON = -2.0
"""So well, in nats, the network has to find that a text goes on in the next, to take it for no heading."""

_MOST_AHEAD = 1_500
"""Of more fragments than these not all are asked about: then the network reads none ahead."""

_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9]*")
_LATIN_END = re.compile(r"[A-Za-z][A-Za-z0-9]*$")

_LISTS = 3
"""On a page with so many items of lists, none of them with a full stop, a lone paragraph needs none."""


@dataclass(frozen=True, slots=True)
class Continuation:
    """One fragment goes on in another."""

    tail: int
    head: int
    confidence: float
    reason: str


@dataclass(frozen=True, slots=True)
class Breaks:
    """What is known of a page's cut paragraphs; numbers are indices of fragments."""

    joins: tuple[Continuation, ...]
    missing_start: frozenset[int]
    missing_end: frozenset[int]
    likely: tuple[tuple[int, int], ...] = ()
    """Tails and heads that are not joined and stand apart, but are best read one after the other."""

    def with_more(self, more: Sequence[Continuation]) -> Breaks:
        """These breaks and more joins."""
        tails, heads = {join.tail for join in more}, {join.head for join in more}
        return Breaks(
            tuple(sorted((*self.joins, *more), key=lambda join: join.tail)),
            self.missing_start - heads,
            self.missing_end - tails,
            tuple(
                (tail, head)
                for tail, head in self.likely
                if tail not in tails and head not in heads
            ),
        )


class Asked:
    """What was asked about a page's fragments before: an article by itself asks much of it again."""

    def __init__(self) -> None:
        self._candidates: dict[
            tuple[tuple[str, ...], tuple[Part, ...], tuple[int, ...]], Weighed
        ] = {}

    def weighed(
        self, fragments: Sequence[Fragment], parts: Sequence[Part], tails: Sequence[int]
    ) -> Weighed:
        """The candidates of fragments, and the probability of each pair."""
        key = (tuple(fragment.text for fragment in fragments), tuple(parts), tuple(tails))
        known = self._candidates.get(key)
        if known is None:
            from reader.cleaning.candidates import Candidates

            candidates = Candidates(fragments, parts, tails, shipped())
            known = self._candidates[key] = Weighed(candidates.ends, candidates.edges())
        return known


class Weighed(NamedTuple):
    """Pairs of an end and a beginning."""

    ends: Mapping[int, Ends]
    """The two ends of each paragraph that comes into question, by its index."""
    edges: Sequence[Edge]


NO_BREAKS = Breaks((), frozenset(), frozenset())
"""Of a page that was never cut into columns."""


def find_breaks(
    fragments: Sequence[Fragment],
    parts: Sequence[Part],
    asked: Asked,
    *,
    one_article: bool = False,
) -> Breaks:
    """Find the continuation of every paragraph that breaks off.

    Args:
        fragments: All of them, in the page's order.
        parts: What each of them is.
        asked: What was asked about the page before.
        one_article: Whether they are a single article's. With so few rivals more looks likely than
            is, and a join has to be as sure as in `find_more`; so an article that was told apart
            comes out the same when it is cleaned by itself.
    """
    tails = open_ends(fragments, parts)
    paragraphs = [index for index, part in enumerate(parts) if part is Part.PARAGRAPH]
    odd = [index for index in paragraphs if starts_oddly(fragments[index].text)]
    if not tails and not odd:
        return NO_BREAKS
    grams = shipped()
    least = _LEAST_MORE if one_article else _LEAST
    joins, likely = _joins(fragments, parts, tails, asked, least) if tails else ((), ())
    joined = {join.head for join in joins}
    missing_start = frozenset(
        index
        for index in odd
        if index not in joined and starts_broken(Ends(fragments[index].text, grams), grams)
    )
    missing_end = frozenset(tails) - {join.tail for join in joins}
    return Breaks(joins, missing_start, missing_end, likely)


def _joins(
    fragments: Sequence[Fragment],
    parts: Sequence[Part],
    tails: Sequence[int],
    asked: Asked,
    least: float,
) -> tuple[tuple[Continuation, ...], tuple[tuple[int, int], ...]]:
    """The joins that are likely enough, and the best of the pairs that are left."""
    ends, edges = asked.weighed(fragments, parts, tails)
    chosen = assign(edges, least)
    tailed, headed = {edge[0] for edge in chosen}, {edge[1] for edge in chosen}
    left = assign(
        (edge for edge in edges if edge[0] not in tailed and edge[1] not in headed), _LIKELY
    )
    joins = tuple(
        Continuation(
            tail,
            head,
            round(confidence, 3),
            reason(
                ends[tail],
                ends[head],
                shipped(),
                adjacent=next_paragraph(parts, tail) == head,
            ),
        )
        for tail, head, confidence in sorted(chosen)
    )
    moved = [edge[:2] for edge in left if next_paragraph(parts, edge[0]) != edge[1]]
    return joins, tuple(sorted(moved))


def find_more(
    fragments: Sequence[Fragment], article: Sequence[Unit], breaks: Breaks, asked: Asked
) -> list[Continuation]:
    """Joins that show once a page's articles are told apart, and fewer rivals are left."""
    tails = [
        place
        for place, unit in enumerate(article)
        if unit.kind is BlockKind.PARAGRAPH and unit.members[-1] in breaks.missing_end
    ]
    if not tails:
        return []
    wholes = [whole_of(fragments, unit) for unit in article]
    parts = [PART_OF[unit.kind] for unit in article]
    return [
        Continuation(
            article[join.tail].members[-1],
            article[join.head].members[0],
            join.confidence,
            join.reason,
        )
        for join in _joins(wholes, parts, tails, asked, _LEAST_MORE)[0]
    ]


def cut_headings(fragments: Sequence[Fragment], parts: Sequence[Part]) -> list[Part]:
    """The parts, with what looked like a heading and is half a sentence made a paragraph.

    A short piece of a cut paragraph may hold no mark at all. It is known by the word that the break
    cut in two, where it follows a paragraph, or where the next one begins as none does; by half a
    Latin name at its end, which the page spells out elsewhere and never has alone; by the byline that
    closes its article right after it; and by how well it goes on in the next paragraph.
    """
    parts = list(parts)
    plain = [
        index
        for index, part in enumerate(parts)
        if part is Part.HEADING
        and not (fragments[index].look.spaced or fragments[index].look.numbered)
    ]
    if not plain:
        return parts
    closing, halved = _closing_bylines(parts), _cutting_names(fragments, plain)
    for index in plain:
        if index in halved or (_inside(parts, index) and _beside(parts, index, 1) in closing):
            parts[index] = Part.PARAGRAPH
    pairs = []
    for index in plain:
        after = next_paragraph(parts, index)
        if after is None or parts[index] is Part.PARAGRAPH:
            continue
        inside = _inside(parts, index)
        if not inside and not starts_oddly(fragments[after].text):
            continue
        grams = shipped()
        before, following = Ends(fragments[index].text, grams), Ends(fragments[after].text, grams)
        if (inside or following.broken) and cuts_word(before, following, grams):
            parts[index] = Part.PARAGRAPH
        elif inside and _may_go_on(before, following, grams):
            pairs.append((index, after))
    for index in _going_on(fragments, parts, pairs):
        parts[index] = Part.PARAGRAPH
    return parts


def _inside(parts: Sequence[Part], index: int) -> bool:
    return index > 0 and parts[index - 1] is Part.PARAGRAPH


def _cutting_names(fragments: Sequence[Fragment], among: Sequence[int]) -> frozenset[int]:
    """The texts that end with half a Latin name, which others spell out and none has alone."""
    halves = {
        index: last[0] for index in among if (last := _LATIN_END.search(fragments[index].text))
    }
    if not halves:
        return frozenset()
    names = {name for fragment in fragments for name in _LATIN.findall(fragment.text[:-1])}
    whole = sorted(names)
    found = set()
    for index, half in halves.items():
        after = bisect_right(whole, half)
        if half not in names and after < len(whole) and whole[after].startswith(half):
            found.add(index)
    return frozenset(found)


def _may_go_on(tail: Ends, head: Ends, grams: Grams) -> bool:
    """Whether the statistics of the language don't rule it out; they know too few Latin words."""
    return tail.last[-1:] == head.first[:1] == "a" or gain(tail, head, grams) > 0


def _going_on(
    fragments: Sequence[Fragment], parts: Sequence[Part], pairs: Sequence[tuple[int, int]]
) -> list[int]:
    """Of the first of each pair those that the network finds to go on well in the second."""
    if not pairs:
        return []
    from reader.cleaning.model.pairs import shipped as network

    texts = [[fragments[index].text for index in side] for side in zip(*pairs, strict=True)]
    tails = open_ends(fragments, parts) if len(fragments) <= _MOST_AHEAD else []
    if tails:
        # It will be asked about these next; to read them all at once takes hardly longer.
        network().read(
            [*texts[0], *(fragments[index].text for index in tails)],
            [
                fragment.text
                for fragment, part in zip(fragments, parts, strict=True)
                if part is Part.PARAGRAPH
            ],
        )
    before, after = network().sides(*texts)
    fits = (before.meaning * after.meaning).sum(axis=1) + before.torn + after.torn
    return [index for (index, _), fit in zip(pairs, fits.tolist(), strict=True) if fit >= _GOES_ON]


def _closing_bylines(parts: Sequence[Part]) -> frozenset[int]:
    """The bylines that close an article, on a page where they do: none stands above its text."""
    closing = []
    for index, part in enumerate(parts):
        if part is Part.BYLINE:
            after = _beside(parts, index, 1)
            if after is not None and parts[after] is not Part.HEADING:
                return frozenset()
            closing.append(index)
    return frozenset(closing)


def _beside(parts: Sequence[Part], index: int, step: int) -> int | None:
    """The place before or after, captions aside; None at the edge of the page."""
    at = index + step
    while 0 <= at < len(parts) and parts[at] is Part.CAPTION:
        at += step
    return at if 0 <= at < len(parts) else None


def open_ends(fragments: Sequence[Fragment], parts: Sequence[Part]) -> list[int]:
    """The paragraphs that break off."""
    items = [
        fragment for fragment, part in zip(fragments, parts, strict=True) if part is Part.LIST_ITEM
    ]
    unmarked = len(items) >= _LISTS and not any(item.look.closed for item in items)
    plain = (
        [index for index, part in enumerate(parts) if part is not Part.CAPTION] if unmarked else []
    )
    place = {index: at for at, index in enumerate(plain)}
    found = []
    for index, part in enumerate(parts):
        if part is not Part.PARAGRAPH or not is_open(fragments[index].text):
            continue
        if unmarked and _alone(parts, plain, place[index]):
            continue
        found.append(index)
    return found


def _alone(parts: Sequence[Part], plain: Sequence[int], at: int) -> bool:
    """Whether a paragraph stands under its heading as the lists before or after it do under theirs."""
    around = [parts[plain[i]] if 0 <= i < len(plain) else None for i in range(at - 2, at + 3)]
    headed = around[1] is Part.HEADING and around[3] in (Part.HEADING, None)
    return headed and Part.LIST_ITEM in (around[0], around[4])

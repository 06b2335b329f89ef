"""Puts together the paragraphs that a column break had cut.

Invariant: each open end goes to at most one beginning and each beginning to at most one end, chosen
for all of a page at once; no paragraph is ever joined to itself by a chain of joins. The cost grows
with the number of open ends, not with the length of the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reader.cleaning.classify import Part, next_paragraph
from reader.cleaning.evidence import Ends, cuts_word, reason, starts_broken, starts_oddly
from reader.cleaning.lines import Fragment
from reader.cleaning.looks import is_open
from reader.cleaning.matching import assign
from reader.cleaning.model.grams import Grams, shipped
from reader.cleaning.units import PART_OF, Unit

_LEAST = 0.7
"""A join must be so likely: a wrong one is worse than a missed one."""

_LEAST_MORE = 0.85
"""And within an article, where few rivals are left to be better than, so likely."""

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

    def with_more(self, more: Sequence[Continuation]) -> Breaks:
        """These breaks and more joins."""
        return Breaks(
            tuple(sorted((*self.joins, *more), key=lambda join: join.tail)),
            self.missing_start - {join.head for join in more},
            self.missing_end - {join.tail for join in more},
        )


NO_BREAKS = Breaks((), frozenset(), frozenset())
"""Of a page that was never cut into columns."""


def find_breaks(
    fragments: Sequence[Fragment], parts: Sequence[Part], *, one_article: bool = False
) -> Breaks:
    """Find the continuation of every paragraph that breaks off.

    Args:
        fragments: All of them, in the page's order.
        parts: What each of them is.
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
    joins = _joins(fragments, parts, tails, grams, least) if tails else ()
    joined = {join.head for join in joins}
    missing_start = frozenset(
        index
        for index in odd
        if index not in joined and starts_broken(Ends(fragments[index].text, grams), grams)
    )
    return Breaks(joins, missing_start, frozenset(tails) - {join.tail for join in joins})


def _joins(
    fragments: Sequence[Fragment],
    parts: Sequence[Part],
    tails: Sequence[int],
    grams: Grams,
    least: float,
) -> tuple[Continuation, ...]:
    from reader.cleaning.candidates import Candidates

    candidates = Candidates(fragments, parts, tails, grams)
    chosen = assign(candidates.edges(), least)
    return tuple(
        Continuation(
            tail,
            head,
            round(confidence, 3),
            reason(
                candidates.ends[tail],
                candidates.ends[head],
                grams,
                adjacent=next_paragraph(parts, tail) == head,
            ),
        )
        for tail, head, confidence in sorted(chosen)
    )


def find_more(
    fragments: Sequence[Fragment], article: Sequence[Unit], breaks: Breaks
) -> list[Continuation]:
    """Joins that show once a page's articles are told apart, and fewer rivals are left."""
    open_units = [unit for unit in article if unit.members[-1] in breaks.missing_end]
    if not open_units:
        return []
    wholes = [
        Fragment(
            tuple(line for member in unit.members for line in fragments[member].lines),
            "".join(fragments[member].text for member in unit.members),
        )
        for unit in article
    ]
    parts = [PART_OF[unit.kind] for unit in article]
    tails = [place for place, unit in enumerate(article) if unit.members[-1] in breaks.missing_end]
    return [
        Continuation(
            article[join.tail].members[-1],
            article[join.head].members[0],
            join.confidence,
            join.reason,
        )
        for join in _joins(wholes, parts, tails, shipped(), _LEAST_MORE)
    ]


def cut_headings(fragments: Sequence[Fragment], parts: Sequence[Part]) -> list[Part]:
    """The parts, with what looked like a heading and is half a sentence made a paragraph.

    A short piece of a cut paragraph may hold no mark at all. It is known by the word that the break
    cut in two, where it follows a paragraph, or where the next one begins as none does.
    """
    parts = list(parts)
    doubtful = [
        (index, after)
        for index, part in enumerate(parts)
        if part is Part.HEADING
        and not (fragments[index].look.spaced or fragments[index].look.numbered)
        and (after := next_paragraph(parts, index)) is not None
    ]
    for index, after in doubtful:
        grams = shipped()
        before, following = Ends(fragments[index].text, grams), Ends(fragments[after].text, grams)
        inside = index > 0 and parts[index - 1] is Part.PARAGRAPH
        if (inside or following.broken) and cuts_word(before, following, grams):
            parts[index] = Part.PARAGRAPH
    return parts


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

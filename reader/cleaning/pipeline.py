"""Cleans a source: lines, fragments, boilerplate, duplicates, parts, breaks, articles, page.

Invariant: every raw character that is not white space stands in exactly one block or is dropped once;
a block's text is the characters under its spans. Whatever the steps before decide, this holds.
"""

from __future__ import annotations

from collections.abc import Sequence

from annotations.span import merged, picked
from reader.cleaning.boilerplate import find_boilerplate
from reader.cleaning.breaks import (
    NO_BREAKS,
    Breaks,
    Continuation,
    cut_headings,
    find_breaks,
    find_more,
)
from reader.cleaning.classify import classify
from reader.cleaning.duplicates import find_duplicates
from reader.cleaning.lines import Fragment, read_lines, unwrapped
from reader.cleaning.separate import separate
from reader.cleaning.units import Unit
from reader.text.page import Article, Block, BlockKind, Dropped, DropReason, Flag, Join, Page
from reader.text.scripts import script_of
from reader.text.source import Source

_ROUNDS = 2
"""Joins tell articles apart, and articles told apart show more joins: so often at most."""
_LARGEST_PAGE = 1_500
"""Fragments; what holds more is no newspaper's page, and is looked through once."""
_TITLE_SIZE = 20
_SCRIPT_SAMPLE = 4_000
"""Characters: of a title made from an article's beginning; of a block, for telling its script."""


def clean(source: Source) -> Page:
    """Take a page apart into its articles.

    Args:
        source: A decoded text; any text at all.

    Returns:
        The articles in the page's order, and what stands in none of them, each with its raw spans.
    """
    fragments = unwrapped(read_lines(source.raw))
    if not fragments:
        return Page(source, (), ())
    kept = find_boilerplate(fragments)
    copies = find_duplicates(fragments, kept.keep)
    places = [index for index in range(len(fragments)) if kept.keep[index] and index not in copies]
    staying = [fragments[index] for index in places]
    headlines = frozenset(at for at, index in enumerate(places) if index in kept.headlines)
    parts = classify(staying, headlines)
    breaks = NO_BREAKS
    if not kept.web:
        parts = cut_headings(staying, parts)
        breaks = find_breaks(staying, parts)
    separated = separate(staying, parts, breaks, headlines)
    if len(separated) == 1 and breaks.joins:
        breaks = find_breaks(staying, parts, one_article=True)
        separated = separate(staying, parts, breaks, headlines)
    for _ in range(_ROUNDS if breaks.missing_end and len(staying) <= _LARGEST_PAGE else 0):
        more = [join for article in separated for join in find_more(staying, article, breaks)]
        if not more:
            break
        breaks = breaks.with_more(more)
        separated = separate(staying, parts, breaks, headlines)
    separated = _completed(separated, len(staying))
    articles = tuple(_article(source, staying, units, breaks) for units in separated)
    return Page(source, articles, tuple(_dropped(fragments, kept.keep, copies)))


def _completed(articles: list[list[Unit]], count: int) -> list[list[Unit]]:
    """The articles, and one of whatever none of them holds: a mistake may misplace, never lose."""
    placed = {member for article in articles for unit in article for member in unit.members}
    left = [Unit((index,), BlockKind.PARAGRAPH) for index in range(count) if index not in placed]
    return [article for article in [*articles, left] if article]


def _article(
    source: Source, fragments: Sequence[Fragment], units: Sequence[Unit], breaks: Breaks
) -> Article:
    into = {join.head: join for join in breaks.joins}
    blocks = tuple(_block(source.raw, fragments, unit, breaks, into) for unit in units)
    first = min(span.start for block in blocks for span in block.spans)
    titles = [block.text for block in blocks if block.kind is BlockKind.HEADLINE]
    title = " ".join((titles[0] if titles else blocks[0].text[:_TITLE_SIZE]).splitlines())
    sample = "".join(block.text[:_SCRIPT_SAMPLE] for block in blocks[:40])
    return Article(f"{source.sha256[:12]}-{first}", script_of(sample), title, blocks)


def _block(
    raw: str,
    fragments: Sequence[Fragment],
    unit: Unit,
    breaks: Breaks,
    into: dict[int, Continuation],
) -> Block:
    spans = merged(span for member in unit.members for span in fragments[member].spans)
    joins: list[Join] = []
    at = 0
    for before, member in zip((None, *unit.members), unit.members, strict=False):
        join = into.get(member)
        if before is not None and join is not None:
            joins.append(Join(at, join.confidence, join.reason))
        at += len(fragments[member].text)
    flags = []
    if unit.members[0] in breaks.missing_start:
        flags.append(Flag.MISSING_START)
    if unit.members[-1] in breaks.missing_end:
        flags.append(Flag.MISSING_END)
    return Block(unit.kind, picked(raw, spans), spans, tuple(joins), tuple(flags))


def _dropped(
    fragments: Sequence[Fragment], keep: Sequence[bool], copies: dict[int, int]
) -> list[Dropped]:
    dropped = []
    for index, fragment in enumerate(fragments):
        if not keep[index]:
            dropped += [Dropped(span, DropReason.BOILERPLATE) for span in fragment.spans]
        elif index in copies:
            of = fragments[copies[index]].spans
            for at, span in enumerate(fragment.spans):
                dropped.append(Dropped(span, DropReason.DUPLICATE, of[min(at, len(of) - 1)]))
    return dropped

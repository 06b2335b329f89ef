"""Cleans a source: lines, fragments, boilerplate, duplicates, parts, breaks, articles, page.

Invariant: every raw character that is not white space stands in exactly one block or is dropped once;
a block's text is the characters under its spans. Whatever the steps before decide, this holds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from annotations.span import merged
from reader.cleaning.articles import find_articles
from reader.cleaning.boilerplate import find_boilerplate
from reader.cleaning.breaks import Breaks, Continuation
from reader.cleaning.doubts import sureness
from reader.cleaning.duplicates import find_duplicates
from reader.cleaning.gutters import read_columns
from reader.cleaning.lines import Fragment, marks_before, read_lines
from reader.cleaning.units import Unit
from reader.cleaning.wrapping import unwrapped
from reader.text.page import (
    Article,
    Block,
    BlockKind,
    Dropped,
    DropReason,
    Flag,
    Join,
    Page,
    text_under,
)
from reader.text.scripts import script_of
from reader.text.source import BYTE_ORDER_MARK, Source

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
    fragments = unwrapped(read_columns(source.raw, read_lines(source.raw)), source.raw)
    if not fragments:
        return Page(source, (), tuple(_marks(source.raw)))
    kept = find_boilerplate(fragments)
    copies = find_duplicates(fragments, kept.keep)
    places = [index for index in range(len(fragments)) if kept.keep[index] and index not in copies]
    staying = [fragments[index] for index in places]
    headlines = frozenset(at for at, index in enumerate(places) if index in kept.headlines)
    found = find_articles(staying, headlines, web=kept.web)
    breaks = found.breaks
    into = {join.head: join for join in breaks.joins}
    articles = tuple(_article(source, staying, units, breaks, into) for units in found.articles)
    dropped = [*_marks(source.raw), *_dropped(fragments, kept.keep, copies)]
    # In the source's order, whatever order the page is read in.
    return Page(source, articles, tuple(sorted(dropped, key=lambda each: each.span)))


def _article(
    source: Source,
    fragments: Sequence[Fragment],
    units: Sequence[Unit],
    breaks: Breaks,
    into: Mapping[int, Continuation],
) -> Article:
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
    into: Mapping[int, Continuation],
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
    cut = unit.kind is BlockKind.PARAGRAPH
    if cut and unit.members[0] in breaks.missing_start:
        flags.append(Flag.MISSING_START)
    if cut and unit.members[-1] in breaks.missing_end:
        flags.append(Flag.MISSING_END)
    return Block(unit.kind, text_under(raw, spans), spans, tuple(joins), tuple(flags))


def _marks(raw: str) -> list[Dropped]:
    """The byte order marks before the texts of lines."""
    if BYTE_ORDER_MARK not in raw:
        return []
    found = []
    at = 0
    for line in raw.split("\n"):
        found += [Dropped(mark.shifted(at), DropReason.BLANK) for mark in marks_before(line)]
        at += len(line) + 1
    return found


def _dropped(
    fragments: Sequence[Fragment], keep: Sequence[bool], copies: dict[int, int]
) -> list[Dropped]:
    dropped = []
    sure = sureness(fragments, keep)
    for index, fragment in enumerate(fragments):
        dropped += [Dropped(span, DropReason.BLANK) for span in fragment.cut]
        if not keep[index]:
            dropped += [
                Dropped(span, DropReason.BOILERPLATE, None, sure[index]) for span in fragment.spans
            ]
        elif index in copies:
            of = fragments[copies[index]].spans
            for at, span in enumerate(fragment.spans):
                dropped.append(Dropped(span, DropReason.DUPLICATE, of[min(at, len(of) - 1)]))
    return dropped

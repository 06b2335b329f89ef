"""Makes newspaper pages of whole articles by cutting these into columns, for `train_judge`.

Invariant: which fragments belong together is known of each page, since the cuts were made here. The
same articles and the same seed make the same pages.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from annotations.span import Span
from reader.cleaning.breaks import cut_headings
from reader.cleaning.classify import Part, classify
from reader.cleaning.lines import Fragment, Line

Thing = TypeVar("Thing")

_TITLE = "關於今日會議上的若干重要事項"
"""Of an article made of neighbouring paragraphs."""
_CAPTION = "▲有關部門負責人出席活動。"
_BYLINE = "本報記者 王小明"
_LENGTHS = (4, 5, 6, 8, 10, 14, 20)
"""How many paragraphs such an article may have …"""
_LONGEST = 400
"""… and how many characters each of them at most."""
_PER_COLUMN = (1.2, 2, 2, 3, 3, 4, 5)
"""How many paragraphs a column may hold on the average."""
_MOST_COLUMNS = 10
_CUT_SHARES = (0.6, 0.75, 0.9)
"""Which share of the breaks cut a paragraph."""
_UNEVEN = 0.3
"""A break may be off its even place by such a share of a column."""
_SHORTEST_CUT = 14
_EDGE = 4
"""A paragraph of so many characters may be cut, but so many from either end."""
_LEAST_PIECE = 3
_WILD, _BY_TURNS = 0.22, 0.25
"""The shares of pages whose columns stand anywhere, and of those that print articles by turns."""
_CLOSED = "。！？!?…"
_NO_START = re.compile(r"[，。、；：！？」』”’）》,.%]")
_KNOWN = frozenset({Part.HEADING, Part.BYLINE, Part.CAPTION})
"""The parts that no look has to tell."""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of an article."""

    text: str
    divides: bool = False
    """Whether it is a heading within the article, which is never cut."""


@dataclass(frozen=True)
class Whole:
    """An article before it is cut."""

    title: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True)
class _Item:
    """A fragment of a page."""

    text: str
    part: Part
    key: tuple[int, int, int] | None = None
    """The number of its article, of its paragraph, and of its piece; only paragraphs have one."""


@dataclass(frozen=True)
class _Stream:
    """What a page prints of an article."""

    heading: list[_Item]
    columns: list[list[_Item]]
    byline: list[_Item]


@dataclass(frozen=True)
class KnownPage:
    """A page's fragments, and which of them belong together."""

    fragments: Sequence[Fragment]
    parts: Sequence[Part]
    joins: frozenset[tuple[int, int]]
    """Indices of a fragment that breaks off and of the one that goes on."""


def neighbours(chance: random.Random, lines: Sequence[str]) -> Whole:
    """An article made of paragraphs that stand one after the other in a text."""
    count = chance.choice(_LENGTHS)
    first = chance.randrange(len(lines) - count - 1)
    chosen = lines[first : first + count]
    return Whole(_TITLE, tuple(Paragraph(line[:_LONGEST]) for line in chosen))


def made_page(chance: random.Random, articles: Sequence[Whole]) -> KnownPage:
    """A page of the articles, cut into columns and arranged as newspapers and their copies do."""
    wild = chance.random() < _WILD
    by_turns = chance.random() < _BY_TURNS and len(articles) > 1
    streams = [_stream(chance, number, article) for number, article in enumerate(articles)]
    if wild:
        items = _anywhere(chance, streams)
    elif by_turns:
        items = _by_turns(chance, streams)
    else:
        items = []
        for stream in streams:
            items += stream.heading + [item for column in stream.columns for item in column]
            items += stream.byline if chance.random() < 0.95 else []
    place = {item.key: at for at, item in enumerate(items) if item.key}
    joins = frozenset(
        (at, place[article, number, piece + 1])
        for (article, number, piece), at in place.items()
        if (article, number, piece + 1) in place
    )
    fragments = _fragments(items)
    parts = [
        item.part if item.part in _KNOWN else part
        for item, part in zip(items, classify(fragments), strict=True)
    ]
    return KnownPage(fragments, cut_headings(fragments, parts), joins)


def _fragments(items: Sequence[_Item]) -> list[Fragment]:
    fragments, at = [], 0
    for number, item in enumerate(items, 1):
        span = Span(at, at + len(item.text))
        fragments.append(Fragment((Line(number, span, item.text, 0, 1),), item.text))
        at = span.end + 2
    return fragments


def _stream(chance: random.Random, number: int, article: Whole) -> _Stream:
    share = chance.choice(_CUT_SHARES)
    columns = _columns(chance, number, article.paragraphs, share)
    if len(columns) > 2 and chance.random() < 0.06:
        del columns[chance.randrange(len(columns))]
    body = []
    for column in _arranged(chance, columns):
        printed = []
        for item in column:
            printed.append(item)
            if chance.random() < 0.07:
                printed.append(_Item(_CAPTION, Part.CAPTION))
        body.append(printed)
    return _Stream([_Item(article.title, Part.HEADING)], body, [_Item(_BYLINE, Part.BYLINE)])


def _columns(
    chance: random.Random, article: int, paragraphs: Sequence[Paragraph], share: float
) -> list[list[_Item]]:
    """The columns of an article, in reading order."""
    cuts = _cuts(chance, paragraphs, share)
    columns: list[list[_Item]] = [[]]
    for number, paragraph in enumerate(paragraphs):
        text = paragraph.text
        mine = sorted(offset for at, offset in cuts if at == number)
        if 0 in mine and columns[-1]:
            columns.append([])
        bounds = [0]
        for offset in mine:
            if offset and min(offset - bounds[-1], len(text) - offset) >= _LEAST_PIECE:
                bounds.append(offset)
        for piece, (start, end) in enumerate(zip(bounds, [*bounds[1:], len(text)], strict=True)):
            if piece:
                columns.append([])
            key = (article, number, piece)
            columns[-1].append(_Item(text[start:end].strip(), Part.PARAGRAPH, key))
    return [column for column in columns if column]


def _cuts(
    chance: random.Random, paragraphs: Sequence[Paragraph], share: float
) -> set[tuple[int, int]]:
    """Where columns end: the number of a paragraph, and an offset in it."""
    count = max(1, min(_MOST_COLUMNS, round(len(paragraphs) / chance.choice(_PER_COLUMN))))
    if len(paragraphs) == 1:
        count = chance.choice([1, 2])
    size = sum(len(paragraph.text) for paragraph in paragraphs) / count
    cuts = set()
    for column in range(1, count):
        place = size * column + chance.uniform(-_UNEVEN, _UNEVEN) * size
        number = passed = 0
        while passed + len(paragraphs[number].text) <= place:
            passed += len(paragraphs[number].text)
            number += 1
        paragraph = paragraphs[number]
        inside = chance.random() < share and not paragraph.divides
        if inside and len(paragraph.text) >= _SHORTEST_CUT:
            cuts.add((number, _offset(chance, paragraph.text, int(place - passed))))
        else:
            cuts.add((number, 0))
    return cuts


def _offset(chance: random.Random, text: str, offset: int) -> int:
    """A place near an offset where printers break lines, mostly."""
    offset = min(max(offset, _EDGE), len(text) - _EDGE)
    if text[offset - 1] in _CLOSED and chance.random() < 0.8:
        offset -= 2
    if _NO_START.match(text[offset]) and chance.random() < 0.97:
        offset += 1 if offset + 1 < len(text) - 2 else -1
    return offset


def _arranged(chance: random.Random, columns: list[list[_Item]]) -> list[list[_Item]]:
    """The columns in place, the first one moved to the end, turned round, or shuffled."""
    value = chance.random()
    if len(columns) < 2 or value < 0.46:
        return columns
    if value < 0.76:
        return columns[1:] + columns[:1]
    if value < 0.88:
        return columns[::-1]
    if value < 0.92 and len(columns) > 2:
        return columns[:1] + columns[1:][::-1]
    return _shuffled(chance, columns)


def _shuffled(chance: random.Random, things: Sequence[Thing]) -> list[Thing]:
    shuffled = list(things)
    chance.shuffle(shuffled)
    return shuffled


def _anywhere(chance: random.Random, streams: Sequence[_Stream]) -> list[_Item]:
    """All columns of the page shuffled, or some of them moved."""
    blocks: list[list[_Item]] = []
    for stream in streams:
        body = stream.columns
        if chance.random() < 0.5 and body:
            blocks.append(stream.heading + body[0])
            body = body[1:]
        else:
            blocks.append(stream.heading)
        blocks += body
        if chance.random() < 0.5:
            blocks[-1] = blocks[-1] + stream.byline
        else:
            blocks.append(stream.byline)
    if chance.random() < 0.5:
        blocks = _shuffled(chance, blocks)
    else:
        for _ in range(chance.randint(1, 4)):
            moved = blocks.pop(chance.randrange(len(blocks)))
            blocks.insert(chance.randrange(len(blocks) + 1), moved)
    return [item for block in blocks for item in block]


def _by_turns(chance: random.Random, streams: Sequence[_Stream]) -> list[_Item]:
    """One column or two of an article, then of another."""
    queues = _shuffled(chance, [[s.heading, *s.columns, s.byline] for s in streams])
    items: list[_Item] = []
    while any(queues):
        queue = chance.choice([queue for queue in queues if queue])
        for _ in range(chance.choice([1, 1, 2])):
            if queue:
                items += queue.pop(0)
    return items

"""What the seeds clean to, as source lines, and the comparison with what was cleaned.

A block is written `kind line+line`, lines counted from 1 in reading order; a headline of two lines
may be two blocks of the head. Captions may stand anywhere in their article.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from annotations.span import Span
from reader.text.page import Article, Block, BlockKind, DropReason, Flag, Page

ROOT = Path(__file__).parents[2]
GOLD = sorted((ROOT / "tests/data/gold").glob("*.json"))

HEAD = {"headline", "deck", "kicker", "strapline", "series"}
BODY = {"paragraph", "subheading", "list_item"}


@dataclass(frozen=True)
class GoldBlock:
    kind: str
    lines: tuple[int, ...]
    missing_start: bool


@dataclass(frozen=True)
class Gold:
    source: Path
    articles: tuple[tuple[GoldBlock, ...], ...]
    boilerplate: frozenset[int]
    copies: dict[int, tuple[int, ...]]


@cache
def read_gold(path: Path) -> Gold:
    said = json.loads(path.read_text("utf-8"))
    return Gold(
        ROOT / said["source"],
        tuple(tuple(_block(block) for block in article) for article in said["articles"]),
        frozenset(said["boilerplate"]),
        {int(line): tuple(copies) for line, copies in said["copies"].items()},
    )


def _block(said: str) -> GoldBlock:
    kind, lines, *flags = said.split()
    return GoldBlock(kind, tuple(map(int, lines.split("+"))), bool(flags))


class Cleaned:
    """A cleaned page, asked by source lines."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._raw = page.source.raw

    def line(self, offset: int) -> int:
        return self._raw.count("\n", 0, offset) + 1

    def lines(self, spans: tuple[Span, ...]) -> tuple[int, ...]:
        seen: dict[int, None] = {}
        for span in spans:
            for at, character in enumerate(self._raw[span.start : span.end], span.start):
                if not character.isspace():
                    seen[self.line(at)] = None
        return tuple(seen)

    def blocks(self) -> Iterator[tuple[Article, Block, tuple[int, ...]]]:
        for article in self.page.articles:
            for block in article.blocks:
                yield article, block, self.lines(block.spans)

    def joins(self) -> set[tuple[int, int]]:
        return {
            pair
            for _, block, lines in self.blocks()
            if block.kind.value not in HEAD
            for pair in pairwise(lines)
        }

    def members(self) -> set[frozenset[int]]:
        return {
            frozenset(line for block in article.blocks for line in self.lines(block.spans))
            for article in self.page.articles
        }

    def kinds(self) -> dict[int, BlockKind]:
        return {line: block.kind for _, block, lines in self.blocks() for line in lines}

    def flagged(self, flag: Flag) -> set[int]:
        return {lines[0] for _, block, lines in self.blocks() if flag in block.flags}

    def dropped(self, reason: DropReason) -> set[int]:
        return {
            line
            for dropped in self.page.dropped
            if dropped.reason is reason
            for line in self.lines((dropped.span,))
        }

    def body_order(self) -> list[list[int]]:
        """The first lines of each article's body blocks, in the order given."""
        return [
            [self.lines(block.spans)[0] for block in article.blocks if block.kind.value in BODY]
            for article in self.page.articles
        ]

"""What one source cleans to: the values that every later stage reads.

Invariant: a block's text is exactly the characters under its spans, in order, but that a line end
among them stands as a space; an article's text is its blocks' texts joined by one newline. Whatever
else a screen shows (indents, marks, a picture sign) is decoration and has no offset.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from annotations.span import Span, picked
from reader.text.offsets import OffsetMap, Segment
from reader.text.source import Source


def text_under(raw: str, spans: Sequence[Span]) -> str:
    """The characters under spans as a block shows them: of a line end, the space that it stands for.

    Two Latin words that a printed line's end divides keep it between them; nothing else does.
    """
    return picked(raw, spans).replace("\n", " ")


class BlockKind(StrEnum):
    """What part of an article a block is, in the words of the newsroom."""

    HEADLINE = "headline"
    DECK = "deck"
    KICKER = "kicker"
    STRAPLINE = "strapline"
    SERIES = "series"
    BYLINE = "byline"
    DATE = "date"
    PARAGRAPH = "paragraph"
    SUBHEADING = "subheading"
    LIST_ITEM = "list_item"
    CAPTION = "caption"


class DropReason(StrEnum):
    """Why characters of the source stand in no article."""

    DUPLICATE = "duplicate"
    BOILERPLATE = "boilerplate"
    BLANK = "blank"
    REVIEWER = "reviewer"
    """A reviewer dropped them."""


class Flag(StrEnum):
    """What is known to be wrong with a block and can't be mended from this page."""

    MISSING_START = "missing_start"
    MISSING_END = "missing_end"


class Script(StrEnum):
    """The script that a text is printed in (BCP 47)."""

    TRADITIONAL = "zh-Hant"
    SIMPLIFIED = "zh-Hans"
    NEITHER = "und"
    """No character tells the two apart: Latin text, or a line too short to say."""


@dataclass(frozen=True, slots=True)
class Join:
    """A place in a block where two fragments were put together."""

    at: int
    """Offset in the block's text of the first character after the break."""
    confidence: float
    """Estimated probability, from 0 to 1, that the join is right."""
    reason: str
    """Why, in words for the reviewer."""


@dataclass(frozen=True)
class Block:
    """One paragraph, headline, caption or the like."""

    kind: BlockKind
    text: str
    """The characters under `spans`, in order; see `text_under`."""
    spans: tuple[Span, ...]
    """Where they stand in the source's raw text, in reading order; ascending unless text was moved."""
    joins: tuple[Join, ...] = ()
    """Ascending by `at`."""
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True)
class Dropped:
    """A run of raw characters that stands in no article."""

    span: Span
    reason: DropReason
    of: Span | None = None
    """For a duplicate, the raw span of the copy that was kept."""
    confidence: float = 1.0
    """Estimated probability, from 0 to 1, that they were rightly dropped."""


@dataclass(frozen=True, slots=True)
class Offer:
    """Two fragments that may belong together, too doubtfully to be joined without being asked."""

    raw: tuple[Span, ...]
    """The raw spans of the fragment that would go on."""
    onto: tuple[Span, ...]
    """Those of the fragment that it would go on after."""
    confidence: float
    """Estimated probability, from 0 to 1, that they belong together."""
    reason: str
    """Why, in words for the reviewer."""


@dataclass(frozen=True)
class Article:
    """One article of a page, in reading order."""

    id: str
    """Stable for the same source and the same first character."""
    script: Script
    title: str
    """The headline's text; for an article without one, the beginning of its first block."""
    blocks: tuple[Block, ...]

    @cached_property
    def text(self) -> str:
        return "\n".join(block.text for block in self.blocks)

    @cached_property
    def block_starts(self) -> tuple[int, ...]:
        """Offset in `text` at which each block begins."""
        starts, at = [], 0
        for block in self.blocks:
            starts.append(at)
            at += len(block.text) + 1
        return tuple(starts)

    @cached_property
    def offsets(self) -> OffsetMap:
        """From the source's raw text to this article's text."""
        segments = []
        for start, block in zip(self.block_starts, self.blocks, strict=True):
            at = start
            for span in block.spans:
                segments.append(Segment.equal(span.start, at, len(span)))
                at += len(span)
        return OffsetMap(segments)

    def block_at(self, offset: int) -> int:
        """Index of the block that holds `offset` of `text`; the newline after a block counts to it."""
        return max(0, bisect_right(self.block_starts, offset) - 1)

    def headless(self) -> bool:
        """Whether the page holds no headline for this article."""
        return all(block.kind is not BlockKind.HEADLINE for block in self.blocks)


@dataclass(frozen=True)
class Page:
    """A source taken apart: every raw character that is not white space is in one article or dropped."""

    source: Source
    articles: tuple[Article, ...]
    dropped: tuple[Dropped, ...]
    offers: tuple[Offer, ...] = ()
    """Joins that were not made, for the reviewer to decide."""

"""An article as it is shown: in the script it was printed in, or converted into the other one.

Invariant: a view is made from the source's own characters, never from another view, and `from_raw`
leads from the source's raw text to the view's text and back exactly.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from functools import cached_property

from annotations.span import Span
from reader.script import Config, convert
from reader.text.looks import SetBlock
from reader.text.offsets import OffsetMap, Segment
from reader.text.page import Article, DropReason, Page, Script


class ArticleView:
    """One article in one script."""

    def __init__(self, page: Page, article: Article, config: Config | None = None) -> None:
        """
        Args:
            page: The page that the article stands on.
            article: What to show.
            config: The conversion; None shows the article as it was printed.
        """
        self.page = page
        self.article = article
        self.config = config
        texts: list[str] = []
        segments: list[Segment] = []
        at = 0
        for start, block in zip(article.block_starts, article.blocks, strict=True):
            if texts:
                segments.append(Segment.equal(start - 1, at - 1, 1))
            if config is None:
                text, converted = block.text, OffsetMap.identity(len(block.text))
            else:
                conversion = convert(block.text, config)
                text, converted = conversion.text, conversion.offsets
            segments += [
                Segment(s.source_start + start, s.source_end + start, s.target_start + at,
                        s.target_end + at, s.is_equal)
                for s in converted.segments
            ]  # fmt: skip
            texts.append(text)
            at += len(text) + 1
        self.texts = tuple(texts)
        """The blocks' texts in this view's script."""
        self.text = "\n".join(texts)
        """What is shown: offsets of the view count its code points."""
        self.from_article = OffsetMap(segments)
        """From the article's text to the view's."""

    @cached_property
    def from_raw(self) -> OffsetMap:
        """From the source's raw text to the view's."""
        return self.article.offsets.then(self.from_article)

    @cached_property
    def block_starts(self) -> tuple[int, ...]:
        """Offset in `text` at which each block begins."""
        starts, at = [], 0
        for text in self.texts:
            starts.append(at)
            at += len(text) + 1
        return tuple(starts)

    def block_at(self, offset: int) -> int:
        """Index of the block that holds `offset`; the newline after a block counts to it."""
        return max(0, bisect_right(self.block_starts, offset) - 1)

    @property
    def script(self) -> Script:
        """The script that the view shows."""
        if self.config is None:
            return self.article.script
        return Script.SIMPLIFIED if self.config is Config.T2S else Script.TRADITIONAL

    def flipped(self, traditional: Config) -> ArticleView:
        """The same article in the other script.

        Args:
            traditional: The conversion for a text that was printed in Simplified.
        """
        if self.config is not None:
            return ArticleView(self.page, self.article)
        simplified = self.article.script is Script.SIMPLIFIED
        return ArticleView(self.page, self.article, traditional if simplified else Config.T2S)

    @cached_property
    def blocks(self) -> tuple[SetBlock, ...]:
        """What the page setter needs to know of each block."""
        copies: Counter[int] = Counter()
        for dropped in self.page.dropped:
            if dropped.reason is DropReason.DUPLICATE and dropped.of is not None:
                kept = self.article.offsets.to_target(dropped.of)
                if kept:
                    copies[self.article.block_at(kept[0].start)] += 1
        blocks = []
        for index, (block, text) in enumerate(zip(self.article.blocks, self.texts, strict=True)):
            start, shown_start = self.article.block_starts[index], self.block_starts[index]
            joins = []
            for join in block.joins:
                at = self.from_article.target_at(start + join.at)
                joins.append((shown_start if at is None else at) - shown_start)
            blocks.append(
                SetBlock(
                    kind=block.kind,
                    text=text,
                    joins=tuple(joins),
                    copies=copies[index],
                    missing_start="missing_start" in block.flags,
                )
            )
        return tuple(blocks)

    def raw_spans(self, span: Span) -> tuple[Span, ...]:
        """The source's own characters under a span of the view, in reading order."""
        return self.from_raw.to_source(span)

    def article_span(self, span: Span) -> Span:
        """The least span of the article's text that holds what a span of the view shows."""
        spans = self.from_article.to_source(span)
        return Span(spans[0].start, spans[-1].end) if spans else Span(0, 0)


def article_at(page: Page, offset: int) -> int | None:
    """Index of the article that holds a raw character, None when it stands in none."""
    here = Span(offset, offset + 1)
    return next(
        (n for n, article in enumerate(page.articles) if article.offsets.to_target(here)), None
    )

"""Makes corrections of what a reviewer points at on a page.

Invariant: a correction that is made here of a page as it stands fits that page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from annotations.corrections import (
    BEFORE,
    FOLLOWING,
    NEW,
    Correction,
    CorrectionKind,
    new_correction,
)
from annotations.model import Clock, now
from annotations.span import Span
from reader.cleaning.decisions import Decision, DecisionKind
from reader.cleaning.pieces import fragments_of, spans_between
from reader.text.page import Block, BlockKind, Page


@dataclass(frozen=True)
class Corrector:
    """A reviewer with a page; blocks are named by the index of their article and theirs in it."""

    page: Page
    creator: str
    clock: Clock = now

    def split(self, article: int, block: int, at: int) -> Correction:
        """Cut a block before an offset of its text, be it a join or any other place."""
        one = self._block(article, block)
        bounds = list(fragments_of(one))
        start = max(start for start, _ in bounds if start < at)
        end = min(end for _, end in bounds if end > at)
        return self._made(
            CorrectionKind.SPLIT, spans_between(one, at, end), spans_between(one, start, at)
        )

    def join(
        self, raw: Sequence[Span], onto: Sequence[Span], *, following: bool = False
    ) -> Correction:
        """Let a fragment go on after another one, as a `Candidate` or an offer names them.

        Args:
            raw: The fragment that goes on.
            onto: The fragment that it goes on after.
            following: Whether the blocks after it in its article come with it.
        """
        return self._made(CorrectionKind.JOIN, raw, onto, FOLLOWING if following else "")

    def keep(
        self,
        raw: Sequence[Span],
        kind: BlockKind = BlockKind.PARAGRAPH,
        after: tuple[int, int] | None = None,
    ) -> Correction:
        """Make a block of what was dropped, after another one or where the source's order puts it."""
        onto = self._block(*after).spans if after else ()
        return self._made(CorrectionKind.KEEP, raw, onto, kind.value)

    def drop(self, article: int, block: int, span: Span | None = None) -> Correction:
        """Drop a block, or what a span of its text holds."""
        one = self._block(article, block)
        raw = spans_between(one, span.start, span.end) if span else one.spans
        return self._made(CorrectionKind.DROP, raw)

    def change_kind(self, article: int, block: int, kind: BlockKind) -> Correction:
        """Say what part of the article a block is."""
        return self._made(CorrectionKind.KIND, self._block(article, block).spans, (), kind.value)

    def move(
        self,
        article: int,
        block: int,
        beside: tuple[int, int],
        *,
        before: bool = False,
        following: bool = False,
    ) -> Correction:
        """Bring a block beside another one.

        Args:
            article: Index of its article.
            block: Its index there.
            beside: The article and index of the other block.
            before: Whether it is to stand before that one, not after.
            following: Whether the blocks after it in its article come with it.
        """
        words = [FOLLOWING] * following + [BEFORE] * before
        raw, onto = self._block(article, block).spans, self._block(*beside).spans
        return self._made(CorrectionKind.MOVE, raw, onto, " ".join(words))

    def begin_article(self, article: int, block: int, *, following: bool = True) -> Correction:
        """Let an article begin with a block.

        Args:
            article: Index of its article.
            block: Its index there.
            following: Whether the blocks after it are the new article's too.
        """
        words = [NEW] + [FOLLOWING] * following
        return self._made(
            CorrectionKind.MOVE, self._block(article, block).spans, (), " ".join(words)
        )

    def accept(self, decision: Decision) -> Correction:
        """Say that a decision is right; what was only offered is done."""
        if decision.kind is DecisionKind.OFFER:
            return self.join(decision.raw, decision.of)
        onto = decision.of if decision.kind is DecisionKind.JOIN else ()
        return self._made(CorrectionKind.ACCEPT, decision.raw, onto, decision.kind.value)

    def refuse(self, decision: Decision) -> Correction | None:
        """Say that a decision is wrong; None when there is nothing that could be undone."""
        if decision.kind in (DecisionKind.JOIN, DecisionKind.OFFER):
            return self._made(CorrectionKind.SPLIT, decision.raw, decision.of)
        if decision.kind in (DecisionKind.MISSING_START, DecisionKind.MISSING_END):
            return None
        return self.keep(decision.raw)

    def _block(self, article: int, block: int) -> Block:
        return self.page.articles[article].blocks[block]

    def _made(
        self,
        kind: CorrectionKind,
        raw: Sequence[Span],
        onto: Sequence[Span] = (),
        value: str = "",
    ) -> Correction:
        return new_correction(
            source=self.page.source.sha256,
            kind=kind,
            raw=raw,
            onto=onto,
            value=value,
            creator=self.creator,
            clock=self.clock,
        )

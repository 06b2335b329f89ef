"""A page taken apart for corrections: articles whose blocks can be changed, moved and dropped.

Invariant: every raw character that stands on the page is found by its offset, and stands there once;
an article that nothing touched comes back as the very same value.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

from annotations.span import Span, difference
from reader.cleaning.pieces import article_of, inked, lines_in, part, trimmed
from reader.text.page import Article, Block, Dropped, Offer, Page

Value = TypeVar("Value")


class Ranges(Generic[Value]):
    """Values by the raw span that each stands on; no two spans overlap."""

    def __init__(self, entries: Iterable[tuple[Span, Value]]) -> None:
        self._held = {span.start: (span, value) for span, value in entries}
        self._starts = sorted(self._held)

    def add(self, span: Span, value: Value) -> None:
        insort(self._starts, span.start)
        self._held[span.start] = (span, value)

    def remove(self, span: Span) -> None:
        del self._starts[bisect_right(self._starts, span.start) - 1], self._held[span.start]

    def at(self, offset: int) -> Value | None:
        """What stands on this character."""
        place = bisect_right(self._starts, offset) - 1
        if place < 0:
            return None
        span, value = self._held[self._starts[place]]
        return value if offset in span else None

    def before(self, offset: int) -> Value | None:
        """What stands on the nearest character before this one."""
        place = bisect_right(self._starts, offset) - 1
        return self._held[self._starts[place]][1] if place >= 0 else None

    def first(self) -> Value | None:
        return self._held[self._starts[0]][1] if self._starts else None

    def values(self) -> list[Value]:
        """By place."""
        return [self._held[start][1] for start in self._starts]


@dataclass(eq=False, slots=True)
class Slip:
    """One block in its place."""

    block: Block
    sheet: Sheet


@dataclass(eq=False, slots=True)
class Sheet:
    """One article in the making."""

    article: Article | None = None
    """What it was on the page, if it was there."""
    slips: list[Slip] = field(default_factory=list)
    touched: bool = False


class Workbench:
    """A page that can be changed step by step."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.raw = page.source.raw
        self.sheets = [Sheet(article) for article in page.articles]
        for sheet, article in zip(self.sheets, page.articles, strict=True):
            sheet.slips = [Slip(block, sheet) for block in article.blocks]
        self.refused: set[int] = set()
        """The characters that the reviewer wants to begin a block."""
        self._slips = Ranges(
            (span, slip)
            for sheet in self.sheets
            for slip in sheet.slips
            for span in slip.block.spans
        )
        self._dropped = Ranges((dropped.span, dropped) for dropped in page.dropped)

    # Finding

    def slip_at(self, offset: int) -> Slip | None:
        """The block that holds a raw character."""
        return self._slips.at(offset)

    def slip_around(self, offset: int) -> tuple[Slip | None, bool]:
        """The block by which something at a raw offset stands in the source's order.

        Returns:
            The block, and whether it stands before.
        """
        before = self._slips.before(offset)
        return (before, True) if before else (self._slips.first(), False)

    def block_on(self, spans: Sequence[Span]) -> Slip | None:
        """The block that holds exactly these characters."""
        ink = inked(self.raw, spans)
        slip = self.slip_at(ink[0].start) if ink else None
        return slip if slip is not None and inked(self.raw, slip.block.spans) == ink else None

    def dropped_on(self, spans: Sequence[Span]) -> list[Dropped] | None:
        """The drops that together hold all of these characters; None when one stands elsewhere."""
        found: dict[int, Dropped] = {}
        for line in lines_in(self.raw, spans):
            at = line.start
            while at < line.end:
                dropped = self._dropped.at(at)
                if dropped is not None:
                    found[dropped.span.start] = dropped
                    at = dropped.span.end
                elif self.raw[at].isspace():
                    at += 1
                else:
                    return None
        return list(found.values()) or None

    # Changing

    def change(self, slip: Slip, *blocks: Block) -> list[Slip]:
        """Put blocks in the place of one; without any, it is taken out."""
        if blocks == (slip.block,):
            return [slip]
        sheet = slip.sheet
        sheet.touched = True
        for span in slip.block.spans:
            self._slips.remove(span)
        slips = [Slip(block, sheet) for block in blocks]
        for fresh in slips:
            for span in fresh.block.spans:
                self._slips.add(span, fresh)
        at = sheet.slips.index(slip)
        sheet.slips[at : at + 1] = slips
        return slips

    def cut(self, slip: Slip, at: int) -> None:
        """Cut a block before an offset of its text; at its edges there is nothing to cut."""
        block = slip.block
        first, second = part(block, 0, at), part(block, at, len(block.text))
        if first is not None and second is not None:
            self.change(slip, first, second)

    def insert(self, block: Block, beside: Slip | None, *, after: bool = True) -> None:
        """Put in a block beside another one; without one, an article begins with it."""
        if beside is None:
            sheet, at = Sheet(), 0
            self.sheets.append(sheet)
        else:
            sheet = beside.sheet
            at = sheet.slips.index(beside) + after
        slip = Slip(block, sheet)
        sheet.slips.insert(at, slip)
        sheet.touched = True
        for span in block.spans:
            self._slips.add(span, slip)

    def move(self, slips: Sequence[Slip], beside: Slip, *, after: bool = True) -> None:
        """Bring blocks that stand one after the other beside another one."""
        self._lift(slips)
        at = beside.sheet.slips.index(beside) + after
        self._lay(slips, beside.sheet, at)

    def move_to_new(self, slips: Sequence[Slip]) -> None:
        """Begin an article with blocks that stand one after the other in one."""
        old = slips[0].sheet
        leads = old.slips[0] is slips[0]
        sheet = Sheet()
        self.sheets.insert(self.sheets.index(old) + (not leads), sheet)
        self._lift(slips)
        self._lay(slips, sheet, 0)

    def drop(self, dropped: Iterable[Dropped]) -> None:
        """Add drops of characters that stand nowhere."""
        for each in dropped:
            self._dropped.add(each.span, each)

    def undrop(self, dropped: Iterable[Dropped], spans: Sequence[Span]) -> None:
        """Take characters out of drops; what else those hold stays dropped."""
        for each in dropped:
            self._dropped.remove(each.span)
            for span in difference((each.span,), spans):
                if left := trimmed(self.raw, span):
                    self._dropped.add(left, replace(each, span=left))

    def sure_of(self, dropped: Iterable[Dropped]) -> None:
        """Note that drops are right."""
        for each in dropped:
            self._dropped.remove(each.span)
            self._dropped.add(each.span, replace(each, confidence=1.0))

    # The page that it makes

    def finished(self) -> Page:
        """The page as it is now."""
        articles = tuple(self._article(sheet) for sheet in self.sheets if sheet.slips)
        dropped = tuple(self._dropped.values())
        offers = tuple(offer for offer in self.page.offers if self._stands(offer))
        return replace(self.page, articles=articles, dropped=dropped, offers=offers)

    def _article(self, sheet: Sheet) -> Article:
        if sheet.article is None:
            return article_of(self.page.source, [slip.block for slip in sheet.slips])
        if not sheet.touched:
            return sheet.article
        # It keeps its name as long as it holds the character that gave it.
        named = min(span.start for block in sheet.article.blocks for span in block.spans)
        holder = self.slip_at(named)
        same = holder is not None and holder.sheet is sheet
        blocks = [slip.block for slip in sheet.slips]
        return article_of(self.page.source, blocks, sheet.article.id if same else "")

    def _stands(self, offer: Offer) -> bool:
        """Whether an offer is still open: its fragments begin and end blocks, and nobody refused."""
        head, tail = inked(self.raw, offer.raw), inked(self.raw, offer.onto)
        after, before = self.slip_at(head[0].start), self.slip_at(tail[-1].end - 1)
        return (
            after is not None
            and before is not None
            and after is not before
            and after.block.spans[0].start == head[0].start
            and before.block.spans[-1].end == tail[-1].end
            and head[0].start not in self.refused
        )

    def _lift(self, slips: Sequence[Slip]) -> None:
        sheet = slips[0].sheet
        at = sheet.slips.index(slips[0])
        del sheet.slips[at : at + len(slips)]
        sheet.touched = True

    def _lay(self, slips: Sequence[Slip], sheet: Sheet, at: int) -> None:
        sheet.slips[at:at] = slips
        sheet.touched = True
        for slip in slips:
            slip.sheet = sheet

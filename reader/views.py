"""An article as it is shown: as it was printed, or converted.

Invariant: a view is made from the source's own characters, never from another view, and `from_raw`
leads from the source's raw text to the view's text and back exactly.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cached_property
from itertools import pairwise

from annotations.span import Span
from reader.choices import LONGEST, Choice, Choices
from reader.script import Choose, Config, Conversion, Open, convert, cut_after, cut_before, cuts
from reader.text.looks import SetBlock
from reader.text.offsets import OffsetMap, Segment
from reader.text.page import Article, DropReason, Page, Script

LONG = 100_000
"""Characters of an article from which on it is shown before all of it is converted."""
_AT_ONCE = 20_000
"""Characters that are converted in one go, about."""
_BEYOND = 8_000
"""Characters that are converted on either side of what the reader sees."""

_FROM_SIMPLIFIED = (Config.S2T, Config.S2HK, Config.S2HKP, Config.S2TW, Config.S2TWP)
_FROM_TRADITIONAL = (
    *(Config.T2S, Config.HK2S, Config.HK2SP, Config.TW2S, Config.TW2SP),
    *(Config.T2HK, Config.T2TW, Config.HK2T, Config.TW2T),
)


def conversions_of(script: Script) -> tuple[Config, ...]:
    """The conversions in which an article that was printed in a script can be shown."""
    if script is Script.SIMPLIFIED:
        return _FROM_SIMPLIFIED
    if script is Script.TRADITIONAL:
        return _FROM_TRADITIONAL
    return _FROM_TRADITIONAL + _FROM_SIMPLIFIED


class ArticleView:
    """One article in one script."""

    def __init__(
        self,
        page: Page,
        article: Article,
        config: Config | None = None,
        choices: Choices | None = None,
        part: Span | None = None,
        *,
        is_stopped: Callable[[], bool] = lambda: False,
    ) -> None:
        """
        Args:
            page: The page that the article stands on.
            article: What to show.
            config: The conversion; None shows the article as it was printed.
            choices: Which forms the reviewer chose where the dictionaries know several.
            part: What of the article's text is to be converted for now; None for all of it.
            is_stopped: Asked now and then; once it is true, the rest is left as it was printed.
        """
        self.page = page
        self.article = article
        self.config = config
        self.choices = choices
        self.part = part
        """The characters of the article's text that are converted, about; None when all are."""
        self._revision = choices.revision if choices else 0
        self._siblings: dict[tuple[Config | None, int], ArticleView] = {}
        if part is None:
            self._siblings[config, self._revision] = self
        pieces: list[str] = []
        changes: list[Segment] = []
        done = grown = 0
        for stretch in self._stretches():
            if is_stopped():
                break
            conversion = self._converted(stretch)
            pieces += article.text[done : stretch.start], conversion.text
            changes += [
                Segment.replaced(
                    s.source_start + stretch.start,
                    s.source_end + stretch.start,
                    s.target_start + stretch.start + grown,
                    s.target_end + stretch.start + grown,
                )
                for s in conversion.offsets.segments
                if not s.is_equal
            ]
            done = stretch.end
            grown += len(conversion.text) - len(stretch)
        self.text = "".join((*pieces, article.text[done:]))
        """What is shown: offsets of the view count its code points."""
        self.from_article = OffsetMap.around(changes, len(self.text))
        """From the article's text to the view's."""
        self._changes = changes

    def _stretches(self) -> Iterator[Span]:
        """The parts of the article's text that are converted, ascending.

        Each ends where a text may be cut, so that all of them together are converted as one.
        """
        text, part = self.article.text, self.part
        if self.config is None or not text:
            return
        if part is not None:
            yield Span(cut_before(text, part.start), cut_after(text, min(part.end, len(text))))
            return
        yield from (Span(*ends) for ends in pairwise(cuts(text, _AT_ONCE)))

    @cached_property
    def block_starts(self) -> tuple[int, ...]:
        """Offset in `text` at which each block begins."""
        starts = self.article.block_starts
        if not self._changes:
            return starts
        moved, grown, n = [], 0, 0
        for start in starts:
            while n < len(self._changes) and self._changes[n].source_end <= start:
                grown = self._changes[n].target_end - self._changes[n].source_end
                n += 1
            moved.append(start + grown)
        return tuple(moved)

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The blocks' texts in this view's script."""
        if self.config is None:
            return tuple(block.text for block in self.article.blocks)
        starts = self.block_starts
        ends = (*(start - 1 for start in starts[1:]), len(self.text))
        return tuple(self.text[start:end] for start, end in zip(starts, ends, strict=True))

    def _converted(self, stretch: Span) -> Conversion:
        text = self.article.text[stretch.start : stretch.end]
        if self.config is None:
            return Conversion(text, OffsetMap.identity(len(text)))
        return convert(text, self.config, self._chooser(stretch, text))

    def _chooser(self, stretch: Span, text: str) -> Choose | None:
        """Asks the reviewer's choices about a stretch, if they may have something to say."""
        choices, script = self.choices, self.script
        if choices is None or not choices.concern(text, script):
            return None

        def chosen(place: Open) -> str | None:
            at = stretch.start + place.span.start
            block = self.article.block_at(at)
            within = place.span.shifted(stretch.start - self.article.block_starts[block])
            choice = self.choice_at(block, within)
            return choice.form if choice and choice.form in place.readings else None

        return chosen

    def choice_at(self, block: int, span: Span) -> Choice | None:
        """The reviewer's choice for a span of a block of the article, if there is one."""
        if self.choices is None:
            return None
        text = self.article.blocks[block].text
        before, after = text[max(0, span.start - LONGEST) : span.start], text[span.end :][:LONGEST]
        return self.choices.at(
            self.script,
            text[span.start : span.end],
            before,
            after,
            self.page.source.sha256,
            self.raw_of(block, span.start),
        )

    def raw_of(self, block: int, offset: int) -> int:
        """The raw offset of a character of a block of the article."""
        for span in self.article.blocks[block].spans:
            if offset < len(span):
                return span.start + offset
            offset -= len(span)
        raise IndexError(offset)

    @cached_property
    def from_raw(self) -> OffsetMap:
        """From the source's raw text to the view's."""
        if not self._changes:
            return self.article.offsets
        return self.article.offsets.then(self.from_article)

    def block_at(self, offset: int) -> int:
        """Index of the block that holds `offset`; the newline after a block counts to it."""
        return max(0, bisect_right(self.block_starts, offset) - 1)

    @property
    def script(self) -> Script:
        """The script that the view shows."""
        if self.config is None:
            return self.article.script
        return Script.SIMPLIFIED if self.config.is_to_simplified else Script.TRADITIONAL

    @property
    def is_in_own_script(self) -> bool:
        """Whether the view shows the script of the article, as printed or in another variety."""
        return self.config is None or self.script is self.article.script

    def shown_as(
        self, config: Config | None, choices: Choices | None = None, *, around: Span | None = None
    ) -> ArticleView:
        """The same article in another view, made once as long as it is flipped to and fro.

        Args:
            config: The conversion; None for the article as it was printed.
            choices: Which forms the reviewer chose.
            around: Where in the article's text the reader is. A long article is converted around
                that place only, unless it has been as a whole; `completed` does the rest. Without
                it, all of the article is converted now.
        """
        if config is None:
            choices = None
        view = self._siblings.get((config, choices.revision if choices else 0))
        if view is not None:
            return view
        if around is not None and config is not None and self.is_long:
            part = Span(max(0, around.start - _BEYOND), around.end + _BEYOND)
            view = ArticleView(self.page, self.article, config, choices, part)
            view._siblings = self._siblings if self.part is None else dict(self._siblings)
            return view
        view = ArticleView(self.page, self.article, config, choices)
        # Of what is not shown, no more than one view is kept: a long article takes its room.
        kept = self if self.part is None else None
        self._keep_with(view, kept)
        return view

    @property
    def is_long(self) -> bool:
        """Whether what is asked of all of it has to be done beside the reading."""
        return len(self.article.text) > LONG

    def shows(self, span: Span) -> bool:
        """Whether a span of the article's text is shown as this view shows it, and not as printed."""
        part = self.part
        return part is None or (part.start <= span.start and span.end <= part.end)

    def is_part_of(self, other: ArticleView) -> bool:
        """Whether another view shows the same in the same way, and more of it."""
        return (
            self.part is not None
            and other.part is None
            and self.page is other.page
            and self.article is other.article
            and self.config is other.config
            and self._revision == other._revision
        )

    def completed(self, is_stopped: Callable[[], bool] = lambda: False) -> ArticleView | None:
        """The view with all of the article converted; takes its time, and may be done in a thread.

        Args:
            is_stopped: Asked now and then whether nobody waits for it any more.

        Returns:
            None if it was stopped.
        """
        whole = ArticleView(
            self.page, self.article, self.config, self.choices, is_stopped=is_stopped
        )
        if is_stopped():
            return None
        printed = next((each for each in self._siblings.values() if each.config is None), None)
        self._keep_with(whole, printed)
        return whole

    def _keep_with(self, view: ArticleView, other: ArticleView | None) -> None:
        """Let a new view and one of the others know each other, and this one both."""
        together = {(each.config, each._revision): each for each in (other, view) if each}
        for each in (self, view, other):
            if each is not None:
                each._siblings = together

    def flipped(
        self,
        traditional: Config,
        simplified: Config = Config.T2S,
        *,
        choices: Choices | None = None,
        home: Config | None = None,
        around: Span | None = None,
    ) -> ArticleView:
        """The same article in the other script.

        Args:
            traditional: The conversion for a text that was printed in Simplified.
            simplified: The conversion for any other.
            choices: Which forms the reviewer chose.
            home: The view of the article's own script; None for the article as it was printed.
            around: See `shown_as`.
        """
        config = home
        if self.is_in_own_script:
            config = traditional if self.article.script is Script.SIMPLIFIED else simplified
        return self.shown_as(config, choices, around=around)

    @cached_property
    def blocks(self) -> tuple[SetBlock, ...]:
        """What the page setter needs to know of each block."""
        alike = next((each for each in self._siblings.values() if "blocks" in each.__dict__), None)
        if alike is not None and not self._changes and not alike._changes:
            # All but the characters themselves is as it is in another view of the article.
            return tuple(
                SetBlock(block.kind, text, block.joins, block.copies, block.missing_start)
                for block, text in zip(alike.blocks, self.texts, strict=True)
            )
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

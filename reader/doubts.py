"""Where an article's view had to guess a character's form, and what the reviewer said of it.

Invariant: what is asked about a place is worked out for the sentences around it alone, and once.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from weakref import WeakKeyDictionary

from annotations.span import Span
from reader.choices import Choice, scopes
from reader.script import Doubt, Form, certain_in, cuts, doubts
from reader.views import ArticleView

_AT_ONCE = 1_000
"""Characters of a block that are looked through together, about."""
_AROUND = 12
"""Characters that are shown on either side of a doubt."""


@dataclass(frozen=True)
class OpenForm:
    """A doubt, in the view that shows it."""

    doubt: Doubt
    """In offsets of its block, as the article has it."""
    block: int
    """Index of the block."""
    span: Span
    """What the view shows for it, in offsets of the view."""
    raw: int
    """Raw offset of its first character."""
    choice: Choice | None
    """What the reviewer chose, if anything that is among the forms."""

    @property
    def is_settled(self) -> bool:
        """Whether the reviewer has chosen."""
        return self.choice is not None

    def choices(self, view: ArticleView, form: Form) -> Sequence[Choice]:
        """The choices of a form that may be made here, from this one place to the whole workspace."""
        text, span = view.article.blocks[self.block].text, self.doubt.span
        here = Choice(
            text=self.doubt.text,
            form=form.reading,
            script=view.script,
            source=view.page.source.sha256,
            at=self.raw,
        )
        before, after = text[max(0, span.start - 1) : span.start], text[span.end : span.end + 1]
        # What stands beyond a comma says nothing of the word.
        return scopes(here, before if before.isalnum() else "", after if after.isalnum() else "")

    def context(self, view: ArticleView) -> tuple[str, str, str]:
        """What stands before it in the view, itself, and what stands after it."""
        start = view.block_starts[self.block]
        end = start + len(view.texts[self.block])
        span, text = self.span, view.text
        return (
            text[max(start, span.start - _AROUND) : span.start],
            text[span.start : span.end],
            text[span.end : min(end, span.end + _AROUND)],
        )


class _Doubts:
    """The doubts of one view, found part by part as they are asked for."""

    def __init__(self) -> None:
        self._cuts: dict[int, list[int]] = {}
        self._found: dict[tuple[int, int], list[OpenForm]] = {}

    def within(self, view: ArticleView, span: Span) -> Iterator[OpenForm]:
        """Those that touch a span of the view."""
        first, last = view.block_at(span.start), view.block_at(max(span.start, span.end - 1))
        for block in range(first, last + 1):
            start, text = view.article.block_starts[block], view.article.blocks[block].text
            wanted = view.article_span(span)
            for part in self._parts(block, text, wanted.start - start, wanted.end - start):
                for each in self._of(view, block, part):
                    if each.span.overlaps(span):
                        yield each

    def _parts(self, block: int, text: str, first: int, last: int) -> Iterator[Span]:
        """The parts of a block that hold some of its characters."""
        if block not in self._cuts:
            self._cuts[block] = cuts(text, _AT_ONCE)
        ends = self._cuts[block]
        for n in range(max(1, bisect_right(ends, first)), len(ends)):
            if ends[n - 1] >= last:
                break
            yield Span(ends[n - 1], ends[n])

    def _of(self, view: ArticleView, block: int, part: Span) -> list[OpenForm]:
        key = block, part.start
        if key not in self._found:
            self._found[key] = list(_found(view, block, part))
        return self._found[key]


_known: WeakKeyDictionary[ArticleView, _Doubts] = WeakKeyDictionary()


def doubts_of(view: ArticleView, *, with_certain: bool = False) -> list[OpenForm]:
    """The doubts of an article, from its beginning.

    Args:
        view: A converted view; an article as it was printed has none.
        with_certain: Whether the places count too whose usual form is as good as always right.
    """
    found = _within(view, Span(0, len(view.text)))
    return [each for each in found if counts(each, view, with_certain=with_certain)]


def open_spans(view: ArticleView, span: Span) -> list[Span]:
    """Where the unsettled doubts stand that touch a span of the view; asks for no more of it."""
    found = _within(view, span)
    return [each.span for each in found if not each.is_settled and counts(each, view)]


def doubt_at(view: ArticleView, offset: int) -> OpenForm | None:
    """The place with several forms under a character of the view, a certain one too."""
    return next(iter(_within(view, Span(offset, offset + 1))), None)


def counts(each: OpenForm, view: ArticleView, *, with_certain: bool = False) -> bool:
    """Whether a doubt is worth a look: not certain, or settled by the reviewer."""
    if with_certain or each.is_settled:
        return True
    to_simplified = view.config is not None and view.config.is_to_simplified
    return each.doubt.text not in certain_in(to_simplified=to_simplified)


def _within(view: ArticleView, span: Span) -> Iterator[OpenForm]:
    if view.config is None or not view.text:
        return iter(())
    return _known.setdefault(view, _Doubts()).within(view, span)


def _found(view: ArticleView, block: int, part: Span) -> Iterator[OpenForm]:
    if view.config is None:
        return
    start = view.article.block_starts[block]
    text = view.article.blocks[block].text[part.start : part.end]
    for doubt in doubts(text, view.config, with_certain=True):
        within = doubt.span.shifted(part.start)
        shown = view.from_article.to_target(within.shifted(start))
        choice = view.choice_at(block, within)
        if choice is not None and all(form.reading != choice.form for form in doubt.forms):
            choice = None
        yield OpenForm(
            replace(doubt, span=within),
            block,
            Span(shown[0].start, shown[-1].end),
            view.raw_of(block, within.start),
            choice,
        )

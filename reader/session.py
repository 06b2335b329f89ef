"""What a reviewer can do, without a screen: open, select, tag, note, undo.

Invariant: every change is in the reviewer's layer, on disk, before the method that makes it returns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from annotations.errors import AnnotationError
from annotations.model import Annotation, Clock, new_annotation, now
from annotations.span import Span, merged
from annotations.store import Layer
from annotations.tags import Tag, TagSet, tag_name
from reader.config import Settings
from reader.errors import SourceError
from reader.glossary import Glossary, Match, Term
from reader.occurrences import Occurrence
from reader.pages import Pages
from reader.script import Config
from reader.script import warm as warm_script
from reader.text.cells import snap
from reader.text.page import Article, Join, Page
from reader.views import ArticleView, article_at
from reader.words import warm as warm_words
from reader.workspace import Workspace

if TYPE_CHECKING:
    from reader.changes import Change

_QUOTED = 12
"""Characters of a highlight that are repeated when its undoing is spoken of."""


def in_brief(text: str, most: int = _QUOTED) -> str:
    """The beginning of a text in corner brackets, on one line."""
    line = " ".join(text.split())
    return f"「{line}」" if len(line) <= most else f"「{line[:most]}…」"


@dataclass(frozen=True)
class Explanation:
    """What there is to say about one character of a view."""

    span: Span
    """The characters of the view that are spoken of."""
    term: Term | None = None
    join: Join | None = None
    is_missing_start: bool = False
    """Whether the character begins a block whose own beginning is not on the page."""
    annotations: tuple[Annotation, ...] = ()
    """The shortest first."""

    def __bool__(self) -> bool:
        return bool(self.term or self.join or self.is_missing_start or self.annotations)


@dataclass(frozen=True)
class Shown:
    """An annotation and where a view shows it."""

    annotation: Annotation
    spans: tuple[Span, ...]
    """Ascending spans of the view's text; several where cleaning tore the highlight apart."""


class Session:
    """One reviewer at work on one workspace."""

    def __init__(self, workspace: Workspace, settings: Settings, *, clock: Clock = now) -> None:
        """
        Args:
            workspace: The texts.
            settings: Who reads, and how.
            clock: Tells the time at which annotations are made.

        Raises:
            LayerError: The reviewer's layer can't be opened.
            TagError: The workspace's tags can't be read.
        """
        self.workspace = workspace
        self.settings = settings
        self._clock = clock
        self.tags = TagSet.load(workspace.tags_file)
        self.layer = Layer.open(
            workspace.layer_file(settings.reviewer), creator=settings.reviewer, clock=clock
        )

        self.pages = Pages(workspace, self.layer, sure=settings.sure, clock=clock)
        self._terms: WeakKeyDictionary[ArticleView, dict[int, list[Match]]] = WeakKeyDictionary()

    @cached_property
    def glossary(self) -> Glossary:
        """The terms that pages are explained with; read when first asked for."""
        return Glossary.load()

    def warm(self) -> None:
        """Get ready what the first flip, term or word would otherwise wait for; for a thread."""
        self.glossary.matches("")
        warm_script(Config.T2S)
        warm_script(self.settings.traditional)
        warm_words()

    def close(self) -> None:
        """Give the layer back, so that another program can write it."""
        self.layer.close()

    def again(self, view: ArticleView, at: int, *, with_offers: bool = False) -> ArticleView:
        """The same article on its page as it is now, after corrections.

        Args:
            view: What was shown.
            at: A raw offset; where the article is no more, the one that holds it is taken.
            with_offers: Whether the page comes with the joins that are only offered.
        """
        page = self.pages.again(view.page, with_offers=with_offers)
        if page is view.page or not page.articles:
            return view
        article = next(
            (article for article in page.articles if article.id == view.article.id),
            page.articles[article_at(page, at) or 0],
        )
        return ArticleView(page, article, view.config)

    def annotations_of(self, view: ArticleView) -> list[Shown]:
        """The annotations that lie in an article, by place."""
        return list(self._shown(view, self.layer.of_source(view.page.source.sha256)))

    def annotations_in(self, view: ArticleView, span: Span) -> list[Shown]:
        """The annotations that touch a span of the view; asks for no others."""
        index = self.layer.index(view.page.source.sha256)
        return list(self._shown(view, index.overlapping(view.raw_spans(span))))

    def annotations_at(self, view: ArticleView, offset: int) -> list[Shown]:
        """The annotations over one character of the view, the shortest first."""
        if not view.text:
            return []
        shown = self.annotations_in(view, Span(offset, offset + 1))
        return sorted(shown, key=lambda each: sum(map(len, each.annotation.raw)))

    def terms_in(self, view: ArticleView, span: Span) -> list[Match]:
        """The glossary's terms that touch a span of the view; asks for no other blocks."""
        found = []
        first, last = view.block_at(span.start), view.block_at(max(span.start, span.end - 1))
        for block in range(first, last + 1):
            found += [match for match in self._terms_of(view, block) if match.span.overlaps(span)]
        return found

    def _terms_of(self, view: ArticleView, block: int) -> list[Match]:
        blocks = self._terms.setdefault(view, {})
        if block not in blocks:
            start = view.block_starts[block]
            blocks[block] = [
                replace(match, span=match.span.shifted(start))
                for match in self.glossary.matches(view.texts[block])
            ]
        return blocks[block]

    def next_term(self, view: ArticleView, offset: int, step: int) -> Span | None:
        """The nearest term after (`step` 1) or before (`step` -1) an offset of the view."""
        block = view.block_at(offset)
        while 0 <= block < len(view.texts):
            terms = self._terms_of(view, block)
            if step > 0:
                beyond = [match.span for match in terms if match.span.start > offset]
            else:
                beyond = [match.span for match in reversed(terms) if match.span.end <= offset]
            if beyond:
                return beyond[0]
            block += step
        return None

    def explain(self, view: ArticleView, offset: int) -> Explanation:
        """What there is to say about one character of the view."""
        if not view.text:
            return Explanation(Span(0, 0))
        here = Span(offset, offset + 1)
        annotations = tuple(shown.annotation for shown in self.annotations_at(view, offset))
        block = view.block_at(offset)
        place = offset - view.block_starts[block]
        shown_joins = zip(view.blocks[block].joins, view.article.blocks[block].joins, strict=True)
        # The mark stands between two characters: asking at either of them is asking about it.
        join = next((join for at, join in shown_joins if place in (at - 1, at)), None)
        is_missing_start = place == 0 and view.blocks[block].missing_start
        terms = self.terms_in(view, here)
        term = terms[0].term if terms else None
        span = terms[0].span if terms else here
        return Explanation(span, term, join, is_missing_start, annotations)

    def count(self, page: Page, article: Article) -> int:
        """How many annotations lie in an article."""
        index = self.layer.index(page.source.sha256)
        spans = merged(span for block in article.blocks for span in block.spans)
        return len(index.overlapping(spans))

    @staticmethod
    def _shown(view: ArticleView, annotations: Iterable[Annotation]) -> Iterator[Shown]:
        for annotation in annotations:
            if spans := view.from_raw.to_target(*annotation.raw):
                yield Shown(annotation, spans)

    def highlight(
        self, view: ArticleView, span: Span, *, tags: Sequence[str] = (), note: str = ""
    ) -> Annotation:
        """Annotate what a span of the view shows; never cuts a character in two.

        Raises:
            AnnotationError: There is nothing under the span.
            LayerError: It can't be saved; nothing has changed then.
        """
        position = view.article_span(_snapped(view.text, span))
        annotation = self._made(view.page, view.article, position, tags=tags, note=note)
        what = f"tag {tags[0]}" if tags else "note" if note else "highlight"
        self.layer.add(annotation, said=f"{what} {in_brief(annotation.quote.exact)}")
        return annotation

    def annotate_all(self, places: Sequence[Occurrence], tag: str) -> list[Annotation]:
        """Tag many places in one step, which one `undo` takes back.

        Raises:
            AnnotationError: There is nothing at a place.
            LayerError: They can't be saved; nothing has changed then.
        """
        made = [
            self._made(place.page, place.article, place.position, tags=[tag]) for place in places
        ]
        if made:
            quote = in_brief(made[0].quote.exact)
            self.layer.add(*made, said=f"tag {tag} on {len(made)} × {quote}")
        return made

    def keep_placed(self, change: Change) -> int:
        """Keep what is proposed for the annotations of a text that changed, in one step.

        Returns:
            How many annotations are otherwise than they were.

        Raises:
            LayerError: It can't be saved; nothing has changed then.
        """
        fresh = [each.annotation for each in change.placed if each.annotation != each.before]
        if fresh:
            self._keep(change.page)
            self.layer.replace(*fresh, said=f"place {len(fresh)} in {change.page.source.name}")
        return len(fresh)

    def is_tagged(self, place: Occurrence, tag: str) -> bool:
        """Whether exactly this place bears this tag already."""
        index = self.layer.index(place.page.source.sha256)
        return any(
            annotation.raw == place.raw and tag in annotation.tags
            for annotation in index.overlapping(place.raw)
        )

    def _made(
        self,
        page: Page,
        article: Article,
        position: Span,
        *,
        tags: Sequence[str] = (),
        note: str = "",
    ) -> Annotation:
        """A new annotation of a span of an article's text, not yet in the layer."""
        from annotations.selectors import quoted

        text = article.text
        position = _snapped(text, _without_edges(text, position))
        raw = article.offsets.to_source(position)
        if not raw:
            raise AnnotationError("There is nothing here to highlight.")
        self._keep(page)
        return new_annotation(
            source=page.source.sha256,
            article=article.id,
            title=article.title,
            raw=raw,
            quote=quoted(text, position),
            position=position,
            tags=tuple(tags),
            note=note,
            creator=self.settings.reviewer,
            clock=self._clock,
        )

    def _keep(self, page: Page) -> None:
        try:
            self.workspace.keep_source(page.source)
        except OSError as error:
            raise SourceError(
                page.source.path,
                f"its text can't be kept in {self.workspace.folder} ({error.strerror}).",
            ) from None

    def toggle_tag(self, annotation: Annotation, tag: str) -> Annotation:
        """Give an annotation a tag, or take it away where it has it."""
        if tag in annotation.tags:
            tags = tuple(each for each in annotation.tags if each != tag)
            said = f"untag {tag} from"
        else:
            tags, said = (*annotation.tags, tag), f"tag {tag} on"
        return self._change(annotation.edited(self._clock, tags=tags), said)

    def set_note(self, annotation: Annotation, note: str) -> Annotation:
        """Give an annotation a note in place of the one it has."""
        return self._change(annotation.edited(self._clock, note=note.strip()), "note on")

    def _change(self, changed: Annotation, said: str) -> Annotation:
        self.layer.replace(changed, said=f"{said} {in_brief(changed.quote.exact)}")
        return changed

    def remove(self, annotation: Annotation) -> None:
        """Delete an annotation; `undo` brings it back."""
        self.layer.remove(annotation.id, said=f"delete {in_brief(annotation.quote.exact)}")

    def tag_named(self, name: str) -> Tag:
        """The tag of a name; a new one is added to the workspace's tags.

        Raises:
            TagError: It can't be a name, or the tags can't be written.
        """
        return self.tags.named(name) or self.tags.add(Tag(tag_name(name)))


def _snapped(text: str, span: Span) -> Span:
    """A span widened to whole grapheme clusters."""
    if not span:
        return span
    return Span(snap(text, span.start), snap(text, span.end, forward=True))


def _without_edges(text: str, span: Span) -> Span:
    """A span without the white space at its ends."""
    chosen = text[span.start : span.end]
    start = span.start + len(chosen) - len(chosen.lstrip())
    return Span(start, max(start, span.start + len(chosen.rstrip())))

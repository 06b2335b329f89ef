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
from annotations.foreign import by_system
from annotations.model import Annotation, Clock, new_annotation, now
from annotations.span import Span, merged
from annotations.store import Layer
from annotations.tags import Tag, TagSet, tag_name
from reader.choices import Choices
from reader.config import Settings
from reader.doubts import OpenForm, counts, doubt_at
from reader.errors import SourceError
from reader.pages import Pages
from reader.script import Config
from reader.text.cells import snap
from reader.text.page import Article, Join, Page
from reader.views import ArticleView, article_at
from reader.wording import Said, _, marked
from reader.workspace import Workspace

if TYPE_CHECKING:
    from reader.catalogue import Catalogue, Entry
    from reader.changes import Change
    from reader.glossary import Glossary, Match, Term
    from reader.occurrences import Occurrence
    from reader.others import Others

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
    doubt: OpenForm | None = None
    """The other forms that the character may have, where no phrase tells."""

    def __bool__(self) -> bool:
        return bool(
            self.term or self.join or self.is_missing_start or self.annotations or self.doubt
        )


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
            workspace.layer_file(settings.reviewer),
            creator=settings.reviewer,
            clock=clock,
            backups=workspace.backups,
        )

        self.shows_others = False
        """Whether what other reviewers annotated is looked for and shown."""
        self.pages = Pages(workspace, self.layer, sure=settings.sure, clock=clock)
        self._terms: WeakKeyDictionary[ArticleView, dict[int, list[Match]]] = WeakKeyDictionary()

    @property
    def has_glossary(self) -> bool:
        """Whether the glossary was read, so that asking it costs nothing."""
        return "glossary" in vars(self)

    @cached_property
    def glossary(self) -> Glossary:
        """The terms that pages are explained with; read when first asked for."""
        from reader.glossary import Glossary

        return Glossary.load()

    @cached_property
    def catalogue(self) -> Catalogue:
        """What the library tells of every article."""
        from reader.catalogue import Catalogue

        return Catalogue(self.workspace, self.pages, self.layer)

    @cached_property
    def others(self) -> Others:
        """What other reviewers annotated, as `follow` found it last."""
        from reader.others import Others

        return Others(self.workspace, self.layer.path)

    def follow(self) -> frozenset[str]:
        """Take in what other programs have written: to this layer, while they hold it, and to others'.

        Returns:
            The hashes of the sources of which something else is said now.
        """
        own = self.layer.follow() if self.layer.read_only else frozenset()
        return own | (self.others.poll() if self.shows_others else frozenset())

    def others_of(self, view: ArticleView) -> list[Shown]:
        """What others annotated in an article, by place; nothing while that is not shown."""
        if not self.shows_others:
            return []
        found = self.others.of_source(view.page.source.sha256)
        return list(self._shown(view, (e for e in found if self.layer.get(e.id) is None)))

    def others_in(self, view: ArticleView, span: Span) -> list[Shown]:
        """What others annotated that touches a span of the view; nothing while that is not shown."""
        if not self.shows_others:
            return []
        source = view.page.source.sha256
        return list(self._shown(view, self.others.overlapping(source, view.raw_spans(span))))

    def view_of(self, entry: Entry) -> ArticleView:
        """An article of the catalogue, to be read.

        Raises:
            SourceError: Its text can't be read any more.
        """
        page = self.pages.of(entry.path)
        found = [article for article in page.articles if article.id == entry.article]
        # Its text may have changed since it was catalogued, and hold other articles now.
        return ArticleView(page, (found or page.articles)[0])

    def warm(self) -> None:
        """Get ready what the first flip, term or word would otherwise wait for; for a thread."""
        from reader.script import warm as warm_script
        from reader.words import warm as warm_words

        self.glossary.matches("")
        warm_script(self.settings.simplified)
        warm_script(self.settings.traditional)
        warm_words()

    def close(self) -> None:
        """Give the layer back, so that another program can write it."""
        self.layer.close()
        if "others" in vars(self):
            self.others.close()

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
        return ArticleView(page, article, view.config, view.choices)

    @cached_property
    def choices(self) -> Choices:
        """The reviewer's choices between forms of a character; read when first asked for.

        Raises:
            ChoiceError: They can't be read.
        """
        return Choices(self.workspace.choices_file(self.settings.reviewer))

    def shown_as(
        self, view: ArticleView, config: Config | None, around: Span | None = None
    ) -> ArticleView:
        """The same article in another view, with the forms that the reviewer chose.

        Args:
            view: What is shown.
            config: The conversion; None for the article as it was printed.
            around: Where the reader is; see `ArticleView.shown_as`.

        Raises:
            ChoiceError: The choices can't be read.
        """
        return view.shown_as(config, None if config is None else self.choices, around=around)

    def flipped(
        self, view: ArticleView, home: Config | None = None, around: Span | None = None
    ) -> ArticleView:
        """The same article in the other script, as the settings want it.

        Args:
            view: What is shown.
            home: The view of the article's own script; None for the article as it was printed.
            around: Where the reader is; see `ArticleView.shown_as`.

        Raises:
            ChoiceError: The choices can't be read.
        """
        settings = self.settings
        return view.flipped(
            settings.traditional,
            settings.simplified,
            choices=self.choices,
            home=home,
            around=around,
        )

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
            # Looked for in the article's own words: a view may have others for them.
            start = view.article.block_starts[block]
            found = self.glossary.matches(view.article.blocks[block].text)
            shown = [view.from_article.to_target(match.span.shifted(start)) for match in found]
            blocks[block] = [
                replace(match, span=Span(there[0].start, there[-1].end))
                for match, there in zip(found, shown, strict=True)
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
        shown_here = (*self.annotations_at(view, offset), *self.others_in(view, here))
        annotations = tuple(shown.annotation for shown in shown_here)
        block = view.block_at(offset)
        place = offset - view.block_starts[block]
        shown_joins = zip(view.blocks[block].joins, view.article.blocks[block].joins, strict=True)
        # The mark stands between two characters: asking at either of them is asking about it.
        join = next((join for at, join in shown_joins if place in (at - 1, at)), None)
        is_missing_start = place == 0 and view.blocks[block].missing_start
        terms = self.terms_in(view, here)
        term = terms[0].term if terms else None
        span = terms[0].span if terms else here
        doubt = doubt_at(view, offset)
        if doubt is not None and not counts(doubt, view):
            doubt = None
        return Explanation(span, term, join, is_missing_start, annotations, doubt)

    def count(self, page: Page, article: Article) -> int:
        """How many annotations lie in an article."""
        spans = merged(span for block in article.blocks for span in block.spans)
        return self.count_in(page.source.sha256, spans)

    def count_in(self, sha256: str, spans: Sequence[Span]) -> int:
        """How many annotations lie on some raw characters of a source."""
        return len(self.layer.index(sha256).overlapping(spans))

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
        quote = in_brief(annotation.quote.exact)
        if tags:
            said = Said("tag {tag} on {quote}", tag=tags[0], quote=quote)
        elif note:
            said = Said("note on {quote}", quote=quote)
        else:
            said = Said("highlight {quote}", quote=quote)
        self.layer.add(annotation, said=said)
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
            said = Said("tag {tag} on {count} × {quote}", tag=tag, count=len(made), quote=quote)
            self.layer.add(*made, said=said)
        return made

    def keep_placed(self, change: Change) -> int:
        """Keep what is proposed for a text that changed, in one step: of annotations and corrections.

        Returns:
            How many of them are otherwise than they were.

        Raises:
            LayerError: It can't be saved; nothing has changed then.
        """
        fresh = [each.annotation for each in change.placed if each.annotation != each.before]
        corrections = [each.after for each in change.corrections if each.after is not None]
        count = len(fresh) + len(corrections)
        if count:
            self._keep(change.page)
            said = Said("place {count} in {name}", count=count, name=change.page.source.name)
            self.layer.replace(*fresh, corrections=corrections, said=said)
        return count

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
            raise AnnotationError(_("There is nothing here to highlight."))
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
                _("its text can't be kept in {folder} ({why}).").format(
                    folder=self.workspace.folder, why=by_system(error)
                ),
            ) from None

    def toggle_tag(self, annotation: Annotation, tag: str) -> Annotation:
        """Give an annotation a tag, or take it away where it has it."""
        if tag in annotation.tags:
            tags = tuple(each for each in annotation.tags if each != tag)
            said = marked("untag {tag} from {quote}")
        else:
            tags, said = (*annotation.tags, tag), marked("tag {tag} on {quote}")
        return self._change(annotation.edited(self._clock, tags=tags), said, tag=tag)

    def set_note(self, annotation: Annotation, note: str) -> Annotation:
        """Give an annotation a note in place of the one it has."""
        return self._change(
            annotation.edited(self._clock, note=note.strip()), marked("note on {quote}")
        )

    def _change(self, changed: Annotation, said: str, **fields: str) -> Annotation:
        quote = in_brief(changed.quote.exact)
        self.layer.replace(changed, said=Said(said, quote=quote, **fields))
        return changed

    def remove(self, annotation: Annotation) -> None:
        """Delete an annotation; `undo` brings it back."""
        self.layer.remove(
            annotation.id, said=Said("delete {quote}", quote=in_brief(annotation.quote.exact))
        )

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

"""Texts that changed since they were annotated, and where their annotations belong now.

Invariant: nothing here moves an annotation; it is proposed, and the reviewer keeps or leaves it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from annotations.diff import resemblance
from annotations.model import Annotation, Status
from annotations.reanchoring import Placed, placed_by_hand, reanchor
from annotations.span import Span
from annotations.store import Layer
from reader.errors import SourceError
from reader.pages import Pages
from reader.text.page import Page
from reader.text.source import Source
from reader.views import article_at
from reader.workspace import Workspace

_ALIKE = 0.5
"""How much a text of another name must hold of the old one to be taken for it."""
_AHEAD = 0.2
"""How far the next text must be behind then."""
_LEAST_ALIKE = 0.1
"""How much a text of the same name must hold: less is another text under an old name."""
_ORDER = (Status.ORPHAN, Status.FUZZY, Status.MOVED, Status.EXACT)


@dataclass(frozen=True)
class Change:
    """One text that changed, with one reviewer's annotations of it."""

    old: Source
    """The text that was annotated, as it was kept."""
    page: Page
    """The text as it is now."""
    placed: tuple[Placed, ...]
    """What is proposed for each annotation, what needs a look first."""

    @property
    def counts(self) -> str:
        """How many were placed how, in words."""
        counts = Counter(each.status for each in self.placed)
        return ", ".join(
            f"{counts[status]} {status}" for status in reversed(_ORDER) if counts[status]
        )

    @property
    def is_news(self) -> bool:
        """Whether any of it was not known to be an orphan before."""
        return any(
            each.before.status is not Status.ORPHAN or each.status is not Status.ORPHAN
            for each in self.placed
        )


def changes(workspace: Workspace, pages: Pages, layer: Layer) -> Iterator[Change]:
    """Find the texts that changed since the reviewer annotated them; takes a while, so for a thread.

    Texts whose old version was not kept, or that nothing in the workspace is like, yield nothing:
    their annotations stay as they are.
    """
    present: dict[str, Page] = {}
    for path in workspace.paths:
        try:
            page = pages.of(path)
        except SourceError:
            continue
        present.setdefault(page.source.sha256, page)
    for sha256 in sorted({annotation.source for annotation in layer} - present.keys()):
        old = workspace.kept_source(sha256)
        page_now = None if old is None else _successor(old, list(present.values()))
        if old is None or page_now is None:
            continue
        now = page_now.source
        found = reanchor(layer.of_source(sha256), old.raw, now.raw, now.sha256)
        ordered = sorted(found, key=lambda each: (_ORDER.index(each.status), each.before.place))
        yield Change(old, page_now, tuple(settled(each, page_now) for each in ordered))


def _successor(old: Source, pages: Sequence[Page]) -> Page | None:
    """The page that an old text has become: the one of its name, else the one most like it."""
    namesakes = [page for page in pages if page.source.name == old.name]
    ranked = sorted(
        ((resemblance(old.raw, page.source.raw), page) for page in namesakes or pages),
        key=lambda pair: pair[0],
        reverse=True,
    )
    if not ranked:
        return None
    best, page = ranked[0]
    if len(namesakes) == 1:
        return page if best >= _LEAST_ALIKE else None
    second = ranked[1][0] if len(ranked) > 1 else 0.0
    return page if best >= _ALIKE and best - second >= _AHEAD else None


def settled(placed: Placed, page: Page) -> Placed:
    """What was placed, with the article, title and position that the page gives it."""
    if placed.status is Status.ORPHAN:
        return placed
    return replace(placed, annotation=_in_article(placed.annotation, page))


def put_on(placed: Placed, choice: int, page: Page) -> Placed:
    """An orphan, put by hand on one of its candidates."""
    candidate = placed.candidates[choice]
    source = page.source
    annotation = placed_by_hand(placed.before, candidate.raw, source.raw, source.sha256)
    return replace(placed, annotation=_in_article(annotation, page), score=candidate.score)


def _in_article(annotation: Annotation, page: Page) -> Annotation:
    number = article_at(page, annotation.raw[0].start)
    if number is None:
        # It lies in what was dropped: it keeps its place in the raw text, and can be put back.
        return annotation
    article = page.articles[number]
    spans = article.offsets.to_target(*annotation.raw)
    return replace(
        annotation,
        article=article.id,
        title=article.title,
        position=Span(spans[0].start, spans[-1].end),
    )

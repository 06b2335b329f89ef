"""Texts that changed since they were annotated, and where their annotations and corrections belong now.

Invariant: nothing here moves an annotation or a correction; it is proposed, and the reviewer keeps or
leaves it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from annotations.diff import diffed, resemblance
from annotations.model import Annotation, Status
from annotations.reanchoring import Placed, placed_by_hand, reanchor
from annotations.recorrecting import Carried, carried
from annotations.span import Span
from annotations.store import Layer
from reader.errors import SourceError
from reader.names import name_of
from reader.pages import Pages
from reader.text.page import Page
from reader.text.source import Source
from reader.views import article_at
from reader.wording import _
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
    corrections: tuple[Carried, ...] = ()
    """What is proposed for each correction of the cleaning, those first that can't be placed."""

    @property
    def counts(self) -> str:
        """How many were placed how, in words."""
        counts = Counter(each.status for each in self.placed)
        counts.update(status_of(each) for each in self.corrections)
        return _(", ").join(
            _("{count} {status}").format(count=counts[status], status=name_of(status))
            for status in reversed(_ORDER)
            if counts[status]
        )

    @property
    def is_news(self) -> bool:
        """Whether any of it was not known to be an orphan before."""
        return any(each.after is not None for each in self.corrections) or any(
            each.before.status is not Status.ORPHAN or each.status is not Status.ORPHAN
            for each in self.placed
        )


def changes(workspace: Workspace, pages: Pages, layer: Layer) -> Iterator[Change]:
    """Find the texts that changed since the reviewer annotated them; takes a while, so for a thread.

    Texts whose old version was not kept, or that nothing in the workspace is like, yield nothing:
    their annotations stay as they are.
    """
    present: dict[str, str] = {}
    for path in workspace.paths:
        with suppress(SourceError):
            present.setdefault(workspace.source(path).sha256, path)
    marked = {annotation.source for annotation in layer} | layer.corrected_sources
    for sha256 in sorted(marked - present.keys()):
        old = workspace.kept_source(sha256)
        path_now = None if old is None else _successor(old, list(present.values()), workspace)
        if old is None or path_now is None:
            continue
        try:
            page_now = pages.of(path_now)
        except SourceError:
            continue
        now = page_now.source
        found = reanchor(layer.of_source(sha256), old.raw, now.raw, now.sha256)
        ordered = sorted(found, key=lambda each: (_ORDER.index(each.status), each.before.place))
        brought = carried(layer.corrections_of(sha256), old.raw, now.raw, now.sha256)
        yield Change(
            old,
            page_now,
            tuple(settled(each, page_now) for each in ordered),
            tuple(sorted(brought, key=lambda each: each.after is not None)),
        )


def status_of(carried: Carried) -> Status:
    """What became of a correction, in the words for annotations."""
    if carried.after is None:
        return Status.ORPHAN
    same = (carried.after.raw, carried.after.onto) == (carried.before.raw, carried.before.onto)
    return Status.EXACT if same else Status.MOVED


def _successor(old: Source, paths: Sequence[str], workspace: Workspace) -> str | None:
    """The text that an old one has become: the one of its name, else the one most like it."""
    namesakes = [path for path in paths if Path(path).name == old.name]
    ranked: list[tuple[float, str]] = []
    # One after the other: no more than one of them need be held.
    for path in namesakes or paths:
        with suppress(SourceError):
            ranked.append((resemblance(old.raw, workspace.source(path).raw), path))
    ranked.sort(key=lambda pair: pair[0], reverse=True)
    if not ranked:
        return None
    best, path = ranked[0]
    if len(namesakes) == 1:
        return path if best >= _LEAST_ALIKE else None
    second = ranked[1][0] if len(ranked) > 1 else 0.0
    return path if best >= _ALIKE and best - second >= _AHEAD else None


def place_now(old: str, new: str, at: int) -> int:
    """Where a later version of a raw text holds the place that an offset of the old one names.

    Where the character itself is gone, it is the place of the nearest one that stayed.
    """
    known = diffed(old, new)
    for away in range(max(at, len(old) - at) + 1):
        for offset in (at + away, at - away):
            if 0 <= offset < len(old) and (place := known.raw_to_new(offset)) is not None:
                return place
    return 0


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

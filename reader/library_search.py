"""A search through every text of a workspace, article by article, while the reader does other things.

Invariant: what was found stays in the order of the workspace's texts, and is only ever added to, so
that a list of it can be shown while it grows. One thread searches; anybody may read.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from annotations.span import Span
from reader.batch import cleaned
from reader.cleaning import clean
from reader.errors import SourceError
from reader.folding import Folded, folded
from reader.pages import least_sure
from reader.progress import Progress
from reader.query import Query
from reader.search import Hits, Patience, Search
from reader.session import Session
from reader.text import html
from reader.text.page import Article, Page
from reader.text.source import Source, load

_AROUND = 60
"""Characters of context that are kept on either side of a hit."""
_MOST_LINES = 200
"""Hits of one article that are kept with their context; the others are counted."""
_MANY = 100
"""Texts from which on other processes search them, so that no key has to wait for this one."""
_BETWEEN = 0.1
"""Seconds after which it is looked whether the search is still wanted."""


@dataclass(frozen=True, slots=True)
class FoundLine:
    """One hit, with what stands around it in its paragraph."""

    raw: int
    """Raw offset of its first character."""
    before: str
    exact: str
    after: str


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in one article."""

    path: str
    """The text's, as the workspace names it."""
    sha256: str
    article: str
    title: str
    count: int
    lines: tuple[FoundLine, ...]
    """The first hits."""


@dataclass(frozen=True, slots=True)
class FoundInText:
    """What was found in one text."""

    sha256: str = ""
    """The text's; empty for one that had not to be gone through."""
    articles: tuple[Found, ...] = ()
    least_sure: float = 1.0
    """The confidence of the most doubtful join that the cleaner made on its page."""
    is_given_up: bool = False
    """Whether the pattern took too long."""


class LibrarySearch:
    """One query, put to every article of a workspace."""

    def __init__(self, session: Session, query: Query) -> None:
        """
        Args:
            session: The reviewer's.
            query: What to find.

        Raises:
            PatternError: The query is a pattern that can't be searched for.
        """
        if query.is_pattern:
            _ = query.pattern
        self.query = query
        self.progress = Progress(len(session.workspace.paths))
        """How many texts are done; can be told to stop."""
        self.found: list[Found] = []
        """The articles with hits, so far."""
        self.is_given_up = False
        """Whether the pattern took too long; what was found before is there."""
        self._session = session
        self._patience = Patience()

    @property
    def count(self) -> int:
        """How many hits there are, so far."""
        return sum(found.count for found in list(self.found))

    def run(self) -> None:
        """Search every text, until told to stop; for a thread."""
        paths = self._session.workspace.paths
        steps = self._here(paths) if len(paths) <= _MANY else self._aside(paths)
        with closing(steps):
            for found in self.progress.over(steps):
                self.found += found.articles
                self.is_given_up |= found.is_given_up
                if found.is_given_up:
                    self.progress.stop()

    def _here(self, paths: Sequence[str]) -> Generator[FoundInText, None, None]:
        for path in paths:
            yield self._in_text(path)

    def _aside(self, paths: Sequence[str]) -> Generator[FoundInText, None, None]:
        """Have other processes search; what the reviewer has changed about a page is searched here."""
        outcomes = cleaned(
            paths,
            Finder(self.query),
            encoding=self._session.workspace.encoding,
            processes=max(1, (os.cpu_count() or 1) - 1),
            aside=True,
        )
        with closing(outcomes):
            for path, outcome in zip(paths, outcomes, strict=False):
                if isinstance(outcome, SourceError):
                    yield FoundInText()  # the library tells of those
                elif self._is_otherwise(outcome):
                    yield self._in_text(path)
                else:
                    yield outcome

    def _is_otherwise(self, found: FoundInText) -> bool:
        """Whether the reviewer's page is another than the cleaner's."""
        session = self._session
        if not found.sha256:
            return False
        return found.least_sure < session.pages.sure or bool(
            session.layer.corrections_of(found.sha256)
        )

    def _in_text(self, path: str) -> FoundInText:
        session = self._session
        try:
            if not session.workspace.is_at_hand(path) and not _may_hold(
                self.query, path, lambda: session.workspace.source(path)
            ):
                return FoundInText()
            page = session.pages.of(path)
        except SourceError:
            return FoundInText()  # the library tells of those
        return _in_page(page, self.query, self._patience, lambda: self.progress.is_stopped)


@dataclass(frozen=True)
class Finder:
    """Searches one text after another in another process."""

    query: Query

    def __call__(self, path: str, *, encoding: str | None) -> FoundInText:
        """Search a text.

        Raises:
            SourceError: It can't be read.
        """
        source = load(path, encoding=encoding)
        if not _may_hold(self.query, path, lambda: source):
            return FoundInText()
        return _in_page(clean(source), self.query, Patience(), lambda: False)


def _may_hold(query: Query, path: str, source: Callable[[], Source]) -> bool:
    """Whether a text has every character of a query, which is told long before it is cleaned."""
    if query.is_pattern or Path(path).suffix.lower() in html.SUFFIXES:
        return True
    characters = set(folded(source().raw))
    # White space of a line break is not kept, and so can't be asked for.
    return any(characters.issuperset("".join(needle.split())) for needle in query.needles)


def _in_page(
    page: Page, query: Query, patience: Patience, is_stopped: Callable[[], bool]
) -> FoundInText:
    articles = []
    is_given_up = False
    for article in page.articles:
        search = Search(Folded(article.text), query, patience=patience)
        while search.more(_BETWEEN):
            if is_stopped():
                return FoundInText()
        is_given_up |= search.is_given_up
        if len(search.hits):
            articles.append(_found(page, article, search.hits))
    return FoundInText(page.source.sha256, tuple(articles), least_sure(page), is_given_up)


def _found(page: Page, article: Article, hits: Hits) -> Found:
    lines = [_line(article, hits[n]) for n in range(min(len(hits), _MOST_LINES))]
    source = page.source
    return Found(source.path, source.sha256, article.id, article.title, len(hits), tuple(lines))


def _line(article: Article, hit: Span) -> FoundLine:
    text = article.text
    block = article.block_at(hit.start)
    first = article.block_starts[block]
    last = first + len(article.blocks[block].text)
    raw = article.offsets.source_at(hit.start)
    return FoundLine(
        raw=0 if raw is None else raw,
        before=text[max(first, hit.start - _AROUND) : hit.start],
        exact=text[hit.start : hit.end],
        after=text[hit.end : max(hit.end, min(last, hit.end + _AROUND))],
    )

"""Every place at which a text stands, in either script, in one article or in many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from annotations.span import Span
from reader.search import Query, find_all
from reader.text.page import Article, Page

_AROUND = 12
"""Characters of context on either side."""


@dataclass(frozen=True)
class Occurrence:
    """One place in one article."""

    page: Page
    article: Article
    position: Span
    """In the article's text."""

    @property
    def raw(self) -> tuple[Span, ...]:
        """The source's own characters there."""
        return self.article.offsets.to_source(self.position)

    @property
    def context(self) -> tuple[str, str, str]:
        """What stands before, there, and after, as the source has it."""
        text, start, end = self.article.text, self.position.start, self.position.end
        return text[max(0, start - _AROUND) : start], text[start:end], text[end : end + _AROUND]


def occurrences(pages: Iterable[Page], wanted: str) -> Iterator[Occurrence]:
    """Find a text in every article of some pages, whichever script and width either is in."""
    for page in pages:
        for article in page.articles:
            yield from occurrences_in(page, article, wanted)


def occurrences_in(page: Page, article: Article, wanted: str) -> Iterator[Occurrence]:
    """Find a text in one article."""
    for position in find_all(article.text, Query(wanted)):
        yield Occurrence(page, article, position)

"""The headlines and subheadings of a page, article by article, as they are shown."""

from __future__ import annotations

from dataclasses import dataclass

from reader.script import convert
from reader.text.page import Article, BlockKind
from reader.views import ArticleView


@dataclass(frozen=True, slots=True)
class Heading:
    """One line of an outline."""

    article: Article
    text: str
    """In the script that is shown; of an article without a headline, what it begins with."""
    raw: int
    """Raw offset of its first character."""
    level: int
    """0 for an article's headline, 1 for a subheading."""
    is_headline: bool = True
    """Whether the page has this as a heading, and not only as a text's beginning."""


def outline(view: ArticleView) -> list[Heading]:
    """The outline of the page that a view's article stands on."""
    found: list[Heading] = []
    for article in view.page.articles:
        found += _of_article(article, view)
    return found


def _of_article(article: Article, view: ArticleView) -> list[Heading]:
    found: list[Heading] = []
    for index, block in enumerate(article.blocks):
        if not block.spans or block.kind not in (BlockKind.HEADLINE, BlockKind.SUBHEADING):
            continue
        text = block.text
        if article is view.article:
            text = view.texts[index]
        elif view.config is not None:
            text = convert(text, view.config).text
        level = 0 if block.kind is BlockKind.HEADLINE else 1
        found.append(Heading(article, text, block.spans[0].start, level))
    if article.blocks and all(heading.level for heading in found):
        first = next((block for block in article.blocks if block.spans), None)
        if first is not None:
            title = article.title
            if view.config is not None:
                title = convert(title, view.config).text
            found.insert(0, Heading(article, title, first.spans[0].start, 0, is_headline=False))
    return found


def heading_at(headings: list[Heading], view: ArticleView, offset: int) -> int:
    """Index of the heading under which an offset of a view stands; 0 when there is none."""
    here = 0
    for index, heading in enumerate(headings):
        if heading.article is not view.article:
            continue
        start = view.from_raw.target_at(heading.raw)
        if not heading.level or (start is not None and start <= offset):
            here = index
    return here

"""Reads the articles and the pages that `train_judge` learns from.

Gold is a JSON file a page. `file` names its text; each of `articles` has the numbers of the lines of
its `headline`, and `blocks` in reading order, each with its `kind`, its `lines`, which are one text,
and `missing_start` where the page does not hold its beginning.

Invariant: no page is made of an article that stands on a page that is held out. A page that is learned
from as it stands may hold one, cut in another way.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from reader.cleaning.boilerplate import find_boilerplate
from reader.cleaning.breaks import cut_headings
from reader.cleaning.classify import classify
from reader.cleaning.duplicates import find_duplicates
from reader.cleaning.lines import read_lines
from reader.cleaning.model.grams import shipped
from reader.cleaning.model.made_pages import KnownPage, Paragraph, Whole, made_page, neighbours
from reader.cleaning.model.train import read_text
from reader.cleaning.wrapping import unwrapped

TEXTS = ("hansard", "hansard", "reports", "lctt")
"""The texts of the corpus; one that is named twice is used twice as often."""
_SHORTEST = 15
"""Characters of a paragraph of theirs."""
_FROM_ARTICLES = 0.75
"""The share of pages made of articles, not of the corpus."""
_ARTICLES = (1, 2, 2, 3, 3, 4, 4, 5)
"""How many articles a page may hold …"""
_ARTICLES_OF_CORPUS = (1, 2, 3, 4, 5)
"""… and one that is made of the corpus."""
_SIMPLIFIED = "hans"
"""The articles of a folder of this name never share a page with those of others."""
_BODY = frozenset({"paragraph", "list_item", "subheading"})
_TITLES = frozenset({"headline", "kicker", "deck"})
"""Blocks of gold whose lines are not one text."""
_UNTITLED = "標題"


class Library:
    """The articles and pages to learn from."""

    def __init__(self, corpus: Path, folders: Sequence[Path]) -> None:
        self._texts = {
            name: [line for line in _text(corpus, name).split("\n") if len(line) >= _SHORTEST]
            for name in dict.fromkeys(TEXTS)
        }
        self.printed: list[KnownPage] = []
        self.seeds: list[KnownPage] = []
        self._articles: dict[bool, list[Whole]] = {False: [], True: []}
        held_out: set[str] = set()
        fold = shipped().folded
        for folder in folders:
            for path in sorted((folder / "gold").glob("*.json")):
                gold = json.loads(path.read_text("utf-8"))
                if (folder / "seeds").is_dir():
                    raw = (folder / "seeds" / gold["file"]).read_text("utf-8")
                    self.seeds.append(_page(gold, raw))
                    continue
                raw = (folder / "pages" / gold["file"]).read_text("utf-8")
                numbered = re.fullmatch(r"p(\d+)", path.stem)
                if numbered and int(numbered[1]) % 2:
                    held_out |= {fold(whole.title) for whole in _articles(gold, raw)}
                    continue
                if numbered:
                    self.printed.append(_page(gold, raw))
                self._articles[folder.name == _SIMPLIFIED] += _articles(gold, raw)
        for simplified, articles in self._articles.items():
            once: dict[str, Whole] = {}
            for article in articles:
                if fold(article.title) not in held_out:
                    once.setdefault(article.title, article)
            self._articles[simplified] = list(once.values())

    def made(self, draw: int, count: int) -> Iterator[KnownPage]:
        """So many pages; each draw has others."""
        chance = random.Random(draw)  # noqa: S311  # a seed must repeat
        for _ in range(count):
            if chance.random() < _FROM_ARTICLES:
                articles = self._articles[chance.choice([False, True])]
                chosen = chance.sample(articles, chance.choice(_ARTICLES))
            else:
                chosen = [
                    neighbours(chance, self._texts[chance.choice(TEXTS)])
                    for _ in range(chance.choice(_ARTICLES_OF_CORPUS))
                ]
            yield made_page(chance, chosen)


def _text(corpus: Path, name: str) -> str:
    return read_text(min(corpus.glob(f"{name}.txt*"))).replace("\r\n", "\n").replace("\r", "\n")


def _articles(gold: dict[str, Any], raw: str) -> list[Whole]:
    """The articles of a page, without paragraphs whose beginning is missing."""
    lines = raw.split("\n")
    articles = []
    for article in gold["articles"]:
        paragraphs = tuple(
            Paragraph(
                "".join(lines[number - 1].strip() for number in block["lines"]),
                divides=block["kind"] == "subheading",
            )
            for block in article["blocks"]
            if block["kind"] in _BODY and not block.get("missing_start")
        )
        title = lines[article["headline"][0] - 1].strip() if article["headline"] else _UNTITLED
        articles.append(Whole(title, paragraphs))
    return articles


def _page(gold: dict[str, Any], raw: str) -> KnownPage:
    """A page as it stands, taken apart as the cleaner does it; gold tells lines that are one text."""
    fragments = unwrapped(read_lines(raw), raw)
    kept = find_boilerplate(fragments)
    copies = find_duplicates(fragments, kept.keep)
    places = [index for index in range(len(fragments)) if kept.keep[index] and index not in copies]
    staying = [fragments[index] for index in places]
    headlines = frozenset(at for at, index in enumerate(places) if index in kept.headlines)
    parts = classify(staying, headlines)
    if not kept.web:
        parts = cut_headings(staying, parts)
    at = {line.number: place for place, fragment in enumerate(staying) for line in fragment.lines}
    joins = frozenset(
        (at[line], at[after])
        for article in gold["articles"]
        for block in article["blocks"]
        if block["kind"] not in _TITLES
        for line, after in zip(block["lines"], block["lines"][1:], strict=False)
        if line in at and after in at
    )
    return KnownPage(staying, parts, joins)

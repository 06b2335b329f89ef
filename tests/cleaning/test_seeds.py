"""The seeds come out as they were read by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reader.cleaning import clean, page_as_dict, render
from reader.text.page import DropReason, Flag
from reader.text.source import load
from tests.cleaning.gold import BODY, GOLD, HEAD, Cleaned, Gold, read_gold
from tests.cleaning.whole import assert_nothing_lost

pytestmark = pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)


@pytest.fixture
def gold(path: Path) -> Gold:
    return read_gold(path)


@pytest.fixture
def cleaned(gold: Gold) -> Cleaned:
    return Cleaned(clean(load(gold.source)))


def test_nothing_is_lost_doubled_or_altered(cleaned: Cleaned) -> None:
    assert_nothing_lost(cleaned.page)


def test_cut_paragraphs_are_joined_and_no_others(cleaned: Cleaned, gold: Gold) -> None:
    wanted = {
        pair
        for article in gold.articles
        for block in article
        if block.kind not in HEAD
        for pair in zip(block.lines, block.lines[1:], strict=False)
    }
    assert cleaned.joins() == wanted


def test_every_join_says_where_and_why(cleaned: Cleaned) -> None:
    for _, block, lines in cleaned.blocks():
        assert len(block.joins) == max(0, len(lines) - 1)
        for join in block.joins:
            assert 0 < join.at < len(block.text)
            assert 0 < join.confidence <= 1
            assert join.reason


def test_lines_stand_in_their_article(cleaned: Cleaned, gold: Gold) -> None:
    wanted = {
        frozenset(line for block in article for line in block.lines) for article in gold.articles
    }
    assert cleaned.members() == wanted


def test_blocks_stand_in_reading_order(cleaned: Cleaned, gold: Gold) -> None:
    wanted = [
        [block.lines[0] for block in article if block.kind in BODY] for article in gold.articles
    ]
    assert sorted(cleaned.body_order()) == sorted(wanted)


def test_kinds_are_right(cleaned: Cleaned, gold: Gold) -> None:
    kinds = {line: kind.value for line, kind in cleaned.kinds().items()}
    wanted = {
        line: block.kind for article in gold.articles for block in article for line in block.lines
    }
    family = {line: "head" if kind in HEAD else kind for line, kind in kinds.items()}
    assert family == {line: "head" if kind in HEAD else kind for line, kind in wanted.items()}


def test_copies_are_dropped_and_point_at_the_one_kept(cleaned: Cleaned, gold: Gold) -> None:
    assert cleaned.dropped(DropReason.DUPLICATE) == {
        copy for copies in gold.copies.values() for copy in copies
    }
    for dropped in cleaned.page.dropped:
        if dropped.reason is DropReason.DUPLICATE:
            assert dropped.of is not None
            (copy,), (kept,) = cleaned.lines((dropped.span,)), cleaned.lines((dropped.of,))
            assert copy in gold.copies[kept]


def test_what_the_browser_added_is_dropped(cleaned: Cleaned, gold: Gold) -> None:
    assert cleaned.dropped(DropReason.BOILERPLATE) == gold.boilerplate


def test_a_fragment_without_its_beginning_is_flagged(cleaned: Cleaned, gold: Gold) -> None:
    wanted = {
        block.lines[0] for article in gold.articles for block in article if block.missing_start
    }
    assert cleaned.flagged(Flag.MISSING_START) == wanted
    assert cleaned.flagged(Flag.MISSING_END) == set()


def test_titles_and_ids(cleaned: Cleaned) -> None:
    page = cleaned.page
    assert len({article.id for article in page.articles}) == len(page.articles)
    for article in page.articles:
        first = min(span.start for block in article.blocks for span in block.spans)
        assert article.id == f"{page.source.sha256[:12]}-{first}"
        assert article.script.value == "zh-Hant"
        if article.headless():
            assert article.blocks[0].text.startswith(article.title)


def test_jsonl_says_what_the_page_holds(cleaned: Cleaned) -> None:
    (line,) = render([cleaned.page], "jsonl")
    assert line.endswith("\n")
    assert json.loads(line) == page_as_dict(cleaned.page)

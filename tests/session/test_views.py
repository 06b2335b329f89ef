"""One highlight, two scripts: what is selected in a view lies on the source's own characters."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.span import Span, picked
from reader.cleaning import clean
from reader.script import Config, convert
from reader.text.page import Article, Page, Script
from reader.text.source import decode, load
from reader.views import ArticleView
from tests.conftest import NEWSPAPER, WEB_PAGE

PAGES = [clean(load(path)) for path in (NEWSPAPER, WEB_PAGE)]
ARTICLES = [(page, article) for page in PAGES for article in page.articles]


@st.composite
def views_and_spans(draw: st.DrawFn) -> tuple[ArticleView, Span]:
    page, article = draw(st.sampled_from(ARTICLES))
    view = ArticleView(page, article)
    if draw(st.booleans()):
        view = view.flipped(Config.S2HK)
    start = draw(st.integers(0, len(view.text) - 1))
    return view, Span(start, draw(st.integers(start + 1, min(len(view.text), start + 300))))


@given(views_and_spans())
def test_every_selection_comes_back_in_both_views(drawn: tuple[ArticleView, Span]) -> None:
    view, span = drawn
    raw = view.raw_spans(span)
    selected = view.text[span.start : span.end].replace("\n", "")
    for shown in (view, view.flipped(Config.S2HK)):
        back = picked(shown.text, shown.from_raw.to_target(*raw))
        if shown is view:
            assert back == selected
        assert len(back) == len(selected), "these conversions go character by character"


@given(views_and_spans())
def test_raw_characters_are_the_sources_own(drawn: tuple[ArticleView, Span]) -> None:
    view, span = drawn
    raw = view.raw_spans(span)
    position = view.article_span(span)
    article_text = view.article.text[position.start : position.end]
    assert picked(view.page.source.raw, raw) == article_text.replace("\n", "")


@pytest.mark.parametrize("article", ARTICLES, ids=lambda pair: pair[1].title[:6])
def test_simplified_view_is_the_librarys_conversion_block_by_block(
    article: tuple[Page, Article],
) -> None:
    view = ArticleView(*article).flipped(Config.S2HK)
    assert view.script is Script.SIMPLIFIED
    assert view.texts == tuple(convert(block.text, Config.T2S).text for block in article[1].blocks)
    assert view.flipped(Config.S2HK).text == article[1].text


def test_simplified_text_flips_to_the_traditional_of_the_settings() -> None:
    text = "头发里面的发展\n\n这些软件里面的信息发展得很快，台湾的头发护理也是这样。\n"
    page = clean(decode(text.encode(), "x.txt"))
    view = ArticleView(page, page.articles[0])
    assert view.script is Script.SIMPLIFIED
    hong_kong, taiwan = view.flipped(Config.S2HK), view.flipped(Config.S2TW)
    assert hong_kong.script is Script.TRADITIONAL
    assert "頭髮裏面的發展" in hong_kong.text
    assert "頭髮裡面的發展" in taiwan.text


def test_copies_are_counted_on_the_block_that_was_kept() -> None:
    page = PAGES[1]
    view = ArticleView(page, page.articles[0])
    counts = {block.text[:6]: block.copies for block in view.blocks if block.copies}
    assert counts["陳家強希望,"] == 3
    assert counts["【陳家強專訪"] == 2


def test_joins_stand_where_they_stood_in_every_view() -> None:
    for page, article in ARTICLES:
        for view in (ArticleView(page, article), ArticleView(page, article).flipped(Config.S2HK)):
            for shown, block in zip(view.blocks, article.blocks, strict=True):
                assert shown.joins == tuple(join.at for join in block.joins)
                assert all(0 < at < len(shown.text) for at in shown.joins)


def test_a_page_from_a_path_keeps_its_path(tmp_path: Path) -> None:
    path = tmp_path / "一.txt"
    path.write_text("題目在此\n\n正文在此，一共兩句。第二句。\n", "utf-8")
    assert clean(load(path)).source.path == str(path)

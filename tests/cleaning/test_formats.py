"""Cleaned pages written out."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

import reader.cleaning
from reader.cleaning import clean, page_as_dict, render
from reader.text.page import Page
from reader.text.source import Source, load
from tests.conftest import NEWSPAPER, WEB_PAGE


@pytest.fixture(scope="module")
def pages() -> list[Page]:
    return [clean(load(path)) for path in (NEWSPAPER, WEB_PAGE)]


def test_the_face_is_what_it_says() -> None:
    assert sorted(reader.cleaning.__all__) == ["Format", "clean", "page_as_dict", "render"]
    assert all(hasattr(reader.cleaning, name) for name in reader.cleaning.__all__)


def test_the_contract(pages: list[Page]) -> None:
    said = page_as_dict(pages[1])
    assert set(said) == {"source", "articles", "dropped"}
    assert set(said["source"]) == {"path", "sha256", "encoding", "characters"}
    for article in said["articles"]:
        assert set(article) == {"id", "script", "title", "blocks"}
        for block in article["blocks"]:
            assert set(block) == {"kind", "text", "spans", "joins", "flags"}
    for dropped in said["dropped"]:
        assert ("of" in dropped) == (dropped["reason"] == "duplicate")


@pytest.mark.parametrize("count", [0, 1, 2])
def test_json_is_one_array(pages: list[Page], count: int) -> None:
    some = pages[:count]
    assert json.loads("".join(render(some, "json"))) == [page_as_dict(page) for page in some]


def test_jsonl_is_one_line_a_page(pages: list[Page]) -> None:
    lines = "".join(render(pages, "jsonl")).splitlines()
    assert [json.loads(line) for line in lines] == [page_as_dict(page) for page in pages]


def test_pages_are_written_as_they_come(pages: list[Page]) -> None:
    asked = []

    def one_by_one() -> Iterator[Page]:
        for page in pages:
            asked.append(page)
            yield page

    pieces = render(one_by_one(), "jsonl")
    next(pieces)
    assert len(asked) == 1


def page_of(raw: str) -> Page:
    return clean(Source("-", "0" * 64, "utf-8", raw))


def test_markdown_shows_text_as_it_is() -> None:
    page = page_of(
        "新*品*上市 [熱賣](x)\n\n# 這不是標題，這是一段話，說的是井號。\n\n1. 這不是清單，這是一段話，說的是數目字。"
    )
    written = "".join(render([page], "markdown"))
    assert "# 新\\*品\\*上市 \\[熱賣\\](x)\n" in written
    assert "\n\\# 這不是標題" in written
    assert "\n1. " not in written.replace("\n- 1", "")


def test_text_keeps_a_block_on_a_line(pages: list[Page]) -> None:
    written = "".join(render(pages, "text"))
    for page in pages:
        for article in page.articles:
            assert "\n".join(block.text for block in article.blocks) in written


def test_control_characters_do_not_reach_a_terminal() -> None:
    written = "".join(render([page_of("標\x1b[31m題\x07說了一句話，又說了一句話。")], "text"))
    assert "\x1b" not in written
    assert "\x07" not in written

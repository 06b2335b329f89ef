"""What holds for any text whatever."""

from __future__ import annotations

import random
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.cleaning import Format, clean, render
from reader.text.source import Source, load
from tests.cleaning.gold import GOLD, read_gold
from tests.cleaning.whole import assert_nothing_lost
from tests.conftest import NEWSPAPER
from tests.counting import calls

_calm = settings(
    deadline=None, max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def source_of(raw: str) -> Source:
    return Source("-", "0" * 64, "utf-8", raw)


PIECES = [
    "香港正積極發展創科，加強與內地的合作",
    "是一大關鍵。",
    "为两地创科发展一大动力。",
    "記者 陳大文",
    "本報訊 記者 李小明",
    "▲工作人員展示新產品。",
    "（資料圖片）",
    "- 佔地八公頃，分兩期發展",
    "2019年03月04日 09:00",
    "深港協同發展 加速創科進程",
    "一、蓬勃發展",
    "口，確保技術路線",
    "「",
    "」。",
    "，",
    "Skip to Content",
    "更多",
    "分享",
    "景",
    "a",
    "  ",
    "\u3000\u3000",
    "\u2028",
    "\u0085",
    "\x00",
    "\x1b[31m",
    "\ufeff",
    "\u202e",
    "\r",
    "\x0b",
    "😀",
    "\U000e0001",
    "９９",
]
pages = st.lists(st.lists(st.sampled_from(PIECES), max_size=5).map("".join), max_size=40).flatmap(
    lambda lines: st.sampled_from(["\n", "\n\n", "\r\n"]).map(lambda end: end.join(lines))
)


@_calm
@given(st.text(max_size=400))
def test_any_characters(raw: str) -> None:
    assert_nothing_lost(clean(source_of(raw)))


@_calm
@given(pages)
def test_any_page(raw: str) -> None:
    page = clean(source_of(raw))
    assert_nothing_lost(page)
    assert clean(source_of(raw)) == page
    for name in get_args(Format):
        "".join(render([page], name)).encode()


@_calm
@given(st.integers(0, 10**9), st.sampled_from(GOLD))
def test_shuffled_seeds(seed: int, path: Path) -> None:
    raw = load(read_gold(path).source).raw
    lines = raw.split("\n")
    random.Random(seed).shuffle(lines)  # noqa: S311 - a page, not a secret
    assert_nothing_lost(clean(source_of("\n".join(lines))))


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "\n",
        "\n" * 5000,
        " \t\u3000\u2003\n\u2028\n\u0085",
        "\x00",
        "字",
        "字" * 100_000,
        "字，" * 50_000,
        "「" * 20_000,
        "」" * 20_000,
        "▲" * 3000,
        "-" * 3000,
        "1" * 5000,
        "a b " * 10_000,
        "\n".join(["更多"] * 3000),
        "\n".join(["這句話沒有說完，而且"] * 3000),
        "\n".join(f"第{n}句沒有說完，而且" for n in range(3000)),
        "\n".join(f"第{n}句沒有說完，而且\n▲圖{n}" for n in range(400)),
        "\n".join(f"記者 陳大文\n標題{n}" for n in range(800)),
        "一行。\r\n\r\n又一行，",
        "\ufeff\ufeff",
        " \ufeff \ufeff字\n\ufeff\n\ufeff字\ufeff",
        "\ufeff" + "\n".join(["左邊的一欄有字    右邊的一欄有字"] * 12),
        "\n\ufeff" + "\n\ufeff".join(["左邊的一欄有字    右邊的一欄有字"] * 12),
    ],
    ids=lambda raw: repr(raw[:12]) + str(len(raw)),
)
def test_hostile_texts(raw: str) -> None:
    assert_nothing_lost(clean(source_of(raw)))


def test_a_byte_order_mark_before_a_line_is_no_text() -> None:
    once = clean(source_of("\ufeff站名\n\n\ufeff風電站明年動工\n\n工程分兩期進行，造價三億元。"))
    assert "\ufeff" not in "".join(article.text for article in once.articles)
    again = clean(source_of(once.articles[0].text))
    assert [article.text for article in again.articles] == [once.articles[0].text]


def test_work_grows_with_the_length() -> None:
    raw = load(NEWSPAPER).raw
    clean(source_of(raw))

    def work(times: int) -> int:
        source = source_of("\n".join([raw.replace("深", f"{n:x}") for n in range(times)]))
        return calls(lambda: clean(source))

    assert work(24) < 6 * work(4) * 2.5


def test_offsets_count_code_points() -> None:
    page = clean(source_of("😀標題\n\n第一段說了一句話，然後說完了。"))
    first, second = page.articles[0].blocks
    assert [(span.start, span.end) for span in first.spans] == [(0, 3)]
    assert [(span.start, span.end) for span in second.spans] == [(5, 20)]


def test_an_article_cleaned_again_is_the_same_article() -> None:
    again = 0
    texts = [
        article.text for path in GOLD for article in clean(load(read_gold(path).source)).articles
    ]
    for text in texts:
        page = clean(source_of(text))
        assert [article.text for article in page.articles] == [text], text[:40]
        again += 1
    assert again == len(texts)


def test_what_no_article_claims_is_kept_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.cleaning.articles.separate", lambda *_: [[]])
    page = clean(source_of("標題\n\n一段話說完了。"))
    assert_nothing_lost(page)
    assert len(page.articles) == 1


def test_a_title_stands_on_one_line() -> None:
    page = clean(source_of("風電站\x0b動工\u2028在即\n\n市政府昨日公布新計劃，明年動工。"))
    assert page.articles[0].title == "風電站 動工 在即"

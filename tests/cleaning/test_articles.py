"""How fragments come into articles and into order: headlines, columns, leads, and each article by itself."""

from __future__ import annotations

import random

import pytest

from annotations.span import Span
from reader.cleaning import clean
from reader.cleaning.breaks import Breaks, Continuation, cut_headings
from reader.cleaning.classify import Part, classify
from reader.cleaning.headings import Heading
from reader.cleaning.interleaved import interleaved_headlines
from reader.cleaning.leads import first_column
from reader.cleaning.lines import Fragment, Line
from reader.cleaning.model.made_pages import Paragraph, Whole, made_page
from reader.cleaning.runs import cut_runs, linked
from reader.cleaning.separate import closed
from reader.cleaning.units import KIND_OF, Unit
from reader.text.page import BlockKind
from reader.text.source import Source, load
from tests.cleaning.gold import GOLD, read_gold

P, H, C, B = Part.PARAGRAPH, Part.HEADING, Part.CAPTION, Part.BYLINE
FIRST = "市政府昨日公布新計劃，三年內在沿海興建五座風力發電站，供應全市一成用電。"
OTHER = "環保團體表示歡迎，但指選址貼近候鳥棲息地，促當局先完成評估，再諮詢漁民。"
THIRD = "漁民代表則擔心施工期間漁獲減少，要求當局盡快公布補償的細節和時間表。"


def fragments_of(*texts: str) -> list[Fragment]:
    return [
        Fragment((Line(number, Span(number, number + 1), text, 0, 1),), text)
        for number, text in enumerate(texts)
    ]


def source_of(raw: str) -> Source:
    return Source("-", "0" * 64, "utf-8", raw)


def again(text: str) -> list[str]:
    return [article.text for article in clean(source_of(text)).articles]


# -- an article by itself ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def wholes() -> list[Whole]:
    """The seeds' own articles, uncut."""
    found = []
    body = (BlockKind.PARAGRAPH, BlockKind.SUBHEADING, BlockKind.LIST_ITEM)
    for path in GOLD:
        for article in clean(load(read_gold(path).source)).articles:
            paragraphs = tuple(
                Paragraph(block.text, block.kind is BlockKind.SUBHEADING)
                for block in article.blocks
                if block.kind in body
            )
            if len(paragraphs) > 2:
                found.append(Whole(article.title, paragraphs))
    return found


@pytest.mark.parametrize("seed", range(40))
def test_an_article_of_a_cut_page_is_the_same_article_by_itself(
    wholes: list[Whole], seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311 - a page, not a secret
    page = made_page(chance, chance.sample(wholes, chance.choice([1, 2, 3, 4])))
    cleaned = clean(source_of("\n\n".join(fragment.text for fragment in page.fragments)))
    assert cleaned.articles
    for article in cleaned.articles:
        assert again(article.text) == [article.text]


def test_a_caption_above_the_headline_is_no_article() -> None:
    text = f"▲候鳥棲息地一景。\n沿海建五座風電站 供全市一成用電\n{FIRST}\n{OTHER}\n本報記者 陳大文"
    assert again(text) == [text]


def test_headings_of_a_dated_article_divide_it() -> None:
    heading = "漁民團體促請當局從速公布補償細節"
    text = (
        f"沿海建五座風電站 供全市一成用電\n2024-05-06 10:20\n{FIRST}\n{heading}\n多方意見\n{THIRD}"
    )
    assert again(text) == [text]


def test_hours_under_a_headline_are_no_page_numbers() -> None:
    text = f"沿海建五座風電站 供全市一成用電\n2024\n05/06\n10:20\n{FIRST}\n{OTHER}"
    assert again(text) == [text]


# -- short pieces that look like headings --------------------------------------------------------


def parts_of(*texts: str) -> list[Part]:
    fragments = fragments_of(*texts)
    return cut_headings(fragments, classify(fragments))


def test_half_a_latin_name_is_no_heading() -> None:
    piece, rest = "這批工作站預裝來自 Red H", "at 的系統，用戶可以自行更換，價格則維持不變。"
    page = (FIRST, piece, "另一個題目 分成兩句", rest, "公司指 Red Hat 是合作夥伴，合約為期三年。")
    assert parts_of(*page)[1] is P
    assert parts_of(*page[:-1], "公司指 Red H 是合作夥伴，合約為期三年。")[1] is H


def test_nothing_is_headed_right_above_a_closing_byline() -> None:
    page = (FIRST, "浙江杭州為首店落地提供了從選址", "本報記者 陳大文")
    assert parts_of(*page)[1] is P
    assert parts_of(*page, "居民憂影響漁業", OTHER, "本報記者 李小明")[1] is P
    assert parts_of(*page, OTHER)[1] is H


def test_a_subheading_between_paragraphs_stays_one() -> None:
    assert parts_of(FIRST, "居民憂影響漁業", OTHER)[1] is H


def test_half_a_sentence_goes_on_below() -> None:
    rest = "三個月，黑臉琵鷺通常在米埔濕地度冬，濕地的魚塘是黑臉琵鷺的主要覓食地，米埔今年錄得三百多隻黑臉琵鷺。"
    assert parts_of(FIRST, "這隻黑臉琵鷺在米埔濕地停留了", rest)[1] is P
    assert parts_of(FIRST, "這隻黑臉琵鷺在米埔濕地停留了", OTHER)[1] is H


# -- runs ----------------------------------------------------------------------------------------


def read(parts: list[Part], breaks: Breaks, opening: tuple[int, ...]) -> list[list[list[int]]]:
    """The members of each unit of each article, as runs are cut and linked."""
    fragments = fragments_of(*(f"第{number}段的文字" for number in range(len(parts))))
    units = [Unit((index,), KIND_OF[part]) for index, part in enumerate(parts)]
    headings = [Heading((index,), 1.0) for index in opening]
    articles: list[list[list[int]]] = []
    for run in linked(fragments, cut_runs(units, parts, breaks, headings), breaks):
        if run.opens or not articles:
            articles.append([])
        articles[-1] += [list(unit.members) for unit in run.units]
    return articles


def joined(*pairs: tuple[int, int]) -> tuple[Continuation, ...]:
    return tuple(Continuation(tail, head, 0.9, "") for tail, head in pairs)


def test_an_article_stands_where_its_headline_does() -> None:
    """The first column goes on in the third; the second one is still the same article's."""
    parts = [H, P, B, H, P, P, P, B]
    breaks = Breaks(joined((4, 6)), frozenset(), frozenset())
    assert read(parts, breaks, (0, 3)) == [[[0], [1], [2]], [[3], [4, 6], [7], [5]]]


def test_what_is_only_likely_orders_columns_and_joins_nothing() -> None:
    parts = [H, P, P, P, P]
    likely = Breaks((), frozenset(), frozenset({1}), ((1, 4),))
    assert read(parts, likely, (0,)) == [[[0], [1], [4], [2], [3]]]


def test_what_is_only_likely_gives_way_in_a_circle() -> None:
    parts = [H, P, P, P]
    breaks = Breaks((), frozenset(), frozenset({3}), ((3, 1),))
    assert read(parts, breaks, (0,)) == [[[0], [1], [2], [3]]]


def test_more_joins_overrule_what_was_likely() -> None:
    breaks = Breaks((), frozenset({4}), frozenset({1, 2}), ((1, 4), (2, 5)))
    more = breaks.with_more(joined((1, 3)))
    assert more.likely == ((2, 5),)
    assert breaks.with_more(joined((3, 5))).likely == ((1, 4),)


def test_a_closing_byline_follows_the_text() -> None:
    kinds = [BlockKind.HEADLINE, BlockKind.PARAGRAPH, BlockKind.BYLINE, BlockKind.PARAGRAPH]
    article = [Unit((index,), kind) for index, kind in enumerate(kinds)]
    assert [unit.members for unit in closed(article)] == [(0,), (1,), (3,), (2,)]
    signed = [article[0], article[2], article[1]]
    assert closed(signed) == signed


# -- leads ---------------------------------------------------------------------------------------


def test_the_first_column_tells_what_the_headline_tells() -> None:
    page = fragments_of("築，又要求設立基金。", THIRD, FIRST, "此外，議員要求當局每季報告進度。")
    assert first_column(page, range(4), "沿海興建五座風力發電站 供應全市一成用電") == 2


def test_of_equal_places_that_is_first_which_makes_columns_even() -> None:
    texts = [f"第{number}位受訪者說，他贊成這項計劃，但希望看到詳情。" for number in "二三四五六七"]
    texts[2] = texts[2][:-3]
    page = fragments_of(*texts)
    assert first_column(page, range(6), "") == 4


# -- interleaved articles ------------------------------------------------------------------------


def test_headlines_of_interleaved_articles_are_those_that_the_page_tells_of() -> None:
    texts = [
        "沿海興建五座風力發電站",
        FIRST,
        "議員又提到興建工程的招標方法和往年有很大不",
        "圖書館延長開放時間至晚上",
        "市立圖書館下月起延長開放時間，晚上十時才關門，方便上班的市民。",
        "本報記者 陳大文",
        OTHER,
        "館方預計開放時間延長後，每晚多二百人到圖書館。",
        "本報記者 李小明",
    ]
    parts = [H, P, H, H, P, B, P, P, B]
    fragments = fragments_of(*texts)
    headings = [Heading((0,), 1.0), Heading((2, 3), 1.0)]
    assert interleaved_headlines(fragments, parts, headings, ()) == [0, 3]

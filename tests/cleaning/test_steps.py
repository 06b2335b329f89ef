"""Each step of the cleaning by itself, on texts made for it."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.cleaning.boilerplate import find_boilerplate
from reader.cleaning.breaks import Asked, cut_headings, find_breaks
from reader.cleaning.classify import Part, classify
from reader.cleaning.duplicates import find_duplicates
from reader.cleaning.lines import Fragment, read_lines
from reader.cleaning.looks import begins_report, is_open, is_torn, look_at, years_named
from reader.cleaning.matching import assign
from reader.cleaning.wrapping import breadth_of, unwrapped

STORY = (
    "市政府昨日公布新計劃，三年內在沿海興建五座風力發電站，供應全市一成用電，預計可創造二千個職位。"
)


def fragments_of(text: str) -> list[Fragment]:
    return unwrapped(read_lines(text), text)


# -- lines ---------------------------------------------------------------------------------------


def test_only_a_line_feed_ends_a_line() -> None:
    lines = read_lines("甲\u2028乙\x0b丙\n\n\n  丁\r\n戊")
    assert [(line.number, line.text, line.gap) for line in lines] == [
        (1, "甲\u2028乙\x0b丙", 0),
        (4, "丁", 2),
        (5, "戊", 0),
    ]
    assert [(line.span.start, line.span.end) for line in lines] == [(0, 5), (10, 11), (13, 14)]


@pytest.mark.parametrize(
    ("text", "breadth"),
    [("", 0), ("中文", 2), ("AI", 1), ("，。", 2), ("5G網", 2), ("“中”…—", 5), ("中 文 字", 3)],
)
def test_breadth_counts_ideographs(text: str, breadth: float) -> None:
    assert breadth_of(text)[0] == pytest.approx(breadth, abs=0.1)


def test_a_byte_order_mark_is_no_part_of_a_line() -> None:
    (line,) = read_lines("\ufeff  香港")
    assert (line.text, line.span.start) == ("香港", 3)


WRAPPED = """\
　　市政府昨日公布新計劃，三年內在
沿海興建五座風力發電站，供應全市一
成用電，預計可創造二千個職位。
　　環保團體表示歡迎，但指選址貼近
候鳥棲息地，促當局先完成評估，再諮
詢漁民與居民，才決定落實與否。"""


def test_wrapped_lines_are_put_together() -> None:
    assert [len(fragment.lines) for fragment in fragments_of(WRAPPED)] == [3, 3]


def test_lines_set_apart_by_a_printer_are_put_together_too() -> None:
    apart = WRAPPED.replace("\n", "\n\n")
    assert [len(fragment.lines) for fragment in fragments_of(apart)] == [3, 3]


@pytest.mark.parametrize(
    "text",
    [
        "要聞\n財經\n體育\n娛樂\n副刊\n教育",
        f"{STORY}\n{STORY}\n{STORY}",
        "明者處事，莫尚於中。\n優哉游哉，與道相從。\n首陽為拙，柳惠為工。\n飽食安步，在仕代農。",
    ],
    ids=["a menu", "paragraphs", "a poem"],
)
def test_what_was_not_wrapped_stays_apart(text: str) -> None:
    assert all(len(fragment.lines) == 1 for fragment in fragments_of(text))


# -- looks ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (STORY, Part.PARAGRAPH),
        ("思考良久，他終於", Part.PARAGRAPH),
        ("沿海建五座風電站 供全市一成用電", Part.HEADING),
        ("居民憂影響漁業", Part.HEADING),
        ("▲電站模型昨日首度展出。", Part.CAPTION),
        ("◀ 電站模型", Part.CAPTION),
        ("電站模型昨日首度展出。（李小明攝）", Part.CAPTION),
        ("候鳥棲息地一景。(資料圖片)", Part.CAPTION),
        ("张三 摄", Part.HEADING),
        ("海滨一景。记者 张三 摄", Part.CAPTION),
        ("- 首期工程明年動工，分三年完成", Part.LIST_ITEM),
        ("● 首期工程明年動工", Part.LIST_ITEM),
        ("-5度低溫來襲", Part.HEADING),
        ("本報記者 陳大文", Part.BYLINE),
        ("本報訊 記者 陳大文", Part.BYLINE),
        ("大成報記者 陳大文 李小明", Part.BYLINE),
        ("撰文：陳大文", Part.BYLINE),
        ("记者：张三", Part.BYLINE),
        ("2024-05-06 10:20", Part.DATE),
        ("2024年5月6日 星期一", Part.DATE),
        ("更新時間：05:54 2024-05-06 HKT", Part.DATE),
        ("2024年5月6日起，全市實施新規定，車主須留意。", Part.PARAGRAPH),
    ],
)
def test_part_by_look(text: str, part: Part) -> None:
    before = fragments_of(f"{STORY}\n\n{text}\n\n{STORY[::-1]}")
    assert classify(before)[1] is part


@pytest.mark.parametrize(
    ("text", "is_so"),
    [
        ("說完了。", False),
        ("說完了。」", False),
        ("說完了！”）", False),
        ("It is done.", True),
        ("還沒有說", True),
        ("還沒有說，", True),
        ("「耐心資本」", True),
        ("以下各項：", False),
        ("……", False),
    ],
)
def test_open_ends(text: str, is_so: bool) -> None:
    assert is_open(text) is is_so or text.isascii()


@pytest.mark.parametrize(
    ("text", "is_so"),
    [
        ("他說：「我們", True),
        ("市民）", True),
        ("年內，", True),
        ("《新規》出台", False),
        ("甲", False),
    ],
)
def test_torn(text: str, is_so: bool) -> None:
    assert is_torn(text) is is_so


@pytest.mark.parametrize(
    ("text", "is_so"),
    [
        ("（大成報訊）市政府昨日公布", True),
        ("【本報訊】市政府昨日公布", True),
        ("大成社北京5月6日電（記者陳大文）市政府", True),
        ("市政府昨日公布新計劃", False),
    ],
)
def test_datelines(text: str, is_so: bool) -> None:
    assert begins_report(text) is is_so


def test_years() -> None:
    assert years_named("2017年至2019年，共12024年及19年") == [2017, 2019]


def test_a_look_never_fails_on_an_empty_text() -> None:
    assert not look_at("").prose


# -- boilerplate ---------------------------------------------------------------------------------

MENU = "要聞\n財經\n體育\n娛樂\n副刊\n教育\n汽車\n旅遊"


def test_a_web_page_keeps_its_headline_and_body() -> None:
    page = fragments_of(
        f"沿海建五座風電站 - 大成報\n{MENU}\n沿海建五座風電站\n2024-05-06 10:20\n分享\n"
        f"{STORY}\n居民憂影響漁業\n{STORY[::-1]}。\n責任編輯：張三\n{MENU}"
    )
    kept = find_boilerplate(page)
    assert kept.web
    assert [fragment.text for fragment, keep in zip(page, kept.keep, strict=True) if keep] == [
        "沿海建五座風電站",
        "2024-05-06 10:20",
        STORY,
        "居民憂影響漁業",
        f"{STORY[::-1]}。",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "更多相片",
        "你可能感興趣的文章",
        "你 可 能 感 興 趣",
        "分享到微信",
        "责任编辑：张三",
        "下一篇 要聞",
        "相關新聞",
    ],
)
def test_interface_words_are_dropped_anywhere(text: str) -> None:
    page = fragments_of(f"標題在此 兩句分開\n\n{STORY}\n\n{text}\n\n{STORY[::-1]}。")
    assert find_boilerplate(page).keep == (True, True, False, True)


@pytest.mark.parametrize(
    "text", ["更多市民支持方案", "分享經濟興起", "關注民生", "展開調查", "返回地球", "標題"]
)
def test_titles_that_sound_alike_are_kept(text: str) -> None:
    page = fragments_of(f"{text}\n\n{STORY}\n\n{STORY[::-1]}。")
    assert all(find_boilerplate(page).keep)


def test_a_page_of_nothing_else_is_kept() -> None:
    assert all(find_boilerplate(fragments_of("更多\n分享")).keep)


# -- duplicates ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "copies"),
    [
        (["標題", "標題", "標題", STORY], {1: 0, 2: 0}),
        (["▲圖說", "▲圖說", STORY, "▲圖說"], {1: 0}),
        (["海港。（資料圖片）", STORY, "海港。（資料圖片）"], {2: 0}),
        ([STORY, "甲", STORY], {2: 0}),
        (["點評：", STORY, "點評："], {}),
        (["記者 陳大文", "記者 陳大文"], {}),
        (["標題\u200b", "標題", "標題", STORY], {1: 0, 2: 0}),
    ],
)
def test_copies(lines: list[str], copies: dict[int, int]) -> None:
    page = fragments_of("\n\n".join(lines))
    assert find_duplicates(page, [True] * len(page)) == copies


# -- breaks --------------------------------------------------------------------------------------


def joins_of(*paragraphs: str) -> list[tuple[int, int]]:
    page = fragments_of("\n\n".join(paragraphs))
    breaks = find_breaks(page, cut_headings(page, classify(page)), Asked())
    return [(join.tail, join.head) for join in breaks.joins]


def test_a_word_cut_in_two_is_joined() -> None:
    assert joins_of(
        "公司負責人說，香港總部是對接全球市場和技術標準的戰略窗",
        "口，並與多所大學合作，把產業難題變成研究課題。",
    ) == [(0, 1)]


def test_a_caption_between_does_no_harm() -> None:
    assert joins_of(
        "委員會昨日開會，討論多項議程，其中包括財政預算和人事安",
        "▲委員會昨日開會。",
        "排，預計下月表決。",
    ) == [(0, 2)]


def test_a_beginning_that_is_not_on_the_page_is_said_to_be_missing() -> None:
    page = fragments_of(f"{STORY}\n\n景，精準切入新工業化的核心，助力傳統企業。")
    breaks = find_breaks(page, classify(page), Asked())
    assert breaks.joins == ()
    assert breaks.missing_start == {1}


def test_finished_paragraphs_are_left_alone() -> None:
    assert joins_of(STORY, f"此外，{STORY}", f"不過，{STORY[::-1]}。") == []


edges = st.lists(
    st.tuples(st.integers(0, 4), st.integers(10, 14), st.sampled_from([0.55, 0.6, 0.7, 0.8, 0.95])),
    unique_by=lambda edge: edge[:2],
    max_size=14,
)


@settings(deadline=None)
@given(edges)
def test_the_assignment_is_the_best_there_is(given_edges: list[tuple[int, int, float]]) -> None:
    from math import log

    gain = {(t, h): log(p / (1 - p)) for t, h, p in given_edges}
    found = assign(given_edges, 0.5)
    assert len({tail for tail, _, _ in found}) == len({head for _, head, _ in found}) == len(found)
    best = max(
        sum(gain.get((tail, head), 0.0) for tail, head in enumerate(order))
        for order in permutations(range(10, 15))
    )
    assert sum(gain[tail, head] for tail, head, _ in found) == pytest.approx(best)


def test_circles_are_cut() -> None:
    found = assign([(0, 1, 0.9), (1, 2, 0.8), (2, 0, 0.7)], 0.5)
    assert sorted(found) == [(0, 1, 0.9), (1, 2, 0.8)]

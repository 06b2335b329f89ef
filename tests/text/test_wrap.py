from __future__ import annotations

from itertools import pairwise

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.text.cells import cell_widths, cells, is_grapheme_break
from reader.text.linebreaks import may_break
from reader.text.wrap import wrap, wrap_title
from tests.counting import calls
from tests.text.texts import SEED_LINES, odd_texts

NEVER_FIRST = frozenset("，。、；：！？）」』】》〉〕］｝”’—…～·‧・％‰℃／,.;:!?)]}%/")
NEVER_LAST = frozenset("（「『【《〈〔［｛“‘([{＄￥")


def rows_of(text: str, width: int, first_indent: int = 0, indent: int = 0) -> list[str]:
    starts = [*wrap(text, width, first_indent, indent), len(text)]
    return [text[start:end] for start, end in pairwise(starts)]


@pytest.mark.parametrize(
    ("text", "width", "rows"),
    [
        ("香港科技創新", 6, ["香港科", "技創新"]),
        ("香港科，技創新", 6, ["香港", "科，技", "創新"]),
        ("香港「科技」創新地", 6, ["香港", "「科", "技」創", "新地"]),
        ("香港（科技）", 6, ["香港", "（科", "技）"]),
        ("他說：「好。」然後走了", 8, ["他說：", "「好。」", "然後走了"]),
        ("創新——科技", 5, ["創", "新——", "科技"]),
        ("創新……科技", 5, ["創", "新……", "科技"]),
        ("他叫做“小明”", 7, ["他叫做", "“小明”"]),
        ("智能AI競爭", 6, ["智能AI", "競爭"]),
        ("智能AI競爭力", 5, ["智能", "AI競", "爭力"]),
        ("約3 000人出席", 6, ["約", "3 000", "人出席"]),
        ("共1 300項", 8, ["共", "1 300項"]),
        ("上升至10%了", 8, ["上升至", "10%了"]),
        ("佔地87.7公頃的", 8, ["佔地", "87.7公頃", "的"]),
        ("佔地87.7公頃的", 10, ["佔地", "87.7公頃的"]),
        ("投資20億元的", 8, ["投資", "20億元的"]),
        ("達7,000萬人口", 8, ["達", "7,000萬", "人口"]),
        ("於09:00開始", 8, ["於09:00", "開始"]),
        ("於09:00開始", 6, ["於", "09:00", "開始"]),
        ("算力3 000 PFLOPS", 14, ["算力", "3 000 PFLOPS"]),
        ("長10 km的路", 6, ["長", "10 km", "的路"]),
        ("don’t stop", 6, ["don’t ", "stop"]),
        ("it's a-b ok", 4, ["it's ", "a-b ", "ok"]),
        ("和/或其他人", 4, ["和/", "或其", "他人"]),
        ('說"好"了的嗎', 6, ['說"好"', "了的嗎"]),
        ('the "end" is', 6, ["the ", '"end" ', "is"]),
        ("香港 科技", 4, ["香港 ", "科技"]),
        ("香港   科技", 4, ["香港   ", "科技"]),
        ("香港\u3000科技", 4, ["香港\u3000", "科技"]),
        ("香港 ，科技", 5, ["香", "港 ，", "科技"]),
        ("e\u0301te\u0301 e\u0301te\u0301", 5, ["e\u0301te\u0301 ", "e\u0301te\u0301"]),
        ("於2019年3月4日舉行", 13, ["於", "2019年3月4日", "舉行"]),
        ("於2019 年 3 月 4 日舉行", 18, ["於", "2019 年 3 月 4 日", "舉行"]),
        ("於二〇一九年三月四日舉行", 19, ["於", "二〇一九年三月四日", "舉行"]),
        ("於2019/03/04舉行", 11, ["於", "2019/03/04", "舉行"]),
        ("上午10時30分開始", 10, ["上午", "10時30分", "開始"]),
        ("佔百分之三十五左右", 12, ["佔", "百分之三十五", "左右"]),
        ("跌−3.5%，升", 8, ["跌", "−3.5%，", "升"]),
        ("重5㎏的", 4, ["重", "5㎏", "的"]),
        ("收￥300元", 8, ["收", "￥300元"]),
        ("這是서울특별시嗎", 10, ["這是", "서울특별시", "嗎"]),
        ("キャッシュ", 6, ["キャッ", "シュ"]),
        ("ｷｬｯｼｭ和", 4, ["ｷｬｯ", "ｼｭ和"]),
        ("創新⸺科技", 4, ["創", "新⸺", "科技"]),
        ("嗎𠮷𠮷𠮷", 4, ["嗎𠮷", "𠮷𠮷"]),
        ("香葛\U000e0100港科", 4, ["香葛\U000e0100", "港科"]),
        ("香👍🏽🇭🇰1\ufe0f\u20e3港科", 4, ["香👍🏽", "🇭🇰1\ufe0f\u20e3", "港科"]),
        ("", 4, [""]),
        ("    ", 2, ["    "]),
    ],
    ids=ascii,
)
def test_where_rows_end(text: str, width: int, rows: list[str]) -> None:
    assert rows_of(text, width) == rows


@pytest.mark.parametrize(
    ("text", "width", "rows"),
    [
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("abcdefgh，", 8, ["abcdefg", "h，"]),
        (
            "https://www.example.com/very/long",
            12,
            ["https://", "www.example.", "com/very/", "long"],
        ),
        ("見https://abc.de/fghij好", 10, ["見https://", "abc.de/", "fghij好"]),
        ("！！！！！", 4, ["！！", "！！", "！"]),
        ("「「「「", 4, ["「「", "「「"]),
        ("e\u0301" * 4, 2, ["e\u0301" * 2, "e\u0301" * 2]),
        ("👨\u200d👩\u200d👧好", 4, ["👨\u200d", "👩\u200d", "👧好"]),
    ],
    ids=ascii,
)
def test_a_run_longer_than_a_row_is_cut_where_it_hurts_least(
    text: str, width: int, rows: list[str]
) -> None:
    assert rows_of(text, width) == rows


def test_a_single_character_does_not_make_a_row() -> None:
    assert rows_of("香港科技創新。", 12) == ["香港科技", "創新。"]
    assert rows_of("香港科技創新了", 12) == ["香港科技創", "新了"]
    assert rows_of("香港", 2) == ["香", "港"]


@pytest.mark.parametrize(
    ("text", "width", "rows"),
    [
        ("香港科技，創新地。", 8, ["香港科技，", "創新地。"]),
        ("香港科技」，創新", 8, ["香港科", "技」，", "創新"]),
        ("香港科技。」創新", 8, ["香港科", "技。」", "創新"]),
        ("香港科技,創新", 8, ["香港科技,", "創新"]),
        ("香港科技，  創新", 8, ["香港科技，  ", "創新"]),
        ("香港科技，，創新", 8, ["香港科", "技，，", "創新"]),
        ("香港科技3,000", 9, ["香港科技", "3,000"]),
        ("香港科技。", 8, ["香港科技。"]),
    ],
    ids=ascii,
)
def test_one_pause_or_stop_hangs_where_a_row_may_end_after_it(
    text: str, width: int, rows: list[str]
) -> None:
    starts = [*wrap(text, width, hangs=True), len(text)]
    assert [text[start:end] for start, end in pairwise(starts)] == rows


def test_indents_and_what_is_drawn_between_take_their_cells() -> None:
    assert rows_of("香港科技創新科技", 8, 4, 2) == ["香港", "科技創", "新科技"]
    assert list(wrap("香港科技創新科技", 8, extra={2: 1, 5: 1})) == [0, 3, 6]


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2019年3月", 4),
        ("2019年3月", 5),
        ("3月4日", 2),
        ("20億元", 3),
        ("3 000", 2),
        ("AI", 1),
        ("a,b", 1),
        ("1,000", 2),
        ("——", 1),
    ],
)
def test_no_break_within(text: str, at: int) -> None:
    assert not may_break(text, at)


@pytest.mark.parametrize(
    ("text", "at"),
    [("2019年度", 5), ("3 0000", 2), ("創新AI", 2), ("AI創新", 2), ("a,b", 2), ("研發-工廠", 3)],
)
def test_break_allowed(text: str, at: int) -> None:
    assert may_break(text, at)


@given(odd_texts, st.integers(4, 30), st.integers(0, 6), st.integers(0, 6))
@settings(max_examples=300)
def test_rows_are_the_text_and_keep_the_rules(
    text: str, room: int, first_indent: int, indent: int
) -> None:
    width = room + max(first_indent, indent)
    starts = wrap(text, width, first_indent, indent)
    widths = cell_widths(text)
    boundaries = [0, *(match.end() for match in regex.finditer(r"\X", text))]
    assert starts[0] == 0
    for start, end in pairwise([*starts, len(text)]):
        assert start < end or not text
        shown = start + len(text[start:end].rstrip())
        assert sum(widths[start:shown]) <= width - (indent if start else first_indent)
        within = [at for at in boundaries if start < at < end]
        if end not in boundaries:
            assert not within, "a cluster was cut that could have begun the next row"
        elif end < len(text) and (text[end] in NEVER_FIRST or text[end - 1] in NEVER_LAST):
            assert not any(may_break(text, at) for at in within)


@given(odd_texts, st.integers(2, 3))
def test_the_narrowest_rows_have_a_character_each_and_lose_none(text: str, width: int) -> None:
    rows = rows_of(text, width)
    assert "".join(rows) == text
    assert all(rows) or not text


@pytest.mark.parametrize("width", [84, 76, 36, 20])
def test_real_lines_keep_the_rules_strictly(width: int) -> None:
    for line in SEED_LINES:
        rows = rows_of(line, width, 4)
        assert "".join(rows) == line
        for number, row in enumerate(rows):
            assert cells(row.rstrip()) <= width - (0 if number else 4)
            assert number == 0 or row[0] not in NEVER_FIRST
            assert number == len(rows) - 1 or row[-1] not in NEVER_LAST
        for before, after in pairwise(rows):
            assert not regex.search(r"[A-Za-z0-9]$", before) or not regex.match(
                r"[A-Za-z0-9]", after
            )


@given(odd_texts, st.integers(8, 30))
def test_a_title_takes_no_more_rows_than_any_text(text: str, width: int) -> None:
    starts = wrap_title(text, width)
    assert len(starts) <= len(wrap(text, width))
    assert all(start < end for start, end in pairwise([*starts, len(text)])) or not text
    assert all(is_grapheme_break(text, at) for at in starts)


def test_a_title_breaks_at_its_spaces_or_evenly() -> None:
    title = "深港創科協同發展 加速「香港智造」進程"
    assert list(wrap_title(title, 36)) == [0, title.index("加")]
    assert list(wrap_title("創新科技及工業局回顧十大工作", 24)) == [0, 7]


@pytest.mark.parametrize(
    "text",
    [
        "香" + " " * 100_000 + "，",
        "🇭🇰" * 20_000,
        "e" + "\u0301" * 100_000,
        "「" * 50_000,
        "a" * 100_000,
        "\u0915\u094d" * 30_000,
        "\u200b" * 50_000,
        "👨\u200d" * 30_000,
        "1 000 " * 20_000,
    ],
    ids=[
        "spaces",
        "flags",
        "marks",
        "brackets",
        "word",
        "conjunct",
        "zero width",
        "joined",
        "numbers",
    ],
)
def test_work_grows_with_the_length(text: str) -> None:
    short = text[: len(text) // 4]
    assert calls(lambda: wrap(text, 84)) < 4 * calls(lambda: wrap(short, 84)) * 1.5 + 1_000

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from reader.text.cells import snap
from reader.text.linebreaks import may_break
from reader.text.looks import SetBlock
from reader.text.page import BlockKind
from reader.text.setting import BREAK_MARK, Setting, set_blocks
from reader.text.typography import PLAIN
from tests.text.test_wrap import NEVER_FIRST, NEVER_LAST
from tests.text.texts import odd_texts

HEADLINE = "深港創科協同發展 加速「香港智造」進程"
PARAGRAPH = (
    "思謀科技在深港創科走廊中構建了一個以「香港源頭創新」和「深圳產業轉化」緊密協同的產業價值網絡，"
    "不局限於地理分工，而是通過靈活的跨境聯動機制，形成了從前沿研究到全球交付的敏捷創新鏈條。"
)
CAPTION = "陳家強表示, 香港商業營運模式, 有助初創企業在大灣區壯大。(本網記者攝)"
ITEM = "- 本地研發總開支於2024年增加至357.72億元,相對本地生產總值的比率升至1.13%,創歷史新高"
ARTICLE = (
    SetBlock(BlockKind.SERIES, "獨角獸機遇⑤"),
    SetBlock(BlockKind.KICKER, "善用灣區優勢 推動前沿技術落地"),
    SetBlock(BlockKind.HEADLINE, HEADLINE),
    SetBlock(BlockKind.BYLINE, "大公報記者 毛麗娟 蔣去情"),
    SetBlock(BlockKind.DATE, "2019年03月04日 09:00"),
    SetBlock(BlockKind.PARAGRAPH, PARAGRAPH, joins=(30, 68)),
    SetBlock(BlockKind.CAPTION, CAPTION, copies=2),
    SetBlock(BlockKind.PARAGRAPH, "口，確保公司技術路線與國際前沿同步。", missing_start=True),
    SetBlock(BlockKind.SUBHEADING, "反哺機制"),
    SetBlock(BlockKind.LIST_ITEM, ITEM),
)


def view_text(blocks: tuple[SetBlock, ...]) -> str:
    return "\n".join(block.text for block in blocks)


def picture(setting: Setting) -> list[str]:
    """The rows as a screen shows them, trailing spaces left out."""
    lines = []
    for y in range(len(setting)):
        row = setting.row(y)
        text = setting.text_of(y)
        for mark in reversed(row.marks):
            at = mark - row.start
            text = text[:at] + BREAK_MARK + text[at:]
        line = " " * setting.margin + row.lead.rjust(row.indent) + text + row.tail
        lines.append(line.rstrip())
    return lines


@st.composite
def block_lists(draw: st.DrawFn) -> tuple[SetBlock, ...]:
    blocks = []
    for _ in range(draw(st.integers(0, 4))):
        text = draw(odd_texts)
        joins = {snap(text, at) for at in draw(st.lists(st.integers(0, 60), max_size=3))}
        blocks.append(
            SetBlock(
                draw(st.sampled_from(BlockKind)),
                text,
                tuple(sorted(join for join in joins if join < len(text))),
                draw(st.sampled_from((0, 0, 1, 150))),
                draw(st.booleans()),
            )
        )
    return tuple(blocks)


def test_a_page_of_80_columns() -> None:
    assert picture(set_blocks(ARTICLE, 80)) == [
        "",
        "  ▹ 獨角獸機遇⑤",
        "  ▸ 善用灣區優勢 推動前沿技術落地",
        "  深港創科協同發展 加速「香港智造」進程",
        "",
        "  ✎ 大公報記者 毛麗娟 蔣去情",
        "  ◷ 2019年03月04日 09:00",
        "",
        "      思謀科技在深港創科走廊中構建了一個以「香港源頭創新」和「深圳╎產業轉化」",
        "  緊密協同的產業價值網絡，不局限於地理分工，而是通過靈活的跨境聯動機╎制，形成",
        "  了從前沿研究到全球交付的敏捷創新鏈條。",
        "",
        "    ◰ 陳家強表示, 香港商業營運模式, 有助初創企業在大灣區壯大。(本網記者攝) ×3",
        "",
        "    ⋯ 口，確保公司技術路線與國際前沿同步。",
        "",
        "  ▪ 反哺機制",
        "      - 本地研發總開支於2024年增加至357.72億元,相對本地生產總值的比率升至",
        "        1.13%,創歷史新高",
    ]


def test_a_page_of_40_columns() -> None:
    assert picture(set_blocks(ARTICLE, 40)) == [
        "",
        "  ▹ 獨角獸機遇⑤",
        "  ▸ 善用灣區優勢 推動前沿技術落地",
        "  深港創科協同發展",
        "  加速「香港智造」進程",
        "",
        "  ✎ 大公報記者 毛麗娟 蔣去情",
        "  ◷ 2019年03月04日 09:00",
        "",
        "      思謀科技在深港創科走廊中構建了一",
        "  個以「香港源頭創新」和「深圳╎產業轉",
        "  化」緊密協同的產業價值網絡，不局限於",
        "  地理分工，而是通過靈活的跨境聯動機",
        "  ╎制，形成了從前沿研究到全球交付的敏",
        "  捷創新鏈條。",
        "",
        "    ◰ 陳家強表示, 香港商業營運模",
        "      式, 有助初創企業在大灣區壯",
        "      大。(本網記者攝) ×3",
        "",
        "    ⋯ 口，確保公司技術路線與國際前沿",
        "  同步。",
        "",
        "  ▪ 反哺機制",
        "      - 本地研發總開支於2024年增加至",
        "        357.72億元,相對本地生產總值的",
        "        比率升至1.13%,創歷史新高",
    ]


@pytest.mark.parametrize(
    ("columns", "measure", "margin"),
    [(200, 84, 58), (120, 84, 18), (89, 84, 2), (80, 76, 2), (79, 74, 2), (40, 36, 2), (24, 20, 2),
     (23, 22, 0), (9, 8, 0), (1, 4, 0)],
)  # fmt: skip
def test_the_measure_is_centred(columns: int, measure: int, margin: int) -> None:
    setting = Setting((), columns)
    assert (setting.measure, setting.margin) == (measure, margin)


@pytest.mark.parametrize(
    ("block", "indents"),
    [
        (SetBlock(BlockKind.PARAGRAPH, "\u3000\u3000" + "香" * 30), [0, 0]),
        (SetBlock(BlockKind.PARAGRAPH, " " + "香" * 30), [3, 0]),
        (SetBlock(BlockKind.PARAGRAPH, "香" * 30), [4, 0]),
        (SetBlock(BlockKind.LIST_ITEM, "- " + "香" * 30), [4, 6]),
        (SetBlock(BlockKind.LIST_ITEM, "•" + "香" * 30), [4, 5]),
        (SetBlock(BlockKind.LIST_ITEM, "一、" + "香" * 30), [4, 8]),
        (SetBlock(BlockKind.LIST_ITEM, "（十二）" + "香" * 30), [4, 12]),
        (SetBlock(BlockKind.LIST_ITEM, "12. " + "香" * 30), [4, 8]),
        (SetBlock(BlockKind.LIST_ITEM, "3.5%" + "香" * 30), [4, 6]),
        (SetBlock(BlockKind.HEADLINE, "香" * 30), [0, 0]),
        (SetBlock(BlockKind.DECK, "香" * 30), [4, 4]),
        (SetBlock(BlockKind.CAPTION, "香" * 30), [4, 4]),
    ],
    ids=lambda value: ascii(value.text[:4]) if isinstance(value, SetBlock) else str(value),
)
def test_how_blocks_are_indented(block: SetBlock, indents: list[int]) -> None:
    setting = set_blocks([block], 60)
    assert [setting.row(y).indent for y in (1, 2)] == indents


@pytest.mark.parametrize(
    ("block", "lead"),
    [
        (SetBlock(BlockKind.CAPTION, "香港"), "◰ "),
        (SetBlock(BlockKind.CAPTION, "▲香港"), ""),
        (SetBlock(BlockKind.SUBHEADING, "香港"), "▪ "),
        (SetBlock(BlockKind.SUBHEADING, "■香港"), ""),
        (SetBlock(BlockKind.PARAGRAPH, "■香港"), ""),
        (SetBlock(BlockKind.PARAGRAPH, "香港", missing_start=True), "⋯ "),
    ],
    ids=["caption", "own arrow", "subheading", "own square", "paragraph", "missing start"],
)
def test_a_sign_is_set_where_the_newsroom_set_none(block: SetBlock, lead: str) -> None:
    assert set_blocks([block], 60).row(1).lead == lead


def test_repeated_blocks_stand_together_and_headlines_apart() -> None:
    kinds = (BlockKind.PARAGRAPH, BlockKind.PARAGRAPH, BlockKind.HEADLINE, BlockKind.CAPTION,
             BlockKind.CAPTION, BlockKind.PARAGRAPH)  # fmt: skip
    setting = set_blocks([SetBlock(kind, "香港") for kind in kinds], 80)
    shown = [setting.row(y).kind for y in range(len(setting))]
    p, h, c = BlockKind.PARAGRAPH, BlockKind.HEADLINE, BlockKind.CAPTION
    assert shown == [None, p, p, None, None, h, None, c, c, None, p]


def test_either_half_of_a_wide_character_is_that_character() -> None:
    setting = set_blocks([SetBlock(BlockKind.HEADLINE, "香A港")], 80)
    cells = [setting.offset_at(1, x) for x in range(1, 9)]
    assert cells == [None, 0, 0, 1, 2, 2, None, None]
    assert [setting.nearest(1, x) for x in (0, 2, 3, 4, 5, 6, 70)] == [0, 0, 0, 1, 2, 2, 2]


def test_a_mark_stands_before_its_character_and_has_no_offset() -> None:
    setting = set_blocks([SetBlock(BlockKind.HEADLINE, "香港科", joins=(1,))], 80)
    assert setting.row(1).marks == (1,)
    assert [setting.offset_at(1, x) for x in range(2, 9)] == [0, 0, None, 1, 1, 2, 2]
    assert [setting.mark_at(1, x) for x in range(2, 9)] == [None, None, 1, None, None, None, None]
    assert setting.nearest(1, 4) == 1
    assert setting.cell_of(1) == (1, 5)


def test_places_off_the_text_lead_to_the_nearest_row() -> None:
    blocks = [SetBlock(BlockKind.PARAGRAPH, "一二"), SetBlock(BlockKind.HEADLINE, "三四")]
    setting = set_blocks(blocks, 80)
    assert [setting.row(y).kind is None for y in range(len(setting))] == [
        True,
        False,
        True,
        True,
        False,
    ]
    assert [setting.nearest(y, 0) for y in range(-2, 8)] == [0, 0, 0, 0, 0, 3, 3, 3, 3, 3]
    assert setting.offset_at(-1, 5) is None
    assert setting.offset_at(9, 5) is None
    with pytest.raises(IndexError):
        setting.row(5)


def test_a_newline_counts_to_the_row_that_it_ends() -> None:
    blocks = [SetBlock(BlockKind.PARAGRAPH, "一二"), SetBlock(BlockKind.PARAGRAPH, "")]
    setting = set_blocks(blocks, 80)
    assert setting.cell_of(2) == (1, 2 + 4 + 4)
    assert setting.cell_of(3) == (2, 2 + 4)
    assert setting.cell_of(99) == (2, 2 + 4)


def test_a_space_that_hangs_past_the_measure_has_no_cell() -> None:
    setting = set_blocks([SetBlock(BlockKind.HEADLINE, "香港科技   創新科技大灣區")], 8)
    assert setting.text_of(1) == "香港科技"
    assert setting.cell_of(4) == (1, 8)
    assert setting.nearest(1, 99) == 3
    assert setting.row(1).end == 7


def test_an_article_without_blocks() -> None:
    setting = set_blocks([], 80)
    assert len(setting) == 0
    assert setting.is_complete
    assert setting.nearest(3, 3) == 0
    assert setting.cell_of(0) == (0, setting.margin)


@given(block_lists(), st.integers(4, 130))
@settings(max_examples=200, deadline=None)
def test_rows_are_the_text_within_the_measure(blocks: tuple[SetBlock, ...], columns: int) -> None:
    setting = set_blocks(blocks, columns)
    text = view_text(blocks)
    assert setting.measure <= min(2 * PLAIN.measure, setting.columns)
    assert len(setting) == setting.estimated_rows or not blocks
    pieces: list[str] = []
    for y in range(len(setting)):
        row = setting.row(y)
        if row.kind is None:
            assert row.start == row.end
            assert setting.text_of(y) == ""
            continue
        if row.first and row.block:
            pieces.append("\n")
        pieces.append(text[row.start : row.end])
        assert row.kind is blocks[row.block].kind
        assert cell_len(row.lead) <= row.indent
        shown = row.indent + len(row.marks) + cell_len(setting.text_of(y)) + cell_len(row.tail)
        assert shown <= setting.measure
    assert "".join(pieces) == text


@given(block_lists(), st.integers(4, 130))
@settings(max_examples=200, deadline=None)
def test_cells_and_offsets_answer_each_other(blocks: tuple[SetBlock, ...], columns: int) -> None:
    setting = set_blocks(blocks, columns)
    for y in range(len(setting)):
        row = setting.row(y)
        clusters = setting.clusters_of(y) if row.kind else []
        painted = {}
        for cluster in clusters:
            for offset in range(cluster.offset, cluster.end):
                assert setting.cell_of(offset) == (y, cluster.cell)
            for x in range(cluster.cell, cluster.cell + cluster.width):
                assert x not in painted
                painted[x] = cluster.offset
        for before, after in pairwise(clusters):
            assert before.end == after.offset
        for x in range(setting.columns):
            assert setting.offset_at(y, x) == painted.get(x)
            if x in painted:
                assert setting.nearest(y, x) == painted[x]


@pytest.mark.parametrize("columns", [120, 80, 40])
def test_real_rows_keep_the_rules(columns: int) -> None:
    setting = set_blocks(ARTICLE, columns)
    text = view_text(ARTICLE)
    for y in range(len(setting)):
        row = setting.row(y)
        if row.kind and not row.first:
            assert text[row.start] not in NEVER_FIRST
            assert text[row.start - 1] not in NEVER_LAST
            assert may_break(text, row.start)


@given(block_lists(), st.integers(4, 60), st.integers(1, 50))
@settings(deadline=None)
def test_setting_in_parts_gives_the_same_rows(
    blocks: tuple[SetBlock, ...], columns: int, step: int
) -> None:
    whole = set_blocks(blocks, columns)
    parts = set_blocks(blocks, columns, at_once=0)
    while not parts.is_complete:
        before = [parts.row(y) for y in range(len(parts))]
        parts.set_more(step)
        assert [parts.row(y) for y in range(len(before))] == before
    assert [parts.row(y) for y in range(len(parts))] == [whole.row(y) for y in range(len(whole))]


def test_a_book_in_one_paragraph_is_set_in_pieces() -> None:
    blocks = [SetBlock(BlockKind.PARAGRAPH, PARAGRAPH * 1_000), ARTICLE[2]]
    setting = set_blocks(blocks, 80, at_once=1)
    assert 100 < len(setting) < 1_000
    assert not setting.row(len(setting) - 1).last
    estimate = setting.estimated_rows
    assert setting.row_of(len(blocks[0].text)) == len(setting) - 1
    assert setting.set_more(100)
    assert abs(estimate - len(setting)) < len(setting) // 50
    pieces = [setting.row(y) for y in range(len(setting)) if setting.row(y).block == 0]
    assert all(before.end == after.start for before, after in pairwise(pieces[1:]) if after.kind)


@pytest.mark.parametrize("piece", [1, 100, 333])
def test_pieces_leave_no_trace(piece: int, monkeypatch: pytest.MonkeyPatch) -> None:
    blocks = [
        SetBlock(BlockKind.PARAGRAPH, (PARAGRAPH + CAPTION + ITEM) * 20, joins=(30, 400, 401, 999)),
        SetBlock(BlockKind.PARAGRAPH, "🇭🇰e\u0301" * 200),
    ]
    whole = set_blocks(blocks, 60)
    monkeypatch.setattr("reader.text.rows._PIECE", piece)
    parts = set_blocks(blocks, 60)
    assert [parts.row(y) for y in range(len(parts))] == [whole.row(y) for y in range(len(whole))]

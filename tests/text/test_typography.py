"""A test for each way in which a page can be set, and what holds of every one of them."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from reader.text.cells import cell_widths, filled, is_grapheme_break, visible
from reader.text.fullwidth import CLOSED
from reader.text.linebreaks import may_break
from reader.text.looks import SetBlock
from reader.text.page import BlockKind
from reader.text.setting import Setting, set_blocks
from reader.text.typography import (
    HANGING_CELLS,
    LEAST_MARGIN,
    LEAST_MEASURE,
    MOST_MARGIN,
    MOST_MEASURE,
    PLAIN,
    Typography,
)
from tests.counting import calls
from tests.text.test_setting import ARTICLE, PARAGRAPH, block_lists, picture, view_text
from tests.text.test_wrap import NEVER_FIRST, NEVER_LAST

PAGE = (SetBlock(BlockKind.PARAGRAPH, PARAGRAPH), SetBlock(BlockKind.PARAGRAPH, PARAGRAPH))

typographies = st.builds(
    Typography,
    measure=st.integers(LEAST_MEASURE, MOST_MEASURE),
    margin=st.integers(LEAST_MARGIN, MOST_MARGIN),
    spacing=st.integers(0, 1),
    indent=st.integers(0, 2),
    justify=st.booleans(),
    hanging=st.booleans(),
    columns=st.just(1),
    full_width=st.booleans(),
    ambiguous=st.sampled_from((1, 2)),
)
"""Every way of setting one column; how columns stand side by side is the screen's."""


def rows_of(setting: Setting) -> list[str]:
    return [line.strip() for line in picture(setting) if line.strip()]


def painted(setting: Setting, y: int) -> str:
    """The characters of a row as they are sent, gaps and marks left out."""
    return filled(setting.text_of(y).replace(CLOSED, ""), setting.typography.ambiguous)


# Each setting


@pytest.mark.parametrize("measure", [10, 20, 42])
def test_a_measure_counts_ideographs(measure: int) -> None:
    setting = set_blocks(PAGE, 120, typography=Typography(measure=measure))
    assert setting.measure == 2 * measure
    assert setting.margin == 60 - measure
    assert max(len(row) for row in rows_of(setting)) == measure


def test_a_measure_gives_way_where_there_is_no_room() -> None:
    assert set_blocks(PAGE, 40, typography=Typography(measure=60)).measure == 36


def test_a_margin_is_left_free_on_either_side_and_gives_way_before_the_text_does() -> None:
    wide = Typography(measure=60, margin=20)
    assert set_blocks(PAGE, 100, typography=wide).measure == 60
    assert set_blocks(PAGE, 40, typography=wide).measure == 2 * LEAST_MEASURE


def test_spacing_puts_a_blank_row_between_two_rows() -> None:
    setting = set_blocks(PAGE, 60, typography=Typography(spacing=1))
    kinds = [setting.row(y).kind for y in range(len(setting))]
    assert all((kind is None) == (y % 2 == 0) for y, kind in enumerate(kinds))
    plain = set_blocks(PAGE, 60)
    assert rows_of(setting) == rows_of(plain)
    assert setting.row_of(len(PARAGRAPH) - 1) == 2 * plain.row_of(len(PARAGRAPH) - 1) - 1


@pytest.mark.parametrize(("indent", "cells"), [(0, 0), (1, 2), (2, 4)])
def test_an_indent_counts_ideographs(indent: int, cells: int) -> None:
    assert set_blocks(PAGE, 60, typography=Typography(indent=indent)).row(1).indent == cells


def test_paragraphs_without_an_indent_are_parted_by_a_blank_row() -> None:
    setting = set_blocks(PAGE, 60, typography=Typography(indent=0))
    start = setting.row_of(len(PARAGRAPH) + 1)
    assert setting.row(start - 1).kind is None
    spaced = set_blocks(PAGE, 60, typography=Typography(indent=0, spacing=1))
    start = spaced.row_of(len(PARAGRAPH) + 1)
    assert [spaced.row(start - n).kind is None for n in (1, 2, 3)] == [True, True, False]


def test_a_missing_beginning_keeps_its_sign_without_an_indent() -> None:
    block = SetBlock(BlockKind.PARAGRAPH, PARAGRAPH, missing_start=True)
    row = set_blocks([block], 60, typography=Typography(indent=0)).row(1)
    assert (row.lead, row.indent) == ("⋯ ", 2)


TEXT = "創新科技署於2019年公布AI發展藍圖，推動「產業」轉化，競爭力日趨完善。生態圈3D模型"


def in_24_columns(*, justify: bool) -> Setting:
    block = SetBlock(BlockKind.PARAGRAPH, TEXT)
    return set_blocks([block], 24, typography=Typography(indent=0, justify=justify))


def test_justified_rows_are_of_one_length_where_whole_cells_allow_it() -> None:
    ragged, justified = in_24_columns(justify=False), in_24_columns(justify=True)
    assert rows_of(ragged) == rows_of(justified)

    def ends(setting: Setting) -> list[int]:
        last = [setting.clusters_of(y)[-1] for y in range(1, len(setting) - 1)]
        return [cluster.cell + cluster.width - setting.margin for cluster in last]

    assert ends(ragged) == [20, 18, 20, 18]
    assert ends(justified) == [20] * 4
    assert justified.row(len(justified) - 1).gaps == ()


def test_gaps_stand_between_scripts_and_at_marks() -> None:
    setting = in_24_columns(justify=True)
    widened = [
        TEXT[gap - 1] + TEXT[gap] for y in range(len(setting)) for gap in setting.row(y).gaps
    ]
    assert widened == ["布A", "I發", "。生", "圈3"]


def test_a_row_that_can_not_be_justified_stays_as_it_is() -> None:
    text = "香港科技創新香" + "a" * 12 + "港科技"
    setting = set_blocks(
        [SetBlock(BlockKind.LIST_ITEM, text)], 28, typography=Typography(justify=True)
    )
    assert all(not setting.row(y).gaps for y in range(len(setting)))


def test_a_gap_has_no_offset_and_belongs_to_what_is_before_it() -> None:
    setting = in_24_columns(justify=True)
    y = next(y for y in range(len(setting)) if setting.row(y).gaps)
    gap = setting.row(y).gaps[0]
    at, cell = setting.cell_of(gap)
    assert at == y
    assert setting.offset_at(y, cell - 1) is None
    assert setting.nearest(y, cell - 1) == gap - 1


def test_a_pause_or_a_stop_may_hang_in_the_margin() -> None:
    block = SetBlock(BlockKind.PARAGRAPH, "香港科技創新發展局長，深圳產業轉化生態日趨。香港")
    for hangs, rows in (
        (False, ["香港科技創新發展局", "長，深圳產業轉化生態", "日趨。香港"]),
        (True, ["香港科技創新發展局長，", "深圳產業轉化生態日趨。", "香港"]),
    ):
        typography = Typography(indent=0, hanging=hangs)
        # A mark that hangs, and a scrollbar beside it, take their room from the measure.
        columns = 26 if hangs else 24
        assert rows_of(set_blocks([block], columns, typography=typography)) == rows
    setting = set_blocks([SetBlock(BlockKind.LIST_ITEM, "香" * 8 + "，港" * 3)], 26,
                         typography=Typography(hanging=True))  # fmt: skip
    hung = setting.clusters_of(1)[-1]
    assert setting.text_of(1).endswith("，")
    assert hung.cell == setting.margin + setting.measure
    assert setting.offset_at(1, hung.cell + 1) == hung.offset


def test_full_width_punctuation_takes_its_cells_and_no_offset() -> None:
    text = "表示, 香港,3,000人(AI)."
    setting = set_blocks([SetBlock(BlockKind.HEADLINE, text)], 80,
                         typography=Typography(full_width=True))  # fmt: skip
    assert setting.text_of(1).replace(CLOSED, "") == "表示，香港，3,000人（AI）。"
    assert len(setting.text_of(1)) == len(text)
    comma, space, then = (setting.cell_of(text.index(c)) for c in (",", " ", "香"))
    assert then[1] - comma[1] == 2
    assert space == then
    assert setting.offset_at(*then) == text.index("香")


def test_ambiguous_characters_take_the_cells_that_the_terminal_gives_them() -> None:
    block = SetBlock(BlockKind.HEADLINE, "“香港”——創新…")
    for typography, cells in ((PLAIN, 13), (replace(PLAIN, ambiguous=2), 18)):
        setting = set_blocks([block], 80, typography=typography)
        assert cell_len(painted(setting, 1)) == cells
        assert setting.cell_of(len(block.text))[1] == setting.margin + cells


def test_forty_columns_read_well_under_every_setting() -> None:
    for typography in (
        PLAIN,
        Typography(hanging=True, justify=True, full_width=True),
        Typography(spacing=1, indent=1, margin=6),
        Typography(ambiguous=2, columns=2),
    ):
        setting = set_blocks(ARTICLE, 40, typography=typography)
        assert setting.measure >= 2 * LEAST_MEASURE
        text = view_text(ARTICLE)
        for y in range(len(setting)):
            row = setting.row(y)
            if row.kind and not row.first:
                assert text[row.start] not in NEVER_FIRST
                assert text[row.start - 1] not in NEVER_LAST


# What holds of all


@given(block_lists(), st.integers(4, 150), typographies)
@settings(max_examples=200, deadline=None)
def test_rows_are_the_text_within_the_measure(
    blocks: tuple[SetBlock, ...], columns: int, typography: Typography
) -> None:
    setting = set_blocks(blocks, columns, typography=typography)
    text = view_text(blocks)
    assert len(setting) == setting.estimated_rows or not blocks
    pieces: list[str] = []
    for y in range(len(setting)):
        row = setting.row(y)
        if row.kind is None:
            assert setting.text_of(y) == ""
            continue
        if row.first and row.block:
            pieces.append("\n")
        pieces.append(text[row.start : row.end])
        cells = row.indent + len(row.marks) + len(row.gaps) + cell_len(painted(setting, y))
        cells += cell_len(filled(row.tail, typography.ambiguous))
        hung = HANGING_CELLS if setting.typography.may_hang else 0
        assert cells <= setting.measure + hung
        assert setting.margin + cells <= setting.columns
    assert "".join(pieces) == text


@given(block_lists(), st.integers(4, 150), typographies)
@settings(max_examples=200, deadline=None)
def test_cells_and_offsets_answer_each_other(
    blocks: tuple[SetBlock, ...], columns: int, typography: Typography
) -> None:
    setting = set_blocks(blocks, columns, typography=typography)
    for y in range(len(setting)):
        row = setting.row(y)
        clusters = setting.clusters_of(y) if row.kind else []
        cells = {}
        for cluster in clusters:
            for offset in range(cluster.offset, cluster.end):
                assert setting.cell_of(offset) == (y, cluster.cell)
            for x in range(cluster.cell, cluster.cell + cluster.width):
                assert x not in cells
                cells[x] = cluster.offset
        for before, after in pairwise(clusters):
            assert before.end == after.offset
            assert before.cell + before.width <= after.cell
        for x in range(setting.columns):
            assert setting.offset_at(y, x) == cells.get(x)
            if x in cells:
                assert setting.nearest(y, x) == cells[x]


@given(block_lists(), st.integers(24, 120), typographies)
@settings(max_examples=200, deadline=None)
def test_no_row_begins_or_ends_with_what_may_not_unless_it_can_not_be_filled(
    blocks: tuple[SetBlock, ...], columns: int, typography: Typography
) -> None:
    setting = set_blocks(blocks, columns, typography=typography)
    for y in range(len(setting)):
        row = setting.row(y)
        if row.kind is None or row.first:
            continue
        base = sum(len(block.text) + 1 for block in blocks[: row.block])
        # What is shown decides; the pair is looked at as the wrapping saw it.
        text = _shown(blocks[row.block].text, typography)
        at = row.start - base
        if text[at] in NEVER_FIRST or text[at - 1] in NEVER_LAST:
            before = setting.row(setting.row_of(row.start - 1))
            inner = range(before.start - base + 1, at)
            assert not any(is_grapheme_break(text, n) and may_break(text, n) for n in inner)


def _shown(text: str, typography: Typography) -> str:
    from reader.text.fullwidth import full_width

    return full_width(text, 0, len(text)).text if typography.full_width else text


@given(block_lists(), st.integers(4, 60), st.integers(1, 50), typographies)
@settings(max_examples=100, deadline=None)
def test_setting_in_parts_gives_the_same_rows(
    blocks: tuple[SetBlock, ...], columns: int, step: int, typography: Typography
) -> None:
    whole = set_blocks(blocks, columns, typography=typography)
    parts = set_blocks(blocks, columns, at_once=0, typography=typography)
    while not parts.is_complete:
        before = [parts.row(y) for y in range(len(parts))]
        parts.set_more(step)
        assert [parts.row(y) for y in range(len(before))] == before
    assert [parts.row(y) for y in range(len(parts))] == [whole.row(y) for y in range(len(whole))]


@given(st.text(max_size=40))
@example("α\u0301…®\ufe0f“香”\u00a0—")
@example("—\ufe0f\u0301…")
def test_what_is_painted_has_the_cells_that_are_counted(text: str) -> None:
    for ambiguous in (1, 2):
        shown = visible(text)
        assert cell_len(filled(shown, ambiguous)) == sum(cell_widths(text, ambiguous))


# The work


EVERYTHING = Typography(
    spacing=1, justify=True, hanging=True, full_width=True, ambiguous=2, measure=38
)


def painting(setting: Setting, first: int) -> int:
    """Function calls that forty rows take to be drawn."""

    def draw() -> None:
        for y in range(first, first + 40):
            setting.row(y)
            setting.text_of(y)
            setting.clusters_of(y)

    return calls(draw)


@pytest.mark.parametrize("typography", [PLAIN, EVERYTHING], ids=["plain", "everything"])
def test_a_screen_of_a_book_takes_the_work_of_a_screen_of_a_page(typography: Typography) -> None:
    line = PARAGRAPH + "表示, 增至3,000億元(約5%)。"
    page, book = (
        set_blocks([SetBlock(BlockKind.PARAGRAPH, line * times)], 80, typography=typography)
        for times in (40, 4_000)
    )
    assert painting(book, 1_000) <= painting(page, 10) * 1.3


@pytest.mark.parametrize("typography", [PLAIN, EVERYTHING], ids=["plain", "everything"])
def test_the_first_screen_of_a_book_is_set_with_no_more_work_than_that_of_a_page(
    typography: Typography,
) -> None:
    page, book = ([SetBlock(BlockKind.PARAGRAPH, PARAGRAPH * times)] for times in (400, 40_000))
    begun = [
        calls(lambda blocks=blocks: set_blocks(blocks, 80, 10_000, typography))  # type: ignore[misc]
        for blocks in (page, book)
    ]
    assert begun[1] <= begun[0] * 1.3

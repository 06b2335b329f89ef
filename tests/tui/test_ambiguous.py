"""What is sent to a terminal that draws ambiguous characters two cells wide, and to one that does not."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text.cells import FILLER, cell_widths, filled, visible
from reader.tui.ambiguous import placed

_SENT = re.compile(r"\x1b7|\x1b8|\x1b\[(?P<on>[0-9]+)C|\x1b\[[0-9;]*m|(?P<text>.)", re.DOTALL)


def screen(sent: str, ambiguous: int) -> dict[int, str]:
    """Which character begins in which cell, on a terminal that draws ambiguous ones so wide."""
    cells: dict[int, str] = {}
    cursor = saved = 0
    for match in _SENT.finditer(sent):
        if match[0] == "\x1b7":
            saved = cursor
        elif match[0] == "\x1b8":
            cursor = saved
        elif match["on"]:
            cursor += int(match["on"])
        elif text := match["text"]:
            is_wide = unicodedata.east_asian_width(text) == "A" and cell_widths(text) == b"\1"
            width = ambiguous if is_wide else cell_widths(text)[0]
            for at in range(cursor, cursor + width):
                cells.pop(at, None)
            # Writing over the right half of a wide character takes the whole of it away.
            before = cells.get(cursor - 1)
            if before and unicodedata.east_asian_width(before) == "A" and ambiguous == 2:
                cells.pop(cursor - 1)
            cells[cursor] = text
            cursor += width
    return {at: text for at, text in cells.items() if text not in (" ", FILLER)}


TEXT = "他說“好”……香港——α與×，AI"


def where_it_belongs(text: str) -> dict[int, str]:
    cells, at = {}, 0
    for character, width in zip(text, cell_widths(text, 2), strict=True):
        cells[at] = character
        at += width
    return {at: text for at, text in cells.items() if text != " "}


@pytest.mark.parametrize("terminal", [1, 2])
def test_every_character_stands_in_its_cell_on_either_terminal(terminal: int) -> None:
    assert screen(placed(filled(TEXT, 2)), terminal) == where_it_belongs(TEXT)


def test_sent_as_it_is_a_page_is_out_of_place_on_a_wide_terminal() -> None:
    assert screen(TEXT, 2) == where_it_belongs(TEXT)
    assert screen(filled(TEXT, 2), 2) != where_it_belongs(TEXT)


@given(st.text(st.sampled_from("香A，“”…—α·é "), max_size=30), st.sampled_from((1, 2)))
def test_any_row_is_in_place_on_either_terminal(text: str, terminal: int) -> None:
    assert screen(placed(filled(visible(text), 2)), terminal) == where_it_belongs(text)


def test_outside_the_page_what_is_sent_takes_one_cell() -> None:
    sent = placed("╭─ 批註 ─╮│“a…”│→×•")
    assert sent == '+- 批註 -+|"a⋯"|>x*'
    assert placed("\x1b[1mΩ\x1b[0mb") == "\x1b[1m\x1b7Ω\x1b8\x1b[1C\x1b[0mb"


def test_what_is_not_ambiguous_is_sent_as_it_is() -> None:
    for text in ("plain", "香港，創新\x1b[0m", "é", "a" + FILLER):
        if unicodedata.east_asian_width(text[0]) != "A":
            assert placed(text) == text

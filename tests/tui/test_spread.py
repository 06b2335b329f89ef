from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text.typography import PLAIN, Typography
from reader.tui.widgets.spread import Spread

spreads = st.builds(
    Spread.of,
    st.integers(8, 300),
    st.integers(1, 80),
    st.builds(
        Typography,
        measure=st.integers(10, 60),
        margin=st.integers(2, 20),
        columns=st.sampled_from((1, 2, "auto")),
    ),
)


@pytest.mark.parametrize(
    ("columns", "width", "found"),
    [
        (1, 300, (1, 300, 0)),
        (2, 40, (1, 40, 0)),
        (2, 48, (2, 24, 0)),
        (2, 101, (2, 50, 0)),
        (2, 200, (2, 88, 12)),
        ("auto", 151, (1, 151, 0)),
        ("auto", 152, (2, 76, 0)),
    ],
)
def test_how_a_screen_is_divided(columns: int, width: int, found: tuple[int, ...]) -> None:
    spread = Spread.of(width, 30, Typography(columns=columns))  # type: ignore[arg-type]
    assert (spread.columns, spread.width, spread.left) == found
    assert spread.rows == 30 * found[0]


@given(spreads, st.integers(0, 1_000), st.data())
def test_every_cell_of_every_column_is_one_cell_of_one_row(
    spread: Spread, top: int, data: st.DataObject
) -> None:
    row = data.draw(st.integers(top, top + spread.rows - 1))
    cell = data.draw(st.integers(0, spread.width - 1))
    x, y = spread.place_of(row, cell, top)
    assert 0 <= y < spread.height
    assert spread.under(x, y, top) == (row, cell)


@given(spreads, st.integers(0, 1_000), st.integers(0, 2_000))
def test_what_is_gone_to_comes_into_sight(spread: Spread, top: int, row: int) -> None:
    found = spread.top_for(row, top, 2)
    assert found <= row < found + spread.rows


def test_a_row_in_sight_leaves_two_columns_where_they_are() -> None:
    spread = Spread.of(200, 30, PLAIN)
    assert [spread.top_for(row, 10, 2) for row in (10, 69, 70, 9, 131)] == [10, 10, 70, -50, 130]

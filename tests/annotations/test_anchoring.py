from __future__ import annotations

from dataclasses import replace

import pytest

from annotations.anchoring import alike, check
from annotations.model import Quote, Status
from annotations.span import Span
from tests.annotations.made import annotation


@pytest.mark.parametrize(
    ("raw", "spans", "exact", "status"),
    [
        pytest.param("發展耐心資本", [(2, 6)], "耐心資本", Status.EXACT, id="as it was"),
        pytest.param("發展耐心\n資本", [(2, 7)], "耐心資本", Status.EXACT, id="over a line end"),
        pytest.param(
            "耐心\n\u3000資本", [(0, 6)], "耐心\n資本", Status.EXACT, id="over two blocks"
        ),
        pytest.param("資本。發展耐心", [(5, 7), (0, 2)], "耐心資本", Status.EXACT, id="moved text"),
        pytest.param("發展忍耐資本", [(2, 6)], "耐心資本", Status.ORPHAN, id="changed"),
        pytest.param("又發展耐心資本", [(2, 6)], "耐心資本", Status.ORPHAN, id="shifted"),
        pytest.param("發展耐心", [(2, 6)], "耐心資本", Status.ORPHAN, id="cut short"),
        pytest.param("", [(2, 6)], "耐心資本", Status.ORPHAN, id="emptied"),
        pytest.param("发展耐心资本", [(2, 6)], "耐心資本", Status.ORPHAN, id="another script"),
        pytest.param("a \n b", [(1, 3)], " \n", Status.EXACT, id="white space alone"),
        pytest.param("a \t b", [(1, 3)], " \n", Status.ORPHAN, id="other white space"),
        pytest.param("ab", [(0, 1)], " ", Status.ORPHAN, id="no longer white space"),
    ],
)
def test_check(raw: str, spans: list[tuple[int, int]], exact: str, status: Status) -> None:
    made = replace(annotation("a"), raw=tuple(Span(*span) for span in spans), quote=Quote(exact))
    assert check(made, raw) is status


@pytest.mark.parametrize(
    ("raw", "stored", "status"),
    [
        pytest.param("耐心資本", Status.EXACT, Status.EXACT, id="as it was"),
        pytest.param("耐心資本", Status.ORPHAN, Status.EXACT, id="back again"),
        pytest.param("耐心資本", Status.FUZZY, Status.EXACT, id="changed back"),
        pytest.param("耐心資本", Status.MOVED, Status.MOVED, id="moved and not accepted"),
        pytest.param("耐性資本", Status.FUZZY, Status.FUZZY, id="changed and not accepted"),
        pytest.param("耐性資本", Status.EXACT, Status.ORPHAN, id="changed and never placed"),
        pytest.param("忍受虧損", Status.FUZZY, Status.ORPHAN, id="nothing like it"),
    ],
)
def test_check_of_what_was_placed(raw: str, stored: Status, status: Status) -> None:
    placed = replace(annotation("a", (0, 4)), quote=Quote("耐心資本"), status=stored)
    assert check(placed, raw) is status


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        ("耐心資本", "耐心\n資本", 1.0),
        ("耐心資本", "耐性資本", 0.75),
        ("甲", "乙", 0.0),
        ("", "", 1.0),
    ],
)
def test_alike(one: str, other: str, likeness: float) -> None:
    assert alike(one, other) == likeness

"""Corrections of a text that changed: carried over with their characters, or left where they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.corrections import Correction, CorrectionKind, new_correction
from annotations.recorrecting import carried
from annotations.span import Span, picked

OLD = (
    "深港創科協同發展\n\n隨着河套深港科技創新合作區香港園區於去年底正式開園，兩地協同發展邁向新台階。\n\n"
    "思謀科技構建了一個以香港源頭創新和深圳產業轉化緊密協同的產業價值網絡。\n\n分享到微博\n\n"
    "商湯科技會持續透過國產芯片適配，打造大模型及相關產品。\n"
)
NEW_SOURCE = "b" * 64


def correction(kind: CorrectionKind, raw: str, onto: str = "", value: str = "") -> Correction:
    def span(text: str) -> tuple[Span, ...]:
        return (Span(OLD.index(text), OLD.index(text) + len(text)),) if text else ()

    return new_correction(
        source="a" * 64, kind=kind, raw=span(raw), onto=span(onto), creator="陳", value=value
    )


DROP = correction(CorrectionKind.DROP, "分享到微博")
JOIN = correction(
    CorrectionKind.JOIN,
    "商湯科技會持續透過國產芯片適配，打造大模型及相關產品。",
    "思謀科技構建了一個以香港源頭創新和深圳產業轉化緊密協同的產業價值網絡。",
)


def test_corrections_go_with_their_characters() -> None:
    new = OLD.replace("隨着", "編者按：本文已更新。\n\n隨着").replace("網絡。", "網絡 。")
    dropped, joined = carried([DROP, JOIN], OLD, new, NEW_SOURCE)
    assert dropped.after is not None
    assert joined.after is not None
    assert picked(new, dropped.after.raw) == "分享到微博"
    assert dropped.after.source == NEW_SOURCE
    assert (dropped.after.id, dropped.after.order) == (DROP.id, DROP.order)
    assert picked(new, joined.after.onto).replace(" ", "") == picked(OLD, JOIN.onto)


def test_a_mended_slip_inside_does_not_lose_a_correction() -> None:
    new = OLD.replace("緊密協同的產業", "緊密合作的產業")
    (joined,) = carried([JOIN], OLD, new, NEW_SOURCE)
    assert joined.after is not None
    assert "緊密合作的產業" in picked(new, joined.after.onto)


@pytest.mark.parametrize(
    "new",
    [
        OLD.replace("分享到微博\n\n", ""),
        OLD.replace("分享到微博", "轉發給朋友"),
        "完全另一篇文章，與原文毫無關係。",
    ],
)
def test_what_is_gone_can_not_be_corrected(new: str) -> None:
    (dropped,) = carried([DROP], OLD, new, NEW_SOURCE)
    assert (dropped.before, dropped.after) == (DROP, None)


@given(st.text(alphabet="深港分享到微博。\n ", max_size=60), st.integers(0, len(OLD)))
def test_a_carried_correction_names_characters_of_the_new_text(inserted: str, at: int) -> None:
    new = OLD[:at] + inserted + OLD[at:]
    for each in carried([DROP, JOIN], OLD, new, NEW_SOURCE):
        if each.after is not None:
            for span in (*each.after.raw, *each.after.onto):
                assert 0 <= span.start < span.end <= len(new)

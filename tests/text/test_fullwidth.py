"""Half-width punctuation of Chinese text, shown full-width."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.text.fullwidth import full_width
from tests.text.texts import SEED_LINES, odd_texts


def shown(text: str) -> str:
    found = full_width(text, 0, len(text))
    return "".join(c for at, c in enumerate(found.text) if at not in found.closed)


@pytest.mark.parametrize(
    ("text", "is_shown_as"),
    [
        ("表示, 香港商業", "表示，香港商業"),
        ("好嗎?好!可以;是:對.", "好嗎？好！可以；是：對。"),
        ("壯大。(本網記者攝)", "壯大。（本網記者攝）"),
        ("大灣區 (攝) 有", "大灣區（攝）有"),
        ("人工智能(AI)發展", "人工智能（AI）發展"),
        ("出席(AI).", "出席（AI）。"),
        ("增至357.72億元,比率升至1.13%,創新高", "增至357.72億元，比率升至1.13%，創新高"),
        ("升3.5%.", "升3.5%。"),
        ('他說:"好!"然後', "他說：“好！”然後"),
        ("香港--九龍", "香港——九龍"),
        ("香港~九龍", "香港～九龍"),
        ("ｶﾞｲﾄﾞ｡次｢は｣､", "ｶﾞｲﾄﾞ。次「は」、"),
        ("推出ChatGPT.", "推出ChatGPT。"),
        # What stays.
        ("共3,000人於10:30開始", "共3,000人於10:30開始"),
        ("上午9 a.m.開始", "上午9 a.m.開始"),
        ("見https://a.bc/d?e=f的頁", "見https://a.bc/d?e=f的頁"),
        ("由Apple, Google及Meta", "由Apple, Google及Meta"),
        ("1.香港", "1.香港"),
        ("檔案報告.txt在", "檔案報告.txt在"),
        ("香港...九龍", "香港...九龍"),
        ("f(x)=3; g(a,b)!", "f(x)=3; g(a,b)!"),
        ("All Latin, here. (Yes!)", "All Latin, here. (Yes!)"),
        ("안녕, 세계.", "안녕, 세계."),
        ('一個"引號', '一個"引號'),
        ("香港,  九龍", "香港，  九龍"),
        ("", ""),
    ],
    ids=ascii,
)
def test_which_punctuation_is_shown_full_width(text: str, is_shown_as: str) -> None:
    assert shown(text) == is_shown_as


def test_what_is_printed_full_width_stays_as_it_is() -> None:
    for line in SEED_LINES:
        found = full_width(line, 0, len(line))
        changed = {a for a, b in zip(line, found.text, strict=True) if a != b}
        assert changed <= set(',.;:!?()~-"')


marked_texts = st.text(st.sampled_from('香港AI3 ,.;:!?()~-"%「」。'), max_size=30)


@given(st.one_of(marked_texts, odd_texts), st.data())
@example("(香(a)", None)
def test_any_stretch_shows_what_the_whole_does(text: str, data: st.DataObject | None) -> None:
    whole = full_width(text, 0, len(text))
    assert len(whole.text) == len(text)
    start = data.draw(st.integers(0, len(text))) if data else 1
    end = data.draw(st.integers(start, len(text))) if data else len(text)
    part = full_width(text, start, end)
    assert part.text == whole.text[start:end]
    assert part.closed == tuple(at - start for at in whole.closed if start <= at < end)
    assert all(text[at] == " " for at in whole.closed)

from __future__ import annotations

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from annotations.errors import AnnotationError
from annotations.selectors import CONTEXT, quoted, widened
from annotations.span import Span

FAMILY = "👨\u200d👩\u200d👧"
FLAG = "🇭🇰"
texts = st.lists(
    st.sampled_from(
        ["耐", "心", "，", "\n", "e\u0301", FAMILY, FLAG, "葛\U000e0100", "\r\n", "a", "क्षि"]
    )
).map("".join)


def boundaries(text: str) -> set[int]:
    return {0} | {found.end() for found in regex.finditer(r"\X", text)}


def test_a_quote_in_a_plain_text() -> None:
    text = "前" * 50 + "耐心資本" + "後" * 50
    quote = quoted(text, Span(50, 54))
    assert (quote.exact, quote.prefix, quote.suffix) == ("耐心資本", "前" * 32, "後" * 32)


def test_at_the_ends() -> None:
    quote = quoted("耐心資本", Span(0, 4))
    assert (quote.prefix, quote.suffix) == ("", "")


def test_several_spans() -> None:
    quote = quoted("甲乙丙丁戊己", [Span(1, 2), Span(3, 5)])
    assert (quote.prefix, quote.exact, quote.suffix) == ("甲", "乙丁戊", "己")


@pytest.mark.parametrize("nothing", [Span(2, 2), Span(9, 12), []])
def test_nothing(nothing: Span | list[Span]) -> None:
    with pytest.raises(AnnotationError):
        quoted("耐心資本", nothing)


@given(texts, st.data())
def test_context_is_whole_clusters_and_as_long_as_may_be(text: str, data: st.DataObject) -> None:
    whole = sorted(boundaries(text))
    start = data.draw(st.sampled_from(whole))
    end = data.draw(st.sampled_from(whole))
    if start >= end:
        return
    quote = quoted(text, Span(start, end))
    assert text.startswith(quote.exact, start)
    first, last = start - len(quote.prefix), end + len(quote.suffix)
    assert text[first:last] == quote.prefix + quote.exact + quote.suffix
    assert {first, last} <= set(whole)
    assert first == min(place for place in whole if place >= start - CONTEXT)
    assert last == max(place for place in whole if place <= end + CONTEXT)


@given(texts.filter(bool), st.data())
def test_widened_to_whole_clusters(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    wide = widened(text, Span(start, end))
    whole = boundaries(text)
    assert wide.start == max(place for place in whole if place <= start)
    assert wide.end == min(place for place in whole if place >= end)
    assert widened(text, wide) == wide


def test_widening_nothing() -> None:
    assert widened("耐心", Span(1, 1)) == Span(1, 1)


def test_a_long_line_is_not_read_from_its_beginning() -> None:
    text = "耐" * 10**6
    assert quoted(text, Span(999_990, 999_995)).prefix == "耐" * 32
    assert widened(text, Span(999_990, 999_995)) == Span(999_990, 999_995)

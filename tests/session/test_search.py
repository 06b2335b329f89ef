"""Search without a screen: folding, literal text and patterns, bit by bit and bounded."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import pairwise

import pytest
import regex
from hypothesis import assume, example, given
from hypothesis import strategies as st

from annotations.span import Span
from reader import folding, search
from reader.folding import Folded, folded
from reader.query import PatternError, Query
from reader.script import fold
from reader.search import Hits, Patience, Search, find_all
from tests.counting import calls

LETTERS = "資资本aAＡ，, \n"
texts = st.text(alphabet=LETTERS, max_size=60)
needles = st.text(alphabet=LETTERS.replace("\n", ""), min_size=1, max_size=3)


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pieces so small that every border between two of them is met."""
    monkeypatch.setattr(folding, "PIECE", 4)
    monkeypatch.setattr(search, "PIECE", 4)


def spans(hits: Hits) -> list[tuple[int, int]]:
    return [(hit.start, hit.end) for hit in hits]


def naive(text: str, needle: str) -> Iterator[tuple[int, int]]:
    """Where a folded needle stands in a folded text."""
    at = text.find(needle)
    while at >= 0 and needle.strip():
        yield at, at + len(needle)
        at = text.find(needle, at + len(needle))


def test_folding_keeps_every_offset_and_folds_once() -> None:
    every = "".join(map(chr, range(sys.maxunicode + 1)))
    flat = folded(every)
    assert len(flat) == len(every)
    assert folded(flat) == flat
    # The long way and the short way are one.
    for start in range(0, len(every), 0x5000):
        piece = every[start : start + 500]
        assert folded(piece) == flat[start : start + 500]
    assert folded(fold(every)) == flat


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("ＡＩ與３Ｄ", "ai與3d"),
        ("InnoHK", "ＩＮＮＯＨＫ"),
        ("软件", "軟件"),
        ("資本　市場", "资本 市"),
        ("甲，乙", "甲,乙"),
        ("甲,乙", "甲，乙"),
        ("ｶﾀｶﾅ｡", "カタカナ。"),
        ("ΟΔΟΣ", "οδος"),
        ("薴", "苧"),
        ("苎", "薴"),
    ],
)
def test_width_case_and_script_make_no_difference(text: str, wanted: str) -> None:
    assert spans(find_all(text, Query(wanted))) == [(0, len(text[: len(wanted)]))]


@given(texts, needles, st.integers(0, 60))
@pytest.mark.usefixtures("small_pieces")
def test_literal_hits_are_those_of_a_plain_search(text: str, wanted: str, start: int) -> None:
    start = min(start, len(text))
    expected = list(naive(folded(text), folded(wanted)))
    under_way = Search(Folded(text), Query(wanted), start)
    while under_way.more(0):
        pass
    assert spans(under_way.hits) == expected
    flat, needle = folded(text), folded(wanted)
    ahead = flat.find(needle, start) if needle.strip() else -1
    first = ahead if ahead >= 0 else next(iter(expected), (None, None))[0]
    assert (under_way.nearest.start if under_way.nearest else None) == first
    for at in range(len(text) + 1):
        here = under_way.hits.at(at)
        assert [n for n, (a, b) in enumerate(expected) if a <= at < b] == (
            [] if here is None else [here]
        )
    assert spans_within(under_way.hits, len(text)) == expected


def spans_within(hits: Hits, length: int) -> list[tuple[int, int]]:
    """The hits, asked for in every span of two characters."""
    found = {(hit.start, hit.end) for at in range(length) for hit in hits.within(Span(at, at + 2))}
    return sorted(found)


@given(texts, needles, needles)
@example("aAaA, a", "aa", "Aa,")
@pytest.mark.usefixtures("small_pieces")
def test_other_wordings_are_hits_too_and_none_overlap(text: str, one: str, other: str) -> None:
    assume(one.strip())
    flat = folded(text)
    hits = spans(find_all(text, Query(one, also=(other,))))
    assert all(a[1] <= b[0] for a, b in pairwise(hits))
    wanted = {folded(each) for each in (one, other) if each.strip()}
    assert all(flat[start:end] in wanted for start, end in hits)
    every = {place for needle in wanted for place in naive(flat, needle)}
    for start, end in every:
        assert any(start < b and a < end for a, b in hits), "one that is left out overlaps a hit"


@given(texts, st.integers(0, 60))
@pytest.mark.usefixtures("small_pieces")
def test_patterns_find_what_they_match_in_each_paragraph(text: str, start: int) -> None:
    pattern = r"資.?本|[a-z]+,?"
    expected = []
    at = 0
    for line in folded(text).split("\n"):
        expected += [
            (at + m.start(), at + m.end()) for m in regex.finditer(r"资.?本|[a-z]+,?", line)
        ]
        at += len(line) + 1
    under_way = Search(Folded(text), Query(pattern, is_pattern=True), min(start, len(text)))
    while under_way.more(0):
        pass
    assert spans(under_way.hits) == expected
    assert (under_way.nearest is None) == (not expected)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("（香港｜臺灣）", "台湾"),
        (r"\d{4}年", "２０２６年"),
        ("^標題$", "前\n标题\n後"),
        (r"\Dx", "前X"),
        ("[資本]+", "资本"),
    ],
)
def test_patterns_go_by_folded_text(pattern: str, text: str) -> None:
    assert len(find_all(text, Query(pattern, is_pattern=True))) == 1


@pytest.mark.parametrize(
    "pattern",
    [
        *(
            "(香港",
            "香港)",
            "[香",
            "*香",
            "a**",
            "a\\",
            "[z-a]",
            r"\p{foo}",
            r"\1",
            "(?i",
            r"\N{x}",
        ),
        *("(((a{1000}){1000}){1000})", "a{1000000000}", "(?R)", "a(?1)", "((){1000}){1000}{99}"),
        *("(" * 900 + ")" * 900, "x" * 3000, r"\L<x>"),
    ],
)
def test_bad_patterns_are_told_in_a_sentence(pattern: str) -> None:
    with pytest.raises(PatternError) as told:
        find_all("香港", Query(pattern, is_pattern=True))
    sentence = str(told.value)
    assert sentence.endswith((".", ")"))
    assert sentence[0].isupper()


@pytest.mark.parametrize("pattern", ["(a|aa)+$", "(a+)+b$", "(?:a?){300}a{300}b"])
def test_a_pattern_without_end_is_given_up_and_comes_back_meanwhile(
    pattern: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Patience, "LEAST", 0.1)
    text = "abc\n" + "a" * 5_000 + "c"
    under_way = Search(Folded(text), Query(f"abc|{pattern}", is_pattern=True))
    turns = 1
    while under_way.more(0):
        turns += 1
    assert under_way.is_given_up
    assert under_way.is_done
    assert turns > 2
    assert spans(under_way.hits)[:1] == [(0, 3)], "what was found before is there"


def test_patience_is_for_all_texts_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Patience, "LEAST", 0.0)
    patience = Patience()
    patience.take(1)
    one = Search(Folded("資本"), Query("資", is_pattern=True), patience=patience)
    while one.more(0):
        pass
    assert one.is_given_up


def test_work_of_a_search_grows_with_the_text_and_no_faster() -> None:
    def work(size: int) -> int:
        text = Folded("隨着河套深港科技創新合作區，香港園區正式開園。\n" * size)
        text.whole()
        return calls(lambda: Search(text, Query("香港")).more(60))

    assert work(40_000) < 5 * work(10_000)


def test_all_of_a_text_is_folded_once_however_often_it_is_searched() -> None:
    text = Folded("隨着河套深港科技創新合作區，香港園區正式開園。" * 10_000)
    first = calls(lambda: Search(text, Query("沒有")).more(60))
    again = calls(lambda: Search(text, Query("沒有")).more(60))
    assert again < first

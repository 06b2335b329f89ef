from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
import regex
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len, get_character_cell_size

from reader.text.cells import (
    cell_widths,
    cells,
    is_grapheme_break,
    is_plain,
    next_grapheme,
    previous_grapheme,
    snap,
    visible,
)
from tests.text.texts import SEED_LINES, odd_texts

EVERY_CODE_POINT = tuple(map(chr, range(0x110000)))
UNSAFE = regex.compile(r"[\p{Cc}\p{Cf}\p{Cs}\p{Cn}\p{Zl}\p{Zp}]")


def boundaries(text: str) -> list[int]:
    return [0, *(match.end() for match in regex.finditer(r"\X", text))]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("香港 AI，2019年", "香港 AI，2019年"),
        ("\x00\x07\x1b[2J\x7f", "␀␇␛[2J␡"),
        ("a\tb\nc\rd", "a␉b␊c␍d"),
        ("a\x85b\u2028c\u2029d", "a␤b␤c␤d"),
        ("\x9b31m", "\ufffd31m"),
        ("\u202e香\u202c\u2066港\u2069\u200e\u061c", "\ufffd香\ufffd\ufffd港\ufffd\ufffd\ufffd"),
        ("香\u200b港\ufeff\u2060\u00ad\u180e", "香\ufffd港\ufffd\ufffd\ufffd\ufffd"),
        ("\ud800a\udfff", "\ufffda\ufffd"),
        ("\ufffe\U0010ffff\u0378", "\ufffd\ufffd\ufffd"),
        ("🏴\U000e0067\U000e007f", "🏴\ufffd\ufffd"),
        ("\ufff9香\ufffb\u3164\uffa0", "\ufffd香\ufffd\ufffd\ufffd"),
        ("e\u0301", "e\u0301"),
        ("\u0301e", "◌e"),
        ("\x00\u0301", "␀◌"),
        ("香\u200b\u0301", "香\ufffd◌"),
        ("\ufe0f❤\ufe0f", "◌❤\ufe0f"),
        ("葛\U000e0100", "葛\U000e0100"),
        ("👨\u200d👩\u200d👧", "👨‿👩‿👧"),
        ("🏳\ufe0f\u200d🌈", "🏳\ufe0f‿🌈"),
        ("👩🏽\u200d🚀", "👩🏽‿🚀"),
        ("👨\u200da\u200d👩", "👨\ufffda\ufffd👩"),
        ("香\u200d港", "香\ufffd港"),
        ("\u1112\u1161\u11ab\u1161", "\u1112\u1161\u11ab◌"),
        ("\ue000\u3000\u00a0", "\ue000\u3000\u00a0"),
    ],
    ids=ascii,
)
def test_what_is_shown(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_no_unsafe_code_point_reaches_the_terminal() -> None:
    for character in (*EVERY_CODE_POINT[:0x3000], *EVERY_CODE_POINT[0x3000::31]):
        shown = visible(character)
        assert len(shown) == 1
        assert not UNSAFE.match(shown), ascii(character)
        assert get_character_cell_size(shown) > 0, ascii(character)


def test_what_counts_as_plain_is_safe_alone_and_measured_alone() -> None:
    plain = [character for character in EVERY_CODE_POINT if is_plain(character)]
    assert len(plain) > 100_000
    not_alone = regex.compile(r"[\p{C}\p{Zl}\p{Zp}\p{M}]|[^\p{GCB=Other}\p{GCB=LV}\p{GCB=LVT}]")
    for character in plain:
        assert not not_alone.match(character), ascii(character)
    assert list(cell_widths("".join(plain))) == [*map(get_character_cell_size, plain)]


def test_an_emoji_takes_two_cells_for_its_selector() -> None:
    assert list(cell_widths("❤\ufe0f")) == [1, 1]
    assert list(cell_widths("❤\ufe0f\ufe0f")) == [1, 1, 0]
    assert list(cell_widths("❤\ufe0e")) == [1, 0]
    assert list(cell_widths("a\ufe0f")) == [1, 0]
    assert list(cell_widths("香\ufe0f")) == [2, 0]


def test_ambiguous_characters_take_one_cell() -> None:
    assert cells("“”‘’—…·×") == 8


@given(odd_texts)
@example("ष❤\u0600\u1161")
@example("\n\u3164\ue000\u094d🏻\u0915\u3164\u094d")
def test_widths_agree_with_rich_over_whole_clusters(text: str) -> None:
    shown, widths = visible(text), cell_widths(text)
    assert len(shown) == len(text) == len(widths)
    assert visible(shown) == shown
    assert cell_widths(shown) == widths
    assert not UNSAFE.search(shown)
    cuts = boundaries(text)
    for start, end in pairwise(cuts):
        assert sum(widths[start:end]) == cell_len(shown[start:end]) > 0
        assert sum(widths[:end]) == cell_len(shown[:end])
        assert sum(widths[start:]) == cell_len(shown[start:])
        assert visible(text[start:end]) == shown[start:end]


def test_real_lines_are_plain() -> None:
    for line in SEED_LINES:
        assert visible(line) is line
        assert cells(line) == sum(
            2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in line
        )


@given(odd_texts, st.data())
def test_boundaries_are_those_of_the_whole_text(text: str, data: st.DataObject) -> None:
    cuts = boundaries(text)
    offset = data.draw(st.integers(0, len(text)))
    before = max(cut for cut in cuts if cut <= offset)
    after = min(cut for cut in cuts if cut >= offset)
    assert snap(text, offset) == before
    assert snap(text, offset, forward=True) == after
    assert is_grapheme_break(text, offset) == (offset in cuts)
    assert next_grapheme(text, offset) == min((c for c in cuts if c > offset), default=len(text))
    assert previous_grapheme(text, offset) == max((c for c in cuts if c < offset), default=0)


def test_offsets_outside_a_text_count_as_its_ends() -> None:
    assert snap("香港", -3) == 0
    assert snap("香港", 9, forward=True) == 2
    assert next_grapheme("香港", 2) == 2
    assert previous_grapheme("香港", 0) == 0


def test_flags_pair_from_the_start_of_their_run() -> None:
    flags = "香" + "🇭🇰" * 50
    assert [snap(flags, offset) for offset in (1, 2, 3, 98, 99, 100)] == [1, 1, 3, 97, 99, 99]

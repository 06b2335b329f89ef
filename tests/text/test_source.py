from __future__ import annotations

import hashlib
import io
import sys
from pathlib import Path

import pytest

from annotations.span import Span
from reader.errors import SourceError
from reader.text.page import Article, Block, BlockKind, Script
from reader.text.scripts import script_of
from reader.text.source import decode, load
from tests.conftest import NEWSPAPER, WEB_PAGE


@pytest.mark.parametrize("path", [NEWSPAPER, WEB_PAGE], ids=["newspaper", "web page"])
def test_a_seed_is_decoded_as_it_is(path: Path) -> None:
    source = load(path)
    content = path.read_bytes()
    assert source.raw.encode(source.encoding) == content
    assert source.sha256 == hashlib.sha256(content).hexdigest()
    assert source.encoding == "utf-8"
    assert source.name == path.name


def test_newlines_and_odd_characters_are_untouched() -> None:
    raw = "一\r\n二\r三\x85四\u2028五\x00\u200b"
    assert decode(raw.encode(), "x.txt").raw == raw


def test_a_million_characters_on_one_line_keep_their_places() -> None:
    raw = "香港\u2028𠝹\r" * 200_000
    assert decode(raw.encode(), "x.txt").raw == raw


def test_a_byte_order_mark_of_utf8_counts_as_it_does_for_every_other_tool() -> None:
    content = b"\xef\xbb\xbf" + "香港".encode()
    source = decode(content, "x.txt")
    assert source.raw == content.decode() == "\ufeff香港"
    assert source.encoding == "utf-8"
    assert source.raw.encode(source.encoding) == content
    assert source.sha256 == hashlib.sha256(content).hexdigest()


def test_a_byte_order_mark_alone_is_nothing_to_read() -> None:
    with pytest.raises(SourceError, match="empty"):
        decode(b"\xef\xbb\xbf\r\n", "x.txt")


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.TextIOWrapper(io.BytesIO("香港".encode()))
    monkeypatch.setattr(sys, "stdin", stream)
    source = load("-")
    assert (source.path, source.name, source.raw) == ("-", "-", "香港")


def test_refused_paths_are_told_by_name(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such file"):
        load(tmp_path / "none.txt")
    with pytest.raises(SourceError, match="this is a folder"):
        load(tmp_path)
    with pytest.raises(SourceError, match="can't be read"):
        load(tmp_path / ("x" * 300))


def article() -> Article:
    # Raw text: "xx標題yy一段的下半z一段的"; the paragraph was put together from two places.
    return Article(
        "a1",
        Script.TRADITIONAL,
        "標題",
        (
            Block(BlockKind.HEADLINE, "標題", (Span(2, 4),)),
            Block(BlockKind.PARAGRAPH, "一段的下半", (Span(9, 12), Span(6, 8))),
        ),
    )


def test_an_article_is_its_blocks_joined_by_newlines() -> None:
    assert article().text == "標題\n一段的下半"
    assert article().block_starts == (0, 3)
    assert [article().block_at(offset) for offset in (0, 2, 3, 7, 99)] == [0, 0, 1, 1, 1]
    assert not article().headless()


def test_an_article_knows_where_its_characters_stand_in_the_source() -> None:
    offsets = article().offsets
    assert offsets.to_source(Span(0, 2)) == (Span(2, 4),)
    assert offsets.to_source(Span(4, 7)) == (Span(10, 12), Span(6, 7))
    assert offsets.to_target(Span(6, 12)) == (Span(3, 8),)
    assert offsets.to_target(Span(0, 2)) == ()


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("創新科技及工業局發文", Script.TRADITIONAL),
        ("创新科技及工业局发文", Script.SIMPLIFIED),
        ("皇后大道中", Script.NEITHER),
        ("WeLab 2019", Script.NEITHER),
        ("", Script.NEITHER),
        (NEWSPAPER.read_text(encoding="utf-8"), Script.TRADITIONAL),
        (WEB_PAGE.read_text(encoding="utf-8"), Script.TRADITIONAL),
    ],
    ids=["traditional", "simplified", "both", "latin", "empty", "newspaper", "web page"],
)
def test_the_script_of_a_text(text: str, script: Script) -> None:
    assert script_of(text) is script

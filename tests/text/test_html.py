"""A web page is read as the article in it, whatever its encoding and name."""

from __future__ import annotations

import hashlib
import logging
import sys

import pytest

from reader.errors import SourceError
from reader.text.source import decode

FIRST = "隨着河套深港科技創新合作區香港園區於去年底正式開園，深港兩地的協同發展正邁向新台階。"
SECOND = "思謀科技與商湯科技均對香港創科生態圈的未來發展表達高度期待，認為兩地將實現優勢互補。"
PAGE = f"""<!DOCTYPE html>
<html lang="zh-HK"><head><meta charset="CHARSET"><title>深港創科協同發展 - 大公網</title></head>
<body><nav><a href="/">首頁</a><a href="/news">新聞</a></nav>
<h1>深港創科協同發展</h1><div class="content"><p>{FIRST}</p><p>{SECOND}</p></div>
<footer>版權所有 2025</footer></body></html>
"""
ARTICLE = f"深港創科協同發展\n{FIRST}\n{SECOND}"


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("utf-8", "utf-8"),
        ("utf-8", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("big5", "big5hkscs"),
        ("gb2312", "gb18030"),
        ("gb2312", "big5hkscs"),
        ("big5", "gb18030"),
        ("big5", "utf-8"),
        ("iso-8859-1", "big5hkscs"),
        ("klingon", "gb18030"),
    ],
)
def test_its_encoding_is_what_it_says_or_what_it_looks_like(declared: str, encoding: str) -> None:
    content = PAGE.replace("CHARSET", declared).encode(encoding)
    source = decode(content, "x.html")
    assert source.raw == ARTICLE
    assert source.encoding == "utf-8"
    assert source.sha256 == hashlib.sha256(ARTICLE.encode()).hexdigest()
    assert source.file_sha256 == hashlib.sha256(content).hexdigest()


def test_what_it_says_of_itself_decides_where_nothing_looks_like_chinese() -> None:
    korean = "오늘 정부는 내년 일월부터 시행되는 새로운 산업 및 과학 지원 정책을 발표했다."
    page = f"<html><head><meta charset='euc-kr'></head><body><p>{korean}</p></body></html>"
    assert decode(page.encode("euc-kr"), "x.html").raw == korean


def test_a_page_that_can_be_read_as_ascii_is_not_in_utf16() -> None:
    page = (
        b"<html><head><meta charset=utf-16></head><body><p>WeLab and SenseTime.</p></body></html>"
    )
    assert decode(page, "x.html").raw == "WeLab and SenseTime."


@pytest.mark.parametrize(
    ("path", "beginning"),
    [
        ("x.HTM", "<p>"),
        ("x.xhtml", ""),
        ("x.txt", "<!doctype HTML>"),
        ("-", "\r\n <html lang=zh>"),
        ("-", '<?xml version="1.0" encoding="utf-8"?>\n<!-- saved -->\n<html>'),
    ],
)
def test_it_is_known_by_its_name_or_its_beginning(path: str, beginning: str) -> None:
    page = f"{beginning}<body><article><p>{FIRST}</p><p>{SECOND}</p></article></body>"
    assert decode(page.encode(), path).raw == f"{FIRST}\n{SECOND}"


@pytest.mark.parametrize("text", ["<html 是什麼？", "文<html>", "a < b，<htmlx>"])
def test_a_text_about_html_is_a_text(text: str) -> None:
    source = decode(text.encode(), "x.txt")
    assert source.raw == text
    assert source.file_sha256 is None


@pytest.mark.parametrize("page", ["<html></html>", "<html><script>1</script>", "<!doctype html>"])
def test_a_page_without_an_article_is_refused(page: str, caplog: pytest.LogCaptureFixture) -> None:
    with (
        caplog.at_level(logging.CRITICAL, "trafilatura"),
        pytest.raises(SourceError, match=r"x\.txt: no article is found in this HTML"),
    ):
        decode(page.encode(), "x.txt")


def test_without_the_package_that_reads_it_the_way_out_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    with pytest.raises(SourceError, match=r"x\.html: it is HTML, .*pip install 'pizhu\[html\]'"):
        decode(PAGE.encode(), "x.html")

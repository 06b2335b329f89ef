"""Bytes become the characters that were meant, or are refused; never anything in between."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from reader.errors import SourceError
from reader.text.decoding import codec_called
from reader.text.source import Source, decode
from tests.conftest import NEWSPAPER, WEB_PAGE

TRADITIONAL = (
    "隨著河套深港科技創新合作區香港園區於去年底正式開園，深港兩地在創科領域的協同發展正邁向新台階。"
)
SIMPLIFIED = (
    "随着河套深港科技创新合作区香港园区于去年底正式开园，深港两地在创科领域的协同发展正迈向新台阶。"
)
CANTONESE = "佢哋喺度做緊嘢㗎，你睇咗未？我哋噚日先至去過嗰度，𨋢壞咗，行樓梯行到劫。"
NAMES = "導演史提夫‧史匹堡的新片～在香港上映，史提夫‧史匹堡親自到場。"
JAPANESE = "本日、政府は来年一月から実施される新しい産業および科学支援政策を発表した。"
KOREAN = "오늘 정부는 내년 일월부터 시행되는 새로운 산업 및 과학 지원 정책을 발표했다."
FRENCH = "La République a été fondée un été à Besançon, où les élèves répétaient."
RUSSIAN = "Сегодня правительство объявило о новых мерах поддержки промышленности."


@pytest.mark.parametrize(
    ("text", "encoding", "told"),
    [
        (TRADITIONAL, "utf-8", "utf-8"),
        (f"\ufeff{TRADITIONAL}", "utf-8", "utf-8"),
        (TRADITIONAL, "utf-16", "utf-16"),
        (TRADITIONAL, "utf-32", "utf-32"),
        (TRADITIONAL, "big5", "big5hkscs"),
        (TRADITIONAL, "gb18030", "gb18030"),
        (SIMPLIFIED, "gb18030", "gb18030"),
        (SIMPLIFIED, "gbk", "gb18030"),
        (SIMPLIFIED, "gb2312", "gb18030"),
        (CANTONESE, "big5hkscs", "big5hkscs"),
        (CANTONESE, "gb18030", "gb18030"),
        (NAMES, "cp950", "cp950"),
        (f"{TRADITIONAL}售價€30，在恒生中心。", "cp950", "cp950"),
        (f"\r\n{TRADITIONAL}\n", "utf-16-le", "utf-16-le"),
        (f"{TRADITIONAL}\0\n", "utf-16-be", "utf-16-be"),
        ("香港新聞", "big5", "big5hkscs"),
        ("香港新聞", "gb18030", "gb18030"),
        ("中国新闻", "gb18030", "gb18030"),
        ("GitHub 公佈 2025 年報告", "big5", "big5hkscs"),
        (f"一\r\n二\r三\n\n{TRADITIONAL}\f\n\x00\x1a", "big5", "big5hkscs"),
        (f"一\r\n二\r三\n\n{SIMPLIFIED}\f\n\x00\x85\u2028", "gb18030", "gb18030"),
        (SIMPLIFIED * 20_000, "gb18030", "gb18030"),
    ],
)
def test_a_text_in_its_encoding_is_read_as_it_is(text: str, encoding: str, told: str) -> None:
    content = text.encode(encoding)
    source = decode(content, "x.txt")
    assert source.raw == text
    assert source.encoding == told
    assert content.decode(source.encoding) == text


@pytest.mark.parametrize("encoding", ["big5hkscs", "gb18030"])
@pytest.mark.parametrize("path", [NEWSPAPER, WEB_PAGE], ids=["newspaper", "web page"])
def test_paragraphs_of_the_seeds_are_told_apart(path: Path, encoding: str) -> None:
    lines = path.read_bytes().decode().split("\n")
    paragraphs = [line for line in lines if len(line) >= 10]
    told = 0
    for paragraph in paragraphs:
        content = paragraph.encode(encoding, "ignore")
        wanted = content.decode(encoding)
        assert decode(content, "x.txt").raw == wanted
        told += 1
    assert told > 20


REFUSED = {
    "nothing": (b"", "it is empty"),
    "white space": (b" \n\t\n", "it is empty"),
    "a mark alone": (b"\xef\xbb\xbf\n", "it is empty"),
    "UTF-8 with a broken byte": (
        TRADITIONAL.encode()[:-1],
        f"it is UTF-8 but for byte {len(TRADITIONAL.encode()) - 3}",
    ),
    "broken after a mark": (b"\xef\xbb\xbfa\xff", "it begins as UTF-8 but byte 4"),
    "UTF-16 cut off": (b"\xff\xfe\x2d\x4e\x00", "it begins as UTF-16 but byte 4"),
    "French": (FRENCH.encode("latin-1"), "it is neither UTF-8 nor"),
    "one accent": ("caféteria".encode("latin-1"), "it is neither UTF-8 nor"),
    "Russian": (RUSSIAN.encode("koi8-r"), "it is neither UTF-8 nor"),
    "Korean": (KOREAN.encode("euc-kr"), "it is neither UTF-8 nor"),
    "Japanese": (JAPANESE.encode("euc-jp"), "it is neither UTF-8 nor"),
    "Japanese of Windows": (JAPANESE.encode("shift-jis"), "it is neither UTF-8 nor"),
    "two characters that both can be": ("善宗".encode("big5"), "it "),
    "Big5, then GB18030": (
        TRADITIONAL.encode("big5") * 3 + b"\n" + SIMPLIFIED.encode("gb18030") * 3,
        "it is neither UTF-8 nor",
    ),
    "GB18030, then a line of Big5": (
        (TRADITIONAL + "\n").encode("gb18030") * 30 + TRADITIONAL.encode("big5"),
        "it reads as GB18030, but not in line 31",
    ),
    "UTF-8, then GB18030": (
        TRADITIONAL.encode() * 3 + b"\n" + SIMPLIFIED.encode("gb18030"),
        "it is ",
    ),
    "a PDF": (b"%PDF-1.7\n1 0 obj\n", "it is a PDF, not a text; "),
    "a word processor's file": (b"PK\x03\x04\x14\0\6\0", "it is a ZIP archive or an office doc"),
    "an old one": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "it is an office document"),
    "RTF": (b"{\\rtf1\\ansi", "it is an RTF document"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "it is an image"),
    "a photo": (b"\xff\xd8\xff\xe0\0\x10JFIF", "it is an image"),
    "random bytes": (random.Random(1).randbytes(3000), "it is neither UTF-8 nor"),  # noqa: S311
}


@pytest.mark.parametrize(("content", "problem"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_read_well_is_refused_by_name(content: bytes, problem: str) -> None:
    with pytest.raises(SourceError) as refused:
        decode(content, "x.txt")
    said = str(refused.value)
    assert said.startswith(f"x.txt: {problem}")
    assert said.endswith(".")
    assert "\n" not in said
    if "not a text" not in said and "empty" not in said:
        assert "--encoding" in said


@pytest.mark.parametrize(
    ("text", "encoding", "named", "told"),
    [
        (FRENCH, "latin-1", "latin-1", "iso8859-1"),
        (KOREAN, "euc-kr", "EUC-KR", "euc_kr"),
        (TRADITIONAL, "big5", "big5", "big5hkscs"),
        (CANTONESE, "big5hkscs", "Big5", "big5hkscs"),
        (SIMPLIFIED, "gb18030", "gb2312", "gb18030"),
        (TRADITIONAL, "utf-8", "utf-8", "utf-8"),
        (f"\ufeff{TRADITIONAL}", "utf-8", "UTF-8-sig", "utf-8"),
        (TRADITIONAL, "utf-16", "utf-16-le", "utf-16"),
        (TRADITIONAL, "utf-16-le", "utf-16-le", "utf-16-le"),
        ("善宗", "big5", "big5", "big5hkscs"),
        ("%PDF-", "ascii", "ascii", "utf-8"),
    ],
)
def test_whoever_names_the_encoding_is_believed(
    text: str, encoding: str, named: str, told: str
) -> None:
    source = decode(text.encode(encoding), "x.txt", encoding=codec_called(named))
    assert source.raw == text
    assert source.encoding == told


def test_a_damaged_text_is_read_for_whoever_insists() -> None:
    content, _ = REFUSED["GB18030, then a line of Big5"]
    source = decode(content, "x.txt", encoding="gb18030")
    assert source.raw == content.decode("gb18030")


@pytest.mark.parametrize(
    ("content", "encoding"),
    [(b"\xa4", "big5hkscs"), (b"\xff", "utf-8"), (b"+2AA-", "utf-7"), (b"abc", "utf-16")],
)
def test_a_wrong_name_is_refused(content: bytes, encoding: str) -> None:
    with pytest.raises(SourceError, match=f"it breaks the rules of {encoding}.*--encoding"):
        decode(content, "x.txt", encoding=encoding)


@pytest.mark.parametrize(
    "name", ["", "klingon", "rot13", "base64", "idna", "unicode_escape", "a\0b", "../utf-8", "中文"]
)
def test_names_of_no_encoding_are_refused(name: str) -> None:
    with pytest.raises(LookupError, match="no encoding of texts is called"):
        codec_called(name)


@given(st.text(), st.sampled_from(["utf-8", "utf-16", "utf-16-be with its mark"]))
def test_any_text_in_unicode_is_read_as_it_is(text: str, encoding: str) -> None:
    assume(text.removeprefix("\ufeff").strip())
    if encoding.startswith("utf-16"):
        # A text that begins with NUL begins as UTF-32 does, and nobody has one.
        assume(not text.startswith("\0"))
    if encoding == "utf-16-be with its mark":
        content = b"\xfe\xff" + text.encode("utf-16-be")
    else:
        content = text.encode(encoding)
    source = decode(content, "x.txt")
    assert source.raw == text
    assert content.decode(source.encoding) == text
    if not encoding.startswith("utf-16"):
        assert source.raw.encode(source.encoding) == content


ANY_BYTES = st.one_of(
    st.binary(),
    st.text(alphabet=TRADITIONAL + "a\n").map(lambda text: text.encode("big5")),
    st.text(alphabet=SIMPLIFIED + "a\n").map(lambda text: text.encode("gb18030")),
    st.tuples(st.sampled_from([b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf"]), st.binary()).map(
        b"".join
    ),
)


@given(ANY_BYTES, st.sampled_from([None, "big5hkscs", "gb18030", "utf-16", "utf-7", "hz"]))
def test_any_bytes_are_read_to_the_letter_or_refused(content: bytes, encoding: str | None) -> None:
    outcome: Source | SourceError
    try:
        outcome = decode(content, "x.txt", encoding=encoding)
    except SourceError as error:
        outcome = error
    if isinstance(outcome, Source):
        assert content.decode(outcome.encoding) == outcome.raw
        assert outcome.raw.encode().decode() == outcome.raw

"""Turns bytes into characters, or refuses to: a text is never read in a way that mangles it.

Invariant: `content.decode(encoding)` is `raw`, with no character replaced, for every `Decoded`. A
decoder that runs through without an error proves nothing (all of Big5 runs through as GB18030), so
among the readings of bytes that are not Unicode, the one that looks like Chinese is taken.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from reader.errors import SourceError
from reader.text.likeness import Likeness, first_unlikely_stretch, likeness
from reader.text.patterns import lazily
from reader.wording import _, marked

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF16_LE, "utf-16"),
)
"""Byte order marks, and the codecs of what begins with them; UTF-32's begins as UTF-16's does. Those
of UTF-16 and UTF-32 are taken off, for they say how to read the rest. In UTF-8 the mark says nothing
and stays, the first character of the text, as it does for every tool that decodes plain UTF-8."""

_CHINESE = {
    "big5hkscs": "Big5",
    "cp950": "Big5",
    "gb18030": "GB18030",
}
"""What is tried, by its name for people. The two kinds of Big5 differ in a dozen signs, for which
cp950 has what Windows and browsers show (`～` and `‧`, not `∼` and `•`), and in the characters of
Hong Kong, which only big5hkscs knows. Where both read the same, it is called big5hkscs."""

_WIDER = {
    "big5": "big5hkscs",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "ascii": "utf-8",
    "utf-8-sig": "utf-8",
}
"""What a name stands for in practice, since files say the narrower one; as in the Encoding Standard."""

_KANA = lazily("[ぁ-ヶヽヾゝゞ々А-ё]")
"""Where Python's cp950 has these, Windows has nothing, and everyone else has others: big5hkscs's."""

_NOT_FOR_FILES = frozenset(
    {"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape"}
)
"""Codecs of Python that turn bytes into characters but are no encodings of texts."""

_SIGNATURES = (
    (b"%PDF-", marked("a PDF")),
    (b"PK\x03\x04", marked("a ZIP archive or an office document")),
    (b"\xd0\xcf\x11\xe0", marked("an office document")),
    (b"{\\rtf", marked("an RTF document")),
    (b"\x89PNG\r\n", marked("an image")),
    (b"\xff\xd8\xff", marked("an image")),
    (b"GIF87a", marked("an image")),
    (b"GIF89a", marked("an image")),
    (b"II*\x00", marked("an image")),
    (b"MM\x00*", marked("an image")),
    (b"\x1f\x8b", marked("a compressed file")),
    (b"BZh", marked("a compressed file")),
    (b"\xfd7zXZ\x00", marked("a compressed file")),
    (b"7z\xbc\xaf\x27\x1c", marked("a compressed file")),
    (b"Rar!\x1a\x07", marked("a compressed file")),
    (b"\x28\xb5\x2f\xfd", marked("a compressed file")),
    (b"\x7fELF", marked("a program")),
    (b"SQLite format 3\x00", marked("a database")),
)
"""How files begin that are no texts, though some decoder may well run through them."""

_LEAST_MEAN = -0.25
"""Evidence a character, in nats, below which a reading is not Chinese: Korean and Thai bytes read as
GB18030 have -0.9 or less, and one in two thousand Chinese texts of 20 characters has less than 0."""
_CREDIT = 2.0
"""Nats that are lent to every text, since a word of few characters may well be a rare one."""
_LEAST_LEAD = 4.0
"""Nats by which a reading must beat every other; only texts of a few characters have less."""


@dataclass(frozen=True)
class Decoded:
    """What bytes say."""

    encoding: str
    """Python's name of the codec with which the bytes decode to `raw`, byte order mark left out."""
    raw: str


def codec_called(name: str) -> str:
    """The codec that a name of an encoding stands for, as Python calls it.

    Raises:
        LookupError: There is none for texts; the message is a sentence.
    """
    try:
        codec = codecs.lookup(name)
    except (LookupError, ValueError):
        codec = None
    if codec is None or codec.name in _NOT_FOR_FILES or not codec._is_text_encoding:
        raise LookupError(
            _("no encoding of texts is called {name}; try big5hkscs, gb18030 or utf-8.").format(
                name=name
            )
        )
    return _WIDER.get(codec.name, codec.name)


def decoded(
    content: bytes, path: str, *, encoding: str | None = None, declared: str | None = None
) -> Decoded:
    """Decode a whole file.

    Args:
        content: All its bytes.
        path: Its name, for refusing it by.
        encoding: What whoever asks knows the encoding to be, as `codec_called` has it; nothing else
            is tried then.
        declared: What the file says of itself; believed unless the bytes are UTF-8 or look like
            Chinese in another encoding, since web pages are often saved in another one.

    Raises:
        SourceError: It is no text, or can't be read with certainty.
    """
    if encoding is not None:
        return _as_told(content, path, encoding)
    for beginning, what in _SIGNATURES:
        if content.startswith(beginning):
            raise SourceError(
                path,
                _("it is {what}, not a text; save its text and read that.").format(what=_(what)),
            )
    by_mark = _by_mark(content, path)
    if by_mark:
        return by_mark
    try:
        raw = content.decode("utf-8")
    except UnicodeDecodeError as error:
        wrong = error
    else:
        believed = _reading(content, declared) if declared and raw.isascii() else None
        return believed or Decoded("utf-8", raw)
    if _is_mostly_utf8(content):
        raise SourceError(
            path,
            _(
                "it is UTF-8 but for byte {byte}, which breaks the rules; mend it, or name another "
                "encoding with --encoding."
            ).format(byte=wrong.start),
        )
    return _likeliest(content, path, declared)


def _as_told(content: bytes, path: str, encoding: str) -> Decoded:
    # Whoever says UTF-16LE does not mean the byte order mark to be a character.
    for mark, codec in _MARKS:
        if content.startswith(mark) and encoding in _MARKED_KIN[codec]:
            encoding = codec
            break
    try:
        raw = content.decode(encoding)
        # UTF-7 and the like can spell half a surrogate pair, which nothing can be written in.
        raw.encode("utf-8")
    except UnicodeError as error:
        at = (
            _(" (byte {byte})").format(byte=error.start)
            if isinstance(error, UnicodeDecodeError)
            else ""
        )
        raise SourceError(
            path,
            _("it breaks the rules of {encoding}{at}; name another --encoding, or none.").format(
                encoding=encoding, at=at
            ),
        ) from None
    return Decoded(encoding, raw)


_MARKED_KIN = {
    "utf-8": frozenset(),
    "utf-16": frozenset({"utf-16-be", "utf-16-le"}),
    "utf-32": frozenset({"utf-32-be", "utf-32-le"}),
}


def _by_mark(content: bytes, path: str) -> Decoded | None:
    problem = None
    for mark, encoding in _MARKS:
        if not content.startswith(mark):
            continue
        try:
            return Decoded(encoding, content.decode(encoding))
        except UnicodeDecodeError as error:
            problem = _(
                "it begins as {encoding} but byte {byte} breaks the rules; mend it, or name another "
                "encoding with --encoding."
            ).format(encoding=encoding.upper(), byte=error.start)
    if problem:
        raise SourceError(path, problem)
    return None


def _reading(content: bytes, encoding: str) -> Decoded | None:
    try:
        return Decoded(encoding, content.decode(encoding))
    except UnicodeError:
        return None


def _is_mostly_utf8(content: bytes) -> bool:
    """Whether a few bytes keep a text from being UTF-8: others hardly ever make a wide character."""
    text = content.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    wide = sum(map(len, re.findall("[\u2e80-\ufeff\uff00-\uffef]+", text)))
    return wide > 4 * broken


def _readings(content: bytes, declared: str | None) -> list[tuple[Likeness, Decoded]]:
    """What the bytes may say, each reading once, the one that looks most like Chinese first."""
    encodings = list(_CHINESE)
    if b"\0" in content:
        encodings += ["utf-16-le", "utf-16-be"]
    if declared in _CHINESE:
        encodings.sort(key=lambda encoding: encoding != declared)
    readings: list[tuple[Likeness, Decoded]] = []
    for encoding in encodings:
        reading = _reading(content, encoding)
        if reading is None or any(reading.raw == other.raw for _, other in readings):
            continue
        if encoding == "cp950" and readings and _KANA.search(reading.raw):
            continue
        readings.append((likeness(reading.raw), reading))
    return sorted(readings, key=lambda reading: -reading[0].total)


def _is_chinese(reading: Likeness) -> bool:
    return reading.total + _CREDIT >= _LEAST_MEAN * reading.characters


def _likeliest(content: bytes, path: str, declared: str | None) -> Decoded:
    readings = _readings(content, declared)
    if not readings or not _is_chinese(readings[0][0]):
        believed = _reading(content, declared) if declared else None
        if believed:
            return believed
        raise SourceError(
            path,
            _(
                "it is neither UTF-8 nor, as far as can be told, Chinese in Big5 or GB18030; name its "
                "encoding with --encoding."
            ),
        )
    (best, likeliest), *others = readings
    name = _name(likeliest)
    for other, reading in others:
        if _name(reading) == name or declared is not None:
            continue
        if best.total - other.total < _LEAST_LEAD:
            raise SourceError(
                path,
                _(
                    "it may be {name} or {other}, and is too short to tell; name its encoding with "
                    "--encoding."
                ).format(name=name, other=_name(reading)),
            )
    unlikely = first_unlikely_stretch(likeliest.raw)
    if unlikely is not None:
        line = likeliest.raw.count("\n", 0, unlikely) + 1
        raise SourceError(
            path,
            _(
                "it reads as {name}, but not in line {line}; mend it, or say --encoding {encoding} to "
                "read it all the same."
            ).format(name=name, line=line, encoding=likeliest.encoding),
        )
    return likeliest


def _name(reading: Decoded) -> str:
    """What a reading's encoding is called among people."""
    return _CHINESE.get(reading.encoding, reading.encoding.upper())

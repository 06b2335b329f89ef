"""A text decoded once: raw characters, their hash and their encoding.

Invariant: `raw` is what the bytes that `sha256` names decode to, newlines and odd characters
untouched, so an offset into it means the same to every tool that decodes them with that encoding. A
web page's bytes are those of the text that was taken out of it, in UTF-8: taken out otherwise, it is
another source.
"""

from __future__ import annotations

import hashlib
import sys
from dataclasses import dataclass
from pathlib import Path

from annotations.foreign import by_system
from reader.errors import SourceError
from reader.text.decoding import decoded
from reader.text.html import article_text, declared_encoding, is_html
from reader.wording import _

BYTE_ORDER_MARK = "\ufeff"
"""What a text in UTF-8 may begin with, to say that it is Unicode."""

STANDARD_INPUT = "-"
"""The path that stands for standard input."""


@dataclass(frozen=True)
class Source:
    """One decoded text."""

    path: str
    """As it was given; `-` for standard input."""
    sha256: str
    """Hexadecimal hash of the bytes, byte order mark included."""
    encoding: str
    """Name of the Python codec that turns the bytes into `raw`: `utf-8`, `utf-16`, `big5hkscs` …"""
    raw: str
    """The decoded text, newlines untouched. A byte order mark of UTF-8 is its first character, since
    offsets count from there in every tool that decodes plain UTF-8; cleaning drops it."""
    file_sha256: str | None = None
    """For a text taken out of a web page, the hash of the file itself."""

    @property
    def name(self) -> str:
        """The file's name without its folder."""
        return Path(self.path).name


def load(path: str | Path, *, encoding: str | None = None) -> Source:
    """Read and decode one text.

    Args:
        path: A file, or `-` for standard input.
        encoding: The codec to decode it with, as `reader.text.decoding.codec_called` has it;
            without one, it is told from the bytes.

    Raises:
        SourceError: There is no such file, it can't be read, is empty, is no text, or its encoding
            can't be told.
    """
    name = str(path)
    if name == STANDARD_INPUT:
        return decode(sys.stdin.buffer.read(), name, encoding=encoding)
    try:
        content = Path(path).read_bytes()
    except FileNotFoundError:
        raise SourceError(name, _("there is no such file; check the name.")) from None
    except IsADirectoryError:
        raise SourceError(name, _("this is a folder; name the texts in it.")) from None
    except OSError as error:
        raise SourceError(
            name, _("it can't be read ({why}).").format(why=by_system(error))
        ) from None
    return decode(content, name, encoding=encoding)


def decode(content: bytes, path: str, *, encoding: str | None = None) -> Source:
    """Decode bytes that were read already; see `load`."""
    text = decoded(content, path, encoding=encoding, declared=declared_encoding(content, path))
    bare = text.raw.removeprefix(BYTE_ORDER_MARK)
    if not bare.strip():
        raise SourceError(path, _("it is empty; there is nothing to read."))
    sha256 = hashlib.sha256(content).hexdigest()
    if is_html(bare, path):
        raw = article_text(bare, path)
        return Source(path, hashlib.sha256(raw.encode()).hexdigest(), "utf-8", raw, sha256)
    return Source(path, sha256, text.encoding, text.raw)

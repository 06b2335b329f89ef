"""A text decoded once: raw characters, their hash and their encoding.

Invariant: `raw` is what the bytes decode to, newlines and odd characters untouched, so an offset
into it means the same to every tool that decodes the file with the named encoding.
"""

from __future__ import annotations

import hashlib
import sys
from dataclasses import dataclass
from pathlib import Path

from reader.errors import SourceError

STANDARD_INPUT = "-"
"""The path that stands for standard input."""

_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Source:
    """One decoded text."""

    path: str
    """As it was given; `-` for standard input."""
    sha256: str
    """Hexadecimal hash of the bytes, byte order mark included."""
    encoding: str
    """Name of the Python codec that turns the bytes into `raw`: `utf-8`, or `utf-8-sig` with a mark."""
    raw: str
    """The decoded text, newlines untouched, without a byte order mark."""

    @property
    def name(self) -> str:
        """The file's name without its folder."""
        return Path(self.path).name


def load(path: str | Path) -> Source:
    """Read and decode one text.

    Args:
        path: A file, or `-` for standard input.

    Raises:
        SourceError: There is no such file, it can't be read, is empty, or is not UTF-8.
    """
    name = str(path)
    if name == STANDARD_INPUT:
        return decode(sys.stdin.buffer.read(), name)
    try:
        content = Path(path).read_bytes()
    except FileNotFoundError:
        raise SourceError(name, "there is no such file; check the name.") from None
    except IsADirectoryError:
        raise SourceError(name, "this is a folder; name the texts in it.") from None
    except OSError as error:
        raise SourceError(name, f"it can't be read ({error.strerror}).") from None
    return decode(content, name)


def decode(content: bytes, path: str) -> Source:
    """Decode bytes that were read already; see `load`."""
    marked = content.startswith(_BOM)
    encoding = "utf-8-sig" if marked else "utf-8"
    try:
        raw = content.decode(encoding)
    except UnicodeDecodeError as error:
        at = error.start + (len(_BOM) if marked else 0)
        raise SourceError(
            path, f"it is not UTF-8 (byte {at} breaks the rules); save it as UTF-8 and try again."
        ) from None
    if not raw.strip():
        raise SourceError(path, "it is empty; there is nothing to read.")
    return Source(path, hashlib.sha256(content).hexdigest(), encoding, raw)

"""The lines of a journal, and what of a journal can be trusted.

    1f0c2a9b {"journal": "pizhu", "version": 1, "of": "<sha256 of the layer file>", "schema": 1}
    77d1e0c4 {"annotations": {"12": {…}}, "history": {"3": {…}, "1": null}}

Invariant: each line's number is the CRC-32 of its JSON, begun from the number of the line before.
So a line is believed only after its forerunner: what is read is always a prefix of what was
written, and a line that was changed, lost or put elsewhere ends it. Behind the lines stand zeros,
which no line holds; so a line with zeros in it was cut short by a loss of power.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, TypeAlias
from zlib import crc32

from annotations.plain import dumped

VERSION = 1
"""The version of the journal's form that this program writes, and the newest it reads."""

Operation: TypeAlias = dict[str, dict[str, dict[str, Any] | None]]
"""What one operation changes: table, then document number, then the new document or None for none."""

_NAME = "pizhu"
_SUM = 9
"""Bytes of the number and the space after it."""


@dataclass(slots=True)
class Journal:
    """What can be trusted of a journal's bytes."""

    of: str = ""
    """The sha256 of the layer file that the operations follow on; empty when there is no header."""
    version: int = VERSION
    schema: int = 1
    """The version of the tables that the operations belong to."""
    operations: list[Operation] = field(default_factory=list)
    """In the order in which they were done."""
    sums: list[int] = field(default_factory=list)
    """The number of the header, then of each operation."""
    length: int = 0
    """How many bytes the trusted lines take."""
    size: int = 0
    """How many bytes the whole file takes."""
    next: bytes = b""
    """The first bytes behind the trusted lines, at most 16."""
    ragged: bool = False
    """The last trusted line is whole but for its line end."""
    torn: bool = False
    """After the trusted lines stands the beginning of one that was never acknowledged."""
    damaged: bool = False
    """After the trusted lines stands what no interrupted writing leaves behind."""


def header(of: str, schema: int) -> tuple[bytes, int]:
    """A new journal's first line, and its number."""
    return line({"journal": _NAME, "version": VERSION, "of": of, "schema": schema}, 0)


def line(value: object, before: int) -> tuple[bytes, int]:
    """A line that holds this value, and its number; `before` is the number of the line before."""
    text = dumped(value).encode()
    number = crc32(text, before)
    return b"%08x %b\n" % (number, text), number


def read(content: bytes) -> Journal:
    """All that can be trusted of a journal."""
    journal = Journal(size=len(content))
    if content:
        _read(journal, content)
        journal.next = content[journal.length : journal.length + 16]
    return journal


def _read(journal: Journal, content: bytes) -> None:
    *lines, rest = content.rstrip(b"\0").split(b"\n")
    number = 0
    for place, text in enumerate(lines):
        value = _value(text, number)
        if not isinstance(value, dict) or not _taken(journal, place, value):
            last = place == len(lines) - 1 and not rest
            journal.torn = last and bool(journal.of) and text.count(b"\0") > 1
            journal.damaged = not journal.torn
            return
        number = int(text[: _SUM - 1], 16)
        journal.sums.append(number)
        journal.length += len(text) + 1
    if rest:
        _finish(journal, rest, number)


def _finish(journal: Journal, rest: bytes, before: int) -> None:
    """Judge what stands after the last line end."""
    if not journal.of:
        journal.damaged = True  # a header is put in place whole
        return
    for text in (rest, rest[:-1]):  # with its line end cut off, or made another character
        value = _value(text, before)
        if isinstance(value, dict) and _taken(journal, len(journal.sums), value):
            journal.sums.append(int(text[: _SUM - 1], 16))
            journal.length += len(text)
            journal.ragged = True
            return
    journal.torn = True


def _value(text: bytes, before: int) -> object:
    """The line's JSON; None when it is not what was written after the line of that number."""
    plain = text[_SUM:]
    if text[:_SUM] != b"%08x " % crc32(plain, before):
        return None
    try:
        return json.loads(plain)
    except (ValueError, RecursionError):
        return None


def _taken(journal: Journal, place: int, value: dict[str, Any]) -> bool:
    """Whether the value is what belongs at this place; if so, it is taken in."""
    if place:
        journal.operations.append(value)
        return True
    of, version = value.get("of"), value.get("version")
    if value.get("journal") != _NAME or not isinstance(of, str) or not isinstance(version, int):
        return False
    journal.of, journal.version = of, version
    schema = value.get("schema", 1)
    journal.schema = schema if type(schema) is int else 1
    return bool(of)

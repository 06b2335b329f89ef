"""The layer file's text: plain TinyDB JSON, a document a line, so that it can be read and compared.

Invariant: stock TinyDB reads every file that is written here, and every file that it writes can be
read here. The table `_meta` holds the schema's version, and which journal the file has taken in.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, TypeAlias

from annotations.journal_lines import Journal
from annotations.plain import dumped
from annotations.wording import _

Document: TypeAlias = dict[str, Any]
Tables: TypeAlias = dict[str, dict[str, Document]]
"""Table name, then document number, then document."""

MIGRATIONS: tuple[Callable[[Tables], None], ...] = ()
"""What makes tables of each version those of the next, in place; the first is for version 1."""


def newest() -> int:
    """The version of the tables that this program writes, and the newest it reads."""
    return 1 + len(MIGRATIONS)


def migrate(tables: Tables, version: int) -> None:
    """Bring tables of an older version up to this program's, in place."""
    for step in MIGRATIONS[version - 1 :]:
        step(tables)


META = "_meta"
"""The table that says what the file is."""
_LONGEST_HEAD = 1000
"""Bytes."""


@dataclass(frozen=True, slots=True)
class Mark:
    """How far a layer file has taken in a journal."""

    of: str
    """What the journal's header names."""
    operations: int
    """How many of its operations are in the file."""
    number: int
    """The number of the last line taken in."""


def digest(content: bytes) -> str:
    """The hexadecimal sha256 that a journal's header names; a file that is not there counts as empty."""
    return sha256(content).hexdigest()


def head(mark: Mark) -> str:
    """The table that says what the file is and which journal it has taken in."""
    meta: Document = {"schema": newest()}
    if mark.of:
        journal = {"of": mark.of, "operations": mark.operations, "number": mark.number}
        meta["journal"] = journal
    return _table(META, {"1": meta})


def mark(content: bytes) -> Mark | None:
    """How far a file that was written here has taken in a journal; reads its first lines only."""
    begin = f"{{{dumped(META)}: ".encode()
    if not content.startswith(begin):
        return None
    try:
        first = content[len(begin) : _LONGEST_HEAD].decode(errors="ignore")
        found, _end = json.JSONDecoder().raw_decode(first)
    except ValueError:
        return None
    match found:
        case {"1": {"journal": {"of": str(of), "operations": int(count), "number": int(number)}}}:
            return Mark(of, count, number)
    return None


def content(tables: Mapping[str, Mapping[str, Document]], mark: Mark) -> bytes:
    """The file that holds these tables."""
    others = [(name, table) for name, table in tables.items() if table and name != META]
    parts = [head(mark), *(_table(name, table) for name, table in others)]
    return ("{" + ",\n".join(parts) + "}\n").encode()


def _table(name: str, table: Mapping[str, Document]) -> str:
    rows = [f'\n"{number}": {dumped(table[number])}' for number in ordered(table)]
    return f"{dumped(name)}: {{{','.join(rows)}}}"


def ordered(numbers: Iterable[str]) -> list[str]:
    """The numbers of documents as they stand in a file."""
    return sorted(numbers, key=lambda number: (len(number), number))


def tables(content: bytes) -> Tables:
    """The tables that a file holds.

    Raises:
        ValueError: They can't be read; the message says why, as part of a sentence.
    """
    if not content.strip():
        return {}
    try:
        found = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise ValueError(_("it is not UTF-8")) from None
    except (ValueError, RecursionError):
        raise ValueError(_("it is not whole JSON")) from None
    if not isinstance(found, dict) or not all(isinstance(table, dict) for table in found.values()):
        raise ValueError(_("it does not hold tables"))
    for table in found.values():
        for number, document in table.items():
            if not (number.isascii() and number.isdigit() and isinstance(document, dict)):
                raise ValueError(_("its tables do not hold numbered documents"))
    return found


def schema(tables: Tables) -> int:
    """The schema's version; a file that does not say is of the first."""
    version = _meta(tables).get("schema", 1)
    return max(version, 1) if type(version) is int else 1


def done(tables: Tables, content: bytes, journal: Journal) -> int | None:
    """How many of a journal's operations are already in these tables; None when it is not theirs."""
    if not journal.sums:
        return None
    if journal.of == digest(content):
        return 0
    match _meta(tables).get("journal"):
        case {"of": journal.of, "operations": int(count), "number": int(number)}:
            if 0 <= count < len(journal.sums) and journal.sums[count] == number:
                return count
    return None


def _meta(tables: Tables) -> Document:
    return tables.get(META, {}).get("1", {})

"""The layer file's text: plain TinyDB JSON, a document a line, so that it can be read and compared.

Invariant: stock TinyDB reads every file that is written here, and every file that it writes can be
read here. The table `_meta` holds the schema's version, and which journal the file has taken in.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, TypeAlias

from annotations.journal_lines import Journal
from annotations.plain import dumped

Document: TypeAlias = dict[str, Any]
Tables: TypeAlias = dict[str, dict[str, Document]]
"""Table name, then document number, then document."""

SCHEMA = 1
"""The version of the tables that this program writes, and the newest it reads."""

_META = "_meta"


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


def content(tables: Mapping[str, Mapping[str, Document]], mark: Mark) -> bytes:
    """The file that holds these tables."""
    meta: Document = {"schema": SCHEMA}
    if mark.of:
        journal = {"of": mark.of, "operations": mark.operations, "number": mark.number}
        meta["journal"] = journal
    others = [(name, table) for name, table in tables.items() if table and name != _META]
    parts = [_table(name, table) for name, table in [(_META, {"1": meta}), *others]]
    return ("{" + ",\n".join(parts) + "}\n").encode()


def _table(name: str, table: Mapping[str, Document]) -> str:
    numbers: Iterable[str] = sorted(table, key=lambda number: (len(number), number))
    rows = [f'\n"{number}": {dumped(table[number])}' for number in numbers]
    return f"{dumped(name)}: {{{','.join(rows)}}}"


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
        raise ValueError("it is not UTF-8") from None
    except (ValueError, RecursionError):
        raise ValueError("it is not whole JSON") from None
    if not isinstance(found, dict) or not all(isinstance(table, dict) for table in found.values()):
        raise ValueError("it does not hold tables")
    for table in found.values():
        for number, document in table.items():
            if not (number.isascii() and number.isdigit() and isinstance(document, dict)):
                raise ValueError("its tables do not hold numbered documents")
    return found


def schema(tables: Tables) -> int:
    """The schema's version; a file that does not say is of the first."""
    version = _meta(tables).get("schema", 1)
    return version if isinstance(version, int) else 1


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
    return tables.get(_META, {}).get("1", {})

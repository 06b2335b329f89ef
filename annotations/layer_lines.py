"""A layer file written anew out of its own lines: only what changed is put into JSON again.

Invariant: what `rewritten` returns reads as the same tables as what `layer_file.content` returns; of
a file whose lines don't tell where each document is, it returns nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping

from annotations import layer_file
from annotations.plain import dumped

_HEADER = re.compile(rb'\{?("(?:[^"\\]|\\.)*"): \{').fullmatch
_ROW = re.compile(rb'"([0-9]+)": (?=\{.)').match


def rewritten(
    before: bytes,
    tables: Mapping[str, Mapping[str, layer_file.Document]],
    changed: Mapping[tuple[str, str], bool],
    mark: layer_file.Mark,
) -> bytes | None:
    """The file that holds these tables.

    Args:
        before: A whole file that was read or written before.
        tables: What the file is to hold.
        changed: The documents that may stand otherwise in that file than in the tables, and whether
            they stand there.
        mark: How far the new file has taken in a journal.

    Returns:
        The new file; None when that file is not laid out as `layer_file.content` does it.
    """
    known = _rows(before)
    if known is None:
        return None
    parts = [layer_file.head(mark).encode()]
    for name, table in tables.items():
        if not table or name == layer_file.META:
            continue
        rows = known.get(name, {})
        same = _unchanged(name, table, changed)
        if not _is_whole(name, rows, same, changed):
            return None
        lines = [
            b'\n"%b": %b' % (number.encode(), rows[number])
            if number in same
            else f'\n"{number}": {dumped(table[number])}'.encode()
            for number in layer_file.ordered(table)
        ]
        parts.append(b"%b: {%b}" % (dumped(name).encode(), b",".join(lines)))
    return b"{" + b",\n".join(parts) + b"}\n"


def _unchanged(
    name: str, table: Collection[str], changed: Mapping[tuple[str, str], bool]
) -> set[str]:
    return set(table) - {number for of, number in changed if of == name}


def _is_whole(
    name: str, rows: Collection[str], same: set[str], changed: Mapping[tuple[str, str], bool]
) -> bool:
    """Whether the lines hold exactly the documents that stood in the table, one each."""
    were = {number for (of, number), stood in changed.items() if of == name and stood}
    return set(rows) == same | were


def _rows(content: bytes) -> dict[str, dict[str, bytes]] | None:
    """The documents of each table by number, as they are written."""
    found: dict[str, dict[str, bytes]] = {}
    rows: dict[str, bytes] = {}
    before: tuple[str, bytes] | None = None
    # What a line ends with is told by the next one: a comma, or the table's end, or the file's.
    for line in (*content.split(b"\n")[:-1], b""):
        header = None if (row := _ROW(line)) else _HEADER(line)
        if before is not None:
            end = b"}," if header else b"," if row else b"}}"
            number, text = before
            if not text.endswith(b"}" + end):
                return None
            rows[number] = text[: -len(end)]
        if row:
            before = row[1].decode(), line[row.end() :]
        elif header:
            rows = found[json.loads(header[1])] = {}
            before = None
        elif line:
            return None
    return found if before is not None and content.endswith(b"}}\n") else None

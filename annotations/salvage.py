"""What can still be read of a layer file or a journal that can't be read as a whole.

Invariant: only whole documents are taken, each as it was written; where bytes are damaged, the document
that holds them is left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from annotations import corrections, model
from annotations.corrections import Correction
from annotations.errors import PizhuError
from annotations.layer_file import Document, Tables
from annotations.model import Annotation

_TABLES = ("annotations", "corrections")
_HEADER = r'"(?P<table>annotations|corrections|history|_meta)": \{'
_ROW = r'"(?P<number>[0-9]+)": (?=\{)'
_ANYWHERE = re.compile(f"{_HEADER}|{_ROW}")
_BY_LINE = re.compile(rf"^\{{?{_HEADER}|^{_ROW}", re.MULTILINE)
_SUM = 9
_decode = json.JSONDecoder().raw_decode


def of_files(layer: bytes, journal: bytes = b"") -> Tables:
    """The documents that a layer file and the journal beside it hold, table by table.

    A whole operation of the journal is taken wherever it stands, since each holds whole documents.
    """
    found: Tables = {name: {} for name in _TABLES}
    for name, number, document in _documents(layer):
        found[name][number] = document
    for operation in _operations(journal):
        for name in _TABLES:
            documents = operation.get(name)
            for number, value in documents.items() if isinstance(documents, dict) else ():
                if isinstance(value, dict):
                    found[name][number] = value
                else:
                    found[name].pop(number, None)
    return found


def annotations_in(tables: Tables) -> dict[str, Annotation]:
    """The annotations among the documents, by id; what is none is left out."""
    found = {}
    for document in tables["annotations"].values():
        try:
            annotation = model.from_document(document)
        except PizhuError:
            continue
        found[annotation.id] = annotation
    return found


def corrections_in(tables: Tables) -> dict[str, Correction]:
    """The corrections among the documents, by id; what is none is left out."""
    found = {}
    for document in tables["corrections"].values():
        try:
            correction = corrections.from_document(document)
        except PizhuError:
            continue
        found[correction.id] = correction
    return found


def _documents(content: bytes) -> Iterator[tuple[str, str, Document]]:
    # Bytes that are no UTF-8 become what can't be encoded, so that they are known for damaged.
    text = content.decode("utf-8-sig", "surrogateescape")
    # A file that was written here has a document a line, and nothing else is taken for one.
    pattern = _BY_LINE if "\n" in text.rstrip() else _ANYWHERE
    table, at = "", 0
    while found := pattern.search(text, at):
        at = found.end()
        if found["table"]:
            table = found["table"]
            continue
        try:
            document, end = _decode(text, at)
        except (ValueError, RecursionError):
            continue
        at = end
        if (
            table in _TABLES
            and isinstance(document, dict)
            and not _is_damaged(text[found.end() : end])
        ):
            yield table, found["number"], document


def _operations(content: bytes) -> Iterator[Document]:
    for line in content.split(b"\n"):
        text = line[_SUM:].rstrip(b"\0").decode("utf-8", "surrogateescape")
        try:
            operation = json.loads(text)
        except (ValueError, RecursionError):
            continue
        if isinstance(operation, dict) and not _is_damaged(text):
            yield operation


def _is_damaged(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False

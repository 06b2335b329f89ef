"""One table of a layer: the documents on the disk, and the values that are shown of them.

Invariant: writing and showing are apart, so that a change which can't be made durable is never seen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Generic, Protocol

from annotations.history import Documents
from annotations.layer_file import Document, Tables
from annotations.shelf import Shelf, Value


class Table(Protocol):
    """Where documents are kept under numbers."""

    def insert(self, document: Mapping[str, object], /) -> int: ...
    def put(self, number: int, document: Mapping[str, object], /) -> None: ...
    def remove(self, *, doc_ids: list[int]) -> object: ...


class Drawer(Generic[Value]):
    """The values of one table; not safe for threads by itself."""

    def __init__(
        self,
        name: str,
        table: Table,
        tables: Callable[[], Tables],
        made_from: Callable[[Document], Value],
        written: Callable[[Value], Document],
    ) -> None:
        """
        Args:
            name: The table's name.
            table: Takes the changes.
            tables: Tells what all tables hold.
            made_from: Reads a document; it raises PizhuError.
            written: Writes one.
        """
        self._name = name
        self._table = table
        self._tables = tables
        self._made_from = made_from
        self._written = written
        self.shelf = Shelf(tables().get(name, {}), made_from, name)
        """What is shown."""

    def write(self, changes: Mapping[str, Value | None]) -> tuple[Documents, dict[str, int]]:
        """Write changes to the table, inside an operation of its storage; nothing is shown yet.

        Args:
            changes: By id, what is to stand there; None takes out what does.

        Returns:
            The documents that stood there, and the numbers of those that do now.
        """
        documents = self._tables().get(self._name, {})
        before: Documents = {}
        numbers: dict[str, int] = {}
        for key, value in changes.items():
            number = self.shelf.number(key)
            before[key] = None if number is None else documents[str(number)]
            if value is None:
                if number is not None:
                    self._table.remove(doc_ids=[number])
            elif number is None:
                numbers[key] = self._table.insert(self._written(value))
            else:
                numbers[key] = number
                self._table.put(number, self._written(value))
        return before, numbers

    def show(self, key: str, value: Value | None, number: int | None) -> Value | None:
        """Show a value in the place of the one with its id, or show it no more.

        Returns:
            What was shown there before.
        """
        before = self.shelf.drop(key)
        if value is not None and number is not None:
            self.shelf.put(value, number)
        return before

    def values(self, documents: Documents) -> dict[str, Value | None]:
        """What documents of the history say.

        Raises:
            PizhuError: One of them can't be read.
        """
        return {
            key: None if document is None else self._made_from(document)
            for key, document in documents.items()
        }

    def missing(self, ids: Iterable[str]) -> str | None:
        """The first of the ids that nothing shown has."""
        return next((name for name in ids if self.shelf.get(name) is None), None)

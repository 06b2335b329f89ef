"""One table as TinyDB's updaters see it: a mapping that notes what they change.

Invariant: documents that an updater does not ask for are neither copied nor written.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, MutableMapping
from typing import Protocol

from annotations.layer_file import Document, Tables


class Puts(Protocol):
    """A storage that takes documents one by one."""

    def read(self) -> Tables: ...
    def put(self, name: str, number: str, document: Document | None) -> None: ...


class Rows(MutableMapping[int, Document]):
    """The table of this name; what is set or deleted goes to the storage at once."""

    def __init__(self, storage: Puts, name: str) -> None:
        self._storage = storage
        self._name = name
        self._rows = storage.read().get(name, {})
        self._lent: dict[int, Document] = {}

    def put_lent(self) -> None:
        """Put the documents that an updater changed in place."""
        for number, document in self._lent.items():
            if document != self._rows.get(str(number)):
                self._storage.put(self._name, str(number), document)

    def __getitem__(self, number: int) -> Document:
        if number not in self._lent:
            self._lent[number] = copy.deepcopy(self._rows[str(number)])
        return self._lent[number]

    def __setitem__(self, number: int, document: Document) -> None:
        self._lent.pop(number, None)
        self._storage.put(self._name, str(number), document)
        self._rows = self._storage.read()[self._name]

    def __delitem__(self, number: int) -> None:
        if str(number) not in self._rows:
            raise KeyError(number)
        self._lent.pop(number, None)
        self._storage.put(self._name, str(number), None)

    def __contains__(self, number: object) -> bool:
        return str(number) in self._rows

    def __iter__(self) -> Iterator[int]:
        return map(int, list(self._rows))

    def __len__(self) -> int:
        return len(self._rows)

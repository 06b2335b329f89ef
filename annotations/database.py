"""TinyDB over a journal: tables that say which documents changed.

Invariant: an operation costs the same however many documents its table holds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Table

from annotations.journal import JournalStorage
from annotations.rows import Rows


class JournalTable(Table):
    """A TinyDB table that tells its storage which documents changed, and copies no others."""

    _storage: JournalStorage

    def __init__(
        self, storage: Storage, name: str, cache_size: int = 10, persist_empty: bool = False
    ) -> None:
        super().__init__(storage, name, cache_size, persist_empty)
        self.renew()

    def renew(self) -> None:
        """Begin with what the storage holds now, when that came from another program."""
        self.clear_cache()
        # TinyDB looks for it at the first insertion, which would be a reviewer's first keystroke.
        last = max(map(int, self._read_table()), default=0)
        self._next_id = last + 1  # type: ignore[assignment] # TinyDB does not declare it

    def put(self, number: int, document: Mapping[str, Any]) -> None:
        """Set the whole document of this number."""
        self._update_table(lambda table: table.__setitem__(number, dict(document)))

    def _update_table(self, updater: Callable[[dict[int, Mapping[str, Any]]], None]) -> None:
        with self._storage.operation():
            rows = Rows(self._storage, self.name)
            updater(rows)  # type: ignore[arg-type] # updaters only ask for a mutable mapping
            rows.put_lent()
        self.clear_cache()


class LayerDatabase(TinyDB):
    """TinyDB over a journal."""

    table_class = JournalTable
    default_storage_class = JournalStorage  # type: ignore[assignment] # TinyDB declares its own

"""A TinyDB storage that loses nothing it has acknowledged and costs the same at any size.

Three files: the layer file is plain TinyDB JSON; the journal beside it holds the operations since;
the third is only locked. An operation is one line of the journal, synced before it counts.

Invariant: at every instant the layer file and the journal together give the state after a whole
number of operations, all acknowledged ones among them. The journal's header names the sha256 of the
layer file that it follows on; the layer file says which journal it has taken in, and how far. So a
checkpoint may be cut short anywhere. What can't be read is set aside under a name that says so.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC
from pathlib import Path
from threading import RLock
from typing import Any

from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Table

from annotations import journal_lines as lines
from annotations import layer_file
from annotations.disk import Disk, reason
from annotations.errors import LayerError
from annotations.journal_file import JournalFile
from annotations.layer_file import Document, Tables
from annotations.model import Clock, now
from annotations.rows import Rows

_FOLD_AT_LEAST = 1 << 20
"""A journal shorter than this, in bytes, is never folded on opening."""
_FOLD_SHARE = 4
"""A longer one is, when it has grown to this part of the layer file: so opening stays cheap."""
_READINGS = 5
"""How often a reader tries anew when the writer's checkpoint comes between its two readings."""


class JournalStorage(Storage):
    """The tables of one layer, in memory and on disk; only one process at a time may write them."""

    def __init__(
        self, path: Path, *, writing: bool = True, disk: Disk | None = None, clock: Clock = now
    ) -> None:
        """Read the layer, and take the lock if it is to be written and nobody holds it.

        Raises:
            LayerError: The file can't be read, or a newer program wrote it; nothing was changed.
        """
        self.path = path
        self.lock = RLock()
        """Held while an operation runs."""
        self.read_only = ""
        """Why every operation is refused, in a sentence; empty when none is."""
        self.ours = False
        """Whether this program wrote the layer file as it was found."""
        self.notices: list[str] = []
        """What the reviewer should know, in sentences."""
        self._disk = disk or Disk()
        self._clock = clock
        self._journal = JournalFile(path.with_name(path.name + ".journal"), self._disk)
        self._tables: Tables = {}
        self._digest = ""
        """Of the layer file as it lies on the disk; empty when that is not known."""
        self._before: dict[tuple[str, str], Document | None] | None = None
        self._held: int | None = None
        try:
            if writing:
                self._claim()
            else:
                self.read_only = (
                    f"{self.path} was opened to be read; only its reviewer may write it."
                )
            self._load()
        except BaseException:
            self._let_go()
            raise

    def read(self) -> Tables:
        """The tables as they are; what is inside may be read, not changed."""
        return dict(self._tables)

    def write(self, data: Mapping[str, Mapping[str, Any]]) -> None:
        """Put these tables in the place of all; one operation holds what differs."""
        with self.operation():
            for name in {**self._tables, **data}:
                old, new = self._tables.get(name, {}), data.get(name, {})
                for number in {**old, **new}:
                    if old.get(number) != new.get(number):
                        self.put(name, number, new.get(number))

    @contextlib.contextmanager
    def operation(self) -> Iterator[None]:
        """Make all that is put inside one line of the journal: durable on leaving, or undone.

        Raises:
            LayerError: It can't be written; memory is as it was before.
        """
        with self.lock:
            if self._before is not None:
                yield
                return
            self.refuse_unless_writable()
            before = self._before = {}
            try:
                yield
                if before:
                    self._append({name: {} for name, _ in before}, before)
            except BaseException:
                for (name, number), document in before.items():
                    self._place(name, number, document)
                raise
            finally:
                self._before = None

    def put(self, name: str, number: str, document: Document | None) -> None:
        """Set a document of a table, or take it out with None; only inside an operation."""
        if self._before is None:
            raise RuntimeError("a document was put outside an operation")
        self._before.setdefault((name, number), self._tables.get(name, {}).get(number))
        self._place(name, number, document)

    def checkpoint(self) -> None:
        """Write the layer file anew and begin a new journal, at the cost of the file's size.

        Raises:
            LayerError: The disk refuses; nothing is lost, and operations go on in the old journal.
        """
        with self.lock:
            self.refuse_unless_writable()
            if self._before is not None:
                raise RuntimeError("a checkpoint can't stand inside an operation")
            try:
                self._fold()
                self._begin_journal()
            except OSError as error:
                raise LayerError(f"{self.path} can't be written: {reason(error)}") from error

    def close(self) -> None:
        """Fold the journal into the layer file and let go of the lock; if that fails, it can wait."""
        with self.lock:
            if self._journal.operations and not self.read_only:
                with contextlib.suppress(LayerError):
                    self.checkpoint()
            self.read_only = f"{self.path} is closed; open it again to annotate."
            self._let_go()

    # Opening

    def _claim(self) -> None:
        """Take the lock, or go on without and say why nothing can be written."""
        try:
            self._disk.make_folder(self.path.parent)
            self._held = self._disk.lock(self.path.with_name(self.path.name + ".lock"))
        except OSError as error:
            self._only_read(f"{self.path} can only be read: {reason(error)}")
            return
        if self._held is None:
            self._only_read(
                f"{self.path} is open in another pizhu, so here it can only be read; "
                "close the other one and open this again to annotate."
            )

    def _only_read(self, why: str) -> None:
        self.read_only = why
        self.notices.append(why)

    def _let_go(self) -> None:
        self._journal.close()
        if self._held is not None:
            held, self._held = self._held, None
            self._disk.close(held)

    def _load(self) -> None:
        for _ in range(1 if self._held is not None else _READINGS):
            content, journal = self._read_files()
            tables, problem = _tables(content)
            done = layer_file.done(tables, content, journal)
            if done is not None or problem or not journal.sums:
                break
        self._refuse_newer(max(layer_file.schema(tables), journal.version))
        self._tables = tables
        self._digest = layer_file.digest(content)
        if done is not None:
            self.ours = True
            self._journal.resume(journal)
            for operation in journal.operations[done:]:
                for name, documents in operation.items():
                    for number, document in documents.items():
                        self._place(name, number, document)
        try:
            if problem:
                self._set_aside(self.path, f"{self.path} can't be read ({problem}).")
                self._digest = layer_file.digest(b"")
            self._set_aside_journal(journal, ours=done is not None)
        except OSError as error:
            why = f"{self.path} could not be mended, so it can only be read: {reason(error)}"
            self._only_read(why)
        if not self.read_only and self._journal.length > max(
            _FOLD_AT_LEAST, len(content) // _FOLD_SHARE
        ):
            with contextlib.suppress(LayerError):
                self.checkpoint()

    def _read_files(self) -> tuple[bytes, lines.Journal]:
        try:
            content = self._disk.read(self.path) or b""
            return content, lines.read(self._disk.read(self._journal.path) or b"")
        except OSError as error:
            raise LayerError(f"{self.path} can't be read: {reason(error)}") from error

    def _set_aside_journal(self, journal: lines.Journal, *, ours: bool) -> None:
        """Set aside a journal that is not this file's, or that is damaged from some point on."""
        path = self._journal.path
        if ours and journal.damaged:
            if not self.read_only:
                self._fold()
            self._set_aside(path, f"The last changes to {self.path} are damaged from one on.")
            if not self.read_only:
                self._begin_journal()
        elif journal.damaged:
            self._set_aside(path, f"The last changes to {self.path} are damaged.")
        elif journal.operations and not ours:
            self._set_aside(path, f"{path} belongs to another state of {self.path.name}.")

    def _set_aside(self, path: Path, notice: str) -> None:
        """Rename what can't be used, and tell the reviewer."""
        if self.read_only:
            self.notices.append(
                f"{notice} It was left as it is, and what it holds is missing here."
            )
            return
        stamp = self._clock().astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
        aside, copies = path.with_name(f"{path.name}.damaged-{stamp}"), 1
        while self._disk.exists(aside):
            copies += 1
            aside = path.with_name(f"{path.name}.damaged-{stamp}-{copies}")
        self._disk.rename(path, aside)
        self._disk.sync_folder(path.parent)
        self.notices.append(
            f"{notice} It is kept as {aside.name}, and what it holds is missing here."
        )

    def _refuse_newer(self, version: int) -> None:
        if version > layer_file.SCHEMA:
            raise LayerError(
                f"{self.path} was written by a newer pizhu (version {version} of the layer, this one "
                f"knows {layer_file.SCHEMA}); nothing was changed. Install a newer pizhu to open it."
            )

    # Writing

    def refuse_unless_writable(self) -> None:
        """Raise LayerError, saying why, if no operation can be done."""
        if self.read_only:
            raise LayerError(self.read_only)

    def _place(self, name: str, number: str, document: Document | None) -> None:
        table = self._tables.setdefault(name, {})
        if document is None:
            table.pop(number, None)
        else:
            table[number] = document

    def _append(
        self, operation: lines.Operation, before: Mapping[tuple[str, str], Document | None]
    ) -> None:
        for name, number in before:
            operation[name][number] = self._tables[name].get(number)
        try:
            if not self._journal.begun:
                self._begin_journal()
            self._journal.append(operation)
        except OSError as error:
            raise LayerError(f"{self.path} was not changed: {reason(error)}") from error

    def _fold(self) -> None:
        """Write the layer file, saying in it how far it has taken in the journal."""
        journal = self._journal
        mark = layer_file.Mark(journal.of, journal.operations, journal.number)
        content = layer_file.content(self._tables, mark)
        self._digest = ""  # not known, if the next line fails
        self._disk.write_whole(self.path, content)
        self._digest = layer_file.digest(content)

    def _begin_journal(self) -> None:
        """Begin a journal that follows on the layer file; what it replaces must be in that file."""
        if not self._digest:
            self._digest = layer_file.digest(self._disk.read(self.path) or b"")
        self._journal.begin(self._digest)


class JournalTable(Table):
    """A TinyDB table that tells its storage which documents changed, and copies no others."""

    _storage: JournalStorage

    def __init__(
        self, storage: Storage, name: str, cache_size: int = 10, persist_empty: bool = False
    ) -> None:
        super().__init__(storage, name, cache_size, persist_empty)
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


def _tables(content: bytes) -> tuple[Tables, str]:
    """The tables of a layer file, and why they can't be read, if so."""
    try:
        return layer_file.tables(content), ""
    except ValueError as problem:
        return {}, str(problem)

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
from collections.abc import Iterator, Mapping
from datetime import UTC
from pathlib import Path
from threading import RLock
from typing import Any, TypeAlias

from tinydb.storages import Storage

from annotations import journal_lines as lines
from annotations import layer_file, layer_lines
from annotations.backups import Backups
from annotations.disk import Disk, reason
from annotations.errors import LayerError
from annotations.journal_file import JournalFile
from annotations.layer_file import Document, Tables
from annotations.layer_files import Found, LayerFiles
from annotations.layer_lock import LayerLock
from annotations.model import Clock, now
from annotations.wording import _

_FOLD_AT_LEAST = 1 << 20
"""A journal shorter than this, in bytes, is never folded on opening."""
_FOLD_SHARE = 4
"""A longer one is, when it has grown to this part of the layer file: so opening stays cheap."""
_READINGS = 5
"""How often a reader tries anew when the writer's checkpoint comes between its two readings."""

Difference: TypeAlias = tuple[str, str, Document | None, Document | None]
"""Table, number, and the document before and after."""


class JournalStorage(Storage):
    """The tables of one layer, in memory and on disk; only one process at a time may write them."""

    def __init__(
        self,
        path: Path,
        *,
        writing: bool = True,
        disk: Disk | None = None,
        clock: Clock = now,
        backups: Path | None = None,
    ) -> None:
        """Read the layer, and take the lock if it is to be written and nobody holds it.

        Args:
            path: The layer file.
            writing: Whether it may be written.
            disk: The files, for tests.
            clock: Tells the time.
            backups: The folder that earlier states of the layer file are kept in; none are without.

        Raises:
            LayerError: The file can't be read, or a newer program wrote it; nothing was changed.
        """
        self.path = path
        self.lock = RLock()
        """Held while an operation runs."""
        self.read_only = ""
        """Why every operation is refused, in a sentence; empty when none is."""
        self.waits = False
        """Whether that is so only because another program holds the lock."""
        self.ours = False
        """Whether this program wrote the layer file as it was found."""
        self.is_damaged = False
        """Whether one of the files was set aside, or will be when the layer is opened to be written."""
        self.notices: list[str] = []
        """What the reviewer should know, in sentences."""
        self._disk = disk or Disk()
        self._clock = clock
        self._backups = Backups(backups, self._disk, clock) if backups else None
        self._lock = LayerLock(path, self._disk)
        self._journal = JournalFile(path.with_name(path.name + ".journal"), self._disk)
        self._files = LayerFiles(path, self._journal.path, self._disk)
        self._tables: Tables = {}
        self._changed: dict[tuple[str, str], bool] = {}
        """What may stand otherwise in the layer file on the disk, and whether it stands there at all."""
        self._digest = ""
        """Of the layer file as it lies on the disk; empty when that is not known."""
        self._before: dict[tuple[str, str], Document | None] | None = None
        self._closed = False
        try:
            if writing:
                self._claim()
            else:
                self.read_only = _(
                    "{path} was opened to be read; only its reviewer may write it."
                ).format(path=self.path)
            self._load()
        except BaseException:
            self._let_go()
            raise

    def follow(self) -> list[Difference]:
        """Take in what another program has written since; a layer written here stays as it is.

        A layer that another program held is taken over when that one is gone: from then on it can be
        written here.

        Returns:
            What is otherwise now. When the files can't be read, nothing: all stays as it was.
        """
        with self.lock:
            if not self.read_only or self._closed:
                return []
            before = self._tables
            if self.waits and self._take_over():
                return _differences(before, self._tables)
            return self._catch_up()

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
                raise LayerError(
                    _("{path} can't be written: {why}").format(path=self.path, why=reason(error))
                ) from error

    def close(self) -> None:
        """Fold the journal into the layer file and let go of the lock; if that fails, it can wait."""
        with self.lock:
            if self._journal.operations and not self.read_only:
                with contextlib.suppress(LayerError):
                    self.checkpoint()
            self.read_only = _("{path} is closed; open it again to annotate.").format(
                path=self.path
            )
            self.waits = False
            self._closed = True
            self._let_go()

    # Opening

    def _claim(self) -> None:
        """Take the lock, or go on without and say why nothing can be written."""
        try:
            self.waits = not self._lock.take()
        except OSError as error:
            self._only_read(
                _("{path} can only be read: {why}").format(path=self.path, why=reason(error))
            )
        if self.waits:
            self._only_read(self._lock.held_by_another())

    def _take_over(self) -> bool:
        """Take the lock of a program that is gone, and read the layer as it left it."""
        try:
            if not self._lock.take():
                return False
        except OSError:
            return False
        why, self.read_only, self.waits = self.read_only, "", False
        notices, self.notices = self.notices, []
        journal, self._journal = self._journal, JournalFile(self._journal.path, self._disk)
        tables, changed = self._tables, self._changed
        try:
            self._load()
        except LayerError as error:
            self._tables, self._changed, self._journal = tables, changed, journal
            self.read_only, self.notices = str(error), [*notices, str(error)]
            self._let_go()
            return False
        journal.close()
        self.notices += [notice for notice in notices if notice != why]
        return True

    def _catch_up(self) -> list[Difference]:
        try:
            if not self._files.have_changed:
                return []
            new = self._files.new_operations()
        except OSError:
            return []
        if new is not None:
            return self._apply(new)
        before, notices = self._tables, self.notices
        self.notices = [each for each in notices if each == self.read_only]
        try:
            self._load()
        except LayerError:
            self._tables, self.notices = before, notices
            return []
        return _differences(before, self._tables)

    def _only_read(self, why: str) -> None:
        self.read_only = why
        self.notices.append(why)

    def _let_go(self) -> None:
        self._journal.close()
        self._lock.release()

    def _load(self) -> None:
        found, tables, problem, done = self._found()
        content, journal = found.content, found.journal
        version = layer_file.schema(tables) if content.strip() else journal.schema
        self._refuse_newer(max(version, journal.schema), journal.version)
        self._tables = tables
        self._changed = {}
        self.ours, self.is_damaged = done is not None, False
        self._digest = layer_file.digest(content)
        if done is not None:
            self._journal.resume(journal)
            self._apply(journal.operations[done:])
        if version < layer_file.newest() and any(self._tables.values()):
            self._migrate(version, content)
        try:
            if problem:
                self._set_aside(
                    self.path,
                    _("{path} can't be read ({problem}).").format(path=self.path, problem=problem),
                )
                self._digest = layer_file.digest(b"")
            self._set_aside_journal(journal, ours=done is not None)
        except OSError as error:
            why = _("{path} could not be mended, so it can only be read: {why}").format(
                path=self.path, why=reason(error)
            )
            self._only_read(why)
        if not self.read_only and self._journal.length > max(
            _FOLD_AT_LEAST, len(content) // _FOLD_SHARE
        ):
            with contextlib.suppress(LayerError):
                self.checkpoint()

    def _found(self) -> tuple[Found, Tables, str, int | None]:
        """What the files hold: the tables, why they can't be read, and what of the journal is in them."""
        try:
            for _reading in range(1 if self._lock.is_held else _READINGS):
                found = self._files.read()
                tables, problem = _tables(found.content)
                done = layer_file.done(tables, found.content, found.journal)
                if done is not None or problem or not found.journal.sums:
                    break
        except OSError as error:
            raise LayerError(
                _("{path} can't be read: {why}").format(path=self.path, why=reason(error))
            ) from error
        return found, tables, problem, done

    def _apply(self, operations: list[lines.Operation]) -> list[Difference]:
        """Do what a journal says."""
        found: list[Difference] = []
        for operation in operations:
            for name, documents in operation.items():
                for number, document in documents.items():
                    before = self._tables.get(name, {}).get(number)
                    found.append((name, number, before, document))
                    self._place(name, number, document)
        return found

    def _set_aside_journal(self, journal: lines.Journal, *, ours: bool) -> None:
        """Set aside a journal that is not this file's, or that is damaged from some point on."""
        path = self._journal.path
        if ours and journal.damaged:
            if not self.read_only:
                self._fold()
            self._set_aside(
                path,
                _("The last changes to {path} are damaged from one on.").format(path=self.path),
            )
            if not self.read_only:
                self._begin_journal()
        elif journal.damaged:
            self._set_aside(
                path, _("The last changes to {path} are damaged.").format(path=self.path)
            )
        elif journal.operations and not ours:
            self._set_aside(
                path,
                _("{path} belongs to another state of {name}.").format(
                    path=path, name=self.path.name
                ),
            )

    def _set_aside(self, path: Path, notice: str) -> None:
        """Rename what can't be used, and tell the reviewer."""
        self.is_damaged = True
        if self.read_only:
            self.notices.append(
                _("{notice} It was left as it is, and what it holds is missing here.").format(
                    notice=notice
                )
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
            _("{notice} It is kept as {name}, and what it holds is missing here.").format(
                notice=notice, name=aside.name
            )
        )

    def _refuse_newer(self, version: int, of_journal: int) -> None:
        if version > layer_file.newest() or of_journal > lines.VERSION:
            raise LayerError(
                _(
                    "{path} was written by a newer pizhu (version {version} of the layer, this one knows "
                    "{schema}); nothing was changed. Install a newer pizhu to open it."
                ).format(
                    path=self.path, version=max(version, of_journal), schema=layer_file.newest()
                )
            )

    def _migrate(self, version: int, content: bytes) -> None:
        """Bring what an older program wrote up to date, after its files were copied."""
        layer_file.migrate(self._tables, version)
        self._digest = ""  # no line of the file holds any more
        if self.read_only:
            return
        backups = self._backups or Backups(self.path.with_name("backups"), self._disk, self._clock)
        try:
            journal = self._disk.read(self._journal.path) or b""
            copies = [backups.keep(self.path, content), backups.keep(self._journal.path, journal)]
            self._fold()
            self._begin_journal()
        except OSError as error:
            self._only_read(
                _("{path} could not be brought up to date, so it can only be read: {why}").format(
                    path=self.path, why=reason(error)
                )
            )
        else:
            self.notices.append(
                _("{path} was brought up to date; as it was before, it is kept as {name}.").format(
                    path=self.path, name=copies[0]
                )
            )

    # Writing

    def refuse_unless_writable(self) -> None:
        """Raise LayerError, saying why, if no operation can be done."""
        if self.read_only:
            raise LayerError(self.read_only)

    def _place(self, name: str, number: str, document: Document | None) -> None:
        table = self._tables.setdefault(name, {})
        self._changed.setdefault((name, number), number in table)
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
            raise LayerError(
                _("{path} was not changed: {why}").format(path=self.path, why=reason(error))
            ) from error

    def _fold(self) -> None:
        """Write the layer file, saying in it how far it has taken in the journal."""
        journal = self._journal
        mark = layer_file.Mark(journal.of, journal.operations, journal.number)
        before = self._disk.read(self.path) or b""
        content = None
        if self._digest == layer_file.digest(before):
            content = layer_lines.rewritten(before, self._tables, self._changed, mark)
        if content is None:
            content = layer_file.content(self._tables, mark)
        if self._backups:
            self._backups.keep_daily(self.path, before)
        self._digest = ""  # not known, if the next line fails
        self._disk.write_whole(self.path, content)
        self._digest = layer_file.digest(content)
        self._changed = {}

    def _begin_journal(self) -> None:
        """Begin a journal that follows on the layer file; what it replaces must be in that file."""
        if not self._digest:
            self._digest = layer_file.digest(self._disk.read(self.path) or b"")
        self._journal.begin(self._digest, layer_file.newest())


def _tables(content: bytes) -> tuple[Tables, str]:
    """The tables of a layer file, and why they can't be read, if so."""
    try:
        return layer_file.tables(content), ""
    except ValueError as problem:
        return {}, str(problem)


def _differences(before: Tables, after: Tables) -> list[Difference]:
    found: list[Difference] = []
    for name in {**before, **after}:
        old, new = before.get(name, {}), after.get(name, {})
        found += [
            (name, number, old.get(number), new.get(number))
            for number in {**old, **new}
            if old.get(number) != new.get(number)
        ]
    return found

"""The journal's file: a line for each operation, synced before it counts.

Zeros are laid out ahead of the lines, since to sync bytes that take the place of others is much
faster, on a busy disk many times, than to sync a file that grows.

Invariant: behind the trusted lines stand zeros or nothing. After any failure the file is cut back to
its trusted lines before the next line is written; a line that was refused never counts later.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

from annotations import journal_lines as lines
from annotations.disk import Disk

AHEAD = 1 << 16
"""How far ahead zeros are laid out, in bytes."""


class JournalFile:
    """A journal open for writing; it may not be there yet."""

    def __init__(self, path: Path, disk: Disk) -> None:
        self.path = path
        self.of = ""
        """The sha256 of the layer file that the journal follows on; empty while there is no journal."""
        self.operations = 0
        """How many operations the journal holds."""
        self.length = 0
        """How many bytes its trusted lines take."""
        self.number = 0
        """The number of its last trusted line."""
        self._disk = disk
        self._handle: int | None = None
        self._size = 0
        self._ragged = False
        self._unsure = False
        self._begun = False
        self._named = False

    @property
    def begun(self) -> bool:
        """Whether operations can be appended; if not, the journal must begin first."""
        return self._begun

    def resume(self, journal: lines.Journal) -> None:
        """Go on after the trusted lines of a journal that is there."""
        self.of = journal.of
        self.operations = len(journal.operations)
        self.length = journal.length
        self.number = journal.sums[-1]
        self._size = journal.size
        self._ragged = journal.ragged
        self._unsure = journal.torn or journal.ragged
        self._begun = True

    def begin(self, of: str, schema: int) -> None:
        """Put a journal without operations in the place of the one that is there, if any.

        After a power cut the old one may be back, until an operation was appended to this one.

        Raises:
            OSError: Which of the two is there is not known, so it must begin again.
        """
        text, number = lines.header(of, schema)
        self.close()
        self._begun = self._named = False
        self._disk.put_in_place(self.path, text)
        self._begun = True
        self.of, self.operations, self.length, self.number = of, 0, len(text), number
        self._size = self.length
        self._ragged = self._unsure = False

    def append(self, operation: lines.Operation) -> None:
        """Write an operation durably.

        Raises:
            OSError: The operation does not count.
        """
        text, number = lines.line(operation, self.number)
        try:
            self._mend()
            handle = self._opened()
            end = self.length + len(text)
            zeros = 0 if end <= self._size else -end % AHEAD
            self._unsure = True
            self._disk.write(handle, text + bytes(zeros), self.length)
            self._disk.sync(handle)
        except OSError:
            with contextlib.suppress(OSError):
                self._mend()
            raise
        self._unsure = False
        self.operations += 1
        self.length = end
        self._size = max(self._size, end + zeros)
        self.number = number

    def close(self) -> None:
        if self._handle is not None:
            handle, self._handle = self._handle, None
            self._disk.close(handle)

    def _opened(self) -> int:
        if self._handle is None:
            self._handle = self._disk.change(self.path)
        if not self._named:
            # Whoever began this journal left its name to be synced by the first to need it.
            self._disk.sync_folder(self.path.parent)
            self._named = True
        return self._handle

    def _mend(self) -> None:
        """Cut off what a refused or interrupted operation left behind the trusted lines."""
        if not self._unsure:
            return
        handle = self._opened()
        self._disk.truncate(handle, self.length)
        if self._ragged:
            self._disk.write(handle, b"\n", self.length)
        self._disk.sync(handle)
        self.length += self._ragged
        self._size = self.length
        self._ragged = self._unsure = False

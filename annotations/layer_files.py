"""The two files of a layer as another program may be writing them: read, and asked whether they changed.

Invariant: what was read is followed gaplessly. `new_operations` gives what came since, or nothing when
that can't be told from the journal alone; then everything must be read anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from annotations import journal_lines as lines
from annotations import layer_file
from annotations.disk import Disk, Look


@dataclass(frozen=True, slots=True)
class Found:
    """What the files held."""

    content: bytes
    """The layer file's; empty when there is none."""
    journal: lines.Journal


class LayerFiles:
    """The layer file and the journal of one layer; every failure is an `OSError`."""

    def __init__(self, path: Path, journal: Path, disk: Disk) -> None:
        self._path = path
        self._journal = journal
        self._disk = disk
        self._known = lines.Journal()
        """The journal as it was read last."""
        self._digest = ""
        """Of the layer file as it was read last, when no journal named it."""
        self._looked: tuple[Look | None, Look | None] = (None, None)
        """What the files were like then."""

    def read(self) -> Found:
        """Read both."""
        looked = self._look(0)
        found = Found(self._disk.read(self._path) or b"", self._read_journal())
        self._seen(found.journal, looked)
        self._digest = (
            layer_file.digest(found.content) if not found.journal.of else found.journal.of
        )
        return found

    @property
    def have_changed(self) -> bool:
        """Whether they are otherwise than when they were read last.

        The bytes where the next line of the journal would stand are looked at too, since a clock may
        not tell two changes apart, and the journal's length stays the same for many.
        """
        return self._look(self._known.length) != self._looked

    def new_operations(self) -> list[lines.Operation] | None:
        """The operations since the last reading; None when there is more to it than those."""
        looked, known = self._look(0), self._known
        journal = self._read_journal()
        if journal.damaged:
            return None
        if looked[0] == self._looked[0]:
            same = journal.sums[: len(known.sums)] == known.sums
            if not same or journal.of != (known.of or self._digest):
                return None
            new = journal.operations[len(known.operations) :]
        else:
            # Most often the writer has only taken in the journal that was read already.
            content = self._disk.read(self._path) or b""
            mark = layer_file.Mark(known.of, len(known.operations), (known.sums or [0])[-1])
            if layer_file.mark(content) != mark or journal.of != layer_file.digest(content):
                return None
            new = journal.operations
        self._seen(journal, looked)
        return new

    def _read_journal(self) -> lines.Journal:
        return lines.read(self._disk.read(self._journal) or b"")

    def _look(self, at: int) -> tuple[Look | None, Look | None]:
        return self._disk.look(self._path), self._disk.look(self._journal, at)

    def _seen(self, journal: lines.Journal, looked: tuple[Look | None, Look | None]) -> None:
        layer, of_journal = looked
        self._known = journal
        self._looked = layer, of_journal and (*of_journal[:3], journal.next)

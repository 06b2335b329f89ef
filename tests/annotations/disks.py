"""Disks that forget, fail and stop, in memory.

A `MemoryDisk` keeps apart what programs see from what is on the medium: bytes get there by `sync`,
names by `sync_folder`. `after_power_cut` gives the disks that a power cut could leave: of the changes
to names since the last sync any may have got there, each whole; and of the files the bytes that were
synced, those seen last, or either half of what was written since.
"""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import product
from pathlib import Path

from annotations.disk import Disk, Look


class Stop(BaseException):
    """The program ends here, as by SIGKILL or by a power cut."""


@dataclass
class File:
    seen: bytes = b""
    synced: bytes = b""


@dataclass
class Fault:
    """What goes wrong, and when; steps count from 0."""

    at: int
    raises: BaseException
    lasting: bool = False
    partly: bool = False
    """Whether a write gets half of its bytes down before, and any other step is done before."""

    def strikes(self, step: int) -> bool:
        return step == self.at or (self.lasting and step > self.at)


def full() -> OSError:
    return OSError(errno.ENOSPC, "No space left on device")


@dataclass
class MemoryDisk(Disk):
    names: dict[Path, File] = field(default_factory=dict)
    fault: Fault | None = None
    without_sync: int | None = None
    """Which sync, counted from 0, returns without doing anything."""
    steps: int = 0
    syncs: int = 0
    kinds: list[str] = field(default_factory=list)
    """What each sync was for."""
    read_only: bool = False

    def __post_init__(self) -> None:
        self._synced_names = dict(self.names)
        self._unsynced: list[tuple[Path, Path, File | None]] = []  # from, to, and what was renamed
        self._handles: dict[int, File] = {}
        self._locked: dict[int, Path] = {}
        self._next = 100

    def make_folder(self, folder: Path) -> list[Path]:  # noqa: ARG002 - folders are always there
        if self.read_only:
            raise PermissionError(errno.EACCES, "Permission denied")
        return []

    def look(self, path: Path, at: int = 0) -> Look | None:
        file = self.names.get(path)
        return None if file is None else (id(file), len(file.seen), 0, file.seen[at : at + 16])

    def read(self, path: Path) -> bytes | None:
        file = self.names.get(path)
        return None if file is None else file.seen

    def exists(self, path: Path) -> bool:
        return path in self.names

    def create(self, path: Path) -> int:
        self._step()
        if path in self.names:
            self.names[path].seen = b""
        else:
            self.names[path] = File()
            self._unsynced.append((path, path, self.names[path]))
        return self._open(self.names[path])

    def change(self, path: Path) -> int:
        return self._open(self.names[path])

    def write(self, handle: int, content: bytes, at: int) -> None:
        file = self._handles[handle]
        try:
            self._step()
        except BaseException:
            if self.fault and self.fault.partly:
                half = content.rstrip(b"\0")
                file.seen = _over(file.seen, half[: len(half) // 2], at)
            raise
        file.seen = _over(file.seen, content, at)

    def truncate(self, handle: int, length: int) -> None:
        def change() -> None:
            self._handles[handle].seen = self._handles[handle].seen[:length]

        self._does(change)

    def sync(self, handle: int) -> None:
        def change() -> None:
            if self._counts("bytes"):
                self._handles[handle].synced = self._handles[handle].seen

        self._does(change)

    def close(self, handle: int) -> None:
        self._handles.pop(handle, None)
        self._locked.pop(handle, None)

    def rename(self, old: Path, new: Path) -> None:
        def change() -> None:
            self.names[new] = self.names.pop(old)
            self._unsynced.append((old, new, self.names[new]))

        self._does(change)

    def remove(self, path: Path) -> None:
        self._step()
        if self.names.pop(path, None):
            self._unsynced.append((path, path, None))

    def sync_folder(self, folder: Path) -> None:  # noqa: ARG002 - there is one folder
        def change() -> None:
            if self._counts("names"):
                self._synced_names = dict(self.names)
                self._unsynced = []

        self._does(change)

    def lock(self, path: Path) -> int | None:
        if path in self._locked.values():
            return None
        handle = self._open(File())
        self._locked[handle] = path
        return handle

    def unlock(self, path: Path, handle: int) -> None:  # noqa: ARG002 - locks have no files here
        self.close(handle)

    def named(self, part: str) -> list[Path]:
        return [path for path in self.names if part in path.name]

    def after_kill(self) -> MemoryDisk:
        """The disk after the program was killed: all that it wrote is there, locks are gone."""
        files = {id(file): replace(file) for file in self._files()}
        disk = MemoryDisk({path: files[id(file)] for path, file in self.names.items()})
        disk._synced_names = {path: files[id(file)] for path, file in self._synced_names.items()}
        disk._unsynced = [(old, new, file and files[id(file)]) for old, new, file in self._unsynced]
        return disk

    def after_power_cut(self) -> Iterator[MemoryDisk]:
        for kept in product((False, True), repeat=len(self._unsynced)):
            names = dict(self._synced_names)
            for (old, new, file), there in zip(self._unsynced, kept, strict=True):
                if there:
                    names.pop(old, None)
                    names |= {new: file} if file else {}
            for survived in (_synced, _seen, _head, _tail):
                files = {path: survived(file) for path, file in names.items()}
                yield MemoryDisk({path: File(left, left) for path, left in files.items()})

    def _files(self) -> Iterator[File]:
        yield from self.names.values()
        yield from self._synced_names.values()
        yield from (file for _, _, file in self._unsynced if file)

    def _open(self, file: File) -> int:
        self._next += 1
        self._handles[self._next] = file
        return self._next

    def _does(self, change: Callable[[], None]) -> None:
        """Do a step, or fail before or after it."""
        try:
            self._step()
        except BaseException:
            if self.fault and self.fault.partly:
                change()
            raise
        change()

    def _step(self) -> None:
        step, self.steps = self.steps, self.steps + 1
        if self.fault and self.fault.strikes(step):
            raise self.fault.raises

    def _counts(self, kind: str) -> bool:
        sync, self.syncs = self.syncs, self.syncs + 1
        self.kinds.append(kind)
        return sync != self.without_sync


def _synced(file: File) -> bytes:
    return file.synced


def _seen(file: File) -> bytes:
    return file.seen


def _head(file: File) -> bytes:
    """The file with the first half of what was not synced."""
    start, end = _unsynced(file)
    return _over(file.synced, file.seen[start : (start + end) // 2], start)


def _tail(file: File) -> bytes:
    """The file with the second half of what was not synced."""
    start, end = _unsynced(file)
    middle = (start + end) // 2
    return _over(file.synced, file.seen[middle:end], middle)


def _unsynced(file: File) -> tuple[int, int]:
    """Where the bytes begin and end that differ from those synced, zeros at the end aside."""
    old, new = file.synced, file.seen
    differing = [at for at, byte in enumerate(new) if byte != (old[at] if at < len(old) else 0)]
    return (differing[0], differing[-1] + 1) if differing else (0, 0)


def _over(below: bytes, above: bytes, at: int) -> bytes:
    """The bytes with others written over them; what lies between the two is zeros."""
    return below[:at].ljust(at, b"\0") + above + below[at + len(above) :]

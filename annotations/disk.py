"""The few steps on files that everything durable is made of.

Invariant: after `sync` of a handle its bytes, and after `sync_folder` the names in that folder,
survive a power cut. Nothing else in this package calls the operating system for a file that must
last, so a test can stand in for the disk and cut the power between any two steps.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import sys
from pathlib import Path
from typing import TypeAlias

from annotations.foreign import by_system
from annotations.wording import _

_UNSYNCABLE = (errno.EINVAL, errno.ENOTSUP)
"""What some network file systems answer when a folder is to be synced: they have no such step."""


_LOOKED_AT = 16
"""Bytes."""

Look: TypeAlias = tuple[int, int, int, bytes]
"""Number, size and time of change of a file, and a few of its bytes."""


class Disk:
    """The operating system's files; handles are file descriptors and every failure is an `OSError`."""

    def make_folder(self, folder: Path) -> list[Path]:
        """Make the folder and those above it, durably; one that is there is left alone.

        Returns:
            The folders that were not there, the outermost first.
        """
        missing = []
        while not folder.is_dir():
            missing.append(folder)
            if folder == folder.parent:
                break
            folder = folder.parent
        missing.reverse()
        for new in missing:
            new.mkdir(exist_ok=True)
            self.sync_folder(new.parent)
        return missing

    def remove_empty(self, folder: Path) -> None:
        """Take a folder away if nothing lies in it."""
        with contextlib.suppress(OSError):
            folder.rmdir()

    def read(self, path: Path) -> bytes | None:
        """The whole file; None when there is none."""
        try:
            return path.read_bytes()
        except FileNotFoundError:
            return None

    def exists(self, path: Path) -> bool:
        return os.path.lexists(path)

    def look(self, path: Path, at: int = 0) -> Look | None:
        """What tells whether a file has changed; None when there is none.

        The file is opened for it, since a network file system may otherwise answer from memory.

        Args:
            path: The file.
            at: Where the few bytes stand that are looked at.
        """
        try:
            handle = os.open(path, os.O_RDONLY)
        except FileNotFoundError:
            return None
        try:
            found = os.fstat(handle)
            return found.st_ino, found.st_size, found.st_mtime_ns, os.pread(handle, _LOOKED_AT, at)
        finally:
            os.close(handle)

    def create(self, path: Path) -> int:
        """Open for writing a file that is new, or emptied."""
        return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)

    def change(self, path: Path) -> int:
        """Open for writing a file that is there."""
        return os.open(path, os.O_WRONLY)

    def write(self, handle: int, content: bytes, at: int) -> None:
        """Write all of `content` at a place in bytes; after an error any part may have been written."""
        left = memoryview(content)
        while left:
            written = os.pwrite(handle, left, at)
            left, at = left[written:], at + written

    def truncate(self, handle: int, length: int) -> None:
        """Cut the file to `length` bytes."""
        os.ftruncate(handle, length)

    def sync(self, handle: int) -> None:
        """Return when the file's bytes and length are on the medium."""
        if sys.platform == "darwin":
            # There, fsync leaves the bytes in the drive's own cache.
            fcntl.fcntl(handle, fcntl.F_FULLFSYNC)
        else:
            os.fdatasync(handle)

    def close(self, handle: int) -> None:
        os.close(handle)

    def rename(self, old: Path, new: Path) -> None:
        """Give a file another name in the same folder, over a file that has it already."""
        old.replace(new)

    def remove(self, path: Path) -> None:
        path.unlink(missing_ok=True)

    def sync_folder(self, folder: Path) -> None:
        """Return when the folder's names are on the medium."""
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        except OSError as error:
            if error.errno not in _UNSYNCABLE:
                raise
        finally:
            os.close(handle)

    def lock(self, path: Path) -> int | None:
        """Take the lock that this file stands for, making the file if need be.

        The file says who holds it: the machine's name and the process's number.

        Returns:
            A handle that holds the lock until it is closed or the process ends; None when another
            holds it.
        """
        while True:
            handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                # Whoever held it may have taken the file away: then this is a lock on nothing.
                if _is_called(handle, path):
                    os.ftruncate(handle, 0)
                    os.pwrite(handle, f"{os.uname().nodename} {os.getpid()}\n".encode(), 0)
                    return handle
            except BlockingIOError:
                os.close(handle)
                return None
            except BaseException:
                os.close(handle)
                raise
            os.close(handle)

    def unlock(self, path: Path, handle: int) -> None:
        """Let go of a lock; its file goes with it."""
        with contextlib.suppress(OSError):
            if _is_called(handle, path):
                self.remove(path)
        self.close(handle)

    def is_locked(self, path: Path) -> bool:
        """Whether somebody holds the lock that a file stands for; nothing is made or changed."""
        try:
            handle = os.open(path, os.O_RDWR)
        except FileNotFoundError:
            return False
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        finally:
            os.close(handle)
        return False

    def write_whole(self, path: Path, content: bytes) -> None:
        """Give the file this content, durably, or leave it as it is.

        The folder's sync comes last; when that alone fails, the new content may already be there.
        """
        self.put_in_place(path, content)
        self.sync_folder(path.parent)

    def put_in_place(self, path: Path, content: bytes) -> None:
        """The same, but for the folder's sync: after a power cut either content may be there."""
        new = path.with_name(path.name + ".new")
        try:
            handle = self.create(new)
            try:
                self.write(handle, content, 0)
                self.sync(handle)
            finally:
                self.close(handle)
            self.rename(new, path)
        except OSError:
            # Half a file on a full disk would keep the room that the next attempt needs.
            with contextlib.suppress(OSError):
                self.remove(new)
            raise


def _is_called(handle: int, path: Path) -> bool:
    """Whether a file that is open still has this name."""
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


def reason(error: OSError) -> str:
    """Why a file could not be written and what to do, to end a sentence with."""
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return _("the disk is full; make room and do it again.")
        case errno.EACCES | errno.EPERM:
            return _("this account may not write there; change the permissions or work on a copy.")
        case errno.EROFS:
            return _("that disk can only be read; work on a copy.")
        case _:
            return _("the system says “{why}”; check the disk and do it again.").format(
                why=by_system(error)
            )

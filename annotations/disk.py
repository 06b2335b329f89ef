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

_UNSYNCABLE = (errno.EINVAL, errno.ENOTSUP)
"""What some network file systems answer when a folder is to be synced: they have no such step."""


class Disk:
    """The operating system's files; handles are file descriptors and every failure is an `OSError`."""

    def make_folder(self, folder: Path) -> None:
        """Make the folder and those above it, durably; one that is there is left alone."""
        missing = []
        while not folder.is_dir():
            missing.append(folder)
            if folder == folder.parent:
                break
            folder = folder.parent
        for new in reversed(missing):
            new.mkdir(exist_ok=True)
            self.sync_folder(new.parent)

    def read(self, path: Path) -> bytes | None:
        """The whole file; None when there is none."""
        try:
            return path.read_bytes()
        except FileNotFoundError:
            return None

    def exists(self, path: Path) -> bool:
        return os.path.lexists(path)

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

        Returns:
            A handle that holds the lock until it is closed or the process ends; None when another
            holds it.
        """
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            return None
        except BaseException:
            os.close(handle)
            raise
        return handle

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


def reason(error: OSError) -> str:
    """Why a file could not be written and what to do, to end a sentence with."""
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return "the disk is full; make room and do it again."
        case errno.EACCES | errno.EPERM:
            return "this account may not write there; change the permissions or work on a copy."
        case errno.EROFS:
            return "that disk can only be read; work on a copy."
        case _:
            return f"the system says “{error.strerror or error}”; check the disk and do it again."

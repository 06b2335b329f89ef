"""The user's own small files: JSON objects in the XDG state folder, shared by every pizhu that runs.

Invariant: a file is written whole or not at all, and what is written is what the file held a moment
ago with one change done to it, so that two programs never lose each other's entries. What can't be
understood is kept aside and told, never written over.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from annotations.foreign import by_system
from reader.paths import write_whole
from reader.wording import _

Entries = dict[str, Any]

_PATIENCE = 2.0
"""Seconds after which another program that holds a file is no longer waited for."""
_AGAIN = 0.01
"""Seconds between two tries."""


class StateFile:
    """One JSON object of entries that other programs may change too."""

    def __init__(self, path: Path, is_right: Callable[[Any], bool]) -> None:
        """
        Args:
            path: The file; made when something is first written.
            is_right: Whether an entry is as it should be.
        """
        self.path = path
        self._is_right = is_right
        self.notices: list[str] = []
        """What the user should be told about the file, as sentences."""

    def read(self) -> Entries:
        """The entries as they are now; of a damaged file, those that are right.

        A file that can't be read counts as empty, and the user is told.
        """
        try:
            return self._read()
        except OSError as error:
            self._notice(
                _("{path}: it can't be read ({why}).").format(path=self.path, why=by_system(error))
            )
            return {}

    def change(self, change: Callable[[Entries], None]) -> Entries:
        """Do something to the entries as they are now, and write them.

        Returns:
            The entries as they are then.

        Raises:
            OSError: The file can't be read or written, or is held by another program; it is as it was.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self._held():
            entries = self._read()
            change(entries)
            write_whole(self.path, json.dumps(entries, ensure_ascii=False, indent=0).encode())
        return entries

    def _read(self) -> Entries:
        try:
            stored = json.loads(self.path.read_bytes())
        except FileNotFoundError:
            return {}
        except (ValueError, RecursionError):
            stored = None
        if not isinstance(stored, dict):
            self._keep_aside(goes=True)
            return {}
        right = {key: entry for key, entry in stored.items() if self._is_right(entry)}
        if len(right) < len(stored):
            self._keep_aside(goes=False)
        return right

    def _keep_aside(self, *, goes: bool) -> None:
        """Keep a damaged file under another name; `goes` when nothing in it is of use."""
        for number in range(1, 1000):
            aside = self.path.with_name(f"{self.path.stem}.damaged-{number}{self.path.suffix}")
            if aside.exists():
                if aside.read_bytes() == self.path.read_bytes():
                    break
                continue
            if goes:
                self.path.replace(aside)
            else:
                shutil.copyfile(self.path, aside)
            break
        self._notice(
            _(
                "{path} was damaged. It was kept as {aside}; what could be read of it is here."
            ).format(path=self.path, aside=aside.name)
        )

    def _notice(self, sentence: str) -> None:
        if sentence not in self.notices:
            self.notices.append(sentence)

    @contextmanager
    def _held(self) -> Iterator[None]:
        """Keep other programs from changing the file meanwhile."""
        handle = os.open(
            self.path.with_name(f".{self.path.name}.lock"), os.O_RDWR | os.O_CREAT, 0o600
        )
        try:
            until = time.monotonic() + _PATIENCE
            while True:
                try:
                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if time.monotonic() > until:
                        raise
                    time.sleep(_AGAIN)
            yield
        finally:
            os.close(handle)

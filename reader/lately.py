"""The texts and folders that were opened lately, so that they are found again without their names."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reader.state import Entries, StateFile

_MOST = 100


@dataclass(frozen=True, slots=True)
class Opened:
    """Something that was opened."""

    path: Path
    """From the root."""
    is_folder: bool
    when: float
    """When, in seconds since 1970."""

    def is_there(self) -> bool:
        """Whether there still is something at the path."""
        return self.path.exists()


class Lately:
    """What was opened lately, by this program or another."""

    def __init__(self, path: Path, *, clock: Callable[[], float] = time.time) -> None:
        """
        Args:
            path: The file.
            clock: Tells the time, in seconds since 1970.
        """
        self._file = StateFile(path, _is_right)
        self._clock = clock

    @property
    def notices(self) -> list[str]:
        """What the user should be told about the file."""
        return self._file.notices

    def all(self) -> list[Opened]:
        """All of it, the latest first."""
        opened = [
            Opened(Path(path), bool(entry["folder"]), float(entry["when"]))
            for path, entry in self._file.read().items()
        ]
        return sorted(opened, key=lambda each: each.when, reverse=True)

    def add(self, paths: Iterable[str | Path]) -> None:
        """Texts and folders are opened now; standard input is nothing to open again.

        Raises:
            OSError: It can't be written.
        """
        found = [Path(path).absolute() for path in paths if str(path) != "-"]

        def change(entries: Entries) -> None:
            now = round(self._clock(), 3)
            for path in found:
                entries[str(path)] = {"folder": path.is_dir(), "when": now}
            by_time = sorted(entries, key=lambda path: float(entries[path]["when"]))
            for path_gone in by_time[: max(0, len(entries) - _MOST)]:
                del entries[path_gone]

        if found:
            self._file.change(change)

    def forget(self, path: Path) -> None:
        """Take one out of the list.

        Raises:
            OSError: It can't be written.
        """
        self._file.change(lambda entries: entries.pop(str(path), None) and None)


def _is_right(entry: Any) -> bool:
    return (
        isinstance(entry, dict)
        and isinstance(entry.get("folder"), bool)
        and isinstance(entry.get("when"), int | float)
        and not isinstance(entry["when"], bool)
    )

"""Notices which texts of a workspace appeared, changed or went away since they were looked at last.

Invariant: a file is told of only after two looks found it the same, so that one which is just being
written is not read in halves, and one that an editor replaces is not taken for gone.

The folders are gone through again and again (it works on every file system, over networks too) and
nothing is opened: a name, a size and a time of change a file are all that is asked for.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from reader.text.source import STANDARD_INPUT
from reader.workspace import is_text_name

Stamp = tuple[int, int, int]
"""Size, time of change in nanoseconds, and number of the file."""


@dataclass(frozen=True)
class Seen:
    """What became of the texts since the look before."""

    appeared: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.appeared or self.changed or self.gone)


class Watcher:
    """Looks at the texts and folders that a workspace was opened with."""

    def __init__(self, asked: Iterable[str], stamps: Mapping[str, Stamp] | None = None) -> None:
        """
        Args:
            asked: Texts, and folders in which texts may appear.
            stamps: What the texts were like when they were read; by itself, what they are like now.
        """
        self._asked = tuple(path for path in asked if path != STANDARD_INPUT)
        self._known = dict(stamps_of(self._asked) if stamps is None else stamps)
        self._before = dict(self._known)

    def look(self) -> Seen:
        """Look once; see `Seen`."""
        now = stamps_of(self._asked)
        settled = {path: stamp for path, stamp in now.items() if self._before.get(path) == stamp}
        missing = [path for path in self._known if path not in now and path not in self._before]
        appeared = [path for path in settled if path not in self._known]
        changed = [path for path, stamp in settled.items() if self._known.get(path, stamp) != stamp]
        self._known.update((path, settled[path]) for path in (*appeared, *changed))
        for path in missing:
            del self._known[path]
        self._before = now
        return Seen(tuple(appeared), tuple(changed), tuple(missing))


def stamps_of(asked: Iterable[str]) -> dict[str, Stamp]:
    """The stamps of the texts that are named, and of all texts in the folders that are."""
    found: dict[str, Stamp] = {}
    for path in asked:
        if Path(path).is_dir():
            found.update(_stamps_under(path))
        else:
            with suppress(OSError):
                found[path] = _stamp(Path(path).stat())
    return found


def _stamps_under(folder: str) -> Iterator[tuple[str, Stamp]]:
    waiting = [folder]
    while waiting:
        # A folder that can't be read any more has no texts to tell of; those above it still do.
        with suppress(OSError), os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.name.startswith("."):
                    continue
                with suppress(OSError):
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
                    elif is_text_name(entry.name):
                        # As `Path` writes it, which is how the workspace names it.
                        yield entry.path.removeprefix("./"), _stamp(entry.stat())


def _stamp(status: os.stat_result) -> Stamp:
    return status.st_size, status.st_mtime_ns, status.st_ino

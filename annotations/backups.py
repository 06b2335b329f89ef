"""Earlier states of a layer file, kept for the day when somebody wants one back.

Invariant: a backup is a whole file, gzipped, that no later step changes; what is thinned out is always
older than the newest few.
"""

from __future__ import annotations

import contextlib
import gzip
import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from annotations.disk import Disk
from annotations.model import Clock

NEWEST = 7
"""So many are kept however old they are."""
LONGEST = timedelta(days=92)
"""Of older ones one a week is kept, for so long."""
_DAY = timedelta(days=1)
_STAMP = "%Y%m%dT%H%M%SZ"
_NAME = re.compile(r"(?P<file>.+)\.(?P<stamp>\d{8}T\d{6}Z)\.gz").fullmatch


class Backups:
    """The backups in one folder; each bears its file's name and the moment when it was made."""

    def __init__(self, folder: Path, disk: Disk, clock: Clock) -> None:
        """
        Args:
            folder: Where they lie; made when the first is.
            disk: The files.
            clock: Tells the time.
        """
        self.folder = folder
        self._disk = disk
        self._clock = clock

    def keep_daily(self, path: Path, content: bytes) -> None:
        """Keep a file's content unless one of the last day is there; a disk that refuses may.

        Args:
            path: The file, for its name.
            content: What it holds; nothing is kept of nothing.
        """
        with contextlib.suppress(OSError):
            made = self._of(path.name)
            if content and (not made or self._now() - made[0] >= _DAY):
                self.keep(path, content)

    def keep(self, path: Path, content: bytes) -> Path:
        """Keep a file's content now.

        Returns:
            The backup.

        Raises:
            OSError: It can't be written.
        """
        self._disk.make_folder(self.folder)
        kept = self._file(path.name, self._now())
        # The time within is left out, so that the same content makes the same file.
        self._disk.write_whole(kept, gzip.compress(content, 1, mtime=0))
        for moment in superfluous(self._of(path.name)):
            self._disk.remove(self._file(path.name, moment))
        return kept

    def _of(self, name: str) -> list[datetime]:
        """When backups of a file were made, the newest first."""
        if not self.folder.is_dir():
            return []
        found = [_NAME(each.name) for each in self.folder.iterdir()]
        moments = [_moment(each["stamp"]) for each in found if each and each["file"] == name]
        return sorted((moment for moment in moments if moment is not None), reverse=True)

    def _file(self, name: str, moment: datetime) -> Path:
        return self.folder / f"{name}.{moment.strftime(_STAMP)}.gz"

    def _now(self) -> datetime:
        return self._clock().astimezone(UTC)


def _moment(stamp: str) -> datetime | None:
    try:
        return datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None


def superfluous(moments: Sequence[datetime]) -> list[datetime]:
    """Those of the backups, given newest first, that need not be kept any longer."""
    weeks: set[tuple[int, int]] = set()
    found = []
    for number, moment in enumerate(moments):
        week = moment.isocalendar()[:2]
        if number >= NEWEST and (moments[0] - moment > LONGEST or week in weeks):
            found.append(moment)
        weeks.add((week[0], week[1]))
    return found

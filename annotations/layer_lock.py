"""Who may write a layer: the one program that holds the lock of the file beside it.

Invariant: what was made to take the lock, its file and folders that are still empty, goes with it.
"""

from __future__ import annotations

from pathlib import Path

from annotations.disk import Disk
from annotations.wording import _


class LayerLock:
    """The lock of one layer, not taken yet."""

    def __init__(self, layer: Path, disk: Disk) -> None:
        self._layer = layer
        self._path = layer.with_name(layer.name + ".lock")
        self._disk = disk
        self._handle: int | None = None
        self._folders: list[Path] = []
        """Those that were made for it, the outermost first."""

    @property
    def is_held(self) -> bool:
        """Whether this program holds it."""
        return self._handle is not None

    def take(self) -> bool:
        """Take it if nobody holds it, making its folder if need be.

        Returns:
            Whether it is held here now.

        Raises:
            OSError: It can't be taken here at all.
        """
        self._folders += self._disk.make_folder(self._path.parent)
        self._handle = self._disk.lock(self._path)
        return self.is_held

    def release(self) -> None:
        """Let others take it; a second call does nothing."""
        if self._handle is None:
            return
        handle, self._handle = self._handle, None
        self._disk.unlock(self._path, handle)
        # A folder that was only looked into is left as it was.
        while self._folders:
            self._disk.remove_empty(self._folders.pop())

    def held_by_another(self) -> str:
        """Who holds it, and what that means, in a sentence."""
        try:
            holder = (self._disk.read(self._path) or b"").decode().split()
        except (OSError, UnicodeDecodeError):
            holder = []
        if len(holder) == 2:
            return _(
                "{path} is open in another pizhu (on {machine}, process {process}), so here it can only be "
                "read; close the other one to annotate here."
            ).format(path=self._layer, machine=holder[0], process=holder[1])
        return _(
            "{path} is open in another pizhu, so here it can only be read; close the other one to "
            "annotate here."
        ).format(path=self._layer)

"""What the other reviewers of a workspace annotated: read only, and followed while they work.

Invariant: no file of another reviewer is made, changed or locked. To look is to open two files a
layer and ask for their sizes and times, which is done as well over a network; only what has changed is
read.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from threading import Lock, RLock

from annotations.errors import LayerError
from annotations.model import Annotation
from annotations.span import Span
from annotations.store import Layer
from reader.workspace import Workspace

EVERY = 1.0
"""Seconds between two looks: who annotates beside one is seen within two."""


class Others:
    """The layers of all reviewers but one; safe for several threads."""

    def __init__(self, workspace: Workspace, own: Path) -> None:
        """Nothing is read before the first `poll`.

        Args:
            workspace: Where the layers are.
            own: The layer file that is left out.
        """
        self._workspace = workspace
        self._own = own
        self._layers: dict[Path, Layer] = {}
        self._problems: dict[Path, str] = {}
        self._lock = RLock()
        self._polling = Lock()
        """Held while files are read; whoever asks for annotations need not wait for that."""

    def poll(self) -> frozenset[str]:
        """Look whether another reviewer has done anything; takes a while when much is new.

        Returns:
            The hashes of the sources of which others say something else now.
        """
        changed: set[str] = set()
        with self._polling:
            paths = [path for path in self._workspace.layer_files() if path != self._own]
            known, problems = self._layers, {}
            layers: dict[Path, Layer] = {}
            for path in paths:
                try:
                    layer = known.get(path)
                    if layer is None:
                        layer = Layer.open(path, creator=path.stem, writing=False)
                        changed |= _sources(layer)
                    else:
                        changed |= layer.follow()
                    layers[path] = layer
                except LayerError as error:
                    problems[path] = str(error)
            for path in known.keys() - layers.keys():
                changed |= _sources(known[path])
            with self._lock:
                self._layers, self._problems = layers, problems
        return frozenset(changed)

    @property
    def reviewers(self) -> tuple[str, ...]:
        """The names of the others, in order."""
        with self._lock:
            return tuple(sorted(layer.creator for layer in self._layers.values()))

    @property
    def problems(self) -> tuple[str, ...]:
        """What can't be read of their layers, in sentences."""
        with self._lock:
            notices = [notice for layer in self._layers.values() for notice in layer.notices]
            return (*self._problems.values(), *notices)

    def of_source(self, source: str) -> list[Annotation]:
        """What others annotated of a source, by place.

        Args:
            source: Hexadecimal SHA-256 of the source's bytes.
        """
        with self._lock:
            found = [each for layer in self._layers.values() for each in layer.of_source(source)]
        # A layer that was copied under another name holds the same annotations once more.
        return sorted({each.id: each for each in found}.values(), key=lambda each: each.place)

    def overlapping(self, source: str, spans: Iterable[Span]) -> list[Annotation]:
        """Those that share a raw character of a source with any of the spans, by place."""
        wanted = tuple(spans)
        with self._lock:
            found = [
                each
                for layer in self._layers.values()
                for each in layer.index(source).overlapping(wanted)
            ]
        return sorted(found, key=lambda each: each.place)

    def close(self) -> None:
        """Let go of all layers; nothing is left behind."""
        with self._lock:
            for layer in self._layers.values():
                layer.close()
            self._layers = {}


def _sources(layer: Layer) -> frozenset[str]:
    return layer.sources() | layer.corrected_sources

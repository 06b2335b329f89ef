"""A reviewer's layer: annotations that are durable once they are said to be, and undo for each step.

Invariant: what a `Layer` shows is what its files hold. A change is first made durable, then shown;
one that can't be made durable is refused and not shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from annotations.disk import Disk
from annotations.errors import AnnotationError, LayerError
from annotations.history import History, Kept
from annotations.index import AnnotationIndex
from annotations.journal import JournalStorage, JournalTable, LayerDatabase
from annotations.layer_file import Document
from annotations.model import Annotation, Clock, from_document, instant, now, to_document
from annotations.shelf import Shelf

_ANNOTATIONS = "annotations"
_HISTORY = "history"


class Layer:
    """All annotations of one reviewer in one workspace; may be used from several threads."""

    def __init__(
        self, path: Path, *, creator: str, writing: bool, clock: Clock, disk: Disk | None
    ) -> None:
        """See `open`."""
        self.path = path
        """The layer file."""
        self.creator = creator
        """The reviewer's name."""
        self._clock = clock
        self._database = LayerDatabase(path, writing=writing, disk=disk, clock=clock)
        storage = self._database.storage
        assert isinstance(storage, JournalStorage)  # noqa: S101 - for the type checker
        self._storage = storage
        self._table = self._named(_ANNOTATIONS)
        self._lock = storage.lock
        self._shelf = Shelf(self._documents())
        if not storage.ours:
            self._shelf.all()  # somebody else wrote it, so that what can't be read is told now
        self._indexes: dict[str, AnnotationIndex] = {}
        self._history = History(self._named(_HISTORY))

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        creator: str,
        writing: bool = True,
        clock: Clock = now,
        disk: Disk | None = None,
    ) -> Self:
        """Open a layer, or begin one where there is none; its folder is made.

        A layer that another process has open, or that this account may not write, is opened for
        reading, and a notice says so.

        Args:
            path: The layer file, such as `.pizhu/layers/wong.json`.
            creator: The reviewer's name.
            writing: Whether it may be written; another reviewer's layer is opened with `False`,
                which makes and changes no file.
            clock: Tells the time, for the history and for the names of files set aside.
            disk: The files, for tests.

        Raises:
            LayerError: The file can't be read, or was written by a newer program; nothing is changed.
        """
        return cls(path, creator=creator, writing=writing, clock=clock, disk=disk)

    @property
    def read_only(self) -> bool:
        """Whether every change is refused."""
        return bool(self._storage.read_only)

    @property
    def notices(self) -> tuple[str, ...]:
        """What the reviewer should be told about the files, in sentences."""
        unread = (f"{self.path}: {problem}" for problem in self._shelf.unread)
        return (*self._storage.notices, *unread)

    def __len__(self) -> int:
        return len(self._shelf)

    def __iter__(self) -> Iterator[Annotation]:
        """By the time of making."""
        with self._lock:
            annotations = self._shelf.all()
        return iter(sorted(annotations, key=lambda annotation: (annotation.created, annotation.id)))

    def get(self, id: str) -> Annotation | None:  # noqa: A002 - the field's name
        """The annotation of this id."""
        made = self._shelf.made(id)
        if made is None:
            with self._lock:
                made = self._shelf.get(id)
        return made

    def of_source(self, source: str) -> list[Annotation]:
        """The annotations of a source by place: first raw offset, then length.

        Args:
            source: Hexadecimal SHA-256 of the source's bytes.
        """
        return list(self.index(source))

    def index(self, source: str) -> AnnotationIndex:
        """The annotations of a source, to be asked by place; the layer keeps it up to date."""
        index = self._indexes.get(source)
        if index is None:
            with self._lock:
                index = self._indexes.get(source)
                if index is None:
                    index = AnnotationIndex(self._shelf.of_source(source))
                    self._indexes[source] = index
        return index

    def add(self, *annotations: Annotation, said: str) -> None:
        """Add annotations in one step; when this returns, they are durable.

        Args:
            annotations: New ones; their ids must be new too.
            said: What undoing this will say, such as `highlight 「耐心資本」`.

        Raises:
            AnnotationError: An id is there already, or twice among these.
            LayerError: The layer can't be written; nothing was changed.
        """
        with self._lock:
            fresh = {annotation.id: annotation for annotation in annotations}
            if len(fresh) < len(annotations) or any(map(self._shelf.__contains__, fresh)):
                raise AnnotationError("An annotation of the same id is there already.")
            self._commit(fresh, said)

    def replace(self, *annotations: Annotation, said: str) -> None:
        """Put annotations in the place of those with the same ids, in one step; see `add`.

        Raises:
            AnnotationError: An id is not there, or twice among these.
            LayerError: The layer can't be written; nothing was changed.
        """
        with self._lock:
            other = {annotation.id: annotation for annotation in annotations}
            if len(other) < len(annotations):
                raise AnnotationError("An annotation can't be replaced twice at once.")
            self._refuse_unknown(other)
            self._commit(other, said)

    def remove(self, *ids: str, said: str) -> None:
        """Remove the annotations of these ids in one step; see `add`.

        Raises:
            AnnotationError: An id is not there.
            LayerError: The layer can't be written; nothing was changed.
        """
        with self._lock:
            self._refuse_unknown(ids)
            self._commit(dict.fromkeys(ids), said)

    @property
    def undoable(self) -> str | None:
        """What would be undone; None when there is nothing."""
        return self._history.undoable

    @property
    def redoable(self) -> str | None:
        """What would be redone; None when there is nothing."""
        return self._history.redoable

    def undo(self) -> str | None:
        """Take back the newest step, durably.

        Returns:
            What was undone; None when there was nothing.

        Raises:
            LayerError: The layer can't be written; nothing was changed.
        """
        with self._lock:
            if self.undoable is None:
                return None
            return self._swap(self._history.next_undo(), self._history.undone)

    def redo(self) -> str | None:
        """Do again the step undone last, durably; see `undo`."""
        with self._lock:
            if self.redoable is None:
                return None
            return self._swap(self._history.next_redo(), self._history.redone)

    def close(self) -> None:
        """Fold all changes into the layer file and let others write it; a second call does nothing."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _named(self, name: str) -> JournalTable:
        table = self._database.table(name)
        assert isinstance(table, JournalTable)  # noqa: S101 - for the type checker
        return table

    def _documents(self) -> Mapping[str, Document]:
        return self._storage.read().get(_ANNOTATIONS, {})

    def _refuse_unknown(self, ids: Iterable[str]) -> None:
        for name in ids:
            if self._shelf.get(name) is None:
                raise AnnotationError(f"There is no annotation {name}; it may have been removed.")

    def _commit(self, changes: Mapping[str, Annotation | None], said: str) -> None:
        """Do a new step."""
        if not changes:
            self._storage.refuse_unless_writable()
            return
        at = instant(self._clock())
        self._apply(changes, lambda kept: self._history.record(said, at, kept))

    def _swap(self, kept: Kept, turn: Callable[[Kept], str]) -> str:
        """Bring back what a step keeps; `turn` lets the step keep what stands now."""
        try:
            changes = {
                key: None if document is None else from_document(document)
                for key, document in kept.items()
            }
        except AnnotationError as problem:
            raise LayerError(f"{self.path}: its history was damaged. {problem}") from None
        said = ""

        def note(before: Kept) -> None:
            nonlocal said
            said = turn(before)

        self._apply(changes, note)
        return said

    def _apply(
        self, changes: Mapping[str, Annotation | None], keep: Callable[[Kept], None]
    ) -> None:
        """Make the changes durable together with what the history keeps, then show them."""
        documents = self._documents()
        numbers: dict[str, int] = {}
        kept: Kept = {}
        try:
            with self._storage.operation():
                for key, annotation in changes.items():
                    number = self._shelf.number(key)
                    kept[key] = None if number is None else documents[str(number)]
                    if annotation is None:
                        if number is not None:
                            self._table.remove(doc_ids=[number])
                    elif number is None:
                        numbers[key] = self._table.insert(to_document(annotation))
                    else:
                        numbers[key] = number
                        self._table.put(number, to_document(annotation))
                keep(kept)
        except BaseException:
            self._history.reload()
            raise
        for key, annotation in changes.items():
            self._adopt(key, annotation, numbers.get(key))

    def _adopt(self, key: str, annotation: Annotation | None, number: int | None) -> None:
        """Show an annotation in the place of the one with its id, or show it no more."""
        before = self._shelf.drop(key)
        if before is not None and before.source in self._indexes:
            self._indexes[before.source].remove(key)
        if annotation is not None and number is not None:
            self._shelf.put(annotation, number)
            if annotation.source in self._indexes:
                self._indexes[annotation.source].add(annotation)

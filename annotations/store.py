"""A reviewer's layer: annotations and corrections, durable once they are said to be, and undo.

Invariant: what a `Layer` shows is what its files hold. A change is first made durable, then shown;
one that can't be made durable is refused and not shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from annotations import corrections as correcting
from annotations import model
from annotations.corrections import Correction
from annotations.database import JournalTable, LayerDatabase
from annotations.disk import Disk
from annotations.drawer import Drawer
from annotations.errors import AnnotationError, CorrectionError, LayerError, PizhuError
from annotations.history import History, Kept
from annotations.index import AnnotationIndex
from annotations.journal import JournalStorage
from annotations.memory import without_pauses
from annotations.model import Annotation, Clock, instant, now
from annotations.shelf import Shelf
from annotations.wording import _, marked

_ANNOTATIONS = marked("annotations")
_CORRECTIONS = marked("corrections")
_HISTORY = "history"
_MANY = 5_000
"""A layer of more annotations than this weighs on every search for garbage."""


@dataclass(frozen=True, slots=True)
class _Changes:
    """What one step does: by id, what is to stand there, or None."""

    annotations: Mapping[str, Annotation | None] = field(default_factory=dict)
    corrections: Mapping[str, Correction | None] = field(default_factory=dict)


class Layer:
    """All annotations and corrections of one reviewer in one workspace; safe for several threads."""

    def __init__(
        self,
        path: Path,
        *,
        creator: str,
        writing: bool,
        clock: Clock,
        disk: Disk | None,
        backups: Path | None,
    ) -> None:
        """See `open`."""
        self.path = path
        """The layer file."""
        self.creator = creator
        """The reviewer's name."""
        self._clock = clock
        with without_pauses() as memory:
            self._database = LayerDatabase(
                path, writing=writing, disk=disk, clock=clock, backups=backups
            )
            storage = self._database.storage
            assert isinstance(storage, JournalStorage)  # noqa: S101 - for the type checker
            self._storage = storage
            self._lock = storage.lock
            self._annotations = Drawer(
                _ANNOTATIONS,
                self._named(_ANNOTATIONS),
                storage.read,
                model.from_document,
                model.to_document,
            )
            self._corrections = Drawer(
                _CORRECTIONS,
                self._named(_CORRECTIONS),
                storage.read,
                correcting.from_document,
                correcting.to_document,
            )
            if not storage.ours:
                # Somebody else wrote it, so that what can't be read is told now.
                self._annotations.shelf.all()
                self._corrections.shelf.all()
            self._indexes: dict[str, AnnotationIndex] = {}
            self._history = History(self._named(_HISTORY))
            memory.is_lasting = len(self) > _MANY

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        creator: str,
        writing: bool = True,
        clock: Clock = now,
        disk: Disk | None = None,
        backups: Path | None = None,
    ) -> Self:
        """Open a layer, or begin one where there is none; its folder is made.

        A layer that another process has open, or that this account may not write, is opened for
        reading, and a notice says so. It can be written once the other one is gone; see `follow`.

        Args:
            path: The layer file, such as `.pizhu/layers/wong.json`.
            creator: The reviewer's name.
            writing: Whether it may be written; another reviewer's layer is opened with `False`,
                which makes and changes no file.
            clock: Tells the time, for the history and for the names of files set aside.
            disk: The files, for tests.
            backups: The folder that earlier states of the file are kept in; none are without.

        Raises:
            LayerError: The file can't be read, or was written by a newer program; nothing is changed.
        """
        return cls(path, creator=creator, writing=writing, clock=clock, disk=disk, backups=backups)

    @property
    def read_only(self) -> bool:
        """Whether every change is refused."""
        return bool(self._storage.read_only)

    @property
    def is_damaged(self) -> bool:
        """Whether one of its files was set aside, or will be when it is opened to be written."""
        return self._storage.is_damaged

    @property
    def notices(self) -> tuple[str, ...]:
        """What the reviewer should be told about the files, in sentences."""
        with self._lock:
            problems = (*self._shelf.unread, *self._corrections.shelf.unread)
            return (*self._storage.notices, *(f"{self.path}: {problem}" for problem in problems))

    @property
    def _shelf(self) -> Shelf[Annotation]:
        return self._annotations.shelf

    def follow(self) -> frozenset[str]:
        """Take in what another program has written to these files since they were read.

        A layer that only waits for another program is taken over when that one is gone: it is not
        `read_only` any more. A layer that is written here stays as it is. To look costs next to
        nothing; it may be done every second, in any thread.

        Returns:
            The sources whose annotations or corrections are otherwise now.
        """
        with self._lock:
            waited = self._storage.waits
            drawers: dict[str, Drawer[Any]] = {
                _ANNOTATIONS: self._annotations,
                _CORRECTIONS: self._corrections,
            }
            sources: set[str] = set()
            for name, number, before, after in self._storage.follow():
                if name in drawers:
                    drawers[name].shelf.renew(number, before, after)
                    sources.update(
                        str(each["source"]) for each in (before, after) if each and "source" in each
                    )
            for source in sources:
                self._indexes.pop(source, None)
            if waited and not self._storage.waits:
                for name in (*drawers, _HISTORY):
                    self._named(name).renew()
                self._history.reload()
            return frozenset(sources)

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

    def sources(self) -> frozenset[str]:
        """The hashes of the sources that bear annotations."""
        with self._lock:
            return frozenset(self._shelf.sources())

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
        with self._changing():
            fresh = {annotation.id: annotation for annotation in annotations}
            if len(fresh) < len(annotations) or any(map(self._shelf.__contains__, fresh)):
                raise AnnotationError(_("An annotation of the same id is there already."))
            self._commit(_Changes(fresh), said)

    def replace(
        self, *annotations: Annotation, corrections: Iterable[Correction] = (), said: str
    ) -> None:
        """Put annotations and corrections in the place of those with the same ids, in one step.

        Args:
            annotations: What is to stand there.
            corrections: The same of corrections; their ranks stay what they are.
            said: What undoing this will say.

        Raises:
            AnnotationError: An id is not there, or twice among these.
            CorrectionError: The same of a correction's.
            LayerError: The layer can't be written; nothing was changed.
        """
        with self._changing():
            other = {annotation.id: annotation for annotation in annotations}
            if len(other) < len(annotations):
                raise AnnotationError(_("An annotation can't be replaced twice at once."))
            self._refuse_unknown(*other)
            renewed = {correction.id: correction for correction in corrections}
            self._refuse_withdrawn(*renewed)
            self._commit(_Changes(other, renewed), said)

    def remove(self, *ids: str, said: str) -> None:
        """Remove the annotations of these ids in one step; see `add`.

        Raises:
            AnnotationError: An id is not there.
            LayerError: The layer can't be written; nothing was changed.
        """
        with self._changing():
            self._refuse_unknown(*ids)
            self._commit(_Changes(dict.fromkeys(ids)), said)

    @property
    def corrected_sources(self) -> frozenset[str]:
        """The hexadecimal SHA-256 of every source that bears a correction."""
        with self._lock:
            return frozenset(correction.source for correction in self._corrections.shelf.all())

    def corrections_of(self, source: str) -> list[Correction]:
        """The corrections of a source, in the order in which they are to be done.

        Args:
            source: Hexadecimal SHA-256 of the source's bytes.
        """
        with self._lock:
            found = self._corrections.shelf.of_source(source)
        return sorted(found, key=lambda each: (each.order, each.created, each.id))

    def correct(self, *corrections: Correction, said: str) -> list[Correction]:
        """Take in corrections after all others, in one step; when this returns, they are durable.

        Args:
            corrections: New ones, in the order in which they are to be done.
            said: What undoing this will say, such as `join 「耐心資本」`.

        Returns:
            The corrections as they were taken in.

        Raises:
            CorrectionError: An id is there already, or twice among these.
            LayerError: The layer can't be written; nothing was changed.
        """
        with self._changing():
            taken: dict[str, Correction] = {}
            last: dict[str, int] = {}
            for correction in corrections:
                if correction.id in taken or correction.id in self._corrections.shelf:
                    raise CorrectionError(_("A correction of the same id is there already."))
                source = correction.source
                if source not in last:
                    last[source] = max(
                        (each.order for each in self.corrections_of(source)), default=0
                    )
                last[source] += 1
                taken[correction.id] = replace(correction, order=last[source])
            self._commit(_Changes(corrections=taken), said)
            return list(taken.values())

    def withdraw(self, *ids: str, said: str) -> None:
        """Take back the corrections of these ids in one step, whenever they were made; see `correct`.

        Raises:
            CorrectionError: An id is not there.
            LayerError: The layer can't be written; nothing was changed.
        """
        with self._changing():
            self._refuse_withdrawn(*ids)
            self._commit(_Changes(corrections=dict.fromkeys(ids)), said)

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
        with self._changing():
            if self.undoable is None:
                return None
            return self._swap(self._history.next_undo(), self._history.undone)

    def redo(self) -> str | None:
        """Do again the step undone last, durably; see `undo`."""
        with self._changing():
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

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """Hold the lock for a change; a layer that waits for another program is asked for again."""
        with self._lock:
            if self._storage.waits:
                self.follow()
            yield

    def _named(self, name: str) -> JournalTable:
        table = self._database.table(name)
        assert isinstance(table, JournalTable)  # noqa: S101 - for the type checker
        return table

    def _refuse_unknown(self, *ids: str) -> None:
        missing = self._annotations.missing(ids)
        if missing is not None:
            raise AnnotationError(
                _("There is no annotation {missing}; it may have been removed.").format(
                    missing=missing
                )
            )

    def _refuse_withdrawn(self, *ids: str) -> None:
        missing = self._corrections.missing(ids)
        if missing is not None:
            raise CorrectionError(
                _("There is no correction {missing}; it may have been withdrawn.").format(
                    missing=missing
                )
            )

    def _commit(self, changes: _Changes, said: str) -> None:
        """Do a new step."""
        if not changes.annotations and not changes.corrections:
            self._storage.refuse_unless_writable()
            return
        at = instant(self._clock())
        self._apply(changes, lambda kept: self._history.record(said, at, kept))

    def _swap(self, kept: Kept, turn: Callable[[Kept], str]) -> str:
        """Bring back what a step keeps; `turn` lets the step keep what stands now."""
        try:
            changes = _Changes(
                self._annotations.values(kept.annotations),
                self._corrections.values(kept.corrections),
            )
        except PizhuError as problem:
            raise LayerError(
                _("{path}: its history was damaged. {problem}").format(
                    path=self.path, problem=problem
                )
            ) from None
        said = ""

        def note(before: Kept) -> None:
            nonlocal said
            said = turn(before)

        self._apply(changes, note)
        return said

    def _apply(self, changes: _Changes, keep: Callable[[Kept], None]) -> None:
        """Make the changes durable together with what the history keeps, then show them."""
        try:
            with self._storage.operation():
                annotations, numbers = self._annotations.write(changes.annotations)
                corrections, ranks = self._corrections.write(changes.corrections)
                keep(Kept(annotations, corrections))
        except BaseException:
            self._history.reload()
            raise
        for key, correction in changes.corrections.items():
            self._corrections.show(key, correction, ranks.get(key))
        for key, annotation in changes.annotations.items():
            self._show(key, annotation, numbers.get(key))

    def _show(self, key: str, annotation: Annotation | None, number: int | None) -> None:
        before = self._annotations.show(key, annotation, number)
        if before is not None and before.source in self._indexes:
            self._indexes[before.source].remove(key)
        if annotation is not None and number is not None and annotation.source in self._indexes:
            self._indexes[annotation.source].add(annotation)

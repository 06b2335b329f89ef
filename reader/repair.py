"""Mends what `reader.doctor` finds and can be mended, after everything was copied.

Invariant: no annotation is lost. Nothing is deleted but locks that nobody holds; what is in the way is
moved to the backup. What comes back to a layer comes as an undoable step.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path

from annotations import salvage
from annotations.disk import Disk, reason
from annotations.errors import LayerError, PizhuError, TagError
from annotations.model import Clock, now
from annotations.store import Layer
from annotations.tags import Tag, TagSet, tag_name
from reader.doctor import ASIDE, Examination, Finding, aside, locks, set_aside
from reader.errors import WorkspaceError
from reader.wording import Said, _, several
from reader.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Repaired:
    """What a repair did."""

    backup: Path
    """The copy of everything as it was before."""
    done: tuple[str, ...]
    """In sentences."""


def repair(workspace: Workspace, found: list[Finding], *, clock: Clock = now) -> Repaired | None:
    """Mend what can be mended of what was found.

    Returns:
        What was done; None when there was nothing to do, and nothing was changed.

    Raises:
        WorkspaceError: No copy can be made, so nothing was changed.
    """
    wanted = [finding for finding in found if finding.can_be_mended]
    if not wanted:
        return None
    mender = _Mender(workspace, wanted, clock)
    backup = mender.copied()
    return Repaired(backup, tuple(mender.done()))


class _Mender:
    def __init__(self, workspace: Workspace, wanted: list[Finding], clock: Clock) -> None:
        self._workspace = workspace
        self._wanted = wanted
        self._clock = clock
        self._disk = Disk()
        stamp = clock().astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
        self._backup = workspace.backups / f"before-repair-{stamp}"

    def copied(self) -> Path:
        """Copy the workspace's folder, backups and locks aside."""
        taken, copies = self._backup, 1
        while self._backup.exists():
            copies += 1
            self._backup = taken.with_name(f"{taken.name}-{copies}")
        backups = self._workspace.backups.name
        try:
            shutil.copytree(
                self._workspace.folder,
                self._backup,
                ignore=lambda _folder, names: [
                    name for name in names if name == backups or name.endswith(".lock")
                ],
            )
        except shutil.Error as error:
            raise WorkspaceError(
                _("{path} can't be copied whole, so nothing was mended; {why}").format(
                    path=self._workspace.folder, why=error.args[0][0][2]
                )
            ) from None
        except OSError as error:
            raise WorkspaceError(
                _("{path} can't be written, so nothing was mended: {why}").format(
                    path=self._backup, why=reason(error)
                )
            ) from None
        return self._backup

    def done(self) -> Iterator[str]:
        """Do it, and say what was done."""
        for steps in (self._layers, self._tags, self._texts, self._leftovers, self._locks):
            yield from steps()

    def _of(self, *kinds: str) -> list[Finding]:
        return [finding for finding in self._wanted if finding.kind in kinds]

    def _named(self, path: Path) -> str:
        return Examination(self._workspace).named(path)

    def _layers(self) -> Iterator[str]:
        if not self._of("layer", "aside"):
            return
        paths = [self._workspace.root / finding.file for finding in self._of("layer")]
        # A file that was set aside may be all that is left of its layer.
        paths += [
            each.with_name(name["layer"])
            for each in aside(self._workspace.folder)
            if (name := ASIDE(each.name))
        ]
        for path in dict.fromkeys(paths):
            try:
                # To open it sets aside what can't be read.
                with Layer.open(path, creator=path.stem, clock=self._clock) as layer:
                    if layer.read_only:
                        yield layer.notices[0]
                        continue
                    yield from self._brought_back(layer)
            except LayerError as error:
                yield str(error)

    def _brought_back(self, layer: Layer) -> Iterator[str]:
        for path in aside(self._workspace.folder):
            name = ASIDE(path.name)
            if name is None or name["layer"] != layer.path.name:
                continue
            tables = set_aside(path)
            lost = salvage.annotations_in(tables).values()
            new = [each for each in lost if layer.get(each.id) is None]
            newer = [
                each
                for each in lost
                if (known := layer.get(each.id)) is not None and each.modified > known.modified
            ]
            corrections = [
                each
                for each in salvage.corrections_in(tables).values()
                if all(each.id != other.id for other in layer.corrections_of(each.source))
            ]
            count = len(new) + len(newer) + len(corrections)
            said = Said("bring back {count} from {name}", count=count, name=path.name)
            if new:
                layer.add(*new, said=said)
            if newer:
                layer.replace(*newer, said=said)
            if corrections:
                layer.correct(*sorted(corrections, key=lambda each: each.order), said=said)
            if count:
                yield several(
                    "{file}: {count} entry was brought back from {name}.",
                    "{file}: {count} entries were brought back from {name}.",
                    count,
                ).format(file=self._named(layer.path), count=count, name=path.name)
            self._moved(path)

    def _moved(self, path: Path) -> None:
        """Move a file to the backup, where a copy of it may already be."""
        there = self._backup / path.relative_to(self._workspace.folder)
        there.parent.mkdir(parents=True, exist_ok=True)
        with suppress(OSError):
            path.replace(there)

    def _tags(self) -> Iterator[str]:
        if not self._of("tag"):
            return
        tags = TagSet.load(self._workspace.tags_file)
        for name in sorted(self._missing_tags(tags)):
            try:
                tags.add(Tag(tag_name(name)))
            except TagError as error:
                yield str(error)
            else:
                yield _("{file}: the tag “{name}” was added.").format(
                    file=self._named(tags.path), name=name
                )

    def _missing_tags(self, tags: TagSet) -> set[str]:
        used: set[str] = set()
        for path in self._workspace.layer_files():
            with suppress(PizhuError), Layer.open(path, creator=path.stem, writing=False) as layer:
                used.update(tag for each in layer for tag in each.tags)
        return {name for name in used if tags.named(name) is None}

    def _texts(self) -> Iterator[str]:
        wanted = self._of("copy", "uncopied")
        if not wanted:
            return
        present = Examination(self._workspace).present
        sources = self._workspace.folder / "sources"
        hashes = {
            Path(each.file).name.removesuffix(".txt.gz") for each in wanted if each.kind == "copy"
        }
        hashes |= {
            name
            for name, source in present.items()
            if self._workspace.relative(source) in {each.file for each in wanted}
        }
        for name in sorted(hashes & present.keys()):
            copy = sources / f"{name}.txt.gz"
            if copy.exists():
                self._moved(copy)
            try:
                self._workspace.keep_source(present[name])
            except OSError as error:
                yield _("{path} can't be written: {why}").format(path=copy, why=reason(error))
            else:
                yield _("{file}: a copy of the text was kept.").format(file=self._named(copy))

    def _leftovers(self) -> Iterator[str]:
        for finding in self._of("leftover"):
            path = self._workspace.root / finding.file
            if path.is_file():
                self._moved(path)
                yield _("{file} was moved to the backups.").format(file=finding.file)

    def _locks(self) -> Iterator[str]:
        for path in locks(self._workspace.folder):
            with suppress(OSError):
                if not self._disk.is_locked(path) and (held := self._disk.lock(path)) is not None:
                    self._disk.unlock(path, held)
                    yield _("{file} was taken away.").format(file=self._named(path))

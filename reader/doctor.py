"""Looks a workspace over: what is wrong with what pizhu keeps beside the texts, in words.

Invariant: to look changes nothing. What is said to be wrong names its file and a way out.
"""

from __future__ import annotations

import gzip
import re
import tomllib
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from annotations import salvage
from annotations.anchoring import check
from annotations.disk import Disk
from annotations.errors import LayerError, PizhuError, TagError
from annotations.foreign import by_parser, by_system
from annotations.layer_file import Tables
from annotations.model import Annotation, Clock, Status, now
from annotations.store import Layer
from annotations.tags import TagSet
from reader.choices import Choices
from reader.config import load_settings
from reader.errors import SourceError
from reader.paths import settings_file
from reader.text.source import Source
from reader.wording import _, several
from reader.workspace import Workspace

_CODECS = ("utf-8", "big5hkscs", "cp950", "gb18030", "utf-16", "utf-32", "big5", "gbk")
"""What a kept text may have been encoded in, the likeliest first."""
_TEMPORARY = re.compile(r"\..+\.[a-z0-9_]{8}|.+\.new").fullmatch
_SETTLED = 60.0
"""Seconds after which nobody is still writing a temporary file."""
ASIDE = re.compile(r"(?P<layer>.+\.json)(?P<journal>\.journal)?\.damaged-.+").fullmatch
"""The names of what was set aside when a layer was opened."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, or worth knowing."""

    kind: str
    """What kind of thing, in one word for programs."""
    file: str
    """The file, from the workspace's root where it lies there."""
    problem: str
    """What is wrong and what to do, in sentences."""
    is_wrong: bool = True
    """Whether it is wrong; else it is only worth knowing."""
    can_be_mended: bool = False
    """Whether `repair` does something about it."""
    annotations: tuple[str, ...] = ()
    """The ids of those that it is about."""


@dataclass(slots=True)
class Examined:
    """What was looked at, and what was found."""

    layers: int = 0
    annotations: int = 0
    corrections: int = 0
    texts: int = 0
    """Copies of texts."""
    findings: list[Finding] = field(default_factory=list)

    @property
    def wrong(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.is_wrong]


def examine(workspace: Workspace, *, clock: Clock = now) -> Examined:
    """Look over all that pizhu keeps about a workspace; nothing is made or changed."""
    return Examination(workspace, clock).examined()


class Examination:
    """One look at a workspace."""

    def __init__(self, workspace: Workspace, clock: Clock = now) -> None:
        self.workspace = workspace
        self.folder = workspace.folder
        self._clock = clock
        self._disk = Disk()
        self._result = Examined()
        self._annotations: list[Annotation] = []
        self._damaged: set[str] = set()
        """The hashes of the texts whose copies are damaged."""

    def examined(self) -> Examined:
        """What was found, in the order in which it is best mended."""
        checks: tuple[Callable[[], Iterator[Finding]], ...] = (
            self._readable,
            self._layers,
            self._aside,
            self._tables,
            self._tags,
            self._texts,
            self._places,
            self.leftovers,
            self._locks,
        )
        for find in checks:
            self._result.findings += find()
        return self._result

    def named(self, path: Path) -> str:
        """A file's name for people: from the root of the workspace where it lies there."""
        root = self.workspace.root
        return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)

    @cached_property
    def present(self) -> dict[str, Source]:
        """The workspace's texts as they are now, by hash; those that can't be read are left out."""
        found: dict[str, Source] = {}
        for path in self.workspace.paths:
            try:
                source = self.workspace.source(path)
            except SourceError:
                continue
            found.setdefault(source.sha256, source)
        return found

    # Checks

    def _readable(self) -> Iterator[Finding]:
        for path in sorted(self.folder.rglob("*")):
            if path.parent.name == "layers":
                continue  # opening them tells
            try:
                if path.is_file():
                    path.open("rb").close()
            except OSError as error:
                yield Finding(
                    "unreadable",
                    self.named(path),
                    _("It can't be read ({why}); change its permissions.").format(
                        why=by_system(error)
                    ),
                )

    def _layers(self) -> Iterator[Finding]:
        for path in self.workspace.layer_files():
            try:
                with Layer.open(path, creator=path.stem, writing=False) as layer:
                    mine = list(layer)
                    self._result.corrections += sum(
                        len(layer.corrections_of(source)) for source in layer.corrected_sources
                    )
                    notices, is_damaged = layer.notices, layer.is_damaged
            except LayerError as error:
                yield Finding("layer", self.named(path), str(error))
                continue
            self._result.layers += 1
            self._result.annotations += len(mine)
            self._annotations += mine
            saved = self._saved(path, {each.id for each in mine}) if notices else ""
            for notice in notices:
                yield Finding(
                    "layer",
                    self.named(path),
                    f"{notice} {saved}".rstrip(),
                    can_be_mended=bool(saved) or is_damaged,
                )
                saved = ""

    def _saved(self, path: Path, known: set[str]) -> str:
        """How many annotations can be saved of a layer's damaged files, in a sentence."""
        journal = path.with_name(path.name + ".journal")
        try:
            tables = salvage.of_files(self._disk.read(path) or b"", self._disk.read(journal) or b"")
        except OSError:
            return ""
        count = len(salvage.annotations_in(tables).keys() - known)
        return _can_be_saved(count) if count else ""

    def _aside(self) -> Iterator[Finding]:
        known = {annotation.id: annotation for annotation in self._annotations}
        for path in aside(self.folder):
            tables = set_aside(path)
            found = salvage.annotations_in(tables)
            missing = [
                name
                for name, each in found.items()
                if name not in known or each.modified > known[name].modified
            ]
            if missing:
                problem = _("It was set aside as damaged.") + " " + _can_be_saved(len(missing))
            else:
                problem = _(
                    "It was set aside as damaged, and nothing in it is missing elsewhere; "
                    "“pizhu doctor --repair” moves it to the backups."
                )
            yield Finding(
                "aside",
                self.named(path),
                problem,
                is_wrong=bool(missing),
                can_be_mended=True,
                annotations=tuple(missing),
            )

    def _tables(self) -> Iterator[Finding]:
        """TOML files: those that pizhu knows by their own rules, others as TOML."""
        readers: dict[Path, Callable[[Path], object]] = {
            self.workspace.tags_file: TagSet.load,
            settings_file(): load_settings,
        }
        readers |= dict.fromkeys(sorted((self.folder / "forms").glob("*.toml")), Choices)
        others = [path for path in sorted(self.folder.glob("*.toml")) if path not in readers]
        readers |= dict.fromkeys(others, _parsed)
        for path, read in readers.items():
            try:
                if path.exists():
                    read(path)
            except (PizhuError, OSError) as error:
                yield Finding("toml", self.named(path), str(error))
            except ValueError as error:
                problem = _("It is not TOML ({error}); mend or remove it.")
                yield Finding("toml", self.named(path), problem.format(error=by_parser(error)))

    def _tags(self) -> Iterator[Finding]:
        try:
            tags = TagSet.load(self.workspace.tags_file)
        except TagError:
            return
        used = Counter(tag for each in self._annotations for tag in each.tags)
        for name, count in sorted(used.items()):
            if tags.named(name) is None:
                yield Finding(
                    "tag",
                    self.named(self.workspace.tags_file),
                    several(
                        "{count} annotation bears the tag “{name}”, which is not there; add it, or let "
                        "“pizhu doctor --repair” do so.",
                        "{count} annotations bear the tag “{name}”, which is not there; add it, or let "
                        "“pizhu doctor --repair” do so.",
                        count,
                    ).format(count=count, name=name),
                    can_be_mended=True,
                    annotations=tuple(e.id for e in self._annotations if name in e.tags),
                )

    def _texts(self) -> Iterator[Finding]:
        """The copies of texts: readable, and what their names say."""
        about: defaultdict[str, list[Annotation]] = defaultdict(list)
        for annotation in self._annotations:
            about[annotation.source].append(annotation)
        for path in sorted((self.folder / "sources").glob("*.txt.gz")):
            name = path.name.removesuffix(".txt.gz")
            self._result.texts += 1
            try:
                raw = gzip.decompress(path.read_bytes()).decode()
            except OSError as error:
                if error.errno is not None:
                    continue  # told by `_readable`
                raw = None
            except (EOFError, zlib.error, UnicodeDecodeError):
                raw = None
            if raw is not None and _is_of(raw, name, about[name]):
                continue
            self._damaged.add(name)
            if name in self.present:
                problem = _(
                    "This copy of a text is damaged; “pizhu doctor --repair” makes it anew."
                )
            else:
                problem = _(
                    "This copy of a text is damaged, and the text itself is not here; bring either back "
                    "from a backup or from version control."
                )
            ids = tuple(each.id for each in about[name])
            yield Finding(
                "copy", self.named(path), problem,
                can_be_mended=name in self.present, annotations=ids,
            )  # fmt: skip

    def _places(self) -> Iterator[Finding]:
        """Whether annotations stand where they say; one finding for each text."""
        about: defaultdict[str, list[Annotation]] = defaultdict(list)
        for annotation in self._annotations:
            about[annotation.source].append(annotation)
        for name, found in sorted(about.items()):
            kept = None if name in self._damaged else self.workspace.kept_source(name)
            source = kept or self.present.get(name)
            ids = tuple(each.id for each in found)
            if source is None:
                copy = self.folder / "sources" / f"{name}.txt.gz"
                if not copy.exists():
                    problem = several(
                        "The text of {count} annotation is not here, nor a copy of it; bring either back, "
                        "then the annotation shows again.",
                        "The text of {count} annotations is not here, nor a copy of it; bring either back, "
                        "then the annotations show again.",
                        len(ids),
                    ).format(count=len(ids))
                    yield Finding("text", self.named(copy), problem, annotations=ids)
                continue
            if kept is None and not (self.folder / "sources" / f"{name}.txt.gz").exists():
                problem = _(
                    "It is annotated, but no copy of it is kept; “pizhu doctor --repair” keeps one."
                )
                file = self.workspace.relative(source)
                yield Finding("uncopied", file, problem, can_be_mended=True, annotations=ids)
            yield from self._misplaced(source, found)

    def _misplaced(self, source: Source, annotations: list[Annotation]) -> Iterator[Finding]:
        lost = [each for each in annotations if check(each, source.raw) is Status.ORPHAN]
        orphans = tuple(each.id for each in lost if each.status is Status.ORPHAN)
        if orphans:
            problem = several(
                "{count} annotation has lost its place in this text; open it and press O to place it.",
                "{count} annotations have lost their places in this text; open it and press O to place "
                "them.",
                len(orphans),
            ).format(count=len(orphans))
            yield Finding("orphan", source.name, problem, annotations=orphans)
        for each in lost:
            if each.status is not Status.ORPHAN:
                if max(span.end for span in each.raw) > len(source.raw):
                    problem = _(
                        "An annotation of {creator} on 「{quote}」 stands behind the end of the text; delete "
                        "it and mark the place anew."
                    )
                else:
                    problem = _(
                        "An annotation of {creator} stands where the text does not say 「{quote}」; delete it "
                        "and mark the place anew."
                    )
                yield Finding(
                    "place",
                    source.name,
                    problem.format(creator=each.creator, quote=each.quote.exact[:20]),
                    annotations=(each.id,),
                )

    def leftovers(self) -> Iterator[Finding]:
        """Temporary files of programs that ended while they wrote."""
        moment = self._clock().timestamp()
        for path in sorted(self.folder.rglob("*")):
            if self.workspace.backups in path.parents or not _TEMPORARY(path.name):
                continue
            try:
                left = path.is_file() and moment - path.stat().st_mtime > _SETTLED
            except OSError:
                continue
            if left:
                problem = _(
                    "A program ended while it wrote this, and it counts for nothing; “pizhu doctor "
                    "--repair” moves it to the backups."
                )
                yield Finding("leftover", self.named(path), problem, can_be_mended=True)

    def _locks(self) -> Iterator[Finding]:
        for path in locks(self.folder):
            try:
                held = self._disk.is_locked(path)
                holder = path.read_text("utf-8", "replace").strip()
            except OSError:
                continue
            if held:
                problem = _("It is held by a program that runs ({holder}).").format(holder=holder)
                yield Finding("held", self.named(path), problem, is_wrong=False)
            else:
                problem = _(
                    "A program that is gone left this lock; it hinders nobody, and “pizhu doctor "
                    "--repair” takes it away."
                )
                yield Finding("lock", self.named(path), problem, is_wrong=False, can_be_mended=True)


def aside(folder: Path) -> list[Path]:
    """What was set aside as damaged."""
    return sorted(path for path in (folder / "layers").glob("*.damaged-*") if ASIDE(path.name))


def set_aside(path: Path) -> Tables:
    """What can be read of a file that was set aside."""
    try:
        content = path.read_bytes()
    except OSError:
        content = b""
    name = ASIDE(path.name)
    is_journal = name is not None and name["journal"]
    return salvage.of_files(b"", content) if is_journal else salvage.of_files(content)


def locks(folder: Path) -> list[Path]:
    """The files that stand for locks."""
    return sorted([*folder.glob("*.lock"), *(folder / "layers").glob("*.lock")])


def _can_be_saved(count: int) -> str:
    return several(
        "{count} annotation that is missing can be saved from it; “pizhu doctor --repair” does so.",
        "{count} annotations that are missing can be saved from it; “pizhu doctor --repair” does so.",
        count,
    ).format(count=count)


def _parsed(path: Path) -> object:
    return tomllib.loads(path.read_text("utf-8"))


def _is_of(raw: str, name: str, annotations: list[Annotation]) -> bool:
    """Whether a text is the one whose bytes have this hash.

    Its encoding is not kept, and some read other bytes as the same characters; then what was quoted
    of it tells.
    """
    for codec in _CODECS:
        try:
            if sha256(raw.encode(codec)).hexdigest() == name:
                return True
        except UnicodeEncodeError:
            continue
    return bool(annotations) and all(
        check(each, raw) is not Status.ORPHAN or each.status is Status.ORPHAN
        for each in annotations
    )

"""A folder of texts: its sources, their cleaned pages, and where pizhu keeps what is said of them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from annotations.foreign import by_system
from reader.errors import SourceError, WorkspaceError
from reader.paths import WORKSPACE_FOLDER, annotations_elsewhere, write_whole
from reader.recent import Recent
from reader.text import html
from reader.text.source import STANDARD_INPUT, Source, load
from reader.wording import _

if TYPE_CHECKING:
    from reader.text.page import Page

TEXT_SUFFIXES = frozenset({".txt", ".text"}) | html.SUFFIXES
"""What counts as a text when a folder is searched; a file that is named is taken as it is."""


def is_text_name(name: str) -> bool:
    """Whether a file of this name counts as a text when a folder is searched; hidden ones do not."""
    return Path(name).suffix.lower() in TEXT_SUFFIXES and not name.startswith(".")


def texts_under(path: Path) -> list[Path]:
    """The texts in a folder and the folders below it, by name; hidden ones are left out.

    Raises:
        SourceError: There are none, or the folder can't be read.
    """
    texts = []

    def refuse(error: OSError) -> None:
        raise SourceError(
            str(path), _("it can't be read ({why}).").format(why=by_system(error))
        ) from error

    for folder, subfolders, names in os.walk(path, onerror=refuse):
        subfolders[:] = sorted(name for name in subfolders if not name.startswith("."))
        texts += [Path(folder, name) for name in sorted(names) if is_text_name(name)]
    if not texts:
        wanted = ", ".join(sorted(TEXT_SUFFIXES))
        raise SourceError(
            str(path),
            _("this folder holds no text (a file that ends in {wanted}).").format(wanted=wanted),
        )
    return texts


def expanded(paths: Iterable[str]) -> Iterator[str | SourceError]:
    """The texts that paths name, in their order: files, folders and `-`.

    A folder that can't be searched yields its error in its place, so that the rest is done.
    """
    for path in paths:
        if path == STANDARD_INPUT or not Path(path).is_dir():
            yield path
            continue
        try:
            yield from map(str, texts_under(Path(path)))
        except SourceError as error:
            yield error


def load_page(path: str | SourceError, *, encoding: str | None = None) -> Page:
    """Read and clean one text.

    Args:
        path: A file or `-`, or why there is none.
        encoding: The codec to decode it with; without one, it is told from the bytes.

    Raises:
        SourceError: It can't be read.
    """
    if isinstance(path, SourceError):
        raise path
    from reader.cleaning import clean

    return clean(load(path, encoding=encoding))


_KEPT = 12_000_000
"""Characters of cleaned pages that are kept for when they are asked for again."""
_AT_LEAST = 4_000
"""What a page weighs however short it is."""


def weight_of(page: Page) -> int:
    """What a page weighs where pages are kept, in characters."""
    return _AT_LEAST + len(page.source.raw)


class Workspace:
    """The texts that were asked for, and the folder in which annotations of them are kept."""

    def __init__(
        self,
        paths: Sequence[str],
        root: Path,
        *,
        encoding: str | None = None,
        asked: Sequence[str] | None = None,
    ) -> None:
        """
        Args:
            paths: The texts.
            root: The folder they lie in.
            encoding: The codec to decode them with; without one, it is told from their bytes.
            asked: The texts and folders that were named, where they are not the texts themselves.
        """
        self.asked = tuple(paths if asked is None else asked)
        """What was named: texts, and folders in which more may appear."""
        self.paths = tuple(paths)
        """The texts; those in a folder follow it."""
        self.root = root
        """The folder they lie in."""
        self.folder = _own_folder(root)
        """Where layers, tags and kept sources are: `.pizhu` in the root when that can be written."""
        self.encoding = encoding
        """The codec to decode them with; None when it is told from their bytes."""
        self._pages: Recent[str, Page] = Recent(_KEPT)

    @classmethod
    def open(
        cls, paths: Sequence[str], *, may_be_empty: bool = False, encoding: str | None = None
    ) -> Workspace:
        """Find the texts that paths name.

        The root is the folder itself, or the folder of a single text, or the nearest folder that
        holds all of them; a folder above it that already is a workspace goes first.

        Args:
            paths: Texts and folders of texts.
            may_be_empty: Whether a folder that holds no text is a workspace all the same, since
                what was annotated is there even when the texts are gone.
            encoding: The codec to decode the texts with; without one, it is told from their bytes.

        Raises:
            SourceError: A path does not exist, or a folder holds no text.
            WorkspaceError: The paths have no folder in common.
        """
        texts: list[str] = []
        for text in expanded(paths):
            if isinstance(text, SourceError):
                if may_be_empty:
                    continue
                raise text
            if not Path(text).exists():
                raise SourceError(text, _("there is no such file; check the name."))
            texts.append(text)
        folders = [(path if path.is_dir() else path.parent).resolve() for path in map(Path, paths)]
        try:
            common = Path(os.path.commonpath(folders))
        except ValueError:
            raise WorkspaceError(
                _("These texts have no folder in common; open them one by one.")
            ) from None
        for folder in (common, *common.parents):
            if (folder / WORKSPACE_FOLDER).is_dir():
                return cls(texts, folder, encoding=encoding, asked=paths)
        return cls(texts, common, encoding=encoding, asked=paths)

    def page(self, path: str) -> Page:
        """The cleaned page of one text; cleaned once, unless much else was read since.

        Raises:
            SourceError: The text can't be read.
        """
        page = self._pages.get(path)
        if page is None:
            page = load_page(path, encoding=self.encoding)
            # What came by standard input can't be read a second time.
            self._pages.put(path, page, 0 if path == STANDARD_INPUT else weight_of(page))
        return page

    def page_of(self, source: Source) -> Page:
        """The cleaned page of a text as it was when it was read, whatever became of the file."""
        page = self._pages.get(source.path)
        if page is None or page.source.sha256 != source.sha256:
            from reader.cleaning import clean

            page = clean(source)
        return page

    @staticmethod
    def is_small(path: str, size: int) -> bool:
        """Whether a text takes at most so many bytes; what can't be told is not small."""
        try:
            return path != STANDARD_INPUT and Path(path).stat().st_size <= size
        except (OSError, ValueError):
            return False

    def is_at_hand(self, path: str) -> bool:
        """Whether a text's page need not be read and cleaned first."""
        return self._pages.get(path) is not None

    def change(self, *, appeared: Iterable[str] = (), gone: Iterable[str] = ()) -> None:
        """Take texts in that appeared, and let go of those that are gone."""
        left = set(gone)
        kept = [path for path in self.paths if path not in left]
        known = set(kept)
        self.paths = (*kept, *(path for path in appeared if path not in known))

    def forget(self, path: str) -> None:
        """A text has changed, or is gone: what was read of it is not the text any more."""
        self._pages.forget(path)

    def source(self, path: str) -> Source:
        """One text, not cleaned unless it is already.

        Raises:
            SourceError: The text can't be read.
        """
        page = self._pages.get(path)
        return load(path, encoding=self.encoding) if page is None else page.source

    def relative(self, source: Source) -> str:
        """A source's path as the team knows it: from the root of the workspace."""
        path = Path(source.path).resolve()
        return (
            path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else str(path)
        )

    @property
    def tags_file(self) -> Path:
        return self.folder / "tags.toml"

    @property
    def backups(self) -> Path:
        """Where earlier states of this folder's files are kept."""
        return self.folder / "backups"

    def layer_file(self, reviewer: str) -> Path:
        """Where a reviewer's annotations are kept."""
        from reader.config import reviewer_file_stem

        return self.folder / "layers" / f"{reviewer_file_stem(reviewer)}.json"

    def choices_file(self, reviewer: str) -> Path:
        """Where a reviewer's choices between forms of a character are kept."""
        from reader.config import reviewer_file_stem

        return self.folder / "forms" / f"{reviewer_file_stem(reviewer)}.toml"

    def layer_files(self) -> list[Path]:
        """The layers of all reviewers who have one, by name."""
        layers = self.folder / "layers"
        # A layer that was begun and not closed yet is its journal alone.
        begun = {path.with_suffix("") for path in layers.glob("*.json.journal")}
        return sorted({*layers.glob("*.json"), *begun})

    def keep_source(self, source: Source) -> None:
        """Keep the raw text of a source that bears an annotation, under its hash.

        A text that changes later can then be compared with what was annotated.

        Raises:
            OSError: It can't be written.
        """
        path = self.folder / "sources" / f"{source.sha256}.txt.gz"
        if path.exists():
            return
        self._spare_version_control()
        import gzip
        from io import BytesIO
        from urllib.parse import quote

        packed = BytesIO()
        # The header holds the text's name, percent-encoded since it has to be Latin-1. The time is
        # left out, so that the same text makes the same file and two reviewers' copies agree.
        with gzip.GzipFile(quote(source.name), "wb", fileobj=packed, mtime=0) as file:
            file.write(source.raw.encode())
        write_whole(path, packed.getvalue())

    def _spare_version_control(self) -> None:
        """Keep what belongs to a running program out of a team's repository."""
        ignored = self.folder / ".gitignore"
        if not ignored.exists():
            write_whole(ignored, b"*.journal\n*.lock\n*.new\n*.damaged-*\nbackups/\n")

    def kept_source(self, sha256: str) -> Source | None:
        """The kept raw text of a source that bears an annotation, as it was then."""
        import gzip
        import zlib

        path = self.folder / "sources" / f"{sha256}.txt.gz"
        try:
            packed = path.read_bytes()
            raw = gzip.decompress(packed).decode()
        except (OSError, EOFError, zlib.error, UnicodeDecodeError):
            return None
        if not raw:
            return None  # an empty file unpacks to nothing, and of nothing there are no copies
        return Source(_name_in_header(packed), sha256, "utf-8", raw)


def _name_in_header(packed: bytes) -> str:
    """The name in a gzip header that has no extra field (RFC 1952, section 2.3)."""
    from urllib.parse import unquote

    has_name = packed[3] & 8
    return unquote(packed[10 : packed.index(b"\0", 10)].decode("latin-1")) if has_name else ""


def _own_folder(root: Path) -> Path:
    beside = root / WORKSPACE_FOLDER
    if root.is_relative_to(Path(__file__).parent):
        # The texts that come with an installed pizhu: an update would take away what lies by them.
        return annotations_elsewhere(Path("bundled-seeds"))
    if os.access(beside if beside.exists() else root, os.W_OK):
        return beside
    return annotations_elsewhere(root)

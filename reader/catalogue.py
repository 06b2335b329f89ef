"""What a list tells of every article in a workspace, without keeping their texts.

Invariant: an entry is true of the text as it was read last. What is kept grows by a few hundred bytes
an article, however long it is; pages are read again when they are opened.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from annotations.corrections import Correction
from annotations.span import Span, merged
from annotations.store import Layer
from reader.errors import SourceError
from reader.pages import Pages, least_sure
from reader.progress import Progress
from reader.text.page import BlockKind, Page, Script
from reader.workspace import Workspace, load_page

_MANY_BYTES = 300_000
"""What is larger altogether is read by another process, so that no key has to wait for this one."""
_MANY_FILES = 100
_LARGE_FILE = 4_000_000
"""A page of this size takes longer to hand over from a process than a thread would hold keys up."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One article, as a list shows it."""

    path: str
    """The text's, as the workspace names it."""
    sha256: str
    """The text's."""
    article: str
    """The article's id."""
    title: str
    is_headless: bool
    """Whether the page holds no headline for it."""
    date: str
    """The first date that is printed with it; empty when there is none."""
    script: Script
    characters: int
    """How long it is."""
    spans: tuple[Span, ...]
    """The raw characters that it is made of."""

    @property
    def name(self) -> str:
        """The file's name without its folder."""
        return Path(self.path).name


@dataclass(frozen=True, slots=True)
class Text:
    """One text of the workspace: its articles, and what its page hung on."""

    sha256: str
    entries: tuple[Entry, ...]
    least_sure: float = 1.0
    """The confidence of the most doubtful join that the cleaner made on its page."""
    corrections: tuple[Correction, ...] = ()
    """The reviewer's, that were done to its page."""


def text_of(page: Page) -> Text:
    """What the catalogue keeps of a page."""
    source = page.source
    entries = []
    for article in page.articles:
        dates = [block.text for block in article.blocks if block.kind is BlockKind.DATE]
        entry = Entry(
            path=source.path,
            sha256=source.sha256,
            article=article.id,
            title=article.title,
            is_headless=article.headless(),
            date=dates[0] if dates else "",
            script=article.script,
            characters=sum(len(block.text) for block in article.blocks),
            spans=tuple(merged(span for block in article.blocks for span in block.spans)),
        )
        entries.append(entry)
    return Text(source.sha256, tuple(entries), least_sure(page))


def load_text(path: str, *, encoding: str | None) -> Text:
    """Read and clean a text, and keep what the catalogue needs of it; for another process.

    Raises:
        SourceError: It can't be read.
    """
    return text_of(load_page(path, encoding=encoding))


class Catalogue:
    """The articles of a workspace."""

    def __init__(self, workspace: Workspace, pages: Pages, layer: Layer) -> None:
        self._workspace = workspace
        self._pages = pages
        self._layer = layer
        self._texts: dict[str, Text | SourceError] = {}

    @property
    def entries(self) -> list[Entry]:
        """Every article that was read so far, in the order of the workspace's texts."""
        found = (self._texts.get(path) for path in self._workspace.paths)
        return [entry for text in found if isinstance(text, Text) for entry in text.entries]

    @property
    def refused(self) -> list[SourceError]:
        """Why there are texts that are not in it, in the same order."""
        found = (self._texts.get(path) for path in self._workspace.paths)
        return [error for error in found if isinstance(error, SourceError)]

    @property
    def unread(self) -> list[str]:
        """The workspace's texts that were not read yet."""
        return [path for path in self._workspace.paths if path not in self._texts]

    def of(self, path: str) -> Text | None:
        """What is known of a text; None when it was not read, or can't be."""
        text = self._texts.get(path)
        return text if isinstance(text, Text) else None

    def read(self, path: str) -> Text | SourceError:
        """Read a text, again if need be."""
        try:
            page = self._pages.of(path)
        except SourceError as error:
            self._texts[path] = error
            return error
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one text, the rest is read
            from reader.batch import uncleanable

            self._texts[path] = refused = uncleanable(path, error)
            return refused
        corrections = tuple(self._layer.corrections_of(page.source.sha256))
        text = replace(text_of(page), corrections=corrections)
        self._texts[path] = text
        return text

    def forget(self, path: str) -> None:
        """A text is gone."""
        self._texts.pop(path, None)
        self._workspace.forget(path)

    def read_all(self, progress: Progress) -> Iterator[str]:
        """Read what was not read yet, until told to stop; for a thread.

        Yields:
            The path of each text when it is read or refused.
        """
        paths = self.unread
        progress.total = len(paths)
        steps = self._aside(paths) if _are_many(paths) else self._here(paths)
        with closing(steps):
            yield from progress.over(steps)

    def _here(self, paths: Sequence[str]) -> Generator[str, None, None]:
        for path in paths:
            self.read(path)
            yield path

    def _aside(self, paths: Sequence[str]) -> Generator[str, None, None]:
        """Have another process read them; what a reviewer has changed about a page is done here."""
        from reader.batch import cleaned

        cores = os.cpu_count() or 1
        outcomes = cleaned(
            paths,
            load_text,
            encoding=self._workspace.encoding,
            processes=max(1, cores - 1),
            aside=True,
        )
        with closing(outcomes):
            for path, outcome in zip(paths, outcomes, strict=False):
                if isinstance(outcome, Text) and self._is_otherwise(outcome):
                    self.read(path)
                else:
                    self._texts[path] = outcome
                yield path

    def _is_otherwise(self, text: Text) -> bool:
        """Whether the reviewer's page is another than the cleaner's."""
        corrections = self._layer.corrections_of(text.sha256)
        return bool(corrections) or text.least_sure < self._pages.sure

    def refresh(self) -> bool:
        """Take in the corrections that were made since.

        Returns:
            Whether any text is otherwise than it was.
        """
        stale = [
            path
            for path, text in self._texts.items()
            if isinstance(text, Text)
            and text.corrections != tuple(self._layer.corrections_of(text.sha256))
        ]
        for path in stale:
            self.read(path)
        return bool(stale)


def _are_many(paths: Sequence[str]) -> bool:
    if len(paths) > _MANY_FILES:
        return True
    sizes = []
    for path in paths:
        with suppress(OSError, ValueError):
            sizes.append(Path(path).stat().st_size)
    return sum(sizes) > _MANY_BYTES and max(sizes, default=0) < _LARGE_FILE and len(paths) > 1

"""Bookmarks: places in texts that a reader wants to find again, by the text's hash and raw offset.

Invariant: a bookmark belongs to a character of the source, so that it survives the other script, a
renamed file and a restart; a change is in the file before the method that makes it returns.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from annotations.span import Span
from reader.state import Entries, StateFile


@dataclass(frozen=True, slots=True)
class Bookmark:
    """One place in one text."""

    sha256: str
    """The source's."""
    at: int
    """Raw offset of its character."""
    article: str
    """The id of the article that it stands in."""
    title: str
    """That article's title."""
    excerpt: str
    """What stands there, in the source's own characters."""
    path: str
    """Where the text lay when the bookmark was set, from the root."""
    when: float = 0.0
    """When it was set, in seconds since 1970."""


class Bookmarks:
    """Every bookmark of the user."""

    def __init__(self, path: Path, *, clock: Callable[[], float] = time.time) -> None:
        """
        Args:
            path: The file.
            clock: Tells the time, in seconds since 1970.
        """
        self._file = StateFile(path, _is_right)
        self._clock = clock
        self._bookmarks = _bookmarks_in(self._file.read())

    @property
    def notices(self) -> list[str]:
        """What the user should be told about the file."""
        return self._file.notices

    def refresh(self) -> None:
        """Take in what other programs have changed."""
        self._bookmarks = _bookmarks_in(self._file.read())

    def of(self, sha256: str) -> list[Bookmark]:
        """The bookmarks in one source, by place."""
        return self._bookmarks.get(sha256, [])

    def all(self) -> list[Bookmark]:
        """All of them, the text of the latest first, those of a text by place."""
        texts = sorted(
            self._bookmarks.values(), key=lambda text: max(each.when for each in text), reverse=True
        )
        return [bookmark for text in texts for bookmark in text]

    def within(self, sha256: str, span: Span) -> list[Bookmark]:
        """The bookmarks on the characters of a raw span."""
        return [each for each in self.of(sha256) if each.at in span]

    def set(self, bookmark: Bookmark) -> None:
        """Set a bookmark at this moment, in place of one that is there.

        Raises:
            OSError: It can't be written; nothing has changed then.
        """

        def change(entries: Entries) -> None:
            entry = asdict(bookmark) | {"when": round(self._clock(), 3)}
            del entry["sha256"]
            others = [
                each for each in entries.get(bookmark.sha256, []) if each["at"] != bookmark.at
            ]
            entries[bookmark.sha256] = sorted([*others, entry], key=lambda each: int(each["at"]))

        self._bookmarks = _bookmarks_in(self._file.change(change))

    def unset(self, *bookmarks: Bookmark) -> None:
        """Take bookmarks away.

        Raises:
            OSError: It can't be written; nothing has changed then.
        """

        def change(entries: Entries) -> None:
            for bookmark in bookmarks:
                left = [
                    each for each in entries.pop(bookmark.sha256, []) if each["at"] != bookmark.at
                ]
                if left:
                    entries[bookmark.sha256] = left

        self._bookmarks = _bookmarks_in(self._file.change(change))


_WORDS = ("article", "title", "excerpt", "path")


def _is_right(entry: Any) -> bool:
    return (
        isinstance(entry, list)
        and bool(entry)
        and all(
            isinstance(each, dict)
            and isinstance(each.get("at"), int)
            and all(isinstance(each.get(word), str) for word in _WORDS)
            and isinstance(each.get("when"), int | float)
            for each in entry
        )
    )


def _bookmarks_in(entries: Entries) -> dict[str, list[Bookmark]]:
    return {
        sha256: sorted(
            (
                Bookmark(
                    sha256=sha256,
                    at=each["at"],
                    when=float(each["when"]),
                    **{word: each[word] for word in _WORDS},
                )
                for each in entry
            ),
            key=lambda bookmark: bookmark.at,
        )
        for sha256, entry in entries.items()
    }

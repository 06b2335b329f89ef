"""Where a reader was: the way back and forward, and the articles that are open.

Invariant: going back and then forward leads to where one was; going anywhere else forgets what was
ahead.
"""

from __future__ import annotations

from dataclasses import dataclass

from reader.query import Query
from reader.script import Config

_MOST = 500
"""Places of the way back that are kept."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A place in an article, and how the article was shown there."""

    path: str
    """The text's, as the workspace names it."""
    sha256: str
    """The text's."""
    article: str
    """The article's id."""
    title: str
    raw: int | None = None
    """Raw offset of the character under the cursor; None for where the article was left."""
    config: Config | None = None
    """The conversion; None as printed."""
    query: Query | None = None
    """What is searched for there."""

    @property
    def key(self) -> tuple[str, str]:
        """Tells the article from all others."""
        return self.sha256, self.article

    def is_same_place(self, other: Visit) -> bool:
        """Whether nothing would be gained by going from the one to the other."""
        return self.key == other.key and self.raw == other.raw


class Visits:
    """One reader's way through the articles of a workspace."""

    def __init__(self) -> None:
        self._behind: list[Visit] = []
        self._ahead: list[Visit] = []
        self._open: dict[tuple[str, str], Visit] = {}

    def leave(self, here: Visit) -> None:
        """The reader goes from here to somewhere else."""
        if not (self._behind and self._behind[-1].is_same_place(here)):
            self._behind.append(here)
        self._ahead.clear()
        del self._behind[:-_MOST]

    def turn(self, step: int, here: Visit | None) -> Visit | None:
        """Go back (`step` -1) or forward (`step` 1).

        Args:
            step: The direction.
            here: Where the reader is; None when that is in no article.

        Returns:
            Where that leads; None when there is nothing in that direction.
        """
        source, target = (self._behind, self._ahead) if step < 0 else (self._ahead, self._behind)
        while source:
            found = source.pop()
            if here is None or not found.is_same_place(here):
                if here is not None:
                    target.append(here)
                return found
        return None

    def note(self, here: Visit) -> None:
        """An article is open, and this is the reader's place in it."""
        self._open.pop(here.key, None)
        self._open[here.key] = here

    def open(self) -> list[Visit]:
        """The articles that are open, the one that was read last first."""
        return list(reversed(self._open.values()))

    def of(self, key: tuple[str, str]) -> Visit | None:
        """The reader's place in an article that is open."""
        return self._open.get(key)

    def close(self, key: tuple[str, str]) -> None:
        """An article is no longer open."""
        self._open.pop(key, None)

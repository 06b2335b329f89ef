"""Where each article was left, how far it was read and when, by the hash of its source.

Invariant: a place belongs to a text, not to a file name, and what was read once stays read. The file
is the user's own, not the team's; two programs that run at once keep each other's places.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reader.state import Entries, StateFile

_MOST_SOURCES = 20_000


@dataclass(frozen=True, slots=True)
class Place:
    """A reader's place in one article."""

    at: int
    """Raw offset of the character under the cursor."""
    read: float = 0.0
    """The furthest that was shown, from 0 to 1."""
    when: float = field(default=0.0, compare=False)
    """When it was left, in seconds since 1970; 0 when that was not kept."""


class ReadingPlaces:
    """The places of every article that was ever opened."""

    def __init__(self, path: Path, *, clock: Callable[[], float] = time.time) -> None:
        """
        Args:
            path: The file.
            clock: Tells the time, in seconds since 1970.
        """
        self._file = StateFile(path, _is_right)
        self._clock = clock
        self._places = _places_in(self._file.read())
        self._fresh: set[tuple[str, str]] = set()

    @property
    def notices(self) -> list[str]:
        """What the user should be told about the file."""
        return self._file.notices

    def of(self, sha256: str, article: str) -> Place | None:
        """The place in one article of a source, None if it was never opened."""
        return self._places.get(sha256, {}).get(article)

    def keep(self, sha256: str, article: str, place: Place) -> None:
        """Remember a place as that of this moment; what was read once stays read."""
        earlier = self.of(sha256, article)
        read = max(place.read, earlier.read if earlier else 0.0)
        # Taken out and put in again, so that the oldest come first and are the first to go.
        articles = self._places.pop(sha256, {})
        articles[article] = Place(place.at, read, self._clock())
        self._places[sha256] = articles
        self._fresh.add((sha256, article))

    def save(self) -> None:
        """Write what was kept since the last time into the file.

        Raises:
            OSError: It can't be written.
        """
        if not self._fresh:
            return
        self._places = _places_in(self._file.change(self._merge))
        self._fresh.clear()

    def _merge(self, stored: Entries) -> None:
        theirs = _places_in(stored)
        for sha256, articles in self._places.items():
            changed = [article for article in articles if (sha256, article) in self._fresh]
            if not changed:
                continue
            entry = stored.pop(sha256, {})
            for article in changed:
                place = articles[article]
                other = theirs.get(sha256, {}).get(article)
                at, read, when = place.at, place.read, place.when
                if other is not None:
                    read = max(read, other.read)
                    if other.when > when:
                        at, when = other.at, other.when
                entry[article] = [at, round(read, 4), round(when, 3)]
            stored[sha256] = entry
        while len(stored) > _MOST_SOURCES:
            del stored[next(iter(stored))]


def _is_right(entry: Any) -> bool:
    return isinstance(entry, dict) and all(
        isinstance(place, list)
        and len(place) in (2, 3)
        and all(isinstance(n, int | float) and not isinstance(n, bool) for n in place)
        for place in entry.values()
    )


def _places_in(entries: Entries) -> dict[str, dict[str, Place]]:
    return {
        sha256: {
            article: Place(int(place[0]), float(place[1]), float(place[2]) if place[2:] else 0.0)
            for article, place in articles.items()
        }
        for sha256, articles in entries.items()
    }

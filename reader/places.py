"""Where each article was left and how far it was read, by the hash of its source.

The file is the user's own, not the team's. Losing it costs a few page turns and nothing else, so a
damaged one is set aside and begun anew rather than complained about.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from reader.paths import write_whole

_MOST_SOURCES = 5_000


@dataclass(frozen=True, slots=True)
class Place:
    """A reader's place in one article."""

    at: int
    """Raw offset of the character under the cursor."""
    read: float = 0.0
    """The furthest that was shown, from 0 to 1."""


class ReadingPlaces:
    """The places of every article that was ever opened."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._places: dict[str, dict[str, Place]] = {}
        try:
            stored = json.loads(path.read_text("utf-8"))
            for sha256, articles in stored.items():
                self._places[sha256] = {
                    article: Place(int(at), float(read)) for article, (at, read) in articles.items()
                }
        except FileNotFoundError:
            pass
        except (OSError, ValueError, AttributeError, TypeError):
            self._places = {}
            self._set_aside()

    def _set_aside(self) -> None:
        try:
            self._path.replace(self._path.with_suffix(".damaged.json"))
        except OSError:
            return

    def of(self, sha256: str, article: str) -> Place | None:
        """The place in one article of a source, None if it was never opened."""
        return self._places.get(sha256, {}).get(article)

    def keep(self, sha256: str, article: str, place: Place) -> None:
        """Remember a place; what was read once stays read."""
        earlier = self.of(sha256, article)
        read = max(place.read, earlier.read if earlier else 0.0)
        # Taken out and put in again, so that the oldest come first and are the first to go.
        articles = self._places.pop(sha256, {})
        articles[article] = Place(place.at, read)
        self._places[sha256] = articles
        while len(self._places) > _MOST_SOURCES:
            del self._places[next(iter(self._places))]

    def save(self) -> None:
        """Write the file.

        Raises:
            OSError: It can't be written.
        """
        stored = {
            sha256: {
                article: [place.at, round(place.read, 4)] for article, place in articles.items()
            }
            for sha256, articles in self._places.items()
        }
        write_whole(self._path, json.dumps(stored, ensure_ascii=False, indent=0).encode())

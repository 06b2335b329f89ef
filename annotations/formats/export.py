"""What an exchange file says, whatever its format.

Invariant: every annotation's source is among the sources, and each source, tag and annotation
stands once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from annotations.errors import FormatError
from annotations.model import Annotation
from annotations.tags import Tag

SHA256 = "sha256:"
"""What a source's id begins with; its hexadecimal hash follows."""


@dataclass(frozen=True, slots=True)
class SourceRef:
    """A source that annotations refer to."""

    id: str
    """`sha256:` and the hexadecimal hash of the source's bytes."""
    path: str
    """Where it lay, as the reviewer's program was told."""
    encoding: str
    """The name of the Python codec that decodes it."""
    characters: int
    """The length of its raw text in code points."""


@dataclass(frozen=True, slots=True)
class Export:
    """One exchange file; the order of everything is kept."""

    exported: str
    """When it was made: ISO 8601, UTC, with a Z."""
    sources: tuple[SourceRef, ...]
    tags: tuple[Tag, ...]
    annotations: tuple[Annotation, ...]

    def __post_init__(self) -> None:
        _refuse_twice("source", (source.id for source in self.sources))
        _refuse_twice("tag", (tag.name for tag in self.tags))
        _refuse_twice("annotation", (annotation.id for annotation in self.annotations))
        known = {source.id for source in self.sources}
        for annotation in self.annotations:
            if SHA256 + annotation.source not in known:
                raise FormatError(
                    f"The source of annotation {annotation.id} is not among the sources."
                )


def _refuse_twice(what: str, names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise FormatError(f"The {what} “{name}” stands there twice.")
        seen.add(name)

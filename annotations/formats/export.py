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
from annotations.wording import _, marked

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
        _refuse_twice(
            marked("The source “{name}” stands there twice."),
            (source.id for source in self.sources),
        )
        _refuse_twice(
            marked("The tag “{name}” stands there twice."), (tag.name for tag in self.tags)
        )
        _refuse_twice(
            marked("The annotation “{name}” stands there twice."),
            (annotation.id for annotation in self.annotations),
        )
        known = {source.id for source in self.sources}
        for annotation in self.annotations:
            if SHA256 + annotation.source not in known:
                raise FormatError(
                    _("The source of annotation {id} is not among the sources.").format(
                        id=annotation.id
                    )
                )


def _refuse_twice(problem: str, names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise FormatError(_(problem).format(name=name))
        seen.add(name)

"""Exchange formats: one module each, and one table of them all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from annotations.formats import pizhu_json
from annotations.formats.export import Export, SourceRef

__all__ = ["FORMATS", "Export", "Format", "SourceRef"]


@dataclass(frozen=True, slots=True)
class Format:
    """One exchange format."""

    name: str
    """What a person types to choose it."""
    suffix: str
    """What its files' names end in, with the dot."""
    description: str
    """What it is for, in a sentence."""
    serialise: Callable[[Export], str]
    parse: Callable[[str], Export]
    """Raises FormatError for what is not of this format."""


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "json": Format(
            "json",
            ".json",
            "All that pizhu knows of the annotations, for programs and for pizhu itself.",
            pizhu_json.serialise,
            pizhu_json.parse,
        )
    }
)
"""Every format by name."""

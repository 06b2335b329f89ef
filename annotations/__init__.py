"""Annotations of texts: the values, where they stand, how they are kept and exchanged.

    from annotations import Layer, Span, new_annotation, quoted

    with Layer.open(path, creator="wong") as layer:
        layer.add(annotation, said="highlight 「耐心資本」")

A name is imported when it is first asked for, so that a program which only needs spans starts fast.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotations.anchoring import check
    from annotations.candidates import Candidate
    from annotations.corrections import Correction, CorrectionKind, adopted, new_correction
    from annotations.diff import resemblance
    from annotations.errors import (
        AnnotationError,
        CorrectionError,
        FormatError,
        LayerError,
        PizhuError,
        TagError,
    )
    from annotations.formats import FORMATS, Export, Format, SourceRef
    from annotations.index import AnnotationIndex
    from annotations.model import Annotation, Quote, Status, new_annotation
    from annotations.reanchoring import Placed, placed_by_hand, reanchor
    from annotations.selectors import quoted, widened
    from annotations.span import Span
    from annotations.store import Layer
    from annotations.tags import Tag, TagSet

__all__ = [
    "FORMATS",
    "Annotation",
    "AnnotationError",
    "AnnotationIndex",
    "Candidate",
    "Correction",
    "CorrectionError",
    "CorrectionKind",
    "Export",
    "Format",
    "FormatError",
    "Layer",
    "LayerError",
    "PizhuError",
    "Placed",
    "Quote",
    "SourceRef",
    "Span",
    "Status",
    "Tag",
    "TagError",
    "TagSet",
    "adopted",
    "check",
    "new_annotation",
    "new_correction",
    "placed_by_hand",
    "quoted",
    "reanchor",
    "resemblance",
    "widened",
]

_HOMES = {
    "anchoring": ("check",),
    "candidates": ("Candidate",),
    "corrections": ("Correction", "CorrectionKind", "adopted", "new_correction"),
    "diff": ("resemblance",),
    "errors": (
        "AnnotationError",
        "CorrectionError",
        "FormatError",
        "LayerError",
        "PizhuError",
        "TagError",
    ),
    "formats": ("FORMATS", "Export", "Format", "SourceRef"),
    "index": ("AnnotationIndex",),
    "model": ("Annotation", "Quote", "Status", "new_annotation"),
    "reanchoring": ("Placed", "placed_by_hand", "reanchor"),
    "selectors": ("quoted", "widened"),
    "span": ("Span",),
    "store": ("Layer",),
    "tags": ("Tag", "TagSet"),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}


if not TYPE_CHECKING:  # else any name would pass the type checker

    def __getattr__(name: str) -> object:
        if name not in _HOME:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})

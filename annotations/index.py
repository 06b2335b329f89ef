"""Which annotations of one source stand in a stretch of its raw text.

Invariant: an answer costs the blocks in the stretch and the annotations near it, whatever the
number of annotations elsewhere. A span lies in a level of blocks at least as long as itself, so it
touches at most two of them.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator
from operator import attrgetter
from threading import RLock

from annotations.model import Annotation
from annotations.span import Span

_SMALLEST = 8
"""Logarithm of the shortest blocks' length, 256 code points: a few lines of a page."""
_STEP = 2
"""Each level's blocks are four times as long as those of the level below."""

_place = attrgetter("place")


class AnnotationIndex:
    """The annotations of one source by place; safe to ask while another thread changes it."""

    def __init__(self, annotations: Iterable[Annotation] = ()) -> None:
        self._lock = RLock()
        self._by_id: dict[str, Annotation] = {}
        self._levels: defaultdict[int, defaultdict[int, set[str]]] = defaultdict(
            lambda: defaultdict(set)
        )
        self._ordered = sorted(annotations, key=_place)
        for annotation in self._ordered:
            self._enter(annotation)

    def __len__(self) -> int:
        return len(self._ordered)

    def __iter__(self) -> Iterator[Annotation]:
        """By place: first raw offset, then length."""
        with self._lock:
            return iter(self._ordered[:])

    def overlapping(self, spans: Iterable[Span]) -> list[Annotation]:
        """The annotations that share a raw character with any of the spans, each once, by place."""
        found: dict[str, Annotation] = {}
        with self._lock:
            for span in spans:
                if span:
                    self._collect(span, found)
        return sorted(found.values(), key=_place)

    def at(self, offset: int) -> list[Annotation]:
        """The annotations that mark the raw character at `offset`, by place."""
        return self.overlapping((Span(offset, offset + 1),))

    def add(self, annotation: Annotation) -> None:
        """Take in an annotation; one with the same id gives way to it."""
        with self._lock:
            self.remove(annotation.id)
            insort(self._ordered, annotation, key=_place)
            self._enter(annotation)

    def remove(self, id: str) -> None:  # noqa: A002 - the field's name
        """Take out the annotation of this id, if there is one."""
        with self._lock:
            annotation = self._by_id.pop(id, None)
            if annotation is None:
                return
            del self._ordered[bisect_left(self._ordered, annotation.place, key=_place)]
            for span in annotation.raw:
                level = _level(span)
                blocks = self._levels[level]
                for block in _blocks(span, level):
                    blocks[block].discard(id)
                    if not blocks[block]:
                        del blocks[block]
                if not blocks:
                    del self._levels[level]

    def _enter(self, annotation: Annotation) -> None:
        self._by_id[annotation.id] = annotation
        for span in annotation.raw:
            level = _level(span)
            blocks = self._levels[level]
            for block in _blocks(span, level):
                blocks[block].add(annotation.id)

    def _collect(self, span: Span, found: dict[str, Annotation]) -> None:
        for level, blocks in self._levels.items():
            asked = _blocks(span, level)
            # A stretch may be longer than all that is marked at this level.
            near = asked if len(asked) <= len(blocks) else [b for b in blocks if b in asked]
            for block in near:
                for annotation_id in blocks.get(block, ()):
                    if annotation_id not in found:
                        annotation = self._by_id[annotation_id]
                        if any(span.overlaps(own) for own in annotation.raw):
                            found[annotation_id] = annotation


def _level(span: Span) -> int:
    return max(0, -(-((len(span) - 1).bit_length() - _SMALLEST) // _STEP))


def _blocks(span: Span, level: int) -> range:
    shift = _SMALLEST + _STEP * level
    return range(span.start >> shift, ((span.end - 1) >> shift) + 1)

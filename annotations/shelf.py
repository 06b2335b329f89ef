"""The annotations of a layer, left as documents until somebody asks for them.

Most of a layer belongs to sources that are not open, so opening one costs no more than to see which
annotation belongs to which source.

Invariant: an annotation that is shown says what its document says; a document that can't be read is
named in `unread`, stays where it is, and is not shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from annotations.errors import AnnotationError
from annotations.layer_file import Document
from annotations.model import Annotation, from_document


class Shelf:
    """Annotations by id and by source; not safe for threads by itself."""

    def __init__(self, documents: Mapping[str, Document]) -> None:
        """Take in a table's documents, by number."""
        self.unread: list[str] = []
        """What can't be read and why, in parts of sentences."""
        self._waiting: dict[str, Document] = {}
        self._made: dict[str, Annotation] = {}
        self._numbers: dict[str, int] = {}
        self._by_source: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for number, document in documents.items():
            name, source = document.get("id"), document.get("source")
            if not isinstance(name, str) or not isinstance(source, str):
                self._pass_over(number, "It has no id or no source.")
            elif name in self._numbers:
                self._pass_over(number, f"The id {name} stands there twice.")
            else:
                self._numbers[name] = int(number)
                self._waiting[name] = document
                self._by_source[source][name] = None

    def __len__(self) -> int:
        return len(self._numbers)

    def __contains__(self, name: object) -> bool:
        return name in self._numbers

    def number(self, name: str) -> int | None:
        """The number of the document of the annotation of this id."""
        return self._numbers.get(name)

    def made(self, name: str) -> Annotation | None:
        """The annotation of this id, if somebody asked for it before; safe in any thread."""
        return self._made.get(name)

    def get(self, name: str) -> Annotation | None:
        """The annotation of this id, if it is there and can be read."""
        if name in self._waiting:
            self._make(name)
        return self._made.get(name)

    def all(self) -> list[Annotation]:
        """Every annotation."""
        for name in list(self._waiting):
            self._make(name)
        return list(self._made.values())

    def of_source(self, source: str) -> list[Annotation]:
        """The annotations of a source."""
        names = list(self._by_source.get(source, ()))
        return [made for made in map(self.get, names) if made is not None]

    def put(self, annotation: Annotation, number: int) -> None:
        """Show an annotation, in the place of the one of its id if there is one."""
        self.drop(annotation.id)
        self._made[annotation.id] = annotation
        self._numbers[annotation.id] = number
        self._by_source[annotation.source][annotation.id] = None

    def drop(self, name: str) -> Annotation | None:
        """Show the annotation of this id no more; returns it."""
        before = self.get(name)
        if before is not None:
            del self._made[name], self._numbers[name], self._by_source[before.source][name]
        return before

    def _make(self, name: str) -> None:
        document = self._waiting.pop(name)
        try:
            self._made[name] = from_document(document)
        except AnnotationError as problem:
            del self._by_source[document["source"]][name]
            self._pass_over(str(self._numbers.pop(name)), str(problem))

    def _pass_over(self, number: str, problem: str) -> None:
        self.unread.append(
            f"number {number} of its annotations is missing here and was left in the file as it is. "
            f"{problem}"
        )

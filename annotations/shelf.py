"""The annotations or corrections of a layer, left as documents until somebody asks for them.

Most of a layer belongs to sources that are not open, so opening one costs no more than to see which
document belongs to which source.

Invariant: what is shown says what its document says; a document that can't be read is named in
`unread`, stays where it is, and is not shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Generic, Protocol, TypeVar

from annotations.errors import PizhuError
from annotations.layer_file import Document
from annotations.wording import _


class Shelved(Protocol):
    """A value that has an id and belongs to a source."""

    @property
    def id(self) -> str: ...
    @property
    def source(self) -> str: ...


Value = TypeVar("Value", bound=Shelved)


class Shelf(Generic[Value]):
    """Values of one table by id and by source; not safe for threads by itself."""

    def __init__(
        self, documents: Mapping[str, Document], made_from: Callable[[Document], Value], what: str
    ) -> None:
        """Take in a table's documents.

        Args:
            documents: The documents by number.
            made_from: What reads one; it raises PizhuError.
            what: The table's name, to be put into a sentence.
        """
        self._made_from = made_from
        self._what = what
        self.unread: list[str] = []
        """What can't be read and why, in parts of sentences."""
        self._waiting: dict[str, Document] = {}
        self._made: dict[str, Value] = {}
        self._numbers: dict[str, int] = {}
        self._by_source: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for number, document in documents.items():
            self._enter(number, document)

    def __len__(self) -> int:
        return len(self._numbers)

    def __contains__(self, name: object) -> bool:
        return name in self._numbers

    def number(self, name: str) -> int | None:
        """The number of the document of this id."""
        return self._numbers.get(name)

    def made(self, name: str) -> Value | None:
        """The value of this id, if somebody asked for it before; safe in any thread."""
        return self._made.get(name)

    def get(self, name: str) -> Value | None:
        """The value of this id, if it is there and can be read."""
        if name in self._waiting:
            self._make(name)
        return self._made.get(name)

    def all(self) -> list[Value]:
        """Every value."""
        for name in list(self._waiting):
            self._make(name)
        return list(self._made.values())

    def of_source(self, source: str) -> list[Value]:
        """The values of a source."""
        names = list(self._by_source.get(source, ()))
        return [made for made in map(self.get, names) if made is not None]

    def sources(self) -> list[str]:
        """The sources that have values, those among them that can't be read."""
        return [source for source, names in self._by_source.items() if names]

    def put(self, value: Value, number: int) -> None:
        """Show a value, in the place of the one of its id if there is one."""
        self.drop(value.id)
        self._made[value.id] = value
        self._numbers[value.id] = number
        self._by_source[value.source][value.id] = None

    def drop(self, name: str) -> Value | None:
        """Show the value of this id no more; returns it."""
        before = self.get(name)
        if before is not None:
            del self._made[name], self._numbers[name], self._by_source[before.source][name]
        return before

    def renew(self, number: str, before: Document | None, after: Document | None) -> None:
        """Take in that another program has put another document, or none, at a number."""
        name = before.get("id") if before else None
        if isinstance(name, str) and self._numbers.get(name) == int(number):
            self.drop(name)
        if after is not None:
            self._enter(number, after)

    def _enter(self, number: str, document: Document) -> None:
        name, source = document.get("id"), document.get("source")
        if not isinstance(name, str) or not isinstance(source, str):
            self._pass_over(number, _("It has no id or no source."))
        elif name in self._numbers:
            self._pass_over(number, _("The id {name} stands there twice.").format(name=name))
        else:
            self._numbers[name] = int(number)
            self._waiting[name] = document
            self._by_source[source][name] = None

    def _make(self, name: str) -> None:
        document = self._waiting.pop(name)
        try:
            self._made[name] = self._made_from(document)
        except PizhuError as problem:
            del self._by_source[document["source"]][name]
            self._pass_over(str(self._numbers.pop(name)), str(problem))

    def _pass_over(self, number: str, problem: str) -> None:
        self.unread.append(
            _(
                "number {number} of its {what} is missing here and was left in the file as it is. "
                "{problem}"
            ).format(number=number, what=_(self._what), problem=problem)
        )

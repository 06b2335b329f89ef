"""The sentences that `annotations` says, in whatever language its user speaks.

Invariant: without anybody to translate, every sentence is said in the English that it is written in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Self, TypeAlias

Field: TypeAlias = str | int
"""What goes into a sentence: a text as it is, a number, or a `Said`, which is translated too."""

_translate: Callable[[str], str] = str


def translated_by(translate: Callable[[str], str]) -> None:
    """Translate every sentence from now on; it is looked up when it is said."""
    global _translate  # noqa: PLW0603  # a program speaks one language, like gettext's own
    _translate = translate


def _(sentence: str) -> str:
    """The sentence in the user's language; what it names goes in afterwards, by `format`."""
    return _translate(sentence)


def marked(sentence: str) -> str:
    """The sentence itself, marked as one to translate where it is said."""
    return sentence


class Said(str):
    """An English sentence that knows of what it was made, so that it can be said in other languages.

    It is the English text for whatever keeps it, compares it or writes it to a file.
    """

    __slots__ = ("fields", "sentence")

    sentence: str
    """What stands in the sources, with `{names}` of its fields: gettext's msgid."""
    fields: dict[str, Field]

    def __new__(cls, sentence: str, **fields: Field) -> Self:
        """Make a sentence of its words and of what goes into them by name."""
        return cls._made(sentence.format(**fields), sentence, fields)

    @classmethod
    def _made(cls, english: str, sentence: str, fields: dict[str, Field]) -> Self:
        said = super().__new__(cls, english)
        said.sentence = sentence
        said.fields = fields
        return said

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self)._made, (str(self), self.sentence, self.fields)

    def spoken(self, translate: Callable[[str], str]) -> str:
        """The sentence by a translator; in English when that does not know it."""
        words = translate(self.sentence)
        fields = {
            name: field.spoken(translate) if isinstance(field, Said) else field
            for name, field in self.fields.items()
        }
        try:
            return str(self) if words == self.sentence else words.format(**fields)
        except LookupError:  # kept by a program that made the same sentence of other fields
            return str(self)

    def to_document(self) -> dict[str, Any]:
        """Of what it is made, for a file that keeps its English text too."""
        return {
            "sentence": self.sentence,
            "fields": {
                name: {"said": str(field), **field.to_document()}
                if isinstance(field, Said)
                else field
                for name, field in self.fields.items()
            },
        }

    @classmethod
    def from_document(cls, english: str, document: Mapping[Any, Any]) -> str:
        """What was kept: its English text alone where the rest is not there or is not as it should be.

        Nothing that was read from a file is ever used as a format; see `spoken`.
        """
        match document:
            case {"sentence": str(sentence), "fields": dict(kept)}:
                fields = {name: _field(value) for name, value in kept.items()}
                return cls._made(english, sentence, fields)
            case _:
                return english


def _field(value: object) -> Field:
    match value:
        case {"said": str(english), **rest}:
            return Said.from_document(english, rest)
        case int():
            return value
        case _:
            return str(value)


__all__ = ["Field", "Said", "_", "marked", "translated_by"]

"""What people call the kinds, reasons and states that files and programs know by one word.

Invariant: the word in a file is English and never changes; only what a person sees is translated.
"""

from __future__ import annotations

from enum import StrEnum

from annotations.wording import Said
from reader.wording import _, marked

_NAMES = frozenset(
    (
        # kinds of blocks
        marked("headline"),
        marked("deck"),
        marked("kicker"),
        marked("strapline"),
        marked("series"),
        marked("byline"),
        marked("date"),
        marked("paragraph"),
        marked("subheading"),
        marked("list item"),
        marked("caption"),
        # decisions of the cleaning, and the reasons for which something was dropped
        marked("join"),
        marked("offer"),
        marked("missing start"),
        marked("missing end"),
        marked("duplicate"),
        marked("boilerplate"),
        marked("blank"),
        marked("reviewer"),
        # how an annotation found its place
        marked("exact"),
        marked("moved"),
        marked("fuzzy"),
        marked("orphan"),
    )
)


def name_of(value: StrEnum | str) -> str:
    """What people call it, in the reader's language."""
    return _(_words(value))


def said_name_of(value: StrEnum | str) -> str:
    """The same, to be put into a `Said`."""
    words = _words(value)
    return Said(words) if words in _NAMES else words


def _words(value: StrEnum | str) -> str:
    return str(value).replace("_", " ")

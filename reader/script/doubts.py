"""Places at which a conversion had to choose between forms, and nothing in the text said which.

A Simplified character such as 发 stands for several Traditional ones (發, 髮). Most of the time the
phrase around it tells; where it stands in no phrase of the dictionaries, or in one that itself has
several readings, the dictionaries' first reading is shown, and that is a doubt. Not every such place
is worth a look: 了 may stand for 瞭, but outside of phrases it never does. So the forms that were
measured to be right as good as always count as *certain* (`measured.tsv`, made by
`benchmarks/forms.py`), and a reading that lies beyond the Basic Multilingual Plane, which hardly any
terminal's font can show, is not offered.

Invariant: every doubt lies on whole characters of the text that was given, they are disjoint and
ascend, and each has at least two forms that look different in the configuration's variety.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import sqrt
from pathlib import Path

from annotations.span import Span
from reader.script.conversion import Open, after, convert
from reader.script.dictionaries import Config

_MEASURED = Path(__file__).with_name("measured.tsv")
_ENOUGH = 200
"""Times that a form has to have been right, without once being wrong, to be certain."""
_MOST_WRONG = 1 / 2000
"""Share of wrong ones, at the upper end of what the count allows, up to which a form is certain."""
_LAST_OF_PLANE = "\uffff"


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write a character that is in doubt."""

    reading: str
    """As the dictionaries write it, the same in every variety: what a choice is kept by."""
    shown: str
    """As the configuration shows it when nothing stands around it."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A character, or a phrase, that may be written in several ways."""

    span: Span
    """Where it stands in the text that was given."""
    text: str
    """What stands there."""
    forms: tuple[Form, ...]
    """The ways to write it, the usual one first; at least two."""


def doubts(text: str, config: Config, *, with_certain: bool = False) -> tuple[Doubt, ...]:
    """The doubts of a conversion, from left to right.

    Args:
        text: Any text.
        config: A conversion from one script to the other; others have no doubts.
        with_certain: Whether the places count too whose first form is as good as always right.
    """
    found: list[Doubt] = []
    certain = frozenset() if with_certain else certain_in(to_simplified=config.is_to_simplified)

    def note(place: Open) -> None:
        span = place.span
        key = text[span.start : span.end]
        if key not in certain:
            forms = forms_of(place)
            if len(forms) > 1:
                found.append(Doubt(span, key, forms))

    convert(text, config, note)
    return tuple(found)


def forms_of(place: Open) -> tuple[Form, ...]:
    """The forms that look different in the configuration's variety, the usual one first."""
    forms: dict[str, Form] = {}
    for n, reading in enumerate(place.readings):
        if n == 0 or max(reading) <= _LAST_OF_PLANE:
            shown = after(reading, place.following)
            forms.setdefault(shown, Form(reading, shown))
    return tuple(forms.values())


@cache
def certain_in(*, to_simplified: bool) -> frozenset[str]:
    """The characters and phrases whose first form was measured to be right as good as always."""
    script = "Simplified" if to_simplified else "Traditional"
    certain = set()
    for line in _MEASURED.read_text(encoding="utf-8").splitlines():
        to, _, rest = line.partition("\t")
        if to == script:
            text, seen, other = rest.split("\t")
            if _is_certain(int(seen), int(other)):
                certain.add(text)
    return frozenset(certain)


def _is_certain(seen: int, other: int) -> bool:
    if not other:
        return seen >= _ENOUGH
    # The upper end of Wilson's interval, one-sided, 95 %.
    z = 1.645
    share = other / seen
    spread = z * sqrt(share * (1 - share) / seen + z * z / (4 * seen * seen))
    return (share + z * z / (2 * seen) + spread) / (1 + z * z / seen) <= _MOST_WRONG

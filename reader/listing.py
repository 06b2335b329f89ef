"""Which articles of the catalogue are listed, and in which order.

Invariant: a filter says of every article whether it is listed, in both scripts and widths alike; what
can't be understood of it filters nothing and is told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Any

from annotations.model import Annotation
from annotations.store import Layer
from reader.catalogue import Entry
from reader.folding import folded
from reader.places import Place, ReadingPlaces
from reader.text.page import Script
from reader.wording import _

_WHOLE = 0.99
"""The part of an article from which on it counts as read."""
_TOKEN = re.compile(r'(?P<no>[-!]?)(?:(?P<field>[^\s:"]+):)?(?P<value>"[^"]*"?|\S*)')
_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_TENS = re.compile(r"([1-9]?)十([1-9]?)")
_DATE = re.compile(r"(\d{4})(?:\s*[-年./]\s*(\d{1,2})(?:\s*[-月./]\s*(\d{1,2}))?)?")
_FIELDS = {
    "tag": "tag", "标签": "tag", "script": "script", "字体": "script", "date": "date", "日期": "date",
}  # fmt: skip
_STATES = {
    "unread": "unread", "未读": "unread", "read": "read", "已读": "read", "begun": "begun",
    "在读": "begun", "noted": "noted", "有注": "noted",
}  # fmt: skip
_SCRIPTS = {
    "hant": Script.TRADITIONAL, "traditional": Script.TRADITIONAL, "繁": Script.TRADITIONAL,
    "繁体": Script.TRADITIONAL, "hans": Script.SIMPLIFIED, "simplified": Script.SIMPLIFIED,
    "简": Script.SIMPLIFIED, "简体": Script.SIMPLIFIED, "none": Script.NEITHER,
}  # fmt: skip


class Sort(StrEnum):
    """What articles are sorted by."""

    FILE = "file"
    """As the texts stand in the workspace, and the articles on them."""
    TITLE = "title"
    DATE = "date"
    NAME = "name"
    PROGRESS = "progress"
    NOTES = "notes"
    LAST_READ = "last read"


@lru_cache(maxsize=50_000)
def iso_date(date: str) -> str:
    """A printed date as ISO 8601, as far as it goes (2025, 2025-06, 2025-06-03); empty if it is none."""
    plain = folded(date).translate(_DIGITS)
    plain = _TENS.sub(lambda found: f"{found[1] or 1}{found[2] or 0}", plain)
    found = _DATE.search(plain)
    if found is None:
        return ""
    year, *rest = (int(part) for part in found.groups() if part)
    return "-".join((f"{year:04}", *(f"{part:02}" for part in rest)))


class Facts:
    """What a filter asks about one article; worked out when it is asked."""

    __slots__ = ("_entry", "_listing")

    def __init__(self, listing: Listing, entry: Entry) -> None:
        self._listing = listing
        self._entry = entry

    @property
    def words(self) -> str:
        """Its title and its file's name, folded."""
        return self._listing.words(self._entry)

    @property
    def date(self) -> str:
        """Its date in ISO 8601, as far as it goes."""
        return iso_date(self._entry.date)

    @property
    def script(self) -> Script:
        return self._entry.script

    @property
    def place(self) -> Place | None:
        """Where it was left, None if it was never opened."""
        return self._listing.place(self._entry)

    @property
    def tags(self) -> set[str]:
        """The tags of the annotations in it, folded."""
        annotations = self._listing.annotations(self._entry)
        return {folded(tag) for each in annotations for tag in each.tags}

    @property
    def notes(self) -> int:
        """How many annotations lie in it."""
        return len(self._listing.annotations(self._entry))


Test = Callable[[Facts], bool]


@dataclass(frozen=True)
class Filter:
    """What somebody typed, understood."""

    typed: str = ""
    problems: tuple[str, ...] = ()
    """What could not be understood, as sentences."""
    _tests: tuple[Test, ...] = field(default=(), repr=False)

    def __bool__(self) -> bool:
        return bool(self._tests)

    def lets_through(self, facts: Facts) -> bool:
        """Whether an article is listed."""
        return all(test(facts) for test in self._tests)


def parsed(typed: str) -> Filter:
    """Understand a filter, such as `資本 tag:政策 script:hant date:2025-06.. -unread`.

    Every word has to hold; `-` before one turns it round. A word by itself stands in the title or the
    file's name; a tag goes for those below it too.
    """
    tests: list[Test] = []
    problems: list[str] = []
    for token in _TOKEN.finditer(folded(typed)):
        value = token["value"].strip('"')
        name = token["field"]
        if not value and not name:
            continue
        try:
            test = _test(name, value)
        except ValueError as error:
            problems.append(str(error))
            continue
        if test is not None:
            tests.append(_turned(test) if token["no"] else test)
    return Filter(typed, tuple(problems), tuple(tests))


def _turned(test: Test) -> Test:
    return lambda facts: not test(facts)


def _test(name: str | None, value: str) -> Test | None:
    """What one word asks; None while it is not finished.

    Raises:
        ValueError: It asks for something that there is not.
    """
    if name is None:
        state = _STATES.get(value)
        return (lambda facts: value in facts.words) if state is None else _STATE_TESTS[state]
    known = _FIELDS.get(name)
    if known is None:
        whole = f"{name}:{value}"
        return lambda facts: whole in facts.words
    if not value:
        return None
    if known == "tag":
        return lambda facts: any(
            tag == value or tag.startswith(f"{value}/") or tag.endswith(f"/{value}")
            for tag in facts.tags
        )
    if known == "script":
        script = _SCRIPTS.get(value)
        if script is None:
            raise ValueError(
                _("A script is hant, hans or none, not “{value}”.").format(value=value)
            )
        return lambda facts: facts.script is script
    return _date_test(value)


_STATE_TESTS: dict[str, Test] = {
    "unread": lambda facts: facts.place is None,
    "read": lambda facts: facts.place is not None and facts.place.read >= _WHOLE,
    "begun": lambda facts: facts.place is not None and facts.place.read < _WHOLE,
    "noted": lambda facts: facts.notes > 0,
}


def _date_test(value: str) -> Test:
    first, dots, last = value.partition("..")
    start, end = (iso_date(part) if part else "" for part in (first, last if dots else first))
    if (first and not start) or (dots and last and not end) or not (start or end):
        raise ValueError(
            _("“{value}” is no date; write 2025-06, 2025-06.. or 2025-06..2025-07-15.").format(
                value=value
            )
        )
    return lambda facts: bool(
        facts.date and facts.date >= start and (not end or facts.date[: len(end)] <= end)
    )


class Listing:
    """Arranges the articles of one workspace for one reviewer."""

    def __init__(self, layer: Layer, places: ReadingPlaces) -> None:
        """
        Args:
            layer: The reviewer's annotations.
            places: Where articles were left.
        """
        self._layer = layer
        self._places = places
        self._words: dict[tuple[str, str], tuple[str, str, str]] = {}
        self._annotated: frozenset[str] = frozenset()

    def arranged(
        self, entries: Iterable[Entry], wanted: Filter, sort: Sort, *, turned: bool = False
    ) -> list[Entry]:
        """The articles that a filter lets through, in order.

        Args:
            entries: In the workspace's order.
            wanted: Which to list.
            sort: What to sort by; what an article lacks puts it last, either way.
            turned: Whether the greatest comes first.
        """
        self._annotated = self._layer.sources()
        listed = list(entries)
        if wanted:
            listed = [each for each in listed if wanted.lets_through(Facts(self, each))]
        if sort is Sort.FILE:
            return listed[::-1] if turned else listed
        key = _KEYS[sort]
        keyed = [(key(self, entry), entry) for entry in listed]
        having: list[tuple[Any, Entry]] = [each for each in keyed if each[0] not in ("", None)]
        lacking = [entry for value, entry in keyed if value in ("", None)]
        having.sort(key=lambda each: each[0], reverse=turned)
        return [entry for _, entry in having] + lacking

    def annotations(self, entry: Entry) -> Sequence[Annotation]:
        """The annotations in an article, as of the time when articles were last arranged."""
        # Most sources have none, and no index is made for those.
        if entry.sha256 not in self._annotated:
            return ()
        return self._layer.index(entry.sha256).overlapping(entry.spans)

    def place(self, entry: Entry) -> Place | None:
        """Where an article was left, None if it was never opened."""
        return self._places.of(entry.sha256, entry.article)

    def words(self, entry: Entry) -> str:
        """An article's title and its file's name, folded, on two lines."""
        key = entry.sha256, entry.article
        known = self._words.get(key)
        if known is None or known[0] != entry.title or known[1] != entry.path:
            words = folded(f"{entry.title}\n{entry.name}")
            known = self._words[key] = entry.title, entry.path, words
        return known[2]

    def _title(self, entry: Entry) -> str:
        return self.words(entry).partition("\n")[0]

    def _name(self, entry: Entry) -> str:
        return self.words(entry).rpartition("\n")[2]

    def _progress(self, entry: Entry) -> float | None:
        place = self.place(entry)
        return None if place is None else place.read

    def _last_read(self, entry: Entry) -> float | None:
        place = self.place(entry)
        return None if place is None or not place.when else place.when


_KEYS: dict[Sort, Callable[[Listing, Entry], str | float | None]] = {
    Sort.TITLE: Listing._title,
    Sort.DATE: lambda _, entry: iso_date(entry.date),
    Sort.NAME: Listing._name,
    Sort.PROGRESS: Listing._progress,
    Sort.NOTES: lambda listing, entry: len(listing.annotations(entry)) or None,
    Sort.LAST_READ: Listing._last_read,
}

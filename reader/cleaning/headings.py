"""Tells the headings that head an article from those that divide one, and names the kind of each.

Invariant: every heading of a page gets exactly one kind, and a group of headings that stand together
at an article's beginning has exactly one headline.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reader.cleaning.breaks import Breaks
from reader.cleaning.classify import Part
from reader.cleaning.lines import Fragment
from reader.cleaning.looks import begins_report
from reader.text.page import BlockKind
from reader.text.patterns import lazily

_SERIES = lazily(
    r"[①-⑳]$|系列|之[一二三四五六七八九十]+$|[(（][上中下一二三四五六七八九十0-9]{1,2}[)）]$"
)
_ASIDE = lazily(rf"^[(（]|{_SERIES.pattern}")
"""A series' name or something in brackets is no headline while there is another."""
_SHORT_KICKER = 7
_HEADLINE_SIZE = 14
_SUBHEADING_SIZE = 8
_UNDATED = 1.5
"""What speaks against a headline without a date on a page whose first one has one."""


@dataclass(frozen=True, slots=True)
class Heading:
    """Headings that stand together, with nothing but captions, dates and bylines between them."""

    members: tuple[int, ...]
    """Indices of the headings."""
    score: float
    """Above nothing: they head an article."""

    @property
    def heads(self) -> bool:
        """Whether an article begins here."""
        return self.score > 0


def find_headings(
    fragments: Sequence[Fragment], parts: Sequence[Part], breaks: Breaks, headlines: frozenset[int]
) -> list[Heading]:
    """The groups of headings of a page, each with whether an article begins there."""
    groups = _groups(parts)
    numbered = sum(
        part is Part.HEADING and f.look.numbered for f, part in zip(fragments, parts, strict=True)
    )
    moved = breaks.missing_start | {
        join.head for join in breaks.joins if not _only_captions(parts, join.tail + 1, join.head)
    }
    goes_on = {join.tail: join.head for join in breaks.joins}
    dated = bool(groups) and _is_dated(parts, groups[0])
    found = []
    for group in groups:
        score = _score(fragments, parts, group, moved, numbered)
        if headlines:
            score += 4 if headlines & set(group) else -1.4
        elif dated and group is not groups[0] and not _is_dated(parts, group):
            score -= _UNDATED
        if _flows_back(parts, goes_on, group):
            score = -9.0
        found.append(Heading(group, score))
    return found


def kinds_of(
    fragments: Sequence[Fragment], heading: Heading, headlines: frozenset[int]
) -> dict[int, BlockKind]:
    """The kind of each member of a group of headings."""
    if not heading.heads:
        return dict.fromkeys(heading.members, BlockKind.SUBHEADING)
    known = [index for index in heading.members if index in headlines]
    sized = sorted(heading.members, key=lambda index: (-min(fragments[index].look.size, 40), index))
    plain = [index for index in sized if not _ASIDE.search(fragments[index].text)]
    chief = (known or plain or sized)[0]
    kinds = {}
    for index in heading.members:
        text, size = fragments[index].text, fragments[index].look.size
        if index == chief:
            kinds[index] = BlockKind.HEADLINE
        elif _SERIES.search(text):
            kinds[index] = BlockKind.SERIES
        elif size <= _SHORT_KICKER:
            kinds[index] = BlockKind.KICKER
        else:
            kinds[index] = BlockKind.STRAPLINE if index < chief else BlockKind.DECK
    return kinds


def _groups(parts: Sequence[Part]) -> list[tuple[int, ...]]:
    groups: list[tuple[int, ...]] = []
    members: list[int] = []
    for index, part in enumerate(parts):
        if part is Part.HEADING:
            members.append(index)
        elif part in (Part.PARAGRAPH, Part.LIST_ITEM) and members:
            groups.append(tuple(members))
            members = []
    if members:
        groups.append(tuple(members))
    return groups


def _score(
    fragments: Sequence[Fragment],
    parts: Sequence[Part],
    group: tuple[int, ...],
    moved: frozenset[int],
    numbered: int,
) -> float:
    """How much speaks for an article beginning at a group of headings."""
    size = max(fragments[index].look.size for index in group)
    score = -0.8
    score += 1.5 if size >= _HEADLINE_SIZE else -1.5 if size <= _SUBHEADING_SIZE else -0.5
    score += len(group) > 1
    if numbered > 1 and any(fragments[index].look.numbered for index in group):
        score -= 3
    return (
        score
        + _by_what_stands_before(parts, group[0])
        + _by_what_follows(fragments, parts, group, moved)
    )


def _is_dated(parts: Sequence[Part], group: tuple[int, ...]) -> bool:
    return parts[group[-1] + 1 : group[-1] + 2] == [Part.DATE]


def _by_what_stands_before(parts: Sequence[Part], first: int) -> float:
    before = _skip(parts, first - 1, -1, (Part.CAPTION, Part.DATE))
    if before is None:
        return 3.0
    return {Part.BYLINE: 2.0, Part.PARAGRAPH: -1.0, Part.LIST_ITEM: -1.0}.get(parts[before], 0.0)


def _by_what_follows(
    fragments: Sequence[Fragment],
    parts: Sequence[Part],
    group: tuple[int, ...],
    moved: frozenset[int],
) -> float:
    after = _skip(parts, group[-1] + 1, 1, (Part.CAPTION, Part.DATE, Part.BYLINE))
    signed = parts[group[-1] + 1 : group[-1] + 2] in ([Part.DATE], [Part.BYLINE])
    score = 1.5 if signed else 0.0
    if after is None:
        return score - 2.0
    score += 2.0 * (after in moved) + 2.0 * begins_report(fragments[after].text)
    before = _skip(parts, group[0] - 1, -1, (Part.CAPTION, Part.DATE))
    boxed = before is not None and parts[before] is Part.BYLINE and parts[after] is Part.LIST_ITEM
    return score + boxed


def _skip(parts: Sequence[Part], start: int, step: int, over: tuple[Part, ...]) -> int | None:
    """The first place from `start` on that holds something else; None when the page ends first."""
    at = start
    while 0 <= at < len(parts) and parts[at] in over:
        at += step
    return at if 0 <= at < len(parts) else None


def _flows_back(parts: Sequence[Part], goes_on: Mapping[int, int], group: tuple[int, ...]) -> bool:
    """Whether the text under the headings goes on in a paragraph that stands before them."""
    for index in range(group[-1] + 1, len(parts)):
        if parts[index] in (Part.HEADING, Part.BYLINE):
            return False
        if parts[index] is Part.PARAGRAPH and goes_on.get(index, group[0]) < group[0]:
            return True
    return False


def _only_captions(parts: Sequence[Part], start: int, end: int) -> bool:
    return start <= end and all(parts[index] is Part.CAPTION for index in range(start, end))

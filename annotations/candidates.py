"""Where a quote may stand in a text, the likeliest place first.

Invariant: a candidate holds at least one inked character, and no two candidates overlap.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from annotations.ink import Inked
from annotations.script import are_opposed, is_converted
from annotations.span import Span

MOST = 5
"""How many candidates are worth showing."""
SCRIPT_AROUND = 100
"""How many inked characters on either side tell in which script a place is printed."""
_AROUND = 16
"""How many inked characters on either side of a quote are compared."""
_ADJOINING = 4
"""How many of them are looked for together with the quote."""
_EXCERPT = 12
"""How many inked characters on either side of a candidate its excerpt shows."""
_OCCURRENCES = 200
"""How many places of one stretch are looked at; a stretch that stands more often says little."""
_SEEDS = 24
"""How many stretches of a quote are looked for."""
_LIKELY = 24
"""How many places are compared character by character."""
_BUCKET = 8
"""Stretches that would have the quote begin this close together speak for the same place."""
_LEAST = 0.35
"""Below this score a place is not worth showing."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A quote without white space, and what surrounded it."""

    exact: str
    prefix: str
    suffix: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place at which a quote may stand."""

    raw: tuple[Span, ...]
    """The raw spans of the place, in reading order."""
    score: float
    """How much speaks for it, from 0 to 1: half the quote, half its surroundings."""
    excerpt: str
    """What stands there, in its surroundings, on one line."""


def candidates(wanted: Wanted, new: Inked, *, instead: Span | None = None) -> tuple[Candidate, ...]:
    """The likeliest places of a quote, best first; none of another script than the quote's.

    Args:
        wanted: The quote.
        new: The text to look through.
        instead: Inked characters that took the quote's place, where the difference of the texts
            tells.
    """
    if not wanted.exact:
        return ()
    places = dict.fromkeys(_places(wanted, new.text))
    if instead:
        places[instead] = None
    ranked = sorted(((_score(wanted, new.text, place), place) for place in places), reverse=True)
    surroundings = wanted.prefix + wanted.exact + wanted.suffix
    chosen: list[tuple[float, Span]] = []
    for score, place in ranked:
        if len(chosen) == MOST:
            break
        if (score < _LEAST and place != instead) or any(
            place.overlaps(other) for _, other in chosen
        ):
            continue
        around = new.text[max(0, place.start - SCRIPT_AROUND) : place.end + SCRIPT_AROUND]
        there = new.text[place.start : place.end]
        if not are_opposed(surroundings, around) and not is_converted(wanted.exact, there):
            chosen.append((score, place))
    return tuple(_candidate(new, place, score) for score, place in chosen)


def _candidate(new: Inked, place: Span, score: float) -> Candidate:
    first = new.offsets[max(0, place.start - _EXCERPT)]
    last = new.offsets[min(len(new), place.end + _EXCERPT) - 1] + 1
    excerpt = " ".join(new.raw[first:last].split())
    return Candidate(new.raw_spans([place]), round(score, 3), excerpt)


def _score(wanted: Wanted, text: str, place: Span) -> float:
    quote = _likeness(wanted.exact, text[place.start : place.end])
    sides = []
    if prefix := wanted.prefix[-_AROUND:]:
        before = text[max(0, place.start - len(prefix)) : place.start]
        sides.append(_likeness(prefix, before))
    if suffix := wanted.suffix[:_AROUND]:
        sides.append(_likeness(suffix, text[place.end : place.end + len(suffix)]))
    return (quote + sum(sides) / len(sides)) / 2 if sides else quote


def _likeness(one: str, other: str) -> float:
    return Levenshtein.normalized_similarity(one, other)


def _places(wanted: Wanted, text: str) -> Iterator[Span]:
    """Places worth comparing: of the quote as it is, then of much of it."""
    exact = wanted.exact
    before, after = wanted.prefix[-_ADJOINING:], wanted.suffix[:_ADJOINING]
    for place in _occurrences(before + exact, text):
        yield Span(place.start + len(before), place.end)
    for place in _occurrences(exact + after, text):
        yield Span(place.start, place.end - len(after))
    yield from _occurrences(exact, text)
    length = 2 if len(exact) < 10 else 3
    starts = range(len(exact) - length + 1)
    votes: Counter[int] = Counter()
    for at in starts[:: 1 + len(starts) // _SEEDS]:
        found = _occurrences(exact[at : at + length], text)
        if len(found) < _OCCURRENCES:
            votes.update({max(0, place.start - at) // _BUCKET for place in found})
    for bucket, _ in votes.most_common(_LIKELY):
        start = max(0, bucket * _BUCKET - _BUCKET)
        window = text[start : start + len(exact) + 3 * _BUCKET]
        blocks = [b for b in Levenshtein.editops(exact, window).as_matching_blocks() if b.size]
        # A single character may have strayed to the window's edge.
        sound = [block for block in blocks if block.size > 1] or blocks
        if sound:
            yield Span(start + sound[0].b, start + sound[-1].b + sound[-1].size)


def _occurrences(sought: str, text: str) -> list[Span]:
    found: list[Span] = []
    at = text.find(sought)
    while at >= 0 and len(found) < _OCCURRENCES:
        found.append(Span(at, at + len(sought)))
        at = text.find(sought, at + 1)
    return found

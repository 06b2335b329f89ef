"""Conversion between scripts, with the map from every character to what became of it.

The converter is the engine of `opencc-python-reimplemented`: in a stretch of text it replaces the
longest phrase first, the leftmost among equals, then goes on in what is left on either side. Asked
about a whole text it takes time that grows with the square of a run without punctuation, and it says
what the text became, not where. So it is asked about short stretches only: text is cut where no
phrase of the dictionaries could span the cut, which changes nothing of the result, and what stands
in no phrase goes through a table of single characters.

Invariant: the text is the one that the library's own `convert` returns with the same dictionaries.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from operator import add

from annotations.span import Span
from reader.script.dictionaries import Config, Replacement, Step, steps
from reader.text.offsets import OffsetMap, Segment

_LONGEST_STRETCH = 48
"""Code points above which a stretch of overlapping phrases is cut further before the engine sees it."""
_MOST_KNOWN = 20_000
"""Stretches whose conversion a step remembers."""


@dataclass(frozen=True)
class Conversion:
    """A text in another script."""

    text: str
    """The converted text."""
    offsets: OffsetMap
    """From the text that was given to the converted one."""


def convert(text: str, config: Config) -> Conversion:
    """Convert a text and say where everything went.

    Args:
        text: Any text; what is in no dictionary stays as it is.
        config: Reads its dictionaries now, unless `warm` has done so.

    Returns:
        The converted text and its map, in which a phrase that changed its length is one replaced
        segment and all the rest answers character by character. Time is linear in the length.
    """
    offsets: OffsetMap | None = None
    length = len(text)
    for step in steps(config):
        text, changes = _apply(step, text)
        if changes:
            following = _map_around(changes, len(text))
            before = OffsetMap.identity(length) if offsets is None else offsets
            offsets = before.then(following)
    return Conversion(text, OffsetMap.identity(length) if offsets is None else offsets)


def _apply(step: Step, text: str) -> tuple[str, list[Segment]]:
    """One step's text, and the segments of those of its replacements that changed a length."""
    parts: list[str] = []
    changes: list[Segment] = []
    done = 0
    grown = 0
    for stretch in _stretches(step, text):
        parts.append(text[done : stretch.start].translate(step.characters))
        at = stretch.start
        for value in _ask(step, text[stretch.start : stretch.end]):
            source_length = value.source_length if isinstance(value, Replacement) else len(value)
            if source_length != len(value):
                target = at + grown
                changes.append(
                    Segment.replaced(at, at + source_length, target, target + len(value))
                )
                grown += len(value) - source_length
            at += source_length
            parts.append(value)
        done = stretch.end
    parts.append(text[done:].translate(step.characters))
    return "".join(parts), changes


def _ask(step: Step, stretch: str) -> tuple[str, ...]:
    """What the engine makes of a stretch, in order; values that changed a length say so."""
    known = step.known.get(stretch)
    if known is None:
        from opencc.opencc import StringTree

        tree = StringTree(stretch)
        tree.create_parse_tree(step.dictionaries)
        known = tuple(tree.inorder())
        if len(step.known) >= _MOST_KNOWN:
            step.known.clear()
        step.known[stretch] = known
    return known


def _stretches(step: Step, text: str) -> Iterator[Span]:
    """The parts of a text that phrases cover, ascending; no phrase reaches out of the one it is in."""
    start = end = 0
    for at, reach in _reaches(step, text):
        if at >= end:
            if end > start:
                yield from _cut(step, text, Span(start, end))
            start = at
        end = max(end, reach)
    if end > start:
        yield from _cut(step, text, Span(start, end))


def _reaches(step: Step, text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of the longest phrase at each offset where one stands, ascending."""
    lengths, phrases = step.lengths, step.phrases
    beginnings = map(add, text, text[1:] + "\n")
    if step.lone:
        candidates = [
            n for n, two in enumerate(beginnings) if two in lengths or two[0] in step.lone
        ]
    else:
        candidates = [n for n, two in enumerate(beginnings) if two in lengths]
    for at in candidates:
        for length in lengths.get(text[at : at + 2], ()):
            if text[at : at + length] in phrases:
                yield at, at + length
                break
        else:
            if text[at] in step.lone:
                yield at, at + 1


def _cut(step: Step, text: str, stretch: Span) -> Iterator[Span]:
    """The stretch itself, or, where it is long, parts that the engine would take apart in the same way.

    Phrases that all overlap their neighbours make a stretch of any length. There the engine's own
    rule says which phrases it replaces: dictionary by dictionary, the longest first, the leftmost
    among equals. Each of those is a part, and so is what lies between two of them.
    """
    if len(stretch) <= _LONGEST_STRETCH:
        yield stretch
        return
    found: list[tuple[int, int, int]] = []
    for at in range(stretch.start, stretch.end):
        for length in (*step.lengths.get(text[at : at + 2], ()), 1):
            phrase = text[at : at + length]
            if phrase in step.phrases:
                ranks = enumerate(step.dictionaries)
                rank = next(n for n, (_, _, entries) in ranks if phrase in entries)
                found.append((rank, -length, at))
    taken = bytearray(len(stretch))
    ends: dict[int, int] = {}
    for _, minus_length, at in sorted(found):
        first = at - stretch.start
        past = first - minus_length
        if 1 not in taken[first:past]:
            taken[first:past] = b"\1" * -minus_length
            ends[at] = at - minus_length
    done = stretch.start
    for at in sorted(ends):
        if at > done:
            yield Span(done, at)
        yield Span(at, ends[at])
        done = ends[at]
    if done < stretch.end:
        yield Span(done, stretch.end)


def _map_around(changes: list[Segment], target_length: int) -> OffsetMap:
    """The whole map of a step, given the segments that changed a length; the rest is one to one."""
    segments: list[Segment] = []
    source = target = 0
    for change in changes:
        segments.append(Segment.equal(source, target, change.source_start - source))
        segments.append(change)
        source, target = change.source_end, change.target_end
    segments.append(Segment.equal(source, target, target_length - target))
    return OffsetMap(segments)

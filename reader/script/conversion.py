"""Conversion between scripts, with the map from every character to what became of it.

The replacing is done by the engine of `opencc-python-reimplemented`, the cutting here. Left to
itself that engine takes the longest phrase anywhere in a run of text first, which is not what OpenCC
does, and in a time that grows with the square of the run. OpenCC goes from the left: at each place
the longest phrase that begins there, dictionary by dictionary; before it, the text is taken apart by
the phrases of the configuration's segmentation, and no later step sees across such a boundary. So
the text is cut as OpenCC cuts it, the engine is asked about one piece at a time, and what stands in
no phrase goes through a table of single characters.

Invariant: the text is the one that OpenCC makes with the same dictionaries, and the map is exact:
characters answer one by one but in phrases that changed their length, which answer as wholes.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from operator import add
from typing import NamedTuple

from annotations.span import Span
from reader.script.dictionaries import Config, Dictionary, Replacement, Step, chain
from reader.text.offsets import OffsetMap, Segment

_AT_ONCE = 50_000
"""Characters that go through a table in one call."""
_MOST_KNOWN = 20_000
"""Pieces whose replacement a step remembers."""


@dataclass(frozen=True)
class Conversion:
    """A text in another script."""

    text: str
    """The converted text."""
    offsets: OffsetMap
    """From the text that was given to the converted one."""


class Open(NamedTuple):
    """A place of a text for which the dictionaries know several forms."""

    span: Span
    """The characters of the text that was given."""
    readings: tuple[str, ...]
    """What may stand there, as the dictionaries of the step write it; the first is the usual one."""
    is_phrase: bool
    """Whether it is a whole phrase that is open, not a character outside of all phrases."""
    following: tuple[Step, ...]
    """The steps that a reading still goes through."""


Choose = Callable[[Open], str | None]
"""Chooses one of the readings of an open place; None leaves the usual one."""


class _Piece(NamedTuple):
    """What one step replaces as a whole."""

    start: int
    end: int
    value: str


def convert(text: str, config: Config, choose: Choose | None = None) -> Conversion:
    """Convert a text and say where everything went.

    Args:
        text: Any text; what is in no dictionary stays as it is.
        config: Reads its dictionaries now, unless `warm` has done so.
        choose: Asked about every open place, from left to right.

    Returns:
        The converted text and its map, in which a phrase that changed its length is one replaced
        segment and all the rest answers character by character. Time is linear in the length.
    """
    found = chain(config)
    length = len(text)
    offsets: OffsetMap | None = None
    if found.abnormal.search(text):
        text = text.translate(found.normalization)
    cuts: Sequence[int] = ()
    pieces: list[_Piece] | None = None
    if found.segmentation is not None:
        pieces = list(_pieces(found.segmentation, text, ()))
        cuts = [at for piece in pieces for at in (piece.start, piece.end)]
        if found.steps[0].dictionaries[:1] != found.segmentation.dictionaries:
            pieces = None
    for n, step in enumerate(found.steps):
        if pieces is None:
            pieces = list(_pieces(step, text, cuts))
        if choose is not None and step.several:
            pieces = list(_chosen(step, text, pieces, choose, offsets, found.steps[n + 1 :]))
        text, changes = _replaced(step, text, pieces)
        pieces = None
        if changes:
            before = OffsetMap.identity(length) if offsets is None else offsets
            offsets = before.then(OffsetMap.around(changes, len(text)))
            cuts = _moved(cuts, changes)
    return Conversion(text, OffsetMap.identity(length) if offsets is None else offsets)


def after(reading: str, following: Sequence[Step]) -> str:
    """What later steps make of a reading that stands by itself."""
    for step in following:
        reading, _ = _replaced(step, reading, list(_pieces(step, reading, ())))
    return reading


def _pieces(step: Step, text: str, cuts: Sequence[int]) -> Iterator[_Piece]:
    """The phrases that a step replaces, from the left; none reaches across a cut."""
    known = step.known
    done = 0
    limit = len(text)
    for at in _candidates(step, text):
        if at < done:
            continue
        if cuts:
            beyond = bisect_right(cuts, at)
            limit = cuts[beyond] if beyond < len(cuts) else len(text)
        for dictionary in step.dictionaries:
            end = _longest(dictionary, text, at, limit)
            if end:
                # A single character of a table of characters is left to the table.
                if dictionary.lengths:
                    piece = text[at:end]
                    value = known.get(piece)
                    yield _Piece(at, end, _ask(step, dictionary, piece) if value is None else value)
                    done = end
                break


def _candidates(step: Step, text: str) -> list[int]:
    """The offsets at which a phrase may begin, going by two characters."""
    starts, lone = step.starts, step.lone
    beginnings = enumerate(map(add, text, text[1:] + "\n"))
    if lone:
        return [n for n, two in beginnings if two in starts or two[0] in lone]
    return [n for n, two in beginnings if two in starts]


def _longest(dictionary: Dictionary, text: str, at: int, limit: int) -> int:
    """Where the longest key that begins at an offset ends; 0 when none begins there."""
    entries = dictionary.entries
    for length in dictionary.lengths.get(text[at : at + 2], ()):
        if at + length <= limit and text[at : at + length] in entries:
            return at + length
    return at + 1 if text[at] in entries else 0


def _ask(step: Step, dictionary: Dictionary, piece: str) -> str:
    """What the engine makes of a piece, remembered; a value that changed its length says so."""
    from opencc.opencc import StringTree

    tree = StringTree(piece)
    tree.create_parse_tree([(*dictionary.bounds, dictionary.entries)])
    value: str = tree.inorder()[0]
    if len(step.known) >= _MOST_KNOWN:
        step.known.clear()
    step.known[piece] = value
    return value


def _chosen(
    step: Step,
    text: str,
    pieces: Sequence[_Piece],
    choose: Choose,
    offsets: OffsetMap | None,
    following: tuple[Step, ...],
) -> Iterator[_Piece]:
    """The pieces, with what was chosen for open phrases and for open characters between them."""

    def asked(start: int, end: int, *, is_phrase: bool) -> str | None:
        span = Span(start, end)
        if offsets is not None:
            # Characters inserted by a step have no source; phrases that changed answer as wholes.
            source = offsets.to_source(span)
            span = Span(source[0].start, source[-1].end)
        return choose(Open(span, step.several[text[start:end]], is_phrase, following))

    several = step.several
    done = 0
    for piece in (*pieces, _Piece(len(text), len(text), "")):
        for at in range(done, piece.start):
            if text[at] in several:
                form = asked(at, at + 1, is_phrase=False)
                if form is not None:
                    yield _Piece(at, at + 1, form if len(form) == 1 else Replacement(form, 1))
        if piece.start < piece.end:
            key = text[piece.start : piece.end]
            form = asked(piece.start, piece.end, is_phrase=True) if key in several else None
            if form is None:
                yield piece
            else:
                value = form if len(form) == len(key) else Replacement(form, len(key))
                yield _Piece(piece.start, piece.end, value)
        done = piece.end


def _replaced(step: Step, text: str, pieces: Sequence[_Piece]) -> tuple[str, list[Segment]]:
    """One step's text, and the segments of those of its replacements that changed a length."""
    # In pieces, since one call keeps every other thread waiting until it is done.
    pieces_of_text = (text[at : at + _AT_ONCE] for at in range(0, len(text), _AT_ONCE))
    plain = "".join(piece.translate(step.characters) for piece in pieces_of_text)
    parts: list[str] = []
    changes: list[Segment] = []
    done = grown = 0
    for start, end, value in pieces:
        parts.append(plain[done:start])
        parts.append(value)
        done = end
        if isinstance(value, Replacement):
            target = start + grown
            changes.append(Segment.replaced(start, end, target, target + len(value)))
            grown += len(value) - (end - start)
    parts.append(plain[done:])
    return "".join(parts), changes


def _moved(cuts: Sequence[int], changes: Sequence[Segment]) -> list[int]:
    """Where cuts stand after a step; no replacement reaches across one."""
    moved: list[int] = []
    grown = n = 0
    for cut in cuts:
        while n < len(changes) and changes[n].source_end <= cut:
            grown = changes[n].target_end - changes[n].source_end
            n += 1
        moved.append(cut + grown)
    return moved

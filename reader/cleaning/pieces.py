"""Cuts blocks and puts them together, for corrections of a page that is already made.

Invariant: what comes out of a block are its own characters, each once; only white space at the edge
of a cut is left out. Every block's text is the characters under its spans.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from annotations.span import Span, merged
from reader.cleaning.evidence import Ends, starts_broken, starts_oddly
from reader.cleaning.looks import is_open
from reader.cleaning.model.grams import shipped
from reader.text.page import Article, Block, BlockKind, Flag, Join, text_under
from reader.text.patterns import lazily
from reader.text.scripts import script_of
from reader.text.source import Source

_TITLE_SIZE = 20
_SCRIPT_SAMPLE = 4000

_SPACE = lazily(r"\s*")
_GAP = lazily(r"[^\S\r\n]*")
_LINE = lazily(r"[^\r\n]+")


def trimmed(raw: str, span: Span) -> Span:
    """The span without the white space at its edges; empty when it holds nothing else."""
    text = raw[span.start : span.end]
    start = span.start + len(text) - len(text.lstrip())
    return Span(start, max(start, span.start + len(text.rstrip())))


def inked(raw: str, spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same characters in the one form that tells whether two places are the same.

    White space between characters is no difference, nor is how many spans there are: versions of the
    cleaner may differ in both.
    """
    fused: list[Span] = []
    for span in (trimmed(raw, span) for span in spans):
        if not span:
            continue
        if fused and fused[-1].end <= span.start and _only_space(raw, fused[-1].end, span.start):
            fused[-1] = Span(fused[-1].start, span.end)
        else:
            fused.append(span)
    return tuple(fused)


def lines_in(raw: str, spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same characters without line ends and the white space beside them."""
    lines = (
        trimmed(raw, Span(*found.span()))
        for span in spans
        for found in _LINE.finditer(raw, span.start, span.end)
    )
    return tuple(line for line in lines if line)


def fragments_of(block: Block) -> Iterator[tuple[int, int]]:
    """Start and end, in the block's text, of each part between two joins."""
    starts = [0, *(join.at for join in block.joins)]
    yield from zip(starts, [*starts[1:], len(block.text)], strict=True)


def spans_between(block: Block, start: int, end: int) -> tuple[Span, ...]:
    """The raw spans under a part of the block's text."""
    found = []
    at = 0
    for span in block.spans:
        low, high = max(start, at), min(end, at + len(span))
        if low < high:
            found.append(Span(span.start + low - at, span.start + high - at))
        at += len(span)
    return tuple(found)


def offset_in(block: Block, offset: int) -> int:
    """Where a raw character that the block holds stands in its text."""
    at = 0
    for span in block.spans:
        if offset in span:
            return at + offset - span.start
        at += len(span)
    raise ValueError(f"the block does not hold the raw character {offset}")


def part(block: Block, start: int, end: int) -> Block | None:
    """A part of a block as a block by itself; None when it is nothing but white space."""
    text = block.text[start:end]
    low = start + len(text) - len(text.lstrip())
    high = start + len(text.rstrip())
    if low >= high:
        return None
    text = block.text[low:high]
    joins = tuple(replace(join, at=join.at - low) for join in block.joins if low < join.at < high)
    begins, ends = not block.text[:low].strip(), not block.text[high:].strip()
    missing_start = Flag.MISSING_START in block.flags if begins else _begins_inside(text)
    missing_end = Flag.MISSING_END in block.flags if ends else is_open(text)
    return Block(
        block.kind,
        text,
        spans_between(block, low, high),
        joins,
        _flags(block.kind, missing_start, missing_end),
    )


def glued(raw: str, first: Block, second: Block, reason: str) -> Block:
    """One block of two, of the first one's kind, with a join of which the reviewer is sure."""
    spans = merged((*first.spans, *second.spans))
    end, start = first.spans[-1].end, second.spans[0].start
    gap = 0
    if end < start and (found := _GAP.match(raw, end, start)) and found.end() == start:
        # Two words of one line: the blank between them comes back.
        gap = start - end
        spans = merged((*first.spans, Span(end, start), *second.spans))
    at = len(first.text) + gap
    joins = (
        *first.joins,
        Join(at, 1.0, reason),
        *(replace(join, at=join.at + at) for join in second.joins),
    )
    flags = _flags(first.kind, Flag.MISSING_START in first.flags, Flag.MISSING_END in second.flags)
    return Block(first.kind, text_under(raw, spans), spans, joins, flags)


def block_of(raw: str, spans: Sequence[Span], kind: BlockKind) -> Block:
    """A block of characters that stood in none, line ends left out."""
    spans = merged(lines_in(raw, spans))
    text = text_under(raw, spans)
    return Block(kind, text, spans, (), _flags(kind, _begins_inside(text), is_open(text)))


def with_kind(block: Block, kind: BlockKind) -> Block:
    """The block as another kind; only a paragraph can be known to lack an end."""
    return replace(block, kind=kind, flags=block.flags if kind is BlockKind.PARAGRAPH else ())


def article_of(source: Source, blocks: Sequence[Block], id: str = "") -> Article:  # noqa: A002 - the field's name
    """The article that blocks make; without an id, the one that its first character gives it."""
    first = min(span.start for block in blocks for span in block.spans)
    titles = [block.text for block in blocks if block.kind is BlockKind.HEADLINE]
    title = " ".join((titles[0] if titles else blocks[0].text[:_TITLE_SIZE]).splitlines())
    sample = "".join(block.text[:_SCRIPT_SAMPLE] for block in blocks[:40])
    name = id or f"{source.sha256[:12]}-{first}"
    return Article(name, script_of(sample), title, tuple(blocks))


def _only_space(raw: str, start: int, end: int) -> bool:
    found = _SPACE.match(raw, start, end)
    return found is not None and found.end() == end


def _begins_inside(text: str) -> bool:
    """Whether a text begins as none does; the statistics are asked only where it looks so."""
    if not starts_oddly(text):
        return False
    grams = shipped()
    return starts_broken(Ends(text, grams), grams)


def _flags(kind: BlockKind, missing_start: bool, missing_end: bool) -> tuple[Flag, ...]:
    if kind is not BlockKind.PARAGRAPH:
        return ()
    return (Flag.MISSING_START,) * missing_start + (Flag.MISSING_END,) * missing_end

"""Prints articles as PDF tools print a newspaper's page, so that what comes back is known.

What each way does to a page was seen on real PDFs: two dozen pages set in columns by a browser and
printed by pdftotext, pdfminer, PyMuPDF and pypdf.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from reader.text.page import BlockKind
from reader.text.radicals import RADICALS
from reader.text.source import load
from tests.cleaning.gold import GOLD, read_gold

NEVER_FIRST = frozenset("，。、；：！？）」』》〉】”’％,.")
NEVER_LAST = frozenset("「『“‘（【《〈")
RUNNING_TITLE = ("A12 要聞", "2026年3月9日 星期一", "責任編輯：陳大文 美術編輯：李小明")

_AS_RADICAL = {ideograph: radical for radical, ideograph in sorted(RADICALS.items(), reverse=True)}
_UNITS = re.compile(r"[\x21-\x7e]+ ?|.", re.DOTALL)


@dataclass(frozen=True)
class Piece:
    """One block of an article."""

    kind: BlockKind
    text: str


def articles() -> list[list[Piece]]:
    """The articles of the newspaper seed as they read; boxes of facts aside."""
    gold = next(gold for gold in map(read_gold, GOLD) if "000_" in gold.source.name)
    lines = load(gold.source).raw.split("\n")
    read = [
        [
            Piece(
                BlockKind(block.kind), "".join(lines[number - 1].strip() for number in block.lines)
            )
            for block in article
            if BlockKind(block.kind) in (BlockKind.HEADLINE, BlockKind.PARAGRAPH, BlockKind.BYLINE)
            and not block.missing_start
        ]
        for article in gold.articles
    ]
    return [article for article in read if len(article) > 2]


def bare(text: str) -> str:
    """A text without white space and with ideographs for radicals."""
    return "".join(text.translate(RADICALS).split())


@dataclass(frozen=True)
class Row:
    """One printed line of a column."""

    text: str
    indent: int = 0
    """Ideographs."""
    opens: bool = False
    """Whether a paragraph begins with it."""


def breadth(text: str) -> float:
    return sum(0.5 if character < "\u2000" else 1.0 for character in text)


def column(pieces: Sequence[Piece], measure: int) -> Iterator[Row]:
    """The lines of an article's text in one long column."""
    for piece in pieces:
        if piece.kind is BlockKind.HEADLINE:
            yield Row(piece.text, opens=True)
        elif piece.kind is BlockKind.BYLINE:
            yield Row(piece.text, max(0, measure - round(breadth(piece.text))), opens=True)
        else:
            yield from _paragraph(piece.text, measure)


def _paragraph(text: str, measure: int) -> Iterator[Row]:
    units = _UNITS.findall(text)
    room = measure - 2.0
    line: list[str] = []
    first = True
    for at, unit in enumerate(units):
        if breadth("".join(line)) + breadth(unit.rstrip()) > room and unit not in NEVER_FIRST:
            carried = [line.pop()] if line[-1] in NEVER_LAST else []
            yield Row("".join(line).rstrip(), 2 if first else 0, first)
            first, room, line = False, float(measure), [*carried, unit]
        elif breadth("".join(line)) + breadth(unit) > room and at and unit in NEVER_FIRST:
            carried = [line.pop()]
            yield Row("".join(line).rstrip(), 2 if first else 0, first)
            first, room, line = False, float(measure), [*carried, unit]
        else:
            line.append(unit)
    yield Row("".join(line).rstrip(), 2 if first else 0, first)


def stretched(text: str, measure: int) -> str:
    """A line that had to be stretched to fill the column, as its letters' places then read."""
    if breadth(text) > measure - 1 or not re.fullmatch(r"[\u2e80-\uffef]+", text):
        return text
    return " ".join(text)


def as_radicals(text: str) -> str:
    return text.translate({code: _AS_RADICAL[code] for code in _AS_RADICAL if code >= 0x4E00})


def plain(page: Sequence[Sequence[Piece]], measure: int) -> str:
    """pdftotext -raw: nothing but the lines, in the order in which they were set."""
    lines = [" ".join(RUNNING_TITLE)]
    for article in page:
        lines += [
            row.text.replace(" ", "") if row.indent > 2 else row.text
            for row in column(article, measure)
        ]
    return "\n".join(lines) + "\n\f"


def with_ideographic_indents(page: Sequence[Sequence[Piece]], measure: int) -> str:
    """PyMuPDF: the two ideographic spaces that the paragraph was set with come back as one."""
    lines = list(RUNNING_TITLE)
    for article in page:
        lines += ["\u3000" * (row.indent == 2) + row.text for row in column(article, measure)]
    return "\n".join(lines) + "\n"


def in_blocks(page: Sequence[Sequence[Piece]], measure: int) -> str:
    """PyMuPDF's blocks: every paragraph set apart by a blank line."""
    lines = list(RUNNING_TITLE)
    for article in page:
        for row in column(article, measure):
            lines += ["", row.text] if row.opens else [row.text]
    return "\n".join(lines) + "\n"


def in_frames(page: Sequence[Sequence[Piece]], measure: int) -> str:
    """pdfminer: frames set apart, radicals for ideographs, stretched lines letter by letter."""
    frames = list(RUNNING_TITLE)
    for article in page:
        rows = list(column(article, measure))
        lines = [
            as_radicals("\u3000\u3000" * (row.indent == 2) + stretched(row.text, measure))
            for row in rows
        ]
        frames += [lines[0], "\n".join(lines[1:])]
    return "\n\n".join(frames) + "\n\n\f"


def with_ascii_indents(page: Sequence[Sequence[Piece]], measure: int) -> str:
    """pypdf: ASCII spaces for the indent, no blank lines, a trailing space here and there."""
    lines = [" ".join(RUNNING_TITLE)]
    for article in page:
        for at, row in enumerate(column(article, measure)):
            text = as_radicals(stretched(row.text, measure))
            lines.append("  " * (row.indent == 2) + text + " " * (at % 5 == 0))
    return "\r\n".join(lines)


def without_spaces_or_gaps(page: Sequence[Sequence[Piece]], measure: int) -> str:
    """pdfminer without an analysis of frames: as -raw, with a form feed between two pages."""
    half = len(page) // 2
    return plain(page[:half], measure) + plain(page[half:], measure)


def set_apart(page: Sequence[Sequence[Piece]], measure: int) -> str:
    """Every printed line followed by a blank one."""
    return plain(page, measure).replace("\n", "\n\n")


def side_by_side(page: Sequence[Sequence[Piece]], measure: int) -> str:
    """pdftotext -layout: three columns beside each other, with spaces over the gutters."""
    pitch = measure + 3
    lines = ["    ".join(RUNNING_TITLE), ""]
    for article in page:
        rows = list(column(article, measure))
        lines += [rows[0].text, ""]
        text = rows[1:]
        height = -(-len(text) // 3)
        columns = [text[at : at + height] for at in range(0, len(text), height)]
        for across in zip_longest(*columns):
            line = ""
            for at, row in enumerate(across):
                if row is not None:
                    # A column begins where it stands, or after one space where Latin came before.
                    line = line.ljust(at * pitch + row.indent)
                    line += " " * (bool(line.strip()) and not line.endswith(" ")) + row.text
            lines.append(line)
        lines.append("")
    return "\n".join(lines) + "\f"


WAYS: dict[str, Callable[[Sequence[Sequence[Piece]], int], str]] = {
    way.__name__: way
    for way in (
        plain,
        with_ideographic_indents,
        in_blocks,
        in_frames,
        with_ascii_indents,
        without_spaces_or_gaps,
        set_apart,
        side_by_side,
    )
}

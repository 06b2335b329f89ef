"""How each kind of block is set: its indents, its sign and the room around it.

Every kind is told apart by more than colour: by indent, by sign or by the blank rows around it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from reader.text.cells import cells
from reader.text.fullwidth import stretch
from reader.text.page import BlockKind
from reader.text.patterns import lazily
from reader.text.typography import PLAIN, Typography

NARROWEST_TEXT = 8
"""Cells; where indents and signs would leave less for the text, there are none."""
_LONGEST_TITLE = 400
"""Characters; what is longer is no title, whatever its kind says, and its rows are not balanced."""


@dataclass(frozen=True, slots=True)
class SetBlock:
    """One block as it is to be set."""

    kind: BlockKind
    text: str
    """As the view shows it, without newlines."""
    joins: tuple[int, ...] = ()
    """Offsets in `text`, ascending, of the first characters after repaired breaks."""
    copies: int = 0
    """How many further copies of it the source held; the page shows how many there are in all."""
    missing_start: bool = False
    """Whether it begins in the middle of a sentence whose beginning is not on the page."""


class Look(NamedTuple):
    """How one block is set."""

    first: int
    """Cells of indent of the first row."""
    rest: int
    """Cells of indent of the other rows."""
    right: int
    """Cells left free at the right of every row."""
    lead: str = ""
    """Sign before the text of the first row."""
    tail: str = ""
    """What follows the text of the last row."""
    is_balanced: bool = False
    """Whether its rows are made of about equal length, as those of a title are."""


class _Style(NamedTuple):
    look: Look
    above: int
    """Blank rows that it wants above; between two blocks the larger wish holds."""
    below: int
    """Blank rows that it wants below."""


# The signs are one cell wide in every locale (East Asian Width neutral), unlike ◆ ■ § and their like.
_STYLES = {
    BlockKind.SERIES: _Style(Look(2, 2, 0, "▹ ", is_balanced=True), 1, 0),
    BlockKind.KICKER: _Style(Look(2, 2, 0, "▸ ", is_balanced=True), 1, 0),
    BlockKind.STRAPLINE: _Style(Look(2, 2, 0, "▾ ", is_balanced=True), 1, 1),
    BlockKind.HEADLINE: _Style(Look(0, 0, 0, is_balanced=True), 1, 1),
    BlockKind.DECK: _Style(Look(4, 4, 4), 1, 1),
    BlockKind.BYLINE: _Style(Look(2, 2, 0, "✎ "), 1, 1),
    BlockKind.DATE: _Style(Look(2, 2, 0, "◷ "), 1, 1),
    BlockKind.PARAGRAPH: _Style(Look(4, 0, 0), 0, 0),
    BlockKind.SUBHEADING: _Style(Look(2, 2, 0, "▪ ", is_balanced=True), 1, 1),
    BlockKind.LIST_ITEM: _Style(Look(4, 6, 0), 0, 0),
    BlockKind.CAPTION: _Style(Look(4, 4, 4, "◰ "), 1, 1),
}
_OVER_HEADLINE = frozenset({BlockKind.SERIES, BlockKind.KICKER, BlockKind.STRAPLINE})
_DISPLAY = _OVER_HEADLINE | {BlockKind.HEADLINE, BlockKind.DECK}
_SIGNATURE = frozenset({BlockKind.BYLINE, BlockKind.DATE})
_MISSING_START = "⋯ "
# Signs that newsrooms set before captions and subheadings themselves; one is enough.
_OWN_SIGNS = frozenset("▲▼◀▶◤◥◢◣△▽◁▷↑↓←→■□●○◆◇▪▸►◄★☆")

# What may open an item of a list; the item's other rows begin below what follows it.
_ITEM_SIGN = lazily(
    r"[-–*·‧•・●○■□◆◇▪]\s*"
    r"|[（(]?(?:[0-9０-９]{1,3}|[一二三四五六七八九十]{1,3})(?:[)）、．]|\.(?![0-9]))\s*"
    r"|[①-⑳㈠-㈩❶-❿]\s*"
)


def look_of(block: SetBlock, measure: int, typography: Typography = PLAIN) -> Look:
    """How `block` is set in a measure of so many cells."""
    look = _STYLES[block.kind].look
    text = block.text
    if look.is_balanced and len(text) > _LONGEST_TITLE:
        look = look._replace(is_balanced=False)
    if block.kind is BlockKind.PARAGRAPH:
        look = _paragraph(block, look._replace(first=2 * typography.indent), typography)
    elif text[:1] in _OWN_SIGNS and block.kind in (BlockKind.CAPTION, BlockKind.SUBHEADING):
        look = look._replace(lead="")
    elif block.kind is BlockKind.LIST_ITEM and (sign := _ITEM_SIGN.match(text)):
        own = stretch(text, 0, sign.end(), is_full_width=typography.full_width)
        look = look._replace(
            rest=look.first + cells(own.text, typography.ambiguous) - len(own.closed)
        )
    if block.copies:
        tail = f" ×{block.copies + 1}"
        look = look._replace(tail=tail, right=max(look.right, cells(tail, typography.ambiguous)))
    if max(look.first, look.rest) + look.right + NARROWEST_TEXT > measure:
        return Look(0, 0, 0, is_balanced=look.is_balanced)
    return look


def _paragraph(block: SetBlock, look: Look, typography: Typography) -> Look:
    """A paragraph's indent (clreq 6.2.1.1), the sign of a missing beginning in it."""
    text = block.text
    if block.missing_start:
        return look._replace(first=max(look.first, cells(_MISSING_START)), lead=_MISSING_START)
    if text[:1].isspace():
        # The source set an indent of its own; the two together make the usual one.
        own = text[: len(text) - len(text.lstrip())][: look.first]
        return look._replace(first=max(0, look.first - cells(own, typography.ambiguous)))
    return look


def blank_rows_between(
    above: BlockKind | None, below: BlockKind, typography: Typography = PLAIN
) -> int:
    """Blank rows between two blocks; above the first one, where `above` is None, one."""
    if above is None:
        return 1
    blanks = _wanted_between(above, below)
    if above is below is BlockKind.PARAGRAPH and not typography.indent:
        # What is not told by an indent is told by a blank row.
        blanks = typography.spacing + 1
    return max(blanks, typography.spacing)


def _wanted_between(above: BlockKind, below: BlockKind) -> int:
    if below in _DISPLAY and above not in _DISPLAY:
        return 2
    if above in _OVER_HEADLINE and below in _OVER_HEADLINE | {BlockKind.HEADLINE}:
        return 0
    if above is below and above is not BlockKind.HEADLINE:
        return 0
    if above in _SIGNATURE and below in _SIGNATURE:
        return 0
    if above is BlockKind.SUBHEADING:
        return 0
    return max(_STYLES[above].below, _STYLES[below].above)

"""The blocks of an article while it is put together.

Invariant: a unit's members are fragments in reading order, and each fragment is in one unit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reader.cleaning.classify import Part
from reader.cleaning.lines import Fragment
from reader.text.page import BlockKind

KIND_OF = {
    Part.PARAGRAPH: BlockKind.PARAGRAPH,
    Part.LIST_ITEM: BlockKind.LIST_ITEM,
    Part.CAPTION: BlockKind.CAPTION,
    Part.BYLINE: BlockKind.BYLINE,
    Part.DATE: BlockKind.DATE,
    Part.HEADING: BlockKind.SUBHEADING,
}
"""The kind of a block that holds a fragment of each part, unless the headings say otherwise."""

PART_OF = dict.fromkeys(BlockKind, Part.HEADING) | {kind: part for part, kind in KIND_OF.items()}
"""The part that blocks of each kind are made of."""


@dataclass(frozen=True, slots=True)
class Unit:
    """Fragments that make one block, in reading order."""

    members: tuple[int, ...]
    kind: BlockKind


def whole_of(fragments: Sequence[Fragment], unit: Unit) -> Fragment:
    """A unit's fragments as one, as it reads."""
    if len(unit.members) == 1:
        return fragments[unit.members[0]]
    return Fragment(
        tuple(line for member in unit.members for line in fragments[member].lines),
        "".join(fragments[member].text for member in unit.members),
        tuple(span for member in unit.members for span in fragments[member].cut),
    )

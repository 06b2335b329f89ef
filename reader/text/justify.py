"""Where a row that is to be brought to the measure's length takes its spare cells.

Invariant: a gap is one cell before a grapheme cluster and has no offset. Cells of a terminal are whole,
so only places that bear a gap of half an ideograph are widened, each by one cell, in the order of clreq
6.2.2 (line adjustment): spaces between words first, then between ideographs and Latin or figures
(6.3.3), then after pauses, stops and closing brackets and before opening ones. Where these do not
suffice the row stays as it is: ideographs are never spaced out.
"""

from __future__ import annotations

from itertools import pairwise

from reader.text.cells import cell_widths, is_plain
from reader.text.linebreaks import is_space

_AFTER = frozenset("，。、；：！？．）」』】》〉〕〗〙〛］｝")
_BEFORE = frozenset("（「『【《〈〔〖〘〚［｛")


def gaps(text: str, spare: int) -> tuple[int, ...]:
    """Offsets before which a row is widened by one cell each.

    Args:
        text: The row's characters, without spaces at its end.
        spare: Cells that are left in it.

    Returns:
        As many as `spare`, ascending; none at all if there are not so many places.
    """
    if spare <= 0:
        return ()
    ranked = _places(text)
    if sum(map(len, ranked)) < spare:
        return ()
    chosen: list[int] = []
    for places in ranked:
        wanted = min(spare - len(chosen), len(places))
        # Spread evenly, so that the widened places don't crowd at one end.
        chosen += (places[(2 * n + 1) * len(places) // (2 * wanted)] for n in range(wanted))
    return tuple(sorted(chosen))


def _places(text: str) -> tuple[list[int], list[int], list[int]]:
    """The places that can be widened, by rank; at each is a cluster's beginning."""
    spaces: list[int] = []
    scripts: list[int] = []
    marks: list[int] = []
    widths = cell_widths(text)
    begun = False
    for at, (before, after) in enumerate(pairwise(text), 1):
        begun = begun or not is_space(before)
        if not begun or is_space(after) or not is_plain(before + after):
            continue
        if is_space(before):
            spaces.append(at)
        elif before in _AFTER or after in _BEFORE:
            if after not in _AFTER and before not in _BEFORE:
                marks.append(at)
        elif widths[at - 1] != widths[at] and before.isalnum() and after.isalnum():
            scripts.append(at)
    return spaces, scripts, marks

"""How many terminal cells a text takes, and what may be sent to a terminal at all.

Invariant: every code point of a text is shown by exactly one code point, and `cell_widths` gives each
its cells so that their sum over any run of whole grapheme clusters is what Textual measures for that
run (`rich.cells.cell_len` of what is shown, as `filled` paints it). A cluster always takes at least one
cell.

Characters of ambiguous width (UAX #11, class A: “ ” … — and Greek, say) take one cell in Textual and two
in many Chinese terminals. Where the reader says so they take two here too, and `filled` leaves the
second one to a filler, so that Textual agrees.

Most text is *plain*: each code point is a cluster of its own, harmless, one or two cells wide. One
search for a character that is not plain tells; only runs of such characters are looked at closely.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from rich.cells import cell_len, get_character_cell_size

if TYPE_CHECKING:
    import regex

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
"""Shown for a code point that no terminal should be sent: bidi controls, zero-width characters …"""
CARRIER = "\N{DOTTED CIRCLE}"
"""Shown for a combining mark that has nothing to combine with."""
TIE = "\N{UNDERTIE}"
"""Shown for the joiner of an emoji sequence: terminals do not agree about the width of what it joins."""
FILLER = "\N{NO-BREAK SPACE}"
"""Painted in the second cell of a character of ambiguous width that is to take two."""

_PICTURES = 0x2400
_LINE_ENDS = "\N{SYMBOL FOR NEWLINE}"
_VARIATION_SELECTOR_16 = "\ufe0f"

# Ranges in which every code point is assigned, graphic, and has the grapheme cluster break Other, LV
# or LVT (UAX #29). Such a character joins a neighbour only if the neighbour is not plain.
_PLAIN = (
    r" -~\xa0-\xac\xae-\u02ff\u0370-\u0377\u0391-\u03a1\u03a3-\u0482\u048a-\u052f"
    r"\u2000-\u200a\u2010-\u2027\u202f-\u205f\u2074-\u208e\u20a0-\u20c0\u2100-\u218b\u2190-\u2426"
    r"\u2440-\u244a\u2460-\u2b73\u2e80-\u2e99\u2f00-\u2fd5\u3000-\u3029\u3030-\u303f\u3041-\u3096"
    r"\u309b-\u30ff\u3105-\u312f\u3131-\u3163\u3165-\u318e\u3190-\u31e3\u31f0-\u321e\u3220-\ua48c"
    r"\uac00-\ud7a3\uf900-\ufa6d\ufa70-\ufad9\ufe10-\ufe19\ufe30-\ufe52\ufe54-\ufe66\uff01-\uff9d"
    r"\uffe0-\uffe6\ufffc\ufffd"
    r"\U0001f300-\U0001f3fa\U0001f400-\U0001f64f\U0001f680-\U0001f6d7\U0001f900-\U0001f9ff"
    r"\U00020000-\U0002a6df\U0002a700-\U0002b739\U0002b740-\U0002b81d\U0002b820-\U0002cea1"
    r"\U0002ceb0-\U0002ebe0\U0002f800-\U0002fa1d\U00030000-\U0003134a"
)
_NOT_PLAIN = re.compile(f"[^{_PLAIN}]")
# With the plain character before them, which they may combine with.
_NOT_PLAIN_RUN = re.compile(f".?[^{_PLAIN}]+", re.DOTALL)
# Everything but those plain characters that take two cells in every version of Unicode.
_NOT_WIDE_RUN = re.compile(
    r"[^\u3000-\u3029\u3030-\u303e\u3041-\u3096\u309b-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3"
    r"\uf900-\ufa6d\ufa70-\ufad9\uff01-\uff60\uffe0-\uffe6\U00020000-\U0002a6df]+"
)

_FLAG_LETTERS = "\U0001f1e6-\U0001f1ff"
_FLAGS = re.compile(f"[{_FLAG_LETTERS}]+")


_JOINER = "\N{ZERO WIDTH JOINER}"
_LONGEST_PICTURE = 8
"""Code points of a picture with its selectors and skin tone, and more than enough."""


@cache
def _ties() -> regex.Pattern[str]:
    import regex

    return regex.compile(r"\p{ExtPict}\p{GCB=Extend}*\u200d\p{ExtPict}\Z")


# The regex module takes as long to import as everything else here; plain text never asks for it.
@cache
def _unsafe() -> regex.Pattern[str]:
    import regex

    return regex.compile(r"[\p{Cc}\p{Cf}\p{Cs}\p{Cn}\p{Zl}\p{Zp}\u3164\uffa0]")


@cache
def _cluster() -> regex.Pattern[str]:
    import regex

    return regex.compile(r"\X")


@cache
def _sure_start() -> regex.Pattern[str]:
    """The nearest place at or before an offset where a cluster must begin, whatever is around it.

    That is before a character that extends nothing, after one that takes nothing in (UAX #29, GB6
    to GB13).
    """
    import regex

    return regex.compile(
        r"(?r)(?:\A|(?<=\n)|(?<=[^\p{GCB=ZWJ}\p{GCB=Prepend}\p{GCB=CR}\p{GCB=Extend}]))"
        rf"(?:[\p{{GCB=Other}}\n]|(?<![{_FLAG_LETTERS}])[{_FLAG_LETTERS}])"
    )


class _Shown(dict[str, str]):
    """What is shown for one code point, wherever it stands; filled as it is asked."""

    def __missing__(self, character: str) -> str:
        shown = character
        if _unsafe().match(character):
            code = ord(character)
            if code < 0x20:
                shown = chr(_PICTURES + code)
            elif code == 0x7F:
                shown = "\N{SYMBOL FOR DELETE}"
            elif character in "\x85\u2028\u2029":
                shown = _LINE_ENDS
            else:
                shown = REPLACEMENT
        self[character] = shown
        return shown


class _Widths(dict[str, int]):
    """Cells of one shown code point, by rich's table; filled as it is asked."""

    def __missing__(self, character: str) -> int:
        width = get_character_cell_size(character)
        self[character] = width
        return width


class _WideWidths(_Widths):
    """The same where characters of ambiguous width take two cells."""

    def __missing__(self, character: str) -> int:
        width = _WIDTHS[character]
        if width == 1 and unicodedata.east_asian_width(character) == "A":
            width = 2
        self[character] = width
        return width


class _Widening(dict[str, int]):
    """Cells that variation selector 16 adds to the character before it."""

    def __missing__(self, character: str) -> int:
        added = cell_len(character + _VARIATION_SELECTOR_16) - cell_len(character)
        self[character] = added
        return added


_SHOWN = _Shown()
_WIDTHS = _Widths()
_WIDE_WIDTHS = _WideWidths()
_WIDENING = _Widening()


def is_plain(text: str) -> bool:
    """Whether each code point of `text` is harmless and a grapheme cluster of its own."""
    return _NOT_PLAIN.search(text) is None


def visible(text: str) -> str:
    """What the terminal is sent for `text`: as many code points, none of them a control or format one.

    Control characters become their control pictures (a line feed ␊, a tab ␉), line and paragraph
    separators ␤, a combining mark without a base ◌, and every other unsafe code point (C1, bidi,
    zero-width, tag, unassigned, surrogate) U+FFFD. The joiner inside an emoji sequence becomes a tie.

    Args:
        text: Whole grapheme clusters; what is shown for one does not depend on its neighbours.
    """
    if _NOT_PLAIN.search(text) is None:
        return text
    return _NOT_PLAIN_RUN.sub(_visible_run, text)


def _visible_run(match: re.Match[str]) -> str:
    shown = []
    previous = ""
    has_base = False
    run = match[0]
    for at, character in enumerate(run):
        seen = _SHOWN[character]
        if character == _JOINER:
            after = run[at + 1 :][:1] or match.string[match.end() : match.end() + 1]
            if _is_joined_emoji(run[max(0, at - _LONGEST_PICTURE) : at], after):
                seen = TIE
        if _WIDTHS[seen]:
            # What stands in for an unsafe character may not hold together what that one did.
            has_base = seen == character
        else:
            has_base = has_base and _are_joined(previous, character)
            if not has_base:
                seen = CARRIER
        shown.append(seen)
        previous = character
    return "".join(shown)


def _is_joined_emoji(before: str, after: str) -> bool:
    """Whether a joiner ties a picture to a picture (UAX #29, GB11)."""
    return bool(after) and _ties().search(before + _JOINER + after) is not None


@lru_cache(maxsize=4096)
def _are_joined(before: str, after: str) -> bool:
    """Whether a character without width is of one cluster with that before it.

    Of the rules that keep such a character (GB6 to GB9b), none looks further than at the two.
    """
    return _cluster().fullmatch(before + after) is not None


def cell_widths(text: str, ambiguous: int = 1) -> bytes:
    """Cells of each code point of `visible(text)`: 0, 1 or 2, one byte a code point.

    What variation selector 16 adds to its base is counted as the selector's own.

    Args:
        text: Whole grapheme clusters.
        ambiguous: Cells of a character of ambiguous width, 1 or 2.
    """
    text = visible(text)
    widths = bytearray(b"\2") * len(text)
    for match in _NOT_WIDE_RUN.finditer(text):
        run = match[0]
        start, end = match.span()
        if run.isascii():
            widths[start:end] = b"\1" * (end - start)
        else:
            widths[start:end] = _widths_of_run(run, ambiguous)
    return bytes(widths)


def _widths_of_run(run: str, ambiguous: int) -> bytes:
    table = _WIDTHS if ambiguous == 1 else _WIDE_WIDTHS
    widths = bytearray(map(table.__getitem__, run))
    if _VARIATION_SELECTOR_16 in run:
        base = ""
        for at, character in enumerate(run):
            if character == _VARIATION_SELECTOR_16:
                # It counts once for its base: rich forgets the base when it has seen one.
                widths[at] = max(0, _WIDENING[base] - table[base] + _WIDTHS[base]) if base else 0
                base = ""
            elif widths[at]:
                base = character
    return bytes(widths)


def cells(text: str, ambiguous: int = 1) -> int:
    """Cells that `visible(text)` takes."""
    return sum(cell_widths(text, ambiguous))


def filled(shown: str, ambiguous: int = 1) -> str:
    """A text as it is painted: with a filler after each character that takes a cell more than Textual's.

    Args:
        shown: What `visible` gave.
        ambiguous: Cells of a character of ambiguous width, 1 or 2.
    """
    if ambiguous == 1 or shown.isascii():
        return shown
    return _NOT_WIDE_RUN.sub(_filled_run, shown)


def _filled_run(match: re.Match[str]) -> str:
    run = match[0]
    if run.isascii():
        return run
    painted = []
    owed = False
    widths = _widths_of_run(run, 2)
    narrow = _widths_of_run(run, 1)
    for at, character in enumerate(run):
        # The filler comes after what combines with the character.
        if owed and widths[at] and character != _VARIATION_SELECTOR_16:
            painted.append(FILLER)
            owed = False
        if character == _VARIATION_SELECTOR_16 and narrow[at] > widths[at]:
            owed = False
        painted.append(character)
        owed = owed or (widths[at] > narrow[at])
    if owed:
        painted.append(FILLER)
    return "".join(painted)


def is_grapheme_break(text: str, offset: int) -> bool:
    """Whether a grapheme cluster (UAX #29, extended) ends or begins at `offset` of `text`."""
    return snap(text, offset) == offset


def snap(text: str, offset: int, *, forward: bool = False) -> int:
    """The cluster boundary nearest to `offset`: at or before it, or, `forward`, at or after it."""
    if offset <= 0:
        return 0
    if offset >= len(text):
        return len(text)
    if _NOT_PLAIN.search(text, offset - 1, offset + 1) is None:
        return offset
    found = _sure_start().search(text, 0, offset + 1)
    at = found.start() if found else 0
    if flags := _FLAGS.match(text, at, offset):
        # Two letters make a flag (GB12, GB13): a long run of them need not be walked through.
        at += max(0, (flags.end() - at) // 2 * 2 - 2)
    while at < offset:
        end = _next_from_boundary(text, at)
        if end > offset:
            return end if forward else at
        at = end
    return at


def _next_from_boundary(text: str, boundary: int) -> int:
    if _NOT_PLAIN.search(text, boundary, boundary + 2) is None:
        return boundary + 1
    match = _cluster().match(text, boundary)
    return match.end() if match else len(text)


def cluster_ends(text: str) -> Sequence[int]:
    """Where each cluster of `text` ends, ascending; for the rows of a screen, not for whole texts."""
    if _NOT_PLAIN.search(text) is None:
        return range(1, len(text) + 1)
    return [match.end() for match in _cluster().finditer(text)]


def next_grapheme(text: str, offset: int) -> int:
    """The first cluster boundary after `offset`; the text's length when there is none."""
    return snap(text, offset + 1, forward=True)


def previous_grapheme(text: str, offset: int) -> int:
    """The last cluster boundary before `offset`; 0 when there is none."""
    return snap(text, offset - 1)

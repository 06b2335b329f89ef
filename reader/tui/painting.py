"""Turns one set row into one strip of styled cells.

What lies over a piece of text is mixed here, once: the kind of block, then terms, then highlights
(every one of them, mixed where they overlap; those of other reviewers a line above), then search hits, the selection and the cursor.

Invariant: nothing is told by colour alone. A highlight is underlined, twice where several overlap, and
bears its tag's sign in the margin; a term is bold, or, in a bold title, is not; hits and the selection
are reversed, the selection underlined too; the cursor is reversed once more. A character whose form is
in doubt is slanted and underlined, and its row has a question mark in the margin.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.strip import Strip
from textual.widget import Widget

from annotations.span import Span
from reader.text.cells import filled, visible
from reader.text.fullwidth import CLOSED
from reader.text.page import BlockKind
from reader.text.setting import BREAK_MARK, Row
from reader.tui.colours import of_terminal, readable, tinted

_STRENGTH = 0.42
"""How much of a tag's colour goes into the ground under a highlight, where the text stays readable."""
BOOKMARK = "\N{RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK}"
"""In the margin of a row with a bookmark; one cell in every locale."""
_OF_OTHERS = Style(overline=True, italic=True)
"""What another reviewer marked has no ground; who that is stands in the margin."""
_DOUBT = "?"
"""In the margin of a row with a doubt, where no bookmark stands."""


@dataclass(frozen=True)
class Palette:
    """The styles of one theme; a new theme is a new palette."""

    ground: Color
    text: Color
    """Of plain text."""
    kinds: dict[BlockKind, Style]
    plain: Style
    lead: Style
    """Decoration before and after a text."""
    mark: Style
    """The mark at a repaired break."""
    term: Style
    doubt: Style
    hit: Style
    selection: Style
    cursor: Style


def palette_of(widget: Widget, prefix: str, *, is_active: bool) -> Palette:
    """The styles that a widget's component classes have in the theme of the moment.

    Args:
        widget: Has a class `<prefix>--<name>` for each kind of block and each field of a palette.
        prefix: What its classes begin with.
        is_active: Whether it takes the keys, and so shows its cursor as one that does.
    """

    def style(name: str) -> Style:
        return widget.get_component_rich_style(f"{prefix}--{name}", partial=True)

    _, _, ground, text = widget.colors
    return Palette(
        ground=ground,
        text=text,
        kinds={kind: style(kind.value.replace("_", "-")) for kind in BlockKind},
        plain=widget.rich_style,
        lead=style("lead"),
        mark=style("mark"),
        term=style("term"),
        doubt=style("doubt"),
        # Of these, which are shown reversed, the ground counts too; a style in part does not say it.
        hit=widget.get_component_rich_style(f"{prefix}--hit"),
        selection=widget.get_component_rich_style(f"{prefix}--selection"),
        cursor=style("cursor" if is_active else "cursor-away"),
    )


@dataclass(frozen=True)
class Highlight:
    """A stretch of a highlight on the view's text."""

    span: Span
    colour: Color
    sign: str
    """One cell for the margin of the row in which the highlight begins."""
    starts: bool
    """Whether the highlight begins with this stretch."""
    is_other: bool = False
    """Whether another reviewer made it."""


@dataclass(frozen=True)
class Overlay:
    """Everything that lies over the text of one row, in offsets of the view."""

    terms: Sequence[Span] = ()
    doubts: Sequence[Span] = ()
    """Characters that may have another form."""
    hits: Sequence[Span] = ()
    highlights: Sequence[Highlight] = ()
    selection: Span = field(default_factory=lambda: Span(0, 0))
    cursor: Span = field(default_factory=lambda: Span(0, 0))
    is_bookmarked: bool = False
    """Whether a bookmark lies on the row."""


def paint(
    row: Row,
    text: str,
    overlay: Overlay,
    palette: Palette,
    *,
    margin: int,
    width: int,
    ambiguous: int = 1,
) -> Strip:
    """Draw one row.

    Args:
        row: What the setting says of it.
        text: Its characters, made visible, one for one.
        overlay: What lies over them.
        palette: The theme's styles.
        margin: Cells left of the measure.
        width: Cells of the whole strip.
        ambiguous: Cells of a character of ambiguous width.
    """
    base = palette.plain if row.kind is None else palette.kinds.get(row.kind, palette.plain)
    segments = [
        *_margin(row, overlay, palette, margin),
        Segment(" " * max(0, row.indent - len_cells(row.lead)), palette.plain),
        Segment(row.lead, palette.lead),
    ]
    marks, gaps = frozenset(row.marks), frozenset(row.gaps)
    at = overlay.cursor.start - row.start
    if 0 <= at < len(text) and text[at] == CLOSED:
        # Of a space that takes no cell the cursor is shown on what follows.
        overlay = replace(overlay, cursor=Span(overlay.cursor.end, overlay.cursor.end + 1))
    for start, end in _pieces(row, overlay):
        if start in marks:
            segments.append(Segment(BREAK_MARK, palette.mark))
        elif start in gaps:
            # What lies over the characters on both sides lies over the gap between them.
            segments.append(
                Segment(" ", _style(Span(start - 1, start + 1), overlay, palette, base))
            )
        style = _style(Span(start, end), overlay, palette, base)
        piece = text[start - row.start : end - row.start].replace(CLOSED, "")
        segments.append(Segment(filled(piece, ambiguous), style))
    if row.tail:
        segments.append(Segment(filled(row.tail, ambiguous), palette.lead))
    return Strip(segments).adjust_cell_length(width, palette.plain)


def len_cells(decoration: str) -> int:
    """Cells of a decoration of our own."""
    return Segment(decoration).cell_length


def _margin(row: Row, overlay: Overlay, palette: Palette, margin: int) -> Iterable[Segment]:
    """The margin, with a sign for each highlight that begins in the row: colour is not all there is."""
    starting = {
        visible(highlight.sign)[:1]: highlight
        for highlight in reversed(overlay.highlights)
        if highlight.starts and row.start <= highlight.span.start < row.end
    }
    signs = sorted(starting, key=lambda sign: starting[sign].span.start)[: max(0, margin - 1)]
    segments = [
        Segment(" " * (margin - len(signs) - bool(signs)), palette.plain),
        *(
            Segment(
                sign,
                palette.plain
                + Style(color=_sign_colour(starting[sign].colour, palette), bold=True),
            )
            for sign in signs
        ),
    ]
    if signs:
        segments.append(Segment(" ", palette.plain))
    sign = BOOKMARK if overlay.is_bookmarked else _DOUBT if overlay.doubts else ""
    if sign and margin:
        last = segments.pop()
        segments += [
            Segment(last.text[:-1], palette.plain),
            Segment(sign, palette.plain + palette.mark),
        ]
    return segments


def _sign_colour(colour: Color, palette: Palette) -> RichColor:
    if palette.ground.ansi is not None:
        return of_terminal(colour).rich_color
    return readable(colour, palette.ground, palette.text).rich_color


def _pieces(row: Row, overlay: Overlay) -> Iterable[tuple[int, int]]:
    """The row cut wherever something begins or ends."""
    cuts = {row.start, row.end, *row.marks, *row.gaps}
    spans = [
        *overlay.terms,
        *overlay.doubts,
        *overlay.hits,
        *(highlight.span for highlight in overlay.highlights),
        overlay.selection,
        overlay.cursor,
    ]
    for span in spans:
        cuts.update(at for at in (span.start, span.end) if row.start < at < row.end)
    ordered = sorted(cuts)
    return pairwise(ordered)


def _style(piece: Span, overlay: Overlay, palette: Palette, base: Style) -> Style:
    """The style of a piece of text, over all of which, or none of it, each thing lies."""

    def lies_over(span: Span) -> bool:
        return span.start <= piece.start and piece.end <= span.end

    style = base
    if any(map(lies_over, overlay.terms)):
        # In a bold title a term is told by being light.
        style += palette.term + Style(bold=not base.bold)
    highlights = [each for each in overlay.highlights if lies_over(each.span)]
    if any(each.is_other for each in highlights):
        style += _OF_OTHERS
    colours = [each.colour for each in highlights if not each.is_other]
    if colours:
        style += _highlighted(colours, palette)
    if any(map(lies_over, overlay.doubts)):
        style += palette.doubt
    if any(map(lies_over, overlay.hits)):
        style += palette.hit
    if lies_over(overlay.selection):
        style += palette.selection
    if lies_over(overlay.cursor):
        # On what is reversed already the cursor is a hole.
        style += palette.cursor
        if palette.cursor.reverse and (
            overlay.selection.overlaps(piece) or _is_hit(piece, overlay)
        ):
            style += Style(reverse=False)
    return style


def _highlighted(colours: Sequence[Color], palette: Palette) -> Style:
    """The style of text under one highlight or several."""
    # A terminal that knows no double line draws the single one.
    underline = Style(underline=True, underline2=len(colours) > 1 or None)
    if palette.ground.ansi is not None:
        return underline
    ground = palette.ground
    for colour in colours:
        ground = tinted(ground, colour, palette.text, _STRENGTH)
    return underline + Style(color=palette.text.rich_color, bgcolor=ground.rich_color)


def _is_hit(piece: Span, overlay: Overlay) -> bool:
    return any(piece.overlaps(hit) for hit in overlay.hits)

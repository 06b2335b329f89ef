"""Turns one set row into one strip of styled cells.

What lies over a piece of text is mixed here, once: the kind of block, then terms, then highlights
(every one of them, mixed where they overlap), then search hits, the selection and the cursor.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.strip import Strip
from textual.widget import Widget

from annotations.span import Span
from reader.text.cells import visible
from reader.text.page import BlockKind
from reader.text.setting import BREAK_MARK, Row

_STRENGTH = 0.42
"""How much of a tag's colour goes into the ground under a highlight."""


@dataclass(frozen=True)
class Palette:
    """The styles of one theme; a new theme is a new palette."""

    ground: Color
    kinds: dict[BlockKind, Style]
    plain: Style
    lead: Style
    """Decoration before and after a text."""
    mark: Style
    """The mark at a repaired break."""
    term: Style
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

    _, ground = widget.background_colors
    return Palette(
        ground=ground,
        kinds={kind: style(kind.value.replace("_", "-")) for kind in BlockKind},
        plain=widget.rich_style,
        lead=style("lead"),
        mark=style("mark"),
        term=style("term"),
        # Of these the ground counts too, which is not among what a style says in part.
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


@dataclass(frozen=True)
class Overlay:
    """Everything that lies over the text of one row, in offsets of the view."""

    terms: Sequence[Span] = ()
    hits: Sequence[Span] = ()
    highlights: Sequence[Highlight] = ()
    selection: Span = field(default_factory=lambda: Span(0, 0))
    cursor: Span = field(default_factory=lambda: Span(0, 0))


def paint(
    row: Row, text: str, overlay: Overlay, palette: Palette, *, margin: int, width: int
) -> Strip:
    """Draw one row.

    Args:
        row: What the setting says of it.
        text: Its characters, made visible, one for one.
        overlay: What lies over them.
        palette: The theme's styles.
        margin: Cells left of the measure.
        width: Cells of the whole strip.
    """
    base = palette.plain if row.kind is None else palette.kinds.get(row.kind, palette.plain)
    segments = [
        *_margin(row, overlay, palette, margin),
        Segment(" " * max(0, row.indent - len_cells(row.lead)), palette.plain),
        Segment(row.lead, palette.lead),
    ]
    marks = set(row.marks)
    for start, end in _pieces(row, overlay):
        if start in marks:
            segments.append(Segment(BREAK_MARK, palette.mark))
        piece = Span(start, end)
        style = _style(piece, overlay, palette, base)
        segments.append(Segment(text[start - row.start : end - row.start], style))
    if row.tail:
        segments.append(Segment(row.tail, palette.lead))
    return Strip(segments).adjust_cell_length(width, palette.plain)


def len_cells(decoration: str) -> int:
    """Cells of a decoration of our own."""
    return Segment(decoration).cell_length


def _margin(row: Row, overlay: Overlay, palette: Palette, margin: int) -> Iterable[Segment]:
    """The margin, with a sign for a highlight that begins in the row: colour is not all there is."""
    starting = next(
        (
            highlight
            for highlight in overlay.highlights
            if highlight.starts and row.start <= highlight.span.start < row.end
        ),
        None,
    )
    if starting is None or margin < 2:
        return [Segment(" " * margin, palette.plain)]
    sign_style = palette.plain + Style(color=starting.colour.rich_color, bold=True)
    return [
        Segment(" " * (margin - 2), palette.plain),
        Segment(visible(starting.sign)[:1], sign_style),
        Segment(" ", palette.plain),
    ]


def _pieces(row: Row, overlay: Overlay) -> Iterable[tuple[int, int]]:
    """The row cut wherever something begins or ends."""
    cuts = {row.start, row.end, *row.marks}
    spans = [
        *overlay.terms,
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
    style = base
    if any(piece.overlaps(term) for term in overlay.terms):
        style += palette.term
    colours = [each.colour for each in overlay.highlights if piece.overlaps(each.span)]
    if colours:
        ground = palette.ground
        for colour in colours:
            ground = ground.blend(colour, _STRENGTH)
        # Where several lie over each other, a double line says so to whoever can't tell the shades.
        style += Style(bgcolor=ground.rich_color, underline2=len(colours) > 1 or None)
    if any(piece.overlaps(hit) for hit in overlay.hits):
        style += palette.hit
    if piece.overlaps(overlay.selection):
        style += palette.selection
    if piece.overlaps(overlay.cursor):
        style += palette.cursor
    return style

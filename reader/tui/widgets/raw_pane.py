"""The raw text of a page as the cleaner found it: what was dropped struck, what was joined bracketed.

Invariant: everything the pane is told or tells is in offsets of the raw text.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from annotations.span import Span
from reader.names import name_of
from reader.text.cells import cells, visible
from reader.text.page import Article, Dropped, Page
from reader.text.wrap import wrap
from reader.tui.actions import RAW, bindings

_GUTTER = 2
_LABEL = 13
"""Cells at the right for a reason or a confidence."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of raw characters that the cleaner treated as one."""

    span: Span
    article: int | None
    """Index of the article that it went to, None when it was dropped."""
    block: int
    """Index of the block in its article, or of the drop in the page."""
    before: str = ""
    """`⟩` where the piece goes on after a break elsewhere, for the margin."""
    label: str = ""
    """The confidence of the join at its end, or the reason for which it was dropped."""


def pieces_of(page: Page) -> list[Piece]:
    """Every run of a page's raw characters that is somewhere, in the raw text's order."""
    pieces = [piece for n, article in enumerate(page.articles) for piece in _kept(n, article)]
    pieces += [_dropped(n, dropped) for n, dropped in enumerate(page.dropped)]
    return sorted(pieces, key=lambda piece: piece.span)


def _kept(number: int, article: Article) -> list[Piece]:
    pieces = []
    for n, block in enumerate(article.blocks):
        at = 0
        confidences = {join.at: join.confidence for join in block.joins}
        for span in block.spans:
            end = at + len(span)
            label = f"⟨ {confidences[end]:.0%}" if end in confidences else ""
            pieces.append(Piece(span, number, n, "⟩" if at in confidences else "", label))
            at = end
    return pieces


def _dropped(number: int, dropped: Dropped) -> Piece:
    return Piece(dropped.span, None, number, "×", name_of(dropped.reason))


class RawPane(ScrollView, can_focus=True):
    """The raw text, line by line; a cursor goes from piece to piece."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = bindings(RAW)
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "raw--elsewhere",
        "raw--dropped",
        "raw--sign",
        "raw--current",
    }
    DEFAULT_CSS = """
    RawPane {
        background: $background;
        color: $foreground;
        scrollbar-size-vertical: 1;
        scrollbar-background: $background;
        scrollbar-background-hover: $surface;
        scrollbar-color: $panel;
        overflow-x: hidden;
        & > .raw--elsewhere { color: $quiet; text-style: italic; }
        & > .raw--dropped { color: $quiet; text-style: strike; }
        & > .raw--sign { color: $primary; text-style: bold; }
        & > .raw--current { background: $panel; text-style: underline; }
    }
    """

    @dataclass
    class Moved(Message):
        """The cursor went to another piece."""

        at: int
        """Raw offset of the piece's first character."""

    class Wheeled(Message):
        """The mouse wheel scrolled the page."""

    def __init__(self, page: Page, article: int, id: str | None = None) -> None:  # noqa: A002
        """
        Args:
            page: The page.
            article: Index of the article that is shown beside it.
            id: The widget's id.
        """
        super().__init__(id=id)
        self._page = page
        self._article = article
        self._pieces = pieces_of(page)
        self._starts = array("I")
        self.current = 0
        """Index of the piece under the cursor."""

    @property
    def piece(self) -> Piece | None:
        """The piece under the cursor; None on a page without any."""
        return self._pieces[self.current] if self._pieces else None

    def show(self, page: Page, article: int, at: int) -> None:
        """Show a page after it was corrected, or for another of its articles.

        Args:
            page: The page.
            article: Index of the article that is shown beside it.
            at: Raw offset on whose piece the cursor goes.
        """
        self._page, self._article = page, article
        self._pieces = pieces_of(page)
        self.go_to(at)
        self.refresh()

    def go_to(self, at: int) -> None:
        """Put the cursor on the piece that holds a raw offset, or on the one before it."""
        found = bisect_right(self._pieces, at, key=lambda piece: piece.span.start) - 1
        self.current = max(0, found)
        self._keep_in_sight()
        self.refresh()

    def _keep_in_sight(self) -> None:
        if self.piece is None or not self._starts:
            return
        row = bisect_right(self._starts, self.piece.span.start) - 1
        top, height = self.scroll_offset.y, max(1, self.size.height)
        if not top + 1 <= row < top + height - 1:
            self.scroll_to(y=max(0, row - height // 3), animate=False, immediate=True)

    # Rows

    def on_resize(self) -> None:
        self._set()
        self._keep_in_sight()

    def _set(self) -> None:
        width = max(4, self.scrollable_content_region.width - _GUTTER - _LABEL)
        starts = array("I")
        at = 0
        for line in self._page.source.raw.split("\n"):
            starts.extend(start + at for start in wrap(line, width) or [0])
            at += len(line) + 1
        self._starts = starts
        self.virtual_size = Size(self.scrollable_content_region.width, len(starts))
        self.refresh()

    def _row(self, y: int) -> Span:
        raw = self._page.source.raw
        start = self._starts[y]
        end = self._starts[y + 1] if y + 1 < len(self._starts) else len(raw)
        if end > start and raw[end - 1] == "\n":
            end -= 1
        return Span(start, end)

    def render_line(self, y: int) -> Strip:
        """Draw one row of the screen."""
        at = y + self.scroll_offset.y
        width = self.size.width
        if at >= len(self._starts):
            return Strip.blank(width, self.rich_style)
        return self._strip(self._row(at), width).apply_style(self.rich_style)

    def _strip(self, row: Span, width: int) -> Strip:
        plain = self.rich_style
        sign = self._style("sign")
        margin, label = "", ""
        body: list[Segment] = []
        first = bisect_right(self._pieces, row.start, key=lambda piece: piece.span.end)
        reached = row.start
        shown = visible(self._page.source.raw[row.start : row.end])
        for index in range(first, len(self._pieces)):
            piece = self._pieces[index]
            if piece.span.start >= row.end:
                break
            part = piece.span.intersection(row)
            body.append(Segment(shown[reached - row.start : part.start - row.start], plain))
            style = self._piece_style(piece, plain)
            if index == self.current:
                style += self._style("current")
            body.append(Segment(shown[part.start - row.start : part.end - row.start], style))
            reached = part.end
            if piece.span.start >= row.start:
                margin = margin or piece.before
            if piece.span.end <= row.end:
                label = piece.label or label
        body.append(Segment(shown[reached - row.start :], plain))
        room = max(0, width - _GUTTER - sum(segment.cell_length for segment in body))
        label = f" {label}" if label and cells(label) < room else ""
        return Strip(
            [
                Segment(f"{margin:<{_GUTTER}}", sign),
                *body,
                Segment(label, sign),
            ]
        ).adjust_cell_length(width, plain)

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(f"raw--{name}", partial=True)

    def _piece_style(self, piece: Piece, plain: Style) -> Style:
        if piece.article is None:
            return self._style("dropped")
        return plain if piece.article == self._article else self._style("elsewhere")

    # Moving

    def on_mouse_scroll_down(self) -> None:
        self.post_message(self.Wheeled())

    def on_mouse_scroll_up(self) -> None:
        self.post_message(self.Wheeled())

    @property
    def raw_top(self) -> int:
        """The raw offset of the first character on the screen."""
        return self._starts[min(self.scroll_offset.y, len(self._starts) - 1)] if self._starts else 0

    def scroll_to_raw(self, raw: int) -> None:
        """Bring a raw character to the top of the screen; the cursor stays."""
        row = bisect_right(self._starts, raw) - 1
        self.scroll_to(y=max(0, row), animate=False, immediate=True)

    def action_piece(self, step: int) -> None:
        if self._pieces:
            self.current = min(max(0, self.current + step), len(self._pieces) - 1)
            self._moved()

    def action_piece_page(self, pages: int) -> None:
        if not self._pieces:
            return
        row = bisect_right(self._starts, self._pieces[self.current].span.start) - 1
        row = min(max(0, row + pages * max(1, self.size.height - 2)), len(self._starts) - 1)
        self.go_to(self._row(row).start)
        self._moved()

    def action_piece_edge(self, side: int) -> None:
        self.current = 0 if side < 0 else len(self._pieces) - 1
        self._moved()

    def _moved(self) -> None:
        self._keep_in_sight()
        self.refresh()
        if self.piece is not None:
            self.post_message(self.Moved(self.piece.span.start))

    def on_click(self, event: events.Click) -> None:
        place = event.get_content_offset_capture(self)
        row = place.y + self.scroll_offset.y
        if 0 <= row < len(self._starts):
            self.go_to(max(self._row(row).start, self._row(row).end - 1))
            self._moved()

"""The popup that explains what lies under the cursor or the mouse."""

from __future__ import annotations

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Offset, Size, clamp
from textual.widgets import Static

from annotations.model import Annotation
from reader.doubts import OpenForm
from reader.glossary import Term
from reader.session import Explanation
from reader.text.cells import visible
from reader.text.page import Join
from reader.wording import _, looked_up, spoken

_WIDTH = 52
_MOST_ROWS = 16


class Card(VerticalScroll, can_focus=False):
    """A card by the characters that it explains; it never covers them."""

    DEFAULT_CSS = """
    Card {
        layer: overlay;
        position: absolute;
        display: none;
        width: 52;
        height: auto;
        max-height: 16;
        padding: 0 1;
        background: $panel;
        border: round $accent;
        scrollbar-size-vertical: 1;
        & > Static { width: 1fr; height: auto; }
    }
    """

    def __init__(self, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id)
        self.explanation: Explanation | None = None
        """What is explained now, None while the card is closed."""
        self.by_resting = False
        """Whether the mouse opened it, and so may close it by moving on."""

    def compose(self) -> ComposeResult:
        yield Static(markup=False)

    @property
    def is_open(self) -> bool:
        return self.explanation is not None

    def close(self) -> None:
        """Take the card away."""
        self.explanation = None
        self.display = False

    def open(
        self, explanation: Explanation, above: Offset, room: Size, *, by_resting: bool = False
    ) -> None:
        """Show a card.

        Args:
            explanation: What to say.
            above: The screen cell of the first character that is explained.
            room: The size of the screen.
            by_resting: Whether the mouse asked by resting.
        """
        self.explanation = explanation
        self.by_resting = by_resting
        content = Content("\n").join(_lines(explanation))
        self.query_one(Static).update(content)
        width = min(_WIDTH, room.width)
        rows = min(_MOST_ROWS, content.get_height({}, width - 5) + 2, room.height)
        below = above.y + 1
        y = below if below + rows <= room.height or above.y < rows else above.y - rows
        self.styles.width = width
        self.styles.max_height = max(3, min(_MOST_ROWS, room.height - y if y == below else rows))
        self.styles.offset = (clamp(above.x - 2, 0, max(0, room.width - width)), y)
        self.display = True
        self.scroll_home(animate=False)


def _lines(explanation: Explanation) -> Iterator[Content]:
    """The card's paragraphs; every text is shown as it is, never read as markup."""
    parts = []
    if explanation.term is not None:
        parts.append(_of_term(explanation.term))
    if explanation.join is not None:
        parts.append(_of_join(explanation.join))
    if explanation.is_missing_start:
        parts.append(
            [
                Content.styled(_("Beginning missing"), "bold"),
                Content(_("What comes before this is nowhere on the page.")),
            ]
        )
    if explanation.doubt is not None:
        parts.append(_of_doubt(explanation.doubt))
    parts += [_of_annotation(annotation) for annotation in explanation.annotations]
    for number, part in enumerate(parts):
        if number:
            yield Content("")
        yield from part


def _of_term(term: Term) -> list[Content]:
    names = [Content.styled(visible(term.hant), "bold")]
    if term.hans != term.hant:
        names += [Content(" · "), Content.styled(visible(term.hans), "bold")]
    lines = [Content.assemble(*names)]
    if term.english:
        lines.append(Content.styled(visible(term.english), "italic"))
    lines += [Content(visible(line)) for line in term.definition.splitlines()]
    if term.unsure:
        lines.append(Content(visible(_("Not certain: {why}").format(why=term.unsure))))
    lines.append(Content.styled(visible(f"{looked_up(term.category)} · {term.source}"), "dim"))
    return lines


def _of_join(join: Join) -> list[Content]:
    return [
        Content.styled(_("Repaired break"), "bold"),
        Content(visible(_("Joined because {reason}.").format(reason=spoken(join.reason)))),
        Content.styled(_("Confidence {share}").format(share=f"{join.confidence:.0%}"), "dim"),
    ]


def _of_doubt(doubt: OpenForm) -> list[Content]:
    forms = " · ".join(visible(form.shown) for form in doubt.doubt.forms)
    said = _("Chosen; X lists it.") if doubt.is_settled else _("No phrase tells which; X lists it.")
    return [Content.styled(f"{visible(doubt.doubt.text)} → {forms}", "bold"), Content(said)]


def _of_annotation(annotation: Annotation) -> list[Content]:
    tags = ", ".join(annotation.tags) or _("Highlight")
    lines = [Content.styled(visible(tags), "bold")]
    lines += [Content(visible(line)) for line in annotation.note.splitlines()]
    date = annotation.created[:10]
    lines.append(Content.styled(visible(f"{annotation.creator} · {date}"), "dim"))
    return lines

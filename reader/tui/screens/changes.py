"""A text has changed since it was annotated: what is proposed, and the reviewer's word on it."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option

from annotations.model import Status
from annotations.reanchoring import Placed
from annotations.recorrecting import Carried
from annotations.span import picked
from reader.changes import Change, put_on, status_of
from reader.names import name_of
from reader.pages import described
from reader.tui.text import fitted, padded
from reader.wording import _, spoken

_CELLS = 84


class ChangesScreen(ModalScreen[Change | None]):
    """Lists the annotations, those first that need a look; answers with what is to be kept."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "keep", "Keep", priority=True),
        Binding("escape", "dismiss(None)", "Later"),
        *(Binding(str(n), f"put({n - 1})", show=False) for n in range(1, 6)),
        Binding("0", "take_back", show=False),
    ]
    CSS = """
    ChangesScreen {
        align: center middle;
        background: $background 60%;
        & > Vertical {
            width: 94%; max-width: 96; height: 84%;
            background: $surface; border: round $accent; padding: 0 1;
        }
        & OptionList { height: 2fr; border: none; background: $surface; }
        & #about { height: auto; max-height: 2; color: $quiet; }
        & #candidates { height: 1fr; border-top: solid $panel; }
        & Horizontal { height: 1; align-horizontal: right; }
        & Button { margin-left: 2; }
    }
    """

    def __init__(self, change: Change) -> None:
        """
        Args:
            change: What is proposed.
        """
        super().__init__()
        self._change = change
        self._proposed = change.placed

    def compose(self) -> ComposeResult:
        name = fitted(self._change.page.source.name, 60)
        with Vertical() as box:
            box.border_title = Content(
                _("{name} has changed since it was annotated").format(name=name)
            )
            yield Static(id="about", markup=False)
            yield OptionList()
            yield Static(id="candidates", markup=False)
            with Horizontal():
                yield Button(_("Keep this enter"), id="keep", compact=True, variant="primary")
                yield Button(_("Later esc"), id="later", compact=True)

    def on_mount(self) -> None:
        self._list(0)
        self.query_one(OptionList).focus()

    def _list(self, at: int) -> None:
        listing = self.query_one(OptionList)
        listing.clear_options()
        listing.add_options(Option(self._line(placed)) for placed in self._change.placed)
        listing.add_options(Option(self._said(each)) for each in self._change.corrections)
        listing.highlighted = at if listing.option_count else None
        self.query_one("#about", Static).update(
            _("{counts}. 1–5 put an orphan on a candidate, 0 takes it back.").format(
                counts=self._change.counts
            )
        )

    def _line(self, placed: Placed) -> Content:
        quote = fitted(placed.before.quote.exact, 28)
        there = ""
        if placed.status in (Status.FUZZY, Status.MOVED):
            raw = self._change.page.source.raw
            there = f"  →  {fitted(picked(raw, placed.annotation.raw), 34)}"
        return Content.assemble(
            Content.styled(
                padded(name_of(placed.status), 7), "bold" if there or not placed.score else ""
            ),
            f" {quote}{there}",
        )

    def _said(self, carried: Carried) -> Content:
        """A line about a correction of the cleaning."""
        status = status_of(carried)
        said = spoken(described(carried.before, self._change.old.raw))
        return Content.assemble(
            Content.styled(padded(name_of(status), 7), "bold" if carried.after is None else ""),
            f" ✂ {fitted(said, 64)}",
        )

    @property
    def _at(self) -> int:
        return self.query_one(OptionList).highlighted or 0

    @property
    def _placed(self) -> Placed | None:
        """The annotation that is pointed at; None where it is a correction, or nothing."""
        placed = self._change.placed
        return placed[self._at] if self._at < len(placed) else None

    @on(OptionList.OptionHighlighted)
    def _show_candidates(self) -> None:
        lines = []
        if self._placed is not None:
            for n, candidate in enumerate(self._placed.candidates, 1):
                lines.append(fitted(f"{n}  {candidate.score:.0%}  {candidate.excerpt}", _CELLS))
        self.query_one("#candidates", Static).update("\n".join(lines))

    def action_put(self, choice: int) -> None:
        placed = self._placed
        if placed is not None and choice < len(placed.candidates):
            self._replace(put_on(placed, choice, self._change.page))

    def action_take_back(self) -> None:
        if self._placed is not None:
            self._replace(self._proposed[self._at])

    def _replace(self, one: Placed) -> None:
        at = self._at
        placed = (*self._change.placed[:at], one, *self._change.placed[at + 1 :])
        self._change = replace(self._change, placed=placed)
        self._list(at)

    @on(Button.Pressed, "#keep")
    def action_keep(self) -> None:
        focused = self.focused
        if isinstance(focused, Button) and focused.id == "later":
            focused.press()
            return
        self.dismiss(self._change)

    @on(Button.Pressed, "#later")
    def _later(self) -> None:
        self.dismiss(None)

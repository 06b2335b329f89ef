"""The doubts of a conversion: go there, choose a form here or wherever it stands so, take it back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option
from textual.worker import get_current_worker

from annotations.span import Span
from reader.choices import Choice
from reader.choices import Choices as FormChoices
from reader.doubts import OpenForm, doubts_of
from reader.errors import ChoiceError
from reader.script import Form
from reader.session import Session
from reader.text.cells import visible
from reader.tui.actions import DOUBTS, bindings
from reader.tui.screens.chooser import Choices, Chooser
from reader.tui.text import padded
from reader.views import ArticleView
from reader.wording import _, several

_FORMS = 9
"""Cells in which the forms of a character are listed: three of them."""


class DoubtsScreen(ModalScreen[int | None]):
    """Lists the doubts of a view; answers with the raw offset of the one to jump to, or None."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(DOUBTS)
    CSS = """
    DoubtsScreen {
        align: center middle;
        background: $background 60%;
        & > Vertical {
            width: 90%; max-width: 100; height: 80%;
            background: $surface; border: round $accent; padding: 0 1;
        }
        & OptionList { height: 1fr; border: none; background: $surface; padding: 0; }
        & #count { height: 1; color: $quiet; }
        & Horizontal { height: 1; align-horizontal: right; }
        & Button { margin-left: 1; min-width: 8; }
    }
    """

    def __init__(self, session: Session, view: ArticleView, raw: int) -> None:
        """
        Args:
            session: The reviewer's session.
            view: The article, converted.
            raw: The raw offset next to which the list is to begin.
        """
        super().__init__()
        self._session = session
        self._view = view
        self._raw = raw
        self._with_certain = False
        self._doubts: list[OpenForm] = []
        self._earlier: list[tuple[Choice, ...]] = []

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = _("Characters with several forms")
            yield Static(id="count", markup=False)
            yield Choices()
            with Horizontal():
                yield Button(_("Choose enter"), id="choose", compact=True, variant="primary")
                yield Button(_("Go there g"), id="jump", compact=True)
                yield Button(_("Take back d"), id="take_back", compact=True)
                yield Button(_("All a"), id="all", compact=True)
                yield Button(_("Close esc"), id="close", compact=True)

    def on_mount(self) -> None:
        self._list()
        self.query_one(OptionList).focus()

    class Found(Message):
        """The doubts of a long article are known."""

        def __init__(self, view: ArticleView, doubts: list[OpenForm]) -> None:
            super().__init__()
            self.view = view
            self.doubts = doubts

    def _list(self) -> None:
        """List the doubts anew."""
        if self._view.is_long:
            self.query_one("#count", Static).update(_("Looking for them…"))
            self._look()
        else:
            self._show(doubts_of(self._view, with_certain=self._with_certain))

    @work(thread=True, exclusive=True)
    def _look(self) -> None:
        worker = get_current_worker()
        view: ArticleView | None = self._view
        if view is not None and view.part is not None:
            view = view.completed(lambda: worker.is_cancelled)
        if view is None:
            return
        self.post_message(self.Found(view, doubts_of(view, with_certain=self._with_certain)))

    @on(Found)
    def _found(self, event: Found) -> None:
        event.stop()
        self._view = event.view
        self._show(event.doubts)

    def _show(self, doubts: list[OpenForm]) -> None:
        """Show a list, the cursor on the doubt that it was on or the next after it."""
        self._doubts = doubts
        listing = self.query_one(OptionList)
        listing.clear_options()
        if self._doubts:
            listing.add_options(self._line(each) for each in self._doubts)
            beyond = (n for n, each in enumerate(self._doubts) if each.raw >= self._raw)
            listing.highlighted = next(beyond, len(self._doubts) - 1)
        else:
            nothing = _("Every form here is settled by a phrase.")
            listing.add_option(Option(Content.styled(nothing, "dim"), disabled=True))
        unsettled = sum(not each.is_settled for each in self._doubts)
        said = several("{count} doubt", "{count} doubts", unsettled).format(count=unsettled)
        chosen = len(self._doubts) - unsettled
        if chosen:
            said += " · " + several("{count} chosen", "{count} chosen", chosen).format(count=chosen)
        if self._with_certain:
            said += " · " + _("those with it that are as good as certain")
        self.query_one("#count", Static).update(said)

    def _line(self, each: OpenForm) -> Content:
        before, exact, after = map(visible, each.context(self._view))
        forms = " ".join(visible(form.shown) for form in each.doubt.forms)
        sign = "✓" if each.is_settled else "?"
        return Content.assemble(
            Content.styled(f"{sign} {padded(forms, _FORMS)} ", "bold"),
            before,
            Content.styled(exact, "bold reverse"),
            after,
            Content.styled(f"  {_reach(each.choice)}" if each.choice else "", "italic"),
        )

    @property
    def _here(self) -> OpenForm | None:
        at = self.query_one(OptionList).highlighted
        return self._doubts[at] if at is not None and self._doubts else None

    @on(OptionList.OptionSelected)
    def _selected(self) -> None:
        self.action_choose()

    @on(Button.Pressed)
    async def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        await self.run_action(event.button.id or "")

    def action_choose(self) -> None:
        each = self._here
        if each is None:
            return
        forms = each.doubt.forms
        current = each.context(self._view)[1]
        shown = [form.shown for form in forms]
        at = shown.index(current) if current in shown else 0

        def chosen(index: int | None) -> None:
            if index is not None:
                self._ask_where(each, forms[index])

        self.app.push_screen(
            Chooser(_("Which form"), [visible(each) for each in shown], at), chosen
        )

    def _ask_where(self, each: OpenForm, form: Form) -> None:
        choices: Sequence[Choice] = each.choices(self._view, form)

        def chosen(index: int | None) -> None:
            if index is not None:
                self._change(lambda kept: kept.keep(choices[index]))

        title = _("Where is it {form}").format(form=visible(form.shown))
        self.app.push_screen(
            Chooser(title, [visible(_reach(choice)) for choice in choices]), chosen
        )

    def action_take_back(self) -> None:
        each = self._here
        if each is not None and each.choice is not None:
            choice = each.choice
            self._change(lambda choices: choices.take_back(choice))

    def action_undo(self) -> None:
        if self._earlier:
            earlier = self._earlier[-1]
            if self._change(lambda choices: choices.put_back(earlier)):
                # Neither this change nor the one that it undid is left to undo.
                del self._earlier[-2:]

    def _change(self, change: Callable[[FormChoices], None]) -> bool:
        """Change the choices, on disk before it shows; False when that can't be."""
        here = self._here
        try:
            choices = self._session.choices
            earlier = tuple(choices)
            change(choices)
            around = self._view.article_span(here.span if here else Span(0, 1))
            self._view = self._session.shown_as(self._view, self._view.config, around)
        except ChoiceError as error:
            self.notify(
                str(error), title=_("Not saved"), severity="error", markup=False, timeout=12
            )
            return False
        self._earlier.append(earlier)
        self._raw = here.raw if here else self._raw
        self._list()
        return True

    def action_jump(self) -> None:
        each = self._here
        if each is not None:
            self.dismiss(each.raw)

    def action_all(self) -> None:
        each = self._here
        self._raw = each.raw if each else self._raw
        self._with_certain = not self._with_certain
        self._list()

    def action_close(self) -> None:
        self.dismiss(None)


def _reach(choice: Choice) -> str:
    """Where a choice holds, in words."""
    if choice.at is not None:
        return _("here only")
    if choice.before and choice.after:
        said = _("wherever it stands between {before} and {after}")
        return said.format(before=choice.before, after=choice.after)
    if choice.after:
        return _("wherever {after} comes after it").format(after=choice.after)
    if choice.before:
        return _("wherever {before} comes before it").format(before=choice.before)
    return _("everywhere in these texts")

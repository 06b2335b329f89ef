"""The raw text beside the clean one, and the reviewer's last word about what lies between them."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from annotations.corrections import Correction
from annotations.errors import PizhuError
from annotations.span import picked
from reader.cleaning.correcting import Corrector
from reader.cleaning.decisions import Decision, candidates
from reader.cleaning.pieces import fragments_of, offset_in
from reader.names import name_of
from reader.pages import break_shown, decision_shown, described
from reader.session import Session, in_brief
from reader.text.page import Block, BlockKind, Page
from reader.tui.actions import COMPARE, bindings
from reader.tui.screens.chooser import Chooser
from reader.tui.text import fitted
from reader.tui.widgets.article_pane import ArticlePane
from reader.tui.widgets.footer import Footer
from reader.tui.widgets.raw_pane import RawPane
from reader.views import ArticleView
from reader.wording import _, spoken


class CompareScreen(Screen[None]):
    """Raw text left, clean text right, decisions below; every action is about the piece at hand."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(COMPARE)
    # Two texts that are narrower than that can't be read; they stand one above the other.
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (64, "-wide")]
    CSS = """
    CompareScreen {
        & #sides { height: 1fr; }
        & RawPane { width: 1fr; border-right: vkey $panel; }
        & ArticlePane { width: 1fr; }
        & #decisions {
            height: 9; border: none; border-top: solid $panel; background: $background;
            padding: 0 1; scrollbar-size-vertical: 1;
        }
        & #decisions:focus { border: none; border-top: solid $accent; }
        & #said { height: 1; padding: 0 1; background: $panel; }
        &.-narrow {
            & #sides { layout: vertical; }
            & RawPane { height: 1fr; border-right: none; border-bottom: solid $panel; }
            & ArticlePane { height: 1fr; }
            & #decisions { height: 5; }
        }
    }
    """

    def __init__(self, session: Session, view: ArticleView, at: int) -> None:
        """
        Args:
            session: The reviewer's session.
            view: The article that was read.
            at: Raw offset of the place to begin at.
        """
        super().__init__()
        self._session = session
        self._at = at
        self._decisions: list[Decision] = []
        self._comes_next = False
        """Whether the highlighted decision took the place of one that is settled, and is still to see."""
        self.view = session.again(view, at, with_offers=True)

    def compose(self) -> ComposeResult:
        with Horizontal(id="sides"):
            yield RawPane(self.page, self._article, id="raw")
            # The raw text beside it is the other column.
            one = replace(self._session.settings.typography, columns=1)
            yield ArticlePane(
                self.view, one, highlights=lambda _: (), terms=lambda _: (), id="article"
            )
        yield OptionList(id="decisions")
        yield Static(id="said", markup=False)
        yield Footer()

    @property
    def page(self) -> Page:
        return self.view.page

    @property
    def _article(self) -> int:
        return next(
            (n for n, article in enumerate(self.page.articles) if article is self.view.article), 0
        )

    @property
    def raw(self) -> RawPane:
        return self.query_one(RawPane)

    @property
    def pane(self) -> ArticlePane:
        return self.query_one(ArticlePane)

    @property
    def listing(self) -> OptionList:
        return self.query_one("#decisions", OptionList)

    def on_mount(self) -> None:
        self._list()
        self.raw.focus()
        self.call_after_refresh(self._go_to, self._at)

    # The three panes together

    def _go_to(self, at: int) -> None:
        """Bring all panes to a raw offset."""
        self._at = at
        self.raw.go_to(at)
        piece = self.raw.piece
        if piece is not None and piece.article not in (None, self._article):
            self._show_article(piece.article or 0)
        if piece is not None and piece.article is not None:
            self.pane.go_to_raw(max(at, piece.span.start))
        self._say_piece()

    def _show_article(self, number: int) -> None:
        self.view = ArticleView(
            self.page, self.page.articles[number], self.view.config, self.view.choices
        )
        self.pane.show(self.view)
        self.raw.show(self.page, number, self._at)

    @on(RawPane.Moved)
    def _raw_moved(self, event: RawPane.Moved) -> None:
        self._go_to(event.at)

    @on(ArticlePane.Moved)
    def _clean_moved(self) -> None:
        if self.pane.has_focus and self.view.text:
            self._at = self.pane.raw_cursor
            self.raw.go_to(self._at)
            self._say_piece()

    @on(RawPane.Wheeled)
    def _raw_wheeled(self) -> None:
        self.pane.scroll_to_raw(self.raw.raw_top)

    @on(ArticlePane.Wheeled)
    def _clean_wheeled(self) -> None:
        self.raw.scroll_to_raw(self.pane.raw_top)

    def _list(self) -> None:
        """List the decisions, those corrections first that no longer fit."""
        raw = self.page.source.raw
        listing = self.listing
        rest = [] if listing.highlighted is None else self._decisions[self._number() :]
        self._decisions = self._session.pages.decisions(self.page)
        listing.clear_options()
        for correction in self._session.pages.unfit(self.page):
            line = _("no longer fits: {correction}").format(
                correction=spoken(described(correction, raw))
            )
            listing.add_option(Option(Content.styled(fitted(line, self.size.width - 4), "bold"),
                                      disabled=True))  # fmt: skip
        listing.add_options(
            Option(Content(fitted(decision_shown(decision, raw), self.size.width - 4)), id=str(n))
            for n, decision in enumerate(self._decisions)
        )
        if rest and self._decisions:
            # The one at hand, or where that is settled or gone, the next that is still there.
            waiting = {(d.kind, d.raw): n for n, d in enumerate(self._decisions) if not d.accepted}
            left = [n for n, d in enumerate(rest) if (d.kind, d.raw) in waiting]
            self._comes_next = bool(left) and left[0] > 0
            number = waiting[rest[left[0]].kind, rest[left[0]].raw] if left else len(waiting)
            listing.highlighted = listing.get_option_index(
                str(min(number, len(self._decisions) - 1))
            )

    def _number(self) -> int:
        """Number of the decision that is highlighted in the list; 0 where none is."""
        at = self.listing.highlighted
        return 0 if at is None else int(self.listing.get_option_at_index(at).id or 0)

    @on(OptionList.OptionSelected, "#decisions")
    def _decision_selected(self, event: OptionList.OptionSelected) -> None:
        if event.option_id is not None:
            self._comes_next = False
            self._go_to(self._decisions[int(event.option_id)].raw[0].start)

    def action_decision(self, step: int) -> None:
        listing = self.listing
        if listing.highlighted is None:
            listing.action_first()
        elif step < 0:
            listing.action_cursor_up()
        elif not self._comes_next:
            listing.action_cursor_down()
        self._comes_next = False
        if self._decisions and listing.highlighted is not None:
            self._go_to(self._decisions[self._number()].raw[0].start)

    def _say(self, sentence: str) -> None:
        self.query_one("#said", Static).update(Content(fitted(sentence, self.size.width - 2)))

    def _say_piece(self) -> None:
        piece = self.raw.piece
        if piece is None:
            return
        if piece.article is None:
            dropped = self.page.dropped[piece.block]
            reason = name_of(dropped.reason)
            if dropped.of is None:
                self._say(_("dropped as {reason}").format(reason=reason))
            else:
                copy = in_brief(picked(self.page.source.raw, [dropped.of]))
                sentence = _("dropped as {reason}, a copy of {quote}")
                self._say(sentence.format(reason=reason, quote=copy))
            return
        block = self.page.articles[piece.article].blocks[piece.block]
        why = "".join(
            f" · {d.confidence:.0%} {spoken(d.reason)}" for d in self._decisions_here()[:1]
        )
        title = self.page.articles[piece.article].title
        said = _("{kind} of {title}").format(kind=name_of(block.kind), title=title)
        self._say(f"{said}{why}")

    # Corrections

    @property
    def _corrector(self) -> Corrector:
        return self._session.pages.corrector(self.page)

    def _correct(self, correction: Correction) -> None:
        try:
            self._session.pages.correct(self.page, correction)
        except PizhuError as error:
            self.notify(str(error), title=_("Not done"), severity="error", markup=False)
            return
        self._show_again(self._saved())

    def _saved(self) -> str:
        said = self._session.layer.undoable
        return _("{said} · saved").format(said=spoken(said or ""))

    def _show_again(self, said: str) -> None:
        """Show the page as it is after a change."""
        self.view = self._session.again(self.view, self._at, with_offers=True)
        self.pane.show(self.view)
        self.raw.show(self.page, self._article, self._at)
        self._list()
        self._go_to(self._at)
        self._say(said)
        self.refresh_bindings()

    def _block(self) -> tuple[int, int, Block] | None:
        """Article, index and block at hand; None, with a word about it, on what was dropped."""
        piece = self.raw.piece
        if piece is None or piece.article is None:
            self._say(_("This was dropped; i puts it back."))
            return None
        return piece.article, piece.block, self.page.articles[piece.article].blocks[piece.block]

    def _place(self, block: Block) -> int:
        """Where in a block's text the place at hand is: the piece's beginning, seen from the raw."""
        piece = self.raw.piece
        at = self._at if self.pane.has_focus or piece is None else piece.span.start
        return offset_in(block, at) if any(at in span for span in block.spans) else 0

    def _decisions_here(self) -> list[Decision]:
        return [each for each in self._decisions if any(self._at in span for span in each.raw)]

    def action_accept(self) -> None:
        here = self._decisions_here()
        decision = next((each for each in here if not each.accepted), None)
        if decision is None:
            self._say(_("It is accepted.") if here else _("There is no decision here to accept."))
        else:
            self._correct(self._corrector.accept(decision))

    def action_refuse(self) -> None:
        refusals = (self._corrector.refuse(decision) for decision in self._decisions_here())
        correction = next((each for each in refusals if each is not None), None)
        if correction is None:
            self._say(_("There is no decision here that could be undone."))
        else:
            self._correct(correction)

    def action_cut(self) -> None:
        found = self._block()
        if found is None:
            return
        article, number, block = found
        place = self._place(block)
        if place == 0:
            self._say(_("The block begins here; there is nothing to cut."))
        else:
            self._correct(self._corrector.split(article, number, place))

    def action_join(self) -> None:
        found = self._block()
        if found is None:
            return
        article, number, block = found
        place = self._place(block)
        starts = [start for start, _ in fragments_of(block) if start <= place]
        ranked = candidates(self.page, article, number, starts[-1])
        if not ranked:
            self._say(_("Nothing on the page could be joined with this."))
            return
        raw = self.page.source.raw
        choices = [
            f"{each.confidence:4.0%}  {break_shown(raw, each.onto, each.raw)}  {spoken(each.reason)}"
            for each in ranked
        ]

        def chosen(index: int | None) -> None:
            if index is not None:
                self._correct(self._corrector.join(ranked[index].raw, ranked[index].onto))

        self.app.push_screen(Chooser(_("Join with"), choices), chosen)

    def action_put_back(self) -> None:
        piece = self.raw.piece
        if piece is None or piece.article is not None:
            self._say(_("This was not dropped."))
        else:
            self._correct(self._corrector.keep([piece.span]))

    def action_drop(self) -> None:
        found = self._block()
        if found is not None:
            self._correct(self._corrector.drop(*found[:2]))

    def action_kind(self) -> None:
        found = self._block()
        if found is None:
            return
        article, number, block = found
        kinds = list(BlockKind)

        def chosen(index: int | None) -> None:
            if index is not None:
                self._correct(self._corrector.change_kind(article, number, kinds[index]))

        names = [name_of(kind) for kind in kinds]
        self.app.push_screen(Chooser(_("This is a"), names, kinds.index(block.kind)), chosen)

    def action_move(self) -> None:
        found = self._block()
        if found is None:
            return
        article, number, _block = found
        others = [n for n in range(len(self.page.articles)) if n != article]
        titles = [
            _("to the end of {title}").format(title=self.page.articles[n].title) for n in others
        ]

        def chosen(index: int | None) -> None:
            if index is None:
                return
            if index < len(others):
                last = len(self.page.articles[others[index]].blocks) - 1
                self._correct(self._corrector.move(article, number, (others[index], last)))
            else:
                following = index > len(others)
                self._correct(self._corrector.begin_article(article, number, following=following))

        own = [_("to a new article"), _("to a new article, with all that follows")]
        self.app.push_screen(Chooser(_("Move this"), [*titles, *own]), chosen)

    def action_others(self) -> None:
        try:
            found = self._session.pages.of_others(self.page)
        except PizhuError as error:
            self.notify(str(error), severity="error", markup=False)
            return
        if not found:
            self._say(_("Nobody else has corrected this page otherwise."))
            return
        raw = self.page.source.raw
        choices = [
            _("{reviewer}: {correction}").format(
                reviewer=each.creator, correction=spoken(described(each, raw))
            )
            for each in found
        ]

        def chosen(index: int | None) -> None:
            if index is None:
                return
            try:
                self._session.pages.adopt(self.page, found if index == 0 else [found[index - 1]])
            except PizhuError as error:
                self.notify(str(error), title=_("Not done"), severity="error", markup=False)
                return
            self._show_again(self._saved())

        self.app.push_screen(
            Chooser(_("Adopt"), [_("all {count}").format(count=len(found)), *choices]), chosen
        )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What can be undone is offered only when there is something."""
        del parameters
        if action == "undo":
            return self._session.layer.undoable is not None
        if action == "redo":
            return self._session.layer.redoable is not None
        return True

    def action_undo(self) -> None:
        self._step(undoing=True)

    def action_redo(self) -> None:
        self._step(undoing=False)

    def _step(self, *, undoing: bool) -> None:
        layer = self._session.layer
        try:
            said = layer.undo() if undoing else layer.redo()
        except PizhuError as error:
            self.notify(str(error), title=_("Not done"), severity="error", markup=False)
            return
        sentence = _("Undone: {said}") if undoing else _("Done again: {said}")
        self._show_again(sentence.format(said=spoken(said or "")))

    def action_back(self) -> None:
        self.dismiss(None)

"""Tag every occurrence: a preview in which single ones can be left out."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, SelectionList, Static
from textual.widgets.selection_list import Selection

from reader.occurrences import Occurrence, occurrences, occurrences_in
from reader.session import Session, in_brief
from reader.text.cells import visible
from reader.tui.text import fitted
from reader.views import ArticleView
from reader.wording import _, several


class EveryScreen(ModalScreen[list[Occurrence] | None]):
    """Lists the places; answers with those that were left in, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        # Before the list, in which enter would only do what space does.
        Binding("enter", "confirm", "Tag them", priority=True),
        Binding("escape", "dismiss(None)", "Cancel"),
        Binding("l", "widen", "Article or library"),
        Binding("a", "all", "All or none"),
    ]
    CSS = """
    EveryScreen {
        align: center middle;
        background: $background 60%;
        & > Vertical {
            width: 90%; max-width: 100; height: 80%;
            background: $surface; border: round $accent; padding: 0 1;
        }
        & SelectionList { height: 1fr; border: none; background: $surface; padding: 0; }
        & #count { height: 1; color: $quiet; }
        & Horizontal { height: 1; align-horizontal: right; }
        & Button { margin-left: 2; }
    }
    """

    def __init__(self, session: Session, view: ArticleView, wanted: str, tag: str) -> None:
        """
        Args:
            session: The reviewer's session.
            view: The article that is read.
            wanted: What to find, in either script.
            tag: The tag that the places are to bear.
        """
        super().__init__()
        self._session = session
        self._view = view
        self._wanted = wanted
        self._tag = tag
        self._in_library = False
        self._places: list[Occurrence] = []
        self._tagged = 0

    def compose(self) -> ComposeResult:
        with Vertical() as box:
            box.border_title = Content(
                visible(
                    _("{tag} on every {quote}").format(tag=self._tag, quote=in_brief(self._wanted))
                )
            )
            yield Static(id="count", markup=False)
            yield SelectionList[int]()
            with Horizontal():
                yield Button(_("All or none a"), id="all", compact=True)
                yield Button(_("Article or library l"), id="widen", compact=True)
                yield Button(_("Tag them enter"), id="confirm", compact=True, variant="primary")
                yield Button(_("Cancel esc"), id="cancel", compact=True)

    def on_mount(self) -> None:
        self._list()
        self.query_one(SelectionList).focus()

    def _list(self) -> None:
        found = list(self._found())
        self._places = [place for place in found if not self._session.is_tagged(place, self._tag)]
        self._tagged = len(found) - len(self._places)
        listing = self.query_one(SelectionList)
        listing.clear_options()
        listing.add_options(
            Selection(self._line(place), n, initial_state=True)
            for n, place in enumerate(self._places)
        )
        if self._places:
            listing.highlighted = 0
        self._count()

    def _found(self) -> list[Occurrence]:
        if not self._in_library:
            return list(occurrences_in(self._view.page, self._view.article, self._wanted))
        pages = (self._session.pages.of(path) for path in self._session.workspace.paths)
        return list(occurrences(pages, self._wanted))

    def _line(self, place: Occurrence) -> Content:
        before, exact, after = (visible(" ".join(part.split())) for part in place.context)
        title = f"  {fitted(place.article.title, 24)}" if self._in_library else ""
        return Content.assemble(
            before, Content.styled(exact, "bold reverse"), after, Content.styled(title, "dim")
        )

    @on(SelectionList.SelectedChanged)
    def _count(self) -> None:
        chosen = len(self.query_one(SelectionList).selected)
        if self._in_library:
            sentence = _("{chosen} of {total} places in the library")
        else:
            sentence = _("{chosen} of {total} places in this article")
        said = sentence.format(chosen=chosen, total=len(self._places))
        if self._tagged:
            bear = several(
                "; {count} bears the tag already", "; {count} bear the tag already", self._tagged
            )
            said += bear.format(count=self._tagged)
        self.query_one("#count", Static).update(said)

    @on(Button.Pressed, "#widen")
    def action_widen(self) -> None:
        self._in_library = not self._in_library
        self._list()

    @on(Button.Pressed, "#all")
    def action_all(self) -> None:
        listing = self.query_one(SelectionList)
        if len(listing.selected) == len(self._places):
            listing.deselect_all()
        else:
            listing.select_all()

    @on(Button.Pressed, "#confirm")
    def action_confirm(self) -> None:
        focused = self.focused
        if isinstance(focused, Button) and focused.id != "confirm":
            focused.press()
            return
        self.dismiss([self._places[n] for n in sorted(self.query_one(SelectionList).selected)])

    @on(Button.Pressed, "#cancel")
    def _cancelled(self) -> None:
        self.dismiss(None)

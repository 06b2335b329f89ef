"""An article in one script or another, and the doubts of its conversion, for the screen that reads it."""

from __future__ import annotations

from textual import on, work
from textual.message import Message
from textual.worker import get_current_worker

from annotations.span import Span
from reader.config import ORIGINS, VARIETIES
from reader.doubts import doubt_at, doubts_of, open_spans
from reader.errors import ChoiceError
from reader.script import Config
from reader.session import Session
from reader.tui.screens.annotating import AnnotatingScreen
from reader.tui.settled_app import SettledApp
from reader.views import ArticleView, conversions_of
from reader.wording import _, marked, several

VIEW_NAMES = {
    None: marked("As printed"),
    Config.T2S: marked("Simplified"),
    Config.HK2S: marked("Simplified, as from Hong Kong"),
    Config.HK2SP: marked("Simplified, as from Hong Kong, with the mainland's words"),
    Config.TW2S: marked("Simplified, as from Taiwan"),
    Config.TW2SP: marked("Simplified, as from Taiwan, with the mainland's words"),
    Config.S2T: marked("Traditional"),
    Config.S2HK: marked("Traditional of Hong Kong"),
    Config.S2HKP: marked("Traditional of Hong Kong, with its words"),
    Config.S2TW: marked("Traditional of Taiwan"),
    Config.S2TWP: marked("Traditional of Taiwan, with its words"),
    Config.T2HK: marked("Traditional of Hong Kong"),
    Config.T2TW: marked("Traditional of Taiwan"),
    Config.HK2T: marked("Traditional, as from Hong Kong"),
    Config.TW2T: marked("Traditional, as from Taiwan"),
}
"""What a person calls a view; looked up where it is shown."""


class ScriptedScreen(AnnotatingScreen):
    """A screen whose article can be shown in several views."""

    def __init__(self, session: Session, view: ArticleView) -> None:
        super().__init__(session, view)
        self._home: Config | None = None
        self._are_doubts_marked = False

    def show_view(self, view: ArticleView) -> None:
        """Show another view of the article; the place stays."""
        raise NotImplementedError

    def replace_view(self, view: ArticleView) -> None:
        """Show more of what is shown already; nothing else changes."""
        raise NotImplementedError

    # Views

    class Completed(Message):
        """All of a long article is converted."""

        def __init__(self, whole: ArticleView) -> None:
            super().__init__()
            self.whole = whole

    @property
    def _in_sight(self) -> Span:
        """What of the article's text is on the screen."""
        return self.view.article_span(self.pane.shown)

    def action_flip(self) -> None:
        home, around = self._home, self._in_sight
        try:
            view = self.session.flipped(self.view, home, around)
        except ChoiceError as error:
            # The choices are the lesser thing: the text is shown without them.
            self._tell(error)
            settings = self.session.settings
            view = self.view.flipped(
                settings.traditional, settings.simplified, home=home, around=around
            )
        self.show_view(view)
        self._complete()

    def action_views(self) -> None:
        from reader.tui.screens.chooser import Chooser

        configs = (None, *conversions_of(self.view.article.script))
        names = [_(VIEW_NAMES[config]) for config in configs]

        def chosen(index: int | None) -> None:
            if index is not None:
                self._choose_view(configs[index])

        at = configs.index(self.view.config) if self.view.config in configs else 0
        self.app.push_screen(Chooser(_("Show the article"), names, at), chosen)

    def _complete(self) -> None:
        """Convert the rest of an article of which only a part is, beside what the reader does."""
        if self.view.part is not None:
            self._convert_rest(self.view)

    @work(thread=True, exclusive=True, group="converting")
    def _convert_rest(self, part: ArticleView) -> None:
        worker = get_current_worker()
        whole = part.completed(lambda: worker.is_cancelled)
        if whole is not None:
            self.post_message(self.Completed(whole))

    @on(Completed)
    def _completed(self, event: Completed) -> None:
        event.stop()
        shown = self.view
        if shown.is_part_of(event.whole):
            self.replace_view(event.whole)

    def follow(self) -> None:
        """Have what is on the screen converted, if the reader went to where nothing is yet."""
        view, sight = self.view, self._in_sight
        if not view.shows(sight):
            self.replace_view(view.shown_as(view.config, view.choices, around=sight))

    def _choose_view(self, config: Config | None) -> None:
        """Show a view; from now on it is what the flip leads to."""
        self.show_view(self._view_as(config))
        self._complete()
        self.say(self.view_name)
        if self.view.is_in_own_script:
            self._home = config
            return
        for setting, meanings in (("traditional", VARIETIES), ("simplified", ORIGINS)):
            for value, meaning in meanings.items():
                if meaning is config and isinstance(self.app, SettledApp):
                    self.app.change_setting(setting, value)

    def _view_as(self, config: Config | None) -> ArticleView:
        try:
            return self.session.shown_as(self.view, config, self._in_sight)
        except ChoiceError as error:
            self._tell(error)
            return self.view.shown_as(config, around=self._in_sight)

    def _tell(self, error: ChoiceError) -> None:
        self.notify(str(error), severity="warning", markup=False, timeout=12)

    @property
    def view_name(self) -> str:
        """What the view on the screen is called."""
        return _(VIEW_NAMES[self.view.config])

    # Doubts

    def action_mark_doubts(self) -> None:
        self._are_doubts_marked = not self._are_doubts_marked
        self.mark_doubts()
        if not self._are_doubts_marked:
            self.say(_("Doubts are not marked any more."))
        elif self.view.config is None:
            self.say(_("Doubts are marked in converted text; s converts."))
        elif self.view.is_long:
            self.say(_("Doubts are marked; X lists them."))
        else:
            count = sum(not each.is_settled for each in doubts_of(self.view))
            said = several("{count} doubt is marked; X lists it.",
                           "{count} doubts are marked; X lists them.", count)  # fmt: skip
            self.say(said.format(count=count) if count else _("There are no doubts here."))

    def mark_doubts(self) -> None:
        """Have the pane paint doubts, or not."""
        view = self.view
        if self._are_doubts_marked:
            self.pane.doubts = lambda span: open_spans(view, span)
        else:
            self.pane.doubts = lambda _span: ()
        self.pane.refresh_marks()

    def action_doubts(self) -> None:
        if self.view.config is None:
            self.say(_("Only converted text has doubts; s converts."))
            return
        from reader.tui.screens.doubts import DoubtsScreen

        here = doubt_at(self.view, self.pane.cursor)
        raw = self.pane.raw_cursor if here is None else here.raw

        def closed(jump: int | None) -> None:
            # Choices may have been made and taken back: the view is made with those that are left.
            self.show_view(self._view_as(self.view.config))
            self._complete()
            if jump is not None:
                self.pane.select_nothing()
                self.pane.go_to_raw(jump)
            self.pane.focus()

        self.app.push_screen(DoubtsScreen(self.session, self.view, raw), closed)

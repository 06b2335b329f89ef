"""A screen whose text can be set otherwise by a key, and the panel on which all of it can be changed.

Invariant: every change goes through the app's `change_setting`, so that it holds everywhere at once and
the next time.
"""

from __future__ import annotations

from typing import Any, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from reader.config import SETTINGS, THEMES, Choice, Number
from reader.text.cells import cells
from reader.text.typography import LEAST_MEASURE, MOST_MEASURE
from reader.tui.actions import PAGE_SETTINGS, TYPESETTING, bindings
from reader.tui.settled_app import SettledApp
from reader.tui.widgets.article_pane import ArticlePane
from reader.wording import _, marked

_NAMES = {
    "measure": marked("Longest line"),
    "margin": marked("Margin"),
    "spacing": marked("Line spacing"),
    "indent": marked("Indent"),
    "columns": marked("Columns"),
    "justify": marked("Justified"),
    "hanging": marked("Hanging punctuation"),
    "full_width": marked("Full-width punctuation"),
    "ambiguous": marked("Cells of “ ” … —"),
    "theme": marked("Colours"),
}
_WORDS: dict[Any, str] = {
    True: marked("yes"),
    False: marked("no"),
    "auto": marked("as there is room"),
    **dict(
        zip(
            THEMES,
            (marked("night"), marked("paper"), marked("high contrast"), marked("the terminal's")),
            strict=True,
        )
    ),
}
_NAME_CELLS, _VALUE_CELLS = 24, 18
_MEASURE_STEP = 2


def values_of(name: str) -> list[Any]:
    """What a setting of the page may be, in the order in which one goes through it."""
    rule = SETTINGS[name]
    if isinstance(rule, Choice):
        return list(rule.meanings)
    if isinstance(rule, Number):
        step = _MEASURE_STEP if name == "measure" else 1
        return list(range(int(rule.least), int(rule.most) + 1, step))
    return [False, True]


class PageSettingsScreen(ModalScreen[None]):
    """Every setting of the page, changed before one's eyes."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(PAGE_SETTINGS)
    DEFAULT_CSS = """
    PageSettingsScreen {
        align: right middle;
        background: transparent;
        & > OptionList {
            width: 50; max-width: 100%; height: auto; max-height: 100%;
            background: $surface; border: round $accent; padding: 0 1;
            &:focus { border: round $accent; }
        }
    }
    """

    def compose(self) -> ComposeResult:
        listing = OptionList(*(Option(self._line(name), id=name) for name in _NAMES))
        listing.border_title = _("The page")
        listing.border_subtitle = _("← → change · esc closes")
        yield listing

    @property
    def _settled(self) -> SettledApp:
        return cast("SettledApp", self.app)

    def _value(self, name: str) -> Any:
        return getattr(self._settled.settings, name)

    def _line(self, name: str) -> Content:
        value = self._value(name)
        # A number is never True, though Python takes 1 for it.
        word = str(value) if type(value) is int else _(_WORDS[value])
        label = _(_NAMES[name])
        gap = " " * max(1, _NAME_CELLS - cells(label))
        room = " " * max(0, _VALUE_CELLS - cells(word))
        return Content.assemble(label, gap, "‹ ", Content.styled(word, "bold"), room, " ›")

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._change(1, around=True)

    def _change(self, step: int, *, around: bool = False) -> None:
        listing = self.query_one(OptionList)
        if listing.highlighted is None:
            return
        name = listing.get_option_at_index(listing.highlighted).id or ""
        values, value = values_of(name), self._value(name)
        # What the file says may lie between two steps.
        at = min(
            range(len(values)), key=lambda n: (values[n] != value, _distance(values[n], value))
        )
        beyond = at + step
        beyond = beyond % len(values) if around else min(max(0, beyond), len(values) - 1)
        self._settled.change_setting(name, values[beyond])
        listing.replace_option_prompt_at_index(listing.highlighted, self._line(name))

    def action_change(self, step: int) -> None:
        self._change(step)

    def action_line(self, step: int) -> None:
        listing = self.query_one(OptionList)
        if step > 0:
            listing.action_cursor_down()
        else:
            listing.action_cursor_up()

    def action_close(self) -> None:
        self.dismiss(None)


def _distance(one: Any, other: Any) -> int:
    return abs(one - other) if type(one) is type(other) is int else 0


class SetScreen(Screen[None]):
    """A screen with an article that is set as the settings say."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(TYPESETTING)

    @property
    def pane(self) -> ArticlePane:
        return self.query_one(ArticlePane)

    def say(self, sentence: str) -> None:
        """Tell the reader something where they look for it."""
        raise NotImplementedError

    @property
    def _settled(self) -> SettledApp:
        return cast("SettledApp", self.app)

    @on(SettledApp.SettingChanged)
    def _set_otherwise(self) -> None:
        self.pane.typography = self._settled.settings.typography

    def action_measure(self, step: int) -> None:
        measure = self._settled.settings.measure
        # From what is on the screen, which may be less than what is set.
        shown = min(measure, self.pane.setting.measure // 2)
        wanted = min(max(LEAST_MEASURE, shown + step), MOST_MEASURE)
        if step > 0 and shown < measure:
            self.say(_("There is no room for longer lines."))
            return
        self._settled.change_setting("measure", wanted)
        self.say(_("{count} characters a line").format(count=wanted))

    def action_punctuation(self) -> None:
        is_full_width = not self._settled.settings.full_width
        self._settled.change_setting("full_width", is_full_width)
        if is_full_width:
            self.say(_("Punctuation is shown full-width."))
        else:
            self.say(_("Punctuation is shown as it is printed."))

    def action_page_settings(self) -> None:
        self.app.push_screen(PageSettingsScreen())

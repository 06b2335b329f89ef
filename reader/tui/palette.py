"""The command palette and Textual's other words in the reader's language.

Invariant: whatever Textual itself would say in English is said by us instead.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from platformdirs import user_downloads_path
from rich.align import Align
from rich.text import Text
from textual.app import App, SystemCommand
from textual.command import CommandList, CommandPalette, Provider
from textual.screen import Screen
from textual.theme import ThemeProvider
from textual.widgets.option_list import Option

from annotations.foreign import by_system
from reader.wording import _

_PATIENCE = 0.5
"""Seconds of searching in vain after which the palette says so, as in Textual."""


class Palette(CommandPalette):
    """Textual's palette; what it says is looked up when it is said."""

    def __init__(self, *providers: type[Provider], placeholder: str) -> None:
        """
        Args:
            providers: Where the commands come from; the app's own when there are none.
            placeholder: What stands in the line while nothing is typed.
        """
        super().__init__(providers or None, placeholder=placeholder, id="--command-palette")

    def _start_no_matches_countdown(self, search_value: str) -> None:
        # Textual's own, but for the language: it has no other place to change the sentence at.
        self._stop_no_matches_countdown()

        def say() -> None:
            if search_value:
                words = Align.center(Text(_("No matches found"), style="not bold"))
                nothing = Option(words, disabled=True, id=self._NO_MATCHES)
                self.query_one(CommandList).add_option(nothing)
            self._list_visible = bool(search_value)

        self._no_matches_timer = self.set_timer(_PATIENCE, say)


class SpeakingApp(App[None]):
    """The part of the app that says what Textual's own app would."""

    def action_command_palette(self) -> None:
        if not isinstance(self.screen, CommandPalette):
            self.push_screen(Palette(placeholder=_("Search for commands…")))

    def search_themes(self) -> None:
        """Open the palette of themes."""
        self.push_screen(Palette(ThemeProvider, placeholder=_("Search for themes…")))

    def action_help_quit(self) -> None:
        """Say how to leave to whoever presses ^c for it."""
        self.notify(_("^q leaves pizhu."), markup=False)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The commands that every screen has."""
        del screen
        yield SystemCommand(_("Theme"), _("Change the colours"), self.action_change_theme)
        yield SystemCommand(
            _("Picture"),
            _("Save a picture of the screen, as SVG"),
            # The palette has to be gone first.
            lambda: self.set_timer(0.1, self._save_picture),
        )

    def _save_picture(self) -> None:
        folder = user_downloads_path()
        try:
            path = self.save_screenshot(path=str(folder if folder.is_dir() else Path()))
        except OSError as error:
            why = _("The picture can't be saved ({why}).").format(why=by_system(error))
            self.notify(why, severity="error", markup=False)
            return
        self.notify(_("The picture is in {path}.").format(path=path), markup=False)

"""An app that looks and sets as its user's settings say, and changes them while it runs.

Invariant: what the screen shows is what `settings` says; a change shows first and is then written to the
settings' file, so that a file that can't be written costs the remembering and nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from textual.driver import Driver
from textual.filter import LineFilter, NoColor
from textual.message import Message
from textual.theme import BUILTIN_THEMES, Theme

from reader.config import SETTINGS, Settings, remember
from reader.errors import SettingsError
from reader.paths import settings_file
from reader.session import Session
from reader.tui.ambiguous import placing
from reader.tui.palette import SpeakingApp
from reader.tui.themes import TERMINAL, THEMES


class SettledApp(SpeakingApp):
    """The part of the app that the user's settings are about."""

    class SettingChanged(Message):
        """Something is set otherwise now; posted to the screens."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    def __init__(self, session: Session) -> None:
        """
        Args:
            session: Whose settings hold.
        """
        # The driver is made by Textual's own constructor, and asks for them.
        self.session = session
        super().__init__()
        for name in BUILTIN_THEMES:
            self.unregister_theme(name)
        for theme in THEMES.values():
            self.register_theme(theme)
        self.theme = self._wanted_theme.name

    def on_mount(self) -> None:
        self.theme_changed_signal.subscribe(self, self._theme_chosen)

    @property
    def settings(self) -> Settings:
        """What is set now."""
        return self.session.settings

    @property
    def _wanted_theme(self) -> Theme:
        # NO_COLOR (no-color.org): no colours of ours; the terminal's theme does without any.
        return TERMINAL if self.no_color else THEMES[self.settings.theme]

    def _theme_chosen(self, theme: Theme) -> None:
        """Somebody chose a theme from the command palette."""
        for name, ours in THEMES.items():
            if ours.name == theme.name and theme is not self._wanted_theme:
                self.change_setting("theme", name)

    def change_setting(self, name: str, value: str | int | bool) -> None:
        """Set something otherwise from now on, here and the next time.

        Args:
            name: One of `SETTINGS`.
            value: As the settings' file has it.
        """
        meaning = SETTINGS[name].read(value)
        if getattr(self.settings, name) == meaning:
            return
        self.session.settings = replace(self.settings, **{name: meaning})
        if name == "theme":
            self.theme = self._wanted_theme.name
        for screen in self.screen_stack:
            screen.post_message(self.SettingChanged(name))
        try:
            remember(settings_file(), name, value)
        except SettingsError as error:
            self.notify(str(error), severity="warning", markup=False)

    def get_line_filters(self) -> Sequence[LineFilter]:
        return [NoColor()] if self.no_color else super().get_line_filters()

    def get_driver_class(self) -> type[Driver]:
        return placing(super().get_driver_class())

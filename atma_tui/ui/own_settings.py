"""The settings of this desk, and changing them while it is open."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from msgspec.structs import replace
from textual.app import App

from atma_tui.settings import Settings
from atma_tui.ui.ground.door import on_desk, use_case
from atma_tui.ui.ground.idle import IdleLock
from atma_tui.ui.ground.themes import DESK_THEMES

if TYPE_CHECKING:
    from atma_tui.desk.desk import Desk


class OwnSettings(IdleLock):
    """Base of an app with settings."""

    desk: Desk
    settings: Settings
    demo: bool
    _has_theme = False

    def begin_with(self, settings: Settings) -> None:
        """Take the settings before the app is run: changing the theme later reads all sheets once more."""
        for theme in DESK_THEMES:
            self.register_theme(theme)
        self.set_reactive(App.theme, settings.theme)
        self._has_theme = True
        self.stylesheet.set_variables(self.get_css_variables())
        self.use_settings(settings)

    def get_css_variables(self) -> dict[str, str]:
        """Return none before the theme is known: Textual would make those of another theme first."""
        return super().get_css_variables() if self._has_theme else {}

    def use_settings(self, settings: Settings) -> None:
        """Use these settings, which are already stored."""
        self.settings, self.theme = settings, settings.theme
        self.lock_after = timedelta(minutes=settings.lock_minutes)
        self.set_keymap(dict(settings.keys))

    @use_case
    async def action_settings(self) -> None:
        """Change the settings of this desk and of the clinic."""
        from atma_tui.ui.settings.settings_form import SettingsForm

        clinic, sites = await on_desk(self, lambda: (self.desk.choices.get(), self.desk.sites()))
        self.push_screen(SettingsForm(self.settings, clinic, sites))

    @use_case
    async def action_theme(self, name: str) -> None:
        """Show everything in another theme from now on."""
        from atma_tui.config_file import change_config

        if not self.demo:
            await on_desk(self, change_config, self.settings.config, {"theme": name})
        self.use_settings(replace(self.settings, theme=name))

"""The last line of every screen and dialog: what the keys do right now.

One widget in place of Textual's footer, which makes a widget of each key: with it the first screen is there a
tenth sooner, and moving the focus repaints one line.
"""

from __future__ import annotations

from typing import Any

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget

from atma_tui.ui.ground.show import plain


class KeyLine(Widget):
    """Keys with their labels; a click on one does it."""

    DEFAULT_CSS = "KeyLine { dock: bottom; height: 1; background: $panel; text-wrap: nowrap; }"
    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__()
        self._painted: list[tuple[Binding, bool]] = []

    def on_mount(self) -> None:
        """Follow what the keys do."""
        self.screen.bindings_updated_signal.subscribe(self, self._follow)

    def _follow(self, screen: Screen[Any]) -> None:
        if self.is_attached and screen is self.screen and self.shown() != self._painted:
            self.refresh()

    def shown(self) -> list[tuple[Binding, bool]]:
        """Return the keys of the line, each action once, with whether it can be done."""
        found: dict[str, tuple[Binding, bool]] = {}
        for _, binding, enabled, _ in self.screen.active_bindings.values():
            if binding.show and binding.action not in found:
                found[binding.action] = (binding, enabled)
        return list(found.values())

    def render(self) -> Content:
        """Return the line."""
        parts: list[Content] = []
        self._painted = self.shown()
        for binding, enabled in self._painted:
            dim = "" if enabled else " dim"
            parts.append(Content.styled(self._key_words(binding), f"$footer-key-foreground bold{dim}"))
            parts.append(Content.styled(self._label_words(binding), f"$footer-description-foreground{dim}"))
        return Content("").join(parts)

    def _key_words(self, binding: Binding) -> str:
        return f" {self.app.get_key_display(binding)} "

    def _label_words(self, binding: Binding) -> str:
        return f"{plain(binding.description, 30)} "

    def on_click(self, event: events.Click) -> None:
        """Do what the key under the mouse does."""
        right = 0
        for binding, enabled in self.shown():
            right += Content(self._key_words(binding) + self._label_words(binding)).cell_length
            if event.x < right:
                if enabled:
                    self.app.simulate_key(binding.key)
                return

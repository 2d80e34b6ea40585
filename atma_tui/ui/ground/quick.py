"""An app without work that Textual 8.2 does more often than needed.

Each of these took a tenth or more of the time for opening a form or showing a screen for the first time.
"""

from __future__ import annotations

from inspect import getfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.dom import DOMNode
from textual.screen import Screen
from textual.theme import Theme
from textual.widget import Widget
from textual.widgets._toast import ToastRack

Widget._size_updated.__defaults__ = (False,)
"""Another size of what is in a widget follows from a layout; it does not ask for one more.

The default is that of `layout`. A scroll bar that comes or goes asks for a layout itself.
"""


if TYPE_CHECKING:
    from textual.app import App

    _App = App[None]
else:
    _App = object  # `SafeApp` is the app: each class that is one takes 0.3 ms of the start


class QuickApp(_App):
    """Goes before `App` among the bases of an app."""

    def get_theme(self, theme_name: str) -> Theme | None:
        """Return a theme by its name: a thousand times a screen, for which Textual copies the table each time."""
        return self._registered_themes.get(theme_name) or super().get_theme(theme_name)

    def delay_update(self, delay: float = 0.05) -> None:
        """Show the next screen at once: Textual waits, so that nobody sees how it comes together."""

    def _end_batch(self) -> None:
        """Paint what a screen held back in a batch."""
        super()._end_batch()
        if not self._batch_count and self._screen_stack:
            self.screen._compositor_refresh()

    def update_styles(self, node: DOMNode, animate: bool = True) -> None:
        """Style a node, but not one that is still being made: it gets its styles when it is mounted."""
        if node.is_attached:
            super().update_styles(node, animate)

    def _load_screen_css(self, screen: Screen[Any]) -> None:
        """Read the sheet of a new screen; Textual then reads all others again and styles the screen behind it."""
        if screen.CSS:
            super()._load_screen_css(screen)
            return
        unread = [path for path in screen.css_path if not self.stylesheet.has_source(str(path))]
        for path in unread:
            self.stylesheet.read(path)
        if unread:
            self.stylesheet.parse()  # `read` alone leaves the table in which rules are looked up as it was

    def read_sheet(self, screen: type[Screen[Any]]) -> None:
        """Read the sheet of a screen before it is shown."""
        if isinstance(screen.CSS_PATH, str):
            path = Path(getfile(screen)).with_name(screen.CSS_PATH)
            if not self.stylesheet.has_source(str(path)):
                self.stylesheet.read(path)
                self.stylesheet.parse()

    def _refresh_notifications(self) -> None:
        """Leave a screen alone that shows no toast and has none to show: Textual would lay it out again."""
        racks = self.screen.query_children(ToastRack) if self._screen_stack else ()
        if self._notifications or any(rack.children for rack in racks):
            super()._refresh_notifications()

"""A screen that is laid out once before it is painted, and not again when it only comes back.

Textual 8.2 lays a new screen out twice and paints it three times: when it resumes, when it is told its size, and
when the size gives it its classes (`-wide`, `-tall`). A screen that comes back is laid out and styled anew though
nothing has changed. Both are most of the time that opening a form or switching to a mode takes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual import events
from textual.geometry import Size
from textual.screen import Screen

if TYPE_CHECKING:
    from textual.app import App

    _Screen = Screen[Any]
else:
    _Screen = object  # Textual reads styles of the first base that is a widget: that must stay the screen's own


class LaidOutOnce(_Screen):
    """Goes before `Screen` or `ModalScreen` among the bases of a screen."""

    _styled_for = ""
    """The theme in which it was last shown; a new screen is styled when it is shown, with its own sheet."""

    def _post_register(self, app: App[Any]) -> None:
        super()._post_register(app)
        # It is made with the sheets as they are. Textual takes a new screen for older than the last change of
        # theme, and reads all sheets twice more (45 ms).
        self._css_update_count = app._css_update_count
        for length, steps in zip(app.size, (app.HORIZONTAL_BREAKPOINTS, app.VERTICAL_BREAKPOINTS), strict=True):
            self._classes |= self._get_breakpoint_classes(length, steps or [])

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """Keep the styles of a screen that comes back, unless the theme has changed meanwhile."""
        event.refresh_styles = self._styled_for != self.app.theme
        self._styled_for = self.app.theme

    def _screen_resized(self, size: Size) -> None:
        if size != self._compositor.size or not self._compositor.full_map:
            super()._screen_resized(size)

"""A screen that is laid out once before it is painted, and not again when it only comes back.

Textual 8.2 lays a new screen out three times and paints it four times: when it resumes, when it is told its size,
when the size gives it its classes (`-wide`, `-tall`), and because each widget asks for it when it is mounted.
A screen that comes back is laid out and styled anew though nothing has changed. Both are most of the time that
opening a form or switching to a mode takes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual import _time, events, messages
from textual.geometry import Size
from textual.reactive import Reactive
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets._toast import ToastRack

if TYPE_CHECKING:
    from textual.app import App

    _Screen = Screen[Any]
else:
    _Screen = object  # Textual reads styles of the first base that is a widget: that must stay the screen's own


class LaidOutOnce(_Screen):
    """Goes before `Screen` or `ModalScreen` among the bases of a screen."""

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    """What loses the focus and what gets it repaint themselves; Textual paints the whole screen."""

    _styled_for = ""
    """The theme in which it was last shown."""
    _laid_out_at = 0.0
    """When it was laid out for the first time."""

    def _post_register(self, app: App[Any]) -> None:
        super()._post_register(app)
        # It is made with the sheets as they are. Textual takes a new screen for older than the last change of
        # theme, and reads all sheets twice more (45 ms).
        self._css_update_count = app._css_update_count
        for length, steps in zip(app.size, (app.HORIZONTAL_BREAKPOINTS, app.VERTICAL_BREAKPOINTS), strict=True):
            self._classes |= self._get_breakpoint_classes(length, steps or [])

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """Keep the styles of a screen that comes back, unless the theme has changed meanwhile.

        All that is in a new screen has its styles already; the screen was made before its own sheet was read.
        """
        if not self._styled_for:
            self.app.stylesheet.apply(self)
        event.refresh_styles = self._styled_for not in ("", self.app.theme)
        self._styled_for = self.app.theme

    def on_screen_suspend(self) -> None:
        """Stay as it is below what is shown now, which paints all of it, and shows the toasts."""
        self._repaint_required = False
        for rack in self.query_children(ToastRack):
            rack.display = False

    def _screen_resized(self, size: Size) -> None:
        if size != self._compositor.size or not self._compositor.full_map:
            super()._screen_resized(size)

    def _refresh_layout(self, size: Size | None = None, scroll: bool = False) -> None:
        super()._refresh_layout(size, scroll)
        if not self._laid_out_at and self._compositor.full_map:
            self._forget_requests()

    def _compositor_refresh(self) -> None:
        """Paint; in a batch Textual would take for painted what it never shows, so that waits for its end."""
        if not (self.app._batch_count and self.is_current):
            super()._compositor_refresh()

    def _forget_requests(self) -> None:
        """Forget what was asked for before all was laid out, but for scroll bars that were found to be needed.

        What is asked for from here on is kept: widgets may have been told their size, and ask for other room.
        """
        self._laid_out_at = _time.get_time()
        for widget in (self, *self.query()):
            if not (widget.show_vertical_scrollbar or widget.show_horizontal_scrollbar):
                widget._layout_required = widget._repaint_required = False
        self.app.call_later(self._forget_own_request)

    def _forget_own_request(self) -> None:
        """Forget what the app asked for when all widgets were mounted."""
        if not self._layout_widgets:
            self._layout_required = self._repaint_required = False

    async def _on_layout(self, message: messages.Layout) -> None:
        self._drop_if_old(message)

    async def _on_update(self, message: messages.Update) -> None:
        self._drop_if_old(message)

    def _drop_if_old(self, message: messages.Layout | messages.Update) -> None:
        if message.time < self._laid_out_at and not message.widget.show_vertical_scrollbar:
            message.stop()
            message.prevent_default()

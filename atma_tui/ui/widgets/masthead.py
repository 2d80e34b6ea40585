"""The two lines at the top of every screen: where one can go, and where one is.

One widget that draws both: nine small ones in its place cost a tenth of the start.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual import events
from textual.content import Content
from textual.widget import Widget

from atma_tui.domain.when import ALBERTA, clock_name, wall
from atma_tui.ui.show import plain, show

if TYPE_CHECKING:
    from atma_tui.ui.app import DeskApp

_CLOCK_SECONDS = 10


class Masthead(Widget):
    """Modes on the first line; site, time, freshness and operator on the second."""

    DEFAULT_CSS = "Masthead { dock: top; height: 2; background: $panel; text-wrap: nowrap; }"
    ALLOW_SELECT = False

    def __init__(self, mode: str) -> None:
        super().__init__()
        self._mode = mode

    def on_mount(self) -> None:
        """Keep the clock going and follow what the app shows."""
        self.set_interval(_CLOCK_SECONDS, self.follow)
        for name in ("site", "private", "freshness", "revision"):
            self.watch(self.app, name, self.follow, init=False)

    def follow(self) -> None:
        """Say what is so now."""
        self.refresh()

    @property
    def desk_app(self) -> DeskApp:
        """The app, with its type."""
        return cast("DeskApp", self.app)

    def render(self) -> Content:
        """Return both lines."""
        return Content("\n").join([self._modes(), self._where()])

    def _modes(self) -> Content:
        from atma_tui.ui.app import MODE_NAMES

        parts: list[Content] = []
        for number, name in enumerate(MODE_NAMES, 1):
            here = name == self._mode
            word = f" {name.capitalize()}"
            parts.append(Content.styled(f" {number}", "$text on $primary bold" if here else "$text-accent bold"))
            parts.append(Content.styled(word, "$text on $primary bold" if here else "$foreground-muted"))
        return Content("").join(parts)

    def _where(self) -> Content:
        app = self.desk_app
        site = next((one for one in app.sites if one.id == app.site), None)
        zone = site.zone if site else ALBERTA
        at = wall(app.desk.now(), zone)
        parts = [
            show(app.site_name(), 30, "bold"),
            Content(f"{at:%a} {at.day} {at:%b} {at:%H:%M} {clock_name(zone)}"),
            Content(plain(app.freshness, 40)),
            Content(plain(f"{app.desk.operator} at the desk", 40)),
        ]
        if app.demo:
            parts.append(Content.styled("DEMO: made-up people", "$text-warning bold"))
        if app.private:
            parts.append(Content.styled("INITIALS ONLY", "$text-warning bold"))
        return Content(" ") + Content("  ·  ").join(part for part in parts if part.plain)

    def on_click(self, event: events.Click) -> None:
        """Go to the mode that was clicked; on the second line, to the next site."""
        from atma_tui.ui.app import MODE_NAMES

        if event.y == 1:
            self.desk_app.action_next_site()
            return
        right = 0
        for name in MODE_NAMES:
            right += len(f" 1 {name}")
            if event.x < right:
                self.desk_app.action_go(name)
                return

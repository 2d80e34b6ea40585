"""The two lines at the top of every screen: where one can go, and where one is."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from atma_tui.domain.when import ALBERTA, clock_name, wall
from atma_tui.ui.show import plain, show

if TYPE_CHECKING:
    from atma_tui.ui.app import DeskApp

_CLOCK_SECONDS = 10


class ModeTab(Static):
    """One mode, with its number key."""

    class Picked(Message):
        """A click on it."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    def __init__(self, number: int, name: str, *, here: bool) -> None:
        mark = Content.styled(str(number), "$text-accent bold" if not here else "bold")
        super().__init__(mark + Content(f" {name.capitalize()}"), classes="-here" if here else "")
        self._mode = name

    def on_click(self, event: events.Click) -> None:
        """Go there."""
        event.stop()
        self.post_message(self.Picked(self._mode))


class Masthead(Horizontal):
    """Modes on the first line; site, time, freshness and operator on the second."""

    DEFAULT_CSS = """
    Masthead { dock: top; height: 2; layout: vertical; background: $panel;
      & > #modes { height: 1; layout: horizontal;
        & > ModeTab { width: auto; padding: 0 0 0 1; color: $text-muted; }
        & > ModeTab.-here { background: $primary; color: $text; text-style: bold; }
        & > ModeTab:hover { background: $boost; }
      }
      & > #where { height: 1; padding: 0 1; }
    }
    """

    def __init__(self, mode: str) -> None:
        super().__init__()
        self._mode = mode

    def compose(self) -> ComposeResult:
        """Lay the tabs and the line out."""
        from atma_tui.ui.app import MODE_NAMES

        with Horizontal(id="modes"):
            for number, name in enumerate(MODE_NAMES, 1):
                yield ModeTab(number, name, here=name == self._mode)
        yield Static(id="where")

    def on_mount(self) -> None:
        """Keep the clock going and follow what the app shows."""
        app = cast("DeskApp", self.app)
        self.set_interval(_CLOCK_SECONDS, self.show_where)
        for name in ("site", "private", "freshness", "revision"):
            self.watch(app, name, self.show_where, init=False)
        self.show_where()

    @on(ModeTab.Picked)
    def go(self, picked: ModeTab.Picked) -> None:
        """Go to the mode that was clicked."""
        cast("DeskApp", self.app).action_go(picked.name)

    def show_where(self) -> None:
        """Say which site, what time, how fresh the website's copy is and who is here."""
        app = cast("DeskApp", self.app)
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
        self.query_one("#where", Static).update(Content("  ·  ").join(part for part in parts if part.plain))

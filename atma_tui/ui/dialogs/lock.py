"""A locked desk: nothing but the time, and a box for the name of whoever goes on."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Digits, Input, Static

from atma_tui.domain.when import ALBERTA, clock_name, day_words, wall
from atma_tui.ui.dialogs.dialog import DeskDialog
from atma_tui.ui.ground.door import Refused, on_desk_quietly, use_case
from atma_tui.ui.ground.show import show
from atma_tui.ui.widgets.entry import Entry

_CLOCK_SECONDS = 5


class LockScreen(DeskDialog[None]):
    """Covers everything, half-typed forms included, until somebody says who is at the desk."""

    LOCKS = True
    """Tells the app to let no other key through."""

    CSS_PATH = "lock.tcss"
    AUTO_FOCUS = "#name"

    def compose(self) -> ComposeResult:
        """Lay out the time and the box."""
        with Vertical(id="locked"):
            yield Static("Desk locked", classes="title")
            yield Digits(id="clock")
            yield Static(id="day")
            yield Entry(hint="Your name, then Enter", max_length=60, id="name")
            yield Static(id="wrong")

    def on_mount(self) -> None:
        """Keep the clock going; what was announced before is not for whoever passes by."""
        self.app.clear_notifications()
        self.desk.masking.shut()
        self.set_interval(_CLOCK_SECONDS, self.show_time)
        self.show_time()

    def show_time(self) -> None:
        """Show the time."""
        now = wall(self.desk.now(), ALBERTA)
        self.query_one("#clock", Digits).update(f"{now:%H:%M}")
        self.query_one("#day", Static).update(show(f"{day_words(now.date())} · {clock_name(ALBERTA)}"))

    def action_close(self) -> None:
        """Stay: only a name goes on."""

    @on(Input.Submitted)
    @use_case
    async def enter(self) -> None:
        """Go on as whoever was named; everything is read again."""
        try:
            await on_desk_quietly(self.app, self.desk.signing_in.unlock, self.query_one("#name", Entry).value)
        except Refused as refused:
            if self.has("#wrong"):
                self.query_one("#wrong", Static).update(show(refused.error))
            return
        self.host.reload_views()
        self.dismiss(None)

"""A locked desk: only the time, and boxes for the name and the PIN of the next operator."""

from __future__ import annotations

from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import Digits, Input, Static

from atma_tui.domain.when import ALBERTA, clock_name, day_words, wall
from atma_tui.ui.dialogs.dialog import DeskDialog
from atma_tui.ui.ground.door import Refused, on_desk_quietly, use_case
from atma_tui.ui.ground.show import show
from atma_tui.ui.host import host_of
from atma_tui.ui.widgets.entry import Entry

_CLOCK_SECONDS = 5


class LockScreen(DeskDialog[None]):
    """Covers everything, including half-typed forms, until somebody signs in.

    If the clinic records operators, only the one who locked the desk or a lead can continue; after opening or
    handing over the desk, any of them.
    """

    LOCKS = True
    """Tells the app to let no other key through."""

    CSS_PATH = "lock.tcss"
    AUTO_FOCUS = "#name"

    def __init__(self, *, anybody: bool = False) -> None:
        super().__init__()
        self._anybody = anybody

    def compose(self) -> ComposeResult:
        """Lay out the time and the boxes; whoever locked the desk with a PIN is named, and gives it at once."""
        here = self.desk.book.at_desk
        asks_pin = here.has_pin and not self._anybody
        with Vertical(id="locked"):
            yield Static("Who is at the desk?" if self._anybody else "Desk locked", classes="title")
            yield Digits(id="clock")
            yield Static(id="day")
            name = here.name if asks_pin else ""
            yield Entry(name, hint="Your name, then Enter", max_length=60, id="name")
            pin = Entry(hint="PIN or passphrase", id="pin")
            pin.password, pin.display = True, asks_pin
            yield pin
            yield Static(id="wrong")

    def on_mount(self) -> None:
        """Keep the clock going; what was announced before is not for whoever passes by."""
        self.app.clear_notifications()
        if (pin := self._entry("#pin")).display:
            pin.focus()
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
        """Go on as whoever was named, once the PIN is there that they have; everything is read again."""
        name, pin = self._entry("#name").value, self._entry("#pin")
        try:
            if not pin.value and await on_desk_quietly(self.app, partial(self.desk.signing_in.needs_pin, name)):
                self._ask_pin()
                return
            go_on = self.desk.signing_in.sign_in if self._anybody else self.desk.signing_in.unlock
            await on_desk_quietly(self.app, partial(go_on, name, pin.value))
        except Refused as refused:
            if self.has("#wrong"):
                self._ask_again(str(refused.error))
            return
        self.host.reload_views()
        self.dismiss(None)

    def _entry(self, id: str) -> Entry:
        return self.query_one(id, Entry)

    def _ask_pin(self) -> None:
        """Go to the box for the PIN."""
        pin = self._entry("#pin")
        pin.display = True
        pin.focus()

    def _ask_again(self, why: str) -> None:
        """Say what was wrong; what was typed for a PIN is gone."""
        self.query_one("#wrong", Static).update(show(why, 200))
        self._entry("#pin").value = ""


class ClosedScreen(Screen[None]):
    """The desk before anybody has signed in, an empty screen below the lock; whoever goes on begins with Today."""

    def on_mount(self) -> None:
        """Ask who is there."""
        self.app.push_screen(LockScreen(anybody=True), self.begin)

    def begin(self, _: None = None) -> None:
        """Begin with Today."""
        self.call_later(host_of(self).action_go, "today")

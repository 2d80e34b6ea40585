"""Why can't I put one more in? The sum of an offering's seats, line by line."""

from __future__ import annotations

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from atma_tui.ui.door import Refused, on_desk
from atma_tui.ui.keys import Command, bindings
from atma_tui.ui.screens.dialog import DIALOGS, DeskDialog
from atma_tui.ui.screens.enrol_words import about_offering
from atma_tui.ui.screens.event_card_words import sum_content
from atma_tui.ui.widgets.key_line import KeyLine


class SeatSumScreen(DeskDialog[None]):
    """The sum of one offering, kept true while other desks work."""

    CSS_PATH = "seat_sum.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        Command("sum.close", "enter,equals_sign", "close", "Close", "Close the sum", DIALOGS, footer=False),
    )

    def __init__(self, offering_id: str) -> None:
        super().__init__()
        self._offering_id = offering_id

    def compose(self) -> ComposeResult:
        """Lay out what it is about, and the sum."""
        with VerticalScroll(classes="dialog wide") as dialog:
            dialog.border_title = "The seats"
            yield Static(id="what")
            yield Static(id="sum")
            yield KeyLine()

    def on_mount(self) -> None:
        """Follow the book."""
        self.watch(self.app, "revision", self.follow)

    def follow(self) -> None:
        """Make the sum anew after a commit of this desk or another."""
        self.look()

    @work(exclusive=True, group="look")
    async def look(self) -> None:
        """Ask for the sum and show it."""
        try:
            card = await on_desk(self.app, self.desk.agenda.card, self._offering_id)
        except Refused:
            self.dismiss(None)
            return
        self.query_one("#what", Static).update(about_offering(card, self.desk_app.glyphs))
        self.query_one("#sum", Static).update(sum_content(card, private=self.private))

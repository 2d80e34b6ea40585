"""Why can't I put one more in? The sum of an offering's seats, line by line."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from atma_tui.desk.events.agenda import OfferingCard
from atma_tui.ui.dialogs.dialog import DIALOGS, ViewDialog
from atma_tui.ui.enrolments.enrol_words import about_offering
from atma_tui.ui.events.event_card_words import sum_content
from atma_tui.ui.ground.keys import Command, bindings
from atma_tui.ui.widgets.key_line import KeyLine


class SeatSumScreen(ViewDialog[None, OfferingCard]):
    """The sum of one offering, kept true while other desks work."""

    NAMES = False

    BINDINGS: ClassVar[list[BindingType]] = bindings(
        Command("sum.close", "enter,equals_sign", "close", "Close", "Close the sum", DIALOGS, footer=False),
    )

    def __init__(self, offering_id: str) -> None:
        super().__init__()
        self._offering_id = offering_id

    def compose(self) -> ComposeResult:
        """Lay out what it is about, and the sum."""
        with VerticalScroll(classes="dialog form wide") as dialog:
            dialog.border_title = "The seats"
            yield Static(id="what", classes="about")
            yield Static(id="sum", classes="says")
            yield KeyLine()

    def view_query(self) -> Callable[[], OfferingCard]:
        """Ask for the sum."""
        return partial(self.desk.agenda.card, self._offering_id)

    def render_view(self, view: OfferingCard) -> None:
        """Show it."""
        self.query_one("#what", Static).update(about_offering(view, self.host.glyphs))
        self.query_one("#sum", Static).update(sum_content(view, private=self.private))

"""Follow-ups due and not booked, the worst first."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from atma_tui.desk.clients.owed import FollowUp
from atma_tui.ui.dialogs.screen import DeskScreen
from atma_tui.ui.ground.door import on_desk_unseen, use_case
from atma_tui.ui.ground.keys import Command, bindings
from atma_tui.ui.ground.show import show
from atma_tui.ui.people.follow_up_rows import FOLLOW_UPS, follow_up_key, follow_up_rows
from atma_tui.ui.requests import request_about
from atma_tui.ui.widgets.long_list import LongList

_GROUP = "Follow-ups due"


class OwedScreen(DeskScreen[list[FollowUp]]):
    """All that is owed; Enter opens it, b books it, g and k decide about an event that is too small."""

    MODE = "programs"
    CSS_PATH = "owed.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        Command("owed.book", "b", "book", "Book", "Find a time for what is owed", _GROUP),
        Command("owed.runs", "g", "run_anyway", "Runs anyway", "Decide that an event runs with fewer", _GROUP),
        Command("owed.cancel", "k", "cancel", "Cancel", "Cancel an event that is too small", _GROUP),
        Command("owed.back", "escape", "back", "Back", "Go back", _GROUP),
    )

    def __init__(self) -> None:
        super().__init__()
        self._found: dict[str, FollowUp] = {}

    def body(self) -> ComposeResult:
        """Lay out the list, and what the line under the cursor says in full."""
        yield LongList(*FOLLOW_UPS, title="Follow-ups due", empty="Nothing is due.", id="owed")
        yield Static(id="whole")

    def view_query(self) -> Callable[[], list[FollowUp]]:
        """Ask for all that is owed."""
        return partial(self.desk.follow_ups.list, site=self.host.site)

    def render_view(self, view: list[FollowUp]) -> None:
        """Show it under its reasons."""
        self._found = {follow_up_key(one): one for one in view}
        rows = follow_up_rows(view, self.desk.now(), private=self.host.private)
        self.query_one(LongList).set_rows(rows)
        self.show_whole()

    @property
    def _one(self) -> FollowUp | None:
        return self._found.get(self.query_one(LongList).cursor_key or "") if self.is_mounted else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to book where a step is to be booked, and to decide about an event that is too small."""
        one = self._one
        if action == "book":
            return one is not None and bool(one.step)
        if action in ("run_anyway", "cancel"):
            return one is not None and one.reason == "minimum"
        return True

    @on(LongList.Highlighted)
    def show_whole(self) -> None:
        """Say the line under the cursor in full, and offer what can be done with it."""
        one = self._one
        self.query_one("#whole", Static).update(show(one.words if one else "", 400))
        self.refresh_bindings()

    @use_case
    async def action_book(self) -> None:
        """Find a time for what is owed."""
        from atma_tui.ui.clients.slots import SlotPicker

        if (one := self._one) is not None and one.step:
            await self.app.push_screen_wait(SlotPicker(one.pathway, one.step))

    @use_case
    async def action_run_anyway(self) -> None:
        """Decide that an event runs with fewer people than it needs."""
        from atma_tui.ui.events.event_acts import run_anyway

        if (one := self._one) is not None:
            await run_anyway(self, one.event, one.summary)

    @use_case
    async def action_cancel(self) -> None:
        """Cancel an event that is too small; everybody in it is owed a call."""
        from atma_tui.ui.events.event_acts import cancel_event

        if (one := self._one) is not None:
            card = await on_desk_unseen(self.app, self.desk.agenda.card, one.event)
            await cancel_event(self, card.event)

    @on(LongList.Selected)
    def open(self) -> None:
        """Open the path, the event, or the call list."""
        if self._one is None:
            return
        if request := request_about(self._one):
            self.host.open(request)
        else:
            self.dismiss(None)
            self.host.action_go("calls")

"""Whom to call now: seats held until a deadline, calls owed, and free seats that fit nobody in line."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, VerticalScroll

from atma_tui.desk.calls.calling import CallPage, Gap, OfferCall
from atma_tui.desk.calls.calls import CallRow
from atma_tui.desk.seats.enrolments import Outcome
from atma_tui.desk.seats.queues import WaitingRow
from atma_tui.ui.calls.call_acts import CallActs
from atma_tui.ui.calls.call_facts import facts
from atma_tui.ui.calls.call_rows import (
    CALLS,
    LINE,
    CallItem,
    call_rows,
    items_of,
    person_of,
    progress_lines,
    queue_of,
    waiting_rows,
    waiting_words,
)
from atma_tui.ui.ground.door import use_case
from atma_tui.ui.ground.keys import Command, bindings
from atma_tui.ui.ground.show import show
from atma_tui.ui.requests import OpenPerson, OpenPrint, OpenReminders
from atma_tui.ui.widgets.long_list import LongList
from atma_tui.ui.widgets.mark_list import MarkList
from atma_tui.ui.widgets.words import Words

_GROUP = "Calls"
_TICK_SECONDS = 1.0
_NOBODY = "Nobody to call. A freed seat shows up here."


class CallsScreen(CallActs):
    """The call list, shared by all desks; each key notes what came of the call and goes to the next name."""

    MODE = "calls"
    AUTO_FOCUS = "#calls"
    CSS_PATH = "calls.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        Command("calls.yes", "a", "called('yes')", "Yes", "Answered: takes the seat, or was told", _GROUP),
        Command("calls.voicemail", "v", "called('voicemail')", "Voicemail", "Left a voicemail", _GROUP),
        Command(
            "calls.no",
            "n",
            "called('no')",
            "No",
            "Answered no: offer the seat on, or close the call",
            _GROUP,
        ),
        Command("calls.later", "l", "called('later')", "Later", "No answer: call again later", _GROUP),
        Command("calls.let_in", "i", "let_in", "Offer to other", "Offer the seat to someone else in line", _GROUP),
        Command(
            "calls.priority",
            "p",
            "prioritise",
            "Priority",
            "Move somebody to the front of the line, or back",
            _GROUP,
            footer=False,
        ),
        Command("calls.reminders", "R", "reminders", "Reminders", "Who is to be reminded", _GROUP, footer=False),
        Command("calls.close_hours", "D", "close_hours", "Closing", "Close a site for some hours", _GROUP),
    )

    def __init__(self) -> None:
        super().__init__()
        self._page = CallPage(offers=(), owed=(), gaps=(), progress=())
        self._items: dict[str, CallItem] = {}

    def body(self) -> ComposeResult:
        """Progress, the person under the cursor, and the list."""
        yield Words(id="progress")
        with Container(id="parts"):
            with Container(id="beside"):
                with VerticalScroll(id="who", classes="pane", can_focus=False) as who:
                    who.border_title = "On the phone"
                    yield Words(id="facts")
                yield LongList(*LINE, header=False, title="Waiting", empty="", id="line")
            yield MarkList(*CALLS, header=False, title="To call", empty=_NOBODY, id="calls")

    def on_mount(self) -> None:
        """Start the countdown of the time left."""
        self.set_interval(_TICK_SECONDS, self.tick)

    def view_query(self) -> Callable[[], CallPage]:
        """Ask for whom to call now."""
        return partial(self.desk.calling.page, self.host.site)

    def render_view(self, view: CallPage) -> None:
        """Show the list; the cursor stays on its line, or on the one that took its place."""
        self._page, self._items = view, items_of(view)
        progress = progress_lines(view.progress, self.host.glyphs)
        self.query_one("#progress", Words).update(progress)
        self.query_one("#progress").display = bool(view.progress)
        self._show_rows()
        self.show_beside()

    def printable(self) -> OpenPrint:
        """Offer the call sheet."""
        return OpenPrint("call-sheet")

    def tick(self) -> None:
        """Count the time down."""
        if self.is_current and self._page.offers:
            self._show_rows()
            self._show_facts()

    def _show_rows(self) -> None:
        rows = call_rows(self._page, self.host.site_names, self.desk.now(), private=self.host.private)
        if rows != self._calls.rows:
            self._calls.set_rows(rows)

    @on(LongList.Highlighted, "#calls")
    def show_beside(self) -> None:
        """Show the person under the cursor, and who waits for the same."""
        item = self.item
        self._show_facts()
        self._line.border_title = show(waiting_words(item))
        self._line.set_rows(waiting_rows(item, private=self.host.private))
        if isinstance(item, Gap) and item.candidate is not None:
            self._line.move_to(item.candidate.enrolment.id)
        self.refresh_bindings()

    def _show_facts(self) -> None:
        words = facts(self.item, self.host.site_names, self.desk.now(), private=self.host.private)
        self.query_one("#facts", Words).update(words)

    @property
    def item(self) -> CallItem | None:
        """What the cursor is on."""
        return self._items.get(self._calls.cursor_key or "")

    @property
    def waiting(self) -> WaitingRow | None:
        """Who the cursor of the waiting line is on."""
        key = self._line.cursor_key
        return next((one for one in queue_of(self.item) if one.enrolment.id == key), None)

    @property
    def marked(self) -> list[OfferCall | CallRow]:
        """The calls that are marked."""
        items = (self._items.get(key) for key in self._calls.marked)
        return [item for item in items if isinstance(item, OfferCall | CallRow)]

    def clear_marks(self) -> None:
        """Take all marks away."""
        self._calls.clear_marks()

    @property
    def _calls(self) -> MarkList:
        return self.query_one("#calls", MarkList)

    @property
    def _line(self) -> LongList:
        return self.query_one("#line", LongList)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what the line under the cursor can have."""
        if not self.is_mounted:
            return True
        item = self.item
        if action == "called":
            return bool(self.marked) or (person_of(item) is not None if item else False)
        if action == "let_in":
            return isinstance(item, Gap) and self.waiting is not None
        return self.waiting is not None if action == "prioritise" else True

    # Where the cursor goes

    def key_after(self, key: str) -> str | None:
        """Return the line to go to when `key` is dealt with: the next one, at the end the one before."""
        keys = list(self._items)
        place = keys.index(key) if key in self._items else 0
        return next(iter([*keys[place + 1 :], *keys[:place][::-1]]), None)

    async def go_on(self, key: str | None) -> None:
        """Show the list as it is now, the cursor on the next name."""
        self.render_view(await self.ask())
        if key is not None:
            self._calls.move_to(key)

    def go_to_offered(self, outcome: Outcome) -> None:
        """Go to the person who was offered the seat next."""
        offered = {person.id for person in outcome.offered}
        offering = outcome.enrolment.offering
        for one in self._page.offers:
            if one.line.offering.id == offering and one.line.person.id in offered:
                self._calls.move_to(one.line.enrolment.id)
                return

    # Elsewhere

    @on(LongList.Selected)
    def open_card(self, selected: LongList.Selected) -> None:
        """Show the card of the person; from free seats go to those who wait for them."""
        item, waiting = self.item, self.waiting
        if selected.control is self._line:
            person = waiting.person if waiting else None
        else:
            person = person_of(item) if item else None
        if isinstance(item, Gap) and person is None:
            self._line.focus()
        elif person is not None:
            self.host.open(OpenPerson(person.id))

    def action_reminders(self) -> None:
        """Show who is to be reminded."""
        self.host.open(OpenReminders())

    @use_case
    async def action_close_hours(self) -> None:
        """Close a site for some hours; its people come on this list."""
        from atma_tui.ui.calls.closing import ClosingScreen

        await self.app.push_screen_wait(ClosingScreen())

"""What is on, by day, at one site or at both; a filter, and the event under the cursor beside it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Input, Static

from atma_tui.desk.agenda import EventRow, OfferingCard
from atma_tui.domain.when import ALBERTA, today
from atma_tui.ui.door import Refused, on_desk_quietly, use_case
from atma_tui.ui.keys import Command, bindings
from atma_tui.ui.screens.base import DeskScreen
from atma_tui.ui.screens.event_words import (
    about_lines,
    by_day,
    event_facts,
    event_list,
    people_lines,
    sum_lines,
)
from atma_tui.ui.widgets.entry import Entry
from atma_tui.ui.widgets.long_list import LongList

_GROUP = "Events"


class EventsScreen(DeskScreen[list[EventRow]]):
    """The list of events."""

    MODE = "events"
    CSS_PATH = "events.tcss"
    AUTO_FOCUS = "#events"
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        Command("events.enrol", "e", "enrol", "Enrol", "Enrol somebody in the event under the cursor", _GROUP),
        Command("events.filter", "f", "filter", "Filter", "Type words of title, place, site or kind", _GROUP),
        Command("events.new", "n", "new", "New", "Make a new event, or a weekly series", _GROUP),
        Command("events.edit", "m", "edit", "Change", "Change the event under the cursor", _GROUP, footer=False),
        Command("events.copy", "c", "copy", "Copy", "Make one like it at another time", _GROUP, footer=False),
        Command("events.cancel", "k", "cancel", "Cancel", "Cancel it, with a reason", _GROUP),
        Command("events.sum", "equals_sign", "sum", "Seat sum", "Show how the free seats come about", _GROUP),
        Command("events.past", "p", "past", "Past", "Show what is over too, or hide it", _GROUP, footer=False),
        Command("events.leave", "escape", "leave_filter", "List", "Leave the filter", _GROUP, footer=False),
    )

    def __init__(self) -> None:
        super().__init__()
        self._past = False

    def body(self) -> ComposeResult:
        """The filter, the list, and the event under the cursor."""
        yield Entry(hint="f: filter by words, such as: open house cal", id="words")
        with Horizontal():
            yield event_list(self.desk_app.glyphs, id="events", empty="No events. Press n to make one.")
            with VerticalScroll(id="card", classes="panel -beside"), Vertical():
                yield Static(id="facts")
                yield Static(id="sum")
                yield Static(id="people")
                yield Static(id="about")

    def question(self) -> Callable[[], list[EventRow]]:
        """Ask for the events of the site that fit the words."""
        words = self.query_one("#words", Entry).value
        return partial(self.desk.agenda.events, site=self.desk_app.site, words=words, past=self._past)

    def show_view(self, view: list[EventRow]) -> None:
        """Show the list by day."""
        words = self.query_one("#words", Entry).value
        empty = "Nothing fits the words." if words else "No events. Press n to make one."
        self.query_one(LongList).set_rows(by_day(view, today(self.desk.now(), ALBERTA)), empty=empty)
        self.show_card()

    @property
    def event_id(self) -> str | None:
        """The event under the cursor."""
        return self.query_one(LongList).cursor_key

    @on(LongList.Highlighted)
    def show_card(self) -> None:
        """Show the event under the cursor beside the list, when there is room for it."""
        if self.query_one("#card").display:
            self.load_card(self.event_id)

    @work(exclusive=True, group="card")
    async def load_card(self, event_id: str | None) -> None:
        """Ask for the card; moving on quickly asks only for the last one."""
        if event_id is None:
            for part in ("#facts", "#sum", "#people", "#about"):
                self.query_one(part, Static).update("")
            return
        try:
            card: OfferingCard = await on_desk_quietly(self.desk.agenda.card, event_id)
        except Refused:
            return
        self.query_one("#facts", Static).update(event_facts(card))
        self.query_one("#sum", Static).update(sum_lines(card))
        self.query_one("#people", Static).update(people_lines(card, private=self.desk_app.private))
        self.query_one("#about", Static).update(about_lines(card))

    # Filter

    def action_filter(self) -> None:
        """Type words."""
        self.query_one("#words", Entry).focus()

    @on(Input.Changed, "#words")
    def filter(self) -> None:
        """Show what fits."""
        self.ask()

    @on(Input.Submitted, "#words")
    def action_leave_filter(self) -> None:
        """Go to the list; a second Escape there forgets the words."""
        words, events = self.query_one("#words", Entry), self.query_one(LongList)
        if events.has_focus:
            words.value = ""
        events.focus()

    def action_past(self) -> None:
        """Show what is over too, or hide it."""
        self._past = not self._past
        self.ask()

    # What is done with an event

    @on(LongList.Selected)
    def open_card(self, selected: LongList.Selected) -> None:
        """Open the card."""
        from atma_tui.ui.screens.event_card import EventCardScreen

        self.app.push_screen(EventCardScreen(selected.key))

    def action_enrol(self) -> None:
        """Enrol somebody."""
        from atma_tui.ui.screens.enrol import EnrolScreen

        if self.event_id is not None:
            self.app.push_screen(EnrolScreen(self.event_id))

    @use_case
    async def action_sum(self) -> None:
        """Show the seat sum."""
        if self.event_id is not None:
            card = await on_desk_quietly(self.desk.agenda.card, self.event_id)
            self.app.notify(" · ".join(card.sum), title=card.title, timeout=12)

    def action_new(self) -> None:
        """Make an event."""
        from atma_tui.ui.screens.event_form import EventFormScreen

        self.app.push_screen(EventFormScreen())

    def action_edit(self) -> None:
        """Change the event under the cursor."""
        self._open_form(copy=False)

    def action_copy(self) -> None:
        """Make one like it."""
        self._open_form(copy=True)

    def _open_form(self, *, copy: bool) -> None:
        from atma_tui.ui.screens.event_form import EventFormScreen

        row = self.query_one(LongList).cursor_row
        if row is not None:
            self.app.push_screen(EventFormScreen(row.event, copy=copy))

    @use_case
    async def action_cancel(self) -> None:
        """Cancel the event under the cursor."""
        from atma_tui.ui.screens.reason import ReasonScreen

        row: EventRow | None = self.query_one(LongList).cursor_row
        if row is None:
            return
        people = row.seats.own.enrolled + row.seats.own.offered + row.seats.waiting
        words = f"{row.event.title} is cancelled and {people} people are put on the call list."
        why = await self.app.push_screen_wait(ReasonScreen("Cancel the event", words))
        if why is not None:
            await self.desk_app.do(self.desk.events.cancel, row.event.id, why)

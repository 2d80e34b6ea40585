"""Today: what is on, and the box at the door.

The focus is in the box, so letters and Enter check somebody in; while the box is empty, numbers and signs are keys
as everywhere, and Escape goes to the events, where letters are keys too.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container

from atma_tui.desk.events.agenda import EventRow
from atma_tui.domain.event_span import has_begun, has_ended
from atma_tui.domain.records import Event, Site
from atma_tui.ui.events.door.count_acts import COUNT_KEYS, COUNTING
from atma_tui.ui.events.event_rows import event_cells, event_tone
from atma_tui.ui.ground.door import Refused
from atma_tui.ui.ground.keys import Command, bindings
from atma_tui.ui.requests import OpenOwed
from atma_tui.ui.today.day_lists import DayLists
from atma_tui.ui.today.door_acts import DoorActs
from atma_tui.ui.today.today_view import (
    TodayView,
    read_events,
    read_today,
    short_of_minimum,
)
from atma_tui.ui.widgets.detail import Detail, DetailPane
from atma_tui.ui.widgets.long_list import LongList
from atma_tui.ui.widgets.rows import Row
from atma_tui.ui.widgets.spans import Cell, Span

_GROUP = "Today"
_TICK_SECONDS = 30
_TALL = 32
"""Lines from which on each kind of follow-up has a line."""
_VERY_TALL, _MORE_DAYS = 50, 4
"""Lines from which on more days than tomorrow are shown, and how many."""
_VERY_WIDE = 160
"""Columns from which on two sites are shown side by side."""


class TodayScreen(DoorActs):
    """The day at the desk."""

    MODE = "today"
    CSS_PATH = "today.tcss"
    AUTO_FOCUS = "#arriving"
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        Command("today.walk_in", "w", "walk_in", "Walk-in", "Enrol and check in somebody who is here", _GROUP),
        Command("today.enrol", "e", "enrol", "Enrol", "Enrol somebody in the event under the cursor", _GROUP),
        *COUNT_KEYS,
        Command("today.no_shows", "n", "no_shows", "No-shows", "Mark all who did not come to the event", _GROUP),
        Command("today.sum", "equals_sign", "sum", "Seats", "Show the sum of its seats", _GROUP, footer=False),
        Command(
            "today.here", "f4", "here", "Still here", "Who is still here; check them out", _GROUP, footer=False
        ),
        Command("today.owed", "o", "owed", "Owed", "Follow-ups due", _GROUP),
        Command("today.other", "left,right", "other", "Other site", "Go to the events of the other site", _GROUP),
        Command("today.arrivals", "a", "arrivals", "Arrivals", "Go to check-in", _GROUP),
        Command("today.keys", "escape,down", "keys", "Events", "Leave the box", "Arrivals"),
    )

    def __init__(self) -> None:
        super().__init__()
        self._rows: dict[str, EventRow] = {}
        self._furnished = False
        self._days_shown = 0
        self._complete = asyncio.Event()

    def body(self) -> ComposeResult:
        """The day; the door and the tasks are put beside it as soon as it is painted."""
        with Container(id="parts", classes="-bare"):
            self._day = DayLists(self._draw, id="day")
            yield self._day

    @on(events.Mount)
    async def begin(self) -> None:
        """Show the events with the first paint, which waits for them, and keep the clock going.

        Keys wait until the door is there: what is typed right away is a name, and not a key for the list.
        """
        self.run_worker(self._complete.wait(), group="begin")
        with suppress(Refused):
            self.render_view(await self.ask())
        # Through the app: while it starts nothing is painted, and what waits for a refresh would not wait.
        self.app.call_later(self.call_after_refresh, self.furnish)
        self.set_interval(_TICK_SECONDS, self.reload)

    @property
    def is_complete(self) -> bool:
        """Whether the door is there; then everything is read."""
        return self._furnished

    async def furnish(self) -> None:
        """Put the door and the tasks beside the day; on a narrow screen the door is on top."""
        from atma_tui.ui.today.arrivals import Arrivals
        from atma_tui.ui.today.task_list import TaskList

        parts = self.query_one("#parts")
        pane = DetailPane("#events", title="Event")
        await parts.mount(Arrivals(id="arrivals"), pane, TaskList(id="tasks", classes="pane"))
        self.query_one("#tasks").border_title = "To do"
        parts.remove_class("-bare")
        self._furnished = True
        if self.focused is None:
            self.arrivals.type_on()
        self._complete.set()
        self.reload()

    def view_query(self) -> Callable[[], TodayView]:
        """Read the day; for the first paint only the events."""
        self._days_shown = self._days_ahead
        read = read_today if self._furnished else read_events
        return partial(read, self.desk, self.host.site, self._days_ahead)

    @property
    def _days_ahead(self) -> int:
        """How many days are shown below today: more where there is room for them."""
        return _MORE_DAYS if self.app.size.height >= _VERY_TALL else 1

    def render_view(self, view: TodayView) -> None:
        """Show the day."""
        first, self.day_view = self.day_view is None, view
        self._rows = {row.event.id: row for row in (*view.day.rows, *view.coming)}
        private, now = self.host.private, self.desk.now()
        if self._furnished:
            self.arrivals.set_day(view, now, private=private)
            self._show_tasks()
        self._show_events()
        if first:
            self.call_after_refresh(self._day.begin_with_next, now)
        self.refresh_bindings()

    def _show_events(self) -> None:
        if self.day_view is not None:
            rows = (*self.day_view.day.rows, *self.day_view.coming)
            self._day.set_rows(rows, self.day_view.day.day, self._sites_beside)

    @property
    def _sites_beside(self) -> Sequence[Site]:
        """The sites that are shown side by side, none where one list holds all."""
        return self.host.sites if self.app.size.width >= _VERY_WIDE and not self.host.site else ()

    def _show_tasks(self) -> None:
        if self.day_view is None or not self._furnished:
            return
        from atma_tui.ui.today.task_list import TaskList
        from atma_tui.ui.today.tasks import tasks

        found = tasks(self.day_view, private=self.host.private, several=self.size.height >= _TALL)
        self.query_one(TaskList).show_tasks(found)

    def on_resize(self) -> None:
        """Show as much as there is room for: two sites side by side, more days, and what there is to do."""
        if self._days_shown not in (0, self._days_ahead):
            self.reload()
        if bool(self._sites_beside) != self._day.side_by_side:
            self._show_events()
        self.call_after_refresh(self._show_tasks)

    @on(DayLists.Switched)
    def follow_list(self) -> None:
        """Show the event under the cursor of the list that keys act on now."""
        for pane in self.query(DetailPane):
            pane.list_selector = f"#{self._events.id}"
        self.show_details()
        self.refresh_bindings()

    def detail_of(self, pane: DetailPane, key: str) -> Detail:
        """Show the event under the cursor."""
        from atma_tui.ui.events.events_view import event_detail

        say = partial(
            event_detail, now=self.desk.now(), glyphs=self.host.glyphs, private=self.host.private, names=False
        )
        return Detail(partial(self.desk.agenda.card, key), say, names=False)

    def _draw(self, row: EventRow) -> Row:
        now = self.desk.now()
        from_, to, title, site, *more = event_cells(row, now, self.host.glyphs)
        site = "" if self._day.side_by_side else site
        return Row(row.event.id, (from_, to, title, site, *more, self._here(row)), event_tone(row.event, now))

    def _here(self, row: EventRow) -> Cell:
        """Say how many are here of an event of today; of a coming one, what it lacks to run."""
        now, seats = self.desk.now(), row.seats
        if not row.event.live or has_ended(row.event, now):
            return ""
        if not self.is_due(row.event):
            return (Span(f"needs {row.event.minimum}", "warn"),) if short_of_minimum(row) else ""
        if seats.own.counted:
            return f"{seats.attended}/{seats.booked} +{seats.own.counted}"
        begun = "now " if has_begun(row.event, now) else ""
        return f"{begun}{seats.attended}/{seats.booked}"

    # Where the focus is

    @property
    def _events(self) -> LongList:
        return self._day.current

    @property
    def event(self) -> Event | None:
        """The event under the cursor."""
        row = self._rows.get(self._events.cursor_key or "") if self.is_mounted else None
        return row.event if row else None

    @property
    def _at_door(self) -> bool:
        return self._furnished and self.arrivals.typing

    def on_paste(self, event: events.Paste) -> None:
        """Put into the box what no field took, such as a name from an e-mail."""
        if self._furnished:
            event.stop()
            self.arrivals.paste(event.text)

    @property
    def _is_typing(self) -> bool:
        """Whether the box has letters, so that all keys are text."""
        return self._at_door and bool(self.arrivals.words)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what can be done where the focus is."""
        match action:
            case "keys":
                return self._at_door and not self.arrivals.words
            case "arrivals":
                return not self._at_door
            case "other":
                return self.is_mounted and self._day.side_by_side and not self._at_door
            case "enrol":
                return self.event_open
            case "walk_in":
                return self.event_open and self.is_due(self.event)
            case _ if action in COUNTING:
                return self.countable and not self._is_typing
            case "no_shows":
                return bool(self.missing)
            case _:
                return True

    def is_due(self, event: Event | None) -> bool:
        """Whether an event is one of today."""
        return (
            event is not None
            and self.day_view is not None
            and any(row.event.id == event.id for row in self.day_view.day.rows)
        )

    @on(LongList.Highlighted)
    def offer_keys(self) -> None:
        """Offer what can be done with the event under the cursor."""
        self.refresh_bindings()

    def action_owed(self) -> None:
        """Show what is owed."""
        self.host.open(OpenOwed())

    def action_here(self) -> None:
        """Show who is still here."""
        from atma_tui.ui.today.still_here import StillHereScreen

        self.app.push_screen(StillHereScreen(self.host.site))

    def action_other(self) -> None:
        """Go to the events of the other site."""
        self._day.go_to_other()

    def action_arrivals(self) -> None:
        """Go to the box."""
        self.arrivals.type_on()

    def action_keys(self) -> None:
        """Go to the events."""
        self._events.focus()

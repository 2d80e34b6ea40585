"""The calendar: a month on one page, and the day under the cursor beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from itertools import groupby
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container

from atma_tui.desk.desk import Desk
from atma_tui.desk.events.agenda import EventRow
from atma_tui.domain.records import Event
from atma_tui.domain.when import today
from atma_tui.ui.calendar.month_box import Boxed, Entry
from atma_tui.ui.calendar.month_grid import MonthGrid, weeks_of
from atma_tui.ui.events.event_acts import EventActs
from atma_tui.ui.events.event_form_words import evening_text
from atma_tui.ui.events.event_rows import day_heading, event_key, event_tone, seats_or_end
from atma_tui.ui.ground.keys import Command, bindings
from atma_tui.ui.ground.show import show
from atma_tui.ui.requests import OpenDay, OpenWeek
from atma_tui.ui.widgets.columns import Column
from atma_tui.ui.widgets.long_list import LongList
from atma_tui.ui.widgets.rows import Heading, Row
from atma_tui.ui.widgets.spans import site_letters, site_tone

_GROUP = "Calendar"
_SEATS = 19
_DAY = (
    Column("From", 5),
    Column("Event", 12, flex=3),
    Column("Seats", _SEATS),
    Column("Room", 12, flex=1, wide_only=64),
)
_NOTHING = "Nothing is on. Press n to make an event."
Month = dict[date, list[EventRow]]


def boxes(month: Mapping[date, Sequence[EventRow]], letters: Mapping[str, str]) -> dict[date, Boxed]:
    """Return the contents of the days' boxes: the public events, and the number of appointments.

    `letters` tell the sites; without them one site is shown.
    """
    found: dict[date, Boxed] = {}
    for day, rows in month.items():
        live = [row for row in rows if row.event.live]
        public = [row for row in live if row.event.visibility == "public"]
        if live:
            found[day] = Boxed(tuple(_entry(row, letters) for row in public), len(live) - len(public))
    return found


def _entry(row: EventRow, letters: Mapping[str, str]) -> Entry:
    event = row.event
    hour = "" if event.all_day else f"{event.starts:%H:%M}"
    return Entry(event.title, hour, letters.get(event.site, ""), site_tone(row.site))


def read_weeks(desk: Desk, day: date, site: str) -> Month:
    """Read the events of the weeks of a month; runs in the desk's thread."""
    weeks = weeks_of(day)
    found: Month = {}
    for row in desk.agenda.events(site=site, first=weeks[0][0], last=weeks[-1][-1]):
        found.setdefault(row.event.starts.date(), []).append(row)
    return found


def day_rows(rows: Sequence[EventRow], *, by_site: bool) -> list[EventRow | Heading]:
    """Return the events of a day, those of each site under its name when there are several."""
    if not by_site:
        return list(rows)
    found: list[EventRow | Heading] = []
    for name, events in groupby(sorted(rows, key=lambda row: row.site.name), lambda row: row.site.name):
        found += [Heading(name), *events]
    return found


class CalendarScreen(EventActs[Month]):
    """A month and a day."""

    MODE = "calendar"
    CSS_PATH = "calendar.tcss"
    AUTO_FOCUS = "#grid"
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        Command("calendar.today", "t", "today", "Today", "Go to today", _GROUP),
        Command("calendar.board", "d", "board", "Day board", "Show the day by rooms and clinicians", _GROUP),
        Command("calendar.week", "w", "week", "Clinician", "Show a clinician's week", _GROUP),
        Command("calendar.new", "n", "new", "New", "Make an event on this day", _GROUP),
        Command("calendar.enrol", "e", "enrol", "Enrol", "Enrol somebody in the event under the cursor", _GROUP),
        Command("calendar.edit", "m", "edit", "Change", "Change the event under the cursor", _GROUP, footer=False),
        Command("calendar.copy", "c", "copy", "Copy", "Make one like it at another time", _GROUP, footer=False),
        Command(
            "calendar.sum", "equals_sign", "sum", "Seat sum", "Show the sum of its seats", _GROUP, footer=False
        ),
        Command("calendar.month", "escape", "to_month", "Month", "Go back to the month", _GROUP),
    )

    def __init__(self) -> None:
        super().__init__()
        self._month: Month = {}

    def body(self) -> ComposeResult:
        """The month, and the day under the cursor."""
        with Container(id="parts"):
            grid = MonthGrid(self._today, id="grid")
            grid.add_class("pane")
            yield grid
            yield LongList(
                *_DAY, draw=self._draw, key=event_key, header=False, title="Day", empty=_NOTHING, id="events"
            )

    def view_query(self) -> Callable[[], Month]:
        """Ask for the month of the cursor."""
        day = self._grid.day
        return partial(read_weeks, self.desk, day, self.host.site)

    def render_view(self, view: Month) -> None:
        """Show the month."""
        self._month = view
        letters = {} if self.host.site else site_letters(self.host.sites)
        self._grid.show_days(boxes(view, letters), self._today)
        self.show_day()

    def show_day(self) -> None:
        """Show the day under the cursor."""
        day = self._grid.day
        self._grid.border_title = show(f"{day:%B %Y}")
        self._grid.border_subtitle = "PgUp PgDn turn the month"
        self._events.border_title = show(day_heading(day, self._today))
        self._events.set_rows(day_rows(self._month.get(day, []), by_site=not self.host.site))
        self.refresh_bindings()

    def _draw(self, row: EventRow) -> Row:
        now = self.desk.now()
        event = row.event
        begins = "day" if event.all_day else f"{event.starts:%H:%M}"
        seats = seats_or_end(row, now, self.host.glyphs, width=_SEATS)
        return Row(event.id, (begins, event.title, seats, row.room_name), event_tone(event, now))

    @property
    def _today(self) -> date:
        return today(self.desk.now())

    @property
    def _grid(self) -> MonthGrid:
        return self.query_one(MonthGrid)

    @property
    def _events(self) -> LongList:
        return self.query_one("#events", LongList)

    @property
    def event(self) -> Event | None:
        """The event under the cursor of the day's list."""
        row: EventRow | None = self._events.cursor_row if self.is_mounted else None
        return row.event if row else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what can be done where the cursor is."""
        fits = {
            "to_month": self.is_mounted and self._events.has_focus,
            "enrol": self.event_open,
            "edit": self.event is not None,
            "copy": self.event is not None,
            "sum": self.event is not None,
        }
        return fits.get(action, True)

    @on(MonthGrid.Moved)
    def follow(self) -> None:
        """Show the day the cursor went to, and ask when it is of another month."""
        self.show_day()
        self.reload()

    @on(LongList.Highlighted)
    def offer_keys(self) -> None:
        """Offer what can be done with the event under the cursor."""
        self.refresh_bindings()

    @on(MonthGrid.Picked)
    def open_day(self) -> None:
        """Go to the events of the day; open the card when there is but one."""
        rows = self._month.get(self._grid.day, [])
        if len(rows) == 1:
            self.action_card()
        elif rows:
            self._events.focus()

    def action_to_month(self) -> None:
        """Go back to the month."""
        self._grid.focus()

    def action_today(self) -> None:
        """Go to today."""
        self._grid.go_to(self._today)

    @property
    def new_texts(self) -> dict[str, str]:
        """A new event is on the day of the cursor."""
        return {"when": evening_text(self._grid.day)}

    def action_board(self) -> None:
        """Show the day of the cursor by rooms and clinicians."""
        self.host.open(OpenDay(self._grid.day))

    def action_week(self) -> None:
        """Show a clinician's week that the day of the cursor is in."""
        self.host.open(OpenWeek(day=self._grid.day))

    def show_made(self, event: Event | None) -> None:
        """Go to the day of an event that was made."""
        if event is not None:
            self._grid.go_to(event.starts.date())

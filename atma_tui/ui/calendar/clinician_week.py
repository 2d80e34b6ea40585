"""A clinician's week: days across, hours down; and what is due for their clients."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container

from atma_tui.desk.clients.owed import FollowUp
from atma_tui.desk.clinicians.week import Booking, ClinicianWeek
from atma_tui.desk.clinicians.words import week_words
from atma_tui.domain.records import Event
from atma_tui.domain.when import ALBERTA, wall
from atma_tui.ui.calendar.board_grid import BoardGrid
from atma_tui.ui.calendar.turning import TurningScreen
from atma_tui.ui.calendar.week_lanes import cell_line, week_lanes
from atma_tui.ui.ground.door import on_desk, use_case
from atma_tui.ui.ground.keys import Command, CommandsOf, bindings
from atma_tui.ui.ground.show import show
from atma_tui.ui.people.follow_up_rows import FOLLOW_UPS, follow_up_key, follow_up_rows
from atma_tui.ui.requests import OpenClients, OpenDay, OpenEvent, OpenPrint, request_about
from atma_tui.ui.widgets.long_list import LongList
from atma_tui.ui.widgets.spans import site_letters

_GROUP = "Clinician's week"
_key = CommandsOf("week", _GROUP)
_NARROWEST = 9
"""Cells of a day, so that seven fit into 80."""
_TOAST_SECONDS = 10


class ClinicianWeekScreen(TurningScreen[ClinicianWeek]):
    """The week of one clinician, in both cities."""

    MODE = "calendar"
    CSS_PATH = "clinician_week.tcss"
    AUTO_FOCUS = "#week"
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        Command("week.next", "w", "other(1)", "Next clinician", "Show the week of the next clinician", _GROUP),
        _key("choose", "c", "Clinician", "Choose whose week is shown"),
        Command("week.before", "pageup", "turn(-7)", "Week before", "Show the week before", _GROUP),
        Command("week.after", "pagedown", "turn(7)", "Next week", "Show the next week", _GROUP),
        _key("today", "t", "Today", "Go to this week"),
        _key("calendar_file", "v", "Calendar file", "Write their own calendar file, with initials only"),
        _key("appointment", "b", "Appointment", "Book an appointment on this day, with this clinician"),
        _key("back", "escape", "Back", "Go back"),
        Command(
            "week.previous",
            "W",
            "other(-1)",
            "Previous",
            "Show the week of the clinician before",
            _GROUP,
            footer=False,
        ),
        _key("board", "d", "Day board", "Show the day by rooms and clinicians", footer=False),
        _key("enrol", "e", "Enrol", "Enrol somebody in the event under the cursor", footer=False),
        _key("edit", "m", "Change", "Change the event under the cursor", footer=False),
        _key("cancel", "k", "Cancel", "Cancel the event under the cursor, with a reason", footer=False),
        _key("sum", "equals_sign", "Seats", "Show the sum of its seats", footer=False),
    )

    def __init__(self, clinician_id: str = "", day: date | None = None) -> None:
        """Show the week that a day is in: today's when None, of the first clinician when none is given."""
        super().__init__(day)
        self._clinician = clinician_id
        self._week: ClinicianWeek | None = None
        self._due: dict[str, FollowUp] = {}

    def body(self) -> ComposeResult:
        """The days, and what is due."""
        with Container(id="parts"):
            yield BoardGrid(narrowest=_NARROWEST, id="week")
            yield LongList(
                *FOLLOW_UPS, header=False, title="Due for their clients", empty="Nothing is due.", id="due"
            )

    def view_query(self) -> Callable[[], ClinicianWeek]:
        """Ask for the week."""
        return partial(self.desk.weeks.week, self._clinician, self.day)

    def render_view(self, view: ClinicianWeek) -> None:
        """Show it."""
        self._week, self._clinician = view, view.clinician.id
        now = wall(self.desk.now(), ALBERTA).replace(tzinfo=None)
        lanes = week_lanes(view, site_letters(self.host.sites), now.date(), private=self.host.private)
        self._due = {follow_up_key(one): one for one in view.due}
        rows = follow_up_rows(view.due, self.desk.now(), private=self.host.private)
        self.query_one("#due", LongList).set_rows(rows)
        self._grid.show_board(lanes, first_hour=view.first_hour, last_hour=view.last_hour, now=now)

    @property
    def _grid(self) -> BoardGrid:
        return self.query_one(BoardGrid)

    @property
    def booking(self) -> Booking | None:
        """What the cursor is on."""
        week = self._week if self.is_mounted else None
        block = self._grid.block if week else None
        if week is None or block is None or not block.event:
            return None
        found = week.shown_days[self._grid.lane].bookings
        return next((one for one in found if one.event.id == block.event), None)

    @property
    def event(self) -> Event | None:
        """The event under the cursor."""
        booking = self.booking
        return booking.event if booking else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what can be done with what the cursor is on."""
        if action == "enrol":
            return self.event_open
        if action in ("choose", "other", "appointment", "calendar_file", "board"):
            return self._week is not None
        return self.event is not None if action in ("edit", "cancel", "sum") else True

    @on(BoardGrid.Moved)
    def say_cell(self) -> None:
        """Say whose week it is, and what the cursor is on."""
        if (week := self._week) is None:
            return
        grid, private = self._grid, self.host.private
        line = cell_line(week, grid.lane, grid.starts, self.booking, grid.block, private=private)
        grid.border_title = show(self.host.glyphs.gap.join((week.clinician.name, line)))
        grid.border_subtitle = show(week_words(week))
        self.refresh_bindings()

    @on(BoardGrid.Picked)
    def pick(self) -> None:
        """Open the event, or begin a booking in the free hour."""
        if (event := self.event) is not None:
            self.host.open(OpenEvent(event.id))
        else:
            self.action_appointment()

    @on(LongList.Selected, "#due")
    def open_due(self, selected: LongList.Selected) -> None:
        """Open the path, the event, or the call list."""
        if request := request_about(self._due[selected.key]):
            self.host.open(request)
        else:
            self.dismiss(None)
            self.host.action_go("calls")

    def printable(self) -> OpenPrint:
        """Offer the sheet of the week."""
        week = self._week
        if week is None:
            return OpenPrint()
        return OpenPrint("week", clinician_id=week.clinician.id, day=week.days[0].day, name=week.clinician.name)

    def action_appointment(self) -> None:
        """Choose whose appointment it is; free times of this day are shown then."""
        self.host.open(OpenClients(self._grid.starts.date(), self._clinician))

    def action_board(self) -> None:
        """Show the day of the cursor by rooms and clinicians."""
        self.host.open(OpenDay(self._grid.starts.date()))

    def action_other(self, by: int) -> None:
        """Show the week of another clinician."""
        ids = [one.id for one in self._week.clinicians] if self._week else []
        if ids:
            self._clinician = ids[(ids.index(self._clinician) + by) % len(ids)]
            self.reload()

    @use_case
    async def action_choose(self) -> None:
        """Choose whose week is shown."""
        from atma_tui.ui.calendar.clinician_picker import ClinicianPicker

        if self._week is not None:
            picker = ClinicianPicker(self._week.clinicians, self._clinician)
            self._clinician = await self.app.push_screen_wait(picker) or self._clinician
            self.reload()

    @use_case
    async def action_calendar_file(self) -> None:
        """Write their own calendar file."""
        folder = self.host.settings.private
        written = await on_desk(self.app, self.desk.clinician_calendars.write, folder, self._clinician)
        removed = "".join(f" {one} is removed: subscribe again." for one in written.removed)
        words = f"The calendar is in {written.file}; it has initials only.{removed}"
        self.notify(words, timeout=_TOAST_SECONDS)

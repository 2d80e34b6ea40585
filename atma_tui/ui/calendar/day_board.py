"""One day by rooms and clinicians: where and with whom there is time, and what is on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from atma_tui.desk.events.day_board import Board, BoardColumn, blocked_words
from atma_tui.domain.records import Event
from atma_tui.domain.when import ALBERTA, day_words, wall
from atma_tui.ui.calendar.board_cells import Block, BoardLane
from atma_tui.ui.calendar.board_grid import BoardGrid
from atma_tui.ui.calendar.turning import TurningScreen
from atma_tui.ui.ground.keys import Command, CommandsOf, bindings
from atma_tui.ui.ground.show import show
from atma_tui.ui.requests import OpenClients, OpenEvent, OpenWeek
from atma_tui.ui.widgets.spans import site_letters, site_tone

_GROUP = "Day board"
_key = CommandsOf("board", _GROUP)


class DayBoardScreen(TurningScreen[Board]):
    """Rooms and clinicians by hours."""

    MODE = "calendar"
    AUTO_FOCUS = "#board"
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        _key("new", "n", "New event", "Make an event in the free cell under the cursor"),
        _key("appointment", "b", "Appointment", "Book an appointment on this day, with this clinician"),
        _key("enrol", "e", "Enrol", "Enrol somebody in the event under the cursor"),
        _key("edit", "m", "Change", "Change the event under the cursor"),
        Command("board.before", "pageup", "turn(-1)", "Day before", "Show the day before", _GROUP),
        Command("board.after", "pagedown", "turn(1)", "Next day", "Show the next day", _GROUP),
        _key("week", "w", "Week", "Show the week of the clinician under the cursor"),
        _key("today", "t", "Today", "Go to today"),
        _key("cancel", "k", "Cancel", "Cancel the event under the cursor, with a reason", footer=False),
        _key("sum", "equals_sign", "Seats", "Show the sum of its seats", footer=False),
        _key("back", "escape", "Back", "Go back to the month"),
    )

    def __init__(self, day: date | None = None) -> None:
        """Show a day; today when None."""
        super().__init__(day)
        self._board: Board | None = None

    def body(self) -> ComposeResult:
        """The grid."""
        yield BoardGrid(id="board")

    def view_query(self) -> Callable[[], Board]:
        """Ask for the day."""
        return partial(self.desk.boards.board, self.day, site=self.host.site)

    def render_view(self, view: Board) -> None:
        """Show the day."""
        self._board = view
        letters = {} if self.host.site else site_letters(self.host.sites)
        lanes = [board_lane(column, view.day, letters, private=self.host.private) for column in view.columns]
        now = wall(self.desk.now(), ALBERTA).replace(tzinfo=None)
        self._grid.show_board(lanes, first_hour=view.first_hour, last_hour=view.last_hour, now=now)

    @property
    def _grid(self) -> BoardGrid:
        return self.query_one(BoardGrid)

    @property
    def column(self) -> BoardColumn | None:
        """The room or clinician that the cursor is on."""
        columns = self._board.columns if self.is_mounted and self._board else ()
        return columns[self._grid.lane] if columns else None

    @property
    def event(self) -> Event | None:
        """The event under the cursor."""
        column = self.column
        block = self._grid.block if column else None
        return next((one for one in column.events if one.id == block.event), None) if column and block else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what can be done with what the cursor is on."""
        event = self.event
        fits = {
            "new": event is None and self.column is not None,
            "enrol": self.event_open,
            "edit": event is not None,
            "sum": event is not None,
            "cancel": event is not None,
        }
        return fits.get(action, True)

    @on(BoardGrid.Moved)
    def say_cell(self) -> None:
        """Say what the cursor is on."""
        gap = self.host.glyphs.gap
        words = (day_words(self.day), self.host.site_name(), cell_words(self.column, self._grid))
        self._grid.border_title = show(gap.join(filter(None, words)))
        self.refresh_bindings()

    @on(BoardGrid.Picked)
    def pick(self) -> None:
        """Open the event, or begin a booking in the free hour."""
        column = self.column
        if (event := self.event) is not None:
            self.host.open(OpenEvent(event.id))
        elif column is not None and column.kind == "clinician":
            self.action_appointment()
        else:
            self.action_new()

    @property
    def new_texts(self) -> dict[str, str]:
        """What a new event begins with: the hour and the room of the cursor."""
        column = self.column
        given = {"when": f"{self._grid.starts:%Y-%m-%d %H:%M}"}
        return given | ({"site": column.site.id, "room": column.id} if column and column.site else {})

    def show_made(self, event: Event | None) -> None:
        """Go to the day of an event that was made."""
        if event is not None and event.starts.date() != self.day:
            self.go_to(event.starts.date())

    def action_appointment(self) -> None:
        """Choose whose appointment it is; free times of this day are shown then."""
        column = self.column
        clinician = column.id if column and column.kind == "clinician" else ""
        self.host.open(OpenClients(self.day, clinician))

    def action_week(self) -> None:
        """Show the week of the clinician under the cursor, the first one's in a room's column."""
        column = self.column
        clinician = column.id if column and column.kind == "clinician" else ""
        self.host.open(OpenWeek(clinician, self.day))


def board_lane(column: BoardColumn, day: date, letters: dict[str, str], *, private: bool) -> BoardLane:
    """Return a column as the grid shows it; `letters` tell the sites. With initials only, no reason is shown."""
    busy = [Block(one.starts, one.ends, one.title, one.id) for one in column.events]
    blocked = [Block(one.starts, one.ends, blocked_words(one.why, names=not private)) for one in column.blocked]
    if column.site is None:
        return BoardLane(column.name, (*busy, *blocked), day)
    letter = letters.get(column.site.id, "")
    return BoardLane(f"{letter} {column.name}".strip(), (*busy, *blocked), day, site_tone(column.site))


def cell_words(column: BoardColumn | None, grid: BoardGrid) -> str:
    """Say what the cursor is on: `14:00 Studio: free`."""
    if column is None:
        return ""
    block = grid.block
    return f"{grid.starts:%H:%M} {column.name}: {block.words if block else 'free'}"

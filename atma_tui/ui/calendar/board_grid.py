"""A grid of hours: columns for rooms and people on one day, or for the days of a week; what is on fills its hours.

    grid.show_board((BoardLane("E Studio", blocks, day),), first_hour=8, last_hour=20, now=now)
    @on(BoardGrid.Moved)       # grid.lane, grid.starts, grid.block
    @on(BoardGrid.Picked)      # Enter, or a click on the cell the cursor is on

Rows are as short as the height allows; columns and rows scroll so that the cursor is seen, and the corner says
which columns are not.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.style import Style as Visual
from textual.widget import Widget

from atma_tui.ui.calendar.board_cells import Block, BoardLane, Cell, beside_words, cell_at, part_of, row_words
from atma_tui.ui.ground.glyphs import UNICODE, Glyphs
from atma_tui.ui.ground.keys import Command, bindings
from atma_tui.ui.ground.show import plain
from atma_tui.ui.widgets.columns import fit_text, wrap_text
from atma_tui.ui.widgets.sentence import STYLES

_GROUP = "Day board"
_CLOCK = 6
_GAP = 1
_NARROWEST = 13
_STEPS = (15, 30, 60)
"""Possible minutes per row: the smallest with which the whole day fits is used."""
_PARTS = {
    "head": "bold $foreground",
    "clock": "$foreground-muted",
    "now": "bold $text-accent",
    "free": "$foreground 25%",
    "open": "$text-success",
    "event": "bold $foreground on $event-ground",
    "blocked": "$foreground-muted on $panel",
    "cursor": "bold $block-cursor-foreground on $block-cursor-background",
    "still": "$block-cursor-blurred-foreground on $block-cursor-blurred-background",
}


def _scrolled(first: int, place: int, shown: int, count: int) -> int:
    """Return what is shown first so that a place is seen, scrolled as little as that needs."""
    return max(0, min(max(first, place - shown + 1), place, count - shown))


class BoardGrid(Widget, can_focus=True):
    """Hours in columns, with a cursor."""

    DEFAULT_CSS = "BoardGrid { height: 1fr; }"
    ALLOW_SELECT = False
    BINDINGS = bindings(
        Command("board.left", "left", "move(-1,0)", "Left", "Go to the column at the left", _GROUP, footer=False),
        Command("board.right", "right", "move(1,0)", "Right", "Go to the next column", _GROUP, footer=False),
        Command("board.up", "up", "move(0,-1)", "Earlier", "Go to the row above", _GROUP, footer=False),
        Command("board.down", "down", "move(0,1)", "Later", "Go to the row below", _GROUP, footer=False),
        Command("board.first", "home", "move(0,-99)", "First", "Go to the first hour", _GROUP, footer=False),
        Command("board.last", "end", "move(0,99)", "Last", "Go to the last hour", _GROUP, footer=False),
        Command("board.pick", "enter", "pick", "Open or book", "Open the event, or book the free hour", _GROUP),
    )

    class Moved(Message):
        """The cursor is on another cell."""

    class Picked(Message):
        """The cell of the cursor was chosen."""

    def __init__(self, *, narrowest: int = _NARROWEST, id: str | None = None) -> None:
        """Scroll rather than make columns narrower than that many cells."""
        super().__init__(id=id, classes="pane")
        self._lanes: Sequence[BoardLane] = ()
        self._narrowest = narrowest
        self._hours = (8, 20)
        self._now: datetime | None = None
        self._column = self._row = 0
        self._left = self._top = 0
        self._styles: dict[tuple[str, ...], Style] = {}

    def on_mount(self) -> None:
        """Say nothing of the cell under the cursor when names are hidden, until the board is shown anew."""
        self.watch(self.app, "private", self._forget_title, init=False)

    def _forget_title(self) -> None:
        self.border_title = ""

    # What is shown

    def show_board(self, lanes: Sequence[BoardLane], *, first_hour: int, last_hour: int, now: datetime) -> None:
        """Show columns; the cursor stays where it was, and starts at the current hour of today."""
        at = self._at(self._row) if self._lanes else now - datetime.combine(now.date(), time())
        if not self._lanes:
            self._column = next((place for place, one in enumerate(lanes) if one.day == now.date()), 0)
        self._lanes, self._hours, self._now = lanes, (first_hour, last_hour), now
        self._row = int((at - timedelta(hours=first_hour)) / self.step)
        self._settle()

    @property
    def lane(self) -> int:
        """Number of the column that the cursor is in."""
        return self._column

    @property
    def step(self) -> timedelta:
        """How long a row is."""
        minutes = (self._hours[1] - self._hours[0]) * 60
        fitting = (step for step in _STEPS if minutes // step <= self.content_size.height - 1)
        return timedelta(minutes=next(fitting, _STEPS[-1]))

    @property
    def starts(self) -> datetime:
        """When the cell of the cursor begins; with columns only."""
        return self._start_of(self._column, self._row)

    @property
    def block(self) -> Block | None:
        """What is in the cell of the cursor; None where it is free."""
        if not self._lanes:
            return None
        return self._cell_at(self._column, self._row).block

    def _cell_at(self, column: int, row: int) -> Cell:
        return cell_at(self._lanes[column], self._start_of(column, row), self.step, self._start_of(column, 0))

    def _start_of(self, column: int, row: int) -> datetime:
        return datetime.combine(self._lanes[column].day, time()) + self._at(row)

    def _at(self, row: int) -> timedelta:
        """Return when a row begins, from midnight."""
        return timedelta(hours=self._hours[0]) + row * self.step

    @property
    def _rows(self) -> int:
        return int(timedelta(hours=self._hours[1] - self._hours[0]) / self.step)

    @property
    def _head(self) -> int:
        """Lines that the titles take: two where one would cut them and the day leaves room."""
        is_cut = any(cell_len(plain(lane.title)) > self._width for lane in self._lanes)
        return 2 if is_cut and self._rows <= self.content_size.height - 2 else 1

    @property
    def _across(self) -> int:
        """How many columns are shown."""
        return max(1, min(len(self._lanes), (self.content_size.width - _CLOCK) // (self._narrowest + _GAP)))

    @property
    def _width(self) -> int:
        """Cells of a column."""
        return max(1, (self.content_size.width - _CLOCK) // self._across - _GAP)

    def _settle(self) -> None:
        """Keep the cursor in the day and in sight."""
        self._column = max(0, min(self._column, len(self._lanes) - 1))
        self._row = max(0, min(self._row, self._rows - 1))
        across = self._across
        down = max(1, self.content_size.height - self._head)
        self._left = _scrolled(self._left, self._column, across, len(self._lanes))
        self._top = _scrolled(self._top, self._row, down, self._rows)
        self.refresh()
        self.post_message(self.Moved())

    def action_move(self, columns: int, rows: int) -> None:
        """Move the cursor."""
        self._column, self._row = self._column + columns, self._row + rows
        self._settle()

    def action_pick(self) -> None:
        """Choose the cell."""
        if self._lanes:
            self.post_message(self.Picked())

    def on_click(self, event: events.Click) -> None:
        """A click goes to a cell, chooses the one of the cursor, and on an arrow goes to other columns."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        if offset.y < self._head or offset.x < _CLOCK:
            if offset.y == 0 and offset.x < _CLOCK:
                self._turn(-self._across if offset.x < _CLOCK // 3 else self._across)
            return
        place = (self._left + (offset.x - _CLOCK) // (self._width + _GAP), self._top + offset.y - self._head)
        if place == (self._column, self._row):
            self.action_pick()
        elif place[0] < len(self._lanes) and place[1] < self._rows:
            self._column, self._row = place
            self._settle()

    def _turn(self, columns: int) -> None:
        if self._across < len(self._lanes):
            self._left += columns
            self.action_move(columns, 0)

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        if self._lanes:
            self._settle()

    def on_focus(self) -> None:
        """Show that keys act here."""
        self.refresh()

    def on_blur(self) -> None:
        """Show that keys act elsewhere."""
        self.refresh()

    # Drawing

    def notify_style_update(self) -> None:
        """Draw anew after a change of theme."""
        super().notify_style_update()
        if self.is_mounted:
            self._styles.clear()

    def render_line(self, y: int) -> Strip:
        """Return a line of the titles, then a row of hours each."""
        glyphs: Glyphs = getattr(self.app, "glyphs", UNICODE)
        head = self._head
        row = self._top + y - head
        if row >= self._rows:
            return Strip.blank(self.content_size.width, self.rich_style)
        pieces = [self._clock(row) if y >= head else self._beside(y)]
        for number in range(self._left, min(len(self._lanes), self._left + self._across)):
            if y >= head:
                pieces.append(self._cell(number, row, glyphs))
            else:
                pieces.append(self._title(self._lanes[number], y, glyphs))
            pieces.append(Segment(" " * _GAP, self.rich_style))
        return Strip(pieces).adjust_cell_length(self.content_size.width, self.rich_style)

    def _beside(self, line: int) -> Segment:
        hidden = len(self._lanes) - self._left - self._across
        words = beside_words(self._left, hidden) if line == 0 else ""
        return Segment(fit_text(words, _CLOCK), self._style(_PARTS["now"]))

    def _title(self, lane: BoardLane, line: int, glyphs: Glyphs) -> Segment:
        tone = STYLES[lane.tone] if lane.tone else ""
        lines = wrap_text(plain(lane.title), [self._width] * self._head, cut=glyphs.cut)
        words = lines[line] if line < len(lines) else ""
        return Segment(fit_text(words, self._width), self._style(_PARTS["head"], tone))

    def _clock(self, row: int) -> Segment:
        at, now = self._at(row), self._now
        running = now is not None and any(
            timedelta(0) <= now - datetime.combine(one.day, time()) - at < self.step for one in self._lanes
        )
        hour, minute = divmod(at // timedelta(minutes=1), 60)
        words = f"{hour:02}:{minute:02}" if minute == 0 or running else ""
        return Segment(f"{words:<{_CLOCK}}", self._style(_PARTS["now" if running else "clock"]))

    def _cell(self, number: int, row: int, glyphs: Glyphs) -> Segment:
        cell = self._cell_at(number, row)
        words, part = row_words(cell, self._width - 1, glyphs.cut), part_of(cell)
        cursor = number == self._column and row == self._row
        if cursor:
            words = glyphs.cursor + words.strip()
            part = "cursor" if self.has_focus else "still"
        return Segment(fit_text(words, self._width, cut=glyphs.cut), self._style(_PARTS[part]))

    def _style(self, *parts: str) -> Style:
        if (style := self._styles.get(parts)) is None:
            variables = self.app.theme_variables
            looks = (Visual.parse(part, variables) for part in parts if part)
            style = self._styles[parts] = sum(looks, self.visual_style).rich_style
        return style

"""A month on one page: seven columns of days, each with how many events it has and the first of them as they fit.

grid = MonthGrid(date(2026, 12, 1))
grid.show_days({day: Boxed((Entry("Open house", "17:00", "E", "blue"),), 3), ...}, today=date(2026, 12, 1))
@on(MonthGrid.Moved)       # moved.day, perhaps of another month
@on(MonthGrid.Picked)      # Enter, or a click on the day the cursor is on
"""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import cast

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.style import Style as Visual
from textual.widget import Widget

from atma_tui.ui.calendar.month_box import Boxed, Piece, day_lines
from atma_tui.ui.ground.glyphs import UNICODE
from atma_tui.ui.ground.keys import Command, bindings
from atma_tui.ui.widgets.columns import fit_text
from atma_tui.ui.widgets.sentence import STYLES
from atma_tui.ui.widgets.spans import Tone

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_GROUP = "Calendar"
_GAP = 1
_PARTS = ("weekday", "number", "outside", "today", "cursor", "still", "title")


def weeks_of(month: date) -> list[list[date]]:
    """Return the weeks of a month from Monday, with the days of its neighbours at both ends."""
    return Calendar(firstweekday=0).monthdatescalendar(month.year, month.month)


def same_day_of(month: date, day: int) -> date:
    """Return the day of that number in a month, its last one when it has fewer."""
    first = month.replace(day=1)
    last = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return first.replace(day=min(day, last.day))


def month_after(day: date, months: int) -> date:
    """Return the same day so many months later, or earlier."""
    count = day.year * 12 + day.month - 1 + months
    return same_day_of(date(count // 12, count % 12 + 1, 1), day.day)


class MonthGrid(Widget, can_focus=True):
    """The days of a month with a cursor."""

    DEFAULT_CSS = """
    MonthGrid { height: 1fr;
      & > .month-grid--weekday { color: $text-muted; text-style: bold; }
      & > .month-grid--number { text-style: bold; }
      & > .month-grid--outside { color: $foreground 65%; }
      & > .month-grid--today { color: $text-accent; text-style: bold; }
      & > .month-grid--title { color: $text-muted; }
      & > .month-grid--cursor { color: $block-cursor-foreground; background: $block-cursor-background; }
      & > .month-grid--still { color: $foreground; background: $block-cursor-blurred-background; }
    }
    """
    COMPONENT_CLASSES = {f"month-grid--{part}" for part in _PARTS}
    ALLOW_SELECT = False
    BINDINGS = bindings(
        Command("calendar.left", "left", "move(-1)", "Day before", "Go to the day before", _GROUP, footer=False),
        Command("calendar.right", "right", "move(1)", "Day after", "Go to the day after", _GROUP, footer=False),
        Command("calendar.up", "up", "move(-7)", "Week before", "Go to the week before", _GROUP, footer=False),
        Command("calendar.down", "down", "move(7)", "Week after", "Go to the week after", _GROUP, footer=False),
        Command(
            "calendar.previous",
            "pageup",
            "turn(-1)",
            "Month before",
            "Go to the month before",
            _GROUP,
            footer=False,
        ),
        Command(
            "calendar.next", "pagedown", "turn(1)", "Month after", "Go to the month after", _GROUP, footer=False
        ),
        Command(
            "calendar.first", "home", "edge(0)", "First", "Go to the first day of the month", _GROUP, footer=False
        ),
        Command(
            "calendar.last", "end", "edge(1)", "Last", "Go to the last day of the month", _GROUP, footer=False
        ),
        Command("calendar.pick", "enter", "pick", "Open", "Go to the events of the day", _GROUP),
    )

    class Moved(Message):
        """The cursor is on another day."""

        def __init__(self, day: date) -> None:
            super().__init__()
            self.day = day

    class Picked(Message):
        """The day of the cursor was chosen."""

        def __init__(self, day: date) -> None:
            super().__init__()
            self.day = day

    def __init__(self, day: date, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.day = day
        """The day the cursor is on; its month is shown."""
        self._days: Mapping[date, Boxed] = {}
        self._today = day
        self._boxes: dict[tuple[date, int, int, bool], list[list[Piece]]] = {}
        self._styles: dict[tuple[str, bool, bool, bool], Style] = {}

    def show_days(self, days: Mapping[date, Boxed], today: date) -> None:
        """Show what is on, by day."""
        self._days, self._today = days, today
        self._boxes.clear()
        self.refresh()

    def go_to(self, day: date) -> None:
        """Put the cursor on a day."""
        if day != self.day:
            self.day = day
            self.refresh()
            self.post_message(self.Moved(day))

    def action_move(self, days: int) -> None:
        """Move by days."""
        if date.min + timedelta(days=400) < self.day < date.max - timedelta(days=400):
            self.go_to(self.day + timedelta(days=days))

    def action_turn(self, months: int) -> None:
        """Move by months, keeping the number of the day where there is one."""
        if date.min.year + 1 < self.day.year < date.max.year - 1:
            self.go_to(month_after(self.day, months))

    def action_edge(self, last: int) -> None:
        """Move to the first or the last day of the month."""
        self.go_to(same_day_of(self.day, 31 if last else 1))

    def action_pick(self) -> None:
        """Choose the day."""
        self.post_message(self.Picked(self.day))

    def on_click(self, event: events.Click) -> None:
        """A click goes to a day, one on the day of the cursor chooses it."""
        offset = event.get_content_offset(self)
        day = self._day_at(*offset) if offset is not None else None
        if day is not None and day == self.day:
            self.action_pick()
        elif day is not None:
            self.go_to(day)

    # Drawing

    def _day_at(self, x: int, y: int) -> date | None:
        column = x // (self.cell_width + _GAP)
        weeks = weeks_of(self.day)
        top = 1
        for week, height in zip(weeks, self._heights(len(weeks)), strict=True):
            if top <= y < top + height and 0 <= column < len(week):
                return week[column]
            top += height
        return None

    @property
    def cell_width(self) -> int:
        """Cells of one day's box."""
        return max(1, (self.size.width - _GAP * 6) // 7)

    def _heights(self, weeks: int) -> list[int]:
        """Return how many lines each week has: all that there are, shared out evenly."""
        lines = max(weeks, self.size.height - 1)
        return [lines * (number + 1) // weeks - lines * number // weeks for number in range(weeks)]

    def on_focus(self) -> None:
        """Show that keys act here."""
        self.refresh()

    def on_blur(self) -> None:
        """Show that keys act elsewhere."""
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Return one line: the weekdays, then line by line of each week."""
        width = self.cell_width
        if y == 0:
            style = self.get_component_rich_style("month-grid--weekday")
            return self._joined([[Segment(fit_text(f" {name}", width), style)] for name in _WEEKDAYS])
        weeks = weeks_of(self.day)
        top = 1
        for week, height in zip(weeks, self._heights(len(weeks)), strict=True):
            if y < top + height:
                return self._joined([self._day_line(day, y - top, width, height) for day in week])
            top += height
        return Strip.blank(self.size.width, self.rich_style)

    def _joined(self, cells: Sequence[Sequence[Segment]]) -> Strip:
        gap = Segment(" " * _GAP, self.rich_style)
        segments = [segment for cell in cells for segment in (*cell, gap)]
        return Strip(segments[:-1]).adjust_cell_length(self.size.width, self.rich_style)

    def _day_line(self, day: date, line: int, width: int, height: int) -> list[Segment]:
        cursor, outside = day == self.day, day.month != self.day.month
        lines = self._box(day, width, height, cursor=cursor)
        return [
            Segment(text, self._style_of(part, outside=outside, cursor=cursor))
            for text, part in lines[line]
            if text
        ]

    def _box(self, day: date, width: int, height: int, *, cursor: bool) -> list[list[Piece]]:
        box = (day, width, height, cursor)
        if (lines := self._boxes.get(box)) is None:
            glyphs = getattr(self.app, "glyphs", UNICODE)
            boxed, today = self._days.get(day, Boxed()), self._today
            lines = day_lines(day, boxed, today=today, width=width, height=height, cursor=cursor, glyphs=glyphs)
            self._boxes[box] = lines
        return lines

    def notify_style_update(self) -> None:
        """Draw anew after a change of theme or class."""
        super().notify_style_update()
        if hasattr(self, "_styles"):
            self._styles.clear()

    def _style_of(self, part: str, *, outside: bool, cursor: bool) -> Style:
        kind = (part, outside, cursor, self.has_focus)
        if (style := self._styles.get(kind)) is None:
            style = self._styles[kind] = self._make_style(part, outside=outside, cursor=cursor)
        return style

    def _make_style(self, part: str, *, outside: bool, cursor: bool) -> Style:
        """Return how a piece is painted: days of the months beside are dimmed, but for their sites."""
        if part in _PARTS or not part:
            style = self.get_component_rich_style(f"month-grid--{'outside' if outside else part or 'title'}")
        else:
            style = Visual.parse(STYLES[cast("Tone", part)], self.app.theme_variables).rich_style
            style = Style(color=style.color)
        if cursor:
            style += self.get_component_rich_style(f"month-grid--{'cursor' if self.has_focus else 'still'}")
        return self.rich_style + style

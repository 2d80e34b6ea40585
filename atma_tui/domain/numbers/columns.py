"""The columns that numbers are shown in: one declaration for the screen, CSV, JSON and paper."""

from __future__ import annotations

from typing import Literal, cast

from msgspec import Struct

from atma_tui.domain.numbers.figures import Figures, Grouping

Written = Literal["count", "percent", "days", "ratio"]
"""How a figure is written: `12`, `83 %`, `2.5`, `1.33`."""

_DIGITS = 4


class Column(Struct, frozen=True):
    """One figure of each row."""

    name: str
    """The name of the figure, in CSV and JSON too."""
    title: str
    written: Written = "count"


COLUMNS = (
    Column("events", "Events"),
    Column("seats", "Seats"),
    Column("filled", "Seats taken"),
    Column("fill", "Fill", "percent"),
    Column("bookings", "Bookings"),
    Column("booked", "Enrolled"),
    Column("came", "Came"),
    Column("missed", "No-shows"),
    Column("attendance", "Attendance", "percent"),
    Column("no_show_rate", "No-show rate", "percent"),
    Column("unmarked", "Unmarked"),
    Column("unnamed", "Without a name"),
    Column("withdrew", "Withdrew"),
    Column("late", "Late"),
    Column("waiting", "Waiting"),
    Column("waits", "From the list"),
    Column("wait_days", "Days waited", "days"),
    Column("longest_wait_days", "Longest wait", "days"),
    Column("visitors", "Visitors"),
    Column("new_clients", "Became clients"),
    Column("conversion", "Conversion", "percent"),
    Column("client_days", "Days until then", "days"),
    Column("sessions", "Sessions"),
    Column("paths", "Paths"),
    Column("sessions_per_path", "Sessions per path", "ratio"),
    Column("calls", "Calls"),
    Column("calls_per_booking", "Calls per booking", "ratio"),
)
"""All figures, in order."""

_OF_LEAD = frozenset(
    {"bookings", "booked", "came", "missed", "attendance", "no_show_rate", "unmarked", "withdrew", "late"}
)


def columns_of(by: Grouping) -> tuple[Column, ...]:
    """Return the columns of a grouping: by lead time only bookings are told apart, not events."""
    return tuple(one for one in COLUMNS if by != "lead" or one.name in _OF_LEAD)


def value(figures: Figures, column: Column) -> int | float | None:
    """Return a figure as scripts get it: parts of 1 for percents; None when there is nothing to divide by."""
    figure = cast("int | float | None", getattr(figures, column.name))
    return round(figure, _DIGITS) if isinstance(figure, float) else figure


def written(figures: Figures, column: Column) -> str:
    """Return a figure as people read it; a dash when there is nothing to divide by."""
    figure = cast("int | float | None", getattr(figures, column.name))
    if figure is None:
        return "–"
    if column.written == "percent":
        return f"{round(100 * figure)} %"
    if column.written == "ratio":
        return f"{figure:.2f}"
    return f"{round(figure, 1):g}"

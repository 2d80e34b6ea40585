"""The columns of numbers, declared once for the screen, CSV, JSON and paper."""

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
    short: str = ""
    """A title for narrow tables; empty: the same title."""

    @property
    def head(self) -> str:
        """The title for narrow tables."""
        return self.short or self.title


COLUMNS = (
    Column("events", "Events"),
    Column("seats", "Seats"),
    Column("filled", "Seats taken", short="Taken"),
    Column("fill", "Fill", "percent"),
    Column("bookings", "Bookings"),
    Column("booked", "Enrolled"),
    Column("came", "Came"),
    Column("missed", "No-shows"),
    Column("attendance", "Attendance", "percent"),
    Column("no_show_rate", "No-show rate", "percent", "No-shows"),
    Column("unmarked", "Not marked"),
    Column("unnamed", "Counted at the door", short="Counted"),
    Column("withdrew", "Withdrew"),
    Column("late", "Withdrew late", short="Late"),
    Column("waiting", "Still waiting", short="Waiting"),
    Column("waits", "Seats from the waiting list", short="From list"),
    Column("wait_days", "Days waited, median", "days", "Waited"),
    Column("longest_wait_days", "Days waited, longest", "days", "Longest"),
    Column("visitors", "Open house visitors", short="Visitors"),
    Column("new_clients", "Became clients", short="Clients"),
    Column("conversion", "Conversion to client", "percent", "Conversion"),
    Column("client_days", "Days to client, median", "days", "Days to it"),
    Column("sessions", "Program sessions", short="Sessions"),
    Column("paths", "Paths with sessions", short="Paths"),
    Column("sessions_per_path", "Sessions per path", "ratio", "Per path"),
    Column("calls", "Calls made", short="Calls"),
    Column("calls_per_booking", "Calls per booking", "ratio", "Per booking"),
)
"""All figures, in order."""

_MAIN = ("events", "fill", "booked", "came", "no_show_rate", "wait_days", "new_clients", "sessions")
"""The columns that fit beside the label on 80 columns."""
_MAIN_OF_LEAD = ("booked", "came", "no_show_rate", "unmarked", "withdrew", "late")
_OF_LEAD = frozenset(
    {"bookings", "booked", "came", "missed", "attendance", "no_show_rate", "unmarked", "withdrew", "late"}
)


def columns_of(by: Grouping) -> tuple[Column, ...]:
    """Return the columns of a grouping: by lead time there are figures of bookings only, not of events."""
    return tuple(one for one in COLUMNS if by != "lead" or one.name in _OF_LEAD)


def main_columns(by: Grouping) -> tuple[Column, ...]:
    """Return the columns of a grouping for a narrow table."""
    names = _MAIN_OF_LEAD if by == "lead" else _MAIN
    return tuple(one for one in COLUMNS if one.name in names)


def value(figures: Figures, column: Column) -> int | float | None:
    """Return a figure as scripts get it: percentages as parts of 1; None when there is nothing to divide by."""
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
    return str(figure) if isinstance(figure, int) else f"{round(figure, 1):.15g}"

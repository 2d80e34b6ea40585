"""The views of the numbers: which figures each shows, in a list and in a chart. The counting is the desk's."""

from __future__ import annotations

from typing import NamedTuple

from atma_tui.domain.numbers.columns import COLUMNS
from atma_tui.domain.numbers.figures import Grouping
from atma_tui.ui.widgets.columns import Column
from atma_tui.ui.widgets.spans import Tone

COLUMN = {one.name: one for one in COLUMNS}
"""The figures, by name."""


class NumberView(NamedTuple):
    """Figures that answer one question."""

    id: str
    title: str
    figures: tuple[str, ...]
    """Names of the columns, the one that each row has a bar of first; what matters least is last."""
    chart: tuple[tuple[str, Tone], ...]
    """The figures that are drawn, all written alike."""
    only_by: Grouping | None = None
    """The only grouping that answers it."""


ATTENDANCE = NumberView(
    "attendance",
    "Attendance",
    (
        *("attendance", "booked", "came", "missed", "unmarked"),
        *("fill", "events", "withdrew", "late", "waiting", "unnamed"),
    ),
    (("booked", ""), ("came", "good")),
)
NO_SHOWS = NumberView(
    "no_shows",
    "No-shows",
    ("no_show_rate", "missed", "came", "booked", "unmarked", "bookings", "withdrew", "late"),
    (("no_show_rate", "warn"),),
    "lead",
)
WAITING = NumberView(
    "waiting",
    "Waiting",
    ("wait_days", "longest_wait_days", "waits", "waiting"),
    (("wait_days", ""), ("longest_wait_days", "warn")),
)
CONVERSION = NumberView(
    "conversion",
    "Conversion",
    ("conversion", "visitors", "new_clients", "client_days"),
    (("visitors", ""), ("new_clients", "good")),
)
SESSIONS = NumberView(
    "sessions",
    "Sessions",
    ("sessions_per_path", "sessions", "paths"),
    (("sessions", ""), ("paths", "good")),
)
CALLS = NumberView(
    "calls",
    "Calls",
    ("calls_per_booking", "calls", "bookings"),
    (("calls", ""), ("bookings", "good")),
)
NUMBER_VIEWS = {one.id: one for one in (ATTENDANCE, NO_SHOWS, WAITING, CONVERSION, SESSIONS, CALLS)}

VIEWS = (*((one.id, one.title) for one in NUMBER_VIEWS.values()), ("events", "Events"), ("audit", "Audit"))
"""All views of the screen, from left to right: id and title."""

_LABEL = Column("", 19, flex=1)
_FIGURE = len(" 100 %")
_ROOM = {"count": 4, "percent": 5, "days": 4, "ratio": 4}
"""Cells that a figure takes, by how it is written."""
_FEW = 5
"""So many figures there is room for on a narrow terminal."""
_WIDE = 110


def columns(view: NumberView, bar: int) -> tuple[Column, ...]:
    """Return the columns of a view's list, with room for bars of so many cells."""
    first, *others = (COLUMN[name] for name in view.figures)
    return (
        _LABEL,
        Column(first.title, max(len(first.title), bar + _FIGURE)),
        *(
            Column(
                one.head,
                max(len(one.head), _ROOM[one.written]),
                align="right",
                wide_only=_WIDE if place >= _FEW else 0,
            )
            for place, one in enumerate(others, 1)
        ),
    )

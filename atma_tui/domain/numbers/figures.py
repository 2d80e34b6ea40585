"""The figures counted of some events, and those derived from them; the manual page `numbers` explains each."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from atma_tui.domain.numbers.groupings import GROUPINGS as GROUPINGS
from atma_tui.domain.numbers.groupings import Grouping as Grouping


class Span(Struct, frozen=True):
    """The days to count, by the start of each event on its own wall clock."""

    first: date
    last: date

    @classmethod
    def year_to(cls, last: date) -> Span:
        """Return the twelve months up to this day; the last may be incomplete."""
        return cls(date(last.year - (last.month < 12), last.month % 12 + 1, 1), last)

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


class Figures(Struct, frozen=True, kw_only=True):
    """Some events in numbers. People are counted with all of their party; cancelled events count nothing."""

    events: int = 0
    seats: int = 0
    """Seats of the events that have a limited number."""
    filled: int = 0
    """People with seats in those events, whether they came or not, and those counted at the door."""
    bookings: int = 0
    """Enrolments that have or had a seat: a party is one."""
    booked: int = 0
    """The people in them."""
    came: int = 0
    missed: int = 0
    """Marked as no-shows."""
    unmarked: int = 0
    """Enrolled in past events, and neither checked in nor marked as no-shows."""
    unnamed: int = 0
    """Came and were counted at the door without a name."""
    withdrew: int = 0
    """Gave back a seat that they had, including those whose appointment was cancelled with it."""
    late: int = 0
    """Of those, the late ones (inside the clinic's notice) that were not waived."""
    waiting: int = 0
    """Still on the waiting list."""
    waits: int = 0
    """Bookings, and places in programs, that came off the waiting list."""
    wait_days: float | None = None
    """Median of the days from joining the list to getting the seat; None without any."""
    longest_wait_days: float | None = None
    visitors: int = 0
    """Different people who came to an open house before they began a path; companions are not counted."""
    new_clients: int = 0
    """Of those, the ones who began a path afterwards."""
    client_days: float | None = None
    """Median of the days from the open house to the path; None without any."""
    sessions: int = 0
    """Sessions of a program to which the client came."""
    paths: int = 0
    """Different paths that these sessions belong to."""
    calls: int = 0
    """Calls that the desk made about these events, including those that reached nobody."""

    @property
    def fill(self) -> float | None:
        """Part of the seats that were taken; above 1 when over capacity."""
        return _part(self.filled, self.seats)

    @property
    def attendance(self) -> float | None:
        """Part of those who were marked that came."""
        return _part(self.came, self.came + self.missed)

    @property
    def no_show_rate(self) -> float | None:
        """Part of those who were marked that did not come."""
        return _part(self.missed, self.came + self.missed)

    @property
    def conversion(self) -> float | None:
        """Part of the visitors of open houses who became clients."""
        return _part(self.new_clients, self.visitors)

    @property
    def sessions_per_path(self) -> float | None:
        """Sessions that a path had, on average."""
        return _part(self.sessions, self.paths)

    @property
    def calls_per_booking(self) -> float | None:
        """Calls that a booking took, on average."""
        return _part(self.calls, self.bookings)


class NumbersRow(Struct, frozen=True):
    """A group of events, or all of them, in numbers."""

    key: str
    """Its name for scripts: `2026-12-08`, the Monday of a week, `2026-12`, an id, a kind, days, or `all`.

    Empty for the events without a clinician.
    """
    label: str
    figures: Figures


class NumbersTable(Struct, frozen=True):
    """The rows of one grouping: times in order and without gaps, others by label."""

    by: Grouping
    rows: tuple[NumbersRow, ...]


class Numbers(Struct, frozen=True, kw_only=True):
    """A span of days in numbers: the totals, and the rows below them."""

    span: Span
    site: str = ""
    """Id of the site that is counted; empty for all."""
    totals: NumbersRow
    tables: tuple[NumbersTable, ...]
    """In the order of the groupings asked for."""

    def rows(self, by: Grouping) -> tuple[NumbersRow, ...]:
        """Return the rows of one of the groupings asked for."""
        return next(table.rows for table in self.tables if table.by == by)


def _part(some: int, of: int) -> float | None:
    return some / of if of else None

"""What is counted of some events, and what follows from it; the manual page `numbers` says how."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from atma_tui.domain.numbers.groupings import GROUPINGS as GROUPINGS
from atma_tui.domain.numbers.groupings import Grouping as Grouping


class Span(Struct, frozen=True):
    """The days that are counted, by the start of each event on its own wall clock."""

    first: date
    last: date

    @classmethod
    def year_to(cls, last: date) -> Span:
        """Return the twelve months of which the last one ends, or has come, with this day."""
        return cls(date(last.year - (last.month < 12), last.month % 12 + 1, 1), last)

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


class Figures(Struct, frozen=True, kw_only=True):
    """Some events in numbers. People are counted with all of their party; cancelled events count nothing."""

    events: int = 0
    seats: int = 0
    """Of the events that have a number of seats."""
    filled: int = 0
    """People with seats in those events, whether they came or not, and those counted at the door."""
    bookings: int = 0
    """Enrolments that have or had a seat: a party is one."""
    booked: int = 0
    """The people in them."""
    came: int = 0
    missed: int = 0
    """Noted as not come."""
    unmarked: int = 0
    """Enrolled in what is over, and neither checked in nor noted as not come."""
    unnamed: int = 0
    """Came, and were counted at the door without names."""
    withdrew: int = 0
    """Gave back a seat that they had, also in an appointment that was cancelled with it."""
    late: int = 0
    """Of those, the ones inside the clinic's notice and not waived."""
    waiting: int = 0
    """Still on the waiting list."""
    waits: int = 0
    """Bookings, and places in programs, that came off the waiting list."""
    wait_days: float | None = None
    """Days from joining the list to the seat: half of the waits were shorter. None without any."""
    longest_wait_days: float | None = None
    visitors: int = 0
    """Different people who came to an open house before they had begun a path; no companions."""
    new_clients: int = 0
    """Of those, the ones who have begun a path since."""
    client_days: float | None = None
    """Days from the open house to the path: half of the new clients took fewer. None without any."""
    sessions: int = 0
    """Sessions of a program to which the client came."""
    paths: int = 0
    """Different paths that these were on."""
    calls: int = 0
    """Calls that the desk made about these events, those that reached nobody included."""

    @property
    def fill(self) -> float | None:
        """Part of the seats that were taken; more than 1 over capacity."""
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
    """What scripts know it by: `2026-12-08`, the Monday of a week, `2026-12`, an id, a kind, days, or `all`.

    Empty for the events without a clinician.
    """
    label: str
    figures: Figures


class NumbersTable(Struct, frozen=True):
    """The rows of a grouping: times in order and without gaps, others by label."""

    by: Grouping
    rows: tuple[NumbersRow, ...]


class Numbers(Struct, frozen=True, kw_only=True):
    """Some days in numbers: the totals, and rows below them."""

    span: Span
    site: str = ""
    """Id of the only site that is counted; empty for all."""
    totals: NumbersRow
    tables: tuple[NumbersTable, ...]
    """In the order in which groupings were asked for."""

    def rows(self, by: Grouping) -> tuple[NumbersRow, ...]:
        """Return the rows of a grouping that was asked for."""
        return next(table.rows for table in self.tables if table.by == by)


def _part(some: int, of: int) -> float | None:
    return some / of if of else None

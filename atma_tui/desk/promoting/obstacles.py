"""What prevents those who wait from taking a seat now: gates, working hours, order of steps, other events."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from atma_tui.desk.appointments.appointments import staff_away
from atma_tui.desk.book.book import Book
from atma_tui.desk.book.clashes import Wish, clashes_of_each
from atma_tui.desk.book.sums import State
from atma_tui.desk.book.visits import closed_for_each
from atma_tui.domain.paths.gate import is_gated
from atma_tui.domain.records import Enrolment, Event


class Obstacles(Struct, frozen=True):
    """Why those who wait cannot take a seat now, by their enrolments."""

    closed: Mapping[str, str]
    """What is missing for an appointment; no reason can override it."""
    elsewhere: Mapping[str, str]
    """Where else they are at that time; the desk may override it with a reason."""

    def __call__(self, enrolment: Enrolment) -> str:
        """Say why somebody who waits cannot take a seat; empty if they can."""
        return self.closed.get(enrolment.id, "") or self.elsewhere[enrolment.id]


def cannot_take(book: Book, states: Iterable[State]) -> Obstacles:
    """Return what prevents those who wait in these offerings from taking a seat now."""
    waiting = [(state.offering, one) for state in states for one in state.enrolments if one.status == "waiting"]
    appointments = [
        (offering, one) for offering, one in waiting if isinstance(offering, Event) and is_gated(offering)
    ]
    reasons = closed_for_each(book, [(event, one.person) for event, one in appointments], in_order=True)
    clashing = clashes_of_each(book, [Wish(offering, one.person, one.instead_of) for offering, one in waiting])
    closed = {
        one.id: "; ".join(filter(None, [*why, staff_away(book, event)]))
        for (event, one), why in zip(appointments, reasons, strict=True)
    }
    elsewhere = {
        one.id: found[0].describe() if found else "" for (_, one), found in zip(waiting, clashing, strict=True)
    }
    return Obstacles(closed, elsewhere)

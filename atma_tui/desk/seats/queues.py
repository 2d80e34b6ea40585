"""Waiting lists in order, and why some cannot take what is free."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from msgspec import Struct

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.sums import State, states_of
from atma_tui.desk.promoting.obstacles import cannot_take
from atma_tui.domain.enrolling import never_fits_words
from atma_tui.domain.records import Enrolment, Offering, Person
from atma_tui.domain.waiting.queue import queue, rank


def place_in_line(book: Book, enrolment: Enrolment) -> int | None:
    """Return the place in line of somebody who waits; None for anybody else."""
    if enrolment.status != "waiting":
        return None
    return rank(enrolment, book.store.find(Enrolment, offering=enrolment.offering))


def never_fits_in(book: Book, offering: Offering, party: int, now: datetime) -> str:
    """Say that a party that waits is too large for an offering, whoever leaves; empty when it is not."""
    return never_fits_words(states_of(book, [offering], now)[offering.id].seats, party) if party > 1 else ""


class WaitingRow(Struct, frozen=True, kw_only=True):
    """Somebody who waits, as the desk sees them when a seat is free."""

    enrolment: Enrolment
    person: Person
    rank: int
    skip: str
    """Why they cannot take what is free now; empty if they can."""
    elsewhere: str = ""
    """Where else they are at that time, such as `is in Talk 19:00–21:00`; empty if nowhere."""


class Queues:
    """The waiting lists of some offerings; what is needed about those who wait is read once for all."""

    def __init__(self, book: Book, states: Collection[State]) -> None:
        waiting = [one for state in states for one in state.enrolments if one.status == "waiting"]
        self._people = book.people(one.person for one in waiting)
        self._why_not = cannot_take(book, states)

    def of(self, state: State, *, freed: int = 0) -> list[WaitingRow]:
        """Return everybody who waits for an offering, the next one first.

        `freed` seats count as free too, such as those of an offer that may be declined.
        """
        free = None if state.seats.free is None else max(0, state.seats.free + freed)
        rows: list[WaitingRow] = []
        for place, one in enumerate(queue(state.enrolments), 1):
            elsewhere, person = self._why_not.elsewhere[one.id], self._people.get(one.person)
            too_many = free is not None and one.party > free
            skip = self._why_not(one) or (f"party of {one.party}, {free} free" if too_many else "")
            if person is not None:
                rows.append(WaitingRow(enrolment=one, person=person, rank=place, skip=skip, elsewhere=elsewhere))
        return rows

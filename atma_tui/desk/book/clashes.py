"""Why people cannot be in an offering: where else they are then, and gates, for as many as are asked about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import NamedTuple

from msgspec import Struct

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.sums import State
from atma_tui.desk.book.visits import closed_for_each
from atma_tui.domain.clashes import ClashWith, clashes
from atma_tui.domain.gate import is_gated
from atma_tui.domain.records import Enrolment, Event, Offering

_SEATED = ("enrolled", "offered", "attended")


class Wish(NamedTuple):
    """Somebody who is to be in an offering."""

    offering: Offering
    person: str
    leaving: Sequence[str] = ()
    """Enrolments that end when they have a seat in it; those are no clash."""


def clashes_of_each(book: Book, wishes: Sequence[Wish]) -> list[list[ClashWith]]:
    """Return for each wish the person's other events that stand in the way, earliest first; two reads for all."""
    people = {wish.person for wish in wishes if isinstance(wish.offering, Event)}
    if not people:
        return [[] for _ in wishes]
    seats = defaultdict[str, list[Enrolment]](list)
    for one in book.store.find(Enrolment, person=people):
        if one.status in _SEATED:
            seats[one.person].append(one)
    events = book.store.get_many(Event, {one.offering for held in seats.values() for one in held})
    travel = timedelta(minutes=book.clinic().travel_minutes)

    def found(wish: Wish) -> list[ClashWith]:
        if not isinstance(wish.offering, Event):
            return []
        others = (one.offering for one in seats[wish.person] if one.id not in wish.leaving)
        return clashes(wish.offering, [events[id] for id in others if id in events], travel)

    return [found(wish) for wish in wishes]


class Obstacles(Struct, frozen=True):
    """Why those who wait cannot take a seat now, by their enrolments."""

    closed: Mapping[str, str]
    """What is missing for an appointment; it has to be there before anybody is seated."""
    elsewhere: Mapping[str, str]
    """Where else they are at that time; the desk may go over that with a reason."""

    def __call__(self, enrolment: Enrolment) -> str:
        """Say why somebody who waits cannot take a seat; empty when they can."""
        return self.closed.get(enrolment.id, "") or self.elsewhere[enrolment.id]


def cannot_take(book: Book, states: Iterable[State]) -> Obstacles:
    """Return what keeps those who wait in these offerings from taking a seat now."""
    waiting = [(state.offering, one) for state in states for one in state.enrolments if one.status == "waiting"]
    appointments = [
        (offering, one) for offering, one in waiting if isinstance(offering, Event) and is_gated(offering)
    ]
    reasons = closed_for_each(book, [(event, one.person) for event, one in appointments], in_order=True)
    clashing = clashes_of_each(book, [Wish(offering, one.person, one.instead_of) for offering, one in waiting])
    closed = {one.id: "; ".join(why) for (_, one), why in zip(appointments, reasons, strict=True)}
    elsewhere = {
        one.id: found[0].describe() if found else "" for (_, one), found in zip(waiting, clashing, strict=True)
    }
    return Obstacles(closed, elsewhere)

"""The seats of offerings: the one place that computes rule 1, for one offering or two thousand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from msgspec import Struct

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.days import events_on
from atma_tui.desk.book.offerings import offering_title
from atma_tui.domain.clashes import at_the_fullest, events_beside, numbered_room
from atma_tui.domain.records import DoorCount, Enrolment, Event, Hold, Offering, Site
from atma_tui.domain.seats import Seats, count_seats, room_share


class State(Struct, frozen=True, kw_only=True, gc=False):
    """One offering, everybody in it, and the sum."""

    offering: Offering
    title: str
    enrolments: Sequence[Enrolment]
    seats: Seats
    counted_over: int = 0
    """People counted at the door who were let in by an override."""

    @property
    def short(self) -> bool:
        """Whether it has more people than seats, its own or its room's."""
        return self.seats.free is not None and self.seats.free < 0


def states_of(book: Book, offerings: Iterable[Offering], now: datetime) -> dict[str, State]:
    """Return the state of each offering by id: its people, and the sum over every pool that it draws on.

    However many there are, this takes one read each for enrolments, holds and counts at the door, and one for the
    other events in rooms with a number of seats.
    """
    asked = {one.id: one for one in offerings}
    if not asked:
        return {}
    sites, deadlines = book.all_of(Site), book.deadline_time(now)
    events = [one for one in asked.values() if isinstance(one, Event)]
    rooms = {one.id: room for one in events if (room := numbered_room(one, sites))}
    events = [one for one in events if one.id in rooms]
    others = events_beside(events, events_on(book.store, [(one.starts, one.ends) for one in events]))
    beside = {one.id for found in others.values() for one in found}
    ids = beside | asked.keys()
    enrolments = book.store.having(Enrolment, "offering", ids)
    holds = book.store.having(Hold, "offering", ids)
    counts = book.store.having(DoorCount, "offering", ids)

    shares = {id: room_share(enrolments[id], holds[id], deadlines, counts[id]) for id in beside}

    def state(offering: Offering) -> State:
        id = offering.id
        there = others.get(id, ())
        if isinstance(offering, Event):
            there = at_the_fullest(offering, there, lambda one: shares[one.id].taken)
        seats = count_seats(
            offering,
            enrolments[id],
            holds[id],
            deadlines,
            counts=counts[id],
            room=rooms.get(id),
            beside=[shares[one.id] for one in there],
        )
        title = offering_title(book, offering)
        return State(
            offering=offering,
            title=title,
            enrolments=enrolments[id],
            seats=seats,
            counted_over=sum(one.came for one in counts[id] if one.override_reason),
        )

    return {id: state(one) for id, one in asked.items()}

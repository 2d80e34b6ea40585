"""The seats of offerings: rule 1, made in one place for one offering as for two thousand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import chain
from typing import TypeVar

from msgspec import Struct

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.days import Days
from atma_tui.desk.book.offerings import offering_title
from atma_tui.domain.records import Enrolment, Event, Hold, Offering, Room, Site
from atma_tui.domain.seats import Seats, count_seats, shares_room

T = TypeVar("T", Enrolment, Hold)


class State(Struct, frozen=True, kw_only=True):
    """One offering, everybody in it, and the sum."""

    offering: Offering
    title: str
    enrolments: tuple[Enrolment, ...]
    seats: Seats

    @property
    def short(self) -> bool:
        """Whether there are fewer seats, of its own or in its room, than people in it."""
        return self.seats.free is not None and self.seats.free < 0


def states_of(book: Book, offerings: Iterable[Offering], now: datetime) -> dict[str, State]:
    """Return offerings by id, each with its people and its sum over every pool that it draws on.

    However many they are, it takes a read for the enrolments, one for the holds, and one for what else is on when
    rooms have a number of seats.
    """
    asked = {one.id: one for one in offerings}
    if not asked:
        return {}
    rooms = _limited_rooms(book, asked.values())
    beside = _beside(book, [one for one in asked.values() if one.id in rooms])
    ids = {*asked, *chain.from_iterable(beside.values())}
    enrolments = _by_offering(book.store.find(Enrolment, offering=ids))
    holds = _by_offering(book.store.find(Hold, offering=ids))

    def seats(offering: Offering) -> Seats:
        others = beside.get(offering.id, ())
        return count_seats(
            offering,
            enrolments[offering.id],
            holds[offering.id],
            now,
            room=rooms.get(offering.id),
            beside=[*chain.from_iterable(enrolments[one] for one in others)],
            beside_holds=[*chain.from_iterable(holds[one] for one in others)],
        )

    return {
        id: State(
            offering=one,
            title=offering_title(book, one),
            enrolments=tuple(enrolments[id]),
            seats=seats(one),
        )
        for id, one in asked.items()
    }


def _limited_rooms(book: Book, offerings: Iterable[Offering]) -> Mapping[str, Room]:
    """Return by id the room of each event in a room whose number of seats is known."""
    sites = book.all_of(Site)
    return {
        one.id: room
        for one in offerings
        if isinstance(one, Event) and one.room and (site := sites.get(one.site))
        if (room := site.room(one.room)) and room.seats is not None
    }


def _beside(book: Book, offerings: Iterable[Offering]) -> Mapping[str, Sequence[str]]:
    """Return for each event the ids of others in its room at the same time."""
    events = [one for one in offerings if isinstance(one, Event)]
    days = Days(book.store, ((one.starts, one.ends) for one in events))
    return {
        event.id: [one.id for one in days.touching(event.starts, event.ends) if shares_room(event, one)]
        for event in events
    }


def _by_offering(found: Iterable[T]) -> defaultdict[str, list[T]]:
    by_offering = defaultdict[str, list[T]](list)
    for one in found:
        by_offering[one.offering].append(one)
    return by_offering

"""The seats of offerings: rule 1, made in one place for one offering as for two thousand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import chain
from operator import attrgetter
from typing import TypeVar

from msgspec import Struct

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.days import events_on
from atma_tui.desk.book.offerings import offering_title
from atma_tui.domain.records import Enrolment, Event, Hold, Offering, Room, Site
from atma_tui.domain.seats import Seats, count_seats, shares_room

T = TypeVar("T", Enrolment, Hold)


class State(Struct, frozen=True, kw_only=True, gc=False):
    """One offering, everybody in it, and the sum."""

    offering: Offering
    title: str
    enrolments: Sequence[Enrolment]
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
    rooms, deadlines = _limited_rooms(book), book.deadline_time(now)
    events = [one for one in asked.values() if isinstance(one, Event) and (one.site, one.room) in rooms]
    beside = _beside(book, events) if events else {}
    ids = {*asked, *chain.from_iterable(beside.values())}
    enrolments = _by_offering(book.store.find(Enrolment, offering=ids))
    holds = _by_offering(book.store.find(Hold, offering=ids))

    def seats(offering: Offering) -> Seats:
        others = beside.get(offering.id, ())
        return count_seats(
            offering,
            enrolments[offering.id],
            holds[offering.id],
            deadlines,
            room=rooms.get((offering.site, offering.room)) if isinstance(offering, Event) else None,
            beside=[one for other in others for one in enrolments[other]],
            beside_holds=[one for other in others for one in holds[other]],
        )

    return {
        id: State(
            offering=one,
            title=offering_title(book, one),
            enrolments=enrolments[id],
            seats=seats(one),
        )
        for id, one in asked.items()
    }


def _limited_rooms(book: Book) -> Mapping[tuple[str, str], Room]:
    """Return the rooms whose number of seats is known, by site and id."""
    sites = book.all_of(Site).values()
    return {(site.id, room.id): room for site in sites for room in site.rooms if room.seats is not None}


def _beside(book: Book, events: Iterable[Event]) -> Mapping[str, Sequence[str]]:
    """Return for each event the ids of others in its room at the same time."""
    asked = {one.id: one for one in events}
    rooms: dict[tuple[str, str], list[Event]] = {(one.site, one.room): [] for one in asked.values()}
    there = events_on(book.store, [(one.starts, one.ends) for one in asked.values()])
    in_rooms = {one.id: one for one in there if (one.site, one.room) in rooms} | asked
    for event in sorted(in_rooms.values(), key=attrgetter("starts")):
        rooms[event.site, event.room].append(event)
    beside = defaultdict[str, list[str]](list)
    for in_room in rooms.values():
        going_on: list[Event] = []
        for event in in_room:
            going_on = [one for one in going_on if one.ends > event.starts]
            for other in going_on:
                if shares_room(event, other):
                    beside[event.id].append(other.id)
                    beside[other.id].append(event.id)
            going_on.append(event)
    return beside


def _by_offering(found: Iterable[T]) -> defaultdict[str, list[T]]:
    by_offering = defaultdict[str, list[T]](list)
    for one in found:
        by_offering[one.offering].append(one)
    return by_offering

"""The seats of many events at once: everything is read in one pass, and each sum is the one `state_of` makes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import chain

from atma_tui.desk.book.offerings import state_of
from atma_tui.domain.records import Enrolment, Event, Hold, Room, Site
from atma_tui.domain.seats import Seats, count_seats, shares_room
from atma_tui.store.protocol import Store

_BULK_THRESHOLD = 300
"""Up to so many events their people are read one event at a time; beyond, all enrolments in one pass."""


def seats_of_each(store: Store, events: Sequence[Event], now: datetime) -> Callable[[Event], Seats]:
    """Return a function that counts the seats of each of these events, room limits included."""
    if len(events) <= _BULK_THRESHOLD:
        return lambda event: state_of(store, event, now).seats
    enrolments, holds = defaultdict[str, list[Enrolment]](list), defaultdict[str, list[Hold]](list)
    for enrolment in store.find(Enrolment):
        enrolments[enrolment.offering].append(enrolment)
    for hold in store.find(Hold):
        holds[hold.offering].append(hold)
    limited = {
        (site.id, room.id): room for site in store.find(Site) for room in site.rooms if room.seats is not None
    }
    beside = _in_one_room(store.find(Event), limited) if limited else {}

    def seats(event: Event) -> Seats:
        others = beside.get(event.id, ())
        return count_seats(
            event,
            enrolments[event.id],
            holds[event.id],
            now,
            room=limited.get((event.site, event.room)),
            beside=[*chain.from_iterable(enrolments[one] for one in others)],
            beside_holds=[*chain.from_iterable(holds[one] for one in others)],
        )

    return seats


def _in_one_room(events: Iterable[Event], limited: Mapping[tuple[str, str], Room]) -> Mapping[str, Sequence[str]]:
    """Return for each event the ids of those that share its room with it, for rooms of limited seats."""
    rooms = defaultdict[tuple[str, str], list[Event]](list)
    for event in events:
        if event.live and (event.site, event.room) in limited:
            rooms[event.site, event.room].append(event)
    beside = defaultdict[str, list[str]](list)
    for there in rooms.values():
        going_on: list[Event] = []
        for event in sorted(there, key=lambda one: one.starts):
            going_on = [one for one in going_on if one.ends > event.starts]
            for other in going_on:
                if shares_room(event, other):
                    beside[event.id].append(other.id)
                    beside[other.id].append(event.id)
            going_on.append(event)
    return beside

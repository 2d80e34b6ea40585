"""Seats: no pool is oversold but by a named override (rules 1 and 2)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain

from atma_tui.domain.invariants.scene import Scene, Violation
from atma_tui.domain.records import Enrolment, Event, Hold, Offering, ProgramSeats, Room, Site
from atma_tui.domain.seats import count_seats, places_words, shares_room
from atma_tui.domain.when import days_of


def violations(scene: Scene) -> Iterator[Violation]:
    """Yield each pool with fewer seats than are taken from it, unless a reason was given for that."""
    touched = {one.offering for one in scene.touched(Enrolment)}
    touched |= {one.offering for one in scene.touched(Hold)}
    touched |= {one.id for one in scene.touched(Event)} | {one.id for one in scene.touched(ProgramSeats)}
    sites = {one.id for one in scene.touched(Site)}
    touched |= {one.id for one in scene.all(Event).values() if one.room and one.site in sites}
    holds = _holds(scene)
    rooms = _Rooms(scene)
    for id in sorted(touched):
        offering = scene.offering(id)
        if offering is None or (isinstance(offering, Event) and not offering.live):
            continue
        others = rooms.beside(offering)
        beside = [*chain.from_iterable(scene.by_offering.get(one.id, ()) for one in others)]
        seats = count_seats(
            offering,
            scene.by_offering.get(id, ()),
            holds[id],
            scene.now,
            room=rooms.room(offering),
            beside=beside,
            beside_holds=[*chain.from_iterable(holds[one.id] for one in others)],
        )
        for place, pool in enumerate(seats.pools):
            pooled = [*scene.by_offering.get(id, ()), *(beside if place else ())]
            named = any(one.override_reason for one in (offering, *(others if place else ())))
            if pool.free is None or pool.free >= 0 or named or _overridden(pooled):
                continue
            taken = pool.enrolled + pool.held + pool.offered
            where = f"{scene.title(id)}, {pool.name}" if place else scene.title(id)
            yield Violation(
                key=("oversold", id, pool.name),
                summary=f"{where} has {places_words(pool.capacity or 0)}, and {taken} would be taken.",
                weight=-pool.free,
            )


def _overridden(enrolments: Sequence[Enrolment]) -> bool:
    return any(one.override_reason and one.live for one in enrolments)


def _holds(scene: Scene) -> defaultdict[str, list[Hold]]:
    found = defaultdict[str, list[Hold]](list)
    for hold in scene.all(Hold).values():
        found[hold.offering].append(hold)
    return found


class _Rooms:
    """Which events are in one room at the same time."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._by_day = defaultdict[tuple[str, str, object], list[Event]](list)
        for event in scene.all(Event).values():
            if self.room(event) is not None:
                for day in days_of(event.starts, event.ends):
                    self._by_day[event.site, event.room, day].append(event)

    def room(self, offering: Offering) -> Room | None:
        """Return the room of an event if its seats are numbered."""
        if not isinstance(offering, Event) or not offering.room:
            return None
        site = self._scene.all(Site).get(offering.site)
        room = site.room(offering.room) if site is not None else None
        return room if room is not None and room.seats is not None else None

    def beside(self, offering: Offering) -> list[Event]:
        """Return the other events in its room at the same time."""
        if not isinstance(offering, Event) or self.room(offering) is None:
            return []
        days = days_of(offering.starts, offering.ends)
        found = chain.from_iterable(self._by_day[offering.site, offering.room, day] for day in days)
        return [*{one.id: one for one in found if shares_room(offering, one)}.values()]

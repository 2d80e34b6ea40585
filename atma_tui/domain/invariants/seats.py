"""Seats: no pool is oversold but by a named override (rules 1 and 2)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from itertools import chain

from atma_tui.domain.invariants.scene import Scene, Violation
from atma_tui.domain.records import Enrolment, Event, Hold, Offering, ProgramSeats, Room, Site
from atma_tui.domain.seats import count_pools, places_words, shares_room
from atma_tui.domain.when import days_of, instant


def violations(scene: Scene) -> Iterator[Violation]:
    """Yield each pool with fewer seats than are taken from it, unless a reason was given for that."""
    rooms = _Rooms(scene)
    for id in sorted(_touched(scene)):
        offering = scene.offering(id)
        if offering is None or (isinstance(offering, Event) and not offering.live):
            continue
        own, holds, room = scene.by_offering.get(id, ()), scene.holds.get(id, ()), rooms.room(offering)
        if not (own or holds or room):
            continue  # nothing is taken from its only pool; a first sync brings thousands of such events
        others = rooms.beside(offering) if isinstance(offering, Event) and room is not None else []
        beside = [*chain.from_iterable(scene.by_offering.get(one.id, ()) for one in others)]
        pools = count_pools(
            offering,
            own,
            holds,
            scene.deadlines,
            room=room,
            beside=beside,
            beside_holds=[*chain.from_iterable(scene.holds.get(one.id, ()) for one in others)],
        )
        for place, pool in enumerate(pools):
            if pool.free is None or pool.free >= 0:
                continue
            named = any(one.override_reason for one in (offering, *(others if place else ())))
            if named or _overridden([*own, *(beside if place else ())]):
                continue
            taken = pool.enrolled + pool.held + pool.offered
            where = f"{scene.title(id)}, {pool.name}" if place else scene.title(id)
            yield Violation(
                key=("oversold", id, pool.name),
                summary=f"{where} has {places_words(pool.capacity or 0)}, and {taken} would be taken.",
                weight=-pool.free,
            )


def _touched(scene: Scene) -> set[str]:
    """Return the ids of the offerings in which more seats may be taken now; whoever waits takes none."""
    ids = {one.offering for one in scene.touched(Enrolment) if one.status != "waiting"}
    ids.update(one.offering for one in scene.touched(Hold))
    ids.update(one.id for one in scene.touched(Event))
    ids.update(one.id for one in scene.touched(ProgramSeats))
    if sites := {one.id for one in scene.touched(Site)}:
        ids.update(one.id for one in scene.all(Event).values() if one.room and one.site in sites)
    return ids


def _overridden(enrolments: Sequence[Enrolment]) -> bool:
    return any(one.override_reason and one.live for one in enrolments)


class _Rooms:
    """Which events are in one room at the same time."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene

    def room(self, offering: Offering) -> Room | None:
        """Return the room of an event if its seats are numbered; a past event was in the room as it was then."""
        if not isinstance(offering, Event) or not offering.room:
            return None
        if instant(offering.ends, offering.zone) <= self._scene.now:
            return None
        site = self._scene.all(Site).get(offering.site)
        room = site.room(offering.room) if site is not None else None
        return room if room is not None and room.seats is not None else None

    def beside(self, event: Event) -> list[Event]:
        """Return the other events in its room at the same time."""
        days = days_of(event.starts, event.ends)
        found = chain.from_iterable(self._by_day[event.site, event.room, day] for day in days)
        return [*{one.id: one for one in found if shares_room(event, one)}.values()]

    @cached_property
    def _by_day(self) -> Mapping[tuple[str, str, date], list[Event]]:
        by_day = defaultdict[tuple[str, str, date], list[Event]](list)
        for event in self._scene.all(Event).values():
            if event.room:
                for day in days_of(event.starts, event.ends):
                    by_day[event.site, event.room, day].append(event)
        return by_day

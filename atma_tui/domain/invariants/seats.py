"""Seats: no pool is oversold except by a named override (rules 1 and 2), and nobody leaves who had not come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from atma_tui.domain.clashes import at_the_fullest, numbered_room
from atma_tui.domain.event_span import has_ended
from atma_tui.domain.invariants.scene import Scene, Violation
from atma_tui.domain.records import DoorCount, Enrolment, Event, Hold, Offering, ProgramSeats, Room, Site
from atma_tui.domain.seat_words import places_words
from atma_tui.domain.seats import count_pools, room_share


def of_pools(scene: Scene) -> Iterator[Violation]:
    """Yield each pool with fewer seats than are taken from it, unless a reason was given."""
    touched = _touched(scene)
    if not touched:
        return
    events = [one for one in touched if isinstance(one, Event)]
    sites = scene.all(Site)
    rooms = {one.id: room for one in events if (room := _room(scene, one, sites))}
    others = scene.beside([one for one in events if one.id in rooms])
    beside = {one.id for found in others.values() for one in found}
    ids = beside | {one.id for one in touched}
    enrolments, all_holds = scene.having(Enrolment, "offering", ids), scene.having(Hold, "offering", ids)
    all_counts = scene.having(DoorCount, "offering", ids)
    shares = {id: room_share(enrolments[id], all_holds[id], scene.deadlines, all_counts[id]) for id in beside}
    for offering in touched:
        id, there = offering.id, others.get(offering.id, ())
        own, holds, counts = enrolments[id], all_holds[id], all_counts[id]
        if not (own or holds or counts or id in rooms):
            continue  # nothing is taken from its only pool; a first sync brings thousands of such events
        if isinstance(offering, Event):
            if not offering.live:
                continue
            there = at_the_fullest(offering, there, lambda one: shares[one.id].taken)
        pools = count_pools(
            offering,
            own,
            holds,
            scene.deadlines,
            counts=counts,
            room=rooms.get(id),
            beside=[shares[one.id] for one in there],
        )
        for place, pool in enumerate(pools):
            if pool.free is None or pool.free >= 0:
                continue
            sharing = (offering, *there) if place else (offering,)
            if any(one.override_reason or _overridden(enrolments[one.id], all_counts[one.id]) for one in sharing):
                continue
            where = f"{scene.title(id)}, {pool.name}" if place else scene.title(id)
            yield Violation(
                key=("oversold", id, pool.name),
                summary=f"{where} has {places_words(pool.capacity or 0)}, and {pool.taken} would be taken.",
                weight=-pool.free,
            )


def of_counts(scene: Scene) -> Iterator[Violation]:
    """Yield events that more unnamed people left than had come."""
    is_undone = any(kind == DoorCount.kind for kind, _ in scene.removed)
    touched = scene.every(DoorCount) if is_undone else scene.touched(DoorCount)
    ids = {one.offering for one in touched}
    counted = scene.having(DoorCount, "offering", ids)
    for id in sorted(ids):
        came, left = sum(one.came for one in counted[id]), sum(one.left for one in counted[id])
        if left > came:
            yield Violation(
                key=("counted", id),
                summary=f"{left} would have left {scene.title(id)}, and {came} were counted in.",
                weight=left - came,
            )


def _touched(scene: Scene) -> list[Offering]:
    """Return the offerings in which more seats may be taken than before; people who wait take none."""
    ids = {one.offering for one in scene.touched(Enrolment) if one.status != "waiting"}
    ids.update([one.offering for one in scene.touched(Hold)])
    ids.update([one.offering for one in scene.touched(DoorCount)])
    ids.update([one.id for one in scene.touched(Event)])
    ids.update([one.id for one in scene.touched(ProgramSeats)])
    if sites := {one.id for one in scene.touched(Site)}:
        at_sites = scene.having(Event, "site", sites)
        ids.update(one.id for id in sites for one in at_sites[id] if one.room)
    if not ids:
        return []
    events, seats = scene.get(Event, ids), scene.all(ProgramSeats)
    return [one for id in sorted(ids) if (one := seats.get(id) or events.get(id)) is not None]


def _overridden(enrolments: Sequence[Enrolment], counts: Sequence[DoorCount]) -> bool:
    let_in = (one.override_reason and one.live for one in enrolments)
    return any(let_in) or any(one.override_reason for one in counts)


def _room(scene: Scene, event: Event, sites: Mapping[str, Site]) -> Room | None:
    """Return the room of an event if its seats are numbered; a past event was in the room as it was then."""
    room = numbered_room(event, sites)
    if room is None or has_ended(event, scene.now):
        return None
    return room

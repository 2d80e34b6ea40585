"""What must hold after each step of a walk, counted slowly and plainly beside the desk's own check."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from atma_tui.desk.appointments.appointments import double_booked_each
from atma_tui.desk.book.sums import states_of
from atma_tui.desk.book.visits import visits_of_each
from atma_tui.desk.desk import Desk
from atma_tui.desk.maintenance import broken_rules
from atma_tui.desk.promoting.obstacles import cannot_take
from atma_tui.domain.enrolling import is_open
from atma_tui.domain.records import (
    OPEN_CALLS,
    Act,
    Call,
    DoorCount,
    Enrolment,
    Event,
    Hold,
    Offering,
    Pathway,
    Person,
    ProgramSeats,
    Site,
)
from atma_tui.domain.seats import Pool
from atma_tui.domain.when import instant
from tests.desk.walks.walking import Walk


def broken(walk: Walk) -> list[str]:
    """Return what does not hold now, each in words."""
    desk = walk.desk
    return [
        *broken_rules(desk.book),
        *_sums(desk),
        *_enrolments(desk),
        *_calls(desk),
        *_paths(desk),
        *_lost(walk),
        *_idle(desk),
    ]


def _offerings(desk: Desk) -> list[Offering]:
    return [*desk.book.store.find(Event), *desk.book.store.find(ProgramSeats)]


def _taken(desk: Desk, offering: Offering) -> int:
    """Count the seats that are taken, one by one."""
    taken, now = 0, desk.book.deadline_time(desk.now())
    seated = ("enrolled",) if isinstance(offering, ProgramSeats) else ("enrolled", "attended")
    for one in desk.book.store.find(Enrolment, offering=offering.id):
        held = one.status == "offered" and one.offered_until is not None and one.offered_until > now
        if one.status in seated or held:
            taken += one.party
    for hold in desk.book.store.find(Hold, offering=offering.id):
        if hold.until is None or hold.until > now:
            taken += hold.seats
    for count in desk.book.store.find(DoorCount, offering=offering.id):
        taken += count.came - count.left
    return taken


def _reasons(desk: Desk, offering_id: str) -> list[str]:
    """Return why people were let in over capacity."""
    store = desk.book.store
    inside = (*store.find(Enrolment, offering=offering_id), *store.find(DoorCount, offering=offering_id))
    return [one.override_reason for one in inside]


def _beside(desk: Desk, event: Event) -> list[Event]:
    """Return all live events in the room of one at the same time, and itself."""
    others = [one for one in desk.book.store.find(Event) if one.id != event.id and one.live and event.live]
    return [
        event,
        *(
            one
            for one in others
            if (one.site, one.room) == (event.site, event.room)
            and one.starts < event.ends
            and event.starts < one.ends
        ),
    ]


def _sums(desk: Desk) -> Iterator[str]:
    store = desk.book.store
    rooms = {(site.id, room.id): room for site in store.find(Site) for room in site.rooms}
    states = states_of(desk.book, _offerings(desk), desk.now())
    for id, state in states.items():
        offering, free = state.offering, []
        reasons = [offering.override_reason, *_reasons(desk, id)]
        if offering.capacity is not None:
            free.append(offering.capacity - _taken(desk, offering))
        if isinstance(offering, Event) and (room := rooms.get((offering.site, offering.room))) is not None:
            beside = _beside(desk, offering)
            if room.seats is not None:
                moments = [one.starts for one in beside if one.starts >= offering.starts] + [offering.starts]
                at_once = [[one for one in beside if one.starts <= moment < one.ends] for moment in moments]
                free.append(room.seats - max(sum(_taken(desk, one) for one in some) for some in at_once))
                reasons += [one.override_reason for one in beside]
                reasons += [one for other in beside for one in _reasons(desk, other.id)]
        if state.seats.free != min(free, default=None):
            yield f"{state.title} ({id}): {state.seats.free} free, counted one by one {min(free, default=None)}"
        is_on = not isinstance(offering, Event) or (
            offering.live and instant(offering.ends, offering.zone) > desk.now()  # a past one was in another room
        )
        if is_on and min(free, default=0) < 0 and not any(reasons):
            yield f"{state.title} ({id}) is oversold"


def _enrolments(desk: Desk) -> Iterator[str]:
    store = desk.book.store
    enrolments, events = store.find(Enrolment), {one.id: one for one in store.find(Event)}
    twice = Counter((one.offering, one.person) for one in enrolments if one.live and one.offering in events)
    yield from (f"{person} has two seats in {offering}" for (offering, person), n in twice.items() if n > 1)
    in_line = Counter(
        (one.offering, one.priority, one.position) for one in enrolments if one.status in ("waiting", "offered")
    )
    yield from (f"one place in line for two: {place}" for place, number in in_line.items() if number > 1)
    for one in enrolments:
        event, person = events.get(one.offering), store.get(Person, one.person)
        if person is None or (person.merged_into and one.live):
            yield f"{one.id} is live and of nobody"
        if one.status == "offered" and event is not None and not event.live:
            yield f"{one.id} is offered a seat in a cancelled event"
        ends = instant(event.ends, event.zone) if event is not None else None
        if one.offered_until is not None and ends is not None and one.offered_until > ends > desk.now():
            yield f"{one.id} is offered a seat for longer than the event goes on"
        if one.status == "waiting" and not one.position:
            yield f"{one.id} waits without a place in line"


def _calls(desk: Desk) -> Iterator[str]:
    store = desk.book.store
    calls = [one for one in store.find(Call) if one.state in OPEN_CALLS]
    several = Counter((one.person, one.event) for one in calls if one.event)
    yield from (f"{number} calls to {who} are owed" for who, number in several.items() if number > 1)
    people, enrolments = {one.id for one in store.find(Person)}, {one.id: one for one in store.find(Enrolment)}
    for call in calls:
        if call.person not in people:
            yield f"a call is owed to nobody: {call.why}"
        about = enrolments.get(call.enrolment)
        if about is not None and about.status == "cancelled":
            yield f"a call is owed to somebody who has left: {call.why}"


def _paths(desk: Desk) -> Iterator[str]:
    store = desk.book.store
    paths, now = store.find(Pathway), desk.now()
    visits = visits_of_each(store, paths)
    listed = {one.pathway for one in desk.follow_ups.list() if one.reason in ("stopped", "clearance")}
    walked = Counter((one.person, one.program, one.site) for one in paths if one.under_way)
    yield from (f"two paths of {who} are under way" for who, number in walked.items() if number > 1)
    going_on = {visit.enrolment.id for path in paths if path.under_way for visit in visits[path.id]}
    cleared = [path for path in paths if path.clearance and path.clearance.status == "cleared" and path.plan]
    stopped = going_on - {visit.enrolment.id for path in cleared for visit in visits[path.id]}
    stopped = {
        visit.enrolment.id
        for path in paths
        if path.state == "active"
        for visit in visits[path.id]
        if visit.event.step == "session" and visit.enrolment.id in stopped and not visit.done
    }
    for path in paths:
        place = store.get(Enrolment, path.enrolment)
        if place is None or place.person != path.person:
            yield f"{path.id} has no place, or the place of somebody else"
        elif path.under_way and not place.live:
            yield f"{path.id} goes on without its place"
        for visit in visits[path.id]:
            event, coming = visit.event, instant(visit.event.starts, visit.event.zone) > now
            if coming and visit.is_kept and not visit.done and visit.enrolment.id not in going_on:
                yield f"{path.id} has ended and {event.title} ({event.id}) is still booked"
            booked = path.state == "active" and coming and visit.is_kept
            if booked and visit.enrolment.id in stopped and path.id not in listed:
                yield f"the session {event.id} is stopped, and {path.id} is not listed"
    owned = {visit.enrolment.id for found in visits.values() for visit in found}
    yield from _appointments(desk, owned)


def _appointments(desk: Desk, owned: set[str]) -> Iterator[str]:
    store = desk.book.store
    booked = [one for one in store.find(Event) if one.step and one.live]
    for event in booked:
        inside = [one for one in store.find(Enrolment, offering=event.id) if one.live or one.status == "no_show"]
        if not inside and instant(event.starts, event.zone) > desk.now():
            yield f"the appointment {event.id} is nobody's"
        yield from (f"{one.id} belongs to no path" for one in inside if one.id not in owned)
    taken = double_booked_each(desk.book, booked)
    yield from (f"{event.id}: {words}" for event, words in zip(booked, taken, strict=True) if words)


def _lost(walk: Walk) -> Iterator[str]:
    """Yield whoever was once enrolled and cannot be found any more, by their name or in the log."""
    desk, store = walk.desk, walk.desk.book.store
    acts = store.find(Act)
    if [act.id for act in acts] != [f"act-{number:010d}" for number in range(1, len(acts) + 1)]:
        yield "the log has a gap"
    walk.enrolled |= {one.person for one in store.find(Enrolment)}
    undone = _undone(acts)
    for id in sorted(walk.enrolled):
        if not any(id in act.related_ids for act in acts):
            yield f"{id} was enrolled and the log does not know them"
        person = store.get(Person, id)
        if person is None:
            made = [act for act in acts if any(one.id == id and one.before is None for one in act.changes)]
            if not made or made[0].id not in undone:
                yield f"{id} is gone from the book"
            continue
        kept = desk.book.person(id)
        if kept.nameless is None and kept.id not in {one.id for one in desk.people.search(kept.name)}:
            yield f"{kept.name} ({kept.id}) is not found by name"


def _undone(acts: Sequence[Act]) -> set[str]:
    undone: set[str] = set()
    for act in reversed(acts):
        if act.undoes and act.id not in undone:
            undone.add(act.undoes)
    return undone


def _idle(desk: Desk) -> Iterator[str]:
    """Yield offerings with a free seat that somebody who waits could take, once lapsed offers have moved on."""
    desk.poll()
    states = states_of(desk.book, _offerings(desk), desk.now())
    why_not = cannot_take(desk.book, states.values())
    for state in states.values():
        if not is_open(state.offering, desk.now()):
            continue
        free = state.seats.free
        waiting = sorted(
            (one for one in state.enrolments if one.status == "waiting"),
            key=lambda one: (-one.priority, one.position),
        )
        able = [one for one in waiting if not why_not(one) and not _never(state.seats.pools, one.party)]
        if able and (free is None or able[0].party <= free):
            yield f"{state.title} ({state.offering.id}): {free} free, and {able[0].id} waits"


def _never(pools: Sequence[Pool], party: int) -> bool:
    return any(pool.capacity is not None and party > pool.capacity for pool in pools)

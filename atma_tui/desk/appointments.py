"""What an appointment keeps to: the path's gates, and that no room, clinician or supervisor is booked twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from atma_tui.desk.book import Book
from atma_tui.desk.offerings import events_on
from atma_tui.domain.errors import Blocked, InputError, RuleError
from atma_tui.domain.pathway import Visit, gate
from atma_tui.domain.records import Clinician, Enrolment, Event, Pathway, Person, Program, Step
from atma_tui.domain.slots import Span, is_room_free, works
from atma_tui.domain.text import clean
from atma_tui.domain.when import instant, wall
from atma_tui.store.protocol import Store

_A_DAY = timedelta(days=1)


def visits_of(store: Store, pathway: Pathway) -> list[Visit]:
    """Return a client's appointments of a program, by start."""
    found = [
        Visit(event=event, enrolment=one)
        for one in store.find(Enrolment, person=pathway.person)
        if one.id != pathway.enrolment
        and (event := store.get(Event, one.offering)) is not None
        and event.program == pathway.program
    ]
    return sorted(found, key=lambda visit: (visit.event.starts, visit.event.id))


def gates(
    book: Book, pathway: Pathway, step: Step, visits: Sequence[Visit], day: date, names: Mapping[str, str]
) -> list[str]:
    """Return why a step may not be booked on a day: the path's own gates, and a place still waited for."""
    why = gate(pathway, step, visits, day, dict(names))
    place = book.store.get(Enrolment, pathway.enrolment)
    if place is not None and place.status in ("waiting", "offered"):
        why.append("they are on the waiting list for a place")
    return why


def refuse_session(book: Book, event: Event, person: Person) -> None:
    """Raise `Blocked` when a ketamine session is wanted for somebody who is not cleared or has no plan.

    However the session was made and wherever it is booked from: the rule asks for clearance by a named clinician
    and a treatment plan.
    """
    if event.category != "session":
        return
    names = {one.id: one.name for one in book.store.find(Clinician)}
    reasons = ["they are in no program"]
    for pathway in book.store.find(Pathway, person=person.id):
        steps = book.the(Program, pathway.program).steps
        step = next((one for one in steps if one.id == event.step or one.category == "session"), None)
        if step is None or event.program not in ("", pathway.program):
            continue
        reasons = gate(pathway, step, visits_of(book.store, pathway), event.starts.date(), names)
        if not reasons:
            return
    raise Blocked(f"{event.title} for {person.name}: {'; '.join(reasons)}. Nothing was booked.")


def the_step(book: Book, pathway: Pathway, step_id: str) -> Step:
    """Return a step of a path's program by its id or the beginning of it. Raises `InputError`."""
    steps = book.the(Program, pathway.program).steps
    exact = [one for one in steps if one.id == step_id]
    found = exact or [one for one in steps if step_id and one.id.startswith(step_id)]
    if len(found) != 1:
        known = ", ".join(one.id for one in steps)
        raise InputError(f"There is no one step {clean(step_id, 40)!r}; the steps are: {known}.")
    return found[0]


def wanted_minutes(step: Step, pathway: Pathway) -> int:
    """Return how long an appointment of a step is: by the kind that the plan names, else the step's own length."""
    kind = pathway.plan.kind if pathway.plan else ""
    return next((one.minutes for one in step.kinds if one.id == kind), step.minutes)


def refuse_taken(book: Book, event: Event, step: Step) -> None:
    """Raise `RuleError` when what a step needs is not named, not at work, or taken at that time."""
    site = book.site(event.site)
    for need, named in (("room", event.room), ("clinician", event.clinician), ("supervisor", event.supervisor)):
        if need in step.needs and not named:
            raise RuleError(f"{step.title} needs a {need}; nothing was booked.")
    if event.room and site.room(event.room) is None:
        rooms = ", ".join(room.id for room in site.rooms) or "none"
        raise InputError(f"{site.name} has no room {event.room!r}; its rooms are: {rooms}.")
    for who in staff_of(event):
        clinician = book.the(Clinician, who)
        if who == event.supervisor and not clinician.supervises:
            raise RuleError(f"{clinician.name} does not supervise sessions; nothing was booked.")
        if not works(clinician, site.id, (event.starts, event.ends)):
            raise RuleError(f"{clinician.name} is not at work in {site.name} then; nothing was booked.")
    if why := double_booked(book, event):
        raise RuleError(f"{why} Nothing was booked.")


def double_booked(book: Book, event: Event) -> str:
    """Say who or what an event needs that is elsewhere at that time; empty when all is free.

    The turn-over of the room and the clinicians' drive between the cities are counted.
    """
    site = book.site(event.site)
    span = (event.starts, event.ends)
    around = events_on(book.store, event.starts - _A_DAY, event.ends + _A_DAY)
    others = [one for one in around if one.live and not one.all_day and one.id != event.id]
    room = site.room(event.room)
    if room is not None:
        taken = [span_at(one, site.zone) for one in others if (one.site, one.room) == (site.id, room.id)]
        if not is_room_free(room, taken, span):
            return f"{room.name} is taken at that time, turn-over counted."
    travel = timedelta(minutes=book.clinic().travel_minutes)
    for who in staff_of(event):
        for one in others:
            first, last = span_at(one, site.zone)
            gap = timedelta(0) if one.site == site.id else travel
            if who in staff_of(one) and first < span[1] + gap and span[0] < last + gap:
                return f"{book.the(Clinician, who).name} is with somebody else at that time."
    return ""


def staff_of(event: Event) -> list[str]:
    """Return the ids of the clinicians that an event needs."""
    return list(dict.fromkeys(filter(None, (event.clinician, event.supervisor))))


def span_at(event: Event, zone: str) -> Span:
    """Return when an event is, as the clock in a zone shows it."""
    if event.zone == zone:
        return event.starts, event.ends
    return wall(instant(event.starts, event.zone), zone), wall(instant(event.ends, event.zone), zone)

"""What an appointment keeps to: the path's gates, and that no room, clinician or supervisor is booked twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.offerings import events_on
from atma_tui.domain.errors import Blocked, InputError, RuleError
from atma_tui.domain.pathway import Visit, gate
from atma_tui.domain.records import Clinician, Enrolment, Event, Pathway, Person, Program, Room, Step
from atma_tui.domain.slots import Span, works
from atma_tui.domain.text import clean
from atma_tui.domain.when import instant, span_words, today, wall
from atma_tui.store.protocol import Store

_A_DAY = timedelta(days=1)
_CLOCKS_APART = timedelta(hours=1)
"""How far the clocks of two desks may be apart without an appointment falling out of its path."""


def visits_of(store: Store, pathway: Pathway) -> list[Visit]:
    """Return a client's appointments of a path, by start: not those of another round of the same program."""
    began = pathway.began - _CLOCKS_APART
    over = pathway.changed + _CLOCKS_APART if pathway.state in ("completed", "ended") else None
    found = [
        Visit(event=event, enrolment=one)
        for one in store.find(Enrolment, person=pathway.person)
        if one.id != pathway.enrolment
        and began <= one.at
        and (over is None or one.at <= over)
        and (event := store.get(Event, one.offering)) is not None
        and event.program == pathway.program
    ]
    return sorted(found, key=lambda visit: (visit.event.starts, visit.event.id))


def gates(
    book: Book, pathway: Pathway, step: Step, visits: Sequence[Visit], day: date, names: Mapping[str, str]
) -> list[str]:
    """Return why a step may not be booked on a day: the path's own gates, and a place waited for or left."""
    why = gate(pathway, step, visits, day, dict(names))
    place = book.store.get(Enrolment, pathway.enrolment)
    if place is not None and place.status in ("waiting", "offered"):
        why.append("they are on the waiting list for a place")
    elif place is not None and place.status == "cancelled" and pathway.under_way:
        why.append("they have no place in the program any more")
    return why


def stopped_visits(book: Book, pathway: Pathway) -> list[Visit]:
    """Return the client's booked appointments to come whose gate is closed by now, by start."""
    visits = visits_of(book.store, pathway)
    return stopped_of(book.the(Program, pathway.program), pathway, visits, today(book.now()))


def stopped_of(program: Program, pathway: Pathway, visits: Sequence[Visit], first: date) -> list[Visit]:
    """Return those of a path's appointments from a day on, booked, whose gate is closed as the path is now."""
    steps = {one.id: one for one in program.steps}
    return [
        visit
        for place, visit in enumerate(visits)
        if visit.is_kept
        and not visit.done
        and visit.event.starts.date() >= first
        and (step := steps.get(visit.event.step)) is not None
        and gate(pathway, step, visits[:place], visit.event.starts.date())
    ]


def closed_for(book: Book, event: Event, person_id: str) -> list[str]:
    """Return why somebody may not be in an appointment where and when it is; nothing for any other event.

    However a session was made and wherever it is booked from: the rule asks for clearance by a named clinician
    and a treatment plan.
    """
    if event.category != "session" and not event.step:
        return []
    names = {one.id: one.name for one in book.store.find(Clinician)}
    reasons = ["they are in no program"] if event.category == "session" else []
    for pathway in book.store.find(Pathway, person=person_id):
        step = _step_of(book.the(Program, pathway.program), event)
        if step is None or event.program not in ("", pathway.program):
            continue
        others = [visit for visit in visits_of(book.store, pathway) if visit.event.id != event.id]
        reasons = gates(book, pathway, step, others, event.starts.date(), names)
        if not reasons:
            break
    return reasons


def refuse_session(book: Book, event: Event, person: Person) -> None:
    """Raise `Blocked` when a ketamine session is wanted for somebody who is not cleared or has no plan."""
    if event.category == "session" and (reasons := closed_for(book, event, person.id)):
        raise Blocked(f"{event.title} for {person.name}: {'; '.join(reasons)}. Nothing was changed.")


def refuse_appointment(book: Book, event: Event) -> None:
    """Raise when an event cannot be where and when it is now, with the people in it.

    Raises:
        RuleError: its room or clinician is elsewhere at that time; an appointment lacks what its step needs.
        Blocked: a gate is closed for the client of an appointment on that day.
    """
    program = book.store.get(Program, event.program) if event.step else None
    if program is not None and (step := _step_of(program, event)) is not None:
        refuse_taken(book, event, step)
    elif why := double_booked(book, event):
        raise RuleError(f"{why} Nothing was changed.")
    if why := closed_words(book, event):
        raise Blocked(f"{why} Nothing was changed.")


def _step_of(program: Program, event: Event) -> Step | None:
    """Return the step that an appointment is, the program's session for one made by hand."""
    own = (one for one in program.steps if one.id == event.step)
    by_hand = (one for one in program.steps if one.category == event.category == "session")
    return next(own, None) or next(by_hand, None)


def closed_words(book: Book, event: Event) -> str:
    """Say for whom, of those in an appointment, a gate is closed; empty when for nobody."""
    for one in book.store.find(Enrolment, offering=event.id):
        if one.status in ("enrolled", "offered") and (reasons := closed_for(book, event, one.person)):
            return f"{event.title} for {book.person(one.person).name}: {'; '.join(reasons)}."
    return ""


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
            raise RuleError(f"{step.title} needs a {need}; nothing was changed.")
    if event.room and site.room(event.room) is None:
        rooms = ", ".join(room.id for room in site.rooms) or "none"
        raise InputError(f"{site.name} has no room {event.room!r}; its rooms are: {rooms}.")
    if event.clinician and event.clinician == event.supervisor and {"clinician", "supervisor"} <= {*step.needs}:
        name = book.the(Clinician, event.clinician).name
        raise RuleError(f"{name} cannot see the client and supervise at once; nothing was changed.")
    for who in staff_of(event):
        clinician = book.the(Clinician, who)
        if who == event.supervisor and not clinician.supervises:
            raise RuleError(f"{clinician.name} does not supervise sessions; nothing was changed.")
        if not works(clinician, site.id, (event.starts, event.ends)):
            raise RuleError(f"{clinician.name} is not at work in {site.name} then; nothing was changed.")
    if why := double_booked(book, event):
        raise RuleError(f"{why} Nothing was changed.")


def double_booked(book: Book, event: Event) -> str:
    """Say who or what an event needs that is elsewhere at that time; empty when all is free.

    The turn-over of the room before and after an appointment and the clinicians' drive between the cities are
    counted.
    """
    site = book.site(event.site)
    others = [
        (one, span_at(one, site.zone))
        for one in events_on(book.store, event.starts - _A_DAY, event.ends + _A_DAY)
        if one.live and one.id != event.id
    ]
    room = site.room(event.room)
    for one, span in others:
        if (
            room is not None
            and (one.site, one.room) == (site.id, room.id)
            and _meet(span, event, _turnover(room, event, one))
        ):
            when = span_words(one.starts, one.ends, all_day=one.all_day)
            return f"{room.name} is taken by {one.title}, {when}."
    travel = timedelta(minutes=book.clinic().travel_minutes)
    for who in staff_of(event):
        for one, span in others:
            gap = timedelta(0) if one.site == site.id else travel
            if not one.all_day and who in staff_of(one) and _meet(span, event, gap):
                return f"{book.the(Clinician, who).name} is with somebody else at that time."
    return ""


def _meet(span: Span, event: Event, gap: timedelta) -> bool:
    return span[0] < event.ends + gap and event.starts < span[1] + gap


def _turnover(room: Room, one: Event, two: Event) -> timedelta:
    """Return what a room needs between two events: only appointments ask for its turn-over."""
    return timedelta(minutes=room.turnover if one.step or two.step else 0)


def staff_of(event: Event) -> list[str]:
    """Return the ids of the clinicians that an event needs."""
    return list(dict.fromkeys(filter(None, (event.clinician, event.supervisor))))


def span_at(event: Event, zone: str) -> Span:
    """Return when an event is, as the clock in a zone shows it."""
    if event.zone == zone:
        return event.starts, event.ends
    return wall(instant(event.starts, event.zone), zone), wall(instant(event.ends, event.zone), zone)

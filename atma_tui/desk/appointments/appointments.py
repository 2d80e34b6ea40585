"""The rules of appointments: the path's gates, and no room, clinician or supervisor booked twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.days import Days
from atma_tui.desk.book.visits import booked_of_each, closed_for_each, names_of_clinicians
from atma_tui.domain.errors import Blocked, InputError, RuleError
from atma_tui.domain.event_span import ends_at, has_begun, starts_at
from atma_tui.domain.hours import Span, is_open, site_hours, works
from atma_tui.domain.paths.gate import Booked, gates, is_gated, step_of
from atma_tui.domain.paths.pathway import Visit, gate, standing_hold
from atma_tui.domain.paths.step_order import out_of_order
from atma_tui.domain.records import Clinician, Enrolment, Event, Pathway, Person, Program, Room, Site, Step
from atma_tui.domain.text import clean
from atma_tui.domain.typed import hours_words
from atma_tui.domain.when import day_words, span_words, today, wall

_A_DAY = timedelta(days=1)


def stopped_visits(book: Book, pathways: Collection[Pathway]) -> list[Visit]:
    """Return the coming appointments of some paths whose gate is closed now: path by path, by start.

    Those of the clients' other paths are among them if a hold on one of these stops them.
    """
    holds = {path.person: said for path in pathways if (said := path.clearance) and said.status == "on_hold"}
    given = {path.id for path in pathways}
    others = [one for one in book.store.find(Pathway, person=holds) if one.id not in given] if holds else []
    booked, first = booked_of_each(book.store, [*pathways, *others]), today(book.now())
    held = [one for one in others if standing_hold(one, booked[one.id].hold) == holds[one.person]]
    return [
        visit
        for path in (*pathways, *held)
        for visit in stopped_of(book.the(Program, path.program), path, booked[path.id], first)
    ]


def stopped_of(program: Program, pathway: Pathway, booked: Booked, first: date) -> list[Visit]:
    """Return a path's booked appointments from a day on whose gate is closed as the path is now."""
    steps = {one.id: one for one in program.steps}
    return [
        visit
        for place, visit in enumerate(booked.own)
        if visit.is_kept
        and not visit.done
        and visit.event.starts.date() >= first
        and (step := steps.get(visit.event.step)) is not None
        and gate(pathway, step, booked.own[:place], visit.event.starts.date(), hold=booked.hold)
    ]


def refuse_session(book: Book, event: Event, person: Person) -> None:
    """Raise `Blocked` if the gate of somebody's path does not let them into an appointment.

    Nobody is let into one that its clinicians cannot keep, either.
    """
    if not is_gated(event):
        return
    [reasons] = closed_for_each(book, [(event, person.id)])
    reasons += filter(None, [staff_away(book, event)])
    if reasons:
        raise Blocked(f"{event.title} for {person.name}: {'; '.join(reasons)}. Nothing was changed.")


def refuse_gate(book: Book, pathway: Pathway, step: Step, day: date, span: Span | None = None) -> None:
    """Raise `Blocked` if a step of a path may not be done on a day, or is out of order at a time (instants)."""
    booked = booked_of_each(book.store, [pathway])[pathway.id]
    place = book.store.get(Enrolment, pathway.enrolment)
    why = gates(pathway, step, booked, day, names_of_clinicians(book), place)
    program = book.the(Program, pathway.program)
    if span and (order := out_of_order(program, step, span, booked.own, book.now())):
        why.append(order)
    if why:
        name = book.person(pathway.person).name
        raise Blocked(f"{step.title} for {name}: {'; '.join(why)}. Nothing was changed.")


def refuse_appointment(book: Book, event: Event) -> None:
    """Raise if an event cannot take place at its time and place with the people in it.

    Raises:
        RuleError: its room or clinician is taken at that time; an appointment lacks what its step needs.
        Blocked: a gate is closed for the client of an appointment on that day.
    """
    program = book.all_of(Program).get(event.program) if event.step else None
    if program is not None and (step := step_of(program, event)) is not None:
        refuse_taken(book, event, step)
    else:
        refuse_double_booked(book, event)
    [(person, reasons)] = closed_in_each(book, [event])
    if reasons:
        name = book.person(person).name
        raise Blocked(f"{event.title} for {name}: {'; '.join(reasons)}. Nothing was changed.")


def closed_in_each(book: Book, events: Sequence[Event]) -> list[tuple[str, list[str]]]:
    """Return for each event a person in it for whom a gate is closed, and why; no reasons if there is nobody."""
    people = defaultdict[str, list[str]](list)
    for one in book.store.find(Enrolment, offering={event.id for event in events if is_gated(event)}):
        if one.status in ("enrolled", "offered"):
            people[one.offering].append(one.person)
    seats = [(event, person) for event in events for person in people[event.id]]
    closed = iter(closed_for_each(book, seats))
    found = [[(person, next(closed)) for person in people[event.id]] for event in events]
    return [next((one for one in inside if one[1]), ("", [])) for inside in found]


def live_path(book: Book, ref: str) -> Pathway:
    """Return a path that is under way. Raises `Blocked` when it is not, `NotFound`."""
    pathway = book.the(Pathway, ref)
    if not pathway.under_way:
        raise Blocked(f"That program is {pathway.state}; nothing was changed.")
    return pathway


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
    """Return the length of an appointment of a step: that of the kind in the plan, or else the step's own."""
    kind = pathway.plan.kind if pathway.plan else ""
    return next((one.minutes for one in step.kinds if one.id == kind), step.minutes)


def refuse_taken(book: Book, event: Event, step: Step) -> None:
    """Raise `RuleError` if something a step needs is missing, not at work, or taken at that time."""
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
    if why := off_hours(book, event):
        raise RuleError(f"{why} Nothing was changed.")
    refuse_double_booked(book, event)


def off_hours(book: Book, event: Event) -> str:
    """Say who in an appointment is not at work then, or that the site is closed; empty if it is within hours."""
    site, staff = book.site(event.site), [book.the(Clinician, who) for who in staff_of(event)]
    span = span_at(event, site.zone)
    for clinician in staff:
        at_work = not clinician.hours or works(clinician, site, span)
        if not clinician.active or clinician.absent(*span) or not at_work:
            return f"{clinician.name} is not at work in {site.name} then."
    if is_open(site, span) or (staff and all(one.hours for one in staff)):
        return ""
    return closed_words(site)


def closed_words(site: Site) -> str:
    """Say that a site is closed at some hour, and when it is open."""
    return f"{site.name} is closed then; it is open {hours_words(site_hours(site))}."


def refuse_double_booked(book: Book, event: Event) -> None:
    """Raise `RuleError` if a room or clinician that an event needs is taken at that time."""
    [why] = double_booked_each(book, [event])
    if why:
        raise RuleError(f"{why} Nothing was changed.")


def double_booked_each(book: Book, events: Sequence[Event]) -> list[str]:
    """Say for each event which room or clinician it needs is taken at that time; empty if all are free.

    This includes the room's turn-over before and after an appointment, and the clinicians' drive between cities.
    """
    days = Days(book.store, map(_near, events))
    return [_double_booked(book, event, days.touching(*_near(event))) for event in events]


def taken_twice(book: Book) -> list[str]:
    """Say for each appointment to come which room or clinician of it is taken by something else at that time."""
    now = book.now()
    found = [one for one in book.store.find(Event) if one.live and (is_gated(one) or staff_of(one))]
    to_come = [one for one in found if not has_begun(one, now)]
    taken = zip(to_come, double_booked_each(book, to_come), strict=True)
    return [f"{one.title} on {day_words(one.starts.date())}: {why}" for one, why in taken if why]


def _near(event: Event) -> Span:
    return event.starts - _A_DAY, event.ends + _A_DAY


def _double_booked(book: Book, event: Event, near: Iterable[Event]) -> str:
    site = book.site(event.site)
    others = [(one, span_at(one, site.zone)) for one in near if one.live and one.id != event.id]
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
    """Return the turn-over that a room needs between two events: only appointments ask for it."""
    return timedelta(minutes=room.turnover if one.step or two.step else 0)


def away_words(book: Book, event: Event) -> str:
    """Say why the clinic cannot keep an appointment: who is away or may not supervise, or that the site is closed.

    Empty when it can.
    """
    return staff_away(book, event) or off_hours(book, event).rstrip(".")


def staff_away(book: Book, event: Event) -> str:
    """Say who in an appointment is not at work then, or may not supervise; empty if all can keep it."""
    clinicians, site = book.all_of(Clinician), book.site(event.site)
    for who in staff_of(event):
        clinician = clinicians.get(who)
        if clinician is None or not works(clinician, site, span_at(event, site.zone)):
            return f"{clinician.name if clinician else 'its clinician'} is not at work then"
        if who == event.supervisor and not clinician.supervises:
            return f"{clinician.name} does not supervise sessions"
    return ""


def staff_of(event: Event) -> list[str]:
    """Return the ids of the clinicians that an event needs."""
    return list(dict.fromkeys(filter(None, (event.clinician, event.supervisor))))


def span_at(event: Event, zone: str) -> Span:
    """Return when an event is, as the clock in a zone shows it."""
    if event.zone == zone:
        return event.starts, event.ends
    return wall(starts_at(event), zone), wall(ends_at(event), zone)

"""Times for appointments: what is free, and that no room, clinician or supervisor is booked twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from atma_tui.desk.book import Book
from atma_tui.desk.offerings import events_on
from atma_tui.domain.errors import Blocked, InputError, RuleError
from atma_tui.domain.pathway import Visit, gate
from atma_tui.domain.records import (
    Clinician,
    Enrolment,
    Event,
    Pathway,
    Person,
    Program,
    Site,
    Step,
)
from atma_tui.domain.slots import (
    DayBook,
    Slot,
    Span,
    Wanted,
    day_slots,
    filled,
    is_room_free,
    lacks,
    missing,
    works,
)
from atma_tui.domain.text import clean
from atma_tui.domain.when import instant, wall
from atma_tui.store.protocol import Store

_A_DAY = timedelta(days=1)
_MOST_DAYS = 90
_ALL_TAKEN = f"everything in the {_MOST_DAYS} days from then on is taken"


class FreeTimes(Struct, frozen=True, kw_only=True):
    """What a search for free times came to."""

    slots: tuple[Slot, ...]
    """By start."""
    why: tuple[str, ...] = ()
    """Why there are none, each a part of a sentence; empty when there are some."""


class Appointments:
    """Use cases around free times."""

    def __init__(self, book: Book) -> None:
        self._book = book

    def find(
        self,
        pathway_ref: str,
        step_id: str,
        *,
        site: str = "",
        first: date | None = None,
        count: int = 8,
        per_day: int = 3,
    ) -> list[Slot]:
        """Return the next free times for a client and a step; the arguments are those of `look`."""
        found = self.look(pathway_ref, step_id, site=site, first=first, count=count, per_day=per_day)
        return list(found.slots)

    def look(
        self,
        pathway_ref: str,
        step_id: str,
        *,
        site: str = "",
        first: date | None = None,
        count: int = 8,
        per_day: int = 3,
        clinician: str = "",
    ) -> FreeTimes:
        """Return the next free times for a client and a step, and without any why there are none.

        Args:
            pathway_ref: the client's path.
            step_id: the step.
            site: where; the path's own site when empty.
            first: first day; today when None.
            count: how many.
            per_day: at most so many of one day, spread over it.
            clinician: id of somebody who must be in it, as clinician or supervisor.
        """
        book = self._book
        pathway = book.the(Pathway, pathway_ref)
        step = the_step(book, pathway, step_id)
        place, now = book.site(site or pathway.site), book.now()
        wanted, clinicians = wanted_of(step, pathway), book.store.find(Clinician)
        clinicians.sort(key=lambda one: (one.id != clinician, one.supervises, one.name))
        visits, names = visits_of(book.store, pathway), {one.id: one.name for one in clinicians}
        after = wall(now, place.zone)
        start = max(first or after.date(), after.date())
        days, client = _Days(book, place), _client_spans(book, place, pathway.person)
        barred: dict[str, None] = {}
        found: list[Slot] = []
        open_days = 0
        for day in (start + timedelta(days=ahead) for ahead in range(_MOST_DAYS)):
            if closed := gates(book, pathway, step, visits, day, names):
                barred.update(dict.fromkeys(closed))
                continue
            open_days += 1
            slots = day_slots(place, days.book_of(day, client), clinicians, wanted, after)
            found += _spread([one for one in slots if clinician in ("", one.clinician, one.supervisor)], per_day)
            if len(found) >= count:
                break
        if not found and open_days:
            return FreeTimes(slots=(), why=tuple(lacks(place, clinicians, wanted)) or (_ALL_TAKEN,))
        return FreeTimes(slots=tuple(found[:count]), why=() if found else tuple(barred))

    def at(
        self,
        pathway_ref: str,
        step_id: str,
        starts: datetime,
        *,
        site: str = "",
        room: str = "",
        clinician: str = "",
        supervisor: str = "",
    ) -> Slot:
        """Return a slot at a time (wall clock of the site), filled with the first that is free of what it needs.

        Raises `RuleError` when nothing or nobody is free for something it needs and that is not given.
        """
        book = self._book
        pathway = book.the(Pathway, pathway_ref)
        step, place = the_step(book, pathway, step_id), book.site(site or pathway.site)
        wanted, clinicians = wanted_of(step, pathway), book.store.find(Clinician)
        clinicians.sort(key=lambda one: (one.supervises, one.name))
        day = _Days(book, place).book_of(starts.date(), ())
        slot = filled(
            place, day, clinicians, wanted, starts, room=room, clinician=clinician, supervisor=supervisor
        )
        if lack := missing(slot, wanted):
            raise RuleError(f"In {place.name} no {' and no '.join(lack)} is free then; nothing was booked.")
        return slot

    def run(self, pathway_ref: str, step_id: str, first: Slot, *, times: int, every_days: int = 7) -> list[Slot]:
        """Return a run of slots like the first one, every so many days, to be looked at before booking."""
        if not 1 <= times <= 52 or not 1 <= every_days <= 90:
            raise InputError("A run is 1 to 52 times, 1 to 90 days apart.")
        steps = [timedelta(days=every_days * number) for number in range(times)]
        return [replace(first, starts=first.starts + by, ends=first.ends + by) for by in steps]


class _Days:
    """What is taken at a site, day by day; each day is read once."""

    def __init__(self, book: Book, site: Site) -> None:
        self._book, self._site = book, site
        self._travel = timedelta(minutes=book.clinic().travel_minutes)
        self._read: dict[date, list[Event]] = {}

    def book_of(self, day: date, client: Sequence[Span]) -> DayBook:
        """Return what is taken around a day; `client` is when the client is elsewhere."""
        site = self._site
        rooms, people = defaultdict[str, list[Span]](list), defaultdict[str, list[Span]](list)
        for event in (event for one in _days(day) for event in self._events(one)):
            span = _span(event, site.zone)
            if event.site == site.id and event.room:
                rooms[event.room].append(span)
            for who in _people(event):
                people[who].append(_widened(event, site, self._travel))
        return DayBook(day=day, rooms=rooms, clinicians=people, client=client)

    def _events(self, day: date) -> list[Event]:
        if day not in self._read:
            found = self._book.store.find(Event, on=day.isoformat())
            self._read[day] = [one for one in found if one.live and not one.all_day]
        return self._read[day]


def _client_spans(book: Book, site: Site, person_id: str) -> list[Span]:
    travel = timedelta(minutes=book.clinic().travel_minutes)
    return [_widened(event, site, travel) for event in _events_of(book, person_id) if not event.all_day]


def _widened(event: Event, site: Site, travel: timedelta) -> Span:
    """Return when somebody in an event cannot be at a site: the drive from the other city counted."""
    first, last = _span(event, site.zone)
    return (first, last) if event.site == site.id else (first - travel, last + travel)


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


def wanted_of(step: Step, pathway: Pathway) -> Wanted:
    """Return what an appointment of a step needs for a client."""
    return Wanted(
        length=timedelta(minutes=wanted_minutes(step, pathway)),
        room="room" in step.needs,
        clinician="clinician" in step.needs,
        supervisor="supervisor" in step.needs,
    )


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
    for who in _people(event):
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
        taken = [_span(one, site.zone) for one in others if (one.site, one.room) == (site.id, room.id)]
        if not is_room_free(room, taken, span):
            return f"{room.name} is taken at that time, turn-over counted."
    travel = timedelta(minutes=book.clinic().travel_minutes)
    for who in _people(event):
        for one in others:
            first, last = _span(one, site.zone)
            gap = timedelta(0) if one.site == site.id else travel
            if who in _people(one) and first < span[1] + gap and span[0] < last + gap:
                return f"{book.the(Clinician, who).name} is with somebody else at that time."
    return ""


def _people(event: Event) -> list[str]:
    return list(dict.fromkeys(filter(None, (event.clinician, event.supervisor))))


def _days(day: date) -> Iterator[date]:
    return (day + timedelta(days=by) for by in (-1, 0, 1))


def _events_of(book: Book, person_id: str) -> Iterator[Event]:
    for one in book.store.find(Enrolment, person=person_id):
        event = book.store.get(Event, one.offering)
        if event is not None and event.live and one.status in ("enrolled", "offered", "attended"):
            yield event


def _span(event: Event, zone: str) -> Span:
    if event.zone == zone:
        return event.starts, event.ends
    return wall(instant(event.starts, event.zone), zone), wall(instant(event.ends, event.zone), zone)


def _spread(slots: list[Slot], most: int) -> list[Slot]:
    """Take at most so many of a day, evenly over it and not overlapping each other where possible."""
    if len(slots) <= most:
        return slots
    step = max(1, (len(slots) - 1) // max(1, most - 1))
    return slots[::step][:most]

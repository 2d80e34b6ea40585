"""The program's side of the demo: places taken by clients, and their one-to-one appointments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from atma_tui.demo.stage import GUESTS, Stage
from atma_tui.domain.event_span import has_ended, starts_at
from atma_tui.domain.records import (
    Cancelled,
    Clinic,
    Enrolment,
    Event,
    EventKind,
    Hold,
    Pathway,
    Person,
    Program,
    ProgramSeats,
    Site,
)
from atma_tui.domain.timing.late_cancel import is_late
from atma_tui.domain.when import instant, read_time, today
from atma_tui.shipped import read_shipped

_SUNDAY = 6


class Taken(Struct, frozen=True, forbid_unknown_fields=True):
    """How full a program is at a site."""

    program: str
    site: str
    capacity: int
    enrolled: int
    waiting: int = 0
    held: int = 0


class Hour(Struct, frozen=True, forbid_unknown_fields=True):
    """A time of day at which a site has an appointment on every working day."""

    at: str
    room: str
    title: str
    category: EventKind
    minutes: int
    who: Literal["guests", "clients"] = "clients"
    step: str = ""
    """The step of the clients' program that it is."""


class Staff(Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody who sees clients."""

    name: str
    role: str
    site: str
    supervises: bool = False


class Paths(Struct, frozen=True, forbid_unknown_fields=True):
    """`paths.json`."""

    places: tuple[Taken, ...]
    clinicians: tuple[Staff, ...]
    works: str
    """Weekly hours of every clinician."""
    plans: tuple[int, ...]
    """Sessions of the treatment plans, in turn."""
    hours: tuple[Hour, ...]
    days: tuple[int, int]
    """First and last day of appointments, counted from today."""


def read_paths() -> Paths:
    """Return what the demo says about programs."""
    return read_shipped("demo/paths.json", Paths)


def take_places(stage: Stage, taken: Taken, title: str, people: Sequence[Person], *, alone: bool) -> list[Pathway]:
    """Enrol people in a program at a site, the first ones with a place, the others in line.

    Returns the paths of those with a place in a program that is walked `alone`.
    """
    id = f"{taken.program}@{taken.site}"
    places = ProgramSeats(id=id, program=taken.program, site=taken.site, capacity=taken.capacity)
    stage.ledger.have(places)
    started = stage.now - timedelta(days=58)
    paths: list[Pathway] = []
    for number, person in enumerate(people[: taken.enrolled + taken.waiting], 1):
        at = started + timedelta(hours=7 * number)
        begin = partial(_begin, paths, places, at) if alone else _nothing
        stage.enrol(places, title, person, at, position=max(0, number - taken.enrolled), also=begin)
    if taken.held:
        at, by = stage.now - timedelta(days=6), stage.operator()
        hold = Hold(
            id=f"hold-{taken.program}-{taken.site}",
            offering=id,
            seats=taken.held,
            name="medical director",
            why="For somebody coming from another clinic",
            at=at,
            by=by,
        )
        stage.ledger.act(at, by, "hold", f"Held {taken.held} in {title} for {hold.name}", (id,), hold)
    return paths[: taken.enrolled]


def _nothing(enrolment: Enrolment) -> tuple[Pathway, ...]:
    return ()


def _begin(paths: list[Pathway], places: ProgramSeats, at: datetime, enrolment: Enrolment) -> tuple[Pathway, ...]:
    path = Pathway(
        id=f"path-{enrolment.id.removeprefix('enr-')}",
        enrolment=enrolment.id,
        person=enrolment.person,
        program=places.program,
        site=places.site,
        began=at,
        changed=at,
    )
    paths.append(path)
    return (path,)


def program_title(program: Program, site: Site) -> str:
    """Return what a program at a site is called in the log."""
    return f"{program.title}, {site.name}"


def pick_guest(stage: Stage, event: Event) -> Person | None:
    """Return a guest who is free for an appointment."""
    return stage.pick(GUESTS, event.starts.date())


def appointments(paths: Paths, site: Site, clinic: Clinic, now: datetime) -> Iterator[tuple[Event, Hour]]:
    """Yield private events with one seat, on all days but Sundays, today whatever it is."""
    first, last = paths.days
    number = 0
    for day in range(first, last + 1):
        date = today(now, site.zone) + timedelta(days=day)
        for hour in paths.hours if date.weekday() != _SUNDAY or day == 0 else ():
            number += 1
            yield _appointment(hour, site, clinic, now, date, number), hour


def _appointment(hour: Hour, site: Site, clinic: Clinic, now: datetime, day: date, number: int) -> Event:
    starts = datetime.combine(day, read_time(hour.at))
    id = f"evt-private-{site.id}-{number:03d}"
    created = min(instant(starts, site.zone), now) - timedelta(days=14)
    return Event(
        id=id,
        uid=f"{id}@{clinic.feed_domain}",
        site=site.id,
        title=hour.title,
        category=hour.category,
        starts=starts,
        ends=starts + timedelta(minutes=hour.minutes),
        zone=site.zone,
        room=hour.room,
        capacity=1,
        visibility="private",
        created=created,
        modified=created,
    )


def keep_appointment(stage: Stage, event: Event, person: Person, number: int, clinic: Clinic) -> bool:
    """Book somebody into an appointment and let what is usual happen: most come, some cancel or do not come.

    Returns whether it took place or still will.
    """
    booked = event.created + timedelta(hours=1 + stage.random.randrange(48))
    one = stage.enrol(event, event.title, person, booked)
    start = starts_at(event)
    notice = {3: timedelta(hours=5), 6: timedelta(days=3), 9: timedelta(hours=20)}.get(number % 13)
    if notice is not None and start - notice < stage.now:
        at = start - notice
        late = is_late(event, clinic, at)
        waived = "Roads closed by snow" if late and number % 2 else ""
        ended = Cancelled(at=at, by=stage.operator(), why="Cannot come", withdrew=True, late=late, waived=waived)
        summary = f"Withdrew {{name}} from {event.title}" + (" (late cancel)" if late else "")
        free = replace(event, status="cancelled", why="Cannot come", sequence=event.sequence + 1, modified=at)
        stage.then(one, at, "withdraw", summary, also=[free], status="cancelled", cancelled=ended)
        return False
    missing = 1 if number % 11 == 5 else 0
    stage.come(event, [one], missing=missing)
    return not missing or not has_ended(event, stage.now)

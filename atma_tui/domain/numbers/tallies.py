"""One event in numbers, in parts that can be added up over several events."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from statistics import median
from typing import NamedTuple

from msgspec import Struct

from atma_tui.domain.event_span import has_ended
from atma_tui.domain.numbers.figures import Figures
from atma_tui.domain.paths.gate import is_own
from atma_tui.domain.records import Call, Enrolment, Event, Pathway
from atma_tui.domain.when import wall

_DAY = timedelta(days=1)


class TallyInput(Struct, frozen=True, kw_only=True):
    """What is known about some events besides their own records."""

    enrolments: Mapping[str, Sequence[Enrolment]]
    """By event."""
    paths: Mapping[str, Sequence[Pathway]]
    """By person: at least of those who came to an open house or to a session of a program."""
    calls: Mapping[str, int]
    """Number of calls made, by event."""
    unnamed: Mapping[str, int]
    """Number of people counted in at the door without a name, by event."""
    now: datetime


class People(NamedTuple):
    """The people of some enrolments, in numbers: see `Figures`."""

    bookings: int = 0
    booked: int = 0
    came: int = 0
    missed: int = 0
    unmarked: int = 0
    withdrew: int = 0
    late: int = 0
    waiting: int = 0


class Visit(NamedTuple):
    """A visit to an open house by somebody who had not begun a path."""

    day: date
    person: str
    days: int | None
    """Days until they began one; None: they have not."""


class Subject(NamedTuple):
    """Where an event, or a request for a place in a program, belongs in the groupings."""

    day: date
    site: str
    kind: str
    clinician: str = ""


class Tally(NamedTuple):
    """An event in numbers, or somebody who asked for a place in a program."""

    subject: Subject
    sums: tuple[int, ...]
    """The figures that simply add up, in the order of `_SUMMED`."""
    waits: tuple[float, ...] = ()
    """Days from joining the list to the seat, of each who came off it."""
    visits: tuple[Visit, ...] = ()
    paths: tuple[str, ...] = ()
    """The paths that its sessions belong to, one for each client who came."""


PROGRAM = "program"
"""The kind of places in programs; events have kinds of their own."""

_SUMMED = (*People._fields, "events", "seats", "filled", "unnamed", "calls")


def count_people(enrolments: Iterable[Enrolment], *, live: bool, over: bool) -> People:
    """Count people in an event, past or not; in a cancelled one only those who withdrew."""
    bookings = booked = came = expected = withdrew = late = waiting = 0
    for one in enrolments:
        status, party = one.status, one.party
        if status == "cancelled":
            if (ended := one.cancelled) is not None and ended.withdrew:
                withdrew += party
                late += party if ended.late and not ended.waived else 0
        elif status == "waiting":
            waiting += party
        elif status != "offered":
            bookings += 1
            booked += party
            came += one.here
            expected += party if status == "enrolled" else 0
    if not live:
        return People(withdrew=withdrew, late=late)
    missed, unmarked = booked - came - expected, expected if over else 0
    return People(bookings, booked, came, missed, unmarked, withdrew, late, waiting)


def subject_of(event: Event) -> Subject:
    """Return where an event belongs, by its own wall clock."""
    return Subject(event.starts.date(), event.site, event.category, event.clinician)


def tally(event: Event, known: TallyInput) -> Tally:
    """Count one event."""
    there = known.enrolments.get(event.id, ())
    subject = subject_of(event)
    people = count_people(there, live=event.live, over=has_ended(event, known.now))
    if not event.live:
        return Tally(subject, _sums(people))
    unnamed, calls = known.unnamed.get(event.id, 0), known.calls.get(event.id, 0)
    filled = 0 if event.capacity is None else people.booked + unnamed
    return Tally(
        subject,
        _sums(people, 1, event.capacity or 0, filled, unnamed, calls),
        _waits(there),
        tuple(_visits(event, there, known.paths)) if event.category == "open_house" else (),
        tuple(_sessions(event, there, known.paths)) if event.category == "session" else (),
    )


def place_tally(one: Enrolment, site: str, day: date) -> Tally:
    """Count somebody who asked on `day` for a place in a program: how long they waited, or that they wait."""
    waiting = one.party if one.status == "waiting" else 0
    return Tally(Subject(day, site, PROGRAM), _sums(People(waiting=waiting)), _waits([one]))


def figures_of(tallies: Sequence[Tally]) -> Figures:
    """Put the numbers of some events together."""
    if not tallies:
        return Figures()
    sums = dict(zip(_SUMMED, map(sum, zip(*[one.sums for one in tallies], strict=True)), strict=True))
    waits = [days for one in tallies for days in one.waits]
    first = _first_visits(tallies)
    became = [one.days for one in first if one.days is not None]
    paths = [path for one in tallies for path in one.paths]
    return Figures(
        **sums,
        waits=len(waits),
        wait_days=median(waits) if waits else None,
        longest_wait_days=max(waits, default=None),
        visitors=len(first),
        new_clients=len(became),
        client_days=median(became) if became else None,
        sessions=len(paths),
        paths=len(set(paths)),
    )


def calls_by_event(
    calls: Iterable[Call], enrolments: Mapping[str, Sequence[Enrolment]], also: Iterable[str] = ()
) -> dict[str, int]:
    """Return how many calls were made about each event; `also` gives the events of further enrolments.

    A call about a seat on offer names only the enrolment.
    """
    made = [(one.event, one.enrolment, count) for one in calls if (count := sum(map(_was_made, one.tries)))]
    asked = {enrolment for event, enrolment, _ in made if not event}
    event_of = (
        {one.id: id for id, found in enrolments.items() for one in found if one.id in asked} if asked else {}
    )
    counts = dict[str, int]()
    for event, count in ((event or event_of.get(id, ""), count) for event, id, count in made):
        counts[event] = counts.get(event, 0) + count
    for event in also:
        counts[event] = counts.get(event, 0) + 1
    return counts


def _sums(
    people: People, events: int = 0, seats: int = 0, filled: int = 0, unnamed: int = 0, calls: int = 0
) -> tuple[int, ...]:
    return (*people, events, seats, filled, unnamed, calls)


def _waits(enrolments: Iterable[Enrolment]) -> tuple[float, ...]:
    return tuple([(one.seated - one.at) / _DAY for one in enrolments if one.seated is not None])


def _was_made(attempt: str) -> bool:
    """Whether a line notes a call; `2026-12-08 09:30 Robin: dropped` only says that nobody has to call."""
    return not attempt.partition(": ")[2].startswith("dropped")


def _visits(
    event: Event, enrolments: Iterable[Enrolment], paths: Mapping[str, Sequence[Pathway]]
) -> Iterable[Visit]:
    day = event.starts.date()
    for one in enrolments:
        if one.status == "attended":
            began = min((wall(path.began, event.zone).date() for path in paths.get(one.person, ())), default=None)
            if began is None or began >= day:
                yield Visit(day, one.person, None if began is None else (began - day).days)


def _sessions(
    event: Event, enrolments: Iterable[Enrolment], paths: Mapping[str, Sequence[Pathway]]
) -> Iterable[str]:
    for one in enrolments:
        if one.status == "attended":
            through = [path for path in paths.get(one.person, ()) if path.program == event.program]
            for path in through:
                if is_own(path, [rival for rival in through if rival is not path], one, event):
                    yield path.id


def _first_visits(tallies: Iterable[Tally]) -> Collection[Visit]:
    """Return the first visit of each person."""
    first = dict[str, Visit]()
    for visit in sorted((visit for one in tallies for visit in one.visits), key=lambda visit: visit[:2]):
        first.setdefault(visit.person, visit)
    return first.values()

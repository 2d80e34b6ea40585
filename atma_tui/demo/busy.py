"""A book of any size, to measure with: every record is plausible, none is interesting."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from random import Random

from atma_tui.demo.people import Names
from atma_tui.desk.book.unit_of_work import act_id
from atma_tui.domain.errors import InputError
from atma_tui.domain.event_span import starts_at
from atma_tui.domain.people.contacts import email_key, phone_key
from atma_tui.domain.records import Act, Change, Enrolment, Event, EventKind, Person, Record, Site
from atma_tui.domain.when import instant, today
from atma_tui.shipped import read_shipped

_HOURS = (time(9), time(11, 30), time(14), time(18))
_CAPACITIES = (6, 8, 12, 16, 20, 40)
_KINDS: tuple[tuple[EventKind, str], ...] = (
    ("open_house", "Open house"),
    ("talk", "Talk"),
    ("workshop", "Workshop"),
    ("circle", "Circle"),
)
_SEED = 7
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def busy_records(now: datetime, *, events: int, people: int, enrolments: int) -> Iterator[Record]:
    """Yield sites, people, events in order of time around `now`, and their enrolments, each with its act.

    Eight events a day at two sites, half of them in the past; the enrolments are spread evenly over the events,
    and whoever finds no seat waits. Store the records in a book of their own: acts are numbered from the first.

    Raises:
        InputError: fewer people than one event needs.
    """
    if enrolments and (not events or -(-enrolments // events) > people):
        raise InputError("Too few events or people for so many enrolments.")
    now, random = now.astimezone(UTC).replace(microsecond=0), Random(_SEED)
    sites = read_shipped("demo/sites.json", list[Site])
    yield from sites
    yield from _people(people, now, random)
    made = 0
    for number in range(events):
        event = _event(number, events, sites, now, random)
        yield event
        until = enrolments * (number + 1) // events
        yield from _enrolments(event, range(made + 1, until + 1), people, enrolments, now, random)
        made = until


def _people(number: int, now: datetime, random: Random) -> Iterator[Person]:
    names = read_shipped("demo/names.json", Names)
    for one in range(1, number + 1):
        middle = random.choice(_LETTERS)
        name = (
            f"{random.choice(names.given)} {middle}. {random.choice(names.family)}-{random.choice(names.family)}"
        )
        phone = f"{random.choice(('780', '403'))}-555-01{one % 100:02d}"
        email = f"person.{one}@example.org"
        yield Person(
            id=f"per-{one:06d}",
            rev=1,
            name=name,
            phone=phone,
            email=email,
            phone_key=phone_key(phone),
            email_key=email_key(email),
            created=now - timedelta(days=3650),
        )


def _event(number: int, events: int, sites: list[Site], now: datetime, random: Random) -> Event:
    site, slot = sites[number % len(sites)], number // len(sites)
    days = -(-events // (len(sites) * len(_HOURS)))
    day = today(now, site.zone) + timedelta(days=slot // len(_HOURS) - days // 2)
    starts = datetime.combine(day, _HOURS[slot % len(_HOURS)])
    kind, title = random.choice(_KINDS)
    id = f"evt-{number + 1:06d}"
    created = min(instant(starts, site.zone), now) - timedelta(days=30)
    return Event(
        id=id,
        rev=1,
        uid=f"{id}@atma.example",
        site=site.id,
        title=f"{title} {number + 1}",
        category=kind,
        starts=starts,
        ends=starts + timedelta(hours=2),
        zone=site.zone,
        room="group",
        capacity=random.choice(_CAPACITIES),
        created=created,
        modified=created,
    )


def _enrolments(
    event: Event, numbers: range, people: int, total: int, now: datetime, random: Random
) -> Iterator[Enrolment | Act]:
    start = starts_at(event)
    left, waiting = event.capacity or 0, 0
    for number, person in zip(numbers, random.sample(range(1, people + 1), len(numbers)), strict=True):
        party = random.choice((1, 1, 1, 1, 2))
        if waiting or party > left:
            waiting += 1
        else:
            left -= party
        at = min(start - timedelta(days=3), now - timedelta(seconds=total - number))
        enrolment = Enrolment(
            id=f"enr-{number:07d}",
            rev=1,
            offering=event.id,
            person=f"per-{person:06d}",
            party=party,
            status="waiting" if waiting else "enrolled",
            position=waiting,
            at=at,
            by="busy desk",
        )
        yield enrolment
        yield Act(
            id=act_id(number),
            at=at,
            by=enrolment.by,
            verb="enrol",
            summary=f"Enrolled {enrolment.person} in {event.title}",
            related_ids=(enrolment.person, event.id, enrolment.id),
            changes=(Change(kind="enrolment", id=enrolment.id),),
        )

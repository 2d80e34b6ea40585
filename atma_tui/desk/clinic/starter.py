"""The starter book: two sites, the programs, the answers, and the events of Mental Health Month.

The data in `data/starter` consists of rules ("second Tuesday, 18:30"), so that it never goes out of date.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal, TypeVar

from msgspec import Meta, Struct

from atma_tui.domain.errors import InputError
from atma_tui.domain.records import Answer, Clinic, Event, EventKind, Program, ProgramSeats, Record, Site
from atma_tui.domain.series.rhythm import nth_weekday
from atma_tui.domain.when import read_time, today
from atma_tui.shipped import read_shipped

R = TypeVar("R", bound=Record)

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Slot(Struct, frozen=True, forbid_unknown_fields=True):
    """Where and when an event is: the n-th or last weekday of the month, at a time of day."""

    site: str
    week: Literal[1, 2, 3, 4, "last"]
    weekday: Weekday
    time: str

    @property
    def place(self) -> tuple[int, int]:
        """Which weekday of the month, as `nth_weekday` takes it."""
        return 5 if self.week == "last" else self.week, _WEEKDAYS.index(self.weekday)


class Example(Struct, frozen=True, forbid_unknown_fields=True):
    """Events of one title, one for each slot."""

    id: str
    title: str
    description: str
    category: EventKind
    minutes: Annotated[int, Meta(ge=1)]
    capacity: Annotated[int, Meta(ge=1)]
    when: tuple[Slot, ...]
    room: str = "group"


class Month(Struct, frozen=True, forbid_unknown_fields=True):
    """A month full of events, in whichever year comes next."""

    month: Annotated[int, Meta(ge=1, le=12)]
    events: tuple[Example, ...]


def starter_records(now: datetime, *, clinic: Clinic | None = None) -> list[Record]:
    """Return the records of a new book; the events are in the current or next May in Alberta.

    A May counts as past when some site has no more events in it.

    The same `now` gives the same records. `clinic` gives the calendar UIDs their domain; it is not among the
    records. Raises `InputError` if a shipped file was edited so that it makes no sense.
    """
    sites = _read("sites", Site)
    programs = _read("programs", Program)
    places = _read("program_seats", ProgramSeats)
    answers = _read("answers", Answer)
    month = read_shipped("starter/events.json", Month)
    _check_places(places, sites, programs)
    domain = (clinic or Clinic(id="clinic")).feed_domain
    events = _next_events(month, sites, domain, now.astimezone(UTC).replace(microsecond=0))
    records = [*sites, *programs, *places, *answers, *events]
    _check_ids(records)
    return records


def _read(name: str, kind: type[R]) -> list[R]:
    return read_shipped(f"starter/{name}.json", list[kind])  # type: ignore[valid-type]


def _next_events(month: Month, sites: Sequence[Site], domain: str, now: datetime) -> list[Event]:
    day = today(now)
    year = day.year if day.month <= month.month else day.year + 1
    events = list(_events(month, sites, domain, now, year))
    to_come = {event.site for event in events if event.starts.date() >= day}
    if to_come == {event.site for event in events}:
        return events
    return list(_events(month, sites, domain, now, year + 1))


def _events(month: Month, sites: Sequence[Site], domain: str, now: datetime, year: int) -> Iterator[Event]:
    known = {site.id: site for site in sites}
    for example in month.events:
        numbers: Counter[str] = Counter()
        for slot in example.when:
            numbers[slot.site] += 1
            site = known.get(slot.site)
            if site is None or site.room(example.room) is None:
                raise InputError(
                    f"starter/events.json puts {example.id!r} into room {example.room!r} of the site"
                    f" {slot.site!r}, which starter/sites.json does not have."
                )
            starts = datetime.combine(nth_weekday(year, month.month, *slot.place), read_time(slot.time))
            id = f"evt-{example.id}-{site.id}-{numbers[site.id]}"
            yield Event(
                id=id,
                uid=f"{id}-{year}@{domain}",
                site=site.id,
                title=example.title,
                description=example.description,
                category=example.category,
                starts=starts,
                ends=starts + timedelta(minutes=example.minutes),
                zone=site.zone,
                room=example.room,
                capacity=example.capacity,
                starter=True,
                created=now,
                modified=now,
            )


def _check_places(places: Sequence[ProgramSeats], sites: Sequence[Site], programs: Sequence[Program]) -> None:
    site_ids, program_ids = {site.id for site in sites}, {program.id for program in programs}
    for one in places:
        if one.site not in site_ids or one.program not in program_ids or one.id != f"{one.program}@{one.site}":
            raise InputError(
                f"starter/program_seats.json: {one.id!r} is not a program and a site as `program@site`."
            )


def _check_ids(records: Sequence[Record]) -> None:
    twice = [id for (_, id), count in Counter((one.kind, one.id) for one in records).items() if count > 1]
    if twice:
        raise InputError(f"The starter files use an id more than once: {', '.join(twice)}.")

"""Free times for an appointment: room, clinician, supervisor and client are free, with turn-over and travel.

All times here are wall clock times of one site.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta

from msgspec import Struct

from atma_tui.domain.hours import Span, hours_at, site_hours, spans_around, works
from atma_tui.domain.records import Clinician, Hours, Room, Site

GRID = timedelta(minutes=15)


class Slot(Struct, frozen=True, kw_only=True):
    """A possible time for an appointment, with its room, clinician and supervisor."""

    site: str
    starts: datetime
    ends: datetime
    room: str = ""
    clinician: str = ""
    supervisor: str = ""


class Wanted(Struct, frozen=True, kw_only=True):
    """What an appointment needs."""

    length: timedelta
    room: bool = False
    clinician: bool = False
    supervisor: bool = False


class DayBook(Struct, frozen=True, kw_only=True):
    """The times that are taken at a site around one day."""

    day: date
    rooms: Mapping[str, Sequence[Span]]
    """By room id."""
    clinicians: Mapping[str, Sequence[Span]]
    """By clinician id, at all sites (times at other sites are widened by the drive)."""
    client: Sequence[Span] = ()
    """When the client is elsewhere; times in the other city are widened by the drive."""


def day_slots(
    site: Site, book: DayBook, clinicians: Sequence[Clinician], wanted: Wanted, after: datetime
) -> list[Slot]:
    """Return the free times of one day, by start, each with the first room and clinician that are free."""
    clinicians = [one for one in clinicians if one.active and any(_on_day(hours_at(one, site), book.day))]
    return [
        slot
        for start in _starts(site, book.day, wanted.length)
        if start >= after and not site.closed(start, start + wanted.length)
        if (slot := _slot_at(site, book, clinicians, wanted, start)) is not None
    ]


def _starts(site: Site, day: date, length: timedelta) -> Iterable[datetime]:
    for opens, closes in _on_day(site_hours(site), day):
        start = max(opens, datetime.combine(day, time()))
        while start.date() == day and start + length <= closes:
            yield start
            start += GRID


def _on_day(hours: Iterable[Hours], day: date) -> Iterable[Span]:
    midnight = datetime.combine(day, time())
    return (
        (opens, closes)
        for opens, closes in spans_around(hours, day)
        if opens < midnight + timedelta(days=1) and midnight < closes
    )


def _slot_at(
    site: Site, book: DayBook, clinicians: Sequence[Clinician], wanted: Wanted, start: datetime
) -> Slot | None:
    span = (start, start + wanted.length)
    if _taken(book.client, span) or (wanted.room and not any(_free_rooms(site, book, span))):
        return None
    slot = filled(site, book, clinicians, wanted, start)
    return None if missing(slot, wanted) else slot


def _free_rooms(site: Site, book: DayBook, span: Span) -> Iterator[str]:
    """Yield the free rooms, the smallest first: the large ones are left to groups."""
    by_size = sorted(site.rooms, key=lambda one: (one.seats is None, one.seats))
    return (one.id for one in by_size if is_room_free(one, book.rooms.get(one.id, ()), span))


def filled(
    site: Site,
    book: DayBook,
    clinicians: Sequence[Clinician],
    wanted: Wanted,
    start: datetime,
    *,
    room: str = "",
    clinician: str = "",
    supervisor: str = "",
) -> Slot:
    """Return an appointment at a time, with the first free room or person for whatever is wanted and not given.

    Where nothing or nobody is free, the field stays empty: see `missing`. What is given is not checked.
    """
    span = (start, start + wanted.length)

    def free() -> Iterator[Clinician]:
        return (one for one in clinicians if _is_free(one, site, book.clinicians.get(one.id, ()), span))

    if wanted.room and not room:
        room = next(_free_rooms(site, book, span), "")
    if wanted.supervisor and not supervisor:
        supervisor = next((one.id for one in free() if one.supervises and one.id != clinician), "")
    if wanted.clinician and not clinician:
        clinician = next((one.id for one in free() if one.id != supervisor), "")
    return Slot(site=site.id, starts=span[0], ends=span[1], room=room, clinician=clinician, supervisor=supervisor)


def _is_free(clinician: Clinician, site: Site, taken: Sequence[Span], span: Span) -> bool:
    return not _taken(taken, span) and works(clinician, site, span)


def missing(slot: Slot, wanted: Wanted) -> list[str]:
    """Return what a slot still lacks: `room`, `clinician`, `supervisor`."""
    needs = (
        ("room", wanted.room, slot.room),
        ("clinician", wanted.clinician, slot.clinician),
        ("supervisor", wanted.supervisor, slot.supervisor),
    )
    return [name for name, needed, there in needs if needed and not there]


def lacks(site: Site, clinicians: Sequence[Clinician], wanted: Wanted) -> list[str]:
    """Say what an appointment needs and a site does not have at all; nothing when it has everything."""
    there = [one for one in clinicians if one.active and hours_at(one, site)]
    found: list[str] = []
    if wanted.room and not site.rooms:
        found.append(f"{site.name} has no room")
    if wanted.supervisor and not any(one.supervises for one in there):
        found.append(f"nobody who may supervise works in {site.name}")
    if wanted.clinician and len(there) <= wanted.supervisor:
        found.append(f"no {'other ' if wanted.supervisor else ''}clinician works in {site.name}")
    return found


def is_room_free(room: Room, taken: Sequence[Span], span: Span) -> bool:
    """Whether a room is free, including its turn-over before and after."""
    turnover = timedelta(minutes=room.turnover)
    return not _taken(taken, (span[0] - turnover, span[1] + turnover))


def _taken(spans: Iterable[Span], span: Span) -> bool:
    return any(first < span[1] and span[0] < last for first, last in spans)

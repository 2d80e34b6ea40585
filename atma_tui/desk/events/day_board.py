"""One day by rooms and clinicians: what is on in each, and the hours in which nothing can be booked there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Literal

from msgspec import Struct

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.one_moment import one_moment
from atma_tui.domain.hours import hours_at, site_hours, spans_around
from atma_tui.domain.records import Clinician, Closure, Event, Hours, Site
from atma_tui.domain.when import today

NOT_AT_WORK = "not at work"
_USUAL = (8, 20)
"""Hours that a board always shows."""
_A_DAY = timedelta(days=1)


class Blocked(Struct, frozen=True, kw_only=True, gc=False):
    """Hours in which nothing can be booked in a column."""

    starts: datetime
    ends: datetime
    why: str


class BoardColumn(Struct, frozen=True, kw_only=True):
    """A room of a site, or a clinician, on one day."""

    kind: Literal["room", "clinician"]
    id: str
    """Id of the room or the clinician; empty for the column of events without a room."""
    name: str
    site: Site | None
    """The site of a room; None for a clinician, who may work at several."""
    events: tuple[Event, ...]
    """By start."""
    blocked: tuple[Blocked, ...]


class Board(Struct, frozen=True, kw_only=True):
    """A day."""

    day: date
    columns: tuple[BoardColumn, ...]
    """Rooms by site, then clinicians."""
    first_hour: int
    last_hour: int
    """The hour at which the board ends."""


class DayBoards:
    """Use cases that only look."""

    def __init__(self, book: Book) -> None:
        self._book = book

    @one_moment
    def board(self, day: date | None = None, *, site: str = "") -> Board:
        """Return a day at a site, or at all sites."""
        book = self._book
        day = day or today(book.now())
        sites = [one for one in book.sites() if site in ("", one.id)]
        found = book.store.find(Event, on=day.isoformat())
        events = sorted(
            (one for one in found if one.live and not one.all_day), key=lambda one: (one.starts, one.id)
        )
        here = [one for one in events if site in ("", one.site)]
        people = sorted(book.all_of(Clinician).values(), key=lambda one: (not one.supervises, one.name))
        columns = [
            *(column for one in sites for column in _rooms(one, here, day)),
            *(clinician_column(one, sites, events, day) for one in people if _is_there(one, sites, here)),
        ]
        return Board(day=day, columns=tuple(columns), **_hours(here, day))


def _rooms(site: Site, events: Sequence[Event], day: date) -> Iterator[BoardColumn]:
    """Yield the columns of a site's rooms, and last one for events in none of them."""
    blocked = (*_closed(site_hours(site), day, "off hours"), *closed_during(site.closures, day, "closed"))
    own = [one for one in events if one.site == site.id]
    for room in site.rooms:
        inside = tuple(one for one in own if one.room == room.id)
        yield BoardColumn(kind="room", id=room.id, name=room.name, site=site, events=inside, blocked=blocked)
    known = {room.id for room in site.rooms}
    if outside := tuple(one for one in own if one.room not in known):
        yield BoardColumn(kind="room", id="", name="no room", site=site, events=outside, blocked=blocked)


def clinician_column(one: Clinician, sites: Sequence[Site], events: Sequence[Event], day: date) -> BoardColumn:
    """Return a clinician on one day; `events` are those of the day."""
    hours = [each for site in sites if one.active for each in hours_at(one, site)]
    own = tuple(event for event in events if one.id in (event.clinician, event.supervisor))
    blocked = (*_closed(hours, day, NOT_AT_WORK), *closed_during(one.absences, day, "away"))
    return BoardColumn(kind="clinician", id=one.id, name=one.name, site=None, events=own, blocked=blocked)


def _is_there(one: Clinician, sites: Sequence[Site], events: Sequence[Event]) -> bool:
    """Whether a clinician works at any of the sites, or has a booking that day."""
    works = one.active and any(hours_at(one, site) for site in sites)
    return works or any(one.id in (event.clinician, event.supervisor) for event in events)


def _closed(hours: Iterable[Hours], day: date, why: str) -> Iterator[Blocked]:
    """Yield the hours of a day outside of weekly hours."""
    midnight = datetime.combine(day, time())
    begins = midnight
    for opens, closes in spans_around(hours, day):
        if opens > begins:
            yield Blocked(starts=begins, ends=min(opens, midnight + _A_DAY), why=why)
        begins = max(begins, closes)
    if begins < midnight + _A_DAY:
        yield Blocked(starts=begins, ends=midnight + _A_DAY, why=why)


def blocked_words(why: str, *, names: bool) -> str:
    """Return why nothing can be booked; without names, not why somebody is away or a site is closed."""
    return why if names else why.partition(": ")[0]


def closed_during(closures: Iterable[Closure], day: date, word: str) -> Iterator[Blocked]:
    """Yield the dated closures that touch a day."""
    midnight = datetime.combine(day, time())
    for one in closures:
        if one.starts < midnight + _A_DAY and midnight < one.ends:
            why = f"{word}: {one.why}" if one.why else word
            yield Blocked(starts=max(one.starts, midnight), ends=min(one.ends, midnight + _A_DAY), why=why)


def _hours(events: Sequence[Event], day: date) -> dict[str, int]:
    """Return the hours to show: the usual ones, and those of all events."""
    midnight = datetime.combine(day, time())
    first, last = _USUAL
    for one in events:
        first = min(first, 0 if one.starts < midnight else one.starts.hour)
        last = max(last, 24 if one.ends >= midnight + _A_DAY else one.ends.hour + bool(one.ends.minute))
    return {"first_hour": first, "last_hour": last}

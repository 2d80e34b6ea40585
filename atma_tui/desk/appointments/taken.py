"""What is taken at a site, day by day: its rooms, and its clinicians with their drive from the other city."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from atma_tui.desk.appointments.appointments import span_at, staff_of
from atma_tui.desk.book.book import Book
from atma_tui.desk.book.days import Days
from atma_tui.domain.hours import Span
from atma_tui.domain.paths.slots import DayBook
from atma_tui.domain.records import Event, Site

_STRETCH = 14
"""Days read at once: a free time is usually found in the first ones."""


class Taken:
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
            span = span_at(event, site.zone)
            if event.site == site.id and event.room:
                rooms[event.room].append(span)
            for who in () if event.all_day else staff_of(event):
                people[who].append(widened(event, site, self._travel))
        return DayBook(day=day, rooms=rooms, clinicians=people, client=client)

    def _events(self, day: date) -> list[Event]:
        if day not in self._read:
            first = datetime.combine(day, time())
            stretch = Days(self._book.store, [(first, first + timedelta(days=_STRETCH))])
            for ahead in (day + timedelta(days=number) for number in range(_STRETCH)):
                self._read[ahead] = [one for one in stretch.on(ahead) if one.live]
        return self._read[day]


def widened(event: Event, site: Site, travel: timedelta) -> Span:
    """Return when somebody in an event cannot be at a site, including the drive from the other city."""
    first, last = span_at(event, site.zone)
    return (first, last) if event.site == site.id else (first - travel, last + travel)


def _days(day: date) -> Iterator[date]:
    return (day + timedelta(days=by) for by in (-1, 0, 1))

"""A clinician's week: hours, bookings, time for sessions, and what is due for clients."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import Struct

from atma_tui.desk.appointments.appointments import staff_of
from atma_tui.desk.book.book import Book
from atma_tui.desk.book.days import Days
from atma_tui.desk.book.one_moment import one_moment
from atma_tui.desk.clinicians.session_times import SiteHours, session_times
from atma_tui.desk.events.day_board import Blocked, clinician_column, closed_during
from atma_tui.domain.errors import InputError
from atma_tui.domain.hours import hours_at, spans_around
from atma_tui.domain.records import Clinician, Enrolment, Event, Person, Site
from atma_tui.domain.when import today

if TYPE_CHECKING:
    from atma_tui.desk.clients.follow_ups import FollowUps
    from atma_tui.desk.clients.owed import FollowUp

_A_DAY, _AN_HOUR = timedelta(days=1), timedelta(hours=1)
_USUAL = (9, 17)
_SEATED = ("enrolled", "attended", "no_show", "offered")


class Booking(Struct, frozen=True, kw_only=True):
    """Something that a clinician is in."""

    event: Event
    site: Site
    supervises: bool
    """Whether they only supervise it, while somebody else sees the client."""
    people: tuple[Person, ...] = ()
    """Who comes to an appointment, by name; public events have only a number."""
    count: int = 0
    """How many people have a seat."""


class WeekDay(Struct, frozen=True, kw_only=True):
    """A day of a clinician."""

    day: date
    at_work: tuple[SiteHours, ...]
    """Their hours, by start, regardless of absences."""
    bookings: tuple[Booking, ...]
    """By start; whole days first."""
    blocked: tuple[Blocked, ...]
    """When nothing can be booked: not at work, away, site closed, or on the way to the other city."""
    open: tuple[SiteHours, ...]
    """When a session could be booked, from now on."""


class ClinicianWeek(Struct, frozen=True, kw_only=True):
    """A week of a clinician."""

    clinician: Clinician
    days: tuple[WeekDay, ...]
    """Seven days from Monday."""
    clinicians: tuple[Clinician, ...]
    """All clinicians whose week can be shown, in order."""
    due: tuple[FollowUp, ...]
    """What is due for their clients, worst first."""
    first_hour: int
    last_hour: int
    """The hour at which the shown days end."""

    @property
    def shown_days(self) -> tuple[WeekDay, ...]:
        """The days, except a Saturday or Sunday on which they neither work nor have bookings."""
        return tuple(one for one in self.days if one.day.weekday() < 5 or one.at_work or one.bookings)


class ClinicianWeeks:
    """Use cases that only look."""

    def __init__(self, book: Book, follow_ups: FollowUps) -> None:
        self._book, self._follow_ups = book, follow_ups

    def clinicians(self) -> list[Clinician]:
        """Return the clinicians whose week can be shown: those at work by name, then former ones."""
        return sorted(self._book.all_of(Clinician).values(), key=lambda one: (not one.active, one.name, one.id))

    @one_moment
    def week(self, clinician: str = "", day: date | None = None) -> ClinicianWeek:
        """Return the week that a day is in, today's when None, of a clinician: the first by name when empty.

        Raises `NotFound`, `Ambiguous`, and `InputError` for a book without clinicians.
        """
        book = self._book
        who = book.the(Clinician, clinician) if clinician else next(iter(self.clinicians()), None)
        if who is None:
            raise InputError("No clinician is in the book yet. Add one in Programs (5) with k and n.")
        days = _week_of(day or today(book.now()))
        sites = book.sites()
        known = {one.id for one in sites}
        midnight = datetime.combine(days[0], time())
        read = Days(book.store, [(midnight, midnight + timedelta(days=len(days)))])
        events = {
            day: sorted(
                (one for one in read.on(day) if one.site in known and _is_in(who, one)),
                key=lambda one: (one.starts, one.id),
            )
            for day in days
        }
        bookings = {
            one.event.id: one for one in self._bookings(who, (one for found in events.values() for one in found))
        }
        free = session_times(book, who, sites, days)
        shown = [self._day(who, day, sites, [bookings[one.id] for one in events[day]], free[day]) for day in days]
        first, last = _shown_hours(shown)
        return ClinicianWeek(
            clinician=who,
            days=tuple(shown),
            clinicians=tuple(self.clinicians()),
            due=tuple(self._follow_ups.list(clinician=who.id)),
            first_hour=first,
            last_hour=last,
        )

    def _bookings(self, who: Clinician, events: Iterable[Event]) -> Iterator[Booking]:
        """Yield a clinician's bookings with the people who come."""
        book = self._book
        known, sites = {one.id: one for one in events}, book.all_of(Site)
        seats = defaultdict[str, list[Enrolment]](list)
        for seat in book.store.find(Enrolment, offering=known) if known else ():
            if seat.status in _SEATED:
                seats[seat.offering].append(seat)
        private = {id for id, event in known.items() if event.visibility == "private"}
        people = book.people(seat.person for id in private for seat in seats[id])
        for id, event in known.items():
            coming = [people[seat.person] for seat in seats[id] if seat.person in people]
            yield Booking(
                event=event,
                site=sites[event.site],
                supervises=event.supervisor == who.id != event.clinician,
                people=tuple(sorted(coming, key=lambda one: (one.name, one.id))),
                count=sum(seat.party for seat in seats[id]),
            )

    def _day(
        self,
        who: Clinician,
        day: date,
        sites: Sequence[Site],
        bookings: Sequence[Booking],
        free: Sequence[SiteHours],
    ) -> WeekDay:
        at_work = sorted(_hours_on(who, sites, day), key=lambda one: one.span)
        away = clinician_column(who, sites, (), day).blocked
        closed = (
            one
            for site in {one.site.id: one.site for one in at_work}.values()
            for one in closed_during(site.closures, day, f"{site.name} closed")
        )
        drive = timedelta(minutes=self._book.clinic().travel_minutes)
        return WeekDay(
            day=day,
            at_work=tuple(at_work),
            bookings=tuple(bookings),
            blocked=(*_drives(bookings, drive), *away, *closed),
            open=tuple(free),
        )


def _week_of(day: date) -> list[date]:
    """Return the days of a week from Monday."""
    monday = day - timedelta(days=day.weekday())
    return [monday + timedelta(days=number) for number in range(7)]


def _shown_hours(days: Iterable[WeekDay]) -> tuple[int, int]:
    """Return the hours of a day that the week must show: working hours, and those of the bookings."""
    first, last = _USUAL
    for day in days:
        midnight = datetime.combine(day.day, time())
        on = [(one.event.starts, one.event.ends) for one in day.bookings if not one.event.all_day]
        for starts, ends in (*on, *(one.span for one in day.at_work)):
            first = min(first, max(starts - midnight, timedelta(0)) // _AN_HOUR)
            last = max(last, -(-min(ends - midnight, _A_DAY) // _AN_HOUR))
    return first, last


def _hours_on(who: Clinician, sites: Iterable[Site], day: date) -> Iterator[SiteHours]:
    """Yield the weekly hours of a clinician on a day."""
    midnight = datetime.combine(day, time())
    for site in sites if who.active else ():
        for first, last in spans_around(hours_at(who, site), day):
            if first < midnight + _A_DAY and midnight < last:
                yield SiteHours(site=site, span=(max(first, midnight), min(last, midnight + _A_DAY)))


def _is_in(who: Clinician, event: Event) -> bool:
    return event.live and who.id in staff_of(event)


def _drives(bookings: Sequence[Booking], drive: timedelta) -> Iterator[Blocked]:
    """Yield the drives between cities between two bookings of a day."""
    on_time = [one for one in bookings if not one.event.all_day]
    for before, after in pairwise(on_time):
        left, back = before.event.ends, after.event.starts
        if before.site.id != after.site.id and left < back:
            short = ", too little time" if back - left < drive else ""
            yield Blocked(starts=max(left, back - drive), ends=back, why=f"drive to {after.site.name}{short}")

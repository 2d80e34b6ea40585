"""Closing a site for some hours (a storm, a sick clinician): who is affected, new dates, one undoable act."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from atma_tui.desk.appointments.appointments import (
    closed_in_each,
    double_booked_each,
    off_hours,
    staff_of,
)
from atma_tui.desk.appointments.closures import closed_then
from atma_tui.desk.book.book import Book
from atma_tui.desk.book.days import Days
from atma_tui.desk.book.one_moment import one_moment
from atma_tui.desk.book.visits import names_of_clinicians
from atma_tui.desk.calls.owing import change_to_tell, owe_calls, whom_to_call
from atma_tui.domain.clashes import shares_room
from atma_tui.domain.errors import Blocked, InputError
from atma_tui.domain.hours import without_hours
from atma_tui.domain.records import Call, Closure, Enrolment, Event, Person, Site
from atma_tui.domain.text import clean, fold
from atma_tui.domain.when import span_words, wall_words
from atma_tui.store.rerun import rerunnable

_WEEKS_AHEAD = 8


class Touched(Struct, frozen=True, kw_only=True):
    """An event in the closed hours."""

    event: Event
    people: tuple[tuple[Enrolment, Person], ...]
    """Everybody with a seat or a place in line, by name."""
    free: tuple[datetime, ...]
    """Free times at the same weekday and hour of the next weeks; wall clock, soonest first."""
    clinicians: tuple[str, ...] = ()
    """Names of who sees them, for an appointment."""

    @property
    def proposed(self) -> datetime | None:
        """The soonest new date, None when there is none."""
        return next(iter(self.free), None)


class Closing:
    """Use cases for closing a site for some hours."""

    def __init__(self, book: Book) -> None:
        self._book = book

    @one_moment
    def touched(self, site_ref: str, first: datetime, last: datetime) -> list[Touched]:
        """Return a site's live events that overlap the hours (wall clock), each with its people and a new date."""
        book = self._book
        events = self._in_hours(site_ref, first, last)
        inside = _with_people(book, events)
        clinicians = names_of_clinicians(book)
        weeks = [_moved(event, start) for event in events for start in _next_weeks(event)]
        later = [one for one in weeks if not (one.starts < last and first < one.ends)]
        free = defaultdict[str, list[datetime]](list)
        for event, taken in zip(later, self._taken(later), strict=True):
            if not taken:
                free[event.id].append(event.starts)
        return [
            Touched(
                event=event,
                people=tuple(inside[event.id]),
                free=tuple(free[event.id]),
                clinicians=tuple(clinicians[who] for who in staff_of(event) if who in clinicians),
            )
            for event in events
        ]

    @rerunnable
    def close(
        self,
        site_ref: str,
        first: datetime,
        last: datetime,
        why: str,
        *,
        moves: Mapping[str, datetime] | None = None,
        stay: Collection[str] = (),
    ) -> list[Call]:
        """Close a site for some hours, cancelling or moving its events in one act; returns the calls owed.

        People keep their seats in a moved event. Afterwards nothing is booked in those hours without a reason.

        Args:
            site_ref: the site.
            first: when it closes; wall clock.
            last: when it is open again; wall clock.
            why: told to everybody who is called.
            moves: new start of each event that is moved, by its id.
            stay: ids of events that take place anyway.

        Raises:
            InputError: no reason is given, or the hours make no sense.
            Blocked: room or clinician is taken at a new date, or the site is closed then.
        """
        book, why, moves = self._book, clean(why), moves or {}
        if not why:
            raise InputError("A reason is needed, so that people can be told; nothing was changed.")
        with book.act("close hours", reports=("clash",)) as work:
            events = [one for one in self._in_hours(site_ref, first, last) if one.id not in stay]
            site = book.site(site_ref)
            work.change(site, closures=(*site.closures, Closure(starts=first, ends=last, why=why)))
            batch = f"closing {work.now.isoformat()}"
            calls: list[Call] = []
            for event in events:
                start = moves.get(event.id)
                after = _moved(event, start) if start else replace(event, status="cancelled", why=why)
                if start and (taken := self._taken([after])[0]):
                    raise Blocked(
                        f"{event.title} cannot move to {wall_words(start)}: {taken} Nothing was changed."
                    )
                after = replace(after, starter=False, sequence=event.sequence + 1, modified=work.now)
                after = work.put(after, event)
                tell = partial(change_to_tell, book, after=after, why=why)
                calls += owe_calls(work, event, after, tell, batch=batch)
            moved = sum(1 for one in events if one.id in moves)
            work.summary = (
                f"Closed {book.site(site_ref).name} {span_words(first, last)}: {len(events) - moved} cancelled, "
                f"{moved} moved, {len(calls)} to call ({why})"
            )
        return calls

    @rerunnable
    def reopen(self, site_ref: str, first: datetime, last: datetime) -> Site:
        """Open a site again in hours that were closed; cancelled events stay cancelled.

        Raises `Blocked` when it is not closed then, `InputError`.
        """
        book = self._book
        if last <= first:
            raise InputError("The hours end before they begin; nothing was changed.")
        with book.act("reopen hours") as work:
            site = book.site(site_ref)
            if site.closed(first, last) is None:
                raise Blocked(f"{site.name} is not closed {span_words(first, last)}; nothing was changed.")
            work.summary = f"Opened {site.name} again {span_words(first, last)}"
            return work.change(site, closures=without_hours(site.closures, first, last))

    def _in_hours(self, site_ref: str, first: datetime, last: datetime) -> list[Event]:
        site = self._book.site(site_ref)
        if last <= first:
            raise InputError("The hours end before they begin; nothing was changed.")
        found = [
            event
            for event in Days(self._book.store, [(first, last)]).touching(first, last)
            if event.site == site.id and event.live
            if event.starts < last and first < event.ends
        ]
        return sorted(found, key=lambda event: (event.starts, event.id))

    def _taken(self, events: Sequence[Event]) -> list[str]:
        """Say for each event which room or clinician it needs is taken at its time, or that the site is closed."""
        book = self._book
        days = Days(book.store, [(one.starts, one.ends) for one in events])
        booked, closed = double_booked_each(book, events), closed_in_each(book, events)
        return [
            "its room is taken."
            if any(shares_room(event, one) for one in days.touching(event.starts, event.ends))
            else closed_then(book, event)
            or why
            or (off_hours(book, event) if event.step else "")
            or (f"for its client {'; '.join(reasons)}." if reasons else "")
            for event, why, (_, reasons) in zip(events, booked, closed, strict=True)
        ]


def _with_people(book: Book, events: Iterable[Event]) -> Mapping[str, Sequence[tuple[Enrolment, Person]]]:
    """Return by event everybody with a seat or a place in line, by name."""
    found = whom_to_call(book.store.find(Enrolment, offering=[event.id for event in events]))
    people = book.people(one.person for one in found)
    inside = defaultdict[str, list[tuple[Enrolment, Person]]](list)
    for one in sorted(found, key=lambda one: (fold(people[one.person].name), one.id)):
        inside[one.offering].append((one, people[one.person]))
    return inside


def _next_weeks(event: Event) -> list[datetime]:
    weeks = range(1, _WEEKS_AHEAD + 1)
    return [] if event.all_day else [event.starts + timedelta(weeks=week) for week in weeks]


def _moved(event: Event, start: datetime) -> Event:
    return replace(event, starts=start, ends=start + (event.ends - event.starts))

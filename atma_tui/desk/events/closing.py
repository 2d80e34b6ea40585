"""Closing a site for some hours (a storm, a sick clinician): everybody touched, new dates, one undoable act."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from atma_tui.desk.appointments.appointments import closed_for, double_booked
from atma_tui.desk.book.book import Book
from atma_tui.desk.book.offerings import events_on, in_room_with, promote_where_waiting
from atma_tui.desk.calls.calls import owe_calls
from atma_tui.domain.errors import Blocked, InputError
from atma_tui.domain.records import Call, Clinician, Enrolment, Event, Person
from atma_tui.domain.text import clean, fold
from atma_tui.domain.when import day_words, span_words
from atma_tui.store.rerun import rerunnable

_WEEKS_AHEAD = 8


class Touched(Struct, frozen=True, kw_only=True):
    """An event in the hours that are closed."""

    event: Event
    people: tuple[tuple[Enrolment, Person], ...]
    """Everybody with a seat or a place in line, by name."""
    free: tuple[datetime, ...]
    """The same weekday and hour of next weeks when room and clinicians are free; wall clock, soonest first."""
    clinicians: tuple[str, ...] = ()
    """Names of who sees them, for an appointment."""

    @property
    def proposed(self) -> datetime | None:
        """The soonest new date, None when there is none."""
        return next(iter(self.free), None)


class Closing:
    """Use cases around closing a site for some hours."""

    def __init__(self, book: Book) -> None:
        self._book = book

    def touched(self, site_ref: str, first: datetime, last: datetime) -> list[Touched]:
        """Return a site's live events that overlap the hours (wall clock), each with its people and a new date."""
        book = self._book
        site = book.site(site_ref)
        if last <= first:
            raise InputError("The hours end before they begin; nothing was changed.")
        found = [
            self._touched(event)
            for event in events_on(book.store, first, last)
            if event.site == site.id and event.live
            if event.starts < last and first < event.ends
        ]
        return sorted(found, key=lambda one: (one.event.starts, one.event.id))

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
        """Cancel the touched events, or move those with a new start, in one act; returns the calls that are owed.

        People keep their seats in a moved event.

        Args:
            site_ref: the site.
            first: when it closes; wall clock.
            last: when it is open again; wall clock.
            why: told to everybody who is called.
            moves: new start of each event that is moved, by its id.
            stay: ids of events that take place all the same.

        Raises:
            InputError: no reason is given, or the hours make no sense.
            Blocked: nothing is to be closed in those hours, or room or clinician is taken at a new date.
        """
        book, why, moves = self._book, clean(why), moves or {}
        if not why:
            raise InputError("A reason is needed, so that people can be told; nothing was changed.")
        with book.act("close hours") as work:
            touched = [one for one in self.touched(site_ref, first, last) if one.event.id not in stay]
            if not touched:
                raise Blocked("Nothing is to be closed there in those hours; nothing was changed.")
            batch = f"closing {work.now.isoformat()}"
            calls: list[Call] = []
            for one in touched:
                event, start = one.event, moves.get(one.event.id)
                after = _moved(event, start) if start else replace(event, status="cancelled", why=why)
                if start and (taken := self._taken(after)):
                    raise Blocked(f"{event.title} cannot move to {_day_hour(start)}: {taken} Nothing was changed.")
                after = replace(after, starter=False, sequence=event.sequence + 1, modified=work.now)
                after = work.put(after, event)
                calls += owe_calls(work, after, _call_words(event, after, why), batch=batch)
            promote_where_waiting(book, work, [call.person for call in calls])
            moved = sum(1 for one in touched if one.event.id in moves)
            work.summary = (
                f"Closed {book.site(site_ref).name} {span_words(first, last)}: {len(touched) - moved} cancelled, "
                f"{moved} moved, {len(calls)} to call ({why})"
            )
        return calls

    def _touched(self, event: Event) -> Touched:
        book = self._book
        people = [
            (one, book.person(one.person))
            for one in book.store.find(Enrolment, offering=event.id)
            if one.status in ("enrolled", "offered", "waiting")
        ]
        people.sort(key=lambda pair: (fold(pair[1].name), pair[0].id))
        names = (book.the(Clinician, id).name for id in (event.clinician, event.supervisor) if id)
        return Touched(
            event=event, people=tuple(people), free=self._free(event), clinicians=tuple(dict.fromkeys(names))
        )

    def _free(self, event: Event) -> tuple[datetime, ...]:
        if event.all_day:
            return ()
        weeks = [event.starts + timedelta(weeks=week) for week in range(1, _WEEKS_AHEAD + 1)]
        return tuple(start for start in weeks if not self._taken(_moved(event, start)))

    def _taken(self, event: Event) -> str:
        """Say what the event needs that is taken at its time; empty when all is free."""
        if in_room_with(self._book.store, event):
            return "its room is taken."
        return double_booked(self._book, event) or self._closed(event)

    def _closed(self, event: Event) -> str:
        """Say why the client of an appointment may not have it then; empty when they may."""
        people = self._book.store.find(Enrolment, offering=event.id)
        seated = (one.person for one in people if one.status in ("enrolled", "offered"))
        reasons = next(filter(None, (closed_for(self._book, event, person) for person in seated)), [])
        return f"for its client {'; '.join(reasons)}." if reasons else ""


def _moved(event: Event, start: datetime) -> Event:
    return replace(event, starts=start, ends=start + (event.ends - event.starts))


def _call_words(before: Event, after: Event, why: str) -> str:
    old = span_words(before.starts, before.ends)
    if after.live:
        return f"{before.title} moves from {old} to {span_words(after.starts, after.ends)}: {why}"
    return f"{before.title} of {old} is cancelled: {why}"


def _day_hour(start: datetime) -> str:
    return f"{day_words(start.date())}, {start:%H:%M}"

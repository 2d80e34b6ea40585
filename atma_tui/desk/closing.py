"""Closing a site for some hours (a storm, a sick clinician): everybody touched, new dates, one undoable act."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from atma_tui.desk.book import Book
from atma_tui.desk.calls import owe_calls
from atma_tui.desk.offerings import events_on, in_room_with, settle_where_waiting
from atma_tui.domain.errors import Blocked, InputError
from atma_tui.domain.records import Call, Enrolment, Event, Person
from atma_tui.domain.text import clean, fold
from atma_tui.domain.when import span_words

_WEEKS_AHEAD = 8


class Touched(Struct, frozen=True, kw_only=True):
    """An event in the hours that are closed."""

    event: Event
    people: tuple[tuple[Enrolment, Person], ...]
    """Everybody with a seat or a place in line, by name."""
    proposed: datetime | None
    """The next same weekday and hour at which the room is free; wall clock."""


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
            if event.site == site.id and event.live and not event.all_day
            if event.starts < last and first < event.ends
        ]
        return sorted(found, key=lambda one: (one.event.starts, one.event.id))

    def close(
        self,
        site_ref: str,
        first: datetime,
        last: datetime,
        why: str,
        *,
        moves: Mapping[str, datetime] | None = None,
    ) -> list[Call]:
        """Cancel the touched events, or move those with a new start, in one act; returns the calls that are owed.

        People keep their seats in a moved event.

        Raises:
            InputError: no reason is given, or the hours make no sense.
            Blocked: nothing is on in those hours, or a new date's room is taken.
        """
        book, why, moves = self._book, clean(why), moves or {}
        if not why:
            raise InputError("A reason is needed, so that people can be told; nothing was changed.")
        with book.act("close hours") as acting:
            touched = self.touched(site_ref, first, last)
            if not touched:
                raise Blocked("Nothing is on there in those hours; nothing was changed.")
            batch = f"closing {acting.now.isoformat()}"
            calls: list[Call] = []
            for one in touched:
                event, start = one.event, moves.get(one.event.id)
                after = _moved(event, start) if start else replace(event, status="cancelled", why=why)
                if start and self._room_taken(after):
                    raise Blocked(f"The room for {event.title} is taken at its new date; nothing was changed.")
                after = acting.put(replace(after, starter=False, sequence=event.sequence + 1, modified=acting.now))
                calls += owe_calls(acting, after, _call_words(event, after, why), batch=batch)
            settle_where_waiting(book, acting, [call.person for call in calls])
            moved = sum(1 for one in touched if one.event.id in moves)
            acting.says = (
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
        return Touched(event=event, people=tuple(people), proposed=self._proposed(event))

    def _proposed(self, event: Event) -> datetime | None:
        for week in range(1, _WEEKS_AHEAD + 1):
            start = event.starts + timedelta(weeks=week)
            if not self._room_taken(_moved(event, start)):
                return start
        return None

    def _room_taken(self, event: Event) -> bool:
        return bool(in_room_with(self._book.store, event))


def _moved(event: Event, start: datetime) -> Event:
    return replace(event, starts=start, ends=start + (event.ends - event.starts))


def _call_words(before: Event, after: Event, why: str) -> str:
    old = span_words(before.starts, before.ends)
    if after.live:
        return f"{before.title} moves from {old} to {span_words(after.starts, after.ends)}: {why}"
    return f"{before.title} of {old} is cancelled: {why}"

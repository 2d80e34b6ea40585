"""Events: make, edit, copy, cancel. What a calendar shows of them rises in SEQUENCE with each change."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from msgspec import UNSET, Struct, UnsetType
from msgspec.structs import replace

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.names import names_by_id
from atma_tui.desk.book.promoting import promote_waiting, promote_where_waiting
from atma_tui.desk.book.sums import states_of
from atma_tui.desk.book.unit_of_work import UnitOfWork
from atma_tui.desk.calls.calls import owe_calls
from atma_tui.desk.events.event_checks import checked, refuse_new_place, too_small
from atma_tui.desk.seats.seating import follow_group
from atma_tui.domain.changes import with_changes
from atma_tui.domain.errors import Blocked, InputError, TooSmall
from atma_tui.domain.records import Call, Event, EventKind, Series, new_id
from atma_tui.domain.text import clean
from atma_tui.domain.when import instant, span_words
from atma_tui.store.rerun import rerunnable

PUBLISHED = (
    "title",
    "description",
    "category",
    "starts",
    "ends",
    "all_day",
    "zone",
    "room",
    "place",
    "visibility",
    "url",
)
"""Fields whose change a calendar shows."""
_MAX_WEEKS = 104


class EventFields(Struct, frozen=True, kw_only=True):
    """What may be said of an event; what is not said stays as it is."""

    site: str | UnsetType = UNSET
    title: str | UnsetType = UNSET
    description: str | UnsetType = UNSET
    category: EventKind | UnsetType = UNSET
    starts: datetime | UnsetType = UNSET
    ends: datetime | UnsetType = UNSET
    all_day: bool | UnsetType = UNSET
    room: str | UnsetType = UNSET
    place: str | UnsetType = UNSET
    capacity: int | UnsetType | None = UNSET
    visibility: str | UnsetType = UNSET
    minimum: int | UnsetType = UNSET
    url: str | UnsetType = UNSET
    notes: str | UnsetType = UNSET
    program: str | UnsetType = UNSET
    """The group (cohort program) that it is a meeting of: who has a place in it is enrolled."""

    def given(self) -> dict[str, Any]:
        """Return only what was said."""
        return {name: value for name in self.__struct_fields__ if (value := getattr(self, name)) is not UNSET}


class Events:
    """Use cases around events."""

    def __init__(self, book: Book) -> None:
        self._book = book

    @rerunnable
    def add(self, fields: EventFields, *, weeks: int = 1, override: str = "") -> list[Event]:
        """Make an event, or a weekly series of `weeks` events; returns them.

        Args:
            fields: what is known of it.
            weeks: how many, one a week.
            override: reason for making it while the site is closed.

        Raises:
            InputError: something is missing or makes no sense.
            Closed: the site is closed then.
            RuleError: the room is taken.
        """
        book = self._book
        if not 1 <= weeks <= _MAX_WEEKS:
            raise InputError(f"A series is 1 to {_MAX_WEEKS} weeks long.")
        with book.act("add event") as work:
            site = book.site("" if fields.site is UNSET else fields.site)
            first = self._blank(work, site.id, site.zone)
            first = checked(book, first, {**fields.given(), "site": site.id})
            series = ""
            if weeks > 1:
                series = work.add(Series(id=new_id("ser"), title=first.title, created=work.now)).id
            made: list[Event] = []
            for week in range(weeks):
                event = self._shifted(replace(first, series=series), timedelta(weeks=week))
                refuse_new_place(book, None, event, override=clean(override))
                made.append(work.add(event))
            often = f", weekly x {weeks}" if weeks > 1 else ""
            members = max(follow_group(book, work, event) for event in made)
            group = f"; {members} of the group are in it" if members else ""
            work.summary = (
                f"Added {first.title}, {span_words(first.starts, first.ends, all_day=first.all_day)}{often}{group}"
            )
        return made

    @rerunnable
    def edit(self, ref: str, fields: EventFields, *, rev: int | None = None, override: str = "") -> Event:
        """Change an event. A later time owes everybody in it a call; more capacity is offered on.

        Args:
            ref: id or unique prefix.
            fields: what changes.
            rev: the revision the form showed, to notice that somebody else changed it.
            override: reason for fewer seats than people who are in already, or for a clash of a client.

        Raises:
            Stale: changed since `rev`.
            TooSmall: fewer seats, its own or its room's, than people in it.
            RuleError: room or clinician is taken, or an appointment may not be then.
            Clash: the client of an appointment is elsewhere then, and there is no `override`.
            InputError: a value makes no sense.
        """
        book = self._book
        with book.act("edit event", reports="clash") as work:
            event = book.unchanged(Event, book.the(Event, ref).id, rev)
            given = fields.given()
            if "site" in given:
                given["site"] = book.site(given["site"]).id
            after = checked(book, event, given)
            if after == event:
                return event
            refuse_new_place(book, event, after, override=clean(override))
            tight = too_small(book, work, event, after)
            if tight and not clean(override):
                raise TooSmall(f"{tight} Nothing was changed; give a reason to do it anyway.")
            after = replace(after, starter=False)
            if tight:
                after = replace(after, override_reason=f"{clean(override)} ({book.operator})")
            elif after.override_reason and not states_of(book, [after], work.now)[after.id].short:
                after = replace(after, override_reason="")
            if any(getattr(after, name) != getattr(event, name) for name in PUBLISHED) or after.site != event.site:
                after = replace(after, sequence=event.sequence + 1, modified=work.now)
            after = work.put(after, event)
            calls = self._owe_moved(work, event, after)
            promote_waiting(book, work, after)
            if after.program != event.program:
                follow_group(book, work, after)
            why = f" (override: {clean(override)})" if override else ""
            changed = with_changes(f"Changed {event.title}", event, after, names_by_id(book))
            work.summary = f"{changed}{why}" + (f"; {len(calls)} to call" if calls else "")
        return after

    @rerunnable
    def copy(self, ref: str, starts: datetime, fields: EventFields | None = None, *, override: str = "") -> Event:
        """Make another event like one, at another time, without its people.

        Args:
            ref: id or unique prefix.
            starts: when it starts; it is as long as the other unless `fields` says when it ends.
            fields: what else is different.
            override: reason for making it while the site is closed.

        Raises:
            Blocked: it is a client's appointment, which is booked from the client's path.
            InputError, RuleError: as for `add`.
        """
        book = self._book
        with book.act("copy event") as work:
            event = book.the(Event, ref)
            if event.step:
                raise Blocked(f"{event.title} is a client's appointment; book another one from the client's path.")
            blank = self._blank(work, event.site, event.zone)
            twin = replace(
                event,
                id=blank.id,
                uid=blank.uid,
                status="confirmed",
                why="",
                override_reason="",
                source="",
                series="",
                starter=False,
                sequence=0,
                created=work.now,
                modified=work.now,
            )
            given = fields.given() if fields is not None else {}
            if "site" in given:
                given["site"] = book.site(given["site"]).id
            twin = checked(book, twin, {**given, "starts": starts})
            refuse_new_place(book, None, twin, override=clean(override))
            twin = work.add(twin)
            follow_group(book, work, twin)
            work.summary = f"Copied {event.title} to {span_words(twin.starts, twin.ends, all_day=twin.all_day)}"
            return twin

    @rerunnable
    def cancel(self, ref: str, why: str, *, rev: int | None = None) -> Event:
        """Cancel an event; everybody in it is owed a call. Raises `Blocked`, `InputError` without a reason."""
        book, why = self._book, clean(why)
        if not why:
            raise InputError("A reason is needed, so that people can be told; nothing was cancelled.")
        with book.act("cancel event") as work:
            event = book.unchanged(Event, book.the(Event, ref).id, rev)
            if not event.live:
                raise Blocked(f"{event.title} is cancelled already.")
            after = work.change(
                event,
                status="cancelled",
                why=why,
                starter=False,
                sequence=event.sequence + 1,
                modified=work.now,
            )
            when = span_words(event.starts, event.ends, all_day=event.all_day)
            calls = owe_calls(work, after, f"{event.title} of {when} is cancelled: {why}")
            promote_waiting(book, work, after)
            promote_where_waiting(book, work, [call.person for call in calls])
            owed = f"; {len(calls)} to call" if calls else ""
            work.summary = f"Cancelled {event.title} of {when}: {why}{owed}"
        return after

    @rerunnable
    def restore(self, ref: str) -> Event:
        """Put a cancelled event on again; whoever was in it still is. Raises `Blocked`, `Clash`, `RuleError`."""
        book = self._book
        with book.act("put event on again") as work:
            event = book.the(Event, ref)
            if event.live:
                raise Blocked(f"{event.title} is not cancelled.")
            after = replace(event, status="confirmed", why="", sequence=event.sequence + 1, modified=work.now)
            refuse_new_place(book, None, after)
            after = work.put(after, event)
            when = span_words(event.starts, event.ends, all_day=event.all_day)
            owe_calls(work, after, f"{event.title} of {when} takes place after all")
            promote_waiting(book, work, after)
            work.summary = f"{event.title} of {when} is on again"
        return after

    def _blank(self, work: UnitOfWork, site: str, zone: str) -> Event:
        new = new_id("evt")
        return Event(
            id=new,
            uid=f"{new}@{self._book.clinic().feed_domain}",
            site=site,
            title="",
            starts=datetime.min,  # noqa: DTZ901 -- replaced before anything is stored
            ends=datetime.min,  # noqa: DTZ901
            zone=zone,
            created=work.now,
            modified=work.now,
        )

    def _shifted(self, event: Event, by: timedelta) -> Event:
        if not by:
            return event
        new = new_id("evt")
        uid = f"{new}@{event.uid.partition('@')[2]}"
        return replace(event, id=new, uid=uid, starts=event.starts + by, ends=event.ends + by)

    def _owe_moved(self, work: UnitOfWork, before: Event, after: Event) -> list[Call]:
        if instant(before.starts, before.zone) == instant(after.starts, after.zone) and before.site == after.site:
            return []
        if instant(before.ends, before.zone) <= work.now or not after.live:
            return []
        old, new = (span_words(one.starts, one.ends, all_day=one.all_day) for one in (before, after))
        if before.site != after.site:
            old, new = f"{self._book.site(before.site).name}, {old}", f"{self._book.site(after.site).name}, {new}"
        calls = owe_calls(work, after, f"{after.title} moved from {old} to {new}")
        promote_where_waiting(self._book, work, [call.person for call in calls])
        return calls

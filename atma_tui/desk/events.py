"""Events: make, edit, copy, cancel. What a calendar shows of them rises in SEQUENCE with each change."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import msgspec
from msgspec import UNSET, Struct, UnsetType
from msgspec.structs import replace

from atma_tui.desk.book import Acting, Book
from atma_tui.desk.calls import owe_calls
from atma_tui.desk.offerings import in_room_with, settle, settle_where_waiting, state_of
from atma_tui.desk.seating import follow_group
from atma_tui.domain.errors import Blocked, InputError, RuleError, TooSmall
from atma_tui.domain.records import Event, EventKind, Program, Series, new_id
from atma_tui.domain.text import clean
from atma_tui.domain.when import clock_name, exists, instant, span_words

PUBLISHED = (
    "title",
    "about",
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
_MOST_WEEKS = 104


class EventFields(Struct, frozen=True, kw_only=True):
    """What may be said of an event; what is not said stays as it is."""

    site: str | UnsetType = UNSET
    title: str | UnsetType = UNSET
    about: str | UnsetType = UNSET
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

    def add(self, fields: EventFields, *, weeks: int = 1) -> list[Event]:
        """Make an event, or a weekly series of `weeks` events; returns them.

        Raises:
            InputError: something is missing or makes no sense.
            RuleError: the room is taken.
        """
        book = self._book
        if not 1 <= weeks <= _MOST_WEEKS:
            raise InputError(f"A series is 1 to {_MOST_WEEKS} weeks long.")
        with book.act("add event") as acting:
            site = book.site("" if fields.site is UNSET else fields.site)
            first = self._blank(acting, site.id, site.zone)
            first = self._checked(first, {**fields.given(), "site": site.id})
            series = ""
            if weeks > 1:
                series = acting.add(Series(id=new_id("ser"), title=first.title, created=acting.now)).id
            made: list[Event] = []
            for week in range(weeks):
                event = self._shifted(replace(first, series=series), timedelta(weeks=week))
                self._refuse_taken_room(event)
                made.append(acting.add(event))
            often = f", weekly x {weeks}" if weeks > 1 else ""
            members = max(follow_group(book, acting, event) for event in made)
            group = f"; {members} of the group are in it" if members else ""
            acting.says = (
                f"Added {first.title}, {span_words(first.starts, first.ends, all_day=first.all_day)}{often}{group}"
            )
        return made

    def edit(self, ref: str, fields: EventFields, *, rev: int | None = None, override: str = "") -> Event:
        """Change an event. A later time owes everybody in it a call; more capacity is offered on.

        Args:
            ref: id or unique prefix.
            fields: what changes.
            rev: the revision the form showed, to notice that somebody else changed it.
            override: reason for fewer seats than people who are in already.

        Raises:
            Stale: changed since `rev`.
            TooSmall: fewer seats, its own or its room's, than people in it.
            RuleError: the room is taken.
            InputError: a value makes no sense.
        """
        book = self._book
        with book.act("edit event") as acting:
            event = book.unchanged(Event, book.the(Event, ref).id, rev)
            given = fields.given()
            if "site" in given:
                given["site"] = book.site(given["site"]).id
            after = self._checked(event, given)
            if after == event:
                return event
            self._refuse_taken_room(after)
            too_small = self._too_small(acting, event, after)
            if too_small and not clean(override):
                raise TooSmall(f"{too_small} Nothing was changed; give a reason to do it anyway.")
            after = replace(after, starter=False)
            if clean(override) and (too_small or after.capacity != event.capacity):
                after = replace(after, over=f"{clean(override)} ({book.operator})")
            if any(getattr(after, name) != getattr(event, name) for name in PUBLISHED) or after.site != event.site:
                after = replace(after, sequence=event.sequence + 1, modified=acting.now)
            after = acting.put(after)
            self._owe_moved(acting, event, after)
            settle(book, acting, after)
            if after.program != event.program:
                follow_group(book, acting, after)
            acting.says = f"Changed {after.title}" + (f" (override: {clean(override)})" if override else "")
        return after

    def copy(self, ref: str, starts: datetime) -> Event:
        """Make another event like one, at another time, without its people."""
        book = self._book
        with book.act("copy event") as acting:
            event = book.the(Event, ref)
            blank = self._blank(acting, event.site, event.zone)
            length = event.ends - event.starts
            twin = replace(
                event,
                id=blank.id,
                uid=blank.uid,
                starts=starts,
                ends=starts + length,
                status="confirmed",
                why="",
                source="",
                series="",
                starter=False,
                sequence=0,
                created=acting.now,
                modified=acting.now,
            )
            self._refuse_taken_room(twin)
            twin = acting.add(twin)
            follow_group(book, acting, twin)
            acting.says = f"Copied {event.title} to {span_words(twin.starts, twin.ends)}"
            return twin

    def cancel(self, ref: str, why: str, *, rev: int | None = None) -> Event:
        """Cancel an event; everybody in it is owed a call. Raises `Blocked`, `InputError` without a reason."""
        book, why = self._book, clean(why)
        if not why:
            raise InputError("A reason is needed, so that people can be told; nothing was cancelled.")
        with book.act("cancel event") as acting:
            event = book.unchanged(Event, book.the(Event, ref).id, rev)
            if not event.live:
                raise Blocked(f"{event.title} is cancelled already.")
            after = acting.put(
                replace(
                    event,
                    status="cancelled",
                    why=why,
                    starter=False,
                    sequence=event.sequence + 1,
                    modified=acting.now,
                )
            )
            when = span_words(event.starts, event.ends, all_day=event.all_day)
            calls = owe_calls(acting, after, f"{event.title} of {when} is cancelled: {why}")
            settle_where_waiting(book, acting, [call.person for call in calls])
            owed = f"; {len(calls)} to call" if calls else ""
            acting.says = f"Cancelled {event.title} of {when}: {why}{owed}"
        return after

    def put_on(self, ref: str) -> Event:
        """Put a cancelled event on again; whoever was in it still is. Raises `Blocked`, `RuleError`."""
        book = self._book
        with book.act("put event on again") as acting:
            event = book.the(Event, ref)
            if event.live:
                raise Blocked(f"{event.title} is not cancelled.")
            after = replace(event, status="confirmed", why="", sequence=event.sequence + 1, modified=acting.now)
            self._refuse_taken_room(after)
            after = acting.put(after)
            when = span_words(event.starts, event.ends, all_day=event.all_day)
            owe_calls(acting, after, f"{event.title} of {when} takes place after all")
            settle(book, acting, after)
            acting.says = f"{event.title} of {when} is on again"
        return after

    def _blank(self, acting: Acting, site: str, zone: str) -> Event:
        new = new_id("evt")
        return Event(
            id=new,
            uid=f"{new}@{self._book.clinic().feed_domain}",
            site=site,
            title="",
            starts=datetime.min,  # noqa: DTZ901 -- replaced before anything is stored
            ends=datetime.min,  # noqa: DTZ901
            zone=zone,
            created=acting.now,
            modified=acting.now,
        )

    def _checked(self, event: Event, given: dict[str, Any]) -> Event:
        """Return the event with the given values, cleaned and checked together."""
        for name, limit in (("title", 300), ("place", 300), ("url", 500), ("room", 60)):
            if name in given:
                given[name] = clean(given[name], limit)
        for name in ("about", "notes"):
            if name in given:
                given[name] = clean(given[name], 4000, lines=True)
        if "starts" in given and "ends" not in given and event.title:
            given["ends"] = given["starts"] + (event.ends - event.starts)
        if given.get("program"):
            given["program"] = self._group(given["program"])
        after = replace(event, **given)
        if not after.title:
            raise InputError("An event needs a title; nothing was saved.")
        if after.starts.year < 1970 or after.starts.year > 2200:
            raise InputError("An event needs a day and a time to start; nothing was saved.")
        if after.ends <= after.starts:
            raise InputError("The event ends before it starts; nothing was saved.")
        if "starts" in given and not exists(after.starts, after.zone):
            shown = f"{after.starts:%H:%M on %d %b %Y}"
            raise InputError(f"{shown} does not exist in {clock_name(after.zone)}: the clock skips it.")
        site = self._book.site(after.site)
        if after.room and site.room(after.room) is None:
            rooms = ", ".join(room.id for room in site.rooms) or "none"
            raise InputError(f"{site.name} has no room {after.room!r}; its rooms are: {rooms}.")
        try:
            return msgspec.convert(msgspec.to_builtins(after), Event)
        except msgspec.ValidationError as error:
            raise InputError(f"That cannot be saved: {error}.") from None

    def _group(self, ref: str) -> str:
        program = self._book.the(Program, ref)
        if program.path != "cohort":
            raise InputError(f"{program.title} is walked alone; only a group has meetings. Nothing was saved.")
        return program.id

    def _shifted(self, event: Event, by: timedelta) -> Event:
        if not by:
            return event
        new = new_id("evt")
        uid = f"{new}@{event.uid.partition('@')[2]}"
        return replace(event, id=new, uid=uid, starts=event.starts + by, ends=event.ends + by)

    def _refuse_taken_room(self, event: Event) -> None:
        if not event.room:
            return
        for other in in_room_with(self._book.store, event):
            span = span_words(other.starts, other.ends, all_day=other.all_day)
            raise RuleError(f"That room is taken by {other.title}, {span}; nothing was saved.")

    def _too_small(self, acting: Acting, before: Event, after: Event) -> str:
        """Say which seats, the event's own or its room's, become fewer than the people in it; empty when none."""
        tight = state_of(acting.store, after, acting.now).seats.tight
        if tight.free is None or tight.free >= 0:
            return ""
        free_before = state_of(acting.store, before, acting.now).seats.free
        if free_before is not None and free_before <= tight.free:
            return ""
        room = self._book.site(after.site).room(after.room)
        where = f" in {room.name}" if room is not None and tight.name == room.name else ""
        return (
            f"{after.title} has {tight.enrolled} enrolled, {tight.held} held and {tight.offered} offered; "
            f"{tight.capacity} places{where} would not do."
        )

    def _owe_moved(self, acting: Acting, before: Event, after: Event) -> None:
        if instant(before.starts, before.zone) == instant(after.starts, after.zone) and before.site == after.site:
            return
        if instant(before.ends, before.zone) <= acting.now or not after.live:
            return
        old = span_words(before.starts, before.ends, all_day=before.all_day)
        new = span_words(after.starts, after.ends, all_day=after.all_day)
        calls = owe_calls(acting, after, f"{after.title} moved from {old} to {new}")
        settle_where_waiting(self._book, acting, [call.person for call in calls])

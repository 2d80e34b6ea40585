"""Events: make, edit, copy, cancel. SEQUENCE rises with each change that a calendar shows."""

from __future__ import annotations

from datetime import datetime

from msgspec import UNSET
from msgspec.structs import replace

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.names import names_by_id
from atma_tui.desk.book.unit_of_work import UnitOfWork
from atma_tui.desk.calls.owing import change_to_tell, owe_calls
from atma_tui.desk.events.changing import cancel_event, change_event, on_its_date
from atma_tui.desk.events.dates import add_dates, on_days, twin
from atma_tui.desk.events.event_checks import checked, refuse_new_place
from atma_tui.desk.events.fields import EventFields
from atma_tui.desk.events.following import follow_again
from atma_tui.desk.events.several_dates import carried_changes, dates_words, others_words, series_of
from atma_tui.desk.seats.steps.groups import follow_group
from atma_tui.domain.changes import with_changes
from atma_tui.domain.errors import Blocked, InputError, RuleError
from atma_tui.domain.records import Call, Event, Series, new_id
from atma_tui.domain.series.dates import SeriesPart, dates_of_part
from atma_tui.domain.series.rhythm import EVERY_WORDS, ONCE, Repeat
from atma_tui.domain.text import clean
from atma_tui.domain.when import span_words
from atma_tui.store.rerun import rerunnable


class Events:
    """Use cases around events."""

    def __init__(self, book: Book) -> None:
        self._book = book

    @rerunnable
    def add(self, fields: EventFields, *, repeat: Repeat = ONCE, override: str = "") -> list[Event]:
        """Make an event or a series; returns the events.

        Args:
            fields: the fields of the event, or of the first of a series.
            repeat: the other days of a series.
            override: reason for making it while the site is closed.

        Raises:
            InputError: something is missing or makes no sense.
            Closed: the site is closed then.
            RuleError: the room is taken.
        """
        book = self._book
        with book.act("add event") as work:
            site = book.site("" if fields.site is UNSET else fields.site)
            first = self._blank(work, site.id, site.zone)
            first = checked(book, first, {**fields.given(), "site": site.id})
            days = repeat.days(first.starts.date())
            several = len(days) > 1
            series = ""
            if several:
                every = "chosen" if repeat.on else repeat.every
                series = work.add(Series(id=new_id("ser"), title=first.title, every=every, created=work.now)).id
            wanted = [replace(one, series=series) for one in on_days(first, days, work.now)]
            dates = add_dates(book, work, wanted, override=clean(override))
            often = f", {EVERY_WORDS[every]} x {len(days)}" if several else ""
            members = max(follow_group(book, work, event) for event in dates)
            group = f"; {members} of the group are in it" if members else ""
            start = dates[0]
            work.summary = (
                f"Added {start.title}, {span_words(start.starts, start.ends, all_day=start.all_day)}{often}{group}"
            )
        return dates

    @rerunnable
    def edit(
        self,
        ref: str,
        fields: EventFields,
        *,
        rev: int | None = None,
        override: str = "",
        dates: SeriesPart = "this",
    ) -> Event:
        """Change an event. If it is moved, everybody in it is owed a call; added seats are offered on.

        Args:
            ref: id or unique prefix.
            fields: what changes.
            rev: the revision the form showed, to notice that somebody else changed it.
            override: reason for fewer seats than people who are in already, for a clash of a client, or for
                enrolment that opens only once the event has begun.
            dates: which other dates of its series change as well. What is different about one of them stays.

        Raises:
            Stale: changed since `rev`.
            TooSmall: fewer seats, its own or its room's, than people in it.
            RuleError: room or clinician is taken, or an appointment may not be then.
            Clash: the client of an appointment is elsewhere then, and there is no `override`.
            NotOpen: enrolment would open only once the event has begun, and there is no `override`.
            InputError: a value makes no sense.
        """
        book = self._book
        with book.act("edit event", reports=("clash",)) as work:
            event = book.unchanged(Event, book.the(Event, ref).id, rev)
            given = fields.given()
            if "site" in given:
                given["site"] = book.site(given["site"]).id
            after = checked(book, event, given)
            if after == event:
                return event
            changes = [(event, after)] if dates == "this" else carried_changes(book, event, after, dates, work.now)
            batch = f"{event.id} {work.now.isoformat()}"
            calls = [
                call
                for before, wanted in changes
                for call in _change(book, work, before, wanted, clean(override), batch, alone=dates == "this")
            ]
            why = f" (override: {clean(override)})" if override else ""
            changed = with_changes(f"Changed {dates_words(event, changes)}", event, after, names_by_id(book))
            work.summary = f"{changed}{why}" + (f"; {len(calls)} to call" if calls else "")
        return self._book.the(Event, event.id)

    @rerunnable
    def copy(self, ref: str, starts: datetime, fields: EventFields | None = None, *, override: str = "") -> Event:
        """Make another event like one, at another time, without its people.

        Args:
            ref: id or unique prefix.
            starts: when it starts; it is as long as the original unless `fields` says when it ends.
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
            made = replace(twin(event, starts, work.now, book.clinic().feed_domain), series="")
            given = fields.given() if fields is not None else {}
            if "site" in given:
                given["site"] = book.site(given["site"]).id
            made = checked(book, made, {**given, "starts": starts})
            refuse_new_place(book, None, made, override=clean(override))
            made = work.add(made)
            follow_group(book, work, made)
            work.summary = f"Copied {event.title} to {span_words(made.starts, made.ends, all_day=made.all_day)}"
            return made

    @rerunnable
    def cancel(self, ref: str, why: str, *, rev: int | None = None, dates: SeriesPart = "this") -> Event:
        """Cancel an event, or several dates of its series; everybody in it is owed a call.

        Raises `Blocked`, `InputError` without a reason.
        """
        book, why = self._book, clean(why)
        if not why:
            raise InputError("A reason is needed, so that people can be told; nothing was cancelled.")
        with book.act("cancel event") as work:
            event = book.the(Event, ref)
            if dates == "this" and not event.live:
                raise Blocked(f"{event.title} is cancelled already.")
            book.unchanged(Event, event.id, rev)
            known = [] if dates == "this" else book.store.find(Event, series=series_of(book, event).id)
            found = dates_of_part(event, known, dates, work.now)
            if not found:
                raise Blocked(f"{event.title} has no date to come; nothing was cancelled.")
            batch = f"{event.id} {work.now.isoformat()}"
            done = [cancel_event(book, work, one, why, batch=batch) for one in found]
            calls = sum(len(called) for _, called in done)
            first, more = found[0], len(found) - 1
            when = span_words(first.starts, first.ends, all_day=first.all_day)
            others = f" and {others_words(more)} after it" if more else ""
            work.summary = f"Cancelled {first.title} of {when}{others}: {why}" + (
                f"; {calls} to call" if calls else ""
            )
        return next((after for after, _ in done if after.id == event.id), event)

    @rerunnable
    def restore(self, ref: str, *, override: str = "") -> Event:
        """Restore a cancelled event, with everybody who was in it or joined its series or group since.

        Raises `Closed` or `Clash` if there is no reason (`override`), `Blocked`, `RuleError`.
        """
        book = self._book
        with book.act("put event on again", reports=("clash",) if clean(override) else ()) as work:
            event = book.the(Event, ref)
            if event.live:
                raise Blocked(f"{event.title} is not cancelled.")
            after = replace(event, status="confirmed", why="", sequence=event.sequence + 1, modified=work.now)
            refuse_new_place(book, None, after, override=clean(override))
            after = work.put(after, event)
            when = span_words(event.starts, event.ends, all_day=event.all_day)
            owe_calls(work, event, after, lambda known: change_to_tell(book, known, after))
            follow_again(book, work, after)
            why = f" (override: {clean(override)})" if override else ""
            work.summary = f"{event.title} of {when} is restored{why}"
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


def _change(
    book: Book, work: UnitOfWork, event: Event, after: Event, override: str, batch: str, *, alone: bool
) -> list[Call]:
    try:
        return change_event(book, work, event, after, override=override, batch=batch)
    except RuleError as error:
        raise error if alone else on_its_date(error, after) from None

"""Holding a series: one act enrols in all its dates, later-added dates follow, one date can be left out."""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from atma_tui.desk.appointments.appointments import refuse_appointment
from atma_tui.desk.book.book import Book
from atma_tui.desk.book.one_moment import one_moment
from atma_tui.desk.book.unit_of_work import UnitOfWork
from atma_tui.desk.seats.seating import follow_group, seat, withdraw
from atma_tui.domain.enrolling import is_open, live_enrolment
from atma_tui.domain.errors import AlreadyEnrolled, Blocked, Clash, Full, InputError
from atma_tui.domain.records import Enrolment, Event, Person, Series, SeriesSubscription, new_id
from atma_tui.domain.text import clean
from atma_tui.domain.when import span_words
from atma_tui.store.rerun import rerunnable


class Held(Struct, frozen=True, kw_only=True):
    """What holding a series came to."""

    person: Person
    enrolled: tuple[Event, ...]
    waiting: tuple[Event, ...]
    left_out: tuple[tuple[Event, str], ...]
    """Dates that were not possible, each with the reason."""


class Outlook(Struct, frozen=True, kw_only=True):
    """A series as it is to come, for one person."""

    title: str
    dates: tuple[Event, ...]
    """Those that are not over, by start."""
    holds: bool
    """Whether the person holds it already."""


class SeriesMembership:
    """Use cases around a series of events."""

    def __init__(self, book: Book) -> None:
        self._book = book

    @one_moment
    def events(self, series_ref: str) -> list[Event]:
        """Return the events of a series by start."""
        series = self._book.the(Series, series_ref)
        return sorted(self._book.store.find(Event, series=series.id), key=lambda one: one.starts)

    @one_moment
    def outlook(self, series_ref: str, person_id: str = "") -> Outlook:
        """Return what is to come of a series, and whether a person holds it."""
        book = self._book
        series = book.the(Series, series_ref)
        dates = tuple(one for one in self.events(series.id) if is_open(one, book.now()))
        held = book.store.find(SeriesSubscription, series=series.id)
        return Outlook(title=series.title, dates=dates, holds=any(one.person == person_id for one in held))

    @rerunnable
    def hold(
        self, series_ref: str, person_id: str, *, party: int = 1, since: datetime | None = None, override: str = ""
    ) -> Held:
        """Enrol a person in every open date of a series, or from `since` (wall clock) on, and in later-added ones.

        A date that is full puts them on its waiting list; one that clashes is left out, with the reason.
        """
        book = self._book
        with book.act("hold series") as work:
            series = book.the(Series, series_ref)
            person = book.person(person_id)
            if any(one.person == person.id for one in book.store.find(SeriesSubscription, series=series.id)):
                raise Blocked(f"{person.name} holds {series.title} already; nothing was changed.")
            dates = [one for one in self.events(series.id) if is_open(one, work.now)]
            dates = [one for one in dates if since is None or one.starts >= since]
            if not dates:
                raise Blocked(f"{series.title} has no date to come; nothing was changed.")
            subscription = work.add(
                SeriesSubscription(
                    id=new_id("std"),
                    series=series.id,
                    person=person.id,
                    party=party,
                    since=since or dates[0].starts,
                    at=work.now,
                    by=work.by,
                )
            )
            held = self._follow(work, subscription, person, dates, clean(override))
            work.relate(series.id, person.id)
            work.summary = _held_words(held, series)
        return held

    @rerunnable
    def leave(self, series_ref: str, person_id: str, *, why: str = "") -> list[Event]:
        """Stop holding a series: every date to come is withdrawn; returns them."""
        book = self._book
        with book.act("leave series") as work:
            series = book.the(Series, series_ref)
            person = book.person(person_id)
            held = [
                one for one in book.store.find(SeriesSubscription, series=series.id) if one.person == person.id
            ]
            if not held:
                raise Blocked(f"{person.name} does not hold {series.title}; nothing was changed.")
            for subscription in held:
                work.delete(subscription)
            left: list[Event] = []
            for event in self.events(series.id):
                there = live_enrolment(book.store.find(Enrolment, offering=event.id), person.id)
                if there is not None and there.status != "attended" and is_open(event, work.now):
                    withdraw(book, work, there, why=clean(why) or "left the series")
                    left.append(event)
            work.relate(series.id, person.id)
            work.summary = f"{person.name} left {series.title}: {len(left)} dates"
        return left

    @rerunnable
    def extend(self, series_ref: str, weeks: int) -> list[Event]:
        """Add weekly dates after the last one of a series; those who hold it follow. Returns the new events."""
        book = self._book
        if not 1 <= weeks <= 104:
            raise InputError("A series is extended by 1 to 104 weeks.")
        with book.act("extend series") as work:
            series = book.the(Series, series_ref)
            dates = self.events(series.id)
            if not dates:
                raise Blocked(f"{series.title} has no date to go on from; nothing was added.")
            made: list[Event] = []
            for week in range(1, weeks + 1):
                event = _next_week(dates[-1], week, work.now)
                refuse_appointment(book, event)
                made.append(work.add(event))
            for subscription in book.store.find(SeriesSubscription, series=series.id):
                self._follow(work, subscription, book.person(subscription.person), made, "")
            for event in made:
                follow_group(book, work, event)
            work.relate(series.id)
            until = span_words(made[-1].starts, made[-1].ends)
            work.summary = f"Added {weeks} dates to {series.title}, the last one {until}"
        return made

    def _follow(
        self, work: UnitOfWork, subscription: SeriesSubscription, person: Person, dates: list[Event], override: str
    ) -> Held:
        book = self._book
        enrolled: list[Event] = []
        waiting: list[Event] = []
        left_out: list[tuple[Event, str]] = []
        for event in dates:
            try:
                one = seat(book, work, event, person, party=subscription.party, override=override)
            except (AlreadyEnrolled, Clash, Full) as refusal:
                left_out.append((event, str(refusal)))
                continue
            (waiting if one.status == "waiting" else enrolled).append(event)
        return Held(
            person=person,
            enrolled=tuple(enrolled),
            waiting=tuple(waiting),
            left_out=tuple(left_out),
        )


def _next_week(event: Event, week: int, now: datetime) -> Event:
    new, by = new_id("evt"), timedelta(weeks=week)
    return replace(
        event,
        id=new,
        uid=f"{new}@{event.uid.partition('@')[2]}",
        starts=event.starts + by,
        ends=event.ends + by,
        status="confirmed",
        why="",
        override_reason="",
        source="",
        starter=False,
        sequence=0,
        created=now,
        modified=now,
    )


def _held_words(held: Held, series: Series) -> str:
    parts = [f"{len(held.enrolled)} dates enrolled"]
    if held.waiting:
        parts.append(f"{len(held.waiting)} waiting")
    if held.left_out:
        parts.append(f"{len(held.left_out)} left out")
    return f"{held.person.name} holds {series.title}: {', '.join(parts)}"

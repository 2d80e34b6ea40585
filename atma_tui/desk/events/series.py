"""Holding a series: one act enrols in all its dates, dates added later follow, single dates can be left out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from msgspec import Struct
from msgspec.structs import replace

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.one_moment import one_moment
from atma_tui.desk.book.sums import states_of
from atma_tui.desk.events.dates import add_dates, on_days
from atma_tui.desk.events.following import Held, follow
from atma_tui.desk.seats.steps.groups import follow_group
from atma_tui.desk.seats.steps.seating import withdraw
from atma_tui.domain.enrolling import is_open, is_to_come, live_enrolment, never_fits_words
from atma_tui.domain.errors import Blocked, NotOpen
from atma_tui.domain.records import Enrolment, Event, Every, Series, SeriesSubscription, new_id
from atma_tui.domain.series.dates import usual_date
from atma_tui.domain.series.rhythm import ONCE, Repeat
from atma_tui.domain.text import clean
from atma_tui.domain.timing.window import not_open_words
from atma_tui.domain.when import day_words, span_words
from atma_tui.store.rerun import rerunnable


class Outlook(Struct, frozen=True, kw_only=True):
    """The coming dates of a series, for one person."""

    title: str
    dates: tuple[Event, ...]
    """Those that are not over, by start."""
    holds: bool
    """Whether the person holds it already."""
    every: Every = "week"


class SeriesMembership:
    """Use cases for series of events."""

    def __init__(self, book: Book) -> None:
        self._book = book

    @one_moment
    def events(self, series_ref: str) -> list[Event]:
        """Return the events of a series by start."""
        series = self._book.the(Series, series_ref)
        return sorted(self._book.store.find(Event, series=series.id), key=lambda one: one.starts)

    @one_moment
    def outlook(self, series_ref: str, person_id: str = "") -> Outlook:
        """Return the coming dates of a series, and whether a person holds it."""
        book = self._book
        series = book.the(Series, series_ref)
        dates = tuple(one for one in self.events(series.id) if is_open(one, book.now()))
        holds = bool(self._subscriptions(series, person_id))
        return Outlook(title=series.title, dates=dates, holds=holds, every=series.every)

    @rerunnable
    def hold(
        self,
        series_ref: str,
        person_id: str,
        *,
        party: int = 1,
        since: datetime | None = None,
        override: str = "",
        anyway: str = "",
    ) -> Held:
        """Enrol a person in all open dates of a series, or those from `since` (wall clock) on, and in later ones.

        If a date is full they join its waiting list; a date that clashes, or whose enrolment has closed, is left
        out with the reason. A date whose enrolment opens later is included, like dates that are added later.

        Args:
            series_ref: the series.
            person_id: who.
            party: seats wanted in each date.
            since: the first date that may be one, as wall clock.
            override: reason for going over capacity, past those waiting or over a clash.
            anyway: reason for enrolling them also where enrolment is not open, or the waiting list is full.

        Raises:
            NotOpen: enrolment is open in none of the dates, and no reason is given.
            Blocked: they hold the series already, or it has no date to come.
        """
        book = self._book
        with book.act("hold series") as work:
            series = book.the(Series, series_ref)
            person = book.person(person_id)
            if self._subscriptions(series, person.id):
                raise Blocked(f"{person.name} is in the series {series.title} already; nothing was changed.")
            dates = self._dates_to_come(series, since, work.now)
            if not clean(override or anyway):
                _refuse_not_open(dates, work.now)
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
            held = follow(book, work, subscription, person, dates, clean(override), clean(anyway))
            work.relate(series.id, person.id)
            work.summary = _held_words(held, series) + self._never_words(held, party)
        return held

    def _subscriptions(self, series: Series, person_id: str) -> list[SeriesSubscription]:
        """Return by what a person holds a series; none if they do not."""
        found = self._book.store.find(SeriesSubscription, series=series.id)
        return [one for one in found if one.person == person_id]

    def _dates_to_come(self, series: Series, since: datetime | None, now: datetime) -> list[Event]:
        """Return the open dates of a series, from `since` on. Raises `Blocked` if there is none."""
        dates = [one for one in self.events(series.id) if is_open(one, now)]
        dates = [one for one in dates if since is None or one.starts >= since]
        if not dates:
            raise Blocked(f"{series.title} has no date to come; nothing was changed.")
        return dates

    def _never_words(self, held: Held, party: int) -> str:
        """Say that a party can never fit into a date that it waits for; empty if it can."""
        states = states_of(self._book, held.waiting, self._book.now())
        words = [never_fits_words(one.seats, party) for one in states.values()]
        return next((f"; {one}" for one in words if one), "")

    @rerunnable
    def leave(self, series_ref: str, person_id: str, *, why: str = "") -> list[Event]:
        """Stop holding a series: withdraw from every coming date, cancelled ones included; returns them."""
        book = self._book
        with book.act("leave series") as work:
            series = book.the(Series, series_ref)
            person = book.person(person_id)
            held = self._subscriptions(series, person.id)
            if not held:
                raise Blocked(f"{person.name} is not in the series {series.title}; nothing was changed.")
            for subscription in held:
                work.delete(subscription)
            left: list[Event] = []
            for event in self.events(series.id):
                there = live_enrolment(book.store.find(Enrolment, offering=event.id), person.id)
                if there is not None and there.status != "attended" and is_to_come(event, work.now):
                    withdraw(book, work, there, why=clean(why) or "left the series")
                    left.append(event)
            work.relate(series.id, person.id)
            work.summary = f"{person.name} left {series.title}: {len(left)} dates"
        return left

    @rerunnable
    def extend(self, series_ref: str, repeat: Repeat = ONCE, *, override: str = "") -> list[Event]:
        """Add dates to a series, by its rhythm or on chosen days; people who hold it are enrolled.

        The dates are like most of the last ones. Returns the new events.

        Args:
            series_ref: the series.
            repeat: how many, until when, or on which days; the rhythm is the one of the series.
            override: reason for a date on which the site is closed.

        Raises:
            Closed: the site is closed then.
            RuleError: the room is taken.
            Blocked: it has no date, or has one on that day already.
        """
        book = self._book
        with book.act("extend series") as work:
            series = book.the(Series, series_ref)
            dates = self.events(series.id)
            if not dates:
                raise Blocked(f"{series.title} has no date to go on from; nothing was added.")
            model = usual_date(dates)
            days = replace(repeat, every=series.every).days_after(
                [one.starts.date() for one in dates], model.starts.date()
            )
            _refuse_same_day(series, dates, days)
            made = add_dates(book, work, on_days(model, days, work.now), override=clean(override))
            left_out: list[str] = []
            for subscription in book.store.find(SeriesSubscription, series=series.id):
                held = follow(book, work, subscription, book.person(subscription.person), made)
                left_out += [f"{held.person.name}, {_day_words(event)}" for event, _ in held.left_out]
            for event in made:
                follow_group(book, work, event)
            work.relate(series.id)
            until = span_words(made[-1].starts, made[-1].ends, all_day=made[-1].all_day)
            count = "1 date" if len(made) == 1 else f"{len(made)} dates"
            without = f"; left out: {'; '.join(left_out)}" if left_out else ""
            work.summary = f"Added {count} to {series.title}, the last one {until}{without}"
        return made


def _refuse_not_open(dates: Sequence[Event], now: datetime) -> None:
    """Raise `NotOpen` when enrolment is open in none of the dates."""
    words = [not_open_words(one, now) for one in dates]
    if all(words):
        raise NotOpen(f"{words[0]} Nothing was changed; give a reason to do it anyway.")


def _refuse_same_day(series: Series, dates: Sequence[Event], days: Sequence[date]) -> None:
    for event in dates:
        if event.starts.date() in days:
            state = "already" if event.live else "already, cancelled; it can be restored"
            raise Blocked(f"{series.title} has a date on {_day_words(event)} {state}. Nothing was added.")


def _day_words(event: Event) -> str:
    return day_words(event.starts.date())


def _held_words(held: Held, series: Series) -> str:
    parts = [f"{len(held.enrolled)} dates enrolled"]
    if held.waiting:
        parts.append(f"{len(held.waiting)} waiting")
    if held.left_out:
        parts.append(f"{len(held.left_out)} left out")
    return f"{held.person.name} is in the series {series.title}: {', '.join(parts)}"

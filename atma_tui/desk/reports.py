"""Counts over a span of days: who came, who did not, how full it was, how fair the line."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from atma_tui.desk.book import Book
from atma_tui.desk.offerings import offering_title, state_of, the_offering
from atma_tui.domain.enrolling import is_open
from atma_tui.domain.records import Enrolment, Event, Offering, Person
from atma_tui.domain.when import today


class EventCounts(Struct, frozen=True, kw_only=True):
    """One event in numbers; parties count all their people."""

    event: Event
    enrolled: int
    """With a seat, whether they came or not."""
    attended: int
    no_show: int
    withdrawn: int
    late: int
    """Of the withdrawn, those inside the clinic's notice and not waived."""
    waiting: int
    over: int
    """Let in by an override."""
    passed: int
    """Times somebody waiting was passed over."""


class Turn(Struct, frozen=True, kw_only=True):
    """Somebody's turn in a line that was not simply their turn, or is long in coming."""

    enrolment: Enrolment
    person: Person
    title: str
    offering: Offering
    why: str = ""
    """The reason that was given, after the name of who gave it."""


class Fairness(Struct, frozen=True, kw_only=True):
    """How fair the lines were in a span of days."""

    jumps: tuple[Turn, ...]
    """Put before others, or back, by priority."""
    passes: tuple[Turn, ...]
    """Passed over by somebody behind them or from outside, once for each time."""
    waits: tuple[Turn, ...]
    """Who waits at this moment, whatever the span, longest first."""


class Reports:
    """Use cases that count."""

    def __init__(self, book: Book) -> None:
        self._book = book

    def events(self, *, site: str = "", first: date | None = None, last: date | None = None) -> list[EventCounts]:
        """Count each event of a span of days, by start."""
        found = [
            one
            for one in self._book.store.find(Event)
            if site in ("", one.site)
            and (first is None or one.starts.date() >= first)
            and (last is None or one.starts.date() <= last)
        ]
        return [self._counts(one) for one in sorted(found, key=lambda one: (one.starts, one.site, one.id))]

    def fairness(self, *, site: str = "", first: date | None = None, last: date | None = None) -> Fairness:
        """Return every jump and pass in the lines of a span of days, with reasons, and who waits longest now.

        An event counts by the day it starts, a place in a program by the day it was asked for.
        """
        now = self._book.now()
        turns = list(self._turns(site))
        inside = [one for one in turns if _within(_day_of(one), first, last)]
        passes = [
            Turn(enrolment=one.enrolment, person=one.person, title=one.title, offering=one.offering, why=why)
            for one in inside
            for why in one.enrolment.passed
        ]
        waits = [one for one in turns if one.enrolment.status == "waiting" and is_open(one.offering, now)]
        return Fairness(
            jumps=tuple(one for one in inside if one.why),
            passes=tuple(passes),
            waits=tuple(sorted(waits, key=lambda one: (one.enrolment.at, one.enrolment.id))),
        )

    def _turns(self, site: str) -> Iterable[Turn]:
        """Yield everybody who ever stood in a line, in its order, with the reason of their priority."""
        book = self._book
        stood = [one for one in book.store.find(Enrolment) if one.position]
        for one in sorted(stood, key=lambda one: (one.offering, one.position, one.id)):
            offering = the_offering(book, one.offering)
            if site in ("", offering.site):
                yield Turn(
                    enrolment=one,
                    person=book.person(one.person),
                    title=offering_title(book.store, offering),
                    offering=offering,
                    why=one.priority_why,
                )

    def _counts(self, event: Event) -> EventCounts:
        book = self._book
        state = state_of(book.store, event, book.now())
        people = state.enrolments
        ended = [one for one in people if one.status == "cancelled"]
        return EventCounts(
            event=event,
            enrolled=state.seats.own.enrolled,
            attended=state.seats.attended,
            no_show=sum(one.party for one in people if one.status == "no_show"),
            withdrawn=sum(one.party for one in ended),
            late=sum(1 for one in ended if one.cancelled and one.cancelled.late and not one.cancelled.waived),
            waiting=state.seats.waiting,
            over=sum(one.party for one in people if one.over and one.live),
            passed=sum(len(one.passed) for one in people),
        )


def _day_of(turn: Turn) -> date:
    offering = turn.offering
    return offering.starts.date() if isinstance(offering, Event) else today(turn.enrolment.at)


def _within(day: date, first: date | None, last: date | None) -> bool:
    return (first is None or day >= first) and (last is None or day <= last)

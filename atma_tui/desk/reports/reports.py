"""Counts over a span of days: who came, who did not, how full events were, and how fair the lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from msgspec import Struct
from msgspec.structs import replace

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.offerings import offering_title, offerings_of
from atma_tui.desk.book.one_moment import one_moment
from atma_tui.desk.book.sums import State, states_of
from atma_tui.domain.enrolling import is_open
from atma_tui.domain.event_span import has_ended
from atma_tui.domain.numbers.figures import Grouping
from atma_tui.domain.numbers.groups import KEY_OF
from atma_tui.domain.numbers.lead import was_booked
from atma_tui.domain.numbers.tallies import subject_of
from atma_tui.domain.records import Enrolment, Event, Offering, Person
from atma_tui.domain.when import today

_MAX_WAITS = 10


class EventCounts(Struct, frozen=True, kw_only=True):
    """One event in numbers; parties count all their people.

    In a cancelled event only people who gave their seat back count: an appointment ends when its client cancels.
    """

    event: Event
    enrolled: int = 0
    """Those with seats, whether they came or not."""
    attended: int = 0
    counted: int = 0
    """Came without giving a name, counted at the door; not included in those who attended."""
    no_show: int = 0
    unmarked: int = 0
    """Enrolled in a past event, and neither checked in nor marked as no-shows."""
    withdrawn: int = 0
    """Gave back a seat that they had."""
    late: int = 0
    """Of the withdrawn, those inside the clinic's notice and not waived."""
    waiting: int = 0
    overbooked: int = 0
    """Let in by an override."""
    passed: int = 0
    """Times somebody waiting was passed over."""


class WaitingEntry(Struct, frozen=True, kw_only=True):
    """Somebody who got a seat out of turn, was passed over, or has waited long."""

    enrolment: Enrolment
    person: Person
    title: str
    offering: Offering
    why: str = ""
    """The reason that was given, after the name of who gave it."""


class Fairness(Struct, frozen=True, kw_only=True):
    """How fair the lines were in a span of days."""

    jumps: tuple[WaitingEntry, ...]
    """People moved ahead of others, or back, by priority."""
    passes: tuple[WaitingEntry, ...]
    """People passed over by somebody behind them or from outside, one entry for each time."""
    waits: tuple[WaitingEntry, ...]
    """The ten who wait longest at this moment, whatever the span."""


class Reports:
    """Use cases for counts."""

    def __init__(self, book: Book) -> None:
        self._book = book

    @one_moment
    def events(
        self,
        *,
        site: str = "",
        first: date | None = None,
        last: date | None = None,
        within: tuple[Grouping, str] | None = None,
    ) -> list[EventCounts]:
        """Count each event of a span of days, by start; `within` is a row of the numbers: grouping and key."""
        book = self._book
        found = [
            one
            for one in book.store.find(Event)
            if site in ("", one.site)
            and (first is None or one.starts.date() >= first)
            and (last is None or one.starts.date() <= last)
            and (within is None or within[0] == "lead" or KEY_OF[within[0]](subject_of(one)) == within[1])
        ]
        found.sort(key=lambda one: (one.starts, one.site, one.id))
        states = states_of(book, found, book.now())
        return [
            _counts(event, states[event.id], book.now())
            for event in found
            if within is None or within[0] != "lead" or was_booked(within[1], event, states[event.id].enrolments)
        ]

    @one_moment
    def fairness(self, *, site: str = "", first: date | None = None, last: date | None = None) -> Fairness:
        """Return every jump and pass in the lines of a span of days, with reasons, and who waits longest now.

        An event counts by the day it starts, a place in a program by the day it was asked for.
        """
        stood = [one for one in self._book.store.find(Enrolment) if one.position]
        stood.sort(key=lambda one: (one.offering, one.position, one.id))
        uneven = [one for one in stood if one.priority_why or one.passed]
        inside = [one for one in self._entries(uneven, site) if _within(_day_of(one), first, last)]
        return Fairness(
            jumps=tuple(one for one in inside if one.why),
            passes=tuple(replace(one, why=why) for one in inside for why in one.enrolment.passed),
            waits=tuple(self._waits(stood, site)[:_MAX_WAITS]),
        )

    def _waits(self, stood: Iterable[Enrolment], site: str) -> list[WaitingEntry]:
        """Return who waits for something that is still to come, the longest first."""
        now = self._book.now()
        waiting = [one for one in stood if one.status == "waiting"]
        waiting.sort(key=lambda one: (one.at, one.position, one.id))
        return [one for one in self._entries(waiting, site) if is_open(one.offering, now)]

    def _entries(self, enrolments: Sequence[Enrolment], site: str) -> list[WaitingEntry]:
        """Return enrolments with their people and offerings, those of one site or all."""
        book = self._book
        offerings = offerings_of(book, {one.offering for one in enrolments})
        people = book.people(one.person for one in enrolments)
        return [
            WaitingEntry(
                enrolment=one,
                person=person,
                title=offering_title(book, offering),
                offering=offering,
                why=one.priority_why,
            )
            for one in enrolments
            if (offering := offerings.get(one.offering)) and (person := people.get(one.person))
            if site in ("", offering.site)
        ]


def _counts(event: Event, state: State, now: datetime) -> EventCounts:
    people = state.enrolments
    ended = [(one, one.cancelled) for one in people if one.cancelled and one.cancelled.withdrew]
    counts = EventCounts(
        event=event,
        withdrawn=sum(one.party for one, _ in ended),
        late=sum(one.party for one, end in ended if end.late and not end.waived),
    )
    if not event.live:
        return counts
    over = has_ended(event, now)
    return replace(
        counts,
        enrolled=state.seats.booked,
        attended=state.seats.attended,
        counted=state.seats.counted_in,
        no_show=sum(one.missed for one in people),
        unmarked=sum(one.party for one in people if one.status == "enrolled") if over else 0,
        waiting=state.seats.waiting,
        overbooked=sum(one.party for one in people if one.override_reason and one.live) + state.counted_over,
        passed=sum(len(one.passed) for one in people),
    )


def _day_of(turn: WaitingEntry) -> date:
    offering = turn.offering
    return offering.starts.date() if isinstance(offering, Event) else today(turn.enrolment.at)


def _within(day: date, first: date | None, last: date | None) -> bool:
    return (first is None or day >= first) and (last is None or day <= last)

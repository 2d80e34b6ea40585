"""People who hold a series are enrolled in its dates: all coming ones, and those added later."""

from __future__ import annotations

from msgspec import Struct

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.unit_of_work import UnitOfWork
from atma_tui.desk.seats.steps.groups import follow_group
from atma_tui.desk.seats.steps.one_seat import Asked
from atma_tui.desk.seats.steps.seating import seat
from atma_tui.domain.errors import AlreadyEnrolled, Clash, Full, NotOpen
from atma_tui.domain.records import Enrolment, Event, Person, SeriesSubscription
from atma_tui.domain.timing.window import opening_words

_HOLDS = "holds the series"
"""Reason for enrolling somebody in a date before its enrolment opens."""


class Held(Struct, frozen=True, kw_only=True):
    """The result of holding a series."""

    person: Person
    enrolled: tuple[Event, ...]
    waiting: tuple[Event, ...]
    left_out: tuple[tuple[Event, str], ...]
    """Dates that were not possible, with the reasons."""


def follow(
    book: Book,
    work: UnitOfWork,
    subscription: SeriesSubscription,
    person: Person,
    dates: list[Event],
    override: str = "",
    anyway: str = "",
) -> Held:
    """Enrol somebody who holds a series in some of its dates, where possible.

    Args:
        book: the book.
        work: the act.
        subscription: the subscription to the series.
        person: who.
        dates: dates of the series.
        override: reason for going over capacity, past those waiting or over a clash.
        anyway: reason for enrolling them also where enrolment is not open, or the waiting list is full.
    """
    enrolled: list[Event] = []
    waiting: list[Event] = []
    left_out: list[tuple[Event, str]] = []
    for event in dates:
        why = anyway or (_HOLDS if opening_words(event, work.now) else "")
        try:
            asked = Asked(party=subscription.party, override=override, anyway=why)
            one = seat(book, work, event, person, asked)
        except (AlreadyEnrolled, Clash, Full, NotOpen) as refusal:
            left_out.append((event, str(refusal).partition(" Nothing was changed")[0]))
            continue
        (waiting if one.status == "waiting" else enrolled).append(event)
    return Held(
        person=person,
        enrolled=tuple(enrolled),
        waiting=tuple(waiting),
        left_out=tuple(left_out),
    )


def follow_again(book: Book, work: UnitOfWork, event: Event) -> None:
    """Enrol in a restored date those who joined its series or its group while it was cancelled."""
    follow_group(book, work, event, again=True)
    known = {one.person for one in work.store.find(Enrolment, offering=event.id)}
    for one in work.store.find(SeriesSubscription, series=event.series) if event.series else ():
        if one.person not in known and one.since <= event.starts:
            follow(book, work, one, book.person(one.person), [event])

"""Freed seats go to those who wait: inside every act that may free one, and when a deadline passes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.clashes import cannot_take
from atma_tui.desk.book.offerings import offerings_of, the_offering
from atma_tui.desk.book.sums import State, states_of
from atma_tui.desk.book.unit_of_work import UnitOfWork
from atma_tui.domain.enrolling import (
    LAPSED,
    back_in_line,
    begins_at,
    ends_at,
    is_open,
    lapse,
    offer_deadline,
    offers_due,
)
from atma_tui.domain.records import OPEN_CALLS, Call, Enrolment, Event, Hold, Offering, Pathway
from atma_tui.store.rerun import rerunnable

_AT_ONCE = datetime.min.replace(tzinfo=UTC)


def promote_waiting(book: Book, work: UnitOfWork, offering: Offering) -> list[Enrolment]:
    """End lapsed offers and offer what is free to those who wait; returns the new offers.

    Called inside every act that may free a seat, and when a desk finds a lapsed offer. Whoever was offered a seat
    in an event that is cancelled waits again, should it be on again.
    """
    return promote_waiting_from(book, work, offering)[1]


def promote_waiting_from(book: Book, work: UnitOfWork, offering: Offering) -> tuple[State, list[Enrolment]]:
    """Do the same; returns the offering's state after that, and the new offers."""
    now = work.now
    state = states_of(book, [offering], now)[offering.id]
    if isinstance(offering, Event) and not offering.live:
        _written(work, state, back_in_line(state.enrolments))
        return state, []
    lapsed = _written(work, state, lapse(state.enrolments, book.deadline_time(now)))
    if lapsed:
        _end_paths(work, lapsed)
        drop_calls(work, lapsed)
        state = states_of(book, [offering], now)[offering.id]
    offers = _written(work, state, _due(book, work, state))
    if lapsed or offers:
        work.relate(offering.id)
    return states_of(book, [offering], now)[offering.id] if offers else state, offers


def _written(work: UnitOfWork, state: State, changed: Sequence[Enrolment]) -> list[Enrolment]:
    if not changed:
        return []
    before = {one.id: one for one in state.enrolments}
    return [work.put(one, before[one.id]) for one in changed]


def _end_paths(work: UnitOfWork, lapsed: Sequence[Enrolment]) -> None:
    """End the paths of those whose offer of a place in a program lapsed: they ask again when they call."""
    for path in work.store.find(Pathway, enrolment={one.id for one in lapsed}):
        if path.under_way:
            work.change(path, state="ended", why=LAPSED, changed=work.now)


def drop_calls(work: UnitOfWork, left: Sequence[Enrolment]) -> None:
    """Drop the calls that are owed to those who have left, or are here, about just that."""
    ids = {one.id for one in left}
    for call in work.store.find(Call, person={one.person for one in left}) if left else ():
        if call.enrolment in ids and call.state in OPEN_CALLS:
            work.change(call, state="dropped")


def _due(book: Book, work: UnitOfWork, state: State) -> list[Enrolment]:
    """Return those who wait and get an offer now."""
    offering, seats = state.offering, state.seats
    if not seats.waiting or not is_open(offering, work.now) or (seats.free is not None and seats.free <= 0):
        return []
    until = offer_deadline(book.clinic(), begins_at(offering), ends_at(offering), work.now)
    return offers_due(seats, state.enrolments, until, cannot_take(book, [state]))


def promote_where_waiting(book: Book, work: UnitOfWork, person_ids: Iterable[str]) -> list[Enrolment]:
    """Promote in all queues with one of these people: a seat that they could not take may suit them now."""
    waiting = [one for one in book.store.find(Enrolment, person={*person_ids}) if one.status == "waiting"]
    queues = offerings_of(book, {one.offering for one in waiting})
    return [offer for _, one in sorted(queues.items()) for offer in promote_waiting(book, work, one)]


def promote_everywhere(book: Book, work: UnitOfWork) -> list[Enrolment]:
    """Promote in all queues: rooms or the drive between the sites have changed."""
    queues = offerings_of(book, {one.offering for one in book.store.find(Enrolment, status="waiting")})
    return [offer for _, one in sorted(queues.items()) for offer in promote_waiting(book, work, one)]


def promote_where_touched(book: Book, work: UnitOfWork) -> list[Enrolment]:
    """Promote in all queues with one of those whose enrolments an act has changed, in whatever offering."""
    touched = (one for versions in work.versions() for one in versions.values() if isinstance(one, Enrolment))
    return promote_where_waiting(book, work, {one.person for one in touched})


class Lapses:
    """Moves lapsed offers and holds on. It is asked twice a second, and reads the book only when it changed."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._version = -1
        self._next: datetime | None = None

    @rerunnable
    def promote(self) -> list[Enrolment]:
        """Move what has lapsed on, in one act; returns the new offers."""
        book = self._book
        if not self._any(book.deadline_time(book.now())):
            return []
        with book.act("lapse") as work:
            lapsed = _lapsed(book, book.deadline_time(work.now))
            for one in lapsed:
                if isinstance(one, Hold):
                    work.delete(one)
            offered: list[Enrolment] = []
            for offering_id in sorted({one.offering for one in lapsed}):
                work.relate(offering_id)
                offered += promote_waiting(book, work, the_offering(book, offering_id))
            freed = {one.person for one in lapsed if isinstance(one, Enrolment)}
            offered += promote_where_waiting(book, work, freed)
            if lapsed:
                names = ", ".join(_names(book, lapsed))
                work.summary = f"Lapsed: {names}; {len(offered)} offered on"
        return offered

    def _any(self, now: datetime) -> bool:
        """Whether a deadline has passed."""
        store = self._book.store
        with store.reading():
            version = store.version(Enrolment, Hold)
            if version != self._version:
                deadlines = filter(None, map(_deadline, _with_deadline(self._book)))
                self._next, self._version = min(deadlines, default=None), version
        return self._next is not None and self._next <= now


def _with_deadline(book: Book) -> list[Enrolment | Hold]:
    return [*book.store.find(Enrolment, status="offered"), *book.store.find(Hold)]


def _deadline(one: Enrolment | Hold) -> datetime | None:
    """Return when an offer or a hold ends; None for a hold without an end."""
    return one.until if isinstance(one, Hold) else one.offered_until or _AT_ONCE


def _lapsed(book: Book, now: datetime) -> list[Enrolment | Hold]:
    return [one for one in _with_deadline(book) if (until := _deadline(one)) is not None and until <= now]


def _names(book: Book, lapsed: Sequence[Enrolment | Hold]) -> list[str]:
    people = book.people(one.person for one in lapsed if isinstance(one, Enrolment))
    return [
        f"{one.seats} held for {one.name}"
        if isinstance(one, Hold)
        else f"the offer to {people[one.person].name if one.person in people else 'somebody'}"
        for one in lapsed
    ]

"""Freed seats go to those who wait: inside every act that may free one, and when a deadline passes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.clashes import cannot_take
from atma_tui.desk.book.offerings import offering_title, offerings_of, the_offering
from atma_tui.desk.book.sums import State, states_of
from atma_tui.desk.book.unit_of_work import UnitOfWork
from atma_tui.domain.enrolling import (
    LAPSED,
    back_in_line,
    begins_at,
    ends_at,
    fitted,
    is_open,
    lapse,
    offer_deadline,
    offers_due,
)
from atma_tui.domain.errors import RuleError
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
    begins, ends = begins_at(offering), ends_at(offering)
    until = offer_deadline(book.clinic(), begins, ends, now)
    if _written(work, state, fitted(state.enrolments, begins, ends, until)):
        state = states_of(book, [offering], now)[offering.id]
    lapsed = _written(work, state, lapse(state.enrolments, book.deadline_time(now)))
    if lapsed:
        _end_paths(work, lapsed)
        drop_calls(work, lapsed)
        offering = free_appointment(work, offering, LAPSED)
        state = states_of(book, [offering], now)[offering.id]
    offers = _written(work, state, _due(book, work, state, until))
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


def free_appointment(work: UnitOfWork, offering: Offering, why: str) -> Offering:
    """Release room and clinician of an appointment once everybody has left it; returns it as it is then."""
    if not isinstance(offering, Event) or not offering.step or not offering.live:
        return offering
    if any(one.live or one.status == "no_show" for one in work.store.find(Enrolment, offering=offering.id)):
        return offering
    sequence = offering.sequence + 1
    return work.change(offering, status="cancelled", why=why, sequence=sequence, modified=work.now)


def drop_calls(work: UnitOfWork, left: Sequence[Enrolment]) -> None:
    """Drop the calls that are owed to those who have left, were spoken to or are here, about just that."""
    ids = {one.id for one in left}
    for call in work.store.find(Call, person={one.person for one in left}) if left else ():
        if call.enrolment in ids and call.state in OPEN_CALLS:
            work.change(call, state="dropped")


def _due(book: Book, work: UnitOfWork, state: State, until: datetime) -> list[Enrolment]:
    """Return those who wait and get an offer now."""
    offering, seats = state.offering, state.seats
    if not seats.waiting or not is_open(offering, work.now) or (seats.free is not None and seats.free <= 0):
        return []
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
    """Promote in all queues with one of those whose enrolments or paths an act has changed."""
    versions = (one for versions in work.versions() for one in versions.values())
    touched = (one for one in versions if isinstance(one, Enrolment | Pathway))
    return promote_where_waiting(book, work, {one.person for one in touched})


class Lapses:
    """Moves lapsed offers and holds on. It is asked twice a second, and reads the book only when it changed."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._version = -1
        self._next: datetime | None = None

    def promote(self) -> list[Enrolment]:
        """Move what has lapsed on, in one act; returns the new offers.

        When a rule refuses that, each offering is tried by itself. What is refused then stays as it is until the
        book changes; `refused_lapses` names it.
        """
        book = self._book
        now = book.deadline_time(book.now())
        if not self._any(now):
            return []
        try:
            return _pass_on(book)
        except RuleError:
            offered = [one for id in _with_lapsed(book) for one in self._tried(id)]
            self._look(after=now)
            return offered

    def _tried(self, offering_id: str) -> list[Enrolment]:
        try:
            return _pass_on(self._book, offering=offering_id)
        except RuleError:
            return []

    def _any(self, now: datetime) -> bool:
        """Whether a deadline has passed."""
        if self._book.store.version(Enrolment, Hold) != self._version:
            self._look()
        return self._next is not None and self._next <= now

    def _look(self, after: datetime | None = None) -> None:
        """Note the next deadline, or the next one after some moment."""
        store = self._book.store
        with store.reading():
            self._version = store.version(Enrolment, Hold)
            deadlines = filter(None, map(_deadline, _with_deadline(self._book)))
            self._next = min((one for one in deadlines if after is None or one > after), default=None)


@rerunnable
def refused_lapses(book: Book) -> list[str]:
    """Return a sentence for each offering whose lapsed offers and holds a rule keeps where they are.

    Changes nothing: each is moved on and taken back again.
    """
    found = []
    for offering_id in _with_lapsed(book):
        try:
            with book.store.transaction():
                _pass_on(book, offering=offering_id)
                raise _OnlyLooking
        except _OnlyLooking:
            continue
        except RuleError as refusal:
            title = offering_title(book, the_offering(book, offering_id))
            why = str(refusal).removesuffix(" Nothing was changed.")
            found.append(f"What has lapsed in {title} cannot be offered on: {why}")
    return found


class _OnlyLooking(Exception):
    """Ends a transaction that must leave nothing behind."""


def _with_lapsed(book: Book) -> list[str]:
    """Return the ids of the offerings in which an offer or a hold has ended."""
    return sorted({one.offering for one in _lapsed(book, book.deadline_time(book.now()))})


@rerunnable
def _pass_on(book: Book, **where: str) -> list[Enrolment]:
    """Move what has lapsed on, everywhere or in one `offering`, in one act; returns the new offers."""
    offered: list[Enrolment] = []
    with book.act("lapse") as work:
        lapsed = _lapsed(book, book.deadline_time(work.now), **where)
        for one in lapsed:
            if isinstance(one, Hold):
                work.delete(one)
        for offering_id in sorted({one.offering for one in lapsed}):
            work.relate(offering_id)
            offered += promote_waiting(book, work, the_offering(book, offering_id))
        freed = {one.person for one in lapsed if isinstance(one, Enrolment)}
        offered += promote_where_waiting(book, work, freed)
        if lapsed:
            work.summary = f"Lapsed: {', '.join(_names(book, lapsed))}; {len(offered)} offered on"
    return offered


def _with_deadline(book: Book, **where: str) -> list[Enrolment | Hold]:
    return [*book.store.find(Enrolment, status="offered", **where), *book.store.find(Hold, **where)]


def _deadline(one: Enrolment | Hold) -> datetime | None:
    """Return when an offer or a hold ends; None for a hold without an end."""
    return one.until if isinstance(one, Hold) else one.offered_until or _AT_ONCE


def _lapsed(book: Book, now: datetime, **where: str) -> list[Enrolment | Hold]:
    found = _with_deadline(book, **where)
    return [one for one in found if (until := _deadline(one)) is not None and until <= now]


def _names(book: Book, lapsed: Sequence[Enrolment | Hold]) -> list[str]:
    people = book.people(one.person for one in lapsed if isinstance(one, Enrolment))
    return [
        f"{one.seats} held for {one.name}"
        if isinstance(one, Hold)
        else f"the offer to {people[one.person].name if one.person in people else 'somebody'}"
        for one in lapsed
    ]

"""Offering freed seats to those who wait in one offering, as a step inside an act."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from msgspec.structs import replace

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.offerings import offerings_of
from atma_tui.desk.book.sums import State, states_of
from atma_tui.desk.book.unit_of_work import UnitOfWork
from atma_tui.desk.promoting.obstacles import cannot_take
from atma_tui.domain.enrolling import is_open
from atma_tui.domain.records import OPEN_CALLS, Call, Enrolment, Event, Offering, Pathway
from atma_tui.domain.waiting.offers import (
    LAPSED,
    back_in_line,
    fitted,
    lapse,
    offer_deadline,
    offers_due,
    stops_the_line,
)


def promote_waiting(book: Book, work: UnitOfWork, offering: Offering) -> list[Enrolment]:
    """End lapsed offers and offer free seats to those who wait; returns the new offers.

    Every act does this where it has opened something, see `opened`. Acts call it themselves if they continue with
    what is left, or with who was offered a seat. Offers in a cancelled event go back to waiting, in case it is
    restored.
    """
    return promote_waiting_from(book, work, offering)[1]


def promote_waiting_from(book: Book, work: UnitOfWork, offering: Offering) -> tuple[State, list[Enrolment]]:
    """Do the same; returns the offering's new state, and the new offers."""
    now = work.now
    state = states_of(book, [offering], now)[offering.id]
    if not has_seats(state, now) and "offered" not in [one.status for one in state.enrolments]:
        return state, []
    if isinstance(offering, Event) and not offering.live:
        _written(work, state, back_in_line(state.enrolments))
        return state, []
    until = offer_deadline(book.clinic(), offering, now)
    if _written(work, state, fitted(state.enrolments, offering, until)):
        state = states_of(book, [offering], now)[offering.id]
    lapsed = _written(work, state, lapse(state.enrolments, book.deadline_time(now)))
    if lapsed:
        _end_paths(work, lapsed)
        drop_calls(work, lapsed)
        offering = free_appointment(work, offering, LAPSED)
        state = states_of(book, [offering], now)[offering.id]
    offers = _written(work, state, _due(book, work, state, until))
    work.offered |= dict.fromkeys(one.id for one in offers)
    if lapsed or offers:
        work.relate(offering.id)
    return states_of(book, [offering], now)[offering.id] if offers else state, offers


def _written(work: UnitOfWork, state: State, changed: Sequence[Enrolment]) -> list[Enrolment]:
    if not changed:
        return []
    before = {one.id: one for one in state.enrolments}
    return [work.put(one, before[one.id]) for one in changed]


def _end_paths(work: UnitOfWork, lapsed: Sequence[Enrolment]) -> None:
    """End the paths of those whose offer of a place in a program lapsed; they can ask again."""
    for path in work.store.find(Pathway, enrolment={one.id for one in lapsed}):
        if path.under_way:
            work.change(path, state="ended", why=LAPSED, changed=work.now)


def free_appointment(work: UnitOfWork, offering: Offering, why: str) -> Offering:
    """Release room and clinician of an appointment once everybody has left it; returns the event afterwards."""
    if not isinstance(offering, Event) or not offering.step or not offering.live:
        return offering
    if any(one.live or one.status == "no_show" for one in work.store.find(Enrolment, offering=offering.id)):
        return offering
    sequence = offering.sequence + 1
    return work.change(offering, status="cancelled", why=why, sequence=sequence, modified=work.now)


def drop_calls(work: UnitOfWork, left: Sequence[Enrolment]) -> None:
    """Drop calls owed about an enrolment that has ended, or whose person was spoken to or is here."""
    ids = {one.id for one in left}
    for call in work.store.find(Call, person={one.person for one in left}) if left else ():
        if call.enrolment in ids and call.state in OPEN_CALLS:
            work.change(call, state="dropped")


def _due(book: Book, work: UnitOfWork, state: State, until: datetime) -> list[Enrolment]:
    """Return those who wait and now get an offer."""
    if not has_seats(state, work.now):
        return []
    first = stops_the_line(state.seats, state.enrolments)
    if first and not cannot_take(book, [replace(state, enrolments=[first])])(first):
        return []
    return offers_due(state.seats, state.enrolments, until, cannot_take(book, [state]))


def has_seats(state: State, now: datetime) -> bool:
    """Whether there are free seats for those who wait."""
    return state.seats.waiting > 0 and state.seats.fits(1) and is_open(state.offering, now)


def promote_where_waiting(book: Book, work: UnitOfWork, person_ids: Iterable[str]) -> list[Enrolment]:
    """Promote in all queues with one of these people: a seat that they could not take may suit them now."""
    waiting = [one for one in book.store.find(Enrolment, person={*person_ids}) if one.status == "waiting"]
    queues = offerings_of(book, {one.offering for one in waiting})
    return [offer for _, one in sorted(queues.items()) for offer in promote_waiting(book, work, one)]

"""Offerings with their seats: reading the state of one, and letting freed seats go to those who wait."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

from msgspec import Struct

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.unit_of_work import UnitOfWork
from atma_tui.domain.clashes import ClashWith, clashes
from atma_tui.domain.enrolling import is_open, lapse, offer_deadline, offers_due, starts_at
from atma_tui.domain.errors import Ambiguous, NotFound
from atma_tui.domain.records import (
    Enrolment,
    Event,
    Hold,
    Offering,
    Person,
    Program,
    ProgramSeats,
    Room,
    Site,
)
from atma_tui.domain.seats import Seats, count_seats, is_hold_live, is_offer_live, shares_room
from atma_tui.domain.text import clean
from atma_tui.domain.when import days_of
from atma_tui.store.protocol import Store
from atma_tui.store.rerun import rerunnable


class State(Struct, frozen=True, kw_only=True):
    """One offering, everybody in it, and the sum."""

    offering: Offering
    title: str
    enrolments: tuple[Enrolment, ...]
    seats: Seats

    @property
    def short(self) -> bool:
        """Whether there are fewer seats, of its own or in its room, than people in it."""
        return self.seats.free is not None and self.seats.free < 0


def the_offering(book: Book, ref: str) -> Offering:
    """Return the event or program places with that id or unique prefix. Raises `NotFound`, `Ambiguous`."""
    exact: Offering | None = book.store.get(Event, ref) or book.store.get(ProgramSeats, ref)
    if exact is not None:
        return exact
    kinds: tuple[type[Event] | type[ProgramSeats], ...] = (Event, ProgramSeats)
    found = [one for kind in kinds for one in book.store.find(kind) if ref and one.id.startswith(ref)]
    if len(found) == 1:
        return found[0]
    shown = clean(ref, 60)
    if found:
        some = ", ".join(one.id for one in found[:3])
        raise Ambiguous(f"{len(found)} offerings begin with {shown!r}: {some}…; type more of it.")
    raise NotFound(f"There is no event or program with the id {shown!r} in this book.")


def offering_title(store: Store, offering: Offering) -> str:
    """Return what an offering is called: an event's title, or `Program, Site`."""
    if isinstance(offering, Event):
        return offering.title
    program, site = store.get(Program, offering.program), store.get(Site, offering.site)
    return f"{program.title if program else offering.program}, {site.name if site else offering.site}"


def state_of(store: Store, offering: Offering, now: datetime) -> State:
    """Read an offering's people and make its sum."""
    enrolments = store.find(Enrolment, offering=offering.id)
    holds = store.find(Hold, offering=offering.id)
    room = _room(store, offering)
    beside = in_room_with(store, offering) if room is not None and isinstance(offering, Event) else []
    seats = count_seats(
        offering,
        enrolments,
        holds,
        now,
        room=room,
        beside=[one for event in beside for one in store.find(Enrolment, offering=event.id)],
        beside_holds=[one for event in beside for one in store.find(Hold, offering=event.id)],
    )
    title = offering_title(store, offering)
    return State(offering=offering, title=title, enrolments=tuple(enrolments), seats=seats)


def _room(store: Store, offering: Offering) -> Room | None:
    if not isinstance(offering, Event) or not offering.room:
        return None
    site = store.get(Site, offering.site)
    room = site.room(offering.room) if site else None
    return room if room is not None and room.seats is not None else None


def events_on(store: Store, first: datetime, last: datetime) -> list[Event]:
    """Return the events on the days that a span of wall clock time touches, in whatever zone."""
    found: dict[str, Event] = {}
    for day in days_of(first, last):
        found.update((one.id, one) for one in store.find(Event, on=day.isoformat()))
    return list(found.values())


def in_room_with(store: Store, event: Event) -> list[Event]:
    """Return other events in the same room at the same time."""
    there = events_on(store, event.starts, event.ends)
    return [one for one in there if one.room == event.room and shares_room(event, one)]


def person_clashes(
    store: Store, offering: Offering, person_id: str, travel: timedelta, *, leaving: Sequence[str] = ()
) -> list[ClashWith]:
    """Return the person's other events that stand in the way of an event, but for enrolments they would leave."""
    if not isinstance(offering, Event):
        return []
    others = [
        event
        for one in store.find(Enrolment, person=person_id)
        if one.offering != offering.id
        and one.id not in leaving
        and one.status in ("enrolled", "offered", "attended")
        and (event := store.get(Event, one.offering)) is not None
    ]
    return clashes(offering, others, travel)


def cannot_take(store: Store, offering: Offering, travel: timedelta) -> Callable[[Enrolment], str]:
    """Return a function that says why somebody waiting cannot take a seat now; empty when they can."""

    def why_not(enrolment: Enrolment) -> str:
        found = person_clashes(store, offering, enrolment.person, travel, leaving=enrolment.instead_of)
        return found[0].describe() if found else ""

    return why_not


def promote_waiting(book: Book, work: UnitOfWork, offering: Offering) -> list[Enrolment]:
    """End lapsed offers and offer what is free to those who wait; returns the new offers.

    Called inside every act that may free a seat, and when a desk finds a lapsed offer.
    """
    return promote_waiting_from(book, work, offering)[1]


def promote_waiting_from(book: Book, work: UnitOfWork, offering: Offering) -> tuple[State, list[Enrolment]]:
    """Settle an offering; returns its state after that, and the new offers."""
    store, now = work.store, work.now
    state = state_of(store, offering, now)
    lapsed = _written(work, state, lapse(state.enrolments, now))
    if lapsed:
        state = state_of(store, offering, now)
    offers = _written(work, state, _due(book, work, state))
    if lapsed or offers:
        work.relate(offering.id)
    return state_of(store, offering, now) if offers else state, offers


def _written(work: UnitOfWork, state: State, changed: Iterable[Enrolment]) -> list[Enrolment]:
    before = {one.id: one for one in state.enrolments}
    return [work.put(one, before[one.id]) for one in changed]


def _due(book: Book, work: UnitOfWork, state: State) -> list[Enrolment]:
    """Return those who wait and get an offer now."""
    offering, seats = state.offering, state.seats
    if not seats.waiting or not is_open(offering, work.now) or (seats.free is not None and seats.free <= 0):
        return []
    clinic = book.clinic()
    travel = timedelta(minutes=clinic.travel_minutes)
    until = offer_deadline(clinic, starts_at(offering), work.now)
    return offers_due(seats, state.enrolments, until, cannot_take(work.store, offering, travel))


def promote_where_waiting(book: Book, work: UnitOfWork, person_ids: Iterable[str]) -> list[Enrolment]:
    """Settle the lines in which these people wait: they may be free now for a seat that could not be theirs."""
    store = work.store
    lines = {
        one.offering
        for person_id in dict.fromkeys(person_ids)
        for one in store.find(Enrolment, person=person_id)
        if one.status == "waiting"
    }
    return [offer for one in sorted(lines) for offer in promote_waiting(book, work, the_offering(book, one))]


@rerunnable
def promote_lapsed(book: Book) -> list[Enrolment]:
    """Move lapsed offers and holds on, in one act; returns the new offers. Cheap when nothing has lapsed."""
    now, store = book.now(), book.store
    if not _lapsed(store, now):
        return []
    with book.act("lapse") as work:
        lapsed = _lapsed(store, work.now)
        for one in lapsed:
            if isinstance(one, Hold):
                work.delete(one)
        offered: list[Enrolment] = []
        for offering_id in sorted({one.offering for one in lapsed}):
            work.relate(offering_id)
            offered += promote_waiting(book, work, the_offering(book, offering_id))
        names = [_name(store, one) for one in lapsed]
        work.summary = f"Lapsed: {', '.join(names)}; {len(offered)} offered on"
    return offered


def _lapsed(store: Store, now: datetime) -> list[Enrolment | Hold]:
    offers = [one for one in store.find(Enrolment, status="offered") if not is_offer_live(one, now)]
    return [*offers, *(one for one in store.find(Hold) if not is_hold_live(one, now))]


def _name(store: Store, one: Enrolment | Hold) -> str:
    if isinstance(one, Hold):
        return f"{one.seats} held for {one.name}"
    person = store.get(Person, one.person)
    return f"the offer to {person.name if person else 'somebody'}"

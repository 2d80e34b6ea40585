"""Seats of those who are not there, given to people at the door, as steps inside an act."""

from __future__ import annotations

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.sums import State, states_of
from atma_tui.desk.book.unit_of_work import UnitOfWork
from atma_tui.domain.errors import Full
from atma_tui.domain.records import Enrolment, Person
from atma_tui.domain.seat_words import sum_words
from atma_tui.domain.timing.door import give_way, is_door_open

_GIVING_WAY = {("enrolled", "no_show"), ("offered", "waiting")}
"""How the statuses change of those whose seats are given away."""


def make_way(book: Book, work: UnitOfWork, state: State, party: int) -> State:
    """Free seats of those who are not there for a party at the door, if it needs them and it is time for that.

    Returns the offering's state after that.
    """
    if not is_door_open(state.offering, book.clinic(), work.now):
        return state
    before = {one.id: one for one in state.enrolments}
    given = [work.put(one, before[one.id]) for one in give_way(state.seats, state.enrolments, party)]
    work.relate(*(one.person for one in given))
    return states_of(book, [state.offering], work.now)[state.offering.id] if given else state


def gave_way_words(book: Book, work: UnitOfWork) -> str:
    """Say in whose place somebody at the door has got a seat within an act; empty when nobody gave way."""
    before, after = work.versions()
    given = [
        one.person
        for key, one in after.items()
        if isinstance(one, Enrolment)
        and isinstance(was := before[key], Enrolment)
        and (was.status, one.status) in _GIVING_WAY
    ]
    names = ", ".join(person.name for person in book.people(given).values())
    return f"; in place of {names}, not there" if names else ""


def seat_late(
    book: Book, work: UnitOfWork, state: State, one: Enrolment, person: Person, here: int, override: str
) -> Enrolment:
    """Give seats to a party at the door whose enrolment has none. Raises `Full` without seats and `override`.

    When there are too few for all of the party, it becomes one of those who are here: nobody gives way, and no
    seat is taken over capacity, for somebody who is not there.
    """
    party = one.party if state.seats.fits(one.party) else here
    state = make_way(book, work, state, party)
    fits = state.seats.fits(party)
    if not fits and not override:
        was = "was marked as a no-show, and no seat is left" if one.status == "no_show" else "finds no seat"
        raise Full(f"{person.name} {was} in {state.title}: {sum_words(state.seats)}. Nothing was changed.")
    reason = one.override_reason if fits else override
    seated = work.now if one.status == "waiting" else one.seated
    return work.change(one, status="enrolled", party=party, override_reason=reason, seated=seated)

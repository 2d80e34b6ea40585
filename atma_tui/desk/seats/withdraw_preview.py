"""What withdrawing somebody would do, before it is done."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.offerings import the_offering
from atma_tui.desk.book.sums import State, states_of
from atma_tui.desk.book.visits import visits_of_each
from atma_tui.desk.promoting.obstacles import cannot_take
from atma_tui.domain.enrolling import is_open
from atma_tui.domain.paths.pathway import coming
from atma_tui.domain.records import Enrolment, Offering, Pathway, Person
from atma_tui.domain.seats import Seats
from atma_tui.domain.timing.late_cancel import is_late
from atma_tui.domain.waiting.offers import offer_deadline, offers_due


class WithdrawPreview(Struct, frozen=True, kw_only=True):
    """What would happen to an enrolment and to its seat."""

    enrolment: Enrolment
    person: Person
    offering: Offering
    title: str
    live: bool
    """Whether there is anything to withdraw."""
    late: bool
    """Whether it would be a late cancel of a program appointment."""
    next: tuple[Person, ...]
    """To whom the seat would be offered."""
    waiting: int
    """How many others wait."""
    appointments: int
    """How many booked ones go with a place in a program."""


def preview_withdraw(book: Book, enrolment_ref: str) -> WithdrawPreview:
    """Say what `Enrolments.withdraw` would do now. Raises `NotFound`, `Ambiguous`."""
    enrolment = book.the(Enrolment, enrolment_ref)
    now = book.now()
    offering = the_offering(book, enrolment.offering)
    state = states_of(book, [offering], now)[offering.id]
    paths = [one for one in book.store.find(Pathway, enrolment=enrolment.id) if one.under_way]
    return WithdrawPreview(
        enrolment=enrolment,
        person=book.person(enrolment.person),
        offering=state.offering,
        title=state.title,
        live=enrolment.status in ("enrolled", "waiting", "offered"),
        late=enrolment.status == "enrolled" and is_late(state.offering, book.clinic(), now),
        next=tuple(book.people(one.person for one in _offers_after(book, state, enrolment)).values()),
        waiting=sum(1 for one in state.enrolments if one.status == "waiting" and one.id != enrolment.id),
        appointments=sum(len(coming(visits, now)) for visits in visits_of_each(book.store, paths).values()),
    )


def _offers_after(book: Book, state: State, leaving: Enrolment) -> list[Enrolment]:
    now, clinic = book.now(), book.clinic()
    if not is_open(state.offering, now):
        return []
    others = [one for one in state.enrolments if one.id != leaving.id]
    until = offer_deadline(clinic, state.offering, now)
    why_not = cannot_take(book, [state])
    return offers_due(_seats_without(state.seats, leaving), others, until, why_not)


def _seats_without(seats: Seats, leaving: Enrolment) -> Seats:
    """Return the sum as it is once somebody has left."""
    enrolled = leaving.party if leaving.status == "enrolled" else 0
    offered = leaving.party if any(one.id == leaving.id for one in seats.offers) else 0
    pools = tuple(
        replace(pool, enrolled=pool.enrolled - enrolled, offered=pool.offered - offered) for pool in seats.pools
    )
    return replace(seats, pools=pools)

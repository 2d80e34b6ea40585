"""Seats given and freed, as steps inside an act: what enrolling, moving, swapping and holding a series share."""

from __future__ import annotations

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.offerings import offering_title, the_offering
from atma_tui.desk.book.unit_of_work import UnitOfWork
from atma_tui.desk.seats.steps.groups import join_group, leave_group
from atma_tui.desk.seats.steps.one_seat import Asked, free_seat, give_seat, take_offered
from atma_tui.desk.seats.steps.paths import become_client, carry_path, end_path
from atma_tui.domain.records import (
    Enrolment,
    Offering,
    Person,
    ProgramSeats,
)


def seat(book: Book, work: UnitOfWork, offering: Offering, person: Person, asked: Asked) -> Enrolment:
    """Give a person a seat, or a place in line, within an act, with all that follows from it.

    Raises:
        Full, NotOpen, AlreadyEnrolled, Clash, Blocked: see `domain.errors`.
    """
    enrolment = give_seat(book, work, offering, person, asked)
    if isinstance(offering, ProgramSeats):
        become_client(book, work, offering, person, enrolment)
        join_group(book, work, offering, enrolment)
    return leave_others(book, work, enrolment)


def accept_offer(book: Book, work: UnitOfWork, enrolment: Enrolment, *, override: str = "") -> Enrolment:
    """Turn an offered seat into an enrolment within an act; the rules are checked again.

    Raises:
        Blocked: nothing is offered, the offer has lapsed, the event is off, or a gate is closed by now.
        Clash: the person is elsewhere by now and there is no `override`.
    """
    taken = take_offered(book, work, enrolment, override=override)
    offering = the_offering(book, taken.offering)
    if isinstance(offering, ProgramSeats):
        join_group(book, work, offering, taken)
    return leave_others(book, work, taken)


def leave_others(book: Book, work: UnitOfWork, enrolment: Enrolment) -> Enrolment:
    """End what a person leaves for a seat just taken: the other city's place in line, or the old seat."""
    if enrolment.status not in ("enrolled", "attended") or not enrolment.instead_of:
        return enrolment
    title = offering_title(book, the_offering(book, enrolment.offering))
    for left_id in enrolment.instead_of:
        left = work.store.get(Enrolment, left_id)
        if left is not None and left.status in ("enrolled", "waiting", "offered"):
            carry_path(work, left, enrolment)
            withdraw(book, work, left, why=f"went to {title}", moving=True)
    return work.change(enrolment, instead_of=())


def withdraw(
    book: Book, work: UnitOfWork, enrolment: Enrolment, *, why: str, waive: str = "", moving: bool = False
) -> list[Enrolment]:
    """End an enrolment within an act and offer its seat on; returns the new offers.

    `moving`: they go to another seat, and do not withdraw from what they wanted.
    """
    offers = free_seat(book, work, enrolment, why=why, waive=waive, moving=moving)
    offering = the_offering(book, enrolment.offering)
    if isinstance(offering, ProgramSeats):
        leave_group(book, work, offering, enrolment.person, why)
        end_path(book, work, enrolment, why)
    return offers

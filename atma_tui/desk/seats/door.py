"""Whoever comes to the door without a seat of their own: offered one, waiting, or marked as not come."""

from __future__ import annotations

from itertools import takewhile

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.unit_of_work import UnitOfWork
from atma_tui.desk.promoting.promoting import promote_waiting_from
from atma_tui.desk.seats.steps.giving_way import seat_late
from atma_tui.desk.seats.steps.refusals import refuse_clash
from atma_tui.desk.seats.steps.seating import accept_offer
from atma_tui.domain.errors import Blocked
from atma_tui.domain.records import Enrolment, Event, Person
from atma_tui.domain.timing.door import NOT_THERE, door_opens, is_door_open
from atma_tui.domain.waiting.queue import queue
from atma_tui.domain.when import wall


def seat_at_door(
    book: Book, work: UnitOfWork, event: Event, enrolment: Enrolment, person: Person, here: int, override: str
) -> Enrolment:
    """Give a party, of which so many are `here`, its seats within an act.

    Those ahead in line who are not there keep their place, and a remark.

    Raises:
        Full: no seat is left, whoever is not there, and there is no `override`.
        Blocked: they wait, and it is not time yet to give away the seats of others.
        Clash: they are elsewhere at that time and there is no `override`.
    """
    if enrolment.status == "offered":
        return accept_offer(book, work, enrolment, override=override)
    state, _ = promote_waiting_from(book, work, event)
    enrolment = book.the(Enrolment, enrolment.id)
    if enrolment.status == "offered":  # just now, by what lapsed
        return accept_offer(book, work, enrolment, override=override)
    ahead: list[Enrolment] = []
    if enrolment.status == "waiting":
        _refuse_early(book, work, event, person)
        ahead = [*takewhile(lambda one: one.id != enrolment.id, queue(state.enrolments))]
    clash = refuse_clash(book, event, person, override, enrolment.instead_of)
    seated = seat_late(book, work, state, enrolment, person, here, override)
    if clash:
        seated = work.change(seated, clash_reason=override)
    for one in ahead:
        work.change(one, passed=(*one.passed, f"{work.by}: {NOT_THERE}"))
    return seated


def _refuse_early(book: Book, work: UnitOfWork, event: Event, person: Person) -> None:
    if is_door_open(event, book.clinic(), work.now):
        return
    opens = door_opens(event, book.clinic())
    at = f"{wall(opens, event.zone):%H:%M}" if opens else ""
    later = f" Seats of those who are not there are given away from {at} on." if at else ""
    raise Blocked(f"{person.name} is waiting for {event.title}, not enrolled; not checked in.{later}")

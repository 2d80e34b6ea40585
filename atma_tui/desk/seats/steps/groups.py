"""A place in a group is a place in every meeting of it, as steps inside an act."""

from __future__ import annotations

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.unit_of_work import UnitOfWork
from atma_tui.desk.seats.steps.one_seat import Asked, free_seat, give_seat
from atma_tui.domain.enrolling import is_open, is_to_come, live_enrolment
from atma_tui.domain.records import (
    Enrolment,
    Event,
    Offering,
    Program,
    ProgramSeats,
    SeriesSubscription,
    new_id,
)
from atma_tui.domain.when import wall
from atma_tui.store.protocol import Store

_MEMBER = "has a place in the group"


def join_group(book: Book, work: UnitOfWork, offering: Offering, enrolment: Enrolment) -> None:
    """Enrol somebody who got a place in a group in all its meetings to come, and in those added later."""
    if not isinstance(offering, ProgramSeats) or enrolment.status != "enrolled" or not _is_group(book, offering):
        return
    subscription = work.add(
        SeriesSubscription(
            id=new_id("std"),
            series=offering.id,
            person=enrolment.person,
            party=enrolment.party,
            since=wall(work.now, book.site(offering.site).zone),
            at=work.now,
            by=work.by,
        )
    )
    for meeting in meetings(work.store, offering):
        _meet(book, work, meeting, subscription)


def leave_group(book: Book, work: UnitOfWork, places: ProgramSeats, person_id: str, why: str) -> None:
    """Withdraw somebody who left a group from all its meetings to come, cancelled ones as well."""
    held = [one for one in work.store.find(SeriesSubscription, series=places.id) if one.person == person_id]
    for subscription in held:
        work.delete(subscription)
    for meeting in meetings(work.store, places) if held else ():
        there = live_enrolment(work.store.find(Enrolment, offering=meeting.id), person_id)
        if there is not None and there.status != "attended" and is_to_come(meeting, work.now):
            free_seat(book, work, there, why=why or "left the group")


def follow_group(book: Book, work: UnitOfWork, meeting: Event, *, again: bool = False) -> int:
    """Enrol all who have a place in a meeting's group in a meeting that was added; returns how many.

    `again`: it is put on again; whoever was in it, or had left it, is not enrolled anew.
    """
    group = book.all_of(ProgramSeats).get(f"{meeting.program}@{meeting.site}") if meeting.program else None
    if group is None or not _is_group(book, group):
        return 0
    known = {one.person for one in work.store.find(Enrolment, offering=meeting.id)} if again else set()
    subscriptions = [
        one for one in work.store.find(SeriesSubscription, series=group.id) if one.person not in known
    ]
    return sum(_meet(book, work, meeting, one) for one in sorted(subscriptions, key=lambda one: (one.at, one.id)))


def meetings(store: Store, places: ProgramSeats) -> list[Event]:
    """Return the dated events of a group at its site, by start."""
    found = [one for one in store.find(Event, site=places.site) if one.program == places.program]
    return sorted(found, key=lambda one: (one.starts, one.id))


def _is_group(book: Book, places: ProgramSeats) -> bool:
    program = book.all_of(Program).get(places.program)
    return program is not None and program.path == "cohort"


def _meet(book: Book, work: UnitOfWork, meeting: Event, subscription: SeriesSubscription) -> bool:
    """Enrol one member in one meeting; also over a clash, which is said, or when enrolment is not open."""
    there = live_enrolment(work.store.find(Enrolment, offering=meeting.id), subscription.person)
    if there is not None or not is_open(meeting, work.now) or meeting.starts < subscription.since:
        return False
    person = book.person(subscription.person)
    work.tells_clashes = True
    asked = Asked(party=subscription.party, clash_why=_MEMBER, anyway=_MEMBER)
    give_seat(book, work, meeting, person, asked)
    return True

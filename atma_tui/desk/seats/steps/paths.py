"""The path of somebody in a program, begun, carried on and ended with their place, as steps inside an act."""

from __future__ import annotations

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.unit_of_work import UnitOfWork
from atma_tui.desk.book.visits import visits_of_each
from atma_tui.desk.seats.steps.one_seat import free_seat
from atma_tui.domain.paths.pathway import leaving
from atma_tui.domain.records import (
    Enrolment,
    Pathway,
    Person,
    Program,
    ProgramSeats,
    new_id,
)


def become_client(
    book: Book, work: UnitOfWork, places: ProgramSeats, person: Person, enrolment: Enrolment
) -> None:
    """Make somebody in a program a client, and begin their path when they walk it alone."""
    if person.status != "client":
        work.change(person, status="client")
    program = book.all_of(Program).get(places.program)
    if program is not None and program.path == "individual":
        work.add(
            Pathway(
                id=new_id("path"),
                enrolment=enrolment.id,
                person=person.id,
                program=program.id,
                site=places.site,
                began=work.now,
                changed=work.now,
            )
        )


def carry_path(work: UnitOfWork, left: Enrolment, enrolment: Enrolment) -> None:
    """Go on with the path of a place that is left for one in the same program, with what was said on either."""
    places = work.store.get(ProgramSeats, enrolment.offering)
    for old in work.store.find(Pathway, enrolment=left.id):
        for begun in work.store.find(Pathway, enrolment=enrolment.id):
            if places is None or begun.program != old.program or not old.under_way:
                continue
            work.delete(begun)
            work.change(
                old,
                enrolment=enrolment.id,
                site=places.site,
                clearance=old.clearance or begun.clearance,
                plan=old.plan or begun.plan,
                changed=work.now,
            )


def end_path(book: Book, work: UnitOfWork, place: Enrolment, why: str) -> None:
    """End the path of who left a program; the appointments that are still to come go with it."""
    for path in work.store.find(Pathway, enrolment=place.id):
        if path.under_way:
            withdraw_visits(book, work, path)
            work.change(path, state="ended", why=why, changed=work.now)


def withdraw_visits(book: Book, work: UnitOfWork, path: Pathway) -> None:
    """Withdraw a client from the appointments of a path that are still to come."""
    for visit in leaving(visits_of_each(work.store, [path])[path.id], work.now):
        free_seat(book, work, visit.enrolment, why="the program ended")

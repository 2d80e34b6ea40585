"""Booking the steps of a client's path: one appointment, or a run of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

from msgspec import Struct
from msgspec.structs import replace

from atma_tui.desk.appointments.appointments import live_path, refuse_gate, refuse_taken, the_step
from atma_tui.desk.appointments.closures import refuse_closed_slot
from atma_tui.desk.book.book import Book
from atma_tui.desk.book.unit_of_work import UnitOfWork
from atma_tui.desk.seats.enrolments import Outcome
from atma_tui.desk.seats.steps.one_seat import Asked
from atma_tui.desk.seats.steps.seating import seat
from atma_tui.domain.errors import AtmaError, InputError, NotFound
from atma_tui.domain.paths.slots import Slot
from atma_tui.domain.records import Enrolment, Event, Pathway, new_id
from atma_tui.domain.text import clean
from atma_tui.domain.when import day_words, instant
from atma_tui.store.rerun import rerunnable


class RunRow(Struct, frozen=True, kw_only=True):
    """One appointment of a run, before anything is done."""

    slot: Slot
    problem: str
    """Why it is not possible; empty if it is."""


class Bookings:
    """Use cases of booking steps."""

    def __init__(self, book: Book) -> None:
        self._book = book

    @rerunnable
    def book_step(
        self, ref: str, step_id: str, slot: Slot, *, clash_why: str = "", minutes: int | None = None
    ) -> Outcome:
        """Book one appointment of a step.

        Args:
            ref: the path.
            step_id: the step of its program.
            slot: when and where, with room, clinician and supervisor; see `FreeTimes`.
            clash_why: reason for booking in spite of a clash of the client.
            minutes: length; the slot's own when None.

        Raises:
            Blocked: a gate is closed: not cleared, no plan, on hold, waiting for a place, out of order.
            RuleError: room, clinician or supervisor is missing or taken, or the site is closed.
            Clash: the client is elsewhere at that time.
        """
        book = self._book
        with book.act("book step") as work:
            pathway = live_path(book, ref)
            slot = slot if minutes is None else replace(slot, ends=slot.starts + timedelta(minutes=minutes))
            enrolment, event = _book_one(book, work, pathway, step_id, slot, clash_why)
            person = book.person(pathway.person)
            day = day_words(event.starts.date())
            work.summary = f"Booked {event.title} for {person.name}, {day} {event.starts:%H:%M}"
        return Outcome(enrolment=enrolment, person=person, title=event.title, summary=work.summary)

    @rerunnable
    def preview_run(self, ref: str, step_id: str, slots: Sequence[Slot]) -> list[RunRow]:
        """Say for each slot of a run what prevents it, as if those before were booked.

        Changes nothing: the bookings are made and rolled back, so that the answers are those of `book_run`. On a
        shared book this contacts no server, since nothing is committed.
        """
        lines: list[RunRow] = []
        try:
            with self._book.act("preview run") as work:
                pathway = live_path(self._book, ref)
                lines = [
                    RunRow(slot=slot, problem=_problem(self._book, work, pathway, step_id, slot)) for slot in slots
                ]
                raise _OnlyLooking
        except _OnlyLooking:
            return lines

    @rerunnable
    def book_run(self, ref: str, step_id: str, slots: Sequence[Slot]) -> list[Outcome]:
        """Book a run of appointments in one act, all or none. Raises as `book_step`."""
        book = self._book
        with book.act("book run") as work:
            pathway = live_path(book, ref)
            person = book.person(pathway.person)
            made = [_book_one(book, work, pathway, step_id, slot) for slot in slots]
            if not made:
                raise InputError("A run needs at least one time.")
            title = made[0][1].title
            work.summary = f"Booked {len(made)} x {title} for {person.name}"
        return [
            Outcome(enrolment=one, person=person, title=event.title, summary=work.summary) for one, event in made
        ]


class _OnlyLooking(Exception):
    """Rolls back a transaction that must leave nothing behind."""


def _book_one(
    book: Book, work: UnitOfWork, pathway: Pathway, step_id: str, slot: Slot, clash_why: str = ""
) -> tuple[Enrolment, Event]:
    person, step = book.person(pathway.person), the_step(book, pathway, step_id)
    site = book.site(slot.site)
    span = instant(slot.starts, site.zone), instant(slot.ends, site.zone)
    refuse_gate(book, pathway, step, slot.starts.date(), span)
    refuse_closed_slot(site, slot)
    event = Event(
        id=(new := new_id("evt")),
        uid=f"{new}@{book.clinic().feed_domain}",
        site=site.id,
        title=step.title,
        category=step.category,
        starts=slot.starts,
        ends=slot.ends,
        zone=site.zone,
        room=slot.room,
        capacity=1,
        visibility="private",
        program=pathway.program,
        step=step.id,
        clinician=slot.clinician,
        supervisor=slot.supervisor,
        created=work.now,
        modified=work.now,
    )
    refuse_taken(book, event, step)
    event = work.add(event)
    enrolment = seat(book, work, event, person, Asked(wait=False, clash_why=clean(clash_why)))
    work.relate(pathway.id)
    return enrolment, event


def _problem(book: Book, work: UnitOfWork, pathway: Pathway, step_id: str, slot: Slot) -> str:
    try:
        _book_one(book, work, pathway, step_id, slot)
    except NotFound:
        raise
    except AtmaError as refusal:
        return re.sub(r"[.;] nothing was changed\.$", ".", str(refusal), flags=re.IGNORECASE)
    return ""

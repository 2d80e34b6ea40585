"""Holds: seats kept back by the desk."""

from __future__ import annotations

from datetime import datetime

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.offerings import offering_title, the_offering
from atma_tui.desk.promoting.promoting import promote_waiting_from
from atma_tui.desk.seats.steps.refusals import closed_words
from atma_tui.domain.enrolling import full_words
from atma_tui.domain.errors import Blocked, Full, InputError
from atma_tui.domain.records import Hold, new_id
from atma_tui.domain.text import clean
from atma_tui.store.rerun import rerunnable


class Holds:
    """Use cases for seats that are kept back."""

    def __init__(self, book: Book) -> None:
        self._book = book

    @rerunnable
    def hold(self, offering_ref: str, *, seats: int, name: str, why: str, until: datetime | None = None) -> Hold:
        """Keep seats back.

        Raises:
            Full: they are not free.
            Blocked: the event is cancelled or over.
            InputError: no name or no reason.
        """
        book = self._book
        if not clean(name) or not clean(why) or not 1 <= seats <= 200:
            raise InputError("A hold needs a number of seats, for whom, and a reason.")
        with book.act("hold") as work:
            offering = the_offering(book, offering_ref)
            if refusal := closed_words(offering, work.now):
                raise Blocked(refusal)
            state, _ = promote_waiting_from(book, work, offering)
            if not state.seats.fits(seats):
                why_not = full_words(state.title, state.seats, state.enrolments, seats, work.now)
                raise Full(f"{why_not} Nothing was held.")
            held = work.add(
                Hold(
                    id=new_id("hold"),
                    offering=offering.id,
                    seats=seats,
                    name=clean(name, 60),
                    why=clean(why),
                    until=until,
                    at=work.now,
                    by=book.operator,
                )
            )
            work.relate(offering.id)
            work.summary = f"Held {seats} in {state.title} for {held.name}"
        return held

    @rerunnable
    def release(self, hold_ref: str) -> None:
        """Give held seats free; they go to those who wait first."""
        book = self._book
        with book.act("release hold") as work:
            held = book.the(Hold, hold_ref)
            offering = the_offering(book, held.offering)
            work.delete(held)
            work.relate(offering.id)
            work.summary = f"Released {held.seats} held for {held.name} in {offering_title(book, offering)}"

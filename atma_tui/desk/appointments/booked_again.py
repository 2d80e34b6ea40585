"""What undoing an act books again: nothing twice, and no session for somebody who may no longer have one."""

from __future__ import annotations

from typing import TypeVar

from atma_tui.desk.appointments.appointments import (
    double_booked_each,
    off_hours,
    staff_away,
    stopped_visits,
)
from atma_tui.desk.book.book import Book
from atma_tui.desk.book.visits import closed_for_each
from atma_tui.domain.errors import Blocked
from atma_tui.domain.event_span import has_begun
from atma_tui.domain.paths.pathway import Visit
from atma_tui.domain.records import Act, Enrolment, Event, Pathway, Record
from atma_tui.domain.when import day_words

STOPS = "; this stops "
"""Begins the words about sessions that an undo stops."""

R = TypeVar("R", bound=Record)


class BookedAgain:
    """Compares the book before and after the records of an act are put back."""

    def __init__(self, book: Book, act: Act) -> None:
        """Take the book as it is before."""
        self._book, self._act = book, act
        self._stood = {(one.id, event.starts) for one, event in self._standing()}
        self._stopped = {one.enrolment.id for one in self._stopped_visits()}

    def refuse(self) -> None:
        """Raise `Blocked` if by now a room or clinician is taken or out of hours, or a gate is closed."""
        book = self._book
        if why := next(filter(None, double_booked_each(book, self._events())), ""):
            raise self._blocked(why)
        again = [
            (event, one.person) for one, event in self._standing() if (one.id, event.starts) not in self._stood
        ]
        steps = [event for event, _ in again if event.step]
        if why := next(filter(None, (off_hours(book, one) for one in steps)), ""):
            raise self._blocked(why)
        if why := next(filter(None, (staff_away(book, one) for one in steps)), ""):
            raise self._blocked(f"{why}.")
        for (event, person), shut in zip(again, closed_for_each(book, again), strict=True):
            if shut:
                raise self._blocked(f"{event.title} for {book.person(person).name}: {'; '.join(shut)}.")

    def stops(self) -> str:
        """Say which booked sessions are stopped: a clinician's decision can be undone, but they are named."""
        found = [one.event for one in self._stopped_visits() if one.enrolment.id not in self._stopped]
        if not found:
            return ""
        which = ", ".join(f"{event.title} on {day_words(event.starts.date())}" for event in found)
        return f"{STOPS}{len(found)} booked: {which}"

    def _blocked(self, why: str) -> Blocked:
        return Blocked(f"“{self._act.summary}” cannot be undone: {why} Nothing was changed.")

    def _events(self) -> list[Event]:
        return [event for event in self._touched(Event) if event.live]

    def _standing(self) -> list[tuple[Enrolment, Event]]:
        """Return the current seats, in coming events, that the act touches."""
        store, now = self._book.store, self._book.now()
        seats = {one.id: one for one in self._touched(Enrolment)}
        gated = [event.id for event in self._events() if event.step or event.category == "session"]
        seats |= {one.id: one for one in store.find(Enrolment, offering=gated)}
        taken = [one for one in seats.values() if one.status in ("enrolled", "offered")]
        events = store.get_many(Event, [one.offering for one in taken])
        return [
            (one, event)
            for one in taken
            if (event := events.get(one.offering)) and event.live and not has_begun(event, now)
        ]

    def _stopped_visits(self) -> list[Visit]:
        return stopped_visits(self._book, [one for one in self._touched(Pathway) if one.state == "active"])

    def _touched(self, kind: type[R]) -> list[R]:
        """Return the records of a kind that the act changed, as they are now."""
        ids = [one.id for one in self._act.changes if one.kind == kind.kind]
        return [*self._book.store.get_many(kind, ids).values()]

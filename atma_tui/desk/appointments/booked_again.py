"""What undoing an act books again: nothing twice, no session for somebody who may have none by now."""

from __future__ import annotations

from collections.abc import Iterator

from atma_tui.desk.appointments.appointments import closed_for, double_booked, stopped_visits
from atma_tui.desk.book.book import Book
from atma_tui.domain.errors import Blocked
from atma_tui.domain.pathway import Visit
from atma_tui.domain.records import Act, Enrolment, Event, Pathway
from atma_tui.domain.when import day_words, instant


class BookedAgain:
    """Looks at the book before and after the records of an act are put back."""

    def __init__(self, book: Book, act: Act) -> None:
        """Take the book as it is before."""
        self._book, self._act = book, act
        self._stood = {(one.id, event.starts) for one, event in self._standing()}
        self._stopped = {one.enrolment.id for one in self._stopped_visits()}

    def refuse(self) -> None:
        """Raise `Blocked` when a room or clinician is taken by now, or a gate is shut for who is booked again."""
        book = self._book
        for event in self._events():
            if why := double_booked(book, event):
                raise self._blocked(why)
        for one, event in self._standing():
            if (one.id, event.starts) not in self._stood and (shut := closed_for(book, event, one.person)):
                raise self._blocked(f"{event.title} for {book.person(one.person).name}: {'; '.join(shut)}.")

    def stops(self) -> str:
        """Say which booked sessions are stopped: undoing what a clinician said is possible, and they are named."""
        found = [one.event for one in self._stopped_visits() if one.enrolment.id not in self._stopped]
        if not found:
            return ""
        which = ", ".join(f"{event.title} on {day_words(event.starts.date())}" for event in found)
        return f"; this stops {len(found)} booked: {which}"

    def _blocked(self, why: str) -> Blocked:
        return Blocked(f"“{self._act.summary}” cannot be undone: {why} Nothing was changed.")

    def _events(self) -> list[Event]:
        store = self._book.store
        found = (store.get(Event, one.id) for one in self._act.changes if one.kind == Event.kind)
        return [event for event in found if event is not None and event.live]

    def _standing(self) -> Iterator[tuple[Enrolment, Event]]:
        """Yield the seats in events to come that the act touches, now."""
        store, now = self._book.store, self._book.now()
        ids = [one.id for one in self._act.changes if one.kind == Enrolment.kind]
        seats = {id: one for id in ids if (one := store.get(Enrolment, id)) is not None}
        for event in self._events():
            if event.step or event.category == "session":
                seats.update((one.id, one) for one in store.find(Enrolment, offering=event.id))
        for one in seats.values():
            event_of = store.get(Event, one.offering) if one.status in ("enrolled", "offered") else None
            if event_of is not None and event_of.live and instant(event_of.starts, event_of.zone) > now:
                yield one, event_of

    def _stopped_visits(self) -> Iterator[Visit]:
        ids = [one.id for one in self._act.changes if one.kind == Pathway.kind]
        for pathway in (self._book.store.get(Pathway, id) for id in ids):
            if pathway is not None and pathway.state == "active":
                yield from stopped_visits(self._book, pathway)

"""Whose time is over, and removing their names for good."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from msgspec import Struct

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.one_moment import one_moment
from atma_tui.desk.book.unit_of_work import UnitOfWork
from atma_tui.desk.history.undoing import RETENTION
from atma_tui.desk.trust.everybody import Everybody, all_due, everybody
from atma_tui.domain.errors import Blocked
from atma_tui.domain.people.contacts import phone_key
from atma_tui.domain.records import KINDS, Clinician, Event, Operator, Person, Removal, new_id
from atma_tui.domain.trust.names import NameRemoval, Names, names_of
from atma_tui.domain.trust.retention import Due
from atma_tui.store.rerun import rerunnable


class Removed(Struct, frozen=True):
    """How many names were removed."""

    guests: int
    clients: int

    @property
    def words(self) -> str:
        """Say how many, such as `3 guests and 1 client`."""
        numbers = ((self.guests, "guest"), (self.clients, "client"))
        return " and ".join(f"{n} {word}{'s' if n > 1 else ''}" for n, word in numbers if n) or "nobody"


class Retention:
    """Use cases around how long names are kept."""

    def __init__(self, book: Book) -> None:
        self._book = book

    @one_moment
    def due(self) -> list[Due]:
        """Return everybody whose time is over, the longest first. Whoever shows it notes the look at them."""
        return all_due(self._book, everybody(self._book))

    @rerunnable
    def apply(self, shown: Collection[str] | None = None) -> Removed:
        """Remove the names of those whose time is over, for good: from the book, its log, its files and replicas.

        What they were in stays without a name, so that all counts stay what they are. The log says how many they
        were, and not who.

        Args:
            shown: ids of those who were shown before; nobody else is touched. None: all whose time is over.

        Raises:
            Blocked: nobody's time is over.
            NotAllowed: whoever is at the desk is no lead, or whom else the clinic gave the right to.
        """
        with self._book.act(RETENTION) as work:
            every = everybody(self._book)
            found = [one for one in all_due(self._book, every) if shown is None or one.person.id in shown]
            if not found:
                raise Blocked("Nobody's time is over; nothing was changed.")
            self._remove(work, every, [one.person.id for one in found])
            clients = sum(one.person.status == "client" for one in found)
            removed = Removed(guests=len(found) - clients, clients=clients)
            work.add(
                Removal(id=new_id("rem"), at=work.now, by=work.by, guests=removed.guests, clients=removed.clients)
            )
            work.summary = f"Removed the names of {removed.words} whose time was over"
        return removed

    def _remove(self, work: UnitOfWork, every: Everybody, people: Iterable[str]) -> None:
        ids = frozenset(id for one in people for id in every.groups[one])
        versions = [*every.versions, *every.records.values()]
        removal = NameRemoval(
            gone=names_of(one for one in versions if one.id in ids),
            stay=self._stay(one for one in versions if one.id not in ids),
            person_of=every.person_of(),
            people=ids,
            events=self._own_events(every, ids),
            now=work.now,
        )
        for id in ids:
            for subscription in every.subscriptions.get(id, ()):
                work.rewrite(None, subscription)
        for kind in KINDS.values():
            for record in work.store.find(kind):
                if (after := removal.of(record)) is not record:
                    work.rewrite(after, record)

    def _stay(self, people: Iterable[Person]) -> Names:
        """Return how everybody else is or was called: nobody must lose a name that they share with somebody."""
        names, book = names_of(people), self._book
        staff = {one.name for one in book.all_of(Clinician).values()}
        staff |= {one.name for one in book.all_of(Operator).values()}
        phones = {phone_key(one.phone) for one in book.sites()}
        return Names(names.names | staff, names.phones | phones, names.emails)

    def _own_events(self, every: Everybody, ids: Collection[str]) -> frozenset[str]:
        """Return the private events in which nobody else was."""
        inside = {one.offering for id in ids for one in every.enrolments.get(id, ())}
        others = {one.offering for id, some in every.enrolments.items() if id not in ids for one in some}
        events = self._book.store.get_many(Event, inside - others)
        return frozenset(id for id, event in events.items() if event.visibility == "private")

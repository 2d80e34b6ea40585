"""Whose retention period is over, and removing their names for ever."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from msgspec import Struct

from atma_tui.desk.book.book import Book
from atma_tui.desk.book.one_moment import one_moment
from atma_tui.desk.book.unit_of_work import UnitOfWork
from atma_tui.desk.history.look_keeping import forget_looks, looks_before
from atma_tui.desk.history.undoing import RETENTION
from atma_tui.desk.trust.everybody import Everybody, all_due, everybody
from atma_tui.domain.errors import Blocked
from atma_tui.domain.people.contacts import phone_key
from atma_tui.domain.records import KINDS, Clinician, Event, Mask, Operator, Person, Removal, new_id
from atma_tui.domain.trust.names import NameRemoval, Names, names_of
from atma_tui.domain.trust.retention import Due, looks_kept_from
from atma_tui.domain.when import today
from atma_tui.store.rerun import rerunnable

_CLOCK = (
    "Nothing was removed: this desk's clock is days ahead of the last thing that was done in the book, and may be "
    "wrong. Look at the date; if it is right, do anything else first, such as a note on the board."
)


class Overdue(Struct, frozen=True):
    """What has been kept for longer than the clinic wants."""

    people: Sequence[Due]
    """Everybody whose retention period is over, the longest first."""
    looks: int = 0
    """How many looks at clients are due for removal."""

    @property
    def guests(self) -> int:
        """How many of the people are guests."""
        return sum(one.person.status == "guest" for one in self.people)

    @property
    def clients(self) -> int:
        """How many of them are clients."""
        return len(self.people) - self.guests

    @property
    def words(self) -> str:
        """Say it in words, such as `the names of 3 guests that were due for removal`; empty for nothing."""
        people = " and ".join(filter(None, (counted(self.guests, "guest"), counted(self.clients, "client"))))
        looks = counted(self.looks, "look")
        said = (
            f"the names of {people} that were due for removal" if people else "",
            looks and f"{looks} from long ago",
        )
        return " and ".join(filter(None, said))


def counted(number: int, noun: str) -> str:
    """Return `2 guests`; empty for none."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}" if number else ""


class Retention:
    """Use cases for how long names are kept."""

    def __init__(self, book: Book) -> None:
        self._book = book

    @one_moment
    def due(self) -> Overdue:
        """Return whose retention period is over, and what else has been kept for too long."""
        return self._overdue(everybody(self._book))

    def _overdue(self, every: Everybody) -> Overdue:
        return Overdue(all_due(self._book, every), looks_before(self._book, self._looks_kept_from()))

    def _looks_kept_from(self) -> date:
        return looks_kept_from(self._book.clinic(), today(self._book.now()))

    @rerunnable
    def apply(self, shown: Collection[str] | None = None) -> Overdue:
        """Remove for ever the names of those whose retention period is over; returns what was removed.

        They go from the book, its log, files and replicas. Enrolments stay without a name, so that all counts stay
        the same. Old looks are removed too. The log says how many people there were, not who.

        Args:
            shown: ids of those who were shown before; nobody else is touched. None: everybody who is due.

        Raises:
            Blocked: nothing is due; or the clock may be wrong, since nobody did anything for days.
            NotAllowed: the operator does not have the right.
        """
        with self._book.act(RETENTION) as work:
            if self._book.deadline_time(work.now) != work.now:
                raise Blocked(_CLOCK)
            every = everybody(self._book)
            over = self._overdue(every)
            over = Overdue([one for one in over.people if shown is None or one.person.id in shown], over.looks)
            if not over.words:
                raise Blocked("No name is due for removal; nothing was changed.")
            self._remove(work, every, [one.person.id for one in over.people])
            forget_looks(self._book, self._looks_kept_from())
            counts = {"guests": over.guests, "clients": over.clients, "looks": over.looks}
            work.add(Removal(id=new_id("rem"), at=work.now, by=work.by, **counts))
            work.summary = f"Removed {over.words}"
        return over

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
        masks = [one for id, one in self._book.all_of(Mask).items() if id in ids]
        for record in (*masks, *(one for id in ids for one in every.subscriptions.get(id, ()))):
            work.rewrite(None, record)
        for kind in KINDS.values():
            for record in work.store.find(kind):
                if (after := removal.of(record)) is not record:
                    work.rewrite(after, record)

    def _stay(self, people: Iterable[Person]) -> Names:
        """Return the names of everybody else, past and present: nobody must lose a name that they share."""
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

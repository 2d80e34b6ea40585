"""What the invariants look at, and what they find."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar

from msgspec import Struct

from atma_tui.domain.clashes import events_beside
from atma_tui.domain.records import (
    KINDS,
    Clinic,
    Enrolment,
    Event,
    Offering,
    Person,
    Program,
    ProgramSeats,
    Record,
    Site,
)
from atma_tui.domain.when import days_touched

R = TypeVar("R", bound=Record)
Key = tuple[str, str]
"""Kind and id of a record."""
TOOK_PLACE = "took place"
"""The kind of what breaks a rule and was right when it took place: that is no news for whoever leads to it."""
Versions = Mapping[Key, Record | None]
"""Records by kind and id, as they were or as they are; None where there is no record."""


class Violation(Struct, frozen=True, kw_only=True):
    """A rule that is broken, in words."""

    key: tuple[str, ...]
    """The rule and the ids of both sides: the same before and after an act that did not cause the violation."""
    summary: str
    """A sentence that names both sides."""
    weight: int = 1
    """How much is wrong: an act must not increase it."""
    kind: str = ""
    """What it is in particular, such as `stopped` for an appointment that its path stops whatever else is booked.

    The rule itself when empty.
    """

    @property
    def name(self) -> str:
        """What an act names that may lead to it."""
        return self.kind or self.key[0]


class Records(Protocol):
    """The records of a book. Answers may hold more than was asked for."""

    def get(self, kind: type[R], ids: Collection[str], /) -> Mapping[str, R]:
        """Return the records of these ids, those that are there."""

    def having(self, kind: type[R], field: str, values: Collection[str], /) -> Mapping[str, Sequence[R]]:
        """Return for each of these values the records that have it in an indexed field."""

    def all(self, kind: type[R], /) -> Mapping[str, R]:
        """Return all records of a kind of which a book has few."""

    def on(self, days: Sequence[str], /) -> Sequence[Event]:
        """Return the events on some days."""

    def every(self, kind: type[R], /) -> Sequence[R]:
        """Return all records of a kind, however many: only for rare cases."""


class Scene:
    """The records that an act touched, as they are when it ends, and the neighbours that a rule asks for.

    A rule asks for all that it needs at once. So the number of reads does not grow with the number of records
    touched, and nothing is read that no rule needs.
    """

    def __init__(
        self,
        records: Records,
        touched: Versions,
        now: datetime,
        deadlines: datetime | None = None,
    ) -> None:
        """Take what is known.

        Args:
            records: all records, the touched ones among them.
            touched: what the act wrote or removed.
            now: decides what is over.
            deadlines: decides which offers and holds are live, if that is not `now`.
        """
        self._records, self._touched = records, touched
        self.get, self.having, self.all, self.every = records.get, records.having, records.all, records.every
        """See `Records`."""
        self._written: dict[type[Record], list[Any]] = {}
        for (name, _), one in touched.items():
            written = self._written.setdefault(KINDS[name], [])
            if one is not None:
                written.append(one)
        self.removed = frozenset(key for key, one in touched.items() if one is None)
        """Kinds and ids of the records that were removed."""
        self.kinds = frozenset(self._written)
        """The kinds of the records that were touched."""
        self.now, self.deadlines = now, deadlines or now

    @property
    def travel(self) -> timedelta:
        """The drive between two sites."""
        return timedelta(minutes=(self.all(Clinic).get("clinic") or Clinic(id="clinic")).travel_minutes)

    def touched(self, kind: type[R]) -> Sequence[R]:
        """Return the records of a kind that were written and still exist."""
        return self._written.get(kind, ())

    def seats(self) -> Mapping[str, Enrolment]:
        """Return the enrolments that were touched, and those in events that were, by id."""
        seats = {one.id: one for one in self.touched(Enrolment)}
        if events := self.touched(Event):
            inside = self.having(Enrolment, "offering", {one.id for one in events})
            seats.update((one.id, one) for event in events for one in inside[event.id])
        return seats

    def is_touched(self, kind: type[Record], id: str) -> bool:
        """Whether a record was written or removed."""
        return (kind.kind, id) in self._touched

    def beside(self, events: Collection[Event]) -> Mapping[str, Sequence[Event]]:
        """Return by the id of each event the others that are in its room at the same time."""
        days = days_touched((one.starts, one.ends) for one in events)
        return events_beside(events, self._records.on(days)) if days else {}

    def offering(self, id: str) -> Offering | None:
        """Return an event or a program's places."""
        return self.all(ProgramSeats).get(id) or self.get(Event, [id]).get(id)

    def person_name(self, id: str) -> str:
        """Return what to call somebody."""
        person = self.get(Person, [id]).get(id)
        return person.name if person is not None else "somebody who is not in the book"

    def title(self, offering_id: str) -> str:
        """Return what to call an offering."""
        offering = self.offering(offering_id)
        if isinstance(offering, Event):
            return offering.title
        if offering is None:
            return "an event that is not in the book"
        program, site = self.all(Program).get(offering.program), self.all(Site).get(offering.site)
        return f"{program.title if program else offering.program}, {site.name if site else offering.site}"

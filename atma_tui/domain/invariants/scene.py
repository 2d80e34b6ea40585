"""What the invariants look at, and what they find."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from typing import TypeVar, cast

from msgspec import Struct

from atma_tui.domain.records import Enrolment, Event, Hold, Offering, Person, Program, ProgramSeats, Record, Site

R = TypeVar("R", bound=Record)
Key = tuple[str, str]
"""Kind and id of a record."""


class Violation(Struct, frozen=True, kw_only=True):
    """A rule that does not hold, in words."""

    key: tuple[str, ...]
    """The rule and the ids of both sides: the same before and after an act that did not cause it."""
    summary: str
    """A sentence that names both sides."""
    weight: int = 1
    """How much is wrong: an act may not make it more."""


class Scene:
    """The records that an act touched and their neighbours, as they are when the act ends."""

    def __init__(
        self,
        records: Mapping[type[Record], Mapping[str, Record]],
        touched: Collection[Key],
        now: datetime,
        travel: timedelta,
        deadlines: datetime | None = None,
    ) -> None:
        """Take what is known.

        Args:
            records: by kind and id; a record that is referred to and is not here does not exist.
            touched: kind and id of what the act wrote or removed.
            now: decides what is over.
            travel: the drive between two sites.
            deadlines: decides which offers and holds are live, when that is not `now`.
        """
        self._records, self._touched = records, touched
        self._ids = defaultdict[str, list[str]](list)
        for name, id in touched:
            self._ids[name].append(id)
        self.now, self.travel, self.deadlines = now, travel, deadlines or now

    def all(self, kind: type[R]) -> Mapping[str, R]:
        """Return the records of a kind by id."""
        return cast("Mapping[str, R]", self._records.get(kind, {}))

    def touched(self, kind: type[R]) -> Sequence[R]:
        """Return those of a kind that were written and are still there."""
        if kind.kind not in self._ids:
            return []
        known = self.all(kind)
        return [known[id] for id in self._ids[kind.kind] if id in known]

    @cached_property
    def removed(self) -> frozenset[Key]:
        """Kind and id of what was touched and is not there any more."""
        known = {kind.kind: records for kind, records in self._records.items() if kind.kind in self._ids}
        return frozenset(key for key in self._touched if key[1] not in known.get(key[0], ()))

    def is_touched(self, kind: type[Record], id: str) -> bool:
        """Whether a record was written or removed."""
        return (kind.kind, id) in self._touched

    def offering(self, id: str) -> Offering | None:
        """Return an event or a program's places."""
        return self.all(Event).get(id) or self.all(ProgramSeats).get(id)

    @cached_property
    def by_offering(self) -> Mapping[str, list[Enrolment]]:
        """Enrolments by the id of their offering."""
        found = defaultdict[str, list[Enrolment]](list)
        for one in self.all(Enrolment).values():
            found[one.offering].append(one)
        return found

    @cached_property
    def by_person(self) -> Mapping[str, list[Enrolment]]:
        """Enrolments by the id of their person."""
        found = defaultdict[str, list[Enrolment]](list)
        for one in self.all(Enrolment).values():
            found[one.person].append(one)
        return found

    @cached_property
    def holds(self) -> Mapping[str, list[Hold]]:
        """Holds by the id of their offering."""
        found = defaultdict[str, list[Hold]](list)
        for one in self.all(Hold).values():
            found[one.offering].append(one)
        return found

    def person_name(self, id: str) -> str:
        """Return what to call somebody."""
        person = self.all(Person).get(id)
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

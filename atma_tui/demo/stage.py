"""Where the made-up history is played: the people, the clock, and what the desk did with them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from msgspec.structs import replace

from atma_tui.demo.ledger import Ledger
from atma_tui.domain.event_span import span_of
from atma_tui.domain.records import Enrolment, Event, Offering, Person, Record

OPERATORS = ("Sam Demo", "Kit Demo", "Lou Demo")
GUESTS = "guests"


class Stage:
    """Enrols made-up people, nobody in two places on one day, and writes it into the ledger."""

    def __init__(self, now: datetime, random: Random) -> None:
        self.now, self.random = now, random
        self.ledger = Ledger()
        self.names: dict[str, str] = {}
        self._groups: dict[str, deque[Person]] = {}
        self._busy: set[tuple[str, date]] = set()
        self._enrolments = 0

    def group(self, name: str, people: Iterable[Person]) -> None:
        """Let people be picked by the name of a group, in that order."""
        self._groups[name] = deque(people)
        self.names |= {one.id: one.name for one in self._groups[name]}

    def people(self, name: str) -> list[Person]:
        """Return all of a group."""
        return list(self._groups[name])

    def pick(self, group: str, day: date, *, phone: bool = False) -> Person | None:
        """Return the next of the group (of those with a phone) who is free that day, None when nobody is."""
        line = self._groups[group]
        for _ in range(len(line)):
            person = line.popleft()
            line.append(person)
            if (person.id, day) not in self._busy and (person.phone or not phone):
                self._busy.add((person.id, day))
                return person
        return None

    def take(self, person: Person, day: date) -> bool:
        """Keep a day of somebody; False when it is taken already."""
        if (person.id, day) in self._busy:
            return False
        self._busy.add((person.id, day))
        return True

    def operator(self) -> str:
        """Return who is at the desk."""
        return self.random.choice(OPERATORS)

    def enrol(
        self,
        offering: Offering,
        title: str,
        person: Person,
        at: datetime,
        *,
        also: Callable[[Enrolment], Sequence[Record]] = lambda enrolment: (),
        **more: Any,  # noqa: ANN401
    ) -> Enrolment:
        """Enrol a person, or put them on the waiting list when `position` is given; `also` comes with the act."""
        self._enrolments += 1
        waits = more.get("position", 0) > 0
        by = self.operator()
        enrolment = Enrolment(
            id=f"enr-{self._enrolments:04d}",
            offering=offering.id,
            person=person.id,
            status="waiting" if waits else "enrolled",
            at=at,
            by=by,
            **more,
        )
        party = f" +{enrolment.party - 1}" if enrolment.party > 1 else ""
        over = " (by override)" if enrolment.override_reason else ""
        summary = (
            f"{person.name}{party} is on the waiting list of {title}, place {enrolment.position}"
            if waits
            else f"Enrolled {person.name}{party} in {title}{over}"
        )
        self.ledger.act(at, by, "enrol", summary, (offering.id, person.id), enrolment, *also(enrolment))
        return enrolment

    def then(
        self,
        enrolment: Enrolment,
        at: datetime,
        verb: str,
        summary: str,
        also: Sequence[Record] = (),
        **changes: Any,  # noqa: ANN401
    ) -> Enrolment:
        """Change an enrolment, and records that go with it; `summary` may name the person as `{name}`."""
        after = replace(enrolment, **changes)
        words = summary.format(name=self.names[enrolment.person])
        related_ids = (enrolment.offering, enrolment.person)
        self.ledger.act(at, self.operator(), verb, words, related_ids, after, *also)
        return after

    def come(self, event: Event, enrolled: Sequence[Enrolment], *, missing: int = 0, left_open: int = 0) -> None:
        """Let those enrolled arrive, as far as the event has begun.

        Two thirds are here while it runs. Once it is over, `missing` people did not come and `left_open` were
        neither checked in nor marked.
        """
        start, end = span_of(event)
        if start > self.now:
            return
        over = end <= self.now
        here = max(0, len(enrolled) - missing - left_open) if over else (len(enrolled) * 2 + 2) // 3
        for number, one in enumerate(enrolled[:here]):
            arrived = min(start + timedelta(minutes=2 * number - 12), self.now - timedelta(minutes=1))
            summary = f"{{name}} is here for {event.title}"
            self.then(one, arrived, "check in", summary, status="attended", arrived=arrived)
        if over:
            marked = min(end + timedelta(minutes=5), self.now)
            for one in enrolled[here : here + missing]:
                self.then(one, marked, "no-show", f"{{name}} did not come to {event.title}", status="no_show")

"""Walks: any use cases in any order, at two desks over one book, from a list of steps.

A step is the name of an act and a number from which everything else about it is drawn, so that a walk can be
repeated, and shortened by leaving steps out.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import NamedTuple, TypeVar
from unittest import mock

from atma_tui.desk.book.unit_of_work import UnitOfWork
from atma_tui.desk.clinic.starter import starter_records
from atma_tui.desk.desk import Desk
from atma_tui.desk.events.fields import EventFields
from atma_tui.desk.people.new_person import NewPerson
from atma_tui.domain.errors import AtmaError
from atma_tui.domain.records import KINDS, Event, Pathway, Record, RemoteEvent, Room
from atma_tui.domain.series.rhythm import Repeat
from atma_tui.domain.when import ALBERTA, wall
from atma_tui.store.protocol import Store
from tests.desk.walks.roles import beyond
from tests.domain.made import NOW
from tests.pins import CHEAP_HASHER

T = TypeVar("T")
R = TypeVar("R", bound=Record)


class Step(NamedTuple):
    """One step of a walk."""

    act: str
    seed: int


class Walk:
    """Two desks over one book, with what the clock and the website say."""

    def __init__(self, open_store: Callable[[], Store]) -> None:
        self.now = NOW
        numbers = itertools.count(1)
        self._ids = mock.patch("secrets.token_hex", lambda size: f"{next(numbers):0{2 * size}x}")
        self._ids.start()
        self._hasher = mock.patch("atma_tui.desk.trust.pins._hasher", lambda: CHEAP_HASHER)
        self._hasher.start()
        self.desks = [Desk(open_store(), name, lambda: self.now) for name in ("Ada", "Bo")]
        self.desk, self.pick = self.desks[0], Random(0)
        self.told: dict[str, RemoteEvent] = {}
        """What the website lists."""
        self.enrolled: set[str] = set()
        """Ids of all who were ever enrolled."""
        self.done: list[str] = []
        """What was done so far, in words."""
        with self.desk.book.act("start") as work:
            self._fill(work)
        self._stage()

    def _fill(self, work: UnitOfWork) -> None:
        for record in starter_records(NOW):
            if not isinstance(record, Event):
                work.add(record)

    def _stage(self) -> None:
        desk = self.desk
        for name, supervises in (("Dr. Example", True), ("Dr. Sample", True), ("Nurse Sample", False)):
            desk.programs.save_clinician(name, supervises=supervises)
        rooms = (Room(id="group", name="Group room"), Room(id="small", name="Small room", seats=3))
        for site in ("edmonton", "calgary"):
            desk.programs.save_site(site, rooms=rooms)
        names = ("Ava", "Ben", "Cleo", "Dan", "Eve", "Finn")
        people = [desk.people.add(NewPerson(name=f"{name} Sample")).id for name in names]
        for number, site in enumerate(("edmonton", "calgary", "edmonton")):
            starts = datetime(2026, 12, 1 + number, 13 + 5 * number % 10)
            fields = EventFields(
                site=site, title=f"Talk {number}", starts=starts, ends=starts + timedelta(hours=2), capacity=2
            )
            desk.events.add(fields)
        starts = datetime(2026, 12, 4, 10)
        circle = EventFields(
            site="calgary",
            title="Circle",
            starts=starts,
            ends=starts + timedelta(hours=1),
            capacity=2,
            room="small",
        )
        desk.events.add(circle, repeat=Repeat(times=3))
        for event in desk.book.store.find(Event)[:3]:
            for person in people[:3]:
                desk.enrolments.enrol(event.id, person_id=person)
        clinician = desk.programs.clinicians()[0].id
        for person in people[:2]:
            place = desk.pathways.begin("ketamine-therapy@edmonton", person_id=person).enrolment
            [path] = desk.book.store.find(Pathway, enrolment=place.id)
            desk.pathways.clear(path.id, "cleared", clinician=clinician)
            desk.pathways.plan(path.id, clinician=clinician, sessions=3)
        desk.sources.add("website", "https://website.example/x.ics", site="edmonton")

    def close(self) -> None:
        """Let go of the book and give ids back to chance."""
        self._ids.stop()
        self._hasher.stop()
        for desk in self.desks:  # they may share a book
            if "looks" in vars(desk):
                desk.looks.flush()
        for desk in self.desks:
            desk.close()

    # What acts draw from

    def some(self, choices: Sequence[T]) -> T:
        """Return one of several. Raises `Nothing` when there are none."""
        if not choices:
            raise Nothing
        return self.pick.choice(choices)

    def a(self, kind: type[R], where: Callable[[R], bool] = lambda _: True) -> R:
        """Return any record of a kind. Raises `Nothing` when there is none."""
        return self.some([one for one in self.desk.book.store.find(kind) if where(one)])

    def maybe(self, value: T, other: T) -> T:
        """Return the one or the other."""
        return value if self.pick.random() < 0.5 else other

    def reason(self) -> str:
        """Return a reason, as often as none."""
        return self.maybe("asked nicely {name} [/]", "")

    def wall(self) -> datetime:
        """Return what the clocks at the sites show, to the hour."""
        return wall(self.now, ALBERTA).replace(tzinfo=None, minute=0, second=0, microsecond=0)

    def hour(self, days: int = 6) -> datetime:
        """Return an hour of the next days, or one that has just been."""
        day = self.wall().replace(hour=0) + timedelta(days=self.pick.randint(0, days))
        return day + timedelta(hours=self.pick.choice((8, 9, 10, 11, 13, 18, 19)))

    def wait_for(self, moment: datetime) -> None:
        """Let the clock go on to a moment that is still to come, before anything is done."""
        if moment > self.now:
            self.now = moment
            self.desk.poll()
            self._before = records_of(self.desk.book.store)

    # Going

    def go(self, act: Callable[[Walk], object], step: Step) -> bool:
        """Do one thing at one of the desks, and return whether it was refused.

        A refusal must be a sentence and leave the book as it was.
        """
        self.pick = Random(step.seed)
        self.desk = self.pick.choice(self.desks)
        self._before = records_of(self.desk.book.store)
        is_staffed, rights = self.desk.book.at_desk.has_operators, self.desk.operators.rights()
        who = self.desk.book.operator_record()
        try:
            done = self.desk.book.do(act, self)
        except Nothing:
            return False
        except AtmaError as refusal:
            assert str(refusal), "a refusal without a sentence"
            assert records_of(self.desk.book.store) == self._before, (
                f"{step.act} was refused and changed something"
            )
            self.done.append(f"{step.act}: refused: {refusal}")
            return True
        too_much = beyond(who, rights, done.acts) if is_staffed else []
        assert not too_much, too_much
        words = " | ".join(f"{one.id[-3:]} {one.summary}" for one in done.acts)
        self.done.append(f"{step.act} ({self.desk.operator}): {words}")
        return False


class Nothing(Exception):
    """There is nothing that the act could be done to."""


def records_of(store: Store) -> dict[str, list[Record]]:
    """Return everything that a book holds."""
    return {name: [*store.find(kind)] for name, kind in KINDS.items()}

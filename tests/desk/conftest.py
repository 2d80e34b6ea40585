from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from atma_tui.desk.desk import Desk
from atma_tui.desk.events.fields import EventFields
from atma_tui.desk.people.new_person import NewPerson
from atma_tui.domain.records import Event, Person, Room, Site
from tests.domain.made import NOW
from tests.memory import MemoryBook


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(clock: Clock) -> Desk:
    """A desk over a book in memory with two sites; it is Tue 1 Dec 2026, 10:00 in Alberta."""
    desk = Desk(MemoryBook(), "Ada", clock)
    with desk.book.act("start") as work:
        for id, name in (("edmonton", "Edmonton"), ("calgary", "Calgary")):
            work.add(Site(id=id, name=name, rooms=(Room(id="group", name="Group room"),)))
    return desk


@pytest.fixture
def event(desk: Desk) -> Callable[..., Event]:
    """Make an event of two seats, 8 Dec 18:00 in Edmonton unless told otherwise."""

    def make(title: str = "Open house", **fields: object) -> Event:
        given = {"site": "edmonton", "title": title, "capacity": 2, "starts": datetime(2026, 12, 8, 18), **fields}
        given.setdefault("ends", given["starts"] + timedelta(hours=2))  # type: ignore[operator]
        return desk.events.add(EventFields(**given))[0]  # type: ignore[arg-type]

    return make


@pytest.fixture
def person(desk: Desk) -> Callable[..., Person]:
    def make(name: str, **fields: str) -> Person:
        return desk.people.add(NewPerson(name=name, **fields))

    return make

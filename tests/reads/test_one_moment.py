"""What a view shows was true at one moment, whatever another desk commits between two of its reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from atma_tui.desk.desk import Desk
from atma_tui.desk.events.fields import EventFields
from atma_tui.desk.people.new_person import NewPerson
from atma_tui.domain.records import Room, Site
from atma_tui.store.tiny.tinybook import TinyBook
from atma_tui.ui.today.today_view import read_today
from tests.reads.counting import CountingBook

NOW = datetime(2026, 12, 1, 17, tzinfo=UTC)


class Clinic(NamedTuple):
    """Two desks over one folder, and what is in the book: two seats taken by a party, two people waiting."""

    folder: Path
    other: Desk
    event: str
    party: str

    def looking(self, view: Callable[[Desk, str], object], meanwhile: Callable[[int], None]) -> tuple[object, int]:
        """Return what a desk that was just opened sees, and the number of its reads."""
        store = CountingBook(TinyBook(self.folder), meanwhile)
        seen = view(Desk(store, "Ada", lambda: NOW), self.event)
        store.close()
        return seen, store.reads


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    other = Desk(TinyBook(tmp_path), "Bo", lambda: NOW)
    with other.book.act("start") as work:
        work.add(Site(id="edmonton", name="Edmonton", rooms=(Room(id="group", name="Group room", seats=8),)))
    hours = {"starts": datetime(2026, 12, 1, 18), "ends": datetime(2026, 12, 1, 20), "room": "group"}
    [event] = other.events.add(EventFields(site="edmonton", title="Talk", capacity=2, **hours))
    party, *_ = (
        other.enrolments.enrol(event.id, new=NewPerson(name=name), party=size).enrolment
        for name, size in (("Cy Example", 2), ("Di Example", 1), ("Ed Example", 1))
    )
    yield Clinic(tmp_path, other, event.id, party.id)
    other.close()


VIEWS: dict[str, Callable[[Desk, str], object]] = {
    "an event": lambda desk, event: desk.agenda.card(event),
    "a list of events": lambda desk, event: desk.agenda.events(),
    "arrivals": lambda desk, event: desk.arrivals.expected(),
    "who waits": lambda desk, event: desk.waiting.who_can(event),
    "Calls": lambda desk, event: desk.calling.page(),
    "reports": lambda desk, event: desk.reports.events(),
    "Today": lambda desk, event: desk.view(lambda: read_today(desk, "")),
}


def nothing(number: int) -> None:
    """Let nothing happen before a read."""


@pytest.mark.parametrize("name", VIEWS)
def test_a_view_shows_what_was_true_before_another_desk_committed(clinic: Clinic, name: str) -> None:
    view, other = VIEWS[name], clinic.other
    before, reads = clinic.looking(view, nothing)
    for moment in range(reads):

        def commit(number: int, at: int = moment) -> None:
            if number == at:
                other.enrolments.withdraw(clinic.party)

        seen, _ = clinic.looking(view, commit)
        assert seen == before
        assert clinic.looking(view, nothing)[0] != before
        other.history.undo()
        before, _ = clinic.looking(view, nothing)

"""Events that share a room share its seats as far as they are there at the same time."""

from __future__ import annotations

from datetime import datetime

import pytest

from atma_tui.desk.maintenance import broken_rules
from atma_tui.domain.errors import Full
from atma_tui.domain.records import Event, Room


def test_two_that_follow_each_other_beside_a_long_one_take_the_same_seats(desk, person):
    desk.programs.save_site("edmonton", rooms=(Room(id="small", name="Small room", seats=3),))
    for title, first, last in (("Long", 18, 20), ("Early", 18, 19), ("Late", 19, 20)):
        with desk.book.act("import") as work:
            day = datetime(2026, 12, 8)
            new = Event(
                id=f"evt-{title}",
                uid=f"{title}@clinic.example",
                site="edmonton",
                title=title,
                starts=day.replace(hour=first),
                ends=day.replace(hour=last),
                zone="America/Edmonton",
                room="small",
                created=work.now,
                modified=work.now,
            )
            work.add(new)
    ann = person("Ann Sample")
    desk.enrolments.enrol("evt-Long", person_id=ann.id, party=2)
    for title in ("Early", "Late"):
        desk.enrolments.enrol(f"evt-{title}", person_id=person(f"{title} Sample").id)
    assert broken_rules(desk.book) == []
    with pytest.raises(Full):
        desk.enrolments.enrol("evt-Early", person_id=person("Cy Sample").id, wait=False)

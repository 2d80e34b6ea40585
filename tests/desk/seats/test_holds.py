from datetime import timedelta

import pytest

from atma_tui.domain.errors import Full, InputError
from atma_tui.domain.records import Enrolment
from tests.domain.made import NOW


def test_an_expired_hold_goes_to_those_who_wait(desk, event, person, clock):
    one = event(capacity=1)
    desk.holds.hold(one.id, seats=1, name="physician", why="student", until=NOW + timedelta(hours=1))
    waits = desk.enrolments.enrol(one.id, person_id=person("Bo Example").id)
    assert waits.enrolment.status == "waiting"
    clock.forward(hours=2)
    desk.poll()
    assert desk.book.the(Enrolment, waits.enrolment.id).status == "offered"


def test_a_hold_needs_free_seats_a_name_and_a_reason(desk, event):
    one = event(capacity=1)
    with pytest.raises(Full, match="Nothing was held"):
        desk.holds.hold(one.id, seats=2, name="physician", why="student")
    with pytest.raises(InputError):
        desk.holds.hold(one.id, seats=1, name="", why="student")

from datetime import datetime

import pytest

from atma_tui.desk.seats.arrivals import fitting
from atma_tui.domain.errors import Blocked
from atma_tui.domain.records import Enrolment


@pytest.fixture
def tonight(desk, event, person):
    one = event(starts=datetime(2026, 12, 1, 18), capacity=5)
    return one, [
        desk.enrolments.enrol(one.id, person_id=person(name).id).enrolment for name in ("Bo Example", "Cy Sample")
    ]


def test_a_check_in_is_noted_with_its_time_and_undone(desk, tonight, clock):
    _, (bo, _) = tonight
    done = desk.arrivals.check_in(bo.id)
    assert (done.enrolment.status, done.enrolment.arrived) == ("attended", clock.now)
    assert desk.arrivals.undo_check_in(bo.id).enrolment.status == "enrolled"
    with pytest.raises(Blocked, match="nothing to take back"):
        desk.arrivals.undo_check_in(bo.id)


def test_only_those_with_a_seat_today_are_checked_in(desk, tonight, event, person):
    later = desk.enrolments.enrol(event().id, person_id=person("Di Example").id).enrolment
    with pytest.raises(Blocked, match="not today"):
        desk.arrivals.check_in(later.id)
    _, (bo, _) = tonight
    desk.enrolments.withdraw(bo.id)
    with pytest.raises(Blocked, match="is withdrawn; not checked in"):
        desk.arrivals.check_in(bo.id)


@pytest.mark.parametrize(
    ("typed", "names"), [("sam", ["Cy Sample"]), ("smaple, cy", ["Cy Sample"]), ("nobody", [])]
)
def test_expected_people_are_found_as_everywhere(desk, tonight, typed, names):
    assert [one.person.name for one, _ in fitting(desk.arrivals.expected(), typed)] == names


def test_all_who_did_not_come_are_marked_in_one_act_that_can_be_undone(desk, tonight, clock):
    one, (bo, cy) = tonight
    with pytest.raises(Blocked, match="has not begun"):
        desk.arrivals.no_shows(one.id)
    clock.forward(hours=9)
    desk.arrivals.check_in(bo.id)
    assert [person.name for person in desk.arrivals.no_shows(one.id)] == ["Cy Sample"]
    assert desk.book.the(Enrolment, cy.id).status == "no_show"
    desk.history.undo()
    assert desk.book.the(Enrolment, cy.id).status == "enrolled"

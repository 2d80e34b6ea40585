from datetime import datetime

import pytest

from atma_tui.domain.errors import Blocked
from atma_tui.domain.records import Act, Enrolment
from tests.ui.rig import add_event, enrol, small_desk, status


@pytest.fixture
def desk():
    return small_desk()


def in_event(desk, *names, **fields):
    event = add_event(desk, **{"capacity": 4, "starts": datetime(2026, 12, 1, 10), **fields})
    return event, [enrol(desk, event, name) for name in names]


def test_several_are_checked_in_by_one_act_and_undone_in_one_go(desk):
    _, people = in_event(desk, "Ann Sample", "Bo Sample")
    acts = desk.book.store.count(Act)
    desk.several.check_in([one.id for one in people])
    assert [status(desk, one) for one in people] == ["attended", "attended"]
    assert desk.book.store.count(Act) == acts + 1
    act = desk.history.own_last()
    assert act.summary == "2 are here for Open house: Ann Sample, Bo Sample"
    desk.history.undo(act.id)
    assert [status(desk, one) for one in people] == ["enrolled", "enrolled"]


def test_where_one_is_refused_nothing_is_done(desk):
    _, people = in_event(desk, "Ann Sample", "Bo Sample")
    desk.enrolments.withdraw(people[1].id)
    with pytest.raises(Blocked):
        desk.several.check_in([one.id for one in people])
    assert status(desk, people[0]) == "enrolled"


def test_seats_of_several_who_withdraw_go_to_those_in_line(desk):
    event, people = in_event(desk, "Ann Sample", "Bo Sample", capacity=2, starts=datetime(2026, 12, 8, 18))
    waiting = enrol(desk, event, "Cy Sample")
    desk.several.withdraw([one.id for one in people], "the road is closed")
    assert status(desk, waiting) == "offered"
    ended = desk.book.store.get(Enrolment, people[0].id).cancelled
    assert ended.why == "the road is closed"


def test_several_move_to_another_event_together(desk):
    _, people = in_event(desk, "Ann Sample", "Bo Sample", starts=datetime(2026, 12, 8, 18))
    other = add_event(desk, "Circle", capacity=4, starts=datetime(2026, 12, 9, 18))
    done = desk.several.move([one.id for one in people], other.id)
    assert {one.enrolment.offering for one in done} == {other.id}
    assert [status(desk, one) for one in people] == ["cancelled", "cancelled"]

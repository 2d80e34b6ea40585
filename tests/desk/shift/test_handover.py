"""What whoever comes next has to know."""

from datetime import datetime, timedelta

import pytest

from tests.ui.rig import Clock, add_event, enrol, other_desk, small_desk


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def desk(clock):
    return small_desk(clock)


def done(known):
    return {topic: [act.summary for act in acts] for topic, acts in known.done}


def test_what_was_done_today_stands_under_its_topic_and_not_what_was_undone(desk, clock):
    yesterday = add_event(desk, "Old news", capacity=5)
    clock.now += timedelta(days=1)
    event = add_event(desk, "Talk", capacity=5)
    ann, bo = enrol(desk, event, "Ann Sample"), enrol(desk, event, "Bo Sample")
    desk.enrolments.withdraw(bo.id)
    desk.history.undo(desk.history.own_last().id)
    desk.enrolments.withdraw(ann.id, why="ill")
    told = done(desk.handovers.handover())
    assert told["enrolments"] == ["Enrolled Ann Sample in Talk", "Enrolled Bo Sample in Talk"]
    assert [one.split(" from ")[0] for one in told["withdrawals"]] == ["Withdrew Ann Sample"]
    assert not [line for lines in told.values() for line in lines if yesterday.title in line]


def test_a_site_is_told_of_its_own_and_of_what_is_of_no_site(desk):
    enrol(desk, add_event(desk, "Talk here", capacity=5), "Ann Sample")
    enrol(desk, add_event(desk, "Talk there", site="calgary", capacity=5), "Bo Sample")
    told = str(done(desk.handovers.handover(site="calgary")))
    assert "Talk there" in told and "Talk here" not in told


def test_arrivals_that_nobody_marked_are_open_once_the_event_is_over(desk, clock):
    event = add_event(desk, starts=datetime(2026, 12, 1, 12), capacity=5)
    ann, bo, cy = (enrol(desk, event, f"{name} Sample") for name in ("Ann", "Bo", "Cy"))
    clock.now += timedelta(hours=3)
    desk.arrivals.check_in(ann.id)
    assert desk.handovers.handover().open == ()
    clock.now += timedelta(hours=3)
    assert [one.person.name for one in desk.handovers.handover().open] == ["Bo Sample", "Cy Sample"]
    desk.arrivals.no_shows(event.id)
    assert desk.handovers.handover().open == ()
    assert {bo.status, cy.status} == {"enrolled"}


def test_offers_calls_and_notes_are_in_it(desk):
    event = add_event(desk, capacity=1)
    ann = enrol(desk, event, "Ann Sample")
    enrol(desk, event, "Bo Sample")
    desk.enrolments.withdraw(ann.id)
    gone = add_event(desk, "Workshop", capacity=3)
    enrol(desk, gone, "Cy Sample")
    desk.events.cancel(gone.id, "storm")
    other_desk(desk).note_board.write("Read me")
    known = desk.handovers.handover()
    assert [one.person.name for one in known.offers] == ["Bo Sample"]
    assert [one.person.name for one in known.owed] == ["Cy Sample"]
    assert {one.words for one in known.notes if one.id in known.unread} == {"Read me"}


def test_since_somebody_was_here_last_is_since_their_last_act_of_an_earlier_day(desk, clock):
    add_event(desk, "First")
    last = clock.now
    clock.now += timedelta(days=3)
    other_desk(desk).events.cancel(add_event(other_desk(desk), "Meanwhile").id, "storm")
    add_event(desk, "Today")
    assert desk.handovers.last_here() == last
    assert "Meanwhile" in str(done(desk.handovers.handover(since=last)))

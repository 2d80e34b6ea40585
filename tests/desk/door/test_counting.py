"""People who give no name are counted at the door, and take seats as walk-ins do."""

from datetime import datetime

import pytest

from atma_tui.desk.desk import Desk
from atma_tui.desk.events.fields import EventFields
from atma_tui.domain.errors import Blocked, Full, InputError, TooSmall
from atma_tui.domain.records import Act, DoorCount, Enrolment, ProgramSeats
from atma_tui.domain.seat_words import explain
from atma_tui.domain.timing.door import AFTERWARDS, NOT_THERE


@pytest.fixture
def evening(event, clock):
    """It begins at 18:00 and has five seats; it is 17:30."""
    made = event(starts=datetime(2026, 12, 1, 18), capacity=5)
    clock.forward(hours=7, minutes=30)
    return made


@pytest.fixture
def enrol(desk, evening, person, clock):
    def enrol(name):
        clock.forward(seconds=1)
        return desk.enrolments.enrol(evening.id, person_id=person(f"{name} Sample").id).enrolment

    return enrol


def numbers(desk, event):
    seats = desk.agenda.card(event.id).seats
    return seats.counted_in, seats.own.counted, seats.free


def test_people_who_are_counted_sit_on_chairs_until_they_leave(desk, evening, enrol):
    enrol("Ada")
    assert desk.door_counts.count_in(evening.id, 3).summary == "Counted 3 in at Open house: 0 -> 3 here"
    assert numbers(desk, evening) == (3, 3, 1)
    assert desk.door_counts.count_out(evening.id).summary == "Counted 1 out of Open house: 3 -> 2 here"
    assert numbers(desk, evening) == (3, 2, 2)
    assert explain(desk.agenda.card(evening.id).seats, evening.zone, desk.now())[:2] == [
        "5 places - 1 enrolled - 0 held - 0 offered - 2 counted = 2 free",
        "3 counted at the door, 1 of them left again",
    ]
    [row] = desk.agenda.events()
    [counts] = desk.reports.events()
    assert (row.seats.free, counts.counted, counts.attended) == (2, 3, 0)


def test_who_is_counted_keeps_others_out(desk, evening, enrol):
    desk.door_counts.count_in(evening.id, 5)
    assert enrol("Ada").status == "waiting"
    with pytest.raises(Full, match="has 1 in line; they go first"):
        desk.door_counts.count_in(evening.id)
    assert numbers(desk, evening) == (5, 5, 0)


def test_when_it_is_full_a_reason_lets_them_in_and_shows(desk, evening):
    desk.door_counts.count_in(evening.id, 4)
    with pytest.raises(Full, match="Open house has only 1 of 5 left, 2 wanted"):
        desk.door_counts.count_in(evening.id, 2)
    done = desk.door_counts.count_in(evening.id, 2, override="they stand")
    assert done.summary == "Counted 2 in at Open house: 4 -> 6 here (by override)"
    assert numbers(desk, evening) == (6, 6, -1)
    assert desk.reports.events()[0].overbooked == 2


def test_seats_of_who_is_not_there_go_to_people_at_the_door(desk, evening, enrol, clock):
    people = [enrol(name) for name in ("Ada", "Bo", "Cy", "Di", "Ed", "Flo", "Gus")]
    clock.forward(minutes=45)
    for one in people[:3]:
        desk.arrivals.check_in(one.id)
    done = desk.door_counts.count_in(evening.id)
    assert done.summary == "Counted 1 in at Open house: 0 -> 1 here; 1 marked as not come"
    desk.door_counts.count_in(evening.id)
    now = [desk.book.the(Enrolment, one.id) for one in people]
    assert [one.status for one in now] == [*["attended"] * 3, *["no_show"] * 2, *["waiting"] * 2]
    assert now[5].passed == (f"Ada: {NOT_THERE}",), "one remark for a whole queue at the door"
    desk.history.undo()
    assert desk.book.the(Enrolment, people[3].id).status == "enrolled"


def test_a_chair_that_gets_free_is_offered_to_who_waits(desk, evening, enrol):
    desk.door_counts.count_in(evening.id, 5)
    waiting = enrol("Ada")
    desk.door_counts.count_out(evening.id)
    assert desk.book.the(Enrolment, waiting.id).status == "offered"
    assert numbers(desk, evening) == (5, 4, 0)


def test_the_number_is_typed_as_it_is_in_all(desk, evening):
    desk.door_counts.count_in(evening.id, 2)
    assert desk.door_counts.set_total(evening.id, 4).summary == "Counted at Open house: 2 -> 4 in all"
    desk.door_counts.count_out(evening.id, 2)
    desk.door_counts.set_total(evening.id, 3)
    assert numbers(desk, evening) == (3, 1, 4)
    with pytest.raises(InputError, match="2 have left Open house again"):
        desk.door_counts.set_total(evening.id, 1)
    acts = desk.book.store.count(Act)
    assert desk.door_counts.set_total(evening.id, 3).summary == ""
    assert desk.book.store.count(Act) == acts


def test_what_was_counted_after_the_event_is_taken_as_it_was(desk, evening, clock):
    clock.forward(hours=5)
    done = desk.door_counts.set_total(evening.id, 9)
    assert done.summary == f"Counted at Open house: 0 -> 9 in all ({AFTERWARDS})"
    assert [one.override_reason for one in desk.book.store.find(DoorCount)] == [AFTERWARDS]
    assert desk.reports.events()[0].counted == 9


@pytest.mark.parametrize("number", [0, -1, 1001])
def test_a_number_that_makes_no_sense_is_refused(desk, evening, number):
    for act in (desk.door_counts.count_in, desk.door_counts.count_out):
        with pytest.raises(InputError, match="Type a number of people, 1 to 1000"):
            act(evening.id, number)


def test_more_than_came_cannot_leave(desk, evening):
    desk.door_counts.count_in(evening.id)
    with pytest.raises(Blocked, match="1 are counted at Open house; 2 cannot go out"):
        desk.door_counts.count_out(evening.id, 2)


def test_nobody_is_counted_where_nobody_can_be(desk, event):
    later = event()
    with pytest.raises(Blocked, match="is on Tue 8 Dec 2026, not today; nobody was counted"):
        desk.door_counts.count_in(later.id)
    session = event(starts=datetime(2026, 12, 1, 18), category="session", visibility="private")
    with pytest.raises(Blocked, match="is for one person"):
        desk.door_counts.count_in(session.id)
    off = event(starts=datetime(2026, 12, 1, 18))
    desk.events.cancel(off.id, "storm")
    with pytest.raises(Blocked, match="is cancelled; nobody was counted"):
        desk.door_counts.count_out(off.id)
    assert desk.book.store.count(ProgramSeats) == desk.book.store.count(DoorCount) == 0


def test_each_desk_undoes_its_own_count_whatever_the_other_counted(desk, evening, clock):
    other = Desk(desk.book.store, "Bo", clock)
    first = desk.book.do(desk.door_counts.count_in, evening.id).acts[0]
    other.door_counts.count_in(evening.id, 2)
    desk.history.undo(first.id)
    assert numbers(desk, evening) == (2, 2, 3)
    assert desk.history.recent()[0].summary == "Undid: Counted 1 in at Open house: 0 -> 1 here"


def test_a_count_cannot_be_undone_once_they_left(desk, evening):
    act = desk.book.do(desk.door_counts.count_in, evening.id, 2).acts[0]
    desk.door_counts.count_out(evening.id)
    with pytest.raises(Blocked, match="1 would have left Open house, and 0 were counted in"):
        desk.history.undo(act.id)


def test_leaving_cannot_be_undone_once_the_chair_is_taken(desk, evening, enrol):
    desk.door_counts.count_in(evening.id, 5)
    act = desk.book.do(desk.door_counts.count_out, evening.id).acts[0]
    enrol("Ada")
    with pytest.raises(Blocked, match="its seats in Open house are taken by now"):
        desk.history.undo(act.id)


def test_fewer_places_than_people_counted_say_how_many_those_are(desk, evening):
    desk.door_counts.count_in(evening.id, 3)
    with pytest.raises(
        TooSmall, match="has 0 enrolled, 3 counted, 0 held and 0 offered; 2 places would be too few"
    ):
        desk.events.edit(evening.id, EventFields(capacity=2))


def test_people_counted_before_it_begins_are_among_those_that_it_needs(desk, evening, enrol):
    desk.events.edit(evening.id, EventFields(minimum=3))
    enrol("Ada")
    [told] = desk.minimums.too_few()
    assert told.summary.startswith("Open house has 1 of the 3 it needs, 2 missing")
    desk.door_counts.count_in(evening.id, 2)
    assert desk.minimums.too_few() == []
    with pytest.raises(Blocked, match="has the 3 that it needs"):
        desk.minimums.run_anyway(evening.id, "they are here")

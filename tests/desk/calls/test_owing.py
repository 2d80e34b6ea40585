"""A call tells what is true now to somebody who knows what was true when they were last told."""

from datetime import datetime, timedelta

import pytest

from atma_tui.desk.events.fields import EventFields

TUESDAY = datetime(2026, 12, 8, 18)


@pytest.fixture
def evening(desk, event, person):
    """An evening of Tue 8 Dec with Bo in it."""
    one = event("Evening", starts=TUESDAY)
    desk.enrolments.enrol(one.id, person_id=person("Bo Example").id)
    return one


@pytest.fixture
def move(desk, evening):
    return lambda days: desk.events.edit(evening.id, EventFields(starts=TUESDAY + timedelta(days=days)))


@pytest.fixture
def owed(desk):
    return lambda: [one.call.why for one in desk.calls.sheet().owed]


@pytest.fixture
def note(desk):
    return lambda result: desk.calls.note(desk.calls.sheet().owed[0].call.id, result)


def test_nobody_is_called_about_a_move_there_and_back(move, owed):
    move(1)
    move(0)
    assert owed() == []


def test_a_second_move_is_told_from_the_date_that_people_know(move, owed):
    move(1)
    move(2)
    assert owed() == ["Evening moved from Tue 8 Dec 2026, 18:00–20:00 to Thu 10 Dec 2026, 18:00–20:00"]


@pytest.mark.parametrize("heard", ["reached", "voicemail"])
def test_who_heard_of_the_first_move_is_called_about_the_second(move, owed, note, heard):
    move(1)
    note(heard)
    move(0)
    assert owed() == ["Evening moved from Wed 9 Dec 2026, 18:00–20:00 to Tue 8 Dec 2026, 18:00–20:00"]


@pytest.mark.parametrize(("heard", "calls"), [("reached", 0), ("voicemail", 1)])
def test_a_message_that_is_true_again_may_not_have_been_heard(move, owed, note, heard, calls):
    move(1)
    note(heard)
    move(2)
    move(1)
    assert owed() == ["Evening moved from Tue 8 Dec 2026, 18:00–20:00 to Wed 9 Dec 2026, 18:00–20:00"] * calls


def test_who_has_two_messages_that_contradict_each_other_is_still_called(move, owed, note):
    move(1)
    note("voicemail")
    move(0)
    note("voicemail")
    move(2)
    move(0)
    assert owed() == ["Evening moved from Wed 9 Dec 2026, 18:00–20:00 to Tue 8 Dec 2026, 18:00–20:00"]


def test_who_may_have_heard_that_it_is_off_is_called_when_it_is_off_again(desk, evening, owed, note):
    desk.events.cancel(evening.id, "storm")
    note("voicemail")
    desk.events.restore(evening.id)
    desk.events.cancel(evening.id, "ice")
    assert owed() == ["Evening of Tue 8 Dec 2026, 18:00–20:00 is cancelled: ice"]


def test_who_did_not_answer_knows_nothing(move, owed, note):
    move(1)
    note("no_answer")
    move(0)
    assert owed() == []


def test_who_enrolled_after_the_first_move_knows_the_date_of_then(desk, evening, move, person, owed):
    move(1)
    desk.enrolments.enrol(evening.id, person_id=person("Cy Example").id)
    move(0)
    assert owed() == ["Evening moved from Wed 9 Dec 2026, 18:00–20:00 to Tue 8 Dec 2026, 18:00–20:00"]


def test_what_is_called_off_is_the_date_that_people_know(desk, evening, move, owed):
    move(1)
    desk.events.cancel(evening.id, "storm")
    assert owed() == ["Evening of Tue 8 Dec 2026, 18:00–20:00 is cancelled: storm"]


def test_nobody_is_called_about_what_was_called_off_and_put_on_again_unheard(desk, evening, owed):
    desk.events.cancel(evening.id, "storm")
    desk.events.restore(evening.id)
    assert owed() == []


def test_who_heard_that_it_is_off_is_told_when_it_takes_place_after_all(desk, evening, move, owed, note):
    desk.events.cancel(evening.id, "storm")
    note("reached")
    desk.events.restore(evening.id)
    assert owed() == ["Evening of Tue 8 Dec 2026, 18:00–20:00 takes place after all"]
    move(1)
    assert owed() == [
        "Evening of Tue 8 Dec 2026, 18:00–20:00 takes place after all, moved to Wed 9 Dec 2026, 18:00–20:00"
    ]


def test_an_edit_that_concerns_nobody_leaves_the_call(desk, evening, move, owed):
    move(1)
    before = owed()
    desk.events.edit(evening.id, EventFields(notes="bring chairs"))
    assert owed() == before


def test_another_place_is_told_with_both_places_and_not_when_it_is_taken_back(desk, evening, move, owed):
    desk.events.edit(evening.id, EventFields(place="Town hall"))
    day = "Tue 8 Dec 2026, 18:00–20:00"
    assert owed() == [f"Evening moved from Edmonton, {day} to Edmonton (Town hall), {day}"]
    move(1)
    assert owed() == [f"Evening moved from Edmonton, {day} to Edmonton (Town hall), Wed 9 Dec 2026, 18:00–20:00"]
    move(0)
    desk.events.edit(evening.id, EventFields(place=""))
    assert owed() == []


# What the desk itself wants to tell


@pytest.fixture
def cup(desk, evening):
    """Bo is to be told to bring a cup."""
    [row] = desk.agenda.card(evening.id).roster
    return desk.calls.owe(row.enrolment.id, "Please bring a cup")


def test_what_the_desk_wants_to_tell_is_told_with_each_move(cup, move, owed):
    moved = "Evening moved from Tue 8 Dec 2026, 18:00–20:00 to"
    move(1)
    assert owed() == [f"{moved} Wed 9 Dec 2026, 18:00–20:00; Please bring a cup"]
    move(2)
    assert owed() == [f"{moved} Thu 10 Dec 2026, 18:00–20:00; Please bring a cup"]
    move(0)
    assert owed() == ["Please bring a cup"]


def test_what_is_asked_after_a_move_outlasts_that_move(desk, evening, move, owed):
    move(1)
    [row] = desk.agenda.card(evening.id).roster
    desk.calls.owe(row.enrolment.id, "Please bring a cup")
    move(0)
    assert owed() == ["Please bring a cup"]


def test_nobody_is_asked_to_bring_a_cup_to_what_is_off_but_again_when_it_is_on(desk, evening, cup, owed):
    desk.events.cancel(evening.id, "storm")
    assert owed() == ["Evening of Tue 8 Dec 2026, 18:00–20:00 is cancelled: storm"]
    desk.events.restore(evening.id)
    assert owed() == ["Please bring a cup"]


def test_merged_records_are_told_what_the_desk_wanted_to_tell_either(desk, evening, cup, move, person, owed):
    twice = person("Bo Exampel")
    desk.enrolments.enrol(evening.id, person_id=twice.id)
    move(1)
    desk.merging.merge(twice.id, cup.person)
    [words] = owed()
    assert words.endswith("Wed 9 Dec 2026, 18:00–20:00; Please bring a cup")


def test_whoever_is_to_be_told_something_else_by_now_was_not_reached(desk, event, person):
    first, second = event(), event("Talk", starts=datetime(2026, 12, 8, 12))
    for each in (first, second):
        desk.enrolments.enrol(each.id, person_id=person(f"Bo {each.title}").id)
    desk.closing.close("edmonton", datetime(2026, 12, 8, 8), datetime(2026, 12, 8, 22), "storm")
    desk.events.restore(second.id, override="thaw")
    assert [(each.reached, each.total) for each in desk.calls.sheet().progress] == [(0, 1)]


# After the fact


def test_who_is_here_needs_no_call_about_the_move(desk, clock, move, owed, evening):
    move(1)
    clock.forward(days=8, hours=8)
    [row] = desk.agenda.card(evening.id).roster
    desk.arrivals.check_in(row.enrolment.id)
    assert owed() == []


def test_nobody_is_called_about_a_move_once_all_is_over(desk, clock, move, owed):
    move(-1)
    clock.forward(days=7)
    assert len(owed()) == 1  # they may still come on Tuesday
    clock.forward(days=1)
    assert owed() == []
    assert desk.calls.sheet().progress == ()
    assert "call" not in [one.reason for one in desk.follow_ups.list()]


def test_who_did_not_hear_that_it_is_off_is_still_called_after_the_day(desk, clock, evening, owed):
    desk.events.cancel(evening.id, "storm")
    clock.forward(days=9)
    assert owed() == ["Evening of Tue 8 Dec 2026, 18:00–20:00 is cancelled: storm"]


def test_nobody_is_called_about_what_was_put_on_again_the_day_after(desk, clock, evening, owed, note):
    desk.events.cancel(evening.id, "storm")
    note("reached")
    clock.forward(days=8)
    desk.events.restore(evening.id)
    assert owed() == []

"""The sign-in sheet is entered: whoever was there is checked in, however full it was."""

from datetime import datetime

import pytest

from atma_tui.desk.door.walk_ins import ON_SHEET, Walked
from atma_tui.domain.errors import AlreadyEnrolled, Blocked, InputError
from atma_tui.domain.records import Act, Enrolment, Person


@pytest.fixture
def house(event):
    """An open house at noon, for two hours, with two seats."""
    return event(starts=datetime(2026, 12, 1, 12), capacity=2)


@pytest.fixture
def over(desk, house, person, clock):
    """It is over: Ada was enrolled, Bo marked as not come, and Cy waited."""
    found = {}
    for name in ("Ada", "Bo", "Cy"):
        found[name] = desk.enrolments.enrol(house.id, person_id=person(f"{name} Sample").id)
        clock.forward(seconds=1)
    clock.forward(hours=2)
    desk.arrivals.no_show(found["Bo"].enrolment.id)
    clock.forward(hours=3)
    return {name: one.person.id for name, one in found.items()}


def test_all_on_the_sheet_have_attended_in_one_act(desk, house, over):
    acts = desk.book.store.count(Act)
    walked = [*(Walked(person_id=id) for id in over.values()), Walked(name="Di New", party=2)]
    done = desk.walk_ins.enter(house.id, walked)
    assert [one.enrolment.status for one in done] == ["attended"] * 4
    assert desk.book.store.count(Act) == acts + 1
    summary = "4 entered for Open house from the sign-in sheet: Ada Sample, Bo Sample, Cy Sample, Di New"
    assert desk.history.recent()[0].summary == f"{summary} (by override)"
    assert [one.enrolment.override_reason for one in done] == ["", "", ON_SHEET, ON_SHEET]
    assert all(one.enrolment.arrived is None for one in done), "nobody knows when they came"
    [counts] = desk.reports.events()
    assert (counts.attended, counts.no_show, counts.waiting) == (5, 0, 0)
    desk.history.undo()
    assert "attended" not in [one.status for one in desk.book.store.find(Enrolment)]
    assert "Di New" not in [one.name for one in desk.book.store.find(Person)]


def test_who_waited_and_is_on_the_sheet_got_a_seat_off_the_waiting_list(desk, house, over, clock):
    [ada, cy] = desk.walk_ins.enter(house.id, [Walked(person_id=over["Ada"]), Walked(person_id=over["Cy"])])
    assert (ada.enrolment.seated, cy.enrolment.seated) == (None, clock.now)


def test_whoever_is_here_already_is_not_entered_twice(desk, house, over):
    desk.walk_ins.enter(house.id, [Walked(person_id=over["Ada"])])
    with pytest.raises(AlreadyEnrolled, match="Ada Sample is checked in to Open house already"):
        desk.walk_ins.enter(house.id, [Walked(name="Di New"), Walked(person_id=over["Ada"])])
    assert "Di New" not in [one.name for one in desk.book.store.find(Person)]


def test_of_a_party_those_who_came_count(desk, house, person, clock):
    ada = desk.enrolments.enrol(house.id, person_id=person("Ada Sample").id, party=2)
    clock.forward(hours=5)
    [some] = desk.walk_ins.enter(house.id, [Walked(person_id=ada.person.id, party=1)])
    assert (some.enrolment.party, some.enrolment.here) == (2, 1)


def test_nothing_is_entered_before_the_event_or_for_nobody(desk, house, event):
    with pytest.raises(Blocked, match="has not begun"):
        desk.walk_ins.enter(house.id, [Walked(name="Di New")])
    with pytest.raises(InputError, match="Say who was there"):
        desk.walk_ins.enter(house.id, [])


def test_a_party_that_makes_no_sense_is_named(desk, house, clock):
    clock.forward(hours=3)
    with pytest.raises(InputError, match="Di New: a party is 1 to 200 people; nobody was entered"):
        desk.walk_ins.enter(house.id, [Walked(name="Di New", party=0)])


def test_names_are_recognised(desk, house, over, person):
    person("Eli Known")
    person("Flo Twin", phone="780-555-0101")
    person("Flo Twin", phone="780-555-0102")
    desk.walk_ins.enter(house.id, [Walked(person_id=over["Ada"])])
    names = ["Ada Sample", "Bo Sample", "Eli Known", "Flo Twin", "Gus Stranger"]
    found = desk.walk_ins.recognise(house.id, [(name, 1) for name in names])
    assert [one.kind for one in found] == ["here", "enrolled", "known", "unsure", "new"]
    assert len(found[3].people) == 2

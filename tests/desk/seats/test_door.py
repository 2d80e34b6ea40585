"""A full event has begun; some who have a seat are not there, others are at the door."""

from datetime import datetime

import pytest

from atma_tui.desk.clinic.choices import ClinicFields
from atma_tui.desk.people.new_person import NewPerson
from atma_tui.domain.errors import Blocked, Full
from atma_tui.domain.records import Enrolment
from atma_tui.domain.timing.door import NOT_THERE


@pytest.fixture
def evening(event):
    """It begins at 18:00, in eight hours, and has two seats."""
    return event(starts=datetime(2026, 12, 1, 18), capacity=2)


@pytest.fixture
def people(desk, evening, person, clock):
    """Ada and Bo have a seat, Cy and Di wait; it is 18:05, and Ada is here."""
    found = {}
    for name in ("Ada", "Bo", "Cy", "Di"):
        done = desk.enrolments.enrol(evening.id, person_id=person(f"{name} Sample").id)
        found[name] = done.enrolment.id
        clock.forward(seconds=1)
    clock.forward(hours=8, minutes=5)
    desk.arrivals.check_in(found["Ada"])
    return found


@pytest.fixture
def states(desk, people):
    return lambda: [desk.book.the(Enrolment, id).status for id in people.values()]


def test_before_the_time_nobody_loses_a_seat(desk, evening, people, states):
    with pytest.raises(Blocked, match=r"Cy Sample is waiting .* are given away from 18:10 on"):
        desk.arrivals.check_in(people["Cy"])
    with pytest.raises(Full, match="has 2 in line"):
        desk.enrolments.enrol(evening.id, new=NewPerson(name="Ed Sample"), arrived=True)
    assert states() == ["attended", "enrolled", "waiting", "waiting"]


def test_who_waits_and_is_there_gets_the_seat_of_who_is_not(desk, people, states, clock):
    clock.forward(minutes=5)
    done = desk.arrivals.check_in(people["Di"])
    assert states() == ["attended", "no_show", "waiting", "attended"]
    assert done.summary == "Di Sample is here for Open house; in place of Bo Sample, not there"
    assert desk.book.the(Enrolment, people["Cy"]).passed == (f"Ada: {NOT_THERE}",)
    assert [desk.book.the(Enrolment, id).seated for id in people.values()] == [None, None, None, clock.now]
    desk.history.undo()
    assert states() == ["attended", "enrolled", "waiting", "waiting"]


def test_whoever_comes_late_is_told_and_let_in_only_with_a_reason(desk, evening, people, states, clock):
    clock.forward(minutes=5)
    desk.arrivals.check_in(people["Cy"])
    with pytest.raises(Full, match=r"Bo Sample was marked as a no-show, and no seat is left .* = 0 free"):
        desk.arrivals.check_in(people["Bo"])
    with pytest.raises(Full, match="Bo Sample was marked"):
        desk.enrolments.enrol(evening.id, person_id=desk.people.search("Bo Sample")[0].id, arrived=True)
    with pytest.raises(Blocked, match="2 places, and 3 would be taken"):
        desk.arrivals.undo_no_show(people["Bo"])
    assert states() == ["attended", "no_show", "attended", "waiting"]
    late = desk.arrivals.check_in(people["Bo"], override="a chair is brought in")
    assert (late.enrolment.status, late.enrolment.override_reason) == ("attended", "a chair is brought in")
    assert late.summary.endswith("(by override)")


def test_whoever_comes_late_has_a_seat_as_long_as_one_is_free(desk, evening, person, clock):
    bo = desk.enrolments.enrol(evening.id, person_id=person("Bo Sample").id).enrolment
    clock.forward(hours=9)
    desk.arrivals.no_show(bo.id)
    assert desk.agenda.card(evening.id).seats.free == 2
    assert desk.arrivals.check_in(bo.id).enrolment.status == "attended"
    [counts] = desk.reports.events()
    assert (counts.enrolled, counts.attended, counts.no_show) == (1, 1, 0)


def test_a_walk_in_gets_the_seat_after_those_in_line_who_are_there(desk, evening, people, states, clock):
    clock.forward(minutes=5)
    new = NewPerson(name="Ed Sample")
    preview = desk.enrolments.preview(evening.id, new=new, arrived=True)
    assert [one.name for one in preview.gives_way] == ["Bo Sample"]
    assert (preview.status, preview.free_after) == ("enrolled", 0)
    assert desk.enrolments.enrol(evening.id, new=new, arrived=True).enrolment.status == "attended"
    assert states() == ["attended", "no_show", "waiting", "waiting"]
    for name in ("Cy", "Di"):
        assert desk.book.the(Enrolment, people[name]).passed == (f"Ada: {NOT_THERE}",)
    with pytest.raises(Full):
        desk.enrolments.enrol(evening.id, new=NewPerson(name="Flo Sample"), arrived=True)
    assert desk.agenda.card(evening.id).seats.free == 0


def test_marking_who_did_not_come_offers_the_seats_to_the_line_until_the_end(desk, evening, people, states):
    done = desk.arrivals.no_show(people["Bo"])
    assert done.summary == "Bo Sample did not come to Open house; offered to Cy Sample"
    assert states() == ["attended", "no_show", "offered", "waiting"]
    assert desk.arrivals.check_in(people["Cy"]).enrolment.status == "attended"
    card = desk.agenda.card(evening.id)
    assert (card.seats.own.enrolled, card.seats.absent, card.seats.booked) == (2, 1, 3)
    assert "1 did not come; their seats are free again" in card.sum
    [counts] = desk.reports.events()
    assert (counts.enrolled, counts.attended, counts.no_show) == (3, 2, 1)


def test_an_offer_to_somebody_who_is_not_there_gives_way_and_they_keep_their_place(desk, people, states, clock):
    desk.arrivals.no_show(people["Bo"])
    clock.forward(minutes=5)
    desk.arrivals.check_in(people["Di"])
    assert states() == ["attended", "no_show", "waiting", "attended"]
    assert desk.book.the(Enrolment, people["Cy"]).position == 1


def test_a_larger_party_gives_way_and_what_is_left_goes_to_the_line(desk, event, person, clock):
    evening = event(starts=datetime(2026, 12, 1, 18), capacity=3)
    for name, party in (("Ada", 3), ("Bo", 1), ("Cy", 1)):
        desk.enrolments.enrol(evening.id, person_id=person(f"{name} Sample").id, party=party)
    clock.forward(hours=8, minutes=10)
    desk.enrolments.enrol(evening.id, new=NewPerson(name="Di Sample"), arrived=True)
    lines = {one.person.name: one.enrolment.status for one in desk.agenda.card(evening.id).roster}
    assert lines == {
        "Ada Sample": "no_show",
        "Bo Sample": "offered",
        "Cy Sample": "offered",
        "Di Sample": "attended",
    }


def test_a_part_of_a_party_takes_free_seats_and_none_of_somebody_late(desk, event, person, clock):
    evening = event(starts=datetime(2026, 12, 1, 18), capacity=4)
    late, four = (
        desk.enrolments.enrol(evening.id, person_id=person(f"{name} Sample").id, party=party).enrolment
        for name, party in (("Ada", 1), ("Bo", 4))
    )
    clock.forward(hours=8, minutes=12)
    said = desk.arrivals.check_in(four.id, came=3).summary
    assert desk.book.the(Enrolment, late.id).status == "enrolled"
    bo = desk.book.the(Enrolment, four.id)
    assert (bo.status, bo.party, bo.here) == ("attended", 3, 3)
    assert "Bo Sample (3 of 4) is here" in said
    desk.history.undo()
    assert desk.book.the(Enrolment, four.id).party == 4


def test_the_clinic_decides_how_long_seats_are_kept(desk, people, states):
    desk.choices.change(ClinicFields(door_minutes=5))
    desk.arrivals.check_in(people["Cy"])
    assert states() == ["attended", "no_show", "attended", "waiting"]

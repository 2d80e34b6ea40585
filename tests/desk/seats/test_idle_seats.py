"""No free seat stays idle for somebody who can take it, and nobody loses a place because the clock moves on."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from atma_tui.desk.events.fields import EventFields
from atma_tui.domain.records import Enrolment, Pathway, Program
from atma_tui.domain.when import instant


@pytest.fixture
def status(desk):
    return lambda one: desk.book.store.get(Enrolment, one.id).status


def enrol(desk, event, person, name, **more):
    return desk.enrolments.enrol(event.id, person_id=person(f"{name} Sample").id, **more).enrolment


def test_a_seat_that_those_ahead_cannot_take_is_offered_to_who_asks_next(desk, event, person, status):
    bo = person("Bo Sample")
    desk.enrolments.enrol(event("Circle").id, person_id=bo.id)
    talk = event("Talk", capacity=1)
    ada = enrol(desk, talk, person, "Ada")
    waits = desk.enrolments.enrol(talk.id, person_id=bo.id, clash_why="prefers it").enrolment
    desk.enrolments.withdraw(ada.id)
    cy = enrol(desk, talk, person, "Cy")
    assert (status(waits), status(cy)) == ("waiting", "offered")


def test_a_party_that_can_never_fit_is_told_so_and_blocks_nobody(desk, event, person, status):
    talk = event("Talk", capacity=2)
    preview = desk.enrolments.preview(talk.id, person_id=person("Ada Sample").id, party=3)
    assert "whoever leaves" in preview.summary
    large = enrol(desk, talk, person, "Bo", party=3)
    small = enrol(desk, talk, person, "Cy")
    assert (status(large), status(small)) == ("waiting", "offered")


def test_a_party_ahead_that_takes_seats_elsewhere_at_that_time_holds_up_nobody(desk, event, person, status):
    talk, circle = event("Talk", capacity=2), event("Circle")
    ada, _ = enrol(desk, talk, person, "Ada"), enrol(desk, talk, person, "Eve")
    bo = person("Bo Sample")
    desk.enrolments.enrol(talk.id, person_id=bo.id, party=2)
    cy = enrol(desk, talk, person, "Cy")
    desk.enrolments.withdraw(ada.id)
    assert status(cy) == "waiting"
    desk.enrolments.enrol(circle.id, person_id=bo.id)
    assert status(cy) == "offered"


def test_after_the_start_a_freed_seat_goes_to_the_first_in_line_and_both_keep_their_places(
    desk, clock, event, person, status
):
    talk = event("Talk", capacity=1, starts=datetime(2026, 12, 1, 10, 30))
    ada, bo, cy = (enrol(desk, talk, person, name) for name in ("Ada", "Bo", "Cy"))
    clock.forward(minutes=40)
    desk.enrolments.withdraw(ada.id)
    for _ in range(3):
        clock.forward(minutes=15)
        desk.poll()
    assert (status(bo), status(cy)) == ("offered", "waiting")


@pytest.mark.parametrize("starts", [datetime(2026, 12, 1, 11), datetime(2026, 12, 1, 18)])
def test_an_offer_ends_before_an_event_that_moves_earlier_does(desk, event, person, starts):
    talk = event("Talk", capacity=1)
    ada, bo = enrol(desk, talk, person, "Ada"), enrol(desk, talk, person, "Bo")
    desk.enrolments.withdraw(ada.id)
    desk.events.edit(talk.id, EventFields(starts=starts, ends=starts + timedelta(hours=2)))
    until = desk.book.store.get(Enrolment, bo.id).offered_until
    assert desk.now() < until < instant(starts, talk.zone)


def test_an_offer_ends_with_an_event_that_is_made_shorter(desk, clock, event, person, status):
    talk = event("Talk", capacity=1, starts=datetime(2026, 12, 1, 10, 10))
    ada, bo = enrol(desk, talk, person, "Ada"), enrol(desk, talk, person, "Bo")
    desk.enrolments.withdraw(ada.id)
    desk.events.edit(talk.id, EventFields(ends=datetime(2026, 12, 1, 10, 40)))
    clock.forward(minutes=35)
    desk.poll()
    assert status(bo) == "offered"
    clock.forward(minutes=10)
    desk.poll()
    assert status(bo) == "cancelled"


def test_a_hold_that_ends_at_the_start_gives_its_seat_to_the_line(desk, clock, event, person, status):
    talk = event("Talk", capacity=1, starts=datetime(2026, 12, 1, 11))
    desk.holds.hold(talk.id, seats=1, name="physician", why="student", until=talk_start(clock))
    bo, cy = enrol(desk, talk, person, "Bo"), enrol(desk, talk, person, "Cy")
    for _ in range(3):
        clock.forward(minutes=40)
        desk.poll()
    assert (status(bo), status(cy)) == ("offered", "waiting")


def talk_start(clock):
    return clock.now.replace(hour=17)


def test_with_an_offer_of_a_place_that_lapses_the_path_ends_and_one_is_begun_anew(desk_with_program, clock):
    desk, (ada, bo) = desk_with_program
    first = desk.pathways.begin("care@edmonton", person_id=ada.id).enrolment
    desk.pathways.begin("care@edmonton", person_id=bo.id)
    desk.enrolments.withdraw(first.id)
    clock.forward(days=2)
    desk.poll()
    desk.pathways.begin("care@edmonton", person_id=bo.id)
    assert [one.under_way for one in sorted(paths(desk, bo), key=lambda one: one.began)] == [False, True]


@pytest.fixture
def desk_with_program(desk, person):
    desk.programs.save(Program(id="care", title="Care"), rev=0)
    desk.programs.resize("care@edmonton", 1)
    return desk, (person("Ada Sample"), person("Bo Sample"))


def paths(desk, one):
    return desk.book.store.find(Pathway, person=one.id)

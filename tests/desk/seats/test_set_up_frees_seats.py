"""What a change of set-up frees is offered on like any other seat."""

from datetime import datetime

import pytest

from atma_tui.desk.clinic.choices import ClinicFields
from atma_tui.desk.events.fields import EventFields
from atma_tui.domain.records import Enrolment, Room


@pytest.fixture
def waits(desk, event, person):
    """Bo waits for the only seat of a small room, which Ada has."""
    desk.programs.save_site("edmonton", rooms=(Room(id="small", name="Small room", seats=1),))
    talk = event("Talk", room="small", capacity=5)
    desk.enrolments.enrol(talk.id, person_id=person("Ada Sample").id)
    return desk.enrolments.enrol(talk.id, person_id=person("Bo Sample").id).enrolment


def status(desk, enrolment):
    return desk.book.store.get(Enrolment, enrolment.id).status


def test_a_larger_room_seats_whoever_waits(desk, waits):
    desk.programs.save_site("edmonton", rooms=(Room(id="small", name="Small room", seats=2),))
    assert status(desk, waits) == "offered"


def test_a_smaller_room_that_is_undone_does_too(desk, waits):
    assert status(desk, waits) == "waiting"
    act = desk.book.do(
        desk.programs.save_site, "edmonton", rooms=(Room(id="small", name="Small room", seats=2),)
    ).acts[-1]
    assert status(desk, waits) == "offered"
    desk.history.undo(act.id)
    assert status(desk, waits) == "waiting"


def test_a_shorter_drive_lets_somebody_take_what_is_in_the_other_city(desk, event, person):
    bo = person("Bo Sample")
    desk.enrolments.enrol(event("Talk").id, person_id=bo.id)
    south = event("Circle", site="calgary", starts=datetime(2026, 12, 8, 21), capacity=0)
    waits = desk.enrolments.enrol(south.id, person_id=bo.id, clash_why="may drive early").enrolment
    desk.events.edit(south.id, EventFields(capacity=1))
    assert status(desk, waits) == "waiting"
    desk.choices.change(ClinicFields(travel_minutes=30))
    assert status(desk, waits) == "offered"

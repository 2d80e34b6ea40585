"""Those who wait for the seat of a session: what lapses, and whose gate is shut, stops nobody else."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from atma_tui.desk.maintenance import broken_rules
from atma_tui.desk.people.new_person import NewPerson
from atma_tui.domain.paths.slots import Slot
from atma_tui.domain.records import Enrolment, Event, Pathway

WHEN = datetime(2026, 12, 8, 10)


@pytest.fixture
def desk(clinic_desk):
    return clinic_desk


@pytest.fixture
def doctor(desk):
    return desk.programs.save_clinician("Dr. Sample", supervises=True).id


@pytest.fixture
def path(desk, doctor):
    """Begin somebody's path, cleared and planned."""

    def begin(name):
        done = desk.pathways.begin("ketamine-therapy@edmonton", new=NewPerson(name=name))
        [path] = desk.book.store.find(Pathway, person=done.person.id)
        desk.pathways.clear(path.id, "cleared", clinician=doctor)
        desk.pathways.plan(path.id, clinician=doctor, sessions=4)
        return path

    return begin


@pytest.fixture
def session(desk, doctor, path):
    """Ann's."""
    nurse = desk.programs.save_clinician("Nurse Sample").id
    slot = Slot(
        site="edmonton",
        starts=WHEN,
        ends=WHEN + timedelta(hours=3),
        room="one",
        clinician=nurse,
        supervisor=doctor,
    )
    return desk.bookings.book_step(path("Ann Example").id, "session", slot).enrolment


def wait(desk, session, path):
    return desk.enrolments.enrol(session.offering, person_id=path.person).enrolment


def status(desk, one):
    return desk.book.store.get(Enrolment, one.id).status


def test_a_session_whose_last_offer_lapses_is_free_again(desk, clock, session, path):
    ben = wait(desk, session, path("Ben Example"))
    desk.enrolments.withdraw(session.id)
    clock.forward(days=2)
    desk.poll()
    event = desk.book.store.get(Event, session.offering)
    assert (status(desk, ben), event.status, event.why) == ("cancelled", "cancelled", "the offer lapsed")
    assert broken_rules(desk.book) == []


@pytest.fixture
def stuck(desk, clock, session, path):
    """A lapsed offer of a session's seat that no rule lets pass on: the session has lost its supervisor."""
    ben, _ = (wait(desk, session, path(name)) for name in ("Ben Example", "Cat Example"))
    desk.enrolments.withdraw(session.id)
    with desk.book.store.transaction():
        desk.book.store.put(replace(desk.book.store.get(Event, session.offering), supervisor=""))
    clock.forward(days=2)
    return ben


def test_a_lapse_that_a_rule_refuses_waits_and_stops_neither_the_desk_nor_other_lapses(
    desk, clock, event, person, stuck
):
    talk = event("Talk", capacity=1)
    ada, bo = (desk.enrolments.enrol(talk.id, person_id=person(name).id) for name in ("Ada Sample", "Bo Sample"))
    desk.enrolments.withdraw(ada.enrolment.id)
    desk.poll()
    assert status(desk, stuck) == "offered"
    clock.forward(days=2)
    desk.poll()
    assert (status(desk, bo.enrolment), status(desk, stuck)) == ("cancelled", "offered")


def test_a_lapse_that_a_rule_refuses_is_reported_by_a_check_which_changes_nothing(desk, stuck):
    found = [one for one in broken_rules(desk.book) if one.startswith("What has lapsed")]
    [said] = found
    assert "it has no supervising clinician" in said
    assert status(desk, stuck) == "offered"


def test_a_lapse_goes_through_once_what_kept_it_is_mended(desk, doctor, stuck):
    desk.poll()
    with desk.book.act("mend") as work:
        work.change(desk.book.the(Event, stuck.offering), supervisor=doctor)
        work.change(desk.book.the(Enrolment, stuck.id), priority=1)
    desk.poll()
    assert status(desk, stuck) == "cancelled"


@pytest.fixture
def on_hold(desk, doctor, session, path):
    """Ben, first in line, who is on hold by now."""
    ben = path("Ben Example")
    waits = wait(desk, session, ben)
    desk.pathways.clear(ben.id, "on_hold", clinician=doctor)
    return waits, ben


def test_whose_gate_is_shut_keeps_their_place_and_the_next_in_line_is_offered(desk, session, path, on_hold):
    ben, _ = on_hold
    cat = wait(desk, session, path("Cat Example"))
    desk.enrolments.withdraw(session.id)
    assert (status(desk, ben), status(desk, cat)) == ("waiting", "offered")
    [row] = desk.waiting.who_can(session.offering)
    assert "on hold, said Dr. Sample" in row.skip and not row.elsewhere


def test_a_seat_left_free_is_offered_as_soon_as_the_gate_opens(desk, doctor, session, on_hold):
    waits, ben = on_hold
    desk.enrolments.withdraw(session.id)
    assert status(desk, waits) == "waiting"
    desk.pathways.clear(ben.id, "cleared", clinician=doctor)
    assert status(desk, waits) == "offered"


def test_nobody_paused_stands_in_the_way_of_ending_a_path_and_going_on_gets_the_seat(desk, session, path):
    ben = path("Ben Example")
    waits = wait(desk, session, ben)
    desk.pathways.pause(ben.id, "away")
    [ann] = desk.book.store.find(Pathway, person=session.person)
    desk.pathways.finish(ann.id, completed=False)
    assert (status(desk, session), status(desk, waits)) == ("cancelled", "waiting")
    desk.pathways.go_on(ben.id)
    assert status(desk, waits) == "offered"

"""What is due for the clients of one clinician: their own and nobody else's, by the same rules as for all."""

from datetime import date, datetime, timedelta

import pytest
from msgspec.structs import replace

from atma_tui.desk.people.people import NewPerson
from atma_tui.domain.errors import InputError
from atma_tui.domain.records import Event, Pathway, Program

FIRST = datetime(2026, 12, 2, 10)
WEEK = timedelta(weeks=1)


@pytest.fixture
def desk(clinic_desk):
    clinic_desk.programs.save_clinician("Dr. Sample", supervises=True)
    clinic_desk.programs.save_clinician("Robin Sample")
    return clinic_desk


@pytest.fixture
def ids(desk):
    return {one.name.split()[0]: one.id for one in desk.programs.clinicians()}


@pytest.fixture
def path(desk, ids):
    """A path of somebody whom Dr. Sample cleared, with a plan of two sessions."""
    return begun(desk, "Bo Example", ids["Dr."])


def begun(desk, name, by="", sessions=2):
    done = desk.pathways.begin("ketamine-therapy@edmonton", new=NewPerson(name=name))
    [path] = desk.book.store.find(Pathway, person=done.person.id)
    if by:
        desk.pathways.clear(path.id, "cleared", clinician=by)
        desk.pathways.plan(path.id, clinician=by, sessions=sessions)
    return path


def assessed(desk, name):
    """A path of somebody who had the information call and the assessment."""
    path = begun(desk, name)
    for step, days in (("information-call", 0), ("readiness-assessment", 1)):
        visit = book(desk, path, step, FIRST + timedelta(days=days))
        with desk.book.act("check in") as work:
            work.change(visit, status="attended")
    return path


def book(desk, path, step, starts, **staff):
    slot = desk.appointments.at(path.id, step, starts, **staff)
    return desk.bookings.book_step(path.id, step, slot).enrolment


def due(desk, clinician):
    found = desk.follow_ups.list(clinician=clinician)
    return [(one.person.name if one.person else "", one.reason, one.words) for one in found]


def test_each_clinician_has_their_own_clients(desk, ids, path):
    begun(desk, "Cy Unseen")
    assert due(desk, ids["Robin"]) == []
    assert [(name, reason) for name, reason, _ in due(desk, ids["Dr."])] == [("Bo Example", "next_step")]
    call = begun(desk, "Di Example")
    book(desk, call, "readiness-assessment", FIRST, clinician=ids["Robin"])
    assert desk.follow_ups.list(clinician=ids["Robin"]) == [], "the assessment is booked"
    desk.pathways.pause(call.id, "travels")
    assert due(desk, ids["Robin"])[-1] == ("Di Example", "paused", "The program is paused: travels")


def test_what_all_are_owed_is_the_same_for_their_clinician(desk, ids, path, clock):
    session = book(desk, path, "session", FIRST)
    clock.forward(days=2)
    desk.arrivals.check_in(session.id)
    desk.pathways.clear(path.id, "cleared", clinician=ids["Dr."], until=date(2026, 12, 9))
    everything = desk.follow_ups.list()
    assert [one.reason for one in everything] == ["integration", "clearance"]
    assert desk.follow_ups.list(clinician=ids["Dr."]) == everything
    assert desk.follow_ups.list(clinician=ids["Dr."], site="calgary") == []


def test_a_session_that_nobody_marked_is_due_until_somebody_says_whether_they_came(desk, ids, path, clock):
    session = book(desk, path, "session", FIRST)
    clock.forward(days=1, hours=1, minutes=59)
    assert [one.reason for one in desk.follow_ups.list()] == []
    clock.forward(days=30)
    [row] = desk.follow_ups.list()
    words = "Ketamine session of Wed 2 Dec: nobody has noted whether they came"
    assert (row.reason, row.words, row.person.name) == ("unmarked", words, "Bo Example")
    desk.pathways.pause(path.id, "travels")
    assert "unmarked" in [one.reason for one in desk.follow_ups.list()]
    desk.pathways.go_on(path.id)
    desk.arrivals.check_in(session.id)
    assert [one.reason for one in desk.follow_ups.list()] == ["integration"]


@pytest.mark.parametrize("end", ["withdraw", "no show"])
def test_a_visit_whose_session_was_withdrawn_or_missed_is_listed(desk, ids, path, clock, end):
    session = book(desk, path, "session", FIRST)
    book(desk, path, "integration", FIRST + WEEK)
    assert "stopped" not in [one.reason for one in desk.follow_ups.list()]
    if end == "withdraw":
        desk.enrolments.withdraw(session.id)
    else:
        clock.forward(days=1, hours=1)
        desk.arrivals.no_show(session.id)
    [row] = [one for one in desk.follow_ups.list() if one.reason == "stopped"]
    assert row.words == "Integration visit on Wed 9 Dec 10:00: no Ketamine session is booked or done before it"


def test_a_visit_whose_step_was_taken_out_of_the_program_is_listed(desk, ids, path):
    book(desk, path, "session", FIRST)
    book(desk, path, "integration", FIRST + WEEK)
    program = desk.book.the(Program, "ketamine-therapy")
    steps = tuple(step for step in program.steps if step.id != "integration")
    desk.programs.save(replace(program, steps=steps), override="merged with the follow-up")
    [row] = [one for one in desk.follow_ups.list() if one.reason == "stopped"]
    assert row.words == "Integration visit on Wed 9 Dec 10:00: Ketamine-assisted therapy has no such step"


def test_it_says_what_stands_in_the_way_of_booking_the_next_step(desk, ids, clock):
    path = assessed(desk, "Di Example")
    desk.pathways.clear(path.id, "cleared", clinician=ids["Dr."], until=date(2026, 12, 31))
    desk.pathways.plan(path.id, clinician=ids["Dr."], sessions=2)
    assert due(desk, ids["Dr."]) == [("Di Example", "next_step", "Ketamine session is not booked")]
    desk.pathways.clear(path.id, "not_yet", clinician=ids["Robin"])
    [(_, _, words)] = due(desk, ids["Robin"])
    assert words.startswith("Ketamine session is not booked; cannot be booked: not cleared yet, said Robin Sample")
    with pytest.raises(InputError, match="Mon 30 Nov 2026 is over"):
        desk.pathways.clear(path.id, "cleared", clinician=ids["Robin"], until=date(2026, 11, 30))
    desk.pathways.clear(path.id, "cleared", clinician=ids["Robin"], until=date(2026, 12, 1))
    clock.forward(days=1)
    found = [one for one in desk.follow_ups.list(clinician=ids["Robin"]) if one.reason == "next_step"]
    assert [one.gates for one in found] == [("the clearance by Robin Sample ends on Tue 1 Dec",)]
    assert found[0].words.endswith("cannot be booked: the clearance by Robin Sample ends on Tue 1 Dec")


def test_a_plan_that_runs_out_a_hold_and_nothing_booked_are_for_their_clinician_to_know(desk, ids, path):
    for number in range(2):
        book(desk, path, "session", FIRST + number * WEEK)
    [plan] = [one for one in due(desk, ids["Dr."]) if one[1] == "plan"]
    assert plan == ("Bo Example", "plan", "Session 2 of 2 is on Wed 9 Dec")
    assert "plan" not in [one.reason for one in desk.follow_ups.list()]
    held = assessed(desk, "Ed Example")
    desk.pathways.clear(held.id, "cleared", clinician=ids["Robin"])
    desk.pathways.plan(held.id, clinician=ids["Robin"], sessions=2)
    desk.pathways.clear(held.id, "on_hold", clinician=ids["Robin"])
    early = begun(desk, "Gil Example")
    desk.pathways.clear(early.id, "on_hold", clinician=ids["Robin"])
    desk.programs.resize("ketamine-therapy@edmonton", 3)
    waits = begun(desk, "Fi Example")
    desk.pathways.clear(waits.id, "cleared", clinician=ids["Robin"])
    assert sorted((name, reason) for name, reason, _ in due(desk, ids["Robin"])) == [
        ("Ed Example", "on_hold"),
        ("Fi Example", "nothing_booked"),
        ("Gil Example", "next_step"),
        ("Gil Example", "on_hold"),
    ]


def test_calls_owed_to_their_clients_and_small_groups_that_they_lead_are_theirs(desk, ids, path):
    session = book(desk, path, "session", FIRST + WEEK)
    desk.events.cancel(session.offering, "the room floods")
    assert "call" in [reason for _, reason, _ in due(desk, ids["Dr."])]
    assert due(desk, ids["Robin"]) == []
    with desk.book.act("start") as work:
        event = desk.book.the(Event, session.offering)
        starts = FIRST + timedelta(days=1)
        work.add(
            Event(
                id="evt-circle", uid="circle", site="edmonton", title="Circle", starts=starts,
                ends=starts + timedelta(hours=1), minimum=3, clinician=ids["Robin"], created=event.created,
                modified=event.created,
            )
        )  # fmt: skip
    [(who, reason, words)] = due(desk, ids["Robin"])
    assert (who, reason) == ("", "minimum") and words.startswith("Circle has 0 of the 3 it needs")

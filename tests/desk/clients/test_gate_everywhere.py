"""Nobody who is not cleared comes to a session, by whichever way it is made, booked or offered."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from msgspec.structs import replace

from atma_tui.desk.events.fields import EventFields
from atma_tui.desk.people.new_person import NewPerson
from atma_tui.domain.errors import AtmaError, Blocked
from atma_tui.domain.paths.slots import Slot
from atma_tui.domain.records import Enrolment, Event, Pathway

WHEN = datetime(2026, 12, 8, 10)


@pytest.fixture
def desk(clinic_desk):
    return clinic_desk


@pytest.fixture
def path(desk):
    """Bo's, not cleared yet."""
    done = desk.pathways.begin("ketamine-therapy@edmonton", new=NewPerson(name="Bo Example"))
    return desk.book.store.find(Pathway, person=done.person.id)[0]


@pytest.fixture
def doctor(desk):
    return desk.programs.save_clinician("Dr. Sample", supervises=True)


def slot(**fields):
    return Slot(site="edmonton", starts=WHEN, ends=WHEN + timedelta(hours=3), room="one", **fields)


def test_clearance_is_what_is_said_to_be_missing_also_without_any_clinician(desk, path):
    with pytest.raises(Blocked, match="no clinician has cleared them yet"):
        desk.bookings.book_step(path.id, "session", slot())


def test_nor_is_it_said_that_nobody_is_free_when_the_only_supervisor_is_busy(desk, path, doctor):
    desk.absences.add(doctor.id, WHEN, WHEN + timedelta(hours=4))
    with pytest.raises(Blocked, match="no clinician has cleared them yet"):
        desk.bookings.book_step(path.id, "session", slot(supervisor=doctor.id))
    found = desk.appointments.search(path.id, "session", first=WHEN.date())
    assert not found.slots
    assert "cleared" in " ".join(found.why)


@pytest.fixture
def visit(desk, path):
    """A private talk of one hour with Bo in it."""
    fields = EventFields(
        site="edmonton",
        title="Visit",
        starts=WHEN,
        ends=WHEN + timedelta(hours=1),
        capacity=1,
        visibility="private",
        category="follow_up",
    )
    [event] = desk.events.add(fields)
    desk.enrolments.enrol(event.id, person_id=path.person)
    return event


def test_no_event_becomes_a_session_by_its_kind_with_somebody_in_it(desk, visit):
    with pytest.raises(AtmaError, match="no clinician has cleared them yet"):
        desk.events.edit(visit.id, EventFields(category="session"))
    assert desk.book.store.get(Event, visit.id).category == "follow_up"


def test_nobody_on_hold_is_offered_or_takes_the_seat_of_a_session(desk, path, doctor):
    desk.pathways.clear(path.id, "cleared", clinician=doctor.id)
    desk.pathways.plan(path.id, clinician=doctor.id, sessions=2)
    nurse = desk.programs.save_clinician("Nurse Sample").id
    booked = desk.bookings.book_step(path.id, "session", slot(clinician=nurse, supervisor=doctor.id)).enrolment
    other = desk.pathways.begin("ketamine-therapy@edmonton", new=NewPerson(name="Cy Example")).person
    with pytest.raises(AtmaError, match="no clinician has cleared them yet"):
        desk.enrolments.enrol(booked.offering, person_id=other.id)


def test_an_offered_seat_is_not_accepted_once_the_client_is_on_hold(desk, path, doctor):
    nurse = desk.programs.save_clinician("Nurse Sample").id
    other = desk.pathways.begin("ketamine-therapy@edmonton", new=NewPerson(name="Cy Example")).person
    [theirs] = desk.book.store.find(Pathway, person=other.id)
    for one in (path, theirs):
        desk.pathways.clear(one.id, "cleared", clinician=doctor.id)
        desk.pathways.plan(one.id, clinician=doctor.id, sessions=2)
    booked = desk.bookings.book_step(path.id, "session", slot(clinician=nurse, supervisor=doctor.id)).enrolment
    waiting = desk.enrolments.enrol(booked.offering, person_id=other.id).enrolment
    desk.enrolments.withdraw(booked.id)
    desk.pathways.clear(theirs.id, "on_hold", clinician=doctor.id)
    with pytest.raises(AtmaError, match="on hold, said"):
        desk.enrolments.take_offer(waiting.id)
    assert desk.book.store.get(Enrolment, waiting.id).status == "offered"


def test_a_late_cancel_that_is_waived_is_no_missed_visit(desk, path, doctor):
    early = replace_day(slot(clinician=doctor.id), datetime(2026, 12, 1, 15))
    call = desk.bookings.book_step(path.id, "information-call", early).enrolment
    desk.enrolments.withdraw(call.id)

    def missed():
        return next(one.missed for one in desk.pathways.card(path.id).rail.steps)

    assert missed() == 1
    desk.enrolments.waive(call.id, "snow storm")
    assert missed() == 0


def ready(desk, path, doctor):
    desk.pathways.clear(path.id, "cleared", clinician=doctor.id)
    desk.pathways.plan(path.id, clinician=doctor.id, sessions=2)


def session_on(desk, path, doctor, nurse, starts):
    there = replace_day(slot(clinician=nurse, supervisor=doctor.id), starts)
    return desk.bookings.book_step(path.id, "session", there).enrolment


@pytest.fixture
def nurse(desk):
    return desk.programs.save_clinician("Nurse Sample").id


def test_days_between_sessions_are_kept_across_two_paths(desk, path, doctor, nurse):
    other = desk.pathways.begin("ketamine-therapy@calgary", person_id=path.person)
    [second] = desk.book.store.find(Pathway, enrolment=other.enrolment.id)
    for one in (path, second):
        ready(desk, one, doctor)
    session_on(desk, path, doctor, nurse, WHEN)
    with pytest.raises(Blocked, match="less than 3 days from Tue 8 Dec"):
        session_on(desk, second, doctor, nurse, WHEN + timedelta(hours=5))
    days = {one.starts.date() for one in desk.appointments.search(second.id, "session", count=20).slots}
    assert days.isdisjoint(date(2026, 12, day) for day in (6, 7, 8, 9, 10))
    later = session_on(desk, second, doctor, nurse, WHEN + timedelta(days=7))
    with pytest.raises(AtmaError, match="less than 3 days"):
        desk.events.edit(later.offering, EventFields(starts=WHEN + timedelta(days=1)))


def test_days_between_sessions_are_kept_across_two_rounds(desk, path, doctor, nurse, clock):
    ready(desk, path, doctor)
    session = session_on(desk, path, doctor, nurse, WHEN)
    clock.forward(days=7, hours=3)
    desk.arrivals.check_in(session.id)
    desk.pathways.finish(path.id, completed=False)
    again = desk.pathways.begin("ketamine-therapy@edmonton", person_id=path.person)
    [second] = desk.book.store.find(Pathway, enrolment=again.enrolment.id)
    ready(desk, second, doctor)
    with pytest.raises(Blocked, match="less than 3 days from Tue 8 Dec"):
        session_on(desk, second, doctor, nurse, WHEN + timedelta(days=2))
    session_on(desk, second, doctor, nurse, WHEN + timedelta(days=3))


def test_records_with_sessions_too_close_are_not_merged_and_both_sessions_are_named(desk, path, doctor, nurse):
    twice = desk.pathways.begin("ketamine-therapy@edmonton", new=NewPerson(name="Bo Exampel"))
    [second] = desk.book.store.find(Pathway, enrolment=twice.enrolment.id)
    for one, starts in ((path, WHEN), (second, WHEN + timedelta(days=1))):
        ready(desk, one, doctor)
        session_on(desk, one, doctor, nurse, starts)
    with pytest.raises(
        Blocked, match=r"on Wed 9 Dec 2026: less than 3 days from Tue 8 Dec\.|on Tue 8 Dec 2026: less"
    ):
        desk.merging.merge(path.person, second.person)


def test_an_appointment_is_for_a_client_of_its_program_alone(desk, path, doctor):
    nurse = desk.programs.save_clinician("Nurse Sample").id
    call = desk.bookings.book_step(path.id, "information-call", slot(clinician=nurse)).enrolment
    with pytest.raises(AtmaError, match="they are in no program"):
        desk.enrolments.enrol(call.offering, new=NewPerson(name="Di Example"))


def test_no_free_time_is_offered_in_hours_that_are_closed(desk, path, doctor):
    desk.closing.close("edmonton", datetime(2026, 12, 8), datetime(2026, 12, 9), "storm")
    found = desk.appointments.search(path.id, "information-call", first=WHEN.date(), count=3)
    assert all(one.starts.date() != date(2026, 12, 8) for one in found.slots)
    assert found.slots


def test_what_is_booked_ends_with_the_program_also_when_a_check_in_is_taken_back(desk, path, doctor):
    early = replace_day(slot(clinician=doctor.id), datetime(2026, 12, 1, 15))
    call = desk.bookings.book_step(path.id, "information-call", early).enrolment
    desk.arrivals.check_in(call.id)
    desk.pathways.finish(path.id, completed=True)
    with pytest.raises(Blocked, match="their program is completed"):
        desk.arrivals.undo_check_in(call.id)


def replace_day(one, starts):
    return replace(one, starts=starts, ends=starts + timedelta(hours=1))


def test_nobody_is_called_about_a_cancelled_session_of_a_path_that_has_ended(desk, path, doctor, nurse):
    ready(desk, path, doctor)
    session = session_on(desk, path, doctor, nurse, WHEN)
    desk.events.cancel(session.offering, "the clinician is ill")
    assert len(desk.calls.sheet().owed) == 1
    desk.pathways.finish(path.id, completed=False)
    assert desk.calls.sheet().owed == ()
    ended = desk.book.store.get(Enrolment, session.id).cancelled
    assert (ended.withdrew, ended.late) == (False, False)

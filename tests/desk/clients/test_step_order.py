"""The steps of a path follow each other in time, when they are offered, booked and moved."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from atma_tui.desk.clinic.starter import starter_records
from atma_tui.desk.events.fields import EventFields
from atma_tui.desk.people.new_person import NewPerson
from atma_tui.domain.errors import AtmaError, Blocked
from atma_tui.domain.records import Event, Pathway, Room
from tests.domain.made import NOW

FIRST = datetime(2026, 12, 8, 10)
WEEK = timedelta(weeks=1)


@pytest.fixture
def desk(desk):
    with desk.book.act("start") as work:
        for record in starter_records(NOW):
            if not isinstance(record, Event) and desk.book.store.get(type(record), record.id) is None:
                work.add(record)
    desk.programs.save_site("edmonton", rooms=(Room(id="one", name="Room 1"),))
    desk.programs.save_clinician("Dr. Sample", supervises=True)
    return desk


def begun(desk, name):
    """Begin the program for somebody who may have two sessions; returns their path."""
    done = desk.pathways.begin("ketamine-therapy@edmonton", new=NewPerson(name=name))
    [path] = desk.book.store.find(Pathway, person=done.person.id)
    [doctor] = desk.programs.clinicians()
    desk.pathways.clear(path.id, "cleared", clinician=doctor.id)
    desk.pathways.plan(path.id, clinician=doctor.id, sessions=2)
    return path


@pytest.fixture
def path(desk):
    return begun(desk, "Bo Example")


@pytest.fixture
def book(desk, path):
    def booked(step, starts):
        return desk.bookings.book_step(path.id, step, desk.appointments.at(path.id, step, starts)).enrolment

    return booked


def test_no_integration_visit_is_booked_or_offered_before_a_session(desk, path, book):
    assert desk.appointments.search(path.id, "integration").why == (
        "no Ketamine session is booked or done before it",
    )
    book("session", FIRST)
    with pytest.raises(Blocked, match="no Ketamine session is booked or done before it"):
        book("integration", FIRST - timedelta(hours=1))
    found = desk.appointments.search(path.id, "integration")
    assert min(one.starts for one in found.slots) == FIRST + timedelta(hours=2)
    book("integration", found.slots[0].starts)


def test_no_follow_up_is_booked_or_offered_before_what_it_follows(desk, path, book):
    book("session", FIRST)
    book("integration", FIRST + WEEK)
    with pytest.raises(Blocked, match="Integration visit on Tue 15 Dec 2026 has to come before it"):
        book("follow-up", FIRST + timedelta(days=2))
    assert desk.appointments.search(path.id, "follow-up").slots[0].starts > FIRST + WEEK
    book("follow-up", FIRST + 2 * WEEK)
    with pytest.raises(Blocked, match="Follow-up on Tue 22 Dec 2026 has to come after it"):
        book("session", FIRST + 3 * WEEK)


def test_a_slot_is_refused_when_it_is_out_of_order_by_the_time_it_is_booked(desk, path, book):
    slot = desk.appointments.at(path.id, "follow-up", FIRST)
    book("session", FIRST + WEEK)
    with pytest.raises(Blocked, match="Ketamine session on Tue 15 Dec 2026 has to come before it"):
        desk.bookings.book_step(path.id, "follow-up", slot)


def test_no_session_is_moved_past_what_follows_it(desk, path, book):
    session = book("session", FIRST)
    integration = book("integration", FIRST + WEEK)
    with pytest.raises(AtmaError, match="Integration visit on Tue 15 Dec 2026 has to come after it"):
        desk.events.edit(session.offering, EventFields(starts=FIRST + 2 * WEEK))
    with pytest.raises(AtmaError, match="no Ketamine session is booked or done before it"):
        desk.events.edit(integration.offering, EventFields(starts=FIRST - timedelta(days=1)))
    book("session", FIRST + 3 * WEEK)


def test_what_is_booked_after_a_session_stops_nobody_from_withdrawing_or_coming(desk, path, book, clock):
    session, integration = book("session", FIRST), book("integration", FIRST + WEEK)
    desk.enrolments.withdraw(session.id)
    desk.events.edit(integration.offering, EventFields(starts=FIRST + 2 * WEEK))
    clock.now = NOW + timedelta(days=21)
    assert desk.arrivals.check_in(integration.id).enrolment.status == "attended"


def test_who_waits_out_of_order_is_passed_over_until_the_order_is_right(desk, path, book):
    session = book("session", FIRST + WEEK)
    other = begun(desk, "Cy Example")
    desk.enrolments.enrol(session.offering, person_id=other.person)
    early = desk.appointments.at(other.id, "follow-up", FIRST)
    follow_up = desk.bookings.book_step(other.id, "follow-up", early).enrolment
    assert desk.enrolments.withdraw(session.id).offered == ()
    [row] = desk.waiting.who_can(session.offering)
    assert row.skip == "Follow-up on Tue 8 Dec 2026 has to come after it"
    with pytest.raises(Blocked, match="Ketamine session for Cy Example: Follow-up on Tue 8 Dec 2026 has to come"):
        desk.waiting.let_in(row.enrolment.id, "they asked")
    desk.enrolments.withdraw(follow_up.id)
    assert desk.enrolments.take_offer(row.enrolment.id).enrolment.status == "enrolled"


def test_an_offer_that_is_out_of_order_by_now_is_not_taken(desk, path, book):
    session = book("session", FIRST + WEEK)
    other = begun(desk, "Cy Example")
    waiting = desk.enrolments.enrol(session.offering, person_id=other.person).enrolment
    desk.enrolments.withdraw(session.id)
    desk.bookings.book_step(other.id, "follow-up", desk.appointments.at(other.id, "follow-up", FIRST + 2 * WEEK))
    desk.events.edit(session.offering, EventFields(starts=FIRST + 3 * WEEK))
    with pytest.raises(AtmaError, match="Follow-up on Tue 22 Dec 2026 has to come after it"):
        desk.enrolments.take_offer(waiting.id)
    desk.events.edit(session.offering, EventFields(starts=FIRST + WEEK))
    assert desk.enrolments.take_offer(waiting.id).enrolment.status == "enrolled"


def test_an_assessment_may_be_gone_through_again_between_sessions(book):
    book("session", FIRST)
    book("readiness-assessment", FIRST + WEEK)
    book("session", FIRST + 2 * WEEK)


def test_integration_visits_that_will_be_owed_are_counted_as_upcoming(desk, path, book, clock):
    def counts():
        steps = {one.step.id: one for one in desk.pathways.card(path.id).rail.steps}
        return steps["integration"].owed, steps["integration"].upcoming

    first = book("session", FIRST)
    book("session", FIRST + WEEK)
    assert counts() == (0, 2)
    book("integration", FIRST + timedelta(days=1))
    assert counts() == (0, 1)
    clock.now = NOW + timedelta(days=14)
    desk.arrivals.check_in(first.id)
    assert counts() == (0, 1)

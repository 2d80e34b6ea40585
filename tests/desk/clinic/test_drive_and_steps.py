"""A longer drive or turn-over and other steps: what is booked must still keep to them, or a reason is given."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from atma_tui.desk.clinic.choices import ClinicFields
from atma_tui.desk.maintenance import broken_rules
from atma_tui.domain.errors import Affected, Blocked
from atma_tui.domain.paths.slots import Slot
from atma_tui.domain.records import Enrolment, Program
from tests.desk.appointments.test_appointments_kept import ROOMS, WHEN, Clinic

EVENING = datetime(2026, 12, 8, 18)


@pytest.fixture
def clinic(clock):
    return Clinic(clock)


def drive(desk, minutes, **more):
    return desk.choices.change(ClinicFields(travel_minutes=minutes), **more)


@pytest.fixture
def both_cities(desk, event, person):
    """Ann has seats in both cities on one evening, with an hour between them."""
    drive(desk, 30)
    ann = person("Ann Sample")
    early = event("Early", starts=EVENING - timedelta(hours=3), ends=EVENING - timedelta(hours=1))
    seats = [early, event("Late", site="calgary")]
    return [desk.enrolments.enrol(one.id, person_id=ann.id).enrolment.id for one in seats]


def test_a_longer_drive_that_somebody_cannot_make_needs_a_reason(desk, both_cities):
    drive(desk, 60)
    with pytest.raises(Affected, match=r"The drive: .* Ann Sample would be in .* in the other city") as refused:
        drive(desk, 90)
    assert str(refused.value).count("Ann Sample") == 1
    assert desk.choices.get().travel_minutes == 60
    drive(desk, 90, override="winter")
    seats = desk.book.store.get_many(Enrolment, both_cities).values()
    assert "winter (Ada)" in {one.clash_reason for one in seats}
    assert "(override: winter); affected: Ann Sample" in desk.history.undoable().summary
    assert broken_rules(desk.book) == []
    for minutes in (60, 90, 60):
        desk.history.undo(desk.history.recent(1)[0].id)
        assert desk.choices.get().travel_minutes == minutes


def test_undo_does_not_make_the_drive_too_long_for_who_enrolled_since(desk, event, person):
    drive(desk, 30)
    shorter = desk.history.undoable()
    ann = person("Ann Sample")
    for one in (event("Early", starts=EVENING - timedelta(hours=3)), event("Late", site="calgary")):
        desk.enrolments.enrol(one.id, person_id=ann.id)
    with pytest.raises(Blocked, match=r"Ann Sample would be in .* in the other city"):
        desk.history.undo(shorter.id)


def test_no_reason_takes_a_clinician_to_two_cities_at_once(clinic):
    desk = clinic.desk
    drive(desk, 30)
    clinic.session(clinic.bo)
    desk.programs.save_site("calgary", rooms=ROOMS)
    starts = WHEN + timedelta(hours=3)
    slot = Slot(
        site="calgary",
        starts=starts,
        ends=starts + timedelta(hours=2),
        room="one",
        clinician=clinic.nurse,
        supervisor=clinic.doctor,
    )
    desk.bookings.book_step(clinic.cy, "session", slot)
    with pytest.raises(Blocked, match=r"Ketamine session on Tue 8 Dec .*: Nurse One is with somebody else"):
        drive(desk, 90, override="winter")


def test_no_reason_makes_a_turn_over_longer_than_the_time_between_two_appointments(clinic):
    clinic.session(clinic.bo)
    clinic.session(clinic.cy, WHEN + timedelta(hours=2, minutes=30))
    with pytest.raises(Blocked, match=r"Ketamine session on Tue 8 Dec .*: Room 1 is taken by Ketamine session"):
        clinic.desk.programs.save_site(
            "edmonton", rooms=[replace(one, turnover=45) for one in ROOMS], override="cleaning"
        )


def test_other_steps_that_stop_what_is_booked_need_a_reason(clinic):
    desk = clinic.desk
    clinic.session(clinic.bo)
    clinic.session(clinic.bo, WHEN + timedelta(days=7))
    program = desk.book.the(Program, "ketamine-therapy")

    def apart(days, **more):
        steps = tuple(replace(one, gap_days=days) if one.id == "session" else one for one in program.steps)
        return desk.programs.save(replace(program, steps=steps), **more)

    apart(7)
    with pytest.raises(Affected, match=r"Ketamine session for Bo Example on .*: less than 10 days from"):
        apart(10)
    apart(10, override="the physician says so")
    for days in (7, 10, 7):
        desk.history.undo(desk.history.recent(1)[0].id)
        [session] = [one for one in desk.book.the(Program, program.id).steps if one.id == "session"]
        assert session.gap_days == days

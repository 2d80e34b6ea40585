"""Who takes people home after a session is pointed out at check-in and at check-out."""

from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from atma_tui.desk.clinic.choices import ClinicFields
from atma_tui.desk.people.new_person import NewPerson
from tests.ui.kit import running, tap, type_text
from tests.ui.rig import Clock, add_event, app_over, shows, small_desk, words_on
from tests.ui.today.test_leaving import TodayRig

TODAY = datetime(2026, 12, 1, 9)


@pytest.fixture
def desk():
    desk = small_desk(Clock())
    desk.choices.change(ClinicFields(person_fields=("escort", "interpreter")))
    doctor = desk.programs.save_clinician("Dr. Sample", supervises=True)
    watched = add_event(desk, "Watched morning", starts=TODAY, ends=TODAY + timedelta(hours=3), capacity=9)
    with desk.book.act("start") as work:
        work.put(replace(watched, supervisor=doctor.id), watched)
    for new in (
        NewPerson(name="Ada Sample", escort="Otto Abholer; 780-555-0177", interpreter="Cree"),
        NewPerson(name="Bo Example"),
    ):
        desk.enrolments.enrol(watched.id, new=new)
    return desk


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_check_in_shows_the_escort_and_points_out_a_missing_one(desk, tmp_path, size):
    async with running(app_over(desk, tmp_path, TodayRig), size) as pilot:
        await shows(pilot, "Watched morning")
        await type_text(pilot, "ada")
        await shows(pilot, "Interpreter: Cree", "Escort: Otto Abholer; 780-555-0177")
        await tap(pilot, "f8")
        await shows(pilot, "A. S.", "Escort noted")
        assert not [one for one in ("Otto", "Cree") if one in words_on(pilot.app)]
        await tap(pilot, "f8", "escape")
        await type_text(pilot, "bo")
        await shows(pilot, "NO ESCORT NOTED")
        await tap(pilot, "enter")
        await shows(pilot, "Bo Example is here for Watched morning; no escort is noted")


async def test_the_list_of_who_is_still_here_says_so_too(desk, tmp_path):
    for one in desk.arrivals.expected():
        desk.arrivals.check_in(one.enrolment.id)
    async with running(app_over(desk, tmp_path, TodayRig), (120, 40)) as pilot:
        await shows(pilot, "still here")
        await tap(pilot, "f4")
        await shows(pilot, "Still here", "Escort: Otto Abholer")
        await tap(pilot, "down")
        await shows(pilot, "NO ESCORT NOTED")


async def test_nothing_is_said_of_the_escort_of_a_masked_client_in_that_list(desk, tmp_path):
    for one in desk.arrivals.expected():
        desk.arrivals.check_in(one.enrolment.id)
        desk.masking.mask(one.person.id)
    async with running(app_over(desk, tmp_path, TodayRig), (120, 40)) as pilot:
        await shows(pilot, "still here")
        await tap(pilot, "f4")
        await shows(pilot, "Still here", "A. S. (masked)")
        assert not [one for one in ("ESCORT", "Otto", "Escort") if one in words_on(pilot.app)]

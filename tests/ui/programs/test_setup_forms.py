"""The clinic's set-up on the screen: programs with their steps, rooms and hours."""

from __future__ import annotations

from datetime import datetime

import pytest

from atma_tui.domain.records import Event, Hours, Program, Room
from atma_tui.ui.programs.clinicians import CliniciansScreen
from atma_tui.ui.programs.program_form import ProgramForm
from atma_tui.ui.programs.setup_forms import SiteForm
from tests.ui.clients.test_pathway import clock, desk  # noqa: F401
from tests.ui.kit import running, screen_text, tap, toasted, type_text, wait_for
from tests.ui.programs.test_programs import ProgramsRig
from tests.ui.rig import add_event, add_person, app_over, other_desk, shows


def stored(desk, id):  # noqa: F811
    return desk.book.store.get(Program, id)


async def test_rooms_and_hours_of_a_site(desk, tmp_path):  # noqa: F811
    async with running(app_over(desk, tmp_path, ProgramsRig), size=(110, 34)) as pilot:
        await shows(pilot, "Edmonton")
        while pilot.app.screen.focused.cursor_key != "ketamine-therapy@edmonton":
            await tap(pilot, "down")
        await tap(pilot, "t")
        await shows(pilot, "Change a site", "Group room 15 min")
        await tap(pilot, "tab", "tab", "end")
        await type_text(pilot, "; Room 1 2 seats 30 min")
        await tap(pilot, "tab")
        await type_text(pilot, "mon-fri 8-16; mon 15-17")
        await tap(pilot, "enter")
        await shows(pilot, "Mon 15:00 is named twice")
        await tap(pilot, *["backspace"] * 11, "enter")
        await wait_for(pilot, lambda: "Change a site" not in screen_text(pilot.app), "saved")
    site = desk.site("edmonton")
    assert site.rooms == (
        Room(id="group", name="Group room"),
        Room(id="room-1", name="Room 1", seats=2, turnover=30),
    )
    assert site.hours[0] == Hours(weekday=0, opens="08:00", closes="16:00")


async def test_a_program_is_changed_step_by_step(desk, tmp_path):  # noqa: F811
    async with running(app_over(desk, tmp_path), size=(110, 34)) as pilot:
        pilot.app.push_screen(ProgramForm(stored(desk, "ketamine-therapy")))
        await shows(pilot, "Ketamine session", "Integration visit")
        await tap(pilot, "enter")
        await shows(pilot, "Change a step")
        await tap(pilot, "tab", "tab")
        await type_text(pilot, "none")
        await tap(pilot, "ctrl+s")
        await shows(pilot, "Minutes: 1 to 1440")
        await tap(pilot, *["backspace"] * 4, "4", "5", "ctrl+s")
        await shows(pilot, "Information call", "45 min")
        await tap(pilot, "n")
        await shows(pilot, "New step")
        await type_text(pilot, "Blood pressure")
        await tap(pilot, "ctrl+s")
        await shows(pilot, "Blood pressure")
        await tap(pilot, "+", "end", "delete")
        assert "Follow-up" not in screen_text(pilot.app)
        assert len(stored(desk, "ketamine-therapy").steps) == 6
        while pilot.app.focused.id != "save":
            await tap(pilot, "tab")
        await tap(pilot, "enter")
        await toasted(pilot, "Changed the program")
    steps = stored(desk, "ketamine-therapy").steps
    assert [step.id for step in steps] == [
        "information-call",
        "readiness-assessment",
        "blood-pressure",
        "treatment-plan",
        "session",
        "integration",
    ]
    assert steps[0].minutes == 45


async def test_a_step_owed_after_one_that_comes_later_is_refused_and_nothing_is_lost(desk, tmp_path):  # noqa: F811
    async with running(app_over(desk, tmp_path), size=(110, 34)) as pilot:
        pilot.app.push_screen(ProgramForm(stored(desk, "ketamine-therapy")))
        await shows(pilot, "Integration visit")
        await tap(pilot, *["down"] * 4, "-")
        while pilot.app.focused.id != "save":
            await tap(pilot, "tab")
        await tap(pilot, "enter")
        await shows(pilot, "is owed after a step that does not come before it")
        await tap(pilot, "escape")
        await shows(pilot, "Throw away what you typed?")
    assert [step.id for step in stored(desk, "ketamine-therapy").steps][3:5] == ["session", "integration"]


async def test_a_new_program_has_places_at_every_site(desk, tmp_path):  # noqa: F811
    async with running(app_over(desk, tmp_path, ProgramsRig), size=(110, 34)) as pilot:
        await shows(pilot, "Edmonton")
        await tap(pilot, "n")
        await shows(pilot, "New program", "No step yet")
        await type_text(pilot, "Ketamine therapy")
        await tap(pilot, "ctrl+s")
        await shows(pilot, "There is a program called Ketamine-assisted therapy already")
        await type_text(pilot, " for pairs")
        await tap(pilot, "ctrl+s")
        await wait_for(pilot, lambda: stored(desk, "ketamine-therapy-for-pairs"), "it is stored")
    assert {row.site.id for row in desk.agenda.places() if row.program.title == "Ketamine therapy for pairs"} == {
        "edmonton",
        "calgary",
    }


async def test_another_desk_that_saved_meanwhile_is_not_overwritten(desk, tmp_path):  # noqa: F811
    program = stored(desk, "ketamine-therapy")
    async with running(app_over(desk, tmp_path), size=(110, 34)) as pilot:
        pilot.app.push_screen(ProgramForm(program))
        await shows(pilot, "Ketamine session")
        other_desk(desk).programs.save(program, rev=program.rev)
        while pilot.app.focused.id != "save":
            await tap(pilot, "tab")
        await tap(pilot, "enter")
        await shows(pilot, "Somebody changed this meanwhile")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_forms_fit(desk, tmp_path, size):  # noqa: F811
    async with running(app_over(desk, tmp_path), size=size) as pilot:
        pilot.app.push_screen(ProgramForm(stored(desk, "ketamine-therapy")))
        await shows(pilot, "Change a program", "Save")
        await tap(pilot, "enter")
        await shows(pilot, "Change a step", "Save", "Minutes")


async def test_a_room_that_people_need_is_made_smaller_only_with_a_reason(desk, tmp_path):  # noqa: F811
    desk.programs.save_site("edmonton", rooms=(Room(id="group", name="Group room", seats=2),))
    event = add_event(desk, "Evening", room="group")
    for name in ("Ann Sample", "Bo Sample"):
        desk.enrolments.enrol(event.id, person_id=add_person(desk, name).id)
    async with running(app_over(desk, tmp_path), size=(110, 34)) as pilot:
        pilot.app.push_screen(SiteForm(desk.site("edmonton")))
        await shows(pilot, "Change a site", "Group room 2 seats 15 min")
        field = pilot.app.screen.query_one("#rooms").entry
        field.focus()
        field.value = "Group room 1 seat"
        await tap(pilot, "ctrl+s")
        await shows(pilot, "Some bookings would no longer fit", "2 in it, 1 place in Group room")
        await tap(pilot, "escape")
        await shows(pilot, "Change a site")
        assert desk.site("edmonton").room("group").seats == 2
        await tap(pilot, "ctrl+s")
        await shows(pilot, "Some bookings would no longer fit")
        await type_text(pilot, "fire officer")
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: desk.site("edmonton").room("group").seats == 1, "saved")
    assert desk.book.store.get(Event, event.id).override_reason == "fire officer (Ada)"


async def test_a_site_that_was_closed_is_opened_again(desk, tmp_path):  # noqa: F811
    desk.closing.close("edmonton", datetime(2026, 12, 8, 7), datetime(2026, 12, 8, 22), "storm")
    async with running(app_over(desk, tmp_path), size=(110, 34)) as pilot:
        pilot.app.push_screen(SiteForm(desk.site("edmonton")))
        await shows(pilot, "Change a site", "stays closed as it is")
        pilot.app.screen.query_one("#reopen").value = "0"
        await tap(pilot, "ctrl+s")
        await wait_for(pilot, lambda: not desk.site("edmonton").closures, "it is open")


async def test_a_clinician_is_away_for_some_days_and_back_again(desk, tmp_path):  # noqa: F811
    async with running(app_over(desk, tmp_path), size=(110, 34)) as pilot:
        pilot.app.push_screen(CliniciansScreen())
        await shows(pilot, "Dr. Example", "whenever a site is open")
        await tap(pilot, "home", "a")
        await shows(pilot, "Away for some time")
        await type_text(pilot, "21 dec")
        await tap(pilot, "tab")
        await type_text(pilot, "31 dec")
        await tap(pilot, "ctrl+s")
        await shows(pilot, "away Mon 21 Dec 2026 to Thu 31 Dec 2026")
        await tap(pilot, "b")
        await shows(pilot, "At work after all?")
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: not any(one.absences for one in desk.programs.clinicians()), "at work")

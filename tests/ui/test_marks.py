"""Several rows are marked and acted on at once, by one act that one key undoes."""

from __future__ import annotations

from datetime import datetime

import pytest

from atma_tui.domain.records import Act, Call
from atma_tui.ui.programs.program_roster import ProgramRosterScreen
from atma_tui.ui.requests import OpenEvent
from tests.ui.kit import click_on, running, screen_text, settle, tap, toasted, type_text
from tests.ui.programs.test_programs import with_programs
from tests.ui.rig import Rig, add_event, add_person, app_over, cursor_on, enrol, shows, small_desk, status

NAMES = ("Ann Sample", "Bo Sample", "Cy Sample")


@pytest.fixture
def desk():
    return small_desk()


def rig(desk, tmp_path, mode):
    return app_over(desk, tmp_path, type("Marks", (Rig,), {"DEFAULT_MODE": mode}))


def offers_and_calls(desk):
    """Two seats are offered, and one person is owed a call about an event that was moved."""
    event = add_event(desk, capacity=2)
    seats = [enrol(desk, event, name) for name in ("Gone Placeholder", "Left Placeholder")]
    waiting = [enrol(desk, event, name) for name in NAMES[:2]]
    for seat in seats:
        desk.enrolments.withdraw(seat.id)
    told = enrol(desk, add_event(desk, "Talk", starts=datetime(2026, 12, 9, 18)), NAMES[2])
    desk.calls.owe(told.id, "bring a cup")
    return [*waiting, told]


@pytest.mark.parametrize(
    ("keys", "statuses", "state"),
    [
        (["a"], ["enrolled", "enrolled"], "reached"),
        (["v"], ["offered", "offered"], "voicemail"),
        (["l"], ["offered", "offered"], "no_answer"),
        (["n", "enter"], ["cancelled", "cancelled"], "dropped"),
    ],
)
async def test_the_same_is_noted_of_all_marked_calls(desk, tmp_path, keys, statuses, state):
    ann, bo, cy = offers_and_calls(desk)
    acts = desk.book.store.count(Act)
    async with running(rig(desk, tmp_path, "calls"), size=(120, 40)) as pilot:
        await tap(pilot, "home", "space", "space", "space", *keys)
        await toasted(pilot, "F5 undoes")
        assert [status(desk, ann), status(desk, bo)] == statuses
        assert [one.state for one in desk.book.store.find(Call, person=cy.person)] == [state]
        assert desk.book.store.count(Act) == acts + 1
        await tap(pilot, "f5")
        await toasted(pilot, "Undid")
        assert [status(desk, ann), status(desk, bo)] == ["offered", "offered"]


async def test_a_no_of_several_is_asked_about_and_names_them(desk, tmp_path):
    ann, *_ = offers_and_calls(desk)
    async with running(rig(desk, tmp_path, "calls"), size=(120, 40)) as pilot:
        await tap(pilot, "space", "space", "n")
        await shows(pilot, "Ann Sample", "Bo Sample", "Their seats go to whoever is next in line.")
        await tap(pilot, "escape")
        assert status(desk, ann) == "offered"


async def test_all_marked_at_the_door_are_checked_in_by_one_enter(desk, tmp_path):
    event = add_event(desk, capacity=5, starts=datetime(2026, 12, 1, 11))
    seats = [enrol(desk, event, name) for name in NAMES]
    async with running(rig(desk, tmp_path, "today")) as pilot:
        await type_text(pilot, "sample")
        await cursor_on(pilot, NAMES[0])
        await tap(pilot, "shift+down", "shift+down", "enter")
        await toasted(pilot, "2 are here for Open house: Ann Sample, Bo Sample · F5 undoes")
        assert [status(desk, one) for one in seats] == ["attended", "attended", "enrolled"]
        await tap(pilot, "f5")
        await toasted(pilot, "Undid")
        assert [status(desk, one) for one in seats] == ["enrolled"] * 3


async def test_marks_are_made_by_mouse_and_gone_with_their_rows(desk, tmp_path):
    event = add_event(desk, capacity=5)
    seats = [enrol(desk, event, name) for name in NAMES]
    app = rig(desk, tmp_path, "events")
    async with running(app, size=(120, 40)) as pilot:
        app.open(OpenEvent(event.id))
        await shows(pilot, *NAMES)
        people = app.screen.query_one("#people")
        for row in (1, 2):
            await pilot.click("#people", offset=(1, row + 1))
        await pilot.click("#people", offset=(9, 4), control=True)
        await settle(pilot)
        assert people.marked == [one.id for one in seats]
        await pilot.click("#people", offset=(1, 3))
        assert people.marked == [seats[0].id, seats[2].id]
        people.set_rows(people.rows[-1:])
        assert people.marked == [seats[2].id]


async def test_people_of_a_program_are_marked_and_moved_called_or_withdrawn_at_once(desk, tmp_path):
    with_programs(desk)
    seats = [desk.enrolments.enrol("walk@calgary", person_id=add_person(desk, name).id) for name in NAMES]
    acts = desk.book.store.count(Act)
    app = rig(desk, tmp_path, "programs")
    async with running(app, size=(120, 40)) as pilot:
        app.push_screen(ProgramRosterScreen("walk@calgary"))
        await shows(pilot, *NAMES)
        await tap(pilot, "home", "space", "space", "t")
        await shows(pilot, "Move to which site?", "Edmonton")
        await tap(pilot, "enter")
        await toasted(pilot, "2 moved to Walking therapy, Edmonton: Ann Sample, Bo Sample")
        assert desk.book.store.count(Act) == acts + 1
        await tap(pilot, "f5")
        await toasted(pilot, "Undid")
        await tap(pilot, "home", "space", "space", "l")
        await shows(pilot, "Ann Sample, Bo Sample", "What are they to be told?")
        await type_text(pilot, "bring a cup")
        await tap(pilot, "enter")
        await toasted(pilot, "2 are to be called")
        await tap(pilot, "home", "space", "space", "d")
        await shows(pilot, "Withdraw 2 people")
        await type_text(pilot, "moved away")
        await tap(pilot, "enter")
        await toasted(pilot, "2 withdrawn from")
    assert [status(desk, one.enrolment) for one in seats] == ["cancelled", "cancelled", "enrolled"]


async def test_all_marked_are_put_on_the_call_list_with_what_to_tell(desk, tmp_path):
    event = add_event(desk, capacity=5)
    seats = [enrol(desk, event, name) for name in NAMES]
    app = rig(desk, tmp_path, "events")
    async with running(app, size=(120, 40)) as pilot:
        app.open(OpenEvent(event.id))
        await shows(pilot, *NAMES)
        await tap(pilot, "home", "space", "space", "l")
        await shows(pilot, "Ann Sample, Bo Sample", "What are they to be told?")
        await type_text(pilot, "bring a cup")
        await tap(pilot, "enter")
        await toasted(pilot, "2 are to be called: bring a cup")
        await click_on(pilot, "Calls")
        await shows(pilot, "bring a cup", NAMES[0], NAMES[1])
        assert NAMES[2] not in screen_text(app)
    assert {call.enrolment for call in desk.book.store.find(Call)} == {one.id for one in seats[:2]}

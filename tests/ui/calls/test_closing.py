from __future__ import annotations

from datetime import datetime

import pytest

from atma_tui.domain.records import Event
from tests.ui.gallery import HOSTILE
from tests.ui.kit import SIZES, assert_golden, burst, running, screen_text, settle, tap, type_text, wait_for
from tests.ui.rig import Rig, add_event, add_person, app_over, shows, small_desk, words_on


class CallsRig(Rig):
    DEFAULT_MODE = "calls"


@pytest.fixture
def desk():
    """Two events tonight in Edmonton, one in Calgary, one tomorrow."""
    desk = small_desk()
    circle = add_event(desk, "Circle", starts=datetime(2026, 12, 1, 18), capacity=9, room="group")
    talk = add_event(desk, "Talk", starts=datetime(2026, 12, 1, 20), capacity=9)
    add_event(desk, "Elsewhere", starts=datetime(2026, 12, 1, 18), site="calgary")
    add_event(desk, "Tomorrow", starts=datetime(2026, 12, 2, 18))
    for event, name in ((circle, "Ann Sample"), (circle, "Bo Sample"), (talk, "Cy Sample")):
        person = add_person(desk, name, phone="780-555-0101")
        desk.enrolments.enrol(event.id, person_id=person.id)
    return desk


def titled(desk, title) -> Event:
    return next(one for one in desk.book.store.find(Event) if one.title == title)


async def opened(pilot, site="edmonton"):
    pilot.app.site = site
    await settle(pilot)
    await tap(pilot, "D")
    await wait_for(pilot, lambda: "Close a site" in screen_text(pilot.app), "the dialog")
    if site:
        await shows(pilot, "to call")


def rig(desk, tmp_path, **more):
    return app_over(desk, tmp_path, CallsRig, **more)


async def test_the_rest_of_today_is_proposed_with_everybody_touched(desk, tmp_path):
    async with running(rig(desk, tmp_path)) as pilot:
        await opened(pilot)
        text = words_on(pilot.app)
        assert "today 10:00" in text
        assert "2 events: 2 moved; 3 to call" in text
        assert "Ann Sample, Bo Sample" in text
        assert "to Tue 8 Dec 18:00" in text
        assert "Elsewhere" not in text
        assert "Tomorrow" not in text


async def test_with_initials_only_it_names_nobody_at_once(desk, tmp_path):
    async with running(rig(desk, tmp_path)) as pilot:
        await opened(pilot)
        await tap(pilot, "f8")
        await settle(pilot)
        assert "A. S., B. S." in screen_text(pilot.app)
        assert "Ann Sample" not in screen_text(pilot.app)


async def test_enter_after_the_reason_does_it_in_one_act_and_the_call_list_follows(desk, tmp_path):
    async with running(rig(desk, tmp_path)) as pilot:
        await opened(pilot)
        await tap(pilot, "enter", "enter")
        await type_text(pilot, "Storm")
        await tap(pilot, "enter")
        await shows(pilot, "Closed Edmonton", "Calls to make", "Ann Sample", "Bo Sample", "Cy Sample")
        assert titled(desk, "Circle").starts == datetime(2026, 12, 8, 18)
        assert titled(desk, "Talk").starts == datetime(2026, 12, 8, 20)
        await tap(pilot, "u")
        await wait_for(pilot, lambda: "Nobody to call" in screen_text(pilot.app), "all undone by one key")
    assert titled(desk, "Circle").starts == datetime(2026, 12, 1, 18)


async def test_space_cancels_an_event_lets_it_take_place_and_moves_it_again(desk, tmp_path):
    async with running(rig(desk, tmp_path)) as pilot:
        await opened(pilot)
        await tap(pilot, "enter", "tab")
        for summary in (
            "1 moved, 1 cancelled; 3 to call",
            "1 moved, 1 left as it is; 1 to call",
            "2 moved; 3 to call",
        ):
            await tap(pilot, "space")
            await shows(pilot, summary)
        await tap(pilot, "space", "down", "space", "space", "enter")
        await type_text(pilot, "Storm")
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: "Calls to make" in screen_text(pilot.app), "done")
    assert titled(desk, "Circle").status == "cancelled"
    assert titled(desk, "Talk").starts == datetime(2026, 12, 1, 20)
    assert titled(desk, "Talk").live


async def test_arrows_move_an_event_to_another_free_week(desk, tmp_path):
    add_event(desk, "Taken", starts=datetime(2026, 12, 15, 18), room="group")
    async with running(rig(desk, tmp_path)) as pilot:
        await opened(pilot)
        await tap(pilot, "enter", "tab", "right", "right", "left")
        await shows(pilot, "to Tue 22 Dec 18:00")
        await tap(pilot, "enter")
        await type_text(pilot, "Storm")
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: "Calls to make" in screen_text(pilot.app), "done")
    assert titled(desk, "Circle").starts == datetime(2026, 12, 22, 18)


async def test_a_whole_day_is_touched_too_and_goes_on_unless_somebody_is_in_it(desk, tmp_path):
    week = {"all_day": True, "starts": datetime(2026, 11, 30), "ends": datetime(2026, 12, 5)}
    add_event(desk, "Display", **week)
    retreat = add_event(desk, "Retreat", **week)
    desk.enrolments.enrol(retreat.id, person_id=add_person(desk, "Di Sample").id)
    async with running(rig(desk, tmp_path)) as pilot:
        await opened(pilot)
        lines = {
            name: line
            for line in screen_text(pilot.app).splitlines()
            for name in ("Display", "Retreat")
            if name in line
        }
    assert "stays" in lines["Display"]
    assert "cancelled" in lines["Retreat"]


async def test_enter_goes_from_field_to_field_as_in_every_form(desk, tmp_path):
    async with running(rig(desk, tmp_path)) as pilot:
        await opened(pilot, site="")
        await burst(pilot, *"edm", "enter", "enter", "enter", *"fire")
        await shows(pilot, "2 events", "fire")
        await tap(pilot, "enter")
        await shows(pilot, "Calls to make")
    assert titled(desk, "Circle").starts == datetime(2026, 12, 8, 18)


async def test_without_a_reason_nothing_is_done(desk, tmp_path):
    async with running(rig(desk, tmp_path)) as pilot:
        await opened(pilot)
        await tap(pilot, "enter", "enter", "enter")
        await wait_for(pilot, lambda: "Reason is missing" in screen_text(pilot.app), "it says so")
    assert titled(desk, "Circle").live


async def test_without_a_site_it_asks_which(desk, tmp_path):
    async with running(rig(desk, tmp_path)) as pilot:
        await opened(pilot, site="")
        assert "choose…" in screen_text(pilot.app)
        await tap(pilot, "tab", "tab", "tab", "tab")
        await type_text(pilot, "Storm")
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: "Choose the site" in screen_text(pilot.app), "it says so")
        await tap(pilot, "enter", "down", "down", "enter")
        await shows(pilot, "2 events")


async def test_hours_that_make_no_sense_are_said_while_typing(desk, tmp_path):
    async with running(rig(desk, tmp_path)) as pilot:
        await opened(pilot)
        await tap(pilot, "ctrl+u")
        await type_text(pilot, "tomorrow 12:00")
        await wait_for(pilot, lambda: "end before they begin" in screen_text(pilot.app), "it says so")
        await tap(pilot, "enter", "ctrl+u")
        await type_text(pilot, "tomorrow 23:00")
        await wait_for(pilot, lambda: "Tomorrow" in screen_text(pilot.app), "another day")


async def test_a_taken_room_is_refused_and_the_form_stays(desk, tmp_path):
    async with running(rig(desk, tmp_path)) as pilot:
        await opened(pilot)
        add_event(desk, "First come", starts=datetime(2026, 12, 8, 18), room="group")
        pilot.app.screen.workers.cancel_group(pilot.app.screen, "look")
        await tap(pilot, "enter", "enter")
        await type_text(pilot, "Storm")
        await tap(pilot, "enter")
        await wait_for(
            pilot,
            lambda: "its room is taken" in words_on(pilot.app) or "reached 0 of 3" in words_on(pilot.app),
            "refused",
        )
    assert titled(desk, "Circle").starts != datetime(2026, 12, 8, 18)


async def test_privacy_mode_shows_no_name(desk, tmp_path):
    async with running(rig(desk, tmp_path, private=True)) as pilot:
        await opened(pilot)
        assert "A. S., B. S." in words_on(pilot.app)
        assert "Sample" not in screen_text(pilot.app)


@pytest.mark.parametrize("size", SIZES)
async def test_hostile_texts_are_shown_literally(tmp_path, size):
    desk = small_desk()
    for number, words in enumerate(HOSTILE):
        event = add_event(desk, f"T{number} {words}", starts=datetime(2026, 12, 1, 18), capacity=9)
        person = add_person(desk, f"A{number} {words}")
        desk.enrolments.enrol(event.id, person_id=person.id, clash_why="test")
    async with running(rig(desk, tmp_path), size=size) as pilot:
        await opened(pilot)
        await tap(pilot, "enter", "enter")
        await type_text(pilot, "[/] storm")
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: "Calls to make" in screen_text(pilot.app), "done")
        assert "\x1b" not in screen_text(pilot.app)


@pytest.mark.parametrize("size", SIZES[:2])
async def test_looks(desk, tmp_path, size):
    async with running(rig(desk, tmp_path), size=size) as pilot:
        await opened(pilot)
        await tap(pilot, "enter", "tab", "space")
        await shows(pilot, "1 cancelled")
        await assert_golden(pilot, f"closing-{size[0]}x{size[1]}")

from __future__ import annotations

from datetime import timedelta

import pytest

from atma_tui.ui.dialogs.lock import LockScreen
from atma_tui.ui.enrolments.enrol import EnrolScreen
from tests.ui.kit import SIZES, paste, running, screen_text, tap, toasts, type_text, wait_for
from tests.ui.rig import Clock, PeopleRig, add_event, add_person, app_over, enrolments, shows, small_desk


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def desk(clock):
    desk = small_desk(clock)
    add_person(desk, "Chen Example")
    return desk


@pytest.mark.parametrize("size", SIZES)
async def test_a_locked_desk_shows_the_time_and_nothing_else(desk, tmp_path, size):
    async with running(app_over(desk, tmp_path, PeopleRig), size=size) as pilot:
        await type_text(pilot, "chen")
        await shows(pilot, "Chen Example")
        pilot.app.notify("Enrolled Chen Example")
        await tap(pilot, "ctrl+l")
        await shows(pilot, "Desk locked")
        pilot.app.notify("An offer to Chen Example lapsed")
        shown = screen_text(pilot.app)
    for word in ("Chen", "People", "Ada", "Edmonton"):
        assert word not in shown
    assert len([line for line in shown.splitlines() if line.strip()]) <= 7


async def test_a_name_goes_on_and_becomes_the_operator(desk, tmp_path):
    async with running(app_over(desk, tmp_path, PeopleRig)) as pilot:
        await tap(pilot, "ctrl+l")
        await shows(pilot, "Desk locked")
        await tap(pilot, "enter")
        await shows(pilot, "Say who is at the desk.")
        await type_text(pilot, "Bo")
        await tap(pilot, "enter")
        await shows(pilot, "Bo at the desk")
    assert desk.operator == "Bo"


@pytest.mark.parametrize("key", ["escape", "ctrl+z", "ctrl+p", "f8", "f9", "slash", "2", "ctrl+l", "f1"])
async def test_no_key_gets_round_the_lock(desk, tmp_path, key):
    event = add_event(desk)
    desk.enrolments.enrol(event.id, person_id=desk.people.search("chen")[0].id)
    async with running(app_over(desk, tmp_path)) as pilot:
        await tap(pilot, "ctrl+l")
        await shows(pilot, "Desk locked")
        await tap(pilot, key)
        assert isinstance(pilot.app.screen, LockScreen)
        assert sum(isinstance(screen, LockScreen) for screen in pilot.app.screen_stack) == 1
    assert enrolments(desk)[0].status == "enrolled"


async def test_an_idle_desk_locks_and_keeps_what_was_half_typed(desk, clock, tmp_path):
    event = add_event(desk)
    async with running(app_over(desk, tmp_path, lock_minutes=10)) as pilot:
        pilot.app.push_screen(EnrolScreen(event.id))
        await type_text(pilot, "zed wu 780")
        await shows(pilot, "New person: zed wu 780")
        clock.now += timedelta(minutes=9)
        pilot.app.lock_when_idle()
        assert isinstance(pilot.app.screen, EnrolScreen)
        clock.now += timedelta(minutes=1)
        pilot.app.lock_when_idle()
        await shows(pilot, "Desk locked")
        await type_text(pilot, "Ada")
        await tap(pilot, "enter")
        await shows(pilot, "New person: zed wu 780")


async def test_any_key_puts_the_lock_off(desk, clock, tmp_path):
    async with running(app_over(desk, tmp_path, lock_minutes=10)) as pilot:
        clock.now += timedelta(minutes=9)
        await tap(pilot, "down")
        clock.now += timedelta(minutes=9)
        pilot.app.lock_when_idle()
        assert not isinstance(pilot.app.screen, LockScreen)


async def test_zero_minutes_never_lock(desk, clock, tmp_path):
    async with running(app_over(desk, tmp_path, lock_minutes=0)) as pilot:
        clock.now += timedelta(days=3)
        pilot.app.lock_when_idle()
        assert not isinstance(pilot.app.screen, LockScreen)


@pytest.mark.parametrize("text", ["[/", "[@click=app.quit]x", "\x1b]0;x\x07", "z" * 400])
async def test_a_hostile_name_is_only_text(desk, tmp_path, text):
    async with running(app_over(desk, tmp_path, PeopleRig)) as pilot:
        await tap(pilot, "ctrl+l")
        await shows(pilot, "Desk locked")
        await paste(pilot, text)
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: "\x1b" not in screen_text(pilot.app), "no escape sequence is painted")
        assert toasts(pilot.app) == []

"""Reminders on the screen: opened from the calls, marked one by one or several at once, drafts written."""

from datetime import datetime, timedelta

import pytest

from atma_tui.desk.events.fields import EventFields
from atma_tui.domain.records import Event, Reminder
from atma_tui.ui.people.person import PersonScreen
from atma_tui.ui.reminders.reminders import RemindersScreen
from tests.ui.kit import running, screen_text, settle, tap, toasted, wait_for
from tests.ui.rig import Clock, Rig, add_event, add_person, app_over, enrol, other_desk, small_desk, unaware


class CallsRig(Rig):
    DEFAULT_MODE = "calls"


@pytest.fixture
def desk():
    desk = small_desk()
    event = add_event(desk, capacity=9, starts=datetime(2026, 12, 2, 18))
    desk.enrolments.enrol(event.id, person_id=add_person(desk, "Ann Sample", email="ann@example.org").id)
    enrol(desk, event, "Bo Sample", phone="780-555-0101")
    moved = add_event(desk, "Talk", starts=datetime(2026, 12, 2, 10))
    enrol(desk, moved, "Cy Sample", phone="780-555-0102")
    starts = datetime(2026, 12, 4, 10)
    desk.events.edit(moved.id, EventFields(starts=starts, ends=starts + timedelta(hours=2)))
    return desk


def states(desk):
    return sorted((one.about, one.state) for one in desk.book.store.find(Reminder))


async def opened(pilot):
    await tap(pilot, "R")
    await wait_for(pilot, lambda: isinstance(pilot.app.screen, RemindersScreen), "the reminders are open")
    await settle(pilot)


async def test_marks_one_by_one_and_in_three_days(desk, tmp_path):
    app = app_over(desk, tmp_path, CallsRig)
    async with running(app, (120, 40)) as pilot:
        await opened(pilot)
        assert "3 of 3 to be told" in screen_text(app)
        await tap(pilot, "end")
        await settle(pilot)
        assert "Talk moved from Wed 2 Dec 2026" in screen_text(app), "what to tell stands below the list"
        await tap(pilot, "home", "m", "c", "n")
        await wait_for(pilot, lambda: len(states(desk)) == 3, "all are marked")
        await settle(pilot)
        assert [state for _, state in states(desk)].count("not_reached") == 1
        assert "1 of 3 to be told" in screen_text(app)
        await tap(pilot, "t")
        await settle(pilot)
        assert "Cy Sample" in screen_text(app) and "Ann Sample" not in screen_text(app)


async def test_several_are_marked_at_once_and_undone(desk, tmp_path):
    app = app_over(desk, tmp_path, CallsRig)
    async with running(app, (80, 24)) as pilot:
        await opened(pilot)
        await tap(pilot, "space", "space", "c")
        await wait_for(pilot, lambda: len(states(desk)) == 2, "two are marked")
        await settle(pilot)
        assert screen_text(app).count("confirmed") >= 2
        await tap(pilot, "f5")
        await wait_for(pilot, lambda: states(desk) == [], "it is undone")


async def test_drafts_are_written_and_enter_opens_the_person(desk, tmp_path):
    app = app_over(desk, tmp_path, CallsRig)
    async with running(app, (120, 40)) as pilot:
        await opened(pilot)
        await tap(pilot, "d")
        await toasted(pilot, "Wrote 1 mail and a mail merge for 3 people")
        assert len([*app.settings.private.glob("reminders/*.eml")]) == 1
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: isinstance(app.screen, PersonScreen), "the person is open")


async def test_initials_mode_names_nobody(desk, tmp_path):
    app = app_over(desk, tmp_path, CallsRig)
    async with running(app, (120, 40)) as pilot:
        await opened(pilot)
        await tap(pilot, "f8")
        await settle(pilot)
        assert "Sample" not in screen_text(app) and "A. S." in screen_text(app)


async def test_past_midnight_drafts_are_of_the_day_that_is_shown(tmp_path):
    clock = Clock()
    desk = small_desk(clock)
    for day, name in ((2, "Ann Sample"), (3, "Bo Sample")):
        event = add_event(desk, f"Talk {name}", starts=datetime(2026, 12, day, 18))
        desk.enrolments.enrol(event.id, person_id=add_person(desk, name, email="x@example.org").id)
    app = app_over(desk, tmp_path, CallsRig)
    async with running(app, (120, 40)) as pilot:
        await opened(pilot)
        assert "Wed 2 Dec 2026" in screen_text(app)
        clock.now += timedelta(hours=15)
        await tap(pilot, "d")
        await toasted(pilot, "Wrote 1 mail")
    assert "Ann Sample" in (tmp_path / "private" / "reminders" / "mail-merge.csv").read_text(encoding="utf-8-sig")


async def test_a_mark_on_a_list_that_is_old_is_refused(desk, tmp_path):
    app = unaware(app_over(desk, tmp_path, CallsRig))
    async with running(app, (120, 40)) as pilot:
        await opened(pilot)
        [event] = [one for one in desk.book.store.find(Event) if one.title == "Open house"]
        starts = event.starts + timedelta(hours=1)
        other_desk(desk).events.edit(event.id, EventFields(starts=starts, ends=starts + timedelta(hours=2)))
        await tap(pilot, "home", "down", "c")
        await toasted(pilot, "Open house was changed meanwhile; nothing was marked")
    assert states(desk) == []

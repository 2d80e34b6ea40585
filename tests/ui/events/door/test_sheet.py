"""The sign-in sheet is typed in on the card of an event."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.ui.kit import running, tap, type_text
from tests.ui.rig import Clock, Rig, add_event, add_person, app_over, enrolments, shows, small_desk

TODAY = datetime(2026, 12, 1, 7)


class TodayRig(Rig):
    DEFAULT_MODE = "today"


async def test_name_after_name_is_entered_for_what_is_over_and_full(tmp_path):
    desk = small_desk(Clock())
    house = add_event(desk, "Breakfast", starts=TODAY, ends=TODAY + timedelta(hours=2), capacity=1)
    clock_now, desk.book.clock = desk.book.clock, lambda: datetime.fromisoformat("2026-12-01T12:00:00+00:00")
    desk.enrolments.enrol(house.id, person_id=add_person(desk, "Ada Sample").id)
    desk.book.clock = clock_now
    async with running(app_over(desk, tmp_path, TodayRig), (120, 40)) as pilot:
        await shows(pilot, "Breakfast")
        await tap(pilot, "escape", "enter", "j")
        await shows(pilot, "Sign-in sheet: Breakfast", "Two letters show who fits")
        await type_text(pilot, "ada")
        await shows(pilot, "Ada Sample", "enrolled", "Somebody new: ada")
        await tap(pilot, "enter")
        await shows(pilot, "Entered: Ada Sample", "Two letters show who fits")
        await type_text(pilot, "Di New +2")
        await shows(pilot, "Somebody new: Di New")
        await tap(pilot, "enter")
        await shows(pilot, "Entered: Di New")
        await type_text(pilot, "ada")
        await shows(pilot, "here")
        await tap(pilot, "enter")
        await shows(pilot, "Ada Sample is checked in to Breakfast already")
    came = [(one.party, one.status, bool(one.override_reason)) for one in enrolments(desk, offering=house.id)]
    assert sorted(came) == [(1, "attended", False), (3, "attended", True)]

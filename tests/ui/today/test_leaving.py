"""Check-out on Today and on the card of an event, and who is still here."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.ui.kit import running, screen_text, settle, tap, toasts, type_text, wait_for
from tests.ui.rig import Clock, Rig, add_event, add_person, app_over, enrolments, shows, small_desk

TODAY = datetime(2026, 12, 1, 9)


class TodayRig(Rig):
    DEFAULT_MODE = "today"


@pytest.fixture
def desk():
    return small_desk(Clock())


@pytest.fixture
def talk(desk):
    """A talk that began an hour ago; Ada with two others, and Bo are here, Cy is not."""
    talk = add_event(desk, "Morning talk", starts=TODAY, ends=TODAY + timedelta(hours=3), capacity=9)
    for name, party in (("Ada Sample", 3), ("Bo Example", 1), ("Cy Tester", 1)):
        one = desk.enrolments.enrol(talk.id, person_id=add_person(desk, name).id, party=party).enrolment
        if name != "Cy Tester":
            desk.arrivals.check_in(one.id)
    return talk


def left(desk, event):
    return [desk.book.person(one.person).name for one in enrolments(desk, offering=event.id) if one.left]


async def test_today_says_how_many_are_still_here(desk, talk, tmp_path):
    async with running(app_over(desk, tmp_path, TodayRig), (120, 40)) as pilot:
        await shows(pilot, "F4 4 still here", "until 12:00: Morning", "4 of 5 here")


async def test_whoever_leaves_is_typed_and_checked_out(desk, talk, tmp_path):
    async with running(app_over(desk, tmp_path, TodayRig), (120, 40)) as pilot:
        await shows(pilot, "4 of 5 here")
        await type_text(pilot, "bo")
        await tap(pilot, "f4")
        await shows(pilot, "4 of 5 came, 1 left", "3 still here", "Bo Example has left Morning talk. F5")
        await type_text(pilot, "bo")
        await shows(pilot, "left, 10:00")
        await tap(pilot, "escape", "f5")
        await shows(pilot, "4 of 5 here")


async def test_whoever_comes_back_is_here_again_and_has_attended_all_along(desk, talk, tmp_path):
    async with running(app_over(desk, tmp_path, TodayRig), (120, 40)) as pilot:
        await shows(pilot, "4 of 5 here")
        await type_text(pilot, "bo")
        await tap(pilot, "f4")
        await shows(pilot, "Bo Example has left")
        await tap(pilot, "f5")
        await shows(pilot, "4 of 5 here")
        assert "talk. F5 undoes" not in screen_text(pilot.app), "what was undone is not said any more"
        await type_text(pilot, "bo")
        await tap(pilot, "f4")
        await shows(pilot, "4 of 5 came, 1 left")
        await type_text(pilot, "bo")
        await tap(pilot, "enter")
        await shows(pilot, "Bo Example is still here", "4 of 5 here")
        assert left(desk, talk) == []
        assert desk.history.recent()[0].summary == "Bo Example is still here at Morning talk"


async def test_who_did_not_come_cannot_leave(desk, talk, tmp_path):
    async with running(app_over(desk, tmp_path, TodayRig), (120, 40)) as pilot:
        await shows(pilot, "4 of 5 here")
        await type_text(pilot, "cy")
        await tap(pilot, "f4")
        await wait_for(pilot, lambda: "not checked out" in "".join(toasts(pilot.app)), "it is said")
        assert left(desk, talk) == []


async def test_the_list_of_who_is_here_checks_out_one_after_the_other(desk, talk, tmp_path):
    async with running(app_over(desk, tmp_path, TodayRig), (120, 40)) as pilot:
        await shows(pilot, "4 still here")
        await tap(pilot, "f4")
        await shows(pilot, "Edmonton (4)", "Ada Sample +2", "Bo Example", "came 10:00")
        assert "Cy Tester" not in screen_text(pilot.app).partition("Still here")[2]
        await tap(pilot, "enter")
        await shows(pilot, "Edmonton (1)")
        assert left(desk, talk) == ["Ada Sample"]
        await tap(pilot, "enter")
        await shows(pilot, "Nobody is here any more")
        await tap(pilot, "escape", "f5")
        await settle(pilot)
        assert left(desk, talk) == ["Ada Sample"]


async def test_all_who_are_marked_leave_in_one_act(desk, talk, tmp_path):
    async with running(app_over(desk, tmp_path, TodayRig), (120, 40)) as pilot:
        await tap(pilot, "f4")
        await shows(pilot, "Edmonton (4)")
        await tap(pilot, "space", "space", "enter")
        await shows(pilot, "Nobody is here any more")
        assert desk.history.recent()[0].summary == "2 have left Morning talk: Ada Sample, Bo Example"


async def test_the_card_checks_out_and_takes_it_back(desk, talk, tmp_path):
    async with running(app_over(desk, tmp_path, TodayRig), (120, 40)) as pilot:
        await shows(pilot, "Who is here?")
        await tap(pilot, "escape", "enter")
        await shows(pilot, "9 places", "Ada Sample +2")
        await tap(pilot, "o")
        await wait_for(pilot, lambda: left(desk, talk) == ["Ada Sample"], "checked out")
        await shows(pilot, "left 0 s ago")
        await tap(pilot, "o")
        await wait_for(pilot, lambda: left(desk, talk) == [], "still here")

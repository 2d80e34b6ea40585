"""The sign-in sheet is typed in on the card of an event."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.ui.kit import burst, running, tap, type_text
from tests.ui.rig import Clock, Rig, add_event, add_person, app_over, enrolments, shows, small_desk

TODAY = datetime(2026, 12, 1, 7)


class TodayRig(Rig):
    DEFAULT_MODE = "today"


@pytest.fixture
def desk():
    """An open house is over, for which Ada was enrolled; it had one seat."""
    desk = small_desk(Clock())
    house = add_event(desk, "Breakfast", starts=TODAY, ends=TODAY + timedelta(hours=2), capacity=1)
    clock_now, desk.book.clock = desk.book.clock, lambda: datetime.fromisoformat("2026-12-01T12:00:00+00:00")
    desk.enrolments.enrol(house.id, person_id=add_person(desk, "Ada Sample").id)
    desk.book.clock = clock_now
    return desk


async def test_name_after_name_is_entered_for_what_is_over_and_full(desk, tmp_path):
    async with running(app_over(desk, tmp_path, TodayRig), (120, 40)) as pilot:
        await shows(pilot, "Breakfast")
        await tap(pilot, "escape", "enter", "j")
        await shows(pilot, "Sign-in sheet: Breakfast", "Two letters show who fits")
        await type_text(pilot, "ada")
        await shows(pilot, "Ada Sample", "enrolled", "New person: ada")
        await tap(pilot, "enter")
        await shows(pilot, "Entered: Ada Sample", "Two letters show who fits")
        await type_text(pilot, "Di New +2")
        await shows(pilot, "New person: Di New")
        await tap(pilot, "enter")
        await shows(pilot, "Entered: Di New")
        await type_text(pilot, "ada")
        await shows(pilot, "here")
        await tap(pilot, "enter")
        await shows(pilot, "Ada Sample is checked in to Breakfast already")
    came = [(one.party, one.status, bool(one.override_reason)) for one in enrolments(desk)]
    assert sorted(came) == [(1, "attended", False), (3, "attended", True)]


async def test_names_typed_without_waiting_are_all_entered(desk, tmp_path):
    async with running(app_over(desk, tmp_path, TodayRig), (120, 40)) as pilot:
        await shows(pilot, "Breakfast")
        await tap(pilot, "escape", "enter", "j")
        await shows(pilot, "Two letters show who fits")
        await burst(pilot, *"ada", "enter", *"ada", "enter", *"Di New +2", "enter", *"Ed Last", "enter")
        await shows(pilot, "Entered: Ed Last")
    came = [(desk.book.person(one.person).name, one.party) for one in enrolments(desk)]
    assert sorted(came) == [("Ada Sample", 1), ("Di New", 3), ("Ed Last", 1)]


async def test_a_verb_is_no_name_on_the_sheet(desk, tmp_path):
    async with running(app_over(desk, tmp_path, TodayRig), (120, 40)) as pilot:
        await shows(pilot, "Breakfast")
        await tap(pilot, "escape", "enter", "j")
        await shows(pilot, "Sign-in sheet: Breakfast")
        await type_text(pilot, "withdraw ada")
        await shows(pilot, "What to do: withdraw ada")
        await tap(pilot, "enter")
        await shows(pilot, "Find, or say what to do", "Ada Sample")
    assert [one.name for one in desk.people.search("ada")] == ["Ada Sample"]

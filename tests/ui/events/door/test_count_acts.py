"""People who give no name are counted by keys, on Today and on the card of the event."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from atma_tui.domain.records import Act, DoorCount
from tests.ui.kit import burst, running, screen_text, settle, tap, toasts, type_text, wait_for
from tests.ui.rig import Clock, Rig, add_event, app_over, shows, small_desk

TODAY = datetime(2026, 12, 1, 9)


class TodayRig(Rig):
    DEFAULT_MODE = "today"


@pytest.fixture
def desk():
    return small_desk(Clock())


@pytest.fixture
def house(desk):
    """An open house that began at 9, an hour ago, with ten seats."""
    return add_event(desk, "Open house", starts=TODAY, ends=TODAY + timedelta(hours=3), capacity=10)


def numbers(desk, event):
    seats = desk.agenda.card(event.id).seats
    return seats.counted_in, seats.own.counted


def acts(desk):
    return [act.summary for act in desk.book.store.find(Act) if act.verb == "count at the door"]


async def test_a_burst_of_plus_in_the_empty_box_loses_nobody(desk, house, tmp_path):
    async with running(app_over(desk, tmp_path, TodayRig)) as pilot:
        await shows(pilot, "Who is here?")
        await burst(pilot, *["plus"] * 8, "minus", "minus")
        await settle(pilot)
        await shows(pilot, "nobody is expected, 6 counted", "0/0 +6")
        assert numbers(desk, house) == (8, 6)
        assert acts(desk)[0] == "Counted 1 in at Open house: 0 -> 1 here"
        assert len(toasts(pilot.app)) == 1, "a pile of toasts would hide the list"
        await tap(pilot, "f5")
        await shows(pilot, "7 counted")


async def test_a_plus_behind_letters_is_typed(desk, house, tmp_path):
    async with running(app_over(desk, tmp_path, TodayRig)) as pilot:
        await type_text(pilot, "an+")
        await settle(pilot)
        assert desk.book.store.count(DoorCount) == 0


async def test_when_it_is_full_the_reason_is_asked_once(desk, house, tmp_path):
    desk.door_counts.count_in(house.id, 9)
    async with running(app_over(desk, tmp_path, TodayRig)) as pilot:
        await shows(pilot, "9 counted")
        await tap(pilot, "plus", "plus")
        await shows(pilot, "Let them in?", "Open house is full, 1 wanted")
        await type_text(pilot, "they stand")
        await tap(pilot, "enter")
        await shows(pilot, "11 counted")
        await tap(pilot, "plus")
        await shows(pilot, "12 counted")
        assert [one.override_reason for one in desk.book.store.find(DoorCount)].count("they stand") == 2


async def test_nobody_is_counted_when_no_reason_is_given(desk, house, tmp_path):
    desk.door_counts.count_in(house.id, 10)
    async with running(app_over(desk, tmp_path, TodayRig)) as pilot:
        await tap(pilot, "plus")
        await shows(pilot, "Let them in?")
        await tap(pilot, "escape")
        await settle(pilot)
        assert numbers(desk, house) == (10, 10)


async def test_the_number_is_typed(desk, house, tmp_path):
    desk.door_counts.count_in(house.id, 3)
    async with running(app_over(desk, tmp_path, TodayRig)) as pilot:
        await tap(pilot, "asterisk")
        await shows(pilot, "How many came without a name?")
        await type_text(pilot, "7")
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: numbers(desk, house) == (7, 7), "the number is kept")
        await shows(pilot, "7 counted")


async def test_the_card_counts_and_shows_the_sum(desk, house, tmp_path):
    async with running(app_over(desk, tmp_path, TodayRig), (120, 40)) as pilot:
        await shows(pilot, "Who is here?")
        await tap(pilot, "escape", "enter")
        await shows(pilot, "10 places - 0 enrolled")
        await burst(pilot, "plus", "plus", "plus", "minus")
        await settle(pilot)
        await shows(pilot, "- 2 counted = 8 free", "3 counted at the door, 1 of them left again")


async def test_what_is_over_says_how_many_were_counted(desk, tmp_path):
    past = add_event(desk, "Breakfast", starts=TODAY - timedelta(hours=2), ends=TODAY, capacity=10)
    desk.door_counts.count_in(past.id, 4)
    async with running(app_over(desk, tmp_path, TodayRig), (120, 40)) as pilot:
        await shows(pilot, "4 counted")
        assert "nobody enrolled" not in screen_text(pilot.app)


async def test_keys_are_offered_only_where_people_can_be_counted(desk, tmp_path):
    add_event(desk, "Tomorrow", starts=TODAY + timedelta(days=1), ends=TODAY + timedelta(days=1, hours=2))
    async with running(app_over(desk, tmp_path, TodayRig)) as pilot:
        await shows(pilot, "Tomorrow")
        await tap(pilot, "plus", "asterisk")
        await settle(pilot)
        assert desk.book.store.count(DoorCount) == 0
        assert "How many" not in screen_text(pilot.app)

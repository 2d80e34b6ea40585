"""What a change or a cancellation of an event in a series is about, and adding dates."""

from datetime import datetime, timedelta

import pytest
from textual.pilot import Pilot

from atma_tui.desk.events.fields import EventFields
from atma_tui.domain.records import Event
from atma_tui.domain.series.dates import dates_of_part
from atma_tui.domain.series.rhythm import Repeat
from atma_tui.ui.events.event_form import EventFormScreen
from atma_tui.ui.series.days import SeriesDaysScreen
from atma_tui.ui.series.part import part_rows
from tests.ui.events.test_events import EventsRig
from tests.ui.kit import running, tap, type_text, wait_for
from tests.ui.rig import app_over, shows, small_desk

FIRST = datetime(2026, 12, 8, 18)


@pytest.fixture
def desk():
    return small_desk()


@pytest.fixture
def circle(desk):
    fields = EventFields(site="edmonton", title="Circle", starts=FIRST, ends=FIRST + timedelta(hours=1))
    return desk.events.add(fields, repeat=Repeat(times=3))


def titles(desk, dates):
    return [desk.book.store.get(Event, one.id).title for one in dates]


def test_only_choices_that_differ_are_offered(desk, circle):
    def offered(event):
        later, coming = (dates_of_part(event, circle, part, desk.now()) for part in ("from-here", "all"))
        return {row.key: row.cells[0] for row in part_rows(event, later, coming)}

    assert list(offered(circle[0])) == ["this", "all"]
    assert offered(circle[1])["from-here"] == "From Tue 15 Dec on: 2 dates"
    assert offered(circle[1])["all"] == "All to come: 3 dates, the last on Tue 22 Dec"
    assert list(offered(circle[2])) == ["this", "all"]


async def retitled(pilot: Pilot[object]) -> None:
    """Type another title and save; the question is there."""
    await shows(pilot, "Change an event", "Ctrl+S Save")
    await tap(pilot, "end")
    await type_text(pilot, " of friends")
    await tap(pilot, "ctrl+s")
    await shows(pilot, "Change which dates?", "From Tue 15 Dec on: 2 dates")


async def test_a_change_asks_which_dates_it_is_about(desk, circle, tmp_path):
    async with running(app_over(desk, tmp_path)) as pilot:
        pilot.app.push_screen(EventFormScreen(circle[1]))
        await retitled(pilot)
        await tap(pilot, "escape")
        await shows(pilot, "Ctrl+S Save")
        assert titles(desk, circle) == ["Circle"] * 3
        await tap(pilot, "ctrl+s")
        await shows(pilot, "Change which dates?")
        await tap(pilot, "down", "enter")
        await wait_for(pilot, lambda: titles(desk, circle)[2] == "Circle of friends", "saved")
    assert titles(desk, circle) == ["Circle", "Circle of friends", "Circle of friends"]


async def test_a_cancellation_asks_which_dates_it_is_about(desk, circle, tmp_path):
    async with running(app_over(desk, tmp_path, EventsRig)) as pilot:
        await shows(pilot, "3 events", "Circle")
        await tap(pilot, "home", "k")
        await shows(pilot, "Cancel which dates?", "All to come: 3 dates")
        await tap(pilot, "down", "enter")
        await shows(pilot, "Enter cancels all dates to come")
        await type_text(pilot, "the room is let")
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: not any(row.event.live for row in desk.agenda.events()), "all are cancelled")
    desk.history.undo()
    assert all(row.event.live for row in desk.agenda.events())


async def test_several_dates_or_a_chosen_day_are_added(desk, circle, tmp_path):
    series = circle[0].series
    async with running(app_over(desk, tmp_path)) as pilot:
        pilot.app.push_screen(SeriesDaysScreen(series, desk.series.outlook(series), FIRST.date()))
        await shows(pilot, "Circle, every week")
        await type_text(pilot, "22 dec")
        await tap(pilot, "enter")
        await shows(pilot, "Circle has a date on Tue 22 Dec 2026 already")
        await tap(pilot, *["backspace"] * 6)
        await type_text(pilot, "24 dec, 31 dec")
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: len(desk.series.events(series)) == 5, "added")
    assert [one.starts.day for one in desk.series.events(series)] == [8, 15, 22, 24, 31]

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atma_tui.domain.records import Event
from atma_tui.ui.calendar.calendar import CalendarScreen
from atma_tui.ui.calendar.month_box import Boxed, Entry, day_lines
from atma_tui.ui.calendar.month_grid import MonthGrid, month_after, weeks_of
from atma_tui.ui.ground.glyphs import ASCII, UNICODE
from tests.ui.demo import evening
from tests.ui.gallery import HOSTILE
from tests.ui.kit import SIZES, assert_golden, paste, running, screen_text, settle, tap, wait_for
from tests.ui.rig import Rig, add_event, app_over, other_desk, shows, small_desk

TODAY = date(2026, 12, 1)


class CalendarRig(Rig):
    DEFAULT_MODE = "calendar"


@pytest.fixture
def desk():
    desk = small_desk()
    add_event(desk, "Morning talk", starts=datetime(2026, 12, 1, 9))
    add_event(desk, "Open house", starts=datetime(2026, 12, 8, 18), site="calgary")
    add_event(desk, "Circle", starts=datetime(2026, 12, 8, 12))
    add_event(desk, "New year talk", starts=datetime(2027, 1, 15, 18))
    return desk


def grid(pilot) -> MonthGrid:
    return pilot.app.screen.query_one(MonthGrid)


async def test_the_month_shows_how_many_events_each_day_has(desk, tmp_path):
    async with running(app_over(desk, tmp_path, CalendarRig)) as pilot:
        await shows(pilot, "December 2026", "[1] 1 ev", "8 2 ev", "Today, Tue 1 Dec", "Morning talk")


@pytest.mark.parametrize(
    ("keys", "day"),
    [
        (["right"], date(2026, 12, 2)),
        (["left"], date(2026, 11, 30)),
        (["down"], date(2026, 12, 8)),
        (["down", "up"], TODAY),
        (["pagedown"], date(2027, 1, 1)),
        (["pageup"], date(2026, 11, 1)),
        (["end"], date(2026, 12, 31)),
        (["end", "pagedown", "pagedown"], date(2027, 2, 28)),
        (["end", "home"], TODAY),
        (["pagedown", "pagedown", "t"], TODAY),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else str(value),
)
async def test_keys_go_by_day_week_and_month(desk, tmp_path, keys, day):
    async with running(app_over(desk, tmp_path, CalendarRig)) as pilot:
        await tap(pilot, *keys)
        await settle(pilot)
        assert grid(pilot).day == day
        await shows(pilot, f"{day:%B %Y}")


async def test_the_day_of_the_cursor_is_listed_by_site(desk, tmp_path):
    async with running(app_over(desk, tmp_path, CalendarRig), (120, 40)) as pilot:
        await tap(pilot, "down")
        await shows(pilot, "Tue 8 Dec", "Calgary", "18:00 Open house", "Edmonton", "12:00 Circle")
        assert "Morning talk" not in screen_text(pilot.app)


async def test_another_month_is_asked_for_when_the_cursor_goes_there(desk, tmp_path):
    async with running(app_over(desk, tmp_path, CalendarRig)) as pilot:
        await tap(pilot, "pagedown", "right", "right", *["down"] * 2, "left", "left")
        await shows(pilot, "January 2027", "15 1 ev", "New year talk")


async def test_enter_opens_the_only_event_of_a_day_and_escape_comes_back(desk, tmp_path):
    async with running(app_over(desk, tmp_path, CalendarRig)) as pilot:
        await shows(pilot, "Morning talk")
        await tap(pilot, "enter")
        await shows(pilot, "Nobody yet")
        await tap(pilot, "escape")
        await shows(pilot, "December 2026")


async def test_enter_goes_to_the_list_of_several_and_escape_to_the_month(desk, tmp_path):
    async with running(app_over(desk, tmp_path, CalendarRig)) as pilot:
        await tap(pilot, "down")
        await shows(pilot, "Open house")
        await tap(pilot, "enter", "down", "enter")
        await shows(pilot, "Nobody yet", "Circle")
        await tap(pilot, "escape", "escape", "right")
        await settle(pilot)
        assert grid(pilot).day == date(2026, 12, 9)


async def test_a_new_event_begins_with_the_day_of_the_cursor(desk, tmp_path):
    async with running(app_over(desk, tmp_path, CalendarRig)) as pilot:
        await tap(pilot, "right", "right", "n")
        await shows(pilot, "New event")
        await tap(pilot, "enter", "down", "enter", "tab")
        await paste(pilot, "Family evening")
        await tap(pilot, "ctrl+s")
        await shows(pilot, "Thu 3 Dec", "Family evening", "18:00")
        made = next(one for one in desk.book.store.find(Event) if one.title == "Family evening")
        assert made.starts.date() == date(2026, 12, 3)


async def test_another_desks_event_appears(desk, tmp_path):
    async with running(app_over(desk, tmp_path, CalendarRig)) as pilot:
        await shows(pilot, "Morning talk")
        add_event(other_desk(desk), "Surprise", starts=datetime(2026, 12, 1, 15))
        pilot.app.poll_book()
        await shows(pilot, "[1] 2 ev", "Surprise")


async def test_cancelled_events_are_not_counted_but_listed_as_such(desk, tmp_path):
    talk = next(one for one in desk.book.store.find(Event) if one.title == "Morning talk")
    desk.events.cancel(talk.id, "ill")
    async with running(app_over(desk, tmp_path, CalendarRig)) as pilot:
        await shows(pilot, "Morning talk", "cancelled")
        assert "1 ev" not in screen_text(pilot.app).splitlines()[4]


async def test_s_shows_one_site(desk, tmp_path):
    async with running(app_over(desk, tmp_path, CalendarRig)) as pilot:
        await shows(pilot, "8 2 ev")
        await tap(pilot, "s")
        await shows(pilot, "8 1 ev")


async def test_a_click_goes_to_a_day_and_a_second_one_opens_it(desk, tmp_path):
    async with running(app_over(desk, tmp_path, CalendarRig)) as pilot:
        await shows(pilot, "Morning talk")
        cell = grid(pilot).cell_width + 1
        await pilot.click(MonthGrid, offset=(cell + 2, 4))
        await settle(pilot)
        assert grid(pilot).day == date(2026, 12, 8)
        await pilot.click(MonthGrid, offset=(1, 0))
        assert grid(pilot).day == date(2026, 12, 8)


@pytest.mark.parametrize("size", [*SIZES, (40, 10), (10, 4)])
async def test_hostile_titles_are_shown_as_they_are(desk, tmp_path, size):
    for number, words in enumerate(HOSTILE):
        add_event(desk, f"e {words}", starts=datetime(2026, 12, 2, 9) + timedelta(minutes=number))
    async with running(app_over(desk, tmp_path, CalendarRig), size) as pilot:
        await tap(pilot, "right", "enter", "down", "end", "escape", "pagedown", "pageup")
        await settle(pilot)
        assert all(char.isprintable() or char == "\n" for char in screen_text(pilot.app))


@pytest.mark.parametrize("size", SIZES)
async def test_the_calendar_looks_as_it_did(size):
    async with running(evening(), size) as pilot:
        await tap(pilot, "3")
        screen = pilot.app.screen
        assert isinstance(screen, CalendarScreen)
        await wait_for(pilot, lambda: "ev" in screen_text(pilot.app).splitlines()[4], "the month")
        await assert_golden(pilot, f"calendar-{size[0]}x{size[1]}")


# The grid without the widget


@given(st.dates(date(2, 1, 1), date(9998, 12, 1)), st.integers(-11, 11))
def test_a_month_later_is_a_month_later_and_at_most_the_same_day(day, months):
    later = month_after(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day
    assert later.day == day.day or (later + timedelta(days=1)).day == 1


@given(st.dates(date(2, 1, 1), date(9998, 12, 1)))
def test_the_weeks_of_a_month_begin_on_monday_and_hold_all_its_days(day):
    weeks = weeks_of(day)
    assert all(week[0].weekday() == 0 and len(week) == 7 for week in weeks)
    assert (
        sum(one.month == day.month for week in weeks for one in week)
        == month_after(day.replace(day=1), 1).toordinal() - day.replace(day=1).toordinal()
    )


@given(
    st.integers(1, 40),
    st.integers(1, 8),
    st.lists(st.text(max_size=30), max_size=12),
    st.booleans(),
    st.sampled_from([UNICODE, ASCII]),
)
def test_a_days_box_is_exactly_as_large_as_it_may_be(width, height, titles, cursor, glyphs):
    from rich.cells import cell_len

    boxed = Boxed(tuple(Entry(title, "17:00", "E", "blue") for title in titles), len(titles))
    lines = day_lines(TODAY, boxed, today=TODAY, width=width, height=height, cursor=cursor, glyphs=glyphs)
    assert [sum(cell_len(text) for text, _ in line) for line in lines] == [width] * height


def test_titles_that_do_not_fit_are_counted():
    boxed = Boxed(tuple(Entry(f"Event {number}", "17:30", "E") for number in range(6)), 3)
    lines = day_lines(TODAY, boxed, today=TODAY, width=14, height=4, cursor=True, glyphs=UNICODE)
    texts = ["".join(text for text, _ in line).strip() for line in lines]
    assert texts == ["▌[1] 6+3 appts", "17E Event 0", "17E Event 1", "+4 more"]


def test_a_title_goes_on_in_the_lines_that_are_left():
    boxed = Boxed((Entry("Workshop: a quiet hour", "17:30", "E"), Entry("Talk", "19:00", "C")))
    lines = day_lines(TODAY, boxed, today=TODAY, width=16, height=6, cursor=False, glyphs=UNICODE)
    texts = ["".join(text for text, _ in line).strip() for line in lines]
    assert texts == ["[1]    2 events", "17:30 E", "Workshop: a", "quiet hour", "19:00 C Talk", ""]

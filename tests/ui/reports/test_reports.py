from __future__ import annotations

from datetime import datetime

import pytest

from tests.ui.gallery import HOSTILE
from tests.ui.kit import (
    SIZES,
    assert_golden,
    running,
    screen_text,
    settle,
    tap,
    toasted,
    toasts,
    type_text,
    wait_for,
)
from tests.ui.rig import Rig, add_event, app_over, enrol, small_desk


class ReportsRig(Rig):
    DEFAULT_MODE = "reports"


def reports(desk, tmp_path, **more):
    return app_over(desk, tmp_path, ReportsRig, **more)


async def events(pilot):
    """Go to the view that lists events: the last but one."""
    await tap(pilot, "left", "left")
    await wait_for(pilot, lambda: "Withdrew" in screen_text(pilot.app), "the events")


@pytest.fixture
def desk():
    desk = small_desk()
    event = add_event(desk)
    add_event(desk, "In November", starts=datetime(2026, 11, 20, 18), site="calgary")
    seats = [enrol(desk, event, name) for name in ("Ann Sample", "Bo Sample", "Cy Sample", "Di Sample")]
    desk.waiting.prioritise(seats[3].id, 1, "speaker")
    enrol(desk, event, "Over Sample", override="the mayor")
    return desk


async def test_this_month_is_counted_first(desk, tmp_path):
    async with running(reports(desk, tmp_path)) as pilot:
        await events(pilot)
        text = screen_text(pilot.app)
    assert "December 2026" in text
    assert "In November" not in text
    [row] = [line for line in text.splitlines() if "Open house" in line]
    assert row.split()[-5:] == ["3", "·", "·", "·", "·"]
    assert "2 waiting at the end" in " ".join(text.split())


async def test_last_month_and_back(desk, tmp_path):
    async with running(reports(desk, tmp_path)) as pilot:
        await events(pilot)
        await tap(pilot, "l")
        await wait_for(pilot, lambda: "November 2026" in screen_text(pilot.app), "last month")
        assert "In November" in screen_text(pilot.app)
        await tap(pilot, "m")
        await wait_for(pilot, lambda: "December 2026" in screen_text(pilot.app), "this month")


DAYS = {
    "both of one's own": ("1 nov", "8 dec", "2 events"),
    "in the past": ("20 nov", "30 nov", "In November"),
}


@pytest.mark.parametrize(("first", "last", "counted"), DAYS.values(), ids=DAYS)
async def test_days_are_typed(desk, tmp_path, first, last, counted):
    async with running(reports(desk, tmp_path)) as pilot:
        await events(pilot)
        await tap(pilot, "d")
        await wait_for(pilot, lambda: "Which days?" in screen_text(pilot.app), "it asks")
        await tap(pilot, "ctrl+u")
        await type_text(pilot, first)
        await tap(pilot, "enter", "ctrl+u")
        await type_text(pilot, last)
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: counted in screen_text(pilot.app), "these are counted")


async def test_days_in_the_wrong_order_are_said(desk, tmp_path):
    async with running(reports(desk, tmp_path)) as pilot:
        await tap(pilot, "d")
        await wait_for(pilot, lambda: "Which days?" in screen_text(pilot.app), "it asks")
        await tap(pilot, "enter", "ctrl+u")
        await type_text(pilot, "2026-11-01")
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: "before the first" in screen_text(pilot.app), "it says so")


async def test_fairness_lists_jumps_passes_and_waits_with_reasons(desk, tmp_path):
    async with running(reports(desk, tmp_path), size=(120, 40)) as pilot:
        await tap(pilot, "f")
        await wait_for(pilot, lambda: "Skipped" in screen_text(pilot.app), "the lines")
        text = screen_text(pilot.app)
        assert "Ada: speaker" in text
        assert text.count("Ada: the mayor") == 2
        assert "Waits now, longest first" in text
        await tap(pilot, "f")
        await wait_for(
            pilot, lambda: "Attendance" in screen_text(pilot.app).partition("By day")[2], "the numbers again"
        )


async def test_enter_shows_the_person_passed_over(desk, tmp_path):
    async with running(reports(desk, tmp_path)) as pilot:
        await tap(pilot, "f")
        await wait_for(pilot, lambda: "Skipped" in screen_text(pilot.app), "the lines")
        await tap(pilot, "down", "enter")
        await wait_for(pilot, lambda: type(pilot.app.screen).__name__ == "PersonScreen", "the card")


async def test_enter_shows_the_event(desk, tmp_path):
    async with running(reports(desk, tmp_path)) as pilot:
        await events(pilot)
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: type(pilot.app.screen).__name__ == "EventCardScreen", "the card")


async def test_the_events_are_written_to_a_file(desk, tmp_path):
    async with running(reports(desk, tmp_path)) as pilot:
        await events(pilot)
        pilot.app.site = "edmonton"
        await settle(pilot)
        await tap(pilot, "v")
        await wait_for(pilot, lambda: toasts(pilot.app), "it says where")
    [file] = (tmp_path / "private").iterdir()
    assert file.name == "report-2026-12-01-to-2026-12-31-edmonton.csv"
    assert "Open house" in file.read_text("utf-8-sig")


async def test_a_file_that_cannot_be_written_is_said(desk, tmp_path):
    (tmp_path / "private").write_text("in the way")
    async with running(reports(desk, tmp_path)) as pilot:
        await events(pilot)
        await tap(pilot, "v")
        await toasted(pilot, "cannot be written")


async def test_the_fairness_of_the_lines_is_not_written_to_a_file(desk, tmp_path):
    async with running(reports(desk, tmp_path)) as pilot:
        await tap(pilot, "f", "v")
        await settle(pilot)
    assert not (tmp_path / "calendars").exists()


async def test_an_empty_month_says_so(desk, tmp_path):
    async with running(reports(desk, tmp_path)) as pilot:
        await events(pilot)
        pilot.app.site = "calgary"
        await wait_for(pilot, lambda: "No event in these days." in screen_text(pilot.app), "said")


async def test_privacy_mode_shows_no_name(desk, tmp_path):
    async with running(reports(desk, tmp_path, private=True)) as pilot:
        await tap(pilot, "f")
        await wait_for(pilot, lambda: "Skipped" in screen_text(pilot.app), "the lines")
        assert "D. S." in screen_text(pilot.app)
        assert "Sample" not in screen_text(pilot.app)


@pytest.mark.parametrize("size", SIZES)
async def test_hostile_texts_are_shown_literally(tmp_path, size):
    desk = small_desk()
    for number, words in enumerate(HOSTILE):
        event = add_event(desk, f"T{number} {words}", capacity=0)
        waiting = enrol(desk, event, f"A{number} {words}")
        desk.waiting.prioritise(waiting.id, 1, f"R {words}")
    async with running(reports(desk, tmp_path), size=size) as pilot:
        for key in ("left", "left", "end", "home", "f", "end", "home"):
            await tap(pilot, key)
            await settle(pilot)
            assert "\x1b" not in screen_text(pilot.app)


@pytest.mark.parametrize("size", SIZES[:2])
async def test_looks(desk, tmp_path, size):
    async with running(reports(desk, tmp_path), size=size) as pilot:
        await tap(pilot, "f")
        await wait_for(pilot, lambda: "Skipped" in screen_text(pilot.app), "the lines")
        await assert_golden(pilot, f"fairness-{size[0]}x{size[1]}")

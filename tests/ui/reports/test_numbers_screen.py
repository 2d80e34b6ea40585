"""The clinic in numbers on the screen: views, groupings, charts, and the events of a row."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime, timedelta

import pytest

from atma_tui.domain.records import Site
from atma_tui.ui.ground.glyphs import ASCII
from atma_tui.ui.reports.chart_pane import ChartPane
from atma_tui.ui.reports.number_views import VIEWS
from atma_tui.ui.reports.view_line import ViewLine
from tests.ui.kit import (
    SIZES,
    assert_golden,
    burst,
    click_on,
    running,
    screen_text,
    settle,
    tap,
    toasted,
    wait_for,
)
from tests.ui.reports.test_reports import reports
from tests.ui.rig import Clock, add_event, enrol, small_desk

BOX = "━━━"


@pytest.fixture
def desk():
    """It is the second week of December: of six people in the first week's talk four came, one did not."""
    clock = Clock()
    desk = small_desk(clock)
    talk = add_event(desk, "Talk", starts=datetime(2026, 12, 1, 11), capacity=8, site="calgary", category="talk")
    seats = [enrol(desk, talk, f"{name} Sample") for name in ("Ann", "Bo", "Cy", "Di", "Ed", "Flo")]
    for one in seats[:4]:
        desk.arrivals.check_in(one.id)
    clock.now += timedelta(hours=3)
    desk.arrivals.no_show(seats[4].id)
    clock.now += timedelta(days=6)
    house = add_event(desk, capacity=10, category="open_house")
    enrol(desk, house, "Gus Sample", party=3)
    return desk


def row(app, words):
    [found] = [line for line in screen_text(app).splitlines() if words in line]
    return found.strip("│▌ ").split()


async def test_totals_come_first_and_a_row_for_each_week_below(desk, tmp_path):
    async with running(reports(desk, tmp_path)) as pilot:
        text = screen_text(pilot.app)
        assert "December 2026" in text
        assert "Attendance 80 % · Enrolled 9 · Came 4 · No-shows 1 · Not marked 1" in text
        assert row(pilot.app, "Week of 30 Nov")[-6:] == ["80", "%", "6", "4", "1", "1"]
        assert row(pilot.app, "Week of 7 Dec")[-4:] == ["3", "·", "·", "·"]
        assert text.index("Attendance 80 %") < text.index(BOX) < text.index("By day [week]")


async def test_one_key_goes_through_the_groupings(desk, tmp_path):
    async with running(reports(desk, tmp_path)) as pilot:
        for by, label in (
            ("month", "December 2026"),
            ("site", "Calgary"),
            ("kind", "Open house"),
            ("clinician", "No clinician"),
            ("day", "Tue 1 Dec 2026"),
            ("week", "Week of 30 Nov 2026"),
        ):
            await tap(pilot, "g")
            await wait_for(pilot, lambda by=by: f"[{by}]" in screen_text(pilot.app), by)
            assert label in screen_text(pilot.app).split("By ")[1]


async def test_arrows_and_clicks_go_through_the_views(desk, tmp_path):
    async with running(reports(desk, tmp_path)) as pilot:
        line = pilot.app.screen.query_one(ViewLine)
        for id, _ in (*VIEWS[1:], VIEWS[0]):
            await tap(pilot, "right")
            await settle(pilot)
            assert line.shown == id
        await tap(pilot, "left")
        assert line.shown == VIEWS[-1][0]
        await click_on(pilot, "No-shows")
        await settle(pilot)
        assert line.shown == "no_shows"
        assert "days between booking and event" in screen_text(pilot.app)
        assert row(pilot.app, "Same day")[-6:] == ["20", "%", "1", "4", "6", "1"]


async def test_a_year_is_twelve_months_and_leaves_the_events_of_a_week(desk, tmp_path):
    add_event(desk, "Walk", starts=datetime(2026, 1, 9, 18))
    async with running(reports(desk, tmp_path)) as pilot:
        await tap(pilot, "g", "enter")
        await wait_for(pilot, lambda: "Both sites · December 2026" in screen_text(pilot.app), "a group")
        await tap(pilot, "y")
        await wait_for(pilot, lambda: "Thu 1 Jan 2026 to Mon 7 Dec 2026" in screen_text(pilot.app), "a year")
        assert "[month]" in screen_text(pilot.app)
        assert "Jan 2026" in screen_text(pilot.app)


async def test_the_site_filter_counts_here_too(desk, tmp_path):
    async with running(reports(desk, tmp_path)) as pilot:
        pilot.app.site = "edmonton"
        await wait_for(pilot, lambda: "Enrolled 3" in screen_text(pilot.app), "of one site")
        assert "Week of 30 Nov" not in screen_text(pilot.app)


DRILLS = {
    "week": ((), "Week of 30 Nov 2026"),
    "site": (("g", "g"), "Calgary"),
    "kind": (("g", "g", "g", "down"), "Talk"),
    "lead": (("right",), "Same day"),
}


@pytest.mark.parametrize(("keys", "label"), DRILLS.values(), ids=DRILLS)
async def test_enter_shows_the_events_of_a_row_and_escape_goes_back(desk, tmp_path, keys, label):
    async with running(reports(desk, tmp_path)) as pilot:
        await tap(pilot, *keys)
        await settle(pilot)
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: f"Both sites · {label}" in screen_text(pilot.app), "its events")
        assert row(pilot.app, "1 Dec 11:00")[3:5] == ["Talk", "6"]
        assert "Open house" not in screen_text(pilot.app)
        await tap(pilot, "escape")
        await wait_for(pilot, lambda: label in screen_text(pilot.app).partition("By ")[2], "all groups again")
        await tap(pilot, "enter", "enter")
        await wait_for(pilot, lambda: type(pilot.app.screen).__name__ == "EventCardScreen", "the card")


async def test_enter_right_after_another_grouping_shows_the_events_of_the_row_it_names(desk, tmp_path):
    async with running(reports(desk, tmp_path)) as pilot:
        await burst(pilot, "g", "enter")
        await settle(pilot)
        text = screen_text(pilot.app)
        assert "· Week of 30 Nov 2026" in text or "· December 2026" in text
        assert row(pilot.app, "1 Dec 11:00")[3:5] == ["Talk", "6"]


async def test_enter_on_all_shows_all_events(desk, tmp_path):
    async with running(reports(desk, tmp_path)) as pilot:
        await tap(pilot, "end", "enter")
        await wait_for(pilot, lambda: "8 Dec 18:00" in screen_text(pilot.app), "all events")
        assert pilot.app.screen.query_one(ViewLine).shown == "events"


async def test_a_chart_is_shown_only_where_it_says_something(desk, tmp_path):
    async with running(reports(desk, tmp_path)) as pilot:
        assert BOX in screen_text(pilot.app)
        await tap(pilot, "g")
        await wait_for(pilot, lambda: "[month]" in screen_text(pilot.app), "one row")
        assert BOX not in screen_text(pilot.app)
        await tap(pilot, "l")
        await wait_for(pilot, lambda: "No event in these days." in screen_text(pilot.app), "an empty month")
        assert not pilot.app.screen.query_one(ChartPane).display
        assert "Attendance –" in screen_text(pilot.app)


async def test_a_console_without_bars_has_rows_only(desk, tmp_path):
    app = reports(desk, tmp_path)
    app.glyphs = ASCII
    async with running(app) as pilot:
        assert not app.screen.query_one(ChartPane).display
        assert "######--" in screen_text(pilot.app)


async def test_what_is_shown_is_written_to_a_file(desk, tmp_path):
    async with running(reports(desk, tmp_path)) as pilot:
        await tap(pilot, "g", "g")
        await settle(pilot)
        await tap(pilot, "v")
        await toasted(pilot, "numbers-by-site-2026-12-01-to-2026-12-31")
        await tap(pilot, "enter", "v")
        await toasted(pilot, "report-2026-12-01-to-2026-12-31-calgary")
    by_site, events = sorted((tmp_path / "private").iterdir())
    assert "Calgary" in by_site.read_text("utf-8-sig")
    assert [line.split(",")[2] for line in events.read_text("utf-8-sig").splitlines()[1:]] == ["Talk"]


async def test_nobody_is_named(desk, tmp_path):
    async with running(reports(desk, tmp_path), (200, 60)) as pilot:
        for _ in VIEWS:
            assert "Sample" not in screen_text(pilot.app)
            await tap(pilot, "right")
            await settle(pilot)


async def test_wide_letters_and_markup_in_labels_stay_in_their_column(desk, tmp_path):
    with desk.book.act("start") as work:
        work.add(Site(id="wide", name="診療所 [red]x[/]"))
    add_event(desk, "Walk", starts=datetime(2026, 12, 9, 18), site="wide")
    async with running(reports(desk, tmp_path)) as pilot:
        await tap(pilot, "g", "g")
        await wait_for(pilot, lambda: "診療所 [red]x[/]" in screen_text(pilot.app), "the site")
        starts = {line.find("▰") for line in screen_text(pilot.app).replace("診療所", "aabbcc").splitlines()}
        assert len(starts - {-1}) == 1


async def test_another_size_is_used_at_once(desk, tmp_path):
    async with running(reports(desk, tmp_path)) as pilot:
        for size in (*SIZES[1:], SIZES[0]):
            await pilot.resize_terminal(*size)
            await settle(pilot)
            lines = screen_text(pilot.app).splitlines()
            assert max(map(len, lines)) <= size[0]
            box = next(line for line in lines if BOX in line)
            assert len(box) > size[0] - 4
        await pilot.resize_terminal(80, 18)
        await settle(pilot)
        assert BOX not in screen_text(pilot.app)
        assert row(pilot.app, "Week of 7 Dec")[-4:] == ["3", "·", "·", "·"]


@pytest.mark.parametrize("size", SIZES)
async def test_looks(desk, tmp_path, size):
    async with running(reports(desk, tmp_path), size=size) as pilot:
        await assert_golden(pilot, f"reports-{size[0]}x{size[1]}")


LOADED = """
import asyncio, sys
from tests.ui.demo import evening
from tests.ui.kit import running, settle, tap

async def main():
    app = evening()
    async with running(app) as pilot:
        app.read_all_ahead()
        await settle(pilot)
        print("numpy" in sys.modules)
        await tap(pilot, "alt+8")
        await settle(pilot)
        print("numpy" in sys.modules)

asyncio.run(main())
"""


def test_what_draws_charts_is_imported_when_one_is_first_shown():
    done = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, timeout=120)
    assert done.stdout.split() == ["False", "True"], done.stderr

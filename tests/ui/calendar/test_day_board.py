from datetime import datetime, timedelta

import pytest

from atma_tui.domain.records import Clinician, Closure, Event, Pathway
from atma_tui.ui.calendar.board_cells import Block, BoardLane, Cell, cell_at
from atma_tui.ui.calendar.board_grid import BoardGrid
from atma_tui.ui.calendar.day_board import DayBoardScreen
from atma_tui.ui.clients.clients import ClientsScreen
from tests.ui.demo import evening
from tests.ui.kit import SIZES, assert_golden, click_on, paste, running, screen_text, settle, tap, wait_for
from tests.ui.rig import Rig, add_event, app_over, shows, small_desk

NOON = datetime(2026, 12, 1, 12)
HOUR = timedelta(hours=1)


class BoardRig(Rig):
    DEFAULT_MODE = "calendar"


@pytest.fixture
def desk():
    desk = small_desk()
    add_event(desk, "Circle", starts=NOON, ends=NOON + 2 * HOUR, room="group")
    return desk


async def opened(pilot):
    await tap(pilot, "d")
    await shows(pilot, "Tue 1 Dec 2026", "Group room")
    return pilot.app.screen.query_one(BoardGrid)


async def test_d_opens_the_day_and_the_cursor_is_on_the_present_hour(desk, tmp_path):
    async with running(app_over(desk, tmp_path, BoardRig)) as pilot:
        grid = await opened(pilot)
        assert grid.starts == datetime(2026, 12, 1, 10)
        await shows(pilot, "10:00 Group room: free", "C Group room", "E Group room")


async def test_enter_opens_what_is_on(desk, tmp_path):
    async with running(app_over(desk, tmp_path, BoardRig)) as pilot:
        await opened(pilot)
        await tap(pilot, "right", "down", "down")
        await shows(pilot, "12:00 Group room: Circle")
        await tap(pilot, "enter")
        await shows(pilot, "Nobody yet")


async def test_a_free_hour_begins_an_event_there_and_then(desk, tmp_path):
    async with running(app_over(desk, tmp_path, BoardRig)) as pilot:
        await opened(pilot)
        await tap(pilot, "enter")
        await shows(pilot, "New event", "Calgary", "2026-12-01 10:00", "Group room")
        await tap(pilot, "tab")
        pilot.app.screen.query_one("#title Input").focus()
        await paste(pilot, "Talk")
        await tap(pilot, "ctrl+s")

        def made():
            return next((one for one in desk.book.store.find(Event) if one.title == "Talk"), None)

        await wait_for(pilot, made, "the event is made")
        assert (made().site, made().room, made().starts) == ("calgary", "group", datetime(2026, 12, 1, 10))


async def test_other_days_and_one_site(desk, tmp_path):
    async with running(app_over(desk, tmp_path, BoardRig)) as pilot:
        await opened(pilot)
        await tap(pilot, "pagedown")
        await shows(pilot, "Wed 2 Dec 2026")
        await tap(pilot, "t", "s")
        await wait_for(pilot, lambda: "E Group room" not in screen_text(pilot.app), "one site is shown")
        await tap(pilot, "escape")
        assert not isinstance(pilot.app.screen, DayBoardScreen)


async def test_a_free_hour_of_a_clinician_asks_whose_appointment(desk, tmp_path):
    with desk.book.act("start") as work:
        work.add(Clinician(id="dr", name="Dr. Example"))
    async with running(app_over(desk, tmp_path, BoardRig)) as pilot:
        await opened(pilot)
        await tap(pilot, "right", "right", "enter")
        await settle(pilot)
        assert isinstance(pilot.app.screen, ClientsScreen)
        await shows(pilot, "Whose appointment, Tue 1 Dec 2026?")
        assert desk.book.store.find(Pathway) == []


async def test_with_initials_only_nobody_reads_why_a_clinician_is_away(desk, tmp_path):
    away = Closure(starts=NOON, ends=NOON + HOUR, why="surgery")
    with desk.book.act("start") as work:
        work.add(Clinician(id="dr", name="Dr. Example", absences=(away,)))
    async with running(app_over(desk, tmp_path, BoardRig), (120, 40)) as pilot:
        await opened(pilot)
        await shows(pilot, "away: surgery")
        await tap(pilot, "f8")
        await wait_for(pilot, lambda: "surgery" not in screen_text(pilot.app), "the reason is hidden")
        await shows(pilot, "away")


@pytest.mark.parametrize("size", [*SIZES, (40, 10), (12, 4)])
async def test_the_board_fits_every_terminal(desk, tmp_path, size):
    async with running(app_over(desk, tmp_path, BoardRig), size) as pilot:
        await tap(pilot, "d", "right", "end", "down", "home", "left")
        await settle(pilot)
        assert isinstance(pilot.app.screen, DayBoardScreen)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_board_looks_as_it_did(size):
    async with running(evening(), size) as pilot:
        await tap(pilot, "3", "d")
        await shows(pilot, "Group room")
        await assert_golden(pilot, f"day_board-{size[0]}x{size[1]}")


async def test_columns_beside_those_shown_are_counted_and_a_click_goes_there():
    async with running(evening()) as pilot:
        await tap(pilot, "3", "d")
        await shows(pilot, "C Room 2", "11→")
        assert "E Studio" not in screen_text(pilot.app)
        await click_on(pilot, "11→")
        await shows(pilot, "E Studio", "←")
        await click_on(pilot, "←")
        await shows(pilot, "C Group room")


def test_a_cell_shows_the_event_before_what_is_blocked_and_counts_the_others():
    blocks = (
        Block(NOON, NOON + HOUR, "Circle", "evt-1"),
        Block(NOON, NOON + HOUR, "Talk", "evt-2"),
        Block(NOON - HOUR, NOON + 2 * HOUR, "closed"),
    )
    lane = BoardLane("Group room", blocks, NOON.date())
    assert cell_at(lane, NOON, HOUR, NOON) == Cell(blocks[0], more=1)
    assert cell_at(lane, NOON + HOUR, HOUR, NOON) == Cell(blocks[2], line=1, lines=2)
    assert cell_at(lane, NOON + 2 * HOUR, HOUR, NOON) == Cell()

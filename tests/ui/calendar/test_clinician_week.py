import asyncio
from datetime import date, datetime, timedelta

import pytest

from atma_tui.domain.records import Clinician
from atma_tui.domain.typed import read_hours
from atma_tui.ui.calendar.board_cells import Block, BoardLane, cell_at, row_words
from atma_tui.ui.calendar.board_grid import BoardGrid
from atma_tui.ui.calendar.clinician_week import ClinicianWeekScreen
from atma_tui.ui.clients.clients import ClientsScreen
from atma_tui.ui.clients.pathway import PathwayScreen
from atma_tui.ui.dialogs.screen import DeskScreen
from atma_tui.ui.events.event_card import EventCardScreen
from atma_tui.ui.requests import OpenWeek
from tests.desk.clinicians.made import event
from tests.paper.pdf_text import words
from tests.ui.demo import evening
from tests.ui.kit import SIZES, assert_golden, burst, running, screen_text, settle, tap, toasted, wait_for
from tests.ui.rig import Rig, app_over, looks_in, shows, small_desk

NOON = datetime(2026, 12, 2, 12)
HOUR = timedelta(hours=1)


class CalendarRig(Rig):
    DEFAULT_MODE = "calendar"


@pytest.fixture
def desk():
    """Dr. Sample works in both cities; Robin in one. It is Tue 1 Dec 2026, 10:00."""
    desk = small_desk()
    sites = {"edmonton": "edmonton", "calgary": "calgary"}
    with desk.book.act("start") as work:
        work.add(Clinician(id="dr", name="Dr. Sample", role="physician", supervises=True))
        work.add(Clinician(id="robin", name="Robin Sample", hours=read_hours("mon-fri 9-17 edmonton", sites)))
    event(
        desk,
        "Visit",
        starts=NOON.replace(hour=9),
        hours=2,
        visibility="private",
        people=("Ann Client",),
        clinician="dr",
    )
    event(desk, "Talk", starts=NOON.replace(hour=15), site="calgary", people=("Bo Guest",), clinician="dr")
    with desk.book.act("a client") as work:
        work.change(desk.people.search("Ann Client")[0], status="client")
    return desk


async def opened(pilot, *keys):
    await tap(pilot, *(keys or ("w",)))
    await wait_for(pilot, lambda: isinstance(pilot.app.screen, ClinicianWeekScreen), "the week is open")
    await settle(pilot)
    return pilot.app.screen


async def test_a_week_shows_both_cities_the_drive_and_where_there_is_time(desk, tmp_path):
    async with running(app_over(desk, tmp_path, CalendarRig), (160, 50)) as pilot:
        await opened(pilot)
        await shows(pilot, "Dr. Sample", "Mon 30 Nov to Sun 6 Dec 2026", "Today CE", "Fri 4 CE")
        await shows(pilot, "E Ann Client", "Visit", "C Talk", "1 person", "drive to", "free")
        assert "Sat 5" not in screen_text(pilot.app)
        assert {person for look in looks_in(desk) for person in look.people}, "who is shown is in the log of looks"


async def test_a_key_waits_for_the_week_that_the_key_before_it_opens(desk, tmp_path, monkeypatch):
    painted, wait_for_paint = asyncio.Event(), DeskScreen.call_after_refresh

    def later(screen, *call):
        async def once_painted():
            await painted.wait()
            wait_for_paint(screen, *call)

        screen.run_worker(once_painted(), group="a slow terminal")

    async with running(app_over(desk, tmp_path, CalendarRig), (160, 50)) as pilot:
        monkeypatch.setattr(DeskScreen, "call_after_refresh", later)
        await burst(pilot, "w", "w")
        painted.set()
        await shows(pilot, "Robin Sample · ")


async def test_the_cell_of_the_cursor_is_said_in_full_and_opened(desk, tmp_path):
    async with running(app_over(desk, tmp_path, CalendarRig)) as pilot:
        await opened(pilot)
        await tap(pilot, "right", "up")
        await shows(pilot, "Wed 2 Dec 09:00–11:00 Ann Client, Visit, Edmonton")
        await tap(pilot, "enter")
        assert isinstance(pilot.app.screen, EventCardScreen)


async def test_a_free_hour_asks_whose_appointment_it_is(desk, tmp_path):
    async with running(app_over(desk, tmp_path, CalendarRig)) as pilot:
        await opened(pilot)
        await tap(pilot, "right", "right")
        await shows(pilot, "Thu 3 Dec 10:00: free for a session")
        await tap(pilot, "enter")
        assert isinstance(pilot.app.screen, ClientsScreen)
        await shows(pilot, "Whose appointment, Thu 3 Dec 2026?")


async def test_other_clinicians_and_other_weeks(desk, tmp_path):
    async with running(app_over(desk, tmp_path, CalendarRig)) as pilot:
        await opened(pilot)
        await tap(pilot, "w")
        await shows(pilot, "Robin Sample", "Today E")
        await tap(pilot, "W")
        await shows(pilot, "Dr. Sample")
        await tap(pilot, "c")
        await shows(pilot, "Whose week?", "physician")
        await tap(pilot, "down", "enter")
        await shows(pilot, "Robin Sample")
        await tap(pilot, "pagedown")
        await shows(pilot, "Mon 7", "Tue 8 Dec 10:00")
        await tap(pilot, "t")
        await shows(pilot, "Today")
        await tap(pilot, "escape")
        assert not isinstance(pilot.app.screen, ClinicianWeekScreen)


async def test_in_initials_mode_it_has_initials(desk, tmp_path):
    async with running(app_over(desk, tmp_path, CalendarRig, private=True), (120, 40)) as pilot:
        await opened(pilot)
        await tap(pilot, "right", "up")
        await shows(pilot, "A. C., Visit")
        assert "Ann" not in screen_text(pilot.app)


async def test_a_masked_client_is_not_named(desk, tmp_path):
    person = desk.people.search("Ann Client")[0]
    desk.masking.mask(person.id)
    async with running(app_over(desk, tmp_path, CalendarRig), (120, 40)) as pilot:
        await opened(pilot)
        await shows(pilot, "Visit")
        assert "Ann Client" not in screen_text(pilot.app)


async def test_it_is_opened_from_the_day_board_and_from_the_clinicians(desk, tmp_path):
    async with running(app_over(desk, tmp_path, CalendarRig)) as pilot:
        await tap(pilot, "d")
        await shows(pilot, "Group room")
        await tap(pilot, "right", "right", "right")
        await shows(pilot, "Robin Sample: free")
        screen = await opened(pilot, "w")
        await shows(pilot, "Robin Sample")
        await tap(pilot, "d")
        await shows(pilot, "Group room")
        await tap(pilot, "5", "k")
        await shows(pilot, "Clinicians", "Dr. Sample")
        assert (await opened(pilot, "w")) is not screen
        await shows(pilot, "Dr. Sample", "Today")


async def test_the_sheet_of_the_week_is_offered_first_with_initials(desk, tmp_path):
    app = app_over(desk, tmp_path, CalendarRig)
    async with running(app) as pilot:
        await opened(pilot, "w", "pagedown", "pageup")
        await tap(pilot, "P")
        await shows(pilot, "Week of Dr. Sample", "2026-11-30", "Initials")
        await tap(pilot, "ctrl+s")
        await toasted(pilot, "Wrote")
    [file] = app.settings.private.glob("week-dr-2026-11-30.pdf")
    assert "Ann" not in (found := words(file.read_bytes())) and "A. C." in found


async def test_their_calendar_file_is_written_into_the_private_folder(desk, tmp_path):
    app = app_over(desk, tmp_path, CalendarRig)
    async with running(app) as pilot:
        await opened(pilot, "w")
        await tap(pilot, "v")
        await toasted(pilot, "private-clinician-dr-sample.ics")
    assert b"A. C." in (app.settings.private / "private-clinician-dr-sample.ics").read_bytes()


async def test_what_is_due_is_opened_from_the_week():
    async with running(evening(), (120, 40)) as pilot:
        await tap(pilot, "3")
        await opened(pilot, "w")
        await tap(pilot, "tab")
        await shows(pilot, "Integration owed after a session")
        await tap(pilot, "enter")
        assert isinstance(pilot.app.screen, PathwayScreen)


async def test_a_book_without_clinicians_says_what_to_do(tmp_path):
    async with running(app_over(small_desk(), tmp_path, CalendarRig)) as pilot:
        await tap(pilot, "w")
        await toasted(pilot, "No clinician is in the book yet")
        await burst(pilot, "c", "w", "v", "b", "d", "enter", "right", "P")
        await settle(pilot)


@pytest.mark.parametrize("size", [*SIZES, (40, 10), (12, 4)])
async def test_a_week_fits_every_terminal(desk, tmp_path, size):
    async with running(app_over(desk, tmp_path, CalendarRig), size) as pilot:
        pilot.app.open(OpenWeek("dr"))
        await tap(pilot, "right", "end", "down", "home", "left", "tab")
        await settle(pilot)
        assert isinstance(pilot.app.screen, ClinicianWeekScreen)
        assert pilot.app.screen.query_one(BoardGrid).size.width <= size[0]


async def test_the_names_of_the_days_take_one_line_also_late_in_the_month(desk, tmp_path):
    desk.book.clock.now -= timedelta(days=1)
    async with running(app_over(desk, tmp_path, CalendarRig)) as pilot:
        pilot.app.open(OpenWeek("robin"))
        await shows(pilot, "Today E", "Tue 1 E")
        lines = screen_text(pilot.app).splitlines()
        [names] = [number for number, line in enumerate(lines) if "Tue 1 E" in line]
        assert "Today E" in lines[names]
        assert ":00" in lines[names + 1]


async def test_both_sites_fit_beside_a_day_of_two_digits(desk, tmp_path):
    async with running(app_over(desk, tmp_path, CalendarRig)) as pilot:
        pilot.app.open(OpenWeek("dr", date(2026, 12, 15)))
        await shows(pilot, "Fri 18 CE")
        lines = screen_text(pilot.app).splitlines()
        [names] = [number for number, line in enumerate(lines) if "Fri 18 CE" in line]
        assert ":00" in lines[names + 1]


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_a_week_looks_as_it_did(size):
    async with running(evening(), size) as pilot:
        await tap(pilot, "3")
        await opened(pilot, "w", "w")
        await shows(pilot, "Dr. Alex Demo")
        await assert_golden(pilot, f"clinician_week-{size[0]}x{size[1]}")


def test_a_block_says_a_line_in_each_of_its_rows_and_offered_hours_are_marked_in_each():
    blocks = (
        Block(NOON, NOON + 3 * HOUR, "Ann Client\nVisit", "evt-1"),
        Block(NOON + 3 * HOUR, NOON + 5 * HOUR, "free", open=True),
    )
    lane = BoardLane("Wed 2", blocks, NOON.date())
    rows = [row_words(cell_at(lane, NOON + number * HOUR, HOUR, NOON), 12) for number in range(6)]
    assert rows == [" Ann Client", " Visit", "", " free", "+", "·"]

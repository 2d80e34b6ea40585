from __future__ import annotations

from datetime import UTC, datetime

import pytest

from atma_tui.domain.records import Hold, Program, ProgramSeats
from atma_tui.ui.events.hold import HoldScreen
from tests.ui.gallery import HOSTILE
from tests.ui.kit import assert_golden, paste, running, screen_text, settle, tap, type_text, wait_for
from tests.ui.rig import add_event, app_over, other_desk, shows, small_desk


@pytest.fixture
def desk():
    return small_desk()


async def opened(pilot, offering_id):
    answers = []
    pilot.app.push_screen(HoldScreen(offering_id), answers.append)
    await shows(pilot, "Ctrl+S")
    return answers


async def fill(pilot, *words):
    for text in words:
        await tap(pilot, "end", "ctrl+u")
        await paste(pilot, text)
        await tap(pilot, "enter")


def holds(desk):
    return desk.book.store.find(Hold)


async def test_seats_are_held_with_a_name_a_reason_and_an_end(desk, tmp_path):
    event = add_event(desk, capacity=5)
    async with running(app_over(desk, tmp_path)) as pilot:
        answers = await opened(pilot, event.id)
        await fill(pilot, "2", "the physician", "may bring a student")
        await type_text(pilot, "fri 17:00")
        await shows(pilot, "holds 2 for the physician until Fri 4 Dec 2026, 17:00 Alberta time; 3 free after")
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: answers, "held")
    [held] = holds(desk)
    assert (held.seats, held.name, held.why) == (2, "the physician", "may bring a student")
    assert held.until == datetime(2026, 12, 4, 23, tzinfo=UTC)
    assert answers == [held]


async def test_without_an_end_they_are_held_until_released(desk, tmp_path):
    event = add_event(desk, capacity=5)
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot, event.id)
        await shows(pilot, "until they are released")
        await fill(pilot, "1", "speaker", "late", "")
        await wait_for(pilot, lambda: holds(desk), "held")
    assert holds(desk)[0].until is None


@pytest.mark.parametrize(
    ("seats", "until", "wrong"),
    [
        ("0", "", "Seats are a number from 1 to 200."),
        ("many", "", "Seats are a number from 1 to 200."),
        ("1", "smoon", "is not a day and a time"),
        ("1", "yesterday 9:00", "is past"),
    ],
)
async def test_what_makes_no_sense_is_said_at_once_and_nothing_is_held(desk, tmp_path, seats, until, wrong):
    event = add_event(desk, capacity=5)
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot, event.id)
        await fill(pilot, seats, "speaker", "late")
        await type_text(pilot, until)
        await shows(pilot, wrong)
        await tap(pilot, "ctrl+s")
        await settle(pilot)
        assert isinstance(pilot.app.screen, HoldScreen)
    assert not holds(desk)


async def test_a_name_and_a_reason_are_needed(desk, tmp_path):
    event = add_event(desk, capacity=5)
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot, event.id)
        await tap(pilot, "ctrl+s")
        await shows(pilot, "! For whom is missing.")
        await type_text(pilot, "speaker")
        await tap(pilot, "ctrl+s")
        await shows(pilot, "! Reason is missing.")
    assert not holds(desk)


async def test_seats_that_went_meanwhile_are_refused_in_the_form_and_nothing_typed_is_lost(desk, tmp_path):
    event = add_event(desk, capacity=2)
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot, event.id)
        await fill(pilot, "2", "speaker", "late")
        other_desk(desk).holds.hold(event.id, seats=1, name="Bo's guest", why="asked first")
        await tap(pilot, "ctrl+s")
        await shows(pilot, "1 free, 2 wanted.")
        assert "speaker" in screen_text(pilot.app)
    assert [one.name for one in holds(desk)] == ["Bo's guest"]


async def test_places_of_a_program_can_be_held_too(desk, tmp_path):
    with desk.book.act("program") as work:
        work.add(Program(id="kap", title="Ketamine-assisted therapy"))
        work.add(ProgramSeats(id="kap@calgary", program="kap", site="calgary", capacity=3))
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot, "kap@calgary")
        await shows(pilot, "Ketamine-assisted therapy", "Calgary")
        await fill(pilot, "1", "a transfer", "from the clinic's list", "")
        await wait_for(pilot, lambda: holds(desk), "held")
    assert holds(desk)[0].offering == "kap@calgary"


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_words_are_only_text(desk, tmp_path, text):
    event = add_event(desk, f"Q {text}", capacity=5)
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot, event.id)
        for _ in range(4):
            await paste(pilot, text)
            await tap(pilot, "tab")
        await settle(pilot)
        assert "\x1b" not in screen_text(pilot.app)


async def test_the_form_at_80x24(desk, tmp_path):
    event = add_event(desk, capacity=5)
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot, event.id)
        await fill(pilot, "2", "the physician", "may bring a student")
        await assert_golden(pilot, "hold-80x24")

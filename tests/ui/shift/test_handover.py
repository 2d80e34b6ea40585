"""Handover on the screen: notes are written, read and done by keys, and nothing is told in initials mode."""

import pytest

from atma_tui.ui.people.person import PersonScreen
from atma_tui.ui.shift.handover import HandoverScreen
from tests.ui.kit import running, screen_text, settle, tap, type_text, wait_for
from tests.ui.rig import add_event, add_person, app_over, enrol, other_desk, small_desk


@pytest.fixture
def desk():
    return small_desk()


async def opened(pilot):
    await tap(pilot, "alt+h")
    await wait_for(pilot, lambda: isinstance(pilot.app.screen, HandoverScreen), "the handover is open")
    await settle(pilot)
    return pilot.app.screen


async def test_a_note_is_written_read_and_done_by_keys(desk, tmp_path):
    other_desk(desk).note_board.write("Elevator is broken")
    app = app_over(desk, tmp_path)
    async with running(app, (80, 24)) as pilot:
        screen = await opened(pilot)
        assert "Elevator is broken" in screen_text(app) and "new" in screen_text(app)
        await tap(pilot, "r")
        await wait_for(pilot, lambda: not screen._unread, "it is read")
        await tap(pilot, "n")
        await type_text(pilot, "Key is at the desk")
        await tap(pilot, "ctrl+s")
        await wait_for(pilot, lambda: len(desk.note_board.notes()) == 2, "it is on the board")
        await settle(pilot)
        assert "Key is at the desk" in screen_text(app)
        await tap(pilot, "d")
        await wait_for(pilot, lambda: len(desk.note_board.notes()) == 1, "one is done")


async def test_whoever_is_to_be_called_is_opened_by_enter(desk, tmp_path):
    event = add_event(desk, capacity=1)
    ann = enrol(desk, event, "Ann Sample")
    enrol(desk, event, "Bo Sample")
    desk.enrolments.withdraw(ann.id)
    app = app_over(desk, tmp_path)
    async with running(app, (120, 40)) as pilot:
        await opened(pilot)
        assert "Bo Sample" in screen_text(app) and "Withdrew Ann Sample" in screen_text(app)
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: isinstance(app.screen, PersonScreen), "the person is open")


async def test_initials_mode_hides_notes_and_what_the_log_says(desk, tmp_path):
    event = add_event(desk, capacity=1)
    ann = enrol(desk, event, "Ann Sample")
    enrol(desk, event, "Bo Sample")
    desk.enrolments.withdraw(ann.id)
    desk.note_board.write("Ann Sample forgot her coat")
    app = app_over(desk, tmp_path)
    async with running(app, (120, 40)) as pilot:
        await opened(pilot)
        await tap(pilot, "f8")
        await settle(pilot)
        assert "Sample" not in screen_text(app) and "B. S." in screen_text(app)


async def test_with_initials_a_note_does_not_open(desk, tmp_path):
    other_desk(desk).note_board.write("Elevator is broken")
    app = app_over(desk, tmp_path, private=True)
    async with running(app, (80, 24)) as pilot:
        screen = await opened(pilot)
        await tap(pilot, "enter")
        await settle(pilot)
        assert app.screen is screen and "Elevator" not in screen_text(app)


async def test_a_note_that_names_a_masked_client_shows_initials(desk, tmp_path):
    chen = add_person(desk, "Chen Example")
    desk.masking.mask(chen.id)
    other_desk(desk).note_board.write("Chen Example is called back at noon")
    app = app_over(desk, tmp_path)
    async with running(app, (80, 24)) as pilot:
        await opened(pilot)
        assert "C. E. (masked) is called back" in screen_text(app)

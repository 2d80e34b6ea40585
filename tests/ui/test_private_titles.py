"""With initials only, the title of a private event names nobody, on whatever screen it is."""

import threading

import pytest

from atma_tui.domain.records import Event
from atma_tui.domain.timing.late_cancel import is_appointment
from atma_tui.ui.ground import door
from atma_tui.ui.requests import EnrolIn, OpenEvent
from tests.desk.history import named_book
from tests.ui.kit import burst, running, screen_text, settle, tap
from tests.ui.rig import app_over
from tests.ui.test_names_on_screens import OPENED, ROUTES, SIZE, name_of, shown


def appointment(desk) -> Event:
    return next(
        one
        for one in desk.book.store.find(Event)
        if is_appointment(one) and one.starts > desk.now().replace(tzinfo=None)
    )


@pytest.mark.parametrize("key", ROUTES, ids=name_of)
async def test_no_screen_names_whom_a_title_names(key, tmp_path):
    desk = named_book.desk(in_titles=True)
    async with running(app_over(desk, tmp_path, private=True), size=SIZE) as pilot:
        assert named_book.named_in(await shown(pilot, key)) == set()


@pytest.mark.parametrize("key", ROUTES, ids=name_of)
async def test_a_screen_that_is_open_forgets_whom_a_title_names(key, tmp_path):
    desk = named_book.desk(in_titles=True)
    async with running(app_over(desk, tmp_path), size=SIZE) as pilot:
        await shown(pilot, key)
        await tap(pilot, "f8")
        await settle(pilot)
        assert named_book.named_in(screen_text(pilot.app)) == set()


@pytest.mark.parametrize("name", OPENED)
async def test_no_dialog_names_whom_a_title_names(name, tmp_path):
    desk = named_book.desk(in_titles=True)
    async with running(app_over(desk, tmp_path), size=SIZE) as pilot:
        pilot.app.push_screen(OPENED[name](desk, False))
        await tap(pilot, "f8")
        await settle(pilot)
        assert named_book.named_in(screen_text(pilot.app)) == set()


KEYS = ("e", "m", "c", "k", "h", "p", "x", "d", "equals_sign", "f9", "ctrl+p")
"""What opens something on the card of an event."""


@pytest.mark.parametrize("first", ["before", "after"])
@pytest.mark.parametrize("key", KEYS)
async def test_nothing_that_opens_from_an_appointment_names_whom_its_title_names(key, first, tmp_path):
    desk = named_book.desk(in_titles=True)
    async with running(app_over(desk, tmp_path), size=SIZE) as pilot:
        pilot.app.open(OpenEvent(appointment(desk).id))
        await settle(pilot)
        await tap(pilot, *(("f8", key) if first == "before" else (key, "f8")))
        await settle(pilot)
        assert pilot.app.private
        assert named_book.named_in(screen_text(pilot.app)) == set()


async def test_a_title_that_is_hidden_is_not_there_to_be_changed(tmp_path):
    desk = named_book.desk(in_titles=True)
    event = appointment(desk)
    async with running(app_over(desk, tmp_path, private=True), size=SIZE) as pilot:
        pilot.app.open(OpenEvent(event.id))
        await tap(pilot, "m")
        await settle(pilot)
        assert "Show names with F8 first" in screen_text(pilot.app)
        await tap(pilot, "f8", "m")
        await settle(pilot)
        assert event.title in screen_text(pilot.app)


async def test_the_form_for_enrolling_hides_and_shows_the_title(tmp_path):
    desk = named_book.desk(in_titles=True)
    event = appointment(desk)
    async with running(app_over(desk, tmp_path, private=True), size=SIZE) as pilot:
        pilot.app.open(EnrolIn(offering_id=event.id))
        await settle(pilot)
        assert ": G. F." in screen_text(pilot.app)
        await tap(pilot, "f8")
        await settle(pilot)
        assert event.title in screen_text(pilot.app)


@pytest.mark.parametrize("key", KEYS)
async def test_what_the_desk_answers_after_f8_names_nobody_either(key, tmp_path):
    desk, answers = named_book.desk(in_titles=True), threading.Event()
    async with running(app_over(desk, tmp_path), size=SIZE) as pilot:
        pilot.app.open(OpenEvent(appointment(desk).id))
        await settle(pilot)
        door._desk_thread().submit(answers.wait)
        await burst(pilot, key, "f8")
        answers.set()
        await settle(pilot)
        assert pilot.app.private
        assert named_book.named_in(screen_text(pilot.app)) == set()

"""With initials only, nobody is named while the desk is too busy to answer, nor on a screen that comes back."""

from __future__ import annotations

import threading
from contextlib import contextmanager

import pytest

from atma_tui.ui.ground import door
from atma_tui.ui.requests import OpenEvent
from atma_tui.ui.routes import ROUTES
from tests.desk.history import named_book
from tests.ui.kit import burst, running, screen_text, settle, tap, wait_for
from tests.ui.rig import Blank, app_over
from tests.ui.test_names_on_screens import OPENED, SIZE, name_of, shown
from tests.ui.test_private_titles import appointment


@contextmanager
def busy_desk():
    """Let the desk answer nothing."""
    answers = threading.Event()
    door._desk_thread().submit(answers.wait)
    try:
        yield
    finally:
        answers.set()


def named(pilot) -> set[str]:
    return named_book.named_in(screen_text(pilot.app))


async def names_gone(pilot) -> None:
    await wait_for(pilot, lambda: pilot.app.private and not named(pilot), "nobody is named")


@pytest.mark.parametrize("key", ROUTES, ids=name_of)
async def test_a_screen_names_nobody_while_the_desk_is_busy(key, tmp_path):
    async with running(app_over(named_book.desk(in_titles=True), tmp_path), size=SIZE) as pilot:
        before = await shown(pilot, key)
        with busy_desk():
            await burst(pilot, "f8")
            await names_gone(pilot)
        await settle(pilot)
        assert not named(pilot)
        await wait_for(pilot, lambda: not pilot.app.screen.has_class("-blank"), "it is made anew")
        await tap(pilot, "f8")
        await wait_for(pilot, lambda: named(pilot) == named_book.named_in(before), "names are shown again")


@pytest.mark.parametrize("name", OPENED)
async def test_a_dialog_names_nobody_while_the_desk_is_busy(name, tmp_path):
    desk = named_book.desk(in_titles=True)
    async with running(app_over(desk, tmp_path), size=SIZE) as pilot:
        pilot.app.push_screen(OPENED[name](desk, False))
        await settle(pilot)
        with busy_desk():
            await burst(pilot, "f8")
            await names_gone(pilot)
        await settle(pilot)
        assert not named(pilot)


@pytest.mark.parametrize("key", ROUTES, ids=name_of)
async def test_a_screen_that_comes_back_names_nobody_while_the_desk_is_busy(key, tmp_path):
    async with running(app_over(named_book.desk(in_titles=True), tmp_path), size=SIZE) as pilot:
        await shown(pilot, key)
        pilot.app.push_screen(Blank())
        await tap(pilot, "f8")
        await settle(pilot)
        with busy_desk():
            pilot.app.pop_screen()
            for _ in range(30):
                await burst(pilot)
                assert not named(pilot)
        await settle(pilot)
        assert not named(pilot)


@pytest.mark.parametrize("key", ["m", "c", "k"])
async def test_a_dialog_that_opens_late_is_covered(key, tmp_path):
    """What it shows was read before; the keyboard does not wait for a desk that takes long."""
    desk = named_book.desk(in_titles=True)
    app = app_over(desk, tmp_path)
    async with running(app, size=SIZE) as pilot:
        app.open(OpenEvent(appointment(desk).id))
        await settle(pilot)
        app.longest_wait = 0.0
        with busy_desk():
            await burst(pilot, key, "f8")
            await names_gone(pilot)
        await settle(pilot)
        assert app.private
        assert not named(pilot)

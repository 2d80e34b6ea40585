from __future__ import annotations

import pytest

from atma_tui.ui.dialogs.help import HelpScreen
from atma_tui.ui.manual.manual import ManualScreen, PageScreen
from tests.ui.kit import SIZES, burst, running, screen_text, tap, type_text, wait_for
from tests.ui.rig import app_over, shows, small_desk


@pytest.fixture
def app(tmp_path):
    return app_over(small_desk(), tmp_path)


@pytest.mark.parametrize("size", SIZES)
async def test_f1_lists_the_topics_at_every_size(app, size):
    async with running(app, size) as pilot:
        await tap(pilot, "f1")
        await shows(pilot, "A day at the desk", "Keys", "Privacy")


async def test_enter_opens_a_page_and_escape_goes_back_twice(app):
    async with running(app) as pilot:
        await tap(pilot, "f1", "down", "enter")
        await shows(pilot, "Every key on every screen, and what it does.")
        await tap(pilot, "end")
        await shows(pilot, "Close without doing anything")
        await tap(pilot, "escape")
        assert isinstance(pilot.app.screen, ManualScreen)
        await tap(pilot, "escape")
        assert len(pilot.app.screen_stack) == 1


async def test_words_leave_the_pages_that_contain_them_and_the_page_begins_there(app):
    async with running(app) as pilot:
        await tap(pilot, "f1")
        await type_text(pilot, "keyring package")
        await shows(pilot, "The clinic's website", "Upgrading and uninstalling")
        assert "A day at the desk" not in screen_text(pilot.app)
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, PageScreen), "the page is open")
        await shows(pilot, "one more package")
        assert "Naming a source" not in screen_text(pilot.app)


async def test_nothing_found_says_so_and_opens_nothing(app):
    async with running(app) as pilot:
        await tap(pilot, "f1")
        await type_text(pilot, "[/] zzz")
        await shows(pilot, "No page has all these words")
        await tap(pilot, "enter")
        assert isinstance(pilot.app.screen, ManualScreen)


async def test_two_presses_of_enter_at_once_open_one_page(app):
    async with running(app) as pilot:
        await tap(pilot, "f1")
        await burst(pilot, "enter", "enter")
        await wait_for(
            pilot, lambda: isinstance(pilot.app.screen, PageScreen | ManualScreen), "the keys are handled"
        )
        assert sum(isinstance(screen, PageScreen) for screen in pilot.app.screen_stack) <= 1


async def test_f1_closes_what_f1_opened(app):
    async with running(app) as pilot:
        await tap(pilot, "f1")
        await shows(pilot, "A day at the desk")
        await tap(pilot, "f1")
        assert len(pilot.app.screen_stack) == 1


async def test_a_page_is_laid_out_anew_when_the_terminal_is_resized(app):
    async with running(app, (120, 40)) as pilot:
        await tap(pilot, "f1", "enter")
        await shows(pilot, "What to press, from opening in the morning")
        await pilot.resize_terminal(50, 15)
        await wait_for(
            pilot, lambda: all(len(line) <= 50 for line in screen_text(pilot.app).split("\n")), "it fits"
        )
        await shows(pilot, "What to press, from opening in the morning to")


async def test_a_question_mark_still_shows_the_keys_of_the_screen(app):
    async with running(app, (120, 60)) as pilot:
        await tap(pilot, "?")
        assert isinstance(pilot.app.screen, HelpScreen)
        await shows(pilot, "Open the manual", "Show all that can be done here")

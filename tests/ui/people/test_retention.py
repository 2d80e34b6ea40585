"""Whose time is over: a list with reasons, and one act that asks with numbers."""

from datetime import timedelta

import pytest

from atma_tui.ui.people.retention import RetentionScreen
from tests.ui.kit import running, screen_text, tap, toasted, wait_for
from tests.ui.rig import Clock, PeopleRig, add_person, app_over, shows, small_desk


@pytest.fixture
def app(tmp_path):
    """Una Rarely was added two years ago, Bea Stays today."""
    clock = Clock()
    desk = small_desk(clock)
    add_person(desk, "Una Rarely", phone="780-555-0177")
    clock.now += timedelta(days=2 * 366)
    add_person(desk, "Bea Stays")
    return app_over(desk, tmp_path, PeopleRig)


async def opened(pilot):
    await tap(pilot, "alt+k")
    await wait_for(pilot, lambda: isinstance(pilot.app.screen, RetentionScreen), "the list is open")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_names_are_removed_once_asked_with_the_number(app, size):
    async with running(app, size) as pilot:
        await opened(pilot)
        await shows(pilot, "Una Rarely")
        text = screen_text(app)
        assert "guest, last here Tue 1 Dec 2026; kept for 12 months" in text and "Bea Stays" not in text
        await tap(pilot, "r")
        await shows(pilot, "the names of 1 guest that were due for removal", "cannot be undone")
        await tap(pilot, "enter")
        await toasted(pilot, "Removed the names of 1 guest that were due for removal.")
        await shows(pilot, "No name is due for removal")
        assert app.desk.people.search("una") == []


async def test_a_no_changes_nothing(app):
    async with running(app, (80, 24)) as pilot:
        await opened(pilot)
        await shows(pilot, "Una Rarely")
        await tap(pilot, "r")
        await tap(pilot, "escape")
        await wait_for(pilot, lambda: isinstance(app.screen, RetentionScreen), "back at the list")
        assert app.desk.people.search("una")


async def test_initials_only_in_privacy_mode_and_escape_goes_back(app):
    async with running(app, (80, 24)) as pilot:
        await opened(pilot)
        await shows(pilot, "Una Rarely")
        await tap(pilot, "f8")
        await shows(pilot, "U. R.")
        assert "Una" not in screen_text(app)
        await tap(pilot, "escape")
        await wait_for(pilot, lambda: not isinstance(app.screen, RetentionScreen), "it is closed")


async def test_enter_opens_the_card(app):
    async with running(app, (80, 24)) as pilot:
        await opened(pilot)
        await shows(pilot, "Una Rarely")
        await tap(pilot, "enter")
        await shows(pilot, "780-555-0177")

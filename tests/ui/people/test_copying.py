"""A phone number is copied with one key, and does not stay in the clipboard."""

import pytest

from atma_tui.ui.people.person import PersonScreen
from tests.ui.kit import running, screen_text, settle, tap, toasted, toasts
from tests.ui.rig import add_person, app_over, shows, small_desk


@pytest.fixture
def desk():
    return small_desk()


async def opened(pilot, person):
    pilot.app.push_screen(PersonScreen(person.id))
    await shows(pilot, "Events and programs")
    await settle(pilot)


async def test_a_key_copies_the_phone_and_another_the_e_mail(desk, tmp_path):
    chen = add_person(desk, "Chen Example", phone="780-555-0102", email="chen@example.org")
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot, chen)
        await tap(pilot, "c")
        await toasted(pilot, "The phone number is in the clipboard for a minute.")
        assert pilot.app.clipboard == "780-555-0102" and "0102" not in "".join(toasts(pilot.app))
        await tap(pilot, "C")
        assert pilot.app.clipboard == "chen@example.org"
        pilot.app.clear_clipboard()
        assert pilot.app.clipboard == ""


async def test_what_there_is_not_is_not_copied(desk, tmp_path):
    chen = add_person(desk, "Chen Example")
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot, chen)
        await tap(pilot, "c")
        assert pilot.app.clipboard == ""
        assert toasts(pilot.app) == ["c (Copy phone) is only for somebody whose phone number is shown."]


async def test_the_clipboard_is_cleared_after_a_minute_from_the_last_copy(desk, tmp_path, monkeypatch):
    asked = []
    app = app_over(desk, tmp_path)
    async with running(app) as pilot:
        set_timer = pilot.app.set_timer
        monkeypatch.setattr(app, "set_timer", lambda delay, call: asked.append((delay, call)) or set_timer(delay))
        app.copy_to_clipboard("780-555-0102")
        app.copy_to_clipboard("780-555-0103")
        [(_, _), (delay, clear)] = asked
        assert delay == 60
        clear()
        assert app.clipboard == ""


@pytest.mark.parametrize("key", ["ctrl+l", "alt+l"])
async def test_what_was_copied_is_not_pasted_at_the_lock(desk, tmp_path, key):
    app = app_over(desk, tmp_path)
    async with running(app) as pilot:
        app.copy_to_clipboard("780-555-0102")
        await tap(pilot, key)
        await settle(pilot)
        await tap(pilot, "ctrl+v")
        await settle(pilot)
        assert "0102" not in screen_text(app) and app.clipboard == ""


async def test_closing_the_desk_clears_it_too(desk, tmp_path):
    app = app_over(desk, tmp_path)
    async with running(app):
        app.copy_to_clipboard("780-555-0102")
        app.exit()
    assert app.clipboard == ""

"""The tour: five cards that take no key, left with Escape and begun again with F3 or from the palette."""

import pytest

from atma_tui.settings import is_first_time
from atma_tui.ui.tour.card import STEPS
from tests.ui.demo import evening
from tests.ui.kit import SIZES, running, screen_text, settle, tap


@pytest.mark.parametrize("size", SIZES)
async def test_the_tour_goes_over_the_screens_it_is_about_and_ends(size):
    async with running(evening(), size) as pilot:
        for number, step in enumerate(STEPS, 1):
            await tap(pilot, "alt+t")
            await settle(pilot)
            assert f"Tour {number} of 5" in screen_text(pilot.app)
            assert pilot.app.current_mode == step.mode
            shown = " ".join(screen_text(pilot.app).replace("│", " ").split())
            assert step.text in shown, "no word is cut off"
        await tap(pilot, "alt+t")
        await settle(pilot)
        assert "of 5" not in screen_text(pilot.app)


async def test_what_it_is_about_can_be_done_while_it_is_shown():
    async with running(evening()) as pilot:
        await tap(pilot, "alt+t")
        await settle(pilot)
        await tap(pilot, "o", "m")
        await settle(pilot)
        assert "Omar" in screen_text(pilot.app) and "Tour 1 of 5" in screen_text(pilot.app)


async def test_escape_ends_it_and_does_what_it_always_does():
    async with running(evening()) as pilot:
        await tap(pilot, "alt+t")
        await settle(pilot)
        await tap(pilot, "escape")
        await settle(pilot)
        assert "of 5" not in screen_text(pilot.app)
        assert pilot.app.focused.id == "events"
        await tap(pilot, "alt+t")
        await settle(pilot)
        assert "Tour 1 of 5" in screen_text(pilot.app), "it begins anew"


async def test_a_click_on_the_card_goes_on():
    async with running(evening()) as pilot:
        await tap(pilot, "alt+t")
        await settle(pilot)
        await pilot.click("TourCard")
        await settle(pilot)
        assert "Tour 2 of 5" in screen_text(pilot.app)


async def test_whoever_is_new_is_shown_around_at_once():
    app = evening()
    app.begins_with_tour = True
    async with running(app) as pilot:
        await settle(pilot)
        assert "Tour 1 of 5" in screen_text(app)


def test_a_login_is_new_once(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    assert is_first_time()
    assert not is_first_time()
    monkeypatch.setenv("XDG_STATE_HOME", "/dev/null")
    assert not is_first_time(), "nowhere to note it, so never"

import pytest

from tests.ui.gallery import HOSTILE, Gallery
from tests.ui.kit import SIZES, assert_golden, running, screen_text, settle, tap, wait_for


@pytest.mark.parametrize("size", SIZES)
async def test_parts_look_as_they_did(size):
    async with running(Gallery(), size) as pilot:
        await tap(pilot, "down", "down")
        await assert_golden(pilot, f"gallery-{size[0]}x{size[1]}")


async def test_a_form_looks_as_it_did():
    async with running(Gallery()) as pilot:
        await tap(pilot, "n")
        await settle(pilot)
        await assert_golden(pilot, "form-80x24")


async def test_help_looks_as_it_did():
    async with running(Gallery()) as pilot:
        await tap(pilot, "f1")
        await wait_for(pilot, lambda: "Make a new event" in screen_text(pilot.app), "help is shown")
        await assert_golden(pilot, "help-80x24")


@pytest.mark.parametrize("theme", ["textual-light", "textual-dark", "ansi-dark", "nord"])
async def test_every_part_works_in_every_theme(theme):
    async with running(Gallery()) as pilot:
        pilot.app.theme = theme
        await tap(pilot, "down", "n", "escape", "f1", "escape", "ctrl+p", "escape", "t")
        assert "Open house" in screen_text(pilot.app)


@pytest.mark.parametrize("size", [*SIZES, (20, 5), (1, 1)])
async def test_hostile_texts_cannot_end_the_app_at_any_size(size):
    async with running(Gallery(texts=HOSTILE), size) as pilot:
        await tap(pilot, "end", "home", "pagedown", "t", "n", "tab", "tab", "enter", "escape", "escape", "f1")
        await settle(pilot)
        assert all(char.isprintable() or char == "\n" for char in screen_text(pilot.app))

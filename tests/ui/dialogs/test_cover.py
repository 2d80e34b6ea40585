"""A dialog that names people is covered with initials only; it can be left without showing a name."""

from atma_tui.ui.dialogs.cover import CoverScreen
from atma_tui.ui.people.person_form import PersonForm
from tests.ui.kit import click_on, running, screen_text, settle, tap, type_text
from tests.ui.rig import add_person, app_over, small_desk


async def open_form(pilot, person):
    pilot.app.push_screen(form := PersonForm(person))
    await settle(pilot)
    return form


async def test_esc_closes_a_covered_form_in_which_nothing_was_typed(tmp_path):
    desk = small_desk()
    async with running(app_over(desk, tmp_path)) as pilot:
        await open_form(pilot, add_person(desk, "Ada Sample"))
        await tap(pilot, "f8")
        assert "Esc closes what is open" in screen_text(pilot.app)
        await tap(pilot, "escape")
        assert len(pilot.app.screen_stack) == 1
        assert pilot.app.private


async def test_what_was_typed_in_a_covered_form_is_only_thrown_away_when_asked(tmp_path):
    desk = small_desk()
    async with running(app_over(desk, tmp_path)) as pilot:
        form = await open_form(pilot, add_person(desk, "Ada Sample"))
        await tap(pilot, "end")
        await type_text(pilot, " Test")
        await tap(pilot, "f8", "escape")
        assert "Throw away what you typed?" in screen_text(pilot.app)
        assert "Ada" not in screen_text(pilot.app)
        await tap(pilot, "escape")
        assert isinstance(pilot.app.screen, CoverScreen)
        await tap(pilot, "f8")
        assert pilot.app.screen is form
        assert "Ada Sample Test" in screen_text(pilot.app)
        await tap(pilot, "f8")
        await click_on(pilot, "Close")
        await tap(pilot, "enter")
        assert len(pilot.app.screen_stack) == 1
    assert desk.people.search("ada")[0].name == "Ada Sample"


async def test_names_that_are_shown_again_take_the_question_of_the_cover_away(tmp_path):
    desk = small_desk()
    async with running(app_over(desk, tmp_path)) as pilot:
        form = await open_form(pilot, add_person(desk, "Ada Sample"))
        await tap(pilot, "end")
        await type_text(pilot, " Test")
        await tap(pilot, "f8", "escape", "f8")
        assert pilot.app.screen is form
        assert "Ada Sample Test" in screen_text(pilot.app)


async def test_one_dialog_after_the_other_is_closed_below_the_cover(tmp_path):
    desk = small_desk()
    async with running(app_over(desk, tmp_path)) as pilot:
        await open_form(pilot, add_person(desk, "Ada Sample"))
        await tap(pilot, "end")
        await type_text(pilot, " Test")
        await tap(pilot, "escape", "f8", "escape")
        assert isinstance(pilot.app.screen, CoverScreen), "the form below the question is still open"
        await tap(pilot, "escape", "enter")
        assert len(pilot.app.screen_stack) == 1

"""The settings: the desk's own go to its file, the clinic's into the book, and all of them hold at once."""

import pytest
from msgspec.structs import replace
from textual.widgets import Button

from atma_tui.settings import read_config
from atma_tui.ui.settings.keys_screen import KeysScreen, NextKey
from atma_tui.ui.settings.settings_form import SettingsForm
from atma_tui.ui.widgets.choice import Choice
from atma_tui.ui.widgets.entry import Field
from tests.ui.kit import running, settle, tap, toasts, type_text, wait_for
from tests.ui.rig import app_over, shows, small_desk, words_on


@pytest.fixture
def app(tmp_path):
    app = app_over(small_desk(), tmp_path, lock_minutes=10)
    app.use_settings(replace(app.settings, book=str(tmp_path / "book"), backups=tmp_path / "backups"))
    return app


async def opened(pilot):
    await tap(pilot, "alt+s")
    await wait_for(pilot, lambda: isinstance(pilot.app.screen, SettingsForm), "the settings are open")
    await settle(pilot)
    return pilot.app.screen


def put(form, **values):
    for id, value in values.items():
        widget = form.query_one(f"#{id.replace('__', '-')}")
        if isinstance(widget, Field | Choice):
            widget.value = value


async def test_what_is_saved_holds_at_once_and_is_in_the_file(app, tmp_path):
    async with running(app, (120, 40)) as pilot:
        form = await opened(pilot)
        put(form, theme="light", site="calgary", lock_minutes="3", backups=str(tmp_path / "safe"))
        await tap(pilot, "ctrl+s")
        await wait_for(pilot, lambda: app.screen is not form, "it is saved")
        assert app.theme == "light" and app.lock_after.total_seconds() == 180
        said = read_config(app.settings.config, must=True)
        assert said == {"theme": "light", "site": "calgary", "lock_minutes": 3, "backups": str(tmp_path / "safe")}
        assert app.settings.backups == tmp_path / "safe"


async def test_deadlines_and_colours_go_into_the_book(app):
    async with running(app, (120, 40)) as pilot:
        form = await opened(pilot)
        put(form, offer_hours="12", late_hours="48", colour__calgary="teal")
        await tap(pilot, "ctrl+s")
        await wait_for(pilot, lambda: app.screen is not form, "it is saved")
        clinic = app.desk.choices.get()
        assert (clinic.offer_hours, clinic.late_hours) == (12, 48)
        assert app.desk.site("calgary").colour == "teal"
        assert not app.settings.config.exists(), "nothing of this desk was changed"


async def test_a_theme_that_was_only_looked_at_goes_again(app):
    async with running(app, (120, 40)) as pilot:
        form = await opened(pilot)
        put(form, theme="high-contrast")
        await wait_for(pilot, lambda: app.theme == "high-contrast", "it is shown")
        await tap(pilot, "escape")
        await shows(pilot, "Not saved: theme")
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: form not in app.screen_stack, "it is closed")
        assert app.theme == "dark"


async def test_a_wrong_number_is_refused_in_the_form_and_nothing_is_saved(app):
    async with running(app, (120, 40)) as pilot:
        form = await opened(pilot)
        put(form, theme="light", lock_minutes="soon")
        await tap(pilot, "ctrl+s")
        await shows(pilot, "A whole number of minutes")
        assert app.screen is form and not app.settings.config.exists()


async def test_a_file_that_cannot_be_written_is_told_in_the_form(app, tmp_path):
    (tmp_path / "file").write_text("")
    app.use_settings(replace(app.settings, config=tmp_path / "file" / "config.toml"))
    async with running(app, (120, 40)) as pilot:
        form = await opened(pilot)
        put(form, lock_minutes="4")
        await tap(pilot, "ctrl+s")
        await shows(pilot, "cannot be written")
        assert app.screen is form


async def test_the_demo_changes_but_keeps_nothing(app):
    app.demo = True
    app.use_settings(replace(app.settings, usual=False))
    async with running(app, (120, 40)) as pilot:
        form = await opened(pilot)
        assert not form.query("#out"), "its folders go with it"
        put(form, theme="light")
        await tap(pilot, "ctrl+s")
        await wait_for(pilot, lambda: app.screen is not form, "it is saved")
        assert app.theme == "light" and not app.settings.config.exists()


async def test_the_palette_offers_the_themes(app):
    async with running(app, (120, 40)) as pilot:
        await tap(pilot, "ctrl+p")
        await type_text(pilot, "theme light")
        await shows(pilot, "Theme: Light")
        await tap(pilot, "down", "enter")
        await wait_for(pilot, lambda: app.theme == "light", "it is chosen")
        await settle(pilot)
        assert read_config(app.settings.config, must=True) == {"theme": "light"}


async def test_a_command_gets_another_key_and_its_usual_one_again(app):
    async with running(app, (120, 40)) as pilot:
        (await opened(pilot)).query_one("#keys", Button).press()
        await wait_for(pilot, lambda: isinstance(app.screen, KeysScreen), "the keys are shown")
        await shows(pilot, "What it does")
        screen = app.screen
        screen.query_one("#keys").move_to("desk.log")
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: isinstance(app.screen, NextKey), "it asks for a key")
        await tap(pilot, "f10")
        await wait_for(pilot, lambda: app.settings.keys == {"desk.log": "f10"}, "it is changed")
        await shows(pilot, "F10")
        assert read_config(app.settings.config, must=True) == {"keys": {"desk.log": "f10"}}
        await tap(pilot, "backspace")
        await wait_for(pilot, lambda: not app.settings.keys, "it is as it was")


async def test_a_key_of_the_desk_is_another_when_the_file_says_so(app):
    app.use_settings(replace(app.settings, keys={"desk.log": "f10"}))
    async with running(app, (120, 40)) as pilot:
        await tap(pilot, "f9")
        assert "What was done" not in words_on(app)
        await tap(pilot, "f10")
        await wait_for(pilot, lambda: len(app.screen_stack) == 2, "the log is open")


async def test_a_key_that_every_screen_relies_on_is_not_given_away(app):
    async with running(app, (120, 40)) as pilot:
        (await opened(pilot)).query_one("#keys", Button).press()
        await wait_for(pilot, lambda: isinstance(app.screen, KeysScreen), "the keys are shown")
        await settle(pilot)
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: isinstance(app.screen, NextKey), "it asks for a key")
        await tap(pilot, "enter")
        await settle(pilot)
        assert any("cannot be given" in one for one in toasts(app))
        await tap(pilot, "escape")
        await wait_for(pilot, lambda: isinstance(app.screen, KeysScreen), "it is left as it is")
        assert not app.settings.keys

"""Clinic settings, and a calendar file taken in, on the screen."""

from __future__ import annotations

import shutil

import pytest

from atma_tui.desk.clinic.choices import ClinicFields
from atma_tui.domain.errors import InputError
from atma_tui.domain.records import Event
from atma_tui.ui.dialogs.files import read_path
from tests.ui.kit import SIZES, paste, running, tap, toasted, type_text, wait_for
from tests.ui.rig import add_event, app_over, other_desk, shows, small_desk


@pytest.fixture
def desk():
    return small_desk()


@pytest.fixture
def calendar(desk, tmp_path):
    """A calendar of another clinic, with one event."""
    other = small_desk()
    add_event(other, "Talk from elsewhere")
    other.exports.write(tmp_path)
    file = tmp_path / "from a friend.ics"
    shutil.copy(tmp_path / "edmonton.ics", file)
    return file


async def test_the_clinics_choices_are_changed_from_any_screen_and_undone(desk, tmp_path):
    async with running(app_over(desk, tmp_path)) as pilot:
        await tap(pilot, "f7")
        await shows(pilot, "Clinic settings", "hours an offered seat is held")
        await tap(pilot, "tab", "end", *["backspace"] * 2, "x", "ctrl+s")
        await shows(pilot, "A whole number, such as 24.")
        await tap(pilot, "backspace", "4", "8", "ctrl+s")
        await toasted(pilot, "offer hours 24 -> 48")
        assert desk.choices.get().offer_hours == 48
        await tap(pilot, "u")
        await wait_for(pilot, lambda: desk.choices.get().offer_hours == 24, "it is undone")


async def test_the_clinic_says_from_which_address_drafts_are(desk, tmp_path):
    async with running(app_over(desk, tmp_path), (120, 40)) as pilot:
        await tap(pilot, "f7")
        await shows(pilot, "Clinic settings", "Drafts are from")
        pilot.app.screen.query_one("#reminders_from").entry.focus()
        await type_text(pilot, "front@example.org")
        await tap(pilot, "ctrl+s")
        await wait_for(pilot, lambda: desk.choices.get().reminders_from == "front@example.org", "it is saved")


async def test_choices_that_another_desk_changed_meanwhile_are_not_overwritten(desk, tmp_path):
    async with running(app_over(desk, tmp_path)) as pilot:
        await tap(pilot, "f7")
        await shows(pilot, "Clinic settings")
        other_desk(desk).choices.change(ClinicFields(late_hours=12))
        await tap(pilot, "tab", "end", "0", "ctrl+s")
        await shows(pilot, "Somebody changed this meanwhile")
    assert (desk.choices.get().offer_hours, desk.choices.get().late_hours) == (24, 12)


async def test_a_file_is_shown_as_a_plan_then_taken_in_and_undone(desk, tmp_path, calendar):
    async with running(app_over(desk, tmp_path)) as pilot:
        await tap(pilot, "f6")
        await shows(pilot, "Import a calendar file")
        await paste(pilot, f"'{calendar}'")
        await tap(pilot, "ctrl+s")
        await shows(pilot, "Talk from elsewhere", "Enter Apply")
        assert not desk.book.store.find(Event)
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: desk.book.store.find(Event), "it is taken in")
        await toasted(pilot, "Imported from a friend.ics")
        await tap(pilot, "u")
        await wait_for(pilot, lambda: not desk.book.store.find(Event), "it is undone")


async def test_a_plan_that_is_dropped_changes_nothing_and_keeps_what_was_typed(desk, tmp_path, calendar):
    async with running(app_over(desk, tmp_path)) as pilot:
        await tap(pilot, "f6")
        await shows(pilot, "Import a calendar file")
        await paste(pilot, str(calendar))
        await tap(pilot, "ctrl+s")
        await shows(pilot, "Talk from elsewhere", "Enter Apply")
        await tap(pilot, "escape")
        await shows(pilot, "Not applied. Nothing was changed.")
        assert pilot.app.screen.query_one("#file").value == str(calendar)
    assert not desk.book.store.find(Event)


async def test_what_is_no_calendar_or_no_file_is_said_in_the_form(desk, tmp_path):
    page = tmp_path / "page.ics"
    page.write_text("<html>not found</html>")
    async with running(app_over(desk, tmp_path)) as pilot:
        await tap(pilot, "f6")
        await shows(pilot, "Import a calendar file")
        await type_text(pilot, "nothing.ics")
        await tap(pilot, "ctrl+s")
        await shows(pilot, "There is no such file.")
        await tap(pilot, "end", *["backspace"] * 11)
        await paste(pilot, str(page))
        await tap(pilot, "ctrl+s")
        await shows(pilot, "web page")
    assert not desk.book.store.find(Event)


def test_a_path_is_read_as_terminals_paste_one_that_was_dragged_onto_them(tmp_path):
    file = tmp_path / "my feed.ics"
    file.write_text("")
    escaped = str(file).replace(" ", "\\ ")
    for words in (str(file), f"'{file}'", f'"{file}"', escaped, f" {file} ", file.as_uri()):
        assert read_path(words) == file
    for words in ("", str(tmp_path), "\0", "~nobody-here/x.ics", "x" * 5000):
        with pytest.raises(InputError):
            read_path(words)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("key", "last"), [("f6", "Times"), ("f7", "Calendar ID domain")])
async def test_the_forms_fit(desk, tmp_path, size, key, last):
    async with running(app_over(desk, tmp_path), size=size) as pilot:
        await tap(pilot, key)
        await shows(pilot, last, "Esc Close")

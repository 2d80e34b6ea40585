"""The words of drafts on the screen: changed with a preview, refused in words, taken back."""

import pytest

from atma_tui.domain.records import Operator, Template
from tests.ui.kit import paste, running, tap, toasted, type_text, wait_for
from tests.ui.reminders.test_reminders import CallsRig, opened
from tests.ui.rig import app_over, shows, small_desk


@pytest.fixture
def desk():
    return small_desk()


async def form(pilot):
    await opened(pilot)
    await tap(pilot, "e")
    await shows(pilot, "The words of drafts", "Preview, for somebody made up", "Hello Ada,")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_subject_is_changed_with_a_preview_and_undone(desk, tmp_path, size):
    async with running(app_over(desk, tmp_path, CallsRig), size) as pilot:
        await form(pilot)
        await tap(pilot, "enter")
        await tap(pilot, "home", "shift+end", "delete")
        await type_text(pilot, "See you at the {what}")
        await shows(pilot, "See you at the open house")
        await tap(pilot, "ctrl+s")
        await toasted(pilot, "Changed the template for reminders")
        assert desk.templates.all()["remind"].subject == "See you at the {what}"
        await tap(pilot, "f5")
        await wait_for(pilot, lambda: not desk.book.store.count(Template), "undone")


async def test_a_field_that_there_is_not_is_refused_in_words(desk, tmp_path):
    async with running(app_over(desk, tmp_path, CallsRig), (120, 40)) as pilot:
        await form(pilot)
        await tap(pilot, "tab", "tab")
        await paste(pilot, "{whenever} ")
        await shows(pilot, "There is no field {whenever}; the fields are: {name}")
        await tap(pilot, "ctrl+s")
        await shows(pilot, "Reminders: There is no field {whenever}")
        await tap(pilot, "escape")
        await shows(pilot, "Throw away what you typed?", "Not saved: reminders.")
    assert desk.book.store.count(Template) == 0


async def test_what_was_typed_of_one_sort_is_kept_while_another_is_shown(desk, tmp_path):
    async with running(app_over(desk, tmp_path, CallsRig), (120, 40)) as pilot:
        await form(pilot)
        await tap(pilot, "tab")
        await type_text(pilot, "One ")
        await tap(pilot, "shift+tab", "m")
        await shows(pilot, "has changed. It now takes place")
        await tap(pilot, "tab")
        await type_text(pilot, "Two ")
        await tap(pilot, "ctrl+s")
        await wait_for(pilot, lambda: desk.book.store.count(Template) == 2, "both are saved")
    own = desk.templates.all()
    assert (own["remind"].subject, own["moved"].subject) == ("One", "Two")
    assert own["moved"].body == desk.templates.shipped()["moved"].body


async def test_the_usual_words_are_taken_again(desk, tmp_path):
    desk.templates.change("remind", subject="Our own", body="Our own words")
    async with running(app_over(desk, tmp_path, CallsRig), (120, 40)) as pilot:
        await opened(pilot)
        await tap(pilot, "e")
        await shows(pilot, "Our own words")
        await tap(pilot, "f4")
        await shows(pilot, "we look forward to seeing you")
        assert desk.book.store.count(Template) == 1
        await tap(pilot, "ctrl+s")
        await toasted(pilot, "is what comes with the desk again")
    assert desk.book.store.count(Template) == 0


async def test_who_may_not_change_settings_is_told_so_in_the_form(desk, tmp_path):
    with desk.book.act("start") as work:
        work.add(Operator(id="ope-ada", name="Ada", role="desk"))
        work.add(Operator(id="ope-bo", name="Bo", role="lead"))
    desk.signing_in.sign_in("Ada")
    async with running(app_over(desk, tmp_path, CallsRig), (120, 40)) as pilot:
        await form(pilot)
        await tap(pilot, "tab")
        await type_text(pilot, "One ")
        await tap(pilot, "ctrl+s")
        await shows(pilot, "One", "may not")
    assert desk.book.store.count(Template) == 0

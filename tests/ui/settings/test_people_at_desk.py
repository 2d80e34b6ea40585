"""Leads say on the screen who works at the desk, and who may do what."""

import pytest

from atma_tui.ui.settings.people_at_desk import OperatorForm, PeopleAtDesk, PinForm
from atma_tui.ui.settings.rights import RightsTable
from tests.pins import hash_cheaply
from tests.ui.kit import running, settle, tap, toasted, type_text, wait_for
from tests.ui.rig import app_over, shows, small_desk


@pytest.fixture(autouse=True)
def cheap_pins(monkeypatch):
    hash_cheaply(monkeypatch)


@pytest.fixture
def desk():
    return small_desk()


async def opened(pilot, screen):
    pilot.app.push_screen(screen)
    await wait_for(pilot, lambda: pilot.app.screen is screen, "it is open")
    await settle(pilot)


async def typed(pilot, words, *, last=False):
    await type_text(pilot, words)
    await tap(pilot, "ctrl+s" if last else "enter")
    await settle(pilot)


async def test_the_first_one_is_a_lead_who_goes_on_here_and_gets_a_pin(desk, tmp_path):
    async with running(app_over(desk, tmp_path), (120, 40)) as pilot:
        await opened(pilot, PeopleAtDesk())
        await shows(pilot, "anybody may do everything")
        await tap(pilot, "n")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, OperatorForm), "the form is open")
        await typed(pilot, "Lea Sample", last=True)
        await shows(pilot, "no PIN")
        assert desk.operator == "Lea Sample" and desk.operators.the("Lea Sample").role == "lead"
        await tap(pilot, "p")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, PinForm), "the form is open")
        await typed(pilot, "4711")
        await typed(pilot, "4712", last=True)
        await shows(pilot, "The two PINs differ")
        await tap(pilot, "backspace")
        await typed(pilot, "1", last=True)
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, PeopleAtDesk), "it is saved")
    assert desk.signing_in.needs_pin("Lea Sample") and desk.book.operator_record() is not None


async def test_the_table_gives_a_right_to_the_next_role(desk, tmp_path):
    desk.operators.add("Ada", "lead")
    async with running(app_over(desk, tmp_path), (120, 40)) as pilot:
        await opened(pilot, RightsTable())
        await shows(pilot, "go over capacity")
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: desk.operators.rights()["override"] == "lead", "leads only")
        await settle(pilot)
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: desk.operators.rights()["override"] == "desk", "the desk again")


async def test_whoever_is_no_lead_sees_who_may_and_changes_nothing(desk, tmp_path):
    desk.operators.add("Lea", "lead")
    desk.signing_in.sign_in("Lea")
    desk.operators.add("Ada", "desk")
    desk.signing_in.sign_in("Ada")
    async with running(app_over(desk, tmp_path), (120, 40)) as pilot:
        await opened(pilot, RightsTable())
        await tap(pilot, "enter")
        await toasted(pilot, "a lead may")
        await tap(pilot, "escape")
        await opened(pilot, PeopleAtDesk())
        await tap(pilot, "delete")
        await tap(pilot, "enter")
        await toasted(pilot, "a lead may")
    assert desk.operators.rights()["override"] == "desk" and len(desk.operators.all()) == 2

"""The lock where the clinic records who works at the desk."""

import pytest

from atma_tui.domain.errors import NotAllowed
from atma_tui.ui.app import ClosedDesk
from atma_tui.ui.dialogs.lock import LockScreen
from atma_tui.ui.dialogs.stand_in import StandInForm
from tests.pins import hash_cheaply
from tests.ui.kit import running, screen_text, settle, tap, toasted, type_text, wait_for
from tests.ui.rig import PeopleRig, Rig, add_person, app_over, other_desk, shows, small_desk


@pytest.fixture(autouse=True)
def cheap_pins(monkeypatch):
    hash_cheaply(monkeypatch)


@pytest.fixture
def desk():
    """Ada's desk: she works there and has a PIN, as Lea has, who is a lead; Rae reads and has none."""
    desk = small_desk()
    add_person(desk, "Chen Example")
    desk.operators.add("Lea", "lead")
    desk.signing_in.sign_in("Lea")
    for name, role in (("Ada", "desk"), ("Rae", "reader")):
        desk.operators.add(name, role)
    desk.operators.set_pin("Ada", "5813")
    desk.operators.set_pin("Lea", "4711")
    desk.signing_in.sign_in("Ada", "5813")
    return desk


async def give(pilot, name, pin=""):
    """Say who one is; a name that stands in the box already is typed over."""
    pilot.app.screen.query_one("#name").focus()
    pilot.app.screen.query_one("#name").value = ""
    await type_text(pilot, name)
    await tap(pilot, "enter")
    await settle(pilot)
    if pin:
        await type_text(pilot, pin)
        await tap(pilot, "enter")
        await settle(pilot)


async def test_whoever_locked_the_desk_gives_their_pin(desk, tmp_path):
    async with running(app_over(desk, tmp_path, PeopleRig)) as pilot:
        await tap(pilot, "ctrl+l")
        await shows(pilot, "Desk locked")
        await settle(pilot)
        await type_text(pilot, "0815")
        assert "0815" not in screen_text(pilot.app)
        await tap(pilot, "enter")
        await shows(pilot, "That is not the PIN of Ada.")
        await settle(pilot)
        await type_text(pilot, "5813")
        await tap(pilot, "enter")
        await shows(pilot, "Ada at the desk")


async def test_only_they_or_a_lead_go_on_at_a_locked_desk(desk, tmp_path):
    async with running(app_over(desk, tmp_path, PeopleRig)) as pilot:
        await tap(pilot, "ctrl+l")
        await settle(pilot)
        await give(pilot, "Rae")
        await shows(pilot, "only Ada or a lead")
        await give(pilot, "Lea", "4711")
        await shows(pilot, "Lea at the desk")
    assert desk.operator == "Lea"


async def test_a_desk_that_is_handed_over_goes_on_for_anybody_who_works_there(desk, tmp_path):
    async with running(app_over(desk, tmp_path, PeopleRig)) as pilot:
        await tap(pilot, "alt+l")
        await shows(pilot, "Who is at the desk?")
        await give(pilot, "Nobody")
        await shows(pilot, "Nobody of that name works at this desk.")
        await give(pilot, "rae")
        await shows(pilot, "Rae at the desk")


async def test_opening_the_desk_asks_who_is_there_and_reads_nothing_before(desk, tmp_path):
    closed = type("Closed", (ClosedDesk,), {"CSS_PATH": Rig.CSS_PATH})
    opened = other_desk(desk, "root")
    async with running(app_over(opened, tmp_path, closed)) as pilot:
        await shows(pilot, "Who is at the desk?")
        assert [type(one) for one in pilot.app.screen_stack][1:] == [LockScreen]
        await tap(pilot, "escape")
        await tap(pilot, "2")
        assert pilot.app.locked
        await give(pilot, "Lea", "4711")
        await shows(pilot, "Lea at the desk")
        assert pilot.app.current_mode == "today"


async def test_a_lead_allows_one_thing_with_their_pin(desk, tmp_path):
    async with running(app_over(desk, tmp_path), (120, 40)) as pilot:
        await tap(pilot, "alt+o")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, StandInForm), "the form is open")
        await type_text(pilot, "lea")
        await tap(pilot, "enter")
        await type_text(pilot, "4711")
        await tap(pilot, "enter")
        await toasted(pilot, "Lea allows the next thing that Ada may not do.")
        await pilot.app.do(desk.programs.save_site, "edmonton", phone="780 555 0100")
        await toasted(pilot, "allowed by Lea")
    with pytest.raises(NotAllowed):
        desk.programs.save_site("edmonton", phone="780 555 0199")

"""The record of a masked client: `k` masks, a reason opens it, and `w` shows who looked."""

import pytest

from atma_tui.domain.records import Look
from atma_tui.ui.dialogs.reason import ReasonScreen
from atma_tui.ui.history.looks import LooksScreen
from atma_tui.ui.people.person import PersonScreen
from tests.ui.kit import running, screen_text, settle, tap, toasted, type_text, wait_for
from tests.ui.rig import add_person, app_over, shows, small_desk

SECRETS = ("Chen", "0102", "chen@", "calls at noon")


@pytest.fixture
def desk():
    return small_desk()


@pytest.fixture
def chen(desk):
    """A client with all that a mask hides."""
    one = add_person(desk, "Chen Example", phone="780-555-0102", email="chen@example.org")
    desk.people.note(one.id, "calls at noon")
    with desk.book.act("make a client") as work:
        return work.change(desk.book.person(one.id), status="client")


async def opened(pilot, person):
    pilot.app.push_screen(PersonScreen(person.id))
    await settle(pilot)


def said(app) -> list[str]:
    return [word for word in SECRETS if word in screen_text(app)]


def reasons(desk, person) -> set[str]:
    desk.looks.flush()
    return {look.reason for look in desk.book.store.find(Look, people=person.id)}


async def test_k_masks_once_asked_and_takes_the_mask_back(desk, chen, tmp_path):
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot, chen)
        await tap(pilot, "k")
        await shows(pilot, "Mask this client?")
        await tap(pilot, "escape")
        assert not desk.masking.is_masked(chen.id)
        await tap(pilot, "k")
        await settle(pilot)
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: desk.masking.is_masked(chen.id), "it is masked")
        await settle(pilot)
        await tap(pilot, "k")
        await shows(pilot, "Unmask?")
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: not desk.masking.is_masked(chen.id), "it is not masked any more")


async def test_a_record_opens_with_a_reason_only(desk, chen, tmp_path):
    desk.masking.mask(chen.id)
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot, chen)
        assert isinstance(pilot.app.screen, ReasonScreen) and said(pilot.app) == []
        await tap(pilot, "enter")
        await settle(pilot)
        assert isinstance(pilot.app.screen, ReasonScreen) and said(pilot.app) == []
        await type_text(pilot, "she asked for a copy")
        await tap(pilot, "enter")
        await shows(pilot, "Chen Example", "780-555-0102")
        await tap(pilot, "escape")
        await settle(pilot)
        assert desk.masking.is_hidden(chen.id)
    assert "she asked for a copy" in reasons(desk, chen)


async def test_without_a_reason_the_card_closes_and_shows_nothing(desk, chen, tmp_path):
    desk.masking.mask(chen.id)
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot, chen)
        await tap(pilot, "escape")
        await settle(pilot)
        assert not isinstance(pilot.app.screen, PersonScreen) and said(pilot.app) == []
    assert reasons(desk, chen) <= {""}


async def test_a_locked_desk_hides_the_record_again(desk, chen, tmp_path):
    desk.masking.mask(chen.id)
    async with running(app_over(desk, tmp_path)) as pilot:
        await opened(pilot, chen)
        await type_text(pilot, "she asked")
        await tap(pilot, "enter")
        await shows(pilot, "Chen Example")
        await tap(pilot, "ctrl+l")
        await settle(pilot)
        await type_text(pilot, "Ada")
        await tap(pilot, "enter")
        await settle(pilot)
        assert said(pilot.app) == [] and desk.masking.is_hidden(chen.id)


async def test_w_shows_who_looked_and_c_writes_it_to_a_file(desk, chen, tmp_path):
    app = app_over(desk, tmp_path)
    async with running(app) as pilot:
        await opened(pilot, chen)
        await tap(pilot, "w")
        await wait_for(pilot, lambda: isinstance(pilot.app.screen, LooksScreen), "the looks are shown")
        await shows(pilot, "Who looked at Chen Example", "edit: make a client")
        await tap(pilot, "c")
        await toasted(pilot, "looks are in")
        await tap(pilot, "escape")
        await settle(pilot)
        assert isinstance(pilot.app.screen, PersonScreen)
    [file] = app.settings.private.glob("looks-*.csv")
    assert "Chen Example" in file.read_text("utf-8-sig") and "Chen" not in file.name

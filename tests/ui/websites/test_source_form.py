"""Setting a source up on screen: its address, and a key that nobody sees and that no book holds."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import pytest

from atma_tui.domain.records import Reading, Source
from atma_tui.ui.websites.source_form import SourceForm
from tests.ui.kit import SIZES, running, screen_text, settle, tap, toasted, toasts, type_text, wait_for
from tests.ui.rig import Clock, small_desk
from tests.ui.websites.web import one_line, plan_shown, told, web, website

__all__ = ["web"]

SECRET = "Zq8-hunter2-s3cret"


@pytest.fixture
def desk():
    return small_desk(Clock())


@pytest.fixture
def keyring(monkeypatch):
    """A keyring of this computer, empty; without the fixture there is none."""
    kept: dict[str, str] = {}
    fake = SimpleNamespace(
        set_password=lambda service, name, text: kept.__setitem__(name, text),
        get_password=lambda service, name: kept.get(name),
        errors=SimpleNamespace(KeyringError=OSError),
    )
    monkeypatch.setitem(sys.modules, "keyring", fake)
    monkeypatch.setitem(sys.modules, "keyring.errors", fake.errors)
    monkeypatch.setattr("atma_tui.sync.secrets.find_spec", lambda name: object())
    return kept


@pytest.fixture
def no_keyring(monkeypatch):
    monkeypatch.setattr("atma_tui.sync.secrets.find_spec", lambda name: None)


def the(desk) -> Source:
    [source] = desk.sources.list()
    return source


def everything_said(desk, pilot) -> str:
    records = [desk.book.store.find(kind) for kind in (Source,)] + [desk.history.recent()]
    return screen_text(pilot.app) + " ".join(toasts(pilot.app)) + repr(records)


async def choose(pilot, widget, downs):
    pilot.app.screen.query_one(widget).focus()
    await tap(pilot, "space", *["down"] * downs, "enter")
    await settle(pilot)


async def filled(pilot, widget, words):
    pilot.app.screen.query_one(f"{widget} Input").focus()
    await tap(pilot, "ctrl+u")
    await type_text(pilot, words)


async def opened(pilot, key, title):
    await tap(pilot, key)
    await wait_for(pilot, lambda: title in screen_text(pilot.app), "the form")


async def added(pilot):
    await opened(pilot, "n", "Add a website")
    await filled(pilot, "#name", "staff")
    await filled(pilot, "#address", "https://staff.example/x.ics")


@pytest.mark.parametrize("size", SIZES)
async def test_a_key_that_is_typed_is_seen_by_nobody_and_goes_to_the_keyring(desk, web, keyring, tmp_path, size):
    web.summary["staff"] = Reading(events=())
    async with running(website(desk, tmp_path), size=size) as pilot:
        await added(pilot)
        assert "The key" not in screen_text(pilot.app)
        await choose(pilot, "#key-way", 1)
        await filled(pilot, "#key-typed", SECRET)
        assert "The key" in screen_text(pilot.app) and "•" * len(SECRET) in screen_text(pilot.app)
        await tap(pilot, "ctrl+s")
        await wait_for(pilot, desk.sources.list, "added")
        await settle(pilot)
        said = everything_said(desk, pilot)
    assert keyring == {"staff": SECRET}
    assert the(desk).secret == "staff"
    assert SECRET not in said


async def test_without_a_keyring_it_says_what_to_do_and_keeps_what_was_typed(desk, web, no_keyring, tmp_path):
    async with running(website(desk, tmp_path)) as pilot:
        await added(pilot)
        await choose(pilot, "#key-way", 1)
        await tap(pilot, "tab", "ctrl+s")
        await wait_for(pilot, lambda: "The key is missing" in one_line(pilot), "it asks for it")
        await filled(pilot, "#key-typed", SECRET)
        await tap(pilot, "ctrl+s")
        await toasted(pilot, "environment variable staff instead")
        assert desk.sources.list() == [] and isinstance(pilot.app.screen, SourceForm)
        assert SECRET not in everything_said(desk, pilot)


async def test_a_key_can_be_named_by_its_variable_but_not_typed_in_its_place(desk, web, tmp_path):
    web.summary["staff"] = Reading(events=())
    async with running(website(desk, tmp_path)) as pilot:
        await added(pilot)
        await choose(pilot, "#key-way", 2)
        for wrong in ("Bearer abcdefgh", "sk_live_0123456789abcdef"):
            await filled(pilot, "#key-name", wrong)
            await tap(pilot, "ctrl+s")
            await toasted(pilot, "not the name of an environment variable")
            assert not any(wrong in words for words in toasts(pilot.app))
        await filled(pilot, "#key-name", "STAFF_CALENDAR")
        await tap(pilot, "ctrl+s")
        await wait_for(pilot, desk.sources.list, "added")
    assert the(desk).secret == "STAFF_CALENDAR"


async def test_address_and_key_are_changed_together_in_one_act(desk, web, keyring, tmp_path):
    desk.sources.add("staff", "https://staff.example/x.ics", key="old", site="edmonton")
    async with running(website(desk, tmp_path)) as pilot:
        await opened(pilot, "m", "How staff is asked")
        assert "As it is, from staff" in screen_text(pilot.app)
        await filled(pilot, "#address", "https://new.example/y.ics")
        await tap(pilot, "ctrl+s")
        await toasted(pilot, "belongs to its old address only")
        assert the(desk).url == "https://staff.example/x.ics"
        await choose(pilot, "#key-way", 1)
        await filled(pilot, "#key-typed", SECRET)
        await filled(pilot, "#every", "30")
        await tap(pilot, "ctrl+s")
        await wait_for(pilot, lambda: the(desk).url == "https://new.example/y.ics", "changed")
        await settle(pilot)
        assert SECRET not in everything_said(desk, pilot)
        assert (keyring, the(desk).every) == ({"staff": SECRET}, 30)
        await tap(pilot, "u")
        await wait_for(pilot, lambda: the(desk).url == "https://staff.example/x.ics", "one key takes all back")
    assert the(desk).every == 60


@pytest.mark.parametrize(
    "secret",
    ["https://cal.example/private-0123456789abcdef/basic.ics", "https://cal.example/x.ics?token=0123456789abcdef"],
)
async def test_an_address_that_is_a_secret_is_shown_masked_and_stays_unless_it_is_written_anew(
    desk, web, keyring, tmp_path, secret
):
    desk.sources.add("staff", secret)
    async with running(website(desk, tmp_path)) as pilot:
        await opened(pilot, "m", "How staff is asked")
        assert "0123456789abcdef" not in screen_text(pilot.app)
        await filled(pilot, "#every", "30")
        await tap(pilot, "ctrl+s")
        await wait_for(pilot, lambda: the(desk).every == 30, "saved")
        assert keyring == {"staff": secret}
        await opened(pilot, "m", "How staff is asked")
        await filled(pilot, "#address", "https://cal.example/…/other.ics")
        await tap(pilot, "ctrl+s")
        await toasted(pilot, "write it in full")
        await filled(pilot, "#address", secret.replace("0123", "4567"))
        await tap(pilot, "ctrl+s")
        await wait_for(pilot, lambda: keyring == {"staff": secret.replace("0123", "4567")}, "kept anew")
        await settle(pilot)
        assert "456789abcdef" not in repr(desk.sources.list()) + repr(desk.history.recent())


async def test_a_key_that_is_not_needed_any_more_is_left_away(desk, web, keyring, tmp_path):
    desk.sources.add("staff", "https://staff.example/x.ics", key="old")
    async with running(website(desk, tmp_path)) as pilot:
        await opened(pilot, "m", "How staff is asked")
        await choose(pilot, "#key-way", 3)
        pilot.app.screen.query_one("#save").focus()
        await tap(pilot, "ctrl+s")
        await wait_for(pilot, lambda: the(desk).secret == "", "none any more")


async def test_nothing_changed_is_no_act(desk, web, tmp_path):
    web.source("website")
    before = desk.history.recent()
    async with running(website(desk, tmp_path)) as pilot:
        await opened(pilot, "m", "How website is asked")
        await tap(pilot, "ctrl+s")
        await settle(pilot)
        assert "How website is asked" not in screen_text(pilot.app)
    assert desk.history.recent() == before


async def test_a_source_is_added_and_read_at_once(desk, web, tmp_path):
    web.summary["cena"] = Reading(events=(told("a", "Open house", place="Edmonton"),))
    async with running(website(desk, tmp_path)) as pilot:
        await tap(pilot, "n")
        await wait_for(pilot, lambda: "Add a website" in screen_text(pilot.app), "the form")
        await type_text(pilot, "Cena")
        await tap(pilot, "enter")
        await type_text(pilot, "webcal://cena.example/x.ics")
        await tap(pilot, "ctrl+s")
        await plan_shown(pilot, "1 new")
    assert desk.sources.list()[0].url == "https://cena.example/x.ics"


async def test_an_address_that_is_none_is_said_beside_it(desk, tmp_path):
    async with running(website(desk, tmp_path)) as pilot:
        await tap(pilot, "n")
        await type_text(pilot, "cena")
        await tap(pilot, "enter")
        await type_text(pilot, "file:///etc/passwd")
        await tap(pilot, "ctrl+s")
        await wait_for(pilot, lambda: "are never read" in one_line(pilot), "refused")
    assert desk.sources.list() == []


async def test_an_address_on_this_network_has_to_be_meant(desk, web, tmp_path):
    web.summary["cena"] = Reading(events=())
    async with running(website(desk, tmp_path)) as pilot:
        await tap(pilot, "n")
        await type_text(pilot, "cena")
        await tap(pilot, "enter")
        await type_text(pilot, "http://192.168.1.5/x.ics")
        await tap(pilot, "ctrl+s")
        await wait_for(pilot, lambda: "on your own network" in one_line(pilot), "it asks")
        assert desk.sources.list() == []
        await tap(pilot, "space", "down", "enter", "ctrl+s")
        await wait_for(pilot, desk.sources.list, "added")
    assert desk.sources.list()[0].allow_private


async def test_how_often_and_by_which_clock_a_source_is_read_can_be_changed(desk, web, tmp_path):
    web.source("website")
    async with running(website(desk, tmp_path)) as pilot:
        await tap(pilot, "m")
        await wait_for(pilot, lambda: "How website is asked" in screen_text(pilot.app), "it asks")
        await tap(pilot, *["tab"] * 5, "ctrl+u", "3", "ctrl+s")
        await toasted(pilot, "5 minutes to a week")
        await tap(pilot, "0", "tab", "space", "down", "enter", "ctrl+s")
        await wait_for(pilot, lambda: desk.sources.list()[0].clock == "wall", "saved")
    assert desk.sources.list()[0].every == 30

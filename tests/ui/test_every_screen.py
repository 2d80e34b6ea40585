"""What holds on every screen with a box and on every dialog; they find themselves, so new ones are included."""

from __future__ import annotations

from contextlib import asynccontextmanager

import pytest
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets._toast import Toast

from atma_tui.domain.records import Act, Hold
from atma_tui.ui.dialogs.confirm import ConfirmScreen
from atma_tui.ui.dialogs.cover import CoverScreen
from atma_tui.ui.dialogs.masthead import Masthead
from atma_tui.ui.dialogs.screen import DeskScreen
from atma_tui.ui.dialogs.search_keys import SearchKeys
from atma_tui.ui.events.event_form import EventFormScreen
from atma_tui.ui.people.people import PeopleScreen
from atma_tui.ui.requests import OpenEvent
from atma_tui.ui.settings.keys_screen import NextKey
from atma_tui.ui.widgets.long_list import LongList
from tests.ui.clients.test_pathway import clock, desk, ready  # noqa: F401
from tests.ui.demo import evening
from tests.ui.kit import click_on, paste, running, screen_text, settle, tap
from tests.ui.made import leaves, made
from tests.ui.rig import add_event, app_over, shows


@asynccontextmanager
async def shown(kind, desk, tmp_path, size=(120, 40)):  # noqa: F811
    path = ready(desk)
    async with running(app_over(desk, tmp_path), size=size) as pilot:
        screen = made(kind, pilot.app, path)
        pilot.app.push_screen(screen)
        await settle(pilot)
        yield pilot, screen


def name(kind):
    return kind.__name__


@pytest.mark.parametrize("kind", leaves(SearchKeys), ids=name)
async def test_letters_are_text_for_the_box_wherever_the_cursor_is(kind, desk, tmp_path):  # noqa: F811
    async with shown(kind, desk, tmp_path) as (pilot, screen):
        for widget in screen.focus_chain:
            screen.set_focus(widget)
            screen.box.value = ""
            await settle(pilot)
            await tap(pilot, *"xsunkb")
            await settle(pilot)
            if widget is screen.box or widget not in screen.query("Input"):
                assert screen.box.value == "xsunkb", f"typed with {widget} in focus"
            assert pilot.app.screen is screen


@pytest.mark.parametrize("kind", leaves(SearchKeys), ids=name)
async def test_what_is_pasted_is_text_for_the_box_wherever_the_cursor_is(kind, desk, tmp_path):  # noqa: F811
    async with shown(kind, desk, tmp_path) as (pilot, screen):
        for widget in [one for one in screen.focus_chain if one not in screen.query("Input")]:
            screen.set_focus(widget)
            screen.box.value = ""
            await settle(pilot)
            await paste(pilot, "780-555")
            await tap(pilot, "x")
            assert screen.box.value == "780-555x", f"pasted with {widget} in focus"


@pytest.mark.parametrize("kind", leaves(DeskScreen), ids=name)
async def test_the_masthead_says_alt_where_digits_are_text_and_alt_goes_everywhere(kind, desk, tmp_path):  # noqa: F811
    async with shown(kind, desk, tmp_path) as (pilot, screen):
        for widget in screen.focus_chain:
            screen.set_focus(widget)
            await settle(pilot)
            text = widget.check_consume_key("1", "1")
            assert screen_text(pilot.app).startswith("Alt+") == text, f"with {widget} in focus"
        await tap(pilot, "alt+2")
        await settle(pilot)
        assert pilot.app.current_mode == "events"


@pytest.mark.parametrize("kind", leaves(DeskScreen), ids=name)
async def test_a_digit_goes_to_its_screen_unless_a_box_has_the_cursor(kind, desk, tmp_path):  # noqa: F811
    async with shown(kind, desk, tmp_path) as (pilot, screen):
        if lists := [one for one in screen.focus_chain if not one.check_consume_key("1", "1")]:
            screen.set_focus(lists[0])
            await tap(pilot, "2")
            await settle(pilot)
            assert pilot.app.current_mode == "events"


@pytest.mark.parametrize("kind", [one for one in leaves(ModalScreen) if one is not NextKey], ids=name)
async def test_no_key_of_the_screens_acts_through_a_dialog(kind, desk, tmp_path):  # noqa: F811
    async with shown(kind, desk, tmp_path) as (pilot, screen):
        acts = desk.book.store.count(Act)
        await tap(pilot, "f5", "alt+2", "f9", "ctrl+z")
        await settle(pilot)
        assert pilot.app.screen is screen
        assert pilot.app.current_mode != "events"
    assert desk.book.store.count(Act) == acts


@pytest.mark.parametrize("kind", leaves(ModalScreen), ids=name)
async def test_initials_lock_and_closing_work_in_every_dialog(kind, desk, tmp_path):  # noqa: F811
    async with shown(kind, desk, tmp_path) as (pilot, screen):
        if not getattr(screen, "LOCKS", False):
            await tap(pilot, "f8")
            await settle(pilot)
            assert pilot.app.private
            top = pilot.app.screen
            assert top is screen or isinstance(top, CoverScreen)
            await tap(pilot, "ctrl+l")
            await shows(pilot, "Desk locked")
            await tap(pilot, *"Ada", "enter")
            await settle(pilot)
            assert pilot.app.screen is top
        await tap(pilot, "ctrl+q")
        assert not pilot.app.is_running or pilot.app._exit


@pytest.mark.parametrize("kind", leaves(ModalScreen), ids=name)
async def test_a_toast_covers_nothing_of_a_dialog_and_no_dialog_is_larger_than_it_needs(kind, desk, tmp_path):  # noqa: F811
    async with shown(kind, desk, tmp_path, size=(80, 24)) as (pilot, screen):
        pilot.app.notify("Enrolled Chen Example in Open house · F5 undoes")
        await settle(pilot)
        toasts = [one.region for one in screen.query(Toast)]
        for dialog in screen.query(".dialog"):
            assert dialog.region.y >= 1 and dialog.region in screen.region
            assert not [one for one in toasts if one.overlaps(dialog.region)]
            for scroll in dialog.query(VerticalScroll) if not dialog.query(LongList) else ():
                used = max((one.virtual_region_with_margin.bottom for one in scroll.displayed_children), default=0)
                assert scroll.content_size.height <= used


LONG = f"{'Enrolled Chen Example in the open house. ' * 3}F5 undoes"


async def test_a_long_toast_covers_only_the_masthead(desk, tmp_path):  # noqa: F811
    async with shown(PeopleScreen, desk, tmp_path, size=(80, 24)) as (pilot, screen):
        pilot.app.notify(LONG)
        await shows(pilot, "F5 undoes")
        [toast] = screen.query(Toast)
        assert toast.region.bottom == screen.query_one(Masthead).region.bottom


async def test_a_long_toast_takes_one_line_above_a_dialog_that_opens(desk, tmp_path):  # noqa: F811
    async with shown(PeopleScreen, desk, tmp_path, size=(80, 24)) as (pilot, _):
        pilot.app.notify(LONG)
        await shows(pilot, "F5 undoes")
        pilot.app.push_screen(EventFormScreen())
        await shows(pilot, "Which site?", "Enrolled Chen Example")
        [toast] = pilot.app.screen.query(Toast)
        assert toast.region.height == 1


async def test_a_toast_is_shown_once_also_when_a_dialog_opens_and_closes():
    async with running(evening()) as pilot:
        pilot.app.notify("Enrolled Chen Example")
        await shows(pilot, "Enrolled Chen Example")
        pilot.app.push_screen(ConfirmScreen("Really?", "It is done.", ok="does it"))
        await shows(pilot, "Really?", "Enrolled Chen Example")
        pilot.app.screen.refresh()  # what is behind it may have been drawn before
        await settle(pilot)
        assert screen_text(pilot.app).count("Enrolled Chen Example") == 1
        pilot.app.clear_notifications()
        await settle(pilot)
        assert "Enrolled" not in screen_text(pilot.app)
        await tap(pilot, "escape")
        await settle(pilot)
        assert "Enrolled" not in screen_text(pilot.app)


async def test_a_question_that_a_click_opened_takes_the_first_key(desk, tmp_path):  # noqa: F811
    event = add_event(desk, capacity=5)
    desk.holds.hold(event.id, seats=1, name="the physician", why="student")
    app = app_over(desk, tmp_path)
    async with running(app, size=(120, 40)) as pilot:
        app.open(OpenEvent(event.id))
        await settle(pilot)
        await click_on(pilot, "r Release")
        await shows(pilot, "Release held seats")
        await tap(pilot, "enter")
        await settle(pilot)
    assert not desk.book.store.find(Hold)

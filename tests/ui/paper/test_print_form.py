"""Printing from the screen: the sheet under the cursor is offered first, and the file is where the toast says."""

import asyncio
import os

import pytest

from atma_tui.ui.ground.door import on_desk
from atma_tui.ui.history.looks import LooksScreen
from atma_tui.ui.paper.print_form import PrintForm
from atma_tui.ui.requests import OpenEvent
from atma_tui.ui.widgets.choice import Choice
from atma_tui.ui.widgets.entry import Labelled
from tests.paper.pdf_text import words
from tests.ui.kit import burst, running, settle, tap, toasted, wait_for
from tests.ui.rig import add_event, add_person, app_over, enrol, small_desk


@pytest.fixture
def desk():
    return small_desk()


async def opened(pilot, key="P"):
    await tap(pilot, key)
    await wait_for(pilot, lambda: isinstance(pilot.app.screen, PrintForm), "the form is open")
    await settle(pilot)
    return pilot.app.screen


async def printed(pilot, form):
    await tap(pilot, "ctrl+s")
    await wait_for(pilot, lambda: pilot.app.screen is not form, "it is printed")
    return await toasted(pilot, "Wrote")


async def test_on_an_events_card_its_roster_comes_first(desk, tmp_path):
    event = add_event(desk, capacity=5)
    enrol(desk, event, "Ann Sample")
    app = app_over(desk, tmp_path)
    async with running(app, (80, 24)) as pilot:
        app.open(OpenEvent(event.id))
        await settle(pilot)
        form = await opened(pilot)
        assert form.picked("sheet") == "roster" and form.picked("names") == "names" and not form.unsaved
        await printed(pilot, form)
    [file] = app.settings.private.glob("roster-*.pdf")
    assert "Ann Sample" in words(file.read_bytes())


async def test_a_sheet_for_the_open_has_initials_unless_names_are_picked(desk, tmp_path):
    event = add_event(desk, capacity=5)
    enrol(desk, event, "Ann Sample")
    app = app_over(desk, tmp_path)
    async with running(app, (80, 24)) as pilot:
        app.open(OpenEvent(event.id))
        await settle(pilot)
        form = await opened(pilot, "alt+p")
        form.query_one("#sheet", Choice).value = "sign-in"
        await settle(pilot)
        assert form.picked("names") == "initials"
        await printed(pilot, form)
    [file] = app.settings.private.glob("sign-in-*.pdf")
    assert "A. S." in words(file.read_bytes()) and "Ann" not in words(file.read_bytes())


async def test_what_cannot_be_printed_is_said_in_the_form(desk, tmp_path):
    app = app_over(desk, tmp_path)
    async with running(app, (80, 24)) as pilot:
        form = await opened(pilot)
        form.query_one("#sheet", Choice).value = "sign-in-day"
        await settle(pilot)
        await tap(pilot, "ctrl+s")
        await wait_for(pilot, lambda: "No public event" in str(form.query_one("#says").content), "it is refused")
        assert app.screen is form


async def test_who_looked_at_the_person_under_the_cursor_is_printed(desk, tmp_path):
    ann = add_person(desk, "Ann Sample")
    app = app_over(desk, tmp_path)
    async with running(app, (80, 24)) as pilot:
        app.push_screen(LooksScreen(ann))
        await settle(pilot)
        form = await opened(pilot)
        assert form.picked("sheet") == "looks"
        await printed(pilot, form)
    [file] = app.settings.private.glob("looks-*.pdf")
    assert "Ann Sample" in words(file.read_bytes()) and "Ada" in words(file.read_bytes())


async def test_a_printer_that_takes_its_time_holds_nobody_else_up(desk, tmp_path, monkeypatch):
    printer, done = tmp_path / "bin" / "lp", tmp_path / "done"
    os.mkfifo(done)
    printer.parent.mkdir()
    printer.write_text(f"#!/bin/sh\ncat > /dev/null\ncat {done}\n")
    printer.chmod(0o755)
    monkeypatch.setenv("PATH", f"{printer.parent}:{os.environ['PATH']}")
    app = app_over(desk, tmp_path)
    async with running(app, (80, 24)) as pilot:
        form = await opened(pilot)
        form.query_one("#to", Choice).value = "printer"
        await burst(pilot, "ctrl+s")
        assert (await on_desk(app, desk.agenda.day)).rows == ()
        assert app.screen is form
        await asyncio.to_thread(done.write_text, "printed")
        await toasted(pilot, "Sent to the printer.")


async def test_reports_offer_the_numbers_of_the_days_shown_and_no_names(desk, tmp_path):
    event = add_event(desk, capacity=5)
    enrol(desk, event, "Ann Sample")
    app = app_over(desk, tmp_path)
    async with running(app, (80, 24)) as pilot:
        await tap(pilot, "8", "y")
        form = await opened(pilot)
        assert form.picked("sheet") == "numbers" and not form.unsaved
        assert not form.query_one("#names", Choice).query_ancestor(Labelled).display
        await printed(pilot, form)
    [file] = app.settings.private.glob("numbers-2026-01-01-to-2026-12-01*.pdf")
    assert "Sample" not in words(file.read_bytes())

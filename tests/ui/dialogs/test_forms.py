"""What every form does alike: Ctrl+S saves and is named, Esc throws nothing typed away unasked."""

from __future__ import annotations

from contextlib import asynccontextmanager

import pytest
from textual.widgets import Button, Input, TextArea

from atma_tui.domain.records import Act, Clinician
from atma_tui.ui.clients.path_forms import PlanForm
from atma_tui.ui.dialogs.form import Form
from atma_tui.ui.programs.program_form import ProgramForm
from atma_tui.ui.programs.setup_forms import ClinicianForm
from atma_tui.ui.websites.import_form import ImportForm
from atma_tui.ui.websites.source_form import SourceForm
from atma_tui.ui.widgets.choice import Choice
from tests.ui.clients.test_pathway import begin, clock, desk, ready  # noqa: F401
from tests.ui.kit import burst, paste, running, settle, tap, type_text, wait_for
from tests.ui.made import leaves, made
from tests.ui.rig import app_over, shows

FORMS = leaves(Form)
"""Every form there is."""


@pytest.fixture(params=FORMS, ids=lambda kind: kind.__name__)
def kind(request):
    return request.param


@asynccontextmanager
async def opened(kind, desk, tmp_path, size=(80, 24)):  # noqa: F811
    """Show a form; gives the pilot, the form, and what it has answered."""
    path, answers = ready(desk), []
    async with running(app_over(desk, tmp_path), size=size) as pilot:
        form = made(kind, pilot.app, path)
        pilot.app.push_screen(form, answers.append)
        await shows(pilot, "Ctrl+S", "Esc Close")
        await settle(pilot)
        yield pilot, form, answers


async def test_the_key_line_calls_ctrl_s_as_the_button_is_called(desk, kind, tmp_path):  # noqa: F811
    async with opened(kind, desk, tmp_path, (200, 60)) as (pilot, screen, _):
        await shows(pilot, f"Ctrl+S {screen.query_one('#save', Button).label}")


def first_text(form):
    """The first field that text is typed into."""
    return form.query("Input, TextArea").first()


async def test_the_key_line_says_how_to_save_and_escape_asks_before_it_throws_away(desk, kind, tmp_path):  # noqa: F811
    async with opened(kind, desk, tmp_path) as (pilot, screen, answers):
        first_text(screen).focus()
        await type_text(pilot, "7")
        await tap(pilot, "escape")
        await shows(pilot, "Throw away what you typed?", "Not saved: ")
        await tap(pilot, "escape")
        assert pilot.app.screen is screen
        await tap(pilot, "ctrl+q")
        await shows(pilot, "Close the desk?", "Not saved: ")
        await tap(pilot, "ctrl+q", "escape")
        assert pilot.app.screen is screen
        assert screen.unsaved
        await burst(pilot, "escape", "enter", "enter")
        await shows(pilot, "Throw away what you typed?")
        await tap(pilot, "enter")
        await wait_for(pilot, lambda: answers == [None], "it is closed")


async def test_enter_goes_through_all_fields_to_the_last_and_there_are_buttons(desk, kind, tmp_path):  # noqa: F811
    saved = []
    async with opened(kind, desk, tmp_path, size=(120, 40)) as (pilot, screen, _):
        screen.action_save = lambda: saved.append(screen.focused)
        fields = stops(screen)
        for field in fields:
            screen.set_focus(field)
            if isinstance(field, TextArea):
                continue  # Enter is a new line there
            if isinstance(field, Choice) and field.must:
                field.value = list(field._options)[-1]
            await tap(pilot, "enter")
            later = fields[fields.index(field) + 1 :]
            assert saved or screen.focused in later, f"after {field} Enter goes on"
            assert bool(saved) == (not later)
        assert [str(one.label) for one in screen.query(Button)][-2:] == [screen.OK, "Close"]
        await pilot.click("#close")


def stops(form):
    """What Enter goes through; a list only when there is something in it."""
    return [one for one in form.focus_chain if isinstance(one, form.STOPS) and getattr(one, "rows", True)]


async def test_ctrl_z_undoes_typing_and_nothing_else(desk, kind, tmp_path):  # noqa: F811
    async with opened(kind, desk, tmp_path) as (pilot, screen, _):
        acts = desk.book.store.count(Act)
        for field in screen.query("Input, TextArea"):
            if field.display and field in screen.focus_chain:
                screen.set_focus(field)
                before = screen.typed()
                await type_text(pilot, "7")
                await tap(pilot, "ctrl+z")
                assert screen.typed() == before
                await tap(pilot, "ctrl+z", "ctrl+z")
        assert desk.book.store.count(Act) == acts
        assert pilot.app.screen is screen


async def test_untouched_it_closes_at_once(desk, kind, tmp_path):  # noqa: F811
    async with opened(kind, desk, tmp_path) as (pilot, _, answers):
        await tap(pilot, "escape")
        await wait_for(pilot, lambda: answers == [None], "it is closed")


async def test_it_starts_in_its_first_field(desk, kind, tmp_path):  # noqa: F811
    async with opened(kind, desk, tmp_path) as (_, screen, __):
        chain = [one for one in screen.focus_chain if isinstance(one, Input | TextArea | Choice)]
        assert screen.focused in chain
        before = chain[: chain.index(screen.focused)]
        assert all(one.value for one in before), "nothing that is still to be filled in is skipped"


async def test_ctrl_s_saves_from_any_field(desk, tmp_path):  # noqa: F811
    async with running(app_over(desk, tmp_path)) as pilot:
        pilot.app.push_screen(ClinicianForm())
        await shows(pilot, "New clinician")
        await type_text(pilot, "Nurse Example")
        await tap(pilot, "tab", "tab", "tab", "ctrl+s")
        await wait_for(pilot, lambda: len(desk.book.store.find(Clinician)) > 1, "saved")
        path = ready(desk)
        pilot.app.push_screen(PlanForm(desk.pathways.card(path), desk.programs.clinicians()))
        await shows(pilot, "Treatment plan")
        await type_text(pilot, "3")
        await tap(pilot, "tab", "tab", "down", "down", "enter", "ctrl+s")
        await wait_for(pilot, lambda: not isinstance(pilot.app.screen, Form), "saved")
    assert desk.pathways.card(path).pathway.plan.sessions == 3


async def test_ctrl_s_of_a_file_looks_and_of_a_source_adds(desk, tmp_path):  # noqa: F811
    file = tmp_path / "empty.ics"
    file.write_text("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nEND:VCALENDAR\r\n")
    async with running(app_over(desk, tmp_path)) as pilot:
        pilot.app.push_screen(ImportForm())
        await shows(pilot, "Import a calendar file")
        await paste(pilot, str(file))
        await tap(pilot, "ctrl+s")
        await shows(pilot, "Nothing in empty.ics is new")
        pilot.app.push_screen(SourceForm())
        await shows(pilot, "Add a website")
        await type_text(pilot, "cena")
        await tap(pilot, "tab")
        await paste(pilot, "https://cena.example/x.ics")
        await tap(pilot, "ctrl+s")
        await wait_for(pilot, desk.sources.list, "added")


async def test_a_new_program_is_named_first(desk, tmp_path):  # noqa: F811
    async with running(app_over(desk, tmp_path)) as pilot:
        pilot.app.push_screen(ProgramForm())
        await shows(pilot, "New program", "Tab comes here, then n adds one.")
        await type_text(pilot, "Nights")
        assert pilot.app.screen.typed()["Title"] == "Nights"
        await tap(pilot, "tab", "tab", "tab", "tab", "n")
        await shows(pilot, "New step")

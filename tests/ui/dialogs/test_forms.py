"""What every form does alike: Ctrl+S saves and is named, Esc throws nothing typed away unasked."""

from __future__ import annotations

from datetime import date

import pytest
from textual.widgets import Button, Input

from atma_tui.domain.records import Clinician, Program, Source
from atma_tui.ui.calls.closing import ClosingScreen
from atma_tui.ui.clients.path_forms import ClearanceForm, EndForm, PlanForm
from atma_tui.ui.dialogs.count import CountScreen
from atma_tui.ui.dialogs.form import Form
from atma_tui.ui.dialogs.reason import ReasonScreen
from atma_tui.ui.events.event_form import EventFormScreen
from atma_tui.ui.events.hold import HoldScreen
from atma_tui.ui.people.person_form import PersonForm
from atma_tui.ui.programs.clinic_form import ClinicForm
from atma_tui.ui.programs.program_form import ProgramForm, StepForm
from atma_tui.ui.programs.resize import ResizeScreen
from atma_tui.ui.programs.setup_forms import ClinicianForm, SiteForm
from atma_tui.ui.reports.reports import DaysScreen
from atma_tui.ui.websites.import_form import ImportForm
from atma_tui.ui.websites.source_form import SourceForm, SourceSettings
from atma_tui.ui.widgets.choice import Choice
from atma_tui.ui.widgets.long_list import LongList
from tests.ui.clients.test_pathway import begin, clock, desk, ready  # noqa: F401
from tests.ui.kit import burst, paste, running, settle, tap, type_text, wait_for
from tests.ui.rig import add_event, app_over, shows

_SOURCE = Source(id="cena", url="https://cena.example/x.ics")
FORMS = {
    "readiness": (lambda its, path: ClearanceForm(path, its.programs.clinicians()), "Save"),
    "plan": (lambda its, path: PlanForm(path, its.programs.clinicians()), "Save"),
    "end": (lambda _, path: EndForm(path), "Save"),
    "clinician": (lambda *_: ClinicianForm(), "Save"),
    "site": (lambda its, _: SiteForm(its.site("calgary")), "Save"),
    "program": (lambda *_: ProgramForm(), "Save"),
    "program changed": (lambda its, _: ProgramForm(its.book.store.get(Program, "ketamine-therapy")), "Save"),
    "step": (lambda *_: StepForm(()), "Save"),
    "places": (lambda its, _: ResizeScreen(its.agenda.places()[0]), "Save"),
    "clinic": (lambda its, _: ClinicForm(its.choices.get()), "Save"),
    "file": (lambda *_: ImportForm(), "Preview"),
    "source": (lambda *_: SourceForm(), "Add"),
    "source changed": (lambda *_: SourceSettings(_SOURCE), "Save"),
    "hold": (lambda its, _: HoldScreen(add_event(its).id), "Save"),
    "reason": (lambda *_: ReasonScreen("Cancel an event", "Why?"), "Save"),
    "count": (lambda *_: CountScreen("Party", "How many?", 3), "Save"),
    "person": (lambda *_: PersonForm(), "Save"),
    "event": (lambda *_: EventFormScreen(), "Save"),
    "days": (lambda *_: DaysScreen(date(2026, 12, 1), date(2026, 12, 8)), "Save"),
    "closing": (lambda *_: ClosingScreen(), "Save"),
}


@pytest.fixture(params=FORMS)
def form(request, desk):  # noqa: F811
    make, word = FORMS[request.param]
    return make(desk, desk.pathways.card(begin(desk))), word


async def test_the_key_line_says_how_to_save_and_escape_asks_before_it_throws_away(desk, form, tmp_path):  # noqa: F811
    screen, word = form
    answers = []
    async with running(app_over(desk, tmp_path)) as pilot:
        pilot.app.push_screen(screen, answers.append)
        await shows(pilot, f"Ctrl+S {word}", "Esc Close")
        await settle(pilot)
        screen.query(Input).first().focus()
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


async def test_enter_goes_through_all_fields_to_the_last_and_there_are_buttons(desk, form, tmp_path):  # noqa: F811
    screen, word = form
    saved = []
    screen.action_save = lambda: saved.append(screen.focused)
    async with running(app_over(desk, tmp_path), size=(120, 40)) as pilot:
        pilot.app.push_screen(screen)
        await shows(pilot, "Esc Close")
        await settle(pilot)
        fields = [
            one for one in screen.focus_chain if isinstance(one, screen.STOPS) and getattr(one, "rows", True)
        ]
        screen.set_focus(fields[0])
        for field in fields:
            assert screen.focused is field
            assert not saved
            if isinstance(field, Choice) and field.must:
                field.value = list(field._options)[-1]
            await tap(pilot, "enter")
            fields_now = [
                one for one in screen.focus_chain if isinstance(one, screen.STOPS) and getattr(one, "rows", True)
            ]
            assert fields_now == fields
        assert saved == [fields[-1]]
        assert [str(one.label) for one in screen.query(Button)] == [screen.OK, "Close"]
        await pilot.click("#close")
        assert word == screen.OK or screen.OK in BUTTONS


BUTTONS = {"Do it", "Withdraw", "Close the site", "Count", "Book"}


async def test_untouched_it_closes_at_once(desk, form, tmp_path):  # noqa: F811
    answers = []
    async with running(app_over(desk, tmp_path)) as pilot:
        pilot.app.push_screen(form[0], answers.append)
        await shows(pilot, "Esc Close")
        await settle(pilot)
        await tap(pilot, "escape")
        await wait_for(pilot, lambda: answers == [None], "it is closed")


async def test_it_starts_in_its_first_field(desk, form, tmp_path):  # noqa: F811
    screen, _ = form
    async with running(app_over(desk, tmp_path)) as pilot:
        pilot.app.push_screen(screen)
        await shows(pilot, "Esc Close")
        await settle(pilot)
        steps = screen.query(LongList)
        wanted = steps.first() if steps and steps.first().rows else screen.focus_chain[0]
        assert screen.focused is wanted, "the steps of a program that is there come first"


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

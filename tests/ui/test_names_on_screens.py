"""Over a book full of clients: whom a screen names is in the log of looks; initials and the lock name nobody."""

from __future__ import annotations

import inspect
import pkgutil
from importlib import import_module

import pytest
from textual.screen import Screen

import atma_tui.ui
from atma_tui.desk.importing.plan import Choices
from atma_tui.domain.errors import InputError
from atma_tui.domain.records import Act, Enrolment, Event, Look, Mask, Pathway, Person, Series
from atma_tui.ui.clients.path_forms import ClearanceForm, EndForm, PlanForm
from atma_tui.ui.clients.run import RunScreen
from atma_tui.ui.clients.slots import SlotPicker
from atma_tui.ui.clients.step_picker import StepPicker
from atma_tui.ui.dialogs.lock import LockScreen
from atma_tui.ui.dialogs.notes import NotesForm, notes_on
from atma_tui.ui.enrolments.pick_event import EventPicker
from atma_tui.ui.enrolments.withdraw import WithdrawScreen
from atma_tui.ui.events.door.sheet import SheetScreen
from atma_tui.ui.events.hold import HoldScreen
from atma_tui.ui.events.seat_sum import SeatSumScreen
from atma_tui.ui.ground.door import Refused, on_desk
from atma_tui.ui.ground.show import who
from atma_tui.ui.history.log import ActScreen, read_log
from atma_tui.ui.people.consents_form import ConsentsForm
from atma_tui.ui.people.import_plan import ImportPlanScreen
from atma_tui.ui.people.merge import MergeScreen
from atma_tui.ui.people.person_form import PersonForm
from atma_tui.ui.programs.program_roster import ProgramRosterScreen
from atma_tui.ui.routes import ROUTES, answering_screen, mode_screen
from atma_tui.ui.series.series import SeriesScreen
from atma_tui.ui.today.still_here import StillHereScreen
from tests.desk.history import named_book
from tests.ui.kit import running, screen_text, settle, tap, type_text
from tests.ui.rig import app_over

SIZE = (200, 60)
TYPED = {"people": "given", "OpenFind": "given", "OpenClients": "", "EnrolIn": "given", "today": "given"}
"""What is typed where nobody is shown before."""


def known() -> dict[str, str]:
    """Return the arguments of requests: somebody whose path is under way, and the fullest event."""
    store = named_book.desk().book.store
    path = next(one for one in store.find(Pathway) if one.under_way)
    event = max(store.find(Event), key=lambda one: store.count(Enrolment, offering=one.id))
    return {"event_id": event.id, "offering_id": event.id, "person_id": path.person, "pathway_id": path.id}


def screen_of(key):
    """Return a new screen of a route."""
    if isinstance(key, str):
        return mode_screen(key)
    arguments = known()
    return answering_screen(key(**{name: arguments[name] for name in key.__struct_fields__ if name in arguments}))


def name_of(key) -> str:
    return key if isinstance(key, str) else key.__name__


async def shown(pilot, key) -> str:
    """Open a screen, type what makes it show people, and return what it says."""
    pilot.app.push_screen(screen_of(key))
    await settle(pilot)
    if words := TYPED.get(name_of(key)):
        await type_text(pilot, words)
        await settle(pilot)
    return screen_text(pilot.app)


def mask_everybody(desk) -> None:
    """Mask all people of the book."""
    with desk.book.act("mask") as work:
        for one in desk.book.store.find(Person):
            work.add(Mask(id=one.id, at=work.now, by=work.by))


@pytest.mark.parametrize("key", ROUTES, ids=name_of)
async def test_whom_a_screen_names_is_in_the_log_of_looks(key, tmp_path):
    desk = named_book.desk()
    async with running(app_over(desk, tmp_path), size=SIZE) as pilot:
        named = named_book.named_in(await shown(pilot, key))
        desk.looks.flush()
        looks = desk.book.store.find(Look)
    assert named <= {id for look in looks for id in look.people}
    assert all("given" not in f"{look.place} {look.reason}" for look in looks)


@pytest.mark.parametrize("key", ROUTES, ids=name_of)
async def test_initials_and_the_lock_name_nobody(key, tmp_path):
    desk = named_book.desk()
    async with running(app_over(desk, tmp_path, private=True), size=SIZE) as pilot:
        assert named_book.named_in(await shown(pilot, key)) == set()
        pilot.app.private = False
        pilot.app.action_lock()
        await settle(pilot)
        assert isinstance(pilot.app.screen, LockScreen)
        assert named_book.named_in(screen_text(pilot.app) + pilot.app.title + pilot.app.sub_title) == set()


@pytest.mark.parametrize("key", ROUTES, ids=name_of)
async def test_masked_clients_are_named_on_no_screen(key, tmp_path):
    desk = named_book.desk()
    mask_everybody(desk)
    async with running(app_over(desk, tmp_path), size=SIZE) as pilot:
        assert named_book.named_in(await shown(pilot, key)) == set()


# Dialogs and screens that no route leads to


def path_card(desk):
    return desk.pathways.card(known()["pathway_id"])


def enrolment(desk) -> Enrolment:
    return next(one for one in desk.book.store.find(Enrolment, offering=known()["event_id"]) if one.live)


def series_event(desk) -> Event:
    return desk.book.store.find(Event, series=desk.book.store.find(Series)[0].id)[0]


def people_plan(desk):
    known_person = desk.book.person(known()["person_id"])
    rows = f"Name,Phone\n{known_person.name},\nSomebody Else,{known_person.phone}\n"
    return desk.people_import.plan(rows.encode(), Choices())


def notes(desk, private):
    one = enrolment(desk)
    return NotesForm(notes_on(desk.book.person(one.person), one, None, private=private))


def run(desk, private):
    pathway = known()["pathway_id"]
    slot = desk.appointments.search(pathway, "session").slots[0]
    return RunScreen(pathway, "session", slot)


def move_picker(desk, private):
    name = who(desk.book.person(known()["person_id"]).name, private=private)
    return EventPicker("Move to which event?", f"Enter moves {name}.")


OPENED = {
    "ClearanceForm": lambda desk, private: ClearanceForm(path_card(desk), desk.programs.clinicians()),
    "PlanForm": lambda desk, private: PlanForm(path_card(desk), desk.programs.clinicians()),
    "EndForm": lambda desk, private: EndForm(path_card(desk)),
    "StepPicker": lambda desk, private: StepPicker(path_card(desk)),
    "SlotPicker": lambda desk, private: SlotPicker(known()["pathway_id"], "session"),
    "NotesForm": notes,
    "WithdrawScreen": lambda desk, private: WithdrawScreen(enrolment(desk).id),
    "HoldScreen": lambda desk, private: HoldScreen(known()["event_id"]),
    "SheetScreen": lambda desk, private: SheetScreen(known()["event_id"], "Talk"),
    "StillHereScreen": lambda desk, private: StillHereScreen(""),
    "SeatSumScreen": lambda desk, private: SeatSumScreen(known()["event_id"]),
    "SeriesScreen": lambda desk, private: SeriesScreen(
        series_event(desk), desk.book.person(enrolment(desk).person)
    ),
    "ActScreen": lambda desk, private: ActScreen(read_log(desk.history, "family")[0]),
    "MergeScreen": lambda desk, private: MergeScreen(*[one.id for one in desk.people.search("given", limit=2)]),
    "PersonForm": lambda desk, private: PersonForm(desk.book.person(known()["person_id"])),
    "ConsentsForm": lambda desk, private: ConsentsForm(desk.book.person(known()["person_id"])),
    "ImportPlanScreen": lambda desk, private: ImportPlanScreen(people_plan(desk), "signups.csv"),
    "RunScreen": run,
    "EventPicker": move_picker,
    "ProgramRosterScreen": lambda desk, private: ProgramRosterScreen("ketamine-therapy@edmonton"),
}
ABOUT_NOBODY = {
    *("ClosingScreen", "HelpScreen", "EventFormScreen", "SeriesDaysScreen"),
    *("SeriesPartScreen", "PageScreen", "ClinicForm", "ProgramForm", "StepForm", "ResizeScreen", "ClinicianForm"),
    *(
        "AbsenceForm",
        "ClinicianPicker",
        "SiteForm",
        "DaysScreen",
        "KeysScreen",
        "NextKey",
        "SettingsForm",
        "OverridesScreen",
    ),
    *(
        "PlanScreen",
        "SourceForm",
        "SourceSettings",
        "SafePalette",
        "EventLimitsScreen",
        "KeptForm",
        "TemplatesForm",
    ),
    *("PeopleAtDesk", "RightsTable", "PinForm", "ClosedScreen", "OperatorForm", "StandInForm", "BoardNoteForm"),
}
WORDED_BY_OTHERS = {"ConfirmScreen", "CountScreen", "ReasonScreen"}
BASES = {
    *("CallActs", "PathForm", "DeskDialog", "ViewDialog", "SearchDialog", "Form", "LockScreen", "DeskScreen"),
    *(
        "SetupForm",
        "EnrolBox",
        "EventActs",
        "CountActs",
        "RosterActs",
        "SafeModal",
        "PeopleActs",
        "PersonActs",
        "DoorActs",
        "OpensMasked",
        "TurningScreen",
        "CoverScreen",
    ),
}


def test_every_other_screen_is_known_here():
    routed = {where.partition(":")[2] for where in ROUTES.values()}
    found = {
        name
        for module in pkgutil.walk_packages(atma_tui.ui.__path__, "atma_tui.ui.")
        for name, kind in vars(import_module(module.name)).items()
        if inspect.isclass(kind) and issubclass(kind, Screen) and kind.__module__ == module.name
    }
    assert found - routed == {*OPENED} | ABOUT_NOBODY | WORDED_BY_OTHERS | BASES


@pytest.mark.parametrize("name", OPENED)
async def test_a_dialog_names_nobody_with_initials_and_behind_the_lock(name, tmp_path):
    desk = named_book.desk()
    async with running(app_over(desk, tmp_path, private=True), size=SIZE) as pilot:
        pilot.app.push_screen(OPENED[name](desk, True))
        await settle(pilot)
        assert named_book.named_in(screen_text(pilot.app)) == set()
        pilot.app.action_lock()
        await settle(pilot)
        assert named_book.named_in(screen_text(pilot.app)) == set()


@pytest.mark.parametrize("name", OPENED)
async def test_a_dialog_that_is_open_names_nobody_once_only_initials_are_shown(name, tmp_path):
    desk = named_book.desk()
    async with running(app_over(desk, tmp_path), size=SIZE) as pilot:
        pilot.app.push_screen(dialog := OPENED[name](desk, False))
        await settle(pilot)
        names = named_book.named_in(screen_text(pilot.app))
        await tap(pilot, "f8")
        await settle(pilot)
        assert named_book.named_in(screen_text(pilot.app)) == set()
        await tap(pilot, "f8")
        await settle(pilot)
        if getattr(dialog, "KEEPS_NAMES", False):
            assert pilot.app.screen is dialog
            assert named_book.named_in(screen_text(pilot.app)) == names
        await tap(pilot, "f8", "escape")
        await settle(pilot)
        assert dialog not in pilot.app.screen_stack
        assert named_book.named_in(screen_text(pilot.app)) == set()


async def test_toasts_and_refusals_name_nobody_with_initials_only(tmp_path):
    desk = named_book.desk()
    person = desk.book.person(known()["person_id"])
    async with running(app_over(desk, tmp_path), size=SIZE) as pilot:
        pilot.app.notify(f"{person.name} is here")
        await tap(pilot, "f8")
        assert named_book.named_in(screen_text(pilot.app)) == set()

        def refuse():
            raise InputError(f"{person.name} is a party of 2 already; nothing was changed.")

        with pytest.raises(Refused):
            await on_desk(pilot.app, refuse)
        await settle(pilot)
        assert "is a party of 2 already" in screen_text(pilot.app)
        assert named_book.named_in(screen_text(pilot.app)) == set()


@pytest.mark.parametrize("masked", [False, True])
async def test_what_a_dialog_says_of_a_refusal_names_nobody_either(masked, tmp_path):
    desk = named_book.desk()
    person = desk.book.person(known()["person_id"])
    dialog = OPENED["WithdrawScreen"](desk, True)
    if masked:
        mask_everybody(desk)
    async with running(app_over(desk, tmp_path, private=not masked), size=SIZE) as pilot:
        pilot.app.push_screen(dialog)
        await settle(pilot)

        def refuse():
            raise InputError(f"{person.name} is a party of 2 already; nothing was changed.")

        with pytest.raises(Refused) as refused:
            await dialog.do(refuse)
    assert "is a party of 2 already" in str(refused.value)
    assert named_book.named_in(str(refused.value)) == set()


ASKS_THE_DESK = (
    *("SlotPicker", "WithdrawScreen", "HoldScreen", "SeatSumScreen", "MergeScreen"),
    *("ProgramRosterScreen", "StillHereScreen"),
)
"""Dialogs that are opened with ids, and ask the desk themselves for what they show."""


@pytest.mark.parametrize("name", ASKS_THE_DESK)
async def test_whom_a_dialog_names_is_in_the_log_of_looks(name, tmp_path):
    desk = named_book.desk()
    async with running(app_over(desk, tmp_path), size=SIZE) as pilot:
        pilot.app.push_screen(OPENED[name](desk, False))
        await settle(pilot)
        named = named_book.named_in(screen_text(pilot.app))
        desk.looks.flush()
        looks = desk.book.store.find(Look)
    assert named <= {id for look in looks for id in look.people}


@pytest.mark.parametrize("name", ASKS_THE_DESK)
async def test_masked_clients_are_named_in_no_dialog(name, tmp_path):
    desk = named_book.desk()
    dialog = OPENED[name](desk, False)
    mask_everybody(desk)
    async with running(app_over(desk, tmp_path), size=SIZE) as pilot:
        pilot.app.push_screen(dialog)
        await settle(pilot)
        assert named_book.named_in(screen_text(pilot.app)) == set()


PHONE_LINES = ("given0001", "withdraw given0001", "enrol given0001", "checkin given0001", "call given0001")


@pytest.mark.parametrize("masked", [False, True])
@pytest.mark.parametrize("line", PHONE_LINES)
async def test_the_line_for_calls_shows_nobody_without_a_look_and_nobody_who_is_masked(line, masked, tmp_path):
    desk = named_book.desk()
    if masked:
        mask_everybody(desk)
    before = desk.book.store.count(Act)
    async with running(app_over(desk, tmp_path), size=SIZE) as pilot:
        await tap(pilot, "slash")
        await type_text(pilot, line)
        await settle(pilot)
        shown = screen_text(pilot.app)
        await tap(pilot, "enter")
        await settle(pilot)
        named = named_book.named_in(shown + screen_text(pilot.app))
        desk.looks.flush()
        looks, acts = desk.book.store.find(Look), desk.book.store.find(Act)[before:]
    assert not (masked and named)
    assert named <= {id for look in looks for id in look.people} | {id for act in acts for id in act.related_ids}


async def test_the_palette_names_nobody(tmp_path):
    desk = named_book.desk()
    async with running(app_over(desk, tmp_path), size=SIZE) as pilot:
        await tap(pilot, "ctrl+p")
        await type_text(pilot, "given0001")
        await settle(pilot)
        assert named_book.named_in(screen_text(pilot.app)) == set()

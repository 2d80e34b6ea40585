"""Which screen answers a number key or a request. Each is imported when it is first shown."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from msgspec.structs import asdict

from atma_tui.ui.requests import (
    EnrolIn,
    OpenAnswers,
    OpenClients,
    OpenClinicians,
    OpenDay,
    OpenEvent,
    OpenFind,
    OpenHandover,
    OpenImport,
    OpenLog,
    OpenLooks,
    OpenManual,
    OpenOwed,
    OpenPath,
    OpenPeopleImport,
    OpenPerson,
    OpenPrint,
    OpenReminders,
    OpenRetention,
    OpenWeek,
    Request,
)

if TYPE_CHECKING:
    from textual.screen import Screen

ROUTES: dict[str | type[Request], str] = {
    "today": "atma_tui.ui.today.today:TodayScreen",
    "events": "atma_tui.ui.events.events:EventsScreen",
    "calendar": "atma_tui.ui.calendar.calendar:CalendarScreen",
    "people": "atma_tui.ui.people.people:PeopleScreen",
    "programs": "atma_tui.ui.programs.programs:ProgramsScreen",
    "calls": "atma_tui.ui.calls.calls:CallsScreen",
    "website": "atma_tui.ui.websites.website:WebsiteScreen",
    "reports": "atma_tui.ui.reports.reports:ReportsScreen",
    OpenDay: "atma_tui.ui.calendar.day_board:DayBoardScreen",
    OpenWeek: "atma_tui.ui.calendar.clinician_week:ClinicianWeekScreen",
    OpenEvent: "atma_tui.ui.events.event_card:EventCardScreen",
    OpenPerson: "atma_tui.ui.people.person:PersonScreen",
    OpenRetention: "atma_tui.ui.people.retention:RetentionScreen",
    OpenPath: "atma_tui.ui.clients.pathway:PathwayScreen",
    OpenClients: "atma_tui.ui.clients.clients:ClientsScreen",
    OpenOwed: "atma_tui.ui.clients.owed:OwedScreen",
    OpenClinicians: "atma_tui.ui.programs.clinicians:CliniciansScreen",
    OpenHandover: "atma_tui.ui.shift.handover:HandoverScreen",
    OpenReminders: "atma_tui.ui.reminders.reminders:RemindersScreen",
    OpenLog: "atma_tui.ui.history.log:LogScreen",
    OpenLooks: "atma_tui.ui.history.looks:LooksScreen",
    OpenFind: "atma_tui.ui.find.find:FindScreen",
    OpenAnswers: "atma_tui.ui.find.answers:AnswersScreen",
    OpenManual: "atma_tui.ui.manual.manual:ManualScreen",
    OpenPeopleImport: "atma_tui.ui.people.import_form:PeopleImportForm",
    OpenImport: "atma_tui.ui.websites.import_form:ImportForm",
    OpenPrint: "atma_tui.ui.paper.print_form:PrintForm",
    EnrolIn: "atma_tui.ui.enrolments.enrol:EnrolScreen",
}
"""The screen of each of `host.MODE_NAMES` and of each request, as module and class."""


def mode_screen(name: str) -> Screen[Any]:
    """Return a new screen of one of `host.MODE_NAMES`."""
    return screen_class(name)()


def answering_screen(request: Request) -> Screen[Any]:
    """Return a new screen that answers a request."""
    return screen_class(type(request))(**asdict(request))


def screen_class(key: str | type[Request]) -> type[Screen[Any]]:
    """Return the class of a screen, imported now if it was not yet."""
    module, _, name = ROUTES[key].partition(":")
    screen: type[Screen[Any]] = getattr(import_module(module), name)
    return screen

"""The whole command line: each command and the class in `commands` that declares it, in the order of `--help`."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from atma_tui.cli.command import Command

GROUPS = {
    "event": "make, change, copy, cancel or restore an event",
    "series": "join or leave a series of events, or add dates to it",
    "path": "take a client along a program: clear, plan, book, mark, pause, end",
    "clinician": "who sees clients, when and where",
    "program": "make or change a program, its steps and its places",
    "site": "rooms and hours of a site; close it for some hours",
    "source": "say which websites and calendars events come from",
    "print": "sheets of paper as PDFs: in a file, or on the printer",
    "book": "look after a book as a whole: share, move or encrypt it",
    "clinic": "show or change the clinic settings",
    "operator": "who works at the desk, their PINs, and what they may do",
    "config": "show or change this desk's own settings",
}
"""What the commands that begin with the same word are for."""

COMMANDS = {
    "": "screen:Screen",
    "events": "events:EventList",
    "event add": "events:EventAdd",
    "event edit": "events:EventEdit",
    "event cancel": "events:EventCancel",
    "event copy": "events:EventCopy",
    "event restore": "events:EventRestore",
    "series show": "series:SeriesShow",
    "series join": "series:SeriesJoin",
    "series leave": "series:SeriesLeave",
    "series extend": "series:SeriesExtend",
    "seats": "offerings:SeatSum",
    "roster": "offerings:Roster",
    "hold": "offerings:HoldSeats",
    "release": "offerings:Release",
    "enrol": "enrolments:Enrol",
    "withdraw": "enrolments:Withdraw",
    "accept": "enrolments:Accept",
    "decline": "enrolments:Decline",
    "move": "enrolments:Move",
    "party": "enrolments:Party",
    "note": "enrolments:WriteNote",
    "waiting": "offerings:WaitingList",
    "waiting priority": "offerings:Priority",
    "let-in": "offerings:LetIn",
    "checkin": "enrolments:CheckIn",
    "noshow": "enrolments:NoShow",
    "calls": "calls:CallList",
    "call": "calls:NoteCall",
    "owe-call": "calls:OweCall",
    "people": "people.finding:FindPeople",
    "people import": "people.importing:PeopleImport",
    "person": "people.finding:ShowPerson",
    "person add": "people.person:PersonAdd",
    "person edit": "people.person:PersonEdit",
    "person note": "people.person:PersonNote",
    "person merge": "people.person:PersonMerge",
    "person export": "trust.retention:PersonExport",
    "programs": "clients.programs:ProgramList",
    "pathway": "clients.programs:ShowPathway",
    "undo": "history:Undo",
    "log": "history:Log",
    "looks": "history:Looks",
    "report": "history:Report",
    "numbers": "numbers:ShowNumbers",
    "retention": "trust.retention:RetentionDue",
    "remind": "paper.reminders:ReminderList",
    "remind drafts": "paper.reminders:WriteDrafts",
    "remind mark": "paper.reminders:MarkReminder",
    "remind template": "paper.reminders:EditTemplate",
    "print day-sheet": "paper.sheets:DaySheet",
    "print sign-in": "paper.sheets:SignIn",
    "print call-sheet": "paper.sheets:PrintCalls",
    "print roster": "paper.sheets:PrintRoster",
    "print schedule": "paper.sheets:PrintSchedule",
    "print looks": "paper.sheets:PrintLooks",
    "print numbers": "paper.sheets:PrintNumbers",
    "print handover": "paper.sheets:PrintHandover",
    "handover": "paper.shift:ShowHandover",
    "handover note": "paper.shift:WriteOnBoard",
    "handover edit": "paper.shift:ChangeOnBoard",
    "handover read": "paper.shift:ReadBoard",
    "handover done": "paper.shift:FinishOnBoard",
    "path begin": "clients.paths:Begin",
    "path clear": "clients.paths:Clear",
    "path plan": "clients.paths:Plan",
    "path slots": "clients.appointments:Slots",
    "path book": "clients.appointments:BookStep",
    "path run": "clients.appointments:BookRun",
    "path done": "clients.appointments:Done",
    "path noshow": "clients.appointments:Missed",
    "path pause": "clients.paths:Pause",
    "path resume": "clients.paths:Resume",
    "path end": "clients.paths:End",
    "path owed": "clients.paths:Owed",
    "clinician list": "clinic:ClinicianList",
    "clinician add": "clinic:ClinicianAdd",
    "clinician edit": "clinic:ClinicianEdit",
    "clinician absent": "clinic:ClinicianAbsent",
    "program add": "setup.programs:ProgramAdd",
    "program edit": "setup.programs:ProgramEdit",
    "program step": "setup.programs:ProgramStep",
    "program places": "setup.programs:ProgramPlaces",
    "site list": "setup.sites:SiteList",
    "site edit": "setup.sites:SiteEdit",
    "site close": "setup.sites:SiteClose",
    "site reopen": "setup.sites:SiteReopen",
    "export": "calendars:Export",
    "import": "calendars:Import",
    "invite": "calendars:Invite",
    "check": "book:Check",
    "demo": "screen:Demo",
    "source add": "websites:SourceAdd",
    "source list": "websites:SourceList",
    "source remove": "websites:SourceRemove",
    "source clock": "websites:SourceClock",
    "source every": "websites:SourceEvery",
    "source move": "websites:SourceMove",
    "source try": "websites:SourceTry",
    "sync": "websites:Sync",
    "backup": "book:Backup",
    "restore": "book:Restore",
    "book make": "setup.whole_books:BookMake",
    "book move": "setup.whole_books:BookMove",
    "book status": "setup.whole_books:BookStatus",
    "book trim": "setup.whole_books:BookTrim",
    "book encrypt": "setup.encryption:BookEncrypt",
    "book decrypt": "setup.encryption:BookDecrypt",
    "book rotate": "setup.encryption:BookRotate",
    "book slots": "setup.encryption:BookSlots",
    "clinic show": "clinic:ClinicShow",
    "clinic set": "clinic:ClinicSet",
    "operator list": "setup.operators:OperatorList",
    "operator add": "setup.operators:OperatorAdd",
    "operator edit": "setup.operators:OperatorEdit",
    "operator remove": "setup.operators:OperatorRemove",
    "operator pin": "setup.operators:OperatorPin",
    "operator rights": "setup.operators:OperatorRights",
    "config list": "config:ConfigList",
    "config set": "config:ConfigSet",
    "help": "manual:Help",
    "completion": "manual:Completion",
}


def command(name: str) -> type[Command]:
    """Return the class of a command."""
    module, _, kind = COMMANDS[name].partition(":")
    found: type[Command] = getattr(import_module(f"atma_tui.cli.commands.{module}"), kind)
    found.command_name = name
    return found


def words_after(name: str) -> list[str]:
    """Return the words that may follow a group's name, or begin a command."""
    start = f"{name} " if name else ""
    return list(
        dict.fromkeys(
            one.removeprefix(start).partition(" ")[0] for one in COMMANDS if one.startswith(start) and one
        )
    )

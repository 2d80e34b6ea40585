"""Sheets of paper as PDFs, in a file or on the system's printer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from atma_tui.cli import lookup
from atma_tui.cli.command import Arg, DeskCommand, Flag, Opt
from atma_tui.cli.commands.paper.shift import since_of
from atma_tui.cli.files import path
from atma_tui.cli.reply import Reply
from atma_tui.cli.shared import FirstDay, LastDay, OfferingArg, OnlySite, PersonArg, WhyOpen
from atma_tui.domain.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    from atma_tui.desk.desk import Desk
    from atma_tui.desk.paper.words import Paper

OnDay = Annotated[str, Opt("DAY", "which day (today)", flag="--day")]
WithNames = Annotated[
    bool | None,
    Flag("names and phones in full", value=True, flag="--names"),
    Flag("initials only, so that it can be left in the open", value=False, flag="--initials"),
]


class PrintCommand(DeskCommand):
    """A command that makes one sheet."""

    only_looks = True

    out: Annotated[str, Opt("FILE", "the PDF; without it a file in the folder of reports")] = ""
    printer: Annotated[bool, Flag("send it to the system's printer instead (lp)")] = False
    paper: Annotated[Literal["letter", "a4"], Opt("SIZE", "letter (usual) or a4")] = "letter"

    def sheet(self, desk: Desk) -> Paper:
        """Return what is to be printed."""
        raise NotImplementedError

    def run(self, desk: Desk) -> Reply:
        from atma_tui.desk.paper.printing import print_sheet, write_into, write_sheet

        if self.out and self.printer:
            raise InputError("Give either --out or --printer. Nothing was printed.")
        sheet = desk.masking.hide(self.sheet(desk))
        desk.looks.saw(sheet.people, self.command_name, done="print")
        file: Path | None = None
        if self.printer:
            note = print_sheet(sheet, self.paper)
        elif self.out:
            file = path(self.out).absolute()
            note = write_sheet(sheet, file, self.paper)
        else:
            file, note = write_into(sheet, self.settings().private, self.paper)
        return Reply(
            shape={"file": str(file) if file else None, "printed": self.printer, "sheet": sheet.name},
            parts=[f"Wrote {file}." if file else "Sent to the printer."],
            notes=[note] if note else [],
            changed=True,
        )


class DaySheet(PrintCommand):
    """Print a day at a site: schedule, rooms and clinicians, who is expected, and today what is owed.

    It has initials only, so that it can be left in the open; with --names it has names, phones and notes.
    """

    examples = (
        "print day-sheet --site edmonton",
        "print day-sheet --day tomorrow --names --printer",
    )
    site: OnlySite = ""
    day: OnDay = ""
    names: WithNames = None

    def sheet(self, desk: Desk) -> Paper:
        return desk.sheets.day(site=self.site, day=lookup.day(desk, self.day), names=bool(self.names))


class SignIn(PrintCommand):
    """Print a sheet to sign in, for an event or for all public events of a day.

    Nobody's phone or e-mail is on it, and it has initials only unless --names is given.
    """

    examples = ("print sign-in evt-5f0c", "print sign-in --site calgary --day sat")
    event: Annotated[str, Arg("EVENT", "id of the event; without it all public events of the day")] = ""
    site: OnlySite = ""
    day: OnDay = ""
    names: WithNames = None

    def sheet(self, desk: Desk) -> Paper:
        if self.event and (self.site or self.day):
            raise InputError("Give an event, or a site and a day. Nothing was printed.")
        day = lookup.day(desk, self.day)
        return desk.sheets.sign_in(self.event, site=self.site, day=day, names=bool(self.names))


class PrintCalls(PrintCommand):
    """Print whom to call, with phones and room for what came of it: all calls owed, or one waiting list."""

    examples = ("print call-sheet --site edmonton", "print call-sheet evt-5f0c")
    offering: Annotated[
        str, Arg("OFFERING", "id of an event, or PROGRAM@SITE: its waiting list; without it all calls owed")
    ] = ""
    site: OnlySite = ""
    names: WithNames = None

    def sheet(self, desk: Desk) -> Paper:
        if self.offering and self.site:
            raise InputError("Give an offering or a site. Nothing was printed.")
        return desk.sheets.calls(self.offering, site=self.site, names=self.names is not False)


class PrintRoster(PrintCommand):
    """Print who is in an event or a program, and who waits."""

    examples = ("print roster evt-5f0c", "print roster evt-5f0c --initials")
    offering: OfferingArg
    names: WithNames = None

    def sheet(self, desk: Desk) -> Paper:
        return desk.sheets.roster(self.offering, names=self.names is not False)


class PrintOwn(PrintCommand):
    """A command that makes a sheet for one person, in full if the record of a masked client may be opened."""

    person: PersonArg
    reason: WhyOpen = ""

    def person_id(self, desk: Desk) -> str:
        """Return whom it is for."""
        return lookup.opened(desk, self.person, self.reason, self.command_name).id


class PrintSchedule(PrintOwn):
    """Print somebody's own schedule, to take home."""

    examples = ('print schedule "Ada Sample"',)

    def sheet(self, desk: Desk) -> Paper:
        return desk.sheets.schedule(self.person_id(desk))


class PrintLooks(PrintOwn):
    """Print who looked at somebody: when, who, in which role, what was done and where."""

    examples = ('print looks "Ada Sample"',)

    def sheet(self, desk: Desk) -> Paper:
        return desk.sheets.looks(self.person_id(desk))


class PrintWeek(PrintCommand):
    """Print a clinician's week: hours, appointments, where there is time, and what is due for their clients.

    It has initials only, so that it may lie in the open; with --names it has names.
    """

    examples = ("print week chen", "print week chen --week +7 --names --printer")
    clinician: Annotated[str, Arg("CLINICIAN", "id, beginning of it, or part of the name")]
    week: Annotated[str, Opt("DAY", "the week that this day is in (this week)", flag="--week")] = ""
    names: WithNames = None

    def sheet(self, desk: Desk) -> Paper:
        who = lookup.clinician(desk, self.clinician)
        return desk.sheets.week(who.id, day=lookup.day(desk, self.week), names=bool(self.names))


class PrintHandover(PrintCommand):
    """Print what the next shift has to know: notes, calls, arrivals to be marked, what was done today."""

    examples = ("print handover --site edmonton",)
    site: OnlySite = ""
    since: Annotated[str, Opt("WHEN", "what was done since then (the beginning of today)")] = ""
    names: WithNames = None

    def sheet(self, desk: Desk) -> Paper:
        since = since_of(desk, self.since)
        return desk.sheets.handover(site=self.site, since=since, names=self.names is not False)


class PrintNumbers(PrintCommand):
    """Print one page of numbers with bars for the manager; nobody is named on it. Twelve months unless told."""

    examples = ("print numbers", "print numbers --from 2026-01-01 --to 2026-12-31 --site calgary")
    first: FirstDay = ""
    last: LastDay = ""
    site: OnlySite = ""

    def sheet(self, desk: Desk) -> Paper:
        return desk.sheets.numbers(lookup.past_days(desk, self.first, self.last), site=self.site)

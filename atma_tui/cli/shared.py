"""Arguments and options that several commands share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from atma_tui.cli import lookup
from atma_tui.cli.command import Arg, DeskCommand, Flag, Opt

if TYPE_CHECKING:
    from atma_tui.desk.desk import Desk
    from atma_tui.desk.people.new_person import NewPerson
    from atma_tui.domain.records import Pathway

OfferingArg = Annotated[str, Arg("OFFERING", "id of an event, or PROGRAM@SITE")]
EventArg = Annotated[str, Arg("EVENT", "id of the event, or its beginning")]
EnrolmentArg = Annotated[str, Arg("ENROLMENT", "id of the enrolment, as `atma-tui roster` shows it")]
PersonArg = Annotated[str, Arg("PERSON", "id, beginning of it, or whole name")]
PersonOpt = Annotated[str, Opt("PERSON", "somebody in the book: id, beginning of it, or whole name")]

WhyOpen = Annotated[str, Opt("REASON", "opens the record of a masked client; kept in the log of looks")]

SetUpOverride = Annotated[str, Opt("REASON", "do it even if something that is booked does not fit any more")]
HoursFrom = Annotated[str, Opt("WHEN", "a day, or a day and a time", flag="--from")]
HoursTo = Annotated[str, Opt("WHEN", "the last day, or a day and a time", flag="--to")]

OnlySite = Annotated[str, Opt("SITE", "only this site")]
SiteOfOthers = Annotated[str, Opt("SITE", "site of events whose place names none")]
FirstDay = Annotated[str, Opt("DAY", "first day", flag="--from")]
LastDay = Annotated[str, Opt("DAY", "last day", flag="--to")]

AsCsv = Annotated[bool, Flag("answer as CSV for a spreadsheet")]
DryRun = Annotated[bool, Flag("only show what would change")]
ApplyAtOnce = Annotated[bool, Flag("apply without asking")]
Force = Annotated[bool, Flag("apply also what a guard holds back")]


def duplicate_notes(desk: Desk, new: NewPerson) -> list[str]:
    """Return a sentence on each person of the book who somebody new may be."""
    return [
        f"{new.name} may be in the book already as {person.name} ({why}): {person.id}."
        for person, why in desk.people.duplicates(new)
    ]


class OfClient(DeskCommand):
    """A command about a client's path."""

    person: Annotated[str, Arg("PERSON", "client: id, beginning of it, or whole name; or the id of a path")]
    program: Annotated[str, Opt("PROGRAM", "which one of several, PROGRAM or PROGRAM@SITE")] = ""

    def path(self, desk: Desk) -> Pathway:
        """Return the path that was typed."""
        return lookup.path(desk, self.person, self.program)

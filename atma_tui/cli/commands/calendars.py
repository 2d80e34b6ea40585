"""Calendars out and in: the public files, the staff's file, one person's copy, somebody else's file."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal

from atma_tui.cli.command import Arg, DeskCommand, Flag, Opt
from atma_tui.cli.files import path, read
from atma_tui.cli.progress import busy
from atma_tui.cli.reply import Reply, Table
from atma_tui.cli.shared import ApplyAtOnce, DryRun, EnrolmentArg, Force, SiteOfOthers
from atma_tui.domain.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    from atma_tui.desk.desk import Desk


class Export(DeskCommand):
    """Write a calendar file for each site, and one of all.

    Nobody's name is in them. --private writes the staff's calendar of one site instead: private appointments too,
    by their kind and with initials. It is not for the public.
    """

    examples = (
        "export",
        "export --site edmonton --out public/calendars",
        "export --format csv --out tables",
        "export --private --site edmonton --out staff",
    )
    sites: Annotated[Sequence[str], Opt("SITE", "only this site; may be repeated", many=True, flag="--site")] = []
    out: Annotated[str, Opt("DIR", "folder for the files")] = ""
    form: Annotated[
        Literal["ics", "jcal", "csv"],
        Opt("FORMAT", "ics (iCalendar), jcal (the same in JSON) or csv (a table)", flag="--format"),
    ] = "ics"
    private: Annotated[bool, Flag("the staff's calendar of one --site, in a folder --out of its own")] = False
    take_over: Annotated[bool, Flag("also into a folder where another book publishes, or with other files")] = (
        False
    )

    def run(self, desk: Desk) -> Reply:
        if self.private:
            return self._staff(desk)
        settings = self.settings()
        out = path(self.out) if self.out else settings.out
        sites = [desk.site(words).id for words in self.sites]
        with busy("Writing the calendars"):
            files = desk.exports.write(
                *(out, sites, settings.unpublished), form=self.form, adopt=settings.usual, take_over=self.take_over
            )
        return Reply(
            shape={"out": str(out), "files": files, "private": False},
            parts=[f"Calendars in {out}:", Table((), list(files.items()))],
            changed="written" in files.values(),
        )

    def _staff(self, desk: Desk) -> Reply:
        if len(self.sites) != 1 or not self.out or self.form != "ics":
            raise InputError(
                "The staff's calendar needs one --site and a folder --out of its own, and is written as ics. "
                "Nothing was written."
            )
        out = path(self.out)
        if out.absolute() == self.settings().out.absolute():
            raise InputError(
                f"{out} is where the public calendars go; choose another folder. Nothing was written."
            )
        files = desk.exports.write_private(out, self.sites[0])
        return Reply(
            shape={"out": str(out), "files": files, "private": True},
            parts=[f"Calendar in {out}:", Table((), list(files.items()))],
            notes=["For the staff only: it holds private appointments with initials. Do not publish it."],
            changed="written" in files.values(),
        )


class Import(DeskCommand):
    """Import the events of a calendar file.

    Shows what would change and asks before anything is applied, unless --yes is given. Events that the book has
    already are changed, not added twice; nothing is removed. `atma-tui undo` takes it back.
    """

    examples = ("import talks.ics --dry-run", "import talks.ics --site edmonton --yes")
    file: Annotated[str, Arg("FILE", "calendar file (.ics)")]
    site: SiteOfOthers = ""
    dry_run: DryRun = False
    yes: ApplyAtOnce = False
    force: Force = False
    clock: Annotated[
        Literal["ask", "wall", "instant"],
        Opt(
            "CLOCK",
            "times an hour off Alberta's: by the wall clock, or the instant (ask: wall clock, with a remark)",
        ),
    ] = "ask"

    def run(self, desk: Desk) -> Reply:
        from atma_tui.cli.plans import confirm, reply
        from atma_tui.desk.calendars.imports import MOST_BYTES

        file, data = path(self.file), read(self.file, MOST_BYTES + 1)
        chosen: dict[str, Any] = {"site": self.site, "clock": self.clock, "force": self.force}
        with busy(f"Reading {file.name}"):
            looked = desk.imports.plan(data, file.name, **chosen)
        if not self.dry_run and looked.result == "planned":
            if not self.yes:
                confirm(desk, self.command_name, [looked])
            looked = desk.imports.apply(data, file.name, **chosen)
        answer = reply([looked])
        return answer._replace(shape={**answer.shape[0], "file": str(file)})


class Invite(DeskCommand):
    """Make a person's own calendar copy of one event, or of a series.

    Nobody's name is in it; a private appointment is told as an appointment, nothing more.
    """

    examples = (
        "invite enr-09bd --out open-house.ics",
        "invite enr-09bd --series --out circle.ics",
        "invite enr-09bd | mail -a -",
    )
    enrolment: EnrolmentArg
    series: Annotated[bool, Flag("all dates of the event's series on which the person has a seat")] = False
    rule: Annotated[
        bool, Flag("tell the series as one repeating event; programs with old time data may be an hour off")
    ] = False
    out: Annotated[str, Opt("FILE", "file to write; stdout without it")] = ""
    replace: Annotated[bool, Flag("also replace a file that is not an invitation")] = False

    def run(self, desk: Desk) -> Reply:
        calendar = desk.exports.invitation(self.enrolment, series=self.series, rule=self.rule)
        if not self.out:
            return Reply(raw=calendar)
        file = self._write(calendar)
        return Reply(shape={"file": str(file)}, parts=[f"Wrote {file}."], changed=True)

    def _write(self, calendar: bytes) -> Path:
        from atma_tui.desk.outputs.private_files import write_private
        from atma_tui.desk.outputs.published_folders import is_invitation
        from atma_tui.files.ordinary import real

        file, public = path(self.out).absolute(), self.settings().out
        if real(public) in real(file).parents:
            raise InputError(
                f"{file} would be published: {public} is where the public calendars go; choose another."
            )
        if os.path.lexists(file) and not (self.replace or is_invitation(file)):
            raise InputError(f"{file} is not an invitation; nothing was written. --replace replaces it.")
        write_private(file, calendar)
        return file

"""Who is to be reminded, drafts of what they are told, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal, cast

from atma_tui.cli import lookup
from atma_tui.cli.command import Arg, DeskCommand, Flag, Opt
from atma_tui.cli.files import path
from atma_tui.cli.lookup import short_ids
from atma_tui.cli.reply import Reply, Table, listing
from atma_tui.cli.shared import OnlySite
from atma_tui.domain.errors import InputError
from atma_tui.domain.when import rfc3339

if TYPE_CHECKING:
    from atma_tui.desk.desk import Desk
    from atma_tui.desk.reminders.reminders import ReminderRow
    from atma_tui.domain.records import Reminder, ReminderState, Template

OfDay = Annotated[str, Opt("DAY", "of what is on that day, such as +3 (tomorrow)", flag="--day")]
Mark = Literal["sent", "confirmed", "not-reached"]
About = Literal["remind", "moved", "cancelled"]


class ReminderList(DeskCommand):
    """List who is to be reminded of tomorrow's events, or of those of another day.

    Whoever is owed a call since an event was moved or cancelled is listed as such, once.
    """

    only_looks = True
    examples = ("remind --site edmonton", "remind --day +3")
    site: OnlySite = ""
    day: OfDay = ""

    def run(self, desk: Desk) -> Reply:
        rows = desk.reminders.due(lookup.day(desk, self.day), site=lookup.site_id(desk, self.site))
        ids = short_ids(desk, (one.enrolment for one in rows))
        table = Table(
            ("ENROLMENT", "WHEN", "NAME", "BY", "WHAT", "STATE", "EVENT"),
            [
                (
                    ids[one.enrolment.id],
                    f"{one.event.starts:%a %d %b %H:%M}",
                    one.person.name,
                    ", ".join(one.ways) or "nothing known",
                    one.about,
                    _state(one),
                    one.event.title,
                )
                for one in rows
            ],
            frozenset({0, 1, 5}),
        )
        return listing(
            [_row_shape(one) for one in rows], table, "Nobody is to be reminded of anything on that day."
        )


def _state(row: ReminderRow) -> str:
    return row.mark.state.replace("_", "-") if row.mark else ""


def _row_shape(row: ReminderRow) -> dict[str, Any]:
    return {
        "enrolment": row.enrolment.id,
        "person": row.person.id,
        "name": row.person.name,
        "phone": row.person.phone or None,
        "email": row.person.email or None,
        "event": row.event.id,
        "title": row.event.title,
        "starts": rfc3339(row.event.starts, row.event.zone),
        "about": row.about,
        "ways": list(row.ways),
        "mark": reminder_shape(row.mark) if row.mark else None,
        "call": row.call.id if row.call else None,
    }


def reminder_shape(mark: Reminder) -> dict[str, Any]:
    """Return what came of a reminder for `--json`."""
    return {
        "id": mark.id,
        "enrolment": mark.enrolment,
        "person": mark.person,
        "event": mark.event,
        "about": mark.about,
        "state": mark.state,
        "way": mark.way,
        "at": mark.at.isoformat(),
        "by": mark.by,
    }


class WriteDrafts(DeskCommand):
    """Write drafts for all who are still to be reminded: a file for each mail, and one for a mail merge.

    Nothing is sent. Earlier drafts in the folder are removed; masked clients are left out.
    """

    only_looks = True
    examples = ("remind drafts --day +3", "remind drafts --site calgary --out drafts")
    site: OnlySite = ""
    day: OfDay = ""
    out: Annotated[str, Opt("DIR", "folder for them; without it one in the folder of reports")] = ""

    def run(self, desk: Desk) -> Reply:
        folder = path(self.out).absolute() if self.out else self.settings().private / "reminders"
        site = lookup.site_id(desk, self.site)
        written = desk.drafts.write(folder, lookup.day(desk, self.day), site=site)
        desk.looks.saw([one.row.person for one in written.drafts], self.command_name, done="export")
        shape = {
            "folder": str(written.folder),
            "drafts": [
                {
                    "enrolment": one.row.enrolment.id,
                    "person": one.row.person.id,
                    "about": one.row.about,
                    "subject": one.subject,
                    "file": file.name if file else None,
                    "mailto": one.mailto or None,
                }
                for one, file in zip(written.drafts, written.files, strict=True)
            ],
        }
        return Reply(
            shape=shape,
            parts=[written.words],
            notes=written.left_out,
            changed=True,
        )


class MarkReminder(DeskCommand):
    """Mark what came of reminding somebody; a call that is owed about the same news is noted as well."""

    examples = ("remind mark enr-09bd confirmed --by call", "remind mark enr-09bd enr-1a2b sent --by mail")
    enrolments: Annotated[Sequence[str], Arg("ENROLMENT", "ids as `atma-tui remind` lists them", many=True)]
    result: Annotated[Mark, Arg("RESULT")]
    by: Annotated[Literal["call", "mail", "text"] | None, Opt("WAY", "call, mail or text")] = None

    def run(self, desk: Desk) -> Reply:
        result = cast("ReminderState", self.result.replace("-", "_"))
        done = desk.book.do(desk.reminders.mark, self.enrolments, result, way=self.by)
        return Reply(shape=[reminder_shape(one) for one in done.value], parts=[f"{done.summary}."])


class EditTemplate(DeskCommand):
    """Show the clinic's templates for drafts, or change one; what is not given stays as it is.

    A template may have {name}, {first_name}, {what}, {when}, {where}, {site}, {clinic} and {phone}.
    """

    examples = (
        "remind template",
        'remind template remind --subject "See you {when}"',
        "remind template moved --usual",
    )
    about: Annotated[About | None, Arg("KIND", "remind, moved or cancelled")] = None
    subject: Annotated[str | None, Opt("TEXT", "the subject")] = None
    text: Annotated[str | None, Opt("TEXT", "the text")] = None
    usual: Annotated[bool, Flag("take the words that come with the desk again")] = False

    def run(self, desk: Desk) -> Reply:
        given = self.subject is not None or self.text is not None
        if (given and self.usual) or (self.about is None and (given or self.usual)):
            raise InputError("Say which template, and either --usual or new words; nothing was changed.")
        if self.about and self.usual:
            return _shown([desk.templates.reset(self.about)])
        if self.about and given:
            return _shown([desk.templates.change(self.about, subject=self.subject, body=self.text)])
        return _shown([one for id, one in desk.templates.all().items() if self.about in (None, id)])


def _shown(templates: Sequence[Template]) -> Reply:
    shape = [{"kind": one.id, "subject": one.subject, "text": one.body} for one in templates]
    page = "\n\n".join(f"{one.id}: {one.subject}\n\n{one.body}" for one in templates)
    return Reply(shape=shape, page=f"{page}\n")

"""Who sees the clinic's clients, when and where."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from atma_tui.cli import lookup
from atma_tui.cli.command import Arg, DeskCommand, Flag, Opt
from atma_tui.cli.reply import Reply, Table, listing
from atma_tui.cli.shared import HoursFrom, HoursTo, SetUpOverride

if TYPE_CHECKING:
    from atma_tui.cli.json_views import Shape
    from atma_tui.desk.desk import Desk
    from atma_tui.domain.records import Clinician


class ClinicianList(DeskCommand):
    """List who sees clients."""

    only_looks = True
    examples = ("clinician list",)

    def run(self, desk: Desk) -> Reply:
        found, sites = desk.programs.clinicians(), _sites(desk)
        ids = lookup.short_ids(desk, found)
        rows = [
            (
                ids[one.id],
                one.name,
                one.role,
                "supervises" if one.supervises else "",
                "" if one.active else "away",
                _hours_words(one, sites) or "whenever a site is open",
            )
            for one in found
        ]
        return listing(
            [_clinician_shape(one, sites) for one in found],
            Table(("ID", "NAME", "ROLE", "", "", "HOURS"), rows, wraps=True),
            "No clinician is in the book yet; `atma-tui clinician add` adds one.",
        )


class ClinicianAdd(DeskCommand):
    """Add a clinician."""

    examples = (
        'clinician add "Dr. Sample" --role physician --supervises --hours "mon-fri 9-17 edmonton"',
        'clinician add "Nurse Sample" --hours "mon,wed 9-12; fri 13-17 calgary"',
    )
    name: Annotated[str, Arg("NAME", "name, as clients know it")]
    role: Annotated[str, Opt("ROLE", "such as physician or nurse")] = ""
    supervises: Annotated[bool, Flag("may supervise a session")] = False
    hours: Annotated[str, Opt("HOURS", "weekly hours; whenever a site is open when left out")] = ""

    def run(self, desk: Desk) -> Reply:
        from atma_tui.domain.typed import read_hours

        hours = read_hours(self.hours, _sites(desk))
        saved = desk.programs.save_clinician(self.name, role=self.role, supervises=self.supervises, hours=hours)
        words = _hours_words(saved, _sites(desk)) or "whenever a site is open"
        shape = _clinician_shape(saved, _sites(desk))
        return Reply(shape=shape, parts=[f"Added {saved.name}: {words}.", saved.id])


class ClinicianEdit(DeskCommand):
    """Change a clinician; what is not given stays as it is."""

    examples = ('clinician edit sample --hours "daily 8-12"', "clinician edit cli-3f --away")
    clinician: Annotated[str, Arg("CLINICIAN", "id, beginning of it, or part of the name")]
    name: Annotated[str | None, Opt("NAME", "another name")] = None
    role: Annotated[str | None, Opt("ROLE", "another role")] = None
    hours: Annotated[str | None, Opt("HOURS", "other weekly hours, empty for none of their own")] = None
    supervises: Annotated[Literal["yes", "no"] | None, Opt("YES", "yes or no")] = None
    active: Annotated[
        bool | None, Flag("sees nobody any more", False, flag="--away"), Flag("sees clients again", flag="--back")
    ] = None
    override: SetUpOverride = ""

    def run(self, desk: Desk) -> Reply:
        from atma_tui.domain.typed import read_hours

        one, sites = lookup.clinician(desk, self.clinician), _sites(desk)
        done = desk.book.do(
            desk.programs.save_clinician,
            one.name if self.name is None else self.name,
            ref=one.id,
            role=one.role if self.role is None else self.role,
            supervises=one.supervises if self.supervises is None else self.supervises == "yes",
            hours=one.hours if self.hours is None else read_hours(self.hours, sites),
            active=one.active if self.active is None else self.active,
            rev=one.rev,
            override=self.override,
        )
        return Reply(shape=_clinician_shape(done.value, sites), parts=[f"{done.summary}.", one.id])


class ClinicianAbsent(DeskCommand):
    """Note that a clinician is away for some days or hours, or with --back that they are not.

    Appointments they would miss are listed, and nothing is changed without a reason.
    """

    examples = (
        "clinician absent sample --from 2026-12-21 --to 2026-12-31",
        'clinician absent sample --from "tomorrow 12:00" --to "tomorrow 17:00" --reason ill',
    )
    clinician: Annotated[str, Arg("CLINICIAN", "id, beginning of it, or part of the name")]
    first: HoursFrom
    last: HoursTo
    reason: Annotated[str, Opt("REASON", "why; needed when appointments are left without anybody")] = ""
    back: Annotated[bool, Flag("at work in these hours after all")] = False

    def run(self, desk: Desk) -> Reply:
        one, (first, last) = lookup.clinician(desk, self.clinician), lookup.span(desk, self.first, self.last)
        if self.back:
            done = desk.book.do(desk.absences.remove, one.id, first, last)
        else:
            done = desk.book.do(desk.absences.add, one.id, first, last, why=self.reason)
        return Reply(shape=_clinician_shape(done.value, _sites(desk)), parts=[f"{done.summary}.", one.id])


def _clinician_shape(one: Clinician, sites: dict[str, str]) -> Shape:
    return {
        "id": one.id,
        "name": one.name,
        "role": one.role or None,
        "supervises": one.supervises,
        "active": one.active,
        "hours": _hours_words(one, sites),
        "absences": [
            {"starts": away.starts.isoformat(), "ends": away.ends.isoformat(), "why": away.why or None}
            for away in one.absences
        ],
    }


def _hours_words(one: Clinician, sites: dict[str, str]) -> str:
    from atma_tui.domain.typed import hours_words

    return hours_words(one.hours, sites)


def _sites(desk: Desk) -> dict[str, str]:
    return {site.id: site.name for site in desk.sites()}

"""For clinicians: a week of one of them, and their own calendar file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

from atma_tui.cli import lookup
from atma_tui.cli.command import Arg, DeskCommand, Opt
from atma_tui.cli.commands.clients.paths import owed_shape
from atma_tui.cli.files import path
from atma_tui.cli.json_views import Shape
from atma_tui.cli.reply import Reply, Table
from atma_tui.domain.errors import InputError
from atma_tui.domain.when import ALBERTA, day_words, rfc3339

if TYPE_CHECKING:
    from atma_tui.desk.clinicians.session_times import SiteHours
    from atma_tui.desk.clinicians.week import Booking, ClinicianWeek, WeekDay
    from atma_tui.desk.desk import Desk

ClinicianArg = Annotated[str, Arg("CLINICIAN", "id, beginning of it, or part of the name")]
WeekOpt = Annotated[str, Opt("DAY", "the week that this day is in (this week)", flag="--week")]


class ShowWeek(DeskCommand):
    """Show a clinician's week: what is on, when they are away, and where there is time for a session.

    What is due for their clients is counted; `atma-tui path owed --clinician` lists it.
    """

    only_looks = True
    examples = ("clinician week chen", "clinician week chen --week +7 --json")
    clinician: ClinicianArg
    week: WeekOpt = ""

    def run(self, desk: Desk) -> Reply:
        from atma_tui.desk.clinicians.words import week_words

        who = lookup.clinician(desk, self.clinician)
        week = desk.weeks.week(who.id, lookup.day(desk, self.week))
        rows = [row for day in week.days for row in _rows(day)]
        due = f"Due for their clients: {len(week.due)}; atma-tui path owed --clinician {who.id}"
        return Reply(
            shape=_week_shape(week),
            parts=[
                f"{who.name}, {week_words(week)}",
                Table(("DAY", "TIME", "WHAT", "WHO", "WHERE"), rows, frozenset({0, 1})),
            ],
            notes=[due] if week.due else [],
        )


class WriteCalendar(DeskCommand):
    """Write a clinician's own calendar file: what they are in from four weeks ago on, in all cities.

    It has initials at most, and says of an appointment neither the program nor what is done. It is not for the
    public. Opened again after a change it updates what is there; what was cancelled is shown as cancelled.
    """

    only_looks = True
    examples = ("clinician calendar chen", "clinician calendar chen --out staff")
    clinician: ClinicianArg
    out: Annotated[str, Opt("DIR", "folder for the file; without it the folder of reports")] = ""

    def run(self, desk: Desk) -> Reply:
        from atma_tui.files.ordinary import real

        out = path(self.out).absolute() if self.out else self.settings().private
        public = self.settings().out
        if real(public) in (real(out), *real(out).parents):
            raise InputError(
                f"{out} is where the public calendars go; choose another folder. Nothing was written."
            )
        who = lookup.clinician(desk, self.clinician)
        written = desk.clinician_calendars.write(out, who.id)
        desk.looks.saw(written.people, self.command_name, done="export")
        return Reply(
            shape={
                "file": str(written.file),
                "result": written.outcome,
                "clinician": who.id,
                "removed": list(written.removed),
            },
            parts=[f"Wrote {written.file}." if written.outcome == "written" else f"{written.file} is up to date."],
            changed=written.outcome == "written" or bool(written.removed),
            notes=[
                "For the clinician only: it has clients' initials. Do not publish it.",
                *(f"Removed {one}, which was this calendar before; subscribe again." for one in written.removed),
            ],
        )


def _rows(day: WeekDay) -> Iterator[tuple[str, ...]]:
    """Yield what there is on a day, by its start."""
    from atma_tui.desk.clinicians.words import FREE, title_words, where_words, who_words
    from atma_tui.desk.events.day_board import NOT_AT_WORK
    from atma_tui.desk.paper.words import hours

    found: list[tuple[datetime, str, tuple[str, ...]]] = [
        (
            one.event.starts,
            hours(one.event, day.day),
            (title_words(one), who_words(one, names=True), where_words(one)),
        )
        for one in day.bookings
    ]
    found += [(one.span[0], _hours(*one.span), ("at work", "", one.site.name)) for one in day.at_work]
    found += [
        (one.starts, _hours(one.starts, one.ends), (one.why, "", ""))
        for one in day.blocked
        if one.why != NOT_AT_WORK
    ]
    found += [(one.span[0], _hours(*one.span), (FREE, "", one.site.name)) for one in day.open]
    for _, clock, words in sorted(found):
        yield (day_words(day.day), clock, *words)


def _hours(starts: datetime, ends: datetime) -> str:
    return f"{starts:%H:%M}–{'24:00' if ends.date() > starts.date() else f'{ends:%H:%M}'}"


def _week_shape(week: ClinicianWeek) -> Shape:
    return {
        "clinician": week.clinician.id,
        "name": week.clinician.name,
        "first": week.days[0].day.isoformat(),
        "days": [_day_shape(one) for one in week.days],
        "due": [owed_shape(one) for one in week.due],
    }


def _day_shape(day: WeekDay) -> Shape:
    zone = next((one.site.zone for one in day.at_work), ALBERTA)
    return {
        "day": day.day.isoformat(),
        "at_work": [_hours_shape(one) for one in day.at_work],
        "bookings": [_booking_shape(one) for one in day.bookings],
        "blocked": [
            {"starts": rfc3339(one.starts, zone), "ends": rfc3339(one.ends, zone), "why": one.why}
            for one in day.blocked
        ],
        "open": [_hours_shape(one) for one in day.open],
    }


def _hours_shape(one: SiteHours) -> Shape:
    first, last = (rfc3339(moment, one.site.zone) for moment in one.span)
    return {"site": one.site.id, "starts": first, "ends": last}


def _booking_shape(one: Booking) -> Shape:
    event = one.event
    return {
        "event": event.id,
        "site": event.site,
        "title": event.title,
        "starts": rfc3339(event.starts, event.zone),
        "ends": rfc3339(event.ends, event.zone),
        "room": event.room or None,
        "supervises": one.supervises,
        "people": [{"person": each.id, "name": each.name} for each in one.people],
        "count": one.count,
    }

"""Series: look at one, join or leave it, add dates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from atma_tui.cli import lookup
from atma_tui.cli.command import Arg, DeskCommand, Opt
from atma_tui.cli.commands.events.fields import Override
from atma_tui.cli.json_views import event_shape
from atma_tui.cli.reply import Reply, Table, listing
from atma_tui.cli.shared import PersonOpt
from atma_tui.cli.values import number
from atma_tui.domain.errors import InputError

if TYPE_CHECKING:
    from atma_tui.cli.json_views import Shape
    from atma_tui.desk.desk import Desk
    from atma_tui.domain.records import Event

SeriesArg = Annotated[str, Arg("SERIES", "id of a series, or of one of its events")]


class SeriesShow(DeskCommand):
    """Show the dates of a series, also those that are over."""

    only_looks = True
    examples = ("series show ser-5f0c",)
    series: SeriesArg

    def run(self, desk: Desk) -> Reply:
        found = desk.series.events(lookup.series_id(desk, self.series))
        ids = lookup.short_ids(desk, found)
        day = lookup.this_day(desk)
        rows = [(ids[one.id], lookup.when(one, day), one.title, "" if one.live else "cancelled") for one in found]
        table = Table(("ID", "WHEN", "TITLE", ""), rows, frozenset({0, 1}))
        return listing(_shapes(desk, found), table, "The series has no dates.")


class SeriesJoin(DeskCommand):
    """Enrol somebody in a whole series: every date that is to come, and those added later.

    A date that is full puts them on its waiting list; one that clashes, or in which enrolment has closed, is left
    out, with the reason.
    """

    examples = ('series join ser-5f0c --person "Ada Sample"', "series join evt-5f0c --person per-77aa --from +14")
    series: SeriesArg
    person: PersonOpt
    party: Annotated[int, Opt("N", "seats, the person included", number(1, 200))] = 1
    first: Annotated[str, Opt("DAY", "from this day on", flag="--from")] = ""
    override: Annotated[str, Opt("REASON", "over capacity, past those waiting or over a clash")] = ""
    anyway: Annotated[str, Opt("REASON", "also where enrolment is not open or the waiting list is full")] = ""

    def run(self, desk: Desk) -> Reply:
        series, person = lookup.series_id(desk, self.series), lookup.person(desk, self.person)
        since = lookup.day_start(desk, self.first)
        done = desk.book.do(
            desk.series.hold,
            series,
            person.id,
            party=self.party,
            since=since,
            override=self.override,
            anyway=self.anyway,
        )
        held = done.value
        shape = {
            "series": series,
            "person": held.person.id,
            "enrolled": [one.id for one in held.enrolled],
            "waiting": [one.id for one in held.waiting],
            "left_out": [{"event": one.id, "why": why} for one, why in held.left_out],
        }
        left_out = [f"{lookup.when(one, lookup.this_day(desk))} is left out: {why}" for one, why in held.left_out]
        return Reply(shape=shape, parts=[f"{done.summary}."], notes=left_out)


class SeriesLeave(DeskCommand):
    """Withdraw somebody from a whole series: every date that is to come."""

    examples = ('series leave ser-5f0c --person "Ada Sample" --reason "moves away"',)
    series: SeriesArg
    person: PersonOpt
    reason: Annotated[str, Opt("REASON", "kept with each of the seats")] = ""

    def run(self, desk: Desk) -> Reply:
        series, person = lookup.series_id(desk, self.series), lookup.person(desk, self.person)
        done = desk.book.do(desk.series.leave, series, person.id, why=self.reason)
        shape = {"series": series, "person": person.id, "withdrawn": [one.id for one in done.value]}
        return Reply(shape=shape, parts=[f"{done.summary}."])


class SeriesExtend(DeskCommand):
    """Add dates to a series; people in the whole series are enrolled in them.

    Without an option it adds the next regular date. --on adds chosen days, such as one that was left out.
    """

    examples = ("series extend ser-5f0c --weeks 4", 'series extend ser-5f0c --on "24 dec"')
    series: SeriesArg
    times: Annotated[int | None, Opt("N", "so many dates", number(1, 104))] = None
    weeks: Annotated[int | None, Opt("N", "the dates of the N weeks after the last one", number(1, 104))] = None
    until: Annotated[str, Opt("DAY", "the dates up to this day")] = ""
    on: Annotated[str, Opt("DAYS", "chosen days, with commas between them")] = ""
    override: Override = ""

    def run(self, desk: Desk) -> Reply:
        from atma_tui.domain.series.rhythm import Repeat

        if sum(map(bool, (self.times, self.weeks, self.until, self.on))) > 1:
            raise InputError("Say --times, --weeks, --until or --on, only one of them; nothing was added.")
        repeat = Repeat(
            times=self.times or 1,
            weeks=self.weeks or 0,
            until=lookup.day(desk, self.until),
            on=lookup.some_days(desk, self.on),
        )
        series = lookup.series_id(desk, self.series)
        done = desk.book.do(desk.series.extend, series, repeat, override=self.override)
        return Reply(
            shape=_shapes(desk, done.value), parts=[f"{done.summary}.", *(event.id for event in done.value)]
        )


def _shapes(desk: Desk, events: list[Event]) -> list[Shape]:
    return [event_shape(one, desk.agenda.card(one.id).seats) for one in events]

"""Events: add, edit, cancel, copy, restore."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from atma_tui.cli import lookup
from atma_tui.cli.command import DeskCommand, Opt
from atma_tui.cli.commands.events.fields import LENGTH, Described, Override
from atma_tui.cli.json_views import event_shape
from atma_tui.cli.reply import Reply
from atma_tui.cli.shared import EventArg
from atma_tui.cli.values import number
from atma_tui.domain.errors import InputError

if TYPE_CHECKING:
    from atma_tui.desk.book.book import Done
    from atma_tui.desk.desk import Desk
    from atma_tui.domain.records import Event
    from atma_tui.domain.series.rhythm import Repeat

Dates = Annotated[
    Literal["this", "from-here", "all"], Opt("DATES", "of a series: this, from-here, or all that are to come")
]


class EventAdd(Described):
    """Make an event, or a series of them.

    A series is given by --weeks N, by --every with --times N or --until DAY, or by --on DAY,DAY,...
    """

    examples = (
        'event add --site edm --title "Open house" --starts 2026-12-08T18:00 --minutes 120 --capacity 20',
        'event add --site cal --title "Integration circle" --starts "fri 18:30" --minutes 90 --weeks 8',
        'event add --site cal --title Circle --starts "8 dec 18:00" --minutes 90 --every month --until "30 jun"',
        'event add --site cal --title Circle --starts "8 dec 18:00" --minutes 90 --on "22 dec,5 jan"',
    )
    site: Annotated[str, Opt("SITE", "where: id, beginning or name of a site")]
    title: Annotated[str, Opt("TEXT", "what it is called")]
    starts: Annotated[str, Opt("WHEN", '2026-12-08T18:00, "8 dec 18:00", "fri 6pm"')]
    weeks: Annotated[int, Opt("N", "repeat weekly, N times in all", number(1, 104))] = 1
    every: Annotated[
        Literal["week", "2-weeks", "month"] | None, Opt("RHYTHM", "week, 2-weeks or month (on the same weekday)")
    ] = None
    times: Annotated[int | None, Opt("N", "how many dates in all", number(1, 104))] = None
    until: Annotated[str, Opt("DAY", "the last day that may be one")] = ""
    on: Annotated[str, Opt("DAYS", "chosen days besides the first, with commas between them")] = ""
    skip: Annotated[str, Opt("DAYS", "days of the series that are left out")] = ""
    override: Override = ""

    def run(self, desk: Desk) -> Reply:
        from atma_tui.desk.events.fields import EventFields

        given, repeat = self.given(desk), self._repeat(desk)
        if "ends" not in given:
            raise InputError(LENGTH)
        done = desk.book.do(desk.events.add, EventFields(**given), repeat=repeat, override=self.override)
        shapes = [_shape(desk, event) for event in done.value]
        return Reply(
            shape=shapes if any(self._ways) else shapes[0],
            parts=[f"{done.summary}.", *(event.id for event in done.value)],
        )

    @property
    def _ways(self) -> tuple[bool, bool, bool]:
        """Which of the three ways of asking for a series were used."""
        return self.weeks > 1, bool(self.on), bool(self.every or self.times or self.until)

    def _repeat(self, desk: Desk) -> Repeat:
        from atma_tui.domain.series.rhythm import Repeat

        if sum(self._ways) > 1:
            raise InputError("Say --weeks, --every or --on, only one of them; nothing was saved.")
        if self.every and not (self.times or self.until):
            raise InputError("Say how often with --times N, or until when with --until DAY; nothing was saved.")
        return Repeat(
            every=self.every or "week",
            times=self.times or self.weeks,
            until=lookup.day(desk, self.until),
            on=lookup.some_days(desk, self.on),
            skip=lookup.some_days(desk, self.skip),
        )


class EventEdit(Described):
    """Change an event.

    A new time owes everybody in it a call; more seats go to those who wait. With --series other dates change as
    well: past ones never do, and a date that was moved or renamed by itself keeps that.
    """

    examples = (
        'event edit evt-5f0c --starts "9 dec 18:00"',
        "event edit evt-5f0c --capacity 24 --room big",
        "event edit evt-5f0c --capacity none",
        'event edit evt-5f0c --starts "9 dec 19:00" --series from-here',
    )
    event: EventArg
    series: Dates = "this"
    override: Override = ""

    def run(self, desk: Desk) -> Reply:
        from atma_tui.desk.events.fields import EventFields

        before = desk.agenda.card(self.event).event
        given = self.given(desk, before)
        if not given:
            raise InputError(
                "Say what changes, such as --starts or --capacity; `atma-tui event edit --help` lists all."
            )
        fields = EventFields(**given)
        done = desk.book.do(
            desk.events.edit, before.id, fields, rev=before.rev, override=self.override, dates=self.series
        )
        if done.summary:
            return _reply(desk, done)
        words = f"{done.value.title} is like that already; nothing was changed."
        return Reply(shape={**_shape(desk, done.value), "also": []}, parts=[words])


class EventCancel(DeskCommand):
    """Cancel an event; everybody in it is owed a call."""

    examples = (
        'event cancel evt-5f0c --reason "Storm"',
        'event cancel evt-5f0c --reason "The room is let" --series from-here',
    )
    event: EventArg
    reason: Annotated[str, Opt("REASON", "what people are told")]
    series: Dates = "this"

    def run(self, desk: Desk) -> Reply:
        return _reply(desk, desk.book.do(desk.events.cancel, self.event, self.reason, dates=self.series))


class EventCopy(Described):
    """Make another event like one, without its people."""

    examples = ('event copy evt-5f0c --starts "15 dec 18:00"',)
    event: EventArg
    site: Annotated[str | None, Opt("SITE", "at another site")] = None
    title: Annotated[str | None, Opt("TEXT", "what the copy is called")] = None
    starts: Annotated[str, Opt("WHEN", "when the copy starts")]
    override: Override = ""

    def run(self, desk: Desk) -> Reply:
        from atma_tui.desk.events.fields import EventFields

        model = desk.agenda.card(self.event).event
        given = self.given(desk, model)
        done = desk.book.do(
            desk.events.copy, model.id, given["starts"], EventFields(**given), override=self.override
        )
        return Reply(shape=_shape(desk, done.value), parts=[f"{done.summary}.", done.value.id])


class EventRestore(DeskCommand):
    """Put a cancelled event on again; everybody in it is owed a call.

    Those who were in it still are.
    """

    examples = ("event restore evt-5f0c",)
    event: EventArg
    override: Override = ""

    def run(self, desk: Desk) -> Reply:
        return _reply(desk, desk.book.do(desk.events.restore, self.event, override=self.override))


def _reply(desk: Desk, done: Done[Event]) -> Reply:
    """Answer with an event, and under `also` with the ids of the others that changed with it."""
    event = done.value
    changed = [change.id for act in done.acts for change in act.changes if change.kind == event.kind]
    shape = {**_shape(desk, event), "also": [id for id in changed if id != event.id]}
    sheet = desk.calls.sheet()
    calls = [*(line.call for line in sheet.owed), *(line.call for line in sheet.offers if line.call)]
    owed = sum(1 for call in calls if call.event in changed)
    notes = [f"{owed} to call about it: `atma-tui calls` lists them."] if owed else []
    return Reply(shape=shape, parts=[f"{done.summary}.", event.id], notes=notes)


def _shape(desk: Desk, event: Event) -> dict[str, Any]:
    return event_shape(event, desk.agenda.card(event.id).seats)

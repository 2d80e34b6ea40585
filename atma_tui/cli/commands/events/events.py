"""Events: list, add, edit, cancel, copy, restore."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any, Literal

from atma_tui.cli import lookup
from atma_tui.cli.command import DeskCommand, Flag, Opt
from atma_tui.cli.json_views import event_shape, row_shape
from atma_tui.cli.lookup import day_wall, days, end_wall, short_ids, site_id, wall, when
from atma_tui.cli.reply import Reply, Table, listing
from atma_tui.cli.shared import EventArg, FirstDay, LastDay, OnlySite
from atma_tui.cli.values import number, number_or_none
from atma_tui.domain.errors import InputError
from atma_tui.domain.when import today

if TYPE_CHECKING:
    from atma_tui.desk.book.book import Done
    from atma_tui.desk.desk import Desk
    from atma_tui.desk.events.agenda import EventRow
    from atma_tui.domain.records import Event
    from atma_tui.domain.seats import Seats
    from atma_tui.domain.series.rhythm import Repeat

Category = Literal[
    "open_house", "talk", "workshop", "circle", "information_call", "assessment", "session", "follow_up", "other"
]
_MAX = 100_000
Override = Annotated[
    str,
    Opt("REASON", "do it even if the site is closed, more people are in than fit, or the client is elsewhere"),
]
Dates = Annotated[
    Literal["this", "from-here", "all"], Opt("DATES", "of a series: this, from-here, or all that are to come")
]


class EventList(DeskCommand):
    """List events, with their free seats."""

    only_looks = True
    examples = ("events", "events --site edmonton --from fri --to +14", 'events --search "open house" --json')
    site: OnlySite = ""
    first: FirstDay = ""
    last: LastDay = ""
    search: Annotated[str, Opt("TEXT", "words of the title, kind, room or site")] = ""
    all: Annotated[bool, Flag("also what is over")] = False

    def run(self, desk: Desk) -> Reply:
        first, last = days(desk, self.first, self.last)
        site = site_id(desk, self.site)
        rows = desk.agenda.events(site=site, first=first, last=last, words=self.search, past=self.all)
        nothing = "No event fits; --all also looks at what is over."
        return listing([row_shape(row) for row in rows], _table(desk, rows), nothing)


def _table(desk: Desk, rows: list[EventRow]) -> Table:
    ids = short_ids(desk, (row.event for row in rows))
    day = today(desk.now())
    return Table(
        ("ID", "WHEN", "SITE", "TITLE", "SEATS"),
        [
            (ids[row.event.id], when(row.event, day), row.site.name, row.event.title, _state(row, desk.now()))
            for row in rows
        ],
        frozenset({0, 1, 4}),
    )


def _state(row: EventRow, now: datetime) -> str:
    from atma_tui.domain.timing.window import short_words

    if not row.event.live:
        return "cancelled"
    return "; ".join(filter(None, [seat_words(row.seats), short_words(row.event, now)]))


def seat_words(seats: Seats) -> str:
    """Return the sum in few words: `3 of 20 free`, `full, 2 waiting`, `no limit`."""
    if seats.free is None:
        words = "no limit"
    elif seats.free > 0:
        words = f"{seats.free} of {seats.tight.capacity} free"
    else:
        words = f"{-seats.free} over" if seats.free else "full"
    return f"{words}, {seats.waiting} waiting" if seats.waiting else words


class _Described(DeskCommand):
    """A command that says what an event is like. What was not typed is None."""

    site: Annotated[str | None, Opt("SITE", "move it to another site")] = None
    title: Annotated[str | None, Opt("TEXT", "what it is called")] = None
    starts: Annotated[str | None, Opt("WHEN", "the length stays unless --ends says otherwise")] = None
    ends: Annotated[str | None, Opt("WHEN", "a time of the same day, or a day and a time")] = None
    minutes: Annotated[int | None, Opt("N", "length, instead of --ends", number(1, 100_000))] = None
    all_day: Annotated[bool, Flag("days without hours; --ends is then the last day")] = False
    capacity: Annotated[int | None, Opt("N", "number of seats; none: no limit", number_or_none(0, _MAX))] = None
    room: Annotated[str | None, Opt("ROOM", "id of a room of the site")] = None
    place: Annotated[str | None, Opt("TEXT", "where, when it is not simply the site")] = None
    category: Annotated[Category | None, Opt("KIND")] = None
    description: Annotated[str | None, Opt("TEXT", "what calendars say about it", flag="--about")] = None
    url: Annotated[str | None, Opt("URL", "page with more about it")] = None
    notes: Annotated[str | None, Opt("TEXT", "the desk's own remarks; never published")] = None
    program: Annotated[
        str | None, Opt("PROGRAM", "the group it is a meeting of; who has a place in the group is enrolled")
    ] = None
    minimum: Annotated[int | None, Opt("N", "fewest people it needs", number(0, _MAX))] = None
    decide_days: Annotated[
        str | None, Opt("DAY", "when it is decided whether it runs: a day, or days before it", flag="--decide")
    ] = None
    waiting_limit: Annotated[
        int | None, Opt("N", "most people who may wait; 0: nobody, none: no limit", number_or_none(0, _MAX))
    ] = None
    enrolment_opens: Annotated[
        str | None, Opt("WHEN", "nobody is enrolled before; none: open from the start", flag="--opens")
    ] = None
    enrolment_closes: Annotated[
        str | None, Opt("WHEN", "nobody is enrolled from then on; none: open until it is over", flag="--closes")
    ] = None
    visibility: Annotated[
        str | None,
        Flag("not in the published calendars", "private", flag="--private"),
        Flag("in the published calendars", "public", flag="--public"),
    ] = None

    def given(self, desk: Desk, before: Event | None = None) -> dict[str, Any]:
        """Return what was typed, as `EventFields` has it."""
        from atma_tui.desk.events.events import EventFields

        given = {name: value for name, value in vars(self).items() if name in EventFields.__struct_fields__}
        whole_days = self.all_day or (before is not None and before.all_day)
        if self.starts is not None:
            given["starts"] = (day_wall if whole_days else wall)(desk, self.starts)
        for name in given.keys() & {"enrolment_opens", "enrolment_closes"}:
            given[name] = None if given[name] == "none" else wall(desk, given[name])
        starts = given["starts"] if before is None else given.get("starts", before.starts)
        if self.decide_days is not None:
            given["decide_days"] = _days_before(desk, self.decide_days, starts)
        ends = self._end(desk, starts, whole_days=whole_days, new=before is None)
        return given if ends is None else {**given, "ends": ends}

    def _end(self, desk: Desk, starts: datetime, *, whole_days: bool, new: bool) -> datetime | None:
        if self.ends is not None and self.minutes is not None:
            raise InputError("Say --ends or --minutes, not both; nothing was saved.")
        if self.minutes is not None:
            return starts + timedelta(minutes=self.minutes)
        if self.ends is None:
            return starts + timedelta(days=1) if whole_days and new else None
        return day_wall(desk, self.ends) + timedelta(days=1) if whole_days else end_wall(desk, self.ends, starts)


class EventAdd(_Described):
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
        from atma_tui.desk.events.events import EventFields

        given, repeat = self.given(desk), self._repeat(desk)
        if "ends" not in given:
            raise InputError("Say how long it takes: --minutes N or --ends WHEN; nothing was saved.")
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


class EventEdit(_Described):
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
        from atma_tui.desk.events.events import EventFields

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


class EventCopy(_Described):
    """Make another event like one, without its people."""

    examples = ('event copy evt-5f0c --starts "15 dec 18:00"',)
    event: EventArg
    site: Annotated[str | None, Opt("SITE", "at another site")] = None
    title: Annotated[str | None, Opt("TEXT", "what the copy is called")] = None
    starts: Annotated[str, Opt("WHEN", "when the copy starts")]
    override: Override = ""

    def run(self, desk: Desk) -> Reply:
        from atma_tui.desk.events.events import EventFields

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


def _days_before(desk: Desk, words: str, starts: datetime) -> int:
    from atma_tui.domain.timing.minimum import read_decision

    return read_decision(words, starts.date(), today(desk.now()))


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

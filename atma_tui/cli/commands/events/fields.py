"""What may be said of an event, as options."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Annotated, Any, Literal

from atma_tui.cli.command import DeskCommand, Flag, Opt
from atma_tui.cli.lookup import day_wall, end_wall, wall
from atma_tui.cli.values import number, number_or_none
from atma_tui.domain.errors import InputError
from atma_tui.domain.when import today

if TYPE_CHECKING:
    from atma_tui.desk.desk import Desk
    from atma_tui.domain.records import Event

Category = Literal[
    "open_house", "talk", "workshop", "circle", "information_call", "assessment", "session", "follow_up", "other"
]
_MAX = 100_000
Override = Annotated[
    str,
    Opt("REASON", "do it even if the site is closed, more people are in than fit, or the client is elsewhere"),
]
LENGTH = "Say how long it takes: --minutes N or --ends WHEN; nothing was saved."


class Described(DeskCommand):
    """A command that says what an event is like. What was not typed is None."""

    site: Annotated[str | None, Opt("SITE", "move it to another site")] = None
    title: Annotated[str | None, Opt("TEXT", "what it is called")] = None
    starts: Annotated[str | None, Opt("WHEN", "the length stays unless --ends says otherwise")] = None
    ends: Annotated[str | None, Opt("WHEN", "a time of the same day, or a day and a time")] = None
    minutes: Annotated[int | None, Opt("N", "length, instead of --ends", number(1, 100_000))] = None
    all_day: Annotated[bool, Flag("days without hours; --ends is then the last day")] = False
    capacity: Annotated[int | None, Opt("N", "number of seats; none: no limit", number_or_none(_MAX))] = None
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
        int | None, Opt("N", "most people who may wait; 0: nobody, none: no limit", number_or_none(_MAX))
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
        from atma_tui.desk.events.fields import EventFields

        given = {name: value for name, value in vars(self).items() if name in EventFields.__struct_fields__}
        whole_days = self.all_day or (before is not None and before.all_day and not self._names_hour(desk))
        if before is not None and before.all_day and not whole_days:
            given["all_day"] = False
        if self.starts is not None:
            given["starts"] = (day_wall if whole_days else wall)(desk, self.starts)
        for name in given.keys() & {"enrolment_opens", "enrolment_closes"}:
            given[name] = None if given[name] == "none" else wall(desk, given[name])
        starts = given["starts"] if before is None else given.get("starts", before.starts)
        if self.decide_days is not None:
            given["decide_days"] = _days_before(desk, self.decide_days, starts)
        ends = self._end(desk, starts, whole_days=whole_days, new=before is None)
        return given if ends is None else {**given, "ends": ends}

    def _names_hour(self, desk: Desk) -> bool:
        """Whether it starts at an hour: an event of whole days gets hours then."""
        try:
            hour = self.starts is not None and wall(desk, self.starts).time() != time()
        except InputError:
            return False
        if hour and self.ends is None and self.minutes is None:
            raise InputError(LENGTH)
        return hour

    def _end(self, desk: Desk, starts: datetime, *, whole_days: bool, new: bool) -> datetime | None:
        if self.ends is not None and self.minutes is not None:
            raise InputError("Say --ends or --minutes, not both; nothing was saved.")
        if self.minutes is not None:
            return starts + timedelta(minutes=self.minutes)
        if self.ends is None:
            return starts + timedelta(days=1) if whole_days and new else None
        return day_wall(desk, self.ends) + timedelta(days=1) if whole_days else end_wall(desk, self.ends, starts)


def _days_before(desk: Desk, words: str, starts: datetime) -> int:
    from atma_tui.domain.timing.minimum import read_decision

    return read_decision(words, starts.date(), today(desk.now()))

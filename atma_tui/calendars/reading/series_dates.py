"""The regular dates of one series: what RRULE and RDATE give, and EXRULE and EXDATE take away.

If a rule cannot be followed, the dates that the series lists itself stay.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, time, timedelta
from itertools import islice
from typing import NamedTuple

from msgspec.structs import replace

from atma_tui.calendars.reading.date_names import meant, wall_time_of
from atma_tui.calendars.reading.duplicate_uids import key_of
from atma_tui.calendars.reading.event_reader import Incoming
from atma_tui.calendars.reading.event_times import moment, period_end
from atma_tui.calendars.reading.recurrence import Budget, Refused, dates, read_rule
from atma_tui.calendars.reading.text.components import Line
from atma_tui.calendars.reading.text.properties import NoValue
from atma_tui.calendars.reading.warnings import OTHER_HOUR, on_rule, on_time
from atma_tui.calendars.reading.zones import Doubt, WallTime, Zones
from atma_tui.domain.records import RemoteEvent

MOST_DATES = 1_000
"""Of one series."""
_DAY = timedelta(days=1)
_COST_OF_A_LISTED_DATE = 10


class Window(NamedTuple):
    """How far the book looks, on the wall clock at home."""

    first: datetime
    last: datetime


class Regular(NamedTuple):
    """The dates of one series by their original starts, before any of them is changed."""

    events: dict[str, RemoteEvent]
    left_out: frozenset[str]
    """Original starts that EXDATE takes away."""
    doubts: list[Doubt]
    gap: str
    """Why these may not be all dates within the window, empty when they are."""


def regular_dates(master: Incoming, zones: Zones, window: Window, budget: Budget) -> Regular:
    """Return the dates of a series within the window."""
    return _Dates(master, zones, window, budget).regular()


class _Dates:
    """The dates of one series, and why some of them may be missing or too many."""

    def __init__(self, master: Incoming, zones: Zones, window: Window, budget: Budget) -> None:
        self._master, self._zones, self._window, self._budget = master, zones, window, budget
        self._start = master.span.sent.replace(tzinfo=None)
        """The first date on the clock that the rules count on."""
        self._found = {self._key(first): first for first in [WallTime(master.span.starts, master.span.doubt)]}
        self._ends: dict[str, datetime] = {}
        """Ends of dates that RDATE gives as periods."""
        self._left_out: set[str] = set()
        self._missed: set[str] = set()
        """Dates on a day of which EXDATE takes away another hour."""
        self._gaps: list[str] = []

    def regular(self) -> Regular:
        self._each(self._master.properties.get("RRULE", ()), self._add_rule)
        self._each(self._listed("RDATE"), self._add_listed)
        self._each(self._master.properties.get("EXRULE", ()), self._take_rule)
        self._each(self._listed("EXDATE"), self._take_listed)
        first, last = self._window
        seen = {key: local for key, local in sorted(self._found.items()) if first <= local.wall <= last}
        if len(seen) > MOST_DATES:
            self._gaps.append(f"it has more than {MOST_DATES:,} dates, of which the first are shown")
            seen = dict(islice(seen.items(), MOST_DATES))
        doubts = [local.doubt for local in seen.values() if local.doubt]
        return Regular(self._events(seen), frozenset(self._left_out), doubts, "".join(self._gaps[:1]))

    def _each(self, lines: Iterable[Line], work: Callable[[Line], None]) -> None:
        """Apply each line; one that cannot be followed is only a gap."""
        for line in lines:
            try:
                work(line)
            except NoValue as error:
                self._gaps.append(str(error))

    def _listed(self, name: str) -> Iterator[Line]:
        """Yield the values of RDATE or EXDATE one by one."""
        for line in self._master.properties.get(name, ()):
            for text in filter(None, map(str.strip, line.value.split(","))):
                yield line._replace(value=text, zone=line.zone or self._master.span.zone)

    def _events(self, seen: dict[str, WallTime]) -> dict[str, RemoteEvent]:
        """Return the event on each of its dates, the first with a remark when a rule was not followed."""
        event, remarks = self._master.event, self._master.remarks
        remarks_on_first = tuple(map(on_rule, self._gaps[:1]))
        made: dict[str, RemoteEvent] = {}
        for key, local in seen.items():
            notes = on_time(local.wall, local.doubt, self._zones.home) + remarks
            notes += (() if made else remarks_on_first) + ((OTHER_HOUR,) if key in self._missed else ())
            ends = self._ends.get(key, local.wall + (event.ends - event.starts))
            made[key] = replace(event, recurrence=key, starts=local.wall, ends=ends, notes=notes)
        return made

    def _key(self, local: WallTime) -> str:
        return key_of(local.wall, all_day=self._master.event.all_day)

    def _add_rule(self, line: Line) -> None:
        rule = read_rule(line.value, self._start, self._until)
        first, last = self._window
        given = dates(rule, self._start, first - _DAY, last + _DAY, self._budget)
        others = set(islice(given, 2 * MOST_DATES)) - {self._start}
        if not (rule.most or rule.until or others) and self._start >= first:
            raise Refused("its rule names no other date in eighteen months")
        for local in map(self._at_home, others):
            self._found[self._key(local)] = local

    def _take_rule(self, line: Line) -> None:
        rule = read_rule(line.value, self._start, self._until)
        first, last = self._window
        for sent in dates(rule, self._start, first - _DAY, last + _DAY, self._budget, with_start=False):
            self._found.pop(self._key(self._at_home(sent)), None)

    def _at_home(self, sent: datetime) -> WallTime:
        """Return a time that a rule gives, on the clinic's clock."""
        span = self._master.span
        if span.all_day:
            return WallTime(sent)
        return self._zones.at_home(sent.replace(tzinfo=span.sent.tzinfo), span.zone)

    def _until(self, until: datetime) -> datetime:
        """Return UNTIL's instant on the sender's clock; of whole days it means the day, whatever the hour."""
        span = self._master.span
        if span.all_day:
            return datetime.combine(until.date(), time(23, 59, 59))
        return until.replace(tzinfo=None) if span.sent.tzinfo else self._zones.at_sender(until, span.zone)

    def _add_listed(self, line: Line) -> None:
        self._budget.spend(_COST_OF_A_LISTED_DATE)
        start, _, end = line.value.partition("/")
        local = wall_time_of(moment(start, days=line.days), line.zone, self._master, self._zones)
        key = self._key(local)
        self._found[key] = local
        if end:
            self._ends[key] = period_end(end, line.zone, local, self._master.span, self._zones)

    def _take_listed(self, line: Line) -> None:
        """Take away what EXDATE names; a day without an hour is all of that day.

        Midnight means the day too if the series has no date then: some programs write days so.
        """
        self._budget.spend(_COST_OF_A_LISTED_DATE)
        value = moment(line.value.partition("/")[0], days=line.days)
        key = self._key(wall_time_of(value, line.zone, self._master, self._zones))
        keys = {meant(key, value, line.zone, self._master, self._found)}
        same_day = {one for one in self._found if one[:10] == key[:10]}
        fits = not keys.isdisjoint(self._found.keys() | self._left_out)
        if not isinstance(value, datetime) or (_is_wall_midnight(value) and not fits):
            keys |= same_day
        elif not fits:
            self._missed |= same_day
        self._left_out |= keys
        for one in keys:
            self._found.pop(one, None)


def _is_wall_midnight(value: datetime) -> bool:
    return value.tzinfo is None and value.time() == time()

"""The rules that a calendar file itself gives for a time zone (VTIMEZONE), for names that mean nothing elsewhere.

Not icalendar's: it keeps the first definition of a name for the whole process, so a second file with other rules
under `Customized Time Zone` would be read by the first file's.
"""

from __future__ import annotations

import contextlib
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from atma_tui.calendars.reading.recurrence import Budget, Rule, dates, read_rule
from atma_tui.calendars.reading.text.components import Line, read_properties
from atma_tui.calendars.reading.text.decoding import LATIN
from atma_tui.calendars.reading.text.properties import NoValue, read_moment, read_offset

_MAX_OBSERVANCES = 200
_LARGEST = 65_536
_COST_OF_A_LINE = 10
Properties = dict[str, list[Line]]
Onset = tuple[datetime, timedelta]
"""When a clock changes, by the clock before, and the offset from UTC from then on."""


class _Observance(NamedTuple):
    start: datetime
    before: timedelta
    after: timedelta
    rules: tuple[Rule, ...]
    extra: tuple[datetime, ...]


def block_offset(block: bytes, budget: Budget) -> Callable[[datetime], timedelta] | None:
    """Return the offset from UTC by the wall clock time, as the block's readable observances tell it.

    None when not one of them can be read. `block` is what is between BEGIN and END of a VTIMEZONE.
    Raises `Refused`, here or when an offset is asked for, when the budget is spent.
    """
    observances = _observances(block[:_LARGEST], budget)
    if not observances:
        return None
    single = sorted((onset, one.after) for one in observances for onset in {one.start, *one.extra})
    ends = sorted((_last_onset(one), one.after) for one in observances)
    years: dict[int, list[Onset]] = {}

    def offset(wall: datetime) -> timedelta:
        for year in (wall.year, wall.year - 1):
            if year not in years:
                years[year] = _onsets(observances, single, year, budget)
            if passed := bisect_right(years[year], wall, key=_when):
                return years[year][passed - 1][1]
        long_passed = bisect_right(ends, wall, key=_when)
        return ends[long_passed - 1][1] if long_passed else observances[0].before

    return offset


def _observances(block: bytes, budget: Budget) -> list[_Observance]:
    found = []
    for part in block.split(b"\nBEGIN:")[1 : _MAX_OBSERVANCES + 1]:
        properties = read_properties(part.partition(b"\nEND:")[0], LATIN)
        extra = sum(1 + line.value.count(",") for line in properties.get("RDATE", ()))
        budget.spend((1 + len(properties.get("RRULE", ())) + extra) * _COST_OF_A_LINE)
        with contextlib.suppress(ValueError, KeyError):
            found.append(_observance(properties))
    return sorted(found, key=lambda one: one.start)


def _observance(properties: Properties) -> _Observance:
    before, after = (read_offset(properties[name][0].value) for name in ("TZOFFSETFROM", "TZOFFSETTO"))
    start = _onset(properties["DTSTART"][0].value)
    rules = [
        read_rule(line.value, start, lambda until: until.replace(tzinfo=None) + before)
        for line in properties.get("RRULE", ())
    ]
    extra = [_onset(day) for line in properties.get("RDATE", ()) for day in line.value.split(",")]
    return _Observance(start, before, after, tuple(rules), tuple(extra))


def _onset(text: str) -> datetime:
    value = read_moment(text)
    if not isinstance(value, datetime):
        raise NoValue(text)
    return value.replace(tzinfo=None)


def _onsets(observances: list[_Observance], single: list[Onset], year: int, budget: Budget) -> list[Onset]:
    """Return the changes of that year, in order, each with the offset from then on."""
    first, last = datetime.fromisoformat(f"{year}-01-01"), datetime.fromisoformat(f"{year}-12-31T23:59:59")
    found = set(single[bisect_left(single, first, key=_when) : bisect_right(single, last, key=_when)])
    budget.spend(1 + len(found) + sum(len(one.rules) for one in observances))
    for one in observances:
        for rule in one.rules:
            found.update((onset, one.after) for onset in dates(rule, one.start, first, last, budget))
    return sorted(found)


def _when(onset: Onset) -> datetime:
    return onset[0]


def _last_onset(one: _Observance) -> datetime:
    """Return the last change that an observance names; rules without an end name none."""
    ends = [rule.until for rule in one.rules if rule.until]
    return max([one.start, *one.extra, *ends])

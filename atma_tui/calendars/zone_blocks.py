"""The rules that a calendar file itself gives for a time zone (VTIMEZONE), for names that mean nothing elsewhere.

Not icalendar's: it keeps the first definition of a name for the whole process, so a second file with other rules
under `Customized Time Zone` would be read by the first file's.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from atma_tui.calendars.blocks import Line, properties
from atma_tui.calendars.decoding import LATIN
from atma_tui.calendars.recurrence import Budget, Rule, dates, read_rule
from atma_tui.calendars.values import NoValue, read_moment, read_offset

_MOST_OBSERVANCES = 200
_LARGEST = 65_536
Properties = dict[str, list[Line]]


class _Observance(NamedTuple):
    start: datetime
    before: timedelta
    after: timedelta
    rules: tuple[Rule, ...]
    extra: tuple[datetime, ...]


def block_offset(block: bytes, budget: Budget) -> Callable[[datetime], timedelta] | None:
    """Return the offset from UTC by the wall clock time, as the block's readable observances tell it.

    None when not one of them can be read. `block` is what is between BEGIN and END of a VTIMEZONE.
    """
    observances = _observances(block[:_LARGEST])
    if not observances:
        return None
    years: dict[int, list[tuple[datetime, timedelta]]] = {}

    def offset(wall: datetime) -> timedelta:
        for year in (wall.year, wall.year - 1):
            if year not in years:
                years[year] = _onsets(observances, year, budget)
            passed = [after for onset, after in years[year] if onset <= wall]
            if passed:
                return passed[-1]
        return _long_before(observances, wall)

    return offset


def _observances(block: bytes) -> list[_Observance]:
    found = []
    for part in block.split(b"\nBEGIN:")[1 : _MOST_OBSERVANCES + 1]:
        with contextlib.suppress(ValueError, KeyError):
            found.append(_observance(properties(part.partition(b"\nEND:")[0], LATIN)))
    return sorted(found, key=lambda one: one.start)


def _observance(told: Properties) -> _Observance:
    before, after = (read_offset(told[name][0].value) for name in ("TZOFFSETFROM", "TZOFFSETTO"))
    start = _onset(told["DTSTART"][0].value)
    rules = [
        read_rule(line.value, start, lambda until: until.replace(tzinfo=None) + before)
        for line in told.get("RRULE", ())
    ]
    extra = [_onset(day) for line in told.get("RDATE", ()) for day in line.value.split(",")]
    return _Observance(start, before, after, tuple(rules), tuple(extra))


def _onset(text: str) -> datetime:
    value = read_moment(text)
    if not isinstance(value, datetime):
        raise NoValue(text)
    return value.replace(tzinfo=None)


def _onsets(observances: list[_Observance], year: int, budget: Budget) -> list[tuple[datetime, timedelta]]:
    """Return the changes of that year, in order, each with the offset from then on."""
    first, last = datetime.fromisoformat(f"{year}-01-01"), datetime.fromisoformat(f"{year}-12-31T23:59:59")
    found = []
    for one in observances:
        onsets = {one.start, *one.extra}
        for rule in one.rules:
            onsets.update(dates(rule, one.start, first, last, budget))
        found += [(onset, one.after) for onset in onsets if first <= onset <= last]
    return sorted(found)


def _long_before(observances: list[_Observance], wall: datetime) -> timedelta:
    """Return the offset when nothing changed for a year: since the last change before, or until the first."""
    ends = [(_last_onset(one), one.after) for one in observances if one.start <= wall]
    passed = [end for end in ends if end[0] <= wall]
    return max(passed)[1] if passed else observances[0].before


def _last_onset(one: _Observance) -> datetime:
    ends = [rule.until for rule in one.rules if rule.until]
    return max([one.start, *one.extra, *ends])

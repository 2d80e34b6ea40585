"""The dates of a schema.org `Schedule`: a rule of repetition, said in the properties of a node."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from atma_tui.calendars.reading.reader import LOOK_AHEAD, LOOK_BACK
from atma_tui.calendars.reading.recurrence import Budget, Refused, dates, read_rule
from atma_tui.calendars.reading.zones import Zones
from atma_tui.sync.formats.moments import Said, Span, at_home, duration, end_said, in_zone, said
from atma_tui.sync.formats.schema_org.nodes import Node, bare, each, text
from atma_tui.sync.formats.schema_org.nodes import said as property_of
from atma_tui.sync.formats.shared import DEFAULT_LENGTH, NO_END

_MOST_DATES = 1_000
_EVERY = {
    "daily": "P1D",
    "weekly": "P1W",
    "biweekly": "P2W",
    "fortnightly": "P2W",
    "monthly": "P1M",
    "yearly": "P1Y",
}
_FREQUENCIES = {"D": "DAILY", "W": "WEEKLY", "M": "MONTHLY", "Y": "YEARLY"}
_PERIOD = re.compile(r"P(\d{1,3})([DWMY])", re.IGNORECASE)
_DAYS = {
    name: name[:2].upper()
    for name in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
}
_NUMBERED = re.compile(r"[+-]?\d?(?:MO|TU|WE|TH|FR|SA|SU)")
_TIME = re.compile(r"(\d{1,2}):(\d\d)(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?", re.IGNORECASE)


class _Dates(NamedTuple):
    """How long each date is, and by which clock its start is told."""

    start: Said
    """The first one."""
    length: timedelta | None
    zone: str
    note: str


def spans_of(schedule: Node, event_start: Said | None, zones: Zones, now: datetime, budget: Budget) -> list[Span]:
    """Return the dates of a schedule that the book looks at. Raises `ValueError` when its rule cannot be read.

    Args:
        schedule: the node.
        event_start: the start that the event itself gives, for a schedule without one.
        zones: whose times are meant without a zone.
        now: the present instant.
        budget: how many days may still be walked through.
    """
    first = end_said(property_of(schedule, "startDate")) or event_start
    if first is None:
        raise ValueError("a schedule without a start")
    told = _dates(schedule, first, zones)
    start, today = told.start.moment, now.replace(tzinfo=None)
    try:
        rule = read_rule(_rule(schedule), start, lambda until: until.replace(tzinfo=None))
        found = list(dates(rule, start, today - LOOK_BACK, today + LOOK_AHEAD, budget, with_start=False))
    except Refused as error:
        raise ValueError(str(error)) from error
    if len(found) > _MOST_DATES:
        raise ValueError("more dates than anybody plans")
    spans = [_span(day, told, zones) for day in found]
    left_out = _left_out(schedule, {one.starts for one in spans}, zones)
    return [one for one in spans if one.starts.date() not in left_out]


def _left_out(schedule: Node, starts: Collection[datetime], zones: Zones) -> set[date]:
    """Return the days that are left out: those of the starts that are named in any zone, else as they are said."""
    each_said = [one for value in each(property_of(schedule, "exceptDate")) if (one := end_said(value))]
    dated = ((one, one.moment if one.date_only else at_home(one, zones).wall) for one in each_said)
    return {(local if local in starts else one.moment).date() for one, local in dated}


def _dates(schedule: Node, first: Said, zones: Zones) -> _Dates:
    """Return the first start and what the others share with it; one with an offset is told at home."""
    at, until = (_time(property_of(schedule, name)) for name in ("startTime", "endTime"))
    start = Said(datetime.combine(first.moment, at.moment.timetz()), utc=at.utc) if at else first
    length = duration(property_of(schedule, "duration"))
    if until is not None and not start.date_only:
        length = _from_to(start.moment.timetz(), until.moment.timetz())
    if start.date_only or start.moment.tzinfo is None:
        return _Dates(start, length, text(schedule, "scheduleTimezone"), "")
    local = at_home(start, zones)
    return _Dates(Said(local.wall), length, zones.home, local.note)


def _time(value: Any) -> Said | None:  # noqa: ANN401
    """Return a time of day, with its offset if it has one, on any day."""
    if value is None or value == "":
        return None
    if found := _TIME.fullmatch(str(value).strip()):
        return said(f"2000-01-01T{found[1]:0>2}:{found[2]}{found[3] or ''}")
    return said(value)


def _from_to(start: time, end: time) -> timedelta:
    """Return how long it is from one time of day to the next such other one."""
    day = date(2000, 1, 1)
    length = datetime.combine(day, end.replace(tzinfo=None)) - datetime.combine(day, start.replace(tzinfo=None))
    return length if length > timedelta() else length + timedelta(days=1)


def _span(day: datetime, told: _Dates, zones: Zones) -> Span:
    if told.start.date_only:
        return Span(day, day + timedelta(days=1), all_day=True, notes=())
    local = in_zone(day, told.zone, zones) if told.zone else at_home(Said(day), zones)
    notes = tuple(filter(None, (told.note, local.note)))
    if told.length is None:
        return Span(local.wall, local.wall + DEFAULT_LENGTH, all_day=False, notes=(*notes, NO_END))
    return Span(local.wall, local.wall + told.length, all_day=False, notes=notes)


def _rule(schedule: Node) -> str:
    """Return a schedule as an RRULE (RFC 5545 section 3.3.10)."""
    days = [_day(one) for one in each(property_of(schedule, "byDay"))]
    said_every = str(bare(property_of(schedule, "repeatFrequency")) or ("P1W" if days else ""))
    if not said_every:
        return "FREQ=DAILY;COUNT=1"
    every = _PERIOD.fullmatch(_EVERY.get(said_every.strip().lower(), said_every.strip()))
    if every is None:
        raise ValueError(f"no known frequency: {said_every}")
    rule = [f"FREQ={_FREQUENCIES[every[2].upper()]}", f"INTERVAL={int(every[1])}"]
    rule += [f"BYDAY={','.join(days)}"] if days else []
    for name, part in (("byMonth", "BYMONTH"), ("byMonthDay", "BYMONTHDAY"), ("byMonthWeek", "BYSETPOS")):
        if numbers := [str(int(one)) for one in each(property_of(schedule, name))]:
            rule.append(f"{part}={','.join(numbers)}")
    if count := property_of(schedule, "repeatCount"):
        rule.append(f"COUNT={int(count)}")
    if until := property_of(schedule, "endDate"):
        rule.append(f"UNTIL={said(until).moment:%Y%m%d}")
    return ";".join(rule)


def _day(value: Any) -> str:  # noqa: ANN401
    """Return a day of the week as an RRULE names it: `https://schema.org/Tuesday`, `Tuesday`, `TU` and `2TU`."""
    name = value.get("@id") or value.get("name") if isinstance(value, dict) else value
    word = str(name).rstrip("/").rpartition("/")[2].rpartition(":")[2].strip()
    known = _DAYS.get(word.lower(), word.upper())
    if not _NUMBERED.fullmatch(known):
        raise ValueError(f"no day of the week: {word}")
    return known

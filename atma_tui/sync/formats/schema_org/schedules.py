"""The dates of a schema.org `Schedule`: a rule of repetition, said in the properties of a node."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from typing import Any, NamedTuple

from atma_tui.calendars.reading.reader import LOOK_AHEAD, LOOK_BACK
from atma_tui.calendars.reading.recurrence import Budget, Refused, dates, read_rule
from atma_tui.calendars.reading.zones import Zones
from atma_tui.sync.formats.moments import Said, Span, duration, end_said, here, in_zone, said
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


class _Times(NamedTuple):
    """From when to when on each of the dates; the whole day without a start."""

    starts: time | None
    ends: time | None
    length: timedelta | None


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
    times = _times(schedule, first)
    start = datetime.combine(first.moment.date(), times.starts or time())
    today = now.replace(tzinfo=None)
    try:
        rule = read_rule(_rule(schedule), start, lambda until: until.replace(tzinfo=None))
        found = list(dates(rule, start, today - LOOK_BACK, today + LOOK_AHEAD, budget))
    except Refused as error:
        raise ValueError(str(error)) from error
    if len(found) > _MOST_DATES:
        raise ValueError("more dates than anybody plans")
    left_out = {
        one.moment.date() for value in each(property_of(schedule, "exceptDate")) if (one := end_said(value))
    }
    week_days = {day for _, day in rule.week_days} or range(7)
    given = [day for day in found if day.weekday() in week_days and day.date() not in left_out]
    return [_span(day, times, text(schedule, "scheduleTimezone"), zones) for day in given]


def _times(schedule: Node, first: Said) -> _Times:
    starts = _time(property_of(schedule, "startTime"))
    if starts is None and not first.date_only:
        starts = first.moment.time()
    return _Times(starts, _time(property_of(schedule, "endTime")), duration(property_of(schedule, "duration")))


def _time(value: Any) -> time | None:  # noqa: ANN401
    if value is None or value == "":
        return None
    if found := _TIME.fullmatch(str(value).strip()):
        return time(int(found[1]), int(found[2]))
    return said(value).moment.time()


def _span(day: datetime, times: _Times, zone_name: str, zones: Zones) -> Span:
    if times.starts is None:
        return Span(day, day + timedelta(days=1), all_day=True, notes=())
    told = in_zone(day, zone_name, zones) if zone_name else here(Said(day), zones)
    ends = told.wall + times.length if times.length else None
    if times.ends is not None:
        length = datetime.combine(day, times.ends) - day
        ends = told.wall + (length if length > timedelta() else length + timedelta(days=1))
    notes = (told.note,) if told.note else ()
    if ends is None:
        return Span(told.wall, told.wall + DEFAULT_LENGTH, all_day=False, notes=(*notes, NO_END))
    return Span(told.wall, ends, all_day=False, notes=notes)


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

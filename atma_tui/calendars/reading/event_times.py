"""Start and end of an event, however its calendar gives them."""

from __future__ import annotations

import contextlib
import re
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from atma_tui.calendars.reading.sparse import NO_END, NO_LAST_DAY, NO_START
from atma_tui.calendars.reading.text.components import Line
from atma_tui.calendars.reading.text.properties import NoValue, read_length, read_moment
from atma_tui.calendars.reading.zones import Doubt, WallTime, Zones
from atma_tui.domain.text import clean
from atma_tui.domain.when import instant, wall

Properties = dict[str, list[Line]]

ASSUMED = timedelta(hours=1)
_LONGEST = timedelta(days=31)
_LONGEST_IN_DAYS = timedelta(days=366)
_DAY = timedelta(days=1)
_ODD_TIME = re.compile(r"\A([0-9]{8})T(24(?=00(?:00)?Z?$)|[01][0-9]|2[0-3])([0-5][0-9])([0-5][0-9]|60)?(Z?)\Z")
"""A time, also without seconds, at the end of a day, or in a leap second (RFC 5545 section 3.3.12)."""
_EXTENDED = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})[ T]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.0+)?)?(Z?)\Z")
"""The same with hyphens and colons (ISO 8601's extended form)."""
_YEARS = range(1900, 2200)


class NoStart(NoValue):
    """An event does not say when it is; a cancellation need not."""


class Span(NamedTuple):
    """When an event is, on the clinic's clock and on the sender's."""

    starts: datetime
    ends: datetime
    all_day: bool
    doubt: Doubt | None
    remarks: tuple[str, ...]
    sent: datetime
    """The start as it was sent: on the sender's wall clock, or in UTC and aware."""
    zone: str
    """The sender's name for the zone of the start, empty for none."""


def read_span(properties: Properties, zones: Zones) -> Span:
    """Read DTSTART, DTEND and DURATION; a change of a date without a start is at the original one.

    Raises `NoValue` when there is no start that can be one.
    """
    line = next((properties[name][0] for name in ("DTSTART", "RECURRENCE-ID") if name in properties), None)
    if line is None or not line.value:
        raise NoStart("it has no start")
    start = moment(line.value, days=line.days)
    remarks = () if "DTSTART" in properties else (NO_START,)
    if not isinstance(start, datetime):
        starts = datetime.combine(start, time())
        ends = _last_day(properties, start)
        remarks = (*remarks, *(() if ends else (NO_LAST_DAY,)))
        return Span(starts, ends or starts + _DAY, True, None, remarks, starts, "")
    local = zones.at_home(start, line.zone)
    if days := _marked_days(properties, start, local, zones):
        return Span(*days, True, None, remarks, days[0], "")
    ends = _end(properties, start, line.zone, local, zones)
    remarks = (*remarks, *(() if ends else (NO_END,)))
    return Span(local.wall, ends or local.wall + ASSUMED, False, local.doubt, remarks, start, line.zone)


def _marked_days(
    properties: Properties, sent: datetime, local: WallTime, zones: Zones
) -> tuple[datetime, datetime] | None:
    """Return the days of an event that Outlook marks as filling them and gives as times; None for any other.

    An instant is midnight by the sender's clock, which may be an hour behind.
    """
    if _value_of(properties, "X-MICROSOFT-CDO-ALLDAYEVENT").upper() != "TRUE" or "DTEND" not in properties:
        return None
    line = properties["DTEND"][0]
    with contextlib.suppress(NoValue):
        end = moment(line.value)
        if isinstance(end, datetime):
            walls = (sent, end) if not sent.tzinfo else (local.wall, zones.along(end, line.zone, sent).wall)
            first, last = (datetime.combine(wall.date(), time()) for wall in walls)
            behind = walls[0] - first
            if behind in (timedelta(), ASSUMED) and walls[1] - last == behind and last > first:
                return first, last
    return None


def _value_of(properties: Properties, name: str) -> str:
    return properties[name][0].value.strip() if name in properties else ""


def moment(text: str, *, days: bool = False) -> datetime | date:
    """Read a date or time of an event. Raises `NoValue`, also for years that no clinic plans.

    `days` says that it is a whole day: some programs write it with midnight nevertheless.
    """
    try:
        value = read_moment(text)
    except NoValue:
        value = _odd_moment(text)
    if value.year not in _YEARS:
        raise NoValue(f"the year {value.year} is out of reach")
    return value.date() if days and isinstance(value, datetime) and value.time() == time() else value


def _odd_moment(text: str) -> datetime:
    """Read a time that is written otherwise than usual though only one can be meant. Raises `NoValue`."""
    plain = _EXTENDED.sub(r"\1\2\3T\4\5\6\7", text.upper())
    try:
        [(day, hour, minute, second, utc)] = _ODD_TIME.findall(plain)
        start = datetime.fromisoformat(f"{day}T000000{utc}")
        return start + timedelta(hours=int(hour), minutes=int(minute), seconds=min(int(second or 0), 59))
    except (ValueError, OverflowError) as error:
        raise NoValue(f"“{clean(text, 40)}” is no date") from error


def period_end(text: str, zone_name: str, start: WallTime, series: Span, zones: Zones) -> datetime:
    """Read the second half of an RDATE's period: an end or a length. Raises `NoValue`."""
    if text.strip().upper().startswith("P"):
        ends = _later(start.wall, read_length(text), zones.home)
    else:
        end = moment(text)
        ends = zones.along(end, zone_name, series.sent).wall if isinstance(end, datetime) else start.wall
    if not timedelta() < ends - start.wall <= _LONGEST:
        raise NoValue(f"“{clean(text, 40)}” is no end of a date")
    return ends


def _end(properties: Properties, sent: datetime, zone_name: str, start: WallTime, zones: Zones) -> datetime | None:
    """Return the end on the clinic's clock; None if it is not certain. DTEND takes precedence over DURATION."""
    try:
        if "DTEND" in properties:
            line = properties["DTEND"][0]
            end = moment(line.value)
            ends = zones.along(end, line.zone or zone_name, sent).wall if isinstance(end, datetime) else start.wall
        elif "DURATION" in properties:
            ends = _later(start.wall, read_length(properties["DURATION"][0].value), zones.home)
        else:
            return None
    except NoValue:
        return None
    return ends if timedelta() < ends - start.wall <= _LONGEST else None


def _later(starts: datetime, length: timedelta, home: str) -> datetime:
    """Return the end: whole days are calendar days, hours are elapsed time (RFC 5545 section 3.3.6)."""
    if abs(length) > _LONGEST_IN_DAYS:
        return starts
    return starts + length if not length % _DAY else wall(instant(starts, home) + length, home)


def _last_day(properties: Properties, start: date) -> datetime | None:
    """Return midnight after the last of whole days; None when a wrong end was given. No end means one day."""
    midnight = datetime.combine(start, time())
    try:
        if "DTEND" in properties:
            end = moment(properties["DTEND"][0].value)
            ends = datetime.combine(end.date() if isinstance(end, datetime) else end, time())
        elif "DURATION" in properties:
            length = min(read_length(properties["DURATION"][0].value), _LONGEST_IN_DAYS * 2)
            ends = midnight + length // _DAY * _DAY
        else:
            ends = midnight + _DAY
    except NoValue:
        return None
    ends = midnight + _DAY if ends == midnight else ends
    return ends if timedelta() < ends - midnight <= _LONGEST_IN_DAYS else None

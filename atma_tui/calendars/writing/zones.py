"""Our own VTIMEZONE: the clock rules of a zone, said so that every calendar program reads them right.

icalendar 7.3 puts the spring change an hour late and leaves out changes of name only, which for Alberta gives a
zone without STANDARD; ical4j then shows 23:00 of the day before (ical4j#493). Outlook reads neither RDATE nor more
than the plain offsets (MS-STANOICAL 2.2.47), so each change is an observance of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

from atma_tui.domain.when import zone

_LONG_AGO = datetime.combine(date(1970, 1, 1), time())


class Clock(NamedTuple):
    """What a zone's clock is at some instant."""

    offset: timedelta
    name: str
    summer: bool


class Change(NamedTuple):
    """A change of clocks at an instant (UTC, to the second)."""

    at: datetime
    before: Clock
    after: Clock


def clock(moment: datetime, zone_name: str) -> Clock:
    """Return what the zone's clock is at an instant."""
    local = moment.astimezone(zone(zone_name))
    return Clock(local.utcoffset() or timedelta(), local.tzname() or "", bool(local.dst()))


@lru_cache(maxsize=64)
def changes(zone_name: str, first: datetime, last: datetime) -> tuple[Change, ...]:
    """Return the changes of offset or name between two instants, found by bisection."""
    return tuple(_changes(zone_name, first, last))


def _changes(zone_name: str, first: datetime, last: datetime) -> Iterator[Change]:
    week = timedelta(days=7)
    here = first
    while here < last:
        if clock(here, zone_name) != clock(here + week, zone_name):
            yield _narrow(zone_name, here, here + week)
        here += week


def _narrow(zone_name: str, low: datetime, high: datetime) -> Change:
    before, after = clock(low, zone_name), clock(high, zone_name)
    while high - low > timedelta(seconds=1):
        middle = (low + (high - low) / 2).replace(microsecond=0)
        low, high = (middle, high) if clock(middle, zone_name) == before else (low, middle)
    return Change(high, before, after)


def vtimezone(zone_name: str, first: datetime, last: datetime) -> Timezone:
    """Return the zone's rules for events between two instants, with at least one STANDARD observance."""
    start = first.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=400)
    known = changes(zone_name, start, last.astimezone(UTC) + timedelta(days=1))
    before = [change for change in known if change.at <= first][-2:]
    told = [*before, *(change for change in known if change.at > first)]
    made = Timezone()
    made.add("TZID", zone_name)
    if not before:
        made.add_component(_observance(_LONG_AGO, *[clock(first, zone_name)] * 2, standard=True))
    has_standard = not before or any(not change.after.summer for change in told)
    for change in told:
        onset = (change.at + change.before.offset).replace(tzinfo=None)
        standard = not change.after.summer or not has_standard
        made.add_component(_observance(onset, change.before, change.after, standard=standard))
    return made


def _observance(
    onset: datetime, before: Clock, after: Clock, *, standard: bool
) -> TimezoneStandard | TimezoneDaylight:
    """Return one observance; its onset is told in the clock that ran before (RFC 5545 section 3.6.5)."""
    made = TimezoneStandard() if standard else TimezoneDaylight()
    made.DTSTART = onset
    made.TZOFFSETFROM = before.offset
    made.TZOFFSETTO = after.offset
    made.add("TZNAME", after.name)
    return made

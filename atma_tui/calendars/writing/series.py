"""A series as one rule of repetition, for programs that edit series.

Feeds tell each date by itself in UTC. A rule needs wall clock times, and then each reader's own clock rules count:
five of twelve read Alberta's winter an hour early from such a file, whatever zone rules it carries.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType

from msgspec.structs import replace

from atma_tui.calendars.words import neutral
from atma_tui.domain.event_span import starts_at
from atma_tui.domain.records import Clinic, Event, Site
from atma_tui.domain.when import instant


def rule_series(
    first: Event,
    sites: Mapping[str, Site],
    clinic: Clinic,
    *,
    last: datetime,
    left_out: Iterable[datetime] = (),
    instead: Mapping[datetime, Event] = MappingProxyType({}),
) -> bytes:
    """Return a calendar file with a series that repeats every week.

    Args:
        first: the first date, whose title, hour and length hold for all.
        sites: every site that a date is at.
        clinic: names private appointments.
        last: start of the last regular date, on the wall clock.
        left_out: regular starts on which nothing happens.
        instead: regular start to the event that is held (moved, renamed, cancelled) in its place.
    """
    from icalendar.prop import vRecur

    from atma_tui.calendars.writing.events import calendar, time_of, vevent
    from atma_tui.calendars.writing.zones import vtimezone

    def shown(event: Event) -> Event:
        return neutral(event, sites[event.site], clinic) if event.visibility == "private" else event

    made = calendar()
    if not first.all_day:
        made.add_component(vtimezone(first.zone, starts_at(first), instant(last, first.zone)))
    master = vevent(shown(first), sites[first.site], local=True)
    until = last.date() if first.all_day else instant(last, first.zone)
    master.add("RRULE", vRecur(FREQ="WEEKLY", INTERVAL=1, UNTIL=until))
    for regular in sorted(left_out):
        master.add("EXDATE", time_of(first, regular, local=True))
    made.add_component(master)
    for regular, event in sorted(instead.items()):
        changed = vevent(shown(replace(event, uid=first.uid)), sites[event.site], local=True)
        changed["RECURRENCE-ID"] = time_of(first, regular, local=True)
        made.add_component(changed)
    data: bytes = made.to_ical()
    return data

"""Which date of a series is meant: dates are named by their original start, which senders write in many ways."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from atma_tui.calendars.reading.duplicate_uids import key_of
from atma_tui.calendars.reading.event_reader import Incoming
from atma_tui.calendars.reading.zones import WallTime, Zones

_HOUR = timedelta(hours=1)


def wall_time_of(value: datetime | date, zone_name: str, master: Incoming, zones: Zones) -> WallTime:
    """Return the start of a date that the series, or a change of it, names. Raises `Refused`."""
    if not isinstance(value, datetime):
        return WallTime(datetime.combine(value, master.event.starts.time()))
    if master.span.all_day:
        return WallTime(datetime.combine(value.date(), time()))
    return zones.along(value, zone_name, master.span.sent)


def meant(key: str, value: datetime | date, zone_name: str, master: Incoming, regular: Collection[str]) -> str:
    """Return the only date exactly an hour away if none fits and the sender uses another clock.

    Senders that do not know of Alberta's clock put `TZID=America/Edmonton` an hour off into UTC in winter.
    """
    if key in regular or master.event.all_day or not isinstance(value, datetime):
        return key
    absolute = value.tzinfo is not None
    if absolute == (master.span.sent.tzinfo is not None) and (absolute or zone_name == master.span.zone):
        return key
    wall = datetime.fromisoformat(key)
    near = {key_of(wall + hour, all_day=False) for hour in (-_HOUR, _HOUR)}.intersection(regular)
    return near.pop() if len(near) == 1 else key


def on_that_day(key: str, regular: Collection[str]) -> str:
    """Return the regular date that is meant, even if only one of the two has an hour."""
    if key in regular:
        return key
    same_day = [other for other in regular if other[:10] == key[:10] and len(other) != len(key)]
    return same_day[0] if len(same_day) == 1 else key

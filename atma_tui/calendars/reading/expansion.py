"""A series of somebody else's calendar as its single dates, each known by its original start."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import NamedTuple

from msgspec.structs import replace

from atma_tui.calendars.reading.event_reader import Incoming, key_of
from atma_tui.calendars.reading.event_times import moment
from atma_tui.calendars.reading.properties import NoValue
from atma_tui.calendars.reading.recurrence import Budget, Refused, dates, read_rule
from atma_tui.calendars.reading.warnings import on_rule, on_time
from atma_tui.calendars.reading.zones import Doubt, Told, Zones
from atma_tui.domain.records import RemoteEvent

MOST_DATES = 1_000
"""Of one UID."""
_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)
_COST_OF_A_LISTED_DATE = 10


class Window(NamedTuple):
    """How far the book looks, on the wall clock at home."""

    first: datetime
    last: datetime


class Series(NamedTuple):
    """The dates of a series and what was assumed of their times."""

    events: list[RemoteEvent]
    doubts: list[Doubt]


def single_dates(members: Sequence[Incoming], zones: Zones, window: Window, budget: Budget) -> Series:
    """Return the dates within the window of all blocks that share one UID, changed dates in place of regular ones.

    A changed date whose series is not in the file is an event like any other. A series whose rule is refused is
    shown as its first date, with a remark.
    """
    masters = _newest([member for member in members if not member.event.recurrence])
    found: dict[str, RemoteEvent] = {}
    doubts: list[Doubt] = []
    for master in masters:
        try:
            dates_told = _regular(master, zones, window, budget)
        except (Refused, NoValue) as error:
            found[""] = replace(master.event, notes=(*master.event.notes, on_rule(str(error))))
            doubts.append(Doubt("rule", str(error)))
            continue
        found.update({key: _on(told, key, master, zones.home) for key, told in dates_told.items()})
        doubts += [told.doubt for told in dates_told.values() if told.doubt]
    regular = frozenset(found)
    for member in sorted((one for one in members if one.event.recurrence), key=_revision):
        event = member.event
        key = _named(member, masters[-1], zones, regular) if masters else event.recurrence
        if key in found or not masters or window.first <= event.starts <= window.last:
            found[key] = replace(event, recurrence=key)
            doubts += [member.span.doubt] if member.span.doubt else []
    return Series(list(found.values()), doubts)


def _revision(member: Incoming) -> tuple[int, datetime]:
    return member.event.sequence, member.event.modified or datetime.min.replace(tzinfo=UTC)


def _newest(masters: list[Incoming]) -> list[Incoming]:
    """Return the masters with the highest SEQUENCE; several parts of one series may share it."""
    highest = max((master.event.sequence for master in masters), default=0)
    return sorted((master for master in masters if master.event.sequence == highest), key=_revision)


def _named(member: Incoming, master: Incoming, zones: Zones, regular: Collection[str]) -> str:
    """Return the date of the series that a changed date names, by the series' clock rather than its own."""
    line = member.told["RECURRENCE-ID"][0]
    value, zone_name = moment(line.value, days=line.days), line.zone or master.span.zone
    key = member.event.recurrence
    if isinstance(value, datetime):
        with contextlib.suppress(Refused):
            key = _key(_listed_time(value, zone_name, master, zones), master)
        key = _meant(key, value, zone_name, master, regular)
    return _on_that_day(key, regular)


def _on_that_day(key: str, known: Collection[str]) -> str:
    """Return the regular date that is meant, also when only one of the two has an hour."""
    if key in known:
        return key
    on_that_day = [other for other in known if other[:10] == key[:10] and len(other) != len(key)]
    return on_that_day[0] if len(on_that_day) == 1 else key


def _meant(key: str, value: datetime | date, zone_name: str, master: Incoming, known: Collection[str]) -> str:
    """Return the only date exactly an hour away when none fits and the sender counts it on another clock.

    Senders that do not know of Alberta's clock put `TZID=America/Edmonton` an hour off into UTC in winter.
    """
    if key in known or master.event.all_day or not isinstance(value, datetime):
        return key
    absolute = value.tzinfo is not None
    if absolute == (master.span.sent.tzinfo is not None) and (absolute or zone_name == master.span.zone):
        return key
    wall = datetime.fromisoformat(key)
    near = {key_of(wall + hour, all_day=False) for hour in (-_HOUR, _HOUR)}.intersection(known)
    return near.pop() if len(near) == 1 else key


def _regular(master: Incoming, zones: Zones, window: Window, budget: Budget) -> dict[str, Told]:
    """Return the dates within the window that RRULE and RDATE give and EXDATE leaves, by their keys."""
    found = {_key(told, master): told for told in _by_rule(master, zones, window, budget)}
    for value, zone_name in _listed(master, "RDATE", budget):
        told = _listed_time(value, zone_name, master, zones)
        found[_key(told, master)] = told
    for value, zone_name in _listed(master, "EXDATE", budget):
        told = _listed_time(value, zone_name, master, zones)
        found.pop(_meant(_key(told, master), value, zone_name, master, found), None)
        if not isinstance(value, datetime):
            found = {key: other for key, other in found.items() if other.wall.date() != value}
    found = {key: told for key, told in found.items() if window.first <= told.wall <= window.last}
    if len(found) > MOST_DATES:
        raise Refused(f"it has more than {MOST_DATES:,} dates")
    return found


def _on(told: Told, key: str, master: Incoming, home: str) -> RemoteEvent:
    """Return the event on one of its dates."""
    event = master.event
    notes = on_time(told.wall, told.doubt, home) + master.span.remarks
    ends = told.wall + (event.ends - event.starts)
    return replace(event, recurrence=key, starts=told.wall, ends=ends, notes=notes)


def _key(told: Told, master: Incoming) -> str:
    return key_of(told.wall, all_day=master.event.all_day)


def _by_rule(master: Incoming, zones: Zones, window: Window, budget: Budget) -> list[Told]:
    """Return the dates that the rules give; the first date is always one of them."""
    start = master.span.sent.replace(tzinfo=None)
    found = {start}
    for line in master.told.get("RRULE", ()):
        rule = read_rule(line.value, start, lambda until: _until(until, master, zones))
        given = set(islice(dates(rule, start, window.first - _DAY, window.last + _DAY, budget), MOST_DATES + 100))
        if not rule.most and not rule.until and not given - {start} and start >= window.first:
            raise Refused("its rule names no other date in eighteen months")
        found |= given
    if master.span.all_day:
        return [Told(wall) for wall in found]
    return [zones.here(wall.replace(tzinfo=master.span.sent.tzinfo), master.span.zone) for wall in found]


def _until(until: datetime, master: Incoming, zones: Zones) -> datetime:
    """Return UNTIL's instant on the sender's clock; of whole days it means the day, whatever the hour."""
    if master.span.all_day:
        return datetime.combine(until.date(), time(23, 59, 59))
    return until.replace(tzinfo=None) if master.span.sent.tzinfo else zones.at_sender(until, master.span.zone)


def _listed(master: Incoming, name: str, budget: Budget) -> Iterator[tuple[datetime | date, str]]:
    """Yield the values of RDATE or EXDATE, each with its time zone's name."""
    for line in master.told.get(name, ()):
        texts = [text for text in line.value.split(",") if text.strip()]
        budget.spend(len(texts) * _COST_OF_A_LISTED_DATE)
        for text in texts:
            yield moment(text, days=line.days), line.zone or master.span.zone


def _listed_time(value: datetime | date, zone_name: str, master: Incoming, zones: Zones) -> Told:
    if not isinstance(value, datetime):
        return Told(datetime.combine(value, master.event.starts.time()))
    if master.span.all_day:
        return Told(datetime.combine(value.date(), time()))
    return zones.along(value, zone_name, master.span.sent)

"""Expanding a series of a calendar into its single dates, each known by its original start."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from operator import itemgetter
from typing import NamedTuple

from msgspec.structs import replace

from atma_tui.calendars.reading.date_names import meant, on_that_day, wall_time_of
from atma_tui.calendars.reading.duplicate_uids import key_of
from atma_tui.calendars.reading.event_reader import Incoming
from atma_tui.calendars.reading.event_times import moment
from atma_tui.calendars.reading.recurrence import Budget, Refused
from atma_tui.calendars.reading.series_dates import Window, regular_dates
from atma_tui.calendars.reading.sparse import completed
from atma_tui.calendars.reading.warnings import ONWARD, on_gap, on_older, on_taken_out, on_time
from atma_tui.calendars.reading.zones import Doubt, Zones
from atma_tui.domain.records import CalledOff, RemoteEvent


class Series(NamedTuple):
    """The dates of a series, and notes about them."""

    events: list[RemoteEvent]
    doubts: list[Doubt] = []
    notes: list[str] = []
    whole: bool = True
    """Whether these are all dates within the window."""
    called_off: list[CalledOff] = []
    has_rule: bool = True
    """Whether the file has the series itself, and not only some of its dates."""


def single_dates(members: Sequence[Incoming], zones: Zones, window: Window, budget: Budget) -> Series:
    """Return the dates within the window of all blocks that share one UID, changed dates in place of regular ones.

    A changed date whose series is not in the file is an event like any other.
    """
    changes = sorted((one for one in members if one.event.recurrence), key=_revision)
    masters = _newest([one for one in members if not one.event.recurrence])
    return _Changed(masters, zones, window, budget).series(changes) if masters else _without_series(changes)


def _without_series(changes: Sequence[Incoming]) -> Series:
    found = {change.event.recurrence: change for change in changes}
    events = [
        replace(one.event, notes=(*one.event.notes, ONWARD)) if one.onward else one.event for one in found.values()
    ]
    off = [
        CalledOff(one.event.uid, one.event.recurrence)
        for one in found.values()
        if one.onward and one.event.status == "cancelled"
    ]
    doubts = [one.span.doubt for one in found.values() if one.span.doubt]
    return Series(events, doubts, called_off=off, has_rule=False)


class _Changed:
    """The regular dates of a series, and changes to them."""

    def __init__(self, masters: Sequence[Incoming], zones: Zones, window: Window, budget: Budget) -> None:
        self._master, self._zones, self._window = masters[-1], zones, window
        parts = [regular_dates(master, zones, window, budget) for master in masters]
        self._regular = {key: event for part in parts for key, event in part.events.items()}
        self._left_out = frozenset().union(*(part.left_out for part in parts))
        self._doubts = [doubt for part in parts for doubt in part.doubts]
        self._found = dict(self._regular)
        self._notes = [on_gap(self._master.event.title, part.gap) for part in parts if part.gap]
        self._whole = not self._notes

    def series(self, changes: Sequence[Incoming]) -> Series:
        named = [(key, one) for one in changes if not self._is_outdated(key := self._named(one), one)]
        for key, change in sorted(((key, one) for key, one in named if one.onward), key=itemgetter(0)):
            self._change_from(key, change)
        for key, change in named:
            self._change(key, change)
        return Series(list(self._found.values()), self._doubts, self._notes, self._whole)

    def _named(self, change: Incoming) -> str:
        """Return the date of the series that a change names, by the series' clock rather than its own."""
        line = change.properties["RECURRENCE-ID"][0]
        value, zone_name = moment(line.value, days=line.days), line.zone or self._master.span.zone
        key = change.event.recurrence
        if isinstance(value, datetime):
            with contextlib.suppress(Refused):
                local = wall_time_of(value, zone_name, self._master, self._zones)
                key = key_of(local.wall, all_day=self._master.event.all_day)
            key = meant(key, value, zone_name, self._master, self._regular)
        return on_that_day(key, self._regular)

    def _is_outdated(self, key: str, change: Incoming) -> bool:
        """Whether the series was revised since, and has no such date any more."""
        if key in self._regular or change.event.sequence >= self._master.event.sequence:
            return False
        self._notes.append(on_older(change.event))
        return True

    def _change(self, key: str, change: Incoming) -> None:
        """Put a changed date in place of the regular one, unless the sender took it out."""
        event = _with_series(change, self._regular.get(key, self._master.event))
        if key in self._left_out:
            self._notes += [on_taken_out(event)] if event.status != "cancelled" else []
        elif key in self._regular or self._window.first <= event.starts <= self._window.last:
            self._found[key] = replace(event, recurrence=key)
            self._doubts += [change.span.doubt] if change.span.doubt else []

    def _change_from(self, key: str, change: Incoming) -> None:
        """Change all later dates like this one (RFC 5545 section 3.8.4.4): by the same time, to the same texts."""
        was = self._regular[key].starts if key in self._regular else datetime.fromisoformat(key)
        moved, usual = change.event.starts - was, _length(self._master.event)
        for later, regular in self._regular.items():
            if later > key:
                event, starts = _with_series(change, regular), regular.starts + moved
                length = _length(event) if _length(regular) == usual else _length(regular)
                remarks = tuple(remark for remark in change.remarks if remark in event.notes)
                notes = on_time(starts, change.span.doubt, self._zones.home) + remarks
                self._found[later] = replace(
                    event, recurrence=later, starts=starts, ends=starts + length, notes=notes
                )


def _with_series(change: Incoming, regular: RemoteEvent) -> RemoteEvent:
    """Return a changed date completed from its series.

    It is private or cancelled if its series is, unless a change that is not older says otherwise.
    """
    event, properties = completed(change.event, regular), change.properties
    older = event.sequence < regular.sequence
    if regular.private and (older or "CLASS" not in properties):
        event = replace(event, private=True)
    if regular.status == "cancelled" and (older or "STATUS" not in properties):
        event = replace(event, status="cancelled")
    return event


def _length(event: RemoteEvent) -> timedelta:
    return event.ends - event.starts


def _revision(member: Incoming) -> tuple[int, datetime]:
    return member.event.sequence, member.event.modified or datetime.min.replace(tzinfo=UTC)


def _newest(masters: list[Incoming]) -> list[Incoming]:
    """Return the masters with the highest SEQUENCE; several parts of one series may share it."""
    highest = max((master.event.sequence for master in masters), default=0)
    return sorted((master for master in masters if master.event.sequence == highest), key=_revision)

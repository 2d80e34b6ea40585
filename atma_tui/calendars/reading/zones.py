"""Times of a calendar on the clinic's clock, whatever zone they are in.

In this order: an instant (`Z`); a zone that is known by name, whatever rules the file gives it; the file's own
rules for a name of its own; what the name most likely means; no name at all: the calendar's zone (X-WR-TIMEZONE),
else the clinic's, with a remark.

Alberta's clock has stayed at UTC-06:00 since 2026, but many programs still assume an hour less in winter. A time
that differs only for that reason usually means the clock on the wall: it is read like that, and asked about.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Literal, NamedTuple

from atma_tui.calendars.reading.recurrence import Budget, Refused
from atma_tui.calendars.reading.text.components import read_properties
from atma_tui.calendars.reading.text.decoding import LATIN
from atma_tui.calendars.reading.zone_blocks import block_offset
from atma_tui.calendars.reading.zone_names import fixed_offset, iana_name, likely_name, plain_name
from atma_tui.domain.when import ALBERTA, wall, zone

WallClock = Literal["ask", "wall", "instant"]
"""What to do with times an hour off Alberta's clock: read the wall and ask, read the wall, keep the instant."""

Offset = Callable[[datetime], timedelta]

_OLD_ALBERTA = frozenset(
    ("America/Denver", "America/Boise", "America/Shiprock", "Navajo", "US/Mountain", "MST7MDT", "MST", "Etc/GMT+7")
)
"""Zones by which an Alberta sender may mean the clock on the wall. Arizona and Yukon are really elsewhere."""
_WINTER_HOUR = timedelta(hours=-7)


class Doubt(NamedTuple):
    """What had to be assumed of a time."""

    kind: Literal["clock", "unknown", "floating"]
    name: str
    """The zone's name."""
    other: datetime | None = None
    """What the clinic's clock would show if the sender means the instant."""


class WallTime(NamedTuple):
    """A time on the clinic's wall clock."""

    wall: datetime
    doubt: Doubt | None = None


class _Clock(NamedTuple):
    name: str
    offset: Offset
    old_alberta: bool


class Zones:
    """The zones of one calendar, as its times are read at the clinic (`home` is an IANA name)."""

    def __init__(self, home: str, blocks: list[bytes], own: str, policy: WallClock, budget: Budget) -> None:
        self.home = home
        self.policy = policy
        self._budget = budget
        self._blocks = {name: block for block in blocks if (name := plain_name(_name_of(block)))}
        self._clocks: dict[str, _Clock | str | None] = {}
        """By the sender's names; why not, for rules that are not followed."""
        self._own = own
        self._home = _offset_in(home)
        self._alberta = _offset_in(ALBERTA)

    def at_home(self, time: datetime, zone_name: str) -> WallTime:
        """Return what the clinic's clock shows at that time of the sender."""
        if time.tzinfo is not None:
            return WallTime(wall(time, self.home))
        name = zone_name or self._own
        clock = self._clock(name) if name else None
        if clock is None:
            return WallTime(time, Doubt("unknown", name) if name else Doubt("floating", ""))
        if clock.offset(time) == self._home(time):
            return WallTime(time)
        moved = wall((time - clock.offset(time)).replace(tzinfo=UTC), self.home)
        if self.policy == "instant" or not clock.old_alberta or self._home(time) != self._alberta(time):
            return WallTime(moved)
        return WallTime(time, Doubt("clock", clock.name, moved) if self.policy == "ask" else None)

    def along(self, time: datetime, zone_name: str, start: datetime) -> WallTime:
        """Return what the clinic's clock shows at a time that belongs to an event with that start, as it was sent.

        An instant beside a start on the sender's wall is first told on that wall, by the sender's own rules, so
        that `EXDATE:20261211T010000Z` means the date `DTSTART;TZID=America/Denver:20261210T180000`.
        """
        name = zone_name or self._own
        clock = self._clock(name) if name and time.tzinfo and not start.tzinfo else None
        return self.at_home(self.at_sender(time, name) if clock and clock.old_alberta else time, name)

    def at_sender(self, moment: datetime, zone_name: str) -> datetime:
        """Return what the sender's clock shows at an instant: the clock that the sender's own rules count on."""
        name = zone_name or self._own
        clock = self._clock(name) if name else None
        offset = clock.offset if clock else self._home
        naive = moment.astimezone(UTC).replace(tzinfo=None)
        return naive + offset(naive + offset(naive))

    def _clock(self, name: str) -> _Clock | None:
        if name not in self._clocks:
            try:
                self._clocks[name] = self._look_up(name)
            except Refused as error:
                self._clocks[name] = str(error)
        clock = self._clocks[name]
        if isinstance(clock, str):
            raise Refused(clock)
        return clock

    def _look_up(self, name: str) -> _Clock | None:
        block = self._blocks.get(plain_name(name))
        known, offset = iana_name(name), None
        if not known and block:
            offset = block_offset(block, self._budget)
        if not (known or offset) and (ahead := fixed_offset(name)) is not None:
            offset = partial(_always, ahead)
        if offset:
            return _Clock(name, offset, offset(datetime.fromisoformat("2025-01-15")) == _WINTER_HOUR)
        known = known or likely_name(name)
        return _Clock(name, _offset_in(known), known in _OLD_ALBERTA) if known else None


def _always(ahead: timedelta, _: datetime) -> timedelta:
    return ahead


def _offset_in(zone_name: str) -> Offset:
    there = zone(zone_name)

    def offset(time: datetime) -> timedelta:
        return time.replace(tzinfo=there).utcoffset() or timedelta()

    return offset


def _name_of(block: bytes) -> str:
    found = re.search(rb"\n(TZID[^\n]{1,300})", block, re.IGNORECASE)
    lines = read_properties(found[1], LATIN).get("TZID") if found else None
    return lines[0].value.strip() if lines else ""

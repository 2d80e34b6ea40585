"""When an event is, from the many ways websites write dates: read exactly, or not at all."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from atma_tui.calendars.reading.zone_names import iana_name
from atma_tui.calendars.reading.zones import Doubt, WallTime, Zones
from atma_tui.domain.when import clock_name, instant, wall
from atma_tui.sync.formats.shared import DEFAULT_LENGTH, NO_END, doubt_note, in_reach
from atma_tui.sync.formats.written_dates import clock, written_moment

_DAY = timedelta(days=1)
_LAST_MINUTE = time(23, 59)
_LONGEST = timedelta(days=400)
_MINUS = str.maketrans("−–", "--")
_DATE = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)|(\d{4})-(\d{1,2})-(\d{1,2})")
_WEEK_DAY = re.compile(r"\d{4}-?W\d\d(?:-?\d)?")
_LOOSE = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})[T ]+(\d{1,2})[:.](\d\d)(?:[:.](\d\d)(?:[.,]\d+)?)?"
    r"\s*(Z|[+-]\d{1,2}(?::?\d\d)?)?",
    re.IGNORECASE,
)
"""Dates of plugins that leave out leading zeros, and times such as `18.30`."""
_PART_OF_A_SECOND = re.compile(r"\d{6}[.,]\d")
_HALF_DAY = re.compile(r"(\d{4}-\d\d?-\d\d?)[T, ]+(\d[\d:.]*\s*[ap]\.?m\.?)", re.IGNORECASE)
"""A date and `6:00 pm`."""
_ZONE_IN_BRACKETS = re.compile(r"\[[\w/+-]{1,40}\]\Z")
_DURATION = re.compile(
    r"P(?:(\d{1,3})W)?(?:(\d{1,3})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:(\d{1,6})(?:\.\d+)?S)?)?", re.IGNORECASE
)
_UTC = frozenset(("UTC", "Etc/UTC", "Etc/GMT", "GMT", "Etc/UCT", "UCT", "Etc/GMT+0", "Etc/GMT-0", "GMT0", "Zulu"))
UNSURE_LAST_DAY = "It ends on a day without an hour; that day counts whole."


class Said(NamedTuple):
    """A time as a website gives it."""

    moment: datetime
    date_only: bool = False
    utc: bool = False
    """It was given with a plain `Z`: an instant, whatever the sender's clock shows."""


class Span(NamedTuple):
    """When an event is, on the clinic's wall."""

    starts: datetime
    ends: datetime
    all_day: bool
    notes: tuple[str, ...]


def said(text: object) -> Said:
    """Read a date or a time. Raises `ValueError` for anything that is not clearly one."""
    words = _ZONE_IN_BRACKETS.sub("", str(text).strip().translate(_MINUS))
    if day := _DATE.fullmatch(words):
        year, month, number = (int(part) for part in day.groups() if part)
        return Said(in_reach(datetime.combine(date(year, month, number), time())), date_only=True)
    if _WEEK_DAY.fullmatch(words):
        return Said(in_reach(datetime.fromisoformat(words)), date_only=True)
    if words[:4].isdigit():
        return Said(in_reach(_time(words)), utc=words[-1:] in "Zz")
    moment, is_day = written_moment(words)
    return Said(in_reach(moment), date_only=is_day, utc=words[-1:] in "Zz")


def end_said(text: object) -> Said | None:
    """Read an end; None if it is missing or cannot be read."""
    try:
        return said(text) if text else None
    except ValueError:
        return None


def _time(words: str) -> datetime:
    if half := _HALF_DAY.fullmatch(words):
        return datetime.combine(said(half[1]).moment, clock(half[2]))
    loose = _LOOSE.fullmatch(words)
    if loose is None:
        if re.search("[.,]", words) and not _PART_OF_A_SECOND.search(words):
            raise ValueError("Python would read a part of an hour as one of a second")
        return datetime.fromisoformat(words)
    year, month, day, hour, minute = map(int, loose.group(1, 2, 3, 4, 5))
    at = time(hour % 24, minute, int(loose[6] or 0))
    moment = datetime.combine(date(year, month, day), at) + _DAY * (hour == 24)
    return moment.replace(tzinfo=datetime.fromisoformat(f"2000-01-01T00:00{_offset(loose[7])}").tzinfo)


def _offset(text: str | None) -> str:
    """Return an offset with the zeros that were left out: `-6:00` is `-06:00`."""
    if not text or text in "Zz":
        return "+00:00" if text else ""
    hours, minutes = (
        text[1:].split(":") if ":" in text else (text[1:-2], text[-2:]) if len(text) > 3 else (text[1:], "00")
    )
    return f"{text[0]}{int(hours):02}:{minutes}"


def duration(text: object) -> timedelta | None:
    """Read a length of time such as `PT1H30M`; None for anything else."""
    found = _DURATION.fullmatch(str(text).strip()) if text else None
    if found is None:
        return None
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    length = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    return length if timedelta() < length <= _LONGEST else None


class HomeTime(NamedTuple):
    """A time on the clinic's clock, and what had to be assumed."""

    wall: datetime
    note: str = ""


def at_home(moment: Said, zones: Zones) -> HomeTime:
    """Return a time on the clinic's clock.

    An offset of zero may mean that the website's zone was never set and it gives local times: this is asked about.
    """
    offset = moment.moment.utcoffset()
    if offset is None or moment.utc:
        return in_zone(moment.moment, "", zones)
    minutes = round(offset.total_seconds() / 60)
    name = f"UTC{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
    if minutes:
        return in_zone(moment.moment.replace(tzinfo=None) if minutes % 60 == 0 else moment.moment, name, zones)
    shown, local = moment.moment.replace(tzinfo=None), wall(moment.moment, zones.home)
    if zones.policy == "wall":
        return HomeTime(shown)
    note = (
        f"Said in {name}, so it is {local:%H:%M} by {clock_name(zones.home)}; if the sender never set a zone, "
        f"it may be {shown:%H:%M}. Ask the sender."
    )
    return HomeTime(local, note if zones.policy == "ask" else "")


def in_zone(moment: datetime, zone_name: str, zones: Zones) -> HomeTime:
    """Return a time that is given with a zone's name, on the clinic's clock.

    WordPress calls its zone `UTC+0` until somebody sets it: then its times are most likely local.
    """
    local = zones.at_home(moment, zone_name)
    if zone_name and moment.tzinfo is None and iana_name(zone_name) in _UTC and zones.policy != "instant":
        local = WallTime(moment, Doubt("clock", zone_name, local.wall) if zones.policy == "ask" else None)
    return HomeTime(local.wall, doubt_note(local, zone_name, zones.home))


def span(start: Said, end: Said | None, length: timedelta | None, zones: Zones) -> Span:
    """Return when an event is, given its start and perhaps its end or its length."""
    if start.date_only or _fills_days(start, end):
        return _days(start, end, length)
    local = at_home(start, zones)
    notes = [local.note] if local.note else []
    ends = None
    if end is not None and not end.date_only:
        ends = at_home(end, zones).wall
    elif end is not None and end.moment.date() > local.wall.date():
        ends = end.moment + _DAY
        notes.append(UNSURE_LAST_DAY)
    elif length is not None:
        ends = wall(instant(local.wall, zones.home) + length, zones.home)
    if ends is None or ends <= local.wall:
        return Span(local.wall, local.wall + DEFAULT_LENGTH, all_day=False, notes=(*notes, NO_END))
    return Span(local.wall, ends, all_day=False, notes=tuple(notes))


def _days(start: Said, end: Said | None, length: timedelta | None) -> Span:
    """Return whole days, including the last one given, unless it is only the midnight after them."""
    first = datetime.combine(start.moment, time())
    last = datetime.combine(end.moment, time()) if end is not None else first
    if end is not None and not end.date_only and end.moment.time() == time() and last > first:
        last -= _DAY
    if end is None and length is not None:
        last = first + max(length - timedelta(seconds=1), timedelta())
        last = datetime.combine(last, time())
    return Span(first, max(first, last) + _DAY, all_day=True, notes=())


def _fills_days(start: Said, end: Said | None) -> bool:
    """Whether it lasts from midnight to the last minute of a day on its sender's clock: whole days are meant.

    The Events Calendar writes days so, with the site's offset.
    """
    if end is None or end.date_only or start.moment.utcoffset() != end.moment.utcoffset():
        return False
    return start.moment.time() == time() and end.moment.time() >= _LAST_MINUTE

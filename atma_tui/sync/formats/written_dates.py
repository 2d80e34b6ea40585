"""Dates with the name of their month, as people and browsers write them: read only when they are unambiguous."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import NamedTuple

from atma_tui.domain.errors import InputError
from atma_tui.domain.when import read_time

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAY = re.compile(r"(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?[.,]*\s+", re.IGNORECASE)
_NAMED = re.compile(
    r"(?:(?P<day>\d{1,2})(?:st|nd|rd|th)?[\s.-]+(?P<month>[a-z]{3,9})|(?P<month2>[a-z]{3,9})\.?\s+(?P<day2>\d{1,2})(?:st|nd|rd|th)?)"
    r"[\s.,-]+(?P<year>\d{4})(?!\d)[,\s]*(?:(?:at|@)\s+)?",
    re.IGNORECASE,
)
_OFFSET = re.compile(r"\s*(?:(?:GMT|UTC)?([+-])(\d\d):?(\d\d)|(Z|GMT|UTC))(?:\s*\([^()]*\))?\Z", re.IGNORECASE)
"""`-0600`, `GMT-0600 (Mountain Daylight Time)` as browsers write it, or `GMT` as mail and web servers do."""
_EITHER_HALF = re.compile(r"0?[1-9]|1[0-2]")
_SECONDS = re.compile(r"(\d{1,2}:\d\d):\d\d")


class WrittenDay(NamedTuple):
    """A date, and what is written after it."""

    day: date
    rest: str


def without_weekday(words: str) -> str:
    """Return a date without the name of the day of the week before it."""
    return _WEEKDAY.sub("", words.strip(), count=1)


def named_day(words: str) -> WrittenDay | None:
    """Read a date such as `May 4, 2027` or `4 May 2027`; None when it does not begin with one."""
    found = _NAMED.match(words)
    name = (found["month"] or found["month2"])[:3].lower() if found else ""
    if found is None or name not in _MONTHS:
        return None
    day = int(found["day"] or found["day2"])
    return WrittenDay(date(int(found["year"]), _MONTHS.index(name) + 1, day), words[found.end() :])


def clock(words: str) -> time:
    """Read a time of day. Raises `ValueError`, also for an hour that may be of the morning or the evening."""
    if _EITHER_HALF.fullmatch(words.strip()):
        raise ValueError("an hour that may be two")
    try:
        return read_time(_SECONDS.sub(r"\1", words.strip()))
    except InputError as error:
        raise ValueError(str(error)) from error


def written_moment(words: str) -> tuple[datetime, bool]:
    """Read a date with the name of its month and, perhaps, a time and an offset; also say whether it is a day.

    Raises `ValueError` for everything else, also for the initials of a zone: `MST` means two things in Alberta.
    """
    found = named_day(without_weekday(words))
    if found is None:
        raise ValueError("no date")
    if not found.rest:
        return datetime.combine(found.day, time()), True
    offset = _OFFSET.search(found.rest)
    moment = datetime.combine(found.day, clock(found.rest[: offset.start()] if offset else found.rest))
    if offset is None:
        return moment, False
    sign, hours, minutes = offset[1] or "+", offset[2] or "00", offset[3] or "00"
    return datetime.fromisoformat(f"{moment.isoformat()}{sign}{hours}:{minutes}"), False

"""The days that spans of wall clock time touch."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

_A_DAY = timedelta(days=1)


def days_of(starts: datetime, ends: datetime, *, most: int = 366) -> list[date]:
    """Return the first days that a span of wall clock time touches; midnight at its end does not count."""
    first = starts.date()
    if ends.date() == first:
        return [first]
    last = (ends - timedelta(microseconds=1)).date() if ends > starts else first
    count = min((last - first).days + 1, most)
    return [first + timedelta(days=ahead) for ahead in range(count)]


def whole_days(starts: datetime, ends: datetime) -> tuple[datetime, datetime]:
    """Return the midnights between which all days are that a span of wall clock time touches."""
    last = max(starts, ends - timedelta(microseconds=1)).date()
    return datetime.combine(starts.date(), time()), datetime.combine(last, time()) + _A_DAY


def days_touched(spans: Iterable[tuple[datetime, datetime]]) -> list[str]:
    """Return all days that some spans of wall clock time touch, such as `2026-12-08`, each once."""
    days: set[date] = set()
    for first, last in spans:
        days.update(days_of(first, last))
    return [day.isoformat() for day in days]


def month_of(day: date) -> tuple[date, date]:
    """Return the first and the last day of a month."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)

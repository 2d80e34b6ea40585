"""How times are written for people.

Zone abbreviations would puzzle a caller ("CST"), so people are told "Alberta time".
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache

from atma_tui.domain.when.zones import ALBERTA, today, wall


def clock_name(zone_name: str) -> str:
    """Return what to call a zone's time to people."""
    return "Alberta time" if zone_name == ALBERTA else zone_name.rpartition("/")[2].replace("_", " ") + " time"


@lru_cache(maxsize=2000)
def day_words(day: date) -> str:
    """Return a day such as `Tue 8 Dec 2026`. Cached, since lists name the same few days again and again."""
    return f"{day:%a} {day.day} {day:%b} {day.year}"


def short_day_words(day: date) -> str:
    """Return a day without its year, such as `Tue 8 Dec`."""
    return f"{day:%a} {day.day} {day:%b}"


def day_hour(at: datetime) -> str:
    """Return a day and an hour on a wall clock, such as `Tue 8 Dec 09:00`."""
    return f"{short_day_words(at)} {at:%H:%M}"


def wall_words(at: datetime) -> str:
    """Return a day with its year and an hour on a wall clock, such as `Tue 8 Dec 2026, 09:00`."""
    return f"{day_words(at.date())}, {at:%H:%M}"


def short_moment_words(moment: datetime, now: datetime, zone_name: str = ALBERTA) -> str:
    """Return a moment by the clock of a zone: `14:20`, or `Wed 9 Dec, 14:20` on another day than today's."""
    at = wall(moment, zone_name)
    return f"{at:%H:%M}" if at.date() == today(now, zone_name) else f"{short_day_words(at)}, {at:%H:%M}"


def stamped_words(line: str) -> str:
    """Return a line that begins with a stamp, such as `2026-12-08 09:00 ann: reached`, with its day in words."""
    stamp, rest = line[:16], line[16:]
    try:
        return day_hour(datetime.strptime(stamp, "%Y-%m-%d %H:%M")) + rest  # noqa: DTZ007 - by the wall clock
    except ValueError:
        return line


def span_words(starts: datetime, ends: datetime, *, all_day: bool = False) -> str:
    """Return when something is, such as `Tue 8 Dec 2026, 18:00-20:00`."""
    if all_day:
        last = (ends - timedelta(days=1)).date()
        return day_words(starts.date()) + (f" to {day_words(last)}" if last > starts.date() else "")
    if ends.date() == starts.date():
        return f"{wall_words(starts)}–{ends:%H:%M}"
    return f"{wall_words(starts)} to {wall_words(ends)}"


def ago_words(then: datetime, now: datetime) -> str:
    """Return how long ago something was, such as `3 s ago` or `2 days ago`."""
    seconds = max(0, int((now - then).total_seconds()))
    for size, word in ((86400, "day"), (3600, "h"), (60, "min")):
        if seconds >= size:
            count = seconds // size
            return f"{count} {word}{'s' if word == 'day' and count > 1 else ''} ago"
    return f"{seconds} s ago"

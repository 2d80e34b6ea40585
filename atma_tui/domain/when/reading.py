"""Reading days and times that people type."""

from __future__ import annotations

import re
from calendar import isleap
from contextlib import suppress
from datetime import date, datetime, time, timedelta

from atma_tui.domain.errors import InputError
from atma_tui.domain.when.words import day_words
from atma_tui.domain.when.zones import ALBERTA, wall

_YEARS = range(1900, 2200)
"""Years in which days may be typed, as in calendars: date arithmetic fails near the very first and last days."""
_A_DAY = timedelta(days=1)
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def read_day(words: str, today: date, *, past: bool = False) -> date:
    """Read a day: `2026-12-08`, `8 dec`, `dec 8`, `Tue 8 Dec 2026`, `today`, `tomorrow`, `fri`, `next fri`, `+7`.

    A weekday is the next one, `next` the one in the week after this, and a day without a year the next such day;
    with `past` they are the last ones. Raises `InputError` that names what was not understood.
    """
    text = " ".join(words.lower().replace(",", " ").split())
    if named := re.fullmatch(rf"({'|'.join(_DAYS)})[a-z]*\.? (.*\d.*)", text):
        return _checked_weekday(words, read_day(named[2], today, past=past), named[1])
    if which := re.fullmatch(rf"(this|next) ({'|'.join(_DAYS)})[a-z]*", text):
        monday = today - timedelta(days=today.weekday() - 7)
        return monday + timedelta(days=_DAYS.index(which[2])) if which[1] == "next" else read_day(which[2], today)
    if text in ("today", "tomorrow", "yesterday"):
        return today + timedelta(days=("yesterday", "today", "tomorrow").index(text) - 1)
    if re.fullmatch(r"[+-]\d{1,4}", text):
        return today + timedelta(days=int(text))
    if text[:3] in _DAYS and re.fullmatch(r"[a-z]+", text):
        ahead = (_DAYS.index(text[:3]) - today.weekday()) % 7
        return today + timedelta(days=ahead - 7 if past else ahead or 7)
    found = re.fullmatch(r"(\d{1,2})\s+([a-z]{3})[a-z]*(?:\s+(\d{4}))?", text)
    swapped = re.fullmatch(r"([a-z]{3})[a-z]*\s+(\d{1,2})(?:\s+(\d{4}))?", text)
    try:
        if found or swapped:
            number, month, year = found.groups() if found else (swapped[2], swapped[1], swapped[3])  # type: ignore[index]
            months = _MONTHS.index(month) + 1, int(number)
            return _in_reach(date(int(year), *months)) if year else _nearest(*months, today, past=past)
        return _in_reach(date.fromisoformat(text))
    except ValueError:
        raise InputError(f"{words!r} is not a day; write 2026-12-08, 8 dec, fri, tomorrow or +7.") from None


def read_last_day(words: str, first: date | None, today: date) -> date:
    """Read the last day of a span in the past; `31 dec` may still be to come if the span began this year.

    A day before the first one in the same year is returned as it is: the two are the wrong way round.

    Raises `InputError` that names what was not understood.
    """
    day = read_day(words, today, past=True)
    without_year = re.fullmatch(r"\s*(?:\d{1,2}\s+[a-z]+|[a-z]+\s+\d{1,2})\s*", words.lower())
    return read_day(words, first) if first and day.year < first.year and without_year else day


def _checked_weekday(words: str, day: date, name: str) -> date:
    """Return the day, which must be of that name. Raises `InputError`."""
    if _DAYS[day.weekday()] != name:
        raise InputError(f"{words!r} is a {day:%A}: {day_words(day)}.")
    return day


def _nearest(month: int, day: int, today: date, *, past: bool) -> date:
    """Return the next such day from today on, or the last up to today. Raises `ValueError` if no year has one."""
    step = -1 if past else 1
    for year in range(today.year, today.year + 9 * step, step):
        if (month, day) == (2, 29) and not isleap(year):
            continue
        found = date(year, month, day)
        if (found <= today) if past else (found >= today):
            return found
    raise ValueError


def _in_reach(day: date) -> date:
    """Return the day if its year is within reach. Raises `InputError`."""
    if day.year not in _YEARS:
        raise InputError(f"{day} is too far off; the years from {_YEARS[0]} to {_YEARS[-1]} are known.")
    return day


def read_time(words: str) -> time:
    """Read a time of day: `18:00`, `18`, `6pm`, `6:30 pm`. Raises `InputError`."""
    found = re.fullmatch(r"(\d{1,2})(?:[:h.](\d{2}))?\s*([ap])?\.?m?\.?", words.strip().lower())
    if found:
        hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
        if half and 1 <= hour <= 12:
            hour = hour % 12 + (12 if half == "p" else 0)
        elif half:
            hour = 99
        if hour < 24 and minute < 60:
            return time(hour, minute)
    raise InputError(f"{words!r} is not a time of day; write 18:00 or 6pm.")


def read_closing(words: str) -> timedelta:
    """Read the time of day at which something ends, since midnight: `24:00` and `0:00` are the end of the day.

    Raises `InputError`.
    """
    return _since_midnight(words) or _A_DAY


def _since_midnight(words: str) -> timedelta:
    if re.fullmatch(r"24(?:[:h.]00)?", words.strip().lower()):
        return _A_DAY
    at = read_time(words)
    return timedelta(hours=at.hour, minutes=at.minute)


def read_wall(words: str, today: date) -> datetime:
    """Read a day and a time: `2026-12-08T18:00`, `8 dec 18:00`, `fri 6pm`, `next fri at 24:00`, or RFC 3339.

    A time with an offset is an instant, and is read by the clock of Alberta. Raises `InputError`.
    """
    text = re.sub(r"\s+at\s+", " ", words.strip(), flags=re.IGNORECASE)
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2})?([Zz]|[+-]\d{2}:\d{2})", text):
        with suppress(ValueError):
            return wall(datetime.fromisoformat(text.upper()), ALBERTA)
    iso = re.fullmatch(r"(\d{4}-\d{2}-\d{2})[T ](\d{1,2}:\d{2})(?::00)?", text)
    parts = iso or re.fullmatch(r"(.+?)\s+(\d{1,2}(?:[:h.]\d{2})?\s*(?:[ap]\.?m?\.?)?)", text, re.IGNORECASE)
    try:
        if parts:
            return datetime.combine(read_day(parts[1], today), time()) + _since_midnight(parts[2])
    except InputError:
        pass
    raise InputError(f"{words!r} is not a day and a time; write 2026-12-08T18:00 or fri 18:00.")


def read_span_end(words: str, today: date, *, whole_day: bool = False) -> datetime:
    """Read the end of a span: a day and a time, or a day alone, meaning its beginning or (`whole_day`) its end.

    Raises `InputError`.
    """
    try:
        return datetime.combine(read_day(words, today), time()) + timedelta(days=whole_day)
    except InputError:
        return read_wall(words, today)

"""The dates of a series, as they are typed and counted."""

from __future__ import annotations

from datetime import date

from atma_tui.domain.errors import InputError
from atma_tui.domain.series.rhythm import MAX_DATES, ONCE, Repeat
from atma_tui.domain.when import read_day


def read_dates(words: str, today: date) -> Repeat:
    """Read which dates a series has: `8`, `until 30 jun`, or chosen days besides the first: `22 dec, 5 jan`.

    Raises `InputError`.
    """
    text = words.strip().lower()
    if not text:
        return ONCE
    if text.isdecimal():
        if not 1 <= int(text) <= MAX_DATES:
            raise InputError(f"A series is 1 to {MAX_DATES} dates long.")
        return Repeat(times=int(text))
    if text.startswith("until "):
        return Repeat(until=read_day(text.removeprefix("until "), today))
    return Repeat(on=tuple(read_day(one, today) for one in text.split(",") if one.strip()))


def dates_words(count: int) -> str:
    """Return a number of dates, such as `1 date`."""
    return "1 date" if count == 1 else f"{count} dates"

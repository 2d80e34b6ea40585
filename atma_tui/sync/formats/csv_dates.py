"""Dates and times as people type them into a table: only read if they are unambiguous."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Literal

from atma_tui.sync.formats.moments import Said, said
from atma_tui.sync.formats.shared import in_reach
from atma_tui.sync.formats.written_dates import WrittenDay, named_day, without_weekday
from atma_tui.sync.formats.written_dates import clock as read_clock

Order = Literal["", "day first", "month first"]

_NUMBERS = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?!\d)[,\s]*")
_DAY = timedelta(days=1)
_YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?!\d)[,\s]*")


_CLOCK = re.compile(r"\d{1,2}(?:[:.h]\d\d)?(?::\d\d)?\s*(?:[ap]\.?m\.?)?", re.IGNORECASE)
_LONGEST_EVENING = timedelta(hours=12)


def order_of(cells: Iterable[str]) -> Order:
    """Return the order in which the dates of a table are written, known from the unambiguous ones."""
    numbers = [
        (int(found[1]), int(found[2])) for cell in cells if (found := _NUMBERS.match(without_weekday(cell)))
    ]
    day_first = any(first > 12 for first, _ in numbers)
    month_first = any(second > 12 for _, second in numbers)
    if day_first == month_first:
        return ""
    return "day first" if day_first else "month first"


def moment_of(cell: str, clock: str, order: Order) -> Said | None:
    """Return the moment in a cell; `clock` is a time of day in another cell. None for empty cells.

    Raises `ValueError` for what is not a date, or is ambiguous.
    """
    words = without_weekday(cell)
    if not words:
        return None
    try:
        known = said(words)
    except ValueError:
        typed = _typed(words, order)
        known = Said(in_reach(datetime.combine(typed.day, time())), date_only=True)
        clock = typed.rest or clock
    if not known.date_only or not clock.strip():
        return known
    return Said(datetime.combine(known.moment.date(), read_clock(clock)))


def is_clock(cell: str) -> bool:
    """Whether a cell holds a time of day and no date."""
    return bool(_CLOCK.fullmatch(cell.strip()))


def clock_after(start: Said, clock: str) -> Said:
    """Return the end of something, given as a time of day, after its start: past midnight it is on the next day.

    Raises `ValueError` for what is not a time of day.
    """
    end = datetime.combine(start.moment.date(), read_clock(clock), start.moment.tzinfo)
    past_midnight = end <= start.moment and end + _DAY - start.moment <= _LONGEST_EVENING
    return Said(end + _DAY if past_midnight else end)


def _typed(words: str, order: Order) -> WrittenDay:
    if found := _YEAR_FIRST.match(words):
        return WrittenDay(date(int(found[1]), int(found[2]), int(found[3])), words[found.end() :])
    if found := _NUMBERS.match(words):
        order = order_of([words]) or order
        first, second = int(found[1]), int(found[2])
        if not order and first != second:
            raise ValueError("a date that may be two")
        day, month = (second, first) if order == "month first" else (first, second)
        return WrittenDay(date(int(found[3]), month, day), words[found.end() :])
    if named := named_day(words):
        return named
    raise ValueError("no date")

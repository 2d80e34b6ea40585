"""The dates of a rule of repetition, within bounds whatever the rule says.

This does not use dateutil, which looks for the next date until the year 9999, so that
`FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30` alone takes ten seconds. Here days are tried one by one, only as far as the
book looks, and counted.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time
from itertools import product
from typing import Any, NamedTuple

from atma_tui.calendars.reading.text.properties import NoValue, read_parts
from atma_tui.domain.text import clean

Parts = dict[str, list[Any]]

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_REFUSED = ("BYWEEKNO", "BYSECOND", "RSCALE", "SKIP", "BYEASTER")
_PARTS = re.compile(
    r"(?:;*(?:FREQ|INTERVAL|COUNT|UNTIL|WKST|BY(?:MINUTE|HOUR|DAY|WEEKDAY|MONTHDAY|YEARDAY|MONTH|SETPOS)"
    rf"|{'|'.join(_REFUSED)}|X-[A-Z0-9-]+)=[^=;]*(?=;|\Z))*;*",
    re.IGNORECASE,
)
"""icalendar drops what it does not know: without `COUNT:2` or `BYDAYS=TU` a rule would mean every day for ever."""
_BLANKS = re.compile(r"\s*([;=,])\s*")
_MAX_TIMES_A_DAY = 24
_LONGEST = 2_000


class Refused(NoValue):
    """The rule is not followed; the sentence says why."""


class Budget:
    """How many days may still be tried for one calendar, all its rules together.

    A day counts once for each time of day that the rule names.
    """

    def __init__(self, days: int = 400_000) -> None:
        self._left = days

    def spend(self, days: int) -> None:
        """Take from what is left. Raises `Refused` when nothing is."""
        self._left -= days
        if self._left < 0:
            raise Refused("there is too much repetition in this calendar")


class Rule(NamedTuple):
    """An RRULE (RFC 5545 section 3.3.10) in plain values; empty tuples say nothing."""

    frequency: str
    interval: int
    most: int | None
    """COUNT: how many dates there are in all."""
    until: datetime | None
    """Last possible wall clock time."""
    months: tuple[int, ...]
    month_days: tuple[int, ...]
    year_days: tuple[int, ...]
    week_days: tuple[tuple[int, int], ...]
    """(n, day): the n-th such day, each one if n is 0; Monday is 0."""
    positions: tuple[int, ...]
    times: tuple[time, ...]
    week_start: int


def read_rule(text: str, start: datetime, wall_of: Callable[[datetime], datetime]) -> Rule:
    """Read an RRULE. `wall_of` turns UNTIL's instant into the sender's wall clock.

    Raises `Refused` for a rule that explodes or is not understood.
    """
    if len(text) > _LONGEST:
        raise Refused("its rule is longer than any sensible one")
    text = _BLANKS.sub(r"\1", text.strip())
    try:
        parts = read_parts(text) if _PARTS.fullmatch(text) else {}
    except NoValue as error:
        raise Refused("it is not a rule that anybody could read") from error
    if text and not parts:
        raise Refused("it is not a rule that anybody could read")
    frequency = str(parts.get("FREQ", [""])[0]).upper()
    if frequency not in _FREQUENCIES:
        raise Refused(f"it repeats {clean(frequency.lower(), 20)}" if frequency else "it names no frequency")
    if any(name in parts for name in _REFUSED):
        raise Refused("it uses a kind of rule that is not followed here")
    interval = _first(parts, "INTERVAL") if "INTERVAL" in parts else 1
    if interval < 1:
        raise Refused(f"it repeats every {interval} times")
    count = _first(parts, "COUNT") if "COUNT" in parts else None
    if count is not None and count < 1:
        raise Refused(f"it repeats {count} times in all")
    return Rule(
        frequency=frequency,
        interval=interval,
        most=count,
        until=_until(parts.get("UNTIL", [None])[0], wall_of),
        months=tuple(int(month) for month in parts.get("BYMONTH", ())),
        month_days=tuple(parts.get("BYMONTHDAY", ())),
        year_days=tuple(parts.get("BYYEARDAY", ())),
        week_days=tuple(_week_day(str(day)) for day in parts.get("BYDAY", parts.get("BYWEEKDAY", ()))),
        positions=tuple(parts.get("BYSETPOS", ())),
        times=_times(parts, start),
        week_start=_DAYS.index(str(parts.get("WKST", ["MO"])[0]).upper()),
    )


def _first(parts: Parts, name: str) -> int:
    return int(parts[name][0]) if parts.get(name) else 0


def _until(value: object, wall_of: Callable[[datetime], datetime]) -> datetime | None:
    if isinstance(value, datetime):
        return wall_of(value.astimezone(UTC)) if value.tzinfo else value
    if isinstance(value, date):
        return datetime.combine(value, time(23, 59, 59))
    if value is None:
        return None
    raise Refused("its end is no date")


def _week_day(text: str) -> tuple[int, int]:
    number = text[:-2]
    return int(number) if number else 0, _DAYS.index(text[-2:].upper())


def _times(parts: Parts, start: datetime) -> tuple[time, ...]:
    hours = set(parts.get("BYHOUR", ())) or {start.hour}
    minutes = set(parts.get("BYMINUTE", ())) or {start.minute}
    if len(hours) * len(minutes) > _MAX_TIMES_A_DAY:
        raise Refused("it repeats more than once an hour")
    try:
        return tuple(time(hour, minute, start.second) for hour, minute in product(sorted(hours), sorted(minutes)))
    except ValueError as error:
        raise Refused("its hours are none") from error


def dates(
    rule: Rule, start: datetime, first: datetime, last: datetime, budget: Budget, *, with_start: bool = True
) -> Iterator[datetime]:
    """Yield the wall clock times between `first` and `last`, in order, `start` being the first of all.

    Without `with_start` it is one of them only if the rule says so (EXRULE). Takes time in proportion to the days
    between; raises `Refused` when the budget is spent.
    """
    count = int(with_start)
    if with_start and first <= start <= last:
        yield start
    end = min(last, rule.until) if rule.until else last
    for days in _periods(rule, start, first, end, budget):
        for here in _at(rule, [day for day in days if _fits(rule, day, start)]):
            if here < start or (here == start and with_start):
                continue
            count += 1
            if here > end or (rule.most is not None and count > rule.most):
                return
            if here >= first:
                yield here


def _at(rule: Rule, days: list[date]) -> list[datetime]:
    """Return the days' times; of these, only the positions that BYSETPOS picks within the period."""
    all_times = [datetime.combine(day, at) for day in days for at in rule.times]
    if not rule.positions:
        return all_times
    picked = {position - 1 if position > 0 else len(all_times) + position for position in rule.positions}
    return [all_times[index] for index in sorted(picked) if 0 <= index < len(all_times)]


def _periods(rule: Rule, start: datetime, first: datetime, end: datetime, budget: Budget) -> Iterator[list[date]]:
    """Yield the days of each period (day, week, month or year) of the rule, from `start`'s until `end`'s.

    Without a COUNT to be counted down, whole periods before `first` are jumped over.
    """
    here, final = (_period_number(rule, moment.date()) for moment in (start, end))
    ahead = _period_number(rule, first.date()) - here
    if rule.most is None and ahead > 0:
        here += ahead // rule.interval * rule.interval
    while here <= final:
        days = _days_of(rule, here)
        budget.spend((len(days) or 1) * len(rule.times))
        yield days
        here += rule.interval


def _period_number(rule: Rule, day: date) -> int:
    if rule.frequency == "YEARLY":
        return day.year
    if rule.frequency == "MONTHLY":
        return day.year * 12 + day.month - 1
    if rule.frequency == "WEEKLY":
        return (day.toordinal() - 1 - rule.week_start) // 7
    return day.toordinal()


def _days_of(rule: Rule, period: int) -> list[date]:
    if rule.frequency == "YEARLY":
        months = sorted({month for month in rule.months if 1 <= month <= 12}) or range(1, 13)
        return [day for month in months for day in _month(period, month)]
    if rule.frequency == "MONTHLY":
        year, month = divmod(period, 12)
        return _month(year, month + 1) if not rule.months or month + 1 in rule.months else []
    if rule.frequency == "WEEKLY":
        first = period * 7 + 1 + rule.week_start
        wanted = {week_day for _, week_day in rule.week_days} or range(7)
        return [date.fromordinal(first + day) for day in range(7) if (first + day - 1) % 7 in wanted]
    return [date.fromordinal(period)]


def _month(year: int, month: int) -> list[date]:
    return [date(year, month, day) for day in range(1, calendar.monthrange(year, month)[1] + 1)]


def _fits(rule: Rule, day: date, start: datetime) -> bool:
    if rule.months and day.month not in rule.months:
        return False
    if not (rule.month_days or rule.year_days or rule.week_days):
        return _fits_start(rule, day, start)
    length = calendar.monthrange(day.year, day.month)[1]
    if rule.month_days and not {day.day, day.day - length - 1} & set(rule.month_days):
        return False
    if rule.year_days:
        number, days = day.timetuple().tm_yday, 366 if calendar.isleap(day.year) else 365
        if not {number, number - days - 1} & set(rule.year_days):
            return False
    return not rule.week_days or _fits_week_day(rule, day, length)


def _fits_start(rule: Rule, day: date, start: datetime) -> bool:
    """Whether the day is what the start itself says, for a rule that names no days."""
    if rule.frequency == "YEARLY":
        return day.day == start.day and (bool(rule.months) or day.month == start.month)
    if rule.frequency == "MONTHLY":
        return day.day == start.day
    return rule.frequency == "DAILY" or day.weekday() == start.weekday()


def _fits_week_day(rule: Rule, day: date, month_length: int) -> bool:
    here = day.weekday()
    numbers = [number for number, week_day in rule.week_days if week_day == here]
    if not numbers or 0 in numbers or rule.frequency in ("WEEKLY", "DAILY"):
        return bool(numbers)
    if rule.frequency == "YEARLY" and not rule.months:
        number, length = day.timetuple().tm_yday, 366 if calendar.isleap(day.year) else 365
    else:
        number, length = day.day, month_length
    return bool({(number - 1) // 7 + 1, -((length - number) // 7 + 1)} & set(numbers))

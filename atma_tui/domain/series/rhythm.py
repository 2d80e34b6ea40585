"""How the dates of a series follow each other: every week, every two weeks, monthly by weekday, or chosen days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import islice, takewhile

from atma_tui.domain.errors import InputError
from atma_tui.domain.records import Every, Value

MAX_DATES = 104
_LAST = 5
_PERIODS: dict[Every, int] = {"week": 7, "2-weeks": 14, "month": 28}
"""Fewest days from one date to the next."""
EVERY_WORDS: dict[Every, str] = {
    "week": "every week",
    "2-weeks": "every two weeks",
    "month": "every month, on the same weekday",
    "chosen": "on chosen days",
}


class Repeat(Value, frozen=True, kw_only=True):
    """Which days are asked for: a number of them or up to a day, by a rhythm, or chosen ones."""

    every: Every = "week"
    times: int = 1
    until: date | None = None
    """The last possible day; takes precedence over `times`."""
    weeks: int = 0
    """For continuing a series: up to this many weeks after its last date."""
    on: tuple[date, ...] = ()
    """Chosen days; they take precedence over the rhythm."""
    skip: tuple[date, ...] = ()
    """Days of the rhythm that are left out."""

    def days(self, first: date) -> list[date]:
        """Return the days of a new series that begins on `first`. Raises `InputError`."""
        if self.on:
            found = sorted({first, *self.on})
        elif self.until is not None:
            if self.until < first:
                raise InputError("The series ends before it begins; nothing was saved.")
            found = list(takewhile(lambda day: day <= self.until, _within_limit(_from(self.every, first))))  # type: ignore[operator]
        else:
            found = list(islice(_from(self.every, first), min(self.times, MAX_DATES + 1)))
        return _checked([day for day in found if day not in self.skip])

    def days_after(self, dates: Sequence[date], model: date) -> list[date]:
        """Return the days on which a series continues.

        Args:
            dates: the days it has, including those that were moved or cancelled.
            model: the last of them that is in the rhythm.

        Raises:
            InputError: there are none, or too many.
        """
        if self.on:
            return _checked(sorted(set(self.on)))
        if self.every == "chosen":
            raise InputError("The days of this series were chosen one by one: say which days are added.")
        half = _PERIODS[self.every] / 2
        later = [day for day in dates if day > model]
        coming = (
            day
            for day in islice(_from(self.every, model), 1, None)
            if all(abs((day - one).days) >= half for one in later)
        )
        last = max(dates) + timedelta(weeks=self.weeks) if self.weeks else self.until
        if last is not None:
            return _checked(list(takewhile(lambda day: day <= last, _within_limit(coming))))
        return _checked(list(islice(coming, min(self.times, MAX_DATES + 1))))


ONCE = Repeat()
"""No repetition."""


def _checked(days: list[date]) -> list[date]:
    if not days:
        raise InputError("No day is left for the series; nothing was saved.")
    if len(days) > MAX_DATES:
        raise InputError(f"A series is 1 to {MAX_DATES} dates long.")
    return days


def _within_limit(days: Iterator[date]) -> Iterator[date]:
    return islice(days, MAX_DATES + 1)


def _from(every: Every, first: date) -> Iterator[date]:
    """Yield the days of a rhythm from its first one on."""
    if every == "month":
        place = place_in_month(first)
        number = first.year * 12 + first.month - 1
        while True:
            yield nth_weekday(number // 12, number % 12 + 1, place, first.weekday())
            number += 1
    day = first
    while True:
        yield day
        day += timedelta(days=_PERIODS[every])


def place_in_month(day: date) -> int:
    """Return which of the month's weekdays a day is: 1 to 4, and 5 for one that can only be the last."""
    return (day.day - 1) // 7 + 1


def nth_weekday(year: int, month: int, place: int, weekday: int) -> date:
    """Return the n-th (1 to 4) or last (5) such weekday of a month; 0 is Monday."""
    first = date(year, month, 1)
    day = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (min(place, _LAST) - 1))
    return day if day.month == month else day - timedelta(weeks=1)


def moved_day(every: Every, before: date, after: date, other: date) -> date:
    """Return the day to which another date of a series goes when one is moved from a day to another.

    By month the weekday counts: the second Tuesday becomes the second Thursday of each month.
    """
    if every != "month" or before == after:
        return other + (after - before)
    months = (after.year - before.year) * 12 + after.month - before.month
    number = other.year * 12 + other.month - 1 + months
    return nth_weekday(number // 12, number % 12 + 1, place_in_month(after), after.weekday())

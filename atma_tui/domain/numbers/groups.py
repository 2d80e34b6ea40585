"""Grouping events: keys for scripts, labels for people, and no gaps between days, weeks or months."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date, timedelta

from msgspec import Struct

from atma_tui.domain.numbers.figures import Grouping
from atma_tui.domain.numbers.tallies import Subject
from atma_tui.domain.when import day_words

NOBODY = "No clinician"


class Names(Struct, frozen=True):
    """Names by id."""

    sites: Mapping[str, str]
    clinicians: Mapping[str, str]


KEY_OF: dict[Grouping, Callable[[Subject], str]] = {
    "day": lambda subject: subject.day.isoformat(),
    "week": lambda subject: _monday(subject.day).isoformat(),
    "month": lambda subject: f"{subject.day:%Y-%m}",
    "site": lambda subject: subject.site,
    "kind": lambda subject: subject.kind,
    "clinician": lambda subject: subject.clinician,
}
"""Weeks begin on Monday."""


def labels(by: Grouping, keys: Collection[str], names: Names) -> dict[str, str]:
    """Return the label of each key, in the order of the rows: times without a gap, others by label."""
    if by == "day":
        return {one.isoformat(): day_words(one) for one in _each(keys, _next_day)}
    if by == "week":
        return {one.isoformat(): f"Week of {one.day} {one:%b %Y}" for one in _each(keys, _next_week)}
    if by == "month":
        return {f"{one:%Y-%m}": f"{one:%B %Y}" for one in _each(keys, _next_month)}
    called = {key: _called(by, key, names) for key in keys}
    return dict(sorted(called.items(), key=lambda one: (one[0] == "", one[1].casefold(), one[0])))


def _called(by: Grouping, key: str, names: Names) -> str:
    if by == "site":
        return names.sites.get(key, key)
    if by == "clinician":
        return names.clinicians.get(key, key) or NOBODY
    return key.replace("_", " ").capitalize()


def _each(keys: Collection[str], following: Callable[[date], date]) -> Iterator[date]:
    """Yield the dates from the first key to the last, including those without events."""
    if not keys:
        return
    days = [date.fromisoformat(f"{key}-01"[:10]) for key in (min(keys), max(keys))]
    day, last = days
    while day <= last:
        yield day
        day = following(day)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _next_day(day: date) -> date:
    return day + timedelta(days=1)


def _next_week(day: date) -> date:
    return day + timedelta(days=7)


def _next_month(day: date) -> date:
    return (day + timedelta(days=31)).replace(day=1)

"""What the reports screen asks the desk."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from atma_tui.desk.desk import Desk
from atma_tui.desk.reports.reports import EventCounts, Fairness
from atma_tui.domain.numbers.figures import Grouping, Numbers, Span


class Group(Struct, frozen=True):
    """A row of the numbers, and what it was made by."""

    by: Grouping
    key: str
    label: str


class Report(Struct, frozen=True, kw_only=True):
    """What the screen shows of some days: numbers in groups, events, or how fair the lines were."""

    span: Span
    numbers: Numbers | None = None
    group: Group | None = None
    """The group whose events these are; none for all events."""
    counts: tuple[EventCounts, ...] = ()
    fairness: Fairness | None = None


def numbers_query(desk: Desk, span: Span, site: str, by: Grouping) -> Callable[[], Report]:
    """Return how to ask for the numbers of some days, in groups."""
    count = desk.numbers.count
    return lambda: Report(span=span, numbers=count(span, [by], site=site))


def events_query(desk: Desk, span: Span, site: str, group: Group | None) -> Callable[[], Report]:
    """Return how to ask for the events of a group, or of all, each in numbers."""
    events, within = desk.reports.events, (group.by, group.key) if group else None

    def ask() -> Report:
        counts = events(site=site, first=span.first, last=span.last, within=within)
        return Report(span=span, group=group, counts=tuple(counts))

    return ask


def fairness_query(desk: Desk, span: Span, site: str) -> Callable[[], Report]:
    """Return how to ask how fair the lines were."""
    fairness = desk.reports.fairness
    return lambda: Report(span=span, fairness=fairness(site=site, first=span.first, last=span.last))

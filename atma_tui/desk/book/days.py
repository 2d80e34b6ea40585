"""The events of some days, read once for all events and spans that are to be looked at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from atma_tui.domain.hours import Span
from atma_tui.domain.records import Event
from atma_tui.domain.when import days_of, days_touched
from atma_tui.store.protocol import MAX_DAYS, Store


def events_on(store: Store, spans: Iterable[Span]) -> list[Event]:
    """Return the events on all days that some spans of wall clock time touch, in any zone."""
    days = days_touched(spans)
    return store.find(Event, on=days) if days else []


class Days:
    """The events on all days that some spans touch, by day."""

    def __init__(self, store: Store, spans: Iterable[Span]) -> None:
        spans = list(spans)
        self._on: Mapping[date, list[Event]] = {day: [] for first, last in spans for day in days_of(first, last)}
        for event in events_on(store, spans):
            for day in days_of(event.starts, event.ends, most=MAX_DAYS):
                if day in self._on:
                    self._on[day].append(event)

    def on(self, day: date) -> list[Event]:
        """Return the events of one of the days, by id."""
        return self._on[day]

    def touching(self, first: datetime, last: datetime) -> list[Event]:
        """Return the events of the days that a span, within one of those given at first, touches."""
        days = days_of(first, last)
        if len(days) == 1:
            return self._on[days[0]]
        return list({event.id: event for day in days for event in self._on[day]}.values())

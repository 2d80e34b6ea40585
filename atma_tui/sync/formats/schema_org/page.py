"""The events of a whole page, in the book's words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from urllib.parse import urljoin

from atma_tui.calendars.reading.recurrence import Budget
from atma_tui.calendars.reading.text.decoding import fallback, text_of
from atma_tui.calendars.reading.text.online import is_screen
from atma_tui.calendars.reading.zones import Zones
from atma_tui.domain.records import Reading, RemoteEvent
from atma_tui.domain.text import clean, unaccented
from atma_tui.sync.addresses import host_of
from atma_tui.sync.exchange import Answer
from atma_tui.sync.formats.moments import Span, at_home, duration, end_said, said, span
from atma_tui.sync.formats.schema_org.blocks import blocks_of, speaks_of_events
from atma_tui.sync.formats.schema_org.events import PageEvent, events_of
from atma_tui.sync.formats.schema_org.loose_json import read_loose_json
from atma_tui.sync.formats.schema_org.nodes import Graph, Node, each, text
from atma_tui.sync.formats.schema_org.nodes import said as property_of
from atma_tui.sync.formats.schema_org.places import where
from atma_tui.sync.formats.schema_org.schedules import spans_of
from atma_tui.sync.formats.shared import (
    categories_of,
    line,
    paragraphs,
    refuse_too_many,
    short_name,
    status_names,
    status_of,
    told_apart,
)

_LONGEST_BLOCK = 2**23
"""Of a block's bytes; one that is longer is read as one that is cut."""
_MOST_PLACES = 100_000
_NAME = re.compile(r'"name"\s*:\s*"((?:[^"\\]|\\.){1,200})"')

NameOfPage = Callable[[str], str]
"""From the address of an event's own page to the name that it holds; empty when it holds none."""


def read_page(page: Answer, zones: Zones, now: datetime, name_of_page: NameOfPage = lambda address: "") -> Reading:
    """Read the events of a page. A block that is broken and speaks of events counts as lost."""
    graph, lost = _graph(page)
    listed = events_of(graph)
    reader = _Reader(graph, page.url, zones, now, name_of_page)
    events: list[RemoteEvent] = []
    for event in listed.events:
        try:
            events += reader.dates(event)
        except (KeyError, ValueError, TypeError, OverflowError):
            why = "repeats by a rule that cannot be read" if event.schedules else "has no date that can be read"
            lost.append(f"“{event.title}” {why}.")
        refuse_too_many(len(events) + len(lost), host_of(page.url))
    events = _without_doubles(events)
    return Reading(events=tuple(told_apart(events)), lost=tuple(lost), notes=tuple(listed.notes), covers="some")


def _without_doubles(events: list[RemoteEvent]) -> list[RemoteEvent]:
    """Return the events without those that another plugin of the page tells once more, by another name."""
    linked = {_what(event) for event in events if event.url}
    addresses = {(_what(event), event.url) for event in events if event.uid != event.url}
    return [
        event
        for event in events
        if (event.url or _what(event) not in linked)
        and (event.uid != event.url or (_what(event), event.url) not in addresses)
    ]


def _what(event: RemoteEvent) -> tuple[object, ...]:
    return unaccented(event.title), event.starts, event.ends, unaccented(event.place), event.status, event.online


def _graph(page: Answer) -> tuple[Graph, list[str]]:
    graph, codec, lost = Graph(), fallback(page.charset), list[str]()
    for block in blocks_of(page.body):
        words = text_of(block[:_LONGEST_BLOCK], codec)
        try:
            graph.add(read_loose_json(words))
        except ValueError:
            if speaks_of_events(block):
                name = _NAME.search(words)
                lost.append(f"One block of the page is not whole{f': “{line(name[1])}”' if name else ''}.")
    return graph, lost


class _Reader:
    """Reads the events of one page."""

    def __init__(self, graph: Graph, page: str, zones: Zones, now: datetime, name_of_page: NameOfPage) -> None:
        self._graph, self._page, self._zones, self._now = graph, page, zones, now
        self._name_of_page = name_of_page
        self._budget = Budget()

    def dates(self, event: PageEvent) -> Iterator[RemoteEvent]:
        """Yield an event, or each date of one that repeats. Raises `ValueError` when its dates cannot be read."""
        node = event.node
        if not event.schedules:
            length = duration(property_of(node, "duration"))
            yield self._event(
                event,
                span(
                    said(property_of(node, "startDate")),
                    end_said(property_of(node, "endDate")),
                    length,
                    self._zones,
                ),
            )
        for schedule in event.schedules:
            start = end_said(property_of(node, "startDate"))
            for one in spans_of(schedule, start, self._zones, self._now, self._budget):
                yield self._event(event, one, recurrence=one.starts.isoformat("T", "minutes"))

    def _event(self, event: PageEvent, when: Span, recurrence: str = "") -> RemoteEvent:
        node = event.node
        title, status = status_of(event.title, property_of(node, "eventStatus"))
        there = where(node, self._graph)
        notes = list(when.notes)
        capacity = property_of(node, "maximumAttendeeCapacity")
        if isinstance(capacity, int) and 1 < capacity < _MOST_PLACES:
            notes.append(f"The website speaks of {capacity} places.")
        return RemoteEvent(
            uid=self._uid(node, title, None if recurrence else when.starts),
            recurrence=recurrence,
            title=title,
            description=paragraphs(text(node, "description")),
            starts=when.starts,
            ends=when.ends,
            all_day=when.all_day,
            zone=self._zones.home,
            place=there.place,
            online=there.online or is_screen(there.place),
            categories=categories_of(each(property_of(node, "keywords"))),
            url=self._link(text(node, "url")),
            status=status,
            notes=tuple(notes),
        )

    def _link(self, address: str) -> str:
        try:
            return clean(urljoin(self._page, address), 500) if address.strip() else ""
        except ValueError:
            return clean(address, 500)

    def _uid(self, node: Node, title: str, starts: datetime | None) -> str:
        """Return the name that the page gives an event; one made of its title and day when it gives none.

        Not of its place, so that one that moves, or moves online, is known again. All dates of a rule share one:
        they have no `starts` of their own.
        """
        address = text(node, "url").strip()
        if known := self._name_of_page(address):
            return known
        name = text(node, "@id").strip()
        if name and not name.startswith("_:"):
            return clean(name, 500)
        first = self._first_start(node) or starts
        day = f"{first:%Y-%m-%d}" if first else "by a rule"
        return clean(address, 500) or short_name(unaccented(title), day)

    def _first_start(self, node: Node) -> datetime | None:
        """Return when a moved event was to be at first, so that one without a name of its own is known again."""
        if "rescheduled" not in status_names(property_of(node, "eventStatus")):
            return None
        before = next(iter(each(property_of(node, "previousStartDate"))), None)
        first = end_said(before)
        return at_home(first, self._zones).wall if first else None

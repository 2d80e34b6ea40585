"""Localist's `/api/2/events`: events with their dates (`event_instances`), over numbered pages.

An answer holds the dates between two days that were asked for, so what comes after the last one is not missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from atma_tui.calendars.reading.text.online import is_screen
from atma_tui.calendars.reading.zones import Zones
from atma_tui.calendars.words import UNTITLED
from atma_tui.domain.records import Reading, RemoteEvent, Source
from atma_tui.domain.text import clean
from atma_tui.sync.addresses import host_of
from atma_tui.sync.exchange import Answer
from atma_tui.sync.formats.gathering import Entry, Gathering
from atma_tui.sync.formats.moments import Said, end_said, said, span
from atma_tui.sync.formats.shared import (
    as_list,
    categories_of,
    clock_zones,
    line,
    listing_of,
    paragraphs,
    status_names,
    status_of,
)

_PLACE = ("location_name", "location", "room_number", "address")
_GEO = ("street", "city", "state", "zip", "country")
_UNPUBLISHED = frozenset(("pending", "rejected", "draft", "deleted", "hidden"))


def next_page(answer: Answer) -> str:
    """Return the address of the next page while the number of this one is below the last."""
    page = listing_of(answer, "events").get("page")
    if not isinstance(page, dict):
        return ""
    current, total = page.get("current"), page.get("total")
    if not (isinstance(current, int) and isinstance(total, int) and current < total):
        return ""
    parts = urlsplit(answer.url)
    query = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name != "page"]
    return urlunsplit(parts._replace(query=urlencode([*query, ("page", str(current + 1))])))


def read(pages: Sequence[Answer], source: Source, zone: str, now: datetime) -> Reading:
    """Read the dates of all pages."""
    zones = clock_zones(zone, source.clock)
    found = Gathering(pages[0].url)
    for page in pages:
        for wrapped in listing_of(page, "events")["events"]:
            entry = wrapped.get("event", wrapped) if isinstance(wrapped, dict) else wrapped
            if isinstance(entry, dict) and status_names(entry.get("status")) & _UNPUBLISHED:
                continue
            found.take(
                entry, partial(_dates, host=host_of(page.url), zones=zones), partial(_uid, host=host_of(page.url))
            )
    return found.reading("window")


def _uid(entry: Entry, host: str) -> str:
    return f"{int(entry['id'])}@{host}"


def _dates(entry: Entry, host: str, zones: Zones) -> Iterator[RemoteEvent]:
    """Yield the event on each of its dates; a date keeps its own number when it moves."""
    instances = entry["event_instances"]
    if not isinstance(instances, list) or not instances:
        raise ValueError("an event without dates")
    for wrapped in instances:
        instance = wrapped.get("event_instance", wrapped)
        yield _event(entry, instance, f"{int(entry['id'])}-{int(instance['id'])}@{host}", zones)


def _event(entry: Entry, instance: Entry, uid: str, zones: Zones) -> RemoteEvent:
    start, end = said(instance["start"]), end_said(instance.get("end"))
    if instance.get("all_day") is True:
        start, end = Said(start.moment, date_only=True), end and Said(end.moment, date_only=True)
    when = span(start, end, None, zones)
    title, status = status_of(line(entry.get("title")) or UNTITLED, entry.get("status"))
    place = _place(entry)
    return RemoteEvent(
        uid=uid,
        title=title,
        description=paragraphs(entry.get("description") or entry.get("description_text")),
        starts=when.starts,
        ends=when.ends,
        all_day=when.all_day,
        zone=zones.home,
        place=place,
        online="virtual" in status_names(entry.get("experience")) or is_screen(place),
        categories=categories_of([*_names(entry.get("filters")), *as_list(entry.get("tags"))]),
        url=clean(entry.get("localist_url") or entry.get("url"), 500),
        status=status,
        private=entry.get("private") is True,
        modified=_modified(entry.get("updated_at")),
        notes=when.notes,
    )


def _place(entry: Entry) -> str:
    geo = entry.get("geo")
    parts = [line(entry.get(name)) for name in _PLACE]
    parts += [line(geo.get(name)) for name in _GEO] if isinstance(geo, dict) else []
    return ", ".join(dict.fromkeys(part for part in parts if part))


def _names(filters: Any) -> list[str]:  # noqa: ANN401
    groups = filters.values() if isinstance(filters, dict) else ()
    return [line(one.get("name")) for group in groups for one in as_list(group) if isinstance(one, dict)]


def _modified(text: object) -> datetime | None:
    known = end_said(text)
    return known.moment.astimezone(UTC) if known and known.moment.tzinfo else None

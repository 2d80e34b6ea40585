"""A public calendar: what is on at one site, or at all of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from importlib.metadata import version
from operator import attrgetter
from types import MappingProxyType

import msgspec
from msgspec.structs import replace

from atma_tui.calendars.writing.event_cache import KeptBytes
from atma_tui.domain.event_span import ends_at
from atma_tui.domain.records import Clinic, Event, Site
from atma_tui.domain.when import ALBERTA

KEEP_CANCELLED = timedelta(days=30)
"""How long subscribers are still told that an event is off; most programs poll within a day."""

_A_YEAR = datetime(2026, 1, 1, tzinfo=UTC)
"""The year whose clock rules an empty calendar tells: any will do, but the same each time."""

_in_order = attrgetter("starts", "uid")
_encode = msgspec.msgpack.Encoder().encode


def feed(
    name: str,
    slug: str,
    events: Iterable[Event],
    sites: Mapping[str, Site],
    clinic: Clinic,
    *,
    now: datetime,
    seats_left: Mapping[str, int | None] = MappingProxyType({}),
    counted: Mapping[str, datetime] = MappingProxyType({}),
    kept: KeptBytes | None = None,
) -> bytes:
    """Return a public calendar of the given events.

    The same book gives the same bytes: `now` only decides which cancelled events are still told.

    Args:
        name: what the calendar is called.
        slug: id of its site, or another word.
        events: public and private; the private ones are left out.
        sites: by id, every one that an event names.
        clinic: whose they are; says whether seats are told.
        now: the present instant.
        seats_left: event id to seats, None for unlimited; told in words if the clinic wants it.
        counted: event id to when these words last changed. LAST-MODIFIED and DTSTAMP rise with it: some
            programs look at nothing else (ICSx5). SEQUENCE does not: it counts revisions of the event itself
            (RFC 5545 section 3.8.7.4), and somebody who enrols revises nothing.
        kept: remembers each event's bytes, so that only what changed is serialised again.
    """
    from atma_tui.calendars.writing.events import vevent

    kept = KeptBytes() if kept is None else kept
    around = _surroundings(sites)
    seats_left = seats_left if clinic.seats_in_feed else {}
    parts: list[bytes] = []
    for event in published(events, now):
        if counted and event.modified < (since := counted.get(event.id, event.modified)):
            event = replace(event, modified=since)
        left = seats_left.get(event.id)
        made_of = (around[event.site], left, event)
        data = kept.get(event.id, made_of)
        if data is None:
            data = vevent(event, sites[event.site], seats_left=left, blocks_time=False).to_ical()
            kept.keep(event.id, made_of, data)
        parts.append(data)
    head, tail = _head_and_tail(name, sites.get(slug), clinic, empty=not parts)
    return b"".join((head, *parts, tail))


def published(events: Iterable[Event], now: datetime) -> list[Event]:
    """Return the events that the public may know of, by date; see `told`."""
    return told((event for event in events if event.visibility == "public"), now)


def told(events: Iterable[Event], now: datetime) -> list[Event]:
    """Return the events by date, without those cancelled long ago.

    Cancelled ones are told until 30 days after the cancellation or after their date, whichever is later.
    """
    return sorted((event for event in events if event.live or _still_told(event, now)), key=_in_order)


def _still_told(event: Event, now: datetime) -> bool:
    return now <= max(event.modified, ends_at(event)) + KEEP_CANCELLED


def _surroundings(sites: Mapping[str, Site]) -> dict[str, bytes]:
    """Return what else goes into a site's events: the site, the clock rules, the writer."""
    maker = _encode((version("tzdata"), version("icalendar"), "2"))
    return {site_id: blake2b(maker + _encode(site), digest_size=16).digest() for site_id, site in sites.items()}


def _head_and_tail(name: str, site: Site | None, clinic: Clinic, *, empty: bool) -> tuple[bytes, bytes]:
    """Return what comes before and after the events.

    A calendar must hold at least one component (RFC 5545 section 3.6): an empty one holds its time zone.
    """
    from atma_tui.calendars.writing.events import calendar, subscribable
    from atma_tui.calendars.writing.zones import vtimezone

    zone = site.zone if site else ALBERTA
    head = calendar(name)
    subscribable(
        head, description=f"Public events of {clinic.name}", zone=zone, colour=site.colour if site else ""
    )
    if empty:
        head.add_component(vtimezone(zone, _A_YEAR, _A_YEAR + timedelta(days=365)))
    data = head.to_ical()
    tail = b"END:VCALENDAR\r\n"
    return data.removesuffix(tail), tail

"""The website of the demo: what it says of the book's events, chapter by chapter, and what the book knows of it.

It first says what the book says, except where the desk has changed an event. Each reading turns a page.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from html import escape
from typing import Any

from msgspec import UNSET, Struct, UnsetType
from msgspec.structs import replace

from atma_tui.demo.scenes import Scene, scene_events
from atma_tui.domain.records import Clinic, Event, Listing, Record, RemoteEvent, Site, Source
from atma_tui.domain.when import read_time, zone
from atma_tui.shipped import read_shipped

_READ_AGO = timedelta(minutes=20)
"""When the website was read last: the desk does not read it by itself before somebody has tried it."""


class Says(Struct, frozen=True, forbid_unknown_fields=True):
    """What the website says of one event from a chapter on."""

    event: str
    title: str | UnsetType = UNSET
    description: str | UnsetType = UNSET
    at: str | UnsetType = UNSET
    """Time of day."""
    later: int = 0
    """Days."""
    cancelled: bool = False


class Chapter(Struct, frozen=True, forbid_unknown_fields=True):
    """What changes on the website at one reading."""

    says: tuple[Says, ...] = ()
    adds: tuple[Scene, ...] = ()


class Story(Struct, frozen=True, forbid_unknown_fields=True):
    """The whole of `website.json`."""

    name: str
    lists: tuple[str, ...]
    """Ids of the book's events that the website lists."""
    before: tuple[Says, ...]
    """What it said of those that the desk has changed since."""
    chapters: tuple[Chapter, ...]


class Website(Struct, frozen=True):
    """The demo's website."""

    pages: tuple[bytes, ...]
    """One for each reading; the last one stays."""
    listed: tuple[Event, ...]
    """The events that the book has from it, as the website said them when it was read last."""
    name: str
    now: datetime

    def records(self, url: str, book: Iterable[Record]) -> list[Record]:
        """Return the book's records and, for a website at `url`, what the book knows of it."""
        listed, read = {event.id for event in self.listed}, self.now - _READ_AGO
        source = Source(
            id=self.name,
            rev=1,
            url=url,
            format="jsonld",
            allow_private=True,
            checked=read,
            changed=read,
            tried=read,
            listed=len(listed),
        )
        theirs = (replace(one, source=self.name) if one.id in listed else one for one in book)
        return [*theirs, source, *(_listing(event, self.name) for event in self.listed)]


def website(records: Sequence[Record], now: datetime) -> Website:
    """Return the website that goes with the records of a demo opened at `now`."""
    story = read_shipped("demo/website.json", Story)
    sites = {one.id: one for one in records if isinstance(one, Site)}
    by_id = {one.id: one for one in records if isinstance(one, Event)}
    said = _retold({id: by_id[id] for id in story.lists}, story.before)
    listed, pages = tuple(said.values()), list[bytes]()
    for chapter in story.chapters:
        said = _retold(said, chapter.says)
        for scene in chapter.adds:
            for event in scene_events(scene, sites[scene.site], Clinic(id="clinic"), now):
                said[event.id] = event
        pages.append(_page(said.values(), sites))
    return Website(tuple(pages), listed, story.name, now)


def _retold(events: dict[str, Event], says: Iterable[Says]) -> dict[str, Event]:
    return events | {one.event: _changed(events[one.event], one) for one in says}


def _changed(event: Event, says: Says) -> Event:
    day = event.starts.date() + timedelta(days=says.later)
    starts = datetime.combine(day, event.starts.time() if says.at is UNSET else read_time(says.at))
    return replace(
        event,
        title=event.title if says.title is UNSET else says.title,
        description=event.description if says.description is UNSET else says.description,
        starts=starts,
        ends=starts + (event.ends - event.starts),
        status="cancelled" if says.cancelled else event.status,
    )


def _listing(event: Event, source: str) -> Listing:
    remote = RemoteEvent(
        uid=event.uid,
        title=event.title,
        description=event.description,
        starts=event.starts,
        ends=event.ends,
        zone=event.zone,
        place=event.place,
        status=event.status,
    )
    return Listing(id=f"lst-{event.id}", rev=1, source=source, event=event.id, remote=remote)


def _page(events: Iterable[Event], sites: dict[str, Site]) -> bytes:
    """Return a web page that says its events for people and, as schema.org does, for programs."""
    ordered = sorted(events, key=lambda one: (one.starts, one.id))
    graph = json.dumps([_node(one, sites[one.site]) for one in ordered], ensure_ascii=True).replace("<", "\\u003c")
    lines = "".join(
        f"<li>{one.starts:%a %d %b, %H:%M}: {'CANCELLED: ' * (not one.live)}{escape(one.title)}</li>"
        for one in ordered
    )
    return (
        "<!doctype html><html lang=en><meta charset=utf-8><title>Events (demo)</title><h1>Events (demo)</h1>"
        f"<ul>{lines}</ul><script type=application/ld+json>{graph}</script></html>"
    ).encode()


def _node(event: Event, site: Site) -> dict[str, Any]:
    return {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": event.uid,
        "name": event.title,
        "description": event.description,
        "startDate": _moment(event.starts, event.zone),
        "endDate": _moment(event.ends, event.zone),
        "eventStatus": f"https://schema.org/Event{'Scheduled' if event.live else 'Cancelled'}",
        "location": {"@type": "Place", "name": event.place or site.name},
    }


def _moment(wall: datetime, zone_name: str) -> str:
    return wall.replace(tzinfo=zone(zone_name)).isoformat()

"""schema.org events in a web page: `<script type="application/ld+json">`, as an object, a list or a `@graph`.

A page lists some events, never surely all, so absence proves nothing. Capacities said there are hints: the desk
owns its seats.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from hashlib import blake2s
from typing import Any

from msgspec.structs import replace

from atma_tui.calendars.decoding import fallback, text_of
from atma_tui.calendars.reading_zones import Told, Zones
from atma_tui.domain.records import Reading, RemoteEvent, Source
from atma_tui.domain.text import clean, fold
from atma_tui.sync.fetch import Answer
from atma_tui.sync.formats.shared import (
    DEFAULT_LENGTH,
    NO_END,
    clock_zones,
    doubt_note,
    line,
    paragraphs,
    status_of,
)
from atma_tui.sync.json_text import read_json

_ADDRESS = ("streetAddress", "addressLocality", "addressRegion", "postalCode", "addressCountry")
_MOST_PARTS = 100_000
_SCRIPT = re.compile(r"""<script\b[^<>]*\btype\s*=\s*["']?application/ld\+json\b[^<>]*>""", re.IGNORECASE)
_SCRIPT_END = re.compile(r"</script\b", re.IGNORECASE)


def next_page(answer: Answer) -> str:
    """Return nothing: one page is all that is read."""
    return ""


def read(pages: Sequence[Answer], source: Source, zone: str, now: datetime) -> Reading:
    """Read the events of a page. What is no JSON is counted as lost."""
    zones = clock_zones(zone, source.clock)
    events: dict[tuple[str, datetime], RemoteEvent] = {}
    lost: list[str] = []
    for block in _blocks(text_of(pages[0].body, fallback(pages[0].charset))):
        try:
            data = read_json(block)
        except ValueError:
            lost.append("One block of the page is not whole.")
            continue
        for node in _events(data):
            try:
                event = _event(node, zones)
            except (KeyError, ValueError, TypeError, OverflowError):
                lost.append(f"“{line(node.get('name')) or '(untitled)'}” has no date that can be read.")
                continue
            events[event.uid, event.starts] = event
    return Reading(events=tuple(_told_apart(list(events.values()))), lost=tuple(lost), covers="some")


def _blocks(text: str) -> list[str]:
    """Return the JSON-LD of a page; its end tags are looked for once, however many scripts are left open."""
    if text.lstrip("\ufeff \r\n\t")[:1] in ("{", "["):
        return [text.lstrip("\ufeff")]
    pieces = _SCRIPT.split(text)[1:]
    return [_SCRIPT_END.split(piece, maxsplit=1)[0] for piece in pieces]


def _events(data: object) -> Iterator[dict[str, Any]]:
    """Yield the events anywhere inside, in their order."""
    waiting = [data]
    for _ in range(_MOST_PARTS):
        if not waiting:
            return
        node = waiting.pop()
        if isinstance(node, list):
            waiting += reversed(node)
        elif isinstance(node, dict):
            if "startDate" in node and _is_event(node.get("@type")):
                yield node
            waiting += [value for value in reversed(node.values()) if isinstance(value, list | dict)]


def _is_event(types: object) -> bool:
    names = types if isinstance(types, list) else [types]
    return any(isinstance(name, str) and name.rpartition("/")[2].endswith("Event") for name in names)


def _event(node: dict[str, Any], zones: Zones) -> RemoteEvent:
    told, all_day = _time(node["startDate"], zones)
    notes = [doubt_note(told, f"UTC{str(node['startDate'])[19:]}", zones.home)] if told.doubt else []
    ends = _end(node.get("endDate"), told.wall, all_day, zones)
    if ends is None:
        ends = told.wall + (timedelta(days=1) if all_day else DEFAULT_LENGTH)
        notes += [] if all_day else [NO_END]
    title, status = status_of(line(node.get("name")) or "(untitled)", str(node.get("eventStatus") or ""))
    place = clean("; ".join(_places(node.get("location"))), 500)
    if isinstance(capacity := node.get("maximumAttendeeCapacity"), int):
        notes.append(f"The website speaks of {capacity} places.")
    return RemoteEvent(
        uid=_uid(node, title, told.wall, place),
        title=title,
        about=paragraphs(node.get("description")),
        starts=told.wall,
        ends=ends,
        all_day=all_day,
        zone=zones.home,
        place=place,
        url=clean(node.get("url"), 500) if isinstance(node.get("url"), str) else "",
        status=status,
        notes=tuple(notes),
    )


def _uid(node: dict[str, Any], title: str, starts: datetime, place: str) -> str:
    for name in ("@id", "url"):
        if isinstance(value := node.get(name), str) and value.strip():
            return clean(value, 500)
    return blake2s(f"{fold(title)}|{starts:%Y-%m-%d}|{fold(place)}".encode(), digest_size=12).hexdigest()


def _time(text: object, zones: Zones) -> tuple[Told, bool]:
    """Return a time on the clinic's wall, and whether it is a date only."""
    said = str(text).strip()
    if len(said) == len("2027-02-13"):
        return Told(datetime.combine(date.fromisoformat(said), time())), True
    moment = datetime.fromisoformat(said)
    offset = moment.utcoffset()
    if not offset:
        return zones.here(moment, ""), False
    minutes = round(offset.total_seconds() / 60)
    name = f"UTC{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
    known = minutes % 60 == 0
    return zones.here(moment.replace(tzinfo=None) if known else moment, name), False


def _end(text: object, starts: datetime, all_day: bool, zones: Zones) -> datetime | None:
    if not text:
        return None
    try:
        told, date_only = _time(text, zones)
    except ValueError:
        return None
    ends = told.wall + timedelta(days=1) if date_only else told.wall
    return ends if ends > starts and date_only == all_day else None


def _places(location: object) -> list[str]:
    """Return the places in words; a place on a screen only counts when there is no other."""
    if isinstance(location, list):
        each = [place for part in location for place in _places(part)]
        return [place for place in each if place != "Online"] or each[:1]
    if isinstance(location, str):
        return [line(location, 500)] if location.strip() else []
    if not isinstance(location, dict):
        return []
    if location.get("@type") == "VirtualLocation":
        return ["Online"]
    address = location.get("address")
    parts = [line(address, 300)] if isinstance(address, str) else [_part(address, name) for name in _ADDRESS]
    return [", ".join(part for part in (line(location.get("name")), *parts) if part)]


def _part(address: object, name: str) -> str:
    value = address.get(name) if isinstance(address, dict) else ""
    return line(value.get("name") if isinstance(value, dict) else value)


def _told_apart(events: list[RemoteEvent]) -> Iterator[RemoteEvent]:
    """Yield the events, those that share a page told apart by their starts."""
    times = Counter(event.uid for event in events)
    for event in events:
        yield replace(event, recurrence=event.starts.isoformat("T", "minutes")) if times[event.uid] > 1 else event

"""schema.org events in a web page: `<script type="application/ld+json">`, as an object, a list or a `@graph`.

A page lists some events, never surely all, so absence proves nothing. Capacities said there are hints: the desk
owns its seats.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from hashlib import blake2s
from itertools import zip_longest
from typing import Any, NamedTuple

from atma_tui.calendars.reading.decoding import fallback, text_of
from atma_tui.calendars.reading.zones import Told, Zones
from atma_tui.domain.records import Reading, RemoteEvent, Source
from atma_tui.domain.text import clean, fold
from atma_tui.sync.addresses import host_of
from atma_tui.sync.fetch import Answer
from atma_tui.sync.formats.shared import (
    DEFAULT_LENGTH,
    NO_END,
    clock_zones,
    doubt_note,
    in_reach,
    line,
    paragraphs,
    refuse_too_many,
    status_names,
    status_of,
    told_apart,
)
from atma_tui.sync.json_text import read_json

_ADDRESS = ("streetAddress", "addressLocality", "addressRegion", "postalCode", "addressCountry")
_MAX_PARTS = 100_000
_SCRIPT = re.compile(rb"<script\b[^<>]*>", re.IGNORECASE)
_LINKED = re.compile(rb"""\btype\s*=\s*["']?application/ld\+json\b""", re.IGNORECASE)
_SCRIPT_END = re.compile(rb"</script\b", re.IGNORECASE)
_LAST_MINUTE = time(23, 59)


class _Said(NamedTuple):
    """A time as the page says it."""

    moment: datetime
    date_only: bool = False


def next_page(answer: Answer) -> str:
    """Return nothing: one page is all that is read."""
    return ""


def read(pages: Sequence[Answer], source: Source, zone: str, now: datetime) -> Reading:
    """Read the events of a page. What is no JSON is counted as lost."""
    zones, codec = clock_zones(zone, source.clock), fallback(pages[0].charset)
    events: dict[tuple[str, datetime], RemoteEvent] = {}
    lost: list[str] = []
    count = 0
    for block in _blocks(pages[0].body):
        try:
            data = read_json(text_of(block, codec))
        except ValueError:
            lost.append("One block of the page is not whole.")
            continue
        for node in _events(data):
            count += 1
            refuse_too_many(count, host_of(pages[0].url))
            try:
                event = _event(node, zones)
            except (KeyError, ValueError, TypeError, OverflowError):
                lost.append(f"“{line(node.get('name')) or '(untitled)'}” has no date that can be read.")
                continue
            events[event.uid, event.starts] = event
    return Reading(events=tuple(told_apart(events.values())), lost=tuple(lost), covers="some")


def _blocks(page: bytes) -> Iterator[bytes]:
    """Yield the JSON-LD of a page; each part of it is looked at once, however many scripts are left open."""
    page = page.removeprefix(b"\xef\xbb\xbf")
    if page.lstrip()[:1] in (b"{", b"["):
        yield page
        return
    opened = [tag for tag in _SCRIPT.finditer(page) if _LINKED.search(tag[0])]
    for tag, following in zip_longest(opened, opened[1:]):
        stop = following.start() if following else len(page)
        closed = _SCRIPT_END.search(page, tag.end(), stop)
        yield page[tag.end() : closed.start() if closed else stop]


def _events(data: object) -> Iterator[dict[str, Any]]:
    """Yield the events anywhere inside, in their order."""
    waiting = [data]
    for _ in range(_MAX_PARTS):
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
    start, end = _said(node["startDate"]), _end_said(node.get("endDate"))
    all_day = start.date_only or _fills_days(start, end)
    told = Told(datetime.combine(start.moment, time())) if all_day else _here(start.moment, zones)
    notes = [doubt_note(told, told.doubt.name, zones.home)] if told.doubt else []
    ends = _end(end, start, all_day, zones)
    if ends is None or ends <= told.wall:
        ends = told.wall + (timedelta(days=1) if all_day else DEFAULT_LENGTH)
        notes += [] if all_day else [NO_END]
    title, status = status_of(line(node.get("name")) or "(untitled)", node.get("eventStatus"))
    place = clean("; ".join(_places(node.get("location"))), 500)
    if isinstance(capacity := node.get("maximumAttendeeCapacity"), int):
        notes.append(f"The website speaks of {capacity} places.")
    return RemoteEvent(
        uid=_uid(node, title, _first_start(node, zones) or told.wall, place),
        title=title,
        description=paragraphs(node.get("description")),
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


def _first_start(node: dict[str, Any], zones: Zones) -> datetime | None:
    """Return when a moved event was to be at first, so that one without a name of its own is known again."""
    if "EventRescheduled" not in status_names(node.get("eventStatus")):
        return None
    before = node.get("previousStartDate")
    first = _end_said(before[0] if isinstance(before, list) and before else before)
    return _here(first.moment, zones).wall if first else None


def _said(text: object) -> _Said:
    """Read a time or a date. Raises `ValueError`."""
    said = str(text).strip()
    if len(said) == len("2027-02-13"):
        return _Said(in_reach(datetime.combine(date.fromisoformat(said), time())), date_only=True)
    return _Said(in_reach(datetime.fromisoformat(said)))


def _end_said(text: object) -> _Said | None:
    try:
        return _said(text) if text else None
    except ValueError:
        return None


def _here(moment: datetime, zones: Zones) -> Told:
    """Return a time on the clinic's wall."""
    offset = moment.utcoffset()
    if not offset:
        return zones.here(moment, "")
    minutes = round(offset.total_seconds() / 60)
    name = f"UTC{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
    known = minutes % 60 == 0
    return zones.here(moment.replace(tzinfo=None) if known else moment, name)


def _fills_days(start: _Said, end: _Said | None) -> bool:
    """Whether it goes from midnight to the last minute of a day by its sender's clock, so whole days are meant.

    The Events Calendar writes days so, with the site's offset.
    """
    if end is None or end.date_only or start.moment.utcoffset() != end.moment.utcoffset():
        return False
    return start.moment.time() == time() and end.moment.time() >= _LAST_MINUTE


def _end(end: _Said | None, start: _Said, all_day: bool, zones: Zones) -> datetime | None:
    """Return the end on the clinic's wall; None for one that is not told as the start is."""
    if end is None or end.date_only != start.date_only:
        return None
    if all_day:
        return datetime.combine(end.moment, time()) + timedelta(days=1)
    return _here(end.moment, zones).wall


def _places(location: object) -> list[str]:
    """Return the places in words; a place on a screen only counts when there is no other."""
    found: list[str] = []
    waiting = [location]
    while waiting:
        part = waiting.pop()
        if isinstance(part, list):
            waiting += reversed(part)
        elif place := _place(part):
            found.append(place)
    return [place for place in found if place != "Online"] or found[:1]


def _place(location: object) -> str:
    if isinstance(location, str):
        return line(location, 500)
    if not isinstance(location, dict):
        return ""
    if location.get("@type") == "VirtualLocation":
        return "Online"
    address = location.get("address")
    parts = [line(address, 300)] if isinstance(address, str) else [_part(address, name) for name in _ADDRESS]
    return ", ".join(part for part in (line(location.get("name")), *parts) if part)


def _part(address: object, name: str) -> str:
    value = address.get(name) if isinstance(address, dict) else ""
    return line(value.get("name") if isinstance(value, dict) else value)

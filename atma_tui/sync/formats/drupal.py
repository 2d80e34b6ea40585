"""Drupal's JSON: a collection of JSON:API (`/jsonapi/node/event`), or nodes as its REST module writes them.

Each site names its fields itself, so they are known by what their names speak of and what they hold. A time
without an offset is UTC in Drupal's storage: taken so, and asked about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from urllib.parse import urljoin

from atma_tui.calendars.reading.text.online import is_screen
from atma_tui.calendars.reading.zones import Zones
from atma_tui.calendars.words import UNTITLED
from atma_tui.domain.records import Reading, RemoteEvent, Source
from atma_tui.domain.text import clean
from atma_tui.domain.when import wall
from atma_tui.sync.addresses import host_of
from atma_tui.sync.exchange import Answer
from atma_tui.sync.formats.gathering import Entry, Gathering
from atma_tui.sync.formats.moments import Said, said, span
from atma_tui.sync.formats.shared import categories_of, clock_zones, in_reach, json_of, line, paragraphs, status_of

_WHEN = re.compile(r"date|time|when|recur|schedule|start|begin")
_START = re.compile(r"start|begin|from")
_END = re.compile(r"(?:^|_)(?:end|until|finish|to)(?:_|$|date|time)")
_NOT_WHEN = re.compile(r"regist|publish|deadline|expir|created|changed|revision|updated|timestamp|zone")
_WHERE = re.compile(r"location|venue|place|address|room|branch|clinic|city|(?:^|_)site(?:_|$)")
_FILED = re.compile(r"categor|type|tag|topic|audience|branch|city|(?:^|_)site(?:_|$)")
_ONLINE = re.compile(r"online|virtual|webinar")
_FORMAT = re.compile(r"format|mode|online|virtual|attendance|delivery")
_OFF = re.compile(r"cancel")
_ADDRESS = ("organization", "address_line1", "address_line2", "locality", "administrative_area", "postal_code")
_WHOLE_DAY = timedelta(minutes=1439)
"""How long a day is that a plugin for dates calls whole."""


def next_page(answer: Answer) -> str:
    """Return the address of the next page."""
    data = json_of(answer)
    links = data.get("links") if isinstance(data, dict) else None
    following = links.get("next") if isinstance(links, dict) else None
    address = following.get("href") if isinstance(following, dict) else following
    return address if isinstance(address, str) else ""


def read(pages: Sequence[Answer], source: Source, zone: str, now: datetime) -> Reading:
    """Read the events of all pages."""
    zones = clock_zones(zone, source.clock)
    found = Gathering(pages[0].url)
    for page in pages:
        data = json_of(page)
        included = _included(data)
        for entry in _entries(data):
            fields = _fields(entry, included) if isinstance(entry, dict) else entry
            if isinstance(fields, dict) and fields.get("status") in (False, "0", 0):
                continue
            found.take(fields, partial(_dates, page=page.url, zones=zones), partial(_uid, page=page.url))
    return found.reading("window")


def _entries(data: Any) -> list[Any]:  # noqa: ANN401
    entries = data.get("data", [data]) if isinstance(data, dict) else data
    return entries if isinstance(entries, list) else [entries]


def _included(data: Any) -> Mapping[str, str]:  # noqa: ANN401
    """Return the names, with addresses, of the places and terms that a page describes beside its events."""
    nodes = data.get("included") if isinstance(data, dict) else None
    found: dict[str, str] = {}
    for node in nodes if isinstance(nodes, list) else ():
        attributes = node.get("attributes") if isinstance(node, dict) else None
        if isinstance(attributes, dict):
            addresses = [_words(value) for name, value in attributes.items() if "address" in name]
            parts = [line(attributes.get("title") or attributes.get("name")), *addresses]
            found[str(node.get("id"))] = ", ".join(filter(None, parts))
    return found


def _fields(entry: Entry, included: Mapping[str, str]) -> Entry:
    """Return the fields of an event by their names; of what is only pointed to, the names."""
    attributes = entry.get("attributes")
    if not isinstance(attributes, dict):
        return {name: _only(value) for name, value in entry.items()}
    fields = {name: value for name, value in attributes.items() if value is not None}
    relationships = entry.get("relationships")
    for name, related in relationships.items() if isinstance(relationships, dict) else ():
        targets = related.get("data") if isinstance(related, dict) else None
        each = targets if isinstance(targets, list) else [targets]
        names = [included.get(str(target.get("id")), "") for target in each if isinstance(target, dict)]
        if any(names):
            fields[name] = [known for known in names if known]
    return {**fields, "id": entry.get("id")}


def _only(value: Any) -> Any:  # noqa: ANN401
    """Return a field of the REST module without the list around it, and a plain value without its wrapping."""
    if not (isinstance(value, list) and len(value) == 1 and isinstance(value[0], dict)):
        return value
    return value[0]["value"] if value[0].keys() == {"value"} else value[0]


def _uid(fields: Entry, page: str) -> str:
    name = clean(fields.get("id") or fields.get("uuid") or fields.get("nid"), 100)
    if not name:
        raise ValueError("an event without a name")
    return f"{name}@{host_of(page)}"


def _dates(fields: Entry, page: str, zones: Zones) -> Iterator[RemoteEvent]:
    """Yield the event on each of its dates."""
    spans = list(_spans(fields, zones.home))
    if not spans:
        raise ValueError("an event without a date")
    for start, end in spans:
        yield _event(fields, start, end, page, zones)


def _event(fields: Entry, start: Said, end: Said | None, page: str, zones: Zones) -> RemoteEvent:
    when = span(start, end, None, zones)
    off = any(_OFF.search(name) and value in (True, "1", 1) for name, value in fields.items())
    statuses = [value for name, value in fields.items() if name.endswith("status") and isinstance(value, str)]
    title, status = status_of(line(fields.get("title") or fields.get("name")) or UNTITLED, statuses)
    place = _place(fields)
    path = fields.get("path")
    alias = path.get("alias") if isinstance(path, dict) else fields.get("absolute_url")
    return RemoteEvent(
        uid=_uid(fields, page),
        title=title,
        description=_description(fields),
        starts=when.starts,
        ends=when.ends,
        all_day=when.all_day,
        zone=zones.home,
        place=place,
        online=_online(fields) or is_screen(place),
        categories=categories_of(_texts(fields, _FILED)),
        url=clean(urljoin(page, alias), 500) if isinstance(alias, str) else "",
        status="cancelled" if off else status,
        notes=when.notes,
    )


def _spans(fields: Entry, zone: str) -> Iterator[tuple[Said, Said | None]]:
    """Yield from when to when it is: of the first field that holds a range, else of one for each end."""
    dated = {
        name: value
        for name, value in fields.items()
        if _WHEN.search(name) and not _NOT_WHEN.search(name) and value
    }
    for value in dated.values():
        ranges = value if isinstance(value, list) else [value]
        if all(isinstance(one, dict) and "value" in one for one in ranges):
            yield from (_range(one, zone) for one in ranges)
            return
    starts = [name for name, value in dated.items() if not _END.search(name) and isinstance(value, str | int)]
    ends = [name for name, value in dated.items() if _END.search(name) and isinstance(value, str | int)]
    starts.sort(key=lambda name: not _START.search(name))
    if starts:
        yield _said(dated[starts[0]]), _said(dated[ends[0]]) if ends else None


def _range(value: Entry, zone: str) -> tuple[Said, Said | None]:
    start, until = _said(value["value"]), value.get("end_value") or value.get("value2")
    end = _said(until) if until else None
    if isinstance(value["value"], int) and end and end.moment - start.moment == _WHOLE_DAY:
        return Said(wall(start.moment, zone), date_only=True), Said(wall(end.moment, zone), date_only=True)
    return start, end


def _said(value: Any) -> Said:  # noqa: ANN401
    """Read a time: a text, or seconds since 1970. Without an offset it is UTC, as Drupal keeps it."""
    if isinstance(value, int):
        return Said(in_reach(datetime.fromtimestamp(0, UTC) + timedelta(seconds=value)), utc=True)
    known = said(value)
    return (
        known
        if known.date_only or known.moment.tzinfo
        else known._replace(moment=known.moment.replace(tzinfo=UTC))
    )


def _description(fields: Entry) -> str:
    for name in ("body", "field_description", "field_body", "description", "field_summary"):
        value = fields.get(name)
        text = value.get("processed") or value.get("value") if isinstance(value, dict) else value
        if isinstance(text, str) and text:
            return paragraphs(text)
    return ""


def _place(fields: Entry) -> str:
    return clean(", ".join(dict.fromkeys(_texts(fields, _WHERE))), 500)


def _texts(fields: Entry, about: re.Pattern[str]) -> list[str]:
    named = (value for name, value in fields.items() if about.search(name))
    each = (one for value in named for one in (value if isinstance(value, list) else [value]))
    return [words for one in each if (words := _words(one))]


def _words(value: Any) -> str:  # noqa: ANN401
    if isinstance(value, dict):
        parts = [line(value.get(name)) for name in _ADDRESS] if "locality" in value else [line(value.get("value"))]
        return ", ".join(filter(None, parts))
    return line(value, 300)


def _online(fields: Entry) -> bool:
    said_so = any(_ONLINE.search(name) and value in (True, "1", 1) for name, value in fields.items())
    formats = " ".join(_texts(fields, _FORMAT)).lower()
    return said_so or bool(_ONLINE.search(formats) and not re.search(r"person|hybrid", formats))

"""The public calendar for programs that read neither: jCal (RFC 7265) and a table."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType

from atma_tui.calendars.words import link_words, place_words
from atma_tui.calendars.writing.feed import published
from atma_tui.domain.csv_table import csv_cell
from atma_tui.domain.records import Clinic, Event, Site
from atma_tui.domain.text import clean
from atma_tui.domain.when import rfc3339

_ESCAPED = re.compile(r"\\(.)")
COLUMNS = ("starts", "ends", "all_day", "site", "title", "place", "status", "seats_left", "link", "about", "uid")


def jcal(feed: bytes) -> bytes:
    """Return a calendar made by `feed` as jCal: the same events in JSON, in UTF-8.

    icalendar leaves what a calendar says of itself as it is escaped, for it knows no NAME (RFC 7986 section 5.1):
    all of that is text here.
    """
    from icalendar import Calendar

    name, properties, parts = Calendar.from_ical(feed).to_jcal()
    told = [
        [one, parameters, "text", _ESCAPED.sub(_letter, value)]
        if kind == "unknown"
        else [one, parameters, kind, value]
        for one, parameters, kind, value in properties
    ]
    return json.dumps([name, told, parts]).encode()


def _letter(escaped: re.Match[str]) -> str:
    return "\n" if escaped[1] in "nN" else escaped[1]


def csv_table(
    events: Iterable[Event],
    sites: Mapping[str, Site],
    clinic: Clinic,
    *,
    now: datetime,
    seats_left: Mapping[str, int | None] = MappingProxyType({}),
) -> bytes:
    """Return the events of a public calendar as CSV (RFC 4180), one a line, in UTF-8 with the mark Excel wants."""
    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow(COLUMNS)
    for event in published(events, now):
        site = sites[event.site]
        left = seats_left.get(event.id) if clinic.seats_in_feed else None
        row = (
            *(_time(wall, event) for wall in (event.starts, event.ends)),
            *("yes" if event.all_day else "no", site.name, clean(event.title, 300), place_words(event, site)),
            *(event.status, left, link_words(event), clean(event.description, 4000, lines=True), event.uid),
        )
        table.writerow([csv_cell(value) for value in row])
    return text.getvalue().encode("utf-8-sig")


def _time(wall: datetime, event: Event) -> str:
    return wall.date().isoformat() if event.all_day else rfc3339(wall, event.zone)

"""Eventbrite's pages: schema.org events, each known by its number, which its address ends with.

An organizer's list gives only the day of an event; the event's own page gives the hour.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from msgspec.structs import replace

from atma_tui.domain.records import Reading, RemoteEvent, Source
from atma_tui.sync.exchange import Answer
from atma_tui.sync.formats.schema_org.page import read_page
from atma_tui.sync.formats.shared import clock_zones

ADDRESS = re.compile(
    r"https?://(?:www\.)?eventbrite\.[a-z.]{2,10}/e/(?:[^/?#]{0,300}-)?(\d{4,20})(?:[/?#]|\Z)", re.IGNORECASE
)
ONLY_A_DAY = "The list says only the day; the event's own page says from when to when."


def next_page(answer: Answer) -> str:
    """Return nothing: one page is all that is read."""
    return ""


def read(pages: Sequence[Answer], source: Source, zone: str, now: datetime) -> Reading:
    """Read the events of a page."""
    reading = read_page(pages[0], clock_zones(zone, source.clock), now, name_of_page)
    return replace(reading, events=tuple(map(_marked, reading.events)))


def name_of_page(address: str) -> str:
    """Return the name of the event on that page, whatever else its address carries; empty for another page."""
    found = ADDRESS.match(address)
    return f"{found[1]}@eventbrite" if found else ""


def _marked(event: RemoteEvent) -> RemoteEvent:
    return replace(event, notes=(*event.notes, ONLY_A_DAY)) if event.all_day else event

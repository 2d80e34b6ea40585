"""Meetup's pages of a group: schema.org events, each known by its id, which is in its address."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from atma_tui.domain.records import Reading, Source
from atma_tui.sync.exchange import Answer
from atma_tui.sync.formats.schema_org.page import read_page
from atma_tui.sync.formats.shared import clock_zones

ADDRESS = re.compile(
    r"https?://(?:www\.)?meetup\.com/(?:[a-z]{2}-[A-Z]{2}/)?[^/?#]{1,200}/events/(\w{4,40})(?:[/?#]|\Z)",
    re.IGNORECASE,
)


def next_page(answer: Answer) -> str:
    """Return nothing: one page is all that is read."""
    return ""


def read(pages: Sequence[Answer], source: Source, zone: str, now: datetime) -> Reading:
    """Read the events of a page."""
    return read_page(pages[0], clock_zones(zone, source.clock), now, name_of_page)


def name_of_page(address: str) -> str:
    """Return the name of the event on that page, whatever else its address carries; empty for another page."""
    found = ADDRESS.match(address)
    return f"{found[1]}@meetup" if found else ""

"""schema.org events in a web page: `<script type="application/ld+json">`, as an object, a list or a `@graph`.

A page lists some events and perhaps not all, so absence proves nothing. Capacities given there are ignored: the
desk owns its seats.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from atma_tui.domain.records import Reading, Source
from atma_tui.sync.exchange import Answer
from atma_tui.sync.formats.schema_org.page import read_page
from atma_tui.sync.formats.shared import clock_zones


def next_page(answer: Answer) -> str:
    """Return nothing: one page is all that is read."""
    return ""


def read(pages: Sequence[Answer], source: Source, zone: str, now: datetime) -> Reading:
    """Read the events of a page."""
    return read_page(pages[0], clock_zones(zone, source.clock), now)

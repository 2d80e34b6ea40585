"""iCalendar files (RFC 5545)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from atma_tui.domain.records import Reading, Source
from atma_tui.sync.fetch import Answer


def next_page(answer: Answer) -> str:
    """Return nothing: a calendar is one file."""
    return ""


def read(pages: Sequence[Answer], source: Source, zone: str, now: datetime) -> Reading:
    """Read a calendar file. Raises `Unreadable` when it is not whole."""
    from atma_tui.calendars.reader import read_calendar

    return read_calendar(
        pages[0].body, home_zone=zone, now=now, charset=pages[0].charset, wall_clock_zones=source.clock
    )

"""iCalendar files (RFC 5545)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from atma_tui.domain.records import Reading, Source
from atma_tui.sync.exchange import Answer

if TYPE_CHECKING:
    from atma_tui.calendars.reading.reader import ReadBlocks


_read_blocks: dict[str, ReadBlocks] = {}
"""What was read from each source since the program started: only new and changed events are parsed again."""


def next_page(answer: Answer) -> str:
    """Return nothing: a calendar is one file."""
    return ""


def read(pages: Sequence[Answer], source: Source, zone: str, now: datetime) -> Reading:
    """Read a calendar file. Raises `Unreadable` when it is not whole."""
    from atma_tui.calendars.reading.reader import ReadBlocks, read_calendar

    return read_calendar(
        pages[0].body,
        home_zone=zone,
        now=now,
        charset=pages[0].charset,
        wall_clock_zones=source.clock,
        kept=_read_blocks.setdefault(source.id, ReadBlocks()),
    )

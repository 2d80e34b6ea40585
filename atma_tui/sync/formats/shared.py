"""What the formats have in common: words out of HTML, titles that say an event is off, times in doubt."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Literal

from atma_tui.calendars.plain import plain_text, split_cancelled
from atma_tui.calendars.reading_zones import Told, WallClock, Zones
from atma_tui.calendars.recurrence import Budget
from atma_tui.domain.text import clean
from atma_tui.domain.when import clock_name, day_words

DEFAULT_LENGTH = timedelta(hours=1)
NO_END = "It has no sure end; an hour is assumed."
_ESCAPED = re.compile(r"&lt;/?[a-z][a-z0-9]*(?:\s[^&]*)?/?&gt;", re.IGNORECASE)


def line(value: object, limit: int = 200) -> str:
    """Return a title or a name in one line, its entities read (`&#038;`)."""
    return clean(unescape(value), limit) if isinstance(value, str) else ""


def paragraphs(value: object) -> str:
    """Return a piece of HTML, also one that is escaped once more, as plain lines."""
    if not isinstance(value, str):
        return ""
    return plain_text(unescape(value) if _ESCAPED.search(value) else value)


def status_of(title: str, said: str = "") -> tuple[str, Literal["confirmed", "tentative", "cancelled"]]:
    """Return the title without its mark of being off, and the status.

    Args:
        title: as the website says it.
        said: a schema.org `eventStatus`, bare or as an address; postponed without a new date is tentative.
    """
    bare, off = split_cancelled(title)
    name = said.rpartition("/")[2]
    if off or name == "EventCancelled":
        return bare or title, "cancelled"
    return title, "tentative" if name == "EventPostponed" else "confirmed"


def clock_zones(home: str, policy: WallClock) -> Zones:
    """Return how times are read at the clinic; these formats bring no rules of their own for zones."""
    return Zones(home, [], "", policy, Budget())


def doubt_note(told: Told, zone_name: str, home: str) -> str:
    """Return what had to be assumed of a time, as a question for the desk."""
    name = clean(zone_name, 40)
    if told.doubt is None:
        return ""
    if told.doubt.other is not None:
        return (
            f"Said in {name}: {told.wall:%H:%M} is what its clock shows; by {clock_name(home)} that may be "
            f"{told.doubt.other:%H:%M} on {day_words(told.doubt.other.date())}. Ask the sender."
        )
    if told.doubt.kind == "unknown":
        return f"Nobody knows the time zone {name}; taken as {clock_name(home)}."
    return f"Its time has no zone; taken as {clock_name(home)}."

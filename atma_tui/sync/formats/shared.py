"""What the formats have in common: words out of HTML, titles that say an event is off, times in doubt."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from html import unescape
from typing import Literal

from msgspec.structs import replace

from atma_tui.calendars.reading.components import MAX_EVENTS
from atma_tui.calendars.reading.html_text import plain_text, split_cancelled
from atma_tui.calendars.reading.recurrence import Budget
from atma_tui.calendars.reading.zones import Told, WallClock, Zones
from atma_tui.domain.errors import Unreadable
from atma_tui.domain.records import RemoteEvent
from atma_tui.domain.text import clean
from atma_tui.domain.when import clock_name, day_words
from atma_tui.sync.refusals import KEPT

DEFAULT_LENGTH = timedelta(hours=1)
NO_END = "It has no sure end; an hour is assumed."
_YEARS = range(1900, 2201)
"""What a clinic plans, as in calendar files (`calendars.spans`): further off, no zone can tell the time."""
_LONGEST_LINE = 10_000
"""How much of a title or a name is looked at, its tags among it."""
_ESCAPED = re.compile(r"&lt;/?[a-z][a-z0-9]*(?:\s[^&]*)?/?&gt;", re.IGNORECASE)
_BREAK = re.compile(r"</?(?:br|p)\b[^<>]*>", re.IGNORECASE)
_INLINE = re.compile(
    r"</?(?:a|abbr|b|big|bdi|cite|code|em|font|i|mark|s|small|span|strong|sub|sup|u)\b[^<>]*>", re.IGNORECASE
)


def in_reach(moment: datetime) -> datetime:
    """Return a moment of an event. Raises `ValueError` for years that no clinic plans."""
    if moment.year not in _YEARS:
        raise ValueError(f"the year {moment.year} is out of reach")
    return moment


def refuse_too_many(count: int, host: str) -> None:
    """Raise `Unreadable` for more events than a book takes."""
    if count > MAX_EVENTS:
        raise Unreadable(f"{host} lists more than {MAX_EVENTS:,} events. {KEPT}")


def told_apart(events: Iterable[RemoteEvent]) -> Iterator[RemoteEvent]:
    """Yield the events, those that share a name told apart by their starts."""
    events = list(events)
    times = Counter(event.uid for event in events)
    for event in events:
        yield replace(event, recurrence=event.starts.isoformat("T", "minutes")) if times[event.uid] > 1 else event


def line(value: object, limit: int = 200) -> str:
    """Return a title or a name in one line, its entities read (`&#038;`) and its tags gone."""
    if not isinstance(value, str):
        return ""
    text = unescape(value[:_LONGEST_LINE])
    return clean(_INLINE.sub("", _BREAK.sub(" ", text)) if "<" in text else text, limit)


def paragraphs(value: object) -> str:
    """Return a piece of HTML, also one that is escaped once more, as plain lines."""
    if not isinstance(value, str):
        return ""
    return plain_text(unescape(value) if _ESCAPED.search(value) else value)


def status_of(title: str, said: object = None) -> tuple[str, Literal["confirmed", "tentative", "cancelled"]]:
    """Return the title without its mark of being off, and the status.

    Args:
        title: as the website says it.
        said: a schema.org `eventStatus`; postponed without a new date is tentative.
    """
    bare, off = split_cancelled(title)
    names = status_names(said)
    if off or "EventCancelled" in names:
        return bare or title, "cancelled"
    return title, "tentative" if "EventPostponed" in names else "confirmed"


def status_names(said: object) -> set[str]:
    """Return the names in a schema.org `eventStatus`: one or a list, bare, as an address, or as a node."""
    each = said if isinstance(said, list) else [said]
    names = (one.get("@id") if isinstance(one, dict) else one for one in each)
    return {re.split(r"[/#:]", name)[-1].strip() for name in names if isinstance(name, str)}


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

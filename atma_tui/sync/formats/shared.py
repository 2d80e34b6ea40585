"""What the formats share: answers in JSON, text in HTML, titles that say an event is off, times in doubt."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from hashlib import blake2s
from html import unescape
from typing import Any, Literal

from msgspec.structs import replace

from atma_tui.calendars.reading.recurrence import Budget
from atma_tui.calendars.reading.text.categories import category_names
from atma_tui.calendars.reading.text.components import MAX_EVENTS
from atma_tui.calendars.reading.text.html_text import plain_text, split_cancelled
from atma_tui.calendars.reading.zones import WallClock, WallTime, Zones
from atma_tui.domain.errors import Unreadable
from atma_tui.domain.records import RemoteEvent
from atma_tui.domain.text import clean, unaccented
from atma_tui.domain.when import clock_name, day_words
from atma_tui.sync.addresses import host_of
from atma_tui.sync.exchange import Answer
from atma_tui.sync.json_text import read_json
from atma_tui.sync.refusals import KEPT

DEFAULT_LENGTH = timedelta(hours=1)
NO_END = "It has no sure end; an hour is assumed."
_YEARS = range(1900, 2200)
"""Years that a clinic plans, as in calendar files: further away, no zone can tell the time."""
_LONGEST_LINE = 10_000
"""How much of a title or a name is looked at, its tags among it."""
_ESCAPED = re.compile(r"&lt;/?[a-z][a-z0-9]*(?:\s[^&]*)?/?&gt;", re.IGNORECASE)
_BREAK = re.compile(r"</?(?:br|p)\b[^<>]*>", re.IGNORECASE)
_INLINE = re.compile(
    r"</?(?:a|abbr|b|big|bdi|cite|code|em|font|i|mark|s|small|span|strong|sub|sup|u)\b[^<>]*>", re.IGNORECASE
)


def json_of(answer: Answer) -> Any:  # noqa: ANN401 -- what a server sends is anything until it is looked at
    """Return an answer in JSON. Raises `Unreadable` for one that is cut off or not JSON."""
    try:
        return read_json(answer.body)
    except ValueError:
        raise Unreadable(f"The response from {host_of(answer.url)} is incomplete. {KEPT}") from None


def listing_of(answer: Answer, *names: str) -> dict[str, Any]:
    """Return an answer in JSON that has a list under one of these names. Raises `Unreadable` for any other."""
    try:
        data = read_json(answer.body)
    except ValueError:
        data = None
    if not isinstance(data, dict) or not any(isinstance(data.get(name), list) for name in names):
        raise Unreadable(f"The answer of {host_of(answer.url)} is not a complete list of events. {KEPT}")
    return data


def as_list(value: Any) -> list[Any]:  # noqa: ANN401
    """Return a list as it is, and an empty one for anything else."""
    return value if isinstance(value, list) else []


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
    """Yield the events, each under a key of its own; what has the same name, title, start and place is one event.

    A page's address names no event when several share it: they are told apart by place or title, as they differ,
    and dates of one event by their starts.
    """
    by_uid: dict[str, dict[tuple[str, str, datetime], RemoteEvent]] = {}
    for event in events:
        by_uid.setdefault(event.uid, {})[unaccented(event.title), unaccented(event.place), event.starts] = event
    for uid, same in by_uid.items():
        titles, places = ({key[part] for key in same} for part in (0, 1))
        named: dict[str, list[RemoteEvent]] = {}
        for (title, place, _), event in same.items():
            parts = [title] * (len(titles) > 1) + [place] * (len(places) > 1)
            named.setdefault(f"{uid} {short_name(*parts)}" if parts else uid, []).append(event)
        for name, dates in named.items():
            for event in dates:
                start = event.starts.isoformat("T", "minutes") if len(dates) > 1 else ""
                yield replace(event, uid=name, recurrence=event.recurrence or start)


def short_name(*parts: str) -> str:
    """Return a name made of what an event says, for one that has none of its own."""
    return blake2s("|".join(parts).encode(), digest_size=12).hexdigest()


def rendered(value: object) -> object:
    """Return a text that WordPress may have wrapped as `{"rendered": ...}`."""
    return value.get("rendered") if isinstance(value, dict) else value


def categories_of(names: Iterable[object]) -> tuple[str, ...]:
    """Return what an event is filed under: names, or texts with commas between them."""
    return category_names(line(name, _LONGEST_LINE) for name in names)


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
        said: a status in the words of schema.org or of a plugin; postponed without a new date is tentative.
    """
    bare, off = split_cancelled(title)
    names = status_names(said)
    if off or "cancelled" in names:
        return bare or title, "cancelled"
    return title, "tentative" if names & {"postponed", "tentative"} else "confirmed"


def status_names(said: object) -> set[str]:
    """Return the names in a status: one or a list, bare, as an address, or as a node, in whatever spelling.

    `https://schema.org/EventCancelled`, `Canceled` and `event-cancelled` are all `cancelled`.
    """
    each = said if isinstance(said, list) else [said]
    names = (_bare(one) for one in each)
    plain = (re.sub(r"[^a-z]+", "", re.split(r"[/#:]", name.strip().rstrip("/"))[-1].lower()) for name in names)
    bare = (name.removeprefix("event").removeprefix("status") for name in plain)
    return {"cancelled" if name in ("canceled", "cancelled", "cancel") else name for name in bare}


def _bare(said: object) -> str:
    if isinstance(said, dict):
        said = next((said[name] for name in ("@id", "@value", "name", "url") if said.get(name)), "")
    return said if isinstance(said, str) else ""


def clock_zones(home: str, policy: WallClock) -> Zones:
    """Return how times are read at the clinic; these formats bring no rules of their own for zones."""
    return Zones(home, [], "", policy, Budget())


def doubt_note(local: WallTime, zone_name: str, home: str) -> str:
    """Return what had to be assumed of a time, as a question for the desk."""
    name = clean(zone_name, 40)
    if local.doubt is None:
        return ""
    if local.doubt.other is not None:
        return (
            f"Said in {name}: {local.wall:%H:%M} is what its clock shows; by {clock_name(home)} that may be "
            f"{local.doubt.other:%H:%M} on {day_words(local.doubt.other.date())}. Ask the sender."
        )
    if local.doubt.kind == "unknown":
        return f"Nobody knows the time zone {name}; taken as {clock_name(home)}."
    return f"Its time has no zone; taken as {clock_name(home)}."

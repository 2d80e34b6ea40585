"""A calendar of Google's API (`calendar/v3/calendars/ID/events`): rewritten as the equivalent iCalendar file.

So series, changed and cancelled dates, zones and doubts about them are read in one place. The digits of a time are
the wall clock of the calendar's zone, whatever offset is written with them. Of what is cancelled Google may tell
no more than its id, and for a date the id of its series: then the `iCalUID` that the others have is found by that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from msgspec.structs import replace

from atma_tui.calendars.reading.text.html_text import plain_text
from atma_tui.calendars.reading.zone_names import iana_name
from atma_tui.calendars.words import UNTITLED
from atma_tui.domain.records import Reading, Source
from atma_tui.domain.text import clean
from atma_tui.domain.when import wall
from atma_tui.sync.addresses import host_of
from atma_tui.sync.exchange import Answer
from atma_tui.sync.formats.shared import listing_of, refuse_too_many

_RULE = re.compile(r"(?:RRULE|EXRULE|RDATE|EXDATE)[;:][\x20-\x7e]{1,2000}")
_NO_EVENTS = frozenset(("outOfOffice", "focusTime", "workingLocation", "birthday"))
"""Entries that Google lists among the events, but nobody comes for."""
_PUBLIC = (None, "", "default", "public")


def next_page(answer: Answer) -> str:
    """Return the address of the next page."""
    token = listing_of(answer, "items").get("nextPageToken")
    if not isinstance(token, str) or not token:
        return ""
    parts = urlsplit(answer.url)
    query = [
        (name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name != "pageToken"
    ]
    return urlunsplit(parts._replace(query=urlencode([*query, ("pageToken", token)])))


def read(pages: Sequence[Answer], source: Source, zone: str, now: datetime) -> Reading:
    """Read the events of all pages."""
    from atma_tui.calendars.reading.reader import read_calendar

    lines, lost, lost_uids = ["BEGIN:VCALENDAR", "VERSION:2.0"], list[str](), list[str]()
    count = 0
    each = [listing_of(page, "items") for page in pages]
    names = _names(item for data in each for item in data["items"])
    for page, data in zip(pages, each, strict=True):
        for item in data["items"]:
            refuse_too_many(count := count + 1, host_of(page.url))
            if not isinstance(item, dict):
                lost.append("One entry of the list is not an event.")
            elif item.get("eventType") not in _NO_EVENTS:
                try:
                    lines += list(_event(item, _uid(item, names), str(data.get("timeZone") or "")))
                except (KeyError, ValueError, TypeError, AttributeError):
                    lost.append(f"“{clean(item.get('summary')) or UNTITLED}” has no date that can be read.")
                    lost_uids.append(_uid(item, names))
    body = "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()
    reading = read_calendar(body, home_zone=zone, now=now, wall_clock_zones=source.clock)
    return replace(reading, lost=(*lost, *reading.lost), lost_uids=(*lost_uids, *reading.lost_uids))


def _names(items: Iterable[Any]) -> dict[str, str]:
    """Return the UIDs of the events that have one, by their ids and those of their series."""
    named = (one for one in items if isinstance(one, dict) and one.get("iCalUID"))
    return {str(one[id]): str(one["iCalUID"]) for one in named for id in ("id", "recurringEventId") if one.get(id)}


def _uid(item: dict[str, Any], names: Mapping[str, str]) -> str:
    """Return the UID of an event. Google makes it of the id, unless the event came from elsewhere."""
    id = str(item.get("recurringEventId") or item.get("id") or "")
    made = f"{id}@google.com" if id and names else id
    return clean(item.get("iCalUID") or names.get(id) or made, 200)


def _event(item: dict[str, Any], uid: str, calendar_zone: str) -> Iterator[str]:
    """Yield the lines of an event. A cancelled date of a series may have no times but its original one."""
    original = item.get("originalStartTime")
    start = item.get("start") or original
    if item.get("status") == "cancelled" and not start:
        yield from ("BEGIN:VEVENT", f"UID:{_text(uid)}", "STATUS:CANCELLED", "END:VEVENT")
        return
    lines = [
        "BEGIN:VEVENT",
        f"UID:{_text(uid)}",
        f"SUMMARY:{_text(item.get('summary') or UNTITLED)}",
        f"DESCRIPTION:{_text(plain_text(str(item.get('description') or '')))}",
        f"LOCATION:{_text(item.get('location') or ('Online' if _has_meeting(item) else ''))}",
        f"DTSTART{_time(start, calendar_zone)}",
        f"STATUS:{_text(str(item.get('status') or 'confirmed').upper())}",
        f"SEQUENCE:{int(item.get('sequence') or 0)}",
        f"CLASS:{'PUBLIC' if item.get('visibility') in _PUBLIC else 'PRIVATE'}",
    ]
    lines += [f"DTEND{_time(item['end'], calendar_zone)}"] if item.get("end") else []
    lines += [f"RECURRENCE-ID{_time(original, calendar_zone)}"] if original else []
    if isinstance(updated := item.get("updated"), str):
        lines.append(f"LAST-MODIFIED:{datetime.fromisoformat(updated).astimezone(UTC):%Y%m%dT%H%M%SZ}")
    lines += [rule for rule in item.get("recurrence") or () if _RULE.fullmatch(rule)]
    yield from (*lines, "END:VEVENT")


def _has_meeting(item: dict[str, Any]) -> bool:
    return bool(item.get("hangoutLink") or item.get("conferenceData"))


def _time(said: Any, calendar_zone: str) -> str:  # noqa: ANN401
    """Return a time as iCalendar writes it, after the name of its property. Raises what it likes for none."""
    if "dateTime" not in said:
        return f";VALUE=DATE:{date.fromisoformat(said['date']):%Y%m%d}"
    moment = datetime.fromisoformat(said["dateTime"])
    own = iana_name(str(said.get("timeZone") or calendar_zone)) or ""
    if moment.tzinfo is not None and (own != iana_name(calendar_zone) or said["dateTime"].endswith("Z")):
        if not own:
            return f":{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        moment = wall(moment, own)
    return f";TZID={own}:{moment:%Y%m%dT%H%M%S}" if own else f":{moment:%Y%m%dT%H%M%S}"


def _text(value: object) -> str:
    words = clean(value, 12_000, lines=True).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return words.replace("\n", "\\n")

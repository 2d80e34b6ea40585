"""Reading one event of a calendar, from its block of lines to a `RemoteEvent`."""

from __future__ import annotations

import contextlib
import re
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Literal, NamedTuple

from atma_tui.calendars.reading.duplicate_uids import key_of
from atma_tui.calendars.reading.event_times import Properties, Span, moment, read_span
from atma_tui.calendars.reading.text.categories import category_names
from atma_tui.calendars.reading.text.components import Line
from atma_tui.calendars.reading.text.html_text import plain_text, split_cancelled, without_entities
from atma_tui.calendars.reading.text.online import has_conference, is_screen
from atma_tui.calendars.reading.text.properties import NoValue
from atma_tui.calendars.reading.warnings import on_class, on_time
from atma_tui.calendars.reading.zones import Zones
from atma_tui.calendars.words import UNTITLED, link_of
from atma_tui.domain.records import RemoteEvent
from atma_tui.domain.text import clean

_ESCAPED = re.compile(r"\\([\\;,:\"nN])")
_LONGEST_UID = 300
_REPEATING = ("RECURRENCE-ID", "RRULE", "RDATE", "EXRULE", "EXDATE", "CLASS", "STATUS")


class Incoming(NamedTuple):
    """An event that was read, and what is needed to repeat it."""

    event: RemoteEvent
    span: Span
    properties: Properties
    """Its properties about dates, and those of a changed date."""
    onward: bool
    """Whether it applies to this date of a series and all later ones."""
    remarks: tuple[str, ...]
    """Notes about it that do not depend on its time."""


def read_event(properties: Properties, zones: Zones, *, off: bool = False) -> Incoming:
    """Read one event; all events of a calendar may be `off`.

    Raises `NoValue` with the reason when it has no start or a wrong RECURRENCE-ID.
    """
    span = read_span(properties, zones)
    title, off_by_title = split_cancelled(_line(properties, "SUMMARY"))
    place = _line(properties, "LOCATION")
    recurrence, onward = _recurrence(properties, span, zones)
    private = _privacy(properties)
    remarks = span.remarks + on_class(private or "")
    event = RemoteEvent(
        uid=_uid(_text(properties, "UID"), span, title, place),
        recurrence=recurrence,
        title=title or UNTITLED,
        description=plain_text(_text(properties, "DESCRIPTION")),
        starts=span.starts,
        ends=span.ends,
        all_day=span.all_day,
        zone=zones.home,
        place=place,
        online=is_screen(place) if place else has_conference(properties),
        categories=category_names(line.value for line in properties.get("CATEGORIES", ())),
        url=link_of(_value(properties, "URL")),
        status="cancelled" if off or off_by_title else _status(properties),
        private=private is not None,
        sequence=_sequence(properties),
        modified=_modified(properties),
        notes=on_time(span.starts, span.doubt, zones.home) + remarks,
    )
    kept = {name: properties[name] for name in _REPEATING if name in properties}
    return Incoming(event, span, kept, onward, remarks)


def calls_off(properties: Properties) -> bool:
    """Whether an event's properties say that it is off."""
    return _status(properties) == "cancelled" or split_cancelled(_line(properties, "SUMMARY"))[1]


def name_of(properties: Properties) -> tuple[str, str]:
    """Return title and UID of an event that could not be read, as far as it has them."""
    return _text(properties, "SUMMARY"), known_uid(_text(properties, "UID"))


def _value(properties: dict[str, list[Line]], name: str) -> str:
    return properties[name][0].value if name in properties else ""


def _text(properties: dict[str, list[Line]], name: str) -> str:
    value = _value(properties, name)
    return _ESCAPED.sub(_unescaped, value) if "\\" in value else value


def _line(properties: Properties, name: str) -> str:
    return clean(without_entities(_text(properties, name)), 300)


def _unescaped(found: re.Match[str]) -> str:
    return "\n" if found[1] in "nN" else found[1]


def _uid(uid: str, span: Span, title: str, place: str) -> str:
    """Return the UID; one made from date, title and place if the sender gives none."""
    return known_uid(uid) or f"{_short(f'{span.starts:%Y-%m-%d}|{title}|{place}')}@no-uid"


def known_uid(uid: str) -> str:
    """Return a UID as the book keeps it: a long one is replaced by a name made from it; empty for none."""
    known = clean(uid, 10_000)
    return known if len(known) <= _LONGEST_UID else f"{_short(known)}@long-uid"


def _short(content: str) -> str:
    return blake2b(content.encode(), digest_size=12).hexdigest()


def _recurrence(properties: Properties, span: Span, zones: Zones) -> tuple[str, bool]:
    line = properties["RECURRENCE-ID"][0] if "RECURRENCE-ID" in properties else None
    if line is None or not line.value:
        return "", False
    original = moment(line.value, days=line.days)
    if not isinstance(original, datetime):
        return original.isoformat(), line.onward
    here = zones.along(original, line.zone or span.zone, span.sent)
    return key_of(here.wall, all_day=span.all_day), line.onward


def _privacy(properties: Properties) -> str | None:
    """Return the mark of an event that is not for everybody; None for a public one.

    An unknown mark means private (RFC 5545 section 3.8.1.3).
    """
    marks = (line.value.strip().upper() for line in properties.get("CLASS", ()))
    return next((mark for mark in marks if mark != "PUBLIC"), None)


def _status(properties: Properties) -> Literal["confirmed", "tentative", "cancelled"]:
    said = _value(properties, "STATUS").strip().lower()
    if said in ("cancelled", "canceled"):
        return "cancelled"
    return "tentative" if said in ("tentative", "postponed") else "confirmed"


def _sequence(properties: Properties) -> int:
    said = _value(properties, "SEQUENCE").strip()
    return int(said) if re.fullmatch(r"[0-9]{1,9}", said) else 0


def _modified(properties: Properties) -> datetime | None:
    with contextlib.suppress(NoValue):
        found = moment(_value(properties, "LAST-MODIFIED"))
        if isinstance(found, datetime):
            return found.replace(tzinfo=UTC)
    return None

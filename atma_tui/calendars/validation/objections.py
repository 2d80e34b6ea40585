"""The objections to calendars, events and zones; see `validator`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

from atma_tui.calendars.reading.recurrence import Budget
from atma_tui.calendars.reading.text.properties import NoValue, read_length, read_moment, read_offset, read_parts
from atma_tui.calendars.reading.zone_blocks import block_offset
from atma_tui.calendars.reading.zone_names import iana_name
from atma_tui.calendars.validation.parts import Part, Property
from atma_tui.domain.when import exists, zone

Found = Iterator[tuple[int, str]]

_ONCE = (
    "UID",
    "DTSTAMP",
    "DTSTART",
    "DTEND",
    "DURATION",
    "SUMMARY",
    "DESCRIPTION",
    "LOCATION",
    "STATUS",
    "SEQUENCE",
)
_OF_PEOPLE = ("ATTENDEE", "ORGANIZER", "CONTACT")
_TIMES = ("DTSTART", "DTEND", "RECURRENCE-ID", "EXDATE", "RDATE")
_STATUS = ("TENTATIVE", "CONFIRMED", "CANCELLED")
_UTC = ("DTSTAMP", "CREATED", "LAST-MODIFIED")


def of_calendar(calendar: Part) -> Found:
    """Yield the objections to a VCALENDAR and all in it, each with its line."""
    for name in ("PRODID", "VERSION"):
        if len(calendar.all(name)) != 1:
            yield calendar.line, f"a calendar needs one {name}"
    version = calendar.first("VERSION")
    if version and version.value != "2.0":
        yield version.line, f"VERSION is {version.value}, not 2.0"
    if not calendar.parts:
        yield calendar.line, "a calendar must hold at least one event or zone (RFC 5545 section 3.6)"
    yield from _of_calendars_properties(calendar)
    zones = {one.value: part for part in calendar.inner("VTIMEZONE") for one in part.all("TZID")[:1]}
    events = calendar.inner("VEVENT")
    for part in calendar.inner("VTIMEZONE"):
        yield from _of_zone(part)
    yield from _of_zones_rules(events, zones)
    for event in events:
        yield from _of_event(event)
        yield from _of_times(event, zones)
    yield from _of_series(events)


def _of_calendars_properties(calendar: Part) -> Found:
    for one in calendar.all("UID"):
        yield one.line, "a UID of the calendar itself makes vdirsyncer take all events for one"
    for name, kind in (("REFRESH-INTERVAL", "DURATION"), ("SOURCE", "URI")):
        for one in calendar.all(name):
            if one.parameters.get("VALUE", "").upper() != kind:
                yield one.line, f"{name} must say VALUE={kind} (RFC 7986 section 5)"
    first_part = min((part.line for part in calendar.parts), default=0)
    for one in calendar.properties:
        if first_part and one.line > first_part:
            yield one.line, f"{one.name} of the calendar comes after its events; Outlook does not see it there"
    method = calendar.first("METHOD")
    for event in calendar.inner("VEVENT"):
        if method and method.value.upper() == "PUBLISH" and not event.all("ORGANIZER"):
            yield event.line, "METHOD:PUBLISH wants an ORGANIZER (RFC 5546 section 3.2.1); leave METHOD out"
            break


def _of_event(event: Part) -> Found:
    for name in ("UID", "DTSTAMP", "DTSTART"):
        if not event.all(name):
            yield event.line, f"an event has no {name}"
    for name in _ONCE:
        for one in event.all(name)[1:]:
            yield one.line, f"{name} is said twice"
    for name in _OF_PEOPLE:
        for one in event.all(name):
            yield one.line, f"{name} tells of a person"
    for alarm in event.inner("VALARM"):
        yield alarm.line, "an alarm would ring at everybody who subscribes"
    for one in event.all("STATUS"):
        if one.value.upper() not in _STATUS:
            yield one.line, f"STATUS {one.value} is none"
    for one in event.all("SEQUENCE"):
        if not one.value.isdecimal():
            yield one.line, f"SEQUENCE {one.value} is no number"
    for name in _UTC:
        for one in event.all(name):
            if not one.value.endswith("Z") or _moment(one) is None:
                yield one.line, f"{name} must be a time in UTC"


def _of_times(event: Part, zones: dict[str, Part]) -> Found:
    for one in event.properties:
        if one.name in _TIMES:
            yield from _of_time(one, zones)
    start, end, length = event.first("DTSTART"), event.first("DTEND"), event.first("DURATION")
    if end and length:
        yield length.line, "an event has both DTEND and DURATION"
    if length:
        try:
            if read_length(length.value) < timedelta():
                yield length.line, "DURATION is negative"
        except NoValue:
            yield length.line, f"DURATION {length.value} is none"
    if start and end:
        yield from _of_end(start, end)


def _of_time(one: Property, zones: dict[str, Part]) -> Found:
    whole_day = one.parameters.get("VALUE", "").upper() == "DATE"
    named = one.parameters.get("TZID", "")
    for text in one.value.split(","):
        value = _moment(one, text)
        if value is None:
            yield one.line, f"{one.name} {text} is no date or time"
        elif whole_day != (not isinstance(value, datetime)):
            yield one.line, f"{one.name} {text} is not what its VALUE says (a date needs VALUE=DATE)"
        elif isinstance(value, datetime) and value.tzinfo is None and not named:
            yield one.line, f"{one.name} {text} has no time zone: it is another hour for everybody"
        elif isinstance(value, datetime) and value.tzinfo and named:
            yield one.line, f"{one.name} is in UTC and in {named} at once"
    if named and named not in zones:
        yield one.line, f"the time zone {named} has no VTIMEZONE in this file"


def _of_end(start: Property, end: Property) -> Found:
    starts, ends = _moment(start), _moment(end)
    if starts is None or ends is None:
        return
    if isinstance(starts, datetime) != isinstance(ends, datetime):
        yield end.line, "DTSTART and DTEND are not of one kind (date or time)"
    elif not isinstance(starts, datetime) or not isinstance(ends, datetime):
        if ends <= starts:
            yield end.line, "DTEND is not after DTSTART"
    else:
        same_clock = start.parameters.get("TZID") == end.parameters.get("TZID")
        if same_clock and (starts.tzinfo is None) == (ends.tzinfo is None) and ends <= starts:
            yield end.line, "DTEND is not after DTSTART"


def _of_series(events: list[Part]) -> Found:
    seen: set[tuple[str, str]] = set()
    masters: dict[str, Property] = {}
    for event in events:
        uid, recurrence, start = (event.first(name) for name in ("UID", "RECURRENCE-ID", "DTSTART"))
        key = (uid.value if uid else "", recurrence.value if recurrence else "")
        if uid and key in seen:
            yield uid.line, f"the UID {uid.value} occurs twice"
        seen.add(key)
        if uid and start and not recurrence:
            masters[uid.value] = start
        master = masters.get(uid.value) if uid and recurrence else None
        if recurrence and master and recurrence.parameters != master.parameters:
            yield recurrence.line, "RECURRENCE-ID is not of the same kind and zone as the DTSTART of its series"
        for rule in event.all("RRULE"):
            yield from _of_rule(rule, start)


def _of_rule(rule: Property, start: Property | None) -> Found:
    try:
        parts = read_parts(rule.value)
    except NoValue:
        yield rule.line, f"RRULE {rule.value} is none"
        return
    if "UNTIL" in parts and "COUNT" in parts:
        yield rule.line, "RRULE has both UNTIL and COUNT"
    until = parts.get("UNTIL", [None])[0]
    if isinstance(until, datetime) and until.tzinfo is None and start and "TZID" in start.parameters:
        yield rule.line, "UNTIL must be in UTC when DTSTART has a time zone (RFC 5545 section 3.3.10)"


def _of_zone(part: Part) -> Found:
    if not part.all("TZID"):
        yield part.line, "a VTIMEZONE has no TZID"
    if not part.inner("STANDARD"):
        yield (
            part.line,
            "a VTIMEZONE without STANDARD puts events on the day before in Android programs (ical4j#493)",
        )
    for observance in part.parts:
        for name, reader in (("DTSTART", read_moment), ("TZOFFSETFROM", read_offset), ("TZOFFSETTO", read_offset)):
            one = observance.first(name)
            if one is None:
                yield observance.line, f"{observance.name} has no {name}"
            elif not _can_be_read(reader, one.value):
                yield one.line, f"{name} {one.value} is none"
        for one in observance.all("RRULE"):
            if not _can_be_read(read_parts, one.value):
                yield one.line, f"RRULE {one.value} is none"


def _can_be_read(reader: Callable[[str], object], text: str) -> bool:
    try:
        reader(text)
    except NoValue:
        return False
    return True


def _of_zones_rules(events: list[Part], zones: dict[str, Part]) -> Found:
    """Compare the file's rules with the pinned zone data at each start, and name the first that differs."""
    told: set[str] = set()
    offsets = {name: block_offset(("\n" + "\n".join(part.raw)).encode(), Budget()) for name, part in zones.items()}
    for event in events:
        start = event.first("DTSTART")
        name = start.parameters.get("TZID", "") if start else ""
        value = _moment(start) if start else None
        offset, known = offsets.get(name), iana_name(name)
        if name in told or offset is None or known is None or not isinstance(value, datetime):
            continue
        if start and exists(value, known) and offset(value) != value.replace(tzinfo=zone(known)).utcoffset():
            told.add(name)
            yield start.line, f"the file's rules for {name} are an hour or more off on {value:%Y-%m-%d}"


def _moment(one: Property, text: str = "") -> datetime | date | None:
    try:
        return read_moment(text or one.value)
    except NoValue:
        return None

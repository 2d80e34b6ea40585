"""Three Python readers, one process each: python -m tests.calendars.independent.python_readers NAME FILE...

Prints a line for each date of each event: file, UID, start, end, parted by tabs. Nothing of atma_tui is imported:
that would give the process the pinned zone data.
"""

import importlib
import sys
from datetime import UTC, date, datetime
from pathlib import Path

FIRST, LAST = date(2025, 1, 1), date(2028, 1, 1)


def icalendar(text):
    import recurring_ical_events
    from icalendar import Calendar

    calendar = Calendar.from_ical(text)
    repeats = any("RRULE" in found for found in calendar.events)
    for found in recurring_ical_events.of(calendar).between(FIRST, LAST) if repeats else calendar.events:
        yield str(found["UID"]), found["DTSTART"].dt, found["DTEND"].dt if "DTEND" in found else None


def vobject(text):
    reader = importlib.import_module("vobject")
    events = getattr(reader.readOne(text, validate=True), "vevent_list", [])
    moved = {(one.uid.value, one.recurrence_id.value) for one in events if hasattr(one, "recurrence_id")}
    for one in events:
        start = one.dtstart.value
        length = one.dtend.value - start if hasattr(one, "dtend") else None
        for day in one.getrruleset(addRDate=True) or [start] if hasattr(one, "rrule") else [start]:
            day = day.date() if type(start) is date and isinstance(day, datetime) else day
            if hasattr(one, "recurrence_id") or (one.uid.value, day) not in moved:
                yield one.uid.value, day, None if length is None else day + length


def ical(text):
    from ical.calendar_stream import IcsCalendarStream

    for one in (
        IcsCalendarStream.calendar_from_ics(text)
        .timeline_tz(UTC)
        .included(
            datetime.combine(FIRST, datetime.min.time(), UTC), datetime.combine(LAST, datetime.min.time(), UTC)
        )
    ):
        yield one.uid, one.dtstart, one.dtend


def said(value):
    if value is None:
        return "-"
    return f"{value.astimezone(UTC):%Y%m%dT%H%M%SZ}" if isinstance(value, datetime) else f"{value:%Y%m%d}"


def main(name, files):
    for file in files:
        for uid, start, end in globals()[name](Path(file).read_bytes().decode()):
            print(Path(file).name, uid, said(start), said(end), sep="\t")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])

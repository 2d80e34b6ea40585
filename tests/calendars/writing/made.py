"""Made-up events, and three readers of other people's making."""

from datetime import UTC, date, datetime, timedelta

from atma_tui.domain.records import Clinic, Event, Room, Site

NOW = datetime(2026, 11, 25, 15, tzinfo=UTC)
CLINIC = Clinic(id="clinic")
SITES = {
    "edmonton": Site(
        id="edmonton",
        name="Edmonton",
        address="Suite 500, 12 Calgary Trail NW, Edmonton, AB T6E 0A1",
        rooms=(Room(id="circle", name="Circle room", seats=12),),
    ),
    "calgary": Site(
        id="calgary", name="Calgary", address="Suite 210, 14 Quarry Hollow NW, Calgary", colour="teal"
    ),
}


def event(number=1, starts=datetime(2026, 12, 8, 18), minutes=90, **fields):
    given = {
        "id": f"evt-{number:016x}",
        "uid": f"evt-{number:016x}@atma.example",
        "site": "edmonton",
        "title": f"Talk {number}",
        "starts": starts,
        "ends": starts + timedelta(minutes=minutes),
        "created": datetime(2026, 10, 1, 15, tzinfo=UTC),
        "modified": datetime(2026, 11, 20, 16, 30, tzinfo=UTC),
    }
    return Event(**given | fields)


def day(first, days=1, **fields):
    starts = datetime.combine(first, datetime.min.time())
    return event(starts=starts, minutes=days * 1440, all_day=True, **fields)


def unfolded(data: bytes) -> list[str]:
    return data.replace(b"\r\n ", b"").decode().split("\r\n")


def lines(data: bytes, name: str) -> list[str]:
    """The values of that property in all events."""
    of_events = unfolded(data[data.find(b"BEGIN:VEVENT") :])
    return [line.partition(":")[2] for line in of_events if line.split(":")[0].split(";")[0] == name]


def _utc(value):
    return value.astimezone(UTC) if isinstance(value, datetime) else value


def read_by_icalendar(data):
    from icalendar import Calendar

    return {
        str(e["UID"]): (_utc(e["DTSTART"].dt), _utc(e["DTEND"].dt) if "DTEND" in e else None, str(e["SUMMARY"]))
        for e in Calendar.from_ical(data).events
    }


def read_by_vobject(data):
    import vobject

    found = vobject.readOne(data.decode(), validate=True)
    return {
        e.uid.value: (_utc(e.dtstart.value), _utc(e.dtend.value) if hasattr(e, "dtend") else None, e.summary.value)
        for e in getattr(found, "vevent_list", [])
    }


def read_by_ical(data):
    from ical.calendar_stream import IcsCalendarStream

    found = IcsCalendarStream.calendar_from_ics(data.decode())
    return {e.uid: (_utc(e.dtstart), _utc(e.dtend) if e.dtend else None, e.summary) for e in found.events}


READERS = (read_by_icalendar, read_by_vobject, read_by_ical)


def is_date(value):
    return isinstance(value, date) and not isinstance(value, datetime)

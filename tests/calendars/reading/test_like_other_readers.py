"""Made-up series, changed in every way, as recurring-ical-events and dateutil expand them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import recurring_ical_events
from dateutil.rrule import rruleset, rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from atma_tui.calendars.reading.reader import read_calendar
from tests.calendars.feeds import ends_utc, starts_utc

NOW = datetime(2026, 11, 30, 18, tzinfo=UTC)
FIRST = datetime(2026, 12, 7, 18)
DAYS = [FIRST + timedelta(days=n) for n in range(28)]
ZONES = ("America/Edmonton", "America/Toronto", "Europe/Berlin", "UTC")
RULES = ("FREQ=DAILY;COUNT=20", "FREQ=WEEKLY;BYDAY=MO,TH;COUNT=7", "FREQ=DAILY;INTERVAL=3;UNTIL=20270101T000000Z")
REFUSED = ("FREQ=HOURLY;COUNT=3", "FREQ=YEARLY;BYWEEKNO=50;COUNT=2", "FREQ=DAILY;BYSECOND=0,30;COUNT=4", "")

days = st.sampled_from(DAYS)
changes = st.dictionaries(
    days, st.tuples(st.integers(-60, 60), st.integers(1, 4), st.booleans(), st.booleans()), max_size=4
)


def at(name, wall, zone, parameters=""):
    return f"{name}{parameters}:{wall:%Y%m%dT%H%M%S}Z" if zone == "UTC" else (
        f"{name}{parameters};TZID={zone}:{wall:%Y%m%dT%H%M%S}"
    )  # fmt: skip


def made(zone, rule, extra, periods, out, changed):
    """A calendar with one series: extra dates, dates taken out, dates changed alone or with all later ones."""
    master = ["UID:s@x.example", at("DTSTART", FIRST, zone), "DURATION:PT1H", "SUMMARY:Circle"]
    master += [f"RRULE:{rule}"] if rule else []
    master += [at("RDATE", day + timedelta(hours=2), zone) for day in extra]
    master += [at("RDATE", day + timedelta(hours=4), zone, ";VALUE=PERIOD") + "/PT3H" for day in periods]
    master += [at("EXDATE", day, zone) for day in out]
    blocks = [master]
    for day, (minutes, hours, onward, off) in changed.items():
        moved = at("DTSTART", day + timedelta(minutes=15 * minutes), zone)
        blocks.append(
            [
                "UID:s@x.example",
                at("RECURRENCE-ID", day, zone, ";RANGE=THISANDFUTURE" if onward else ""),
                *(moved, f"DURATION:PT{hours}H", f"SUMMARY:Other {hours}"),
                *(["STATUS:CANCELLED"] if off else []),
            ]
        )
    lines = [line for block in blocks for line in ("BEGIN:VEVENT", *block, "END:VEVENT")]
    return "\r\n".join(("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", *lines, "END:VCALENDAR", "")).encode()


def ours(data):
    events = read_calendar(data, now=NOW).events
    return sorted((starts_utc(one), ends_utc(one), one.title, one.status == "cancelled") for one in events)


def theirs(data):
    calendar = Calendar.from_ical(data)
    found = recurring_ical_events.of(calendar).between(
        datetime(2026, 11, 1, tzinfo=UTC), datetime(2027, 6, 1, tzinfo=UTC)
    )
    return sorted(
        (
            *(f"{one[name].dt.astimezone(UTC):%Y-%m-%dT%H:%M}" for name in ("DTSTART", "DTEND")),
            str(one["SUMMARY"]),
            one.get("STATUS") == "CANCELLED",
        )
        for one in found
    )


parts = {
    "zone": st.sampled_from(ZONES),
    "extra": st.lists(days, max_size=2, unique=True),
    "periods": st.lists(days, max_size=2, unique=True),
    "out": st.lists(days, max_size=3, unique=True),
    "changed": changes,
}


@given(rule=st.sampled_from(RULES), **parts)
@settings(max_examples=150)
def test_every_date_is_where_recurring_ical_events_finds_it(rule, **more):
    data = made(rule=rule, **more)
    assert ours(data) == theirs(data)


@given(rule=st.sampled_from(REFUSED), **parts)
@settings(max_examples=100)
def test_of_a_refused_rule_the_dates_that_are_named_are_kept(rule, **more):
    named = theirs(made(rule="", **more))
    assert ours(made(rule=rule, **more)) == named


@given(
    rule=st.sampled_from(RULES[:2]),
    zone=st.sampled_from(ZONES),
    without=st.sampled_from(
        ("FREQ=WEEKLY;BYDAY=SA,SU", "FREQ=DAILY;INTERVAL=4", "FREQ=DAILY;COUNT=3", "FREQ=MONTHLY;BYMONTHDAY=7,14")
    ),
    extra=st.lists(days, max_size=3, unique=True),
)
@settings(max_examples=60)
def test_exrule_takes_out_what_dateutil_takes_out(rule, zone, without, extra):
    data = made(zone, rule, extra, (), (), {}).replace(b"\r\nRRULE", f"\r\nEXRULE:{without}\r\nRRULE".encode())
    dates = rruleset()
    dates.rrule(rrulestr(rule, dtstart=FIRST))
    dates.rdate(FIRST)
    dates.exrule(rrulestr(without, dtstart=FIRST))
    for day in extra:
        dates.rdate(day + timedelta(hours=2))
    wanted = [f"{day.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC):%Y-%m-%dT%H:%M}" for day in dates]
    assert [start for start, *_ in ours(data)] == sorted(wanted)


@pytest.mark.parametrize("rule", RULES[:2])
def test_whole_days_from_a_date_on(rule):
    data = made("UTC", rule, (), (), (), {})
    data = data.replace(
        b"DTSTART:20261207T180000Z\r\nDURATION:PT1H", b"DTSTART;VALUE=DATE:20261207\r\nDURATION:P1D"
    )
    later = b"BEGIN:VEVENT\r\nUID:s@x.example\r\nRECURRENCE-ID;VALUE=DATE;RANGE=THISANDFUTURE:20261210\r\n"
    later += b"DTSTART;VALUE=DATE:20261212\r\nDURATION:P2D\r\nSUMMARY:Later\r\nEND:VEVENT\r\nEND:VCALENDAR"
    data = data.replace(b"END:VCALENDAR", later)
    found = recurring_ical_events.of(Calendar.from_ical(data)).between((2026, 11, 1), (2027, 6, 1))
    wanted = sorted((f"{one['DTSTART'].dt}", f"{one['DTEND'].dt}") for one in found)
    events = read_calendar(data, now=NOW).events
    assert sorted((f"{one.starts:%Y-%m-%d}", f"{one.ends:%Y-%m-%d}") for one in events) == wanted

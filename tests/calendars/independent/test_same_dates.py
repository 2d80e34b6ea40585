"""The same dates at the same instants, whoever reads a file that somebody else made."""

from datetime import UTC, datetime

import pytest

from atma_tui.calendars.reading.reader import read_calendar
from atma_tui.domain.when import instant
from tests.calendars.independent.test_same_instants import PYTHON, compiled, read, zones

__all__ = ["compiled", "zones"]

NOW = datetime(2026, 11, 30, 18, tzinfo=UTC)
TORONTO = """BEGIN:VTIMEZONE
TZID:America/Toronto
BEGIN:STANDARD
DTSTART:20071104T020000
TZOFFSETFROM:-0400
TZOFFSETTO:-0500
RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:20070311T020000
TZOFFSETFROM:-0500
TZOFFSETTO:-0400
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU
END:DAYLIGHT
END:VTIMEZONE
"""
WEEKLY = """UID:weekly@x.example
SUMMARY:Circle
DTSTART;TZID=America/Toronto:20270203T180000
DTEND;TZID=America/Toronto:20270203T193000
RRULE:FREQ=WEEKLY;COUNT=8
EXDATE;TZID=America/Toronto:20270217T180000
"""
MOVED = """UID:weekly@x.example
SUMMARY:Circle
RECURRENCE-ID;TZID=America/Toronto:20270224T180000
DTSTART;TZID=America/Toronto:20270225T100000
DTEND;TZID=America/Toronto:20270225T110000
"""
ONWARD = """UID:weekly@x.example
SUMMARY:Later
RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=America/Toronto:20270310T180000
DTSTART;TZID=America/Toronto:20270310T193000
DTEND;TZID=America/Toronto:20270310T203000
"""
DAYS = """UID:days@x.example
SUMMARY:Retreat
DTSTART;VALUE=DATE:20270402
DTEND;VALUE=DATE:20270404
RRULE:FREQ=MONTHLY;COUNT=3
"""
REFUSED = """UID:refused@x.example
SUMMARY:Big meeting
DTSTART:20270301T180000Z
DTEND:20270301T190000Z
RRULE:{rule}
"""
NAMED = "EXDATE:20270301T180000Z\nRDATE:20270301T200000Z\n"
RULES = ("FREQ=HOURLY;COUNT=3", "FREQ=MINUTELY;INTERVAL=60;COUNT=3", "FREQ=DAILY;BYSECOND=0,30;COUNT=3")
FOLLOW_ALL_LATER_DATES = ("icalendar", "ical.js")
EVERYBODY = (*PYTHON, "ical.js", "libical")


def calendar(*events):
    blocks = "".join(f"BEGIN:VEVENT\nDTSTAMP:20261101T000000Z\n{event}END:VEVENT\n" for event in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//x//EN\n{TORONTO}{blocks}END:VCALENDAR\n".replace(
        "\n", "\r\n"
    )


def ours(text):
    def said(one, wall):
        return f"{wall:%Y%m%d}" if one.all_day else f"{instant(wall, one.zone):%Y%m%dT%H%M%SZ}"

    events = read_calendar(text.encode(), now=NOW).events
    return sorted((one.uid, said(one, one.starts), said(one, one.ends)) for one in events)


def theirs(request, reader, folder, text):
    (folder / "file.ics").write_bytes(text.encode())
    return read(request, reader, "fresh", ["file.ics"], folder)["file.ics"]


@pytest.mark.parametrize("reader", EVERYBODY)
def test_series_with_dates_taken_out_and_moved(request, tmp_path, reader):
    text = calendar(WEEKLY, MOVED, DAYS)
    assert ours(text) == theirs(request, reader, tmp_path, text)


@pytest.mark.parametrize("reader", EVERYBODY)
def test_all_dates_from_one_on(request, tmp_path, reader):
    text = calendar(WEEKLY, MOVED, ONWARD)
    found = theirs(request, reader, tmp_path, text)
    if reader in FOLLOW_ALL_LATER_DATES:
        assert found == ours(text)
    else:
        assert found[:5] == ours(text)[:5] and len(found) == len(ours(text)), (
            "the others change that one date only"
        )


@pytest.mark.parametrize("reader", EVERYBODY)
@pytest.mark.parametrize("rule", RULES)
def test_of_a_rule_that_we_refuse_we_show_dates_that_others_show_too(request, tmp_path, reader, rule):
    text = calendar(REFUSED.format(rule=rule))
    assert ours(text) == [("refused@x.example", "20270301T180000Z", "20270301T190000Z")]
    assert set(ours(text)) <= set(theirs(request, reader, tmp_path, text))


@pytest.mark.parametrize("reader", [reader for reader in EVERYBODY if reader != "libical"])
@pytest.mark.parametrize("rule", RULES)
def test_so_are_the_dates_that_are_named_beside_it(request, tmp_path, reader, rule):
    """`libical.c` looks at rules only."""
    text = calendar(REFUSED.format(rule=rule) + NAMED)
    assert ours(text) == [("refused@x.example", "20270301T200000Z", "20270301T210000Z")]
    assert set(ours(text)) <= set(theirs(request, reader, tmp_path, text))

from datetime import UTC, date, datetime, timedelta

import pytest
import recurring_ical_events
from icalendar import Calendar

from atma_tui.calendars.reading.reader import read_calendar
from atma_tui.calendars.validation.validator import objections
from atma_tui.calendars.writing.series import rule_series
from atma_tui.calendars.writing.zones import vtimezone
from atma_tui.domain.when import instant, zone
from tests.calendars.writing.made import CLINIC, NOW, READERS, SITES, day, event, lines

FIRST = event(starts=datetime(2026, 10, 6, 18), description="Bring a mat.")
SERIES = rule_series(
    FIRST,
    SITES,
    CLINIC,
    last=datetime(2026, 12, 15, 18),
    left_out=[datetime(2026, 10, 20, 18), datetime(2026, 11, 24, 18)],
    instead={
        datetime(2026, 11, 10, 18): event(2, starts=datetime(2026, 11, 11, 19), title="Moved", sequence=1),
        datetime(2026, 12, 8, 18): event(3, starts=datetime(2026, 12, 8, 18), status="cancelled", sequence=1),
    },
)
WALLS = [
    *(datetime(2026, 10, d, 18) for d in (6, 13, 27)),
    *(datetime(2026, 11, d, h) for d, h in ((3, 18), (11, 19), (17, 18))),
    *(datetime(2026, 12, d, 18) for d in (1, 8, 15)),
]


def test_a_rule_says_the_same_dates_across_the_first_of_november_2026():
    between = recurring_ical_events.of(Calendar.from_ical(SERIES)).between(date(2026, 9, 1), date(2027, 2, 1))
    theirs = sorted(found["DTSTART"].dt.astimezone(UTC) for found in between)

    assert theirs == [instant(wall, "America/Edmonton") for wall in WALLS]
    ours = read_calendar(SERIES, now=NOW)
    assert [found.starts for found in ours.events] == [wall for wall in WALLS if wall > datetime(2026, 10, 26)]
    assert [found.status for found in ours.events].count("cancelled") == 1


@pytest.mark.parametrize("read", READERS)
def test_every_reader_takes_it(read):
    assert FIRST.uid in read(SERIES)


def test_nobody_strict_objects_to_it():
    assert objections(SERIES) == []
    assert b"UNTIL=20261216T000000Z" in SERIES
    assert lines(SERIES, "DESCRIPTION")[0] == "Bring a mat."


def test_whole_days_and_private_appointments_repeat_too():
    days = rule_series(
        day(date(2027, 5, 3)), SITES, CLINIC, last=datetime(2027, 5, 17), left_out=[datetime(2027, 5, 10)]
    )
    assert objections(days) == []
    assert [found.recurrence for found in read_calendar(days, now=NOW).events] == ["2027-05-03", "2027-05-17"]

    private = event(visibility="private", title="Ketamine session", category="session")
    data = rule_series(private, SITES, CLINIC, last=private.starts, instead={private.starts: private})
    assert b"etamine" not in data
    assert lines(data, "SUMMARY") == ["Appointment at ATMA CENA Edmonton"] * 2


ZONES = (
    "America/Edmonton",
    "America/Denver",
    "America/Regina",
    "Europe/Dublin",
    "Africa/Casablanca",
    "Australia/Lord_Howe",
)


@pytest.mark.parametrize("name", ZONES)
@pytest.mark.parametrize(
    "first", [datetime(2025, 6, 1), datetime(2026, 4, 1), datetime(2026, 11, 1), datetime(2028, 2, 1)]
)
def test_our_zone_rules_are_right_at_every_hour_and_have_a_standard_time(name, first):
    from atma_tui.calendars.reading.recurrence import Budget
    from atma_tui.calendars.reading.zone_blocks import block_offset

    first, last = (moment.replace(tzinfo=UTC) for moment in (first, first + timedelta(days=500)))
    made = vtimezone(name, first, last)
    block = made.to_ical().replace(b"\r\n", b"\n").removeprefix(b"BEGIN:VTIMEZONE")
    offset = block_offset(block, Budget())

    assert made.standard
    moment = first
    while moment <= last:
        wall = moment.astimezone(zone(name)).replace(tzinfo=None)
        real = wall.replace(tzinfo=zone(name))
        if real.replace(fold=0).utcoffset() == real.replace(fold=1).utcoffset():
            assert offset(wall) == real.utcoffset(), wall
        moment += timedelta(minutes=30 * 13)


def test_the_spring_change_of_2026_is_at_two_and_the_name_changes_in_november():
    text = vtimezone(
        "America/Edmonton", datetime(2026, 3, 1, tzinfo=UTC), datetime(2027, 3, 1, tzinfo=UTC)
    ).to_ical()

    assert b"DTSTART:20260308T020000" in text
    november = text.split(b"DTSTART:20261101T020000")[1]
    assert november.startswith(b"\r\nTZNAME:CST\r\nTZOFFSETFROM:-0600\r\nTZOFFSETTO:-0600\r\nEND:STANDARD")

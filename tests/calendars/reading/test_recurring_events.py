"""Series as their dates, against recurring-ical-events; and what real senders do to them."""

from datetime import UTC, datetime

import pytest
import recurring_ical_events
from icalendar import Calendar

from atma_tui.calendars.reading.reader import read_calendar
from tests.calendars.feeds import NOW, raw, starts_utc


def calendar(*events, zone="TZID=America/Edmonton"):
    blocks = ["BEGIN:VEVENT", "UID:one@example.org", "SUMMARY:Circle"]
    text = "\r\n".join(
        "\r\n".join((*blocks, *(line.replace("@ED", zone) for line in event), "END:VEVENT")) for event in events
    )
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{text}\r\nEND:VCALENDAR\r\n".encode()


def keys(*events, **more):
    return [event.recurrence for event in read_calendar(calendar(*events, **more), now=NOW).events]


@pytest.mark.parametrize(
    "name", ["broken/recurring.ics", "google/01-first.ics", "google/03-cancelled.ics", "google/04-vanished.ics"]
)
def test_the_same_instants_as_recurring_ical_events(name):
    first, last = datetime(2026, 10, 15, 6, tzinfo=UTC), datetime(2028, 5, 14, tzinfo=UTC)
    theirs = recurring_ical_events.of(Calendar.from_ical(raw(name))).between(first, last)
    timed = [event for event in theirs if isinstance(event["DTSTART"].dt, datetime)]
    ours = [event for event in read_calendar(raw(name), now=NOW).events if not event.all_day]

    assert sorted(starts_utc(event) for event in ours) == sorted(
        f"{event['DTSTART'].dt.astimezone(UTC):%Y-%m-%dT%H:%M}" for event in timed
    )


def test_a_date_of_which_another_hour_is_taken_out_is_asked_about():
    events = read_calendar(
        calendar([*WEEKLY, "EXDATE;@ED:20270408T170000", "EXDATE;@ED:20270409T180000"]), now=NOW
    ).events
    assert [len(event.notes) for event in events] == [0, 1, 0, 0]
    assert "takes out another hour of this day" in events[1].notes[0]


def test_of_several_dates_on_one_day_only_the_one_that_is_named_is_taken_out():
    twice = [*WEEKLY, "RDATE;@ED:20270408T090000", *["EXDATE;@ED:20270408T090000"] * 2]
    found = read_calendar(calendar(twice), now=NOW).events
    assert [event.recurrence[8:] for event in found] == ["01T18:00", "08T18:00", "15T18:00", "22T18:00"]
    assert not any(event.notes for event in found)


WEEKLY = ["DTSTART;@ED:20270401T180000", "DTEND;@ED:20270401T190000", "RRULE:FREQ=WEEKLY;COUNT=4"]


@pytest.mark.parametrize(
    "line",
    [
        "EXDATE;@ED:20270408T180000",
        "EXDATE:20270409T000000Z",
        "EXDATE;VALUE=DATE:20270408",
        "EXDATE;VALUE=DATE:20270408T000000",
        "EXDATE:20270408T180000",
        "EXDATE;@ED:20270408T000000",
        "EXDATE:20270408T000000",
    ],
)
def test_a_left_out_date_is_left_out_however_it_is_said(line):
    assert keys([*WEEKLY, line]) == ["2027-04-01T18:00", "2027-04-15T18:00", "2027-04-22T18:00"]


@pytest.mark.parametrize(
    "line",
    [
        "RECURRENCE-ID;@ED:20270408T180000",
        "RECURRENCE-ID:20270409T000000Z",
        "RECURRENCE-ID;VALUE=DATE:20270408",
        "RECURRENCE-ID;VALUE=DATE:20270408T000000",
    ],
)
def test_a_changed_date_takes_the_place_of_the_regular_one_however_it_is_named(line):
    changed = [line, "DTSTART;@ED:20270409T100000", "DTEND;@ED:20270409T110000"]
    events = read_calendar(calendar(WEEKLY, changed), now=NOW).events

    assert [event.recurrence for event in events] == [f"2027-04-{day:02}T18:00" for day in (1, 8, 15, 22)]
    assert events[1].starts == datetime(2027, 4, 9, 10)


def test_of_two_changes_of_one_date_the_later_revision_holds():
    def change(hour, sequence):
        return [f"SEQUENCE:{sequence}", "RECURRENCE-ID;@ED:20270408T180000", f"DTSTART;@ED:20270408T{hour}0000"]

    events = read_calendar(calendar(change(20, 2), WEEKLY, change(15, 1)), now=NOW).events
    assert events[1].starts.hour == 20


def test_extra_dates_are_dates_too():
    extra = "RDATE;VALUE=PERIOD;@ED:20270410T120000/PT1H"
    assert "2027-04-10T12:00" in keys([*WEEKLY, extra])
    assert "2027-04-10T12:00" in keys([*WEEKLY, "RDATE;@ED:20270410T120000,20270411T120000"])


def test_whole_days_repeat_as_whole_days():
    lines = [
        "DTSTART;VALUE=DATE:20270401",
        "DTEND;VALUE=DATE:20270403",
        "RRULE:FREQ=MONTHLY;UNTIL=20270601T000000Z",
    ]
    events = read_calendar(calendar(lines), now=NOW).events

    assert [event.recurrence for event in events] == ["2027-04-01", "2027-05-01", "2027-06-01"]
    assert all(event.all_day and (event.ends - event.starts).days == 2 for event in events)


def test_a_series_in_utc_keeps_its_instants():
    lines = ["DTSTART:20270402T000000Z", "DTEND:20270402T010000Z", "RRULE:FREQ=WEEKLY;UNTIL=20270409T000000Z"]
    assert keys(lines) == ["2027-04-01T18:00", "2027-04-08T18:00"]


def test_a_series_under_old_clock_rules_keeps_its_hour_and_asks():
    reading = read_calendar(calendar(WEEKLY, zone="TZID=America/Denver"), now=NOW)
    winter = [line.replace("202704", "202701") for line in WEEKLY]
    asked = read_calendar(calendar(winter, zone="TZID=America/Denver"), now=NOW)

    assert not reading.notes
    assert {event.starts.hour for event in asked.events} == {18}
    assert "4 times" in asked.notes[0]


def test_a_moved_date_is_kept_when_its_regular_day_is_out_of_sight():
    old = ["DTSTART;@ED:20200102T180000", "RRULE:FREQ=WEEKLY;UNTIL=20200301T000000Z"]
    changed = ["RECURRENCE-ID;@ED:20200109T180000", "DTSTART;@ED:20270409T100000"]

    assert keys(old, changed) == ["2020-01-09T18:00"]


def test_a_wrong_date_of_a_series_loses_that_date_only():
    reading = read_calendar(calendar(WEEKLY, ["RECURRENCE-ID:whenever", "DTSTART:20270409T100000Z"]), now=NOW)

    assert len(reading.events) == 4
    assert "whenever" in reading.lost[0]


WINTER = ["DTSTART;@ED:20261203T180000", "DTEND;@ED:20261203T200000", "RRULE:FREQ=WEEKLY;COUNT=3"]
OLD_CLOCKS = ["TZID=America/Denver", "TZID=Mountain Standard Time", "TZID=MST", "TZID=America/Edmonton"]


@pytest.mark.parametrize("zone", OLD_CLOCKS)
@pytest.mark.parametrize("policy", ["ask", "wall", "instant"])
def test_a_class_left_out_in_utc_by_old_clock_rules_is_off(zone, policy):
    data = calendar([*WINTER, "EXDATE:20261211T010000Z"], zone=zone)
    events = read_calendar(data, now=NOW, wall_clock_zones=policy).events

    assert [event.recurrence[:10] for event in events] == ["2026-12-03", "2026-12-17"]


@pytest.mark.parametrize("zone", OLD_CLOCKS)
@pytest.mark.parametrize("policy", ["ask", "wall", "instant"])
@pytest.mark.parametrize(
    "start", ["DTSTART;@ED:20261211T100000", "DTSTART:20261211T170000Z", "DTSTART;VALUE=DATE:20261211"]
)
def test_a_class_changed_in_utc_by_old_clock_rules_is_the_same_class(zone, policy, start):
    changed = ["RECURRENCE-ID:20261211T010000Z", start, "STATUS:CANCELLED"]
    events = read_calendar(calendar(WINTER, changed, zone=zone), now=NOW, wall_clock_zones=policy).events
    names = [event.recurrence for event in events]

    assert [event.status for event in events] == ["confirmed", "cancelled", "confirmed"]
    assert [name[:10] for name in names] == ["2026-12-03", "2026-12-10", "2026-12-17"]
    assert len({name[10:] for name in names}) == 1


def test_an_extra_date_in_utc_by_old_clock_rules_is_at_the_hour_of_its_neighbours():
    data = calendar([*WINTER, "RDATE:20261219T010000Z"], zone="TZID=America/Denver")
    extra = read_calendar(data, now=NOW).events[-1]

    assert (extra.starts, extra.ends) == (datetime(2026, 12, 18, 18), datetime(2026, 12, 18, 20))


def test_a_left_out_hour_between_two_classes_takes_neither_off():
    lines = ["DTSTART;@ED:20270401T100000", "RDATE;@ED:20270401T120000", "EXDATE:20270401T170000Z"]
    assert keys(lines) == ["2027-04-01T10:00", "2027-04-01T12:00"]


def test_a_left_out_date_on_the_series_own_clock_is_meant_to_the_minute():
    assert len(keys([*WEEKLY, "EXDATE;@ED:20270408T190000"])) == 4
    in_utc = ["DTSTART:20270402T000000Z", "RRULE:FREQ=WEEKLY;COUNT=4", "EXDATE:20270409T010000Z"]
    assert len(keys(in_utc)) == 4


def test_changes_of_a_series_that_is_not_there_stay_apart():
    changes = [
        [f"RECURRENCE-ID:20270409T0{hour}0000Z", f"DTSTART:20270410T0{hour}0000Z", "DURATION:PT30M"]
        for hour in range(3)
    ]
    assert len(keys(*changes)) == 3

from datetime import datetime
from time import process_time

import pytest

from atma_tui.calendars.reading.reader import read_calendar
from atma_tui.calendars.reading.zone_names import iana_name, likely_name
from tests.calendars.feeds import NOW

CUSTOM = """BEGIN:VTIMEZONE
TZID:Clinic clock
BEGIN:STANDARD
DTSTART:20001105T020000
TZOFFSETFROM:{summer}
TZOFFSETTO:{winter}
RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:20000312T020000
TZOFFSETFROM:{winter}
TZOFFSETTO:{summer}
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU
END:DAYLIGHT
END:VTIMEZONE
"""
MOST_ZONES = 200


def starts(line, zones="", head="", **more):
    text = f"BEGIN:VCALENDAR\n{head}{zones}BEGIN:VEVENT\nUID:1\n{line}\nEND:VEVENT\nEND:VCALENDAR\n"
    (event,) = read_calendar(text.encode(), now=NOW, **more).events
    return event.starts


@pytest.mark.parametrize(
    ("name", "iana"),
    [
        ("America/Edmonton", "America/Edmonton"),
        ("america/edmonton", "America/Edmonton"),
        ("Alberta Standard Time", "America/Edmonton"),
        ("British Columbia Standard Time", "America/Vancouver"),
        ("Canada Central Standard Time", "America/Regina"),
        ("(UTC-07:00) Mountain Time (US & Canada)", "America/Denver"),
        ("(GMT-07:00) Arizona", "America/Phoenix"),
        ("/freeassociation.sourceforge.net/America/Edmonton", "America/Edmonton"),
        ("/mozilla.org/20070129_1/America/Argentina/Ushuaia", "America/Argentina/Ushuaia"),
        ("(UTC-08:00) Pacific Time (US and Canada)", "America/Los_Angeles"),
        ("(UTC-05:00) Eastern Time (US &amp; Canada)", "America/New_York"),
        ("tzone://Microsoft/Utc", "UTC"),
        ("tzone://Microsoft/Eastern Standard Time", "America/New_York"),
        ("tzone://Microsoft/Custom", None),
        ("UTC-7", "Etc/GMT+7"),
        ("GMT+05:00", "Etc/GMT-5"),
        ("-07:00", "Etc/GMT+7"),
        ("UTC", "UTC"),
        ("GMT+05:30", None),
        ("../../etc/passwd", None),
        ("Factory", None),
        ("Customized Time Zone", None),
        ("", None),
    ],
)
def test_what_other_programs_call_a_zone(name, iana):
    assert iana_name(name) == iana


@pytest.mark.parametrize(
    ("name", "iana"),
    [
        ("Eastern Standard Time 1", "America/New_York"),
        ("W. Europe Standard Time 2", "Europe/Berlin"),
        ("America/Edmonton 1", "America/Edmonton"),
        ("(UTC-08:00) Pacific Time (US & Canada) 1", "America/Los_Angeles"),
        (r"(UTC+01:00) Amsterdam\, Berlin\, Bern\, Rome", "Europe/Amsterdam"),
        ("(UTC-06:00) Guadalajara, Mexico City, Monterrey", "America/Mexico_City"),
        ("(UTC) Dublin, Edinburgh, Lisbon, London", "Europe/Dublin"),
        ("(UTC+03:00) Amsterdam, Berlin", None),
        ("Hong Kong, Macau", None),
        ("GMT 7", None),
        ("Etc/GMT 7", None),
        ("Customized Time Zone 1", None),
    ],
)
def test_what_a_name_most_likely_means(name, iana):
    assert iana_name(name) is None
    assert likely_name(name) == iana


@pytest.mark.parametrize(
    ("name", "clock"),
    [
        ("UTC+05:30", "06:30"),
        ("GMT-0330", "15:30"),
        ("+12:45", "23:15"),
        ("UTC−03:30", "15:30"),
        ("(UTC+05:30)", "06:30"),
        ("(UTC-03:30) Newfoundland", "15:30"),
        ("Newfoundland Standard Time", "15:30"),
        ("(UTC+05:30) Chennai, Kolkata, Mumbai, New Delhi", "06:30"),
        ("(UTC+05:30) Sri Jayawardenepura", "06:30"),
        ("(UTC+06:30) Yangon (Rangoon)", "05:30"),
        ("(UTC+10:30) Lord Howe Island", "01:00"),
        ("Nepal Standard Time", "06:15"),
        ("tzone://Microsoft/India Standard Time", "06:30"),
        ("UTC+05:17", "18:00"),
        ("UTC+15:30", "18:00"),
    ],
)
def test_zones_of_half_and_quarter_hours(name, clock):
    assert f"{starts(f'DTSTART;TZID={name}:20261207T180000'):%H:%M}" == clock


HONG_KONG = """BEGIN:VTIMEZONE
TZID:{name}
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:+0800
TZOFFSETTO:+0800
END:STANDARD
END:VTIMEZONE
"""


@pytest.mark.parametrize(
    ("defined", "used"),
    [
        (r"Hong Kong\, Macau", '"Hong Kong, Macau"'),
        (r"Hong Kong\, Macau", r"Hong Kong\, Macau"),
        ("Hong Kong, Macau", r'"Hong Kong\, Macau"'),
        (r"East\; 8", '"East; 8"'),
        (r"East\; 8", r"East\; 8"),
        (r"The \"east\"", "\"The ^'east^'\""),
        (r"Asia\\East", r'"Asia\East"'),
        ("Our own clock", "our OWN  clock"),
        ("Eastern Standard Time 1", "Eastern Standard Time 1"),
        ("(UTC+01:00) Amsterdam, Berlin", '"(UTC+01:00) Amsterdam, Berlin"'),
        ("East & West", "East &amp; West"),
    ],
)
def test_a_name_is_the_same_however_it_is_escaped(defined, used):
    zones = HONG_KONG.format(name=defined)

    assert starts(f"DTSTART;TZID={used}:20261208T090000", zones) == datetime(2026, 12, 7, 19)


def test_a_zone_elsewhere_is_told_in_albertas_clock():
    assert starts("DTSTART;TZID=America/Toronto:20270115T200000") == datetime(2027, 1, 15, 19)
    assert starts("DTSTART:20270115T200000", head="X-WR-TIMEZONE:America/Toronto\n") == datetime(2027, 1, 15, 19)
    assert starts("DTSTART;TZID=America/Whitehorse:20270115T180000") == datetime(2027, 1, 15, 19)


def test_a_name_of_the_files_own_is_read_by_the_files_own_rules():
    toronto = CUSTOM.format(summer="-0400", winter="-0500")

    assert starts("DTSTART;TZID=Clinic clock:20270115T200000", toronto) == datetime(2027, 1, 15, 19)
    assert starts("DTSTART;TZID=Clinic clock:20270715T200000", toronto) == datetime(2027, 7, 15, 18)


def test_two_files_may_give_one_name_different_rules():
    toronto, halifax = (CUSTOM.format(summer=s, winter=w) for s, w in (("-0400", "-0500"), ("-0300", "-0400")))
    line = "DTSTART;TZID=Clinic clock:20270115T200000"

    assert [starts(line, zones).hour for zones in (toronto, halifax, toronto)] == [19, 18, 19]


@pytest.mark.parametrize("written", ["tzone://Microsoft/Custom", '"tzone://Microsoft/Custom"'])
def test_a_zone_with_a_colon_in_its_name_is_found_with_or_without_quotes(written):
    zones = CUSTOM.format(summer="-0400", winter="-0500").replace("Clinic clock", "tzone://Microsoft/Custom")

    assert starts(f"DTSTART;TZID={written}:20270115T200000", zones) == datetime(2027, 1, 15, 19)


def test_rules_of_windows_from_1601_without_a_rule_hold_for_ever():
    fixed = CUSTOM.replace("RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU\n", "").replace(
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU\n", ""
    )
    zones = fixed.format(summer="-0500", winter="-0500").replace("DTSTART:2000", "DTSTART:1601")

    assert starts("DTSTART;TZID=Clinic clock:20270715T200000", zones) == datetime(2027, 7, 15, 19)


def test_another_home_zone_is_not_alberta():
    line = "DTSTART;TZID=America/Denver:20270115T180000"

    assert starts(line) == datetime(2027, 1, 15, 18)
    assert starts(line, home_zone="America/Vancouver") == starts(
        "DTSTART:20270116T010000Z", home_zone="America/Vancouver"
    )


@pytest.mark.parametrize("zone", ["MST", "Etc/GMT+7", "UTC-07:00", "US/Mountain", "America/Boise", "GMT-7"])
def test_seven_hours_behind_may_mean_the_wall_clock_so_it_is_asked(zone):
    line = f"DTSTART;TZID={zone}:20270115T180000"

    assert starts(line) == datetime(2027, 1, 15, 18)
    assert starts(line, wall_clock_zones="instant") == datetime(2027, 1, 15, 19)


@pytest.mark.parametrize("policy", ["ask", "wall", "instant"])
@pytest.mark.parametrize("start", ["DTSTART;TZID=America/Denver:20261210T180000", "DTSTART:20261211T010000Z"])
def test_a_class_whose_end_is_told_in_utc_keeps_its_length(start, policy):
    text = f"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\n{start}\nDTEND:20261211T030000Z\nEND:VEVENT\nEND:VCALENDAR\n"
    (event,) = read_calendar(text.encode(), now=NOW, wall_clock_zones=policy).events

    assert (event.ends - event.starts).total_seconds() == 7200


def many_zones(lines, observances=150):
    part = "\n".join(
        ("BEGIN:STANDARD\nDTSTART:16010101T020000\nTZOFFSETFROM:-0600\nTZOFFSETTO:-0700", *lines, "END:STANDARD\n")
    )
    zones = "".join(f"BEGIN:VTIMEZONE\nTZID:Z{n}\n{part * observances}END:VTIMEZONE\n" for n in range(MOST_ZONES))
    events = "".join(
        f"BEGIN:VEVENT\nUID:{n}\nDTSTART;TZID=Z{n % MOST_ZONES}:{1950 + n // MOST_ZONES}1201T000000\nEND:VEVENT\n"
        for n in range(4_000)
    )
    return f"BEGIN:VCALENDAR\n{zones}{events}END:VCALENDAR\n".encode()


@pytest.mark.parametrize(
    ("lines", "observances"),
    [
        (["RRULE:FREQ=DAILY"], 150),
        (["RRULE:FREQ=DAILY;BYMINUTE=7;BYHOUR=" + ",".join(map(str, range(24)))], 150),
        ([f"RRULE:FREQ=DAILY;INTERVAL={n}" for n in range(1, 1_500)], 1),
        (["RDATE:" + ",".join(["19990101T020000"] * 100)] * 40, 1),
        ([], 180),
    ],
)
def test_a_calendar_of_senseless_zones_holds_nobody_up(lines, observances):
    started = process_time()
    reading = read_calendar(many_zones(lines, observances), now=NOW)

    assert process_time() - started < 5
    assert len(reading.events) + len(reading.lost) == 4_000
    assert all("too much repetition" in lost for lost in reading.lost)


def test_zones_with_a_long_history_are_all_read():
    history = "".join(
        f"BEGIN:STANDARD\nDTSTART:{year}1101T020000\nTZOFFSETFROM:-0400\nTZOFFSETTO:-0500\n"
        f"RDATE:{year}1101T020000\nEND:STANDARD\n"
        for year in range(1900, 2027)
    )
    zones = "".join(f"BEGIN:VTIMEZONE\nTZID:Z{n}\n{history}END:VTIMEZONE\n" for n in range(100))
    events = "".join(f"BEGIN:VEVENT\nUID:{n}\nDTSTART;TZID=Z{n}:20270115T200000\nEND:VEVENT\n" for n in range(100))
    reading = read_calendar(f"BEGIN:VCALENDAR\n{zones}{events}END:VCALENDAR\n".encode(), now=NOW)

    assert not reading.lost
    assert {event.starts for event in reading.events} == {datetime(2027, 1, 15, 19)}

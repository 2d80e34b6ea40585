import gzip

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from atma_tui.calendars.validation.validator import objections
from atma_tui.calendars.writing.feed import feed
from atma_tui.calendars.writing.invitation import invitation
from tests.calendars.feeds import FEEDS, raw
from tests.calendars.writing.made import CLINIC, NOW, SITES, event


def calendar(*lines, head=()):
    event_lines = ("BEGIN:VEVENT", "UID:1@example.org", "DTSTAMP:20261114T150500Z", *lines, "END:VEVENT")
    text = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//x//EN", *head, *event_lines, "END:VCALENDAR", "")
    return "\r\n".join(text).encode()


GOOD = ("DTSTART:20270101T100000Z", "DTEND:20270101T110000Z")
ZONE = (
    *("BEGIN:VTIMEZONE", "TZID:America/Edmonton", "BEGIN:STANDARD", "DTSTART:20251102T020000"),
    *("TZOFFSETFROM:-0600", "TZOFFSETTO:-0700", "END:STANDARD", "END:VTIMEZONE"),
)


def test_a_plain_good_calendar_has_no_objection():
    assert objections(calendar(*GOOD)) == []


@given(description=st.text(max_size=300), minutes=st.integers(0, 3000), off=st.booleans())
@settings(max_examples=60)
def test_what_is_written_here_has_no_objection(description, minutes, off):
    made = event(
        description=description, minutes=minutes, title=description, status="cancelled" if off else "confirmed"
    )

    assert objections(feed("Any", "edmonton", [made], SITES, CLINIC, now=NOW)) == []
    assert objections(feed("Any", "edmonton", [], SITES, CLINIC, now=NOW)) == []
    assert objections(invitation(made, SITES, CLINIC)) == []


@pytest.mark.parametrize(
    ("data", "summary"),
    [
        (calendar(*GOOD).replace(b"\r\n", b"\n"), "Line 1: the line ends in LF alone"),
        (b"\xef\xbb\xbf" + calendar(*GOOD), "Line 1: a byte order mark"),
        (calendar(*GOOD, "SUMMARY:" + "x" * 70), "Line 9: the line has 78 octets"),
        (calendar(*GOOD, "SUMMARY:Caf").replace(b"Caf", b"Caf\xe9"), "Line 9: the line is not UTF-8"),
        (calendar(*GOOD, "SUMMARY:\x1b[31m"), "Line 9: a control character"),
        (calendar(*GOOD, "no line at all"), "Line 9: “no line at all” is no NAME:VALUE line"),
        (calendar(*GOOD).replace(b"END:VCALENDAR\r\n", b""), "Line 1: BEGIN:VCALENDAR has no END"),
        (calendar("DTEND:20270101T110000Z"), "Line 4: an event has no DTSTART"),
        (calendar(*GOOD).replace(b"UID:1@example.org\r\n", b""), "Line 4: an event has no UID"),
        (calendar(*GOOD).replace(b"DTSTAMP:20261114T150500Z\r\n", b""), "Line 4: an event has no DTSTAMP"),
        (calendar(*GOOD, "STATUS:MAYBE"), "Line 9: STATUS MAYBE is none"),
        (calendar(*GOOD, "SEQUENCE:1.5"), "Line 9: SEQUENCE 1.5 is no number"),
        (calendar(*GOOD, "DURATION:PT1H"), "Line 9: an event has both DTEND and DURATION"),
        (calendar(*GOOD, "UID:2"), "Line 9: UID is said twice"),
        (calendar("DTSTART:20270101T100000Z", "DTEND:20270101T090000Z"), "Line 8: DTEND is not after DTSTART"),
        (
            calendar("DTSTART:20270101T100000Z", "DTEND;VALUE=DATE:20270102"),
            "Line 8: DTSTART and DTEND are not of one",
        ),
        (calendar("DTSTART:20270101T100000"), "Line 7: DTSTART 20270101T100000 has no time zone"),
        (calendar("DTSTART:20270101"), "Line 7: DTSTART 20270101 is not what its VALUE says"),
        (calendar("DTSTART;TZID=X:20270101T100000"), "Line 7: the time zone X has no VTIMEZONE"),
        (calendar("DTSTART;TZID=X:20270101T100000Z"), "Line 7: DTSTART is in UTC and in X at once"),
        (calendar("DTSTART:20270101T100000Z", "RRULE:FREQ=OFTEN"), "Line 8: RRULE FREQ=OFTEN is none"),
        (calendar(*GOOD, 'ATTENDEE;CN="A: B":mailto:a@example.org'), "Line 9: ATTENDEE tells of a person"),
        (calendar(*GOOD, "ORGANIZER:mailto:a@example.org"), "Line 9: ORGANIZER tells of a person"),
        (calendar(*GOOD, "BEGIN:VALARM", "END:VALARM"), "Line 9: an alarm would ring"),
        (calendar(*GOOD, head=("METHOD:PUBLISH",)), "Line 5: METHOD:PUBLISH wants an ORGANIZER"),
        (calendar(*GOOD, head=("UID:1",)), "Line 4: a UID of the calendar itself"),
        (calendar(*GOOD, head=("REFRESH-INTERVAL:PT1H",)), "Line 4: REFRESH-INTERVAL must say VALUE=DURATION"),
        (calendar(*GOOD, head=("SOURCE:https://example.org",)), "Line 4: SOURCE must say VALUE=URI"),
        (calendar(*GOOD).replace(b"VERSION:2.0\r\n", b""), "Line 1: a calendar needs one VERSION"),
        (
            calendar("DTSTART;TZID=America/Edmonton:20270115T100000", head=ZONE),
            "Line 15: the file's rules for America",
        ),
        (calendar(*GOOD, head=(*ZONE[:2], ZONE[-1])), "Line 4: a VTIMEZONE without STANDARD"),
        (b"", "Line 1: this is not a calendar"),
    ],
)
def test_each_fault_is_said_with_its_line(data, summary):
    assert any(one.startswith(summary) for one in objections(data)), objections(data)


def test_of_a_file_that_is_no_calendar_only_that_is_said():
    assert len(objections(b"Name,Phone\nAda Sample,780-555-0101\n" * 50)) == 1
    assert objections(gzip.compress(calendar(*GOOD))) == [
        "Line 1: this is not a calendar: it is packed (gzip); unpack it first."
    ]


def test_two_events_of_one_uid_and_a_series_of_two_minds():
    twice = calendar(*GOOD).replace(b"END:VCALENDAR\r\n", b"") + calendar(*GOOD).partition(b"EN\r\n")[2]
    assert any("occurs twice" in one for one in objections(twice))

    rule = "RRULE:FREQ=DAILY;COUNT=2;UNTIL=20270301T100000"
    summary = " ".join(objections(calendar("DTSTART;TZID=America/Edmonton:20270115T100000", rule, head=ZONE)))
    assert "both UNTIL and COUNT" in summary
    assert "UNTIL must be in UTC" in summary


def test_the_clean_endpoint_is_clean_and_the_others_are_not():
    for path in (FEEDS / "plain").glob("*.ics"):
        assert objections(path.read_bytes()) == []
    assert any("rules for America/Edmonton" in one for one in objections(raw("broken/old-rules.ics")))
    assert any("folded" in one for one in objections(raw("tec-ical/01-first.ics")))


@given(st.binary(max_size=300), st.sampled_from(sorted((FEEDS / "broken").glob("*"))))
@settings(max_examples=100)
def test_no_bytes_are_too_strange_to_be_objected_to(data, path):
    seed = path.read_bytes()[:4000]

    for one in (data, seed + data, seed.replace(seed[50:60], data)):
        assert all(text.isprintable() for text in objections(one))


def test_no_more_objections_than_anybody_reads():
    assert len(objections(b"x\n" * 100_000)) <= 200


def test_dates_of_years_ago_are_compared_with_the_rules_of_their_time():
    old = calendar(
        "DTSTART;TZID=America/Edmonton:20260115T100000", "DTEND;TZID=America/Edmonton:20260115T110000", head=ZONE
    )

    assert objections(old) == []

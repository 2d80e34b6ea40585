"""Whatever bytes come: a reading or an error in words, soon, and without a great deal of memory."""

import time
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from atma_tui.calendars.reading.reader import read_calendar
from atma_tui.domain.errors import Unreadable
from atma_tui.domain.records import Reading
from tests.calendars.feeds import FEEDS, NOW

SEEDS = [path.read_bytes() for path in sorted(FEEDS.rglob("*.ics")) if path.stat().st_size < 30_000]
SPARE_SECONDS = 8
"""Of processor time, on a slow machine that does other things too; the real ones are a fraction of it."""


def read(data):
    try:
        reading = read_calendar(data, now=NOW)
    except Unreadable as error:
        assert str(error).isprintable()
        return None
    assert all(text.isprintable() for text in (*reading.lost, *reading.notes))
    assert all(event.title and event.title.isprintable() for event in reading.events)
    assert all(event.ends > event.starts for event in reading.events)
    assert len({event.key for event in reading.events}) == len(reading.events)
    return reading


@given(st.binary(max_size=400))
@settings(max_examples=150)
def test_random_bytes(data):
    read(data)
    read(b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:" + data + b"\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")


NAMES = ("DTSTART", "DTEND", "DURATION", "RRULE", "EXDATE", "RDATE", "RECURRENCE-ID", "UID", "SUMMARY", "SEQUENCE")
VALUES = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ("20270501", "20270501T180000", "20270501T180000Z", "00010101T000000Z", "99991231T235959", "P1D")
    ),
    st.sampled_from(
        ("PT-1H", "-P9999999999D", "P99999W", "FREQ=DAILY", "FREQ=YEARLY;BYDAY=99MO", "20270230", "-1")
    ),
    st.sampled_from(("FREQ=MONTHLY;BYMONTHDAY=0;BYSETPOS=0", "FREQ=WEEKLY;UNTIL=P1D", "FREQ=DAILY;COUNT=-3")),
    st.sampled_from(
        ("FREQ=WEEKLY;WKST=X", "FREQ=YEARLY;BYMONTH=13,0,-4", "FREQ=DAILY;INTERVAL=2147483647", "1" * 40)
    ),
)
PARAMETERS = st.sampled_from(
    (
        "",
        ";VALUE=DATE",
        ";TZID=America/Edmonton",
        ";TZID=Nowhere",
        ';TZID="',
        ";TZID=:",
        ";;;=",
        ';X="a:b";TZID=MST',
    )
)


@given(st.lists(st.tuples(st.sampled_from(NAMES), PARAMETERS, VALUES), max_size=9))
@settings(max_examples=250)
def test_every_property_with_every_value(properties):
    lines = "\r\n".join(f"{name}{parameters}:{value}" for name, parameters, value in properties)
    read(f"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n{lines}\r\nEND:VEVENT\r\nEND:VCALENDAR".encode(errors="replace"))


@given(st.data())
@settings(max_examples=120)
def test_damaged_calendars(data):
    feed = bytearray(data.draw(st.sampled_from(SEEDS)))
    for _ in range(data.draw(st.integers(1, 12))):
        at = data.draw(st.integers(0, max(len(feed) - 1, 0)))
        match data.draw(st.integers(0, 3)):
            case 0:
                feed[at : at + 1] = bytes([data.draw(st.integers(0, 255))])
            case 1:
                del feed[at : at + data.draw(st.integers(1, 400))]
            case 2:
                feed[at:at] = feed[at : at + data.draw(st.integers(1, 400))]
            case 3:
                feed[at:at] = data.draw(
                    st.sampled_from((b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n", b"\r\n ", b"\0", b'"'))
                )
    read(bytes(feed))


def one(lines):
    return b"BEGIN:VEVENT\r\n" + lines + b"\r\nEND:VEVENT\r\n"


def many(number, lines):
    return b"".join(one(b"UID:%d\r\nDTSTART:20250101T100000Z\r\n" % index + lines) for index in range(number))


ZONE = (
    b"BEGIN:VTIMEZONE\r\nTZID:Z%d\r\nBEGIN:STANDARD\r\nDTSTART:16010101T020000\r\nTZOFFSETFROM:-0600\r\n"
    b"TZOFFSETTO:-0700\r\nRRULE:FREQ=YEARLY;BYDAY=1SU\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
)
BOMBS = {
    "one long line": one(b"UID:1\r\nDTSTART:20270101T100000Z\r\nDESCRIPTION:" + b"<a>" * 3_000_000),
    "folds": one(b"UID:1\r\nDTSTART:20270101T100000Z\r\nSUMMARY:a\r\n" + b" a\r\n" * 1_000_000),
    "returns": one(b"UID:1\r\nDTSTART:20270101T100000Z\r\nSUMMARY:a" + (b"\r" * 200_000 + b"\n") * 20),
    "stray returns": one(b"UID:1\r\nDTSTART:20270101T100000Z\r\nSUMMARY:a" + (b"\r" * 200_000 + b"x\r\n") * 20),
    "depth": b"BEGIN:X\r\n" * 1_000_000,
    "alarms": one(b"BEGIN:VALARM\r\nEND:VALARM\r\n" * 300_000),
    "lines": one(b"UID:x\r\n" * 1_000_000),
    "entities": many(200, b"DESCRIPTION:" + b"<b>&amp;" * 2000),
    "comments": many(20, b"DESCRIPTION:" + b"<script>" * 2000 + b"<!--" * 2000),
    "accents": many(100, ("DESCRIPTION:e" + "\u0301" * 8000).encode()),
    "daily for ever": many(1000, b"RRULE:FREQ=DAILY"),
    "daily, but never": many(800, b"RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"),
    "counted from afar": many(400, b"RRULE:FREQ=DAILY;COUNT=99999999").replace(b":2025", b":1901"),
    "listed dates": many(30, b"RRULE:FREQ=WEEKLY;COUNT=3\r\nEXDATE:" + b"20270101T100000Z," * 3800),
    "zones": b"".join(ZONE % n for n in range(300))
    + b"".join(
        one(b"UID:%d\r\nDTSTART;TZID=Z%d:%d0101T100000" % (n, n % 300, 1900 + n % 300)) for n in range(1000)
    ),
    "one name": many(5000, b"UID:same"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_no_bomb_takes_long_or_much(name):
    data = b"BEGIN:VCALENDAR\r\n" + BOMBS[name] + b"END:VCALENDAR\r\n"
    started = time.process_time()
    read(data)
    assert time.process_time() - started < SPARE_SECONDS


@pytest.mark.parametrize("name", ["one long line", "folds", "alarms", "lines"])
def test_memory_stays_within_some_times_the_answer(name):
    data = b"BEGIN:VCALENDAR\r\n" + BOMBS[name][:1_000_000] + b"\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    tracemalloc.start()
    read(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 25 * len(data)


def test_more_events_or_bytes_than_a_book_takes_are_refused_whole():
    for body in (many(20_001, b"SUMMARY:x"), many(300, b"RRULE:FREQ=DAILY"), b"x" * 21_000_000):
        with pytest.raises(Unreadable, match="nothing was changed"):
            read_calendar(b"BEGIN:VCALENDAR\r\n" + body + b"END:VCALENDAR\r\n", now=NOW)


def test_a_bomb_does_not_cost_the_events_beside_it():
    body = one(b"UID:a\r\nDTSTART:20270101T100000Z\r\nSUMMARY:Talk") + many(40, b"RRULE:FREQ=SECONDLY")
    reading = read(b"BEGIN:VCALENDAR\r\n" + body + b"END:VCALENDAR\r\n")

    assert isinstance(reading, Reading)
    assert "Talk" in {event.title for event in reading.events}

"""Google's calendar API: series, changed and cancelled dates, zones, as in a calendar file."""

from datetime import datetime

import pytest
from msgspec import json

from atma_tui.domain.errors import Unreadable
from atma_tui.sync.exchange import Answer
from atma_tui.sync.formats import google
from atma_tui.sync.recognise import recognise
from tests.sync.formats.pages import SOURCE, titles
from tests.sync.planning.replay import NOW

URL = "https://www.googleapis.com/calendar/v3/calendars/c%40example.org/events?key=K&maxResults=2"


def at(text, zone="America/Edmonton"):
    return {"dateTime": text, **({"timeZone": zone} if zone else {})}


def item(**more):
    node = {
        "kind": "calendar#event",
        "id": "abc",
        "iCalUID": "abc@google.com",
        "status": "confirmed",
        "summary": "Talk, tea; and more",
        "description": "<p>Words.</p><p>More</p>",
        "location": "Sample clinic, Edmonton",
        "start": at("2027-05-04T18:00:00-06:00"),
        "end": at("2027-05-04T19:30:00-06:00"),
        "sequence": 1,
        "updated": "2026-11-01T10:00:00.000Z",
        **more,
    }
    return {name: value for name, value in node.items() if value is not None}


def page(*items, **more):
    data = {"kind": "calendar#events", "timeZone": "America/Edmonton", "items": items, **more}
    return Answer(url=URL, body=json.encode(data))


def read(*items, **more):
    return google.read([page(*items, **more)], SOURCE, "America/Edmonton", NOW)


def only(reading):
    assert reading.lost == ()
    [found] = reading.events
    return found


def test_an_event_is_read_whole():
    assert recognise(page(item())) == "google"
    found = only(read(item()))
    assert (found.uid, found.title, found.description) == ("abc@google.com", "Talk, tea; and more", "Words.\nMore")
    assert (found.starts, found.ends) == (datetime(2027, 5, 4, 18), datetime(2027, 5, 4, 19, 30))
    assert (found.place, found.sequence, found.private, found.notes) == ("Sample clinic, Edmonton", 1, False, ())


@pytest.mark.parametrize(
    ("start", "hour"),
    [
        (at("2027-01-05T18:00:00-07:00"), 18),
        (at("2027-01-06T01:00:00Z", None), 19),
        (at("2027-01-05T18:00:00-06:00", None), 18),
        (at("2027-01-05T18:00:00-06:00", "America/Toronto"), 18),
        (at("2027-01-06T00:00:00Z"), 18),
    ],
)
def test_the_named_zone_wins_over_the_offset_that_was_reckoned(start, hour):
    assert only(read(item(start=start, end=None))).starts.hour == hour


def test_whole_days():
    found = only(read(item(start={"date": "2027-05-04"}, end={"date": "2027-05-06"})))
    assert found.all_day and (found.starts, found.ends) == (datetime(2027, 5, 4), datetime(2027, 5, 6))


def test_a_series_with_a_moved_and_a_cancelled_date():
    series = item(recurrence=["RRULE:FREQ=WEEKLY;COUNT=4", "EXDATE;TZID=America/Edmonton:20270525T180000"])
    moved = item(
        id="abc_1",
        recurringEventId="abc",
        originalStartTime=at("2027-05-11T18:00:00-06:00"),
        start=at("2027-05-12T19:00:00-06:00"),
        end=at("2027-05-12T20:00:00-06:00"),
    )
    off = {"id": "abc_2", "iCalUID": "abc@google.com", "status": "cancelled", "recurringEventId": "abc"}
    off["originalStartTime"] = at("2027-05-18T18:00:00-06:00")
    reading = read(series, moved, off)
    assert [(found.starts.day, found.status) for found in reading.events if found.status == "confirmed"] == [
        (4, "confirmed"),
        (12, "confirmed"),
    ]
    assert {found.uid for found in reading.events} == {"abc@google.com"}


@pytest.mark.parametrize(
    "meeting", [{"hangoutLink": "https://meet.example/x"}, {"conferenceData": {"entryPoints": []}}]
)
def test_a_meeting_without_a_place_is_online_and_one_with_a_place_is_not(meeting):
    assert only(read(item(location=None, **meeting))).online
    assert not only(read(item(**meeting))).online
    assert not only(read(item(location=None))).online


@pytest.mark.parametrize("made", ["abc@google.com", "from-elsewhere@example.org"])
def test_a_cancelled_date_that_tells_only_its_series_is_off(made):
    series = item(iCalUID=made, recurrence=["RRULE:FREQ=WEEKLY;COUNT=2"])
    off = {"id": "abc_2", "status": "cancelled", "recurringEventId": "abc"}
    reading = read(series, {**off, "originalStartTime": at("2027-05-11T18:00:00-06:00")})
    assert [(one.uid, one.starts.day, one.status) for one in reading.events] == [
        (made, 4, "confirmed"),
        (made, 11, "cancelled"),
    ]


def test_a_cancelled_event_that_tells_only_its_id_is_a_cancellation_and_not_unreadable():
    reading = read(item(), {"id": "gone", "status": "cancelled"})
    assert not reading.lost and [one.uid for one in reading.called_off] == ["gone@google.com"]


def test_without_any_uid_the_id_is_the_name():
    assert only(read(item(iCalUID=None))).uid == "abc"


@pytest.mark.parametrize("visibility", ["private", "confidential", "a new word"])
def test_what_is_private_is_private(visibility):
    assert only(read(item(visibility=visibility))).private


@pytest.mark.parametrize("kind", ["outOfOffice", "focusTime", "workingLocation", "birthday"])
def test_what_nobody_comes_for_is_no_event(kind):
    assert titles(read(item(), item(id="x", iCalUID="x", eventType=kind))) == ["Talk, tea; and more"]


@pytest.mark.parametrize(
    "fault", [{"start": None}, {"start": {}}, {"start": {"dateTime": "soon"}}, {"start": 3}, {"sequence": "x"}]
)
def test_one_malformed_item_loses_only_itself(fault):
    reading = read(item(), item(**{"id": "x", "iCalUID": "x@x", "summary": "Circle", **fault}), 7)
    assert titles(reading) == ["Talk, tea; and more"]
    assert len(reading.lost) == 2 and reading.lost_uids == ("x@x",)


def test_nothing_in_a_text_becomes_a_line_of_the_calendar():
    found = only(
        read(item(summary="x\r\nEND:VEVENT\r\nBEGIN:VEVENT", iCalUID="a\nb", recurrence=["RRULE:A\nEND:VEVENT"]))
    )
    assert found.title.startswith("x END:VEVENT")


def test_pages_are_followed_by_their_token():
    assert google.next_page(page(nextPageToken="T=1")) == URL + "&pageToken=T%3D1"
    assert google.next_page(page()) == ""
    with pytest.raises(Unreadable):
        google.read([Answer(url=URL, body=b'{"items": 3}')], SOURCE, "America/Edmonton", NOW)

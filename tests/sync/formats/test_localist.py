"""Localist's API: dates with numbers of their own, pages by number."""

from datetime import datetime

import pytest
from msgspec import json

from atma_tui.domain.errors import Unreadable
from atma_tui.sync.exchange import Answer
from atma_tui.sync.formats import localist
from atma_tui.sync.recognise import recognise
from tests.sync.formats.pages import SOURCE, titles
from tests.sync.planning.replay import NOW

URL = "https://events.example.org/api/2/events?days=365&pp=2&page=1"


def date(number, start="2027-05-04T18:00:00-06:00", end="2027-05-04T19:30:00-06:00", all_day=False):
    return {"event_instance": {"id": number, "event_id": 7, "start": start, "end": end, "all_day": all_day}}


def event(*dates, **more):
    return {
        "event": {
            "id": 7,
            "title": "Talk &amp; tea",
            "status": "live",
            "experience": "inperson",
            "location_name": "Sample clinic",
            "room_number": "Room 2",
            "geo": {"street": "1 Sample St", "city": "Edmonton", "state": "AB", "zip": None, "latitude": "53.5"},
            "description": "<p>Words.</p>",
            "localist_url": "https://events.example.org/event/talk",
            "filters": {"event_types": [{"name": "Talk", "id": 1}]},
            "tags": ["free"],
            "event_instances": list(dates) or [date(9001)],
            "updated_at": "2026-11-01T10:00:00-07:00",
            **more,
        }
    }


def page(*events, current=1, total=1):
    data = {"events": events, "page": {"current": current, "size": 2, "total": total}, "date": {}}
    return Answer(url=URL, body=json.encode(data))


def read(*events):
    return localist.read([page(*events)], SOURCE, "America/Edmonton", NOW)


def test_an_event_is_read_with_its_place_words_and_categories():
    assert recognise(page(event())) == "localist"
    [found] = read(event()).events
    assert (found.uid, found.title, found.description) == ("7-9001@events.example.org", "Talk & tea", "Words.")
    assert found.place == "Sample clinic, Room 2, 1 Sample St, Edmonton, AB"
    assert (found.starts, found.ends) == (datetime(2027, 5, 4, 18), datetime(2027, 5, 4, 19, 30))
    assert (found.categories, found.online, found.notes) == (("Talk", "free"), False, ())
    assert found.modified.hour == 17


def test_each_date_is_an_event_that_keeps_its_name_when_it_moves():
    later = date(9002, "2027-05-11T18:00:00-06:00", "2027-05-11T19:30:00-06:00")
    keys = {found.key for found in read(event(date(9001), later)).events}
    moved = date(9002, "2027-05-12T18:00:00-06:00", None)
    assert {found.key for found in read(event(date(9001), moved)).events} == keys and len(keys) == 2


def test_whole_days_are_whole_days():
    day = date(1, "2027-05-04T00:00:00-06:00", None, all_day=True)
    [found] = read(event(day)).events
    assert found.all_day and (found.starts, found.ends) == (datetime(2027, 5, 4), datetime(2027, 5, 5))


@pytest.mark.parametrize(
    ("more", "online"),
    [
        ({"experience": "virtual"}, True),
        ({"experience": "hybrid"}, False),
        ({"location_name": "Online", "geo": {}, "room_number": ""}, True),
    ],
)
def test_what_is_on_screens_only_is_known_as_such(more, online):
    [found] = read(event(**more)).events
    assert found.online is online


@pytest.mark.parametrize(
    ("status", "expected"),
    [("canceled", ["cancelled"]), ("live", ["confirmed"]), ("pending", []), ("rejected", [])],
)
def test_statuses(status, expected):
    assert [found.status for found in read(event(status=status)).events] == expected


@pytest.mark.parametrize(
    "fault",
    [{"event_instances": None}, {"event_instances": []}, {"event_instances": [{"start": "x"}]}, {"id": "x"}],
)
def test_one_malformed_event_loses_only_itself(fault):
    reading = read(event(), event(**{"id": 8, "title": "Circle", **fault}), {"event": 3}, 7)
    assert titles(reading) == ["Talk & tea"] and len(reading.lost) == 3


def test_pages_are_followed_by_number():
    assert localist.next_page(page(event(), total=3)) == URL.replace("page=1", "page=2")
    assert localist.next_page(page(event(), current=3, total=3)) == ""
    assert localist.next_page(Answer(url=URL, body=b'{"events": [], "page": []}')) == ""
    with pytest.raises(Unreadable):
        localist.next_page(Answer(url=URL, body=b'{"events": 3}'))

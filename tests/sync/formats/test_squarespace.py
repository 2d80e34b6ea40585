"""Squarespace's collections: whole days, items that are broken or nameless, what is on screens."""

from datetime import UTC, datetime

import pytest
from msgspec import json
from msgspec.structs import replace

from atma_tui.sync.exchange import Answer
from atma_tui.sync.formats import squarespace
from tests.sync.formats.pages import SOURCE, titles
from tests.sync.planning.replay import NOW

DAY = {"startDate": 1809496800000, "endDate": 1809583140000}
"""5 May 2027 from midnight to 23:59 in Alberta."""


def read(*items, zone="America/Edmonton"):
    data = {"website": {"timeZone": zone}, "upcoming": items}
    page = Answer(url="https://w.example/events", body=json.encode(data))
    return squarespace.read([page], SOURCE, "America/Edmonton", NOW)


def item(**more):
    return {"id": "a", "title": "Talk", "location": {"addressTitle": "Sample clinic"}, **DAY, **more}


def test_from_midnight_to_the_last_minute_is_a_whole_day():
    [found] = read(item()).events
    assert found.all_day and (found.starts, found.ends) == (datetime(2027, 5, 5), datetime(2027, 5, 6))
    [found] = read(item(endDate=DAY["endDate"] + 2 * 86_400_000)).events
    assert found.all_day and found.ends == datetime(2027, 5, 8)


def test_the_days_are_those_of_the_websites_own_clock():
    start, end = (datetime(2027, 1, 5, *at, tzinfo=UTC) for at in ((7, 0), (6, 59)))
    times = {"startDate": start.timestamp() * 1000, "endDate": (end.timestamp() + 86_400) * 1000}
    for zone in ("America/Denver", "America/Edmonton"):
        [found] = read(item(**times), zone=zone).events
        assert found.all_day and (found.starts, found.ends) == (datetime(2027, 1, 5), datetime(2027, 1, 6))
    [found] = read(item(**times), zone="America/Toronto").events
    assert not found.all_day and found.starts == datetime(2027, 1, 5, 1)


@pytest.mark.parametrize("zone", [None, "", "Nowhere/Here", 7])
def test_a_zone_that_nobody_knows_is_the_clinics(zone):
    [found] = read(item(), zone=zone).events
    assert found.all_day and found.starts == datetime(2027, 5, 5)


@pytest.mark.parametrize("broken", [None, 7, "x", []])
def test_one_malformed_item_loses_only_itself(broken):
    reading = read(broken, item())
    assert titles(reading) == ["Talk"] and reading.lost == ("One entry of the list is not an event.",)


def test_items_without_a_name_are_told_apart():
    reading = read(
        item(id=None), item(id="", title="Circle"), item(id=None, startDate=DAY["startDate"] + 3_600_000)
    )
    assert len({found.key for found in reading.events}) == 3


def test_what_is_on_screens_and_what_it_is_filed_under():
    reading = read(item(location={"addressTitle": "Online"}), item(id="b", categories=["Calgary"], tags=["free"]))
    assert [found.online for found in reading.events] == [True, False]
    assert reading.events[1].categories == ("Calgary", "free")


EVENING = {"startDate": 1799114400000, "endDate": 1799119800000}
"""5 January 2027 from 02:00 to 03:30 UTC."""


@pytest.mark.parametrize(
    "website",
    [
        {"timeZone": "America/Denver", "timeZoneOffset": -25_200_000},
        {"timeZone": "America/Edmonton", "timeZoneOffset": -25_200_000},
    ],
)
def test_a_clock_behind_albertas_is_asked_about(website):
    def told(clock):
        page = Answer(
            url="https://w.example/events",
            body=json.encode({"website": website, "upcoming": [item(**EVENING)]}),
        )
        [found] = squarespace.read([page], replace(SOURCE, clock=clock), "America/Edmonton", NOW).events
        return found

    asked, by_wall, by_instant = map(told, ("ask", "wall", "instant"))
    assert (asked.starts, asked.ends) == (datetime(2027, 1, 4, 19), datetime(2027, 1, 4, 20, 30))
    assert "19:00 is what its clock shows; by Alberta time that may be 20:00" in asked.notes[0]
    assert (by_wall.starts.hour, by_wall.notes) == (19, ()) and (by_instant.starts.hour, by_instant.notes) == (
        20,
        (),
    )


def test_a_website_that_knows_albertas_clock_is_not_asked():
    [found] = read(item(**EVENING)).events
    assert found.starts == datetime(2027, 1, 4, 20) and found.notes == ()

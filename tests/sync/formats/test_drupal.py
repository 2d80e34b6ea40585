"""Drupal's JSON, whose fields each site names itself."""

from datetime import datetime

import pytest
from msgspec import json
from msgspec.structs import replace

from atma_tui.sync.exchange import Answer
from atma_tui.sync.formats import drupal
from atma_tui.sync.recognise import recognise
from tests.sync.formats.pages import SOURCE, titles
from tests.sync.planning.replay import NOW

URL = "https://w.example/jsonapi/node/event"
RANGE = {"value": "2027-05-04T18:00:00-06:00", "end_value": "2027-05-04T19:30:00-06:00"}


def node(number=1, relationships=None, **attributes):
    fields = {
        "title": "Talk",
        "status": True,
        "created": "2026-11-01T00:00:00+00:00",
        "path": {"alias": "/events/talk"},
        "body": {"value": "<p>Raw</p>", "processed": "<p>Words.</p>"},
        "field_event_date": RANGE,
        "field_location": "Sample clinic, Edmonton",
        **attributes,
    }
    return {"type": "node--event", "id": f"u-{number}", "attributes": fields, "relationships": relationships or {}}


def page(*nodes, **more):
    return Answer(url=URL, body=json.encode({"jsonapi": {"version": "1.0"}, "data": nodes, "links": {}, **more}))


def read(*nodes, clock="ask", **more):
    return drupal.read([page(*nodes, **more)], replace(SOURCE, clock=clock), "America/Edmonton", NOW)


def only(reading):
    assert reading.lost == ()
    [found] = reading.events
    return found


def test_an_event_is_read_whole():
    assert recognise(page(node())) == "drupal"
    found = only(read(node()))
    assert (found.uid, found.title, found.description) == ("u-1@w.example", "Talk", "Words.")
    assert (found.starts, found.ends) == (datetime(2027, 5, 4, 18), datetime(2027, 5, 4, 19, 30))
    assert (found.place, found.url) == ("Sample clinic, Edmonton", "https://w.example/events/talk")


@pytest.mark.parametrize(
    "fields",
    [
        {"field_event_date": [RANGE]},
        {"field_event_date": None, "field_when": RANGE},
        {"field_event_date": None, "field_start_date": RANGE["value"], "field_end_date": RANGE["end_value"]},
        {"field_event_date": None, "field_end_time": RANGE["end_value"], "field_start_time": RANGE["value"]},
        {"field_event_date": {"value": 1809475200, "end_value": 1809480600, "duration": 90, "timezone": ""}},
        {"field_event_date": RANGE, "field_registration_date": {"value": "2027-01-01", "end_value": "2027-02-01"}},
    ],
)
def test_when_it_is_is_found_in_whatever_field_says_it(fields):
    found = only(read(node(**fields)))
    assert (found.starts, found.ends) == (datetime(2027, 5, 4, 18), datetime(2027, 5, 4, 19, 30))


def test_whole_days():
    for value in (
        {"value": "2027-05-04", "end_value": "2027-05-05"},
        {"value": 1809410400, "end_value": 1809583140 - 86400},
    ):
        found = only(read(node(field_event_date=value)))
        assert found.all_day and found.starts == datetime(2027, 5, 4)


def test_a_time_without_an_offset_is_utc_and_asked_about():
    stored = {"value": "2027-05-05T00:00:00", "end_value": "2027-05-05T01:30:00"}
    found = only(read(node(field_event_date=stored)))
    assert found.starts == datetime(2027, 5, 4, 18) and "may be 00:00. Ask the sender." in found.notes[0]
    assert only(read(node(field_event_date=stored), clock="wall")).starts == datetime(2027, 5, 5)


def test_several_dates_are_several_events():
    later = {"value": "2027-05-11T18:00:00-06:00", "end_value": None}
    assert len({found.key for found in read(node(field_event_date=[RANGE, later])).events}) == 2


def test_places_and_categories_that_are_described_elsewhere():
    address = {
        "address_line1": "1 Sample St",
        "locality": "Calgary",
        "administrative_area": "AB",
        "country_code": "CA",
    }
    place = {"type": "node--place", "id": "p", "attributes": {"title": "Sample clinic", "field_address": address}}
    term = {"type": "taxonomy_term--topics", "id": "t", "attributes": {"name": "Sleep"}}
    related = {
        "field_venue": {"data": {"type": "node--place", "id": "p"}},
        "field_event_category": {"data": [{"type": "taxonomy_term--topics", "id": "t"}, {"id": "missing"}]},
    }
    found = only(read(node(relationships=related, field_location=None), included=[place, term, None]))
    assert found.place == "Sample clinic, 1 Sample St, Calgary, AB" and found.categories == ("Sleep",)


@pytest.mark.parametrize(
    ("fields", "online"),
    [({"field_online": True}, True), ({"field_event_format": "Virtual"}, True), ({"field_online": False}, False),
     ({"field_event_format": "In person and online"}, False), ({"field_location": "Zoom"}, True), ({}, False)],
)  # fmt: skip
def test_what_is_on_screens_only_is_known_as_such(fields, online):
    assert only(read(node(**fields))).online is online


@pytest.mark.parametrize(
    "fields", [{"field_cancelled": True}, {"field_event_status": "cancelled"}, {"title": "CANCELLED: Talk"}]
)
def test_what_is_cancelled_is(fields):
    assert only(read(node(**fields))).status == "cancelled"


def test_what_is_not_published_is_not_read():
    assert titles(read(node(), node(2, status=False))) == ["Talk"]


@pytest.mark.parametrize(
    "fault", [{"field_event_date": None}, {"field_event_date": "soon"}, {"field_event_date": {"value": []}}]
)
def test_one_malformed_node_loses_only_itself(fault):
    reading = read(node(), node(2, title="Circle", **fault), 7)
    assert titles(reading) == ["Talk"] and len(reading.lost) == 2 and reading.lost_uids == ("u-2@w.example",)


def test_nodes_of_the_rest_module():
    fields = {
        "nid": [{"value": 5}],
        "title": [{"value": "Talk"}],
        "field_date": [RANGE],
        "path": [{"alias": "/talk"}],
    }
    fields |= {
        "status": [{"value": True}],
        "field_place": [{"value": "Edmonton"}],
        "body": [{"value": "x", "processed": "Words."}],
    }
    answer = Answer(url=URL, body=json.encode([fields]))
    assert recognise(answer) == "drupal"
    found = only(drupal.read([answer], SOURCE, "America/Edmonton", NOW))
    assert (found.uid, found.place, found.description) == ("5@w.example", "Edmonton", "Words.")
    assert found.url == "https://w.example/talk"


def test_pages_are_followed():
    following = {"next": {"href": f"{URL}?page%5Boffset%5D=50"}}
    assert drupal.next_page(page(links=following)) == following["next"]["href"]
    assert drupal.next_page(page()) == drupal.next_page(page(links=[])) == ""

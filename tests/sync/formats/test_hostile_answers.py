"""Whatever a server sends in the place of events: a reading or a plain error, at once, with nothing that bites."""

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec import json

from atma_tui.domain.errors import Unreadable
from atma_tui.domain.records import Source
from atma_tui.sync.exchange import Answer
from atma_tui.sync.formats import jsonld, squarespace, tec
from tests.sync.planning.replay import NOW

SOURCE = Source(id="s", url="https://w.example/")
TEC = {
    "id": 51,
    "title": "Talk",
    "start_date": "2026-12-03 18:00:00",
    "end_date": "2026-12-03 19:00:00",
    "timezone": "America/Edmonton",
    "all_day": False,
    "utc_start_date": "2026-12-04 00:00:00",
    "modified_utc": "2026-11-04 00:00:00",
    "venue": {"venue": "ATMA", "city": "Calgary"},
    "description": "<p>x</p>",
    "url": "https://w.example/talk/",
    "json_ld": {"eventStatus": "EventScheduled"},
}
LINKED = {
    "@type": "Event",
    "name": "Talk",
    "startDate": "2026-12-03T18:00:00-07:00",
    "endDate": "2026-12-03T19:00:00-07:00",
    "location": [{"@type": "Place", "name": "ATMA", "address": {"addressCountry": {"name": "Canada"}}}],
    "url": "https://w.example/talk/",
    "description": "x",
    "eventStatus": "EventScheduled",
    "maximumAttendeeCapacity": 3,
}
SQUARE = {
    "id": "ab12",
    "title": "Talk",
    "startDate": 1796594400000,
    "endDate": 1796598000000,
    "updatedOn": 1791328800000,
    "fullUrl": "/talk",
    "body": "<p>x</p>",
    "location": {"addressTitle": "ATMA"},
}
words = st.sampled_from(
    [
        "",
        "\x1b[31mred",
        "https://[",
        "9999-12-31T23:59:59",
        "0001-01-01",
        "UTC-99",
        "UTC+05:45",
        "<![x[",
        "\u202e",
        "../x",
        "=1+1",
    ]
)
anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats(allow_nan=False, allow_infinity=False)
    | words,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["name", "city", "@type"]), inner, max_size=2)
    ),
    max_leaves=4,
)


def harmless(reading):
    for event in reading.events:
        for text in (event.title, event.place, event.url, event.uid, event.description.replace("\n", "")):
            assert text.isprintable()
        assert event.title and event.starts < event.ends


@settings(max_examples=150)
@given(field=st.sampled_from(sorted(TEC)), value=anything)
@example(field="start_date", value="9999-12-31T23:59:59")
def test_posts(field, value):
    body = json.encode({"events": [{**TEC, field: value}, TEC], "total": value, "next_rest_url": value})
    page = Answer(url="https://w.example/", body=body)
    harmless(tec.read([page], SOURCE, "America/Edmonton", NOW))
    assert isinstance(tec.next_page(page), str)


@settings(max_examples=150)
@given(
    field=st.sampled_from(sorted(LINKED)),
    value=anything,
    charset=st.sampled_from(["", "utf-8", "latin1", "no-such"]),
)
def test_linked_data(field, value, charset):
    block = json.encode([{**LINKED, field: value}, {"@graph": [LINKED]}])
    body = b"<html><![x[<script type='application/ld+json'>" + block + b"</script>"
    page = Answer(url="https://w.example/", body=body, charset=charset)
    harmless(jsonld.read([page], SOURCE, "America/Edmonton", NOW))


@settings(max_examples=150)
@given(field=st.sampled_from(sorted(SQUARE)), value=anything)
@example(field="startDate", value=10**15)
def test_a_collection(field, value):
    data = {"upcoming": [{**SQUARE, field: value}, SQUARE], "pagination": {"nextPageUrl": value}}
    page = Answer(url="https://w.example/", body=json.encode(data))
    harmless(squarespace.read([page], SOURCE, "America/Edmonton", NOW))
    assert isinstance(squarespace.next_page(page), str)


@pytest.mark.parametrize(
    "body", [b"[" * 100_000, b'{"a":' * 100_000, b'{"events": 3}', b'{"events": [3]}', b"[]x"]
)
def test_data_that_is_no_list_of_events(body):
    for module in (tec, squarespace):
        with pytest.raises(Unreadable):
            module.read([Answer(url="https://w.example/", body=body)], SOURCE, "America/Edmonton", NOW)
    assert jsonld.read([Answer(url="https://w.example/", body=body)], SOURCE, "America/Edmonton", NOW).events == ()


@pytest.mark.parametrize(
    "part",
    [
        b"<script type='application/ld+json'>",
        b"<script ",
        b"type=application/ld+json ",
        b"</script",
        b"&lt;p&gt;",
        b"<!--",
    ],
)
def test_pages_made_to_take_for_ever_do_not(part):
    page = Answer(url="https://w.example/", body=b"<html><script " + part * (2_000_000 // len(part)))
    began = time.process_time()
    jsonld.read([page], SOURCE, "America/Edmonton", NOW)
    assert time.process_time() - began < 5

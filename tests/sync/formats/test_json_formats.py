"""What websites say in JSON, in each of its dialects: years, whole days, titles, names, events that moved."""

from datetime import datetime

import pytest
from msgspec import json
from msgspec.structs import replace

from atma_tui.domain.errors import Unreadable
from atma_tui.domain.records import Source
from atma_tui.domain.when import instant
from atma_tui.sync.exchange import Answer
from atma_tui.sync.formats import jsonld, squarespace, tec
from atma_tui.sync.formats.shared import NO_END
from atma_tui.sync.recognise import recognise
from tests.sync.planning.replay import NOW

SOURCE = Source(id="s", url="https://w.example/")
YEAR_9999 = 253402300799000


def answer(data):
    return Answer(url="https://w.example/page", body=data if isinstance(data, bytes) else json.encode(data))


def post(**more):
    return {
        "id": 7,
        "title": "Talk",
        "start_date": "2026-12-10 18:00:00",
        "end_date": "2026-12-10 20:00:00",
        "timezone": "America/Edmonton",
        "url": "https://w.example/talk/",
        **more,
    }


def linked(**more):
    return {
        "@type": "Event",
        "name": "Talk",
        "startDate": "2026-12-10T18:00:00-06:00",
        "endDate": "2026-12-10T20:00:00-06:00",
        **more,
    }


def square(**more):
    return {"id": "ab", "title": "Talk", "startDate": 1796594400000, "endDate": 1796598000000, **more}


def read_tec(*posts):
    return tec.read([answer({"events": posts, "total": len(posts)})], SOURCE, "America/Edmonton", NOW)


def read_linked(*nodes, clock="ask"):
    page = b"<html><script type='application/ld+json'>" + json.encode(nodes) + b"</script>"
    return jsonld.read([answer(page)], replace(SOURCE, clock=clock), "America/Edmonton", NOW)


def read_square(*items):
    return squarespace.read([answer({"upcoming": items})], SOURCE, "America/Edmonton", NOW)


FAR_STARTS = {
    "tec": lambda year: read_tec(post(start_date=f"{year}-12-31 20:00:00", title="Far"), post()),
    "a whole day of tec": lambda year: read_tec(
        post(start_date=f"{year}-12-31 00:00:00", all_day=True, title="Far"), post()
    ),
    "jsonld": lambda year: read_linked(linked(startDate=f"{year}-12-31T20:00:00", name="Far"), linked()),
    "jsonld with an offset": lambda year: read_linked(
        linked(startDate=f"{year}-12-31T23:59:59-07:00", name="Far"), linked()
    ),
    "a date of jsonld": lambda year: read_linked(linked(startDate=f"{year}-12-31", name="Far"), linked()),
    "squarespace": lambda year: read_square(
        square(startDate=(int(year) - 1970) * 31556952000, id="far", title="Far"), square()
    ),
}


@pytest.mark.parametrize("year", ["9999", "2201", "0001", "1899"])
@pytest.mark.parametrize("kind", FAR_STARTS)
def test_an_event_in_a_year_that_no_clinic_plans_is_lost_and_said(kind, year):
    reading = FAR_STARTS[kind](year)
    assert [event.title for event in reading.events] == ["Talk"]
    assert reading.lost == ("“Far” has no date that can be read.",)
    assert reading.covers == "some" or len(reading.lost_uids) == 1, "the others may be missed anyway"


FAR_ENDS = {
    "tec": lambda: read_tec(post(end_date="9999-12-31 23:59:59")),
    "jsonld": lambda: read_linked(linked(endDate="9999-12-31T23:59:59")),
    "jsonld with an offset": lambda: read_linked(linked(endDate="9999-12-31T23:59:59-07:00")),
    "squarespace": lambda: read_square(square(endDate=YEAR_9999)),
}


@pytest.mark.parametrize("kind", FAR_ENDS)
def test_an_end_in_such_a_year_is_none(kind):
    [event] = FAR_ENDS[kind]().events
    assert (event.ends - event.starts).total_seconds() == 3600
    assert NO_END in event.notes
    assert instant(event.ends, event.zone).year == 2026


def test_when_it_was_changed_in_such_a_year_is_not_known():
    for reading in (read_tec(post(modified_utc="9999-12-31 23:59:59")), read_square(square(updatedOn=YEAR_9999))):
        assert [event.modified for event in reading.events] == [None]


@pytest.mark.parametrize("depth", [300, 900])
def test_places_inside_lists_inside_lists_are_read_to_any_depth(depth):
    place = "Calgary"
    for _ in range(depth):
        place = [place]
    [event] = read_linked(linked(location=place)).events
    assert event.place == "Calgary"


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("EventCancelled", "cancelled"),
        (["https://schema.org/EventCancelled"], "cancelled"),
        ({"@id": "http://schema.org/EventCancelled"}, "cancelled"),
        (["EventRescheduled", "schema:EventPostponed"], "tentative"),
        (["EventScheduled"], "confirmed"),
        ([3, None], "confirmed"),
    ],
)
def test_a_status_is_one_or_a_list(said, status):
    [event] = read_linked(linked(eventStatus=said)).events
    assert event.status == status
    [event] = read_tec(post(json_ld={"eventStatus": said})).events
    assert event.status == status


@pytest.mark.parametrize("time", ["18:00:00", "18:00", "18:00:00.000"])
def test_a_doubt_names_the_offset_however_the_time_is_written(time):
    [event] = read_linked(linked(startDate=f"2026-12-10T{time}-07:00")).events
    [note] = event.notes
    assert note.startswith("Said in UTC-07:00: 18:00 is what its clock shows")


@pytest.mark.parametrize("clock", ["ask", "wall", "instant"])
@pytest.mark.parametrize("last", ["23:59:59", "23:59", "23:59:59.999"])
def test_days_from_midnight_to_the_last_minute_stay_the_days_they_are(clock, last):
    node = linked(startDate="2026-12-10T00:00:00-07:00", endDate=f"2026-12-11T{last}-07:00")
    [event] = read_linked(node, clock=clock).events
    assert (event.starts, event.ends) == (datetime(2026, 12, 10), datetime(2026, 12, 12))
    assert event.all_day and event.notes == ()


def test_an_evening_until_the_last_minute_is_no_whole_day():
    node = linked(startDate="2026-12-10T18:00:00-06:00", endDate="2026-12-10T23:59:00-06:00")
    [event] = read_linked(node).events
    assert not event.all_day and event.ends == datetime(2026, 12, 10, 23, 59)


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("<em>Open</em> house &#8211; A &amp; B", "Open house – A & B"),
        ("&lt;strong&gt;Open&lt;/strong&gt; house", "Open house"),
        ("Open<br>house", "Open house"),
        ("Ages <5 and >2", "Ages <5 and >2"),
    ],
)
def test_a_title_has_no_tags(said, title):
    assert [event.title for event in read_tec(post(title=said)).events] == [title]


def test_one_number_for_two_dates_is_two_events_told_apart():
    again = post(start_date="2026-12-17 18:00:00", end_date="2026-12-17 20:00:00")
    reading = read_tec(post(), again)
    assert len({event.key for event in reading.events}) == len(reading.events) == 2
    assert {event.uid for event in reading.events} == {"7@w.example"}
    assert reading.covers == "all"
    assert [event.recurrence for event in read_tec(again, again).events] == [""]


def test_json_that_speaks_of_a_calendar_file_is_none():
    page = answer({"events": [post(title="What BEGIN:VCALENDAR and BEGIN:VEVENT mean")], "total": 1})
    assert recognise(page) == "tec"


def test_an_event_without_a_name_of_its_own_that_moved_is_the_same():
    [before] = read_linked(linked()).events
    moved = linked(startDate="2026-12-11T18:00:00-06:00", endDate="2026-12-11T20:00:00-06:00")
    told = {"eventStatus": "https://schema.org/EventRescheduled", "previousStartDate": linked()["startDate"]}
    [after] = read_linked({**moved, **told}).events
    assert after.key == before.key and after.starts == datetime(2026, 12, 11, 18)
    for nothing in ("soon", None, [], ["9999-12-31"]):
        [other] = read_linked({**moved, **told, "previousStartDate": nothing}).events
        assert other.key == read_linked(moved).events[0].key


@pytest.mark.parametrize(
    "read",
    [
        lambda many: read_tec(*[post()] * many),
        lambda many: read_linked(*[linked()] * many),
        lambda many: read_square(*[square()] * many),
    ],
)
def test_more_events_than_a_book_takes_are_refused(read, monkeypatch):
    monkeypatch.setattr("atma_tui.sync.formats.shared.MAX_EVENTS", 20)
    assert len(read(20).events) == 1
    with pytest.raises(Unreadable, match="more than 20 events"):
        read(21)


def test_so_are_many_over_many_pages(monkeypatch):
    monkeypatch.setattr("atma_tui.sync.formats.shared.MAX_EVENTS", 20)
    pages = [answer({"events": [post(id=n) for n in range(start, start + 8)]}) for start in (0, 8, 16)]
    with pytest.raises(Unreadable, match="more than 20 events"):
        tec.read(pages, SOURCE, "America/Edmonton", NOW)


HALVES = {
    "tec": lambda text: tec.read(
        [answer(with_text({"events": [post(title=text)]}))], SOURCE, "America/Edmonton", NOW
    ),
    "squarespace": lambda text: squarespace.read(
        [answer(with_text({"upcoming": [square(title=text)]}))], SOURCE, "America/Edmonton", NOW
    ),
    "jsonld": lambda text: jsonld.read([answer(with_text([linked(name=text)]))], SOURCE, "America/Edmonton", NOW),
}


def with_text(data):
    return json.encode(data).replace(b"HALF", rb"\ud83d").replace(b"WHOLE", rb"\ud83d\ude00")


@pytest.mark.parametrize("kind", HALVES)
@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("Talk HALF", "Talk \ufffd"),
        ("HALFHALF WHOLE", "\ufffd\ufffd 😀"),
        ("HALF\\ud83d", "\ufffd\\ud83d"),
        ("HALF NaN", "\ufffd NaN"),
    ],
)
def test_half_a_letter_where_a_text_was_cut_loses_nothing_else(kind, said, title):
    assert [event.title for event in HALVES[kind](said).events] == [title]


def test_a_number_that_is_none_says_nothing():
    body = json.encode({"events": [post(cost="NUMBER"), post(id=8, title="NaN Infinity")], "total": 2})
    for number in (b"NaN", b"-Infinity", b"Infinity"):
        reading = tec.read([answer(body.replace(b'"NUMBER"', number))], SOURCE, "America/Edmonton", NOW)
        assert [event.title for event in reading.events] == ["Talk", "NaN Infinity"]


@pytest.mark.parametrize("places", [True, 0, -5, 10**400, "16", None])
def test_a_number_of_places_that_can_be_none_is_not_told(places):
    [event] = read_linked(linked(maximumAttendeeCapacity=places)).events
    assert event.notes == ()


@pytest.mark.parametrize("status", ["live", "draft", None])
def test_events_of_a_program_that_is_not_known_are_refused_and_not_left_out_silently(status):
    start = {"timezone": "America/Edmonton", "local": "2027-01-04T18:00:00", "utc": "2027-01-05T00:00:00Z"}
    entry = {"id": "1", "name": {"text": "Talk"}, "start": start, "status": status}
    with pytest.raises(Unreadable, match="in a form that cannot be read here"):
        recognise(answer({"pagination": {"object_count": 1}, "events": [entry]}))

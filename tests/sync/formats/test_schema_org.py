"""schema.org as the web writes it: one table for each class of fault, and what is to come of it."""

from datetime import datetime, timedelta

import pytest

from atma_tui.sync.formats.moments import UNSURE_LAST_DAY
from atma_tui.sync.formats.shared import NO_END
from tests.sync.formats.pages import PLACE, event, read_nodes, read_page, script, titles

START = datetime(2027, 5, 4, 18)


def only(reading):
    assert reading.lost == ()
    [found] = reading.events
    return found


@pytest.mark.parametrize(
    "type",
    ["Event", "EducationEvent", "SocialEvent", "Festival", "Hackathon", "CourseInstance", "EventSeries",
     "schema:Event", "https://schema.org/Festival", "http://schema.org/Event/", ["Event"], ["Thing", "Festival"],
     "MedicalTalkEvent", "Course", "event", "Event "],
)  # fmt: skip
def test_every_kind_of_event_is_one(type):
    assert only(read_nodes(event(**{"@type": type}))).title == "Talk"


@pytest.mark.parametrize(
    ("type", "words"),
    [
        ("BroadcastEvent", "a broadcast"),
        ("OnDemandEvent", "an on-demand item"),
        ("PublicationEvent", "a publication"),
        ("SaleEvent", "a sale"),
        ("DeliveryEvent", "a delivery"),
        (["Event", "SaleEvent"], "a sale"),
    ],
)
def test_what_nobody_comes_to_a_site_for_is_listed_and_not_taken_in(type, words):
    reading = read_nodes(event(**{"@type": type}), event(name="Circle"))
    assert titles(reading) == ["Circle"] and reading.lost == ()
    assert reading.notes == (f"“Talk” is {words}, no event that people come to; left out.",)


def test_a_broadcast_inside_a_video_is_called_by_the_video():
    video = {
        "@type": "VideoObject",
        "name": "Spring talk",
        "publication": event(**{"@type": "BroadcastEvent"}, name=None),
    }
    [note] = read_nodes(video, event()).notes
    assert note.startswith("“Spring talk” is a broadcast")


ONLINE = {
    "mode": {"eventAttendanceMode": "https://schema.org/OnlineEventAttendanceMode"},
    "bare mode": {"eventAttendanceMode": "OnlineEventAttendanceMode", "location": "Edmonton"},
    "mode as a node": {"eventAttendanceMode": {"@id": "http://schema.org/OnlineEventAttendanceMode"}},
    "screen": {"location": {"@type": "VirtualLocation", "url": "https://meet.example/"}},
    "screens": {"location": [{"@type": "VirtualLocation"}, {"@type": ["VirtualLocation"], "name": "Zoom"}]},
    "screen said to be offline": {
        "location": {"@type": "VirtualLocation"},
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
    },
    "moved": {"eventStatus": "https://schema.org/EventMovedOnline"},
    "moved and rescheduled": {"eventStatus": ["EventRescheduled", "EventMovedOnline"]},
    "moved in a plugin's words": {"eventStatus": "moved-online"},
    "a place called so": {"location": {"@type": "Place", "name": "Online"}},
    "a course": {"@type": "CourseInstance", "courseMode": "online"},
    "a link": {"location": "https://meet.example/abc"},
    "a place that is a meeting": {"location": {"@type": "Place", "url": "https://us02web.zoom.us/j/123"}},
    "a place of that address": {"location": {"@type": "Place", "address": "https://meet.google.com/abc-defg-hij"}},
    "a place to click": {
        "location": {"@type": "Place", "name": "Click here to join: https://teams.live.com/meet/1"}
    },
}


@pytest.mark.parametrize("kind", ONLINE)
def test_what_is_on_screens_only_is_known_as_such(kind):
    assert only(read_nodes(event(**ONLINE[kind]))).online


IN_PERSON = {
    "nothing said": {},
    "offline": {"eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode"},
    "mixed": {"eventAttendanceMode": "https://schema.org/MixedEventAttendanceMode"},
    "mixed with both": {
        "eventAttendanceMode": "MixedEventAttendanceMode",
        "location": [{"@type": "VirtualLocation", "url": "https://meet.example/"}, PLACE],
    },
    "both": {"location": [PLACE, {"@type": "VirtualLocation"}]},
    "a link beside the place": {"location": {**PLACE, "url": "https://us02web.zoom.us/j/123"}},
    "blended": {"@type": "CourseInstance", "courseMode": ["online", "onsite"]},
}


@pytest.mark.parametrize("kind", IN_PERSON)
def test_what_people_come_to_is_a_visit(kind):
    found = only(read_nodes(event(**IN_PERSON[kind])))
    assert not found.online and found.place == "Sample clinic, 1 Sample St, Edmonton"


@pytest.mark.parametrize(
    "said",
    ["https://schema.org/EventCancelled", "http://schema.org/EventCancelled/", "schema:EventCancelled",
     "EventCanceled", "eventcancelled", "cancelled", "Canceled", "CANCELLED", " Event cancelled ",
     "event-canceled", ["EventCancelled"], ["EventRescheduled", "EventCancelled"], {"@id": "https://schema.org/EventCancelled"},
     {"@value": "EventCancelled"}, {"@type": "EventStatusType", "name": "Cancelled"}],
)  # fmt: skip
def test_cancelled_is_cancelled_in_every_spelling(said):
    assert only(read_nodes(event(eventStatus=said))).status == "cancelled"


@pytest.mark.parametrize(
    ("said", "status"),
    [("EventPostponed", "tentative"), ("postponed", "tentative"), ("EventScheduled", "confirmed"),
     ("", "confirmed"), ("https://schema.org/EventRescheduled", "confirmed"), ("not cancelled", "confirmed"),
     (7, "confirmed")],
)  # fmt: skip
def test_other_statuses_are_what_they_say(said, status):
    assert only(read_nodes(event(eventStatus=said))).status == status


TIMES = {
    "with an offset": ("2027-05-04T18:00:00-06:00", "2027-05-04T19:30:00-06:00"),
    "basic": ("20270504T180000-0600", "20270504T193000-0600"),
    "no zeros": ("2027-5-4T18:00-6:00", "2027-5-4T19:30-6:00"),
    "a blank": ("2027-05-04 18:00 -06:00", "2027-05-04 19:30 -0600"),
    "a zone in brackets": ("2027-05-04T18:00:00-06:00[America/Edmonton]", "2027-05-04T19:30-06:00"),
    "an instant": ("2027-05-05T00:00:00Z", "2027-05-05T01:30:00.000Z"),
    "a browser's words": (
        "Tue May 04 2027 18:00:00 GMT-0600 (Mountain Daylight Time)",
        "Tue May 04 2027 19:30 GMT-0600",
    ),
    "as in mail": ("Tue, 4 May 2027 18:00:00 -0600", "Wed, 05 May 2027 01:30:00 Z"),
    "lists": (["2027-05-04T18:00:00-06:00"], {"@value": "2027-05-04T19:30:00-06:00"}),
    "typed": ({"@type": "DateTime", "@value": "2027-05-04T18:00:00-06:00"}, ["2027-05-04T19:30:00-06:00"]),
}


@pytest.mark.parametrize("kind", TIMES)
def test_times_are_read_however_they_are_written(kind):
    start, end = TIMES[kind]
    found = only(read_nodes(event(startDate=start, endDate=end)))
    assert (found.starts, found.ends, found.notes) == (START, datetime(2027, 5, 4, 19, 30), ())


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("May 4, 2027 6:00 pm", "Tuesday, 4th May 2027 at 7:30 p.m."),
        ("2027-5-4T6:00 PM", "2027-05-04 7:30:00 p.m."),
        ("2027-05-04 18.00", "2027-05-04T19.30"),
    ],
)
def test_a_time_without_an_offset_is_read_by_the_clinics_clock(start, end):
    found = only(read_nodes(event(startDate=start, endDate=end)))
    assert (found.starts, found.ends) == (START, datetime(2027, 5, 4, 19, 30))
    assert found.notes == ("Its time has no zone; taken as Alberta time.",)


def test_a_day_in_words_is_a_whole_day():
    found = only(read_nodes(event(startDate="May 4th, 2027", endDate=None)))
    assert found.all_day and found.starts == datetime(2027, 5, 4)


@pytest.mark.parametrize(
    "said",
    ["2027-5-4T18-18-00-00", "May 4, 2027 6pm MST", "04/05/2027", "May 2027", "May 32, 2027",
     "2027-05", "2027", "2027-13-04", "2027-02-30T18:00", "2027-05-04T18.5", "2027-05-04T18:30.5",
     "2027-05-04 18:00 pm", "2027-05-04 6:00 PM MDT", {"@type": "Date"}, 20270504180000],
)  # fmt: skip
def test_a_date_is_never_guessed(said):
    reading = read_nodes(event(startDate=said), event(name="Circle"))
    assert titles(reading) == ["Circle"]
    assert reading.lost + reading.notes in (
        ("“Talk” has no date that can be read.",),
        ("“Talk” has no date yet; left out.",),
    )


@pytest.mark.parametrize("said", ["2027-W18-2", "2027W182"])
def test_a_day_of_a_numbered_week_is_a_day_without_an_hour(said):
    found = only(read_nodes(event(startDate=said, endDate=None)))
    assert found.all_day and found.starts == datetime(2027, 5, 4)


@pytest.mark.parametrize("said", [None, "", "TBA", "to be announced", []])
def test_what_has_no_date_yet_is_said_and_stops_nothing(said):
    reading = read_nodes(event(startDate=said), event(name="Circle"))
    assert titles(reading) == ["Circle"] and reading.lost == ()
    assert reading.notes == ("“Talk” has no date yet; left out.",)


@pytest.mark.parametrize(
    ("start", "end", "length", "starts", "ends", "notes"),
    [
        ("2027-05-04", None, None, "2027-05-04", "2027-05-05", ()),
        ("20270504", "20270506", None, "2027-05-04", "2027-05-07", ()),
        ("2027-05-04", "2027-05-05T00:00:00-06:00", None, "2027-05-04", "2027-05-05", ()),
        ("2027-05-04", "2027-05-05T12:00:00-06:00", None, "2027-05-04", "2027-05-06", ()),
        ("2027-05-04", None, "P2D", "2027-05-04", "2027-05-06", ()),
        ("2027-05-04T18:00", "2027-05-06", None, "2027-05-04T18:00", "2027-05-07", (UNSURE_LAST_DAY,)),
        ("2027-05-04T18:00", "2027-05-04", None, "2027-05-04T18:00", "2027-05-04T19:00", (NO_END,)),
        ("2027-05-04T18:00", None, "PT3H", "2027-05-04T18:00", "2027-05-04T21:00", ()),
        ("2027-05-04T18:00", None, "pt90m", "2027-05-04T18:00", "2027-05-04T19:30", ()),
        ("2027-05-04T18:00", "2027-05-04T20:00", "PT3H", "2027-05-04T18:00", "2027-05-04T20:00", ()),
        ("2027-05-04T18:00", "soon", "three hours", "2027-05-04T18:00", "2027-05-04T19:00", (NO_END,)),
        ("2027-05-04T18:00", "2027-05-04T17:00", None, "2027-05-04T18:00", "2027-05-04T19:00", (NO_END,)),
    ],
)
def test_ends_days_and_lengths(start, end, length, starts, ends, notes):
    found = only(read_nodes(event(startDate=start, endDate=end, duration=length)))
    assert (found.starts, found.ends) == (datetime.fromisoformat(starts), datetime.fromisoformat(ends))
    assert found.all_day == (len(start) <= 10)
    assert [note for note in found.notes if "no zone" not in note] == list(notes)


def test_an_offset_of_zero_is_asked_about_and_a_z_is_an_instant():
    never_set = event(startDate="2027-05-04T18:00:00+00:00", endDate="2027-05-04T19:30:00+00:00")
    asked = only(read_nodes(never_set))
    assert asked.starts == datetime(2027, 5, 4, 12)
    assert "if the sender never set a zone, it may be 18:00. Ask the sender." in asked.notes[0]
    assert (only(read_nodes(never_set, clock="wall")).starts, only(read_nodes(never_set, clock="wall")).notes) == (
        START,
        (),
    )
    assert only(read_nodes(never_set, clock="instant")).notes == ()
    assert only(read_nodes(event(startDate="2027-05-05T00:00:00Z"), clock="wall")).starts == START


PLACES = {
    "by reference": {"@id": "#clinic"},
    "by reference as a text": "#clinic",
    "a list of one reference": [{"@id": "#clinic"}],
    "an address by reference": {"@type": "Place", "name": "Sample clinic", "address": {"@id": "#address"}},
    "an address alone": PLACE["address"] | {"name": "Sample clinic"},
    "an address in words": {"@type": "Place", "name": "Sample clinic", "address": "1 Sample St, Edmonton"},
    "values": {"@type": ["Place"], "name": {"@value": "Sample clinic"}, "address": [
        {"streetAddress": ["1 Sample St"], "addressLocality": {"@value": "Edmonton", "@language": "en"}}]},
    "words": "Sample clinic, 1 Sample St, Edmonton",
}  # fmt: skip


@pytest.mark.parametrize("kind", PLACES)
def test_a_place_is_found_wherever_the_page_describes_it(kind):
    clinic = PLACE | {"@id": "#clinic"}
    address = PLACE["address"] | {"@id": "#address"}
    graph = {
        "@context": "https://schema.org",
        "@graph": [event(location=PLACES[kind], **{"@id": "#e"}), clinic, address],
    }
    assert only(read_page(script(graph))).place == "Sample clinic, 1 Sample St, Edmonton"
    in_two_blocks = script(event(location=PLACES[kind])) + script([clinic, address])
    assert only(read_page(in_two_blocks)).place == "Sample clinic, 1 Sample St, Edmonton"


def test_references_in_a_circle_end():
    room = {"@id": "#a", "@type": "Place", "name": "Room", "containedInPlace": {"@id": "#b"}}
    house = {"@id": "#b", "@type": "Place", "name": "House", "containedInPlace": {"@id": "#a"}}
    assert only(read_nodes(event(location={"@id": "#a"}), room, house)).place == "Room, House, Room, House, Room"


def test_names_with_prefixes_and_lists_of_one_are_read():
    node = {
        "@type": ["https://schema.org/Event"],
        "https://schema.org/name": [{"@value": "Talk"}],
        "schema:startDate": [{"@value": "2027-05-04T18:00:00-06:00"}],
        "http://schema.org/duration": "PT90M",
        "schema:location": [{"@type": "schema:Place", "schema:name": "Sample clinic"}],
    }
    found = only(read_nodes(node))
    assert (found.title, found.starts, found.place) == ("Talk", START, "Sample clinic")
    assert found.ends - found.starts == timedelta(minutes=90)


def test_a_title_in_several_languages_is_the_english_one():
    names = [{"@value": "Causerie", "@language": "fr"}, {"@value": "Talk", "@language": "en-CA"}]
    assert only(read_nodes(event(name=names))).title == "Talk"


class TestOnePageAddress:
    def test_of_two_cities_is_two_events(self):
        other = PLACE | {"address": PLACE["address"] | {"addressLocality": "Calgary"}}
        nodes = [event(url="https://w.example/open/"), event(url="https://w.example/open/", location=other)]
        reading = read_nodes(*nodes, nodes[0])
        assert len({one.key for one in reading.events}) == len(reading.events) == 2
        assert {one.place.rpartition(" ")[2] for one in reading.events} == {"Edmonton", "Calgary"}
        again = read_nodes(*nodes[::-1])
        assert {one.key for one in again.events} == {one.key for one in reading.events}

    def test_of_two_titles_is_two_events(self):
        reading = read_nodes(event(url="/list"), event(url="/list", name="Circle"))
        assert len({one.key for one in reading.events}) == 2

    def test_of_two_dates_is_two_events(self):
        later = event(url="/talk", startDate="2027-05-11T18:00:00-06:00", endDate="2027-05-11T19:30:00-06:00")
        reading = read_nodes(event(url="/talk"), later)
        assert [(one.uid, one.recurrence) for one in reading.events] == [
            ("/talk", "2027-05-04T18:00"),
            ("/talk", "2027-05-11T18:00"),
        ]

    @pytest.mark.parametrize(
        "name", [{"url": ""}, {"@id": "", "url": " "}, {"@id": "_:b0"}, {"url": None}, {"url": []}]
    )
    def test_that_is_empty_names_nothing(self, name):
        other = PLACE | {"name": "Other clinic"}
        reading = read_nodes(event(**name), event(**name, location=other), event(**name, name="Circle"))
        assert len({one.key for one in reading.events}) == 3
        assert all(one.uid.strip() and not one.uid.startswith("_:") for one in reading.events)


def test_an_event_without_a_name_is_the_same_in_another_place_and_online():
    elsewhere = event(location="Library, Calgary")
    online = event(location={"@type": "VirtualLocation"}, eventStatus="EventMovedOnline")
    [first], [second], [third] = (read_nodes(one).events for one in (event(), elsewhere, online))
    assert first.key == second.key == third.key


SCHEDULE = {
    "@type": "Schedule",
    "startDate": "2027-05-04",
    "endDate": "2027-06-29",
    "repeatFrequency": "P1W",
    "byDay": "https://schema.org/Tuesday",
    "startTime": "18:00:00",
    "endTime": "19:30:00",
    "scheduleTimezone": "America/Edmonton",
}


def scheduled(**more):
    schedule = {name: value for name, value in {**SCHEDULE, **more}.items() if value is not None}
    return event(startDate=None, endDate=None, eventSchedule=schedule)


class TestSchedules:
    def test_one_in_words_is_said_and_the_first_date_taken(self):
        reading = read_nodes(event(eventSchedule="every Tuesday"))
        assert [one.starts for one in reading.events] == [START] and reading.lost == ()
        assert reading.notes == ("“Talk” repeats in a way that cannot be read; only its first date is.",)

    @pytest.mark.parametrize(
        "more",
        [
            {},
            {"repeatFrequency": "weekly", "byDay": ["Tuesday"]},
            {"byDay": "TU"},
            {"byDay": {"@id": "schema:Tuesday"}},
            {"byDay": None},
            {"repeatFrequency": None},
            {"endDate": None, "repeatCount": 9},
            {"endDate": None, "repeatCount": "9"},
            {"endTime": None, "duration": "PT90M"},
            {"scheduleTimezone": None},
            {"startDate": "2027-05-04T18:00:00-06:00", "startTime": None},
        ],
    )
    def test_nine_tuesdays(self, more):
        reading = read_nodes(scheduled(**more))
        assert reading.lost == ()
        days = [START + timedelta(weeks=week) for week in range(9)]
        assert [one.starts for one in reading.events] == days
        assert {one.ends - one.starts for one in reading.events} == {timedelta(minutes=90)}
        assert len({one.uid for one in reading.events}) == 1 and len({one.key for one in reading.events}) == 9

    def test_dates_that_are_left_out(self):
        reading = read_nodes(scheduled(exceptDate=["2027-05-11", "2027-06-01T18:00:00"]))
        assert len(reading.events) == 7

    def test_a_date_that_is_left_out_may_be_said_in_any_zone(self):
        named = ["2027-05-12T00:00:00Z", "2027-06-01T20:00:00-04:00"]
        days = [one.starts.day for one in read_nodes(scheduled(exceptDate=named)).events]
        assert days == [4, 18, 25, 8, 15, 22, 29]

    @pytest.mark.parametrize(
        ("more", "days"),
        [
            ({"repeatFrequency": "P1M", "byMonthWeek": 2, "endDate": "2027-07-31"}, [11, 8, 13]),
            ({"repeatFrequency": "P1M", "byDay": None, "byMonthDay": 31, "endDate": "2027-08-31"}, [31, 31, 31]),
            ({"byDay": "Thursday", "endDate": None, "repeatCount": 3}, [6, 13, 20]),
        ],
    )
    def test_the_first_day_is_no_date_unless_the_rule_says_so(self, more, days):
        assert [one.starts.day for one in read_nodes(scheduled(**more)).events] == days

    @pytest.mark.parametrize(
        "more",
        [
            {"startDate": "2027-05-05T00:00:00.000Z", "startTime": None, "endTime": None, "duration": "PT90M"},
            {"startTime": "00:00:00Z", "endTime": "01:30Z", "startDate": "2027-05-05"},
            {"startTime": "18:00-06:00", "endTime": "19:30-06:00"},
            {"startTime": "20:00:00-04:00", "endTime": "21:30:00-04:00", "scheduleTimezone": None},
        ],
    )
    def test_a_time_with_an_offset_is_told_by_the_clinics_clock(self, more):
        first, *_, last = read_nodes(scheduled(**more)).events
        assert (first.starts, last.starts) == (START, START + timedelta(weeks=8))
        assert first.ends - first.starts == timedelta(minutes=90) and first.notes == ()

    def test_the_last_date_keeps_its_name(self):
        keys = {one.key for one in read_nodes(scheduled()).events}
        [last] = read_nodes(scheduled(startDate="2027-06-29")).events
        assert last.key in keys

    @pytest.mark.parametrize(
        "more",
        [{"repeatFrequency": "now and then"}, {"byDay": "Someday"}, {"startDate": None},
         {"repeatFrequency": "PT1S"}, {"byMonth": "May"}, {"startTime": "evening"}, {"endDate": "summer"},
         {"repeatFrequency": "P0D"}],
    )  # fmt: skip
    def test_a_rule_that_cannot_be_read_is_said(self, more):
        reading = read_nodes(scheduled(**more), event(name="Circle"))
        assert titles(reading) == ["Circle"]
        assert reading.lost == ("“Talk” repeats by a rule that cannot be read.",)

    def test_an_endless_one_ends_where_the_book_does(self):
        assert 50 < len(read_nodes(scheduled(endDate=None)).events) < 60
        assert 370 < len(read_nodes(scheduled(endDate=None, repeatFrequency="P1D", byDay=None)).events) < 400


class TestWholesAndParts:
    def test_a_series_with_its_dates_is_only_its_dates(self):
        parts = [
            event(name=None, location=None, startDate=f"2027-05-{day:02}T18:00:00-06:00", endDate=None)
            for day in (4, 11)
        ]
        reading = read_nodes(
            event(**{"@type": "EventSeries"}, name="Circle", endDate="2027-06-29", subEvent=parts)
        )
        assert titles(reading) == ["Circle", "Circle"] and reading.lost == reading.notes == ()
        assert {one.place for one in reading.events} == {"Sample clinic, 1 Sample St, Edmonton"}

    @pytest.mark.parametrize("type", ["EventSeries", "CourseInstance"])
    def test_one_that_runs_for_weeks_without_its_days_is_said(self, type):
        reading = read_nodes(event(**{"@type": type}, endDate="2027-06-29T19:30:00-06:00"), event(name="Circle"))
        assert titles(reading) == ["Circle"] and reading.lost == ()
        assert reading.notes == (
            "“Talk” runs from 2027-05-04 to 2027-06-29 without saying on which days; left out.",
        )

    def test_a_course_lends_its_name_to_its_dates(self):
        dates = [event(**{"@type": "CourseInstance"}, name=None), {"@id": "#second"}]
        course = {"@type": "Course", "name": "Breath", "hasCourseInstance": dates}
        second = event(**{"@type": "CourseInstance", "@id": "#second"}, name=None, startDate="2027-05-11")
        assert titles(read_nodes(course, second)) == ["Breath", "Breath"]

    def test_a_festival_and_its_talks_are_all_events(self):
        festival = event(**{"@type": "Festival"}, name="Month", subEvent=[event(), event(name="Circle")])
        assert titles(read_nodes(festival)) == ["Month", "Talk", "Circle"]

    def test_what_is_only_spoken_of_is_not_listed(self):
        around = {"@type": "EventSeries", "name": "Series", "startDate": "2027-05-04"}
        review = {"@type": "Review", "itemReviewed": {"@type": "Event", "name": "Last year"}}
        festival = {"@type": "Festival", "name": "Month", "location": PLACE}
        reading = read_nodes(event(superEvent=around), review, event(name="Circle", superEvent=festival))
        assert titles(reading) == ["Talk", "Circle"] and reading.notes == reading.lost == ()

    def test_events_inside_lists_of_items_are_found(self):
        items = [{"@type": "ListItem", "position": 1, "item": event()}]
        assert titles(read_nodes({"@type": "ItemList", "itemListElement": items})) == ["Talk"]


TALK = "https://w.example/talk"


@pytest.mark.parametrize(
    "again",
    [
        {},
        {"url": TALK, "@id": f"{TALK}#event"},
        {"url": TALK, "name": "TALK"},
    ],
)
def test_what_two_plugins_tell_of_one_event_is_one_event(again):
    assert only(read_nodes(event(url=TALK), event(**again))).url == TALK
    assert only(read_nodes(event(**again), event(url=TALK))).url == TALK


@pytest.mark.parametrize(
    "other",
    [
        {"location": "Calgary"},
        {"startDate": "2027-05-04T18:30:00-06:00"},
        {"endDate": "2027-05-04T20:00:00-06:00"},
        {"eventStatus": "EventCancelled"},
        {"url": "https://w.example/second-talk"},
        {"name": "Another talk"},
    ],
)
def test_what_differs_is_another_event(other):
    assert len(read_nodes(event(url=TALK), event(**other)).events) == 2


def test_an_address_is_that_of_the_page_it_is_on():
    assert only(read_nodes(event(url="/talk?id=2"))).url == "https://w.example/talk?id=2"
    assert only(read_nodes(event(url="http://[x"))).url == "http://[x"

"""The Events Calendar's two versions as they really answer."""

import pytest
from msgspec import json
from msgspec.structs import replace

from atma_tui.domain.errors import Unreadable
from atma_tui.sync.clocks import clock_question
from atma_tui.sync.exchange import Answer
from atma_tui.sync.formats import tec
from tests.sync.formats.pages import SOURCE, titles
from tests.sync.planning.replay import NOW, Replay


def post(**more):
    """A post as v1 gives it."""
    return {
        "id": 7,
        "status": "publish",
        "title": "Talk &#038; tea",
        "description": "<p>Words.</p>",
        "start_date": "2027-05-04 18:00:00",
        "end_date": "2027-05-04 19:30:00",
        "timezone": "America/Edmonton",
        "all_day": False,
        "venue": {"venue": "Sample clinic", "city": "Edmonton"},
        "url": "https://w.example/talk/",
        **more,
    }


def newer(**more):
    """A post as tec/v1 gives it."""
    wrapped = {
        "title": {"rendered": "Talk &#038; tea"},
        "content": {"rendered": "<p>Words.</p>", "protected": False},
    }
    venue = {"id": 9, "title": {"rendered": "Sample clinic"}, "city": "Edmonton"}
    node = post(**wrapped, venues=[venue], link="https://w.example/talk/")
    return {name: node[name] for name in node if name not in ("venue", "url", "description")} | more


def read(data, clock="ask"):
    page = Answer(url="https://w.example/api", body=json.encode(data))
    return tec.read([page], replace(SOURCE, clock=clock), "America/Edmonton", NOW)


def posts(*each, **more):
    return read({"events": each, "total": len(each), **more})


def test_both_versions_say_the_same():
    [one], [other] = posts(post()).events, read([newer()]).events
    assert replace(one, modified=None) == replace(other, modified=None)
    assert (one.title, one.description, one.place) == ("Talk & tea", "Words.", "Sample clinic, Edmonton")


@pytest.mark.parametrize("status", ["draft", "pending", "future", "private", "trash"])
def test_what_is_not_published_is_not_read(status):
    reading = posts(post(), post(id=8, status=status))
    assert len(reading.events) == 1 and reading.covers == "all"
    assert len(read([newer(), newer(id=8, status=status)]).events) == 1


@pytest.mark.parametrize("broken", [None, 7, "x", [], True])
def test_one_malformed_entry_loses_only_itself(broken):
    reading = posts(post(), broken, post(id=8))
    assert [one.uid for one in reading.events] == ["7@w.example", "8@w.example"]
    assert reading.lost == ("One entry of the list is not an event.",) and reading.covers == "all"


@pytest.mark.parametrize(
    "fault",
    [{"start_date": None}, {"start_date": "soon"}, {"start_date": {}}, {"id": None}, {"id": "x"}, {"id": []}],
)
def test_one_malformed_post_loses_only_itself(fault):
    reading = posts(post(), post(**{"id": 8, "title": "Circle", **fault}))
    assert titles(reading) == ["Talk & tea"]
    assert len(reading.lost) == 1 and "Circle" in reading.lost[0]


@pytest.mark.parametrize(
    "oddity",
    [{"title": None}, {"venue": "x"}, {"venue": [None, 3]}, {"venue": {"venue": ["x"]}}, {"categories": {"a": 1}},
     {"tags": [3, None, {}]}, {"end_date": "soon"}, {"utc_start_date": 3}, {"json_ld": []}, {"event_status": 3},
     {"description": {"rendered": None}}, {"timezone": None}],
)  # fmt: skip
def test_an_odd_field_loses_nothing(oddity):
    assert len(posts(post(**oddity)).events) == 1


def test_a_list_that_php_wrote_as_an_object_is_a_list():
    assert len(read({"events": {"0": post(), "2": post(id=8)}, "total": 2}).events) == 2


@pytest.mark.parametrize("data", [[1, 2], {"events": 3}, {"events": ["x"]}, 3])
def test_what_holds_no_event_at_all_is_no_list(data):
    with pytest.raises(Unreadable):
        read(data)


@pytest.mark.parametrize(
    ("more", "online"),
    [
        ({"is_virtual": True}, True),
        ({"is_virtual": True, "venue": []}, True),
        ({"is_virtual": "yes", "virtual_event_type": "virtual"}, True),
        ({"is_virtual": True, "virtual_event_type": "hybrid"}, False),
        ({"is_virtual": False}, False),
        ({"event_status": "moved-online"}, True),
        ({"json_ld": {"eventAttendanceMode": "https://schema.org/OnlineEventAttendanceMode"}}, True),
        (
            {
                "json_ld": {"eventAttendanceMode": "https://schema.org/MixedEventAttendanceMode"},
                "is_virtual": True,
            },
            False,
        ),
        ({"json_ld": {"eventStatus": "https://schema.org/EventMovedOnline"}}, True),
        ({"venue": {"venue": "Online"}}, True),
        ({"venue": {"venue": "Zoom", "city": "Edmonton"}}, False),
        ({}, False),
    ],
)
def test_what_is_on_screens_only_is_known_as_such(more, online):
    [found] = posts(post(**more)).events
    assert found.online is online


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("canceled", "cancelled"),
        ("cancelled", "cancelled"),
        ("postponed", "tentative"),
        ("scheduled", "confirmed"),
    ],
)
def test_the_status_of_the_plugin_counts(said, status):
    [found] = posts(post(event_status=said)).events
    assert found.status == status


def test_categories_and_tags_are_kept():
    [found] = posts(
        post(categories=[{"name": "Talks &amp; more"}, {"name": "Calgary"}], tags=[{"name": "Free"}])
    ).events
    assert found.categories == ("Talks & more", "Calgary", "Free")
    [found] = read([newer(categories=[12, 13], tags=[])]).events
    assert found.categories == ()


@pytest.mark.parametrize("total", [1, "1"])
def test_a_total_in_quotes_is_a_total(total):
    assert read({"events": [post()], "total": total}).covers == "all"


class TestAZoneThatWasNeverSet:
    @pytest.mark.parametrize("zone", ["UTC+0", "UTC", "Etc/UTC", "UTC-0", "GMT"])
    def test_is_asked_about_and_the_clock_settles_it(self, zone):
        post_ = post(timezone=zone)
        [asked] = posts(post_).events
        assert asked.starts.hour == 18
        assert "18:00 is what its clock shows; by Alberta time that may be 12:00" in asked.notes[0]
        [by_wall], [by_instant] = (
            read({"events": [post_]}, "wall").events,
            read({"events": [post_]}, "instant").events,
        )
        assert (by_wall.starts.hour, by_wall.ends.hour, by_wall.notes) == (18, 19, ())
        assert (by_instant.starts.hour, by_instant.ends.hour, by_instant.notes) == (12, 13, ())

    def test_is_one_question_of_the_source(self):
        book = Replay()
        book.sync(*posts(post(timezone="UTC+0"), post(id=8)).events)
        question = clock_question(book.source, book.listings.values())
        assert question.startswith("1 time is said by another clock than Alberta's") and "UTC+0" in question

    def test_the_answer_is_no_fault_of_the_sender(self):
        book = Replay()
        each = [post(id=number, timezone="UTC+0", title=f"Talk {number}") for number in range(1, 8)]
        book.sync(*posts(*each).events)
        book.source = replace(book.source, clock="instant")
        plan = book.sync(*read({"events": each}, "instant").events)
        assert not plan.blocked_by and {event.starts.hour for event in book.events.values()} == {12}

"""The made-up endpoints of `tests/feeds`, replayed one sync after the other. What is true is in their README."""

from collections import Counter
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest

from atma_tui.domain.errors import Unreadable
from atma_tui.domain.when import instant
from atma_tui.sync.exchange import Answer
from atma_tui.sync.formats import ical, jsonld, squarespace, tec
from atma_tui.sync.recognise import recognise
from tests.sync.planning.replay import Replay, kinds

FEEDS = Path(__file__).parents[2] / "feeds"
MODULES = {"ical": ical, "tec": tec, "jsonld": jsonld, "squarespace": squarespace}


def answers(*files):
    host = "quietroom.example.org" if files[0].startswith("squarespace") else "www.atma.example"
    return [Answer(url=f"https://{host}/events", body=(FEEDS / name).read_bytes()) for name in files]


@cache
def reading(source, now, *files):
    pages = answers(*files)
    [format] = {recognise(page) for page in pages}
    return MODULES[format].read(pages, source, "America/Edmonton", now)


def sync(book, *files, days=1, **more):
    read = reading(book.source, book.now, *files)
    found = {"lost": read.lost, "notes": read.notes, "covers": read.covers}
    return book.sync(*read.events, after=timedelta(days=days), **found, **more)


def rest(folder, pages=4):
    return [f"tec-rest/{folder}/page-{number}.json" for number in range(1, pages + 1)]


def tally(plan):
    counted = Counter(kinds(plan))
    return {kind: number for kind, number in counted.items() if kind not in ("unsited", "online", "unchanged")}


def sites(book):
    return Counter(event.site for event in book.events.values())


def by_kind(plan, kind):
    return [item for item in plan.items if item.kind == kind]


class TestPlain:
    @pytest.fixture
    def book(self):
        book = Replay()
        assert tally(sync(book, "plain/01-first.ics")) == {"new": 31}
        for event in list(book.events):
            book.enrol(book.events[event])
        return book

    def test_two_cities_and_the_nights_of_old_clock_changes(self, book):
        assert sites(book) == {"edmonton": 15, "calgary": 16}
        assert all(event.place == "" or "room" in event.place.lower() for event in book.events.values())
        night = next(event for event in book.events.values() if event.title.startswith("Night of rest"))
        assert instant(night.ends, night.zone) - instant(night.starts, night.zone) == timedelta(hours=6)

    def test_said_in_utc_it_is_the_same(self, book):
        plan = sync(book, "plain/01-first-utc.ics")
        assert plan.items == ()

    def test_the_whole_story(self, book):
        ids = set(book.events)
        plan = sync(book, "plain/02-moved.ics")
        assert tally(plan) == {"moved": 4, "changed": 2} and len(plan.owed) == 4
        assert sites(book) == {"edmonton": 16, "calgary": 15}
        plan = sync(book, "plain/03-cancelled.ics")
        assert tally(plan) == {"cancelled": 3, "changed": 1} and len(plan.owed) == 3
        plan = sync(book, "plain/04-vanished.ics")
        assert tally(plan) == {"new": 1, "missing": 2}
        plan = sync(book, "plain/04-vanished.ics")
        assert tally(plan) == {"vanished": 2} and plan.owed == ()
        assert all(item.before.live and item.people.total == 4 for item in by_kind(plan, "vanished"))
        plan = sync(book, "plain/05-returned.ics")
        assert tally(plan) == {"back": 2} and plan.owed == ()
        assert ids < set(book.events) and len(book.events) == 32
        before = dict(book.events)
        assert sync(book, "plain/06-nearly-empty.ics").guards == ("missing",)
        assert sync(book, "plain/07-all-shifted.ics").guards == ("shifted",)
        assert book.events == before


class TestTheEventsCalendar:
    def test_the_file_of_thirty(self):
        book = Replay()
        assert tally(sync(book, "tec-ical/01-first.ics")) == {"new": 28}
        for event in list(book.events):
            book.enrol(book.events[event])
        ids = set(book.events)
        plan = sync(book, "tec-ical/02-moved.ics")
        assert tally(plan) == {"moved": 4, "changed": 1} and set(book.events) == ids
        plan = sync(book, "tec-ical/03-cancelled.ics")
        assert tally(plan) == {"cancelled": 2, "changed": 1}
        assert any(event.live and event.title.startswith("Postponed") for event in book.events.values())
        assert tally(sync(book, "tec-ical/04-vanished.ics")) == {"missing": 2, "new": 2}
        assert tally(sync(book, "tec-ical/05-pushed-out.ics")) == {"vanished": 2, "new": 3}
        assert tally(sync(book, "tec-ical/06-old-rules.ics")) == {"vanished": 2}

    def test_rest_page_by_page(self):
        book = Replay()
        plan = sync(book, *rest("01-first"))
        assert tally(plan) == {"new": 30} and len(by_kind(plan, "unsited")) == 2
        assert len(by_kind(plan, "online")) == 1
        assert sites(book) == {"edmonton": 16, "calgary": 14}
        asked = [item for item in plan.items if any("Ask" in warning for warning in item.warnings)]
        assert [item.after.title for item in asked] == ["Evening with the nursing team"]
        assert sum("UTC time" in "".join(item.warnings) for item in plan.items) == 2
        assert book.event("Winter rest day").all_day
        assert tally(sync(book, *rest("02-moved"))) == {"moved": 4, "changed": 1}
        assert tally(sync(book, *rest("03-cancelled"))) == {"cancelled": 2, "changed": 1}
        assert tally(sync(book, *rest("04-vanished"))) == {"missing": 2, "new": 1}

    def test_pages_that_slide_prove_nothing_missing(self):
        book = Replay()
        sync(book, *rest("04-vanished"))
        plan = sync(book, *rest("05-sliding-pages"))
        assert tally(plan) == {} and len(book.events) == 29

    def test_half_of_the_pages_are_none(self):
        with pytest.raises(Unreadable):
            recognise(answers("tec-rest/06-second-page-fails/page-2-status-500.html")[0])

    def test_the_single_answer_says_cancelled(self):
        book = Replay()
        sync(book, *rest("02-moved"))
        plan = sync(book, "tec-rest/03-cancelled/event-5112.json")
        assert tally(plan) == {"cancelled": 1}

    def test_the_same_posts_whichever_way_they_are_read(self):
        book = Replay()
        sync(book, *rest("01-first"))
        plan = sync(book, "tec-ical/01-first.ics")
        assert tally(plan) == {"new": 1}, "the lunch in both cities, of which the file names one"
        assert "could be 19:00" in by_kind(plan, "unchanged")[0].warnings[0]
        assert tally(sync(book, *rest("02-moved"))) == {"moved": 5, "changed": 1}

    def test_a_page_beside_the_feed_links_to_the_same_events(self):
        book, page = Replay(), Replay(id="page").source
        sync(book, *rest("01-first"))
        plan = sync(book, "jsonld/01-first.html", source=page)
        assert tally(plan) == {} and len(book.events) == 30
        assert any("in the book already" in note for note in plan.notes)


def test_a_web_page_moves_and_cancels_and_never_forgets():
    book = Replay()
    plan = sync(book, "jsonld/01-first.html")
    assert tally(plan) == {"new": 11} and plan.counts["unreadable"] == 1 and not plan.blocked_by
    hour_off = next(item for item in plan.items if any("UTC-07:00" in warning for warning in item.warnings))
    assert hour_off.after.starts.hour == 17
    assert tally(sync(book, "jsonld/02-moved.html")) == {"moved": 2, "new": 1}
    assert tally(sync(book, "jsonld/03-cancelled.html")) == {"cancelled": 2}
    assert tally(sync(book, "jsonld/04-vanished.html")) == {}


def test_a_google_calendar():
    book = Replay()
    assert tally(sync(book, "google/01-first.ics")) == {"new": 17}
    plan = sync(book, "google/02-moved.ics")
    assert tally(plan) == {"moved": 5}
    assert sum("another name" in "".join(item.warnings) for item in plan.items) == 2
    assert tally(sync(book, "google/03-cancelled.ics")) == {"cancelled": 2}
    assert tally(sync(book, "google/04-vanished.ics")) == {"missing": 2}


def test_an_outlook_calendar():
    book = Replay()
    plan = sync(book, "outlook/01-first.ics")
    assert tally(plan) == {"new": 9} and len(by_kind(plan, "unsited")) == 2
    assert tally(sync(book, "outlook/02-moved.ics")) == {"moved": 3}
    assert tally(sync(book, "outlook/03-cancelled.ics")) == {"cancelled": 1}
    assert tally(sync(book, "outlook/04-vanished.ics")) == {"missing": 2}


def test_a_squarespace_collection():
    book = Replay()
    story = {
        "01-first": {"new": 6},
        "02-moved": {"moved": 2},
        "03-cancelled": {"cancelled": 1},
        "04-vanished": {"missing": 1},
    }
    for name, expected in story.items():
        assert tally(sync(book, f"squarespace/{name}.json", f"squarespace/{name}-page-2.json")) == expected
    bath = Replay()
    sync(bath, "squarespace/event-sound-bath.ics")
    assert bath.event("Sound bath").starts == book.event("Sound bath").starts


@pytest.mark.parametrize("name", sorted(path.name for path in (FEEDS / "broken").glob("*")))
def test_no_broken_answer_harms_what_is_known(name):
    """Whatever comes after a good feed: an error, or a plan that takes nobody's event away."""
    book = Replay()
    sync(book, "plain/01-first.ics")
    for event in list(book.events):
        book.enrol(book.events[event])
    before = dict(book.events)
    try:
        sync(book, f"broken/{name}")
    except Unreadable as error:
        assert str(error).endswith(".")
    assert {id: book.events[id] for id in before} == before


@pytest.mark.parametrize(
    "name",
    [
        "cut-in-event.ics",
        "cut-between-events.ics",
        "cut-page.json",
        "empty-file.ics",
        "error-page-status-200.html",
        "sign-in-page-status-200.html",
        "rest-disabled-status-200.json",
    ],
)
def test_what_is_not_whole_is_an_error(name):
    with pytest.raises(Unreadable):
        sync(Replay(), f"broken/{name}")


def test_one_bad_event_is_noticed_and_its_earlier_copy_kept():
    book = Replay()
    plan = sync(book, "broken/one-bad-event.ics")
    assert len(plan.lost) == 1 and not plan.blocked_by


def test_places_name_the_right_city_or_none():
    book = Replay()
    plan = sync(book, "broken/places.ics")
    where = {item.after.title: item.after.site for item in by_kind(plan, "new")}
    assert where == {
        "At the clinic on Calgary Trail": "edmonton",
        "At the hall on Edmonton Trail": "calgary",
        "Only a street": "edmonton",
        "Capitals": "edmonton",
        "Airport code": "calgary",
    }
    assert len(by_kind(plan, "unsited")) == 4
    assert [item.summary.partition(",")[0] for item in by_kind(plan, "online")] == ["On a screen"]


def test_events_without_names_are_the_same_at_the_next_reading():
    book = Replay(site="edmonton")
    assert tally(sync(book, "broken/no-uid.ics")) == {"new": 4}
    assert tally(sync(book, "broken/no-uid.ics")) == {}


def test_an_empty_calendar_is_a_question():
    book = Replay()
    sync(book, "plain/01-first.ics")
    assert sync(book, "broken/empty-calendar.ics").guards == ("empty",)

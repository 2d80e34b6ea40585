"""Small inputs that failed once (`tests/feeds/cases`), each with the right outcome."""

from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path

import pytest
from msgspec.structs import replace

from atma_tui.sync.clocks import clock_question
from atma_tui.sync.exchange import Answer
from atma_tui.sync.recognise import recognise
from tests.sync.planning.replay import Replay, kinds

CASES = Path(__file__).parents[1] / "feeds" / "cases"


def reading(name, clock="ask"):
    page = Answer(url="https://clinic.example/events/", body=(CASES / name).read_bytes())
    module = import_module(f"atma_tui.sync.formats.{recognise(page)}")
    book = Replay()
    return module.read([page], replace(book.source, clock=clock), "America/Edmonton", book.now)


def synced(name, book=None, after=1, **source):
    """A book that was kept in step with one case, and the plan."""
    book = book or Replay(**source)
    read = reading(name, book.source.clock)
    more = {"lost": read.lost, "lost_uids": read.lost_uids, "notes": read.notes, "covers": read.covers}
    return book, book.sync(*read.events, after=timedelta(hours=after), **more)


def titles(book):
    return sorted(event.title for event in book.events.values())


def at(day, hour, minute=0):
    return datetime(2027, 5, day, hour, minute)


def test_one_page_address_for_two_sites_is_two_events():
    book, plan = synced("01-two-sites-same-url.html")
    assert kinds(plan) == ["new", "new"]
    assert {event.site for event in book.events.values()} == {"edmonton", "calgary"}


def test_what_is_online_is_listed_and_not_taken_in():
    book, plan = synced("02-online-only.html", site="edmonton")
    assert kinds(plan) == ["online"] and book.events == {}


def test_a_broadcast_is_no_event_of_the_clinic():
    book, plan = synced("04-broadcast.html", site="edmonton")
    assert titles(book) == ["Sample talk"] and "is a broadcast" in plan.notes[0]


def test_every_kind_of_event_is_one():
    book, _ = synced("06-festival-series-course.html", site="edmonton")
    assert titles(book) == ["Course", "Festival", "Hackathon", "Series"]


def test_a_schedule_is_its_dates():
    book, plan = synced("07-schedule-only.html", site="edmonton")
    assert plan.counts["new"] == 9 and plan.lost == ()
    assert {(event.starts.weekday(), event.starts.hour, event.ends.minute) for event in book.events.values()} == {
        (1, 18, 30)
    }


def test_a_duration_is_the_end():
    book, plan = synced("09-duration.html", site="edmonton")
    assert book.event("Sample talk").ends == at(4, 21) and plan.items[0].warnings == ()


def test_a_place_of_the_graph_is_found():
    book, _ = synced("11-graph-place-by-id.html", site="edmonton")
    assert book.event("Sample talk").site == "calgary"


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("12-empty-blocks.html", ["Sample talk"]),
        ("14-trailing-comma.html", ["Trailing comma"]),
        ("15-html-comment.html", ["In a comment wrapper"]),
        ("17-newline-in-string.html", ["Newline"]),
        ("19-commented-out-script.html", ["Real"]),
    ],
)
def test_what_a_browser_or_a_plugin_does_to_a_block(name, found):
    book, plan = synced(name, site="edmonton")
    assert titles(book) == found and plan.lost == () and not plan.blocked_by


def test_a_line_break_inside_a_text_is_kept():
    book, _ = synced("17-newline-in-string.html", site="edmonton")
    assert book.event("Newline").description.startswith("line one\nline two")


def test_the_dates_of_a_plugin_are_read_or_lost_loudly():
    book, plan = synced("21-plugin-dates.html", site="edmonton")
    assert (book.event("New plugin").starts, book.event("New plugin").ends) == (at(11, 18), at(11, 19, 30))
    assert plan.lost == ("“Old plugin” has no date that can be read.",)


def test_cancelled_in_every_spelling():
    book, _ = synced("23-cancelled-spellings.html", site="edmonton")
    assert [event.status for event in book.events.values()] == ["cancelled"] * 4


def test_what_has_no_date_yet_is_said():
    book, plan = synced("24-no-date-yet.html", site="edmonton")
    assert titles(book) == ["Sample talk"] and plan.notes == ("“No date yet” has no date yet; left out.",)


def test_the_newer_rest_of_the_events_calendar():
    book, _ = synced("25-tec-v1-list.json")
    assert titles(book) == ["Circle", "Open house & tea"]
    event = book.event("Circle")
    assert (event.site, event.description) == ("calgary", "Words about it.")
    assert event.place.startswith("Sample clinic – Calgary, 1 Sample St")


def test_a_zone_that_was_never_set_is_a_question_that_can_be_answered():
    book, _ = synced("26-tec-utc0.json")
    assert book.event("Zone never set").starts == at(4, 18)
    assert "UTC+0" in clock_question(book.source, book.listings.values())
    book.source = replace(book.source, clock="wall")
    _, plan = synced("26-tec-utc0.json", book)
    assert plan.counts["changed"] == 0 and book.event("Zone never set").starts == at(4, 18)
    assert clock_question(book.source, book.listings.values()) == ""


def test_a_whole_day_of_squarespace():
    book, _ = synced("28-squarespace-all-day.json")
    event = book.event("All day")
    assert event.all_day and (event.starts, event.ends) == (at(5, 0), at(6, 0))


def test_the_last_event_is_missed_as_any_other():
    book, _ = synced("29-last-event-gone-1.ics")
    book.enrol(book.event("Noon talk"), people=1)
    _, plan = synced("29-last-event-gone-2.ics", book)
    assert kinds(plan) == ["missing"]
    _, plan = synced("29-last-event-gone-2.ics", book)
    [item] = plan.items
    assert item.kind == "vanished"
    assert item.summary.endswith("gone from the website, with 1 person enrolled; ask whether it is on.")

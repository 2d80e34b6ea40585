"""Whole endpoints over time: what is the same from one answer to the next, and what is not."""

import pytest
from msgspec.structs import replace

from tests.calendars.feeds import FEEDS, by_uid, raw, read


def said(reading):
    """What an answer says, without revision marks and remarks."""
    return {event.key: replace(event, sequence=0, modified=None, notes=()) for event in reading.events}


def test_the_same_calendar_in_utc_and_in_alberta_time_is_the_same():
    local, utc = read("plain/01-first.ics"), read("plain/01-first-utc.ics")

    assert len(local.events) == 31
    assert said(local) == said(utc)
    assert local.name == "ATMA programs and open houses"


def test_only_real_changes_are_changes():
    before, after = said(read("plain/01-first.ics")), said(read("plain/02-moved.ics"))

    changed = {key for key in before if before[key] != after[key]}
    assert before.keys() == after.keys()
    assert len(changed) == 6


def test_cancelled_and_tentative_events():
    found = read("plain/03-cancelled.ics").events

    assert sum(event.status == "cancelled" for event in found) == 3
    assert sum(event.status == "tentative" for event in found) == 1
    assert not any("CANCEL" in event.title.upper() for event in found)


@pytest.mark.parametrize(("name", "number"), [("04-vanished", 29), ("05-returned", 31), ("06-nearly-empty", 1)])
def test_the_plain_feed_as_it_shrinks_and_grows(name, number):
    assert len(read(f"plain/{name}.ics").events) == number


@pytest.mark.parametrize("path", sorted(path.name for path in (FEEDS / "tec-ical").iterdir()))
def test_the_events_calendar_is_read_though_it_escapes_and_folds_nothing(path):
    reading = read(f"tec-ical/{path}")

    assert len(reading.events) == 30
    assert reading.lost == ()
    assert {event.uid.split("-")[0] for event in reading.events if event.notes} == {"5127"}
    assert "America/Denver" in reading.notes[0]


def test_old_clock_rules_in_the_file_change_nothing():
    assert said(read("tec-ical/05-pushed-out.ics")) == said(read("tec-ical/06-old-rules.ics"))


@pytest.mark.parametrize(
    ("name", "number"), [("01-first", 19), ("02-moved", 19), ("03-cancelled", 19), ("04-vanished", 16)]
)
def test_google_series_are_followed_though_their_zone_still_changes_clocks(name, number):
    reading = read(f"google/{name}.ics")

    assert len(reading.events) == number
    mondays = [event for event in reading.events if event.title == "Monday breathing space"]
    assert {event.starts.hour for event in mondays} == {12}
    assert not reading.notes


def test_google_descriptions_are_text():
    choir = next(event for event in read("google/01-first.ics").events if "choir" in event.title)

    assert choir.description == "Everyone sings.\nNo experience needed."


def test_a_renamed_zone_is_not_a_move():
    before, after = said(read("outlook/01-first.ics")), said(read("outlook/02-moved.ics"))

    assert before.keys() == after.keys()
    moved = sorted(before[key].title for key in before if before[key] != after[key])
    assert moved == ["Campus health visit", "Intake huddle, open to partners", "Tour for family physicians"]


def test_outlook_marks_cancelled_events_only_in_the_title():
    dinner = next(e for e in read("outlook/03-cancelled.ics").events if e.title == "Referrers' dinner")

    assert dinner.status == "cancelled"
    assert b"STATUS:CANCELLED" not in raw("outlook/03-cancelled.ics")
    assert len(read("outlook/04-vanished.ics").events) == 8


def test_one_event_of_squarespace():
    (event,) = by_uid(read("squarespace/event-sound-bath.ics")).values()

    assert event.starts.hour == 16

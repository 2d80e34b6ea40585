"""What a website's change means for an event that the desk, or a circle's other dates, have moved on from."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.sync.planning.replay import Replay, kinds, told


def cancelled_by_the_desk(book, event):
    return book.edit(event, status="cancelled", why="Flu")


def test_people_of_an_event_that_is_off_are_not_told_that_it_moved():
    book = Replay()
    book.sync(told("a@x"))
    book.enrol(cancelled_by_the_desk(book, book.event("Open house")))
    plan = book.sync(told("a@x", day=10))
    assert not plan.owed
    assert not book.event("Open house").live


def test_what_the_desk_held_earlier_is_not_made_again_for_the_website_s_day():
    book = Replay()
    book.sync(told("a@x", "Talk", day=13))
    moved = book.edit(book.event("Talk"), starts=told("", day=1).starts, ends=told("", day=1).ends)
    book.enrol(moved)
    plan = book.sync(told("a@x", "Talk", day=13), after=timedelta(days=21))
    assert kinds(plan) == ["kept"] and book.event("Talk") == moved


def test_a_place_that_names_no_site_moves_nothing_to_the_source_s_own():
    book = Replay(site="edmonton")
    book.sync(told("a@x", place="ATMA Calgary, Calgary"))
    book.enrol(book.event("Open house"))
    assert not book.sync(told("a@x", place="")).owed
    [item] = book.sync(told("a@x", place="Library")).items
    assert "The new place names no site; kept in Calgary." in item.warnings
    [item] = book.sync(told("a@x", place="Edmonton and Calgary")).items
    assert item.warnings == ("It names Edmonton too; taken for Calgary.",)
    assert book.event("Open house").site == "calgary"


def test_a_place_that_names_the_other_city_moves_what_named_none():
    book = Replay(site="edmonton")
    book.sync(told("a@x", place=""))
    assert kinds(book.sync(told("a@x", place="ATMA Calgary, Calgary"))) == ["moved"]
    assert book.event("Open house").site == "calgary"


def test_a_page_that_shows_another_day_points_at_the_people_of_the_one_before():
    book = Replay()
    book.sync(told("a@x"), covers="some")
    house = book.event("Open house")
    book.enrol(house)
    [item] = book.sync(told("b@x", day=4), covers="some").items
    assert item.kind == "new"
    assert (
        "Thu 3 Dec 2026, 18:00–19:00, Edmonton, with 4 people enrolled, is not listed any more" in item.warnings[0]
    )
    assert book.events[house.id] == house


def circle(*days):
    return [told(f"day{day}@x", "Circle", day=day) for day in days]


@pytest.mark.parametrize(
    ("first", "then"), [((10, 17), (17, 24)), ((10, 17, 24), (10, 24, 31)), ((3, 10), (3, 17))]
)
def test_a_date_of_a_circle_that_is_taken_off_is_not_the_one_that_has_come(first, then):
    [gone] = set(first) - set(then)
    book = Replay()
    book.sync(*circle(*first))
    people = next(event for event in book.events.values() if event.starts.day == gone)
    book.enrol(people)
    plan = book.sync(*circle(*then))
    assert "new" in kinds(plan) and "moved" not in kinds(plan)
    assert book.events[people.id] == people
    assert not plan.owed


def test_a_date_of_a_circle_that_moves_by_a_day_under_a_new_name_keeps_its_people():
    book = Replay()
    book.sync(*circle(10, 17, 24))
    [moved] = [event for event in book.events.values() if event.starts.day == 17]
    book.enrol(moved)
    plan = book.sync(*circle(10, 18, 24))
    assert kinds(plan) == ["moved"] and len(plan.owed) == 1
    assert book.events[moved.id].starts.day == 18


def test_a_lower_version_that_stays_is_taken_over_after_a_day():
    book = Replay()
    book.sync(told("a@x", sequence=5))
    book.enrol(book.event("Open house"))
    off = told("a@x", sequence=0, status="cancelled")
    assert kinds(book.sync(off)) == ["stale"]
    assert book.sync(off, after=timedelta(hours=20)).owed == ()
    plan = book.sync(off, after=timedelta(hours=5))
    assert kinds(plan) == ["cancelled"] and len(plan.owed) == 1


def test_a_cache_that_was_behind_for_an_hour_is_forgotten():
    book = Replay()
    book.sync(told("a@x", sequence=5))
    off = told("a@x", sequence=0, status="cancelled")
    book.sync(off)
    book.sync(told("a@x", sequence=5))
    assert kinds(book.sync(off, after=timedelta(days=2))) == ["stale"]


def test_an_event_that_cannot_be_read_hides_only_itself():
    book = Replay()
    book.sync(told("a@x"), told("b@x", "Talk"), told("c@x", "Later", day=20))
    book.enrol(book.event("Open house"))
    lost = {"lost": ("“Talk” could not be read.",), "lost_uids": ("b@x",)}
    for _ in range(3):
        plan = book.sync(told("c@x", "Later", day=20), **lost)
    assert kinds(plan) == ["vanished"]
    assert book.event("Talk").live
    unnamed = {"lost": ("An event could not be read.",)}
    assert book.sync(told("c@x", "Later", day=20), **unnamed).items == ()


def test_an_event_with_held_seats_is_asked_about_before_it_is_taken_off():
    book = Replay()
    book.sync(told("a@x"), told("c@x", "Later", day=20))
    house = book.event("Open house")
    book.held[house.id] = "3 held for Dr. Example"
    for _ in range(3):
        plan = book.sync(told("c@x", "Later", day=20))
    assert "with 3 held for Dr. Example; ask" in plan.items[0].summary
    assert book.event("Open house").live


def test_seats_held_in_what_moves_are_pointed_out():
    book = Replay()
    book.sync(told("a@x"))
    book.held[book.event("Open house").id] = "3 held for Dr. Example"
    [item] = book.sync(told("a@x", day=4)).items
    assert "3 held for Dr. Example: nobody is on the call list for that." in item.warnings

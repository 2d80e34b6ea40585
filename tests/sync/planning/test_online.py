"""In person means in person: what is held on screens is listed, and asked about where people are in it."""

import pytest

from tests.sync.planning.replay import Replay, kinds, told


def test_what_is_online_is_listed_and_not_taken_in_even_at_the_site_of_the_source():
    book = Replay(site="edmonton")
    plan = book.sync(told("a@x", "Webinar", place="Online", online=True), told("b@x"))
    assert sorted(kinds(plan)) == ["new", "online"] and plan.counts["online"] == 1
    [item] = [item for item in plan.items if item.kind == "online"]
    assert item.summary == "Webinar, Thu 3 Dec 2026, 18:00–19:00: online, not in person; left out."
    assert [event.title for event in book.events.values()] == ["Open house"]


def test_online_wins_over_a_place_that_is_named_too():
    book = Replay()
    plan = book.sync(told("a@x", online=True))
    assert "online, not in person, though it names ATMA Edmonton" in plan.items[0].summary
    assert book.events == {}


def test_a_title_that_says_so_is_asked_about():
    plan = Replay(site="edmonton").sync(
        told("a@x", "Online talk", place=""), told("b@x", "Dating online", place="")
    )
    warned = {item.after.title: item.warnings for item in plan.items}
    assert warned["Dating online"] == () and "ask whether people come" in warned["Online talk"][0]


@pytest.fixture
def book():
    book = Replay()
    book.sync(told("a@x"))
    return book


def online(**more):
    return told("a@x", place="Online", online=True, **more)


def test_an_event_with_people_that_moves_online_is_a_question_and_calls(book):
    event = book.event("Open house")
    book.enrol(event, people=3)
    plan = book.sync(online())
    [item] = plan.items
    assert item.kind == "online" and item.summary.endswith(
        "online on the website now, with 3 people enrolled; ask whether people still come."
    )
    assert plan.owed == (item,)
    assert item.tell == "Open house, Thu 3 Dec 2026, 18:00–19:00, is held online now, not in person"
    assert book.event("Open house") == event, "it stays until a person decides"


def test_the_question_stays_and_the_calls_are_owed_once(book):
    book.enrol(book.event("Open house"))
    book.sync(online())
    plan = book.sync(online())
    assert kinds(plan) == ["online"] and plan.owed == ()


def test_held_seats_are_people_to_ask_about_too(book):
    book.held[book.event("Open house").id] = "2 held for physician"
    [item] = book.sync(online()).items
    assert "with 2 held for physician" in item.summary and book.event("Open house").live


def test_a_new_time_is_taken_over_all_the_same(book):
    book.enrol(book.event("Open house"))
    [item] = book.sync(online(day=4)).items
    assert [one.field for one in item.taken] == ["when"]
    assert "Fri 4 Dec 2026" in item.tell and book.event("Open house").live


def test_whoever_was_told_that_it_is_online_is_told_that_it_is_in_person_again(book):
    event = book.event("Open house")
    book.enrol(event, people=3)
    book.sync(online())
    [item] = book.sync(told("a@x")).items
    assert item.kind == "back" and book.event("Open house").live
    assert item.tell == "Open house, Thu 3 Dec 2026, 18:00–19:00, is held in person again"

    book.sync(online())
    [item] = book.sync(told("a@x", day=4)).items
    assert item.kind == "moved" and "to Fri 4 Dec 2026" in item.tell and "in person again" in item.tell


def test_where_nobody_is_in_it_it_is_taken_off_until_it_is_in_person_again(book):
    event = book.event("Open house")
    [item] = book.sync(online()).items
    assert item.kind == "online" and item.summary.endswith("nobody enrolled; taken off.")
    assert not book.event("Open house").live
    assert kinds(book.sync(online())) == []
    assert kinds(book.sync(told("a@x"))) == ["back"]
    back = book.event("Open house")
    assert (back.status, back.why, back.site, back.place) == ("confirmed", "", event.site, event.place)


def test_the_desk_may_decide_that_it_stays(book):
    book.sync(online())
    book.edit(book.event("Open house"), status="confirmed", why="")
    assert kinds(book.sync(online())) == ["kept"]
    assert book.event("Open house").live


def test_cancelled_is_more_than_online(book):
    book.enrol(book.event("Open house"))
    [item] = book.sync(online(status="cancelled")).items
    assert item.kind == "cancelled" and not book.event("Open house").live

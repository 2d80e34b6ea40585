"""Where book and website differ: whose words are taken, and what becomes of what is listed no more."""

from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from atma_tui.desk.events.fields import EventFields
from atma_tui.domain.errors import Ambiguous, Blocked, NotFound
from atma_tui.domain.records import Call, Enrolment, Event, Reading
from atma_tui.domain.when import instant
from atma_tui.sync.attempts import Outcome
from atma_tui.sync.exchange import Answer
from tests.desk.websites.test_websites import REMOTES, events, outcome, source

__all__ = ["source"]


def read(desk, name, remotes):
    source = desk.sources.named(name)
    answer = Answer(url=source.url, body=b"-")
    return desk.websites.conclude(
        Outcome(source=source, answer=answer, reading=Reading(events=tuple(remotes), covers="all"))
    )


@pytest.fixture
def two(desk, source):
    """The same talk, from two sources that call it otherwise by now."""
    desk.sources.add("other", "https://other.example/x.ics", site="edmonton")
    read(desk, "clinic", REMOTES)
    read(desk, "other", REMOTES)
    talk = events(desk)["Talk 2"]
    desk.events.edit(talk.id, EventFields(title="Our talk"))
    read(desk, "other", [replace(one, title="Other talk") if one.uid[1] == "2" else one for one in REMOTES])
    return talk


def test_of_two_websites_the_words_of_the_one_that_is_meant_are_taken(desk, two):
    assert {one.source: one.differences[0].there for one in desk.overrides.all()} == {
        "clinic": "Talk 2",
        "other": "Other talk",
    }
    with pytest.raises(Ambiguous):
        desk.overrides.take_theirs(two.id, "title")
    desk.overrides.keep(two.id, "title", "clinic")
    assert {one.source: bool(one.kept) for one in desk.overrides.all()} == {"clinic": True, "other": False}
    assert desk.overrides.take_theirs(two.id, "title", "other").title == "Other talk"
    with pytest.raises(NotFound):
        desk.overrides.take_theirs(two.id, "title", "nobody")


@pytest.fixture
def gone(desk, source, person, clock):
    """A talk with a guest that the website lists no more."""
    read(desk, "clinic", REMOTES)
    talk = events(desk)["Talk 2"]
    desk.enrolments.enrol(talk.id, person_id=person("Bo Example").id)
    left = [one for one in REMOTES if one.uid[1] != "2"]
    for _ in range(2):
        read(desk, "clinic", left)
        clock.forward(minutes=45)
    return talk


def test_what_vanished_with_people_in_it_stays_and_is_to_be_decided(desk, gone):
    assert desk.book.the(Event, gone.id).live and not desk.book.store.count(Call)
    assert {name: [one.id for one in found] for name, found in desk.overrides.gone().items()} == {
        "clinic": [gone.id]
    }
    [one] = desk.overrides.all()
    assert (one.differences[0].field, one.differences[0].here) == ("listed", "on, with 1 person enrolled")


def test_taking_it_off_owes_the_calls_and_is_undone_by_one_act(desk, gone):
    off = desk.overrides.take_theirs(gone.id, "listed")
    assert not off.live
    [call] = desk.book.store.find(Call)
    assert "is cancelled" in call.why
    assert desk.overrides.gone() == {} and desk.book.store.count(Enrolment, offering=gone.id) == 1
    read(desk, "clinic", REMOTES)
    assert not desk.book.the(Event, gone.id).live, "the desk took it off; no website puts it on again"
    desk.history.undo()
    desk.history.undo()
    assert desk.book.the(Event, gone.id).live and not desk.book.store.count(Call)


def test_keeping_it_is_not_asked_again_until_it_came_back_and_went_again(desk, gone, clock):
    desk.overrides.keep(gone.id, "listed")
    assert desk.overrides.gone() == {}
    assert desk.overrides.all()[0].kept == {"listed"}
    read(desk, "clinic", REMOTES)
    assert desk.overrides.all() == []
    clock.forward(days=1)
    for _ in range(2):
        read(desk, "clinic", [one for one in REMOTES if one.uid[1] != "2"])
        clock.forward(minutes=45)
    assert list(desk.overrides.gone()) == ["clinic"]


def test_a_new_time_is_taken_only_where_the_room_is_free_and_its_people_are_told(desk, source, event, person):
    read(desk, "clinic", REMOTES)
    talk = events(desk)["Talk 2"]
    earlier = EventFields(
        starts=talk.starts - timedelta(hours=4), ends=talk.ends - timedelta(hours=4), room="group"
    )
    desk.events.edit(talk.id, earlier)
    desk.enrolments.enrol(talk.id, person_id=person("Bo Example").id)
    other = event(title="Circle", starts=datetime(2026, 12, 12, 18, 30), room="group")
    with pytest.raises(Blocked, match="Circle"):
        desk.overrides.take_theirs(talk.id, "when")
    desk.events.cancel(other.id, "ill")
    desk.overrides.take_theirs(talk.id, "when")
    [call] = [one for one in desk.book.store.find(Call) if one.event == talk.id]
    assert "14:00" in call.why and "18:00" in call.why


def test_a_website_that_moves_an_event_into_a_taken_room_is_followed_with_a_warning(desk, source, event):
    read(desk, "clinic", REMOTES)
    talk = events(desk)["Talk 2"]
    desk.events.edit(talk.id, EventFields(room="group"))
    event(title="Circle", starts=datetime(2026, 12, 12, 21), room="group")
    later = [
        replace(one, starts=one.starts + timedelta(hours=3), ends=one.ends + timedelta(hours=3))
        if one.uid[1] == "2"
        else one
        for one in REMOTES
    ]
    result = desk.websites.conclude(outcome(desk, later), apply=False)
    assert any("Group room is taken by Circle" in line for line in result.lines)


def test_what_a_website_puts_into_closed_hours_is_followed_with_a_warning(desk, source):
    desk.closing.close("calgary", datetime(2026, 12, 1), datetime(2026, 12, 31), "stocktaking")
    desk.closing.close("edmonton", datetime(2026, 12, 1), datetime(2026, 12, 31), "stocktaking")
    plan = desk.websites.conclude(outcome(desk, REMOTES), apply=False)
    assert sum("closed Tue 1 Dec 2026" in line for line in plan.lines) == plan.counts["new"]
    read(desk, "clinic", REMOTES)
    again = desk.websites.conclude(outcome(desk, REMOTES), apply=False)
    assert not any("closed" in line for line in again.lines)
    talk = events(desk)["Talk 2"]
    desk.events.edit(talk.id, EventFields(starts=datetime(2027, 1, 12, 18), ends=datetime(2027, 1, 12, 20)))
    desk.overrides.take_theirs(talk.id, "when")
    assert "is closed Tue 1 Dec 2026" in desk.history.recent(1)[0].summary


def test_a_website_that_moves_an_event_away_from_people_who_came_is_followed_with_a_warning(
    desk, source, clock, person
):
    read(desk, "clinic", REMOTES)
    talk = events(desk)["Talk 2"]
    clock.now = instant(talk.starts, talk.zone)
    ada = desk.enrolments.enrol(talk.id, person_id=person("Ada Sample").id).enrolment
    desk.arrivals.check_in(ada.id)
    week = timedelta(days=7)
    later = [replace(one, starts=one.starts + week, ends=one.ends + week) for one in REMOTES if one.uid[1] == "2"]
    result = desk.websites.conclude(outcome(desk, later), apply=False)
    assert any("1 person is checked in to Talk 2, which would be on a later day." in one for one in result.lines)


def test_undo_right_after_keeping_takes_the_decision_back_and_no_other_words(desk, two):
    desk.overrides.keep(two.id, "title", "clinic")
    desk.history.undo()
    assert not any(one.kept for one in desk.overrides.all())
    assert desk.book.the(Event, two.id).title == "Our talk"
    desk.overrides.keep(two.id, "title", "clinic")
    assert any(one.kept for one in desk.overrides.all())


def test_the_desk_s_words_are_not_undone_beneath_a_conflict(desk, two):
    edited = next(act for act in desk.history.recent() if act.verb == "edit event")
    with pytest.raises(Blocked, match="Synced with other"):
        desk.history.undo(edited.id)
    assert desk.book.the(Event, two.id).title == "Our talk"


def test_an_event_with_held_seats_only_is_to_be_decided_too(desk, source, clock):
    read(desk, "clinic", REMOTES)
    talk = events(desk)["Talk 2"]
    desk.events.edit(talk.id, EventFields(capacity=5))
    desk.holds.hold(talk.id, seats=3, name="Dr. Example", why="brings students")
    for _ in range(2):
        read(desk, "clinic", [one for one in REMOTES if one.uid[1] != "2"])
        clock.forward(minutes=45)
    [one] = desk.overrides.all()
    assert one.differences[0].here == "on, with 3 held for Dr. Example"


def test_a_source_that_was_removed_and_named_again_makes_nothing_twice(desk, source, person):
    read(desk, "clinic", REMOTES)
    talk = events(desk)["Talk 2"]
    desk.enrolments.enrol(talk.id, person_id=person("Bo Example").id)
    desk.sources.remove("clinic")
    desk.sources.add("clinic", "https://www.example.org/events.ics", site="edmonton")
    read(desk, "clinic", REMOTES)
    assert desk.book.store.count(Event) == len(REMOTES)
    read(desk, "clinic", [replace(one, title="New talk") if one.uid[1] == "2" else one for one in REMOTES])
    assert desk.book.the(Event, talk.id).title == "New talk"

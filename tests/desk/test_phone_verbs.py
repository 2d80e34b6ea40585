from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atma_tui.desk.phone_verbs import VERBS, read_verb


@pytest.fixture
def book(desk, event, person):
    """Ada and Bo are in the open house in Edmonton, Ada also in a talk; the one in Calgary has a seat."""
    house, talk = event("Open house"), event("Talk", starts=datetime(2026, 12, 9, 18))
    south = event("Open house", site="calgary", starts=datetime(2026, 12, 10, 18), capacity=1)
    ada, bo = person("Ada Sample", phone="780-555-0101"), person("Bo Sample")
    for one, where in ((ada, house), (bo, house), (ada, talk)):
        desk.enrolments.enrol(where.id, person_id=one.id)
    return house, talk, south


def deeds(desk, line):
    found = desk.phone_line.read(line, desk.phone_line.targets()).deeds
    return [
        (one.person and one.person.name, one.now_in and one.now_in.id, one.target and one.target.id)
        for one in found
    ]


def test_withdraw_finds_the_seat_by_name_and_event(desk, book):
    house, talk, _ = book
    assert deeds(desk, "withdraw ada open house") == [("Ada Sample", house.id, None)]
    assert deeds(desk, "Withdraw talk ada") == [("Ada Sample", talk.id, None)]


def test_a_name_alone_lists_all_that_somebody_could_leave(desk, book):
    house, talk, _ = book
    assert deeds(desk, "withdraw ada") == [("Ada Sample", house.id, None), ("Ada Sample", talk.id, None)]


def test_nothing_that_somebody_has_left_is_offered(desk, book):
    _, talk, _ = book
    [deed, _] = desk.phone_line.read("withdraw ada", desk.phone_line.targets()).deeds
    desk.enrolments.withdraw(deed.enrolment.id)
    assert deeds(desk, "withdraw ada") == [("Ada Sample", talk.id, None)]


def test_a_slip_in_a_name_is_forgiven(desk, book):
    house, *_ = book
    assert deeds(desk, "withdraw ada smaple open house") == [("Ada Sample", house.id, None)]


def test_move_goes_to_the_same_title_elsewhere_first(desk, book):
    house, talk, south = book
    assert deeds(desk, "move ada open house calgary") == [
        ("Ada Sample", house.id, south.id),
        ("Ada Sample", talk.id, south.id),
    ]


@pytest.mark.parametrize(
    "line", ["move ada talk calgary", "move ada talk to open house cal", "move ada from talk to open house cal"]
)
def test_move_may_name_where_from(desk, book, line):
    _, talk, south = book
    assert ("Ada Sample", talk.id, south.id) in deeds(desk, line)


def test_cancel_means_an_event_or_else_somebodys_seat(desk, book):
    _, talk, _ = book
    assert deeds(desk, "cancel talk") == [(None, None, talk.id)]
    assert deeds(desk, "cancel ada talk") == [("Ada Sample", talk.id, None)]


def test_seats_come_with_the_sum(desk, book):
    house, *_ = book
    [deed] = desk.phone_line.read("seats open house edm", desk.phone_line.targets()).deeds
    assert (deed.target.id, deed.target.seats.free) == (house.id, 0)


def test_call_says_what_somebody_is_to_be_told(desk, book):
    _, talk, _ = book
    desk.events.cancel(talk.id, "storm")
    [deed] = desk.phone_line.read("call ada", desk.phone_line.targets()).deeds
    assert (deed.person.phone, len(deed.calls)) == ("780-555-0101", 1)
    assert "storm" in deed.calls[0]


def test_wait_puts_on_the_list_of_what_is_full(desk, book, person):
    person("Cy Sample")
    [doable] = desk.phone_line.read("wait cy open house edm", desk.phone_line.targets()).doable
    assert (doable.wish.person.name, doable.preview.status, doable.preview.place) == ("Cy Sample", "waiting", 1)


def test_the_size_of_a_party_hides_nobodys_seat(desk, book):
    house, *_ = book
    assert deeds(desk, "withdraw ada +2 open house") == [("Ada Sample", house.id, None)]


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("rest", ["zed wu", "zed wu open house edm", "zed wu +2 open house"])
def test_no_verb_makes_a_person(desk, book, verb, rest):
    found = desk.phone_line.read(f"{verb} {rest}", desk.phone_line.targets())
    assert (found.deeds, [one for one in found.doable if one.wish.person is None]) == ((), [])


def test_a_verb_that_finds_nothing_is_a_word_like_any_other(desk, person):
    person("Call Waits")
    found = desk.phone_line.read("call waits", desk.phone_line.targets())
    assert [one.person.name for one in found.deeds] == ["Call Waits"] or found.people[0].name == "Call Waits"
    assert [one.name for one in desk.phone_line.read("call", desk.phone_line.targets()).people] == ["Call Waits"]


@pytest.mark.parametrize(
    "line", ["withdrw ada talk", "witdhraw ada talk", "cancle ada talk", "Withdraw: ada talk"]
)
def test_a_slip_in_the_verb_adds_nobody(desk, book, line):
    _, talk, _ = book
    assert deeds(desk, line) == [("Ada Sample", talk.id, None)]


def test_a_party_is_kept_behind_a_verb_with_a_slip(desk, book, person):
    person("Cy Sample")
    [doable] = desk.phone_line.read("wiat cy +2 open house edm", desk.phone_line.targets()).doable
    assert (doable.wish.person.name, doable.wish.party) == ("Cy Sample", 3)


def test_a_first_name_that_is_like_a_verb_is_a_name(desk, book):
    found = desk.phone_line.read("Moe Sample open house edm", desk.phone_line.targets())
    assert [one.wish.name for one in found.doable] == ["Moe Sample"]


@pytest.mark.parametrize("line", ["enrol ada talk", "Enroll ada talk", "book ada talk", "sign up ada talk"])
def test_enrol_may_be_said_and_changes_nothing(desk, book, line):
    found = desk.phone_line.read(line, desk.phone_line.targets())
    assert found == desk.phone_line.read("ada talk", desk.phone_line.targets())
    assert [one.wish.person.name for one in found.doable] == ["Ada Sample"]


@given(st.text(max_size=80))
def test_any_line_is_read_for_a_verb(line):
    verb, rest = read_verb(line)
    assert rest if verb else rest == line

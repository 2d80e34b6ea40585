"""Seats of those who are not there, for those who are."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given

from atma_tui.domain.records import Clinic, Enrolment, ProgramSeats
from atma_tui.domain.seats import count_seats
from atma_tui.domain.timing.door import door_opens, give_way, is_door_open
from tests.domain.made import NOW, capacities, enrolment, enrolments, event, parties

STARTS = datetime(2026, 12, 1, 9)
"""An hour before NOW, by the clock on the wall."""


def begun(**fields):
    return event(**{"starts": STARTS, "ends": STARTS + timedelta(hours=3), **fields})


def test_the_door_opens_some_minutes_after_the_start_until_the_end():
    clinic, begins = Clinic(id="clinic"), NOW - timedelta(hours=1)
    assert door_opens(begun(), clinic) == begins + timedelta(minutes=10)
    for minutes, is_open in ((9, False), (10, True), (179, True), (180, False)):
        assert is_door_open(begun(), clinic, begins + timedelta(minutes=minutes)) == is_open
    assert not is_door_open(begun(status="cancelled"), clinic, NOW)
    assert is_door_open(begun(), Clinic(id="clinic", door_minutes=0), begins)


@pytest.mark.parametrize(
    "offering",
    [
        begun(category="session"),
        begun(all_day=True),
        ProgramSeats(id="ketamine@edmonton", program="ketamine", site="edmonton"),
    ],
)
def test_some_seats_are_never_given_away(offering):
    assert door_opens(offering, Clinic(id="clinic")) is None


def test_offers_give_way_first_then_who_enrolled_last():
    until = NOW + timedelta(hours=2)
    people = [
        enrolment(1, at=NOW - timedelta(days=3)),
        enrolment(2, at=NOW - timedelta(days=2)),
        enrolment(3, "attended"),
        enrolment(4, "offered", position=1, offered_until=until),
        enrolment(5, "offered", position=2, offered_until=until),
    ]
    seats = count_seats(begun(capacity=5), people, [], NOW)
    assert give_way(seats, people, 1) == [enrolment(5, "waiting", position=2)]
    three = [(one.id, one.status) for one in give_way(seats, people, 3)]
    assert three == [("enr-5", "waiting"), ("enr-4", "waiting"), ("enr-2", "no_show")]
    assert give_way(seats, people, 5) == [], "one of the five is here"


def test_nobody_gives_way_when_the_seats_of_a_larger_party_are_enough():
    people = [
        enrolment(1, party=2, at=NOW - timedelta(days=3)),
        enrolment(2, at=NOW - timedelta(days=2)),
    ]
    seats = count_seats(begun(capacity=3), people, [], NOW)
    assert [one.id for one in give_way(seats, people, 1)] == ["enr-2"]
    assert [one.id for one in give_way(seats, people, 2)] == ["enr-1"]
    assert [one.id for one in give_way(seats, people, 3)] == ["enr-2", "enr-1"]


@given(capacities, enrolments(), parties)
def test_only_who_is_not_there_gives_way_and_only_when_the_party_fits_by_it(
    capacity: int | None, people: list[Enrolment], party: int
) -> None:
    seats = count_seats(begun(capacity=capacity), people, [], NOW)
    given = {one.id: one for one in give_way(seats, people, party)}
    assert all(one.status in ("enrolled", "offered") for one in people if one.id in given)
    if given:
        after = [given.get(one.id, one) for one in people]
        assert not seats.fits(party)
        free = count_seats(begun(capacity=capacity), after, [], NOW)
        assert free.fits(party)
        assert not any(free.fits(party + one.party) for one in given.values()), "and nobody does so for nothing"

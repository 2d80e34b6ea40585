from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atma_tui.domain.records import DoorCount, Enrolment, Hold, Room
from atma_tui.domain.seat_words import explain
from atma_tui.domain.seats import count_seats, room_share
from tests.domain.made import NOW, capacities, count, counts, enrolment, enrolments, event, hold, holds


@given(capacities, enrolments(), holds, counts)
def test_free_is_capacity_less_enrolled_held_offered_and_counted(
    capacity: int | None, people: list[Enrolment], kept: list[Hold], counted: list[DoorCount]
) -> None:
    seats = count_seats(event(capacity=capacity), people, kept, NOW, counts=counted)
    own = seats.own
    assert own.enrolled == sum(one.party for one in people if one.status in ("enrolled", "attended"))
    assert own.held == sum(one.seats for one in kept if one.until is None or one.until > NOW)
    live = [one for one in people if one.status == "offered" and one.offered_until and one.offered_until > NOW]
    assert own.offered == sum(one.party for one in live)
    assert own.counted == sum(one.came - one.left for one in counted)
    taken = own.enrolled + own.held + own.offered + own.counted
    assert seats.free == (None if capacity is None else capacity - taken)


@given(capacities, enrolments(), st.integers(1, 9))
def test_people_who_wait_are_never_in_the_sum(capacity: int | None, people: list[Enrolment], party: int) -> None:
    more = [*people, enrolment(99, "waiting", party=party, position=99)]
    before, after = (count_seats(event(capacity=capacity), some, [], NOW) for some in (people, more))
    assert (before.free, before.own) == (after.free, after.own)
    assert after.waiting == before.waiting + party
    assert not after.open_to_walk_ups


@given(capacities, st.none() | st.integers(0, 30), enrolments(), holds)
def test_a_party_fits_only_when_every_pool_has_room(
    capacity: int | None, room_seats: int | None, people: list[Enrolment], kept: list[Hold]
) -> None:
    room = Room(id="group", name="Group room", seats=room_seats)
    seats = count_seats(event(capacity=capacity, room="group"), people, kept, NOW, room=room)
    for party in (1, 3):
        assert seats.fits(party) == all(pool.free is None or pool.free >= party for pool in seats.pools)


def test_the_room_is_shared_by_what_happens_in_it_at_that_time() -> None:
    room = Room(id="group", name="Group room", seats=10)
    beside = [room_share([enrolment(5, party=4, offering="evt-2")], [], NOW)]
    seats = count_seats(
        event(capacity=20, room="group"), [enrolment(1, party=3)], [], NOW, room=room, beside=beside
    )
    assert seats.free == 3
    counted = [count(1, 3), count(2, left=1)]
    seats = count_seats(
        event(capacity=20, room="group"),
        [enrolment(1, party=3)],
        [],
        NOW,
        counts=counted,
        room=room,
        beside=beside,
    )
    assert seats.free == 1
    assert seats.tight.name == "Group room"


def test_the_sum_is_said_with_its_parts_and_never_counts_who_waits() -> None:
    people = [
        *(enrolment(number) for number in range(14)),
        enrolment(20, "offered", offered_until=NOW + timedelta(hours=3), position=1),
        enrolment(21, "waiting", position=2),
    ]
    kept = [hold(1, 2, until=datetime(2026, 12, 4, 23, tzinfo=NOW.tzinfo))]
    seats = count_seats(event(capacity=20), people, kept, NOW)
    lines = explain(seats, "America/Edmonton", NOW, {"per-20": "Bo Example"})
    assert lines == [
        "20 places - 14 enrolled - 2 held - 1 offered = 3 free",
        "2 held for physician until Fri 4 Dec, 17:00: student",
        "1 offered to Bo Example until 13:00",
        "Almost full: 3 free",
        "1 on the waiting list; they get the next free seat",
    ]


def test_parties_and_people_who_wait_are_told_apart() -> None:
    waiting = [enrolment(number, "waiting", party=party, position=number) for number, party in ((1, 2), (2, 1))]
    seats = count_seats(event(capacity=0), waiting, [], NOW)
    assert explain(seats, "America/Edmonton", NOW)[-1].startswith("2 parties (3 people) on the waiting list")


@pytest.mark.parametrize(("taken", "free", "said"), [(16, 4, False), (17, 3, True), (20, 0, False), (0, 2, False)])
def test_only_few_free_seats_are_worth_a_warning(taken: int, free: int, said: bool) -> None:
    seats = count_seats(event(capacity=taken + free), [enrolment(n) for n in range(taken)], [], NOW)
    assert seats.almost_full is said
    assert any(line.startswith("Almost full") for line in explain(seats, "America/Edmonton", NOW)) is said


def test_over_capacity_is_said_and_shown() -> None:
    seats = count_seats(event(capacity=1), [enrolment(1), enrolment(2)], [], NOW)
    assert seats.free == -1
    assert explain(seats, "America/Edmonton", NOW)[0] == "1 place - 2 enrolled - 0 held - 0 offered = 1 over"


def test_people_counted_at_the_door_are_in_the_sum_while_they_are_here() -> None:
    counted = [count(1, 5), count(2, left=2), count(3, 1)]
    seats = count_seats(event(capacity=10), [enrolment(1, "attended")], [], NOW, counts=counted)
    assert (seats.free, seats.own.counted, seats.counted_in, seats.attended) == (5, 4, 6, 1)
    assert explain(seats, "America/Edmonton", NOW) == [
        "10 places - 1 enrolled - 0 held - 0 offered - 4 counted = 5 free",
        "6 counted at the door, 2 of them left again",
    ]

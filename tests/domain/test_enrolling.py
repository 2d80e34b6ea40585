from datetime import timedelta

import pytest
from hypothesis import given

from atma_tui.domain.enrolling import check_more, decide, full_words
from atma_tui.domain.errors import Full
from atma_tui.domain.records import Enrolment, Status
from atma_tui.domain.seats import count_seats
from atma_tui.domain.waiting.queue import queue
from tests.domain.made import NOW, capacities, enrolment, enrolments, event, parties


@given(capacities, enrolments(), parties)
def test_nobody_is_enrolled_past_the_seats_or_past_those_who_wait(
    capacity: int | None, people: list[Enrolment], party: int
) -> None:
    seats = count_seats(event(capacity=capacity), people, [], NOW)
    decision = decide("Open house", seats, people, party, now=NOW)
    may = seats.waiting == 0 and (seats.free is None or party <= seats.free)
    assert (decision.status == "enrolled") == may
    assert decision.override_reason == ""


@given(capacities, enrolments(), parties)
def test_an_override_enrols_shows_its_reason_and_is_kept_by_those_passed(
    capacity: int | None, people: list[Enrolment], party: int
) -> None:
    seats = count_seats(event(capacity=capacity), people, [], NOW)
    decision = decide("Open house", seats, people, party, now=NOW, override="speaker")
    assert decision.status == "enrolled"
    needed = not (seats.open_to_walk_ups and seats.fits(party))
    assert decision.override_reason == ("speaker" if needed else "")
    assert list(decision.passes) == (queue(people) if needed else [])


@given(capacities, enrolments(), parties)
def test_a_party_grows_only_into_seats_that_are_free_and_nobody_before_it_waits_for(
    capacity: int | None, people: list[Enrolment], more: int
) -> None:
    seats = count_seats(event(capacity=capacity), people, [], NOW)
    for one in people:
        if one.status in ("enrolled", "offered", "attended"):
            may = seats.fits(more) and (one.status == "offered" or seats.waiting == 0)
            try:
                assert check_more("Open house", seats, people, one, more, now=NOW) == ()
            except Full as refused:
                assert not may and f"{more} more would be needed" in str(refused)
            else:
                assert may


@pytest.mark.parametrize("status", ["enrolled", "attended"])
def test_full_says_who_took_the_last_seat_just_now(status: Status) -> None:
    people = [enrolment(1, status, at=NOW - timedelta(seconds=3), by="Calgary desk")]
    seats = count_seats(event(capacity=1), people, [], NOW)
    with pytest.raises(
        Full, match="Open house is full, 1 wanted; the last seat was taken 3 s ago by Calgary desk"
    ):
        decide("Open house", seats, people, 1, now=NOW, wait=False)


def test_those_in_line_are_counted_as_places_so_that_the_next_place_makes_sense() -> None:
    people = [enrolment(1), enrolment(2, "waiting", party=2, position=1), enrolment(3, "waiting", position=2)]
    seats = count_seats(event(capacity=1), people, [], NOW)
    assert full_words("Talk", seats, people, 1, NOW) == "Talk has 2 in line (3 people); they go first."

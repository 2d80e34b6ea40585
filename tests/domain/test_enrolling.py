from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atma_tui.domain.enrolling import (
    check_more,
    decide,
    full_words,
    is_late,
    lapse,
    next_position,
    offer_deadline,
    offers_due,
    queue,
    rank,
)
from atma_tui.domain.errors import Full
from atma_tui.domain.records import Clinic, Enrolment, Event, Status
from atma_tui.domain.seats import count_seats
from atma_tui.domain.when import instant
from tests.domain.made import NOW, capacities, enrolment, enrolments, event, parties

UNTIL = NOW + timedelta(hours=24)


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


@given(enrolments())
def test_a_new_place_in_line_is_behind_every_one_ever_given(people: list[Enrolment]) -> None:
    assert all(next_position(people) > one.position for one in people)


@given(enrolments())
def test_ranks_count_from_one_without_gaps(people: list[Enrolment]) -> None:
    assert [rank(one, people) for one in queue(people)] == list(range(1, len(queue(people)) + 1))


@given(capacities, enrolments())
def test_freed_seats_are_offered_in_line_without_overselling(
    capacity: int | None, people: list[Enrolment]
) -> None:
    seats = count_seats(event(capacity=capacity), people, [], NOW)
    due = offers_due(seats, people, UNTIL)
    able = [one for one in queue(people) if not seats.never_fits(one.party)]
    assert [one.id for one in due] == [one.id for one in able[: len(due)]]
    given_away = sum(one.party for one in due)
    assert not due or seats.free is None or given_away <= seats.free
    rest = able[len(due) :]
    if rest and seats.free is not None:
        assert seats.free <= 0 or rest[0].party > seats.free - given_away


@given(enrolments(), st.sets(st.integers(0, 12)))
def test_somebody_who_cannot_take_it_keeps_the_place_and_the_next_is_offered(
    people: list[Enrolment], elsewhere: set[int]
) -> None:
    busy = {f"per-{number}" for number in elsewhere}
    seats = count_seats(event(capacity=None), people, [], NOW)
    due = offers_due(seats, people, UNTIL, lambda one: "elsewhere" if one.person in busy else "")
    assert [one.id for one in due] == [one.id for one in queue(people) if one.person not in busy]


def test_a_party_that_does_not_fit_now_stops_the_queue() -> None:
    people = [enrolment(1), enrolment(2, "waiting", party=3, position=1), enrolment(3, "waiting", position=2)]
    assert offers_due(count_seats(event(capacity=3), people, [], NOW), people, UNTIL) == []


def test_a_party_that_can_never_fit_stops_nobody() -> None:
    people = [enrolment(1, "waiting", party=3, position=1), enrolment(2, "waiting", position=2)]
    [offered] = offers_due(count_seats(event(capacity=2), people, [], NOW), people, UNTIL)
    assert offered.id == "enr-2"


@given(enrolments())
def test_only_offers_past_their_deadline_lapse(people: list[Enrolment]) -> None:
    ended = {one.id for one in lapse(people, NOW)}
    for one in people:
        due = one.status == "offered" and (one.offered_until is None or one.offered_until <= NOW)
        assert (one.id in ended) == due


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


@given(st.integers(1, 100_000))
def test_an_offer_ends_before_the_event_and_within_the_clinics_hours(minutes: int) -> None:
    start = NOW + timedelta(minutes=minutes)
    end = start + timedelta(hours=2)
    until = offer_deadline(Clinic(id="clinic", offer_hours=24), _event_between(start, end), NOW)
    assert NOW < until <= NOW + timedelta(hours=24)
    assert until < start or until == end


@given(st.integers(0, 119))
def test_an_offer_made_after_the_start_is_held_until_the_end(minutes: int) -> None:
    start, end = NOW - timedelta(minutes=minutes), NOW + timedelta(minutes=120 - minutes)
    assert offer_deadline(Clinic(id="clinic", offer_hours=24), _event_between(start, end), NOW) == end


def _event_between(start: datetime, end: datetime) -> Event:
    return event(zone="UTC", starts=start.replace(tzinfo=None), ends=end.replace(tzinfo=None))


@pytest.mark.parametrize(
    ("hours", "category", "late"), [(23, "session", True), (25, "session", False), (1, "talk", False)]
)
def test_late_is_inside_24_hours_of_a_program_appointment(hours: int, category: str, late: bool) -> None:
    offering = event(category=category)
    start = instant(offering.starts, offering.zone)
    assert is_late(offering, Clinic(id="clinic"), start - timedelta(hours=hours)) is late

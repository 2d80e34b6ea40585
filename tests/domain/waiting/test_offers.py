from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from atma_tui.domain.records import Clinic, Enrolment, Event
from atma_tui.domain.seats import count_seats
from atma_tui.domain.waiting.offers import lapse, offer_deadline, offers_due, stops_the_line
from atma_tui.domain.waiting.queue import queue
from tests.domain.made import NOW, capacities, enrolment, enrolments, event

UNTIL = NOW + timedelta(hours=24)


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


@given(capacities, enrolments(), st.sets(st.integers(0, 12)))
def test_whoever_stops_the_line_keeps_every_seat_free_unless_they_cannot_take_any(
    capacity: int | None, people: list[Enrolment], elsewhere: set[int]
) -> None:
    busy = {f"per-{number}" for number in elsewhere}
    seats = count_seats(event(capacity=capacity), people, [], NOW)
    due = offers_due(seats, people, UNTIL, lambda one: "elsewhere" if one.person in busy else "")
    first = stops_the_line(seats, people)
    assert first is None or first.person in busy or not due


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


@given(st.integers(1, 100_000))
def test_an_offer_ends_before_the_event_and_within_the_clinics_hours(minutes: int) -> None:
    start = NOW + timedelta(minutes=minutes)
    end = start + timedelta(hours=2)
    until = offer_deadline(Clinic(id="clinic", offer_hours=24), _event_between(start, end), NOW)
    assert NOW < until <= NOW + timedelta(hours=24)
    assert until < start or until == end


def test_no_offer_lapses_at_once_where_an_older_book_holds_them_for_no_hours() -> None:
    start = NOW + timedelta(days=7)
    until = offer_deadline(Clinic(id="clinic", offer_hours=0), _event_between(start, start), NOW)
    assert until == NOW + timedelta(minutes=15)


@given(st.integers(0, 119))
def test_an_offer_made_after_the_start_is_held_until_the_end(minutes: int) -> None:
    start, end = NOW - timedelta(minutes=minutes), NOW + timedelta(minutes=120 - minutes)
    assert offer_deadline(Clinic(id="clinic", offer_hours=24), _event_between(start, end), NOW) == end


def _event_between(start: datetime, end: datetime) -> Event:
    return event(zone="UTC", starts=start.replace(tzinfo=None), ends=end.replace(tzinfo=None))

"""The demo's clients obey the rules of the care pathway, and show every state a screen has."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from atma_tui.demo import demo_records
from atma_tui.desk.desk import Desk
from atma_tui.desk.maintenance import broken_rules
from atma_tui.domain.records import Clinician, Enrolment, Event, Pathway
from tests.memory import MemoryBook

NOON = datetime(2026, 11, 25, 18, tzinfo=UTC)
moments = st.datetimes(datetime(2025, 1, 1), datetime(2035, 12, 31), timezones=st.just(UTC))
few = settings(max_examples=8)


def desk_at(now):
    store = MemoryBook()
    with store.transaction():
        store.add(*demo_records(now))
    return Desk(store, "tester", lambda: now)


@pytest.fixture(scope="module")
def desk():
    return desk_at(NOON)


@few
@given(moments)
def test_nobody_has_a_session_without_clearance_and_plan_or_too_soon_or_too_many(now):
    desk = desk_at(now)
    for path in desk.book.store.find(Pathway):
        card = desk.pathways.card(path.id)
        sessions = [one for one in card.visits if one.event.step == "session" and one.is_kept]
        if sessions:
            assert path.clearance is not None
            assert path.plan is not None
            assert len(sessions) <= path.plan.sessions
        for one, two in pairwise(sessions):
            assert two.event.starts - one.event.starts > timedelta(days=3)
        for visit in card.visits:
            assert visit.event.title == next(
                step.title for step in card.program.steps if step.id == visit.event.step
            )


@few
@given(moments)
def test_no_clinician_is_in_two_places_and_supervisors_may_supervise(now):
    store = desk_at(now).book.store
    boss = {one.id for one in store.find(Clinician) if one.supervises}
    busy = defaultdict(list)
    for event in store.find(Event):
        if event.category == "session":
            assert event.supervisor in boss
        for who in {event.clinician, event.supervisor} - {""}:
            busy[who].append(event)
    for events in busy.values():
        events.sort(key=lambda one: one.starts)
        assert all(one.ends <= two.starts for one, two in pairwise(events))


@few
@given(moments)
def test_a_check_of_the_demo_finds_nothing_wrong(now):
    assert broken_rules(desk_at(now).book) == []


def test_paths_are_in_every_state(desk):
    cards = desk.pathways.under_way()
    said = Counter(card.pathway.clearance.status if card.pathway.clearance else "nothing" for card in cards)
    assert set(said) == {"nothing", "cleared", "on_hold"}
    assert {card.pathway.state for card in cards} == {"active", "paused"}
    done = {card.rail.steps[3].done for card in cards}
    assert len(done) >= 3
    assert any(card.rail.steps[3].booked for card in cards)
    assert any(card.pathway.plan is None for card in cards if card.pathway.clearance)
    assert any(card.place.status == "waiting" for card in cards)


def test_something_is_owed_of_most_kinds_and_not_too_much(desk):
    reasons = Counter(one.reason for one in desk.follow_ups.list())
    assert {"integration", "clearance", "next_step", "call", "minimum"} <= set(reasons)
    assert 1 <= reasons["integration"] <= 8


def test_a_session_can_be_booked_for_somebody(desk):
    cards = [card for card in desk.pathways.under_way() if card.rail.wanted and card.pathway.state == "active"]
    found = [desk.appointments.search(card.pathway.id, card.rail.wanted.id, count=1).slots for card in cards]
    assert any(found)


def test_every_path_belongs_to_a_place(desk):
    store = desk.book.store
    for path in store.find(Pathway):
        place = store.get(Enrolment, path.enrolment)
        assert place is not None
        assert (place.person, place.offering) == (path.person, f"{path.program}@{path.site}")

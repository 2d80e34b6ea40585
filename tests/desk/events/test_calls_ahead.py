"""What a question says before an event is cancelled or restored is what the act then owes."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from atma_tui.desk.events.fields import EventFields
from atma_tui.domain.records import OPEN_CALLS, Call, Event
from atma_tui.domain.series.rhythm import Repeat


def owed(desk) -> int:
    return sum(one.state in OPEN_CALLS for one in desk.book.store.find(Call))


@pytest.fixture
def talk(desk, event, person):
    """Ada has a seat, Bo and the two with him as well, and Cy waits."""
    made = event("Talk", capacity=4)
    for name, party in (("Ada", 1), ("Bo", 3), ("Cy", 1)):
        desk.enrolments.enrol(made.id, person_id=person(f"{name} Sample").id, party=party)
    return made


def test_a_party_is_one_call_and_restoring_takes_calls_back_that_nobody_made(desk, talk):
    assert desk.calls_ahead.of_cancelling(talk.id) == 3
    desk.events.cancel(talk.id, "storm")
    assert owed(desk) == 3
    assert desk.calls_ahead.of_restoring(talk.id) == 0
    desk.events.restore(talk.id)
    assert owed(desk) == 0


def test_whoever_was_told_is_called_again_and_nobody_about_what_is_over(desk, clock, talk):
    desk.events.cancel(talk.id, "storm")
    desk.calls.note(desk.calls.sheet().owed[0].call.id, "reached")
    assert desk.calls_ahead.of_restoring(talk.id) == 1
    desk.events.restore(talk.id)
    assert owed(desk) == 1
    clock.forward(days=60)
    assert desk.calls_ahead.of_cancelling(talk.id) == 0


def test_all_dates_of_a_series_are_counted(desk, person):
    starts = datetime(2026, 12, 9, 18)
    fields = EventFields(site="edmonton", title="Circle", starts=starts, ends=starts + timedelta(hours=1))
    dates = desk.events.add(fields, repeat=Repeat(times=3))
    ada = person("Ada Sample")
    for one in dates[1:]:
        desk.enrolments.enrol(one.id, person_id=ada.id)
    assert desk.calls_ahead.of_cancelling(dates[0].id) == 0
    assert desk.calls_ahead.of_cancelling(dates[0].id, "all") == 2
    desk.events.cancel(dates[0].id, "storm", dates="all")
    assert owed(desk) == 2
    assert not any(one.live for one in desk.book.store.find(Event, series=dates[0].series))

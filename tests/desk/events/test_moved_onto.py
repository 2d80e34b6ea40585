"""An event that is moved: onto another seat that somebody has, or away from people who came to it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from atma_tui.desk.events.fields import EventFields
from atma_tui.domain.errors import Blocked
from atma_tui.domain.when import instant

NOON = datetime(2026, 12, 1, 12)
TUESDAY = datetime(2026, 12, 8, 18)


@pytest.fixture
def moved(desk):
    """Move an event; returns what the log says of it."""

    def move(one, starts):
        fields = EventFields(starts=starts, ends=starts + timedelta(hours=2))
        return desk.book.do(desk.events.edit, one.id, fields).summary

    return move


def test_a_clash_that_was_said_and_went_away_is_said_again(desk, event, person, moved):
    talk, circle = event("Talk", starts=TUESDAY), event("Circle", starts=TUESDAY + timedelta(days=1))
    ada = person("Ada Sample").id
    for one in (talk, circle):
        desk.enrolments.enrol(one.id, person_id=ada)
    assert "and is in Talk" in moved(circle, TUESDAY)
    assert "is in" not in moved(circle, TUESDAY + timedelta(days=2))
    assert "and is in Talk" in moved(circle, TUESDAY + timedelta(hours=1))


def test_a_reason_for_one_clash_hides_no_other(desk, event, person, moved):
    talk, circle = event("Talk", starts=TUESDAY), event("Circle", starts=TUESDAY)
    evening = event("Evening", starts=TUESDAY + timedelta(days=1))
    ada = person("Ada Sample").id
    for one, why in ((talk, ""), (circle, "comes late"), (evening, "")):
        desk.enrolments.enrol(one.id, person_id=ada, clash_why=why)
    assert "and is in Evening" in moved(circle, TUESDAY + timedelta(days=1))


def test_a_clash_that_stays_as_it_is_is_not_said_again(desk, event, person, moved):
    talk, circle = event("Talk", starts=TUESDAY), event("Circle", starts=TUESDAY)
    ada = person("Ada Sample").id
    for one, why in ((talk, ""), (circle, "comes late")):
        desk.enrolments.enrol(one.id, person_id=ada, clash_why=why)
    assert "is in" not in moved(circle, TUESDAY + timedelta(hours=1))


def test_an_event_that_people_came_to_is_not_moved_to_a_later_day(desk, event, person, moved, clock):
    talk = event("Talk", starts=NOON)
    ada = desk.enrolments.enrol(talk.id, person_id=person("Ada Sample").id, party=2).enrolment
    desk.enrolments.enrol(talk.id, person_id=person("Bo Sample").id)
    clock.now = instant(NOON, talk.zone)
    desk.arrivals.check_in(ada.id)
    with pytest.raises(Blocked, match="2 people are checked in to Talk, which would be on a later day"):
        moved(talk, TUESDAY)
    assert "1 to call" in moved(talk, NOON + timedelta(hours=1)), "it begins later"
    desk.arrivals.undo_check_in(ada.id)
    assert "2 to call" in moved(talk, TUESDAY)

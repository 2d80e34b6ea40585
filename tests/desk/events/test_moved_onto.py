"""An event that is moved onto another seat that somebody has: each such move says so, whatever was said before."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from atma_tui.desk.events.fields import EventFields

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

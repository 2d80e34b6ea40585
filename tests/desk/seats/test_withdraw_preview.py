from __future__ import annotations

from datetime import datetime

import pytest

from atma_tui.desk.desk import Desk
from atma_tui.desk.seats.withdraw_preview import preview_withdraw
from atma_tui.domain.errors import NotFound


def test_what_is_said_before_is_what_happens(desk: Desk, event, person):
    house = event(capacity=3)
    chen = desk.enrolments.enrol(house.id, person_id=person("Chen").id, party=2).enrolment
    desk.enrolments.enrol(house.id, person_id=person("Ada").id)
    for name, party in (("Bo", 1), ("Di", 1), ("Flo", 1)):
        desk.enrolments.enrol(house.id, person_id=person(name).id, party=party)
    before = preview_withdraw(desk.book, chen.id)
    done = desk.enrolments.withdraw(chen.id)
    assert [one.name for one in before.next] == ["Bo", "Di"]
    assert before.next == done.offered
    assert before.waiting == 3


def test_a_party_that_does_not_fit_is_offered_nothing(desk: Desk, event, person):
    house = event(capacity=1)
    chen = desk.enrolments.enrol(house.id, person_id=person("Chen").id).enrolment
    desk.enrolments.enrol(house.id, person_id=person("Couple").id, party=2)
    preview = preview_withdraw(desk.book, chen.id)
    assert (preview.next, preview.waiting) == ((), 1)


def test_who_waits_frees_no_seat(desk: Desk, event, person):
    house = event(capacity=0)
    first = desk.enrolments.enrol(house.id, person_id=person("Chen").id).enrolment
    desk.enrolments.enrol(house.id, person_id=person("Ada").id)
    assert preview_withdraw(desk.book, first.id).next == ()


def test_only_an_appointment_inside_the_notice_is_late(desk: Desk, event, person):
    for category, late in (("assessment", True), ("talk", False)):
        soon = event(category, category=category, starts=datetime(2026, 12, 1, 20 if late else 14))
        done = desk.enrolments.enrol(soon.id, person_id=person("Chen").id, clash_why="test").enrolment
        assert preview_withdraw(desk.book, done.id).late is late


def test_what_is_ended_is_not_live(desk: Desk, event, person):
    done = desk.enrolments.enrol(event().id, person_id=person("Chen").id).enrolment
    assert preview_withdraw(desk.book, done.id).live
    desk.enrolments.withdraw(done.id)
    assert not preview_withdraw(desk.book, done.id).live


def test_nobody_is_not_found(desk: Desk):
    with pytest.raises(NotFound):
        preview_withdraw(desk.book, "enr-nobody")

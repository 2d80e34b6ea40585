"""A date that is off for a while: who leaves meanwhile has left it, who comes is in it when it is on again."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from atma_tui.desk.events.fields import EventFields
from atma_tui.domain.records import Enrolment, Program, ProgramSeats
from atma_tui.domain.series.rhythm import Repeat

FIRST = datetime(2026, 12, 8, 18)


@pytest.fixture
def dates(desk):
    """Three evenings of a group; the second one is cancelled by `off`."""
    with desk.book.act("start") as work:
        work.add(Program(id="circle", title="Closed circle", path="cohort"))
        work.add(ProgramSeats(id="circle@edmonton", program="circle", site="edmonton", capacity=3))

    def make(program=""):
        ends = FIRST + timedelta(hours=2)
        fields = EventFields(site="edmonton", title="Circle", starts=FIRST, ends=ends, program=program)
        return desk.events.add(fields, repeat=Repeat(times=3))

    return make


class InSeries:
    def __init__(self, desk, dates):
        self._desk, self._dates = desk, dates()
        self.off = self._dates[1]

    def join(self, one):
        self._desk.series.hold(self.off.series, one.id)

    def leave(self, one):
        self._desk.series.leave(self.off.series, one.id)


class InGroup:
    def __init__(self, desk, dates):
        self._desk, self.off = desk, dates("circle")[1]
        self._places = {}

    def join(self, one):
        self._places[one.id] = self._desk.enrolments.enrol("circle@edmonton", person_id=one.id).enrolment.id

    def leave(self, one):
        self._desk.enrolments.withdraw(self._places[one.id])


@pytest.fixture(params=[InSeries, InGroup])
def circle(request, desk, dates):
    return request.param(desk, dates)


@pytest.fixture
def inside(desk, circle):
    """Who is in the second evening now."""

    def names():
        found = desk.book.store.find(Enrolment, offering=circle.off.id)
        return sorted(desk.book.person(one.person).name for one in found if one.live)

    return names


def test_who_leaves_while_it_is_off_is_owed_no_call_and_not_in_it_when_it_is_on_again(
    desk, circle, inside, person
):
    ada, bo = person("Ada Sample"), person("Bo Sample")
    circle.join(ada)
    circle.join(bo)
    desk.events.cancel(circle.off.id, "storm")
    circle.leave(bo)
    assert [one.call.person for one in desk.calls.sheet().owed] == [ada.id]
    desk.events.restore(circle.off.id)
    assert inside() == ["Ada Sample"]


def test_who_comes_while_it_is_off_is_in_it_when_it_is_on_again(desk, circle, inside, person):
    circle.join(person("Ada Sample"))
    desk.events.cancel(circle.off.id, "storm")
    circle.join(person("Bo Sample"))
    desk.events.restore(circle.off.id)
    assert inside() == ["Ada Sample", "Bo Sample"]
    desk.history.undo()
    assert inside() == ["Ada Sample"]


def test_who_comes_while_it_is_off_is_in_it_when_the_cancellation_is_undone(desk, circle, inside, person):
    circle.join(person("Ada Sample"))
    [cancelled] = desk.book.do(desk.events.cancel, circle.off.id, "storm").acts
    circle.join(person("Bo Sample"))
    for _ in range(3):
        [back] = desk.book.do(desk.history.undo, cancelled.id).acts
        assert inside() == ["Ada Sample", "Bo Sample"]
        [cancelled] = desk.book.do(desk.history.undo, back.id).acts
        assert inside() == ["Ada Sample"]


def test_who_had_left_just_that_date_stays_out_of_it(desk, circle, inside, person):
    ada = person("Ada Sample")
    circle.join(ada)
    [seat] = desk.book.store.find(Enrolment, offering=circle.off.id)
    desk.enrolments.withdraw(seat.id)
    desk.events.cancel(circle.off.id, "storm")
    desk.events.restore(circle.off.id)
    assert inside() == []

"""A place in the group is a place in every meeting."""

from __future__ import annotations

from datetime import datetime

import pytest

from atma_tui.desk.events.fields import EventFields
from atma_tui.desk.people.new_person import NewPerson
from atma_tui.domain.errors import Blocked, Full, InputError
from atma_tui.domain.records import Enrolment, Pathway, Program, ProgramSeats, SeriesSubscription, Step
from atma_tui.domain.series.rhythm import Repeat


@pytest.fixture
def group(desk):
    """A group of three in Edmonton, and one in Calgary."""
    with desk.book.act("start") as work:
        work.add(Program(id="circle", title="Closed circle", path="cohort"))
        work.add(Program(id="alone", title="Walked alone"))
        for site in ("edmonton", "calgary"):
            work.add(ProgramSeats(id=f"circle@{site}", program="circle", site=site, capacity=3))
    return "circle@edmonton"


@pytest.fixture
def meet(desk, group):
    def make(day=8, weeks=1, **more):
        fields = {"site": "edmonton", "title": "Circle", "capacity": 8, "program": "circle", **more}
        starts = datetime(2026, 12, day, 18)
        return desk.events.add(
            EventFields(starts=starts, ends=starts.replace(hour=20), **fields), repeat=Repeat(times=weeks)
        )

    return make


def join(desk, group, name="Bo Member", **more):
    return desk.enrolments.enrol(group, new=NewPerson(name=name), **more)


def roster(desk, event):
    found = desk.book.store.find(Enrolment, offering=event.id)
    return sorted(desk.book.person(one.person).name for one in found if one.live)


def test_joining_enrols_in_every_meeting_to_come(desk, group, meet):
    meetings = meet(weeks=3)
    join(desk, group)
    assert [roster(desk, one) for one in meetings] == [["Bo Member"]] * 3
    assert desk.book.store.find(Pathway) == []


def test_a_member_who_brings_more_people_brings_them_to_every_meeting_to_come(desk, group, meet):
    first, second = meet(weeks=2)
    place = join(desk, group).enrolment
    desk.parties.resize(place.id, 2)
    [added] = meet(day=22)
    seats = [desk.book.store.find(Enrolment, offering=one.id) for one in (first, second, added)]
    assert [[one.party for one in some] for some in seats] == [[2], [2], [2]]
    desk.events.edit(second.id, EventFields(capacity=2))
    with pytest.raises(Full, match="Circle: 2 places - 2 enrolled"):
        desk.parties.resize(place.id, 3)


def test_nobody_moves_from_their_place_to_what_ends_with_it(desk, group, meet):
    [meeting] = meet()
    place = join(desk, group).enrolment
    desk.enrolments.withdraw(next(one.id for one in desk.book.store.find(Enrolment, offering=meeting.id)))
    with pytest.raises(Blocked, match="Circle belongs to Closed circle, Edmonton; whoever leaves"):
        desk.moving.move(place.id, meeting.id)
    assert desk.book.the(Enrolment, place.id).status == "enrolled"


def test_a_meeting_added_later_has_the_members(desk, group, meet):
    join(desk, group)
    join(desk, group, "Cy Member")
    [one] = meet(day=15)
    assert roster(desk, one) == ["Bo Member", "Cy Member"]
    assert "2 of the group are in it" in desk.history.recent(1)[0].summary
    twin = desk.events.copy(one.id, datetime(2026, 12, 22, 18), EventFields(title="The last one", capacity=4))
    assert roster(desk, twin) == ["Bo Member", "Cy Member"]
    assert (twin.title, twin.capacity, twin.program) == ("The last one", 4, "circle")


def test_an_extended_series_has_the_members(desk, group, meet):
    join(desk, group)
    series = meet(weeks=2)[0].series
    assert [roster(desk, one) for one in desk.series.extend(series, Repeat(times=2))] == [["Bo Member"]] * 2


def test_an_event_that_becomes_a_meeting_has_the_members(desk, group, event):
    join(desk, group)
    talk = event("Talk", capacity=8)
    assert roster(desk, talk) == []
    desk.events.edit(talk.id, EventFields(program="circle"))
    assert roster(desk, talk) == ["Bo Member"]


def test_who_waits_for_a_place_is_in_no_meeting_until_they_take_it(desk, group, meet):
    [one] = meet()
    first = join(desk, group, "A Member")
    for name in ("B Member", "C Member"):
        join(desk, group, name)
    waiting = join(desk, group, "D Waits").enrolment
    assert "D Waits" not in roster(desk, one)
    desk.enrolments.withdraw(first.enrolment.id)
    assert roster(desk, one) == ["B Member", "C Member"]
    desk.enrolments.take_offer(waiting.id)
    assert roster(desk, one) == ["B Member", "C Member", "D Waits"]


def test_leaving_the_group_leaves_the_meetings_to_come_and_keeps_those_past(desk, clock, group, meet):
    past, *ahead = meet(day=1, weeks=3)
    place = join(desk, group).enrolment
    clock.forward(hours=8)
    came = desk.book.store.find(Enrolment, offering=past.id)[0]
    desk.arrivals.check_in(came.id)
    clock.forward(hours=4)
    desk.enrolments.withdraw(place.id, why="moves away")
    assert roster(desk, past) == ["Bo Member"]
    assert [roster(desk, one) for one in ahead] == [[], []]
    assert desk.book.store.find(SeriesSubscription) == []


def test_one_meeting_can_be_left_out(desk, group, meet):
    meetings = meet(weeks=2)
    join(desk, group)
    desk.enrolments.withdraw(desk.book.store.find(Enrolment, offering=meetings[0].id)[0].id)
    assert [roster(desk, one) for one in meetings] == [[], ["Bo Member"]]


def test_a_clash_does_not_lose_a_meeting_and_shows(desk, group, meet, event):
    bo = desk.people.add(NewPerson(name="Bo Member"))
    desk.enrolments.enrol(event("Talk").id, person_id=bo.id)
    [one] = meet()
    desk.enrolments.enrol(group, person_id=bo.id)
    [there] = desk.book.store.find(Enrolment, offering=one.id)
    assert there.clash_reason == "has a place in the group"
    assert "Bo Member would be in Circle" in desk.history.recent(1)[0].summary


def test_a_meeting_that_is_added_says_whose_other_event_it_is_beside(desk, group, meet, event):
    bo = join(desk, group)
    desk.enrolments.enrol(event("Talk").id, person_id=bo.person.id)
    meet()
    assert "Bo Member would be in Circle" in desk.history.recent(1)[0].summary


def test_a_full_meeting_puts_a_member_on_its_waiting_list(desk, group, meet):
    [one] = meet(capacity=0)
    join(desk, group)
    assert desk.book.store.find(Enrolment, offering=one.id)[0].status == "waiting"


def test_the_other_citys_group_is_another_one(desk, group, meet):
    [one] = meet()
    [other] = meet(day=9, site="calgary")
    place = join(desk, group).enrolment
    assert (roster(desk, one), roster(desk, other)) == (["Bo Member"], [])
    desk.moving.move(place.id, "circle@calgary")
    assert (roster(desk, one), roster(desk, other)) == ([], ["Bo Member"])


def test_undoing_takes_the_meetings_back_too(desk, group, meet):
    [one] = meet()
    join(desk, group)
    desk.history.undo()
    assert roster(desk, one) == []
    assert desk.book.store.find(SeriesSubscription) == []


def test_a_group_below_its_minimum_is_on_the_list_of_nobody_forgotten(desk, group, meet):
    meet(day=4, minimum=3)
    join(desk, group)
    [found] = [one for one in desk.follow_ups.list() if one.reason == "minimum"]
    assert found.summary.startswith("Circle has 1 of the 3 it needs, 2 missing")


def test_only_a_group_has_meetings(desk, meet):
    with pytest.raises(InputError, match="one-to-one"):
        meet(program="alone")


def test_who_waits_for_a_place_is_not_listed_as_forgotten(desk, group):
    with desk.book.act("start") as work:
        work.add(Program(id="path", title="Path", steps=(Step(id="call", title="Call"),)))
        work.add(ProgramSeats(id="path@edmonton", program="path", site="edmonton", capacity=1))
    join(desk, "path@edmonton", "A First")
    join(desk, "path@edmonton", "B Waits")
    assert [one.person.name for one in desk.follow_ups.list()] == ["A First"]

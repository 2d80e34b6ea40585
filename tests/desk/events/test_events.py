from datetime import date, datetime, timedelta

import pytest

from atma_tui.desk.events.fields import EventFields
from atma_tui.domain.errors import InputError, RuleError, Stale, TooSmall
from atma_tui.domain.records import Call, Enrolment, Program, ProgramSeats, Room
from atma_tui.domain.series.rhythm import Repeat


def test_an_edit_that_a_calendar_shows_rises_and_another_does_not(desk, event):
    one = event()
    assert desk.events.edit(one.id, EventFields(notes="bring chairs")).sequence == 0
    assert desk.events.edit(one.id, EventFields(title="Open doors")).sequence == 1


def test_moving_an_event_keeps_its_length_and_owes_everybody_a_call(desk, event, person):
    one = event()
    desk.enrolments.enrol(one.id, person_id=person("Bo Example").id)
    moved = desk.events.edit(one.id, EventFields(starts=datetime(2026, 12, 9, 17)))
    assert moved.ends == datetime(2026, 12, 9, 19)
    [call] = desk.book.store.find(Call)
    assert call.why == "Open house moved from Tue 8 Dec 2026, 18:00–20:00 to Wed 9 Dec 2026, 17:00–19:00"


def test_cancelling_owes_calls_and_keeps_the_names(desk, event, person):
    one = event()
    done = desk.enrolments.enrol(one.id, person_id=person("Bo Example").id)
    desk.events.cancel(one.id, "storm")
    assert desk.book.the(Enrolment, done.enrolment.id).status == "enrolled"
    assert [line.person.name for line in desk.calls.sheet().owed] == ["Bo Example"]
    with pytest.raises(InputError, match="reason"):
        desk.events.cancel(event(title="Talk").id, "  ")


def test_capacity_below_those_in_is_refused_with_the_numbers_or_shown_with_a_reason(desk, event, person):
    one = event()
    for name in ("Bo Example", "Cy Example"):
        desk.enrolments.enrol(one.id, person_id=person(name).id)
    with pytest.raises(TooSmall, match="2 enrolled, 0 held and 0 offered; 1 place would be too few"):
        desk.events.edit(one.id, EventFields(capacity=1))
    desk.events.edit(one.id, EventFields(capacity=1), override="small room")
    assert "Over capacity on purpose: small room (Ada)" in desk.agenda.card(one.id).sum


def test_a_room_too_small_for_those_in_is_refused_with_the_numbers_or_shown_with_a_reason(desk, event, person):
    with desk.book.act("start") as work:
        closet = Room(id="closet", name="Closet", seats=1)
        work.change(desk.site("edmonton"), rooms=(Room(id="group", name="Group room"), closet))
    one = event(room="group", capacity=5)
    for name in ("Bo Example", "Cy Example"):
        desk.enrolments.enrol(one.id, person_id=person(name).id)
    with pytest.raises(TooSmall, match="2 enrolled, 0 held and 0 offered; 1 place in Closet would be too few"):
        desk.events.edit(one.id, EventFields(room="closet"))
    assert desk.events.edit(one.id, EventFields(room="closet"), override="the other is flooded").room == "closet"
    assert "Over capacity on purpose: the other is flooded (Ada)" in desk.agenda.card(one.id).sum
    assert desk.events.edit(one.id, EventFields(title="Still over, no worse")).title == "Still over, no worse"


def test_more_capacity_is_offered_to_those_who_wait(desk, event, person):
    one = event(capacity=0)
    done = desk.enrolments.enrol(one.id, person_id=person("Bo Example").id)
    desk.events.edit(one.id, EventFields(capacity=1))
    assert desk.book.the(Enrolment, done.enrolment.id).status == "offered"


def test_a_form_that_shows_an_old_revision_is_told(desk, event):
    one = event()
    desk.events.edit(one.id, EventFields(title="Open doors"))
    with pytest.raises(Stale, match="changed this meanwhile; nothing was saved"):
        desk.events.edit(one.id, EventFields(title="Open gates"), rev=one.rev)


def test_an_event_of_several_days_counts_on_each_of_them(desk, event, person):
    """Its room is taken, its people are expected, and it is on the list, also on the third day."""
    retreat = event("Retreat", room="group", starts=datetime(2026, 12, 7, 9), ends=datetime(2026, 12, 10, 16))
    ann = person("Ann Sample")
    desk.enrolments.enrol(retreat.id, person_id=ann.id)
    with pytest.raises(RuleError, match="taken by Retreat"):
        event("Talk", room="group", starts=datetime(2026, 12, 9, 19))
    third = date(2026, 12, 9)
    assert [one.event.title for one in desk.agenda.day(day=third).rows] == ["Retreat"]
    assert [one.person.name for one in desk.arrivals.expected(day=third)] == ["Ann Sample"]
    assert [one.event.title for one in desk.agenda.events(first=third, last=third)] == ["Retreat"]
    [touched] = desk.closing.touched("edmonton", datetime(2026, 12, 9, 8), datetime(2026, 12, 9, 12))
    assert touched.event.id == retreat.id


def test_a_room_is_not_given_twice_at_once(desk, event):
    event(room="group")
    with pytest.raises(RuleError, match="taken by Open house"):
        event(title="Talk", room="group", starts=datetime(2026, 12, 8, 19))
    event(title="Talk", room="group", starts=datetime(2026, 12, 8, 20))


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "\x1b[2J"},
        {"ends": datetime(2026, 12, 8, 17)},
        {"room": "attic"},
        {"starts": datetime(2026, 3, 8, 2, 30), "ends": datetime(2026, 3, 8, 4)},
        {"capacity": -1},
        {"category": "party"},
        {"visibility": "secret"},
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_saved(desk, event, fields):
    with pytest.raises(InputError):
        event(**fields)
    assert desk.agenda.events() == []


def test_a_weekly_series_is_made_of_events_of_their_own(desk):
    made = desk.events.add(
        EventFields(site="cal", title="Circle", starts=datetime(2026, 12, 3, 18), ends=datetime(2026, 12, 3, 19)),
        repeat=Repeat(times=4),
    )
    assert [one.starts.day for one in made] == [3, 10, 17, 24]
    assert len({one.uid for one in made}) == 4
    assert {one.site for one in made} == {"calgary"}


def test_lists_by_site_span_and_words(desk, event):
    event()
    event(title="Breathing talk", site="calgary", starts=datetime(2026, 12, 9, 18))
    assert [row.event.title for row in desk.agenda.events(words="breath calg")] == ["Breathing talk"]
    assert [row.event.title for row in desk.agenda.events(site="edmonton")] == ["Open house"]
    assert len(desk.agenda.events(first=date(2026, 12, 9), last=date(2026, 12, 9))) == 1
    assert desk.agenda.day(day=date(2026, 12, 8)).rows[0].event.title == "Open house"


def test_over_capacity_shows_while_it_lasts(desk, event, person):
    one = event(capacity=3)
    for name in ("Ada", "Bo", "Cy"):
        desk.enrolments.enrol(one.id, person_id=person(name).id)
    on_purpose = "Over capacity on purpose: a chair broke (Ada)"
    desk.events.edit(one.id, EventFields(capacity=1), override="a chair broke")
    assert on_purpose in desk.agenda.card(one.id).sum
    desk.events.edit(one.id, EventFields(capacity=2, title="Talk"))
    assert on_purpose in desk.agenda.card(one.id).sum
    desk.events.edit(one.id, EventFields(capacity=3))
    assert on_purpose not in desk.agenda.card(one.id).sum


def test_fewer_places_in_a_program_than_people_show_the_reason(desk, person):
    with desk.book.act("start") as work:
        work.add(Program(id="group", title="Group", path="cohort"))
        work.add(ProgramSeats(id="group@edmonton", program="group", site="edmonton", capacity=2))
    for name in ("Ada", "Bo"):
        desk.enrolments.enrol("group@edmonton", person_id=person(name).id)
    with pytest.raises(TooSmall):
        desk.programs.resize("group@edmonton", 1)
    desk.programs.resize("group@edmonton", 1, override="no second host")
    assert "Over capacity on purpose: no second host (Ada)" in desk.agenda.card("group@edmonton").sum
    desk.programs.resize("group@edmonton", 2)
    assert not any("on purpose" in words for words in desk.agenda.card("group@edmonton").sum)


def test_of_an_event_that_is_over_no_seat_goes_to_who_waited(desk, event, person, clock):
    one = event(capacity=1)
    for name in ("Ada", "Bo"):
        desk.enrolments.enrol(one.id, person_id=person(name).id)
    assert "1 on the waiting list; they get the next free seat" in desk.agenda.card(one.id).sum
    clock.now += timedelta(days=30)
    assert "1 on the waiting list" in desk.agenda.card(one.id).sum

"""Moving, merging, holding a series, closing a site: people are carried over and nobody is lost."""

from datetime import datetime, timedelta

import pytest

from atma_tui.desk.events.fields import EventFields
from atma_tui.domain.errors import Blocked, Clash, Closed, Full
from atma_tui.domain.records import (
    Call,
    Clinician,
    Enrolment,
    Event,
    Pathway,
    Person,
    Program,
    ProgramSeats,
    SeriesSubscription,
    Step,
)
from atma_tui.domain.series.rhythm import Repeat


def status(desk, id):
    return desk.book.the(Enrolment, id).status


def test_a_move_frees_the_old_seat_only_when_the_new_one_is_sure(desk, event, person):
    here, there = event(capacity=1), event(site="calgary", starts=datetime(2026, 12, 9, 18), capacity=1)
    bo = desk.enrolments.enrol(here.id, person_id=person("Bo Example").id).enrolment
    taken = desk.enrolments.enrol(there.id, person_id=person("Cy Example").id).enrolment
    with pytest.raises(Full):
        desk.moving.move(bo.id, there.id, wait=False)
    waits = desk.moving.move(bo.id, there.id).enrolment
    assert (status(desk, bo.id), waits.status) == ("enrolled", "waiting")
    desk.enrolments.withdraw(taken.id)
    desk.enrolments.take_offer(waits.id)
    assert (status(desk, bo.id), status(desk, waits.id)) == ("cancelled", "enrolled")


def test_a_move_says_day_and_city_of_both_since_titles_repeat(desk, event, person):
    here, there = event(), event(site="calgary", starts=datetime(2026, 12, 9, 18))
    full = event(site="calgary", starts=datetime(2026, 12, 16, 18), capacity=0)
    bo = desk.enrolments.enrol(here.id, person_id=person("Bo Example").id).enrolment
    moved = desk.moving.move(bo.id, there.id)
    assert moved.summary == (
        "Moved Bo Example from Open house (Tue 8 Dec, Edmonton) to Open house (Wed 9 Dec, Calgary)"
    )
    assert desk.moving.move(moved.enrolment.id, full.id).summary == (
        "Bo Example waits for Open house (Wed 16 Dec, Calgary), place 1, "
        "and keeps Open house (Wed 9 Dec, Calgary) until then"
    )


def test_moving_to_the_other_city_on_the_same_evening_is_no_clash_with_the_seat_left(desk, event, person):
    here, there = event(), event(site="calgary")
    bo = desk.enrolments.enrol(here.id, person_id=person("Bo Example").id, party=2).enrolment
    moved = desk.moving.move(bo.id, there.id).enrolment
    assert (moved.status, moved.party, status(desk, bo.id)) == ("enrolled", 2, "cancelled")
    desk.history.undo()
    assert status(desk, bo.id) == "enrolled"
    assert desk.agenda.card(there.id).roster == ()


def test_merging_two_records_leaves_one_seat_and_all_history(desk, event, person):
    one, two = event(), event(title="Talk", starts=datetime(2026, 12, 10, 18))
    keep, duplicate = person("Chris Sample"), person("Christopher Sample", phone="780 555 0101")
    desk.enrolments.enrol(one.id, person_id=keep.id)
    desk.enrolments.enrol(one.id, person_id=duplicate.id)
    desk.enrolments.enrol(two.id, person_id=duplicate.id)
    waits = desk.enrolments.enrol(one.id, person_id=person("Bo Example").id)
    merged = desk.merging.merge(keep.id, duplicate.id)
    assert merged.phone == "780 555 0101"
    assert [line.person.id for line in desk.agenda.card(one.id).roster if line.enrolment.status == "enrolled"] == [
        keep.id
    ]
    assert status(desk, waits.enrolment.id) == "offered"
    assert [line.title for line in desk.people.card(duplicate.id).coming] == ["Open house", "Talk"]
    assert [one.id for one in desk.people.search("sample")] == [keep.id]
    assert "Enrolled Christopher Sample in Talk" in [act.summary for act in desk.history.acts_about(keep.id)]
    desk.history.undo()
    assert desk.book.store.get(Person, duplicate.id).merged_into == ""
    assert status(desk, waits.enrolment.id) == "waiting"


def test_holding_a_series_follows_later_dates_and_one_can_be_left_out(desk, person):
    dates = desk.events.add(
        EventFields(
            site="edmonton",
            title="Circle",
            starts=datetime(2026, 12, 3, 18),
            ends=datetime(2026, 12, 3, 19),
            capacity=2,
        ),
        repeat=Repeat(times=3),
    )
    bo = person("Bo Example")
    held = desk.series.hold(dates[0].series, bo.id)
    assert len(held.enrolled) == 3
    second = next(one for one in desk.book.store.find(Enrolment, offering=dates[1].id))
    desk.enrolments.withdraw(second.id)
    later = desk.series.extend(dates[0].series, Repeat(times=2))
    assert [event.starts.date().isoformat() for event in later] == ["2026-12-24", "2026-12-31"]
    coming = [line.offering.id for line in desk.people.card(bo.id).coming]
    assert coming == [dates[0].id, dates[2].id, later[0].id, later[1].id]
    assert len(desk.series.leave(dates[0].series, bo.id)) == 4
    assert desk.book.store.count(SeriesSubscription) == 0


def test_holding_a_series_leaves_out_what_clashes_and_says_so(desk, event, person):
    dates = desk.events.add(
        EventFields(
            site="edmonton", title="Circle", starts=datetime(2026, 12, 8, 18), ends=datetime(2026, 12, 8, 19)
        ),
        repeat=Repeat(times=2),
    )
    bo = person("Bo Example")
    desk.enrolments.enrol(event().id, person_id=bo.id)
    held = desk.series.hold(dates[0].series, bo.id)
    assert [one.id for one, _ in held.left_out] == [dates[0].id]
    assert "Open house" in held.left_out[0][1] and "Nothing was changed" not in held.left_out[0][1]


def test_closing_a_site_moves_or_cancels_owes_every_call_and_is_one_act(desk, event, person):
    one = event(room="group")
    two = event(title="Talk", starts=datetime(2026, 12, 8, 12))
    event(title="Calgary talk", site="calgary", starts=datetime(2026, 12, 8, 12))
    for each in (one, two):
        desk.enrolments.enrol(each.id, person_id=person(f"Bo {each.title}").id, party=2)
    desk.enrolments.enrol(one.id, person_id=person("Cy Waits").id)
    first, last = datetime(2026, 12, 8, 8), datetime(2026, 12, 8, 22)
    touched = desk.closing.touched("edmonton", first, last)
    assert [(each.event.title, len(each.people)) for each in touched] == [("Talk", 1), ("Open house", 2)]
    assert touched[1].proposed == one.starts + timedelta(weeks=1)
    calls = desk.closing.close("edmonton", first, last, "storm", moves={one.id: touched[1].proposed})
    assert len(calls) == 3
    moved, off = desk.book.the(Event, one.id), desk.book.the(Event, two.id)
    assert (moved.starts, moved.status, off.status) == (datetime(2026, 12, 15, 18), "confirmed", "cancelled")
    assert len(desk.agenda.card(one.id).roster) == 1
    desk.calls.note(calls[0].id, "reached")
    progress = desk.calls.sheet().progress
    assert [(each.reached, each.total) for each in progress] == [(1, 3)]
    with pytest.raises(Blocked, match="since then: Called"):
        desk.history.undo(next(act.id for act in desk.history.recent() if act.verb == "close hours"))
    desk.history.undo()
    desk.history.undo()
    assert desk.book.the(Event, two.id).status == "confirmed"
    assert desk.book.store.count(Call) == 0


def test_an_appointment_moves_only_to_a_week_in_which_its_clinician_is_free(desk, event):
    with desk.book.act("start") as work:
        work.add(Clinician(id="dr", name="Dr. Sample"))
        for day in (8, 15):
            blank = event(title=f"Assessment {day}", starts=datetime(2026, 12, day, 10))
            work.change(blank, clinician="dr", step="assess", visibility="private")
    today = (datetime(2026, 12, 8, 8), datetime(2026, 12, 8, 22))
    [touched] = desk.closing.touched("edmonton", *today)
    assert touched.clinicians == ("Dr. Sample",)
    assert touched.proposed == datetime(2026, 12, 22, 10)
    with pytest.raises(Blocked, match="Sample is with somebody else"):
        desk.closing.close("edmonton", *today, "ill", moves={touched.event.id: datetime(2026, 12, 15, 10)})
    assert desk.book.the(Event, touched.event.id).starts == datetime(2026, 12, 8, 10)


def test_what_is_closed_away_moves_into_no_closed_hours(desk, event):
    one = event()
    desk.closing.close("edmonton", datetime(2026, 12, 22, 8), datetime(2026, 12, 22, 22), "holiday")
    fortnight = (datetime(2026, 12, 7, 8), datetime(2026, 12, 19, 22))
    [touched] = desk.closing.touched("edmonton", *fortnight)
    assert touched.proposed == one.starts + timedelta(weeks=3)
    for start in (one.starts + timedelta(weeks=1), one.starts + timedelta(weeks=2)):
        with pytest.raises(Blocked, match=r"cannot move to Tue .*: Edmonton is closed"):
            desk.closing.close("edmonton", *fortnight, "storm", moves={one.id: start})
    desk.closing.close("edmonton", *fortnight, "storm", moves={one.id: touched.proposed})


def test_what_is_to_take_place_all_the_same_stays_and_owes_no_call(desk, event, person):
    one, two = event(), event(title="Talk", starts=datetime(2026, 12, 8, 12))
    for each in (one, two):
        desk.enrolments.enrol(each.id, person_id=person(f"Bo {each.title}").id)
    day = (datetime(2026, 12, 8, 8), datetime(2026, 12, 8, 22))
    [call] = desk.closing.close("edmonton", *day, "storm", stay=[one.id])
    assert call.event == two.id
    assert (desk.book.the(Event, one.id).live, desk.book.the(Event, two.id).live) == (True, False)


def test_in_closed_hours_nothing_is_made_or_moved_to_without_a_reason_until_that_is_undone(desk, event):
    desk.closing.close("edmonton", datetime(2026, 12, 9, 8), datetime(2026, 12, 9, 22), "storm")
    talk = event(title="Talk", starts=datetime(2026, 12, 8, 12))
    there = datetime(2026, 12, 9, 12)
    with pytest.raises(Closed, match=r"Edmonton is closed .*storm"):
        event(title="Circle", starts=there)
    with pytest.raises(Closed):
        desk.events.edit(talk.id, EventFields(starts=there))
    with pytest.raises(Closed):
        desk.events.copy(talk.id, there)
    assert desk.events.edit(talk.id, EventFields(starts=there), override="the roads are clear").starts == there
    closing = next(act for act in desk.history.recent() if act.verb == "close hours")
    desk.history.undo(closing.id)
    event(title="Circle", starts=there)


def test_a_move_that_clashes_is_refused_and_keeps_the_seat(desk, event, person):
    bo = person("Bo Example")
    here = desk.enrolments.enrol(event().id, person_id=bo.id).enrolment
    talk = event(title="Talk", starts=datetime(2026, 12, 9, 18))
    desk.enrolments.enrol(talk.id, person_id=bo.id)
    circle = event(title="Circle", starts=datetime(2026, 12, 9, 19))
    with pytest.raises(Clash):
        desk.moving.move(here.id, circle.id)
    assert status(desk, here.id) == "enrolled"


def test_a_reason_for_a_clash_moves_and_takes_no_seat_that_is_not_free(desk, event, person):
    bo = person("Bo Example")
    here = desk.enrolments.enrol(event().id, person_id=bo.id).enrolment
    talk = event(title="Talk", starts=datetime(2026, 12, 9, 18))
    desk.enrolments.enrol(talk.id, person_id=bo.id)
    full = event(title="Circle", starts=datetime(2026, 12, 9, 19), capacity=0)
    waits = desk.moving.move(here.id, full.id, clash_why="will choose").enrolment
    assert (waits.status, waits.clash_reason, status(desk, here.id)) == ("waiting", "will choose", "enrolled")


def in_program(desk, person, name):
    """Somebody who walks a program alone in Edmonton; their path."""
    who = person(name)
    desk.enrolments.enrol("kat@edmonton", person_id=who.id)
    return who, desk.book.store.find(Pathway, person=who.id)[0]


@pytest.fixture
def program(desk):
    with desk.book.act("start") as work:
        work.add(Program(id="kat", title="Program", steps=(Step(id="call", title="Call"),)))
        work.add(ProgramSeats(id="kat@edmonton", program="kat", site="edmonton", capacity=5))
        work.add(Clinician(id="dr", name="Dr. Sample"))


def test_merging_carries_the_path_of_a_client(desk, person, program):
    keep = person("Chris Sample")
    duplicate, path = in_program(desk, person, "Christopher Sample")
    desk.pathways.clear(path.id, "cleared", clinician="dr")
    desk.merging.merge(keep.id, duplicate.id)
    assert [card.pathway.id for card in desk.pathways.of_person(keep.id)] == [path.id]


def test_merging_two_clients_of_one_program_leaves_one_path_with_what_was_said_on_either(desk, person, program):
    keep, first = in_program(desk, person, "Chris Sample")
    duplicate, second = in_program(desk, person, "Christopher Sample")
    desk.pathways.clear(second.id, "cleared", clinician="dr")
    desk.merging.merge(keep.id, duplicate.id)
    live = [card.pathway for card in desk.pathways.of_person(keep.id) if card.pathway.state == "active"]
    assert [one.clearance.clinician for one in live if one.clearance] == ["dr"]
    assert desk.agenda.card("kat@edmonton").seats.own.enrolled == 1
    assert [one.place.status for one in desk.pathways.under_way()] == ["enrolled"]
    desk.history.undo()
    assert {one.pathway.id for one in desk.pathways.under_way()} == {first.id, second.id}

"""A change of the set-up names what is booked and does not fit any more, and goes on only with a reason."""

from datetime import datetime, timedelta

import pytest

from atma_tui.desk.book.rules.scenes import whole_scene
from atma_tui.desk.events.fields import EventFields
from atma_tui.domain.errors import Affected, Blocked, InputError, RuleError
from atma_tui.domain.invariants import violations
from atma_tui.domain.records import Clinician, Event, Room, Site
from atma_tui.domain.typed import read_hours, read_rooms
from tests.desk.appointments.test_appointments_kept import WHEN, Clinic

EVENING = datetime(2026, 12, 8, 18)


@pytest.fixture
def clinic(clock):
    return Clinic(clock)


@pytest.fixture
def evening(desk, event, person):
    """Two people in a room with two seats."""
    rooms(desk, "Group room; Small room 2 seats")
    one = event(title="Evening", room="small-room")
    for name in ("Ann Sample", "Bo Sample"):
        desk.enrolments.enrol(one.id, person_id=person(name).id)
    return one


def rooms(desk, words, **more):
    return desk.programs.save_site("edmonton", rooms=read_rooms(words, desk.site("edmonton").rooms), **more)


def test_a_room_made_smaller_than_the_people_in_it_needs_a_reason(desk, evening):
    with pytest.raises(Affected, match=r"Evening on Tue 8 Dec 2026, 18:00–20:00: 2 in it, 1 place in Small room"):
        rooms(desk, "Group room; Small room 1 seat")
    assert desk.site("edmonton").room("small-room").seats == 2
    rooms(desk, "Group room; Small room 1 seat", override="fire officer")
    assert desk.book.store.get(Event, evening.id).override_reason == "fire officer (Ada)"
    assert "fire officer" in desk.history.undoable().summary and "Evening" in desk.history.undoable().summary
    desk.history.undo()
    assert desk.site("edmonton").room("small-room").seats == 2


def test_a_room_that_is_large_enough_is_changed_without_a_reason(desk, evening):
    assert rooms(desk, "Group room 5 seats; Small room 9 seats").room("group").seats == 5


def test_a_room_that_is_taken_away_leaves_its_events_without_one_only_with_a_reason(desk, evening):
    with pytest.raises(Affected, match=r"Evening .*: it is in Small room"):
        rooms(desk, "Group room")
    rooms(desk, "Group room", override="it is let")
    assert desk.book.store.get(Event, evening.id).room == ""
    desk.history.undo()
    assert desk.book.store.get(Event, evening.id).room == "small-room"


def test_a_room_is_taken_away_once_its_events_are_moved(desk, evening):
    desk.events.edit(evening.id, EventFields(room="group"))
    assert [room.id for room in rooms(desk, "Group room").rooms] == ["group"]


def test_a_cancelled_event_holds_no_room_back(desk, evening):
    desk.events.cancel(evening.id, "ill")
    assert rooms(desk, "Group room").room("small-room") is None


def test_a_past_event_was_in_its_room_as_it_was_then(desk, evening, clock):
    clock.forward(days=9)
    assert rooms(desk, "Group room; Small room 1 seat").room("small-room").seats == 1
    now = desk.book.now()
    assert violations(whole_scene(desk.book.store, now, now)) == []
    assert rooms(desk, "Group room").room("small-room") is None


def test_untouched_examples_hold_no_room_back(desk, event):
    one = event(room="group")
    with desk.book.act("start") as work:
        work.change(desk.book.store.get(Event, one.id), starter=True)
    rooms(desk, "Studio")
    assert desk.book.store.get(Event, one.id).room == ""
    assert "1 examples have no room now" in desk.history.undoable().summary


def test_an_appointment_that_needs_a_room_keeps_it_whatever_the_reason(clinic):
    clinic.session(clinic.bo)
    with pytest.raises(Blocked, match="Ketamine session on Tue 8 Dec 2026, 10:00–12:00: it needs a room"):
        clinic.desk.programs.save_site("edmonton", rooms=(Room(id="two", name="Room 2"),), override="flooded")


def owed(desk):
    return [one.summary for one in desk.follow_ups.list() if one.reason == "stopped"]


AWAY = {
    "for good": lambda desk, id, **more: desk.programs.save_clinician("Nurse One", ref=id, active=False, **more),
    "in some hours of each week": lambda desk, id, **more: desk.programs.save_clinician(
        "Nurse One", ref=id, hours=read_hours("wed 9-17"), **more
    ),
    "for some hours": lambda desk, id, override="": desk.absences.add(
        id, WHEN - timedelta(hours=1), WHEN + timedelta(hours=1), why=override
    ),
}


@pytest.mark.parametrize("change", AWAY.values(), ids=AWAY)
def test_a_clinician_who_is_away_leaves_no_appointment_alone_unnoticed(clinic, change):
    clinic.session(clinic.bo)
    with pytest.raises(Affected, match=r"Ketamine session on Tue 8 Dec .* Nurse One is not at work"):
        change(clinic.desk, clinic.nurse)
    assert not owed(clinic.desk)
    change(clinic.desk, clinic.nurse, override="ill")
    assert "cannot keep Ketamine session" in clinic.desk.history.undoable().summary
    assert owed(clinic.desk) == ["Ketamine session on Tue 8 Dec 10:00: Nurse One is not at work then"]


def test_somebody_who_supervises_no_longer_is_noticed_too(clinic):
    clinic.session(clinic.bo)
    with pytest.raises(Affected, match=r"Dr. One does not supervise sessions"):
        clinic.desk.programs.save_clinician("Dr. One", ref=clinic.doctor, supervises=False)


def test_nobody_is_asked_about_what_was_left_alone_before(clinic):
    clinic.session(clinic.bo)
    clinic.desk.absences.add(clinic.nurse, WHEN, WHEN + timedelta(hours=1), why="ill")
    saved = clinic.desk.programs.save_clinician("Nurse One", ref=clinic.nurse, role="nurse")
    assert saved.absences and saved.role == "nurse"


def test_who_is_away_is_not_booked_and_comes_back(clinic):
    desk, day = clinic.desk, (WHEN.replace(hour=0), WHEN.replace(hour=0) + timedelta(days=1))
    desk.absences.add(clinic.nurse, *day)
    with pytest.raises(RuleError, match="Nurse One is not at work in Edmonton then"):
        clinic.session(clinic.bo)
    desk.absences.remove(clinic.nurse, WHEN, WHEN + timedelta(hours=2))
    away = desk.book.the(Clinician, clinic.nurse).absences
    assert [(one.starts.hour, one.ends.hour) for one in away] == [(0, 10), (12, 0)]
    assert clinic.session(clinic.bo)
    with pytest.raises(Blocked, match="is not away"):
        desk.absences.remove(clinic.nurse, WHEN, WHEN + timedelta(hours=2))
    with pytest.raises(InputError, match="ends before it begins"):
        desk.absences.add(clinic.nurse, day[1], day[0])


def test_fewer_hours_of_a_site_name_the_appointments_outside_them(clinic):
    clinic.session(clinic.bo)
    with pytest.raises(Affected, match="Edmonton: this does not fit any more: Ketamine session on Tue 8 Dec"):
        clinic.desk.programs.save_site("edmonton", hours=read_hours("mon-fri 12-17"))
    assert clinic.desk.programs.save_site("edmonton", hours=read_hours("mon-fri 10-17"))
    clinic.desk.programs.save_site("edmonton", hours=read_hours("mon-fri 12-17"), override="the owner says so")
    assert owed(clinic.desk)


def test_a_site_opens_again_in_a_part_of_the_hours_it_was_closed(desk):
    desk.closing.close("edmonton", EVENING.replace(hour=8), EVENING.replace(hour=22), "storm")
    desk.closing.reopen("edmonton", EVENING.replace(hour=12), EVENING.replace(hour=14))
    closed = desk.book.store.get(Site, "edmonton").closures
    assert [(one.starts.hour, one.ends.hour, one.why) for one in closed] == [(8, 12, "storm"), (14, 22, "storm")]
    with pytest.raises(Blocked, match="is not closed"):
        desk.closing.reopen("edmonton", EVENING.replace(hour=12), EVENING.replace(hour=14))


# Undo


def test_undo_does_not_leave_out_of_hours_what_was_booked_since(clinic):
    desk, saturday = clinic.desk, WHEN + timedelta(days=4)
    desk.programs.save_site("edmonton", hours=read_hours("mon-sat 9-17"))
    wider = desk.history.undoable()
    clinic.session(clinic.bo, saturday)
    with pytest.raises(Blocked, match=r"would not fit any more: Ketamine session on Sat 12 Dec .* by hand"):
        desk.history.undo(wider.id)
    assert desk.site("edmonton").hours == read_hours("mon-sat 9-17")


def test_undo_does_not_send_a_clinician_away_from_who_was_booked_since(clinic):
    desk, day = clinic.desk, (WHEN.replace(hour=0), WHEN.replace(hour=0) + timedelta(days=1))
    desk.absences.add(clinic.nurse, *day)
    desk.absences.remove(clinic.nurse, *day)
    back = desk.history.undoable()
    clinic.session(clinic.bo)
    with pytest.raises(Blocked, match=r"Ketamine session on Tue 8 Dec .*: Nurse One is not at work then"):
        desk.history.undo(back.id)
    assert not desk.book.the(Clinician, clinic.nurse).absences


def test_undo_does_not_close_a_site_over_an_event(desk, event):
    hours = EVENING.replace(hour=8), EVENING.replace(hour=22)
    desk.closing.close("edmonton", *hours, "storm")
    desk.closing.reopen("edmonton", *hours)
    reopened = desk.history.undoable()
    event("Evening")
    with pytest.raises(Blocked, match=r"Evening on Tue 8 Dec .*: Edmonton is closed .* \(storm\)"):
        desk.history.undo(reopened.id)
    assert not desk.site("edmonton").closures


def test_a_closing_is_undone_and_done_again(desk, event):
    evening = event("Evening")
    desk.closing.close("edmonton", EVENING.replace(hour=8), EVENING.replace(hour=22), "storm")
    for live in (True, False):
        desk.history.undo(desk.history.recent(1)[0].id)
        assert desk.book.store.get(Event, evening.id).live == live


def test_undo_makes_no_room_smaller_than_who_was_let_into_it_since(desk, event, person):
    rooms(desk, "Small room 2 seats")
    rooms(desk, "Small room 5 seats")
    larger = desk.history.undoable()
    evening = event("Evening", room="small-room", capacity=3)
    for name in ("Ann Sample", "Bo Sample", "Cy Sample", "Di Sample"):
        desk.enrolments.enrol(evening.id, person_id=person(name).id, override="speaker")
    with pytest.raises(Blocked, match=r"Evening .*: 4 in it, 2 places in"):
        desk.history.undo(larger.id)


@pytest.mark.parametrize("change", AWAY.values(), ids=AWAY)
def test_a_change_that_was_made_with_a_reason_is_undone_and_done_again(clinic, change):
    desk = clinic.desk
    clinic.session(clinic.bo)
    change(desk, clinic.nurse, override="ill")
    for left in ([], ["Nurse One"], [], ["Nurse One"]):
        desk.history.undo(desk.history.recent(1)[0].id)
        assert ["Nurse One" for words in owed(desk) if "Nurse One is not at work" in words] == left


def test_its_reason_does_not_go_for_what_was_booked_before_it_is_done_again(clinic):
    desk = clinic.desk
    clinic.session(clinic.bo)
    desk.absences.add(clinic.nurse, WHEN, WHEN + timedelta(hours=9), why="ill")
    desk.history.undo()
    undone = desk.history.recent(1)[0].id
    clinic.session(clinic.cy, WHEN + timedelta(hours=4), room="two")
    with pytest.raises(Blocked, match=r"any more: Ketamine session on Tue 8 Dec 2026, 14:00–16:00: Nurse"):
        desk.history.undo(undone)


def test_an_absence_over_many_bookings_sums_them_up(clinic):
    sessions = [clinic.session(clinic.bo, WHEN + timedelta(days=7 * week)) for week in range(3)]
    clinic.desk.absences.add(clinic.nurse, WHEN, WHEN + timedelta(days=30), why="ill")
    summary = clinic.desk.history.undoable().summary
    assert "cannot keep 3 bookings, the first: Ketamine session on Tue 8 Dec" in summary
    assert summary.endswith("(see Follow-ups due)")
    assert summary.count("Ketamine session") == 1
    assert len(sessions) == 3

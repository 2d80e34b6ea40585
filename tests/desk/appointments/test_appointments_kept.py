"""However an appointment is moved, copied, put on again or given back by undo: nobody is booked twice, nobody
without clearance, and it stays private.
"""

from datetime import date, datetime, timedelta

import pytest
from msgspec.structs import replace

from atma_tui.desk.clinic.starter import starter_records
from atma_tui.desk.desk import Desk
from atma_tui.desk.events.fields import EventFields
from atma_tui.desk.people.new_person import NewPerson
from atma_tui.desk.seats.withdraw_preview import preview_withdraw
from atma_tui.domain.errors import AtmaError, Blocked, Clash, Closed, InputError, RuleError
from atma_tui.domain.paths.slots import Slot
from atma_tui.domain.records import Clearance, Enrolment, Event, Pathway, Program, Room
from atma_tui.domain.typed import read_hours
from atma_tui.domain.when import ALBERTA, instant
from tests.domain.made import NOW
from tests.memory import MemoryBook

WHEN = datetime(2026, 12, 8, 10)
ROOMS = (Room(id="one", name="Room 1", turnover=15), Room(id="two", name="Room 2", turnover=15))


class Clinic:
    """Two clients who may have sessions, two teams, two rooms in Edmonton."""

    def __init__(self, clock):
        self.desk = desk = Desk(MemoryBook(), "Ada", clock)
        with desk.book.act("start") as work:
            for record in starter_records(NOW):
                if not isinstance(record, Event):
                    work.add(record)
        desk.programs.save_site("edmonton", rooms=ROOMS)
        names = (("Dr. One", True), ("Dr. Two", True), ("Nurse One", False), ("Nurse Two", False))
        self.doctor, self.doctor2, self.nurse, self.nurse2 = (
            desk.programs.save_clinician(name, supervises=supervises).id for name, supervises in names
        )
        self.bo, self.cy = self.client("Bo Example"), self.client("Cy Example")

    def client(self, name):
        done = self.desk.pathways.begin("ketamine-therapy@edmonton", new=NewPerson(name=name))
        [path] = self.desk.book.store.find(Pathway, person=done.person.id)
        self.desk.pathways.clear(path.id, "cleared", clinician=self.doctor)
        self.desk.pathways.plan(path.id, clinician=self.doctor, sessions=4)
        return path.id

    def session(self, path, starts=WHEN, *, room="one", second=False):
        team = (self.nurse2, self.doctor2) if second else (self.nurse, self.doctor)
        slot = Slot(
            site="edmonton",
            starts=starts,
            ends=starts + timedelta(hours=2),
            room=room,
            clinician=team[0],
            supervisor=team[1],
        )
        enrolment = self.desk.bookings.book_step(path, "session", slot).enrolment
        return self.desk.book.the(Event, enrolment.offering), enrolment

    def edit(self, event, **fields):
        return self.desk.events.edit(event.id, EventFields(**fields))

    def status(self, enrolment):
        return self.desk.book.the(Enrolment, enrolment.id).status


@pytest.fixture
def clinic(clock):
    return Clinic(clock)


def later(hours):
    return WHEN + timedelta(hours=hours)


def test_moving_an_appointment_never_books_a_clinician_twice(clinic):
    clinic.session(clinic.bo)
    event, _ = clinic.session(clinic.cy, later(4), room="two")
    with pytest.raises(RuleError, match="Nurse One is with somebody else"):
        clinic.edit(event, starts=WHEN)
    assert clinic.edit(event, starts=later(2)).starts == later(2)


def test_moving_an_appointment_counts_the_turn_over_of_the_room(clinic):
    clinic.session(clinic.bo)
    event, _ = clinic.session(clinic.cy, later(4), second=True)
    with pytest.raises(RuleError, match=r"Room 1 is taken by Ketamine session, Tue 8 Dec 2026, 10:00–12:00"):
        clinic.edit(event, starts=later(2))
    assert clinic.edit(event, starts=later(2.25)).live


def test_an_event_beside_an_appointment_leaves_the_room_its_turn_over(clinic):
    clinic.session(clinic.bo)
    talk = EventFields(site="edmonton", title="Talk", room="one", starts=later(2), ends=later(3))
    with pytest.raises(RuleError, match="Room 1 is taken by Ketamine session"):
        clinic.desk.events.add(talk)
    assert clinic.desk.events.add(replace(talk, room="two"))


def test_two_groups_may_follow_each_other_at_once_also_by_undo(clinic):
    events = clinic.desk.events
    first = EventFields(site="edmonton", title="Talk", room="one", starts=later(0), ends=later(1))
    [talk] = events.add(first)
    events.cancel(talk.id, "ill")
    cancelled = clinic.desk.history.undoable()
    events.add(replace(first, title="Circle", starts=later(1), ends=later(2)))
    assert clinic.desk.history.undo(cancelled.id)
    assert clinic.desk.book.the(Event, talk.id).live


def test_a_whole_day_in_a_room_keeps_appointments_out_of_it(clinic):
    day = EventFields(
        site="edmonton",
        title="Training",
        room="one",
        starts=datetime(2026, 12, 8),
        ends=datetime(2026, 12, 9),
        all_day=True,
    )
    clinic.desk.events.add(day)
    with pytest.raises(RuleError, match="Room 1 is taken by Training, Tue 8 Dec 2026"):
        clinic.session(clinic.bo)
    found = clinic.desk.appointments.search(clinic.bo, "session", first=date(2026, 12, 8), count=1).slots
    assert [(one.room, one.starts.date()) for one in found] == [("two", date(2026, 12, 8))]


@pytest.mark.parametrize("end", ["withdraw", "cancel"])
def test_undo_books_no_session_again_with_somebody_who_supervises_no_more(clinic, end):
    event, enrolment = clinic.session(clinic.bo)
    if end == "withdraw":
        clinic.desk.enrolments.withdraw(enrolment.id)
    else:
        clinic.desk.events.cancel(event.id, "ill")
    ended = clinic.desk.history.undoable()
    clinic.desk.programs.save_clinician("Dr. One", ref=clinic.doctor, supervises=False)
    with pytest.raises(Blocked, match=r"Dr\. One does not supervise sessions"):
        clinic.desk.history.undo(ended.id)


def test_an_appointment_keeps_its_hours(clinic):
    event, _ = clinic.session(clinic.bo)
    with pytest.raises(InputError, match="somebody's own appointment and has hours"):
        clinic.edit(event, all_day=True)


def test_an_appointment_becomes_no_place_in_a_program(clinic):
    _, bo = clinic.session(clinic.bo)
    with pytest.raises(Blocked, match="an appointment and no place in a program"):
        clinic.desk.moving.move(bo.id, "ketamine-therapy@calgary")
    assert clinic.status(bo) == "enrolled"


@pytest.mark.parametrize("seats", [0, 3, None])
def test_an_appointment_stays_one_of_one_seat(clinic, seats):
    event, _ = clinic.session(clinic.bo)
    with pytest.raises(InputError, match="for one person"):
        clinic.edit(event, capacity=seats)


def test_an_appointment_keeps_what_its_step_needs(clinic):
    event, _ = clinic.session(clinic.bo)
    with pytest.raises(RuleError, match="needs a room"):
        clinic.edit(event, room="")
    clinic.desk.programs.save_clinician("Nurse One", ref=clinic.nurse, active=False, override="left")
    with pytest.raises(RuleError, match="Nurse One is not at work"):
        clinic.edit(event, starts=later(1))


SUNDAY = datetime(2026, 12, 13, 10)


@pytest.mark.parametrize(
    "when", [SUNDAY, WHEN.replace(hour=3), WHEN.replace(hour=8, minute=45), WHEN.replace(hour=16)]
)
def test_without_hours_of_their_own_clinicians_work_when_the_site_is_open(clinic, when):
    event, _ = clinic.session(clinic.bo)
    closed = "Edmonton is closed then; it is open mon-fri 9-17"
    with pytest.raises(RuleError, match=closed):
        clinic.session(clinic.cy, when, room="two", second=True)
    with pytest.raises(RuleError, match=closed):
        clinic.edit(event, starts=when)
    with pytest.raises(RuleError, match=closed):
        clinic.desk.appointments.at(clinic.cy, "session", when)
    assert clinic.desk.book.the(Event, event.id).starts == WHEN
    assert clinic.edit(event, starts=WHEN.replace(hour=15)).live


def test_a_session_made_by_hand_leaves_the_hours_of_its_site_only_with_a_reason(clinic):
    by_hand = EventFields(
        site="edmonton", title="By hand", category="session", starts=WHEN, ends=later(1), room="one", capacity=1
    )
    [event] = clinic.desk.events.add(by_hand)
    with pytest.raises(Closed, match="By hand: Edmonton is closed then; it is open mon-fri 9-17"):
        clinic.edit(event, starts=SUNDAY)
    moved = clinic.desk.events.edit(event.id, EventFields(starts=SUNDAY), override="the client cannot otherwise")
    assert moved.starts == SUNDAY


def test_undo_does_not_move_a_session_out_of_the_hours(clinic):
    event, _ = clinic.session(clinic.bo)
    clinic.edit(event, starts=later(3))
    moved = clinic.desk.history.undoable()
    clinic.desk.programs.save_site("edmonton", hours=read_hours("mon-fri 12-17"))
    with pytest.raises(Blocked, match="cannot be undone: Edmonton is closed then; it is open mon-fri 12-17"):
        clinic.desk.history.undo(moved.id)


def test_clinicians_with_hours_of_their_own_keep_to_them(clinic):
    own = read_hours("sun 9-12, 12-15; tue 9-17", {})
    for name, id in (("Dr. One", clinic.doctor), ("Nurse One", clinic.nurse)):
        clinic.desk.programs.save_clinician(name, ref=id, supervises=id == clinic.doctor, hours=own)
    event, _ = clinic.session(clinic.bo, SUNDAY.replace(hour=11))
    with pytest.raises(RuleError, match="is not at work in Edmonton then"):
        clinic.edit(event, starts=SUNDAY.replace(hour=14))
    with pytest.raises(RuleError, match="is not at work in Edmonton then"):
        clinic.edit(event, starts=WHEN + timedelta(days=1))


def test_a_site_may_be_open_until_midnight_and_beyond(clinic):
    clinic.desk.programs.save_site("edmonton", hours=read_hours("tue 18-24; wed 0-2"))
    at = WHEN.replace(hour=22)
    found = clinic.desk.appointments.search(clinic.bo, "session", first=WHEN.date(), count=100, per_day=100).slots
    assert (found[0].starts, max(one.starts for one in found if one.starts.date() == WHEN.date())) == (
        WHEN.replace(hour=18),
        WHEN.replace(hour=23, minute=45),
    )
    clinic.session(clinic.bo, at)
    event, _ = clinic.session(clinic.cy, at + timedelta(days=7))
    assert clinic.edit(event, starts=at + timedelta(days=7, hours=2)).live
    with pytest.raises(RuleError, match="closed then; it is open tue 18-24; wed 0-2"):
        clinic.edit(event, starts=at + timedelta(days=7, hours=3))


def test_an_appointment_is_closed_away_only_into_open_hours(clinic):
    event, _ = clinic.session(clinic.bo)
    day = (WHEN.replace(hour=8), WHEN.replace(hour=20))
    with pytest.raises(Blocked, match="cannot move to Sun 13 Dec 2026, 10:00: Edmonton is closed then"):
        clinic.desk.closing.close("edmonton", *day, "storm", moves={event.id: SUNDAY})


def test_no_date_of_a_run_is_in_closed_hours(clinic):
    first = clinic.desk.appointments.at(clinic.bo, "session", WHEN)
    dates = clinic.desk.appointments.run(first, times=3)
    holiday = WHEN + timedelta(days=7)
    clinic.desk.closing.close("edmonton", holiday.replace(hour=0), holiday.replace(hour=23), "holiday")
    lines = clinic.desk.bookings.preview_run(clinic.bo, "session", dates)
    assert [line.problem for line in lines] == ["", "Edmonton is closed then (holiday).", ""]
    with pytest.raises(Closed, match="Edmonton is closed then"):
        clinic.desk.bookings.book_run(clinic.bo, "session", dates)


def test_undo_books_no_session_again_in_hours_that_were_closed_since(clinic):
    _, bo = clinic.session(clinic.bo)
    clinic.desk.enrolments.withdraw(bo.id)
    withdrawal = clinic.desk.history.undoable()
    clinic.desk.closing.close("edmonton", WHEN.replace(hour=0), WHEN.replace(hour=23), "storm")
    with pytest.raises(Blocked, match="cannot be undone: Edmonton is closed Tue 8 Dec 2026"):
        clinic.desk.history.undo(withdrawal.id)
    clinic.desk.closing.reopen("edmonton", WHEN.replace(hour=0), WHEN.replace(hour=23))
    clinic.desk.history.undo(withdrawal.id)
    assert clinic.status(bo) == "enrolled"


def test_one_clinician_does_not_see_a_client_and_supervise_at_once(clinic):
    program = clinic.desk.book.the(Program, "ketamine-therapy")
    steps = tuple(
        replace(one, needs=(*one.needs, "clinician")) if one.id == "session" else one for one in program.steps
    )
    clinic.desk.programs.save(replace(program, steps=steps), rev=program.rev)
    clinic.nurse = clinic.doctor
    with pytest.raises(RuleError, match="cannot see the client and supervise at once"):
        clinic.session(clinic.bo)


def test_moving_a_session_past_the_end_of_the_clearance_is_refused(clinic):
    event, _ = clinic.session(clinic.bo)
    clinic.desk.pathways.clear(clinic.bo, "cleared", clinician=clinic.doctor, until=date(2026, 12, 10))
    with pytest.raises(Blocked, match=r"the clearance by Dr\. One ends on Thu 10 Dec"):
        clinic.edit(event, starts=later(24 * 7))
    assert clinic.edit(event, starts=later(24)).starts == later(24)
    assert clinic.edit(event, notes="bring water").notes


def test_moving_an_appointment_onto_the_clients_other_event_needs_a_reason(clinic):
    event, enrolment = clinic.session(clinic.bo)
    [talk] = clinic.desk.events.add(
        EventFields(site="edmonton", title="Talk", starts=later(24), ends=later(26), room="two")
    )
    clinic.desk.enrolments.enrol(talk.id, person_id=enrolment.person)
    with pytest.raises(Clash, match="is in Talk"):
        clinic.edit(event, starts=later(24))
    moved = clinic.desk.events.edit(event.id, EventFields(starts=later(24)), override="leaves the talk early")
    assert moved.starts == later(24)


def test_an_appointment_is_put_on_again_beside_the_clients_other_event_only_with_a_reason(clinic):
    event, enrolment = clinic.session(clinic.bo)
    clinic.desk.events.cancel(event.id, "ill")
    talk = EventFields(site="edmonton", title="Talk", starts=WHEN, ends=later(1), room="two")
    clinic.desk.enrolments.enrol(clinic.desk.events.add(talk)[0].id, person_id=enrolment.person)
    with pytest.raises(Clash, match="is in Talk"):
        clinic.desk.events.restore(event.id)
    assert clinic.desk.events.restore(event.id, override="leaves the talk early").live


def test_an_appointment_is_not_copied(clinic):
    event, _ = clinic.session(clinic.bo)
    with pytest.raises(Blocked, match="from the client's path"):
        clinic.desk.events.copy(event.id, later(24))


def test_a_session_is_never_public_and_stays_what_it_is(clinic):
    event, _ = clinic.session(clinic.bo)
    for fields in ({"visibility": "public"}, {"category": "talk"}, {"program": "integration-circle"}):
        with pytest.raises(AtmaError):
            clinic.edit(event, **fields)
    by_hand = EventFields(site="edmonton", title="Session", category="session", starts=later(24), ends=later(26))
    assert clinic.desk.events.add(by_hand)[0].visibility == "private"
    with pytest.raises(InputError, match="stays private"):
        clinic.desk.events.add(replace(by_hand, visibility="public"))


def test_a_cancelled_appointment_is_not_put_on_again_into_a_taken_hour(clinic):
    event, _ = clinic.session(clinic.bo)
    clinic.desk.events.cancel(event.id, "ill")
    clinic.session(clinic.cy, room="two")
    with pytest.raises(RuleError, match="Nurse One is with somebody else"):
        clinic.desk.events.restore(event.id)


def test_a_session_cancelled_before_the_client_was_put_on_hold_stays_off(clinic):
    event, _ = clinic.session(clinic.bo)
    clinic.desk.events.cancel(event.id, "ill")
    clinic.desk.pathways.clear(clinic.bo, "on_hold", clinician=clinic.doctor)
    with pytest.raises(Blocked, match="on hold"):
        clinic.desk.events.restore(event.id)
    with pytest.raises(Blocked, match="on hold"):
        clinic.desk.history.undo(
            next(act.id for act in clinic.desk.history.recent() if act.verb == "cancel event")
        )


def test_undoing_a_withdrawal_books_no_session_for_somebody_on_hold(clinic):
    _, enrolment = clinic.session(clinic.bo)
    clinic.desk.enrolments.withdraw(enrolment.id)
    withdrawal = clinic.desk.history.undoable()
    clinic.desk.pathways.clear(clinic.bo, "on_hold", clinician=clinic.doctor)
    with pytest.raises(Blocked, match="on hold"):
        clinic.desk.history.undo(withdrawal.id)
    assert clinic.status(enrolment) == "cancelled"
    clinic.desk.pathways.clear(clinic.bo, "cleared", clinician=clinic.doctor)
    clinic.desk.history.undo(withdrawal.id)
    assert clinic.status(enrolment) == "enrolled"


def test_undoing_what_a_session_rests_on_is_possible_and_says_what_it_stops(clinic):
    """A slip such as `cleared` for the wrong person must be taken back at once, booked or not."""
    clinic.session(clinic.bo)
    plan = next(act for act in clinic.desk.history.recent() if act.verb == "plan" and "Bo" in act.summary)
    done = clinic.desk.book.do(clinic.desk.history.undo, plan.id)
    assert "stops 1 booked: Ketamine session on Tue 8 Dec" in done.summary


def test_a_check_in_of_a_session_is_taken_back_whatever_was_said_since(clinic, clock):
    _, enrolment = clinic.session(clinic.bo)
    clock.now = NOW + timedelta(days=7)
    clinic.desk.arrivals.check_in(enrolment.id)
    clinic.desk.pathways.clear(clinic.bo, "on_hold", clinician=clinic.doctor)
    clinic.desk.arrivals.undo_check_in(enrolment.id)
    assert clinic.status(enrolment) == "enrolled"


def test_closing_moves_no_session_past_the_end_of_the_clearance(clinic):
    event, _ = clinic.session(clinic.bo)
    clinic.desk.pathways.clear(clinic.bo, "cleared", clinician=clinic.doctor, until=date(2026, 12, 20))
    [touched] = clinic.desk.closing.touched("edmonton", WHEN, later(8))
    assert touched.free == (later(24 * 7),)
    with pytest.raises(Blocked, match="clearance"):
        clinic.desk.closing.close("edmonton", WHEN, later(8), "storm", moves={event.id: later(24 * 14)})


def test_fewer_sessions_in_the_plan_stop_only_the_last_ones(clinic):
    for day in (0, 7, 14):
        clinic.session(clinic.bo, later(24 * day))
    stopped = clinic.desk.pathways.plan(clinic.bo, clinician=clinic.doctor, sessions=2)
    assert [one.event.starts for one in stopped] == [later(24 * 14)]


def test_of_more_sessions_than_the_plan_has_the_first_take_place_and_the_others_do_not(clinic, clock):
    _, first = clinic.session(clinic.bo, later(0))
    _, second = clinic.session(clinic.bo, later(24 * 7))
    clinic.desk.pathways.plan(clinic.bo, clinician=clinic.doctor, sessions=1)
    clock.now = instant(later(0), ALBERTA)
    clinic.desk.arrivals.check_in(first.id)
    clinic.desk.arrivals.undo_check_in(first.id)
    clinic.desk.arrivals.check_in(first.id)
    clock.now = instant(later(24 * 7), ALBERTA)
    with pytest.raises(Blocked, match="all 1 sessions of the plan"):
        clinic.desk.arrivals.check_in(second.id)


def test_who_left_the_program_is_booked_no_more(clinic):
    path = clinic.desk.book.the(Pathway, clinic.bo)
    clinic.desk.enrolments.withdraw(path.enrolment)
    with pytest.raises(Blocked, match=r"no place in the program any more|program is ended"):
        clinic.session(clinic.bo)


def follow_ups(clinic, name):
    return [(one.reason, one.summary) for one in clinic.desk.follow_ups.list() if one.person.name == name]


def test_who_is_on_hold_is_listed_as_on_hold_and_not_as_to_be_booked(clinic):
    assert ("next_step", "Information call is not booked") in follow_ups(clinic, "Bo Example")
    for step in ("information-call", "readiness-assessment", "treatment-plan"):
        slot = clinic.desk.appointments.search(clinic.bo, step).slots[0]
        clinic.desk.arrivals.check_in(clinic.desk.bookings.book_step(clinic.bo, step, slot).enrolment.id)
    assert follow_ups(clinic, "Bo Example") == [("next_step", "Ketamine session is not booked")]
    clinic.desk.pathways.clear(clinic.bo, "on_hold", clinician=clinic.doctor)
    assert follow_ups(clinic, "Bo Example") == [
        ("on_hold", "On hold; Ketamine session waits for a clinician's decision")
    ]


def test_a_booked_session_that_may_not_take_place_is_listed_until_it_is_dealt_with(clinic):
    _, enrolment = clinic.session(clinic.bo)
    clinic.desk.pathways.clear(clinic.bo, "on_hold", clinician=clinic.doctor)
    stopped = ("stopped", "Ketamine session on Tue 8 Dec 10:00: on hold")
    assert follow_ups(clinic, "Bo Example")[0] == stopped
    clinic.desk.pathways.clear(clinic.bo, "cleared", clinician=clinic.doctor)
    assert stopped not in follow_ups(clinic, "Bo Example")
    clinic.desk.pathways.clear(clinic.bo, "on_hold", clinician=clinic.doctor)
    clinic.desk.enrolments.withdraw(enrolment.id)
    assert stopped not in follow_ups(clinic, "Bo Example")


def test_at_check_in_the_desk_is_told_who_cannot_keep_the_session(clinic, clock):
    event, bo = clinic.session(clinic.bo)
    clock.now = instant(event.starts, event.zone)
    clinic.desk.absences.add(clinic.doctor, WHEN, later(2), why="ill")
    here = clinic.desk.arrivals.check_in(bo.id)
    assert here.summary == "Bo Example is here for Ketamine session; Dr. One is not at work then"
    clinic.desk.history.undo()
    clinic.desk.absences.remove(clinic.doctor, WHEN, later(2))
    clinic.desk.programs.save_clinician("Dr. One", ref=clinic.doctor, override="retires")
    assert clinic.desk.arrivals.check_in(bo.id).summary.endswith("; Dr. One does not supervise sessions")


def test_sessions_after_the_end_of_a_clearance_are_told_with_it_however_far_off(clinic):
    clinic.session(clinic.bo, later(24 * 62))
    clinic.desk.pathways.clear(clinic.bo, "cleared", clinician=clinic.doctor, until=date(2027, 1, 15))
    assert ("clearance", "Clearance ends on Fri 15 Jan; 1 booked after it") in follow_ups(clinic, "Bo Example")


def test_a_second_round_of_a_program_begins_anew_and_leaves_the_first_as_it_was(clinic, clock):
    _, enrolment = clinic.session(clinic.bo)
    clock.now = NOW + timedelta(days=7)
    clinic.desk.arrivals.check_in(enrolment.id)
    clinic.desk.pathways.finish(clinic.bo, completed=False)
    first = clinic.desk.pathways.card(clinic.bo).rail.words()
    assert "Sessions 1/4" in first
    clock.now += timedelta(days=30)
    clinic.desk.pathways.begin("ketamine-therapy@edmonton", person_id=enrolment.person)
    second = clinic.desk.pathways.of_person(enrolment.person)[0]
    assert "Sessions 0/" in second.rail.words()
    assert second.rail.owed_since is None
    assert clinic.desk.pathways.card(clinic.bo).rail.words() == first


def test_what_a_desk_with_a_slow_clock_books_counts_on_the_path_too(clinic, clock):
    clock.now -= timedelta(minutes=20)
    clinic.session(clinic.bo)
    assert "Sessions 0/4 ◐" in clinic.desk.pathways.card(clinic.bo).rail.words()


def test_what_is_said_of_readiness_holds_a_date_and_a_name(clinic):
    said = clinic.desk.book.the(Pathway, clinic.bo).clearance
    assert said == Clearance(status="cleared", clinician=clinic.doctor, at=NOW)


def test_who_gives_up_the_place_in_a_program_leaves_the_path_and_what_is_booked_on_it(clinic):
    desk, (event, seat) = clinic.desk, clinic.session(clinic.bo)
    place = desk.pathways.card(clinic.bo).place
    assert preview_withdraw(desk.book, place.id).appointments == 1
    desk.enrolments.withdraw(place.id, why="moves away")
    card = desk.pathways.card(clinic.bo)
    assert (card.pathway.state, card.pathway.why) == ("ended", "moves away")
    assert clinic.status(seat) == "cancelled"
    assert not desk.book.the(Event, event.id).live
    assert clinic.bo not in {one.pathway for one in desk.follow_ups.list()}
    desk.history.undo()
    assert desk.pathways.card(clinic.bo).pathway.state == "active"
    assert (clinic.status(seat), clinic.status(place)) == ("enrolled", "enrolled")


def test_an_appointment_that_began_stays_as_it_was_when_the_path_ends(clinic, clock):
    _, seat = clinic.session(clinic.bo)
    clock.now = instant(later(1), ALBERTA)
    clinic.desk.enrolments.withdraw(clinic.desk.pathways.card(clinic.bo).place.id)
    assert clinic.status(seat) == "enrolled"


def test_a_place_in_the_other_city_goes_on_with_the_path(clinic):
    desk, (_, seat) = clinic.desk, clinic.session(clinic.bo)
    place = desk.pathways.card(clinic.bo).place
    moved = desk.moving.move(place.id, "ketamine-therapy@calgary").enrolment
    [path] = desk.book.store.find(Pathway, person=place.person)
    assert (path.id, path.enrolment, path.site, path.state) == (clinic.bo, moved.id, "calgary", "active")
    assert path.clearance and path.plan
    assert (clinic.status(seat), clinic.status(place)) == ("enrolled", "cancelled")


def test_a_path_is_walked_alone_and_an_appointment_is_one_person_s(clinic):
    desk, places = clinic.desk, "ketamine-therapy@edmonton"
    event, _ = clinic.session(clinic.bo)
    for offering in (places, event.id):
        assert desk.enrolments.preview(offering, new=NewPerson(name="Quinn Example"), party=3).status == "refused"
        with pytest.raises(Blocked, match="for one person at a time"):
            desk.enrolments.enrol(offering, new=NewPerson(name="Quinn Example"), party=3)
    assert not desk.people.search("quinn")

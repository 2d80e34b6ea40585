from datetime import datetime, timedelta

import pytest

from atma_tui.desk.desk import Desk
from atma_tui.desk.events.fields import EventFields
from atma_tui.desk.people.new_person import NewPerson
from atma_tui.domain.errors import Blocked, NotFound
from atma_tui.domain.records import Act, Enrolment, Event, Hold, Person, Site
from atma_tui.domain.typed import read_hours
from tests.desk.appointments.test_appointments_kept import Clinic
from tests.memory import MemoryBook
from tests.reads.counting import CountingBook

DAY = timedelta(days=1)


def test_undo_takes_back_an_act_with_its_knock_on_effects(desk, event, person):
    one = event(capacity=1)
    first = desk.enrolments.enrol(one.id, person_id=person("Bo Example").id)
    second = desk.enrolments.enrol(one.id, person_id=person("Cy Example").id)
    desk.enrolments.withdraw(first.enrolment.id)
    assert desk.book.the(Enrolment, second.enrolment.id).status == "offered"
    desk.history.undo()
    states = [desk.book.the(Enrolment, done.enrolment.id).status for done in (first, second)]
    assert states == ["enrolled", "waiting"]


def test_undo_is_refused_when_something_depends_on_it_and_says_what(desk, event, person):
    one = event(capacity=1)
    first = desk.enrolments.enrol(one.id, person_id=person("Bo Example").id)
    second = desk.enrolments.enrol(one.id, person_id=person("Cy Example").id)
    desk.enrolments.withdraw(first.enrolment.id)
    withdrawal = desk.history.recent(1)[0]
    desk.enrolments.take_offer(second.enrolment.id)
    with pytest.raises(Blocked, match="since then: Cy Example took the offered seat"):
        desk.history.undo(withdrawal.id)
    desk.history.undo()
    desk.history.undo()
    assert desk.book.the(Enrolment, first.enrolment.id).status == "enrolled"


def test_undo_never_oversells(desk, event, person):
    one = event(capacity=2)
    first = desk.enrolments.enrol(one.id, person_id=person("Bo Example").id)
    desk.enrolments.withdraw(first.enrolment.id)
    withdrawal = desk.history.recent(1)[0]
    for name in ("Cy Example", "Di Example"):
        desk.enrolments.enrol(one.id, person_id=person(name).id)
    with pytest.raises(Blocked, match="taken by now"):
        desk.history.undo(withdrawal.id)


def test_an_event_with_people_in_it_cannot_be_unmade(desk, event, person):
    one = event()
    made = desk.history.recent(1)[0]
    desk.enrolments.enrol(one.id, person_id=person("Bo Example").id)
    with pytest.raises(Blocked, match="since then: Enrolled Bo Example"):
        desk.history.undo(made.id)


def test_an_undone_act_can_be_done_again(desk, event, person):
    done = desk.enrolments.enrol(event().id, person_id=person("Bo Example").id)
    desk.history.undo()
    assert desk.book.store.get(Enrolment, done.enrolment.id) is None
    desk.history.undo(desk.history.recent(1)[0].id)
    assert desk.book.the(Enrolment, done.enrolment.id).status == "enrolled"
    assert desk.history.recent(1)[0].summary.startswith("Done again: ")


def test_undo_says_whose_act_it_was_and_keeps_both_in_the_log(desk, event, clock):
    event()
    other = Desk(desk.book.store, "Bo", clock)
    clock.forward(minutes=5)
    other.history.undo()
    undo, made = desk.history.recent(2)
    assert (undo.by, made.by) == ("Bo", "Ada")
    assert undo.summary.endswith("(by Ada, 5 min ago)")
    assert desk.history.undone_among([made])
    assert desk.book.store.count(Event) == 0


def test_ones_own_last_act_is_undone_unasked_and_any_other_asked_first(desk, event, clock):
    talk, mine = event("Talk"), event()
    added, made = desk.history.recent(2)[::-1]
    other = Desk(desk.book.store, "Bo", clock)
    other.events.edit(talk.id, EventFields(title="Lecture"))
    edited = desk.history.recent(1)[0]
    clock.forward(minutes=2)
    assert desk.history.own_last() == made
    assert desk.history.why_ask(made) == ""
    assert desk.history.why_ask(edited) == "was done by Bo, 2 min ago"
    assert "is not your last act; that is “Added Open house" in desk.history.why_ask(added)
    desk.history.undo(made.id)
    assert desk.book.store.get(Event, mine.id) is None
    assert desk.history.why_ask(desk.history.recent(1)[0]) == "", "doing it again is one's own last act too"
    assert Desk(desk.book.store, "Cy", clock).history.own_last() is None


def test_a_lapse_is_undone_when_it_is_named_and_never_otherwise(desk, event, person, clock):
    one = event(capacity=1)
    seats = [desk.enrolments.enrol(one.id, person_id=person(f"{name} Example").id) for name in ("Bo", "Cy", "Di")]
    held = desk.holds.hold(event("Talk").id, seats=1, name="physician", why="student", until=clock.now + DAY)
    desk.enrolments.withdraw(seats[0].enrolment.id)
    clock.forward(hours=25)
    desk.poll()
    lapse = desk.history.recent(1)[0]
    assert lapse.verb == "lapse" and desk.history.undoable().verb == "withdraw"
    assert "by the program itself" in desk.history.why_ask(lapse)
    clock.forward(minutes=5)
    desk.history.undo(lapse.id)
    desk.poll()
    again, waits = (desk.book.the(Enrolment, done.enrolment.id) for done in seats[1:])
    assert (again.status, waits.status) == ("offered", "waiting")
    assert again.offered_until > clock.now and desk.book.the(Hold, held.id).until > clock.now


def test_undoing_and_doing_again_works_a_thousand_times_at_two_desks_as_fast_as_once(event, clock):
    store = CountingBook(MemoryBook())
    desks = [Desk(store, name, clock) for name in ("Ada", "Bo")]
    with desks[0].book.act("start") as work:
        work.add(Site(id="edmonton", name="Edmonton"))
    fields = EventFields(
        site="edmonton", title="Talk", starts=datetime(2026, 12, 8, 18), ends=datetime(2026, 12, 8, 19)
    )
    made = desks[0].events.add(fields)[0]
    act, reads, words = desks[0].history.recent(1)[0], [], set()
    first = act
    for number in range(1000):
        clock.forward(minutes=1)
        store.reads = 0
        desks[number % 3 == 0].history.undo(act.id)
        act = store.last(Act)
        reads.append(store.reads)
        words.add(act.summary)
    assert max(reads[2:]) == max(reads[2:10])
    assert words <= {
        f"{does}: {first.summary}{whose}"
        for does in ("Undid", "Done again")
        for whose in ("", " (by Ada, 1 min ago)", " (by Bo, 1 min ago)")
    }
    assert store.get(Event, made.id) is not None
    assert desks[0].history.undone_among([first]) == set()
    assert desks[0].history.undone_among(desks[0].history.recent(3)[1:]) != set()


def test_undo_goes_back_act_by_act_and_then_has_nothing_left(desk, event, person):
    event()
    person("Bo Example")
    desk.history.undo()
    desk.history.undo()
    with pytest.raises(NotFound, match="nothing to undo"):
        desk.history.undo()


def test_two_desks_that_undo_one_act_at_the_same_moment_undo_it_once(desk, event, person, clock):
    event()
    person("Bo Example")
    other = Desk(desk.book.store, "Bo", clock)
    seen = desk.history.undoable(), other.history.undoable()
    other.history.undo(seen[1].id)
    with pytest.raises(Blocked, match="Added Bo Example” is undone already"):
        desk.history.undo(seen[0].id)
    assert desk.book.store.count(Person) == 0
    assert desk.book.store.count(Event) == 1


def test_a_moved_event_that_is_moved_back_still_rises_for_calendars(desk, event):
    one = event()
    desk.events.edit(one.id, EventFields(starts=datetime(2026, 12, 9, 18)))
    desk.history.undo()
    back = desk.book.the(Event, one.id)
    assert (back.starts, back.sequence) == (one.starts, 2)


def test_every_change_has_an_operator_and_a_time(desk, person):
    bo = person("Bo Example")
    with desk.book.act("make client") as work:
        work.change(bo, status="client")
    assert all(act.by and act.at for act in desk.book.store.find(Act))
    assert desk.history.undoable().verb == "make client"


def test_what_is_gone_by_an_undo_is_not_done_again_in_part(desk, event, person):
    one = event()
    desk.enrolments.enrol(one.id, person_id=person("Bo Example").id)
    desk.history.undo()
    made = next(act for act in desk.history.recent() if act.verb == "add event")
    desk.events.cancel(one.id, "storm")
    back = desk.history.undo()
    desk.history.undo(made.id)
    redo = next(act for act in desk.history.recent() if act.undoes == back.id)
    with pytest.raises(Blocked, match="since then: Undid: Added"):
        desk.history.undo(redo.id)
    assert desk.book.store.get(Event, one.id) is None


def test_the_log_says_what_became_of_what(desk, event, person, clock):
    evening = event(capacity=20)
    desk.events.edit(evening.id, EventFields(capacity=5, room="group"))
    doctor = desk.programs.save_clinician("Dr. Sample", hours=read_hours("mon-fri 9-17"))
    desk.programs.save_clinician("Dr. Sample", ref=doctor.id, hours=read_hours("mon 9-12"))
    desk.programs.save_site("edmonton", phone="780 555 0100")
    ada = person("Ada Sample", phone="780 555 0101")
    desk.people.change(ada.id, NewPerson(name="Ada Sample", phone="780 555 0102"))
    said = [act.summary for act in desk.history.recent() if act.summary.startswith("Changed")]
    assert said[::-1] == [
        "Changed Open house: room none -> Group room, capacity 20 -> 5",
        "Changed the clinician Dr. Sample: hours mon-fri 9-17 -> mon 9-12",
        "Changed the site Edmonton: phone none -> 780 555 0100",
        "Changed Ada Sample: phone 780 555 0101 -> 780 555 0102",
    ]


def test_the_log_says_what_a_word_on_a_client_was_before(clock):
    clinic = Clinic(clock)
    desk, path = clinic.desk, clinic.bo
    desk.pathways.plan(path, clinician=clinic.doctor, sessions=2)
    desk.pathways.clear(path, "on_hold", clinician=clinic.doctor)
    assert [act.summary for act in desk.history.recent()[:2]] == [
        "Bo Example cleared -> on hold by Dr. One",
        "Plan for Bo Example: 4 -> 2 sessions, by Dr. One",
    ]


def test_the_log_says_from_which_priority_somebody_was_moved(desk, event, person):
    evening = event(capacity=1)
    _, _, cy = (
        desk.enrolments.enrol(evening.id, person_id=person(f"{name} Sample").id).enrolment
        for name in ("Ada", "Bo", "Cy")
    )
    desk.waiting.prioritise(cy.id, 1, "speaker")
    assert desk.history.undoable().summary == (
        "Cy Sample has place 1 in line of Open house (priority 0 -> 1): speaker"
    )


def test_what_was_saved_as_it_was_is_not_called_changed(desk):
    desk.programs.save_site("edmonton", phone="780 555 0100")
    desk.programs.save_site("edmonton", phone="780 555 0100")
    assert desk.history.undoable().summary == "Saved the site Edmonton without a change"

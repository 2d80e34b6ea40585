from datetime import datetime, timedelta

import pytest

from atma_tui.desk.people.new_person import NewPerson
from atma_tui.domain.errors import AlreadyEnrolled, Ambiguous, Blocked, Clash, Full, InputError, NotFound
from atma_tui.domain.records import Enrolment, Person
from tests.domain.made import NOW


def test_a_full_event_puts_the_next_on_the_list_with_a_place(desk, event, person):
    one = event()
    for name in ("Bo Example", "Cy Example"):
        assert desk.enrolments.enrol(one.id, person_id=person(name).id).enrolment.status == "enrolled"
    done = desk.enrolments.enrol(one.id, person_id=person("Di Example").id)
    assert (done.enrolment.status, done.rank) == ("waiting", 1)
    assert "place 1" in done.summary


def test_without_waiting_a_full_event_refuses_and_makes_nobody(desk, event):
    one = event(capacity=0)
    with pytest.raises(Full, match="Nothing was changed"):
        desk.enrolments.enrol(one.id, new=NewPerson(name="Bo Example"), wait=False)
    assert desk.book.store.count(Person) == 0


def test_an_override_goes_over_capacity_with_its_reason_on_the_enrolment(desk, event, person):
    one = event(capacity=0)
    done = desk.enrolments.enrol(one.id, person_id=person("Bo Example").id, override="speaker")
    assert (done.enrolment.status, done.enrolment.override_reason) == ("enrolled", "speaker")
    assert desk.agenda.card(one.id).seats.free == -1


def test_a_reason_for_a_clash_takes_no_seat_that_is_not_free(desk, event, person):
    bo = person("Bo Example")
    desk.enrolments.enrol(event(title="Talk").id, person_id=bo.id)
    full = event(title="Circle", capacity=0)
    done = desk.enrolments.enrol(full.id, person_id=bo.id, clash_why="comes late")
    assert done.enrolment.status == "waiting"


def test_nobody_is_in_an_event_twice(desk, event, person):
    one, bo = event(), person("Bo Example")
    desk.enrolments.enrol(one.id, person_id=bo.id)
    with pytest.raises(AlreadyEnrolled, match="Bo Example is enrolled in Open house already, by Ada"):
        desk.enrolments.enrol(one.id, person_id=bo.id)


def test_the_drive_between_the_cities_is_counted(desk, event, person):
    bo = person("Bo Example")
    desk.enrolments.enrol(event().id, person_id=bo.id)
    later = event(title="Talk", site="calgary", starts=datetime(2026, 12, 8, 21))
    with pytest.raises(Clash, match="in the other city"):
        desk.enrolments.enrol(later.id, person_id=bo.id)
    assert desk.enrolments.preview(later.id, person_id=bo.id).clashes
    assert desk.enrolments.enrol(later.id, person_id=bo.id, override="flies").enrolment.clash_reason == "flies"


def test_the_preview_says_what_enrolling_then_does(desk, event, person):
    one, bo = event(capacity=1), person("Bo Example")
    before = desk.enrolments.preview(one.id, person_id=bo.id)
    assert (before.status, before.free_after) == ("enrolled", 0)
    desk.enrolments.enrol(one.id, person_id=bo.id)
    assert desk.enrolments.preview(one.id, person_id=bo.id).status == "refused"
    new = desk.enrolments.preview(one.id, new=NewPerson(name="bo example"))
    assert (new.status, new.place) == ("waiting", 1)
    assert [(duplicate.id, why) for duplicate, why in new.duplicates] == [(bo.id, "same name")]


def test_a_freed_seat_is_offered_to_the_next_and_held_until_a_deadline(desk, event, person):
    one = event(capacity=1)
    first = desk.enrolments.enrol(one.id, person_id=person("Bo Example").id)
    desk.enrolments.enrol(one.id, person_id=person("Cy Example").id)
    done = desk.enrolments.withdraw(first.enrolment.id, why="ill")
    assert [cy.name for cy in done.offered] == ["Cy Example"]
    card = desk.agenda.card(one.id)
    assert card.seats.own.offered == 1
    assert card.seats.offers[0].offered_until == NOW + timedelta(hours=24)
    walk_up = desk.enrolments.enrol(one.id, person_id=person("Di Example").id)
    assert walk_up.enrolment.status == "waiting"
    assert desk.enrolments.take_offer(card.seats.offers[0].id).enrolment.status == "enrolled"


def test_a_lapsed_offer_moves_on_once_when_any_desk_looks(desk, event, person, clock):
    one = event(capacity=1)
    first = desk.enrolments.enrol(one.id, person_id=person("Bo Example").id)
    waiting = [desk.enrolments.enrol(one.id, person_id=person(name).id) for name in ("Cy Example", "Di Example")]
    desk.enrolments.withdraw(first.enrolment.id)
    clock.forward(hours=25)
    desk.poll()
    desk.poll()
    states = [desk.book.the(Enrolment, done.enrolment.id) for done in waiting]
    assert [one.status for one in states] == ["cancelled", "offered"]
    assert states[0].cancelled.why == "the offer lapsed"
    with pytest.raises(Blocked, match="put them on the list again"):
        desk.enrolments.take_offer(states[0].id)
    assert [act.verb for act in desk.history.recent(3)].count("lapse") == 1


def test_late_cancels_are_noted_for_appointments_and_can_be_waived(desk, event, person, clock):
    one = event(title="Assessment", category="assessment", visibility="private", capacity=1)
    done = desk.enrolments.enrol(one.id, person_id=person("Bo Example").id)
    clock.forward(days=7)
    gone = desk.enrolments.withdraw(done.enrolment.id)
    assert gone.enrolment.cancelled.late
    assert desk.enrolments.waive(gone.enrolment.id, "snow storm").enrolment.cancelled.waived == "snow storm"


def test_ids_may_be_shortened_while_they_are_unique(desk, event, person):
    one, bo = event(), person("Bo Example")
    event(title="Talk", starts=datetime(2026, 12, 9, 18))
    assert desk.enrolments.enrol(one.id[:14], person_id=bo.id).title == "Open house"
    with pytest.raises(Ambiguous):
        desk.enrolments.enrol("evt-", person_id=bo.id)
    with pytest.raises(NotFound):
        desk.enrolments.enrol("", person_id=bo.id)


def test_nobody_is_enrolled_in_what_is_over_or_cancelled(desk, event, person, clock):
    one, bo = event(), person("Bo Example")
    desk.events.cancel(one.id, "storm")
    with pytest.raises(Blocked, match="cancelled"):
        desk.enrolments.enrol(one.id, person_id=bo.id)
    two = event(title="Talk")
    clock.forward(days=30)
    with pytest.raises(Blocked, match="over"):
        desk.enrolments.enrol(two.id, person_id=bo.id)


@pytest.mark.parametrize("party", [0, -1, 201])
def test_a_party_is_a_number_of_people(desk, event, person, party):
    with pytest.raises(InputError):
        desk.enrolments.enrol(event().id, person_id=person("Bo Example").id, party=party)


def test_a_walk_in_is_enrolled_and_here_by_one_act(desk, event):
    today = event(starts=datetime(2026, 12, 1, 18))
    done = desk.enrolments.enrol(today.id, new=NewPerson(name="Bo Example"), arrived=True)
    assert (done.enrolment.status, done.enrolment.arrived) == ("attended", NOW)
    assert desk.history.undo().verb == "enrol"
    assert desk.book.store.count(Enrolment) == desk.book.store.count(Person) == 0


def test_nobody_walks_in_to_an_event_of_another_day(desk, event):
    with pytest.raises(Blocked, match="Open house is on Tue 8 Dec 2026, not today; not checked in"):
        desk.enrolments.enrol(event().id, new=NewPerson(name="Bo Example"), arrived=True)


def test_who_accepts_without_an_offer_is_told_how_they_are_in_it(desk, event, person):
    full = event(capacity=1)
    ada, bo = (desk.enrolments.enrol(full.id, person_id=person(name).id).enrolment for name in ("Ada", "Bo"))
    for one, how in ((ada, "enrolled"), (bo, "waiting")):
        with pytest.raises(Blocked, match=f"No seat in Open house is held for .* now; they are {how}"):
            desk.enrolments.take_offer(one.id)


def test_a_walk_in_who_is_in_it_already_is_to_be_checked_in_there(desk, event, person, clock):
    talk, ada = event(starts=datetime(2026, 12, 1, 10)), person("Ada Sample")
    desk.enrolments.enrol(talk.id, person_id=ada.id)
    clock.forward(minutes=5)
    with pytest.raises(AlreadyEnrolled, match=r"already, by .*\. Check them in on that line\."):
        desk.enrolments.enrol(talk.id, person_id=ada.id, arrived=True)

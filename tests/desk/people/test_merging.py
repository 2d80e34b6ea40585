"""Two records of one person made one: nothing is lost, and ids decide nothing."""

from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from atma_tui.desk.clinic.starter import starter_records
from atma_tui.desk.events.fields import EventFields
from atma_tui.desk.people.new_person import NewPerson
from atma_tui.desk.people.notes import Note
from atma_tui.domain.errors import Blocked, InputError
from atma_tui.domain.paths.slots import Slot
from atma_tui.domain.records import Call, Enrolment, Event, Pathway, Person, Room, SeriesSubscription
from atma_tui.domain.when import instant
from tests.domain.made import NOW

TUESDAY = datetime(2026, 12, 8, 10)


@pytest.fixture
def clinic(desk):
    """A program with sessions in Edmonton, and who may see clients there."""
    with desk.book.act("start") as work:
        for record in starter_records(NOW):
            if not isinstance(record, Event) and desk.book.store.get(type(record), record.id) is None:
                work.add(record)
    desk.programs.save_site("edmonton", rooms=(Room(id="one", name="Room 1"),))
    for name, supervises in (("Dr. Sample", True), ("Nurse Sample", False)):
        desk.programs.save_clinician(name, supervises=supervises)
    return desk


def client(desk, name, *, cleared=True, **fields):
    """Somebody who begins the program in Edmonton; with them their path."""
    done = desk.pathways.begin("ketamine-therapy@edmonton", new=NewPerson(name=name, **fields))
    [path] = desk.book.store.find(Pathway, person=done.person.id)
    if cleared:
        doctor = desk.programs.clinicians()[0].id
        desk.pathways.clear(path.id, "cleared", clinician=doctor)
        desk.pathways.plan(path.id, clinician=doctor, sessions=4)
    return done.person, path


def session(desk, path, starts):
    doctor, nurse = (one.id for one in desk.programs.clinicians())
    slot = Slot(
        site="edmonton",
        starts=starts,
        ends=starts + timedelta(hours=2),
        room="one",
        clinician=nurse,
        supervisor=doctor,
    )
    return desk.bookings.book_step(path.id, "session", slot).enrolment


def live_paths(desk, person):
    return [card for card in desk.pathways.of_person(person.id) if card.pathway.under_way]


def session_counts(card):
    [step] = [one for one in card.rail.steps if one.step.id == "session"]
    return step.done, sum(one.owed for one in card.rail.steps)


@pytest.mark.parametrize("kept", ["first", "second"])
@pytest.mark.parametrize("second_is_cleared", [False, True])
def test_the_path_with_sessions_done_goes_on_whichever_record_stays(clinic, clock, kept, second_is_cleared):
    first, path = client(clinic, "Ada Sample", phone="780 555 0101")
    seats = [session(clinic, path, TUESDAY + timedelta(weeks=week)) for week in (0, 1)]
    clock.now = NOW + timedelta(days=20)
    for seat in seats:
        clinic.arrivals.check_in(seat.id)
    second, _ = client(clinic, "Ada Sample Twice", cleared=second_is_cleared, phone="780 555 0101")
    keep, double = (first, second) if kept == "first" else (second, first)
    done = clinic.book.do(clinic.merging.merge, keep.id, double.id)
    [card] = live_paths(clinic, keep)
    assert (card.pathway.id, session_counts(card), card.pathway.plan.sessions) == (path.id, (2, 2), 4)
    assert "of two paths the one with 2 done goes on" in done.summary
    assert clinic.agenda.card("ketamine-therapy@edmonton").seats.own.enrolled == 1
    clinic.history.undo()
    assert len(live_paths(clinic, first)) == len(live_paths(clinic, second)) == 1


def test_a_session_booked_after_the_double_began_stays_with_the_path_that_goes_on(clinic, clock):
    first, path = client(clinic, "Ada Sample")
    clock.forward(days=1)
    second, _ = client(clinic, "Ada Sampel")
    clock.forward(days=1)
    seat = session(clinic, path, TUESDAY)
    clock.now = NOW + timedelta(days=8)
    clinic.arrivals.check_in(seat.id)
    clinic.merging.merge(first.id, second.id)
    [card] = live_paths(clinic, first)
    assert (card.pathway.id, session_counts(card)) == (path.id, (1, 1))
    clock.forward(days=1)
    clinic.pathways.finish(path.id, completed=False)
    assert session_counts(clinic.pathways.card(path.id)) == (1, 1)


def test_paths_in_both_cities_stay_and_are_said(clinic):
    ada, _ = client(clinic, "Ada Sample")
    done = clinic.pathways.begin("ketamine-therapy@calgary", new=NewPerson(name="Ada Sampel"))
    merged = clinic.book.do(clinic.merging.merge, ada.id, done.person.id)
    assert len(live_paths(clinic, ada)) == 2
    assert "Edmonton and in Calgary now: end the one that is too many" in merged.summary


def test_a_caller_who_gives_the_other_phone_mail_or_name_is_found(desk, person):
    ada = person("Ada Sample", phone="780-555-0101", email="ada@example.org")
    former = person("Ada Former", phone="780-555-0101", email="work@example.org")
    third = person("A. Samplewright", phone="403-555-0102", email="ada@example.org")
    desk.merging.merge(ada.id, former.id)
    desk.merging.merge(ada.id, third.id, take=["phone"])
    for words in ("403-555-0102", "780 555 0101", "work@example.org", "former", "samplewright", "ada sample"):
        assert [one.id for one in desk.people.search(words)] == [ada.id], words
    for new in (
        NewPerson(name="X", phone="780.555.0101"),
        NewPerson(name="X", email="work@example.org"),
        NewPerson(name="ada former"),
    ):
        assert [one.id for one, _ in desk.people.duplicates(new)] == [ada.id]
    assert desk.people.card(ada.id).person.phone == "403-555-0102"


def test_of_two_enrolments_in_one_event_what_came_of_it_stays(desk, event, person, clock):
    evening = event(capacity=5, starts=datetime(2026, 12, 1, 11))
    keep, double = person("Ada Sample"), person("Ada Sampel")
    ours, theirs = (desk.enrolments.enrol(evening.id, person_id=one.id).enrolment for one in (keep, double))
    clock.forward(hours=2)
    desk.arrivals.no_show(ours.id)
    desk.arrivals.check_in(theirs.id)
    desk.merging.merge(keep.id, double.id)
    statuses = {one.id: one.status for one in desk.book.store.find(Enrolment, person=keep.id)}
    assert statuses == {ours.id: "cancelled", theirs.id: "attended"}
    [counts] = desk.reports.events()
    assert (counts.attended, counts.no_show, counts.withdrawn) == (1, 0, 0)


def test_the_better_place_in_line_stays_and_the_freed_seat_is_offered(desk, event, person):
    full = event(capacity=1)
    keep, double, bo = person("Ada Sample"), person("Ada Sampel"), person("Bo Example")
    desk.enrolments.enrol(full.id, person_id=double.id)
    waits = desk.enrolments.enrol(full.id, person_id=bo.id).enrolment
    desk.enrolments.enrol(full.id, person_id=keep.id)
    desk.merging.merge(keep.id, double.id)
    card = desk.agenda.card(full.id)
    assert [(row.person.id, row.enrolment.status) for row in card.roster] == [(keep.id, "enrolled")]
    assert [row.enrolment.id for row in card.waiting] == [waits.id]


@pytest.mark.parametrize("kept", ["first", "second"])
@pytest.mark.parametrize("stopped", ["on hold", "paused"])
def test_a_session_that_the_joined_path_stops_is_said_and_owed_whichever_record_stays(
    clinic, clock, kept, stopped
):
    first, path = client(clinic, "Ada Sample", phone="780 555 0101")
    done = session(clinic, path, TUESDAY)
    clock.now = NOW + timedelta(days=20)
    clinic.arrivals.check_in(done.id)
    second, other = client(clinic, "Ada Sample Twice")
    session(clinic, other, datetime(2026, 12, 29, 10))
    if stopped == "paused":
        clinic.pathways.pause(path.id, "")
    else:
        clinic.pathways.clear(path.id, "on_hold", clinician=clinic.programs.clinicians()[0].id)
    keep, double = (first, second) if kept == "first" else (second, first)
    act = clinic.book.do(clinic.merging.merge, keep.id, double.id)
    assert f"Ketamine session for {keep.name} on Tue 29 Dec 2026: " in act.summary
    assert stopped in act.summary
    assert "15 Dec" not in act.summary
    assert "stopped" in {one.reason for one in clinic.follow_ups.list()}
    clinic.history.undo(act.acts[0].id)
    assert "stopped" not in {one.reason for one in clinic.follow_ups.list()}
    clinic.history.undo(clinic.history.recent()[0].id)
    assert clinic.history.recent()[0].summary.startswith(f"Done again: {act.summary}")


@pytest.fixture
def held_elsewhere(clinic):
    """Ada with two sessions in Edmonton, and the double of her who is on hold in Calgary."""
    ada, path = client(clinic, "Ada Sample")
    session(clinic, path, TUESDAY)
    session(clinic, path, TUESDAY + timedelta(days=14))
    place = clinic.pathways.begin("ketamine-therapy@calgary", new=NewPerson(name="Ada Sampel"))
    [there] = clinic.book.store.find(Pathway, person=place.person.id)
    clinic.pathways.clear(there.id, "on_hold", clinician=clinic.programs.clinicians()[0].id)
    return ada, path, place.person, there


@pytest.mark.parametrize("kept", ["on hold", "with sessions"])
def test_a_hold_in_one_city_stops_the_sessions_of_the_same_person_in_another(clinic, held_elsewhere, clock, kept):
    ada, path, double, _ = held_elsewhere
    keep, other = (double, ada) if kept == "on hold" else (ada, double)
    act = clinic.book.do(clinic.merging.merge, keep.id, other.id)
    assert "Tue 8 Dec 2026: on hold on another path, said Dr. Sample" in act.summary
    assert "Tue 22 Dec 2026: on hold on another path, said Dr. Sample" in act.summary
    assert "stopped" in {one.reason for one in clinic.follow_ups.list()}

    first, second = clinic.pathways.card(path.id).visits
    words = "on hold on another path, said Dr. Sample"
    with pytest.raises(Blocked, match=words):
        session(clinic, path, datetime(2026, 12, 29, 10))
    with pytest.raises(Blocked, match=words):
        clinic.events.edit(second.event.id, EventFields(starts=TUESDAY + timedelta(days=15)))
    clock.now = instant(first.event.starts, first.event.zone)
    with pytest.raises(Blocked, match=words):
        clinic.arrivals.check_in(first.enrolment.id)
    assert words in str(clinic.pathways.card(path.id).gates)


def test_a_clinician_who_clears_somebody_after_a_hold_elsewhere_lets_them_go_on(clinic, held_elsewhere, clock):
    ada, path, double, there = held_elsewhere
    clinic.merging.merge(ada.id, double.id)
    clinic.pathways.finish(there.id, completed=False, why="twice")
    assert "stopped" in {one.reason for one in clinic.follow_ups.list()}, "ending a path releases nobody"
    clock.forward(hours=1)
    clinic.pathways.clear(path.id, "cleared", clinician=clinic.programs.clinicians()[0].id)
    assert "stopped" not in {one.reason for one in clinic.follow_ups.list()}
    session(clinic, path, datetime(2026, 12, 29, 10))


def test_a_hold_says_which_sessions_it_stops_on_the_other_path(clinic, held_elsewhere, clock):
    ada, path, double, there = held_elsewhere
    clinic.merging.merge(ada.id, double.id)
    clock.forward(hours=1)
    clinic.pathways.clear(path.id, "cleared", clinician=clinic.programs.clinicians()[0].id)
    would = clinic.pathways.stopped_by(there.id, "on_hold")
    stopped = clinic.pathways.clear(there.id, "on_hold", clinician=clinic.programs.clinicians()[0].id)
    days = [one.event.starts.day for one in stopped]
    assert days == [one.event.starts.day for one in would] == [8, 22]
    assert clinic.pathways.stopped_by(there.id, "cleared") == []


def test_two_records_with_sessions_on_one_day_are_not_merged_until_one_is_moved(clinic):
    keep, path = client(clinic, "Ada Sample")
    session(clinic, path, TUESDAY)
    double, other = client(clinic, "Ada Sample Twice")
    session(clinic, other, TUESDAY.replace(hour=14))
    for ours, theirs in ((keep, double), (double, keep)):
        with pytest.raises(Blocked, match="less than 3 days from Tue 8 Dec"):
            clinic.merging.merge(ours.id, theirs.id)


def test_clashes_that_a_merge_makes_are_said_and_end_nothing(desk, event, person):
    here, there = event(), event("Talk", site="calgary")
    keep, double = person("Ada Sample"), person("Ada Sampel")
    desk.enrolments.enrol(here.id, person_id=keep.id)
    desk.enrolments.enrol(there.id, person_id=double.id)
    done = desk.book.do(desk.merging.merge, keep.id, double.id)
    assert "Merged Ada Sampel into Ada Sample; Ada Sample would be in" in done.summary
    assert "Open house" in done.summary
    assert "Talk" in done.summary
    assert len(desk.people.card(keep.id).coming) == 2


def test_one_call_about_an_event_is_owed_after_a_merge_the_newer(desk, event, person, clock):
    evening = event(capacity=5)
    keep, double = person("Ada Sample"), person("Ada Sampel")
    for one in (keep, double):
        desk.enrolments.enrol(evening.id, person_id=one.id)
    desk.events.cancel(evening.id, why="storm")
    desk.merging.merge(keep.id, double.id)
    calls = desk.book.store.find(Call, person=keep.id)
    assert sorted(one.state for one in calls) == ["dropped", "owed"]
    assert len(desk.calls.sheet().owed) == 1


def test_one_subscription_to_a_series_stays(desk, event, person):
    from atma_tui.desk.events.fields import EventFields
    from atma_tui.domain.series.rhythm import Repeat

    fields = EventFields(
        site="edmonton", title="Circle", starts=datetime(2026, 12, 3, 18), ends=datetime(2026, 12, 3, 19)
    )
    dates = desk.events.add(fields, repeat=Repeat(times=3))
    keep, double = person("Ada Sample"), person("Ada Sampel")
    for one in (keep, double):
        desk.series.hold(dates[0].series, one.id)
    desk.merging.merge(keep.id, double.id)
    assert [one.person for one in desk.book.store.find(SeriesSubscription)] == [keep.id]
    assert len(desk.people.card(keep.id).coming) == 3


def test_nobody_is_merged_into_themselves_or_in_a_circle(desk, person):
    ada, bo, cy = (person(f"{name} Sample") for name in ("Ada", "Bo", "Cy"))
    desk.merging.merge(ada.id, bo.id)
    for pair in ((ada, ada), (ada, bo), (bo, ada), (bo, bo)):
        with pytest.raises(InputError, match="the same record already"):
            desk.merging.merge(pair[0].id, pair[1].id)
    desk.merging.merge(cy.id, bo.id)
    assert {desk.book.person(one.id).id for one in (ada, bo, cy)} == {cy.id}
    assert desk.book.store.get(Person, bo.id).merged_into == ada.id


def test_both_are_shown_side_by_side_before(clinic, event, person):
    ada, _ = client(clinic, "Ada Sample")
    double = person("Ada Sampel")
    clinic.enrolments.enrol(event().id, person_id=double.id)
    keep, other = clinic.merging.compare(ada.id, double.id)
    assert (keep.person.name, other.person.name, other.has) == ("Ada Sample", "Ada Sampel", ("Open house",))
    assert keep.paths[0].startswith("Ketamine-assisted therapy, Edmonton (active): ")


def test_notes_of_both_are_kept(desk, person):
    ada, double = person("Ada Sample"), person("Ada Sampel")
    for one, notes in ((ada, "calls at noon"), (double, "has a guide dog")):
        desk.people.note(one.id, notes)
    assert desk.merging.merge(ada.id, double.id).notes == "calls at noon; has a guide dog"
    assert replace(ada, notes="") == ada


def test_notes_on_both_enrolments_in_one_event_are_kept(desk, event, person):
    evening = event()
    both = [person(name) for name in ("Bo Example", "Bob Example")]
    seats = [desk.enrolments.enrol(evening.id, person_id=one.id).enrolment for one in both]
    desk.notes.write([Note("enrolment", seats[0].id, "needs the ramp"), Note("enrolment", seats[1].id, "no nuts")])
    desk.merging.merge(both[1].id, both[0].id)
    [row] = [one for one in desk.agenda.card(evening.id).roster if one.enrolment.live]
    assert row.enrolment.note == "no nuts; needs the ramp"
    desk.history.undo()
    assert [desk.book.the(Enrolment, one.id).note for one in seats] == ["needs the ramp", "no nuts"]


def test_who_waits_waits_for_the_larger_party_in_the_better_place(desk, event, person):
    full = event(capacity=3)
    desk.enrolments.enrol(full.id, person_id=person("Bo Example").id, party=3)
    ada, double = person("Ada Sample"), person("Ada Sampel")
    first = desk.enrolments.enrol(full.id, person_id=ada.id).enrolment
    desk.enrolments.enrol(full.id, person_id=person("Cy Example").id)
    desk.enrolments.enrol(full.id, person_id=double.id, party=2)
    desk.merging.merge(double.id, ada.id)
    waiting = [row.enrolment for row in desk.agenda.card(full.id).waiting]
    assert [(one.party, one.position) for one in waiting] == [(2, first.position), (1, 2)]


def test_more_seats_than_there_are_were_asked_for_is_said_and_noted(desk, event, person):
    evening = event(capacity=2)
    ada, double = person("Ada Sample"), person("Ada Sampel")
    seat = desk.enrolments.enrol(evening.id, person_id=ada.id).enrolment
    desk.enrolments.enrol(evening.id, person_id=person("Bo Example").id)
    desk.enrolments.enrol(evening.id, person_id=double.id, party=2)
    done = desk.book.do(desk.merging.merge, ada.id, double.id)
    assert done.summary.endswith("in Open house with a party of 1, a party of 2 was asked for")
    stays = desk.book.the(Enrolment, seat.id)
    assert (stays.status, stays.party, stays.note) == ("enrolled", 1, "asked for a party of 2")


@pytest.mark.parametrize("kept", ["completed", "under way"])
def test_who_completed_on_one_record_and_began_again_on_the_other_goes_on_with_the_new_place(clinic, kept):
    first, path = client(clinic, "Ada Sample")
    clinic.pathways.finish(path.id, completed=True)
    second, again = client(clinic, "Ada Sampel")
    keep, double = (first, second) if kept == "completed" else (second, first)
    clinic.merging.merge(keep.id, double.id)
    statuses = {one.id: one.status for one in clinic.book.store.find(Enrolment, person=keep.id)}
    assert statuses == {path.enrolment: "attended", again.enrolment: "enrolled"}
    assert [card.pathway.id for card in live_paths(clinic, keep)] == [again.id]


def test_of_two_who_both_began_again_one_place_is_taken(clinic):
    people = [client(clinic, name) for name in ("Ada Sample", "Ada Sampel")]
    for _, path in people:
        clinic.pathways.finish(path.id, completed=True)
        clinic.pathways.begin("ketamine-therapy@edmonton", person_id=path.person)
    keep, double = (person for person, _ in people)
    clinic.merging.merge(keep.id, double.id)
    [card] = live_paths(clinic, keep)
    places = clinic.book.store.find(Enrolment, person=keep.id)
    assert [one.id for one in places if one.status == "enrolled"] == [card.pathway.enrolment]
    assert [one.status for one in places].count("attended") == 2


@pytest.mark.parametrize(("hours", "status"), [(1, "enrolled"), (4, "no_show")])
def test_who_is_missing_on_one_record_keeps_the_seat_of_the_other_until_the_event_is_over(
    desk, event, person, clock, hours, status
):
    evening = event(starts=datetime(2026, 12, 1, 11))
    keep, double = person("Ada Sample"), person("Ada Sampel")
    ours, _ = (desk.enrolments.enrol(evening.id, person_id=one.id).enrolment for one in (keep, double))
    desk.enrolments.enrol(evening.id, person_id=person("Bo Example").id)
    clock.forward(hours=hours + 1)
    desk.arrivals.no_show(ours.id)
    desk.merging.merge(keep.id, double.id)
    kept = [one.status for one in desk.book.store.find(Enrolment, person=keep.id) if one.status != "cancelled"]
    assert kept == [status]

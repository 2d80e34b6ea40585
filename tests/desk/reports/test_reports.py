"""What counts as what in a report."""

from datetime import datetime, timedelta

import pytest

from atma_tui.desk.clinic.starter import starter_records
from atma_tui.desk.people.new_person import NewPerson
from atma_tui.domain.paths.slots import Slot
from atma_tui.domain.records import Event, Pathway, Program, ProgramSeats
from tests.domain.made import NOW


@pytest.fixture
def counts(desk):
    def count(event):
        [found] = [one for one in desk.reports.events() if one.event.id == event.id]
        return found

    return count


def test_only_who_gave_a_seat_back_withdrew(desk, event, person, clock, counts):
    """Not a place in line, an offer declined or lapsed, a move to another date, or a double."""
    evening, other = event(capacity=1), event("Talk", starts=datetime(2026, 12, 10, 18))
    ids = {name: person(f"{name} Sample").id for name in ("Ada", "Bo", "Cy", "Di", "Ed")}
    ada, bo, cy, _ = (
        desk.enrolments.enrol(evening.id, person_id=ids[name]).enrolment for name in ("Ada", "Bo", "Cy", "Di")
    )
    desk.enrolments.withdraw(bo.id, why="no longer")
    assert counts(evening).withdrawn == 0
    desk.moving.move(ada.id, other.id)
    desk.waiting.decline(cy.id)
    assert counts(evening).withdrawn == 0
    clock.forward(days=2)  # what was offered to Di lapses
    ed = desk.enrolments.enrol(evening.id, person_id=ids["Ed"]).enrolment
    desk.enrolments.withdraw(ed.id)
    assert (counts(evening).withdrawn, counts(other).withdrawn) == (1, 0)


def test_who_got_a_seat_from_the_line_can_withdraw_from_it(desk, event, person, counts):
    evening = event(capacity=2)
    first = desk.enrolments.enrol(evening.id, person_id=person("Ada Sample").id, party=2).enrolment
    waits = desk.enrolments.enrol(evening.id, person_id=person("Bo Sample").id, party=2).enrolment
    desk.enrolments.withdraw(first.id)
    desk.enrolments.take_offer(waits.id)
    desk.enrolments.withdraw(waits.id)
    assert counts(evening).withdrawn == 4


def test_a_double_that_was_merged_did_not_withdraw(desk, event, person, counts):
    evening = event()
    keep, duplicate = person("Ada Sample"), person("Ada Sampel")
    for one in (keep, duplicate):
        desk.enrolments.enrol(evening.id, person_id=one.id)
    desk.merging.merge(keep.id, duplicate.id)
    assert (counts(evening).enrolled, counts(evening).withdrawn) == (1, 0)


def test_a_client_who_cancels_an_appointment_late_counts_though_it_ends_with_them(desk, counts):
    with desk.book.act("starter") as work:
        for record in starter_records(NOW):
            if isinstance(record, Program | ProgramSeats):
                work.add(record)
    begun = desk.pathways.begin("ketamine-therapy@edmonton", new=NewPerson(name="Ada Sample"))
    [path] = desk.book.store.find(Pathway, person=begun.person.id)
    starts = datetime(2026, 12, 1, 15)
    slot = Slot(site="edmonton", starts=starts, ends=starts + timedelta(minutes=30))
    visit = desk.bookings.book_step(path.id, "information-call", slot).enrolment
    desk.enrolments.withdraw(visit.id)
    call = desk.book.the(Event, visit.offering)
    found = counts(call)
    assert (call.live, found.enrolled, found.withdrawn, found.late) == (False, 0, 1, 1)
    desk.enrolments.waive(visit.id, "first time")
    assert (counts(call).withdrawn, counts(call).late) == (1, 0)


def test_nobody_of_a_cancelled_event_is_in_a_total(desk, event, person, counts):
    evening = event(capacity=1)
    for name in ("Ada Sample", "Bo Sample"):
        desk.enrolments.enrol(evening.id, person_id=person(name).id)
    desk.events.cancel(evening.id, why="storm")
    found = counts(evening)
    assert {getattr(found, name) for name in found.__struct_fields__[1:]} == {0}

"""Whatever frees a seat says to whom it was offered because of that."""

import pytest

from atma_tui.desk.events.fields import EventFields
from atma_tui.domain.records import Hold

WAITERS = ("Bo", "Cy", "Di", "Ed", "Flo", "Gus", "Hal")


def _release(desk, evening, ada):
    desk.holds.release(desk.book.store.find(Hold)[0].id)


def _withdraw(desk, evening, ada):
    desk.enrolments.withdraw(ada.id)


def _smaller_party(desk, evening, ada):
    desk.parties.resize(ada.id, 1)


def _capacity(desk, evening, ada):
    now = desk.agenda.card(evening.id).event
    desk.events.edit(now.id, EventFields(capacity=4), rev=now.rev)


@pytest.fixture
def evening(desk, event):
    return event(capacity=3)


@pytest.fixture
def ada(desk, evening, person):
    return desk.enrolments.enrol(evening.id, person_id=person("Ada Sample").id, party=2).enrolment


@pytest.mark.parametrize("act", [_release, _withdraw, _smaller_party, _capacity])
def test_who_was_offered_the_seat_is_in_what_is_said(act, desk, evening, ada, person):
    desk.holds.hold(evening.id, seats=1, name="Dr. Sample", why="talk")
    bo = person("Bo Sample")
    desk.enrolments.enrol(evening.id, person_id=bo.id)
    done = desk.book.do(act, desk, evening, ada)
    assert done.summary.endswith("; offered to Bo Sample")
    assert bo.id in done.acts[0].related_ids


def test_of_many_the_first_are_named(desk, event, person):
    circle = event(capacity=1)
    for name in ("Ada", *WAITERS):
        desk.enrolments.enrol(circle.id, person_id=person(f"{name} Sample").id)
    done = desk.book.do(desk.events.edit, circle.id, EventFields(capacity=9), rev=circle.rev)
    assert done.summary.endswith("; offered to Bo Sample, Cy Sample, Di Sample, Ed Sample, Flo Sample and 2 more")


def test_a_seat_in_another_event_is_named_with_it(desk, event, evening, person):
    circle, bo = event(title="Circle", capacity=1), person("Bo Sample").id
    mine = desk.enrolments.enrol(evening.id, person_id=bo).enrolment
    ada = desk.enrolments.enrol(circle.id, person_id=person("Ada Sample").id).enrolment
    desk.enrolments.enrol(circle.id, person_id=bo, clash_why="decides later")
    desk.enrolments.withdraw(ada.id)
    assert (
        desk.enrolments.withdraw(mine.id).summary
        == "Withdrew Bo Sample from Open house; offered to Bo Sample in Circle"
    )


def test_whoever_asks_and_is_offered_a_free_seat_is_said_once(desk, evening, ada, person):
    desk.enrolments.enrol(evening.id, person_id=person("Bo Sample").id, party=5)
    done = desk.enrolments.enrol(evening.id, person_id=person("Cy Sample").id)
    assert done.enrolment.status == "offered"
    assert done.summary == "Cy Sample is offered the free seat in Open house, which nobody before them can take"


def test_a_seat_that_lapses_says_to_whom_it_goes(desk, evening, ada, person, clock):
    for name in ("Bo", "Cy"):
        desk.enrolments.enrol(evening.id, person_id=person(f"{name} Sample").id, party=2)
    desk.enrolments.withdraw(ada.id)
    clock.forward(days=2)
    done = desk.book.do(desk.poll)
    assert "Bo Sample" in done.summary and done.summary.endswith("; offered to Cy Sample in Open house")

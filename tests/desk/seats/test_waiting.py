from datetime import datetime

import pytest

from atma_tui.domain.errors import Clash, Full, InputError
from atma_tui.domain.records import Enrolment


@pytest.fixture
def full(desk, event, person):
    """An event of three seats, two of them taken by a couple; a party of three, then two singles wait."""
    one = event(capacity=3)
    desk.enrolments.enrol(one.id, person_id=person("Ann Example").id)
    couple = desk.enrolments.enrol(one.id, person_id=person("Bo Example").id, party=2)
    waits = [
        desk.enrolments.enrol(one.id, person_id=person(name).id, party=party).enrolment.id
        for name, party in (("Cy Example", 3), ("Di Example", 1), ("Ed Example", 1))
    ]
    return one, couple.enrolment.id, waits


def now(desk, *ids):
    return [desk.book.the(Enrolment, one).status for one in ids]


def test_a_party_stays_together_and_the_desk_decides_whether_to_let_the_next_in(desk, full):
    one, couple, waits = full
    desk.enrolments.withdraw(couple)
    assert now(desk, *waits) == ["waiting"] * 3
    lines = desk.waiting.who_can(one.id)
    assert [(line.rank, line.skip) for line in lines] == [(1, "party of 3, 2 free"), (2, ""), (3, "")]
    desk.waiting.let_in(waits[1], "two seats would stay empty")
    assert now(desk, *waits) == ["waiting", "offered", "waiting"]
    passed = desk.book.the(Enrolment, waits[0])
    assert passed.passed == ("Ada: two seats would stay empty",)
    assert passed.position == 1


def test_passing_over_and_priority_need_a_reason(desk, full):
    _, couple, waits = full
    desk.enrolments.withdraw(couple)
    with pytest.raises(InputError):
        desk.waiting.let_in(waits[1], " ")
    with pytest.raises(InputError):
        desk.waiting.prioritise(waits[2], 1, "")
    assert desk.waiting.prioritise(waits[2], 1, "comes from far {name} [/]").rank == 1


def test_nobody_is_let_in_to_more_seats_than_are_free(desk, full):
    _, couple, waits = full
    desk.enrolments.withdraw(couple)
    with pytest.raises(Full, match="2 free, 3 needed in Open house"):
        desk.waiting.let_in(waits[0], "first in line")
    assert now(desk, *waits) == ["waiting"] * 3


def test_a_party_can_be_seated_together_over_capacity_with_a_reason_that_shows(desk, full):
    one, couple, waits = full
    desk.enrolments.withdraw(couple)
    done = desk.waiting.let_in(waits[0], "first in line", override="a third chair fits")
    assert "2 free, 3 needed" in done.summary
    assert now(desk, *waits) == ["offered", "waiting", "waiting"]
    assert desk.enrolments.take_offer(waits[0]).enrolment.override_reason == "a third chair fits"
    assert desk.agenda.card(one.id).seats.free == -1


def test_somebody_who_is_elsewhere_is_let_in_only_with_a_reason_for_that(desk, full, event):
    _, couple, waits = full
    desk.enrolments.withdraw(couple)
    talk = event(title="Talk", starts=datetime(2026, 12, 8, 19))
    di = desk.book.the(Enrolment, waits[1])
    desk.enrolments.enrol(talk.id, person_id=di.person)
    with pytest.raises(Clash, match="is in Talk"):
        desk.waiting.let_in(waits[1], "two seats would stay empty")
    assert now(desk, waits[1]) == ["waiting"]
    let_in = desk.waiting.let_in(waits[1], "two seats would stay empty", clash_why="will leave the talk")
    assert (let_in.enrolment.status, let_in.enrolment.clash_reason) == ("offered", "will leave the talk")


def test_either_of_two_goes_over_a_clash_only_with_a_reason_and_over_capacity_never(desk, event, person):
    here, there = event(capacity=0), event(capacity=0, starts=datetime(2026, 12, 9, 18))
    talk, bo = event(title="Talk", starts=datetime(2026, 12, 9, 18)), person("Bo Example")
    desk.enrolments.enrol(talk.id, person_id=bo.id)
    with pytest.raises(Clash):
        desk.waiting.either((here.id, there.id), person_id=bo.id)
    assert len(desk.book.store.find(Enrolment, person=bo.id)) == 1
    desk.waiting.either((here.id, there.id), person_id=bo.id, clash_why="will choose")
    lines = [one for one in desk.book.store.find(Enrolment, person=bo.id) if one.offering != talk.id]
    assert [one.status for one in lines] == ["waiting", "waiting"]


def test_a_declined_offer_goes_to_the_next(desk, full):
    _, couple, waits = full
    desk.enrolments.withdraw(waits[0])
    desk.enrolments.withdraw(couple)
    assert now(desk, *waits) == ["cancelled", "offered", "offered"]
    desk.waiting.decline(waits[1])
    assert desk.book.the(Enrolment, waits[1]).cancelled.why == "declined the offer"


def test_somebody_who_is_elsewhere_is_skipped_with_the_reason_and_keeps_the_place(desk, event, person):
    one = event(capacity=1)
    first = desk.enrolments.enrol(one.id, person_id=person("Bo Example").id)
    cy, di = person("Cy Example"), person("Di Example")
    busy = desk.enrolments.enrol(one.id, person_id=cy.id)
    free = desk.enrolments.enrol(one.id, person_id=di.id)
    talk = event(title="Talk", starts=datetime(2026, 12, 8, 19))
    elsewhere = desk.enrolments.enrol(talk.id, person_id=cy.id, override="will choose")
    desk.enrolments.withdraw(first.enrolment.id)
    assert now(desk, busy.enrolment.id, free.enrolment.id) == ["waiting", "offered"]
    assert desk.waiting.who_can(one.id)[0].skip == "is in Talk 19:00–21:00"
    desk.waiting.decline(free.enrolment.id)
    desk.enrolments.withdraw(elsewhere.enrolment.id)
    assert now(desk, busy.enrolment.id) == ["offered"]


def test_either_city_takes_the_first_seat_and_leaves_the_other_line(desk, event, person):
    here, there = event(capacity=1), event(site="calgary", starts=datetime(2026, 12, 9, 18), capacity=1)
    for one in (here, there):
        desk.enrolments.enrol(one.id, person_id=person(f"Somebody {one.site}").id)
    bo = person("Bo Example")
    done = desk.waiting.either((here.id, there.id), person_id=bo.id)
    lines = {one.offering: one for one in desk.book.store.find(Enrolment, person=bo.id)}
    assert {one.status for one in lines.values()} == {"waiting"}
    assert done.rank == 1
    taken = next(one for one in desk.book.store.find(Enrolment, offering=there.id) if one.person != bo.id)
    desk.enrolments.withdraw(taken.id)
    desk.enrolments.take_offer(lines[there.id].id)
    assert now(desk, lines[there.id].id, lines[here.id].id) == ["enrolled", "cancelled"]


def test_either_city_enrols_at_once_where_a_seat_is_open(desk, event, person):
    here, there = event(capacity=0), event(site="calgary", starts=datetime(2026, 12, 9, 18))
    bo = person("Bo Example")
    assert desk.waiting.either((here.id, there.id), person_id=bo.id).enrolment.offering == there.id
    assert [one.status for one in desk.book.store.find(Enrolment, person=bo.id) if one.live] == ["enrolled"]


def test_calls_about_an_offer_are_logged_and_the_seat_stays_held(desk, full):
    one, couple, waits = full
    desk.enrolments.withdraw(waits[0])
    desk.enrolments.withdraw(couple)
    desk.waiting.tried(waits[1], "voicemail")
    call = desk.waiting.tried(waits[1], "no_answer")
    assert [line.split(": ")[1] for line in call.tries] == ["voicemail", "no answer"]
    assert now(desk, waits[1]) == ["offered"]
    assert desk.agenda.card(one.id).seats.own.offered == 2


def test_when_somebody_who_waited_got_the_seat_is_kept_with_it(desk, full, clock):
    _, couple, waits = full
    desk.enrolments.withdraw(couple)
    desk.waiting.let_in(waits[1], "two seats would stay empty")
    clock.forward(hours=3)
    taken = desk.enrolments.take_offer(waits[1]).enrolment
    assert (taken.seated - taken.at).total_seconds() == 3 * 3600
    left = desk.enrolments.withdraw(waits[1]).enrolment
    assert left.seated == taken.seated
    desk.history.undo()
    desk.history.undo()
    assert desk.book.the(Enrolment, waits[1]).seated is None

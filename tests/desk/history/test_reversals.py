"""What takes something back obeys the rules of booking: no second seat, no clash without a reason."""

from __future__ import annotations

from datetime import datetime

import pytest

from atma_tui.desk.events.fields import EventFields
from atma_tui.domain.errors import AlreadyEnrolled, Blocked, Clash
from atma_tui.domain.records import Call, Clinician, Enrolment, Event


def last(desk):
    return desk.history.recent(1)[0].id


def seats(desk, one):
    return [each for each in desk.book.store.find(Enrolment, person=one.id) if each.live]


def test_an_undone_withdrawal_gives_no_second_seat(desk, event, person):
    talk, ada = event("Talk"), person("Ada Sample")
    first = desk.enrolments.enrol(talk.id, person_id=ada.id).enrolment
    desk.enrolments.withdraw(first.id)
    withdrawal = last(desk)
    desk.enrolments.enrol(talk.id, person_id=ada.id)
    with pytest.raises(Blocked, match="Ada Sample would be in Talk twice"):
        desk.history.undo(withdrawal)
    assert len(seats(desk, ada)) == 1


def test_an_undone_enrolment_is_not_done_again_beside_a_new_one(desk, event, person):
    talk, ada = event("Talk"), person("Ada Sample")
    desk.enrolments.enrol(talk.id, person_id=ada.id)
    desk.history.undo(last(desk))
    undone = last(desk)
    desk.enrolments.enrol(talk.id, person_id=ada.id)
    with pytest.raises(Blocked, match="twice"):
        desk.history.undo(undone)


def test_who_was_marked_as_not_come_and_is_here_gets_their_own_row_back(desk, clock, event, person):
    talk, ada = event("Talk", starts=datetime(2026, 12, 1, 10)), person("Ada Sample")
    here = desk.enrolments.enrol(talk.id, person_id=ada.id).enrolment
    clock.forward(minutes=20)
    desk.arrivals.no_show(here.id)
    with pytest.raises(AlreadyEnrolled, match="check them in on that line"):
        desk.enrolments.enrol(talk.id, person_id=ada.id)
    desk.enrolments.enrol(talk.id, person_id=ada.id, arrived=True)
    assert [one.id for one in seats(desk, ada)] == [here.id]
    with pytest.raises(Blocked):
        desk.arrivals.undo_no_show(here.id)


@pytest.fixture
def elsewhere(desk, event, person):
    """Ada has left the evening in Edmonton, and is in a talk in Calgary at that hour."""
    evening, ada = event("Evening"), person("Ada Sample")
    left = desk.enrolments.enrol(evening.id, person_id=ada.id).enrolment

    def goes(leave):
        leave(evening, left)
        act = last(desk)
        desk.enrolments.enrol(event("Talk", site="calgary").id, person_id=ada.id)
        return act

    return goes


def test_an_undone_withdrawal_makes_no_clash(desk, elsewhere):
    act = elsewhere(lambda evening, left: desk.enrolments.withdraw(left.id))
    with pytest.raises(Blocked, match=r"Ada Sample would be in Evening .* and is in Talk 18:00–20:00"):
        desk.history.undo(act)


def test_neither_does_an_undone_cancellation(desk, elsewhere):
    act = elsewhere(lambda evening, left: desk.events.cancel(evening.id, "storm"))
    with pytest.raises(Blocked, match="and is in Talk"):
        desk.history.undo(act)


def test_nor_an_event_that_is_put_on_again(desk, elsewhere):
    evenings = []
    elsewhere(lambda evening, left: evenings.append(desk.events.cancel(evening.id, "storm")))
    with pytest.raises(Clash, match=r"Ada Sample is in Talk 18:00–20:00.* give a reason"):
        desk.events.restore(evenings[0].id)
    done = desk.book.do(desk.events.restore, evenings[0].id, override="comes late")
    assert done.value.live
    assert "(override: comes late); Ada Sample would be in Evening" in done.summary
    desk.events.cancel(evenings[0].id, "storm")
    assert desk.events.restore(evenings[0].id).live, "who has a reason to be in both is asked once"


def test_a_clash_is_gone_over_with_a_reason_that_is_no_reason_to_oversell(desk, event, person):
    ada, bo = person("Ada Sample"), person("Bo Sample")
    desk.enrolments.enrol(event("Talk").id, person_id=ada.id)
    evening = event("Evening", capacity=1)
    with pytest.raises(Clash):
        desk.enrolments.enrol(evening.id, person_id=ada.id)
    there = desk.enrolments.enrol(evening.id, person_id=ada.id, clash_why="comes late").enrolment
    assert (there.clash_reason, there.override_reason) == ("comes late", "")
    assert desk.enrolments.enrol(evening.id, person_id=bo.id).enrolment.status == "waiting"


def test_what_a_call_is_owed_for_is_not_undone_beneath_it(desk, event, person):
    talk = event("Talk")
    desk.enrolments.enrol(talk.id, person_id=person("Ada Sample").id)
    enrolled = last(desk)
    desk.events.cancel(talk.id, "storm")
    with pytest.raises(Blocked, match="since then: Cancelled Talk"):
        desk.history.undo(enrolled)


def test_a_call_that_is_owed_again_is_not_owed_to_who_has_left(desk, event, person):
    ada = desk.enrolments.enrol(event("Talk").id, person_id=person("Ada Sample").id).enrolment
    call = desk.calls.owe(ada.id, "the room is on the second floor")
    desk.history.undo(last(desk))
    undone = last(desk)
    desk.enrolments.withdraw(ada.id)
    desk.history.undo(undone)
    assert desk.book.store.get(Call, call.id).state == "dropped"


def test_a_seat_that_an_undo_frees_goes_to_the_same_persons_other_place_in_line(desk, event, person):
    talk, evening, bo = event("Talk"), event("Evening", capacity=0), person("Bo Sample")
    desk.enrolments.enrol(talk.id, person_id=bo.id)
    enrolled = last(desk)
    waits = desk.enrolments.enrol(evening.id, person_id=bo.id, clash_why="prefers it").enrolment
    desk.events.edit(evening.id, EventFields(capacity=1))
    assert desk.book.store.get(Enrolment, waits.id).status == "waiting"
    desk.history.undo(enrolled)
    assert desk.book.store.get(Enrolment, waits.id).status == "offered"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda desk, talk: desk.events.cancel(talk.id, "storm"), "Talk was cancelled since then"),
        (
            lambda desk, talk: desk.events.edit(talk.id, EventFields(starts=datetime(2026, 12, 9, 18))),
            "Talk was moved to Edmonton, Wed 9 Dec 2026, 18:00–20:00",
        ),
        (lambda desk, talk: desk.events.edit(talk.id, EventFields(site="calgary")), "Talk was moved to Calgary"),
    ],
    ids=["cancelled", "another day", "another city"],
)
@pytest.mark.parametrize(
    "leave",
    [
        lambda desk, seat, other: desk.enrolments.withdraw(seat.id),
        lambda desk, seat, other: desk.moving.move(seat.id, other.id),
    ],
    ids=["withdrawn", "went elsewhere"],
)
def test_nobody_is_put_back_into_an_event_that_was_changed_without_telling_them(
    desk, event, person, leave, change, why
):
    talk, other = event("Talk"), event("Other", starts=datetime(2026, 12, 15, 18))
    seat = desk.enrolments.enrol(talk.id, person_id=person("Ada Sample").id).enrolment
    leave(desk, seat, other)
    act = last(desk)
    change(desk, talk)
    with pytest.raises(Blocked, match=why):
        desk.history.undo(act)
    assert desk.book.store.get(Enrolment, seat.id).status == "cancelled"


def test_who_left_a_cancelled_event_is_not_put_back_once_it_is_on_again(desk, event, person):
    talk = event("Talk")
    seat = desk.enrolments.enrol(talk.id, person_id=person("Ada Sample").id).enrolment
    desk.events.cancel(talk.id, "storm")
    desk.enrolments.withdraw(seat.id)
    act = last(desk)
    desk.events.restore(talk.id)
    with pytest.raises(
        Blocked, match="Talk was put on again for Edmonton, Tue 8 Dec 2026, 18:00–20:00 since then"
    ):
        desk.history.undo(act)


def test_who_left_is_put_back_once_the_event_is_as_they_knew_it(desk, event, person):
    talk = event("Talk")
    seat = desk.enrolments.enrol(talk.id, person_id=person("Ada Sample").id).enrolment
    desk.enrolments.withdraw(seat.id)
    act = last(desk)
    desk.events.edit(talk.id, EventFields(title="Lecture"))
    desk.events.cancel(talk.id, "storm")
    desk.history.undo()
    desk.history.undo(act)
    assert desk.book.store.get(Enrolment, seat.id).status == "enrolled"


@pytest.mark.parametrize(
    ("party", "leave"),
    [
        (1, lambda desk, ada, bo, other: desk.enrolments.withdraw(bo.id)),
        (1, lambda desk, ada, bo, other: desk.enrolments.withdraw(ada.id)),
        (1, lambda desk, ada, bo, other: desk.moving.move(bo.id, other.id)),
        (3, lambda desk, ada, bo, other: desk.parties.resize(bo.id, 1)),
    ],
    ids=["withdrawn", "the other one withdrawn", "moved", "fewer"],
)
def test_seats_beyond_those_there_are_given_back_with_the_reason_they_were_given(
    desk, event, person, party, leave
):
    talk, other = event("Talk", capacity=1), event("Other", starts=datetime(2026, 12, 15, 18))
    ada = desk.enrolments.enrol(talk.id, person_id=person("Ada Sample").id).enrolment
    bo = desk.enrolments.enrol(
        talk.id, person_id=person("Bo Sample").id, party=party, override="speaker"
    ).enrolment
    leave(desk, ada, bo, other)
    desk.history.undo()
    seats = [desk.book.store.get(Enrolment, one.id) for one in (ada, bo)]
    assert [(one.status, one.party) for one in seats] == [("enrolled", 1), ("enrolled", party)]
    assert seats[1].override_reason == "speaker"


def test_a_reason_to_go_over_the_seats_is_no_reason_for_others(desk, event, person):
    talk = event("Talk", capacity=2)
    ada, bo = (
        desk.enrolments.enrol(talk.id, person_id=person(f"{name} Sample").id).enrolment for name in ("Ada", "Bo")
    )
    desk.enrolments.enrol(talk.id, person_id=person("Cy Sample").id, override="speaker")
    acts = []
    for one in (ada, bo):
        desk.enrolments.withdraw(one.id)
        acts.append(last(desk))
    desk.enrolments.enrol(talk.id, person_id=person("Di Sample").id)
    desk.history.undo(acts[0])
    with pytest.raises(Blocked, match="taken by now"):
        desk.history.undo(acts[1])


def test_seats_taken_from_an_event_on_purpose_are_no_reason_to_lose_ones_own(desk, event, person):
    talk = event("Talk")
    ada, _ = (
        desk.enrolments.enrol(talk.id, person_id=person(f"{name} Sample").id).enrolment for name in ("Ada", "Bo")
    )
    desk.events.edit(talk.id, EventFields(capacity=1), override="the room is let")
    desk.enrolments.withdraw(ada.id)
    desk.history.undo()
    assert desk.book.store.get(Enrolment, ada.id).status == "enrolled"


def test_who_sees_somebody_is_not_taken_out_of_the_book_beneath_an_appointment_of_the_past(desk, clock, event):
    talk = event("Talk")
    with desk.book.act("save clinician") as work:
        work.add(Clinician(id="cli-robin", name="Robin Sample"))
        work.summary = "Added Robin Sample"
    added = last(desk)
    with desk.book.act("book step") as work:
        work.change(talk, clinician="cli-robin")
    clock.forward(days=30)
    with pytest.raises(Blocked, match="needs the clinician"):
        desk.history.undo(added)
    assert desk.book.the(Clinician, "cli-robin").name == "Robin Sample"


TUESDAY = datetime(2026, 12, 8, 18)
WHOLE_DAY = datetime(2026, 12, 8), datetime(2026, 12, 9)


@pytest.mark.parametrize("taken_away", ["moved", "cancelled", "moved, and moved back by undo"])
def test_no_event_is_put_back_into_hours_that_were_closed_since(desk, event, taken_away):
    talk = event("Talk", starts=TUESDAY)
    if taken_away == "cancelled":
        desk.events.cancel(talk.id, "no speaker")
    elif taken_away == "moved":
        desk.events.edit(talk.id, EventFields(starts=datetime(2026, 12, 10, 18)))
    else:
        desk.events.edit(talk.id, EventFields(starts=datetime(2026, 12, 10, 18)))
        desk.events.edit(talk.id, EventFields(starts=TUESDAY))
        desk.history.undo(last(desk))
    away = last(desk)
    desk.closing.close("edmonton", *WHOLE_DAY, "storm")
    closing = last(desk)
    with pytest.raises(Blocked, match="Edmonton is closed Tue 8 Dec 2026, 00:00"):
        desk.history.undo(away)
    desk.history.undo(closing)
    desk.history.undo(away)
    back = desk.book.the(Event, talk.id)
    assert (back.live, back.starts) == (True, TUESDAY)


def test_what_was_put_into_closed_hours_with_a_reason_can_be_undone_and_done_again(desk, event):
    desk.closing.close("edmonton", *WHOLE_DAY, "storm")
    talk = event("Talk", starts=datetime(2026, 12, 10, 18))
    desk.events.edit(talk.id, EventFields(starts=TUESDAY), override="in the next house")
    for _ in range(3):
        desk.history.undo(last(desk))
    desk.history.undo(last(desk))
    assert desk.book.the(Event, talk.id).starts == TUESDAY

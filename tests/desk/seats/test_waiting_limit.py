"""How many may wait: never more than the clinic says without a reason, and nobody who waits is lost."""

import pytest

from atma_tui.desk.events.fields import EventFields
from atma_tui.domain.errors import Full, ListFull


@pytest.fixture
def full(event):
    """A full event on whose waiting list two people may be."""
    return event(capacity=0, waiting_limit=2)


@pytest.fixture
def wait(desk, person):
    def enrol(event, name, **how):
        return desk.enrolments.enrol(event.id, person_id=person(name).id, **how)

    return enrol


def test_a_list_that_is_full_refuses_with_the_number(full, wait):
    wait(full, "Bo Example", party=2)
    with pytest.raises(
        ListFull, match=r"go first\. Its waiting list is full: 2 of 2 people wait\. Nothing was changed"
    ):
        wait(full, "Cy Example")


def test_people_are_counted_and_a_smaller_party_may_still_wait(full, wait):
    wait(full, "Bo Example")
    with pytest.raises(ListFull, match="1 of 2 people wait, 2 more wanted"):
        wait(full, "Cy Example", party=2)
    assert wait(full, "Di Example").rank == 2


def test_a_limit_of_nobody_means_that_there_is_no_waiting_list(event, wait):
    with pytest.raises(Full, match=r"Open house is full, 1 wanted\. It has no waiting list"):
        wait(event(capacity=0, waiting_limit=0), "Bo Example")


def test_one_more_waits_with_a_reason_that_is_kept(desk, full, wait):
    wait(full, "Bo Example", party=2)
    done = wait(full, "Cy Example", anyway="came from far")
    assert (done.enrolment.status, done.rank, done.enrolment.exception_reason) == ("waiting", 2, "came from far")


def test_the_preview_says_that_the_list_is_full_and_what_a_reason_does(desk, full, wait, person):
    wait(full, "Bo Example", party=2)
    preview = desk.enrolments.preview(full.id, person_id=person("Cy Example").id)
    assert (preview.status, preview.anyway) == ("refused", "waiting")
    assert preview.summary.endswith("Its waiting list is full: 2 of 2 people wait.")


def test_nobody_who_waits_is_lost_when_the_limit_is_lowered(desk, event, wait):
    one = event(capacity=0)
    for name in ("Bo Example", "Cy Example"):
        wait(one, name)
    desk.events.edit(one.id, EventFields(waiting_limit=1))
    assert [line.rank for line in desk.agenda.card(one.id).waiting] == [1, 2]
    desk.events.edit(one.id, EventFields(capacity=2))
    assert [line.enrolment.status for line in desk.agenda.card(one.id).roster] == ["offered", "offered"]


def test_a_party_that_waits_grows_beyond_the_limit_only_with_a_reason(desk, full, wait):
    waits = wait(full, "Bo Example").enrolment
    assert desk.parties.resize(waits.id, 2).enrolment.party == 2
    with pytest.raises(ListFull, match="2 of 2 people wait"):
        desk.parties.resize(waits.id, 3)
    assert desk.parties.resize(waits.id, 3, override="her sons").enrolment.exception_reason == "her sons"


def test_whoever_moves_keeps_the_old_seat_when_the_list_there_is_full(desk, event, full, wait):
    wait(full, "Bo Example", party=2)
    there = wait(event(title="Talk"), "Cy Example").enrolment
    with pytest.raises(ListFull):
        desk.moving.move(there.id, full.id)
    assert desk.moving.move(there.id, full.id, anyway="promised").rank == 2


def test_the_log_says_what_the_limit_was_and_is(desk, full):
    desk.events.edit(full.id, EventFields(waiting_limit=None))
    assert desk.history.recent(1)[0].summary == "Changed Open house: waiting limit 2 -> no limit"

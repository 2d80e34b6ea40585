"""Cancelled is final: nothing is offered there, nobody is let in or marked, and it is nobody's fault."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from atma_tui.desk.events.fields import EventFields
from atma_tui.domain.errors import Blocked
from atma_tui.domain.records import Call, Enrolment

FIRST, LAST = datetime(2026, 12, 8, 8), datetime(2026, 12, 8, 23)


@pytest.fixture
def offered(desk, event, person):
    """Bo is offered the only seat, and Cy waits behind."""
    talk = event("Talk", capacity=1)
    ada, bo, cy = (
        desk.enrolments.enrol(talk.id, person_id=person(f"{name} Sample").id).enrolment
        for name in ("Ada", "Bo", "Cy")
    )
    desk.enrolments.withdraw(ada.id)
    return talk, bo, cy


def now(desk, one):
    return desk.book.store.get(Enrolment, one.id)


WAYS = {
    "cancelled by itself": lambda desk, talk: desk.events.cancel(talk.id, "storm"),
    "with the whole site": lambda desk, talk: desk.closing.close("edmonton", FIRST, LAST, "storm"),
}


@pytest.mark.parametrize("cancel", WAYS.values(), ids=WAYS)
def test_an_offer_ends_and_its_person_is_owed_one_call(desk, offered, cancel):
    talk, bo, _ = offered
    cancel(desk, talk)
    assert now(desk, bo).status == "waiting"
    sheet = desk.calls.sheet()
    assert sheet.offers == ()
    assert [one.call.enrolment for one in sheet.owed].count(bo.id) == 1


@pytest.mark.parametrize("cancel", WAYS.values(), ids=WAYS)
def test_undoing_it_gives_the_offer_back(desk, offered, cancel):
    talk, bo, _ = offered
    cancel(desk, talk)
    desk.history.undo(desk.history.undoable().id)
    assert now(desk, bo).status == "offered"


def test_whoever_cancels_what_another_desk_has_cancelled_hears_that(desk, event):
    talk = event("Talk")
    desk.events.cancel(talk.id, "storm")
    with pytest.raises(Blocked, match="Talk is cancelled already"):
        desk.events.cancel(talk.id, "illness", rev=talk.rev)


def test_nobody_is_let_in_takes_a_seat_or_is_marked(desk, clock, offered, person):
    talk, bo, cy = offered
    desk.enrolments.take_offer(bo.id)
    desk.events.cancel(talk.id, "storm")
    clock.forward(days=7, hours=3)  # while it would have been
    for refused in (
        lambda: desk.waiting.let_in(cy.id, "asked", override="asked"),
        lambda: desk.enrolments.enrol(talk.id, person_id=person("Di Sample").id, override="asked"),
        lambda: desk.arrivals.check_in(bo.id),
        lambda: desk.arrivals.no_show(bo.id),
        lambda: desk.arrivals.no_shows(talk.id),
        lambda: desk.holds.hold(talk.id, seats=1, name="physician", why="student"),
        lambda: desk.parties.resize(cy.id, 2),
    ):
        with pytest.raises(Blocked, match="cancelled"):
            refused()


def test_nobody_is_expected_again_when_a_mark_is_taken_back(desk, clock, event, person):
    talk = event("Talk", starts=datetime(2026, 12, 1, 10))
    here, absent = (
        desk.enrolments.enrol(talk.id, person_id=person(f"{name} Sample").id).enrolment for name in ("Ada", "Bo")
    )
    desk.arrivals.check_in(here.id)
    desk.arrivals.no_show(absent.id)
    desk.events.cancel(talk.id, "storm")
    for back in (
        lambda: desk.arrivals.undo_check_in(here.id),
        lambda: desk.arrivals.undo_no_show(absent.id),
    ):
        with pytest.raises(Blocked, match="Talk is cancelled; nobody is expected"):
            back()
    assert [now(desk, one).status for one in (here, absent)] == ["attended", "no_show"]


def test_who_was_in_it_and_withdraws_does_not_cancel_late(desk, clock, event, person):
    call = event("Call", category="information_call", visibility="private", starts=datetime(2026, 12, 1, 15))
    ada = desk.enrolments.enrol(call.id, person_id=person("Ada Sample").id).enrolment
    desk.events.cancel(call.id, "the clinician is ill")
    desk.enrolments.withdraw(ada.id)
    ended = now(desk, ada).cancelled
    assert (ended.late, ended.withdrew) == (False, False)


def test_a_place_in_line_is_kept_for_when_it_is_on_again(desk, offered):
    talk, bo, cy = offered
    desk.events.cancel(talk.id, "storm")
    desk.events.restore(talk.id)
    assert [now(desk, one).status for one in (bo, cy)] == ["offered", "waiting"]


# Calls say what is true now


def owed(desk):
    return [
        (desk.book.person(one.person).name, one.why) for one in desk.book.store.find(Call) if one.state == "owed"
    ]


def test_one_call_is_owed_about_an_event_the_last_word_on_it(desk, event, person):
    evening = event("Evening", capacity=3)
    ada, bo = (
        desk.enrolments.enrol(evening.id, person_id=person(f"{name} Sample").id).enrolment
        for name in ("Ada", "Bo")
    )
    for days in (1, 2):
        desk.events.edit(evening.id, EventFields(starts=evening.starts + timedelta(days=days)))
        if days == 1:
            desk.enrolments.withdraw(bo.id)
    desk.events.cancel(evening.id, "storm")
    [(name, why)] = owed(desk)
    assert (name, now(desk, ada).status) == ("Ada Sample", "enrolled")
    assert "is cancelled: storm" in why


def test_no_call_is_owed_to_whose_offer_lapsed(desk, clock, offered):
    talk, bo, _ = offered
    desk.events.cancel(talk.id, "storm")
    desk.events.restore(talk.id)
    clock.forward(hours=30)
    desk.poll()
    assert now(desk, bo).status == "cancelled"
    assert "Bo Sample" not in [name for name, _ in owed(desk)]


def test_a_call_about_another_site_names_both(desk, event, person):
    evening = event("Evening")
    desk.enrolments.enrol(evening.id, person_id=person("Ada Sample").id)
    desk.events.edit(evening.id, EventFields(site="calgary"))
    [(_, why)] = owed(desk)
    assert "from Edmonton" in why
    assert "to Calgary" in why

"""Looks at clients are in a log of their own: who, when, where, what was done, at whom."""

from __future__ import annotations

from datetime import UTC, date, timedelta

import pytest

from atma_tui import __version__
from atma_tui.desk.history.look_keeping import forget_looks, looks_before
from atma_tui.domain.errors import Unreachable
from atma_tui.domain.records import EVERYBODY, Act, Look, LookDay, Operator


@pytest.fixture
def client(desk, person):
    def make(name: str):
        one = person(name)
        with desk.book.act("make client") as work:
            return work.change(one, status="client")

    return make


@pytest.fixture
def looks(desk):
    """Return the looks of today that are in the book, those that wait included."""

    def read() -> list[Look]:
        desk.looks.flush()
        return sorted(desk.book.store.find(Look), key=lambda look: (look.at, look.by, look.place, look.people))

    return read


def test_a_look_is_of_whoever_was_at_the_desk_then(desk, person):
    bo = person("Bo Example")
    with desk.book.act("make a client") as work:
        bo = work.change(bo, status="client")
    lea = desk.operators.add("Lea Sample", "lead")
    desk.signing_in.sign_in("Lea Sample")
    desk.operators.add("Rae", "reader")
    desk.looks.saw(bo, "person")
    desk.operators.change("Lea Sample", name="Lea Example")
    desk.signing_in.sign_in("Rae")
    desk.looks.flush()
    [look] = desk.book.store.find(Look)
    assert (look.by, look.operator, look.role) == ("Lea Sample", lea.id, "lead")


def test_whoever_signed_in_in_capitals_is_one_operator_in_the_log(desk, person):
    bo = person("Bo Example")
    with desk.book.act("make a client") as work:
        bo = work.change(bo, status="client")
    one = desk.operators.add("Lea Sample", "lead")
    desk.book.at_desk.be("LEA SAMPLE")
    desk.looks.saw(bo, "person")
    desk.looks.flush()
    [look] = desk.book.store.find(Look)
    assert (look.by, look.operator, look.role) == ("Lea Sample", one.id, "lead")


def test_a_look_says_who_when_where_with_what_and_at_whom(desk, client, looks, clock):
    bo = client("Bo Example")
    desk.book.facility = "calgary"
    desk.looks.saw(bo, "person", reason="she asked for a copy")
    [look] = looks()
    assert (look.by, look.at, look.place, look.site) == ("Ada", clock.now.astimezone(UTC), "person", "calgary")
    assert (look.program, look.done, look.reason) == (f"atma-tui {__version__}", "view", "she asked for a copy")
    assert look.people == (bo.id,)


def test_an_operator_of_the_book_is_told_by_id_and_role(desk, client, looks):
    bo = client("Bo Example")
    with desk.book.act("add operator") as work:
        work.add(Operator(id="op-1", name="Ada", role="lead"))
    desk.looks.saw(bo, "person")
    assert [(look.by, look.operator, look.role) for look in looks()] == [("Ada", "op-1", "lead")]


def test_whoever_is_anywhere_in_a_view_is_seen_and_guests_are_not(desk, event, client, person, looks):
    bo, guest, one = client("Bo Example"), person("Gil Guest"), event()
    for who in (bo, guest):
        desk.enrolments.enrol(one.id, person_id=who.id)
    desk.looks.saw(desk.agenda.card(one.id), "event card")
    desk.looks.saw(desk.agenda.events(), "events")
    assert [(look.place, look.people) for look in looks()] == [("event card", (bo.id,))]


def test_a_line_of_the_log_shows_whom_it_is_about(desk, client, looks):
    bo = client("Bo Example")
    desk.people.note(bo.id, "calls at noon")
    desk.looks.saw(desk.history.recent(1), "log")
    assert [look.people for look in looks()] == [(bo.id,)]


def test_looks_at_one_person_at_one_place_within_ten_minutes_are_one(desk, client, looks, clock):
    bo, cy = client("Bo Example"), client("Cy Example")
    desk.looks.saw(bo, "person")
    desk.looks.saw(bo, "person")
    desk.looks.saw([bo, cy], "person")
    assert {look.people for look in looks()} == {(bo.id,), (cy.id,)}
    desk.looks.saw(bo, "calls")
    assert len(looks()) == 3
    clock.forward(minutes=9)
    desk.looks.saw(bo, "person")
    assert len(looks()) == 3
    clock.forward(minutes=2)
    desk.looks.saw(bo, "person")
    desk.signing_in.sign_in("Bea")
    desk.looks.saw(bo, "person")
    assert [look.by for look in looks() if look.people == (bo.id,) and look.place == "person"] == [
        *("Ada", "Ada", "Bea")
    ]


def test_undo_and_the_log_of_acts_know_nothing_of_looks(desk, client, looks):
    bo = client("Bo Example")
    acts = desk.history.recent()
    desk.looks.saw(bo, "person")
    assert looks()
    assert desk.history.recent() == acts
    assert desk.history.undoable().verb == "make client"


def test_a_look_is_no_news_for_what_is_shown(desk, client, looks):
    bo = client("Bo Example")
    desk.poll()
    desk.looks.saw(bo, "person")
    assert looks()
    assert desk.poll() == frozenset()


def test_looks_carry_who_was_at_the_desk_then_and_are_written_when_the_book_is_closed(desk, client):
    bo, store = client("Bo Example"), desk.book.store
    desk.looks.saw(bo, "person")
    desk.signing_in.sign_in("Bea")
    desk.looks.saw(bo, "person")
    desk.close()
    assert sorted(look.by for look in store.find(Look)) == ["Ada", "Bea"]


def test_looks_that_cannot_be_written_wait(desk, client, looks, monkeypatch):
    bo, store = client("Bo Example"), desk.book.store

    def refuse():
        raise Unreachable("no connection")

    with monkeypatch.context() as patch:
        patch.setattr(store, "transaction", refuse)
        desk.looks.saw(bo, "person")
        assert looks() == []
    assert [look.people for look in looks()] == [(bo.id,)]


def test_the_whole_book_is_one_look_at_everybody(desk, looks):
    desk.looks.saw(None, "backup", done="export", everybody=True)
    desk.looks.saw(None, "export")
    assert [(look.done, look.people) for look in looks()] == [("export", (EVERYBODY,))]


def test_past_days_are_packed_and_very_old_looks_are_forgotten_without_an_act(desk, client, looks, clock):
    bo, first = client("Bo Example"), clock.now.date()
    for _ in range(4):
        desk.looks.saw(bo, "person")
        desk.looks.saw(bo, "calls")
        looks()
        clock.forward(days=1)
    store = desk.book.store
    assert [day.day for day in store.find(LookDay)] == [first + timedelta(days=number) for number in range(3)]
    assert len(store.find(Look)) == 2
    acts = store.count(Act)
    assert looks_before(desk.book, first + timedelta(days=2)) == 4
    assert forget_looks(desk.book, first + timedelta(days=2)) == 4
    assert [day.day for day in store.find(LookDay)] == [first + timedelta(days=2)]
    assert forget_looks(desk.book, date(2100, 1, 1)) == 4
    assert (store.count(Look), store.count(LookDay), store.count(Act)) == (0, 0, acts)

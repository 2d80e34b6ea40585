"""Who looked at somebody, whom somebody looked at, and what is unusual."""

from __future__ import annotations

from datetime import timedelta

import pytest

from atma_tui.desk.history.look_file import look_shape, looks_csv, write_looks
from atma_tui.domain.errors import NotAllowed
from atma_tui.domain.records import Operator


@pytest.fixture
def clients(desk, person):
    made = [person("Bo Example"), person("=Cy Ada")]
    with desk.book.act("make clients") as work:
        return [work.change(one, status="client") for one in made]


def looked(desk, view, place, **more):
    desk.looks.saw(view, place, **more)
    desk.looks.flush()


def told(rows):
    return [(row.look.by, row.look.done, row.look.place) for row in rows]


def test_who_looked_at_somebody_is_told_with_acts_packed_days_and_copies_and_names_nobody_else(
    desk, clients, clock
):
    bo, cy = clients
    looked(desk, clients, "roster")
    clock.forward(days=1)
    looked(desk, bo, "person")
    clock.forward(minutes=1)
    looked(desk, None, "backup", done="export", everybody=True)
    looked(desk, cy, "person")
    rows = desk.look_log.at_person(bo.id)
    assert told(rows) == [
        ("Ada", "export", "backup"),
        ("Ada", "view", "person"),
        ("Ada", "view", "roster"),
        *(row for row in told(rows)[3:] if row[1] in ("edit", "create")),
    ]
    assert ("Ada", "edit", "make clients") in told(rows)
    assert {pair for row in rows for pair in row.people} == {(bo.id, "Bo Example"), ("*", "everybody")}


def test_looks_that_older_versions_noted_as_acts_are_looks_and_are_no_acts_in_the_log(desk, clients):
    bo, _ = clients
    with desk.book.act("viewed") as work:
        work.relate(bo.id)
        work.summary = "Looked at Bo Example"
    assert told(desk.look_log.at_person(bo.id))[0] == ("Ada", "view", "viewed")
    assert all(act.verb != "viewed" for act in (*desk.history.recent(), *desk.history.acts_about(bo.id)))


def test_looks_at_a_double_are_looks_at_who_stays(desk, clients):
    bo, cy = clients
    looked(desk, cy, "person")
    desk.merging.merge(bo.id, cy.id)
    assert ("Ada", "view", "person") in told(desk.look_log.at_person(bo.id))


def test_what_an_operator_looked_at_between_two_days(desk, clients, clock):
    bo, cy = clients
    looked(desk, bo, "person")
    clock.forward(days=1)
    looked(desk, cy, "person")
    desk.signing_in.sign_in("Bea")
    looked(desk, bo, "person")
    day = clock.now.date()
    assert [row.people[0][0] for row in desk.look_log.by_operator("Ada", day - timedelta(days=1), day)] == [
        cy.id,
        bo.id,
    ]
    assert [row.people[0][0] for row in desk.look_log.by_operator("Ada", day, day)] == [cy.id]
    assert desk.look_log.by_operator("Nobody", day, day) == []


def test_an_operator_is_asked_about_however_the_name_is_capitalised(desk, clients):
    desk.operators.add("Lea", "lead")
    desk.signing_in.sign_in("lea")
    looked(desk, clients[0], "person")
    day = desk.now().date()
    assert len(desk.look_log.by_operator("LEA", day, day)) == 1


def test_looks_under_a_former_name_are_those_of_whoever_had_it(desk, clients):
    lea = desk.operators.add("Lea", "lead")
    desk.signing_in.sign_in("Lea")
    looked(desk, clients[0], "person")
    desk.operators.change(lea.id, name="Lea Sample")
    desk.operators.add("Lea", "desk")
    looked(desk, clients[1], "person")
    day = desk.now().date()
    assert len(desk.look_log.by_operator("Lea Sample", day, day)) == 2
    assert desk.look_log.by_operator("Lea", day, day) == []


def test_unusual_looks_are_listed_with_their_reasons(desk, clients, clock):
    bo, cy = clients
    clock.forward(days=3)
    desk.signing_in.sign_in("Robin Ada")
    looked(desk, bo, "person")
    looked(desk, cy, "person")
    day = clock.now.date()
    found = {row.people[0][0]: one.why for row, one in desk.look_log.unusual(day, day)}
    assert found == {bo.id: ("no appointment",), cy.id: ("same name", "no appointment")}


def test_only_who_may_see_the_looks_sees_them(desk, clients):
    with desk.book.act("add operators") as work:
        work.add(Operator(id="op-1", name="Ada", role="desk"))
        work.add(Operator(id="op-2", name="Lea", role="lead"))
    with pytest.raises(NotAllowed):
        desk.look_log.at_person(clients[0].id)
    desk.signing_in.sign_in("Lea")
    assert desk.look_log.at_person(clients[0].id)


def test_a_file_of_looks_is_for_its_owner_only_and_holds_no_formula(desk, clients, tmp_path):
    looked(desk, clients, "roster")
    rows = desk.look_log.at_person(clients[1].id)
    file = write_looks(tmp_path / "private", "Per 1", rows)
    assert (file.name, file.stat().st_mode & 0o777) == ("looks-per-1.csv", 0o600)
    assert "'=Cy Ada" in looks_csv(rows)
    assert look_shape(rows[0])["people"] == [{"id": clients[1].id, "name": "=Cy Ada"}]

"""A sync is planned before its act: what other desks do in between, and that the plan still fits the book."""

from datetime import datetime

import pytest

from atma_tui.desk.desk import Desk
from atma_tui.desk.events.fields import EventFields
from atma_tui.desk.websites import websites
from atma_tui.desk.websites.planned import MAX_PLANS
from atma_tui.domain.errors import Busy
from atma_tui.domain.records import Call, Event, Source
from atma_tui.store import rerun
from tests.desk.calendars.test_imports import block, ics
from tests.desk.websites.test_websites import REMOTES, events, outcome, remote


@pytest.fixture(autouse=True)
def each_runs_once():
    """Also in the mode that runs use cases twice: what happens in between happens at the first run only."""
    outside = rerun._may_rerun.set(False)
    yield
    rerun._may_rerun.reset(outside)


@pytest.fixture
def between(desk, monkeypatch):
    """Let something happen between the plan and the act, so many times."""
    store, waiting = desk.book.store, []
    begin = store.transaction

    def transaction():
        if store._undo is None and waiting:
            waiting.pop()()
        return begin()

    monkeypatch.setattr(store, "transaction", transaction)

    def between(call, times=1):
        def once():
            with monkeypatch.context() as others:
                others.setattr(store, "transaction", begin)
                call()

        waiting[:] = [once] * times

    return between


@pytest.fixture
def other(desk, clock):
    return Desk(desk.book.store, "Bo", clock)


@pytest.fixture
def plans(monkeypatch):
    """How often it was planned: a list that grows."""
    made, plan_of = [], websites.plan_of

    def counted(*given, **more):
        made.append(plan_of(*given, **more))
        return made[-1]

    monkeypatch.setattr(websites, "plan_of", counted)
    return made


@pytest.fixture
def source(desk) -> Source:
    source = desk.sources.add("clinic", "https://www.example.org/events.ics", site="edmonton")
    desk.websites.conclude(outcome(desk, REMOTES))
    return source


MOVED = [remote(0, starts=datetime(2026, 12, 10, 19), ends=datetime(2026, 12, 10, 21)), *REMOTES[1:]]


def test_while_it_is_planned_others_may_write(desk, source, monkeypatch):
    def plan_of(*given, **more):
        with pytest.raises(RuntimeError, match="inside transaction"):
            desk.book.store.put(source)
        raise KeyError

    monkeypatch.setattr(websites, "plan_of", plan_of)
    with pytest.raises(KeyError):
        desk.websites.conclude(outcome(desk, MOVED))


def test_what_another_desk_changed_meanwhile_is_planned_for(desk, source, other, between, plans):
    talk = events(desk)["Talk 0"]
    between(lambda: other.events.edit(talk.id, EventFields(starts=datetime(2026, 12, 10, 17))))
    result = desk.websites.conclude(outcome(desk, MOVED))
    assert len(plans) == 2
    assert result.counts["conflicts"] == 1
    assert events(desk)["Talk 0"].starts == datetime(2026, 12, 10, 17)


def test_who_enrolled_meanwhile_is_owed_a_call_too(desk, source, other, person, between, plans):
    talk, bo = events(desk)["Talk 0"], person("Bo Example")
    between(lambda: other.enrolments.enrol(talk.id, person_id=bo.id))
    [item] = desk.websites.conclude(outcome(desk, MOVED)).plan.items
    assert len(plans) == 2
    assert item.people.total == 1
    assert [call.person for call in desk.book.store.find(Call)] == [bo.id]


def test_an_enrolment_elsewhere_does_not_make_it_plan_again(desk, source, other, person, between, plans):
    elsewhere, bo = events(desk)["Talk 3"], person("Bo Example")
    between(lambda: other.enrolments.enrol(elsewhere.id, person_id=bo.id))
    assert desk.websites.conclude(outcome(desk, MOVED)).applied
    assert len(plans) == 1


def test_a_source_that_was_removed_meanwhile_changes_nothing(desk, source, other, between):
    between(lambda: other.sources.remove("clinic"))
    assert desk.websites.conclude(outcome(desk, MOVED)).result == "failed"
    assert events(desk)["Talk 0"].starts == datetime(2026, 12, 10, 18)


def test_it_does_not_go_on_planning_for_ever(desk, source, other, between, plans):
    talk, before = events(desk)["Talk 0"], desk.sources.list()
    notes = iter(range(100))
    between(lambda: other.events.edit(talk.id, EventFields(notes=f"Note {next(notes)}")), times=100)
    result = desk.websites.conclude(outcome(desk, MOVED))
    assert (result.result, len(plans)) == ("skipped", MAX_PLANS)
    assert "Other desks are changing events at this moment" in result.lines[0]
    assert desk.sources.list() == before


def test_a_file_is_planned_before_its_act_in_the_same_way(desk, other, between):
    desk.imports.apply(ics(block()), "x.ics")
    [talk] = desk.book.store.find(Event)
    newer = ics(block(title="Better talk", SEQUENCE=1))
    between(lambda: other.events.edit(talk.id, EventFields(title="Our talk")))
    assert desk.imports.apply(newer, "x.ics").counts["conflicts"] == 1
    notes = iter(range(100))
    between(lambda: other.events.edit(talk.id, EventFields(notes=f"Note {next(notes)}")), times=100)
    with pytest.raises(Busy, match="Other desks are changing events"):
        desk.imports.apply(ics(block(title="Best talk", SEQUENCE=2)), "x.ics")

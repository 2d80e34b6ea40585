"""A sync's plan announces as many calls as applying it owes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from atma_tui.domain.records import Call
from tests.desk.websites.test_websites import REMOTES, events, outcome, source

__all__ = ["source"]

TALK = REMOTES[0]
LATER = replace(TALK, starts=TALK.starts + timedelta(hours=1), ends=TALK.ends + timedelta(hours=1))


@pytest.fixture
def talk(desk, source, person):
    """A talk of the website with two people in it, and somebody who has left."""
    desk.websites.conclude(outcome(desk, REMOTES))
    talk = events(desk)[TALK.title]
    ada, _, cy = (
        desk.enrolments.enrol(talk.id, person_id=person(f"{name} Sample").id).enrolment
        for name in ("Ada", "Bo", "Cy")
    )
    desk.enrolments.withdraw(cy.id)
    return ada


def announced_and_made(desk, remote):
    """Plan and apply a sync that says this of the talk; return the calls of the plan, and those that it made."""
    known = {one.id for one in desk.book.store.find(Call)}
    now = outcome(desk, [remote, *REMOTES[1:]], etag=str(remote.starts))
    plan = desk.websites.conclude(now, apply=False).plan
    assert desk.websites.conclude(now).applied
    return sum(one.calls for one in plan.items), len({one.id for one in desk.book.store.find(Call)} - known)


def test_everybody_in_it_is_called(desk, talk):
    assert announced_and_made(desk, LATER) == (2, 2)


def test_nobody_is_called_who_was_not_told_of_what_is_taken_back(desk, talk):
    assert announced_and_made(desk, LATER) == (2, 2)
    assert announced_and_made(desk, TALK) == (0, 0)


def test_who_was_told_already_is_called_again(desk, talk):
    announced_and_made(desk, LATER)
    [call] = [one for one in desk.book.store.find(Call) if one.enrolment == talk.id]
    desk.calls.note(call.id, "reached")
    assert announced_and_made(desk, TALK) == (1, 1)


def test_who_is_there_already_is_not_called(desk, talk, clock):
    clock.now = clock.now + timedelta(days=9)
    desk.arrivals.check_in(talk.id)
    assert announced_and_made(desk, LATER) == (1, 1)

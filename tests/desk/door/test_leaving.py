"""Check-out: who has left, and who is still here."""

from datetime import datetime

import pytest

from atma_tui.domain.errors import Blocked
from atma_tui.domain.records import Enrolment

NOON = datetime(2026, 12, 1, 12)


@pytest.fixture
def came(desk, person, clock):
    """Enrol somebody in an event of today and check them in at its start."""

    def came(event, name, **fields):
        one = desk.enrolments.enrol(event.id, person_id=person(f"{name} Sample").id, **fields).enrolment
        return desk.arrivals.check_in(one.id).enrolment

    return came


def names(desk, **where):
    return [one.person.name for one in desk.leaving.still_here(**where)]


def test_who_has_left_is_not_here_and_has_attended(desk, event, came, clock):
    talk = event("Talk", starts=NOON, capacity=5)
    clock.forward(hours=2)
    ada, bo = came(talk, "Ada"), came(talk, "Bo")
    clock.forward(minutes=30)
    [done] = desk.leaving.check_out([ada.id])
    assert done.enrolment.left == clock.now
    assert desk.history.recent()[0].summary == "Ada Sample has left Talk"
    assert names(desk) == ["Bo Sample"]
    seats, [counts] = desk.agenda.card(talk.id).seats, desk.reports.events()
    assert (seats.attended, seats.free, counts.attended) == (2, 3, 2), "they keep the seat and have attended"
    with pytest.raises(Blocked, match="Ada Sample has left already"):
        desk.leaving.check_out([bo.id, ada.id])
    assert names(desk) == ["Bo Sample"]


def test_it_is_taken_back_by_undo_and_by_itself(desk, event, came, clock):
    talk = event("Talk", starts=NOON)
    clock.forward(hours=2)
    ada = came(talk, "Ada")
    desk.leaving.check_out([ada.id])
    desk.history.undo()
    assert names(desk) == ["Ada Sample"]
    desk.leaving.check_out([ada.id])
    desk.leaving.undo_check_out([ada.id])
    assert names(desk) == ["Ada Sample"]
    with pytest.raises(Blocked, match="has not left; there is nothing to take back"):
        desk.leaving.undo_check_out([ada.id])


def test_a_party_leaves_together_and_several_in_one_act(desk, event, came, clock):
    talk = event("Talk", starts=NOON, capacity=9)
    clock.forward(hours=2)
    people = [came(talk, "Ada", party=3), came(talk, "Bo")]
    desk.leaving.check_out([people[0].id])
    assert desk.history.recent()[0].summary == "Ada Sample (party of 3) has left Talk"
    desk.history.undo()
    desk.leaving.check_out([one.id for one in people])
    assert desk.history.recent()[0].summary == "2 have left Talk: Ada Sample, Bo Sample"
    assert names(desk) == []
    desk.history.undo()
    assert names(desk) == ["Ada Sample", "Bo Sample"]


def test_they_are_listed_by_site_until_their_event_ends(desk, event, came, clock):
    talk, other = event("Talk", starts=NOON), event("Circle", starts=NOON, site="calgary")
    clock.forward(hours=2)
    came(talk, "Ada"), came(other, "Bo")
    assert names(desk) == ["Bo Sample", "Ada Sample"]
    assert names(desk, site="edmonton") == ["Ada Sample"]
    clock.forward(hours=2)
    assert names(desk) == []


def test_who_is_not_here_cannot_leave(desk, event, person):
    talk = event("Talk", starts=NOON)
    ada = desk.enrolments.enrol(talk.id, person_id=person("Ada Sample").id).enrolment
    with pytest.raises(Blocked, match="Ada Sample is enrolled, not here; not checked out"):
        desk.leaving.check_out([ada.id])


def test_taking_the_check_in_back_takes_the_check_out_back_too(desk, event, came, clock):
    talk = event("Talk", starts=NOON)
    clock.forward(hours=2)
    ada = came(talk, "Ada")
    desk.leaving.check_out([ada.id])
    desk.arrivals.undo_check_in(ada.id)
    assert desk.book.the(Enrolment, ada.id).left is None


def test_a_handover_says_who_is_still_here_and_the_last_count(desk, event, came, clock):
    talk = event("Talk", starts=NOON, capacity=9)
    clock.forward(hours=2)
    came(talk, "Ada")
    desk.door_counts.count_in(talk.id)
    desk.door_counts.count_in(talk.id)
    known = desk.handovers.handover()
    assert [one.person.name for one in known.here] == ["Ada Sample"]
    arrivals = dict(known.done)["arrivals"]
    assert [act.summary for act in arrivals] == [
        "Ada Sample is here for Talk",
        "Counted 1 in at Talk: 1 -> 2 here",
    ]
    paper = desk.sheets.handover(names=True)
    assert "Still here" in [block.title for block in paper.sheet.blocks]


def test_whoever_has_left_is_not_checked_in_twice(desk, event, came, clock):
    talk = event("Talk", starts=NOON, capacity=5)
    clock.forward(hours=2)
    ada = came(talk, "Ada")
    desk.leaving.check_out([ada.id])
    with pytest.raises(Blocked, match="has left again; not checked in"):
        desk.arrivals.check_in(ada.id)

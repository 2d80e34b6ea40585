from datetime import datetime

import pytest

from atma_tui.domain.errors import Blocked, InputError
from atma_tui.domain.records import Act, Call
from tests.desk.seats.test_several import in_event
from tests.ui.rig import enrol, small_desk, status


@pytest.fixture
def desk():
    return small_desk()


def test_several_are_put_on_the_call_list_and_each_call_is_owed_once(desk):
    _, people = in_event(desk, "Ann Sample", "Bo Sample", starts=datetime(2026, 12, 8, 18))
    desk.several_calls.owe([one.id for one in people], "bring a cup")
    desk.several_calls.owe([people[0].id], "the door is at the back")
    owed = [(line.person.name, line.call.why) for line in desk.calls.sheet().owed]
    assert owed == [("Ann Sample", "bring a cup; the door is at the back"), ("Bo Sample", "bring a cup")]
    with pytest.raises(InputError):
        desk.several_calls.owe([people[0].id], " ")


def test_nobody_is_put_on_the_call_list_who_has_left(desk):
    _, [ann, bo] = in_event(desk, "Ann Sample", "Bo Sample", starts=datetime(2026, 12, 8, 18))
    desk.enrolments.withdraw(bo.id)
    with pytest.raises(Blocked, match="Bo Sample is not in"):
        desk.several_calls.owe([ann.id, bo.id], "bring a cup")
    assert desk.calls.sheet().owed == ()


@pytest.mark.parametrize(
    ("result", "offer", "call"),
    [
        ("reached", "enrolled", "reached"),
        ("voicemail", "offered", "voicemail"),
        ("dropped", "cancelled", "dropped"),
    ],
)
def test_the_same_is_noted_of_several_calls_by_one_act(desk, result, offer, call):
    event, [full] = in_event(desk, "Ann Sample", capacity=1, starts=datetime(2026, 12, 8, 18))
    waiting = enrol(desk, event, "Cy Sample")
    desk.enrolments.withdraw(full.id)
    _, [told] = in_event(desk, "Bo Sample", starts=datetime(2026, 12, 9, 18))
    owed = desk.calls.owe(told.id, "bring a cup")
    acts = desk.book.store.count(Act)
    leaving = [told.id] if result == "dropped" else []
    desk.several_calls.note(result, offers=[waiting.id], owed=[owed.id], leaving=leaving)
    assert desk.book.store.count(Act) == acts + 1
    assert status(desk, waiting) == offer
    assert desk.book.the(Call, owed.id).state == call
    assert status(desk, told) == ("cancelled" if leaving else "enrolled")

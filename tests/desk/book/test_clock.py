"""A desk whose clock is days away from the last act in the book."""

from datetime import datetime, timedelta

import pytest

from atma_tui.desk.desk import Desk
from atma_tui.desk.people.new_person import NewPerson
from atma_tui.domain.records import Enrolment, Hold


@pytest.fixture
def offered(desk, event, person, clock):
    """A seat is offered to Bo until tomorrow, Cy waits, and a seat elsewhere is held until tomorrow."""
    evening = event(capacity=1, starts=datetime(2026, 12, 28, 18))
    first, bo, cy = (
        desk.enrolments.enrol(evening.id, person_id=person(f"{name} Sample").id).enrolment.id
        for name in ("Ada", "Bo", "Cy")
    )
    talk = event("Talk", capacity=1, starts=datetime(2026, 12, 29, 18))
    held = desk.holds.hold(talk.id, seats=1, name="physician", why="student", until=clock.now + timedelta(days=1))
    desk.enrolments.withdraw(first)
    return evening.id, bo, cy, held.id


def states(desk, *ids):
    return [desk.book.the(Enrolment, id).status for id in ids]


def test_nothing_lapses_at_a_desk_whose_clock_is_days_ahead_and_it_says_so(desk, offered, clock):
    evening, bo, cy, held = offered
    clock.forward(days=11)
    desk.poll()
    assert states(desk, bo, cy) == ["offered", "waiting"]
    assert desk.book.store.get(Hold, held) is not None
    seats = desk.agenda.card(evening).seats
    assert (seats.own.offered, seats.free) == (1, 0)
    assert [one.enrolment.id for one in desk.calls.sheet().offers] == [bo]
    assert desk.book.clock_words().startswith("clock 11 days ahead")


def test_the_act_of_a_person_gives_away_no_seat_that_is_still_held_and_confirms_the_date(desk, offered, clock):
    evening, bo, cy, held = offered
    clock.forward(days=11)
    new = desk.enrolments.enrol(evening, new=NewPerson(name="Di Sample")).enrolment
    assert states(desk, bo, cy) == ["offered", "waiting"] and new.status == "waiting"
    assert desk.book.clock_words() == ""
    desk.poll()
    assert states(desk, bo, cy) == ["cancelled", "offered"]
    assert desk.book.store.get(Hold, held) is None


def test_an_offer_may_be_taken_while_the_clock_may_be_wrong(desk, offered, clock):
    _, bo, _, _ = offered
    clock.forward(days=11)
    desk.enrolments.take_offer(bo)
    assert states(desk, bo) == ["enrolled"]


def test_what_the_program_does_by_itself_confirms_no_date(desk, offered, clock):
    _, bo, _, _ = offered
    clock.forward(days=11)
    for verb in ("viewed", "sync"):
        with desk.book.act(verb) as work:
            work.summary = "nobody looked at the date"
    desk.poll()
    assert states(desk, bo) == ["offered"]


def test_over_a_weekend_offers_lapse_as_they_should(desk, offered, clock):
    _, bo, cy, _ = offered
    clock.forward(hours=63)
    desk.poll()
    assert states(desk, bo, cy) == ["cancelled", "offered"]


def test_a_desk_whose_clock_is_behind_lets_nothing_lapse_early_and_says_so(desk, offered, clock):
    _, bo, _, _ = offered
    late = Desk(desk.book.store, "Bo", lambda: clock.now - timedelta(days=2))
    late.poll()
    assert states(desk, bo) == ["offered"]
    assert late.book.clock_words() == "clock 2 days behind the book: set it"

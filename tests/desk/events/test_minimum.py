"""Events that need some people to run: told in time, decided once, by somebody."""

from datetime import date, datetime

import pytest

from atma_tui.desk.events.fields import EventFields
from atma_tui.domain.errors import Blocked, InputError
from atma_tui.domain.records import Event
from atma_tui.domain.series.rhythm import Repeat
from atma_tui.domain.timing.limits import limit_words
from atma_tui.domain.timing.minimum import read_decision


@pytest.fixture
def circle(event):
    """An event on 18 Dec that needs four people, decided three days before; it is 1 Dec."""

    def make(**fields):
        given = {"starts": datetime(2026, 12, 18, 18), "capacity": 8, "minimum": 4, "decide_days": 3, **fields}
        return event("Circle", **given)

    return make


def told(desk, **where):
    return [one.summary for one in desk.minimums.too_few(**where)]


def test_it_is_told_from_a_week_before_the_decision_with_what_is_missing(desk, circle, person, clock):
    one = circle()
    desk.enrolments.enrol(one.id, person_id=person("Bo Example").id, party=3)
    assert told(desk) == []
    clock.forward(days=7)
    assert told(desk) == ["Circle has 3 of the 4 it needs, 1 missing; to be decided by Tue 15 Dec 2026"]
    clock.forward(days=7)
    assert told(desk)[0].endswith("to be decided today")
    clock.forward(days=1)
    assert told(desk)[0].endswith("to be decided since Tue 15 Dec 2026")
    clock.forward(days=3)
    assert told(desk) == [], "it has begun"


def test_nobody_is_told_of_one_that_has_enough_or_is_at_the_other_site(desk, circle, person):
    one = circle(starts=datetime(2026, 12, 5, 18))
    assert told(desk, site="calgary") == []
    assert len(told(desk, site="edmonton")) == 1
    desk.enrolments.enrol(one.id, person_id=person("Bo Example").id, party=4)
    assert told(desk) == []


def test_that_it_runs_anyway_is_decided_once_with_who_and_why(desk, circle):
    one = circle(starts=datetime(2026, 12, 5, 18))
    after = desk.minimums.run_anyway(one.id, "they drive far")
    assert after.runs_anyway == "they drive far (Ada)"
    assert told(desk) == []
    assert desk.history.recent(1)[0].summary == (
        "Circle of Sat 5 Dec 2026, 18:00–20:00 runs with 0 of 4: they drive far"
    )
    with pytest.raises(Blocked, match="runs with fewer already: they drive far"):
        desk.minimums.run_anyway(one.id, "again")
    desk.history.undo()
    assert len(told(desk)) == 1


def test_a_new_minimum_is_decided_anew_and_a_cancelled_event_is_decided(desk, circle):
    one = circle(starts=datetime(2026, 12, 5, 18))
    desk.minimums.run_anyway(one.id, "they drive far")
    desk.events.edit(one.id, EventFields(notes="Bring tea"))
    assert told(desk) == []
    desk.events.edit(one.id, EventFields(minimum=3))
    assert len(told(desk)) == 1
    desk.events.cancel(one.id, "too few")
    assert told(desk) == []
    with pytest.raises(Blocked, match="is cancelled"):
        desk.minimums.run_anyway(one.id, "still")


def test_what_needs_no_decision_is_refused(desk, circle, event):
    with pytest.raises(Blocked, match="needs no number of people"):
        desk.minimums.run_anyway(event().id, "why not")
    with pytest.raises(InputError, match="A reason is needed"):
        desk.minimums.run_anyway(circle().id, " ")


def test_each_date_of_a_series_and_a_copy_is_decided_by_itself_as_many_days_before(desk):
    fields = EventFields(
        site="edmonton",
        title="Circle",
        starts=datetime(2026, 12, 3, 18),
        ends=datetime(2026, 12, 3, 20),
        minimum=4,
        decide_days=2,
    )
    first, second = desk.events.add(fields, repeat=Repeat(times=2))
    assert [words.rpartition("decided ")[2] for words in told(desk)] == ["today", "by Tue 8 Dec 2026"]
    desk.minimums.run_anyway(first.id, "they drive far")
    twin = desk.events.copy(first.id, datetime(2026, 12, 4, 18))
    assert (twin.runs_anyway, twin.decide_days) == ("", 2)
    assert desk.book.the(Event, second.id).runs_anyway == ""


def test_the_log_says_what_the_minimum_was_and_is(desk, circle):
    desk.events.edit(circle().id, EventFields(minimum=3, decide_days=0))
    assert desk.history.recent(1)[0].summary == "Changed Circle: minimum 4 -> 3, days before to decide 3 -> 0"


@pytest.mark.parametrize("minimum", [9, 100])
def test_a_minimum_that_does_not_fit_into_the_event_is_refused(circle, minimum):
    with pytest.raises(InputError, match="needs more people than it has places"):
        circle(minimum=minimum)


@pytest.mark.parametrize(
    ("words", "days"),
    [("3", 3), ("3 days before", 3), ("0", 0), ("15 dec", 3), ("fri", 14), ("2026-12-18", 0)],
)
def test_the_day_of_the_decision_is_a_day_or_so_many_days_before(words, days):
    assert read_decision(words, date(2026, 12, 18), date(2026, 12, 1)) == days


@pytest.mark.parametrize(
    ("words", "why"), [("19 dec", "is after the event"), ("61", "at most 60"), ("soon", "not a day")]
)
def test_a_day_on_which_it_cannot_be_decided_is_refused(words, why):
    with pytest.raises(InputError, match=why):
        read_decision(words, date(2026, 12, 18), date(2026, 12, 1))


def test_once_it_has_begun_nothing_is_left_to_be_decided(desk, circle, clock):
    one = circle()
    assert limit_words(one, desk.now()) == ["needs 4 to run, to be decided by Tue 15 Dec 2026"]
    clock.forward(days=18)
    assert limit_words(one, desk.now()) == ["needs 4 to run"]

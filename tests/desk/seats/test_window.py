"""When enrolment is open: nobody is taken before or after without a reason, and nobody is turned out."""

from datetime import datetime, timedelta

import pytest

from atma_tui.desk.events.fields import EventFields
from atma_tui.desk.importing.plan import Choices
from atma_tui.desk.maintenance import broken_rules
from atma_tui.desk.people.new_person import NewPerson
from atma_tui.domain.errors import InputError, NotOpen
from atma_tui.domain.records import Event
from atma_tui.domain.series.rhythm import Repeat

MONDAY = datetime(2026, 12, 7, 9)
"""The day before the event; it is Tue 1 Dec, 10:00."""


@pytest.fixture
def later(event):
    """An event in which enrolment opens on Monday."""
    return event(enrolment_opens=MONDAY)


@pytest.fixture
def closed(event):
    """An event in which enrolment has closed."""
    return event(enrolment_closes=datetime(2026, 12, 1, 9))


def test_before_it_opens_nobody_is_enrolled_and_the_refusal_says_when_it_does(desk, later, person, clock):
    bo = person("Bo Example")
    with pytest.raises(NotOpen, match=r"Open house opens on Mon 7 Dec 2026 at 09:00 Alberta time\. Nothing was"):
        desk.enrolments.enrol(later.id, person_id=bo.id)
    assert desk.agenda.card(later.id).roster == ()
    clock.forward(days=6)
    assert desk.enrolments.enrol(later.id, person_id=bo.id).enrolment.status == "enrolled"


def test_after_it_has_closed_nobody_goes_on_the_waiting_list_either(desk, event, person):
    full = event(capacity=0, enrolment_closes=datetime(2026, 12, 1, 9))
    with pytest.raises(NotOpen, match="closed on Tue 1 Dec 2026 at 09:00"):
        desk.enrolments.enrol(full.id, person_id=person("Bo Example").id)


def test_a_reason_takes_them_anyway_but_no_seat_that_is_not_free(desk, closed, person):
    done = desk.enrolments.enrol(closed.id, person_id=person("Bo Example").id, party=2, anyway="speaker")
    assert (done.enrolment.status, done.enrolment.exception_reason) == ("enrolled", "speaker")
    assert "(by override)" in done.summary
    second = desk.enrolments.enrol(closed.id, person_id=person("Cy Example").id, anyway="sister")
    assert (second.enrolment.status, second.enrolment.override_reason) == ("waiting", "")
    assert second.summary.endswith("on the waiting list of Open house, place 1 (by override)")


def test_a_reason_that_was_not_needed_is_not_kept(desk, event, person):
    done = desk.enrolments.enrol(event().id, person_id=person("Bo Example").id, anyway="speaker")
    assert done.enrolment.exception_reason == ""


def test_the_preview_says_what_is_refused_and_what_a_reason_does(desk, closed, person):
    preview = desk.enrolments.preview(closed.id, person_id=person("Bo Example").id)
    assert (preview.status, preview.anyway) == ("refused", "enrolled")
    assert preview.summary.startswith("Enrolment in Open house closed on Tue 1 Dec 2026")


def test_whoever_waits_is_offered_a_seat_after_it_has_closed_and_may_take_it(desk, event, person, clock):
    one = event(capacity=1, enrolment_closes=datetime(2026, 12, 2, 9))
    seated, waits = (desk.enrolments.enrol(one.id, person_id=person(name).id) for name in ("Bo", "Cy"))
    clock.forward(days=2)
    desk.enrolments.withdraw(seated.enrolment.id)
    assert desk.enrolments.take_offer(waits.enrolment.id).enrolment.status == "enrolled"


def test_at_the_door_on_the_day_people_are_let_in(desk, closed, person, clock):
    bo = person("Bo Example")
    with pytest.raises(NotOpen):
        desk.enrolments.enrol(closed.id, person_id=bo.id, arrived=True)
    clock.forward(days=7, hours=7)
    done = desk.enrolments.enrol(closed.id, person_id=bo.id, arrived=True)
    assert (done.enrolment.status, done.enrolment.exception_reason) == ("attended", "")


def test_moving_and_waiting_for_either_are_enrolling_too(desk, event, closed, person):
    bo = person("Bo Example")
    talk = event(title="Talk", starts=datetime(2026, 12, 9, 18))
    there = desk.enrolments.enrol(talk.id, person_id=bo.id).enrolment
    with pytest.raises(NotOpen):
        desk.moving.move(there.id, closed.id)
    with pytest.raises(NotOpen):
        desk.waiting.either((closed.id, talk.id), person_id=person("Cy Example").id)
    assert desk.moving.move(there.id, closed.id, anyway="came by").enrolment.status == "enrolled"


def test_a_party_grows_only_while_it_is_open(desk, event, person, clock):
    one = event(capacity=5, enrolment_closes=datetime(2026, 12, 2, 9))
    there = desk.enrolments.enrol(one.id, person_id=person("Bo Example").id, party=2).enrolment
    clock.forward(days=2)
    with pytest.raises(NotOpen):
        desk.parties.resize(there.id, 3)
    assert desk.parties.resize(there.id, 1).enrolment.party == 1
    grown = desk.parties.resize(there.id, 2, override="her son")
    assert (grown.enrolment.exception_reason, grown.enrolment.override_reason) == ("her son", "")


def test_an_import_names_whom_it_does_not_enrol(desk, closed):
    data = b"Name,Phone\nBo Example,780-555-0101\n"
    looked = desk.people_import.plan(data, Choices(into=closed.id))
    assert "closed on" in looked.rows[0].words()


def test_undo_brings_back_who_was_in_it_before_it_closed(desk, event, person, clock):
    one = event(enrolment_closes=datetime(2026, 12, 2, 9))
    there = desk.enrolments.enrol(one.id, person_id=person("Bo Example").id).enrolment
    clock.forward(days=2)
    desk.enrolments.withdraw(there.id)
    desk.history.undo()
    assert [line.enrolment.status for line in desk.agenda.card(one.id).roster] == ["enrolled"]


def test_closing_it_turns_nobody_out(desk, event, person):
    one = event(capacity=1)
    for name in ("Bo Example", "Cy Example"):
        desk.enrolments.enrol(one.id, person_id=person(name).id)
    desk.events.edit(one.id, EventFields(enrolment_closes=datetime(2026, 11, 30, 9)))
    card = desk.agenda.card(one.id)
    assert (len(card.roster), len(card.waiting)) == (1, 1)
    assert broken_rules(desk.book) == []


# Series, copies, what the log says


def weekly(desk, **fields):
    given = {"site": "edmonton", "title": "Circle", "starts": datetime(2026, 12, 8, 18), **fields}
    given["ends"] = given["starts"] + timedelta(hours=1)
    return desk.events.add(EventFields(**given), repeat=Repeat(times=3))


def test_each_date_of_a_series_has_the_window_as_many_days_before_it(desk):
    dates = weekly(desk, enrolment_opens=datetime(2026, 12, 1, 9), enrolment_closes=datetime(2026, 12, 7, 12))
    assert [one.enrolment_opens for one in dates] == [datetime(2026, 12, day, 9) for day in (1, 8, 15)]
    assert [one.enrolment_closes for one in dates] == [datetime(2026, 12, day, 12) for day in (7, 14, 21)]
    [more] = desk.series.extend(dates[0].series)
    assert more.enrolment_closes == datetime(2026, 12, 28, 12)


def test_a_window_is_changed_for_the_dates_from_here_on(desk):
    first, second, third = weekly(desk, enrolment_closes=datetime(2026, 12, 7, 12))
    desk.events.edit(third.id, EventFields(enrolment_closes=None))
    fields = EventFields(enrolment_closes=datetime(2026, 12, 14, 18))
    desk.events.edit(second.id, fields, dates="from-here")
    closes = [desk.book.the(Event, one.id).enrolment_closes for one in (first, second, third)]
    assert closes == [datetime(2026, 12, 7, 12), datetime(2026, 12, 14, 18), None]
    desk.events.edit(first.id, EventFields(enrolment_closes=datetime(2026, 12, 6, 12)), dates="all")
    assert desk.book.the(Event, second.id).enrolment_closes == datetime(2026, 12, 14, 18)


def test_a_copy_has_the_window_as_many_days_before_it_and_a_move_leaves_it(desk, later):
    twin = desk.events.copy(later.id, datetime(2026, 12, 15, 18))
    assert twin.enrolment_opens == MONDAY + timedelta(days=7)
    moved = desk.events.edit(later.id, EventFields(starts=datetime(2026, 12, 10, 18)))
    assert moved.enrolment_opens == MONDAY


def test_whoever_holds_a_series_has_the_dates_that_open_later_and_not_those_that_have_closed(desk, person):
    dates = weekly(desk, enrolment_opens=datetime(2026, 11, 30, 9))
    held = desk.series.hold(dates[0].series, person("Bo Example").id)
    assert len(held.enrolled) == 3
    desk.events.edit(dates[0].id, EventFields(enrolment_opens=None, enrolment_closes=datetime(2026, 12, 1, 9)))
    held = desk.series.hold(dates[0].series, person("Cy Example").id, override="speaker")
    assert len(held.enrolled) == 3
    desk.events.edit(dates[1].id, EventFields(enrolment_opens=None))
    held = desk.series.hold(dates[0].series, person("Di Example").id)
    assert [event.id for event, _ in held.left_out] == [dates[0].id]


def test_whoever_holds_a_series_is_not_put_on_a_waiting_list_that_is_full(desk, person):
    dates = weekly(desk, capacity=0, waiting_limit=0)
    held = desk.series.hold(dates[0].series, person("Bo Example").id)
    assert (len(held.left_out), held.waiting) == (3, ())
    held = desk.series.hold(dates[0].series, person("Cy Example").id, anyway="came from far")
    assert len(held.waiting) == 3


def test_a_series_in_which_nothing_is_open_yet_is_held_by_nobody(desk, person):
    dates = weekly(desk, enrolment_opens=datetime(2026, 12, 1, 18))
    with pytest.raises(NotOpen, match="opens on Tue 1 Dec"):
        desk.series.hold(dates[0].series, person("Bo Example").id)


def test_the_log_says_what_the_window_was_and_is(desk, later):
    desk.events.edit(later.id, EventFields(enrolment_opens=None))
    summary = desk.history.recent(1)[0].summary
    assert summary == "Changed Open house: enrolment opens Mon 7 Dec 2026 09:00 -> none"


@pytest.mark.parametrize(
    ("opens", "closes", "why"),
    [
        (MONDAY, MONDAY, "closes before it opens"),
        (datetime(2026, 12, 8, 20), None, "when the event is over"),
    ],
)
def test_a_window_in_which_nobody_could_enrol_is_refused(event, opens, closes, why):
    with pytest.raises(InputError, match=why):
        event(enrolment_opens=opens, enrolment_closes=closes)


def test_somebody_new_is_not_kept_when_the_event_refuses_them(desk, closed):
    with pytest.raises(NotOpen):
        desk.enrolments.enrol(closed.id, new=NewPerson(name="Bo Example"))
    assert desk.people.matches("Bo Example") == []


def test_moving_it_to_before_enrolment_opens_needs_a_reason(desk, later):
    earlier = EventFields(starts=datetime(2026, 12, 5, 18))
    with pytest.raises(NotOpen, match=r"opens on Mon 7 Dec 2026 at 09:00 Alberta time, when it has begun"):
        desk.events.edit(later.id, earlier)
    done = desk.book.do(desk.events.edit, later.id, earlier, override="people sign up at the door")
    assert "(override: people sign up at the door)" in done.summary
    desk.events.edit(later.id, EventFields(title="Open evening"))
    desk.events.edit(later.id, EventFields(starts=MONDAY + timedelta(hours=1)))


def test_moving_it_is_no_matter_once_enrolment_has_opened(desk, later, clock):
    clock.forward(days=6)
    assert desk.events.edit(later.id, EventFields(starts=MONDAY)).starts == MONDAY

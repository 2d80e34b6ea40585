"""Who is to be reminded of a day, and what came of it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from atma_tui.desk.events.fields import EventFields
from atma_tui.domain.errors import Blocked, InputError, Stale
from atma_tui.domain.records import Call, Enrolment, Reminder

DAY = date(2026, 12, 8)


@pytest.fixture
def evening(desk, event, person):
    """An event of 8 December with two people in it and one who waits."""
    made = event()
    people = [
        person("Ada Sample", email="ada@example.org"),
        person("Ben Sample", phone="780 555 0101"),
        person("Cleo Sample"),
    ]
    for one in people:
        desk.enrolments.enrol(made.id, person_id=one.id)
    return made


def move(desk, event, starts):
    desk.events.edit(event.id, EventFields(starts=starts, ends=starts + timedelta(hours=2)))


def listed(desk, day=DAY, **where):
    return [
        (one.person.name.split()[0], one.about, one.mark and one.mark.state)
        for one in desk.reminders.due(day, **where)
    ]


def id_of(desk, name, day=DAY):
    return next(one.enrolment.id for one in desk.reminders.due(day) if one.person.name.startswith(name))


def test_whoever_has_a_seat_on_the_day_is_reminded_by_what_is_known(desk, evening):
    assert listed(desk) == [("Ada", "remind", None), ("Ben", "remind", None)]
    assert [one.ways for one in desk.reminders.due(DAY)] == [("mail",), ("text", "call")]
    assert listed(desk, site="calgary") == listed(desk, DAY + timedelta(days=1)) == []


def test_without_a_day_it_is_tomorrow(desk, event, person, clock):
    tomorrow = event(starts=datetime(2026, 12, 2, 18))
    desk.enrolments.enrol(tomorrow.id, person_id=person("Ada Sample").id)
    assert listed(desk, None) == [("Ada", "remind", None)]


def test_marks_of_several_are_one_act_that_is_undone(desk, evening):
    ids = [one.enrolment.id for one in desk.reminders.due(DAY)]
    done = desk.book.do(desk.reminders.mark, ids, "sent", way="mail")
    assert done.summary == "Reminded 2 people: sent" and len(done.acts) == 1
    assert listed(desk) == [("Ada", "remind", "sent"), ("Ben", "remind", "sent")]
    desk.reminders.mark(ids[:1], "confirmed")
    assert listed(desk)[0] == ("Ada", "remind", "confirmed")
    assert desk.book.store.count(Reminder) == 2, "a mark takes the place of the one before"
    desk.history.undo()
    desk.history.undo()
    assert listed(desk) == [("Ada", "remind", None), ("Ben", "remind", None)]


def test_a_day_with_a_moved_and_a_cancelled_event(desk, evening, event, person):
    other = event("Talk", starts=datetime(2026, 12, 8, 10))
    desk.enrolments.enrol(other.id, person_id=person("Dan Sample", email="dan@example.org").id)
    stays = event("Circle", starts=datetime(2026, 12, 8, 12))
    desk.enrolments.enrol(stays.id, person_id=person("Eve Sample", email="eve@example.org").id)
    desk.events.cancel(other.id, why="storm")
    move(desk, evening, datetime(2026, 12, 10, 18))
    moved = [("Ada", "moved", None), ("Ben", "moved", None), ("Cleo", "moved", None)]
    assert listed(desk) == [("Dan", "cancelled", None), ("Eve", "remind", None), *moved]
    assert listed(desk, date(2026, 12, 10)) == moved, "in the list of the new day, too"
    desk.reminders.mark([id_of(desk, "Dan"), id_of(desk, "Ada")], "confirmed", way="call")
    desk.reminders.mark([id_of(desk, "Ben")], "sent")
    desk.reminders.mark([id_of(desk, "Cleo")], "not_reached")
    assert listed(desk) == [
        ("Dan", "cancelled", "confirmed"),
        ("Eve", "remind", None),
        ("Ada", "moved", "confirmed"),
        ("Ben", "moved", "sent"),
        ("Cleo", "moved", "not_reached"),
    ]
    names = {one.id: desk.book.person(one.person).name.split()[0] for one in desk.book.store.find(Call)}
    assert {names[one.id]: one.state for one in desk.book.store.find(Call)} == {
        **{"Dan": "reached", "Ada": "reached", "Ben": "voicemail", "Cleo": "no_answer"},
    }


def test_a_reminder_from_before_a_move_counts_no_more(desk, evening):
    desk.reminders.mark([id_of(desk, "Ada")], "confirmed")
    move(desk, evening, datetime(2026, 12, 20, 18))
    [ada, *_] = listed(desk)
    assert ada == ("Ada", "moved", None)
    desk.reminders.mark([id_of(desk, "Ada")], "confirmed")
    assert listed(desk)[0] == ("Ada", "moved", "confirmed")
    on_new_day = listed(desk, date(2026, 12, 20))
    assert on_new_day[0] == ("Ada", "remind", None), "told three weeks before: to be reminded when it comes"


def test_news_of_the_last_days_is_reminder_enough(desk, evening, clock):
    clock.forward(days=6)
    move(desk, evening, datetime(2026, 12, 9, 18))
    desk.reminders.mark([id_of(desk, "Ada")], "sent")
    assert listed(desk, date(2026, 12, 9))[0] == ("Ada", "moved", "sent")
    desk.reminders.mark([id_of(desk, "Ada", date(2026, 12, 9))], "confirmed")
    assert listed(desk, date(2026, 12, 9))[0] == ("Ada", "moved", "confirmed")


def test_an_event_that_is_moved_twice_is_told_again(desk, evening):
    move(desk, evening, datetime(2026, 12, 10, 18))
    desk.reminders.mark([id_of(desk, "Ada")], "confirmed")
    move(desk, evening, datetime(2026, 12, 11, 18))
    assert ("Ada", "moved", None) in listed(desk, date(2026, 12, 10))
    assert ("Ada", "moved", None) in listed(desk, date(2026, 12, 11))


def test_a_call_made_by_phone_is_not_told_again(desk, evening):
    desk.events.cancel(evening.id, why="storm")
    for one in desk.book.store.find(Call):
        desk.calls.note(one.id, "reached")
    assert listed(desk) == []


def test_what_somebody_else_is_to_be_told_is_not_settled_by_a_reminder(desk, evening):
    call = desk.calls.owe(id_of(desk, "Ada"), "Please bring a cup")
    desk.reminders.mark([id_of(desk, "Ada")], "confirmed")
    assert desk.book.store.get(Call, call.id).state == "owed"


def test_whoever_waits_withdrew_or_is_not_named_is_not_reminded(desk, evening):
    [waits] = desk.book.store.find(Enrolment, status="waiting")
    with pytest.raises(Blocked, match="Cleo Sample is not to be reminded"):
        desk.reminders.mark([waits.id], "sent")
    with pytest.raises(InputError, match="Nobody is marked"):
        desk.reminders.mark([], "sent")
    gone = id_of(desk, "Ada")
    desk.reminders.mark([gone], "sent")
    desk.enrolments.withdraw(gone)
    assert "Ada" not in [name for name, *_ in listed(desk)]


def test_nobody_is_reminded_of_what_has_begun_and_what_was_marked_stays(desk, evening, clock):
    desk.reminders.mark([id_of(desk, "Ada")], "not_reached")
    ben_id = id_of(desk, "Ben")
    clock.now = datetime(2026, 12, 8, 23, 59, tzinfo=UTC)
    assert listed(desk) == [("Ada", "remind", "not_reached"), ("Ben", "remind", None)]
    clock.forward(minutes=1)
    [ada] = desk.reminders.due(DAY)
    assert (ada.person.name, ada.is_open) == ("Ada Sample", False)
    with pytest.raises(Blocked):
        desk.reminders.mark([ben_id], "sent")


def test_what_begins_late_is_on_the_list_of_the_day_on_which_it_begins(desk, event, person, clock):
    late = event(starts=datetime(2026, 12, 2, 23), ends=datetime(2026, 12, 3, 2))
    desk.enrolments.enrol(late.id, person_id=person("Ada Sample").id)
    clock.now = datetime(2026, 12, 2, 5, 59, tzinfo=UTC)
    assert listed(desk, None) == [("Ada", "remind", None)]
    clock.forward(minutes=2)
    assert listed(desk, None) == []
    assert listed(desk, date(2026, 12, 2)) == [("Ada", "remind", None)]


def test_a_list_that_is_old_marks_nothing(desk, evening):
    rows = desk.reminders.due(DAY)
    shown = {one.enrolment.id: one.told for one in rows}
    move(desk, evening, datetime(2026, 12, 8, 20))
    with pytest.raises(Stale, match="was changed meanwhile; nothing was marked"):
        desk.reminders.mark([*shown], "confirmed", shown=shown)
    assert desk.book.store.count(Reminder) == 0
    shown = {one.enrolment.id: one.told for one in desk.reminders.due(DAY)}
    desk.reminders.mark([*shown], "confirmed", shown=shown)


def test_cancelled_restored_and_cancelled_again_is_told_each_time(desk, evening, clock):
    def told(state):
        before = listed(desk)[0]
        desk.reminders.mark([id_of(desk, "Ada")], state)
        clock.forward(minutes=5)
        return before

    desk.events.cancel(evening.id, "storm")
    assert told("confirmed") == ("Ada", "cancelled", None)
    desk.events.restore(evening.id)
    assert told("sent") == ("Ada", "moved", None)
    desk.events.cancel(evening.id, "storm again")
    assert told("sent") == ("Ada", "cancelled", None)
    desk.events.restore(evening.id)
    assert listed(desk)[0] == ("Ada", "moved", None)
    assert [one for one in listed(desk) if one[0] == "Ben"] == [("Ben", "remind", None)]

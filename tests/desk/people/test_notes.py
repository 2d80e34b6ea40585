import pytest

from atma_tui.desk.people.notes import MAX_NOTES, Note
from atma_tui.domain.errors import InputError
from atma_tui.domain.records import Act, Enrolment, Event, Person
from tests.ui.rig import add_event, enrol, small_desk


def test_notes_on_a_person_an_enrolment_and_an_event_are_one_act():
    desk = small_desk()
    event = add_event(desk)
    one = enrol(desk, event, "Ann Sample")
    acts = desk.book.store.count(Act)
    desk.notes.write(
        [
            Note("person", one.person, "calls back after noon"),
            Note("enrolment", one.id, "needs a chair with arms"),
            Note("event", event.id, "The key\nis at desk 2"),
        ]
    )
    store = desk.book.store
    assert store.count(Act) == acts + 1
    assert store.get(Person, one.person).notes == "calls back after noon"
    assert store.get(Enrolment, one.id).note == "needs a chair with arms"
    assert store.get(Event, event.id).notes == "The key\nis at desk 2"
    desk.history.undo(desk.history.own_last().id)
    assert store.get(Enrolment, one.id).note == ""


def test_notes_that_stay_as_they_are_are_no_act():
    desk = small_desk()
    event = add_event(desk)
    acts = desk.book.store.count(Act)
    desk.notes.write([Note("event", event.id, "")])
    assert desk.book.store.count(Act) == acts


def test_notes_that_are_too_long_are_refused():
    desk = small_desk()
    event = add_event(desk)
    with pytest.raises(InputError):
        desk.notes.write([Note("event", event.id, "x" * (MAX_NOTES + 1))])

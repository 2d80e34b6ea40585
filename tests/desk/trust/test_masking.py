"""Masked clients: hidden in every view, opened for a reason, found at the door by whoever says the whole name."""

from __future__ import annotations

from datetime import datetime

import pytest

from atma_tui.desk.people.new_person import NewPerson
from atma_tui.desk.seats.arrivals import fitting
from atma_tui.domain.errors import Blocked, InputError, NotAllowed, Stale
from atma_tui.domain.records import Operator
from atma_tui.domain.trust import titles
from atma_tui.domain.trust.masking import hidden


@pytest.fixture
def bo(desk, person):
    one = person("Bo Example", phone="780-555-0101")
    desk.people.note(one.id, "calls at noon")
    desk.masking.mask(one.id)
    return desk.book.person(one.id)


def test_a_view_shows_initials_and_no_contacts_and_everybody_else_as_they_are(desk, event, person, bo):
    other, one = person("Cy Sample", phone="780-555-0102"), event()
    for who in (bo, other):
        desk.enrolments.enrol(one.id, person_id=who.id)
    card = desk.masking.hide(desk.agenda.card(one.id))
    shown = {line.person.id: (line.person.name, line.person.phone, line.person.notes) for line in card.roster}
    assert shown == {bo.id: ("B. E. (masked)", "", ""), other.id: ("Cy Sample", "780-555-0102", "")}
    assert desk.masking.hide(desk.history.recent(2))[1].summary == "Enrolled B. E. (masked) in Open house"
    assert desk.masking.hide(f"{bo.name} ({bo.phone}) is here") == "B. E. (masked) () is here"
    assert desk.masking.hide({"person": bo.id, "name": bo.name}) == {
        "person": bo.id,
        "name": "B. E. (masked)",
        "masked": True,
    }


def test_what_is_noted_on_a_seat_is_hidden_in_an_answer_of_the_command_line(desk, event, bo):
    shape = {"id": "enr-1", "person": bo.id, "note": "sits at the window"}
    assert desk.masking.hide(shape) == {"id": "enr-1", "person": bo.id, "note": "", "masked": True}
    assert desk.masking.hide({**shape, "person": "per-other"})["note"]


def test_what_is_about_nobody_masked_is_the_same_object(desk, event, person, bo):
    one = event()
    desk.enrolments.enrol(one.id, person_id=person("Cy Sample").id)
    for view in (desk.agenda.card(one.id), desk.history.recent(1), {"a": ["b"]}):
        assert desk.masking.hide(view) == view


def test_a_record_opens_for_a_reason_and_is_hidden_again(desk, bo):
    with pytest.raises(InputError, match="only with a reason"):
        desk.masking.open(bo.id, " ")
    desk.masking.open(bo.id, "asked for a copy")
    assert desk.masking.hide(bo) == bo
    desk.masking.shut()
    assert desk.masking.hide(bo) == hidden(bo)


def test_who_may_unmask_needs_no_reason_and_others_may_not_unmask(desk, bo):
    with desk.book.act("add operators") as work:
        work.add(Operator(id="op-1", name="Ada", role="desk"))
        work.add(Operator(id="op-2", name="Lea", role="lead"))
    assert desk.masking.needs_reason
    with pytest.raises(NotAllowed):
        desk.masking.unmask(bo.id)
    desk.signing_in.sign_in("Lea")
    assert not desk.masking.needs_reason
    desk.masking.unmask(bo.id)
    assert not desk.masking.is_masked(bo.id)


def test_nothing_is_saved_from_what_a_hidden_record_shows(desk, bo):
    shown = desk.masking.hide(bo)
    with pytest.raises(Stale):
        desk.book.unchanged(type(bo), shown.id, shown.rev)


def test_what_the_log_says_of_earlier_names_phones_and_notes_is_hidden_too(desk, person):
    one = person("Bo Former", phone="780-555-0101")
    desk.people.change(one.id, NewPerson(name="Bo Example", phone="780-555-0199"))
    desk.people.note(one.id, "calls at noon")
    desk.people.note(one.id, "likes tea")
    desk.masking.mask(one.id)
    told = " ".join(act.summary for act in desk.masking.hide(desk.history.recent()))
    assert "B. E. (masked)" in told
    assert not [word for word in ("Former", "0101", "0199", "noon", "tea") if word in told]


def test_a_double_that_is_merged_takes_its_mask_along(desk, person, bo):
    keep = person("Bo Exampel")
    desk.merging.merge(keep.id, bo.id)
    assert desk.masking.is_masked(keep.id)


def test_at_the_door_a_masked_client_is_found_by_the_whole_name_or_phone_only(desk, event, bo, clock):
    one = event(starts=datetime(2026, 12, 1, 18), ends=datetime(2026, 12, 1, 20))
    desk.enrolments.enrol(one.id, person_id=bo.id)
    expected = desk.arrivals.expected()
    for words in ("bo", "bo exam", "example", "0101"):
        assert fitting(expected, words) == []
    for words in ("Bo Example", "bo example", "780 555 0101"):
        assert [found.person.id for found, _ in fitting(expected, words)] == [bo.id]


def test_masking_is_undone_like_anything_else(desk, bo):
    desk.history.undo()
    assert not desk.masking.is_masked(bo.id)


def test_what_is_typed_about_somebody_new_with_the_same_name_stays_as_it_is(desk, event, bo):
    event(title="Open house")
    targets = desk.phone_line.targets()
    for line in ("bo example 403 555 0199 open house", "Bo Example 403 555 0199"):
        found = desk.masking.hide(desk.phone_line.read(line, targets))
        typed = found.new or found.doable[0].wish
        assert (typed.name, typed.phone) == ("Bo Example", "403 555 0199")


@pytest.mark.parametrize("where", ["person", "note"])
def test_what_is_shown_instead_of_a_masked_name_is_never_saved(desk, bo, where):
    shown = desk.masking.hide(desk.book.person(bo.id)).name
    save = {
        "person": lambda: desk.people.add(NewPerson(name=shown)),
        "note": lambda: desk.note_board.write(f"Call {shown} back"),
    }[where]
    with pytest.raises(Blocked, match="masked"):
        save()


def test_a_title_from_outside_that_looks_masked_stops_nothing(desk, event):
    assert event(title="Ball of A. S. (masked)").title == "Ball of A. S. (masked)"


def test_after_a_change_only_new_titles_are_hidden_anew(desk, event, monkeypatch):
    made, hide = [], titles.hidden_title
    monkeypatch.setattr(titles, "hidden_title", lambda title, known: made.append(title) or hide(title, known))
    for title in ("Visit Ada", "Visit Bo"):
        event(title=title, visibility="private")
    assert desk.masking.hide_titles(["Visit Ada", "Visit Bo"]) == ["Visit A.", "Visit B."]
    event(title="Visit Cy", visibility="private")
    assert desk.masking.hide_titles(["Visit Ada", "Visit Cy"]) == ["Visit A.", "Visit C."]
    assert sorted(made) == ["Visit Ada", "Visit Bo", "Visit Cy"]
    with desk.book.act("rename a site") as work:
        work.change(desk.book.site("edmonton"), name="Ada")
    assert desk.masking.hide_titles(["Visit Ada"]) == ["Visit Ada"]

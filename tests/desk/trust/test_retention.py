"""Whose time is over, and what is left of them once their names are removed."""

from datetime import datetime

import msgspec
import pytest

from atma_tui.desk.clinic.choices import ClinicFields
from atma_tui.desk.maintenance import broken_rules
from atma_tui.desk.people.new_person import NewPerson
from atma_tui.desk.people.notes import Note
from atma_tui.domain.errors import AtmaError, Blocked, NotAllowed
from atma_tui.domain.records import KINDS, Call, Look, LookDay, Mask, Person, Removal
from atma_tui.domain.trust.names import NAMELESS
from tests.domain.made import NOW

YEAR = 366


def time_passes(desk, clock, days):
    """Let time pass, and somebody do something: a clock that is far ahead of the book may be wrong."""
    clock.forward(days=days)
    desk.note_board.write("The clock is right.")


def everything(desk):
    """Return all that the book holds, as text."""
    return b"\n".join(msgspec.json.encode(one) for kind in KINDS.values() for one in desk.book.store.find(kind))


@pytest.fixture
def una(desk, event, person, clock):
    """A guest about whom the book knows a lot; her event was on 8 Dec 2026."""
    una = person("Una Rarely", phone="780-555-0177", email="una.rarely@example.org", notes="asks for Una's mother")
    talk = event("Talk")
    seat = desk.enrolments.enrol(talk.id, person_id=una.id).enrolment
    desk.people.change(una.id, NewPerson(name="Una Rarely-Else", phone="780-555-0178", also="Una Rarely"))
    desk.notes.write([Note("enrolment", seat.id, "by the door")])
    clock.forward(days=8)
    return una


def test_a_guest_is_due_a_year_after_their_last_event(desk, una, clock):
    clock.now = datetime(2027, 12, 8, 20, tzinfo=NOW.tzinfo)
    assert not desk.retention.due().people
    clock.forward(days=1)
    [due] = desk.retention.due().people
    assert (due.person.id, str(due.last), str(due.until)) == (una.id, "2026-12-08", "2027-12-08")
    assert due.why == "guest, last here Tue 8 Dec 2026; kept for 12 months"


def test_nothing_of_them_is_left_and_the_counts_are(desk, una, clock):
    time_passes(desk, clock, days=YEAR)
    before = desk.reports.events()
    assert desk.retention.apply().words == "the names of 1 guest that were due for removal"
    text = everything(desk)
    for word in (b"Una", b"Rarely", b"780-555-01", b"78055501", b"una.rarely", b"mother", b"by the door"):
        assert word not in text
    assert desk.reports.events() == before
    person = desk.book.store.get(Person, una.id)
    assert (person.name, person.nameless) == (NAMELESS, desk.now())
    assert not desk.retention.due().people
    assert broken_rules(desk.book) == []


def test_the_log_says_how_many_and_not_who(desk, una, clock):
    time_passes(desk, clock, days=YEAR)
    desk.retention.apply()
    act = desk.history.recent(1)[0]
    assert act.summary == "Removed the names of 1 guest that were due for removal"
    [removal] = desk.book.store.find(Removal)
    assert act.related_ids == (removal.id,)
    assert (removal.guests, removal.clients) == (1, 0)


def test_it_and_what_was_done_about_them_cannot_be_undone(desk, una, clock, person):
    other = person("Bea Stays")
    time_passes(desk, clock, days=YEAR)
    desk.retention.apply([una.id])
    acts = {act.verb: act for act in desk.history.recent()}
    with pytest.raises(Blocked, match="gone from everywhere"):
        desk.history.undo(acts["retention"].id)
    with pytest.raises(Blocked, match="about somebody whose name was removed"):
        desk.history.undo(acts["enrol"].id)
    desk.history.undo(next(act for act in desk.history.recent() if act.summary == "Added Bea Stays").id)
    assert desk.book.store.get(Person, other.id) is None


def test_undo_without_a_number_says_so_and_undoes_nothing_else(desk, una, clock, person):
    person("Bea Stays")
    time_passes(desk, clock, days=YEAR)
    desk.retention.apply([una.id])
    with pytest.raises(Blocked, match="gone from everywhere"):
        desk.history.undo()
    kai = person("Kai Sample")
    desk.history.undo()
    assert desk.book.store.get(Person, kai.id) is None
    assert desk.history.undoable().summary.startswith("Removed the names")


def test_only_a_lead_may(desk, una, clock, person):
    desk.operators.add("Ada", "lead")
    desk.signing_in.sign_in("Ada")
    desk.operators.add("Bo", "desk")
    time_passes(desk, clock, days=YEAR)
    desk.signing_in.sign_in("Bo")
    assert desk.retention.due().people
    with pytest.raises(NotAllowed, match="remove names that are due for removal"):
        desk.retention.apply()
    assert desk.book.store.get(Person, una.id).name == "Una Rarely-Else"
    desk.signing_in.sign_in("Ada")
    assert desk.retention.apply().guests


def test_only_a_lead_says_how_long_names_are_kept(desk):
    desk.operators.add("Ada", "lead")
    desk.signing_in.sign_in("Ada")
    desk.operators.add("Bo", "desk")
    desk.signing_in.sign_in("Bo")
    with pytest.raises(NotAllowed, match="change the clinic's settings"):
        desk.choices.change(ClinicFields(guest_months=1))


def test_what_is_said_of_others_loses_their_name_only(desk, una, clock, person, event):
    clock.forward(days=300)
    other = person("Bea Stays", notes="came with Una Rarely-Else (780 555 0178), likes tea")
    event("Later", starts=datetime(2027, 12, 30, 18))
    time_passes(desk, clock, days=66)
    desk.retention.apply()
    assert desk.book.store.get(Person, other.id).notes == "came with (removed) ((removed)), likes tea"


def test_a_name_that_somebody_has_who_stays_is_left_there(desk, una, clock, person):
    clock.forward(days=300)
    same = person("Una Rarely-Else")
    bea = person("Bea Stays", notes="sister of Una Rarely-Else")
    time_passes(desk, clock, days=66)
    desk.retention.apply()
    assert desk.book.store.get(Person, same.id).name == "Una Rarely-Else"
    assert desk.book.store.get(Person, bea.id).notes == "sister of Una Rarely-Else"


def test_an_act_about_others_as_well_keeps_its_summary_without_the_name(desk, una, clock, person, event):
    bea = person("Bea Stays")
    later = event("Later", starts=datetime(2027, 12, 30, 18))
    desk.enrolments.enrol(later.id, person_id=bea.id)
    desk.merging.merge(bea.id, person("Bea Stay").id)
    with desk.book.act("told both") as work:
        work.relate(una.id, bea.id)
        work.summary = "Una told Bea Stays"
    time_passes(desk, clock, days=YEAR)
    desk.retention.apply()
    assert [act.summary for act in desk.history.acts_about(bea.id) if act.verb == "told both"] == [
        "(removed) told Bea Stays"
    ]


def test_nobody_is_due_while_anything_is_ahead(desk, una, clock, event):
    later = event("Later", starts=datetime(2028, 1, 30, 18))
    seat = desk.enrolments.enrol(later.id, person_id=una.id).enrolment
    time_passes(desk, clock, days=YEAR)
    assert not desk.retention.due().people
    desk.enrolments.withdraw(seat.id)
    assert not desk.retention.due().people, "the withdrawal was a contact"


def test_nobody_is_due_while_a_call_is_owed(desk, una, clock, event):
    later = event("Later", starts=datetime(2027, 1, 30, 18))
    desk.enrolments.enrol(later.id, person_id=una.id)
    desk.events.cancel(later.id, "storm")
    time_passes(desk, clock, days=3 * YEAR)
    assert not desk.retention.due().people
    [call] = desk.book.store.find(Call)
    desk.calls.note(call.id, "reached")
    assert [due.person.id for due in desk.retention.due().people] == [una.id]
    desk.retention.apply()
    assert b"Una" not in everything(desk)
    assert broken_rules(desk.book) == []


def test_whoever_was_added_by_mistake_and_taken_back_is_found_in_the_log(desk, person, clock):
    mia = person("Mia Mistake", phone="780-555-0188")
    desk.history.undo()
    assert desk.book.store.get(Person, mia.id) is None
    time_passes(desk, clock, days=YEAR)
    [due] = desk.retention.due().people
    assert due.person.name == "Mia Mistake"
    desk.retention.apply()
    assert b"Mistake" not in everything(desk)
    assert not desk.retention.due().people


def test_doubles_go_with_the_record_they_were_merged_into(desk, una, clock, person):
    double = person("Una Double", phone="780-555-0199")
    desk.merging.merge(una.id, double.id)
    time_passes(desk, clock, days=YEAR)
    assert [due.person.id for due in desk.retention.due().people] == [una.id]
    desk.retention.apply()
    text = everything(desk)
    assert b"Double" not in text
    assert b"555-0199" not in text and b"5550199" not in text
    assert desk.book.person(double.id).name == NAMELESS


def test_only_those_who_were_shown_are_touched(desk, una, clock, person):
    person("Bea Stays")
    time_passes(desk, clock, days=YEAR)
    assert len(desk.retention.due().people) == 2
    assert desk.retention.apply([una.id]).guests == 1
    assert [due.person.name for due in desk.retention.due().people] == ["Bea Stays"]
    with pytest.raises(Blocked, match="No name is due for removal"):
        desk.retention.apply([una.id])


def test_the_clinic_says_how_long(desk, una, clock):
    desk.choices.change(ClinicFields(guest_months=24))
    time_passes(desk, clock, days=YEAR)
    assert not desk.retention.due().people
    desk.choices.change(ClinicFields(guest_months=0))
    time_passes(desk, clock, days=20 * YEAR)
    assert not desk.retention.due().people


@pytest.mark.parametrize(
    "again",
    [
        lambda desk, una, event: desk.people.change(una.id, NewPerson(name="Una Again")),
        lambda desk, una, event: desk.people.note(una.id, "Una again"),
        lambda desk, una, event: desk.enrolments.enrol(
            event("Later", starts=datetime(2028, 12, 30, 18)).id, person_id=una.id
        ),
        lambda desk, una, event: desk.merging.merge(una.id, desk.people.add(NewPerson(name="Una Again")).id),
        lambda desk, una, event: desk.pathways.begin("ketamine-therapy@edmonton", person_id=una.id),
    ],
    ids=["change", "note", "enrol", "merge", "path"],
)
def test_a_record_without_a_name_gets_none_again_and_nothing_new(desk, una, clock, event, again):
    time_passes(desk, clock, days=YEAR)
    desk.retention.apply()
    with pytest.raises(AtmaError):
        again(desk, una, event)
    assert desk.people.search("removed") == []


def test_looks_of_long_ago_go_in_the_same_act(desk, una, clock):
    client = msgspec.structs.replace(una, id="per-client", status="client")
    with desk.book.store.transaction():
        desk.book.store.put(client)
    desk.looks.saw(client, "person card")
    desk.looks.flush()
    desk.choices.change(ClinicFields(guest_months=0, client_years=0))
    time_passes(desk, clock, days=9 * YEAR)
    assert not desk.retention.due().words
    time_passes(desk, clock, days=2 * YEAR)
    assert desk.retention.due().words == "1 look from long ago"
    desk.retention.apply()
    assert desk.history.recent(1)[0].summary == "Removed 1 look from long ago"
    assert desk.book.store.count(Look) == desk.book.store.count(LookDay) == 0


def test_a_mask_goes_with_the_name(desk, una, clock):
    desk.masking.mask(una.id)
    time_passes(desk, clock, days=YEAR)
    desk.retention.apply()
    assert desk.book.store.count(Mask) == 0


def test_nothing_is_removed_by_a_clock_that_may_be_wrong(desk, una, clock):
    clock.forward(days=YEAR)
    assert desk.retention.due().people
    with pytest.raises(Blocked, match="clock is days ahead"):
        desk.retention.apply()
    time_passes(desk, clock, days=0)
    assert desk.retention.apply().guests == 1

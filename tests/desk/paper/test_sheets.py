"""What stands on each sheet, and what does not."""

import os
import stat
from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from atma_tui.desk.chain_words import readable
from atma_tui.desk.clinic.choices import ClinicFields
from atma_tui.desk.paper import printing
from atma_tui.desk.paper.printing import print_sheet, write_into
from atma_tui.desk.people.new_person import NewPerson
from atma_tui.domain.errors import Blocked, InputError, NotAllowed, Unreachable
from atma_tui.domain.records import Clinician, Room
from atma_tui.paper.pdf import render
from tests.paper.pdf_text import words
from tests.ui.rig import Clock, add_event, add_person, enrol, small_desk

TODAY = datetime(2026, 12, 1, 18)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def desk(clock):
    desk = small_desk(clock)
    site = desk.site("edmonton")
    with desk.book.act("rooms") as work:
        work.put(replace(site, rooms=(Room(id="group", name="Group room"), Room(id="one", name="Room 1"))), site)
        work.add(Clinician(id="cli-robin", name="Robin Sample"))
    return desk


@pytest.fixture
def event(desk):
    event = add_event(desk, "Open house", starts=TODAY, capacity=3, room="group")
    for name, phone, party in (("Ann Sample", "780-555-0101", 2), ("Bo Beispiel", "780-555-0102", 1)):
        enrol(desk, event, name, phone=phone, party=party)
    enrol(desk, event, "Cy Example", phone="780-555-0103")
    return event


def text(paper):
    return words(render(paper.sheet).data)


def test_the_day_sheet_has_schedule_rooms_and_who_is_expected(desk, event):
    found = text(desk.sheets.day(site="edmonton", names=True))
    assert "Edmonton · Tue 1 Dec 2026" in found
    for said in ("18:00–20:00 Open house Group room", "3 of 3", "1 waiting", "Robin Sample", "Room 1"):
        assert said in found, said
    assert "Ann Sample 2 people 780-555-0101" in found and "Bo Beispiel" in found
    assert "Cy Example waiting 780-555-0103" in found, "whoever waits may come anyway"


def test_the_day_sheet_tells_the_head_of_the_history(desk, event):
    assert f'atma-tui check --head "{readable(desk.book.store.chain_head)}"' in text(desk.sheets.day())


def test_the_day_sheet_has_initials_unless_names_are_asked_for(desk, event):
    paper = desk.sheets.day(site="edmonton")
    found = text(paper)
    assert "A. S." in found and "B. B." in found
    assert not [word for word in ("Ann", "Beispiel", "780-555") if word in found]
    assert {one.name for one in paper.people} == {"Ann Sample", "Bo Beispiel", "Cy Example"}


def test_the_day_sheet_says_why_somebody_is_away_only_where_it_has_names(desk, event):
    desk.absences.add("cli-robin", TODAY.replace(hour=0), TODAY.replace(hour=0) + timedelta(days=1), why="ill")
    assert "Robin Sample all day: away" in text(desk.sheets.day()) and "ill" not in text(desk.sheets.day()).split()
    assert "Robin Sample all day: away: ill" in text(desk.sheets.day(names=True))


def test_both_sites_are_on_one_day_sheet_by_name(desk, event):
    add_event(desk, "Noon talk", site="calgary", starts=datetime(2026, 12, 1, 12))
    found = text(desk.sheets.day())
    assert "Calgary and Edmonton · Tue 1 Dec 2026" in found
    assert "Calgary: Schedule" in found and "Edmonton: Schedule" in found and "Noon talk" in found


def test_a_cancelled_event_is_on_the_day_sheet_as_cancelled_and_owed_calls_too(desk, event):
    desk.events.cancel(event.id, "storm")
    found = text(desk.sheets.day(site="edmonton", names=True))
    assert "CANCELLED: storm" in found and "Nobody is expected." in found
    assert "Owed" in found and "Ann Sample 780-555-0101" in found


def test_another_day_lists_nothing_owed(desk, event):
    assert "Owed" not in text(desk.sheets.day(day=datetime(2026, 12, 2).date()))


def test_a_sign_in_sheet_has_room_to_sign_and_no_contact_of_anybody(desk, event):
    found = text(desk.sheets.sign_in(event.id))
    assert "Open house" in found and "Signature" in found and "A. S. 2 people" in found
    assert not [word for word in ("Ann", "Beispiel", "555", "@", "Cy") if word in found]
    named = text(desk.sheets.sign_in(event.id, names=True))
    assert "Ann Sample" in named and "555" not in named


def test_a_days_sign_in_sheet_has_public_events_only(desk, event):
    private = add_event(
        desk, "Ketamine session", starts=datetime(2026, 12, 1, 14), visibility="private", capacity=1
    )
    enrol(desk, private, "Dee Sample")
    found = text(desk.sheets.sign_in(site="edmonton"))
    assert "Open house" in found and "C. E." not in found and "Ketamine" not in found and "D. S." not in found
    own = text(desk.sheets.sign_in(private.id))
    assert "Appointment" in own and "Ketamine" not in own and "D. S." in own


def test_sheets_say_how_many_were_counted_at_the_door_without_a_name(desk, clock):
    talk = add_event(desk, "Talk", starts=TODAY.replace(hour=10), capacity=20)
    sheets = desk.sheets.day(site="edmonton"), desk.sheets.sign_in(talk.id), desk.sheets.sign_in(site="edmonton")
    assert not [sheet for sheet in sheets if "counted" in text(sheet)]
    desk.door_counts.count_in(talk.id, 5)
    desk.door_counts.count_out(talk.id, 2)
    for sheet in (
        desk.sheets.day(site="edmonton"),
        desk.sheets.sign_in(talk.id),
        desk.sheets.sign_in(site="edmonton"),
    ):
        assert "5 counted at the door, 2 of them left again" in text(sheet)


def test_nobody_signs_in_for_what_is_cancelled_or_for_no_event(desk, event):
    desk.events.cancel(event.id, "storm")
    with pytest.raises(Blocked, match="cancelled"):
        desk.sheets.sign_in(event.id)
    with pytest.raises(Blocked, match="No public event"):
        desk.sheets.sign_in(site="calgary")


def test_the_call_sheet_has_offers_and_what_to_tell_with_phones(desk, event):
    ann = desk.agenda.card(event.id).roster[0].enrolment
    desk.enrolments.withdraw(ann.id)
    found = text(desk.sheets.calls(site="edmonton"))
    assert "Offered seats" in found and "Cy Example 780-555-0103" in found and "What came of it" in found
    desk.events.cancel(event.id, "storm")
    told = text(desk.sheets.calls())
    assert "Calls to make" in told and "Bo Beispiel 780-555-0102" in told and "storm" in told
    assert "Bo Beispiel" not in text(desk.sheets.calls(names=False))


def test_the_call_sheet_says_in_words_on_which_day_somebody_was_tried(desk, event):
    desk.events.cancel(event.id, "storm")
    desk.calls.note(desk.calls.sheet().owed[0].call.id, "voicemail")
    assert "Tue 1 Dec 10:00" in text(desk.sheets.calls())


def test_the_waiting_list_is_in_order_with_the_sum(desk, event):
    enrol(desk, event, "Dee Sample", party=2)
    found = text(desk.sheets.calls(event.id))
    assert "Call sheet: waiting list" in found and "3 places - 3 enrolled" in found
    assert found.index("1 Cy Example") < found.index("2 Dee Sample")


def test_the_roster_has_everybody_with_notes_and_status(desk, event):
    person = desk.agenda.card(event.id).roster[0].person
    desk.people.note(person.id, "uses a wheelchair")
    found = text(desk.sheets.roster(event.id))
    assert "Ann Sample 2 people 780-555-0101" in found and "wheelchair" in found and "waiting 1" in found


def test_a_persons_own_schedule_says_when_where_and_what_is_not_certain(desk, event):
    cy = desk.agenda.card(event.id).waiting[0].person
    add_person(desk, "Ann Other")
    paper = desk.sheets.schedule(cy.id)
    found = text(paper)
    assert "Cy Example" in found and "Tue 1 Dec 2026, 18:00–20:00" in found and "Edmonton, Group room" in found
    assert "waiting, 1 of 1" in found and "Ann" not in found
    assert "Cy" not in paper.name, "a file's name names nobody"


def test_who_looked_is_on_paper_with_the_role_the_place_and_the_reason(desk):
    desk.operators.add("Robin Desk", "lead")
    desk.signing_in.sign_in("Robin Desk")
    ann = add_person(desk, "Ann Sample")
    with desk.book.act("make a client") as work:
        ann = work.change(ann, status="client")
    other = add_person(desk, "Bo Beispiel")
    desk.book.facility = "edmonton"
    desk.looks.saw([ann, other], "person card", reason="she asked")
    desk.looks.flush()
    paper = desk.sheets.looks(ann.id)
    found = text(paper)
    assert "Who looked" in found and "Ann Sample" in found and "Bo" not in found
    assert "Robin Desk lead view person card she asked Edmonton" in found, found
    assert [one.id for one in paper.people] == [ann.id] and "Ann" not in paper.name


def test_who_looked_is_printed_for_whoever_may_see_it(desk):
    ann = add_person(desk, "Ann Sample")
    desk.operators.add("Robin Desk", "lead")
    desk.signing_in.sign_in("Robin Desk")
    desk.operators.add("Rea Reader", "reader")
    desk.signing_in.sign_in("Rea Reader")
    with pytest.raises(NotAllowed, match="see who looked"):
        desk.sheets.looks(ann.id)


def test_a_sheet_is_written_for_this_login_only_and_never_where_it_is_published(desk, event, tmp_path):
    path, note = write_into(desk.sheets.day(), tmp_path / "private")
    assert path.name == "day-sheet-2026-12-01.pdf" and note == ""
    assert stat.S_IMODE(path.stat().st_mode) == 0o600 and path.read_bytes().startswith(b"%PDF")
    out = tmp_path / "calendars"
    desk.exports.write(out, unpublished=[])
    with pytest.raises(Blocked, match="published"):
        write_into(desk.sheets.day(), out)


def test_a_sheet_goes_to_the_printer_under_a_title_that_names_nobody(desk, event, tmp_path, monkeypatch):
    said = tmp_path / "said"
    printer = tmp_path / "bin" / "lp"
    printer.parent.mkdir()
    printer.write_text(f'#!/bin/sh\necho "$@" > {said}\ncat > {said}.pdf\n')
    printer.chmod(0o755)
    monkeypatch.setenv("PATH", f"{printer.parent}:{os.environ['PATH']}")
    assert print_sheet(desk.sheets.roster(event.id), "a4") == ""
    assert said.read_text() == "-t atma-tui roster-edmonton -o media=A4\n"
    assert (tmp_path / "said.pdf").read_bytes().startswith(b"%PDF")
    printer.write_text('#!/bin/sh\ncat > /dev/null\necho "lp: no default destination" >&2\nexit 1\n')
    with pytest.raises(Unreachable, match="no default destination"):
        print_sheet(desk.sheets.roster(event.id))


def test_without_a_printing_system_it_says_so(desk, event, monkeypatch):
    monkeypatch.setattr(printing, "has_printer", lambda: False)
    with pytest.raises(InputError, match="no printing system"):
        print_sheet(desk.sheets.day())


def test_all_names_of_a_large_day_are_there_and_none_is_cut(desk):
    event = add_event(desk, "Talk", starts=TODAY + timedelta(hours=1), capacity=300)
    names = [f"Maximiliana-{number:03} van der Example-Placeholder" for number in range(120)]
    for name in names:
        enrol(desk, event, name, phone="780-555-0101")
    found = "".join(text(desk.sheets.day(site="edmonton", names=True)).split())
    assert [name for name in names if name.replace(" ", "")[:15] not in found] == []
    assert found.count("Placeholder") == 120


def test_the_day_sheet_says_who_lacks_an_escort_after_a_session_and_who_needs_an_interpreter(desk, event):
    desk.choices.change(ClinicFields(person_fields=("escort", "interpreter")))
    with desk.book.act("start") as work:
        work.change(event, supervisor="cli-robin")
    ann = desk.arrivals.expected()[0].person
    desk.people.change(ann.id, NewPerson(name=ann.name, escort="Otto Abholer; 780-555-0177", interpreter="Cree"))
    named, initials = (text(desk.sheets.day(site="edmonton", names=one)) for one in (True, False))
    assert "Escort: Otto Abholer; 780-555-0177" in named and "Interpreter: Cree" in named
    assert named.count("NO ESCORT NOTED") == initials.count("NO ESCORT NOTED") == 2
    assert "Escort noted" in initials and "Interpreter" in initials
    assert not [word for word in ("Otto", "0177", "Cree") if word in initials]

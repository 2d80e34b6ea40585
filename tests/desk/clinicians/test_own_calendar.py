"""A clinician's own calendar file: initials at most, and nothing of what an appointment is."""

import re
import stat
from datetime import datetime, timedelta

import pytest

from atma_tui.calendars.validation.validator import objections
from atma_tui.desk.events.fields import EventFields
from atma_tui.desk.people.new_person import NewPerson
from atma_tui.domain.errors import Blocked, NotFound
from tests.desk.clinicians.made import book, client, event

TUESDAY = datetime(2026, 12, 8)


@pytest.fixture
def session(desk, ids):
    return book(desk, client(desk, "Bo Example", ids["Dr."]), "session", TUESDAY.replace(hour=10))


def written(desk, folder, who):
    """The file without its folds."""
    file = desk.clinician_calendars.write(folder, who).file
    return file.read_bytes().replace(b"\r\n ", b"").decode()


def lines(text, name):
    return [
        line.partition(":")[2] for line in text.splitlines() if line.partition(":")[0].partition(";")[0] == name
    ]


def test_an_appointment_says_when_where_and_initials_and_nothing_else(desk, ids, session, tmp_path):
    text = written(desk, tmp_path, ids["Dr."])
    assert lines(text, "SUMMARY") == ["Appointment · B. E."]
    assert lines(text, "UID") == [session.uid] and lines(text, "DTSTART") == ["20261208T160000Z"]
    [place] = lines(text, "LOCATION")
    assert place.startswith("Room 1")
    assert lines(text, "CLASS") == ["PRIVATE"] and lines(text, "CATEGORIES") == ["Edmonton"]
    for word in ("Bo", "Example", "etamine", "ession", "therapy", "Robin"):
        assert word not in text, word


def test_public_events_are_as_everybody_sees_them_and_other_clinicians_are_not_in_it(desk, ids, session, tmp_path):
    event(desk, "Talk", starts=TUESDAY.replace(hour=18), people=("An Example",), clinician=ids["Robin"])
    text = written(desk, tmp_path, ids["Robin"])
    assert lines(text, "SUMMARY") == ["Talk"] and "A. E." not in text


def test_it_is_for_this_login_only_and_never_where_it_would_be_published(desk, ids, session, tmp_path):
    made = desk.clinician_calendars.write(tmp_path / "private", ids["Dr."])
    assert (made.file.name, made.outcome) == ("private-clinician-dr-sample.ics", "written")
    assert stat.S_IMODE(made.file.stat().st_mode) == 0o600
    assert stat.S_IMODE(made.file.parent.stat().st_mode) == 0o700
    assert [one.name for one in made.people] == ["Bo Example"]
    assert desk.clinician_calendars.write(tmp_path / "private", ids["Dr."]).outcome == "unchanged"
    desk.exports.write(tmp_path / "public")
    with pytest.raises(Blocked, match="would be published"):
        desk.clinician_calendars.write(tmp_path / "public", ids["Dr."])
    with pytest.raises(Blocked, match="about people or appointments"):
        desk.exports.write(tmp_path / "private")
    with pytest.raises(NotFound):
        desk.clinician_calendars.write(tmp_path / "private", "nobody")


def test_what_moves_keeps_its_name_and_its_number_rises(desk, ids, session, tmp_path, clock):
    before = written(desk, tmp_path, ids["Dr."])
    clock.forward(minutes=5)
    later = session.starts + timedelta(hours=1)
    desk.events.edit(session.id, EventFields(starts=later, ends=later + timedelta(minutes=90)))
    after = written(desk, tmp_path, ids["Dr."])
    assert lines(after, "UID") == lines(before, "UID") and lines(after, "DTSTART") == ["20261208T170000Z"]
    for name in ("SEQUENCE", "LAST-MODIFIED", "DTSTAMP"):
        assert lines(after, name)[-1] > lines(before, name)[-1], name


def test_what_is_cancelled_is_told_as_cancelled_for_some_time(desk, ids, session, tmp_path, clock):
    desk.events.cancel(session.id, "the room floods")
    text = written(desk, tmp_path, ids["Dr."])
    assert lines(text, "STATUS") == ["CANCELLED"] and lines(text, "SEQUENCE") == ["1"]
    assert lines(text, "SUMMARY") == ["CANCELLED: Appointment · B. E."] and "flood" not in text
    clock.forward(days=60)
    assert "VEVENT" not in written(desk, tmp_path, ids["Dr."])


def test_whoever_leaves_is_in_it_no_more_and_programs_see_that_it_changed(desk, ids, tmp_path, clock):
    group = event(
        desk,
        "Circle",
        starts=TUESDAY,
        visibility="private",
        people=("An Example", "Bo Sample"),
        clinician=ids["Robin"],
    )
    before = written(desk, tmp_path, ids["Robin"])
    assert lines(before, "SUMMARY") == ["Appointment · A. E. · B. S."]
    clock.forward(minutes=5)
    first, last = (one.enrolment for one in desk.agenda.card(group.id).roster)
    desk.enrolments.withdraw(first.id)
    after = written(desk, tmp_path, ids["Robin"])
    assert len(lines(after, "SUMMARY")[0].split(" · ")) == 2
    assert lines(after, "LAST-MODIFIED")[-1] > lines(before, "LAST-MODIFIED")[-1]
    desk.enrolments.withdraw(last.id)
    assert lines(written(desk, tmp_path, ids["Robin"]), "SUMMARY") == ["Appointment · nobody booked"]


def test_whoever_gets_a_seat_from_the_waiting_list_is_seen_as_a_change_too(desk, ids, tmp_path, clock):
    group = event(
        desk,
        "Circle",
        starts=TUESDAY + timedelta(days=7),
        visibility="private",
        people=("An Example",),
        capacity=1,
        clinician=ids["Robin"],
    )
    waits = desk.enrolments.enrol(group.id, person_id=desk.people.add(NewPerson(name="Bo Sample")).id).enrolment
    desk.enrolments.withdraw(desk.agenda.card(group.id).roster[0].enrolment.id)
    before = written(desk, tmp_path, ids["Robin"])
    clock.forward(hours=2)
    desk.enrolments.take_offer(waits.id)
    after = written(desk, tmp_path, ids["Robin"])
    assert (lines(before, "SUMMARY"), lines(after, "SUMMARY")) == (
        ["Appointment · nobody booked"],
        ["Appointment · B. S."],
    )
    assert lines(after, "LAST-MODIFIED") > lines(before, "LAST-MODIFIED")


def test_an_appointment_that_its_client_left_is_cancelled(desk, ids, session, tmp_path):
    [seat] = [one.enrolment for one in desk.agenda.card(session.id).roster]
    desk.enrolments.withdraw(seat.id)
    assert lines(written(desk, tmp_path, ids["Dr."]), "SUMMARY") == ["CANCELLED: Appointment"]


def test_an_empty_calendar_is_a_calendar_and_old_appointments_are_left_out(desk, ids, tmp_path):
    old = datetime(2026, 10, 1, 10)
    event(desk, "Visit", starts=old, visibility="private", people=("Old Example",), clinician=ids["Robin"])
    text = written(desk, tmp_path, ids["Robin"])
    assert "VEVENT" not in text and "BEGIN:VTIMEZONE" in text and "TZID:America/Edmonton" in text
    assert objections(next(tmp_path.iterdir()).read_bytes()) == []


def test_two_of_one_name_have_two_files(desk, ids, tmp_path):
    other = desk.programs.save_clinician("Robin  Sämple").id
    third = desk.programs.save_clinician("Robin Sample").id
    names = {desk.clinician_calendars.write(tmp_path, one).file.name for one in (ids["Robin"], other, third)}
    assert names == {f"private-clinician-robin-sample-{one}.ics" for one in (ids["Robin"], other, third)}


def test_long_names_that_begin_alike_have_two_files_that_are_called_as_is_said(desk, ids, tmp_path):
    others = [desk.programs.save_clinician(f"Robin {'Longer ' * 12}{end}").id for end in ("Sample", "Example")]
    files = [desk.clinician_calendars.write(tmp_path, one).file for one in others]
    assert sorted(tmp_path.iterdir()) == sorted(set(files)) and len(files) == 2


def test_whoever_is_renamed_has_one_file_and_nobody_elses_is_touched(desk, ids, session, tmp_path):
    before = desk.clinician_calendars.write(tmp_path, ids["Dr."])
    other = desk.clinician_calendars.write(tmp_path, ids["Robin"])
    (tmp_path / "private-clinician-mine.ics").write_text("my own notes")
    desk.programs.save_clinician("Dr. Ada Newname", ref=ids["Dr."], supervises=True)
    after = desk.clinician_calendars.write(tmp_path, ids["Dr."])
    assert after.removed == (before.file.name,)
    assert {file.name for file in tmp_path.iterdir()} == {
        after.file.name,
        other.file.name,
        "private-clinician-mine.ics",
    }
    assert desk.clinician_calendars.write(tmp_path, ids["Dr."]).removed == ()


def test_a_file_of_an_older_version_is_removed_when_its_events_show_whose_it_is(desk, ids, session, tmp_path):
    before = older(desk.clinician_calendars.write(tmp_path, ids["Dr."]).file)
    event(desk, "Talk", starts=TUESDAY.replace(hour=18), clinician=ids["Robin"])
    kept = [
        older(desk.clinician_calendars.write(tmp_path, ids["Robin"]).file),
        changed(before, "stranger", session.uid, "evt-of-another-book@atma.example"),
        changed(before, "namesake", "Dr. Sample", "Robin Sample"),
    ]
    desk.programs.save_clinician("Dr. Ada Newname", ref=ids["Dr."], supervises=True)
    after = desk.clinician_calendars.write(tmp_path, ids["Dr."])
    assert after.removed == (before.name,)
    assert {*tmp_path.iterdir()} == {after.file, *kept}


def older(file):
    """Make a calendar one of a version that did not say whose it is."""
    file.write_bytes(re.sub(rb"X-WR-RELCALID:.*\r\n", b"", file.read_bytes()))
    return file


def changed(file, name, old, new):
    """Write a calendar with other words under another name."""
    text = file.read_bytes().replace(b"\r\n ", b"").decode()
    assert old in text
    copy = file.with_name(f"private-clinician-{name}.ics")
    copy.write_bytes(text.replace(old, new).encode())
    return copy

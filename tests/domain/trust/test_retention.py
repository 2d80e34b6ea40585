"""Whose time is over: guests after some months, clients after some years, minors later."""

from datetime import UTC, date, datetime, timedelta

import pytest

from atma_tui.domain.records import Call, Clinic, Pathway, Person, ProgramSeats
from atma_tui.domain.trust.retention import PersonRecords, due, is_needed, kept_until, last_contact
from tests.domain.made import NOW, enrolment, event

CLINIC = Clinic(id="clinic")
SEATS = ProgramSeats(id="x@edmonton", program="x", site="edmonton")


def person(**fields):
    return Person(id="per-1", name="Ada Sample", created=NOW - timedelta(days=4000), **fields)


@pytest.mark.parametrize(
    ("fields", "last", "until"),
    [
        ({}, date(2026, 1, 31), date(2027, 1, 31)),
        ({}, date(2028, 2, 29), date(2029, 2, 28)),
        ({"status": "client"}, date(2026, 3, 1), date(2036, 3, 1)),
        ({"status": "client", "birth_year": 1980}, date(2026, 3, 1), date(2036, 3, 1)),
        ({"status": "client", "birth_year": 2020}, date(2026, 3, 1), date(2040, 12, 31)),
        ({"birth_year": 2020}, date(2026, 3, 1), date(2027, 3, 1)),
    ],
)
def test_a_name_is_kept_until(fields, last, until):
    assert kept_until(person(**fields), CLINIC, last) == until


def test_a_clinic_may_keep_names_for_ever():
    for_ever = Clinic(id="clinic", guest_months=0, client_years=0)
    assert kept_until(person(), for_ever, date(1999, 1, 1)) is None
    assert kept_until(person(status="client", birth_year=2020), for_ever, date(1999, 1, 1)) is None


@pytest.mark.parametrize(
    ("status", "offering", "needed"),
    [
        ("enrolled", event(), True),
        ("waiting", event(), True),
        ("offered", event(), True),
        ("cancelled", event(), False),
        ("enrolled", event(status="cancelled"), False),
        ("enrolled", event(starts=datetime(2026, 11, 1, 18), ends=datetime(2026, 11, 1, 20)), False),
        ("enrolled", SEATS, True),
        ("waiting", SEATS, True),
        ("attended", SEATS, False),
    ],
)
def test_whatever_is_ahead_keeps_the_name(status, offering, needed):
    known = PersonRecords(person=person(), visits=((enrolment(1, status), offering),))
    assert is_needed(known, NOW) == needed


@pytest.mark.parametrize(
    ("state", "needed"), [("active", True), ("paused", True), ("completed", False), ("ended", False)]
)
def test_so_does_a_path_that_is_under_way(state, needed):
    path = Pathway(
        id="pth",
        enrolment="enr-1",
        person="per-1",
        program="x",
        site="edmonton",
        state=state,
        began=NOW,
        changed=NOW,
    )
    assert is_needed(PersonRecords(person=person(), paths=(path,)), NOW) == needed


@pytest.mark.parametrize(
    ("state", "needed"), [("owed", True), ("voicemail", True), ("no_answer", True), ("reached", False)]
)
def test_so_does_a_call_that_is_owed(state, needed):
    call = Call(id="cal-1", person="per-1", why="The talk is off", state=state, at=NOW)
    assert is_needed(PersonRecords(person=person(), calls=(call,)), NOW) == needed


def test_the_last_contact_is_the_end_of_an_event_that_is_over_or_what_was_asked_for_since():
    past = event(starts=datetime(2026, 11, 1, 18), ends=datetime(2026, 11, 1, 20))
    seat = enrolment(1, at=NOW - timedelta(days=90))
    assert last_contact(PersonRecords(person=person(), visits=((seat, past),)), NOW) == datetime(
        2026, 11, 2, 2, tzinfo=UTC
    )
    call = Call(id="cal-1", person="per-1", why="x", state="reached", at=NOW - timedelta(days=1))
    assert last_contact(PersonRecords(person=person(), visits=((seat, past),), calls=(call,)), NOW) == call.at
    assert last_contact(PersonRecords(person=person()), NOW) == person().created


def test_a_minor_is_due_with_the_reason():
    child = person(status="client", birth_year=2005)
    last = datetime(2010, 5, 1, 18, tzinfo=UTC)
    assert due(PersonRecords(person=child), CLINIC, last, datetime(2025, 12, 31, 20, tzinfo=UTC)) is None
    found = due(PersonRecords(person=child), CLINIC, last, NOW)
    assert found.why == "client, last entry Sat 1 May 2010; kept for 10 years, and as a minor to the end of 2025"

"""What must hold when an act ends, over records made by hand: what is wrong is found, and nothing else."""

from collections import defaultdict
from datetime import date, datetime, timedelta

import pytest

from atma_tui.domain.invariants import RULES, RecordsInMemory, Scene, new_violations, violations
from atma_tui.domain.records import (
    Call,
    Cancelled,
    Clearance,
    Clinician,
    Enrolment,
    Pathway,
    Person,
    Program,
    ProgramSeats,
    Room,
    Site,
    Step,
    TreatmentPlan,
)
from tests.domain.made import NOW, count, enrolment, event, hold

EDMONTON = Site(id="edmonton", name="Edmonton", rooms=(Room(id="one", name="Room 1", seats=3),))
CALGARY = Site(id="calgary", name="Calgary")
SESSION = Step(id="session", title="Session", category="session", needs=("clearance", "plan"), planned=True)
PROGRAM = Program(id="therapy", title="Therapy", steps=(SESSION,))
SEATS = ProgramSeats(id="therapy@edmonton", program="therapy", site="edmonton")
DOCTOR = Clinician(id="doc", name="Dr. Demo", supervises=True)
PEOPLE = tuple(Person(id=f"per-{n}", name=f"Ada Sample {n}", created=NOW) for n in range(1, 5))


def scene(*records, untouched=()):
    """Everything given is touched, but for `untouched` and the clinic's own records."""
    found = defaultdict(dict)
    for one in (EDMONTON, CALGARY, PROGRAM, SEATS, DOCTOR, *PEOPLE, *untouched, *records):
        found[type(one)][one.id] = one
    touched = {(one.kind, one.id): one for one in records}
    return Scene(RecordsInMemory(found), touched, NOW)


def rules(*records, untouched=()):
    return sorted(one.key[0] for one in violations(scene(*records, untouched=untouched)))


def client(**fields):
    place = enrolment(9, person="per-1", offering=SEATS.id)
    path = Pathway(
        id="path-1", enrolment=place.id, person="per-1", program="therapy", site="edmonton",
        began=NOW - timedelta(9), changed=NOW, **fields,
    )  # fmt: skip
    return place, path


CLEARED = Clearance(status="cleared", clinician="doc", at=NOW)
ENDED = Clearance(status="cleared", clinician="doc", at=NOW, until=date(2026, 12, 7))
PLAN = TreatmentPlan(clinician="doc", at=NOW, sessions=2)


def session(**fields):
    given = {"id": "evt-s", "title": "Session", "category": "session", "step": "session", "program": "therapy"}
    return event(**{**given, "visibility": "private", "supervisor": "doc", "room": "one", **fields})


def booked(status="enrolled"):
    return enrolment(8, status, person="per-1", offering="evt-s")


EXAMPLES = [
    ((event(capacity=1), enrolment(1)), []),
    ((event(capacity=1), enrolment(1), enrolment(2)), ["oversold"]),
    ((event(capacity=1), enrolment(1), hold(1, 1)), ["oversold"]),
    ((event(capacity=1), enrolment(1), count(1, 1)), ["oversold"]),
    ((event(capacity=1), enrolment(1), count(1, 1, override_reason="a guest speaker")), []),
    ((event(capacity=1), enrolment(1), count(1, 1), count(2, left=1)), []),
    ((event(), count(1, 1), count(2, left=2)), ["counted"]),
    ((event(capacity=1), enrolment(1), enrolment(2, override_reason="speaker")), []),
    ((event(capacity=1, override_reason="a chair broke"), enrolment(1), enrolment(2)), []),
    ((event(capacity=1, status="cancelled"), enrolment(1), enrolment(2)), []),
    ((event(room="one"), enrolment(1, party=4)), ["oversold"]),
    ((event(room="nowhere"),), ["room"]),
    ((event(), enrolment(1), enrolment(2, person="per-1")), ["second seat", "second seat"]),
    ((event(), enrolment(1, "no_show"), enrolment(2, person="per-1")), ["second seat", "second seat"]),
    ((event(), enrolment(1, "cancelled", cancelled=Cancelled(at=NOW, by="Ada")), enrolment(2)), []),
    ((event(), enrolment(1, "cancelled")), ["status"]),
    ((event(), enrolment(1, "offered")), ["offer"]),
    ((event(ends=datetime(2026, 12, 8, 17)),), ["ends"]),
    ((event(enrolment_opens=datetime(2026, 12, 7), enrolment_closes=datetime(2026, 12, 1)),), ["window"]),
    ((event(minimum=3, capacity=2),), ["minimum"]),
    ((event(zone="Nowhere/Land"),), ["zone"]),
    ((event(starts=datetime(1969, 12, 31, 18), ends=datetime(1970, 1, 1)),), ["years"]),
    ((event(starts=datetime(2200, 1, 1, 18), ends=datetime(2200, 1, 1, 20)),), ["years"]),
    ((event(starts=datetime(2199, 12, 31, 18), ends=datetime(2200, 1, 1)),), []),
    ((event(category="session"),), ["public"]),
    ((event(step="session", program="therapy"),), ["public"]),
    ((event(category="session", visibility="private"),), []),
    ((event(category="session", status="cancelled"),), []),
    ((event(), enrolment(1, "waiting", position=3), enrolment(2, "waiting", position=3)), ["place in line"]),
    ((event(), enrolment(1, "waiting", position=3), enrolment(2, "waiting", position=3, priority=1)), []),
    ((event(), enrolment(1, "waiting", position=3), enrolment(2, position=3)), []),
    ((event(site="red-deer"),), ["reference"]),
    ((enrolment(1),), ["reference"]),
    ((Call(id="call-1", person="per-7", why="moved", at=NOW),), ["reference"]),
    ((Person(id="per-1", name="Ada", merged_into="per-1", created=NOW),), ["merged"]),
]  # fmt: skip
"""Records, and the rules that they break."""


@pytest.mark.parametrize(("records", "wrong"), EXAMPLES)
def test_what_is_wrong_is_found_and_nothing_else(records, wrong):
    assert rules(*records) == wrong


@pytest.mark.parametrize("records", [records for records, _ in EXAMPLES])
def test_a_rule_is_left_out_only_when_it_has_nothing_to_look_at(records):
    for one in records:
        touched = scene(one, untouched=[other for other in records if other is not one])
        assert violations(touched) == [found for rule, _ in RULES for found in rule(touched)]


@pytest.mark.parametrize(
    ("made", "wrong"),
    [
        ({"at": NOW}, ["not open"]),
        ({"at": NOW, "status": "waiting"}, ["not open"]),
        ({"at": NOW, "status": "attended"}, []),
        ({"at": NOW, "exception_reason": "speaker"}, []),
        ({"at": NOW, "override_reason": "speaker"}, []),
        ({"at": NOW - timedelta(hours=1)}, []),
    ],
)
def test_who_is_taken_while_enrolment_is_not_open_needs_a_reason(made, wrong):
    shut = event(enrolment_opens=datetime(2026, 12, 7, 9))
    assert rules(enrolment(1, **made, rev=1), untouched=(shut,)) == wrong
    assert rules(enrolment(1, **made, rev=1), shut) == []


@pytest.mark.parametrize(
    ("limit", "reason", "wrong"), [(2, "", ["list full"]), (2, "sister", []), (3, "", []), (None, "", [])]
)
def test_who_is_put_on_a_waiting_list_that_is_full_needs_a_reason(limit, reason, wrong):
    known = event(capacity=0, waiting_limit=limit), enrolment(1, "waiting", party=2, position=1)
    new = enrolment(2, "waiting", position=2, at=NOW, rev=1, exception_reason=reason)
    assert rules(new, untouched=known) == wrong
    assert rules(new, *known) == []


def test_two_seats_at_one_hour_need_a_reason_and_the_drive_is_counted():
    talk = event(
        id="evt-2", title="Talk", site="calgary", starts=datetime(2026, 12, 8, 22), ends=datetime(2026, 12, 8, 23)
    )
    both = (event(), talk, enrolment(1), enrolment(2, person="per-1", offering="evt-2"))
    for found in violations(scene(*both)):
        assert (
            found.key == ("clash", "enr-1", "enr-2") and "Talk" in found.summary and "Open house" in found.summary
        )
    assert rules(*both) == ["clash", "clash"]
    assert (
        rules(event(), talk, enrolment(1), enrolment(2, person="per-1", offering="evt-2", override_reason="flies"))
        == []
    )


def test_what_is_over_does_not_clash_once_the_drive_is_said_to_be_longer():
    past = {"starts": datetime(2026, 11, 3, 18), "ends": datetime(2026, 11, 3, 20)}
    talk = event(
        id="evt-2", title="Talk", site="calgary", starts=datetime(2026, 11, 3, 21), ends=datetime(2026, 11, 3, 22)
    )
    both = (event(**past), talk, enrolment(1), enrolment(2, person="per-1", offering="evt-2"))
    assert rules(*both) == []


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        ({"clearance": CLEARED, "plan": PLAN}, []),
        ({"plan": PLAN}, ["gate"]),
        ({"clearance": CLEARED}, ["gate"]),
        ({"clearance": Clearance(status="on_hold", clinician="doc", at=NOW), "plan": PLAN}, ["gate"]),
        ({"clearance": ENDED, "plan": PLAN}, ["gate"]),
        ({"clearance": CLEARED, "plan": PLAN, "state": "paused"}, ["gate"]),
    ],
)  # fmt: skip
def test_a_session_is_only_for_somebody_who_is_cleared_and_has_a_plan(path, wrong):
    assert rules(session(), booked(), untouched=client(**path)) == wrong
    assert rules(booked(), untouched=(session(), *client(**path))) == wrong
    assert rules(session(), untouched=(booked(), *client(**path))) == wrong


def test_what_a_clinician_says_later_is_no_fault_of_who_booked():
    assert rules(*client(plan=PLAN), untouched=(session(), booked())) == []


def test_a_session_by_hand_is_for_no_guest():
    made = event(id="evt-s", category="session", visibility="private")
    assert rules(made, enrolment(8, person="per-2", offering="evt-s")) == ["gate", "needs"]


@pytest.mark.parametrize("lacking", ["supervisor", "room"])
def test_a_session_needs_a_supervisor_and_a_room(lacking):
    ready = client(clearance=CLEARED, plan=PLAN)
    assert rules(session(), booked(), untouched=ready) == []
    assert rules(session(**{lacking: ""}), booked(), untouched=ready) == ["needs"]


def test_one_path_goes_on_at_a_time_and_not_without_its_place():
    place, path = client()
    assert rules(place, path) == []
    left = enrolment(9, "cancelled", person="per-1", offering=SEATS.id, cancelled=Cancelled(at=NOW, by="Ada"))
    assert rules(left, untouched=(path,)) == ["no place"]
    other = enrolment(10, person="per-1", offering=SEATS.id)
    second = Pathway(
        id="path-2", enrolment=other.id, person="per-1", program="therapy", site="edmonton", began=NOW, changed=NOW
    )  # fmt: skip
    assert rules(second, untouched=(place, path, other)) == ["second path"]


def test_what_was_wrong_before_stops_nobody_unless_it_gets_worse():
    over = (event(capacity=1), enrolment(1), enrolment(2))
    worse = (*over, enrolment(3))
    better = (event(capacity=1), enrolment(1), enrolment(2))
    assert new_violations(violations(scene(*better)), violations(scene(*over))) == []
    [found] = new_violations(violations(scene(*worse)), violations(scene(*over)))
    assert found.summary == "Open house has 1 place, and 3 would be taken."


def test_whoever_is_on_hold_stays_booked_and_is_not_sent_on():
    held = client(clearance=Clearance(status="on_hold", clinician="doc", at=NOW), plan=PLAN)
    before = violations(scene(session(), booked(), untouched=held))
    again = violations(scene(session(notes="Bring tea"), booked(), untouched=held))
    here = violations(scene(session(), booked("attended"), untouched=held))
    assert new_violations(again, before) == []
    assert "on hold, said Dr. Demo" in new_violations(here, before)[0].summary
    assert new_violations(before, here) == []


def test_what_is_gone_is_missed_by_what_names_it():
    left = RecordsInMemory({Enrolment: {"enr-1": enrolment(1)}, Person: {one.id: one for one in PEOPLE}})
    missing = Scene(left, {("event", "evt-1"): None}, NOW)
    assert [one.key[0] for one in violations(missing)] == ["reference"]

"""What an act needs is told by what it changed."""

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from atma_tui.domain.errors import NotAllowed, NotSignedIn
from atma_tui.domain.records import (
    Allowance,
    Answer,
    Clearance,
    Clinic,
    Clinician,
    Closure,
    Hold,
    Operator,
    Pathway,
    Program,
    ProgramSeats,
    Site,
    Source,
)
from atma_tui.domain.trust.needs import rights_needed
from atma_tui.domain.trust.permissions import Authority, Permissions
from tests.store.samples import NOW, WALL, call, enrolment, event, person

OWN = Operator(id="opr-1", name="Ada", pin="hash", role="desk")
OTHER = replace(OWN, id="opr-2", name="Bo")
PATH = Pathway(id="pat-1", enrolment="enr-1", person="per-1", program="p", site="edmonton", began=NOW, changed=NOW)
MERGE = Allowance(right="merge", least="lead")
SAID = Clearance(status="cleared", clinician="cli-1", at=NOW)
AWAY = Closure(starts=WALL, ends=WALL.replace(hour=20))
HOLD = Hold(id="hol-1", offering="evt-1", seats=2, name="physician", why="talk", at=NOW, by="Ada")
SITE, CLINICIAN = Site(id="edmonton", name="Edmonton"), Clinician(id="cli-1", name="Dr. Example")
SOURCE = Source(id="staff", url="https://website.example/x.ics")
PLACES = ProgramSeats(id="p@edmonton", program="p", site="edmonton", capacity=3)


def needs(before, after, verb="any"):
    one = before or after
    key = one.kind, one.id
    return rights_needed(verb, {key: before}, {key: after}, OWN.id)


def changed(one, **fields):
    return one, replace(one, **fields)


DAILY = {"write"}
CASES = [
    ((None, person(1)), DAILY),
    ((person(1), None), DAILY),
    (changed(person(1), notes="x"), DAILY),
    (changed(person(1), merged_into="per-2"), {"write", "merge"}),
    (changed(person(1, merged_into="per-2"), merged_into=""), {"write", "merge"}),
    ((None, enrolment(1)), DAILY),
    ((None, enrolment(1, override_reason="family")), {"write", "override"}),
    (changed(enrolment(1, override_reason="family"), status="waiting"), DAILY),
    (changed(enrolment(1, override_reason="family"), override_reason=""), DAILY),
    (changed(event(), override_reason="asked (Ada)"), {"write", "override"}),
    (changed(event(), capacity=5), DAILY),
    ((HOLD, None), DAILY),
    ((None, call(1)), DAILY),
    (changed(PATH, clearance=SAID), {"write", "clear"}),
    (changed(PATH, clearance=replace(SAID, status="on_hold")), DAILY),
    (changed(replace(PATH, clearance=SAID), state="paused"), DAILY),
    (changed(SITE, closures=(AWAY,)), DAILY),
    (changed(SITE, phone="1"), {"write", "settings"}),
    (changed(CLINICIAN, absences=(AWAY,)), DAILY),
    (changed(CLINICIAN, supervises=True), {"write", "settings"}),
    ((None, CLINICIAN), {"write", "settings"}),
    ((None, Program(id="p", title="P")), {"write", "settings"}),
    (changed(PLACES, capacity=4), {"write", "settings"}),
    (changed(PLACES, override_reason="asked"), {"write", "settings", "override"}),
    (changed(SOURCE, etag="x", checked=NOW, failed="no answer"), DAILY),
    (changed(SOURCE, allow_private=True), {"write", "settings"}),
    ((SOURCE, None), {"write", "settings"}),
    (changed(Clinic(id="clinic"), offer_hours=3), {"write", "settings"}),
    (changed(Clinic(id="clinic"), rights=(MERGE,)), {"write", "settings", "people"}),
    ((None, Answer(id="ans-1", question="Where?", answer="Here")), DAILY),
    ((None, OWN), {"people"}),
    ((OTHER, None), {"people"}),
    (changed(OWN, role="lead"), {"people"}),
    (changed(OWN, pin="other"), set()),
    (changed(OWN, pin="other", role="lead"), {"people"}),
    (changed(OTHER, pin="other"), {"people"}),
    (changed(OTHER, failed=2, failed_at=datetime(2026, 12, 1, tzinfo=UTC)), set()),
]  # fmt: skip


@pytest.mark.parametrize(("versions", "rights"), CASES)
def test_a_change_needs(versions, rights):
    assert needs(*versions) == rights


def test_what_the_program_does_by_itself_needs_nobody():
    assert needs(None, enrolment(1), verb="lapse") == set()
    assert rights_needed("viewed", {}, {}, "") == set()
    assert rights_needed("keep own words", {}, {}, "") == {"write"}


def test_a_refusal_says_who_may():
    desk = Permissions(name="Ada", operator=OWN)
    with pytest.raises(NotAllowed, match=r"Ada \(desk\) may not change the clinic's settings.*; a lead may"):
        desk.refuse({"write", "settings"})
    with pytest.raises(NotAllowed, match="may not change anything; the desk and leads may"):
        Permissions(name="Ada", operator=replace(OWN, role="reader")).refuse({"write"})
    with pytest.raises(NotSignedIn, match="Ada is not signed in"):
        Permissions(name="Ada").refuse({"write"})
    Permissions(name="Ada", everything=True).refuse({"people"})


def test_somebody_may_stand_in_and_is_named_only_where_that_was_needed():
    desk = Permissions(name="Ada", operator=OWN, stands_in=Authority("Lea", "lead"))
    desk.refuse({"write", "settings"})
    assert desk.leans_on({"write", "settings"}) == "Lea"
    assert desk.leans_on({"write"}) == ""

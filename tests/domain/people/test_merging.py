from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atma_tui.desk.people.nicknames import nicknames
from atma_tui.domain.paths.pathway import Visit
from atma_tui.domain.people.contacts import email_key, phone_key
from atma_tui.domain.people.finding import among
from atma_tui.domain.people.merging import FIELDS, joined, merged, surest
from atma_tui.domain.records import Clearance, Enrolment, Pathway, Person, TreatmentPlan
from tests.domain.made import NOW, event, person

ADA = person("per-1", "Ada Sample", "780-555-0101", "ada@example.org", known_as="Addie")
DOUBLE = person("per-2", "Ada Former", "403-555-0102", "work@example.org", notes="calls at noon", status="client")


def test_what_is_not_chosen_still_finds_the_person() -> None:
    kept = merged(ADA, DOUBLE)
    assert (kept.id, kept.name, kept.phone, kept.email, kept.status) == (
        "per-1",
        "Ada Sample",
        "780-555-0101",
        "ada@example.org",
        "client",
    )
    assert (kept.other_names, kept.other_phones, kept.other_emails, kept.notes) == (
        ("Ada Former",),
        ("403-555-0102",),
        ("work@example.org",),
        "calls at noon",
    )
    assert set(kept.other_keys) == {"4035550102", "work@example.org"}
    for typed in (
        "sample",
        "former, ada",
        "addie",
        "403 555 0102",
        "780 555 0101",
        "work@example.org",
        "ada@example",
    ):
        assert [match.person.id for match in among([kept], typed, nicknames())] == ["per-1"]


def test_any_field_may_be_taken_from_the_double() -> None:
    kept = merged(ADA, DOUBLE, take=["name", "phone", "known_as"])
    assert (kept.name, kept.known_as, kept.phone, kept.email) == (
        "Ada Former",
        "Addie",
        "403-555-0102",
        "ada@example.org",
    )
    assert (kept.phone_key, kept.email_key) == ("4035550102", "ada@example.org")
    assert (kept.other_names, kept.other_phones) == (("Ada Sample",), ("780-555-0101",))


@pytest.mark.parametrize("phone", ["(780) 555-0101", "+1 780 555 0101", ""])
def test_the_same_in_other_writing_is_not_kept_twice(phone: str) -> None:
    kept = merged(ADA, person("per-2", "ADA SAMPLE", phone, "Ada@Example.org"))
    assert (kept.other_names, kept.other_phones, kept.other_emails, kept.other_keys) == ((), (), (), ())


def test_an_extension_is_not_lost() -> None:
    kept = merged(ADA, person("per-2", "Ada Sample", "780-555-0101 x22"))
    assert (kept.other_phones, kept.other_keys) == (("780-555-0101 x22",), ())


NAMES = st.sampled_from(["Ada Sample", "Ada Former", "A. Samplewright", "Sean O'Samply", "Søren Weiß"])
PHONES = st.sampled_from(["", "780-555-0101", "(780) 555-0101 x2", "403-555-0102", "+44 20 7946 0958"])
MAILS = st.sampled_from(["", "ada@example.org", "ADA@example.org", "work@example.org"])
PEOPLE = st.builds(
    lambda name, known_as, phone, email: person("per", name, phone, email, known_as=known_as),
    NAMES,
    st.sampled_from(["", "Addie", "Bob"]),
    PHONES,
    MAILS,
)
TAKE = st.sets(st.sampled_from(FIELDS))


def values(*people: Person) -> set[str]:
    return {
        value
        for one in people
        for value in (one.name, one.known_as, one.phone, one.email, *one.other_names, *one.other_phones)
        if value
    }


@given(PEOPLE, PEOPLE, PEOPLE, TAKE, TAKE)
def test_nothing_that_finds_somebody_is_lost_however_many_are_merged(
    one: Person, two: Person, three: Person, first: set, second: set
) -> None:
    kept = merged(merged(one, two, first), three, second)
    for value in values(one, two, three):
        assert among([kept], value, nicknames()), value
    keys = {key for each in (one, two, three) for key in (each.phone_key, each.email_key) if key}
    assert {kept.phone_key, kept.email_key, *kept.other_keys} - {""} == keys
    assert kept.phone_key == phone_key(kept.phone)
    assert kept.email_key == email_key(kept.email)


@given(PEOPLE, PEOPLE, TAKE)
def test_who_stays_decides_only_which_values_are_shown_first(one: Person, two: Person, take: set) -> None:
    kept, other = merged(one, two, take), merged(two, one, set(FIELDS) - take)
    assert {field: getattr(kept, field) for field in FIELDS} == {field: getattr(other, field) for field in FIELDS}
    assert set(kept.other_keys) == set(other.other_keys)
    again = merged(kept, one)
    for field in ("other_names", "other_phones", "other_emails", "other_keys"):
        assert set(getattr(again, field)) == set(getattr(kept, field))


def enrolment(id: str, status: str = "enrolled", **fields: object) -> Enrolment:
    given = {"offering": "evt", "person": "per-1", "at": NOW, "by": "Ada", **fields}
    return Enrolment(id=id, status=status, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("stays", "other"),
    [
        (enrolment("b", "attended"), enrolment("a", "no_show")),
        (enrolment("b", "no_show"), enrolment("a", "enrolled")),
        (enrolment("b", "enrolled"), enrolment("a", "offered")),
        (enrolment("b", "offered"), enrolment("a", "waiting", position=1)),
        (enrolment("b", "waiting", position=1), enrolment("a", "waiting", position=2, party=9)),
        (enrolment("b", "waiting", position=2, priority=1), enrolment("a", "waiting", position=1)),
        (enrolment("b", party=2), enrolment("a", party=1)),
        (enrolment("b"), enrolment("a", at=NOW + timedelta(days=1))),
    ],
)
def test_of_two_enrolments_the_surer_stays_whatever_their_ids(stays: Enrolment, other: Enrolment) -> None:
    assert surest([stays, other], is_over=True) is surest([other, stays], is_over=True) is stays


@pytest.mark.parametrize("status", ["enrolled", "offered", "waiting"])
def test_a_no_show_on_one_record_ends_no_seat_of_the_other_before_the_event_is_over(status: str) -> None:
    stays, missing = enrolment("b", status), enrolment("a", "no_show")
    assert surest([missing, stays], is_over=False) is stays
    assert surest([missing], is_over=False) is missing


def path(id: str, **fields: object) -> Pathway:
    given = {"person": "per", "enrolment": f"enr-{id}", "program": "kat", "site": "edmonton", "began": NOW}
    return Pathway(id=id, changed=NOW, **{**given, **fields})  # type: ignore[arg-type]


def visit(status: str) -> Visit:
    return Visit(event=event(program="kat", step="session"), enrolment=enrolment("v", status))


LATER, LATEST = NOW + timedelta(days=1), NOW + timedelta(days=2)
PLAN = TreatmentPlan(clinician="dr", at=LATEST, sessions=6)


@given(st.permutations(["a", "b"]), st.booleans())
def test_the_path_on_which_more_was_done_goes_on_whatever_its_id(ids: list[str], swapped: bool) -> None:
    old, new = path(ids[0], began=LATER), path(ids[1], plan=PLAN)
    visits = {old.id: [visit("attended"), visit("no_show")], new.id: [visit("enrolled"), visit("enrolled")]}
    pair = (new, old) if swapped else (old, new)
    goes_on, other = joined(*pair, lambda one: visits[one.id])
    assert (goes_on.id, goes_on.began, goes_on.plan, other) == (old.id, NOW, PLAN, new)


@given(st.permutations(["a", "b"]), st.booleans())
def test_with_nothing_done_what_is_booked_decides_then_what_began_earlier(ids: list[str], swapped: bool) -> None:
    first, second = path(ids[0]), path(ids[1], began=LATER)
    pair = (second, first) if swapped else (first, second)
    assert joined(*pair, lambda one: [])[0].id == first.id
    assert joined(*pair, lambda one: [visit("enrolled")] if one is second else [])[0].id == second.id


@pytest.mark.parametrize("swapped", [False, True])
def test_what_was_said_last_of_somebodys_readiness_holds(swapped: bool) -> None:
    cleared = path("a", clearance=Clearance(status="cleared", clinician="dr", at=LATER))
    held = path("b", clearance=Clearance(status="on_hold", clinician="dr", at=LATEST), began=LATER)
    pair = (held, cleared) if swapped else (cleared, held)
    goes_on, _ = joined(*pair, lambda one: [])
    assert (goes_on.id, goes_on.clearance) == ("a", held.clearance)

"""What a clinic may keep about people: read, in words, left out, and what matters when somebody comes."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from atma_tui.domain.errors import InputError
from atma_tui.domain.people.optional import (
    OPTIONAL,
    ConsentMark,
    care_words,
    contact_words,
    latest,
    marked,
    read_consent_kinds,
    read_contact,
    read_escort,
    read_interpreter,
    read_person_fields,
    shown,
)
from atma_tui.domain.records import Clinic, Consent, Contact, Person
from tests.domain.made import NOW, event

DAY = date(2026, 12, 1)
MARY = Contact(name="Mary Sample", phone="780 555 0101", relation="sister")
SESSION = event(category="session")


def person(**fields):
    return Person(id="per-1", name="Ada Sample", created=NOW, **fields)


def everything():
    return person(
        other_names=("Ada Former",),
        other_phones=("780-555-0102",),
        other_emails=("ada@example.org",),
        birth_year=1980,
        emergency=MARY,
        escort=replace(MARY, relation=""),
        interpreter="Cree",
        consents=(Consent(kind="newsletter", day=DAY, by="Ada"), Consent(kind="photo", day=DAY, by="Ada")),
    )


@pytest.mark.parametrize(
    ("typed", "contact"),
    [
        ("", None),
        (" ; ", None),
        ("Mary Sample; 780 555 0101; sister", MARY),
        ("Mary Sample, 780 555 0101, sister", MARY),
        ("Mary Sample; sister; 780 555 0101", MARY),
        ("780 555 0101; Mary Sample; sister", MARY),
        ("Mary Sample", Contact(name="Mary Sample")),
        ("Sample, Mary", Contact(name="Sample, Mary")),
        ("Sample, Mary; 780 555 0101", Contact(name="Sample, Mary", phone="780 555 0101")),
        ("Mary\u202e  Sample", Contact(name="Mary Sample")),
    ],
)
def test_a_contact_is_read(typed, contact):
    assert read_contact(typed) == contact


@pytest.mark.parametrize(
    "typed",
    ["780 555 0101", "Mary; 780 555 0101; 780 555 0102", "Mary; sister; friend", "??", f"Mary; {'x' * 61}"],
)
def test_what_is_no_contact_is_refused(typed):
    with pytest.raises(InputError):
        read_contact(typed)


def test_an_escort_has_no_relation():
    assert read_escort("Mary; 780 555 0101") == Contact(name="Mary", phone="780 555 0101")
    with pytest.raises(InputError):
        read_escort("Mary; 780 555 0101; sister")


@given(st.text(max_size=60))
def test_what_was_read_is_read_alike_again(words):
    for read in (read_contact, read_escort):
        try:
            contact = read(words)
        except InputError:
            continue
        assert read(contact_words(contact)) == contact


def test_a_language_is_a_word():
    assert read_interpreter(" Plains  Cree ") == "Plains Cree"
    for typed in ("42", "x" * 61):
        with pytest.raises(InputError):
            read_interpreter(typed)


@given(st.sets(st.sampled_from(OPTIONAL)), st.sets(st.sampled_from(("newsletter", "photo", "phone"))))
def test_only_what_the_clinic_keeps_is_shown(fields, kinds):
    clinic = Clinic(
        id="clinic",
        person_fields=tuple(one for one in OPTIONAL if one in fields),
        consent_kinds=tuple(sorted(kinds)),
    )
    whole, seen = everything(), shown(everything(), clinic)
    told = {
        "former-names": (("other_names", ()),),
        "second-contacts": (("other_phones", ()), ("other_emails", ())),
        "birth-year": (("birth_year", 0),),
        "emergency": (("emergency", None),),
        "escort": (("escort", None),),
        "interpreter": (("interpreter", ""),),
    }
    for field, values in told.items():
        for name, nothing in values:
            assert getattr(seen, name) == (getattr(whole, name) if field in fields else nothing)
    assert {one.kind for one in seen.consents} == kinds & {"newsletter", "photo"}
    assert (seen.name, seen.rev, seen.created) == (whole.name, whole.rev, whole.created)


def test_a_new_book_keeps_what_older_ones_did():
    seen = shown(everything(), Clinic(id="clinic"))
    assert (seen.birth_year, seen.other_names) == (1980, ("Ada Former",))
    assert (seen.emergency, seen.escort, seen.interpreter, seen.consents) == (None, None, "", ())


def test_what_is_kept_is_read_in_the_order_of_the_form():
    assert read_person_fields("Interpreter, birth year;emergency") == ("birth-year", "emergency", "interpreter")
    assert read_person_fields("none") == read_person_fields("") == ()
    with pytest.raises(InputError, match="'diagnosis' is not one of former-names"):
        read_person_fields("escort, diagnosis")


def test_kinds_of_consent_are_read_once_each():
    assert read_consent_kinds("may be phoned; Newsletter;newsletter;") == ("may be phoned", "newsletter")
    for typed in ("x" * 41, "; ".join(f"kind {number}" for number in range(13)), "..."):
        with pytest.raises(InputError):
            read_consent_kinds(typed)


def test_a_consent_keeps_its_day_until_something_else_is_said():
    first = marked((), [ConsentMark(kind="photo")], DAY, "Ada")
    later = date(2026, 12, 9)
    assert marked(first, [ConsentMark(kind="photo")], later, "Bo") == first
    [taken] = marked(first, [ConsentMark(kind="photo", given=False, day=date(2026, 12, 8))], later, "Bo")
    assert (taken.given, taken.day, taken.by) == (False, date(2026, 12, 8), "Bo")
    assert marked(first, [ConsentMark(kind="photo", given=None)], later, "Bo") == ()
    with pytest.raises(InputError):
        marked(first, [ConsentMark(kind="photo", given=False, day=date(2026, 12, 10))], later, "Bo")


def test_of_two_records_the_later_word_counts_and_of_one_day_the_withdrawal():
    given_on, taken = (
        Consent(kind="photo", day=DAY, by="Ada"),
        Consent(kind="photo", given=False, day=DAY, by="Bo"),
    )
    assert latest([given_on], [taken]) == latest([taken], [given_on]) == (taken,)
    again = replace(given_on, day=date(2026, 12, 2))
    assert latest([again], [taken]) == (again,)


@pytest.mark.parametrize(
    ("fields", "escort", "what", "said"),
    [
        (("escort",), None, SESSION, ["NO ESCORT NOTED"]),
        (("escort",), None, event(supervisor="doc"), ["NO ESCORT NOTED"]),
        (("escort",), MARY, SESSION, ["Escort: Mary Sample; 780 555 0101; sister"]),
        (("escort",), None, event(), []),
        (("escort",), MARY, event(), []),
        ((), None, SESSION, []),
        ((), MARY, SESSION, []),
    ],
)
def test_an_escort_is_asked_for_after_a_session(fields, escort, what, said):
    clinic = Clinic(id="clinic", person_fields=fields)
    assert [*care_words(person(escort=escort), what, clinic, names=True)] == said


def test_without_names_only_that_there_is_something_is_said():
    clinic = Clinic(id="clinic", person_fields=("escort", "interpreter"))
    ada = person(escort=MARY, interpreter="Cree")
    assert "Interpreter: Cree" in care_words(ada, SESSION, clinic, names=True)
    assert [*care_words(ada, SESSION, clinic, names=False)] == ["Interpreter", "Escort noted"]


@pytest.mark.parametrize("words", ["none", "None", "no", "nobody", " n/a "])
def test_who_has_none_is_not_said_to_have_one_called_none(words):
    assert (read_escort(words), read_contact(words), read_interpreter(words)) == (None, None, "")

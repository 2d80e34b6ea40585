"""Columns that tell what a clinic may keep about people or not."""

import pytest

from atma_tui.desk.clinic.choices import ClinicFields
from atma_tui.desk.importing.plan import Choices
from atma_tui.domain.people.optional import OPTIONAL
from atma_tui.domain.records import Contact

FULL = (
    "Name,Maiden name,Year of birth,Relationship,Emergency contact,Emergency phone,Escort,Escort phone,"
    "Interpreter,Newsletter,Consents\n"
    "Ada Sample,Ada Former,1980,sister,Mary Sample,780-555-0101,Otto Example,780-555-0102,Cree,yes,photo\n"
    "Bo Sample,,,,,,,,,no,\n"
)


def test_what_the_clinic_keeps_is_imported(desk):
    desk.choices.change(ClinicFields(person_fields=OPTIONAL, consent_kinds=("newsletter", "photo")))
    plan = desk.people_import.plan(FULL.encode(), Choices())
    assert plan.notes == ()
    desk.people_import.apply(plan, "signups.csv")
    [ada], [bo] = desk.people.search("ada sample"), desk.people.search("bo sample")
    assert ada.emergency == Contact(name="Mary Sample", phone="780-555-0101", relation="sister")
    assert ada.escort == Contact(name="Otto Example", phone="780-555-0102")
    assert (ada.interpreter, ada.birth_year, ada.other_names) == ("Cree", 1980, ("Ada Former",))
    assert {one.kind: one.given for one in ada.consents} == {"newsletter": True, "photo": True}
    assert (bo.emergency, bo.escort, bo.interpreter, bo.consents) == (None, None, "", ())


def test_what_it_does_not_keep_is_left_out_and_said(desk):
    desk.choices.change(ClinicFields(person_fields=(), consent_kinds=()))
    plan = desk.people_import.plan(FULL.encode(), Choices(columns=("Consents=consents",)))
    [note] = plan.notes
    for heading in ("Maiden name", "Year of birth", "Relationship", "Emergency contact", "Escort", "Consents"):
        assert heading in note
    desk.people_import.apply(plan, "signups.csv")
    [ada] = desk.people.search("ada sample")
    assert (ada.emergency, ada.birth_year, ada.other_names, ada.consents) == (None, 0, (), ())


@pytest.mark.parametrize(
    ("heads", "cells", "problem"),
    [
        ("Emergency contact,Emergency phone", ",780-555-0101", "the emergency contact: Say it as name; phone"),
        ("Emergency contact,Emergency phone", "Mary,12", "'12' is not a phone number"),
        ("Emergency contact", "=Mary()", "begins as a formula does"),
        ("Interpreter", "42", "'42' is not a language"),
        ("Newsletter", "perhaps", "no consent called 'perhaps'"),
        ("Escort,Escort phone", "Otto; 780-555-0101,780-555-0102", "the escort: Say it as name; phone"),
    ],
)
def test_bad_cells_of_them_are_named(desk, heads, cells, problem):
    desk.choices.change(ClinicFields(person_fields=OPTIONAL, consent_kinds=("newsletter",)))
    plan = desk.people_import.plan(f"Name,{heads}\nAda Sample,{cells}\n".encode(), Choices())
    [row] = plan.rows
    assert row.kind == "bad"
    assert problem in "; ".join(row.problems)


def test_a_phone_or_a_relation_without_a_name_column_tells_nothing(desk):
    desk.choices.change(ClinicFields(person_fields=OPTIONAL))
    plan = desk.people_import.plan(
        b"Name,Relationship,Emergency phone\nAda Sample,client,780-555-0101\n", Choices()
    )
    assert [one.field for one in plan.columns] == ["name", "", ""]
    assert [row.kind for row in plan.rows] == ["new"]

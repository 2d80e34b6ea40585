from hypothesis import given
from hypothesis import strategies as st

from atma_tui.domain.people import email_key, initials, likely_doubles, name_variants, phone_key
from atma_tui.domain.records import Person
from tests.domain.made import NOW


def person(id: str, name: str, phone: str = "", email: str = "") -> Person:
    return Person(
        id=id,
        name=name,
        phone=phone,
        email=email,
        phone_key=phone_key(phone),
        email_key=email_key(email),
        created=NOW,
    )


def test_nicknames_lead_to_each_other() -> None:
    assert "robert" in name_variants("Bob")
    assert "bob" in name_variants("Robert")
    assert "bob" not in name_variants("bob")


def test_a_phone_number_is_the_same_however_typed() -> None:
    assert phone_key("+1 (780) 555-0101") == phone_key("780.555.0101") == "7805550101"


def test_doubles_are_found_by_phone_mail_and_name_variants_surest_first() -> None:
    others = [
        person("per-1", "Christopher Sample"),
        person("per-2", "Somebody Else", phone="780 555 0101"),
        person("per-3", "Third Person", email="CHRIS@example.org"),
        person("per-4", "Chris Sampler"),
        person("per-5", "Zoë Example"),
    ]
    found = likely_doubles("Chris Sample", "(780) 555-0101", "chris@example.org", others)
    assert [(one.id, why) for one, why in found] == [
        ("per-2", "same phone number"),
        ("per-3", "same e-mail"),
        ("per-1", "likely the same name"),
    ]
    assert [one.id for one, _ in likely_doubles("zoe example", "", "", others)] == ["per-5"]


def test_different_people_with_the_same_family_name_are_not_doubles() -> None:
    assert likely_doubles("Ada Sample", "", "", [person("per-1", "Bo Sample")]) == []


@given(st.text(max_size=60))
def test_initials_never_show_a_name(name: str) -> None:
    shown = initials(name)
    assert shown
    assert all(len(part.rstrip(".")) <= 3 for part in shown.split())

import pytest

from atma_tui.desk.people.nicknames import nicknames
from atma_tui.domain.people.duplicates import likely_doubles, same_name
from tests.domain.made import person


def test_doubles_are_found_by_phone_mail_and_name_variants_surest_first():
    others = [
        person("per-1", "Christopher Sample"),
        person("per-2", "Somebody Else", phone="780 555 0101"),
        person("per-3", "Third Person", email="CHRIS@example.org"),
        person("per-4", "Chris Sampler"),
        person("per-5", "Zoë Example"),
        person("per-6", "Chris Sample", merged_into="per-1"),
    ]
    found = likely_doubles("Chris Sample", "(780) 555-0101 x2", "chris@example.org", others, nicknames())
    assert [(one.id, why) for one, why in found] == [
        ("per-2", "same phone number"),
        ("per-3", "same e-mail"),
        ("per-1", "likely the same name"),
        ("per-4", "nearly the same name"),
    ]
    assert [one.id for one, _ in likely_doubles("zoe example", "", "", others, nicknames())] == ["per-5"]
    assert likely_doubles("zoe example", "", "", others, nicknames(), skip="per-5") == []


def test_what_came_from_a_merged_double_makes_a_double_too():
    others = {"other_phones": ("403-555-0102",), "other_emails": ("work@example.org",)}
    ada = person("per-1", "Ada Sample", other_names=("Ada Former",), **others)
    for name, phone, email in (
        ("Ada Former", "", ""),
        ("Somebody", "403-555-0102", ""),
        ("Somebody", "", "Work@example.org"),
    ):
        assert [one.id for one, _ in likely_doubles(name, phone, email, [ada], nicknames())] == ["per-1"]


@pytest.mark.parametrize(
    ("one", "two", "why"),
    [
        ("Sean O’Samply", "Sean O'Samply", "same name"),
        ("Sean OSamply", "sean o samply", "same name"),
        ("Mary Ann Sample-Test", "Mary-Ann Sample Test", "same name"),
        ("Sample, Ada", "Ada Sample", "same name"),
        ("Søren Weiß", "Soren Weiss", "same name"),
        ("Bob Sample", "Robert Sample", "likely the same name"),
        ("Ada M. Sample", "Ada Sample", "likely the same name"),
        ("Gwendolyn Sample", "Gwen Sample", "likely the same name"),
        ("Chen Margaret", "Margaret Chen", "likely the same name"),
        ("Kate Vandersample", "Katherine Van der Sample", "likely the same name"),
        ("Kate Van Sample", "Katherine Der Sample", "likely the same name"),
        ("Ling Chne", "Ling Chen", "nearly the same name"),
        ("Edtih Sample", "Edith Sample", "nearly the same name"),
        ("Anm Sample", "Ann Sample", "nearly the same name"),
        ("Tim Sample", "Tom Sample", ""),
        ("Sample Tim", "Sample Tom", ""),
        ("Lin Sample", "Liu Sample", ""),
        ("Rom Sample", "Tom Sample", ""),
        ("Ada Lin", "Ada Lim", ""),
        ("Ada Sample", "Bo Sample", ""),
        ("Ada Sample", "Ada Example", ""),
        ("Edtih Smaple", "Edith Sample", ""),
        ("Sample", "Ada Sample", ""),
        ("", "", ""),
    ],
)
def test_names_of_one_person_are_told_from_those_of_two(one, two, why):
    assert same_name(one, two, nicknames()) == same_name(two, one, nicknames()) == why

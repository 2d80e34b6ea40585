import pytest

from atma_tui.desk.people.new_person import NewPerson
from atma_tui.domain.errors import InputError


@pytest.mark.parametrize(
    "words", ["zoe", "ZOË ex", "example zo", "780 555 0101", "(780) 555-0101", "5550101", "zoe@example.org"]
)
def test_people_are_found_however_they_are_asked_for(desk, person, words):
    person("Zoë Example", phone="+1 780 555 0101", email="zoe@example.org")
    person("Somebody Else", phone="403 555 0199")
    assert [one.name for one in desk.people.search(words)] == ["Zoë Example"]


def test_nicknames_find_the_full_name_and_back(desk, person):
    person("Robert Sample")
    person("Bobby Example")
    assert {one.name for one in desk.people.search("bob")} == {"Robert Sample", "Bobby Example"}
    assert [one.name for one in desk.people.search("bob sample")] == ["Robert Sample"]


@pytest.mark.parametrize(
    "typed",
    ["O’Samply", "osamply", "o samply", "samply, sean", "sean samlpy", "tel:780-555-0101 x3", "1-780-555-0101"],
)
def test_the_book_is_searched_as_the_door_is(desk, person, typed):
    person("Sean O'Samply", phone="(780) 555-0101")
    person("Somebody Else", phone="403 555 0199")
    assert [one.name for one in desk.people.search(typed)] == ["Sean O'Samply"]


def test_signs_alone_find_nobody_and_no_words_everybody(desk, person):
    person("Sean O'Samply")
    assert [len(desk.people.search(typed)) for typed in ("", " ", "'", "- ,")] == [1, 1, 0, 0]


@pytest.mark.parametrize(
    ("new", "why"),
    [
        (NewPerson(name="Sean O’Samply"), "same name"),
        (NewPerson(name="SAMPLY, SEAN O"), "same name"),
        (NewPerson(name="Sean Osampyl"), "nearly the same name"),
        (NewPerson(name="Bo", phone="780-555-0101 ext 22"), "same phone number"),
        (NewPerson(name="Bo", phone="+1 780 555 0101"), "same phone number"),
        (NewPerson(name="Bo", email="SEAN@example.org"), "same e-mail"),
    ],
)
def test_somebody_new_who_is_likely_in_the_book_is_shown(desk, person, new, why):
    sean = person("Sean O'Samply", phone="(780) 555-0101", email="sean@example.org")
    person("Somebody Else", phone="403 555 0199")
    assert desk.people.duplicates(new) == [(sean, why)]


@pytest.mark.parametrize(
    ("name", "there", "why"),
    [
        ("Zoe Sample", "Zoë Samply", "nearly the same name"),
        ("Samply, Zoe", "Zoe Sample", "nearly the same name"),
        ("Ada Smithjones", "Ada Smith Jones", "same name"),
        ("Smith-Jones, Liz", "Elizabeth Smith-Jones", "likely the same name"),
        ("Anna M. Mueller", "Anna Müller", "nearly the same name"),
        ("Muller A. Muller", "Muller Müller", "likely the same name"),
        ("Edtih Sample", "Edith Sample", "nearly the same name"),
        ("Maryann", "Mary-Ann", "same name"),
    ],
)
def test_a_name_in_the_book_hides_no_other_that_may_be_meant(desk, person, name, there, why):
    for other in ("Bo Sample", "Bo Samply", "Bo Smithjones", "Bo Mueller"):
        person(other)
    found = person(there)
    assert desk.people.duplicates(NewPerson(name=name)) == [(found, why)]


@pytest.mark.parametrize("name", ["", " ", "-", "'"])
def test_nobody_without_a_name_is_like_anybody(desk, person, name):
    person("Bo Sample")
    assert desk.people.duplicates(NewPerson(name=name)) == []


def test_names_that_begin_as_typed_come_first(desk, person):
    for name in ("Eva Annand", "Ann Example", "Joanna Sample"):
        person(name)
    assert [one.name for one in desk.people.search("ann")] == ["Ann Example", "Eva Annand", "Joanna Sample"]


@pytest.mark.parametrize(
    "new",
    [
        NewPerson(name=" "),
        NewPerson(name="\u202e\x00"),
        NewPerson(name="Bo", phone="12"),
        NewPerson(name="Bo", phone="+1 780 555 010"),
        NewPerson(name="Bo", email="bo@example..org"),
        NewPerson(name="Bo", email="bo at home"),
    ],
)
def test_what_is_no_name_phone_or_mail_is_refused(desk, new):
    with pytest.raises(InputError, match="nothing was saved"):
        desk.people.add(new)
    assert desk.people.search("") == []


def test_text_is_kept_without_what_could_harm_a_terminal(desk):
    bo = desk.people.add(NewPerson(name="\x1b]0;x\x07[red]Bo[/] \u202eExample" + "x" * 10_000))
    assert bo.name.startswith("[red]Bo[/] Example")
    assert len(bo.name) <= 120

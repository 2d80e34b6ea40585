import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from atma_tui.desk.people.nicknames import nicknames
from atma_tui.domain.people.contacts import email_key, phone_key
from atma_tui.domain.people.finding import HELD, SLIP, among, split_contacts
from atma_tui.domain.people.slips import nearest, one_slip
from atma_tui.domain.records import Person
from tests.domain.made import NOW

NAMES = [
    "Sean O'Samply",
    "Mary-Ann Sample-Test",
    "Ling Chen",
    "Søren Łukasz Đorđe Ægir-Weiß",
    "Işıl Yılmaz",
    "Robert Two",
    "Edith Five",
    "J.R. St. John",
    "Jürgen Müller",
]


def person(name: str, phone: str = "", email: str = "", **fields: object) -> Person:
    made = Person(id=f"per-{name}", name=name, phone=phone, email=email, created=NOW, **fields)
    return replace(made, phone_key=phone_key(phone), email_key=email_key(email))


PEOPLE = [person(name) for name in NAMES]


def found(typed: str, people: list[Person] = PEOPLE) -> list[str]:
    return [match.person.name for match in among(people, typed, nicknames())]


@pytest.mark.parametrize(
    "typed",
    [
        "O'Samply",
        "O’Samply",
        "osamply",
        "o samply",
        "OʼSamply",
        "o`samply",
        "Sean OSamply",
        "samply, sean",
        "seen osamply",
    ],
)
def test_an_apostrophe_may_be_written_in_any_way_or_not_at_all(typed):
    assert found(typed) == ["Sean O'Samply"]


@pytest.mark.parametrize(
    "typed",
    ["mary ann", "maryann", "Mary‑Ann", "mary–ann", "sample test", "sampletest", "Sample-Test, Mary Ann", "test"],
)
def test_a_hyphen_may_be_written_in_any_way_or_not_at_all(typed):
    assert found(typed) == ["Mary-Ann Sample-Test"]


@pytest.mark.parametrize("typed", ["mary-ann", "maryann three", "mary ann three", "Mary‑Ann Three"])
def test_a_hyphen_or_a_blank_more_than_in_the_book_does_no_harm(typed):
    assert found(typed, [person("Mary Ann Three")]) == ["Mary Ann Three"]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("soren", NAMES[3]),
        ("lukasz", NAMES[3]),
        ("dorde", NAMES[3]),
        ("aegir", NAMES[3]),
        ("weiss", NAMES[3]),
        ("WEISS", NAMES[3]),
        ("isil yilmaz", NAMES[4]),
        ("IŞIL", NAMES[4]),
        ("jr st john", NAMES[7]),
        ("muller", NAMES[8]),
        ("mueller", NAMES[8]),
        ("Bjoern Aastroem", "Björn Åström"),
        ("aastroem", "Björn Åström"),
    ],
)
def test_letters_that_the_keyboard_lacks_are_found_by_plain_ones(typed, name):
    assert found(typed, [*PEOPLE, person("Björn Åström")]) == [name]


@pytest.mark.parametrize("typed", ["vanderberg", "Vanderberg, Pat", "van derberg"])
def test_blanks_within_a_last_name_may_be_left_out(typed):
    assert found(typed, [*PEOPLE, person("Pat Van der Berg")]) == ["Pat Van der Berg"]


def test_an_address_that_was_copied_as_a_link_finds_its_person():
    people = [person("Pat Three", email="pat@example.org"), person("Somebody Else")]
    assert found("mailto:pat@example.org", people) == ["Pat Three"]


@pytest.mark.parametrize("typed", ["bob", "rob", "bobby two", "Two, Bob", "BOB"])
def test_nicknames_find_the_full_name(typed):
    assert found(typed) == ["Robert Two"]


@pytest.mark.parametrize(
    "typed", ["chne", "hcen", "cehn", "cheen", "chem", "lign chen", "ling cehn", "Chne, Ling"]
)
def test_one_slip_of_the_fingers_finds_whom_was_meant(typed):
    assert found(typed) == ["Ling Chen"]


@pytest.mark.parametrize("typed", ["peggy cehn", "Cehn, Maggie", "peggy vandersample"])
def test_a_slip_or_a_forgotten_blank_is_found_beside_a_nickname(typed):
    people = [person("Margaret Chen"), person("Ling Chen"), person("Margaret Van der Sample")]
    [name] = found(typed, people)
    assert name.startswith("Margaret")


def test_a_slip_that_makes_it_somebody_elses_name_is_found():
    people = [person("Ling Chen"), person("Ada Chan"), person("Lina Cheung")]
    assert found("ling chan", people) == ["Ling Chen"]
    assert found("chan", people) == ["Ada Chan"]
    assert found("ada chan", people) == ["Ada Chan"]


@pytest.mark.parametrize("typed", ["anm", "anm sample", "Sample, Anm", "anmn", "anm smaple"])
def test_a_slip_in_three_letters_is_looked_for_when_nobody_else_is_found(typed):
    assert found(typed, [person("Ann Sample"), person("Tom Test")]) == ["Ann Sample"]


@pytest.mark.parametrize("typed", ["wuu", "wy", "zed wuu"])
def test_a_short_name_is_found_with_a_letter_too_many_and_not_with_two_letters(typed):
    assert found(typed, [person("Zed Wu")]) == ([] if typed == "wy" else ["Zed Wu"])


NO_SLIPS = {
    "tim": "it is a first name itself",
    "tim test": "it is a first name itself",
    "rom": "the first letter is another",
    "tx": "two letters are too few",
    "txy": "two letters are wrong",
    "12m": "it is no word",
}


@pytest.mark.parametrize("typed", NO_SLIPS)
def test_three_letters_find_nobody_by_chance(typed):
    assert found(typed, [person("Tom Test"), person("Ann Sample")]) == [], NO_SLIPS[typed]


def test_a_slip_in_three_letters_is_not_looked_for_beside_somebody_who_fits():
    people = [person("Ann Sample"), person("Hanmi Test"), person("Anmol Two")]
    assert found("anm", people) == ["Anmol Two", "Hanmi Test"]
    assert found("anm sample", people) == ["Ann Sample"]


@pytest.mark.parametrize("typed", ["xhnx", "cnhe", "zed", "chen five", "edith chen"])
def test_two_slips_or_a_short_word_find_nobody(typed):
    assert found(typed) == []


def test_a_slip_comes_after_what_fits_as_typed():
    people = [person("Hans Schneider"), person("Ling Chen")]
    assert found("chne", people) == ["Hans Schneider", "Ling Chen"]
    assert found("chen", [person("Ada Cher"), person("Ling Chen")]) == ["Ling Chen"]
    assert [match.likeness for match in among(people, "chne", nicknames())] == [HELD, SLIP]


PHONES = [
    "780-555-0101",
    "(780) 555-0101",
    "780.555.0101",
    "7805550101",
    "+1 780 555 0101",
    "1-780-555-0101",
    "001 780 555 0101",
    "780‑555‑0101",
    "780–555–0101",
    "780/555-0101",
    "tel:780-555-0101",
    "tel:+1-780-555-0101;ext=22",
    "#780-555-0101",
    "780-555-0101 x22",
    "780-555-0101x22",
    "780 555 0101 ext. 22",
    "７８０ ５５５ ０１０１",
]


@pytest.mark.parametrize("typed", [*PHONES, "1-780-555", "555-0101", "0101", "+1 780"])
@pytest.mark.parametrize("kept", ["780-555-0101", "+1 (780) 555-0101 ext 7"])
def test_a_phone_number_is_found_however_it_was_typed(typed, kept):
    people = [person("Pat Three", phone=kept), person("Somebody Else", phone="403 555 0199")]
    assert found(typed, people) == ["Pat Three"]
    assert found(f"pat {typed}", people) == ["Pat Three"]


@pytest.mark.parametrize(
    "typed", ["+44 20 7946 0958", "+44 (0)20 7946 0958", "011 44 20 7946 0958", "0044 20 7946", "020 7946 0958"]
)
def test_a_phone_number_abroad_is_found_with_any_prefix(typed):
    people = [person("Pat Three", phone="+44 (0)20 7946 0958"), person("Somebody Else", phone="403 555 0199")]
    assert found(typed, people) == ["Pat Three"]


def test_former_names_other_phones_and_other_mails_find_the_person():
    keys = ("4035550102", "work@example.org")
    ada = person("Ada Sample", "780 555 0101", "ada@example.org", other_names=("Ada Former",), other_keys=keys)
    for typed in ("former", "former, ada", "403-555-0102", "work@example.org", "ada@example", "fromer"):
        assert found(typed, [ada, *PEOPLE]) == ["Ada Sample"]


@given(st.sampled_from(NAMES), st.data())
def test_a_name_is_found_by_any_of_its_words_begun(name, data):
    typed = " ".join(
        word[: data.draw(st.integers(1, len(word)))] for word in data.draw(st.permutations(name.split()))
    )
    assert name in found(typed)


@given(st.text(max_size=80))
def test_anything_may_be_typed(typed):
    assert set(found(typed)) <= set(NAMES)
    split_contacts(typed)


WORD = st.text(alphabet="abcde", min_size=1, max_size=8)


@given(WORD, st.data())
def test_a_slip_is_one_letter_more_less_or_wrong_or_two_swapped(word, data):
    at = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from("abcdex"))
    swapped = word[:at] + word[at : at + 2][::-1] + word[at + 2 :]
    for typed in (
        word[:at] + word[at + 1 :],
        word[:at] + letter + word[at:],
        word[:at] + letter + word[at + 1 :],
        swapped,
    ):
        assert one_slip(typed, word) == one_slip(word, typed) == (typed != word)


@given(WORD, WORD)
def test_words_two_slips_apart_are_not_taken_for_one(one, two):
    ways = {one[:at] + one[at + 1 :] for at in range(len(one))}
    ways |= {one[:at] + letter + one[at:] for at in range(len(one) + 1) for letter in "abcde"}
    ways |= {one[:at] + letter + one[at + 1 :] for at in range(len(one)) for letter in "abcde"}
    ways |= {one[:at] + one[at : at + 2][::-1] + one[at + 2 :] for at in range(len(one))}
    assert one_slip(one, two) == (two in ways - {one})


def test_whole_words_are_nearer_than_parts():
    assert nearest("smaple", {"sampletest", "sample", "other"}) == ["sample", "sampletest"]


@pytest.mark.parametrize(
    ("typed", "name", "phone", "email"),
    [
        ("zed wu tel:780-555-0199 x22 zed@example.org", "zed wu", "tel:780-555-0199 x22", "zed@example.org"),
        ("zed 780‑555‑0199", "zed", "780‑555‑0199", ""),
        ("3rd person.1@example.org", "3rd", "", "person.1@example.org"),
    ],
)
def test_what_is_typed_in_one_go_is_taken_apart(typed, name, phone, email):
    assert split_contacts(typed) == (name, phone, email)

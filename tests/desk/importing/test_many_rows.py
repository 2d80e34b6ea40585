"""Long tables: what each row is compared with does not grow with the table, whatever stands in it."""

from datetime import UTC, datetime
from itertools import islice, product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from atma_tui.desk.importing import crowds, matching, namesakes
from atma_tui.desk.importing.plan import Choices
from atma_tui.desk.people.nicknames import nicknames
from atma_tui.domain.people.duplicates import likely_doubles
from atma_tui.domain.records import Person

ROWS = 400
BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
SYLLABLES = ("bo", "di", "ka", "lu", "me", "ri", "so", "tu")


@pytest.fixture
def compared(monkeypatch):
    """How many people rows were compared with, as they are compared."""
    counts, likely = [], matching.likely_doubles

    def counting(name, phone, email, others, nicknames):
        others = list(others)
        counts.append(len(others))
        return likely(name, phone, email, others, nicknames)

    monkeypatch.setattr(matching, "likely_doubles", counting)
    return counts


def test_the_same_person_in_every_row_is_compared_a_few_times(desk, compared):
    data = "Name,Phone\n" + "Ada Sample,780-555-0101\n" * ROWS
    rows = desk.people_import.plan(data.encode(), Choices()).rows
    assert {row.words() for row in rows[1:]} == {"the same as Ada Sample in row 2 (same name and phone number)"}
    assert [row.number for row in rows] == list(range(2, ROWS + 2))
    assert sum(compared) < 10


def test_the_same_phone_in_every_row_finds_a_few_people(desk, compared):
    names = [f"{chr(97 + at % 26)}{'bcdfg'[at % 5]}{at} {at}xy" for at in range(ROWS)]
    data = "Name,Phone\n" + "".join(f"{name},780-555-0101\n" for name in names)
    rows = desk.people_import.plan(data.encode(), Choices()).rows
    assert [row.kind for row in rows] == ["new", *["duplicate"] * (ROWS - 1)]
    assert sum(compared) < ROWS * 100


@pytest.mark.parametrize("name", ["{} Sample", "Ada {}"])
def test_one_word_in_every_name_finds_a_few_people(desk, compared, name):
    words = (first + middle + last for first, middle, last in product(SYLLABLES, repeat=3))
    data = "Name\n" + "".join(f"{name.format(word)}\n" for word in islice(words, ROWS))
    desk.people_import.plan(data.encode(), Choices())
    assert sum(compared) < ROWS * 120, "twice as many as one row is ever compared with without an index"


@pytest.mark.parametrize("phone", ["780-555-{:04d}", "780-555-0101", ""])
def test_one_name_with_other_contacts_in_every_row_finds_a_few_people(desk, compared, phone):
    data = "Name,Phone,E-mail\n" + "".join(
        f"Ada Sample,{phone.format(at)},a{at}@example.org\n" for at in range(ROWS)
    )
    rows = desk.people_import.plan(data.encode(), Choices()).rows
    assert {row.kind for row in rows[1:]} == {"double" if phone == "780-555-0101" else "duplicate"}
    assert sum(compared) < ROWS * 80


NAMES = st.lists(
    st.tuples(
        st.sampled_from(["Bob", "Rob", "Robert", "Roberta", "Bobby", "Ada", "Adam", "Adah"]),
        st.text("abc", min_size=4),
    ),
    min_size=1,
)


@given(NAMES)
def test_an_index_of_namesakes_misses_nobody(pairs):
    people = [Person(id=f"per-{at}", name=" ".join(pair), created=BEGINNING) for at, pair in enumerate(pairs)]
    directory = matching.Directory(nicknames())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(namesakes, "_FEW", 0)
        for person in people:
            directory.add(person)
    for one in people:
        assert directory.like(one) == likely_doubles(one.name, "", "", people, nicknames())


ALIKE = st.builds(
    Person,
    name=st.sampled_from(["Ada Sample", "ADA SAMPLE", "Sample, Ada", "Adasample", "Adah Sample"]),
    other_names=st.sampled_from([(), ("Ada Sample",), ("Eve Sample",)]),
    phone_key=st.sampled_from(["", "7805550101", "7805550102"]),
    email_key=st.sampled_from(["", "a@example.org", "b@example.org"]),
    other_keys=st.sampled_from([(), ("7805550101",), ("a@example.org",)]),
    id=st.uuids().map(str),
    created=st.just(BEGINNING),
)


@given(st.lists(ALIKE), ALIKE)
def test_a_few_of_many_with_one_name_say_who_it_is(people, new):
    new = replace(new, phone=new.phone_key, email=new.email_key)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(crowds, "_FEW", 0)
        directory = matching.Directory(nicknames(), people)
    everybody, few = directory.like(new), directory.likeliest(new)
    sure, few_sure = directory.surely(new, everybody), directory.surely(new, few)
    assert few[:1] == everybody[:1]
    assert few_sure[:1] == sure[:1]
    assert min(len(few_sure), 2) == min(len(sure), 2)


def test_who_shares_a_phone_with_many_is_still_found_by_name(desk):
    crowd = "".join(f"P{at}q {at}xy,780-555-0101\n" for at in range(60))
    data = f"Name,Phone\n{crowd}Robert Sample,780-555-0101\nBob Sample,780-555-0101\n"
    last = desk.people_import.plan(data.encode(), Choices()).rows[-1]
    assert (last.kind, last.like) == ("double", "Robert Sample")


def test_somebody_of_the_book_in_many_rows_is_known_once(desk, person):
    ada = person("Ada Sample", phone="780-555-0101")
    rows = desk.people_import.plan(("Name,Phone\n" + "Ada Sample,780-555-0101\n" * 4).encode(), Choices()).rows
    assert [row.kind for row in rows] == ["known", "double", "double", "double"]
    assert {row.person for row in rows} == {ada.id}
    assert {row.like_row for row in rows[1:]} == {2}

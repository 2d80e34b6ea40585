import pytest
from hypothesis import given
from hypothesis import strategies as st

from atma_tui.domain.errors import InputError
from atma_tui.domain.people.contacts import email_key, initials, phone_key, read_email, read_phone

SAME = [
    "780-555-0101",
    "(780) 555-0101",
    "780.555.0101",
    "+1 (780) 555-0101",
    "1-780-555-0101",
    "011 1 780 555 0101",
    "tel:780-555-0101",
    "780‑555‑0101",
    "780–555–0101",
    "780/555-0101",
    "780-555-0101 x22",
    "780-555-0101x22",
    "780 555 0101 ext. 22",
    "780 555 0101, poste 22",
    "780 555 0101 #22",
    "cell: 780 555 0101",
    "780 555 0101 (mother)",
    "780 555 0101 ext 22 (work)",
    "7805550101.0",
    "17805550101.0",
    "'7805550101",
]


@pytest.mark.parametrize("phone", SAME)
def test_a_phone_number_is_the_same_however_typed(phone):
    assert phone_key(read_phone(phone)) == "7805550101"


@pytest.mark.parametrize("typed", ["'780-555-0101", "tel:780-555-0101", "' 780-555-0101"])
def test_what_programs_put_before_a_phone_number_is_not_kept(typed):
    assert read_phone(typed) == "780-555-0101"


@pytest.mark.parametrize(
    "phone",
    ["+44 20 7946 0958", "+44 (0)20 7946 0958", "011 44 20 7946 0958", "0044 20 7946 0958", "00442079460958"],
)
def test_a_number_abroad_is_the_same_with_any_prefix(phone):
    assert phone_key(read_phone(phone)) == "442079460958"


@pytest.mark.parametrize(
    "phone", ["", "555-0101", "+683 4000", "+49 1512 3456789", "+86 138 0013 8000", "020 7946 0958", "612 345 678"]
)
def test_any_number_of_the_world_and_none_is_taken_as_it_is(phone):
    assert read_phone(f" {phone} ") == phone


@pytest.mark.parametrize(
    "phone",
    [
        "12",
        "ask her mother",
        "780-555",
        "780-555-010",
        "+1 780 555 010",
        "+1 780 555 01011",
        "+1 123 555 0101",
        "+1 780 155 0101",
        "+0 780 555 0101",
        "000 000 0000",
        "780-555-0101 / 403-555-0102",
        "780 555 0101 or 0102",
        "1234567890123456",
        "ada@example.org",
        "780 555 0101 after 5 pm",
    ],
)
def test_what_cannot_be_one_phone_number_is_refused(phone):
    with pytest.raises(InputError, match="is not a phone number"):
        read_phone(phone)


@given(st.text(alphabet="0123456789", min_size=7, max_size=10), st.data())
def test_a_key_is_the_digits_whatever_stands_between(digits, data):
    between = "".join(digit + data.draw(st.sampled_from(["", " ", "-", ".", "–", ") "])) for digit in digits)
    assert phone_key(between) == phone_key(digits)
    assert phone_key(f"{between} ext 3") == phone_key(digits)
    assert phone_key(phone_key(between)) == phone_key(between)


@given(st.text(max_size=60))
def test_any_phone_and_mail_is_taken_or_refused_in_words(text):
    for read, key in ((read_phone, phone_key), (read_email, email_key)):
        try:
            taken = read(text)
        except InputError as refused:
            assert "nothing was saved" in str(refused)
        else:
            assert read(taken) == taken
            assert bool(key(taken)) == bool(taken)


@pytest.mark.parametrize(
    "email",
    [
        "",
        "ada@example.org",
        "o'brien+desk@mail.example.co.uk",
        "ADA_1@ex-ample.museum",
        "zoë@bücher.example",
        "a@b.ca",
        "x!#$%&*/=?^`{|}~@example.org",
        "ada@xn--bcher-kva.example",
    ],
)
def test_an_address_of_any_kind_is_taken(email):
    assert read_email(email) == email


@pytest.mark.parametrize(
    ("pasted", "email"), [("mailto:ada@example.org", "ada@example.org"), ("Ada <a@b.ca>", "a@b.ca")]
)
def test_a_pasted_address_is_taken_without_what_is_around_it(pasted, email):
    assert read_email(pasted) == email


@pytest.mark.parametrize(
    "email",
    [
        "bo at home",
        "ada",
        "ada@",
        "@example.org",
        "ada@example",
        "ada@example.c",
        "ada@@example.org",
        "ada@example..org",
        "ada@.example.org",
        "ada@example.org.",
        "ada..b@example.org",
        ".ada@example.org",
        "ada@-example.org",
        "ada@example-.org",
        "ada@exam_ple.org",
        "ada@10.0.0.1",
        "ada bo@example.org",
        "ada@example.org, bo@example.org",
        "a" * 65 + "@example.org",
        "ada@" + "x" * 64 + ".org",
        "780 555 0101",
    ],
)
def test_what_cannot_be_an_address_is_refused(email):
    with pytest.raises(InputError, match="is not an e-mail address"):
        read_email(email)


@given(st.text(max_size=60))
def test_initials_never_show_a_name(name: str) -> None:
    shown = initials(name)
    assert shown
    assert all(len(part.rstrip(".")) <= 3 for part in shown.split())

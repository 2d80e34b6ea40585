"""People as lines of a list, with as little of them as privacy mode asks for."""

from __future__ import annotations

from atma_tui.domain.records import Person
from atma_tui.ui.ground.show import who
from atma_tui.ui.widgets.columns import Column
from atma_tui.ui.widgets.rows import Row

PEOPLE = (
    Column("Name", 18, flex=3),
    Column("Phone", 14),
    Column("E-mail", 16, flex=3, wide_only=64),
    Column("Known as", 10, flex=1, wide_only=90),
    Column("", 6, wide_only=50),
)
"""Columns of `person_row`."""


def person_row(person: Person, *, private: bool, note: str = "") -> Row:
    """Return somebody as a row; `note` says something of them in place of the e-mail."""
    phone, mail, known_as = contact(person, private=private)
    name = who(person.name, private=private)
    return Row(person.id, (name, phone, note or mail, known_as, person.status))


def contact(person: Person, *, private: bool) -> tuple[str, str, str]:
    """Return phone, e-mail and nickname; in privacy mode only the end of the phone, to tell two A. S. apart."""
    if private:
        return f"…{person.phone_key[-2:]}" if person.phone_key else "", "", ""
    return person.phone, person.email, person.known_as


def phone_words(person: Person, *, private: bool) -> str:
    """Return a phone number in twelve cells when it is one of ten digits, else as it was typed."""
    phone, key = contact(person, private=private)[0], person.phone_key
    if private or len(key) != 10:
        return phone or "no phone"
    return f"{key[:3]}-{key[3:6]}-{key[6:]}"


def discreet(text: str, *people: Person, private: bool) -> str:
    """Return the desk's sentence about people; in privacy mode with initials in place of their names."""
    if private:
        for person in sorted(people, key=lambda one: -len(one.name)):
            text = text.replace(person.name, who(person.name, private=True))
    return text

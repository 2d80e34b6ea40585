"""What is typed of a person, at any desk: from words to a record, and back to be typed anew."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from atma_tui.domain.errors import InputError
from atma_tui.domain.people.contacts import (
    keyed,
    others_words,
    read_birth_year,
    read_email,
    read_others,
    read_phone,
)
from atma_tui.domain.records import Person
from atma_tui.domain.text import clean

MAX_NOTES = 2000
"""Characters of the desk's remarks."""


class NewPerson(Struct, frozen=True, kw_only=True):
    """What was typed of somebody new."""

    name: str
    phone: str = ""
    email: str = ""
    known_as: str = ""
    notes: str | None = None
    """The desk's own remarks; None leaves them as they are."""
    also: str | None = None
    """Other names, phones and e-mails, with `;` between them; None leaves them as they are."""
    born: str | None = None
    """The year, empty when it is not known; None leaves it as it is. The names of minors are kept for longer."""


def known_of(person: Person) -> NewPerson:
    """Return all that is known of somebody, as it may be typed anew."""
    return NewPerson(
        name=person.name,
        phone=person.phone,
        email=person.email,
        known_as=person.known_as,
        notes=person.notes,
        also=others_words(person),
        born=str(person.birth_year or ""),
    )


def described(person: Person, new: NewPerson) -> Person:
    """Return a person with what was typed of them. Raises `InputError` for what cannot be so."""
    name, phone, email = clean(new.name, 120), read_phone(new.phone), read_email(new.email)
    if not any(char.isalnum() for char in name):
        raise InputError("A name is needed; nothing was saved.")
    others = {} if new.also is None else read_others(new.also)
    notes = person.notes if new.notes is None else clean(new.notes, MAX_NOTES)
    known_as = clean(new.known_as, 60)
    born = person.birth_year if new.born is None else read_birth_year(new.born)
    known = replace(person, name=name, known_as=known_as, phone=phone, email=email, notes=notes, birth_year=born)
    return keyed(replace(known, **others))

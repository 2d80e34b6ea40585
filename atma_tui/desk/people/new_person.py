"""What is typed about a person: from words to a record, and back for a form."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from msgspec import Struct
from msgspec.structs import replace

from atma_tui.domain.errors import InputError
from atma_tui.domain.people.contacts import keyed, others_words, read_birth_year, read_email, read_phone
from atma_tui.domain.people.optional import (
    ConsentMark,
    contact_words,
    keeps,
    read_contact,
    read_escort,
    read_interpreter,
    read_kept_others,
    refuse_unkept,
    shown,
)
from atma_tui.domain.records import Clinic, OptionalField, Person
from atma_tui.domain.text import clean

MAX_NOTES = 2000
"""Most characters of the desk's remarks."""


class NewPerson(Struct, frozen=True, kw_only=True):
    """What was typed about a person."""

    TYPED: ClassVar[tuple[str, ...]] = (
        "name",
        "phone",
        "email",
        "known_as",
        "notes",
        "also",
        "emergency",
        "escort",
    )

    name: str
    phone: str = ""
    email: str = ""
    known_as: str = ""
    notes: str | None = None
    """The desk's own remarks; None leaves them as they are."""
    also: str | None = None
    """Other names, phones and e-mails, separated by `;`; None leaves them as they are."""
    born: str | None = None
    """Year of birth, empty if not known; None leaves it as it is. The names of minors are kept for longer."""
    emergency: str | None = None
    """Whom to call: name, phone and relation, separated by `;`; None leaves it as it is."""
    escort: str | None = None
    """Who takes them home after a session: name and phone; None leaves it as it is."""
    interpreter: str | None = None
    """The language; None leaves it as it is."""
    consents: tuple[ConsentMark, ...] = ()
    """Consents to note; other kinds stay as they are."""


def known_of(person: Person, clinic: Clinic) -> NewPerson:
    """Return everything that the clinic keeps about somebody in its typed form; None for what it does not keep."""
    known = shown(person, clinic)

    def kept(words: str, *fields: OptionalField) -> str | None:
        return words if keeps(clinic, *fields) else None

    return NewPerson(
        name=known.name,
        phone=known.phone,
        email=known.email,
        known_as=known.known_as,
        notes=known.notes,
        also=kept(others_words(known), "former-names", "second-contacts"),
        born=kept(str(known.birth_year or ""), "birth-year"),
        emergency=kept(contact_words(known.emergency), "emergency"),
        escort=kept(contact_words(known.escort), "escort"),
        interpreter=kept(known.interpreter, "interpreter"),
    )


def described(person: Person, new: NewPerson, clinic: Clinic) -> Person:
    """Return a person with what was typed, except consents.

    Raises `InputError` for what makes no sense, or is not kept by the clinic.
    """
    name, phone, email = clean(new.name, 120), read_phone(new.phone), read_email(new.email)
    if not any(char.isalnum() for char in name):
        raise InputError("A name is needed; nothing was saved.")
    others = {} if new.also is None else read_kept_others(new.also, clinic)
    notes = person.notes if new.notes is None else clean(new.notes, MAX_NOTES)
    known_as = clean(new.known_as, 60)
    known = replace(person, name=name, known_as=known_as, phone=phone, email=email, notes=notes)
    return keyed(replace(known, **others, **_optional(new, clinic)))


def _optional(new: NewPerson, clinic: Clinic) -> dict[str, object]:
    """Read what was typed in optional fields; returns the values by field."""
    typed: tuple[tuple[OptionalField, str, str | None, Callable[[str], object]], ...] = (
        ("birth-year", "birth_year", new.born, read_birth_year),
        ("emergency", "emergency", new.emergency, read_contact),
        ("escort", "escort", new.escort, read_escort),
        ("interpreter", "interpreter", new.interpreter, read_interpreter),
    )
    for field, _, words, _ in typed:
        if words is not None:
            refuse_unkept(clinic, field)
    return {name: read(words) for _, name, words, read in typed if words is not None}

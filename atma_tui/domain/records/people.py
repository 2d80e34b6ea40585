"""People, and who of them is masked."""

from __future__ import annotations

from datetime import date
from typing import Literal

from atma_tui.domain.records.base import Count, Moment, Record, Value

OptionalField = Literal["former-names", "second-contacts", "birth-year", "emergency", "escort", "interpreter"]
"""What a clinic may keep about a person or not; see `domain.people.optional`."""


class Contact(Value, frozen=True, kw_only=True):
    """Somebody who is called or comes for a person, and need not be in the book."""

    name: str
    phone: str = ""
    relation: str = ""
    """What they are to the person, such as sister."""


class Consent(Value, frozen=True, kw_only=True):
    """What a person agreed to, or withdrew."""

    kind: str
    """One of `Clinic.consent_kinds`, as long as the clinic asks for it."""
    given: bool = True
    day: date
    """When they said so."""
    by: str
    """Who noted it."""


class Person(Record, frozen=True, kw_only=True):
    """Somebody who came to an event (guest) or is in a program (client)."""

    kind = "person"
    indexed = ("phone_key", "email_key", "other_keys")
    text = ("name", "known_as", "other_names", "phone_key", "email", "other_keys")

    name: str
    known_as: str = ""
    phone: str = ""
    email: str = ""
    status: Literal["guest", "client"] = "guest"
    phone_key: str = ""
    """The digits of the phone without an extension, to find it however it was typed."""
    email_key: str = ""
    """The e-mail, folded."""
    notes: str = ""
    """The desk's own remarks."""
    other_names: tuple[str, ...] = ()
    """Former names and those of doubles: they still find the person."""
    other_phones: tuple[str, ...] = ()
    other_emails: tuple[str, ...] = ()
    other_keys: tuple[str, ...] = ()
    """Keys of the other phones and e-mails."""
    merged_into: str = ""
    """Id of the person this duplicate was merged into."""
    birth_year: Count = 0
    """0: not known."""
    emergency: Contact | None = None
    """Whom to call when something happens."""
    escort: Contact | None = None
    """Who takes them home after a session."""
    interpreter: str = ""
    """The language for which they need one."""
    consents: tuple[Consent, ...] = ()
    nameless: Moment | None = None
    """When their name and everything known about them was removed at the end of the retention period."""
    created: Moment


class Mask(Record, frozen=True, kw_only=True):
    """A client who asked to be masked: their record opens only with a reason. The id is that of the person.

    It is a record of its own, so that masked clients are found without looking at every person.
    """

    kind = "mask"

    at: Moment
    by: str

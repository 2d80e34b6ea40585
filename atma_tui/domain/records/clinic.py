"""The clinic's own choices, and who works at its desks."""

from __future__ import annotations

from typing import Literal

from atma_tui.domain.records.base import Count, Moment, Record, Value
from atma_tui.domain.records.people import OptionalField

Role = Literal["reader", "desk", "lead"]
"""Roles at the desk, from the least to the most: readers change nothing, leads look after the desk."""


class Allowance(Value, frozen=True, kw_only=True):
    """The clinic's own choice of who has a right; see `domain.trust.rights`."""

    right: str
    least: Role
    """The lowest role that has it."""


class Clinic(Record, frozen=True, kw_only=True):
    """The clinic's own choices, shared by all desks. There is one, with the id `clinic`."""

    kind = "clinic"

    name: str = "ATMA CENA"
    offer_hours: Count = 24
    """How long an offered seat is held, at most."""
    late_hours: Count = 24
    """Cancelling a program appointment later than this before it is a late cancel."""
    travel_minutes: Count = 210
    """Drive between two sites, parking included."""
    door_minutes: Count = 10
    """Minutes after the start, when seats of people who are not there may be given to people at the door."""
    feed_domain: str = "atma.example"
    """Right-hand side of the calendar UIDs made here."""
    seats_in_feed: bool = False
    """Whether public calendars say how many seats are left, in words."""
    rights: tuple[Allowance, ...] = ()
    """Rights that the clinic gives to other roles than the usual ones."""
    guest_months: Count = 12
    """How long the name of a guest is kept after their last event or call; 0: for ever."""
    client_years: Count = 10
    """How long the name of a client is kept after the last entry; 0: for ever."""
    minor_years: Count = 2
    """How long the name of a client is kept at least after they turned 18, where the birth year is known."""
    look_years: Count = 10
    """How long looks at clients are kept; 0: for ever."""
    reminders_name_programs: bool = False
    """Whether drafts of reminders name the event; otherwise they only say what kind of event it is."""
    reminders_from: str = ""
    """Sender address of reminder drafts; empty: the mail program fills in its own."""
    person_fields: tuple[OptionalField, ...] = ("former-names", "second-contacts", "birth-year")
    """What is kept about a person besides name, phone and e-mail; nothing else is asked for or shown."""
    consent_kinds: tuple[str, ...] = ()
    """What people are asked to agree to, such as `may be phoned`; empty: nothing."""


class Operator(Record, frozen=True, kw_only=True):
    """Somebody who works at the desk. If the book has none, anybody may do everything, under any name."""

    kind = "operator"
    unlogged = ("pin",)

    name: str
    role: Role = "desk"
    site: str = ""
    """Id of the site where they work; empty: any."""
    pin: str = ""
    """Argon2id hash of the PIN or passphrase; empty: the name is enough. The log never holds it."""
    failed: Count = 0
    """Wrong PINs in a row."""
    failed_at: Moment | None = None
    """When the last of them was given."""
